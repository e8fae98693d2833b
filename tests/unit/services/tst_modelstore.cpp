#include "ModelSamples.h"
#include "ServiceFixtures.h"
#include "core/services/ModelPart.h"
#include "core/services/ModelStore.h"
#include "core/services/SeparationParts.h"
#include "core/services/Settings.h"

#include <QSettings>
#include <QStandardPaths>
#include <QTest>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

const QByteArray kOne = noise(50'000, 1);
const QByteArray kTwo = noise(40'000, 2);

/// "single": one plain file; "bag": two with weights and a segment, one of them the single's.
ModelCatalogue samples()
{
    QJsonObject bag = modelEntry(
        QStringLiteral("bag"),
        {fileEntry(QStringLiteral("aaaa1111"), kOne), fileEntry(QStringLiteral("bbbb2222"), kTwo)});
    bag.insert(QStringLiteral("weights"), QJsonArray {QJsonArray {1, 0}, QJsonArray {0.25, 1}});
    bag.insert(QStringLiteral("segment_s"), 7.5);
    const auto single
        = modelEntry(QStringLiteral("single"), {fileEntry(QStringLiteral("aaaa1111"), kOne)});
    return *parsed(catalogueObject({single, bag}));
}

QString nameOne()
{
    return officialName(QStringLiteral("aaaa1111"), kOne);
}

QString nameTwo()
{
    return officialName(QStringLiteral("bbbb2222"), kTwo);
}

} // namespace

class TestModelStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void builtInIsTheOfficialList();
    void clapIsInTheListWithAFolderOfItsOwn();
    void aTextSearchModelIsAFolder();
    void profilesNameModelsOfTheList();
    void brokenCataloguesAreRefused_data();
    void brokenCataloguesAreRefused();
    void aShortHashIsAPrefix();
    void statesFollowTheFiles();
    void pathOfASingleFile();
    void pathOfABagWritesItsYaml();
    void missingSaysSizeAndWay();
    void importRecognisesByHash();
    void importRefusesStrangers();
    void importCanBeCancelled();
    void importWaitsForNobody();
    void verifyDeletesTheWrongOne();
    void verifyNamesWhatIsMissing();
    void removeKeepsWhatOthersNeed();
    void folderComesFromEnvironmentThenSettings();
};

void TestModelStore::builtInIsTheOfficialList()
{
    const auto& catalogue = ModelCatalogue::builtIn();
    QStringList ids;
    for (const auto& model : catalogue.models()) {
        if (model.kind != ModelKind::Separation) {
            continue;
        }
        ids << model.id;
        QVERIFY(model.isNonCommercial); // the author: scientific purposes only
        QVERIFY(!model.licenceNote.isEmpty());
        for (const auto& file : model.files) {
            QCOMPARE(file.sha256.size(), 64);
            QCOMPARE(file.sha256.left(8), file.name.section(u'-', 1).section(u'.', 0, 0));
            QVERIFY(file.bytes > 50'000'000);
            QCOMPARE(file.url.host(), QStringLiteral("dl.fbaipublicfiles.com"));
            QCOMPARE(file.url.scheme(), QStringLiteral("https"));
        }
    }
    const QStringList official {QStringLiteral("htdemucs"),    QStringLiteral("htdemucs_ft"),
                                QStringLiteral("htdemucs_6s"), QStringLiteral("hdemucs_mmi"),
                                QStringLiteral("mdx"),         QStringLiteral("mdx_extra")};
    QCOMPARE(ids, official);
    const auto& plain = *catalogue.byId(QStringLiteral("htdemucs"));
    QCOMPARE(plain.bytes(), qint64 {84'141'911});
    QCOMPARE(plain.files.front().url.toString(),
             QStringLiteral("https://dl.fbaipublicfiles.com/demucs/hybrid_transformer/"
                            "955717e8-8726e21a.th"));
    QVERIFY(!plain.isBag());
    const auto& tuned = *catalogue.byId(QStringLiteral("htdemucs_ft"));
    QCOMPARE(tuned.bytes(), qint64 {4} * 84'141'271);
    QCOMPARE(tuned.weights.size(), std::size_t {4});
    for (std::size_t i = 0; i < 4; ++i) {
        for (std::size_t j = 0; j < 4; ++j) {
            QCOMPARE(tuned.weights[i][j], i == j ? 1.0 : 0.0);
        }
    }
    QVERIFY(!tuned.segmentS);
    QCOMPARE(catalogue.byId(QStringLiteral("htdemucs_6s"))->sources.size(), 6);
    QCOMPARE(catalogue.byId(QStringLiteral("hdemucs_mmi"))->segmentS, std::optional(44.0));
    const std::vector<std::vector<double>> mdx {
        {1, 1, 0, 0}, {0, 1, 0, 0}, {1, 0, 1, 1}, {1, 0, 1, 1}};
    QCOMPARE(catalogue.byId(QStringLiteral("mdx"))->weights, mdx);
    QVERIFY(catalogue.byId(QStringLiteral("mdx_extra"))->weights.empty());
    const auto unknown = catalogue.find(QStringLiteral("nosuch"));
    QVERIFY(!unknown);
    QCOMPARE(unknown.error().code, ErrorCode::NotFound);
    QVERIFY(unknown.error().message.find("htdemucs_ft") != std::string::npos);
}

