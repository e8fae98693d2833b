#include "TestSounds.h"
#include "core/dsp/Analysis.h"
#include "core/dsp/BarLength.h"
#include "core/dsp/Beats.h"
#include "core/dsp/Complexity.h"
#include "core/dsp/SoundClass.h"

#include <QTest>

#include <cmath>

using namespace testsounds;
using namespace nde::dsp;
using nde::Descriptors;
using nde::SoundClass;

namespace {

struct Heard
{
    SoundClass soundClass {};
    Descriptors descriptors;
};

/// @param activeS  < 0: the whole sound
Heard heard(const Mono& x, double activeS = -1.0, std::string_view name = {})
{
    Heard result;
    const double seconds = static_cast<double>(x.size()) / kRate;
    const std::vector<double> onsets = detectOnsets(x, kRate);
    const Chromagram chroma = chromagramOf(x, kRate);
    const std::size_t head = std::min(x.size(), framesOf(10.0));
    result.soundClass = classifyAndTime({std::span(x).first(head), kRate, x, kRate, seconds,
                                         activeS < 0.0 ? seconds : activeS, onsets, chroma, name},
                                        result.descriptors);
    return result;
}

/// Kick on one (accented) and three, snare on two and four, hats on eighths, from `startS` on.
Mono rock(double bpm, int bars, double startS)
{
    const double beatS = 60.0 / bpm;
    Mono x = silence(startS + 4 * bars * beatS);
    for (int beat = 0; beat < 4 * bars; ++beat) {
        const float accent = beat % 4 == 0 ? 0.9F : 0.5F;
        mixAt(x, startS + beat * beatS, beat % 2 == 0 ? kick() : snare(), accent);
        mixAt(x, startS + beat * beatS, hat(), 0.4F);
        mixAt(x, startS + (beat + 0.5) * beatS, hat(), 0.4F);
    }
    return x;
}

/// Kick on one, snare on two and three, hats on quarters, from `startS` on.
Mono waltz(double bpm, int bars, double startS)
{
    const double beatS = 60.0 / bpm;
    Mono x = silence(startS + 3 * bars * beatS);
    for (int beat = 0; beat < 3 * bars; ++beat) {
        mixAt(x, startS + beat * beatS, beat % 3 == 0 ? kick() : snare(),
              beat % 3 == 0 ? 0.9F : 0.4F);
        mixAt(x, startS + beat * beatS, hat(), 0.4F);
    }
    return x;
}

bool isFinite(const Descriptors& d)
{
    for (const double value :
         {d.bpm.value_or(0.0), d.bpmConfidence, d.firstBeatS, d.firstDownbeatS, d.gridConfidence,
          d.bars, d.rhythmicComplexity, d.harmonicComplexity}) {
        if (!std::isfinite(value)) {
            return false;
        }
    }
    return d.gridConfidence >= 0.0 && d.gridConfidence <= 1.0;
}

} // namespace

