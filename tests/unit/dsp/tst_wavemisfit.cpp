#include "TestSounds.h"
#include "core/dsp/WaveMisfit.h"

#include <QtTest>

#include <cmath>
#include <vector>

using namespace nde;
using testsounds::Mono;

namespace {

constexpr std::size_t kReach = 11025;

/// A decaying hit of noise.
Mono hit(std::uint64_t seed)
{
    Mono x = testsounds::noise(0.5, seed);
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] *= static_cast<float>(std::exp(-static_cast<double>(i) / 4000.0));
    }
    return x;
}

Mono sum(const Mono& a, const Mono& b, float gain)
{
    Mono x = a;
    testsounds::mixAt(x, 0.0, b, gain);
    return x;
}

} // namespace

class TestWaveMisfit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLeftOfACopy();
    void risesAsTheDifference();
    void tellsTwins_data();
    void tellsTwins();
    void nothingToCompare();
};

/// Softer, turned over and later or earlier: what is left is what rounding leaves.
void TestWaveMisfit::nothingIsLeftOfACopy()
{
    const Mono original = hit(1);
    const double unlike = dsp::waveMisfitDb(hit(2), original, kReach);
    Mono late = testsounds::silence(0.6);
    testsounds::mixAt(late, 0.1, original, -0.25F);
    QVERIFY(dsp::waveMisfitDb(late, original, kReach) < unlike - 90.0);
    QVERIFY(dsp::waveMisfitDb(original, late, kReach) < unlike - 90.0);
    // Later than it may be.
    QVERIFY(dsp::waveMisfitDb(late, original, 1000) > unlike - 10.0);
}

/// Ten times the difference is 20 dB more.
void TestWaveMisfit::risesAsTheDifference()
{
    const Mono original = hit(1);
    const Mono other = hit(3);
    const double little = dsp::waveMisfitDb(sum(original, other, 1e-3F), original, kReach);
    const double more = dsp::waveMisfitDb(sum(original, other, 1e-2F), original, kReach);
    QVERIFY2(std::abs(more - little - 20.0) < 0.1, qPrintable(QString::number(more - little)));
}

void TestWaveMisfit::tellsTwins_data()
{
    QTest::addColumn<float>("noise");
    QTest::addRow("without noise") << 0.0F;
    QTest::addRow("with noise louder than the difference") << 1e-3F;
}

/// A twin that differs by 74 dB less than it sounds: its correlation is 1 − 2·10⁻⁸, less than a
/// float tells from 1.
void TestWaveMisfit::tellsTwins()
{
    QFETCH(const float, noise);
    const Mono original = hit(1);
    const Mono twin = sum(original, hit(4), 2e-4F);
    for (const Mono& one : {original, twin}) {
        const Mono copy = sum(one, testsounds::noise(0.5, 5), noise);
        const double toOriginal = dsp::waveMisfitDb(copy, original, kReach);
        const double toTwin = dsp::waveMisfitDb(copy, twin, kReach);
        QVERIFY(one == original ? toOriginal < toTwin : toTwin < toOriginal);
    }
}

void TestWaveMisfit::nothingToCompare()
{
    QCOMPARE(dsp::waveMisfitDb({}, hit(1), kReach), 0.0);
    QCOMPARE(dsp::waveMisfitDb(Mono(1000), hit(1), kReach), 0.0);
    QCOMPARE(dsp::waveMisfitDb(hit(1), {}, kReach), 0.0);
    QVERIFY(std::isfinite(dsp::waveMisfitDb(Mono(7, 0.5F), Mono(3, 0.1F), kReach)));
    QVERIFY(std::isfinite(dsp::waveMisfitDb(hit(1), Mono(1000), kReach)));
}

QTEST_GUILESS_MAIN(TestWaveMisfit)
#include "tst_wavemisfit.moc"
