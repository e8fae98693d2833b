#include "DreamFixtures.h"
#include "core/db/TasteRepository.h"
#include "core/dsp/Quality.h"
#include "core/neuro/Character.h"
#include "core/services/CharacterBook.h"
#include "core/services/DreamTray.h"
#include "core/services/UseCaseJson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

class TestDreamStage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void paramsSurviveJson();
    void dreamsEnterTheLibrary();
    void dreamsAreJudgedByTheLibrary();
    void sameDrawsFindTheirFiles();
    void anchorsBecomeParents();
    void filesCanBeAnchors();
    void wordsMoveAxes();
    void unknownAxesAreNamed();
    void missingModelsSaySo();
    void redreamsAreTheSame_data();
    void redreamsAreTheSame();
    void redreamNeedsItsModel();
    void redreamNeedsItsAnchor();
    void originalsCannotBeRedreamed();
    void trayFillsWhileItRuns();
    void leftoversAreSwept();
    void brokenEntriesAreToldApart_data();
    void brokenEntriesAreToldApart();
    void tasteReachesTheNextBatch();
    void outcomeIsTheJsonOfTheSpecification();

private:
    Result<GenerateOutcome> dream(const GenerateJobParams& params)
    {
        TaskContext task;
        return generateStems(*m_dream.studio, params, task);
    }
    Stem row(StemId id) { return db::StemRepository(m_dream.studio->database()).byId(id).value(); }

    DreamStudio m_dream;
};

void TestDreamStage::initTestCase()
{
    const QString problem = m_dream.prepare();
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
}

void TestDreamStage::paramsSurviveJson()
{
    GenerateJobParams params;
    params.category = Category::Snare;
    params.model = QStringLiteral("/m.pt");
    params.params.mode = nn::DreamMode::Hybrid;
    params.params.count = 7;
    params.params.radius = 1.25;
    params.params.factor = 0.375;
    params.params.isSpherical = true;
    params.params.glides = true;
    params.params.axes = {0.5, -2.0};
    params.params.channels = 2;
    params.params.seed = 0xFFFF'FFFF'FFFF'FFFEULL;
    params.anchors = {3, 9};
    params.anchorFiles = {QStringLiteral("/a.wav")};
    params.anchorLatents = {{1.5F, -0.1F}};
    params.anchorWeights = {0.25, 1.0};
    params.second = Category::Kick;
    params.secondModel = QStringLiteral("/n.pt");
    params.axisMoves = {{"decay", 1.5}};
    params.text = QStringLiteral("dunkler");
    params.usesTaste = false;
    params.toTray = true;
    const auto object = toJson(params);
    const auto back = generateParamsFromJson(object);
    QVERIFY(back.has_value());
    QCOMPARE(QJsonDocument(toJson(*back)).toJson(), QJsonDocument(object).toJson());
    QCOMPARE(back->params.seed, params.params.seed);
    QCOMPARE(*back->params.factor, 0.375);
    QCOMPARE(back->anchorLatents, params.anchorLatents);
    QVERIFY(back->second == Category::Kick);
    auto broken = object;
    broken.insert(QStringLiteral("mode"), QStringLiteral("sleeping"));
    QCOMPARE(generateParamsFromJson(broken).error().code, ErrorCode::BadInput);
    QVERIFY(!generateParamsFromJson({})->second);
}

void TestDreamStage::dreamsEnterTheLibrary()
{
    GenerateJobParams params;
    params.params.count = 3;
    params.params.seed = 21;
    const auto outcome = dream(params);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->stems.size(), std::size_t {3});
    const Stem stem = row(outcome->stems[0].id);
    QVERIFY(stem.source == Source::Generated && stem.category == Category::Kick);
    // As any other sound: measured, with tags and a quality, and judged by what its category is
    // like in this library (here by the table: none of the kicks was measured).
    QVERIFY(stem.descriptors.neuro.has_value() && stem.descriptors.neuro->rateHz > 0.0);
    std::vector<std::string> heard;
    for (const auto& tag : neuro::tagsOf(*stem.descriptors.neuro, stem.durationS)) {
        heard.emplace_back(tag.en);
    }
    QVERIFY(!heard.empty() && stem.tags.size() >= heard.size() + 2);
    QVERIFY(std::equal(heard.begin(), heard.end(), stem.tags.begin()));
    QCOMPARE((std::vector<std::string> {stem.tags.end() - 2, stem.tags.end()}),
             (std::vector<std::string> {"dream", "random"}));
    QVERIFY(stem.quality > 0.0);
    QCOMPARE(
        stem.quality,
        neuro::qualityOf(stem.descriptors.technicalQuality, stem.descriptors.characterQuality));
    QCOMPARE(stem.descriptors.characterQuality,
             neuro::characterOf(*stem.descriptors.neuro, Category::Kick, SoundClass::OneShot, {},
                                dsp::damageOf(stem.descriptors.defects)));
    QCOMPARE(stem.seed, outcome->stems[0].facts.seed);
    db::StemRepository stems(m_dream.studio->database());
    QCOMPARE(*stems.latent(stem.id), outcome->stems[0].facts.latent);
    const auto edges = stems.ancestors(stem.id);
    QVERIFY(edges && !edges->empty());
    double weights = 0;
    for (const auto& edge : *edges) {
        QCOMPARE(edge.role, std::string("dreamed_near"));
        weights += edge.weight;
    }
    QVERIFY(std::abs(weights - 1.0) < 1e-6);
}

