#include "TestSounds.h"
#include "core/dsp/CategoryDetail.h"
#include "core/dsp/CategoryFeatures.h"
#include "core/dsp/CategoryNames.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace nde;
using namespace nde::dsp;

namespace {

using Mono = std::vector<float>;

/// Sum of harmonics 1 … of a tone that may glide, 0.6 s, peak below 1.
Mono harmonic(double hz, const std::vector<double>& levels, double octavesPerSecond = 0.0)
{
    Mono x(static_cast<std::size_t>(0.6 * kCategoryRate));
    double turn = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = static_cast<double>(i) / kCategoryRate;
        double sum = 0.0;
        for (std::size_t n = 0; n < levels.size(); ++n) {
            sum += levels[n] * std::sin(2.0 * std::numbers::pi * turn * static_cast<double>(n + 1));
        }
        x[i] = static_cast<float>(0.4 * sum);
        turn += hz * std::exp2(octavesPerSecond * t) / kCategoryRate;
    }
    return x;
}

Mono white(double seconds)
{
    Mono x(static_cast<std::size_t>(seconds * kCategoryRate));
    std::uint32_t state = 1;
    for (float& value : x) {
        state = state * 1664525U + 1013904223U;
        value = static_cast<float>(state >> 8) / 8388608.0F - 1.0F;
    }
    return x;
}

auto toneOf(const Mono& x)
{
    return category::toneOf(x, category::pictureOf(x));
}

auto shapeOf(const Mono& x)
{
    return category::shapeOf(x, category::pictureOf(x));
}

} // namespace

class TestCategoryInput : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pitchIsFound_data()
    {
        QTest::addColumn<double>("hz");
        for (const double hz : {41.2, 110.0, 220.0, 440.0, 1000.0}) {
            QTest::addRow("%g Hz", hz) << hz;
        }
    }
    void pitchIsFound()
    {
        QFETCH(double, hz);
        const auto tone = toneOf(harmonic(hz, {1.0, 0.5, 0.25}));
        QVERIFY(tone[0]
                > (hz > 100.0 ? 0.95 : 0.85)); // a last frame shorter than two periods is not
        QVERIFY(std::abs(tone[3] - std::log2(hz / 200.0)) < 0.02);
        QVERIFY(tone[4] < 0.02); // and steady
        QVERIFY(std::abs(tone[7]) < 0.1);
    }

    void glidesAndNoise()
    {
        const auto rising = toneOf(harmonic(200.0, {1.0, 0.5}, 1.5));
        QVERIFY(std::abs(rising[7] - 1.5) < 0.15); // octaves a second
        QVERIFY(rising[5] < -0.2);
        QVERIFY(rising[6] > 0.2);
        const auto noise = toneOf(white(0.6));
        QVERIFY(noise[0] < 0.3);
        QVERIFY(noise[2] == 0.0);
        QVERIFY(noise[11] == 0.0); // no pitch, no harmonics
    }

    void harmonicsAreWeighed()
    {
        // Energies 1 : 0.25 : 0.0625.
        const auto tone = toneOf(harmonic(250.0, {1.0, 0.5, 0.25}));
        QVERIFY(std::abs(tone[11] - tone[12] - std::log10(4.0)) < 0.05);
        QVERIFY(std::abs(tone[12] - tone[13] - std::log10(4.0)) < 0.05);
        QVERIFY(tone[19] > 0.95); // all of it
        const auto square = toneOf(harmonic(250.0, {1.0, 0.0, 1.0 / 3.0, 0.0, 0.2}));
        QVERIFY(square[20] > 2.0); // odd ones only
    }

    void burstsAreHeard()
    {
        Mono clap = white(0.2);
        for (std::size_t i = 0; i < clap.size(); ++i) {
            const double ms = static_cast<double>(i) * 1000.0 / kCategoryRate;
            const double since = ms < 40.0 ? std::fmod(ms, 10.0) : ms - 40.0;
            clap[i] *= static_cast<float>(std::exp(-since / (ms < 40.0 ? 2.0 : 30.0)));
        }
        const auto bursts = shapeOf(clap);
        QVERIFY(std::abs(bursts[19] * 30.0 - 10.0) < 1.5); // every 10 ms
        Mono even = white(0.2);
        for (std::size_t i = 0; i < even.size(); ++i) {
            even[i] *= static_cast<float>(std::exp(-static_cast<double>(i) / 960.0));
        }
        QVERIFY(bursts[18] > 2.0 * shapeOf(even)[18]);
    }

    void slopesAreInDecibels()
    {
        Mono x = white(0.5);
        for (std::size_t i = 0; i < x.size(); ++i) { // 200 dB a second
            x[i] *= static_cast<float>(
                std::pow(10.0, -10.0 * static_cast<double>(i) / kCategoryRate));
        }
        const auto shape = shapeOf(x);
        for (std::size_t region = 2; region < 6; ++region) { // those below move too slowly
            QVERIFY(std::abs(shape[21 + 3 * region] + 2.0) < 0.4);
        }
    }

    void everythingIsFinite()
    {
        for (const std::size_t length : {40, 100, 700, 1025, 3000}) {
            Mono x = white(0.2);
            x.resize(length);
            const auto features = categoryFeatures(x);
            QVERIFY(!features.isSilent);
            for (const float value : features.values) {
                QVERIFY(std::isfinite(value) && std::abs(value) < 100.0F);
            }
        }
        QVERIFY(categoryFeatures(Mono(1000)).isSilent);
    }
};

QTEST_GUILESS_MAIN(TestCategoryInput)
#include "tst_category_input.moc"
