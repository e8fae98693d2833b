#include "ServiceFixtures.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"
#include "core/services/UseCases.h"

#include <QTest>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

constexpr JobId kJob = 7;

SeparateParams outside(const TestStudio& test, const QString& input)
{
    SeparateParams params;
    params.input = input;
    params.outputFolder = test.file(QStringLiteral("out"));
    params.addToLibrary = false;
    return params;
}

} // namespace

class TestSeparateStage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void partsSumToTheInput();
    void sameInputGivesSameBytes();
    void rowsCarryLineage();
    void aPartKnowsWhereItBegan();
    void manyChannelsAreFolded();
    void silentStemsAreFlaggedAndNotInserted();
    void nothingIsOverwritten();
    void bothAreKept();
    void libraryKeepsBoth();
    void cancelLeavesNothing();
    void badFormatIsRefused();
    void loudStemsAreFitted();
    void drumStemIsChopped();
};

void TestSeparateStage::partsSumToTheInput()
{
    const TestStudio test;
    const QString input = test.file(QStringLiteral("song.wav"));
    const auto mix = beatMusic(2.0, 2, 48000, 1);
    QVERIFY(write(input, mix));
    TaskContext task;
    const auto outcome = separateTrack(*test.studio, outside(test, input), kJob, task);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->frames, qint64(mix.frames()));
    QCOMPARE(outcome->sampleRate, 48000);
    QCOMPARE(outcome->stems.size(), 4U);
    QStringList paths {outcome->residualPath};
    for (const auto& stem : outcome->stems) {
        paths << stem.path;
        QCOMPARE(stem.path, test.file(QStringLiteral("out/song/") + stem.name + u".wav"));
    }
    audio::AudioBuffer sum(2, mix.frames(), 48000);
    for (const auto& path : paths) {
        const auto part = audio::readAudio(toPath(path));
        QVERIFY(part.has_value());
        QCOMPARE(part->frames(), mix.frames());
        for (int c = 0; c < 2; ++c) {
            for (std::size_t i = 0; i < mix.frames(); ++i) {
                sum.channel(c)[i] += part->channel(c)[i];
            }
        }
    }
    float worst = 0.0F;
    for (int c = 0; c < 2; ++c) {
        for (std::size_t i = 0; i < mix.frames(); ++i) {
            worst = std::max(worst, std::abs(sum.channel(c)[i] - mix.channel(c)[i]));
        }
    }
    QVERIFY2(worst < 1e-5F, qPrintable(QString::number(static_cast<double>(worst))));
}

void TestSeparateStage::sameInputGivesSameBytes()
{
    const TestStudio test;
    const QString input = test.file(QStringLiteral("song.wav"));
    QVERIFY(write(input, beatMusic(1.0, 2, 44100, 2)));
    TaskContext task;
    auto params = outside(test, input);
    const auto first = separateTrack(*test.studio, params, kJob, task);
    params.outputFolder = test.file(QStringLiteral("again"));
    const auto second = separateTrack(*test.studio, params, kJob, task);
    QVERIFY(first.has_value() && second.has_value());
    for (std::size_t i = 0; i < 4; ++i) {
        QCOMPARE(*hashFile(first->stems[i].path), *hashFile(second->stems[i].path));
    }
}

void TestSeparateStage::rowsCarryLineage()
{
    const TestStudio test;
    const QString input = test.file(QStringLiteral("song.wav"));
    QVERIFY(write(input, beatMusic(2.0, 2, 44100, 3)));
    SeparateParams params;
    params.input = input;
    TaskContext task;
    const auto outcome = separateTrack(*test.studio, params, kJob, task);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    db::StemRepository stems(test.studio->database());
    const auto track = stems.byId(outcome->inputId);
    QVERIFY(track.has_value());
    QCOMPARE(toQt(track->path), input);
    QCOMPARE(track->category, Category::Mix);
    QCOMPARE(track->soundClass, SoundClass::Track);
    const auto& drums = outcome->stems[0];
    QVERIFY(drums.id != 0);
    QVERIFY(drums.path.startsWith(test.studio->stemsFolder() + QStringLiteral("/song/")));
    const auto row = stems.byId(drums.id);
    QCOMPARE(row->parentId, outcome->inputId);
    QCOMPARE(row->source, Source::Separated);
    QCOMPARE(row->category, Category::Drums);
    QCOMPARE(row->model, std::string("draft"));
    const auto edges = stems.ancestors(drums.id);
    QVERIFY(edges.has_value());
    QCOMPARE(edges->size(), 1U);
    QCOMPARE(edges->front().role, std::string("separated_from"));
    QCOMPARE(edges->front().parent, outcome->inputId);
    const auto json = toJson(*outcome);
    QCOMPARE(json.value(QStringLiteral("stems")).toArray().size(), 4);
    QCOMPARE(json.value(QStringLiteral("model")).toString(), QStringLiteral("draft"));
}

