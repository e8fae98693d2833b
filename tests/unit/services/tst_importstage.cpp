#include "ServiceFixtures.h"
#include "core/db/StemRepository.h"
#include "core/services/Measure.h"
#include "core/services/UseCases.h"

#include <QCryptographicHash>
#include <QTest>

#include <thread>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

class TestImportStage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void referencesFilesInPlace();
    void contentHashIsThatOfTheSamples();
    void sameSamplesAreOneRow();
    void twoAtOnceMakeOneRowEach();
    void foldersAreWalkedSorted();
    void badFilesFailAlone();
    void cancelKeepsWhatIsDone();
    void categoryOfTheUserWins();
    void analyzeMarksMissingFiles();
    void analyzeWithoutStudioMeasuresFiles();
};

void TestImportStage::referencesFilesInPlace()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("tone.wav"));
    QVERIFY(write(path, sine(440.0, 0.5)));
    TaskContext task;
    const auto outcome = importFiles(*test.studio, {{path}, {}, Source::Original, true}, task);
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->failed.size(), 0U);
    QCOMPARE(outcome->imported.size(), 1U);
    const auto stem = db::StemRepository(test.studio->database()).byId(outcome->imported[0].id);
    QVERIFY(stem.has_value());
    QCOMPARE(toQt(stem->path), path);
    QCOMPARE(toQt(stem->name), QStringLiteral("tone"));
    QCOMPARE(stem->sampleRate, 44100);
    QCOMPARE(stem->channels, 1);
    QCOMPARE(stem->frames, 22050);
    QCOMPARE(stem->fileBytes, QFileInfo(path).size());
    QCOMPARE(stem->fileHash, *hashFile(path));
    QCOMPARE(stem->analyserVersion, std::string(services::kAnalyserVersion));
    // A sine of amplitude 0.5 peaks at −6.02 dBFS.
    QVERIFY(std::abs(stem->descriptors.peakDb + 6.02) < 0.1);
    QVERIFY(filesBelow(test.studio->tracksFolder()).isEmpty());
}

void TestImportStage::contentHashIsThatOfTheSamples()
{
    const TestStudio test;
    const auto buffer = sine(100.0, 0.1, 2);
    const QString path = test.file(QStringLiteral("a.wav"));
    QVERIFY(write(path, buffer));
    TaskContext task;
    const auto measured = measureFile({path, Source::Original, {}, false}, task);
    QVERIFY(measured.has_value());
    QByteArray bytes;
    for (std::size_t i = 0; i < buffer.frames(); ++i) {
        for (int c = 0; c < 2; ++c) {
            const float sample = buffer.channel(c)[i];
            bytes.append(reinterpret_cast<const char*>(&sample), sizeof sample);
        }
    }
    QCOMPARE(measured->contentHash, hashBytes(bytes));
    QCOMPARE(measured->contentHash, contentHashOf(buffer));
}

void TestImportStage::sameSamplesAreOneRow()
{
    const TestStudio test;
    const QString wav = test.file(QStringLiteral("a.wav"));
    const QString flac = test.file(QStringLiteral("b.flac"));
    const auto buffer = sine(220.0, 0.3);
    QVERIFY(write(wav, buffer, audio::SampleFormat::Pcm16));
    audio::WriteOptions options;
    options.format = audio::FileFormat::Flac;
    options.sampleFormat = audio::SampleFormat::Pcm16;
    QVERIFY(audio::writeAudio(toPath(flac), buffer, options).has_value());
    TaskContext task;
    const ImportParams params {{wav, flac}, {}, Source::Original, false};
    const auto first = importFiles(*test.studio, params, task);
    QVERIFY(first.has_value());
    QCOMPARE(first->imported.size(), 2U);
    QCOMPARE(first->imported[0].duplicateOf, StemId {0});
    QCOMPARE(first->imported[1].duplicateOf, first->imported[0].id);
    const auto again = importFiles(*test.studio, params, task);
    QVERIFY(again.has_value());
    QCOMPARE(again->imported[0].duplicateOf, first->imported[0].id);
    QCOMPARE(*db::StemRepository(test.studio->database()).count(), qint64 {1});
}

void TestImportStage::twoAtOnceMakeOneRowEach()
{
    const TestStudio test;
    QStringList paths;
    for (int i = 0; i < 40; ++i) {
        paths << test.file(QStringLiteral("%1.wav").arg(i));
        QVERIFY(write(paths.back(), sine(100.0 + i, 0.02)));
    }
    const auto import = [&] {
        TaskContext task;
        const auto outcome = importFiles(*test.studio, {paths, {}, Source::Original, false}, task);
        QVERIFY(outcome.has_value());
        QCOMPARE(outcome->imported.size(), 40U);
    };
    std::thread other(import);
    import();
    other.join();
    QCOMPARE(*db::StemRepository(test.studio->database()).count(), 40);
}

