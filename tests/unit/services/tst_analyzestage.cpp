#include "ServiceFixtures.h"
#include "core/db/JobRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/Measure.h"
#include "core/services/UseCaseJson.h"
#include "core/services/UseCases.h"

#include <QTest>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

/// Imports without analysis: rows that wait for it.
std::vector<StemId> waiting(const TestStudio& test, int count)
{
    QStringList paths;
    for (int i = 0; i < count; ++i) {
        paths << test.file(QStringLiteral("%1.wav").arg(i));
        if (!write(paths.back(), sine(100.0 + 10.0 * i, 0.1))) {
            return {};
        }
    }
    TaskContext task;
    const auto outcome = importFiles(*test.studio, {paths, {}, Source::Original, false}, task);
    std::vector<StemId> ids;
    for (const auto& item : outcome->imported) {
        ids.push_back(item.id);
    }
    return ids;
}

/// Cancels when the given number of sounds was begun.
TaskContext cancelledAtSound(int number)
{
    auto begun = std::make_shared<int>(0);
    return {[begun](double, std::string_view stage) { *begun += stage == "analysing" ? 1 : 0; },
            [begun, number] { return *begun >= number; }};
}

/// Fails with Io the given number of times, then plays a short tone.
class Flaky final : public audio::AudioReader
{
public:
    explicit Flaky(int failures)
        : m_failures(failures)
    {
        m_info.sampleRate = 44100;
        m_info.channels = 1;
        m_info.frames = 4410;
    }
    [[nodiscard]] const audio::AudioInfo& info() const override { return m_info; }
    [[nodiscard]] Result<std::size_t> read(float* out, std::size_t frames) override
    {
        if (m_failures > 0) {
            return fail(ErrorCode::Io, "the share went away");
        }
        const auto left = static_cast<std::size_t>(m_info.frames) - m_at;
        const std::size_t count = std::min(frames, left);
        for (std::size_t i = 0; i < count; ++i, ++m_at) {
            out[i] = m_at % 100 < 50 ? 0.3F : -0.3F;
        }
        return count;
    }
    [[nodiscard]] Result<> seek(std::int64_t) override { return {}; }

private:
    audio::AudioInfo m_info;
    int m_failures;
    std::size_t m_at {};
};

} // namespace

class TestAnalyzeStage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void unchangedSoundsAreLeftAlone();
    void aChangedFileIsMeasuredAnew();
    void aBadFileStopsNothing();
    void quarantineEndsWithTheFile();
    void cancelledMidwayGoesOn();
    void aForcedBatchGoesOnToo();
    void copiesAreNotMeasured();
    void readingIsTriedThreeTimes();
    void typicalIsWhatTheLibraryHolds();
    void jsonNamesEverything();
};

void TestAnalyzeStage::unchangedSoundsAreLeftAlone()
{
    const TestStudio test;
    const auto ids = waiting(test, 3);
    TaskContext task;
    const auto first = analyzeStems(test.studio.get(), {}, task);
    QVERIFY(first.has_value());
    QCOMPARE(first->stems.size(), 3U);
    QCOMPARE(first->unchanged, 0);
    for (const auto& stem : first->stems) {
        QCOMPARE(stem.analyserVersion, std::string(kAnalyserVersion));
    }
    const auto none = analyzeStems(test.studio.get(), {}, task);
    QCOMPARE(none->stems.size(), 0U);
    const auto named = analyzeStems(test.studio.get(), {ids, {}, false}, task);
    QCOMPARE(named->unchanged, 3);
    QCOMPARE(named->stems.front().updatedAtMs, first->stems.front().updatedAtMs);
    const auto forced = analyzeStems(test.studio.get(), {ids, {}, true}, task);
    QCOMPARE(forced->unchanged, 0);
    QVERIFY(forced->stems.front().updatedAtMs > first->stems.front().updatedAtMs);
    // The same sound gives the same values.
    QVERIFY(forced->stems.front().descriptors == first->stems.front().descriptors);
}

void TestAnalyzeStage::aChangedFileIsMeasuredAnew()
{
    const TestStudio test;
    const auto ids = waiting(test, 1);
    TaskContext task;
    QVERIFY(analyzeStems(test.studio.get(), {}, task).has_value());
    QVERIFY(write(test.file(QStringLiteral("0.wav")), sine(900.0, 0.2)));
    const auto again = analyzeStems(test.studio.get(), {ids, {}, false}, task);
    QVERIFY(again.has_value());
    QCOMPARE(again->unchanged, 0);
    QVERIFY(std::abs(again->stems.front().durationS - 0.2) < 1e-6);
}

void TestAnalyzeStage::aBadFileStopsNothing()
{
    const TestStudio test;
    const auto ids = waiting(test, 3);
    QVERIFY(writeBytes(test.file(QStringLiteral("1.wav")), "RIFFxxxxWAVE, but no more"));
    TaskContext task;
    const auto outcome = analyzeStems(test.studio.get(), {}, task);
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->stems.size(), 2U);
    QCOMPARE(outcome->failed.size(), 1U);
    db::StemRepository stems(test.studio->database());
    const auto bad = stems.byId(ids[1]);
    QVERIFY(!bad->processingError.empty());
    QCOMPARE(bad->processingError, outcome->failed.front().error.message);
    QVERIFY(rowOf(*bad).needsAttention);
    QVERIFY(stems.byId(ids[2])->processingError.empty());
}