void TestModelStore::clapIsInTheListWithAFolderOfItsOwn()
{
    const auto* clap = ModelCatalogue::builtIn().byId(QStringLiteral("clap_htsat_unfused"));
    QVERIFY(clap != nullptr);
    QVERIFY(clap->kind == ModelKind::TextSearch);
    QVERIFY(!clap->isNonCommercial);
    QCOMPARE(clap->licence, QStringLiteral("Apache-2.0"));
    QVERIFY(clap->sources.isEmpty());
    // clap.md 1: five files, of the revision whose hashes are known.
    QCOMPARE(clap->bytes(), qint64 {5'390 + 541 + 798'293 + 456'356} + 614'525'833);
    for (const auto& file : clap->files) {
        QCOMPARE(file.url.toString(),
                 QString(QStringLiteral("https://huggingface.co/laion/clap-htsat-unfused/resolve/"
                                        "8fa0f1c6d0433df6e97c127f64b2a1d6c0dcda8a/")
                         + file.name));
        QCOMPARE(file.sha256.size(), 64);
        QCOMPARE(file.folder, QStringLiteral("clap-htsat-unfused"));
    }
    SeparateParams params;
    params.model = clap->id;
    QCOMPARE(separationModelFile(params).error().code, ErrorCode::BadInput);
}

void TestModelStore::aTextSearchModelIsAFolder()
{
    QJsonObject weights = fileEntry(QStringLiteral("aaaa1111"), kOne);
    weights.insert(QStringLiteral("name"), QStringLiteral("weights.bin"));
    weights.insert(QStringLiteral("path"), QStringLiteral("weights.bin"));
    QJsonObject words = fileEntry(QStringLiteral("bbbb2222"), kTwo);
    words.insert(QStringLiteral("name"), QStringLiteral("words.json"));
    words.insert(QStringLiteral("path"), QStringLiteral("words.json"));
    QJsonObject entry = modelEntry(QStringLiteral("c"), {weights, words});
    entry.insert(QStringLiteral("kind"), QStringLiteral("text_search"));
    entry.remove(QStringLiteral("sources"));
    QVERIFY(!parsed(catalogueObject({entry}))); // its files would lie among those of others
    entry.insert(QStringLiteral("folder"), QStringLiteral("clap"));
    entry.insert(QStringLiteral("base_url"), QStringLiteral("http://127.0.0.1:2/repo/"));
    const auto catalogue = parsed(catalogueObject({entry}));
    QVERIFY2(catalogue.has_value(), catalogue ? "" : catalogue.error().message.c_str());
    QCOMPARE(catalogue->models()[0].files[0].url.toString(),
             QStringLiteral("http://127.0.0.1:2/repo/weights.bin"));
    const QTemporaryDir folder;
    const ModelStore store(folder.filePath(QStringLiteral("models")), *catalogue);
    QVERIFY(store.textSearchFolder().isEmpty());
    const TaskContext task;
    for (const auto& content : {kOne, kTwo}) { // whatever the files are called
        const QString from = folder.filePath(QStringLiteral("from a stick"));
        QVERIFY(writeBytes(from, content));
        QVERIFY(store.importFile(from, task).has_value());
    }
    const QString place = folder.filePath(QStringLiteral("models/clap"));
    QCOMPARE(filesBelow(folder.filePath(QStringLiteral("models"))),
             QStringList({QStringLiteral("clap/weights.bin"), QStringLiteral("clap/words.json")}));
    QCOMPARE(store.pathOf(QStringLiteral("c")).value_or(QString()), place);
    QCOMPARE(store.textSearchFolder(), place);
    QVERIFY(store.remove(QStringLiteral("c")).has_value());
    QVERIFY(!QFileInfo::exists(place));
}

void TestModelStore::profilesNameModelsOfTheList()
{
    QCOMPARE(ModelCatalogue::profiles().size(), std::size_t {5});
    for (const auto& profile : ModelCatalogue::profiles()) {
        QVERIFY(profile.model.isEmpty() == (profile.id == u"draft"));
        QVERIFY(profile.model.isEmpty()
                || ModelCatalogue::builtIn().byId(profile.model) != nullptr);
    }
    QCOMPARE(ModelCatalogue::profile(QStringLiteral("fast"))->overlap, 0.1);
    QCOMPARE(ModelCatalogue::profile(QStringLiteral("best"))->model, QStringLiteral("htdemucs_ft"));
    QVERIFY(ModelCatalogue::profile(QStringLiteral("nosuch")) == nullptr);
}

void TestModelStore::brokenCataloguesAreRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    const auto row
        = [](const char* name, const std::function<void(QJsonObject&)>& spoil,
             const std::function<void(QJsonObject&)>& spoilFile = {}) {
              QJsonObject file = fileEntry(QStringLiteral("aaaa1111"), kOne);
              if (spoilFile) {
                  spoilFile(file);
              }
              QJsonObject model = modelEntry(QStringLiteral("m"), {file});
              spoil(model);
              QTest::addRow("%s", name)
                  << QJsonDocument(catalogueObject({model})).toJson(QJsonDocument::Compact);
          };
    const auto nothing = [](QJsonObject&) {};
    const auto put = [](const char* key, const QJsonValue& value) {
        return [key, value](QJsonObject& object) { object.insert(QLatin1StringView(key), value); };
    };
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("half") << QJsonDocument(catalogueObject({})).toJson().left(40);
    QTest::newRow("no models") << QJsonDocument(catalogueObject({})).toJson();
    QTest::newRow("other version") << QByteArray(R"({"version": 2, "models": []})");
    QTest::newRow("base is a file")
        << QJsonDocument(
               catalogueObject(
                   {modelEntry(QStringLiteral("m"), {fileEntry(QStringLiteral("aaaa1111"), kOne)})},
                   QStringLiteral("file:///etc/")))
               .toJson();
    QTest::newRow("twice") << QJsonDocument(
                                  catalogueObject(
                                      {modelEntry(QStringLiteral("m"),
                                                  {fileEntry(QStringLiteral("aaaa1111"), kOne)}),
                                       modelEntry(QStringLiteral("m"),
                                                  {fileEntry(QStringLiteral("aaaa1111"), kOne)})}))
                                  .toJson();
    row("id with a path", put("id", QStringLiteral("../m")));
    row("no title", put("title", QJsonValue()));
    row("no sources", put("sources", QJsonArray {}));
    row("source twice", put("sources", QJsonArray {QStringLiteral("a"), QStringLiteral("a")}));
    row("unknown kind", put("kind", QStringLiteral("coffee")));
    row("folder leads out", put("folder", QStringLiteral("../x")));
    row("own base is a file", put("base_url", QStringLiteral("file:///etc/")));
    row("own licence says nothing", put("licence", QJsonObject {}));
    row("no files", put("files", QJsonArray {}));
    row("cost is text", put("cost", QStringLiteral("4")));
    row("segment below zero", put("segment_s", -1));
    row("weights of one source", put("weights", QJsonArray {QJsonArray {1}}));
    row("weights of two files", put("weights", QJsonArray {QJsonArray {1, 1}, QJsonArray {1, 1}}));
    row("weights below zero", put("weights", QJsonArray {QJsonArray {1, -1}}));
    row("name leads out", nothing, put("name", QStringLiteral("../../evil.th")));
    row("name is hidden", nothing, put("name", QStringLiteral(".evil")));
    row("name ends a line", nothing, put("name", QStringLiteral("evil.th\n")));
    row("path leads out", nothing, put("path", QStringLiteral("../x.th")));
    row("path is elsewhere", nothing, put("path", QStringLiteral("http://evil/x.th")));
    row("hash of another name", nothing, put("sha256", sha256(kTwo)));
    row("hash is short", nothing, put("sha256", sha256(kOne).left(40)));
    row("bytes below zero", nothing, put("bytes", -5));
    row("bytes beyond sense", nothing, put("bytes", 1e18));
}

void TestModelStore::brokenCataloguesAreRefused()
{
    QFETCH(QByteArray, json);
    const auto catalogue = ModelCatalogue::parse(json);
    QVERIFY(!catalogue);
    QCOMPARE(catalogue.error().code, ErrorCode::Corrupt);
    QVERIFY(catalogue.error().message.size() > 25);
}

void TestModelStore::aShortHashIsAPrefix()
{
    ModelFile file;
    file.sha256 = QStringLiteral("0123abcd");
    QVERIFY(file.hasHash(QStringLiteral("0123abcd") + QString(56, u'f')));
    QVERIFY(!file.hasHash(QStringLiteral("0123abce") + QString(56, u'f')));
}

void TestModelStore::statesFollowTheFiles()
{
    const QTemporaryDir folder;
    const auto catalogue = samples();
    const ModelStore store(folder.filePath(QStringLiteral("models")), catalogue);
    const auto state = [&](const char* id) {
        return store.status(*catalogue.byId(QString::fromLatin1(id))).state;
    };
    QCOMPARE(state("bag"), ModelState::Missing); // and the folder does not exist
    QVERIFY(!QFileInfo::exists(store.folder()));
    QVERIFY(QDir().mkpath(store.folder()));
    const QString one = store.folder() + u'/' + nameOne();
    QVERIFY(writeBytes(one + QStringLiteral(".part"), kOne.left(10)));
    QCOMPARE(state("single"), ModelState::Partial);
    QCOMPARE(store.status(*catalogue.byId(QStringLiteral("bag"))).bytesHere, qint64 {10});
    QVERIFY(QFile::remove(one + QStringLiteral(".part")));
    QVERIFY(writeBytes(one, kOne));
    QCOMPARE(state("single"), ModelState::Ready);
    QCOMPARE(state("bag"), ModelState::Partial);
    QVERIFY(writeBytes(store.folder() + u'/' + nameTwo(), kTwo.left(100)));
    QCOMPARE(state("bag"), ModelState::Damaged);
    QVERIFY(writeBytes(store.folder() + u'/' + nameTwo(), kTwo));
    QCOMPARE(state("bag"), ModelState::Ready);
    const auto all = store.list();
    QCOMPARE(all.size(), std::size_t {2});
    QCOMPARE(all[1].bytesHere, qint64 {90'000});
    QCOMPARE(toJson(all[1]).value(QStringLiteral("state")).toString(), QStringLiteral("ready"));
}

void TestModelStore::pathOfASingleFile()
{
    const QTemporaryDir folder;
    const auto catalogue = samples();
    const ModelStore store(folder.path(), catalogue);
    QVERIFY(writeBytes(folder.filePath(nameOne()), kOne));
    const auto path = store.pathOf(QStringLiteral("single"));
    QVERIFY(path.has_value());
    QCOMPARE(*path, folder.filePath(nameOne()));
    QVERIFY(writeBytes(folder.filePath(nameOne()), kOne.left(9)));
    const auto damaged = store.pathOf(QStringLiteral("single"));
    QVERIFY(!damaged);
    QCOMPARE(damaged.error().code, ErrorCode::Corrupt);
}

void TestModelStore::pathOfABagWritesItsYaml()
{
    const QTemporaryDir folder;
    const auto catalogue = samples();
    const ModelStore store(folder.path(), catalogue);
    QVERIFY(writeBytes(folder.filePath(nameOne()), kOne));
    QVERIFY(writeBytes(folder.filePath(nameTwo()), kTwo));
    const QByteArray wanted = "models: ['aaaa1111', 'bbbb2222']\n"
                              "weights: [\n  [1, 0],\n  [0.25, 1],\n]\n"
                              "segment: 7.5\n";
    for (const QByteArray& before : {QByteArray(), QByteArray("models: ['evil']\n")}) {
        if (!before.isEmpty()) {
            QVERIFY(writeBytes(folder.filePath(QStringLiteral("bag.yaml")), before));
        }
        const auto path = store.pathOf(QStringLiteral("bag"));
        QVERIFY(path.has_value());
        QCOMPARE(*path, folder.filePath(QStringLiteral("bag.yaml")));
        QCOMPARE(*readFile(*path), wanted);
    }
}

void TestModelStore::missingSaysSizeAndWay()
{
    const QTemporaryDir folder;
    const ModelStore store(folder.path());
    const auto missing = store.pathOf(QStringLiteral("htdemucs"));
    QVERIFY(!missing);
    QCOMPARE(missing.error().code, ErrorCode::ModelMissing);
    QVERIFY(missing.error().message.find("84.1 MB") != std::string::npos);
    QVERIFY(missing.error().message.find("dream models download htdemucs") != std::string::npos);
    QCOMPARE(store.pathOf(QStringLiteral("nosuch")).error().code, ErrorCode::NotFound);
}

void TestModelStore::importRecognisesByHash()
{
    const QTemporaryDir folder;
    const auto catalogue = samples();
    const ModelStore store(folder.filePath(QStringLiteral("models")), catalogue);
    const QString stick = folder.filePath(QStringLiteral("copy (2).bin"));
    QVERIFY(writeBytes(stick, kTwo));
    const auto two = store.importModelFile(stick, {});
    QVERIFY(two.has_value());
    QCOMPARE(two->file.name, nameTwo());
    QCOMPARE(two->models, QStringList {QStringLiteral("bag")});
    QVERIFY(two->complete.isEmpty());
    QCOMPARE(*readFile(store.folder() + u'/' + nameTwo()), kTwo);
    QVERIFY(writeBytes(stick, kOne));
    std::vector<double> heard;
    const TaskContext task([&](double f, std::string_view) { heard.push_back(f); }, {});
    const auto complete = store.importFile(stick, task);
    QVERIFY(complete.has_value());
    QCOMPARE(*complete, (QStringList {QStringLiteral("single"), QStringLiteral("bag")}));
    QVERIFY(std::is_sorted(heard.begin(), heard.end()));
    QCOMPARE(heard.back(), 1.0);
    // What lies in place already is only checked.
    const auto inPlace = store.importFile(store.folder() + u'/' + nameOne(), {});
    QVERIFY(inPlace.has_value());
    QCOMPARE(*readFile(store.folder() + u'/' + nameOne()), kOne);
    QCOMPARE(filesBelow(store.folder()).size(), 2); // no part left
}

void TestModelStore::importRefusesStrangers()
{
    const QTemporaryDir folder;
    const auto catalogue = samples();
    const ModelStore store(folder.filePath(QStringLiteral("models")), catalogue);
    const QString file = folder.filePath(nameOne()); // the right name does not help
    QByteArray flipped = kOne;
    flipped[777] = static_cast<char>(flipped[777] ^ 1);
    for (const QByteArray& content : {flipped, kOne.left(100), QByteArray()}) {
        QVERIFY(writeBytes(file, content));
        const auto imported = store.importFile(file, {});
        QVERIFY(!imported);
        QCOMPARE(imported.error().code, ErrorCode::BadInput);
    }
    QCOMPARE(store.importFile(folder.path(), {}).error().code, ErrorCode::BadInput);
    QCOMPARE(store.importFile(folder.filePath(QStringLiteral("nosuch")), {}).error().code,
             ErrorCode::NotFound);
    QVERIFY(!QFileInfo::exists(store.folder()));
}

void TestModelStore::importCanBeCancelled()
{
    const QTemporaryDir folder;
    const auto catalogue = samples();
    const ModelStore store(folder.filePath(QStringLiteral("models")), catalogue);
    const QString file = folder.filePath(QStringLiteral("x"));
    QVERIFY(writeBytes(file, kOne));
    for (const int questions : {0, 2}) { // while recognising, while copying
        const auto imported = store.importFile(file, cancelledAfter(questions));
        QVERIFY(!imported);
        QCOMPARE(imported.error().code, ErrorCode::Cancelled);
    }
    QVERIFY(filesBelow(store.folder()).isEmpty());
}

void TestModelStore::importWaitsForNobody()
{
    const QTemporaryDir folder;
    const auto catalogue = samples();
    const ModelStore store(folder.path(), catalogue);
    const QString file = folder.filePath(QStringLiteral("x"));
    QVERIFY(writeBytes(file, kOne));
    {
        auto other = ModelPart::open(folder.filePath(nameOne()));
        QVERIFY(other.has_value());
        QVERIFY(other->append(QByteArrayView("half")).has_value());
        const auto imported = store.importFile(file, {});
        QVERIFY(!imported);
        QCOMPARE(imported.error().code, ErrorCode::Busy);
        QCOMPARE(store.remove(QStringLiteral("single")).error().code, ErrorCode::Busy);
        QCOMPARE(ModelPart::bytesOf(folder.filePath(nameOne())), qint64 {4});
    }
    QVERIFY(store.importFile(file, {}).has_value()); // the lock died with its holder
    QCOMPARE(ModelPart::bytesOf(folder.filePath(nameOne())), qint64 {0});
}

void TestModelStore::verifyDeletesTheWrongOne()
{
    const QTemporaryDir folder;
    const auto catalogue = samples();
    const ModelStore store(folder.path(), catalogue);
    QByteArray flipped = kTwo;
    flipped[39'999] = static_cast<char>(flipped[39'999] ^ 128);
    QVERIFY(writeBytes(folder.filePath(nameOne()), kOne));
    QVERIFY(writeBytes(folder.filePath(nameTwo()), flipped));
    QCOMPARE(store.status(*catalogue.byId(QStringLiteral("bag"))).state, ModelState::Ready);
    QCOMPARE(store.verify(QStringLiteral("bag"), cancelledAfter(1)).error().code,
             ErrorCode::Cancelled);
    const auto verified = store.verify(QStringLiteral("bag"), {});
    QVERIFY(!verified);
    QCOMPARE(verified.error().code, ErrorCode::Corrupt);
    QVERIFY(verified.error().message.find(toStd(nameTwo())) != std::string::npos);
    QVERIFY(!QFileInfo::exists(folder.filePath(nameTwo())));
    QVERIFY(QFileInfo::exists(folder.filePath(nameOne())));
    QVERIFY(store.verify(QStringLiteral("single"), {}).has_value());
}

void TestModelStore::verifyNamesWhatIsMissing()
{
    const QTemporaryDir folder;
    const auto catalogue = samples();
    const ModelStore store(folder.path(), catalogue);
    QVERIFY(writeBytes(folder.filePath(nameOne()), kOne));
    const auto verified = store.verify(QStringLiteral("bag"), {});
    QVERIFY(!verified);
    QCOMPARE(verified.error().code, ErrorCode::ModelMissing);
    QVERIFY(verified.error().message.find(toStd(nameTwo())) != std::string::npos);
    QCOMPARE(store.verify(QStringLiteral("nosuch"), {}).error().code, ErrorCode::NotFound);
}

void TestModelStore::removeKeepsWhatOthersNeed()
{
    const QTemporaryDir folder;
    const auto catalogue = samples();
    const ModelStore store(folder.path(), catalogue);
    QCOMPARE(store.remove(QStringLiteral("bag")).error().code, ErrorCode::ModelMissing);
    QVERIFY(writeBytes(folder.filePath(nameOne()), kOne));
    QVERIFY(writeBytes(folder.filePath(nameTwo()), kTwo));
    QVERIFY(writeBytes(folder.filePath(QStringLiteral("mine.th")), kTwo));
    QVERIFY(store.pathOf(QStringLiteral("bag")).has_value());
    QVERIFY(store.remove(QStringLiteral("bag")).has_value());
    QCOMPARE(filesBelow(folder.path()), (QStringList {nameOne(), QStringLiteral("mine.th")}));
    QVERIFY(store.remove(QStringLiteral("single")).has_value());
    QVERIFY(writeBytes(folder.filePath(nameTwo() + QStringLiteral(".part")), kTwo.left(5)));
    QVERIFY(store.remove(QStringLiteral("bag")).has_value());
    QCOMPARE(filesBelow(folder.path()), QStringList {QStringLiteral("mine.th")});
}

void TestModelStore::folderComesFromEnvironmentThenSettings()
{
    const QTemporaryDir folder;
    const auto before = qgetenv("XDG_CONFIG_HOME");
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(folder.path()));
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.path());
    qunsetenv("DREAM_MODELS");
    QVERIFY(
        ModelStore::defaultFolder().endsWith(QStringLiteral("/neuromorphic-dream-engine/models")));
    {
        Settings settings;
        settings.setModelsFolder(folder.filePath(QStringLiteral("set")));
    }
    QCOMPARE(ModelStore::defaultFolder(), folder.filePath(QStringLiteral("set")));
    qputenv("DREAM_MODELS", QFile::encodeName(folder.filePath(QStringLiteral("env"))));
    QCOMPARE(ModelStore::defaultFolder(), folder.filePath(QStringLiteral("env")));
    qunsetenv("DREAM_MODELS");
    qputenv("XDG_CONFIG_HOME", before);
}

QTEST_GUILESS_MAIN(TestModelStore)
#include "tst_modelstore.moc"
