#include "core/base/Random.h"
#include "core/search/SimilarSounds.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace nde;
using namespace nde::search;

namespace {

SimilarRow randomRow(Random& random, float spread = 1.0F)
{
    SimilarRow row {};
    for (std::size_t i = 0; i < kSimilarCount; ++i) {
        row[i] = spread * static_cast<float>(random.normal());
    }
    return row;
}

SimilarRow moved(const SimilarRow& row, Random& random, float by)
{
    SimilarRow result = row;
    const SimilarRow noise = randomRow(random, by);
    for (std::size_t i = 0; i < kSimilarCount; ++i) {
        result[i] += noise[i];
    }
    return result;
}

Descriptors someDescriptors()
{
    Descriptors d;
    d.centroidHz = 1000.0;
    d.rolloff95Hz = 4000.0;
    d.activeEndS = 0.5;
    d.attackS = 0.01;
    d.decayS = 0.2;
    d.crestDb = 12.0;
    d.ltasDb.assign(30, -15.0F);
    d.mfcc.assign(13, 1.0F);
    d.mfccDeviation.assign(13, 0.5F);
    d.neuro = NeuroMetrics {};
    return d;
}

} // namespace

class TestSimilarSounds : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sameIsOne();
    void fartherIsLess();
    void aspectsAreSeparate();
    void levelDoesNotCount();
    void lostCoordinateIsForgiven();
    void silentHasNoFeatures();
    void duplicatesAreFound();
    void sameGroupsAsComparingAll_data();
    void sameGroupsAsComparingAll();
    void comparingCanBeCancelled();
};

void TestSimilarSounds::sameIsOne()
{
    Random random(1);
    const SimilarRow row = randomRow(random);
    QCOMPARE(Similarity().between(row, row), 1.0F);
    for (const float similarity : aspectSimilarities(row, row)) {
        QCOMPARE(similarity, 1.0F);
    }
}

void TestSimilarSounds::fartherIsLess()
{
    Random random(2);
    const SimilarRow row = randomRow(random);
    const SimilarRow noise = randomRow(random);
    float before = 1.0F;
    for (int step = 1; step <= 8; ++step) {
        SimilarRow other = row;
        for (std::size_t i = 0; i < kSimilarCount; ++i) {
            other[i] += noise[i] * 0.05F * static_cast<float>(step);
        }
        const float similarity = Similarity().between(row, other);
        QVERIFY(similarity < before && similarity > 0.0F);
        QCOMPARE(similarity, Similarity().between(other, row));
        before = similarity;
    }
}

void TestSimilarSounds::aspectsAreSeparate()
{
    Random random(3);
    const SimilarRow row = randomRow(random);
    for (std::size_t aspect = 0; aspect < kAspectCount; ++aspect) {
        SimilarRow other = row;
        for (std::size_t i = kAspectRanges[aspect].begin; i < kAspectRanges[aspect].end; ++i) {
            other[i] += 0.5F;
        }
        const auto all = aspectSimilarities(row, other);
        for (std::size_t k = 0; k < kAspectCount; ++k) {
            QCOMPARE(all[k] == 1.0F, k != aspect);
        }
        AspectWeights without = kEvenAspects;
        without[aspect] = 0.0F;
        QCOMPARE(Similarity(without).between(row, other), 1.0F);
    }
    // No weight at all is the same as equal ones.
    const SimilarRow other = moved(row, random, 0.3F);
    QCOMPARE(Similarity(AspectWeights {}).between(row, other), Similarity().between(row, other));
}

void TestSimilarSounds::levelDoesNotCount()
{
    const Descriptors loud = someDescriptors();
    Descriptors quiet = loud;
    quiet.lufs -= 12.0;
    quiet.peakDb -= 12.0;
    quiet.rmsDb -= 12.0;
    quiet.truePeakDb -= 12.0;
    quiet.activeStartS += 0.1; // and 100 ms of silence before
    quiet.activeEndS += 0.1;
    quiet.onsetS += 0.1;
    const auto a = featuresOf(loud);
    const auto b = featuresOf(quiet);
    QVERIFY(a && b);
    QVERIFY(Similarity().between(similarRowOf(*a), similarRowOf(*b)) > 0.9999F);
    for (std::size_t i = 0; i < kAxisCount; ++i) {
        QVERIFY(std::isnan(a->axes[i]) == std::isnan(b->axes[i]));
        QVERIFY(std::isnan(a->axes[i]) || std::abs(a->axes[i] - b->axes[i]) < 1e-4F);
    }
}

