#include "../support/TrackSketch.h"
#include "ui/plot/ArrangeLayout.h"
#include "ui/plot/ArrangeText.h"
#include "ui/plot/BarScale.h"
#include "ui/theme/Theme.h"

#include <QTest>

#include <cmath>
#include <memory>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

using Clips = std::vector<int>;

/// What the timeline is drawn from: bars and pixels, order of clips, names.
class TestArrangeLayout : public QObject
{
    Q_OBJECT

    std::shared_ptr<music::Plan> m_plan {TrackSketch::make()};

    [[nodiscard]] const music::Lane& lane(const char* role) const
    {
        for (const music::Lane& lane : m_plan->lanes) {
            if (lane.role == role) {
                return lane;
            }
        }
        return m_plan->lanes.front();
    }
    [[nodiscard]] int clip(const char* role, std::size_t index) const
    {
        return lane(role).clips[index].id;
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void barsAndPixelsAreTheSamePlaces()
    {
        BarScale scale;
        scale.setTrack(96, 4, 120.0);
        scale.setWidth(960.0);
        QVERIFY(scale.isFitted());
        QCOMPARE(scale.pixelsPerBar(), 10.0);
        QCOMPARE(scale.secondsPerBar(), 2.0);
        scale.zoomBy(4.0, 320.0);
        QCOMPARE(scale.pixelsPerBar(), 40.0);
        QCOMPARE(scale.barAt(320.0), 32.0); // stays under the pointer
        QCOMPARE(scale.offset(), 960.0);
        for (const double bar : {0.0, 3.25, 41.0, 96.0}) {
            QVERIFY(std::abs(scale.barAt(scale.xOf(bar)) - bar) < 1e-12);
        }
        QCOMPARE(scale.visibleBars(), std::pair(24, 48));
        scale.setOffset(1e9);
        QCOMPARE(scale.offset(), 96 * 40.0 - 960.0);
        QCOMPARE(scale.barAt(960.0), 96.0);
        scale.ensureVisible(0.0, 4.0);
        QCOMPARE(scale.offset(), 0.0);
        scale.zoomBy(0.001, 0.0); // never smaller than the whole
        QVERIFY(scale.isFitted());
        scale.setWidth(480.0);
        QCOMPARE(scale.pixelsPerBar(), 5.0); // what is fitted stays so
    }

    void theRulerLabelsWhatHasRoom()
    {
        BarScale scale;
        scale.setTrack(96, 4, 132.0);
        scale.setWidth(776.0);
        const auto marks = scale.marks(40.0);
        QCOMPARE(marks.size(), std::size_t {12}); // every eighth bar
        QCOMPARE(marks[0].number, QStringLiteral("1"));
        QCOMPARE(marks[1].number, QStringLiteral("9"));
        QCOMPARE(marks[1].time, QString());
        QCOMPARE(marks[4].number, QStringLiteral("33"));
        QCOMPARE(marks[4].time, QStringLiteral("0:58")); // 32 bars of 240/132 s are 58.18 s
        QCOMPARE(scale.gridBars(), std::pair(4, 8));
        QCOMPARE(scale.snapBars(), 4);
        QCOMPARE(scale.snapBars(true), 1);
        scale.zoomTo(32.0, 40.0);
        QCOMPARE(scale.marks(40.0).front().bar, 32);
        QCOMPARE(scale.marks(40.0)[1].bar, 33);
        QCOMPARE(scale.snapBars(), 1);
        QCOMPARE(scale.gridBars(), std::pair(0, 1)); // beats
        QCOMPARE(rulerClock(3599.99), QStringLiteral("59:59"));
        QCOMPARE(rulerClock(3723.0), QStringLiteral("1:02:03"));
    }

    void keysGoFromClipToClip()
    {
        const ArrangeLayout layout(m_plan);
        const int bass = lane("bass").id;
        const ArrangeSpot drop {bass, clip("bass", 2)};
        QCOMPARE(layout.next(drop, ArrangeStep::Left), (ArrangeSpot {bass, clip("bass", 1)}));
        QCOMPARE(layout.next(drop, ArrangeStep::First), (ArrangeSpot {bass, clip("bass", 0)}));
        QCOMPARE(layout.next(drop, ArrangeStep::Last), (ArrangeSpot {bass, clip("bass", 4)}));
        // Below the bass begins nothing at bar 33: the lead's first clip at 41 is nearest.
        QCOMPARE(layout.next(drop, ArrangeStep::Down),
                 (ArrangeSpot {lane("lead").id, clip("lead", 0)}));
        QCOMPARE(layout.next({bass, clip("bass", 0)}, ArrangeStep::Left), (ArrangeSpot {bass, 0}));
        QCOMPARE(layout.next({bass, 0}, ArrangeStep::Right), (ArrangeSpot {bass, clip("bass", 0)}));
        QCOMPARE(layout.next({bass, clip("bass", 4)}, ArrangeStep::Right),
                 (ArrangeSpot {bass, clip("bass", 4)}));
    }

    void movedClipsStayInTheTrackTogether()
    {
        const ArrangeLayout layout(m_plan);
        const Clips two {clip("bass", 0), clip("bass", 4)}; // 17 to 24 and 81 to 88
        const auto places = layout.moved(two, 100, 0);
        QCOMPARE(places.size(), std::size_t {2});
        QCOMPARE(places[0].startBar, 24);
        QCOMPARE(places[1].startBar, 88);
        QCOMPARE(layout.moved(two, -100, 0)[0].startBar, 0);
        QCOMPARE(layout.moved(two, 0, -99)[0].lane, lane("kick").id);
        QCOMPARE(layout.moved(two, 0, 99)[1].lane, lane("fx").id);
        QCOMPARE(layout.resized(two[0], false, 17), std::pair(16, 1));
        QCOMPARE(layout.resized(two[0], false, 5), std::pair(16, 1));
        QCOMPARE(layout.resized(two[0], true, 12), std::pair(12, 12));
        QCOMPARE(layout.resized(two[0], true, 90), std::pair(23, 1));
        QCOMPARE(layout.freeBars(layout.laneIndex(lane("lead").id), 34), std::pair(32, 8));
        QCOMPARE(layout.freeBars(layout.laneIndex(lane("lead").id), 41).second, 0);
        QCOMPARE(layout.freeBars(layout.laneCount(), 60), std::pair(56, 16)); // a new lane
    }

    void namesAreNumberedWhereTheyRepeat()
    {
        QCOMPARE(sectionTitle(*m_plan, m_plan->sections[2]), QStringLiteral("Drop"));
        QCOMPARE(sectionTitle(*m_plan, m_plan->sections[4]), QStringLiteral("Drop 2"));
        auto plan = *m_plan;
        plan.lanes[1].role = "kick";
        QCOMPARE(laneTitle(plan, plan.lanes[1]), QStringLiteral("Kick 2"));
        QCOMPARE(roleText("theremin"), QStringLiteral("Theremin"));
        QCOMPARE(barsText(32, 1), QStringLiteral("bar 33"));
    }
};

QTEST_MAIN(TestArrangeLayout)
#include "tst_arrange_layout.moc"