void TestAnalyzeStage::quarantineEndsWithTheFile()
{
    const TestStudio test;
    const auto ids = waiting(test, 1);
    const QString path = test.file(QStringLiteral("0.wav"));
    QVERIFY(writeBytes(path, "not a sound"));
    TaskContext task;
    QCOMPARE(analyzeStems(test.studio.get(), {}, task)->failed.size(), 1U);
    const auto left = analyzeStems(test.studio.get(), {}, task);
    QCOMPARE(left->failed.size(), 0U);
    QCOMPARE(left->quarantined, 1);
    QCOMPARE(analyzeStems(test.studio.get(), {ids, {}, false}, task)->failed.size(), 1U);
    QVERIFY(write(path, sine(300.0, 0.1)));
    const auto healed = analyzeStems(test.studio.get(), {}, task);
    QCOMPARE(healed->stems.size(), 1U);
    QCOMPARE(healed->stems.front().processingError, std::string());
    QCOMPARE(healed->quarantined, 0);
}

void TestAnalyzeStage::cancelledMidwayGoesOn()
{
    const TestStudio test;
    const auto ids = waiting(test, 5);
    TaskContext broken = cancelledAtSound(3);
    const auto stopped = analyzeStems(test.studio.get(), {}, broken);
    QVERIFY(!stopped.has_value());
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    db::StemRepository stems(test.studio->database());
    QCOMPARE(stems.withoutAnalysis(kAnalyserVersion)->size(), 3U);
    TaskContext task;
    QCOMPARE(analyzeStems(test.studio.get(), {}, task)->stems.size(), 3U);
    QCOMPARE(stems.withoutAnalysis(kAnalyserVersion)->size(), 0U);
}

// As after a kill: the job's folder is still there when the job is run again.
void TestAnalyzeStage::aForcedBatchGoesOnToo()
{
    const TestStudio test;
    const auto ids = waiting(test, 4);
    TaskContext task;
    QVERIFY(analyzeStems(test.studio.get(), {}, task).has_value());
    db::JobRepository jobs(test.studio->database());
    JobRecord record;
    record.kind = "analyze";
    const auto job = jobs.add(record);
    QVERIFY(job.has_value());
    const AnalyzeParams params {ids, {}, true};
    TaskContext broken = cancelledAtSound(3);
    QVERIFY(!analyzeStems(test.studio.get(), params, broken, *job).has_value());
    const auto rest = analyzeStems(test.studio.get(), params, task, *job);
    QVERIFY(rest.has_value());
    QCOMPARE(rest->stems.size(), 4U);
    QCOMPARE(rest->unchanged, 2); // those that the first run was done with
    test.studio->removeJobFolder(*job);
    QCOMPARE(analyzeStems(test.studio.get(), params, task, *job)->unchanged, 0);
}

void TestAnalyzeStage::copiesAreNotMeasured()
{
    const TestStudio test;
    const auto ids = waiting(test, 1);
    TaskContext task;
    QVERIFY(analyzeStems(test.studio.get(), {}, task).has_value());
    db::StemRepository stems(test.studio->database());
    Stem twin = *stems.byId(ids[0]);
    const QString path = test.file(QStringLiteral("twin.wav"));
    QVERIFY(QFile::copy(test.file(QStringLiteral("0.wav")), path));
    twin.path = toStd(path);
    twin.descriptors = {};
    twin.analyserVersion.clear();
    twin.quality = 0.0;
    const auto id = stems.insert(twin);
    QVERIFY(id.has_value());
    const auto outcome = analyzeStems(test.studio.get(), {}, task);
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->copied, 1);
    const Stem original = *stems.byId(ids[0]);
    const Stem copy = *stems.byId(*id);
    QVERIFY(copy.descriptors == original.descriptors);
    QCOMPARE(copy.quality, original.quality);
    QCOMPARE(copy.path, toStd(path));
    QCOMPARE(copy.analyserVersion, std::string(kAnalyserVersion));
}

void TestAnalyzeStage::readingIsTriedThreeTimes()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("sound.m4a"));
    QVERIFY(writeBytes(path, QByteArray(64, 'x')));
    int opened = 0;
    int failures = 2;
    audio::setFallbackDecoder([&](const std::filesystem::path&) {
        return Result<std::unique_ptr<audio::AudioReader>> {
            std::make_unique<Flaky>(++opened <= failures ? 1 : 0)};
    });
    TaskContext task;
    const auto patient = analyzeStems(nullptr, {{}, {path}, false}, task);
    QCOMPARE(patient->stems.size(), 1U);
    QCOMPARE(opened, 3);
    opened = 0;
    failures = 9;
    const auto given = analyzeStems(nullptr, {{}, {path}, false}, task);
    QCOMPARE(opened, 3);
    QCOMPARE(given->failed.size(), 1U);
    QCOMPARE(given->failed.front().error.code, ErrorCode::Io);
    audio::setFallbackDecoder({});
}

