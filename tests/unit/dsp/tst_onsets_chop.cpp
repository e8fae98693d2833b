#include "TestSounds.h"
#include "core/dsp/Chop.h"

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
        std::vector<Slice> slices = chopDrums(x, kRate, {});
        groupSlices(slices);
        std::set<int> groups;
        for (const Slice& slice : slices) {
            groups.insert(slice.group);
        }
        QCOMPARE(groups.size(), std::size_t {3});
        QCOMPARE(slices[0].group, slices[4].group);
        QVERIFY(slices[0].group != slices[2].group);
    }

    /// Hats in sixteenths over kicks in quarters and snares on two and four: every hit, no more.
    void polyphonicPatternExactly()
    {
        Mono x = silence(4.3);
        std::vector<double> truth;
        for (int step = 0; step < 32; ++step) {
            const double at = 0.1 + 0.125 * step;
            mixAt(x, at, hat(), step % 2 == 0 ? 0.5F : 0.4F);
            if (step % 4 == 0) {
                mixAt(x, at, kick());
            }
            if (step % 8 == 4) {
                mixAt(x, at, snare(), 0.8F);
            }
            truth.push_back(at);
        }
        const auto found = detectOnsets(x, kRate, 0.5, OnsetKind::Drums);
        QCOMPARE(found.size(), truth.size());
        for (std::size_t i = 0; i < truth.size(); ++i) {
            QVERIFY2(std::abs(found[i] - truth[i]) <= 0.004, qPrintable(QString::number(found[i])));
        }
    }

    /// Two strokes that the ear takes for one, and the bursts of a clap, are one slice, from the
    /// first of them on.
    void flamsAndClapsAreOneHit()
    {
        Mono x = silence(3.0);
        std::vector<double> truth;
        for (int i = 0; i < 4; ++i) {
            const double at = 0.2 + 0.6 * i;
            for (const double late : {0.0, 0.0105, 0.021, 0.0315}) {
                mixAt(x, at + late, i % 2 == 0 ? snare() : hat(), late < 0.03 ? 0.5F : 0.8F);
            }
            truth.push_back(at);
        }
        const auto found = detectOnsets(x, kRate, 0.5, OnsetKind::Drums);
        QCOMPARE(found.size(), truth.size());
        for (std::size_t i = 0; i < truth.size(); ++i) {
            QVERIFY2(std::abs(found[i] - truth[i]) <= 0.005, qPrintable(QString::number(found[i])));
        }
    }

    void nothingToChop()
    {
        for (const Mono& x : {Mono(), Mono {0.5F}, Mono(100, 0.25F), silence(1.0)}) {
            QVERIFY(chopDrums(x, kRate, {}).size() <= 1);
            QVERIFY(chopNotes(x, kRate, {}).size() <= 1);
            QVERIFY(chopLoops(x, kRate, {0.0, 88200.0}).empty());
            QVERIFY(chopPhrases(x, kRate, {}).empty());
        }
        QVERIFY(chopDrums(silence(1.0), kRate, {}).empty());
        QVERIFY(chopNotes(silence(1.0), kRate, {}).empty());
        QVERIFY(chopLoops(noise(4.0, 1), kRate, {0.0, 0.0}).empty()); // no tempo
    }

    void anotherClassifierIsAsked()
    {
        std::vector<Hit> hits;
        const Mono x = pattern(hits);
        ChopParams params;
        std::size_t asked = 0;
        params.classify = [&](std::span<const float> slice, std::span<const float> before,
                              int rate) -> CategoryGuess {
            asked += slice.empty() || rate != kRate || before.size() > x.size() ? 0 : 1;
            return {Category::Cymbal, 1.0};
        };
        const auto slices = chopDrums(x, kRate, params);
        QCOMPARE(asked, slices.size());
        for (const Slice& slice : slices) {
            QVERIFY(slice.guess.category == Category::Cymbal);
            QVERIFY(slice.guess.confidence < 1.0); // only a person is sure
        }
    }

    /// The same samples at other levels under other tails.
    void repeatsAtOtherLevels()
    {
        const std::vector<Mono> sounds {kick(), snare(), hat()};
        Mono x = silence(6.5);
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < 24; ++i) {
            const std::size_t which = (i * i + i / 3) % sounds.size();
            mixAt(x, 0.1 + 0.25 * static_cast<double>(i), sounds[which], i % 4 == 3 ? 0.3F : 0.9F);
            order.push_back(which);
        }
        auto slices = chopDrums(x, kRate, {});
        groupSlices(slices);
        QCOMPARE(slices.size(), order.size());
        std::set<int> firsts;
        for (std::size_t i = 0; i < order.size(); ++i) {
            for (std::size_t k = 0; k < i; ++k) {
                QCOMPARE(slices[i].group == slices[k].group, order[i] == order[k]);
            }
            if (slices[i].isFirstOfGroup) {
                QVERIFY(firsts.insert(slices[i].group).second); // one a group
            }
        }
        QCOMPARE(firsts.size(), sounds.size());
    }

    /// Legato: no gap and no change of level between the tones, only of pitch.
    void legatoNotesAreCutAtThePitch()
    {
        const std::vector<double> hz {110.0, 130.81, 98.0, 146.83};
        Mono x = silence(2.2);
        double phase = 0.0;
        for (std::size_t i = 0; i < framesOf(2.0); ++i) {
            phase += kTau * hz[std::min<std::size_t>(3, i / framesOf(0.5))] / kRate;
            x[i + 2205] = static_cast<float>(0.4 * std::sin(phase) + 0.2 * std::sin(2 * phase));
        }
        const auto notes = chopNotes(x, kRate, {});
        QCOMPARE(notes.size(), hz.size());
        for (std::size_t i = 0; i < hz.size(); ++i) {
            const double start = static_cast<double>(notes[i].startFrame) / kRate;
            QVERIFY2(std::abs(start - 0.05 - 0.5 * static_cast<double>(i)) < 0.025,
                     qPrintable(QString::number(start)));
            QVERIFY(notes[i].pitchHz.has_value());
            QVERIFY(std::abs(1200.0 * std::log2(*notes[i].pitchHz / hz[i])) < 15.0);
        }
    }

    /// Half a semitone of vibrato is one note; chords have no pitch.
    void vibratoAndChords()
    {
        Mono x = silence(3.5);
        double phase = 0.0;
        for (std::size_t i = 0; i < framesOf(1.2); ++i) {
            const double t = static_cast<double>(i) / kRate;
            phase += kTau * 220.0 * std::exp2(0.4 * std::sin(kTau * 5.5 * t) / 12.0) / kRate;
            x[i + 4410] = static_cast<float>(0.4 * std::sin(phase));
        }
        for (const double hz : {220.0, 277.18, 329.63}) {
            mixAt(x, 2.0, faded(tone(hz, 1.0, 6)), 0.3F);
        }
        const auto notes = chopNotes(x, kRate, {});
        QCOMPARE(notes.size(), std::size_t {2});
        QVERIFY(notes[0].pitchHz.has_value());
        QVERIFY(std::abs(1200.0 * std::log2(*notes[0].pitchHz / 220.0)) < 30.0);
        QVERIFY(std::abs(static_cast<double>(notes[1].startFrame) / kRate - 2.0) < 0.01);
    }

    void loopsOfWholeBars()
    {
        // One bar is 0.5 s at this tempo; the "one" lies at 0.2 s.
        Mono x = silence(5.0);
        for (int bar = 0; bar < 8; ++bar) {
            const double at = 0.2 + 0.5 * bar;
            if (bar == 5) {
                continue; // silent
            }
            mixAt(x, at, faded(tone(bar < 4 ? 220.0 : 330.0 + 60.0 * bar, 0.2, 4)));
            mixAt(x, at + 0.25, faded(tone(440.0, 0.1, 2)));
        }
        auto loops = chopLoops(x, kRate, {0.2 * kRate, 0.5 * kRate});
        groupSlices(loops);
        QCOMPARE(loops.size(), std::size_t {6}); // four alike; one before the gap; two behind it
        QCOMPARE(loops.back().bars, 2.0);
        for (const Slice& loop : loops) {
            QCOMPARE(loop.endFrame - loop.startFrame,
                     static_cast<std::int64_t>(std::lround(loop.bars * 0.5 * kRate)));
            const auto first = x[static_cast<std::size_t>(loop.startFrame)];
            const auto last = x[static_cast<std::size_t>(loop.endFrame - 1)];
            QVERIFY(std::abs(first) + std::abs(last) < 0.02F);
        }
        QCOMPARE(loops[0].group, loops[3].group);
        QVERIFY(loops[3].group != loops[4].group);
    }

    void phrasesBetweenRests()
    {
        Mono x = silence(6.0);
        mixAt(x, 0.5, faded(tone(300.0, 1.0, 3)));
        mixAt(x, 1.6, faded(tone(350.0, 0.9, 3))); // a gap of 0.1 s is no rest
        mixAt(x, 4.0, faded(tone(300.0, 1.5, 3)));
        const auto phrases = chopPhrases(x, kRate, {});
        QCOMPARE(phrases.size(), std::size_t {2});
        QVERIFY(std::abs(static_cast<double>(phrases[0].startFrame) / kRate - 0.5) < 0.03);
        QVERIFY(std::abs(static_cast<double>(phrases[0].endFrame) / kRate - 2.5) < 0.03);
        QVERIFY(std::abs(static_cast<double>(phrases[1].startFrame) / kRate - 4.0) < 0.03);
        PhraseParams params;
        params.maxSeconds = 1.0;
        std::int64_t last = 0;
        for (const Slice& phrase : chopPhrases(x, kRate, params)) {
            QVERIFY(phrase.startFrame >= last); // none twice
            last = phrase.startFrame;
        }
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