void TestSeparateStage::aPartKnowsWhereItBegan()
{
    const TestStudio test;
    const QString input = test.file(QStringLiteral("song.wav"));
    QVERIFY(write(input, beatMusic(2.0, 2, 44100, 3)));
    SeparateParams params;
    params.input = input;
    params.startS = 0.5;
    params.lengthS = 1.0;
    TaskContext task;
    const auto outcome = separateTrack(*test.studio, params, kJob, task);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    const auto row = db::StemRepository(test.studio->database()).byId(outcome->stems[0].id);
    QVERIFY(row.has_value());
    QCOMPARE(row->frames, std::int64_t {44100});
    const auto recipe = parseJsonObject(QByteArray::fromStdString(row->recipe));
    QVERIFY(recipe.has_value());
    QCOMPARE(recipe->value(QStringLiteral("start_s")).toDouble(), 0.5);
    QCOMPARE(recipe->value(QStringLiteral("length_s")).toDouble(), 1.0);
}

void TestSeparateStage::manyChannelsAreFolded()
{
    const TestStudio test;
    const QString input = test.file(QStringLiteral("surround.wav"));
    QVERIFY(write(input, beatMusic(1.0, 6, 96000, 4)));
    TaskContext task;
    const auto outcome = separateTrack(*test.studio, outside(test, input), kJob, task);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->inputChannels, 6);
    QCOMPARE(outcome->sampleRate, 96000);
    const auto drums = audio::readAudio(toPath(outcome->stems[0].path));
    QVERIFY(drums.has_value());
    QCOMPARE(drums->channels(), 2);
    QCOMPARE(drums->sampleRate(), 96000);
    QCOMPARE(drums->frames(), std::size_t {96000});
}

void TestSeparateStage::silentStemsAreFlaggedAndNotInserted()
{
    const TestStudio test;
    const QString input = test.file(QStringLiteral("silence.wav"));
    QVERIFY(write(input, audio::AudioBuffer(2, 44100, 44100)));
    SeparateParams params;
    params.input = input;
    TaskContext task;
    const auto outcome = separateTrack(*test.studio, params, kJob, task);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    for (const auto& stem : outcome->stems) {
        QVERIFY(stem.isSilent);
        QCOMPARE(stem.id, StemId {0});
        QVERIFY(QFileInfo::exists(stem.path));
    }
    QCOMPARE(*db::StemRepository(test.studio->database()).count(), qint64 {1});
}

void TestSeparateStage::nothingIsOverwritten()
{
    const TestStudio test;
    const QString input = test.file(QStringLiteral("song.wav"));
    QVERIFY(write(input, beatMusic(0.5, 1, 44100, 5)));
    TaskContext task;
    auto params = outside(test, input);
    QVERIFY(separateTrack(*test.studio, params, kJob, task).has_value());
    const auto again = separateTrack(*test.studio, params, kJob, task);
    QVERIFY(!again.has_value());
    QCOMPARE(again.error().code, ErrorCode::Exists);
    params.overwrite = true;
    QVERIFY(separateTrack(*test.studio, params, kJob, task).has_value());
}

