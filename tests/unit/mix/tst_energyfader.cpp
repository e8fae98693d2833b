#include "core/mix/EnergyFader.h"

#include <QTest>

#include <array>
#include <cmath>
#include <numbers>

using namespace nde;

namespace {

constexpr int kRate = 48000;

/// Intro, drop, break, drop of two seconds each at 120 bpm.
std::vector<mix::SectionSpan> spans()
{
    const std::int64_t two = 2 * kRate;
    return {{0, two, 0.3}, {two, 2 * two, 1.0}, {2 * two, 3 * two, 0.4}, {3 * two, 5 * two, 0.9}};
}

std::vector<float> sine(double seconds, double amplitude)
{
    std::vector<float> stereo;
    for (int n = 0; n < static_cast<int>(seconds * kRate); ++n) {
        const auto value
            = static_cast<float>(amplitude * std::sin(2.0 * std::numbers::pi * 997.0 * n / kRate));
        stereo.insert(stereo.end(), {value, value});
    }
    return stereo;
}

} // namespace

class TestEnergyFader : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sectionsBeginOnTheirBars()
    {
        music::Plan plan;
        plan.bpm = 90.0;
        plan.beatsPerBar = 4;
        plan.sections = {{1, "intro", 0, 3, 0.3}, {2, "drop", 3, 4, 1.4}};
        const auto found = mix::sectionSpans(plan, kRate);
        QCOMPARE(found.size(), std::size_t {2});
        QCOMPARE(found[0].from, std::int64_t {0});
        QCOMPARE(found[0].to, std::int64_t {8 * kRate}); // 3 bars of 8/3 s
        QCOMPARE(found[1].from, found[0].to);
        QCOMPARE(found[1].to, std::int64_t {56 * kRate / 3}); // 7 bars: the tail is nobody's
        QCOMPARE(found[1].energy, 1.0);
    }

    void sineHasTheLoudnessOfTheStandard()
    {
        // BS.1770: 997 Hz at full scale in both channels is −0.0 LUFS (−3.01 in one).
        mix::SectionMeter meter(spans(), kRate);
        meter.add(sine(2.0, 1.0));
        meter.add(sine(2.0, 0.1));
        const auto lufs = meter.lufs();
        QVERIFY(std::abs(lufs[0] - 0.0) < 0.05);
        QVERIFY(std::abs(lufs[1] + 20.0) < 0.05);
        QCOMPARE(lufs[2], -70.0);
    }

    void trimsFollowEnergy_data()
    {
        QTest::addColumn<std::array<double, 4>>("lufs");
        QTest::addColumn<std::array<double, 4>>("wanted");
        // 13 LU for an energy of 1: intro may be at −9.1, break at −7.8, second drop at −1.3.
        QTest::newRow("all alike")
            << std::array {-10.0, -10.0, -10.0, -10.0} << std::array {-9.1, 0.0, -7.8, -1.3};
        QTest::newRow("quiet enough")
            << std::array {-20.0, -10.0, -18.0, -11.5} << std::array {0.0, 0.0, 0.0, 0.0};
        QTest::newRow("break 3 LU down")
            << std::array {-17.0, -10.0, -13.0, -10.5} << std::array {-2.1, 0.0, -4.8, -0.8};
        QTest::newRow("louder than the top")
            << std::array {-18.0, -10.0, -5.0, -8.0} << std::array {-1.1, 0.0, -11.0, -3.3};
        QTest::newRow("silence") << std::array {-70.0, -70.0, -70.0, -70.0}
                                 << std::array {-9.1, 0.0, -7.8, -1.3};
    }
    void trimsFollowEnergy()
    {
        using Four = std::array<double, 4>;
        QFETCH(Four, lufs);
        QFETCH(Four, wanted);
        const auto trims = mix::energyTrims(spans(), lufs);
        QCOMPARE(trims.size(), std::size_t {4});
        for (std::size_t i = 0; i < 4; ++i) {
            QVERIFY2(std::abs(trims[i] - wanted[i]) < 1e-9,
                     qPrintable(QStringLiteral("%1: %2").arg(i).arg(trims[i])));
        }
        QVERIFY(mix::energyTrims({}, {}).empty());
    }

    void risesBeforeTheBarLineAndFallsAfterIt()
    {
        const std::array<double, 4> trims {-5.0, 0.0, -2.0, 0.0};
        mix::EnergyFader fader(spans(), trims, kRate);
        std::vector<float> stereo(static_cast<std::size_t>(2 * 10 * kRate), 1.0F);
        // In blocks that do not fit the sections: the same as in one.
        for (std::size_t at = 0; at < stereo.size(); at += 2 * 1024) {
            fader.process(
                std::span(stereo).subspan(at, std::min<std::size_t>(2048, stereo.size() - at)));
        }
        const auto db = [&](std::int64_t frame) {
            return 20.0
                * std::log10(static_cast<double>(stereo[static_cast<std::size_t>(2 * frame)]));
        };
        const std::int64_t two = 2 * kRate;
        QVERIFY(std::abs(db(0) + 5.0) < 1e-4);
        QVERIFY(std::abs(db(two - kRate / 50 - 1) + 5.0) < 1e-4);
        QVERIFY(std::abs(db(two)) < 1e-6);
        QVERIFY(std::abs(db(two - 1)) < 0.01);
        // Down: nothing before the line; half of the way, 0.897 of the amplitude, after 250 ms.
        QVERIFY(std::abs(db(2 * two - 1)) < 1e-6);
        QVERIFY(std::abs(db(2 * two)) < 1e-6);
        QVERIFY(
            std::abs(db(2 * two + kRate / 4) - 20.0 * std::log10(0.5 + 0.5 * std::pow(10.0, -0.1)))
            < 1e-3);
        QVERIFY(std::abs(db(2 * two + kRate / 2) + 2.0) < 1e-4);
        QVERIFY(std::abs(db(3 * two - kRate / 50 - 1) + 2.0) < 1e-4);
        QVERIFY(std::abs(db(5 * two - 1)) < 1e-6);
        float steepest = 0.0F;
        for (std::size_t i = 2; i < stereo.size(); i += 2) {
            steepest = std::max(steepest, std::abs(stereo[i] - stereo[i - 2]));
            QCOMPARE(stereo[i], stereo[i + 1]);
        }
        QVERIFY(steepest < 1e-3F); // π/2 · 0.44 in 960 frames
    }

    void aShortSectionHasItsLevelForHalfOfIt()
    {
        const std::int64_t fifth = kRate / 5;
        const std::vector<mix::SectionSpan> spans {
            {0, fifth, 1.0}, {fifth, 2 * fifth, 0.5}, {2 * fifth, 3 * fifth, 1.0}};
        mix::EnergyFader fader(spans, std::array {0.0, -6.0, 0.0}, kRate);
        const auto quiet = static_cast<float>(std::pow(10.0, -0.3));
        QCOMPARE(fader.gainAt(fifth), 1.0F);
        QCOMPARE(fader.gainAt(fifth + fifth / 2), quiet);
        QCOMPARE(fader.gainAt(2 * fifth - kRate / 50 - 1), quiet);
        QCOMPARE(fader.gainAt(2 * fifth), 1.0F);
        QCOMPARE(fader.gainAt(fifth / 2), 1.0F); // also backwards
    }
};

QTEST_APPLESS_MAIN(TestEnergyFader)
#include "tst_energyfader.moc"