void TestDreamStage::dreamsAreJudgedByTheLibrary()
{
    // Thirty kicks that are like nothing that the table knows.
    db::StemRepository stems(m_dream.studio->database());
    std::vector<StemId> strange;
    for (int i = 0; i < 30; ++i) {
        Stem kick;
        kick.name = "strange " + std::to_string(i);
        kick.path = "/strange/" + std::to_string(i) + ".wav";
        kick.category = Category::Kick;
        kick.isCategoryByUser = true;
        kick.analyserVersion = "test";
        kick.descriptors.technicalQuality = 1.0;
        kick.descriptors.neuro = NeuroMetrics {};
        kick.descriptors.neuro->rateHz = 10.0;
        kick.descriptors.neuro->centroidHz = 9000.0 + i;
        const auto id = stems.insert(kick);
        QVERIFY(id.has_value());
        strange.push_back(*id);
    }
    const CharacterBook book(stems);
    const auto learned = book.of(Category::Kick);
    QVERIFY(learned.has_value());
    GenerateJobParams params;
    params.params.count = 1;
    params.params.seed = 77;
    const auto outcome = dream(params);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    const Stem stem = row(outcome->stems[0].id);
    const auto characterBy = [&stem](const std::optional<neuro::LearnedCharacter>& usual) {
        return neuro::characterOf(*stem.descriptors.neuro, Category::Kick, SoundClass::OneShot,
                                  usual, dsp::damageOf(stem.descriptors.defects));
    };
    QCOMPARE(stem.descriptors.characterQuality, characterBy(learned));
    QVERIFY(stem.descriptors.characterQuality != characterBy(std::nullopt));
    QVERIFY(stems.remove(strange).has_value());
}

void TestDreamStage::sameDrawsFindTheirFiles()
{
    GenerateJobParams params;
    params.params.count = 2;
    params.params.seed = 22;
    const auto first = dream(params);
    const auto again = dream(params);
    QVERIFY(first && again);
    for (std::size_t i = 0; i < 2; ++i) {
        QCOMPARE(first->stems[i].id, again->stems[i].id);
        QCOMPARE(first->stems[i].path, again->stems[i].path);
    }
}

void TestDreamStage::anchorsBecomeParents()
{
    GenerateJobParams params;
    params.params.mode = nn::DreamMode::Interpolated;
    params.params.count = 3;
    params.anchors = {m_dream.ids[0], m_dream.ids[1]};
    const auto outcome = dream(params);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->stems.size(), std::size_t {3});
    const auto edges
        = db::StemRepository(m_dream.studio->database()).ancestors(outcome->stems[1].id);
    QVERIFY(edges.has_value());
    QCOMPARE(edges->size(), std::size_t {2});
    for (const auto& edge : *edges) {
        QCOMPARE(edge.role, std::string("anchor"));
        QCOMPARE(edge.weight, 0.5);
    }
}