void TestSeparateStage::bothAreKept()
{
    const TestStudio test;
    const QString input = test.file(QStringLiteral("song.wav"));
    QVERIFY(write(input, beatMusic(0.5, 1, 44100, 5)));
    TaskContext task;
    auto params = outside(test, input);
    params.keepBoth = true;
    const auto first = separateTrack(*test.studio, params, kJob, task);
    const auto second = separateTrack(*test.studio, params, kJob, task);
    const auto third = separateTrack(*test.studio, params, kJob, task);
    QVERIFY(first && second && third);
    const auto folderOf = [](const SeparateOutcome& outcome) {
        return QFileInfo(QFileInfo(outcome.stems.front().path).path()).fileName();
    };
    QCOMPARE(folderOf(*first), QStringLiteral("song"));
    QCOMPARE(folderOf(*second), QStringLiteral("song (draft)"));
    QCOMPARE(folderOf(*third), QStringLiteral("song (draft 2)"));
    for (const auto* outcome : {&*first, &*second, &*third}) {
        for (const SeparatedStem& stem : outcome->stems) {
            QVERIFY2(QFileInfo::exists(stem.path), qPrintable(stem.path));
        }
    }
    // Without a folder of its own each file carries the mark.
    params.nameTemplate = QStringLiteral("{track}_{stem}");
    QVERIFY(separateTrack(*test.studio, params, kJob, task));
    const auto flat = separateTrack(*test.studio, params, kJob, task);
    QVERIFY(flat.has_value());
    QCOMPARE(QFileInfo(flat->stems.front().path).fileName(),
             QStringLiteral("song_%1 (draft).wav").arg(flat->stems.front().name));
}

/// The same track of the library twice: two sets of stems, each with its own parent and files.
void TestSeparateStage::libraryKeepsBoth()
{
    const TestStudio test;
    const QString input = test.file(QStringLiteral("song.wav"));
    QVERIFY(write(input, beatMusic(1.0, 2, 44100, 5)));
    TaskContext task;
    const auto imported
        = importFiles(*test.studio, {{input}, Category::Mix, Source::Original, true}, task);
    QVERIFY(imported.has_value());
    SeparateParams params;
    params.stem = imported->imported[0].id;
    params.keepBoth = true;
    const auto first = separateTrack(*test.studio, params, kJob, task);
    QVERIFY2(first.has_value(), first ? "" : first.error().message.c_str());
    const auto second = separateTrack(*test.studio, params, kJob, task);
    QVERIFY2(second.has_value(), second ? "" : second.error().message.c_str());
    QVERIFY(QFileInfo::exists(first->stems.front().path));
    QVERIFY(QFileInfo::exists(second->stems.front().path));
    QVERIFY(first->stems.front().path != second->stems.front().path);
}

void TestSeparateStage::cancelLeavesNothing()
{
    const TestStudio test;
    const QString input = test.file(QStringLiteral("song.wav"));
    QVERIFY(write(input, beatMusic(4.0, 2, 44100, 6)));
    const QStringList before = filesBelow(test.folder.path());
    for (const int questions : {0, 3, 8, 14, 18, 22}) {
        TaskContext task = cancelledAfter(questions);
        const auto outcome = separateTrack(*test.studio, outside(test, input), kJob, task);
        QVERIFY(!outcome.has_value());
        QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
        QCOMPARE(filesBelow(test.folder.path()), before);
        QCOMPARE(*db::StemRepository(test.studio->database()).count(), qint64 {0});
    }
}

void TestSeparateStage::badFormatIsRefused()
{
    const TestStudio test;
    const QString input = test.file(QStringLiteral("song.wav"));
    QVERIFY(write(input, beatMusic(0.5, 1, 44100, 5)));
    auto params = outside(test, input);
    params.format = QStringLiteral("wav12");
    TaskContext task;
    const auto outcome = separateTrack(*test.studio, params, kJob, task);
    QVERIFY(!outcome.has_value());
    QCOMPARE(outcome.error().code, ErrorCode::BadInput);
    QVERIFY(toQt(outcome.error().message).contains(QStringLiteral("wav12")));
}

