#include "core/base/Random.h"
#include "core/nn/vae/Descriptors.h"
#include "core/nn/vae/Layout.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <string>
#include <vector>

using namespace nde;
using namespace nde::nn::vae;

namespace {

using Numbers = std::map<std::string, double>;

std::vector<float> sampled(const std::function<double(double)>& at)
{
    std::vector<float> out(kLength);
    for (std::size_t n = 0; n < out.size(); ++n) {
        out[n] = static_cast<float>(at(static_cast<double>(n) / kSampleRate));
    }
    return out;
}

double sine(double hz, double seconds)
{
    return std::sin(2.0 * std::numbers::pi * hz * seconds);
}

std::vector<float> whiteNoise(std::uint64_t seed)
{
    Random random(seed);
    return sampled([&random](double) { return 0.1 * random.normal(); });
}

Numbers numbersOf(const std::vector<float>& sound)
{
    const auto values = describe(sound);
    Numbers out;
    for (std::size_t i = 0; i < values.size(); ++i) {
        out[kDescriptorIds[i]] = values[i];
    }
    return out;
}

bool isNear(double value, double wanted, double tolerance)
{
    if (std::abs(value - wanted) <= tolerance) {
        return true;
    }
    qWarning("%g is not within %g of %g", value, tolerance, wanted);
    return false;
}

} // namespace

class TestVaeDescriptors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void levelChangesNothing();
    void toneHasItsPitchAndBrightness();
    void decayIsTheTimeOfTwentyDecibels();
    void noiseIsNoisyAndTonesAreNot();
    void glideFallsByItsOctaves();
    void punchAndSustainAreLevels();
    void bodyAndRichnessAreShares();
    void tremorIsRoughAndBassIsNot();
    void silenceIsFinite();
};

void TestVaeDescriptors::levelChangesNothing()
{
    const auto loud = sampled([](double t) { return 0.8 * sine(90, t) * std::exp(-t / 0.1); });
    auto soft = loud;
    std::for_each(soft.begin(), soft.end(), [](float& sample) { sample *= 0.01F; });
    const auto a = describe(loud);
    const auto b = describe(soft);
    for (std::size_t i = 0; i < a.size(); ++i) {
        QVERIFY(isNear(b[i], a[i], 1e-2));
    }
}

void TestVaeDescriptors::toneHasItsPitchAndBrightness()
{
    for (const double hz : {55.0, 160.0, 640.0}) {
        const auto n = numbersOf(sampled([hz](double t) { return sine(hz, t); }));
        QVERIFY(isNear(n.at("pitch"), std::log2(hz / 20.0), 0.01)); // 12 cents
        QVERIFY(isNear(n.at("brightness"), std::log2(hz / 20.0), 0.15));
        QVERIFY(isNear(n.at("pitch_fall"), 0.0, 0.15));
    }
}

void TestVaeDescriptors::decayIsTheTimeOfTwentyDecibels()
{
    // What is still to come of exp(-2t/tau) has fallen by 20 dB after ln(100)/2 tau.
    for (const double tau : {0.02, 0.05, 0.1}) {
        const auto n
            = numbersOf(sampled([tau](double t) { return sine(200, t) * std::exp(-t / tau); }));
        QVERIFY(isNear(n.at("decay"), std::log2(2.3026 * tau / 0.001), 0.05));
    }
}

void TestVaeDescriptors::noiseIsNoisyAndTonesAreNot()
{
    QVERIFY(isNear(numbersOf(whiteNoise(1)).at("noisiness"), 1.0, 0.15));
    const auto tone = numbersOf(sampled([](double t) { return sine(440, t) + sine(3000, t); }));
    QVERIFY(tone.at("noisiness") < 0.2);
    // A uniform spectrum has its middle, by power, half an octave or so below Nyquist.
    QVERIFY(isNear(numbersOf(whiteNoise(2)).at("brightness"),
                   std::log2(22050.0 / 20.0) - 1.0 / std::numbers::ln2, 0.1));
}

void TestVaeDescriptors::glideFallsByItsOctaves()
{
    // 200 Hz for 30 ms, then 50 Hz: two octaves.
    double phase = 0;
    const auto n = numbersOf(sampled([&phase](double t) {
        phase += (t < 0.03 ? 200.0 : 50.0) / kSampleRate;
        return std::sin(2.0 * std::numbers::pi * phase);
    }));
    QVERIFY(isNear(n.at("pitch_fall"), 2.0, 0.1));
    QVERIFY(isNear(n.at("pitch"), std::log2(50.0 / 20.0), 0.05));
}

void TestVaeDescriptors::punchAndSustainAreLevels()
{
    const auto n = numbersOf(sampled([](double t) {
        return sine(1000, t) * (t < 0.01 ? 1.0 : t < 0.1 ? 0.1 : 0.05);
    }));
    // 10 ms at 0 dB against 90 ms at -20 and 10 ms at -26 dB.
    QVERIFY(isNear(n.at("punch"), -10.0 * std::log10((0.09 * 0.01 + 0.01 * 0.0025) / 0.1), 0.1));
    QVERIFY(isNear(n.at("sustain"), 10.0 * std::log10(0.0025 / ((0.01 + 0.09 * 0.01) / 0.1)), 0.1));
}

void TestVaeDescriptors::bodyAndRichnessAreShares()
{
    // Powers 1 and 1/4: the low one holds 4/5; the rest against it is -6 dB.
    const auto n = numbersOf(sampled([](double t) { return sine(80, t) + 0.5 * sine(1600, t); }));
    QVERIFY(isNear(n.at("body"), 10.0 * std::log10(0.8), 0.1));
    QVERIFY(isNear(n.at("richness"), -6.02, 0.5));
}

void TestVaeDescriptors::tremorIsRoughAndBassIsNot()
{
    const auto steady = numbersOf(sampled([](double t) { return 0.5 * sine(2000, t); }));
    const auto rough = numbersOf(
        sampled([](double t) { return 0.5 * sine(2000, t) * (1.0 + 0.9 * sine(90, t)); }));
    const auto bass = numbersOf(sampled([](double t) { return 0.5 * sine(50, t); }));
    QVERIFY(steady.at("roughness") < 0.5);
    QVERIFY(rough.at("roughness") > 4.0);
    QVERIFY(bass.at("roughness") < 1.0);
}

void TestVaeDescriptors::silenceIsFinite()
{
    for (const auto& sound : {std::vector<float>(kLength, 0.0F), std::vector<float>(100, 0.5F)}) {
        for (const float value : describe(sound)) {
            QVERIFY(std::isfinite(value));
        }
    }
}

QTEST_GUILESS_MAIN(TestVaeDescriptors)
#include "tst_vae_descriptors.moc"