void TestDreamStage::filesCanBeAnchors()
{
    const QString outside = m_dream.file(QStringLiteral("outside.wav"));
    QVERIFY(audio::writeAudio(toPath(outside), nde::test::syntheticKick(77)).has_value());
    GenerateJobParams params;
    params.params.mode = nn::DreamMode::Variation;
    params.params.count = 1;
    params.anchorFiles = {outside};
    const auto outcome = dream(params);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QVERIFY(outcome->stems[0].facts.parents.empty());
    // A file of the library is the library's sound.
    params.anchorFiles = {toQt(row(m_dream.ids[2]).path)};
    const auto known = dream(params);
    QVERIFY(known.has_value());
    QCOMPARE(known->stems[0].facts.parents[0].id, m_dream.ids[2]);
    params.anchorFiles = {QStringLiteral("/nowhere.wav")};
    QCOMPARE(dream(params).error().code, ErrorCode::NotFound);
    params.anchorFiles.clear();
    params.anchors = {99999};
    QCOMPARE(dream(params).error().code, ErrorCode::NotFound);
}

void TestDreamStage::wordsMoveAxes()
{
    GenerateJobParams params;
    params.params.mode = nn::DreamMode::Variation;
    params.params.radius = 0.0;
    params.params.count = 1;
    params.addToLibrary = false;
    params.anchors = {m_dream.ids[3]};
    const auto plain = dream(params);
    params.text = QStringLiteral("much brighter, wobbly");
    const auto longer = dream(params);
    QVERIFY2(longer.has_value(), longer ? "" : longer.error().message.c_str());
    QVERIFY(plain.has_value());
    QCOMPARE(longer->unknownWords, QStringList {QStringLiteral("wobbly")});
    QVERIFY(longer->stems[0].facts.latent != plain->stems[0].facts.latent);
}

void TestDreamStage::unknownAxesAreNamed()
{
    GenerateJobParams params;
    params.axisMoves = {{"purple", 1.0}};
    const auto outcome = dream(params);
    QVERIFY(!outcome.has_value());
    QCOMPARE(outcome.error().code, ErrorCode::BadInput);
    QVERIFY(outcome.error().message.find("purple") != std::string::npos);
    QVERIFY2(outcome.error().message.find("brightness") != std::string::npos,
             outcome.error().message.c_str());
}

void TestDreamStage::missingModelsSaySo()
{
    GenerateJobParams params;
    params.category = Category::Clap;
    QCOMPARE(dream(params).error().code, ErrorCode::ModelMissing);
    params.category = Category::Kick;
    params.params.mode = nn::DreamMode::Hybrid;
    QCOMPARE(dream(params).error().code, ErrorCode::BadInput);
    params.second = Category::Clap;
    const auto hybrid = dream(params);
    QCOMPARE(hybrid.error().code, ErrorCode::ModelMissing);
    QVERIFY(hybrid.error().message.find("clap") != std::string::npos);
}

void TestDreamStage::redreamsAreTheSame_data()
{
    QTest::addColumn<QString>("mode");
    for (const char* mode : {"random", "variation", "interpolated", "style"}) {
        QTest::addRow("%s", mode) << QString::fromLatin1(mode);
    }
}

void TestDreamStage::redreamsAreTheSame()
{
    QFETCH(QString, mode);
    GenerateJobParams params;
    params.params.mode = nn::dreamModeFromId(toStd(mode)).value();
    params.params.count = 2;
    params.params.seed = 31;
    params.params.channels = 2;
    params.text = QStringLiteral("shorter");
    if (params.params.mode != nn::DreamMode::Random) {
        params.anchors = {m_dream.ids[4]};
    }
    if (params.params.mode == nn::DreamMode::Interpolated
        || params.params.mode == nn::DreamMode::Style) {
        params.anchors.push_back(m_dream.ids[5]);
    }
    const auto outcome = dream(params);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    TaskContext task;
    for (const auto& stem : outcome->stems) {
        const auto again = redream(*m_dream.studio, stem.id, task);
        QVERIFY2(again.has_value(), again ? "" : again.error().message.c_str());
        QVERIFY2(again->isSame, qPrintable(QString::number(again->differenceDb)));
        QVERIFY(again->path.isEmpty());
    }
    // A file that was changed is found out, and the true sound put beside it.
    auto audio = audio::readAudio(toPath(outcome->stems[0].path)).value();
    audio.channel(0)[100] += 0.01F;
    audio::WriteOptions over;
    over.overwrite = true;
    QVERIFY(audio::writeAudio(toPath(outcome->stems[0].path), audio, over).has_value());
    const auto other = redream(*m_dream.studio, outcome->stems[0].id, task);
    QVERIFY(other && !other->isSame);
    QVERIFY(std::abs(other->differenceDb + 40.0) < 0.1);
    QVERIFY(QFile::exists(other->path));
}