void TestImportStage::foldersAreWalkedSorted()
{
    const TestStudio test;
    const QString folder = test.file(QStringLiteral("pack"));
    QVERIFY(QDir().mkpath(folder + QStringLiteral("/deep")));
    QVERIFY(QDir().mkpath(folder + QStringLiteral("/.hidden")));
    QVERIFY(write(folder + QStringLiteral("/b.wav"), sine(300.0, 0.1)));
    QVERIFY(write(folder + QStringLiteral("/deep/a.wav"), sine(400.0, 0.1)));
    QVERIFY(write(folder + QStringLiteral("/.hidden/c.wav"), sine(500.0, 0.1)));
    QVERIFY(writeBytes(folder + QStringLiteral("/readme.txt"), "no audio"));
    TaskContext task;
    const auto outcome = importFiles(*test.studio, {{folder}, {}, Source::Original, false}, task);
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->failed.size(), 0U);
    QCOMPARE(outcome->imported.size(), 2U);
    QCOMPARE(outcome->imported[0].path, folder + QStringLiteral("/b.wav"));
    QCOMPARE(outcome->imported[1].path, folder + QStringLiteral("/deep/a.wav"));
}

void TestImportStage::badFilesFailAlone()
{
    const TestStudio test;
    const QString good = test.file(QStringLiteral("good.wav"));
    const QString text = test.file(QStringLiteral("text.wav"));
    const QString empty = test.file(QStringLiteral("empty.wav"));
    const QString gone = test.file(QStringLiteral("gone.wav"));
    const QString torn = test.file(QStringLiteral("torn.flac"));
    QVERIFY(write(good, sine(440.0, 0.2)));
    QVERIFY(writeBytes(text, "this is no audio at all, whatever its name says"));
    QVERIFY(writeBytes(empty, {}));
    audio::WriteOptions options;
    options.format = audio::FileFormat::Flac;
    QVERIFY(audio::writeAudio(toPath(torn), beatMusic(2.0, 2, 44100, 3), options).has_value());
    QFile half(torn);
    QVERIFY(half.resize(half.size() / 2));
    TaskContext task;
    const ImportParams params {{text, empty, gone, torn, good}, {}, Source::Original, true};
    const auto outcome = importFiles(*test.studio, params, task);
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->imported.size(), 1U);
    QCOMPARE(outcome->imported[0].path, good);
    QCOMPARE(outcome->failed.size(), 4U);
    for (const auto& failed : outcome->failed) {
        QVERIFY2(toQt(failed.error.message).contains(QFileInfo(failed.path).fileName()),
                 failed.error.message.c_str());
    }
    QCOMPARE(outcome->failed[2].error.code, ErrorCode::NotFound);
    QCOMPARE(*db::StemRepository(test.studio->database()).count(), qint64 {1});
}

void TestImportStage::cancelKeepsWhatIsDone()
{
    const TestStudio test;
    QStringList paths;
    for (int i = 0; i < 5; ++i) {
        paths << test.file(QStringLiteral("%1.wav").arg(i));
        QVERIFY(write(paths.back(), sine(100.0 * (i + 1), 0.1)));
    }
    TaskContext task = cancelledAfter(4);
    const auto outcome = importFiles(*test.studio, {paths, {}, Source::Original, false}, task);
    QVERIFY(!outcome.has_value());
    QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
    const auto count = db::StemRepository(test.studio->database()).count();
    QVERIFY(count.has_value() && *count < 5);
}

void TestImportStage::categoryOfTheUserWins()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("tone.wav"));
    QVERIFY(write(path, sine(440.0, 0.5)));
    TaskContext task;
    const auto outcome
        = importFiles(*test.studio, {{path}, Category::Bass, Source::Original, true}, task);
    QVERIFY(outcome.has_value());
    const auto stem = db::StemRepository(test.studio->database()).byId(outcome->imported[0].id);
    QCOMPARE(stem->category, Category::Bass);
    QVERIFY(stem->isCategoryByUser);
    QCOMPARE(stem->categoryConfidence, 1.0);
}

void TestImportStage::analyzeMarksMissingFiles()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("tone.wav"));
    QVERIFY(write(path, sine(440.0, 0.5)));
    TaskContext task;
    const auto imported = importFiles(*test.studio, {{path}, {}, Source::Original, false}, task);
    QVERIFY(imported.has_value());
    const auto all = analyzeStems(test.studio.get(), {}, task);
    QVERIFY(all.has_value());
    QCOMPARE(all->stems.size(), 1U);
    QCOMPARE(all->stems[0].analyserVersion, std::string(services::kAnalyserVersion));
    QVERIFY(QFile::remove(path));
    AnalyzeParams params;
    params.stems = {imported->imported[0].id};
    params.force = true;
    const auto gone = analyzeStems(test.studio.get(), params, task);
    QVERIFY(gone.has_value());
    QCOMPARE(gone->failed.size(), 1U);
    QCOMPARE(gone->failed[0].error.code, ErrorCode::NotFound);
    QVERIFY(db::StemRepository(test.studio->database()).byId(params.stems[0])->isMissing);
}

void TestImportStage::analyzeWithoutStudioMeasuresFiles()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("tone.wav"));
    QVERIFY(write(path, sine(1000.0, 1.0)));
    AnalyzeParams params;
    params.files = QStringList {path, folder.filePath(QStringLiteral("none.wav"))};
    TaskContext task;
    const auto outcome = analyzeStems(nullptr, params, task);
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->stems.size(), 1U);
    QCOMPARE(outcome->failed.size(), 1U);
    QCOMPARE(outcome->stems[0].id, StemId {0});
    QVERIFY(std::abs(outcome->stems[0].descriptors.centroidHz - 1000.0) < 100.0);
}

QTEST_GUILESS_MAIN(TestImportStage)
#include "tst_importstage.moc"
