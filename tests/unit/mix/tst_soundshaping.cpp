#include "core/mix/SoundFiles.h"
#include "tests/unit/mix/MixPlans.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace nde;
using namespace nde::tests;
using audio::AudioBuffer;

namespace {

double rmsOf(std::span<const float> samples)
{
    double sum = 0.0;
    for (const float sample : samples) {
        sum += static_cast<double>(sample) * static_cast<double>(sample);
    }
    return std::sqrt(sum / static_cast<double>(samples.size()));
}

} // namespace

class TestSoundShaping : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void peaksAreTamedAndNothingElse()
    {
        // A quiet tone with a click of full scale at 0.2 s, another of 0.9 at 0.3 s.
        AudioBuffer buffer = tone(0.5, 200.0, 1e9, kRate, 2);
        for (int c = 0; c < buffer.channels(); ++c) {
            const auto samples = buffer.channel(c);
            for (std::size_t n = 0; n < samples.size(); ++n) {
                samples[n] = 0.1F
                    * static_cast<float>(std::sin(2.0 * std::numbers::pi * 200.0
                                                  * static_cast<double>(n) / kRate));
            }
            samples[9600] = -1.0F;
            samples[14400] = 0.9F;
        }
        const AudioBuffer before = buffer;
        mix::tamePeaks(buffer, 0.5F);
        const auto was = before.channel(0);
        const auto is = buffer.channel(0);
        QVERIFY(peakOf(buffer, 0, buffer.frames()) <= 0.5 + 1e-6);
        QVERIFY(std::abs(is[9600] + 0.5F) < 0.01F); // no more than needed
        QVERIFY(std::abs(is[14400] - 0.5F) < 0.01F);
        for (std::size_t n = 0; n < 9600 - 49; ++n) { // a millisecond ahead, not earlier
            QCOMPARE(is[n], was[n]);
        }
        // 100 ms behind the last click the release (30 ms) has 3.6 % of 4.4 dB to go.
        QVERIFY(std::abs(is[19300] / was[19300] - 1.0F) < 0.03F);
        QVERIFY(std::equal(is.begin(), is.end(), buffer.channel(1).begin()));

        AudioBuffer quiet = tone(0.2, 200.0, 1e9, kRate, 2);
        const AudioBuffer same = quiet;
        mix::tamePeaks(quiet, 1.5F);
        QVERIFY(
            std::equal(quiet.channel(0).begin(), quiet.channel(0).end(), same.channel(0).begin()));
    }

    void monoGetsASideThatLeavesTheSum()
    {
        AudioBuffer buffer = noise(2.0, 5.0, 3);
        std::copy(buffer.channel(0).begin(), buffer.channel(0).end(), buffer.channel(1).begin());
        const AudioBuffer before = buffer;
        mix::spreadSound(buffer, 0.35, false);
        std::vector<float> side(buffer.frames());
        double worst = 0.0;
        for (std::size_t n = 0; n < side.size(); ++n) {
            side[n] = 0.5F * (buffer.channel(0)[n] - buffer.channel(1)[n]);
            const float middle = 0.5F * (buffer.channel(0)[n] + buffer.channel(1)[n]);
            worst = std::max(worst, std::abs(static_cast<double>(middle - before.channel(0)[n])));
        }
        QVERIFY(worst < 1e-6);
        // The all-pass keeps the power; what is below 250 Hz is 1 % of white noise.
        QVERIFY(std::abs(rmsOf(side) / rmsOf(before.channel(0)) - 0.35) < 0.02);

        AudioBuffer stereo = noise(0.5, 5.0, 4);
        stereo.channel(1)[10] += 0.1F;
        const AudioBuffer kept = stereo;
        mix::spreadSound(stereo, 0.35, false);
        for (int c = 0; c < 2; ++c) {
            QVERIFY(std::equal(stereo.channel(c).begin(), stereo.channel(c).end(),
                               kept.channel(c).begin()));
        }
    }

    /// A loop that has turned for ever: turned four times by hand its last turn is the same.
    void loopsAreSpreadInTheirSteadyState()
    {
        const AudioBuffer once = noise(1.5, 5.0, 6);
        auto loop = AudioBuffer(2, once.frames(), once.sampleRate());
        auto turned = AudioBuffer(2, 4 * once.frames(), once.sampleRate());
        for (int c = 0; c < 2; ++c) {
            for (std::size_t n = 0; n < turned.frames(); ++n) {
                const float sample = once.channel(0)[n % once.frames()];
                turned.channel(c)[n] = sample;
                if (n < once.frames()) {
                    loop.channel(c)[n] = sample;
                }
            }
        }
        mix::spreadSound(loop, 0.3, true);
        mix::spreadSound(turned, 0.3, false);
        for (std::size_t n = 0; n < loop.frames(); ++n) {
            QVERIFY(std::abs(loop.channel(0)[n] - turned.channel(0)[n + 3 * once.frames()])
                    < 1e-4F);
        }
    }
};

QTEST_APPLESS_MAIN(TestSoundShaping)
#include "tst_soundshaping.moc"