void TestDreamStage::redreamNeedsItsModel()
{
    GenerateJobParams params;
    params.params.count = 1;
    params.params.seed = 41;
    const auto outcome = dream(params);
    QVERIFY(outcome.has_value());
    const QString aside = m_dream.modelPath + QStringLiteral(".aside");
    QVERIFY(QFile::rename(m_dream.modelPath, aside));
    TaskContext task;
    const auto missing = redream(*m_dream.studio, outcome->stems[0].id, task);
    QVERIFY(QFile::rename(aside, m_dream.modelPath));
    QVERIFY(!missing.has_value());
    QCOMPARE(missing.error().code, ErrorCode::ModelMissing);
    QVERIFY(redream(*m_dream.studio, outcome->stems[0].id, task)->isSame);
}

void TestDreamStage::redreamNeedsItsAnchor()
{
    const QString path = m_dream.file(QStringLiteral("changing.wav"));
    QVERIFY(audio::writeAudio(toPath(path), nde::test::syntheticKick(55)).has_value());
    GenerateJobParams params;
    params.params.mode = nn::DreamMode::Variation;
    params.params.count = 1;
    params.anchorFiles = {path};
    const auto outcome = dream(params);
    QVERIFY(outcome.has_value());
    audio::WriteOptions over;
    over.overwrite = true;
    QVERIFY(audio::writeAudio(toPath(path), nde::test::syntheticKick(56), over).has_value());
    TaskContext task;
    const auto changed = redream(*m_dream.studio, outcome->stems[0].id, task);
    QVERIFY(!changed.has_value());
    QCOMPARE(changed.error().code, ErrorCode::BadInput);
}

void TestDreamStage::originalsCannotBeRedreamed()
{
    TaskContext task;
    QCOMPARE(redream(*m_dream.studio, m_dream.ids[0], task).error().code, ErrorCode::BadInput);
    QCOMPARE(redream(*m_dream.studio, 4711, task).error().code, ErrorCode::NotFound);
}

void TestDreamStage::trayFillsWhileItRuns()
{
    GenerateJobParams params;
    params.params.count = 4;
    params.params.seed = 51;
    params.toTray = true;
    // Cancelled after two: what arrived stays.
    TaskContext task({}, [&] { return readTray(*m_dream.studio).size() >= 2; });
    const auto cancelled = generateStems(*m_dream.studio, params, task);
    QVERIFY(!cancelled && cancelled.error().code == ErrorCode::Cancelled);
    const auto entries = readTray(*m_dream.studio);
    QCOMPARE(entries.size(), std::size_t {2});
    QVERIFY(entries[0].item.id < entries[1].item.id);
    QCOMPARE(entries[0].item.name, QStringLiteral("kick dream %1").arg(entries[0].item.id));
    QVERIFY(!entries[0].item.nearestName.isEmpty());
    QVERIFY(entries[0].dream.facts.latent.size() == 32);
    QVERIFY(audio::readAudio(toPath(entries[0].item.path)).has_value());
    const qint64 last = entries[1].item.id;
    for (const auto& entry : entries) {
        removeFromTray(*m_dream.studio, entry.item.id);
    }
    QVERIFY(readTray(*m_dream.studio).empty());
    const auto whole = dream(params);
    QVERIFY(whole.has_value());
    QCOMPARE(whole->stems.size(), std::size_t {4});
    QVERIFY(whole->stems[0].trayItem > last); // ids never come again
    QCOMPARE(whole->stems[0].id, StemId {0});
    QCOMPARE(readTray(*m_dream.studio).size(), std::size_t {4});
}

void TestDreamStage::leftoversAreSwept()
{
    const auto before = readTray(*m_dream.studio).size();
    const QString tray = m_dream.studio->root() + QStringLiteral("/.dream/tray");
    const QString old = tray + QStringLiteral("/9001.wav");
    const QString young = tray + QStringLiteral("/9002.wav");
    for (const QString& path : {old, young}) {
        QVERIFY(write(path, nde::test::syntheticKick(1)));
    }
    QFile file(old);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-3600),
                             QFileDevice::FileModificationTime));
    file.close();
    sweepTray(*m_dream.studio);
    QVERIFY(!QFile::exists(old) && QFile::exists(young));
    QCOMPARE(readTray(*m_dream.studio).size(), before);
    QVERIFY(QFile::remove(young));
}