class TestRhythm : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wholeBarsLieOnTheFile_data()
    {
        QTest::addColumn<double>("bpm");
        QTest::addColumn<int>("bars");
        QTest::addRow("2 bars at 87.5") << 87.5 << 2;
        QTest::addRow("2 bars at 124") << 124.0 << 2;
        QTest::addRow("2 bars at 133.7") << 133.7 << 2;
        QTest::addRow("4 bars at 174") << 174.0 << 4;
    }
    void wholeBarsLieOnTheFile()
    {
        QFETCH(double, bpm);
        QFETCH(int, bars);
        const Heard loop = heard(rock(bpm, bars, 0.0));
        const Descriptors& d = loop.descriptors;
        QVERIFY(d.bpm.has_value());
        QVERIFY2(std::abs(*d.bpm - bpm) <= 0.05, qPrintable(QString::number(*d.bpm)));
        QCOMPARE(loop.soundClass, SoundClass::Loop);
        QCOMPARE(d.bars, static_cast<double>(bars));
        QCOMPARE(d.beatsPerBar, 4);
        QVERIFY2(d.firstBeatS <= 0.005, qPrintable(QString::number(d.firstBeatS)));
        QVERIFY2(d.firstDownbeatS <= 0.005, qPrintable(QString::number(d.firstDownbeatS)));
        QVERIFY(isFinite(d));
    }

    /// Music that begins anywhere: the beats within 5 ms, the one where the pattern has it.
    void beatsOfPhrases_data()
    {
        QTest::addColumn<double>("bpm");
        QTest::addColumn<double>("start");
        QTest::addRow("101.3 bpm") << 101.3 << 0.31;
        QTest::addRow("118 bpm") << 118.0 << 0.17;
        QTest::addRow("127.45 bpm") << 127.45 << 0.4;
        QTest::addRow("146 bpm") << 146.0 << 0.23;
    }
    void beatsOfPhrases()
    {
        QFETCH(double, bpm);
        QFETCH(double, start);
        const Descriptors d = heard(rock(bpm, 6, start)).descriptors;
        QVERIFY(d.bpm.has_value());
        QVERIFY2(std::abs(*d.bpm / bpm - 1.0) <= 0.002, qPrintable(QString::number(*d.bpm)));
        const double offMs = 1000.0 * std::remainder(d.firstBeatS - start, 60.0 / bpm);
        QVERIFY2(std::abs(offMs) <= 5.0, qPrintable(QString::number(offMs)));
        const double oneMs = 1000.0 * std::remainder(d.firstDownbeatS - start, 240.0 / bpm);
        QVERIFY2(std::abs(oneMs) <= 10.0, qPrintable(QString::number(oneMs)));
        QVERIFY(d.gridConfidence > 0.3);
    }

    /// Grids given, so that only the accents decide.
    void beatsOfABar_data()
    {
        QTest::addColumn<QString>("pattern"); // a letter a beat: k, s, h, b (kick and snare)
        QTest::addColumn<int>("beats");
        QTest::addColumn<bool>("isLoop");
        QTest::addColumn<int>("expected");
        QTest::addRow("waltz") << "kss" << 24 << false << 3;
        QTest::addRow("waltz, a loop of four bars") << "kss" << 12 << true << 3;
        QTest::addRow("waltz in two-bar phrases") << "kssksh" << 24 << false << 3;
        QTest::addRow("six in two halves") << "khhshh" << 24 << false << 6;
        QTest::addRow("rock") << "kshs" << 24 << false << 4;
        QTest::addRow("rock, a loop of three bars") << "ksks" << 12 << true << 4;
        QTest::addRow("backbeat") << "ks" << 24 << false << 4;
        QTest::addRow("only the one") << "khhh" << 24 << false << 4;
        QTest::addRow("two bars of four") << "kskskskk" << 24 << false << 4;
        QTest::addRow("all alike") << "k" << 24 << false << 4;
        QTest::addRow("five") << "khhsh" << 30 << false << 4;
        QTest::addRow("waltz, but eight beats of a loop") << "kss" << 16 << true << 4;
        QTest::addRow("too short to tell") << "kss" << 9 << false << 4;
    }
    void beatsOfABar()
    {
        QFETCH(QString, pattern);
        QFETCH(int, beats);
        QFETCH(bool, isLoop);
        QFETCH(int, expected);
        constexpr double kBeatS = 0.5;
        Mono x = silence(beats * kBeatS);
        for (int beat = 0; beat < beats; ++beat) {
            const QChar what = pattern.at(beat % pattern.size());
            mixAt(x, beat * kBeatS, hat(), 0.4F);
            if (what != u'h') {
                mixAt(x, beat * kBeatS, what == u'k' ? kick() : snare(), 0.7F);
            }
        }
        const auto looped = isLoop ? std::optional(beats) : std::nullopt;
        const BarLength found
            = barLengthOf(noveltyOf(x, kRate), chromagramOf(x, kRate), kBeatS, 0.0, looped);
        QCOMPARE(found.beats, expected);
        QVERIFY(found.confidence >= 0.0 && found.confidence <= 1.0);
        QVERIFY(expected == 4 || found.confidence > 0.3);
    }

    /// From the sound alone: tempo, bars and the one of a waltz.
    void waltzes_data()
    {
        QTest::addColumn<double>("bpm");
        QTest::addColumn<double>("start");
        QTest::addRow("loop at 164 bpm") << 164.0 << 0.0;
        QTest::addRow("phrase at 132 bpm") << 132.0 << 0.21;
    }
    void waltzes()
    {
        QFETCH(double, bpm);
        QFETCH(double, start);
        const Heard heardOf = heard(waltz(bpm, start > 0.0 ? 8 : 4, start));
        const Descriptors& d = heardOf.descriptors;
        QVERIFY(d.bpm.has_value());
        QVERIFY2(std::abs(*d.bpm / bpm - 1.0) <= 0.005, qPrintable(QString::number(*d.bpm)));
        QCOMPARE(d.beatsPerBar, 3);
        const double oneMs = 1000.0 * std::remainder(d.firstDownbeatS - start, 180.0 / bpm);
        QVERIFY2(std::abs(oneMs) <= 10.0, qPrintable(QString::number(oneMs)));
        QCOMPARE(d.bars, start > 0.0 ? 0.0 : 4.0);
    }

    void beatsFollowTheTempo()
    {
        const double bpm = 113.0;
        const Mono x = rock(bpm, 4, 0.2);
        const std::vector<double> beats = trackBeats(noveltyOf(x, kRate), bpm);
        QVERIFY(beats.size() >= 14 && beats.size() <= 18);
        for (std::size_t i = 1; i < beats.size(); ++i) {
            QVERIFY(std::abs(beats[i] - beats[i - 1] - 60.0 / bpm) < 0.04);
        }
        QVERIFY(trackBeats(Novelty {}, bpm).empty());
    }

    void namesAreAPrior()
    {
        const Mono x = rock(150.0, 2, 0.0);
        QVERIFY(std::abs(*heard(x).descriptors.bpm - 150.0) < 0.1);
        QVERIFY(std::abs(*heard(x, -1.0, "half_75bpm.wav").descriptors.bpm - 75.0) < 0.1);
        QVERIFY(std::abs(*heard(x, -1.0, "wrong_97bpm.wav").descriptors.bpm - 150.0) < 0.1);
    }

    void classes()
    {
        QCOMPARE(heard(kick()).soundClass, SoundClass::OneShot);
        QCOMPARE(heard(hat()).soundClass, SoundClass::OneShot);
        QVERIFY(!heard(kick()).descriptors.bpm.has_value());
        QCOMPARE(heard(rock(120.0, 32, 0.0)).soundClass, SoundClass::Track);
        // A long tail after one attack is a one-shot, a cut groove is none.
        Mono tail = tone(220.0, 5.0, 5, 0.3);
        for (std::size_t i = 0; i < tail.size(); ++i) {
            tail[i] *= std::exp(-static_cast<float>(i) / kRate);
        }
        QCOMPARE(heard(faded(tail)).soundClass, SoundClass::OneShot);
        Mono cut = rock(128.0, 4, 0.0);
        cut.resize(framesOf(4.61));
        QCOMPARE(heard(cut).soundClass, SoundClass::Phrase);
    }

    void nothingIsHeardInNothing()
    {
        for (const std::size_t frames : {0U, 1U, 100U, 5000U, 40000U, 200000U}) {
            for (const float level : {0.0F, 0.5F}) {
                const Heard result = heard(Mono(frames, level));
                QVERIFY(isFinite(result.descriptors));
                QVERIFY(!result.descriptors.bpm.has_value());
            }
        }
        QVERIFY(isFinite(heard(noise(3.1, 4)).descriptors));
    }

    void rhythmicComplexityGrows()
    {
        const PlaceGrid grid {0.5, 0.0};
        std::vector<double> beats;
        std::vector<double> eighths;
        std::vector<double> syncopated;
        for (int bar = 0; bar < 4; ++bar) {
            for (int i = 0; i < 4; ++i) {
                beats.push_back(2.0 * bar + 0.5 * i);
            }
            for (int i = 0; i < 8; ++i) {
                eighths.push_back(2.0 * bar + 0.25 * i);
            }
            for (const int step : {0, 3, 6, 10, 11, 15}) {
                syncopated.push_back(2.0 * bar + 0.125 * step);
            }
        }
        QCOMPARE(rhythmicComplexity(beats, grid), 0.0);
        QVERIFY(rhythmicComplexity(eighths, grid) > 0.1);
        QVERIFY(rhythmicComplexity(syncopated, grid) > rhythmicComplexity(eighths, grid) + 0.2);
        QVERIFY(rhythmicComplexity(syncopated, grid) <= 1.0);
        QCOMPARE(rhythmicComplexity(beats, std::nullopt), 0.0);
        QVERIFY(rhythmicComplexity(syncopated, std::nullopt) > 0.1);
        QCOMPARE(rhythmicComplexity({}, grid), 0.0);
    }

    void harmonicComplexityGrows()
    {
        const auto notes = [](std::initializer_list<std::initializer_list<int>> chords) {
            Mono x = silence(static_cast<double>(chords.size()));
            int at = 0;
            for (const auto& chord : chords) {
                for (const int note : chord) {
                    mixAt(x, at, faded(tone(261.63 * std::exp2(note / 12.0), 1.0, 3, 0.1)));
                }
                ++at;
            }
            return harmonicComplexity(chromagramOf(x, kRate));
        };
        const double one = notes({{0}, {0}, {0}, {0}});
        const double triad = notes({{0, 4, 7}, {0, 4, 7}, {0, 4, 7}, {0, 4, 7}});
        const double changes = notes({{0, 4, 7}, {5, 9, 12}, {2, 5, 9}, {-1, 2, 7}});
        const double cluster = notes({{0, 1, 4, 6, 8}, {3, 5, 7, 10}, {1, 2, 9, 11}, {0, 6, 7, 8}});
        QVERIFY2(one < 0.25, qPrintable(QString::number(one)));
        QVERIFY(triad > one + 0.1);
        QVERIFY(changes > triad + 0.05);
        QVERIFY(cluster > changes);
        QVERIFY(cluster <= 1.0);
        QCOMPARE(harmonicComplexity(chromagramOf(noise(2.0, 3), kRate)), 0.0);
        QCOMPARE(harmonicComplexity(Chromagram {}), 0.0);
    }

    void tuningIsHeard()
    {
        for (const double cents : {-30.0, 0.0, 30.0}) {
            Mono x = silence(2.0);
            for (const int note : {0, 4, 7}) {
                const double hz = 261.6256 * std::exp2((note + cents / 100.0) / 12.0);
                mixAt(x, 0.0, faded(tone(hz, 2.0, 4, 0.1)));
            }
            const KeyEstimate key = keyOf(chromagramOf(x, kRate));
            QVERIFY2(std::abs(key.tuningCents - cents) <= 4.0,
                     qPrintable(QString::number(key.tuningCents)));
            QVERIFY(key.key.has_value());
            QCOMPARE(key.key->pitchClass, 0);
            QVERIFY(!key.key->isMinor);
        }
    }

    void drumsAreAtonal()
    {
        for (const double bpm : {90.0, 124.0, 174.0}) {
            QVERIFY(!keyOf(chromagramOf(rock(bpm, 2, 0.0), kRate)).key.has_value());
        }
    }
};

QTEST_GUILESS_MAIN(TestRhythm)
#include "tst_rhythm.moc"