void TestSimilarSounds::lostCoordinateIsForgiven()
{
    Random random(4);
    const SimilarRow row = randomRow(random);
    SimilarRow lost = row;
    lost[70] += 100.0F;
    QVERIFY(Similarity().between(row, lost) > Similarity().between(row, moved(row, random, 0.6F)));
}

void TestSimilarSounds::silentHasNoFeatures()
{
    QVERIFY(!featuresOf(Descriptors {}));
    const auto features = featuresOf(someDescriptors());
    QVERIFY(features.has_value());
    for (const float value : features->similar) {
        QVERIFY(std::isfinite(value));
    }
}

void TestSimilarSounds::duplicatesAreFound()
{
    Random random(6);
    std::vector<SimilarRow> rows;
    for (int i = 0; i < 400; ++i) {
        rows.push_back(randomRow(random));
    }
    rows[100] = moved(rows[7], random, 0.01F);
    rows[300] = moved(rows[100], random, 0.01F);
    rows[200] = rows[50];
    TaskContext task;
    const auto groups = nearDuplicates(rows, kNearDuplicate, task);
    QVERIFY(groups.has_value());
    const std::vector<std::vector<std::uint32_t>> wanted {{7, 100, 300}, {50, 200}};
    QCOMPARE(*groups, wanted);
    // The same as comparing every pair.
    const Similarity similarity;
    for (std::uint32_t a = 0; a < rows.size(); ++a) {
        for (std::uint32_t b = a + 1; b < rows.size(); ++b) {
            const bool isNear = similarity.between(rows[a], rows[b]) >= kNearDuplicate;
            const bool isGrouped
                = std::any_of(groups->begin(), groups->end(), [&](const auto& group) {
                      return std::count(group.begin(), group.end(), a) > 0
                          && std::count(group.begin(), group.end(), b) > 0;
                  });
            QVERIFY(!isNear || isGrouped);
        }
    }
}

void TestSimilarSounds::sameGroupsAsComparingAll_data()
{
    QTest::addColumn<float>("threshold");
    for (const float threshold : {0.55F, 0.7F, 0.8F, 0.9F, 0.97F}) {
        QTest::addRow("%.2f", static_cast<double>(threshold)) << threshold;
    }
}

void TestSimilarSounds::sameGroupsAsComparingAll()
{
    QFETCH(const float, threshold);
    Random random(11);
    std::vector<SimilarRow> rows;
    for (int i = 0; i < 60; ++i) { // families from near copies to mere kin
        const SimilarRow first = randomRow(random);
        rows.push_back(first);
        for (const float apart : {0.005F, 0.02F, 0.08F, 0.2F, 0.5F}) {
            rows.push_back(moved(first, random, apart));
        }
    }
    const Similarity similarity;
    std::vector<std::uint32_t> group(rows.size());
    std::iota(group.begin(), group.end(), 0U);
    int pairs = 0;
    for (std::uint32_t a = 0; a < rows.size(); ++a) {
        for (std::uint32_t b = a + 1; b < rows.size(); ++b) {
            if (similarity.between(rows[a], rows[b]) >= threshold) {
                ++pairs;
                const std::uint32_t from = std::max(group[a], group[b]);
                std::replace(group.begin(), group.end(), from, std::min(group[a], group[b]));
            }
        }
    }
    QVERIFY(pairs > 20);
    std::vector<std::vector<std::uint32_t>> wanted(rows.size());
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        wanted[group[i]].push_back(i);
    }
    std::erase_if(wanted, [](const auto& one) { return one.size() < 2; });
    TaskContext task;
    QCOMPARE(nearDuplicates(rows, threshold, task).value(), wanted);
}

void TestSimilarSounds::comparingCanBeCancelled()
{
    Random random(8);
    std::vector<SimilarRow> rows(1000, randomRow(random));
    TaskContext task {{}, [] { return true; }};
    const auto groups = nearDuplicates(rows, kNearDuplicate, task);
    QVERIFY(!groups);
    QCOMPARE(groups.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestSimilarSounds)
#include "tst_similarsounds.moc"