void TestDreamStage::brokenEntriesAreToldApart_data()
{
    QTest::addColumn<QByteArray>("from");
    QTest::addColumn<QByteArray>("to");
    const auto add = [](const char* name, const char* from, const char* to) {
        QTest::addRow("%s", name) << QByteArray(from) << QByteArray(to);
    };
    add("not JSON", "{", "[");
    add("unknown category", "\"category\":\"kick\",\"f", "\"category\":\"kack\",\"f");
    add("no latent", "\"latent\":[", "\"latent\":[\"x\",");
    add("fidelity out of range", "\"fidelity\":", "\"fidelity\":1");
    add("negative parent", "\"weight\":", "\"weight\":-");
    add("another's id", "\",\"id\":", "\",\"id\":7");
}

void TestDreamStage::brokenEntriesAreToldApart()
{
    QFETCH(QByteArray, from);
    QFETCH(QByteArray, to);
    if (readTray(*m_dream.studio).empty()) {
        GenerateJobParams params;
        params.params.count = 2;
        params.toTray = true;
        QVERIFY(dream(params).has_value());
    }
    const auto entries = readTray(*m_dream.studio);
    QString path = entries[0].item.path;
    path.replace(QStringLiteral(".wav"), QStringLiteral(".json"));
    const auto whole = readFile(path).value();
    const auto at = whole.indexOf(from);
    QVERIFY(at >= 0);
    QByteArray broken = whole;
    broken.replace(at, from.size(), to);
    QVERIFY(writeFile(path, broken, true).has_value());
    QStringList problems;
    const auto left = readTray(*m_dream.studio, &problems);
    QVERIFY(writeFile(path, whole, true).has_value());
    QCOMPARE(left.size(), entries.size() - 1);
    QCOMPARE(problems.size(), 1);
    QVERIFY(problems[0].contains(path));
}

void TestDreamStage::tasteReachesTheNextBatch()
{
    GenerateJobParams params;
    params.params.count = 2;
    params.params.seed = 61;
    params.addToLibrary = false;
    params.outputFolder = m_dream.file(QStringLiteral("before"));
    const auto before = dream(params);
    QVERIFY(before.has_value());
    auto model = openDreamModel(m_dream.modelPath, Category::Kick);
    QVERIFY(model.has_value());
    const auto latents = model->soundLatents();
    db::TasteRepository tastes(m_dream.studio->database());
    std::vector<db::TasteDecision> said;
    for (std::size_t i = 0; i < 6; ++i) {
        // Of this model, and of another one's dreams near sounds that this one knows.
        said.push_back({Category::Kick, i < 3 ? model->modelHash() : "another", latents[i], i == 0,
                        model->soundIds()[i]});
    }
    QVERIFY(tastes.add(said).has_value());
    QCOMPARE(tasteOf(*m_dream.studio, *model)->size(), std::size_t {6});
    params.outputFolder = m_dream.file(QStringLiteral("after"));
    const auto after = dream(params);
    QVERIFY(after.has_value());
    QVERIFY(after->stems[0].facts.latent != before->stems[0].facts.latent);
    params.usesTaste = false;
    params.outputFolder = m_dream.file(QStringLiteral("untaught"));
    QCOMPARE(dream(params)->stems[0].facts.latent, before->stems[0].facts.latent);
    QVERIFY(tastes.forget(Category::Kick).has_value());
}

void TestDreamStage::outcomeIsTheJsonOfTheSpecification()
{
    GenerateJobParams params;
    params.params.count = 1;
    params.params.seed = 71;
    const auto outcome = dream(params);
    QVERIFY(outcome.has_value());
    const auto object = toJson(*outcome);
    for (const char* name : {"mode", "seed", "model", "rejected", "results"}) {
        QVERIFY2(object.contains(QLatin1StringView(name)), name);
    }
    const auto result = object.value(QStringLiteral("results")).toArray().at(0).toObject();
    for (const char* name : {"id", "path", "fidelity", "novelty", "nearest", "parents", "latent"}) {
        QVERIFY2(result.contains(QLatin1StringView(name)), name);
    }
    QCOMPARE(result.value(QStringLiteral("latent")).toArray().size(), 32);
    const auto nearest = result.value(QStringLiteral("nearest")).toObject();
    QVERIFY(QFile::exists(nearest.value(QStringLiteral("path")).toString()));
}

QTEST_GUILESS_MAIN(TestDreamStage)
#include "tst_dreamstage.moc"
