#include "core/synth/Dsp.h"
#include "core/synth/Patch.h"
#include "core/synth/Patterns.h"
#include "core/synth/Singer.h"
#include "tests/unit/audio/AudioTestSignals.h"

#include <QTest>

using namespace nde;
using namespace nde::synth;

class TestSynthVoices : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theSineIsASine()
    {
        for (double turns = -3.0; turns < 3.0; turns += 0.00317) {
            const double error = double {sineOf(turns)} - std::sin(2.0 * std::numbers::pi * turns);
            QVERIFY(std::abs(error) < 5e-6);
        }
        QCOMPARE(softClip(0.0F), 0.0F);
        QCOMPARE(softClip(7.0F), 1.0F);
        QCOMPARE(softClip(-3.0F), -1.0F);
    }

    // A saw of 5 kHz has its harmonics at 5, 10, 15, 20 kHz; what a naive one folds back (the
    // 8th to 40 kHz -> 8 kHz, the 9th to 45 -> 3 kHz) must be far below.
    void theSawIsBandLimited()
    {
        std::vector<float> blep(48000);
        std::vector<float> naive(48000);
        Oscillator oscillator;
        for (std::size_t i = 0; i < blep.size(); ++i) {
            blep[i] = oscillator.saw(5000.0 / 48000.0);
            naive[i] = static_cast<float>(
                2.0 * std::fmod(5000.0 * static_cast<double>(i), 48000.0) / 48000.0 - 1.0);
        }
        const double fundamental = test::amplitudeAt(blep, 48000, 5000.0);
        QVERIFY(std::abs(fundamental - 2.0 / std::numbers::pi) < 0.05);
        QVERIFY(test::amplitudeAt(naive, 48000, 3000.0) > 0.05);
        QVERIFY(test::amplitudeAt(blep, 48000, 3000.0) < 0.01 * fundamental);
        QVERIFY(test::amplitudeAt(blep, 48000, 8000.0) < 0.02 * fundamental);
    }

    // Two poles: -3 dB at the corner, 12 dB per octave beyond it, unit gain far inside the band.
    void theFilterHasItsCorner_data()
    {
        QTest::addColumn<double>("hz");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addRow("far below") << 50.0 << 1.0 << 0.0025;
        QTest::addRow("corner") << 1000.0 << 0.7072 << 0.7072;
        QTest::addRow("far above") << 10000.0 << 0.0075 << 1.0;
    }
    void theFilterHasItsCorner()
    {
        QFETCH(double, hz);
        QFETCH(double, low);
        QFETCH(double, high);
        Filter lowpass(1000.0, 0.0);
        Filter highpass(1000.0, 0.0);
        const auto input = test::sine(1, 24000, 48000, hz, 1.0);
        std::vector<float> lows;
        std::vector<float> highs;
        for (const float sample : input.channel(0)) {
            lows.push_back(lowpass.low(sample));
            highs.push_back(highpass.high(sample));
        }
        const auto steady
            = [](const std::vector<float>& x) { return std::span<const float>(x).subspan(4800); };
        QVERIFY(std::abs(test::amplitudeAt(steady(lows), 48000, hz) - low) < 0.004);
        QVERIFY(std::abs(test::amplitudeAt(steady(highs), 48000, hz) - high) < 0.004);
    }

    void patternsAreRead()
    {
        const auto notes = readPattern("0-.!a G");
        QCOMPARE(notes.size(), std::size_t {3});
        QCOMPARE(notes[0].length, 2);
        QCOMPARE(notes[1].step, 3);
        QCOMPARE(notes[1].degree, 7);
        QVERIFY(notes[1].isAccent && !notes[2].isAccent);
        QCOMPARE(notes[2].degree, -1);
        QCOMPARE(stepsOf("0-.!a G"), 5);
    }

    void degreesBelongToTheScale()
    {
        const Key a {9, true};
        // A minor from A3 = 220 Hz: A B C D E F G A.
        const std::array<double, 8> hz {220.0,  246.94, 261.63, 293.66,
                                        329.63, 349.23, 392.0,  440.0};
        for (int degree = 0; degree < 8; ++degree) {
            QVERIFY(std::abs(hzOfDegree(a, degree, 48) - hz[static_cast<std::size_t>(degree)])
                    < 0.01);
        }
        QVERIFY(std::abs(hzOfDegree(a, -1, 48) - 196.0) < 0.01);
        QVERIFY(std::abs(hzOfDegree(a, -7, 48) - 110.0) < 0.01);
        QVERIFY(std::abs(hzOfDegree({0, false}, 2, 60) - 329.63) < 0.01); // E over C major
        const auto chord = chordOn(a, 0, 3, 48);
        QCOMPARE(chord.size(), std::size_t {3});
        QVERIFY(std::abs(chord.front() - 220.0) < 0.01 && std::abs(chord.back() - 329.63) < 0.01);
    }

    void theGridDoesNotDrift()
    {
        const Grid grid {174.0, 0.5};
        QCOMPARE(grid.framesOfBars(4), std::size_t {264828}); // 4 · 240 / 174 s
        QCOMPARE(grid.frameOfStep(64), std::size_t {264828});
        const Grid swung {120.0, 2.0 / 3.0};
        QCOMPARE(swung.frameOfStep(2), std::size_t {12000});
        QCOMPARE(swung.frameOfStep(1), std::size_t {8000}); // two thirds of an eighth
    }

    void tailsFoldIntoTheLoop()
    {
        audio::AudioBuffer buffer(1, 10, kRate);
        buffer.channel(0)[1] = 1.0F;
        buffer.channel(0)[5] = 0.5F;
        buffer.channel(0)[9] = 0.25F;
        foldTail(buffer, 4);
        QCOMPARE(buffer.frames(), std::size_t {4});
        QCOMPARE(buffer.channel(0)[1], 1.75F);
    }

    void finishingIsExact()
    {
        audio::AudioBuffer buffer = test::sine(2, 4800, kRate, 300.0, 0.01);
        for (float& sample : buffer.channel(1)) {
            sample += 0.5F;
        }
        finish(buffer, -1.0);
        QVERIFY(std::abs(audio::peakOf(buffer) - 0.8912509F) < 1e-5F);
        QVERIFY(audio::peakOf(buffer) <= 0.8912510F);
        for (int c = 0; c < 2; ++c) {
            QCOMPARE(buffer.channel(c).front(), 0.0F);
            QCOMPARE(buffer.channel(c).back(), 0.0F);
        }
        audio::AudioBuffer silent(1, 100, kRate);
        finish(silent);
        QCOMPARE(audio::peakOf(silent), 0.0F);
    }

    // A sine of amplitude 0.8 has a level of -4.95 dB; -20 dB were asked.
    void levelsAreLimitedDownwardsOnly()
    {
        audio::AudioBuffer buffer = test::sine(2, 48000, kRate, 1000.0, 0.8);
        limitLevel(buffer, -20.0);
        QVERIFY(std::abs(audio::peakOf(buffer) - 0.1414F) < 0.001F);
        const audio::AudioBuffer before = buffer;
        limitLevel(buffer, -10.0);
        QVERIFY(buffer == before);
    }

    void reverbDecaysAsAsked()
    {
        audio::AudioBuffer click(1, 480, kRate);
        click.channel(0)[0] = 1.0F;
        const audio::AudioBuffer wet = withReverb(click, 1.0, 20000.0, 1.0, 2.0);
        QCOMPARE(wet.channels(), 2);
        const auto level = [&](std::size_t at) {
            double power = 0.0;
            for (const float sample : wet.channel(0).subspan(at, 9600)) {
                power += double {sample} * double {sample};
            }
            return 10.0 * std::log10(power + 1e-30);
        };
        const double fall = level(9600) - level(9600 + 24000); // half the reverberation time
        QVERIFY(fall > 24.0 && fall < 40.0);
    }

    void notesAreInTuneAndEnd()
    {
        audio::AudioBuffer out(1, 48000, kRate);
        playNote(out, 4800, 0.5, 220.0, 0.5F, patches::sub(), 1);
        QCOMPARE(out.channel(0)[4799], 0.0F);
        const auto held = out.channel(0).subspan(9600, 14400);
        QVERIFY(std::abs(test::crossingHz(held, kRate) - 220.0) < 0.05);
        QVERIFY(audio::peakOf(audio::deinterleave(out.channel(0).subspan(45600), 1, kRate))
                < 0.001F);
        audio::AudioBuffer again(1, 48000, kRate);
        playNote(again, 4800, 0.5, 220.0, 0.5F, patches::sub(), 1);
        QVERIFY(out == again);
        playNote(out, 48000, 0.5, 220.0, 0.5F, patches::sub(), 1); // beyond the end: nothing
        QVERIFY(out == again);
    }

    // The vowel "a" carries its first formant (850 Hz), "i" its second (2790 Hz).
    void vowelsDiffer()
    {
        const auto sung = [](char vowel) {
            audio::AudioBuffer out(1, 48000, kRate);
            Singer singer;
            singer.vibratoCents = 0.0;
            singer.sing(out, 0, 1.0, 120.0, 0.5F, {' ', vowel, vowel}, 5);
            return out;
        };
        const auto band = [](const audio::AudioBuffer& voice, double hz) {
            double sum = 0.0;
            for (double f = hz - 120.0; f <= hz + 120.0; f += 10.0) {
                sum += test::amplitudeAt(voice.channel(0).subspan(9600, 28800), kRate, f);
            }
            return sum;
        };
        const auto a = sung('a');
        const auto i = sung('i');
        QVERIFY(band(a, 850.0) > 4.0 * band(i, 850.0));
        QVERIFY(band(i, 310.0) > 2.0 * band(a, 310.0));
        QVERIFY(band(i, 2790.0) > 2.0 * band(i, 1500.0));
    }
};

QTEST_GUILESS_MAIN(TestSynthVoices)
#include "tst_synthvoices.moc"