void TestSeparateStage::loudStemsAreFitted()
{
    const TestStudio test;
    const QString input = test.file(QStringLiteral("loud.wav"));
    auto mix = beatMusic(1.0, 2, 44100, 5);
    for (int c = 0; c < 2; ++c) {
        for (float& sample : mix.channel(c)) {
            sample *= 5.0F;
        }
    }
    QVERIFY(write(input, mix));
    TaskContext task;
    const auto peaks = [&](const char* mode, SeparateOutcome& outcome) {
        auto params = outside(test, input);
        params.clipMode = QString::fromLatin1(mode);
        params.outputFolder = test.file(params.clipMode);
        const auto done = separateTrack(*test.studio, params, kJob, task);
        std::vector<float> list;
        if (done) {
            outcome = *done;
            for (const auto& stem : done->stems) {
                const auto sound = audio::readAudio(toPath(stem.path));
                list.push_back(sound ? audio::peakOf(*sound) : -1.0F);
            }
        }
        return list;
    };
    SeparateOutcome outcome;
    const auto plain = peaks("none", outcome); // floats keep what is beyond full scale
    QCOMPARE(plain.size(), std::size_t {4});
    const float loudest = *std::max_element(plain.begin(), plain.end());
    QVERIFY(loudest > 1.5F);
    QCOMPARE(outcome.gainDb, 0.0);
    const auto clamped = peaks("clamp", outcome);
    QCOMPARE(*std::max_element(clamped.begin(), clamped.end()), 1.0F);
    const auto fitted = peaks("rescale", outcome);
    QVERIFY(std::abs(*std::max_element(fitted.begin(), fitted.end()) - 0.9999F) < 1e-4F);
    const float gain = static_cast<float>(std::pow(10.0, outcome.gainDb / 20.0));
    for (std::size_t i = 0; i < plain.size(); ++i) { // all by the same gain: they stay a set
        QVERIFY(std::abs(fitted[i] - gain * plain[i]) < 1e-4F);
    }
    auto params = outside(test, input);
    params.clipMode = QStringLiteral("fold");
    const auto refused = separateTrack(*test.studio, params, kJob, task);
    QVERIFY(!refused && refused.error().code == ErrorCode::BadInput);
}

void TestSeparateStage::drumStemIsChopped()
{
    const TestStudio test;
    const QString input = test.file(QStringLiteral("beat.wav"));
    QVERIFY(write(input, hits({0.2, 0.7, 1.2, 1.7}, 2.4)));
    TaskContext task;
    const auto imported
        = importFiles(*test.studio, {{input}, Category::Drums, Source::Original, true}, task);
    QVERIFY(imported.has_value());
    ChopParamsJob params;
    params.stem = imported->imported[0].id;
    const auto outcome = chopStem(*test.studio, params, task);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->slices.size(), 4U);
    db::StemRepository stems(test.studio->database());
    for (std::size_t i = 0; i < 4; ++i) {
        const auto& slice = outcome->slices[i];
        QVERIFY(std::abs(slice.startS - (0.2 + 0.5 * static_cast<double>(i))) < 0.01);
        QVERIFY(slice.endS > slice.startS);
        const auto row = stems.byId(slice.id);
        QVERIFY(row.has_value());
        QCOMPARE(row->source, Source::Slice);
        QCOMPARE(row->parentId, params.stem);
        QVERIFY(QFileInfo::exists(slice.path));
        QCOMPARE(stems.ancestors(slice.id)->front().role, std::string("slice_of"));
    }
    // The same again finds the same samples: no new rows, no new files.
    const auto files = filesBelow(test.folder.path());
    const auto again = chopStem(*test.studio, params, task);
    QVERIFY(again.has_value());
    QCOMPARE(again->slices.size(), 4U);
    QCOMPARE(again->slices[0].id, outcome->slices[0].id);
    QCOMPARE(filesBelow(test.folder.path()), files);
    TaskContext cancelled = cancelledAfter(3);
    params.sensitivity = 0.9;
    QCOMPARE(chopStem(*test.studio, params, cancelled).error().code, ErrorCode::Cancelled);
    QCOMPARE(filesBelow(test.folder.path()), files);
}

QTEST_GUILESS_MAIN(TestSeparateStage)
#include "tst_separatestage.moc"
