#include "ui/plot/BeatLines.h"
#include "ui/plot/TapTempo.h"

#include <QTest>

#include <cmath>

using namespace nde;
using namespace nde::ui;

namespace {

/// 120 BPM in four: beats of 0.5 s, bars of 2 s.
BeatGrid twoASecond(double downbeatS = 0.0)
{
    return {120.0, std::fmod(downbeatS, 0.5), downbeatS, 4};
}

bool isNear(double a, double b)
{
    return std::abs(a - b) < 1e-9;
}

} // namespace

class TestBeatGrid : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void beatsAndBars()
    {
        const auto lines = beatLines(twoASecond(), 0.0, 8.0, 100.0, 120.0);
        QCOMPARE(lines.size(), std::size_t(16));
        for (std::size_t i = 0; i < lines.size(); ++i) {
            QVERIFY(isNear(lines[i].seconds, 0.5 * static_cast<double>(i)));
            QCOMPARE(lines[i].bar, static_cast<int>(i / 4 + 1));
            QCOMPARE(lines[i].beat, static_cast<int>(i % 4 + 1));
            QCOMPARE(lines[i].isDownbeat(), i % 4 == 0);
            QCOMPARE(lines[i].isLabelled, i % 4 == 0); // a bar is 200 px: wider than a label
        }
    }

    void linesAreNeverCloserThanSixPixels_data()
    {
        QTest::addColumn<double>("pixelsPerSecond");
        QTest::addColumn<double>("stepS");
        QTest::addRow("12 px a beat: beats") << 24.0 << 0.5;
        QTest::addRow("6 px a beat: beats") << 12.0 << 0.5;
        QTest::addRow("5.9 px a beat: bars") << 11.8 << 2.0;
        QTest::addRow("5.9 px a bar: four bars") << 2.95 << 8.0;
        QTest::addRow("1 px a bar: 16 bars") << 0.5 << 32.0;
    }
    void linesAreNeverCloserThanSixPixels()
    {
        QFETCH(double, pixelsPerSecond);
        QFETCH(double, stepS);
        const auto lines = beatLines(twoASecond(), 0.0, 320.0, pixelsPerSecond, 120.0);
        QVERIFY(lines.size() >= 10);
        double lastLabel = -1e9;
        for (std::size_t i = 1; i < lines.size(); ++i) {
            QVERIFY(isNear(lines[i].seconds - lines[i - 1].seconds, stepS));
        }
        QVERIFY((lines[1].seconds - lines[0].seconds) * pixelsPerSecond >= kLeastBeatSpacing);
        for (const BeatLine& line : lines) {
            QCOMPARE(line.isDownbeat(), isNear(std::remainder(line.seconds, 2.0), 0.0));
            if (line.isLabelled) {
                QVERIFY((line.seconds - lastLabel) * pixelsPerSecond >= 120.0 - 1e-6);
                lastLabel = line.seconds;
            }
        }
    }

    void barsBeforeTheFirst()
    {
        // The "one" at 1.3 s: the beats at 0.3 and 0.8 s belong to bar 0.
        const auto lines = beatLines(twoASecond(1.3), 0.0, 2.0, 100.0, 120.0);
        QCOMPARE(lines.size(), std::size_t(4));
        QVERIFY(isNear(lines[0].seconds, 0.3));
        QCOMPARE(lines[0].bar, 0);
        QCOMPARE(lines[0].beat, 3);
        QCOMPARE(lines[2].bar, 1);
        QVERIFY(lines[2].isDownbeat());
    }

    void waltz()
    {
        const BeatGrid grid {90.0, 0.0, 0.0, 3};
        const auto lines = beatLines(grid, 0.0, 8.0, 60.0, 120.0);
        QCOMPARE(lines.size(), std::size_t(12));
        QVERIFY(lines[3].isDownbeat());
        QCOMPARE(lines[3].bar, 2);
        QVERIFY(!lines[4].isDownbeat());
    }

    void linesDoNotDrift()
    {
        const BeatGrid grid {127.3, 0.123, 0.123, 4};
        const auto lines = beatLines(grid, 3590.0, 3600.0, 100.0, 120.0);
        QVERIFY(!lines.empty());
        for (const BeatLine& line : lines) {
            const double beats = (line.seconds - 0.123) * 127.3 / 60.0;
            QVERIFY(std::abs(beats - std::round(beats)) < 1e-6);
        }
    }

    void noTempoNoLines()
    {
        QVERIFY(beatLines({}, 0.0, 8.0, 100.0, 120.0).empty());
        QVERIFY(beatLines(twoASecond(), 1.0, 1.0, 100.0, 120.0).empty());
        // A beat of 500 px: only time says where one is.
        QVERIFY(beatLines(twoASecond(), 0.0, 1.0, 1000.0, 120.0).empty());
    }

    void doubleAndHalf()
    {
        const auto twice = scaledTempo(twoASecond(1.5), 2.0);
        QVERIFY(twice.has_value());
        QCOMPARE(*twice->bpm, 240.0);
        QVERIFY(isNear(twice->firstDownbeatS, 1.5));
        QVERIFY(isNear(std::remainder(twice->firstBeatS - 1.5, 0.25), 0.0));
        const auto half = scaledTempo(twoASecond(1.5), 0.5);
        QVERIFY(half.has_value());
        QCOMPARE(*half->bpm, 60.0);
        QVERIFY(isNear(half->firstDownbeatS, 1.5));
        QVERIFY(isNear(half->firstBeatS, 0.5)); // a beat of one second before the "one"
        QVERIFY(!scaledTempo({250.0, 0.0, 0.0, 4}, 2.0));
        QVERIFY(!scaledTempo({30.0, 0.0, 0.0, 4}, 0.5));
        QVERIFY(!scaledTempo({}, 2.0));
        const auto back = scaledTempo(*twice, 0.5);
        QCOMPARE(back->bpm, std::optional(120.0));
        QVERIFY(isNear(back->firstDownbeatS, 1.5));
    }

    void movingKeepsTheTempo()
    {
        const BeatGrid later = movedBy(twoASecond(1.0), 0.12);
        QCOMPARE(*later.bpm, 120.0);
        QVERIFY(isNear(later.firstDownbeatS, 1.12));
        QVERIFY(isNear(later.firstBeatS, 0.12));
        // Before 0 begins nothing: a bar on.
        const BeatGrid earlier = movedBy(twoASecond(0.1), -0.3);
        QVERIFY(isNear(earlier.firstDownbeatS, 1.8));
        QVERIFY(isNear(earlier.firstBeatS, 0.3));
        QCOMPARE(movedBy(BeatGrid {}, 1.0), BeatGrid {});
    }

    void theOneGoesWhereItIsSaid_data()
    {
        QTest::addColumn<double>("saidS");
        QTest::addColumn<double>("firstS");
        QTest::addRow("one beat later") << 1.5 << 1.5;
        QTest::addRow("one beat later, many bars on") << 61.5 << 1.5;
        QTest::addRow("earlier") << 0.75 << 0.75;
        QTest::addRow("between the beats, far on") << 101.12 << 1.12;
    }
    void theOneGoesWhereItIsSaid()
    {
        QFETCH(double, saidS);
        QFETCH(double, firstS);
        const BeatGrid grid = withDownbeatAt(twoASecond(1.0), saidS);
        QVERIFY2(isNear(grid.firstDownbeatS, firstS),
                 qPrintable(QString::number(grid.firstDownbeatS)));
        QVERIFY(grid.firstBeatS >= 0.0 && grid.firstBeatS <= grid.firstDownbeatS + 1e-9);
        // A line with beat 1 lies where it was said.
        const auto lines = beatLines(grid, saidS - 0.01, saidS + 0.01, 100.0, 120.0);
        QCOMPARE(lines.size(), std::size_t(1));
        QVERIFY(lines[0].isDownbeat());
    }

    void anotherTempoTurnsAboutTheOne()
    {
        const BeatGrid faster = withTempo(twoASecond(1.0), 150.0, 0.2);
        QVERIFY(isNear(faster.firstDownbeatS, 1.0));
        QVERIFY(isNear(std::remainder(faster.firstBeatS - 1.0, 0.4), 0.0));
        const BeatGrid fresh = withTempo(BeatGrid {}, 150.0, 0.2);
        QCOMPARE(fresh.bpm, std::optional(150.0));
        QVERIFY(isNear(fresh.firstDownbeatS, 0.2));
        QCOMPARE(*withTempo(BeatGrid {}, 1000.0, 0.0).bpm, 400.0);
    }

    void snapsToTheNearestOnset()
    {
        const std::vector<double> onsets {0.5, 1.0, 1.1};
        QCOMPARE(snapped(0.52, onsets, 0.05), 0.5);
        QCOMPARE(snapped(1.04, onsets, 0.05), 1.0);
        QCOMPARE(snapped(1.06, onsets, 0.05), 1.1);
        QCOMPARE(snapped(0.7, onsets, 0.05), 0.7);
        QCOMPARE(snapped(9.0, onsets, 0.05), 9.0);
        QCOMPARE(snapped(0.7, {}, 0.05), 0.7);
    }

    void tappingIsMeantFromTheFourthOn()
    {
        TapTempo taps;
        QVERIFY(!taps.bpm());
        taps.tap(10.0);
        QVERIFY(!taps.bpm());
        for (int i = 1; i < 4; ++i) {
            QVERIFY(!taps.isMeant());
            taps.tap(10.0 + 0.5 * i);
            QVERIFY(isNear(*taps.bpm(), 120.0));
        }
        QCOMPARE(taps.count(), 4);
        QVERIFY(taps.isMeant());
    }

    void oneSlipChangesNothing()
    {
        TapTempo taps;
        for (const double time : {0.0, 0.5, 1.0, 1.72, 2.0, 2.5, 3.0}) {
            taps.tap(time);
        }
        QVERIFY(isNear(*taps.bpm(), 120.0));
    }

    void followsAnotherTempo()
    {
        TapTempo taps;
        double now = 0.0;
        for (int i = 0; i < 6; ++i) {
            taps.tap(now += 0.5);
        }
        for (int i = 0; i < TapTempo::kMostIntervals; ++i) {
            taps.tap(now += 0.4);
        }
        QVERIFY(isNear(*taps.bpm(), 150.0));
    }

    void aPauseBeginsAnew()
    {
        TapTempo taps;
        for (const double time : {0.0, 0.5, 1.0, 1.5}) {
            taps.tap(time);
        }
        taps.tap(1.5 + TapTempo::kPauseS + 0.1);
        QCOMPARE(taps.count(), 1);
        QVERIFY(!taps.bpm());
        taps.reset();
        QCOMPARE(taps.count(), 0);
        taps.tap(100.0);
        taps.tap(100.05); // 1200 BPM is no tempo
        QVERIFY(!taps.bpm());
    }
};

QTEST_APPLESS_MAIN(TestBeatGrid)
#include "tst_beatgrid.moc"
