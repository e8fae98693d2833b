#include "TestSounds.h"
#include "core/dsp/Analysis.h"

#include <QTest>

#include <array>
#include <utility>
#include <vector>

using namespace testsounds;
using namespace nde::dsp;

namespace {

Mono clicks(double bpm, int beats)
{
    Mono x = silence(beats * 60.0 / bpm);
    for (int beat = 0; beat < beats; ++beat) {
        mixAt(x, beat * 60.0 / bpm, click(), beat % 4 == 0 ? 1.0F : 0.7F);
    }
    return x;
}

/// Kick on every beat, snare on two and four, hats between, for so many bars.
Mono groove(double bpm, int bars)
{
    const double beatS = 60.0 / bpm;
    Mono x = silence(4 * bars * beatS);
    for (int beat = 0; beat < 4 * bars; ++beat) {
        mixAt(x, beat * beatS, kick());
        mixAt(x, (beat + 0.5) * beatS, hat());
        if (beat % 2 == 1) {
            mixAt(x, beat * beatS, snare());
        }
    }
    return x;
}

/// I–IV–V–I or i–iv–v–i, a second each, with the root in the bass.
Mono progression(int tonic, bool isMinor)
{
    Mono x = silence(4.0);
    const int third = isMinor ? 3 : 4;
    int at = 0;
    for (const int root : {0, 5, 7, 0}) {
        for (const int note : {-12, 0, third, 7}) {
            const double hz = 261.6256 * std::exp2((tonic + root + note) / 12.0);
            mixAt(x, at, faded(tone(hz, 1.0, 6, 0.1)));
        }
        ++at;
    }
    return x;
}

/// Degrees of a scale on a struck bar or bell, half a second each and left to ring.
Mono bells(int tonic, bool isMinor, const std::vector<std::pair<double, double>>& partials)
{
    const std::array<int, 7> scale = isMinor ? std::array<int, 7> {0, 2, 3, 5, 7, 8, 10}
                                             : std::array<int, 7> {0, 2, 4, 5, 7, 9, 11};
    Mono x = silence(4.0);
    int at = 0;
    for (const int degree : {0, 4, 9, 7, 2, 4, 8, 7}) {
        const int note = tonic + scale[static_cast<std::size_t>(degree % 7)] + 12 * (degree / 7);
        for (const auto& [ratio, level] : partials) {
            Mono ringing = tone(261.6256 * ratio * std::exp2(note / 12.0), 1.2, 1, 0.2 * level);
            for (std::size_t i = 0; i < ringing.size(); ++i) {
                const double s = static_cast<double>(i) / kRate;
                ringing[i] *= static_cast<float>(std::min(1.0, s / 0.003)
                                                 * std::exp(-s * std::sqrt(ratio) / 0.5));
            }
            mixAt(x, 0.5 * at, faded(ringing));
        }
        ++at;
    }
    return x;
}

} // namespace

