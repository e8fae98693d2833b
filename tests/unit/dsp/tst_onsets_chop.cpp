#include "TestSounds.h"
#include "core/dsp/Analysis.h"

#include <QTest>

#include <set>

using namespace testsounds;
using namespace nde::dsp;
using nde::Category;

namespace {

struct Hit
{
    double at;
    Category category;
};

/// Two bars at 120 bpm: kick on one and three, snare on two and four, hats on the off-beats.
Mono pattern(std::vector<Hit>& hits)
{
    Mono x = silence(4.2);
    for (int step = 0; step < 16; ++step) {
        const double at = 0.05 + 0.25 * step;
        const int inBeat = step % 4;
        const Category category = inBeat == 0 ? Category::Kick
            : inBeat == 2                     ? Category::Snare
                                              : Category::Hihat;
        mixAt(x, at,
              category == Category::Kick        ? kick()
                  : category == Category::Snare ? snare()
                                                : hat());
        hits.push_back({at, category});
    }
    return x;
}

} // namespace

class TestOnsetsChop : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void clickTrain_data()
    {
        QTest::addColumn<double>("interval");
        QTest::addColumn<bool>("withNoise");
        QTest::addRow("every 250 ms") << 0.25 << false;
        QTest::addRow("every 90 ms") << 0.09 << false;
        QTest::addRow("in noise") << 0.25 << true;
    }
    void clickTrain()
    {
        QFETCH(double, interval);
        QFETCH(bool, withNoise);
        Mono x = withNoise ? noise(3.0, 4, 0.005F) : silence(3.0);
        std::vector<double> truth;
        for (double at = 0.1; at < 2.9; at += interval) {
            mixAt(x, at, click());
            truth.push_back(at);
        }
        std::vector<double> found = detectOnsets(x, kRate);
        if (withNoise && !found.empty() && found.front() < 0.01) {
            found.erase(found.begin()); // the noise itself begins
        }
        QCOMPARE(found.size(), truth.size());
        for (std::size_t i = 0; i < truth.size(); ++i) {
            QVERIFY2(std::abs(found[i] - truth[i]) <= 0.005, qPrintable(QString::number(found[i])));
        }
    }

    void nothingToFind()
    {
        QVERIFY(detectOnsets(silence(1.0), kRate).empty());
        QVERIFY(detectOnsets(Mono(), kRate).empty());
        QVERIFY(detectOnsets(tone(440.0, 2.0), kRate).size() <= 1); // its beginning
    }

    void sensitivityAddsOnsets()
    {
        Mono x = silence(2.0);
        for (int i = 0; i < 8; ++i) {
            mixAt(x, 0.1 + 0.2 * i, hat(), i % 2 == 0 ? 1.0F : 0.02F);
        }
        QVERIFY(detectOnsets(x, kRate, 0.9).size() >= detectOnsets(x, kRate, 0.1).size());
        QVERIFY(detectOnsets(x, kRate, 0.1).size() >= 4);
    }

    void classesOfHits()
    {
        QCOMPARE(classifyHit(kick(), kRate).category, Category::Kick);
        QCOMPARE(classifyHit(snare(), kRate).category, Category::Snare);
        QCOMPARE(classifyHit(hat(), kRate).category, Category::Hihat);
        const CategoryGuess nothing = classifyHit(silence(0.2), kRate);
        QCOMPARE(nothing.category, Category::Other);
        QCOMPARE(nothing.confidence, 0.0);
    }

    void classesDoNotDependOnLevel()
    {
        for (const Mono& sound : {kick(), snare(), hat()}) {
            Mono quiet = silence(0.05);
            mixAt(quiet, 0.0, {});
            for (const float value : sound) {
                quiet.push_back(0.05F * value);
            }
            QCOMPARE(classifyHit(quiet, kRate).category, classifyHit(sound, kRate).category);
        }
    }

    void chopFindsHitsAndTheirClasses()
    {
        std::vector<Hit> hits;
        const Mono x = pattern(hits);
        const std::vector<Slice> slices = chopDrums(x, kRate, {});
        QCOMPARE(slices.size(), hits.size());
        for (std::size_t i = 0; i < hits.size(); ++i) {
            // A slice starts 2 ms before its onset.
            const double onset = static_cast<double>(slices[i].startFrame) / kRate + 0.002;
            QVERIFY2(std::abs(onset - hits[i].at) <= 0.01, qPrintable(QString::number(onset)));
            QVERIFY(slices[i].guess.category == hits[i].category);
            QVERIFY(slices[i].endFrame > slices[i].startFrame);
            QVERIFY(slices[i].peak > 0.0 && slices[i].peak <= 1.5);
            if (i > 0) {
                QVERIFY(slices[i].startFrame >= slices[i - 1].endFrame);
            }
        }
    }

    /// Sixteenth hats in the tail of each kick, over bass notes that have leaked into the stem.
    void quietHatsUnderKicksAndBass()
    {
        Mono x = silence(4.2);
        std::vector<Hit> hits;
        for (int step = 0; step < 32; ++step) {
            const double at = 0.05 + 0.125 * step;
            const bool isKick = step % 4 == 0;
            mixAt(x, at, isKick ? kick() : hat(), isKick ? 1.0F : 0.15F);
            if (!isKick) {
                mixAt(x, at, faded(tone(65.4, 0.11)), 0.1F);
            }
            hits.push_back({at, isKick ? Category::Kick : Category::Hihat});
        }
        const std::vector<Slice> slices = chopDrums(x, kRate, {});
        QCOMPARE(slices.size(), hits.size());
        for (std::size_t i = 0; i < hits.size(); ++i) {
            const double onset = static_cast<double>(slices[i].startFrame) / kRate + 0.002;
            QVERIFY2(std::abs(onset - hits[i].at) <= 0.01, qPrintable(QString::number(onset)));
            QVERIFY2(slices[i].guess.category == hits[i].category,
                     qPrintable(QString::number(hits[i].at)));
        }
    }

    /// A closed hat in the noise of an open one, about as loud as what is left of it.
    void hatInTheTailOfAnother()
    {
        Mono x = silence(2.2);
        std::vector<double> truth;
        for (int i = 0; i < 4; ++i) {
            const double at = 0.05 + 0.5 * i;
            Mono open = noise(0.4, 20 + static_cast<std::uint64_t>(i), 0.5F);
            double stages[3] {};
            for (std::size_t k = 0; k < open.size(); ++k) { // as hat(), four times as long
                auto value = static_cast<double>(open[k]);
                for (double& state : stages) {
                    state += 0.7 * (value - state);
                    value -= state;
                }
                open[k]
                    = static_cast<float>(5.0 * value * std::exp(-static_cast<double>(k) / 3300));
            }
            mixAt(x, at, faded(std::move(open)));
            mixAt(x, at + 0.15, hat(), 0.5F);
            truth.insert(truth.end(), {at, at + 0.15});
        }
        const auto found = detectOnsets(x, kRate, 0.5, OnsetKind::Drums);
        QCOMPARE(found.size(), truth.size());
        for (std::size_t i = 0; i < truth.size(); ++i) {
            QVERIFY2(std::abs(found[i] - truth[i]) <= 0.01, qPrintable(QString::number(found[i])));
        }
    }

    void repeatsShareAGroup()
    {
        std::vector<Hit> hits;
        const Mono x = pattern(hits);
        const std::vector<Slice> slices = chopDrums(x, kRate, {});
        std::set<int> groups;
        for (const Slice& slice : slices) {
            groups.insert(slice.group);
        }
        QCOMPARE(groups.size(), std::size_t {3});
        QCOMPARE(slices[0].group, slices[4].group);
        QVERIFY(slices[0].group != slices[2].group);
    }

    void tailsEndWhereTheyDecay()
    {
        Mono x = silence(3.0);
        mixAt(x, 0.5, kick()); // 0.4 s, then nothing
        const std::vector<Slice> slices = chopDrums(x, kRate, {});
        QCOMPARE(slices.size(), std::size_t {1});
        const double end = static_cast<double>(slices[0].endFrame) / kRate;
        QVERIFY2(end > 0.75 && end < 0.91, qPrintable(QString::number(end)));
    }

    void limitsHold()
    {
        Mono x = silence(3.0);
        mixAt(x, 0.1, faded(tone(440.0, 2.5)));
        ChopParams params;
        params.maxSeconds = 0.5;
        const std::vector<Slice> slices = chopDrums(x, kRate, params);
        QVERIFY(!slices.empty());
        for (const Slice& slice : slices) {
            QVERIFY(slice.endFrame - slice.startFrame <= kRate / 2);
            QVERIFY(slice.startFrame >= 0);
            QVERIFY(slice.endFrame <= static_cast<std::int64_t>(x.size()));
        }
        QVERIFY(chopDrums(silence(1.0), kRate, {}).empty());
        QVERIFY(chopDrums(Mono(), kRate, {}).empty());
    }

    void choppingStopsWhenCancelled()
    {
        Mono x = silence(8.0);
        for (std::size_t at = 4410; at + 2205 < x.size(); at += 8820) {
            for (std::size_t i = 0; i < 2205; ++i) {
                x[at + i] = (i * 7919 % 13 < 6 ? 0.8F : -0.8F)
                    * std::exp(-static_cast<float>(i) / 400.0F);
            }
        }
        const auto hits = chopDrums(x, kRate, {}).size();
        QVERIFY(hits > 10);
        std::size_t asked = 0;
        const nde::TaskContext stopping({}, [&asked] { return ++asked > 5; });
        QVERIFY(chopDrums(x, kRate, {}, stopping).empty());
        QCOMPARE(asked, std::size_t {6}); // not one hit more
    }
};

QTEST_GUILESS_MAIN(TestOnsetsChop)
#include "tst_onsets_chop.moc"
