#include "TrainingFixture.h"
#include "ui/plot/CurveChart.h"
#include "ui/plot/CurveData.h"
#include "ui/plot/SmallMultiple.h"
#include "ui/theme/Theme.h"

#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::vector<nn::EpochPoint> points(int count, int overfitFrom = 1000)
{
    std::vector<nn::EpochPoint> result;
    for (int epoch = 0; epoch < count; ++epoch) {
        result.push_back(epochPoint(epoch, overfitFrom));
    }
    return result;
}

} // namespace

class TestCurves : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void smoothingHasNoBiasAtTheStart()
    {
        QCOMPARE(smoothed(std::vector {5.0, 5.0, 5.0}, 0.9), (std::vector {5.0, 5.0, 5.0}));
        const auto half = smoothed(std::vector {0.0, 1.0, kNone, 1.0}, 0.5);
        QCOMPARE(half[0], 0.0);
        QVERIFY(std::abs(half[1] - 2.0 / 3.0) < 1e-12);
        QVERIFY(std::isnan(half[2]));
        QVERIFY(std::abs(half[3] - 6.0 / 7.0) < 1e-12); // 1·4 + 1·2 + 0·1 of 7
        QCOMPARE(smoothed(std::vector {3.0, 1.0}, 0.0), (std::vector {3.0, 1.0}));
    }

    void rangesFitWhatIsThere()
    {
        const auto log = fittedRange(std::vector {1.0, 100.0, -3.0, kNone}, true);
        QVERIFY(log && log->low > 0.7 && log->low < 1.0 && log->high > 100.0 && log->high < 130.0);
        const auto linear = fittedRange(std::vector {-10.0, 10.0}, false);
        QCOMPARE(*linear, (ValueRange {-11.0, 11.0}));
        QVERIFY(!fittedRange(std::vector {kNone}, false));
        QVERIFY(!fittedRange(std::vector {-1.0, 0.0}, true));
        QCOMPARE(*fittedRange(std::vector {0.0}, false), (ValueRange {-1.0, 1.0}));
        const auto flat = fittedRange(std::vector {4.0, 4.0}, false);
        QVERIFY(flat && flat->low < 4.0 && flat->high > 4.0);
        QCOMPARE(shareOf(10.0, {1.0, 100.0}, true), 0.5);
    }

    void ticksAreRoundAndFarEnoughApart()
    {
        const auto log = valueTicks({0.01, 4.0}, true, 300.0);
        QStringList labels;
        for (const ValueTick& tick : log) {
            if (!tick.label.isEmpty()) {
                labels.push_back(tick.label);
            }
        }
        QCOMPARE(labels.front(), QStringLiteral("0.01"));
        QVERIFY(labels.contains(QStringLiteral("0.1")) && labels.contains(QStringLiteral("1")));
        const auto narrow = valueTicks({170.0, 190.0}, true, 200.0); // less than a decade
        QCOMPARE(narrow.size(), std::size_t {5});
        QCOMPARE(narrow.front().label, QStringLiteral("170"));
        QCOMPARE(niceEnd(101.0), 120.0);
        QCOMPARE(niceStep(0.03), 0.05);
        QCOMPARE(curveNumber(0.00021), QStringLiteral("2.1 e−4"));
        QCOMPARE(curveNumber(184.96), QStringLiteral("185.0"));
    }

    void aLongCurveIsThinnedAndKeepsItsPeaks()
    {
        std::vector<double> xs;
        std::vector<double> values;
        for (int i = 0; i < 10'000; ++i) {
            xs.push_back(i);
            values.push_back(i == 5'003 ? 99.0 : std::sin(i * 0.01));
        }
        const auto parts = decimated(
            xs, values, [](double x) { return x / 20.0; }, [](double v) { return v; }, 1.0);
        QCOMPARE(parts.size(), std::size_t {1});
        QVERIFY(parts.front().size() <= 1002);
        QVERIFY(std::any_of(parts.front().begin(), parts.front().end(),
                            [](const QPointF& p) { return p.y() == 99.0; }));
        for (qsizetype i = 1; i < parts.front().size(); ++i) {
            QVERIFY(parts.front()[i].x() >= parts.front()[i - 1].x());
        }
        // What was not measured is bridged, what has no place on the axis is not.
        const auto gap = decimated(
            std::vector {0.0, 1.0, 2.0, 3.0}, std::vector {1.0, kNone, 2.0, -1.0},
            [](double x) { return x; }, [](double v) { return v; }, 1.0, 0.0);
        QCOMPARE(gap.size(), std::size_t {1});
        QCOMPARE(gap.front().size(), qsizetype {2});
    }

    void labelsKeepTheirDistance()
    {
        const auto placed = pushedApart({100.0, 101.0, 30.0, 195.0, 199.0}, 15.0, 0.0, 200.0);
        QCOMPARE(placed[2], 30.0);
        QCOMPARE(placed[0], 100.0);
        QCOMPARE(placed[1], 115.0);
        QCOMPARE(placed[4], 200.0);
        QCOMPARE(placed[3], 185.0);
        QCOMPARE(nearestIndex(std::vector {0.0, 10.0, 20.0}, 14.0), 1);
        QCOMPARE(nearestIndex(std::vector<double> {}, 14.0), -1);
    }

    void newPointsAreAddedToThePictureThatIsThere()
    {
        CurveChart chart;
        chart.resize(864, 322);
        chart.show();
        // The second half stays between the extremes of the first: the axis need not move.
        std::vector<nn::EpochPoint> all;
        for (int epoch = 0; epoch < 80; ++epoch) {
            all.push_back(epochPoint(epoch % 40));
            all.back().epoch = epoch;
        }
        chart.setPoints(std::span(all).first(40), 100);
        chart.grab();
        QCOMPARE(chart.renderCount(), 1);
        for (int epoch = 40; epoch < 80; ++epoch) {
            chart.append(all[static_cast<std::size_t>(epoch)]);
            chart.grab();
        }
        QCOMPARE(chart.pointCount(), 80);
        QCOMPARE(chart.renderCount(), 1);
        // The same as if it had been drawn at once, but for the joints.
        const QImage grown = chart.grab().toImage();
        chart.setPoints(all, 100);
        const QImage whole = chart.grab().toImage();
        QCOMPARE(chart.renderCount(), 2);
        int different = 0;
        for (int y = 0; y < whole.height(); ++y) {
            for (int x = 0; x < whole.width(); ++x) {
                const QColor a = grown.pixelColor(x, y);
                const QColor b = whole.pixelColor(x, y);
                different += std::abs(a.lightness() - b.lightness()) > 48 ? 1 : 0;
            }
        }
        QVERIFY2(different < whole.width() * whole.height() / 500,
                 qPrintable(QString::number(different)));
        // A point that leaves the axis makes it anew.
        nn::EpochPoint far = epochPoint(80);
        far.validation = 5000.0;
        chart.append(far);
        chart.grab();
        QCOMPARE(chart.renderCount(), 3);
    }

    void axesScalesAndLines()
    {
        CurveChart chart;
        chart.resize(864, 322);
        chart.setPoints(points(50), 0);
        const double right = chart.plotRect().right();
        QVERIFY(std::abs(chart.xOfEpoch(49) - right) < 1.0); // a run that is over fills the axis
        chart.setAxis(CurveAxis::Steps);
        QVERIFY(std::abs(chart.xOfEpoch(49) - right) < 1.0);
        chart.setPoints(points(50), 100);
        chart.setAxis(CurveAxis::Epoch);
        QVERIFY(std::abs(chart.xOfEpoch(49)
                         - (chart.plotRect().left() + chart.plotRect().width() * 0.49))
                < 1.0);
        chart.setScale(CurveScale::Change);
        chart.grab();
        chart.setLineVisible(QStringLiteral("kl"), false);
        QVERIFY(!chart.isLineVisible(QStringLiteral("kl")));
        chart.setCrosshair(10);
        QVERIFY(!chart.accessibleDescription().contains(QStringLiteral("KL")));
        QVERIFY(chart.accessibleDescription().startsWith(QStringLiteral("Epoch 10")));
    }

    void theKeyboardWalksAndChooses()
    {
        CurveChart chart;
        chart.resize(864, 322);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
        chart.setPoints(points(50), 100);
        QSignalSpy chosen(&chart, &CurveChart::epochChosen);
        QTest::keyClick(&chart, Qt::Key_Left);
        QCOMPARE(chart.crosshairEpoch(), std::optional<int>(49));
        QTest::keyClick(&chart, Qt::Key_Left);
        QCOMPARE(chart.crosshairEpoch(), std::optional<int>(48));
        QVERIFY(chart.accessibleDescription().startsWith(QStringLiteral("Epoch 48")));
        QTest::keyClick(&chart, Qt::Key_Return);
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen.first().first().toInt(), 48);
        QTest::mouseClick(&chart, Qt::LeftButton, {},
                          QPoint(static_cast<int>(chart.xOfEpoch(20)), 100));
        QCOMPARE(chosen.last().first().toInt(), 20);
    }

    void smallMultiplesSayTheirValue()
    {
        SmallMultiple small;
        small.resize(150, 72);
        small.setTexts(QStringLiteral("Memory"), QStringLiteral("2.6 GB"), QStringLiteral("All"));
        QCOMPARE(small.accessibleName(), QStringLiteral("Memory: 2.6 GB"));
        small.setLine({1.0, 2.0, 1.5});
        QVERIFY(!small.grab().isNull());
        small.setBars({3.0, 2.0, 0.0, 0.0}, 2, Qt::green);
        QCOMPARE(small.values().size(), std::size_t {4});
        const QImage image = small.grab().toImage();
        QCOMPARE(image.pixelColor(12, 48), QColor(Qt::green));
    }
};

QTEST_MAIN(TestCurves)
#include "tst_curves.moc"
