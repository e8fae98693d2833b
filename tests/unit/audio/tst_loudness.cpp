#include "AudioTestSignals.h"
#include "core/audio/Loudness.h"

#include <QTest>

using namespace nde;
using namespace nde::audio;

class TestLoudness : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    // BS.1770-4: a 0 dBFS sine of 997 Hz in one front channel reads -3.01 LKFS.
    void referenceSines_data()
    {
        QTest::addColumn<int>("soundingChannels");
        QTest::addColumn<int>("rate");
        QTest::addColumn<double>("amplitude");
        QTest::addColumn<double>("lufs");
        QTest::addRow("one channel") << 1 << 48000 << 1.0 << -3.01;
        QTest::addRow("both channels") << 2 << 48000 << 1.0 << 0.0;
        QTest::addRow("one channel, 44.1 kHz") << 1 << 44100 << 1.0 << -3.01;
        QTest::addRow("both channels, -20 dB") << 2 << 48000 << 0.1 << -20.0;
    }
    void referenceSines()
    {
        QFETCH(int, soundingChannels);
        QFETCH(int, rate);
        QFETCH(double, amplitude);
        QFETCH(double, lufs);
        AudioBuffer buffer(2, static_cast<std::size_t>(5 * rate), rate);
        const AudioBuffer tone
            = test::sine(1, static_cast<std::size_t>(5 * rate), rate, 997.0, amplitude);
        for (int c = 0; c < soundingChannels; ++c) {
            std::copy(tone.channel(0).begin(), tone.channel(0).end(), buffer.channel(c).begin());
        }
        const auto loudness = measureLoudness(buffer);
        QVERIFY(loudness.has_value());
        QVERIFY(std::abs(loudness->integratedLufs - lufs) < 0.1);
        QVERIFY(std::abs(loudness->momentaryMaxLufs - lufs) < 0.1);
        QVERIFY(std::abs(loudness->shortTermMaxLufs - lufs) < 0.1);
        QVERIFY(loudness->rangeLu < 0.1);
        const double peakDb = 20.0 * std::log10(amplitude);
        QVERIFY(std::abs(loudness->samplePeakDb - peakDb) < 0.01);
        QVERIFY(std::abs(loudness->truePeakDb - peakDb) < 0.1);
    }

    // A sine at a quarter of the rate, 45 degrees off, has its samples 3.01 dB below its crests.
    void truePeakLiesBetweenSamples()
    {
        AudioBuffer buffer(1, 48000, 48000);
        for (std::size_t i = 0; i < buffer.frames(); ++i) {
            buffer.channel(0)[i] = (i / 2) % 2 == 0 ? 0.5F : -0.5F;
        }
        const auto loudness = measureLoudness(buffer);
        QVERIFY(loudness.has_value());
        QVERIFY(std::abs(loudness->samplePeakDb - -6.02) < 0.01);
        QVERIFY(std::abs(loudness->truePeakDb - -3.01) < 0.3);
    }

    // 100 ms of a tone fill a quarter of the 400 ms that contain them: 6.02 dB less.
    void shortSoundsAreMeasuredOver400Ms()
    {
        const auto loudness = measureLoudness(test::sine(2, 4800, 48000, 997.0, 1.0));
        QVERIFY(loudness.has_value());
        QVERIFY(std::abs(loudness->integratedLufs - -6.02) < 0.15);
        QCOMPARE(loudness->integratedLufs, loudness->momentaryMaxLufs);
    }

    void silenceAndEmptinessReadTheFloor()
    {
        for (const std::size_t frames : {0, 1, 1000, 96000}) {
            const auto loudness = measureLoudness(AudioBuffer(2, frames, 48000));
            QVERIFY(loudness.has_value());
            QCOMPARE(loudness->integratedLufs, -70.0);
            QCOMPARE(loudness->momentaryMaxLufs, -70.0);
            QCOMPARE(loudness->truePeakDb, -120.0);
        }
    }

    void blocksOfAnySizeGiveTheSameAnswer()
    {
        const AudioBuffer buffer = test::sine(2, 50000, 48000, 200.0, 0.3);
        const auto whole = measureLoudness(buffer);
        auto meter = LoudnessMeter::create(2, 48000);
        QVERIFY(whole && meter);
        const std::vector<float> samples = interleave(buffer);
        std::size_t at = 0;
        for (std::size_t size = 2; at < samples.size(); size = size * 3 + 2) {
            const std::size_t count = std::min(size, samples.size() - at);
            meter->add(std::span(samples).subspan(at, count));
            at += count;
        }
        const Loudness parts = meter->finish();
        QCOMPARE(parts.integratedLufs, whole->integratedLufs);
        QCOMPARE(parts.momentaryMaxLufs, whole->momentaryMaxLufs);
        QCOMPARE(parts.truePeakDb, whole->truePeakDb);
    }

    void refusesNonsense()
    {
        QVERIFY(!LoudnessMeter::create(0, 48000).has_value());
        QVERIFY(!LoudnessMeter::create(2, 0).has_value());
        QVERIFY(!measureLoudness(AudioBuffer()).has_value());
    }
};

QTEST_GUILESS_MAIN(TestLoudness)
#include "tst_loudness.moc"
