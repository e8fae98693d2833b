#include "ui/plot/LaneView.h"
#include "ui/theme/Theme.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace nde;
using namespace nde::ui;

namespace {

std::vector<LaneInfo> lanes()
{
    return {{QStringLiteral("original"), QStringLiteral("Original"), Category::Mix, true},
            {QStringLiteral("drums"), QStringLiteral("Drums"), Category::Drums},
            {QStringLiteral("bass"), QStringLiteral("Bass"), Category::Bass}};
}

std::shared_ptr<const audio::PeakPyramid> loud(double seconds)
{
    audio::AudioBuffer buffer(1, static_cast<std::size_t>(seconds * 1000.0), 1000);
    for (std::size_t i = 0; i < buffer.frames(); ++i) {
        buffer.channel(0)[i] = i % 2 == 0 ? 0.9F : -0.9F;
    }
    return std::make_shared<audio::PeakPyramid>(audio::PeakPyramid::fromBuffer(buffer));
}

} // namespace

class TestLanes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void soloSilencesTheOthers()
    {
        LaneView view;
        view.setLanes(lanes());
        QVERIFY(view.isAudible(1));
        auto* solo = view.findChild<QAbstractButton*>(QStringLiteral("lane_drums_solo"));
        QVERIFY(solo != nullptr);
        QVERIFY(solo->accessibleName().contains(QStringLiteral("Drums")));
        QSignalSpy changed(&view, &LaneView::soloChanged);
        solo->click();
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed[0][0].toInt(), 1);
        QVERIFY(view.isAudible(1));
        QVERIFY(!view.isAudible(2));
        view.setMuted(1, true);
        QVERIFY(!view.isAudible(1)); // mute wins over solo
        QCOMPARE(changed.count(), 1);
        QVERIFY(!view.isAudible(7));
    }

    void originalHasNoMute()
    {
        LaneView view;
        view.setLanes(lanes());
        QVERIFY(view.findChild<QAbstractButton*>(QStringLiteral("lane_original_mute")) == nullptr);
        QCOMPARE(view.laneCount(), 3);
    }

    void clickSeeksOnTheCommonAxis()
    {
        LaneView view;
        view.setLanes(lanes());
        view.setLength(100.0);
        view.resize(1000, 150);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QSignalSpy sought(&view, &LaneView::seekRequested);
        const QRect time = view.lane(1)->timeRect();
        auto* wave = view.findChild<QAbstractSlider*>(QStringLiteral("lane_drums_wave"));
        QVERIFY(wave != nullptr);
        QTest::mouseClick(wave, Qt::LeftButton, {}, {time.width() / 4, 10});
        QCOMPARE(sought.count(), 1);
        QVERIFY(std::abs(sought[0][0].toDouble() - 25.0) < 0.2);
        QCOMPARE(time.left(), 176);
    }

    void nothingIsDrawnPastTheGrowingEdge()
    {
        LaneView view;
        view.setLanes(lanes());
        view.setLength(10.0);
        view.resize(1000, 150);
        view.setPeaks(1, loud(10.0));
        view.setReady(1, 0.5, QStringLiteral("50 %"));
        const QImage image = view.lane(1)->grab().toImage();
        const QRect time = view.lane(1)->timeRect();
        const QColor hue = Theme::current().category(Category::Drums);
        const int y = 18;
        const QColor before = image.pixelColor(time.left() + time.width() / 4, y);
        QVERIFY(std::abs(before.hue() - hue.hue()) < 12);
        for (int x = time.left() + time.width() / 2 + 2; x < time.right(); ++x) {
            const QColor after = image.pixelColor(x, 8); // off the centre line: well only
            QCOMPARE(after, Theme::current().well);
        }
    }

    void mutedLaneIsAnOutline()
    {
        LaneView view;
        view.setLanes(lanes());
        view.setLength(10.0);
        view.resize(1000, 150);
        view.setPeaks(1, loud(10.0));
        const QRect time = view.lane(1)->timeRect();
        const QPoint middle(time.left() + 100, 14);
        const QColor heard = view.lane(1)->grab().toImage().pixelColor(middle);
        view.setMuted(1, true);
        const QColor muted = view.lane(1)->grab().toImage().pixelColor(middle);
        QVERIFY(muted.value() < heard.value());
        // 45 % of the hue over the well
        const QColor expected
            = mixed(Theme::current().well, Theme::current().category(Category::Drums), 0.45);
        QVERIFY(std::abs(muted.green() - expected.green()) <= 3);
    }
};

QTEST_MAIN(TestLanes)
#include "tst_lanes.moc"
