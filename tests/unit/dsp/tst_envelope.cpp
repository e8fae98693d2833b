#include "core/dsp/Envelope.h"

#include <QtTest>

#include <cmath>
#include <vector>

using namespace nde;

namespace {

/// Hits of 2 ms at full level every `spacing` blocks of 1 ms, silence between and behind.
std::vector<float> hits(int count, int spacing, float level = 1.0F)
{
    std::vector<float> levels(200, 0.01F);
    for (int i = 0; i < count; ++i) {
        levels[static_cast<std::size_t>(5 + i * spacing)] = level;
        levels[static_cast<std::size_t>(6 + i * spacing)] = level;
    }
    return levels;
}

} // namespace

class TestEnvelope : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void levelOfASquareWave();
    void slopeOfAConstant();
    void fallOfAnExponential();
    void bursts_data();
    void bursts();
};

/// A square wave of ±0.5 has an RMS of 0.5 in every block; a rest shorter than a block is left out.
void TestEnvelope::levelOfASquareWave()
{
    std::vector<float> wave(105);
    for (std::size_t i = 0; i < wave.size(); ++i) {
        wave[i] = i % 2 == 0 ? 0.5F : -0.5F;
    }
    const std::vector<float> levels = dsp::blockLevels(wave, 10, false);
    QCOMPARE(levels.size(), std::size_t {10});
    for (const float level : levels) {
        QVERIFY(std::abs(level - 0.5F) < 1e-6F);
    }
    QVERIFY(dsp::blockLevels(wave, 106, false).empty());
}

/// Only the first sample of a constant differs from the one before it.
void TestEnvelope::slopeOfAConstant()
{
    const std::vector<float> levels = dsp::blockLevels(std::vector<float>(40, 1.0F), 4, true);
    QCOMPARE(levels.size(), std::size_t {10});
    QCOMPARE(levels[5], 0.0F);
}

/// exp(−i/10) is at or above a tenth up to i = 23 (10 ln 10 = 23.03).
void TestEnvelope::fallOfAnExponential()
{
    std::vector<float> levels(100);
    for (std::size_t i = 0; i < levels.size(); ++i) {
        levels[i] = std::exp(-static_cast<float>(i) / 10.0F);
    }
    QCOMPARE(dsp::blocksOfFall(levels, 0.1F), std::size_t {23});
}

void TestEnvelope::bursts_data()
{
    QTest::addColumn<std::vector<float>>("levels");
    QTest::addColumn<int>("expected");
    QTest::newRow("nothing") << std::vector<float>() << 0;
    QTest::newRow("one block") << std::vector<float> {1.0F} << 0;
    QTest::newRow("a kick") << hits(1, 0) << 1;
    QTest::newRow("a clap of four") << hits(4, 10) << 4;
    QTest::newRow("four that melt together") << hits(4, 2) << 1;
    QTest::newRow("only the first 80 ms count") << hits(6, 30) << 3;
    std::vector<float> soft = hits(1, 0);
    for (std::size_t i = 30; i < 32; ++i) {
        soft[i] = 0.05F; // 26 dB below
    }
    QTest::newRow("an echo far below is none") << soft << 1;
}

void TestEnvelope::bursts()
{
    QFETCH(std::vector<float>, levels);
    QFETCH(int, expected);
    QCOMPARE(dsp::burstCount(levels), expected);
}

QTEST_GUILESS_MAIN(TestEnvelope)
#include "tst_envelope.moc"