class TestTempoKey : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void loopsOfClicks_data()
    {
        QTest::addColumn<double>("bpm");
        for (const double bpm :
             {90.0, 97.3, 100.0, 110.5, 120.0, 126.0, 131.37, 140.0, 150.0, 163.1, 174.0}) {
            QTest::addRow("%.2f bpm", bpm) << bpm;
        }
    }
    void loopsOfClicks()
    {
        QFETCH(double, bpm);
        const Tempo tempo = estimateTempo(clicks(bpm, 16), kRate, true);
        QVERIFY2(std::abs(tempo.bpm - bpm) <= 0.01 * bpm, qPrintable(QString::number(tempo.bpm)));
        QVERIFY(tempo.confidence > 0.5);
    }

    void tracks_data()
    {
        QTest::addColumn<double>("bpm");
        for (const double bpm : {90.0, 124.0, 128.0, 140.0, 174.0}) {
            QTest::addRow("%.1f bpm", bpm) << bpm;
        }
    }
    void tracks()
    {
        QFETCH(double, bpm);
        Mono x = silence(0.2); // the first beat is at 0.2 s
        const Mono beat = groove(bpm, 7);
        x.insert(x.end(), beat.begin(), beat.end());
        const Tempo tempo = estimateTempo(x, kRate, false);
        QVERIFY2(std::abs(tempo.bpm - bpm) <= 0.005 * bpm, qPrintable(QString::number(tempo.bpm)));
        const double period = 60.0 / bpm;
        const double off = std::remainder(tempo.firstBeatS - 0.2, period);
        QVERIFY2(std::abs(off) <= 0.02, qPrintable(QString::number(off)));
    }

    void noTempoWithoutEvents()
    {
        QCOMPARE(estimateTempo(silence(4.0), kRate, true).bpm, 0.0);
        QCOMPARE(estimateTempo(Mono(), kRate, false).bpm, 0.0);
        QVERIFY(estimateTempo(noise(4.0, 1), kRate, false).confidence < 0.3);
    }

    void allKeys_data()
    {
        QTest::addColumn<int>("tonic");
        QTest::addColumn<bool>("minor");
        for (int index = 0; index < 24; ++index) {
            const nde::Key key {index % 12, index >= 12};
            QTest::addRow("%s", nde::keyName(key).c_str()) << key.pitchClass << key.isMinor;
        }
    }
    void allKeys()
    {
        QFETCH(int, tonic);
        QFETCH(bool, minor);
        const KeyEstimate estimate = estimateKey(progression(tonic, minor), kRate);
        QVERIFY(estimate.key.has_value());
        QCOMPARE(QByteArray::fromStdString(nde::keyName(*estimate.key)),
                 QByteArray::fromStdString(nde::keyName({tonic, minor})));
        QVERIFY(estimate.confidence > 0.0 && estimate.confidence <= 1.0);
    }

    /// The same seven notes: a cadence in Am is minor, one in C is major.
    void relativeKeys()
    {
        const auto chords = [](std::initializer_list<std::array<int, 3>> triads) {
            Mono x = silence(static_cast<double>(triads.size()));
            int at = 0;
            for (const auto& triad : triads) {
                for (const int note : triad) {
                    const double hz = 261.6256 * std::exp2(note / 12.0);
                    mixAt(x, at, faded(tone(hz, 1.0, 6, 0.1)));
                    mixAt(x, at, faded(tone(hz / 2.0, 1.0, 6, note == triad[0] ? 0.1 : 0.0)));
                }
                ++at;
            }
            return x;
        };
        const auto nameOf = [](const KeyEstimate& estimate) {
            return QByteArray::fromStdString(estimate.key ? nde::keyName(*estimate.key) : "none");
        };
        const auto minor
            = estimateKey(chords({{-3, 0, 4}, {-7, -3, 0}, {-5, -1, 2}, {-3, 0, 4}}), kRate);
        QCOMPARE(nameOf(minor), QByteArray("Am"));
        const auto cadence
            = estimateKey(chords({{0, 4, 7}, {-7, -3, 0}, {-5, -1, 2}, {0, 4, 7}}), kRate);
        QCOMPARE(nameOf(cadence), QByteArray("C"));
        // Undecided between the two is still a key, with little confidence.
        const auto both = estimateKey(
            chords({{-3, 0, 4}, {-7, -3, 0}, {0, 4, 7}, {-5, -1, 2}, {-3, 0, 4}}), kRate);
        QVERIFY(nameOf(both) == "Am" || nameOf(both) == "C");
        QVERIFY(both.confidence < 0.1);
    }

    /// Its notes lie below what votes, and the third partials alone would be a fifth too high.
    void lowBassIsHeardThroughItsPartials()
    {
        Mono x = silence(4.0);
        int at = 0;
        for (const int note : {0, 3, 7, 0}) { // G1 B♭1 D2 G1
            mixAt(x, at++, faded(tone(48.9994 * std::exp2(note / 12.0), 1.0, 12, 0.2)));
        }
        const KeyEstimate estimate = estimateKey(x, kRate);
        QVERIFY(estimate.key.has_value());
        QCOMPARE(QByteArray::fromStdString(nde::keyName(*estimate.key)), QByteArray("Gm"));
    }

    /// Their overtones are in no key with the notes: the 2.53rd turns each note into a major chord.
    void bellsAreHeardByTheirNotes_data()
    {
        using Partials = std::vector<std::pair<double, double>>;
        QTest::addColumn<Partials>("partials");
        QTest::addColumn<int>("tonic");
        QTest::addColumn<bool>("minor");
        const std::array<std::pair<const char*, Partials>, 4> voices {
            {{"major tenth", {{1.0, 0.4}, {2.53, 0.7}, {4.53, 0.6}}},
             {"free bar", {{1.0, 1.0}, {2.756, 0.6}, {5.404, 0.35}}},
             {"plate", {{1.0, 1.0}, {1.68, 0.5}, {3.36, 0.6}}},
             {"gong", {{1.0, 1.0}, {3.36, 0.8}, {4.45, 0.5}}}}};
        for (const auto& [name, partials] : voices) {
            for (const int tonic : {0, 4, 7, 10}) {
                for (const bool isMinor : {false, true}) {
                    QTest::addRow("%s %s", name, nde::keyName({tonic, isMinor}).c_str())
                        << partials << tonic << isMinor;
                }
            }
        }
    }
    void bellsAreHeardByTheirNotes()
    {
        using Partials = std::vector<std::pair<double, double>>;
        QFETCH(Partials, partials);
        QFETCH(int, tonic);
        QFETCH(bool, minor);
        const KeyEstimate estimate = estimateKey(bells(tonic, minor, partials), kRate);
        QVERIFY(estimate.key.has_value());
        QCOMPARE(QByteArray::fromStdString(nde::keyName(*estimate.key)),
                 QByteArray::fromStdString(nde::keyName({tonic, minor})));
    }

    /// A tenth above each root is a note, however pure: the major chords are I, IV and V.
    void tenthsAreNoOvertones()
    {
        for (const bool isMinor : {false, true}) {
            Mono x = silence(4.0);
            int at = 0;
            for (const int root : {0, 5, 7, 0}) {
                for (const int note : {0, 7, isMinor ? 15 : 16}) {
                    mixAt(x, at, faded(tone(196.0 * std::exp2((root + note) / 12.0), 1.0, 1, 0.2)));
                }
                ++at;
            }
            const KeyEstimate estimate = estimateKey(x, kRate);
            QVERIFY(estimate.key.has_value());
            QCOMPARE(QByteArray::fromStdString(nde::keyName(*estimate.key)),
                     QByteArray(isMinor ? "Gm" : "G"));
        }
    }

    /// The commonest four chords of dance music have no leading note and every tonic.
    void fourChordsAreMinorByHabit()
    {
        Mono x = silence(4.0);
        const std::array<std::array<int, 3>, 4> triads {
            {{-3, 0, 4}, {-7, -3, 0}, {-5, 0, 4}, {-5, -1, 2}}}; // Am F C/G G
        for (std::size_t at = 0; at < triads.size(); ++at) {
            for (const int note : triads[at]) {
                mixAt(x, static_cast<double>(at),
                      faded(tone(261.6256 * std::exp2(note / 12.0), 1.0, 6, 0.1)));
            }
        }
        const KeyEstimate estimate = estimateKey(x, kRate);
        QVERIFY(estimate.key.has_value());
        QCOMPARE(QByteArray::fromStdString(nde::keyName(*estimate.key)), QByteArray("Am"));
    }

    void drumsAndNoiseAreAtonal()
    {
        QVERIFY(!estimateKey(groove(125.0, 2), kRate).key.has_value());
        QVERIFY(!estimateKey(noise(3.0, 5), kRate).key.has_value());
        QVERIFY(!estimateKey(silence(3.0), kRate).key.has_value());
        QVERIFY(!estimateKey(Mono(), kRate).key.has_value());
    }

    void pitchOfTones_data()
    {
        QTest::addColumn<double>("hz");
        QTest::addColumn<int>("partials");
        QTest::addRow("low sine") << 43.65 << 1;
        QTest::addRow("A2 saw") << 110.0 << 12;
        QTest::addRow("middle sine") << 261.63 << 1;
        QTest::addRow("A4 saw") << 440.0 << 8;
        QTest::addRow("high sine") << 1760.0 << 1;
    }
    void pitchOfTones()
    {
        QFETCH(double, hz);
        QFETCH(int, partials);
        const auto pitch = estimatePitchHz(faded(tone(hz, 0.6, partials, 0.3)), kRate);
        QVERIFY(pitch.has_value());
        const double cents = 1200.0 * std::log2(*pitch / hz);
        QVERIFY2(std::abs(cents) <= 10.0, qPrintable(QString::number(cents)));
    }

    void pitchOfTonesAtAnyRate()
    {
        for (const int rate : {22050, 48000, 96000}) {
            for (double hz = 36.0; hz < 1800.0; hz *= 1.37) {
                Mono x(static_cast<std::size_t>(0.3 * rate));
                for (std::size_t i = 0; i < x.size(); ++i) {
                    const double phase = kTau * hz * static_cast<double>(i) / rate;
                    x[i] = static_cast<float>(0.3 * std::sin(phase) + 0.1 * std::sin(2.0 * phase));
                }
                const auto pitch = estimatePitchHz(x, rate);
                QVERIFY2(pitch.has_value(), qPrintable(QString::number(hz)));
                const double cents = 1200.0 * std::log2(*pitch / hz);
                QVERIFY2(std::abs(cents) <= 10.0, qPrintable(QString::number(cents)));
            }
        }
    }

    void kicksSettle()
    {
        const auto pitch = estimatePitchHz(kick(), kRate);
        QVERIFY(pitch.has_value());
        QVERIFY2(std::abs(1200.0 * std::log2(*pitch / 50.0)) <= 50.0,
                 qPrintable(QString::number(*pitch)));
    }

    void noiseHasNoPitch()
    {
        QVERIFY(!estimatePitchHz(noise(0.5, 9), kRate).has_value());
        QVERIFY(!estimatePitchHz(silence(0.5), kRate).has_value());
        QVERIFY(!estimatePitchHz(Mono(10, 0.5F), kRate).has_value());
    }
};

QTEST_GUILESS_MAIN(TestTempoKey)
#include "tst_tempo_key.moc"