// Thirty kicks that are all alike make their own measures the usual ones.
void TestAnalyzeStage::typicalIsWhatTheLibraryHolds()
{
    const TestStudio test;
    db::StemRepository stems(test.studio->database());
    Stem row;
    row.source = Source::Original;
    row.category = Category::Snare; // the table asks nothing of a snare
    row.isCategoryByUser = true;
    row.analyserVersion = kAnalyserVersion;
    row.descriptors.technicalQuality = 0.9;
    row.descriptors.bandwidthHz = 18000.0; // undamaged
    std::vector<Stem> rows;
    for (int i = 0; i < 31; ++i) {
        NeuroMetrics metrics;
        metrics.rateHz = 20.0;
        metrics.punch = 0.4 + 0.01 * i; // 0.43 … 0.67 between the percentiles
        metrics.centroidHz = 2000.0 + 10.0 * i;
        metrics.spreadErb = 8.0;
        metrics.habituation = 0.8;
        row.descriptors.neuro = metrics;
        row.name = "snare " + std::to_string(i);
        row.path = "/snare/" + std::to_string(i);
        row.contentHash = std::to_string(i);
        rows.push_back(row);
    }
    const std::vector<Stem> few(rows.begin(), rows.begin() + 29);
    QVERIFY(stems.insertAll(few).has_value());
    QVERIFY(!CharacterBook(stems).of(Category::Snare).has_value());
    QVERIFY(stems.insertAll({rows.begin() + 29, rows.end()}).has_value());
    const CharacterBook book(stems);
    const auto& learned = book.of(Category::Snare);
    QVERIFY(learned.has_value());
    const auto character = [&](double punch) {
        Stem stem = rows[15];
        stem.descriptors.neuro->punch = punch;
        requalify(stem, &book);
        return stem.descriptors.characterQuality;
    };
    QCOMPARE(character(0.55), 1.0);
    // One of four measures lies half, or more than all, of the range's width beyond it.
    QVERIFY(std::abs(character(0.67 + 0.12) - 0.875) < 1e-9);
    QVERIFY(std::abs(character(0.1) - 0.75) < 1e-9);
    // Faulty sounds and doubtful categories are no examples.
    Stem faulty = rows[0];
    faulty.descriptors.technicalQuality = 0.3;
    Stem doubtful = rows[0];
    doubtful.isCategoryByUser = false;
    doubtful.categoryConfidence = 0.3;
    QVERIFY(stems.insertAll({faulty, doubtful}).has_value());
    QCOMPARE(stems.acceptedOfCategory(Category::Snare, 0.6, 0.6)->size(), 31U);
    QCOMPARE(stems.neuroOfCategory(Category::Snare)->size(), 33U);
}

void TestAnalyzeStage::jsonNamesEverything()
{
    const TestStudio test;
    const auto ids = waiting(test, 1);
    TaskContext task;
    QVERIFY(analyzeStems(test.studio.get(), {}, task).has_value());
    db::StemRepository stems(test.studio->database());
    QVERIFY(stems.setKey(ids, Key {9, true}).has_value());
    const auto json = analysisToJson(*stems.byId(ids[0]));
    for (const char* name :
         {"duration_s", "sample_rate", "channels", "silent", "kind", "category",
          "category_confidence", "neuromorphic", "descriptors", "quality", "tags"}) {
        QVERIFY2(json.contains(QLatin1String(name)), name);
    }
    QCOMPARE(json[QStringLiteral("neuromorphic")].toObject().size(), 19);
    QCOMPARE(json[QStringLiteral("by_user")].toArray(), QJsonArray({QStringLiteral("key")}));
    const auto d = json[QStringLiteral("descriptors")].toObject();
    QCOMPARE(d[QStringLiteral("camelot")].toString(), QStringLiteral("8A"));
    QVERIFY(std::abs(d[QStringLiteral("peak_dbfs")].toDouble() + 6.02) < 0.05);
    QCOMPARE(d[QStringLiteral("mfcc")].toArray().size(), 13);
    Stem faulty = *stems.byId(ids[0]);
    faulty.descriptors.dcOffset = 0.05;
    requalify(faulty);
    const auto quality = analysisToJson(faulty)[QStringLiteral("quality")].toObject();
    QCOMPARE(quality[QStringLiteral("score")].toDouble(), 100.0 * faulty.quality);
    bool isNamed = false;
    for (const auto& value : quality[QStringLiteral("defects")].toArray()) {
        const auto item = value.toObject();
        if (item[QStringLiteral("name")].toString() == u"dc") {
            isNamed = item[QStringLiteral("amount")].toDouble() == 0.05
                && item[QStringLiteral("loss")].toDouble() > 0.2;
        }
    }
    QVERIFY(isNamed);
}

QTEST_GUILESS_MAIN(TestAnalyzeStage)
#include "tst_analyzestage.moc"
