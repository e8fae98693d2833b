#include "../support/TrackSketch.h"
#include "tests/support/Patience.h"
#include "ui/plot/StepGrid.h"
#include "ui/plot/StepValues.h"
#include "ui/theme/Theme.h"

#include <QAccessible>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <memory>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

using Events = std::vector<music::Event>;

namespace {

music::Event stroke(int bar, double beat, double velocity = 1.0, double offsetMs = 0.0)
{
    music::Event event;
    event.bar = bar;
    event.beat = beat;
    event.velocity = velocity;
    event.offsetMs = offsetMs;
    return event;
}

/// Two bars alike, with humanised strokes, and a third with a roll at its end.
music::Clip threeBars()
{
    music::Clip clip;
    clip.id = 1;
    clip.bars = 3;
    clip.events = {stroke(0, 0.0, 1.0, 1.5), stroke(0, 2.0, 0.8, -2.0),
                   stroke(1, 0.0, 0.9, 0.5), stroke(1, 2.0, 0.7, 3.0),
                   stroke(2, 0.0),           stroke(2, 3.75, 0.6),
                   stroke(2, 3.875, 0.5)};
    return clip;
}

} // namespace

/// The step sequencer: events as steps and back, pointer and keys.
class TestStepGrid : public QObject
{
    Q_OBJECT

    std::shared_ptr<music::Plan> m_plan;
    std::unique_ptr<StepGrid> m_grid;

    [[nodiscard]] QPoint cell(int row, int step) const
    {
        return m_grid->cellRect(row, step).center().toPoint();
    }
    [[nodiscard]] const music::Clip& clipOf(int row) const
    {
        const int id = m_grid->rows()[static_cast<std::size_t>(row)].clip;
        for (const music::Lane& lane : m_plan->lanes) {
            for (const music::Clip& clip : lane.clips) {
                if (clip.id == id) {
                    return clip;
                }
            }
        }
        return m_plan->lanes.front().clips.front();
    }
    void mouse(QEvent::Type type, QPoint at, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        const bool isMove = type == QEvent::MouseMove;
        QMouseEvent event(type, at, m_grid->mapToGlobal(at), isMove ? Qt::NoButton : Qt::LeftButton,
                          type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton,
                          modifiers);
        QCoreApplication::sendEvent(m_grid.get(), &event);
    }
    void open(std::size_t section = 2)
    {
        m_plan = TrackSketch::make();
        m_grid = std::make_unique<StepGrid>();
        m_grid->setPattern(m_plan, m_plan->sections[section].id);
        m_grid->resize(640, m_grid->sizeHint().height());
        m_grid->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_grid.get()));
    }
    static int inBar(const Events& events, int bar)
    {
        return static_cast<int>(std::count_if(events.begin(), events.end(),
                                              [bar](const auto& e) { return e.bar == bar; }));
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(1.0);
        qRegisterMetaType<Events>();
    }
    void cleanup() { m_grid.reset(); }

    // --- events and steps ------------------------------------------------------------------------

    void stepsLieOnTheSwungGrid()
    {
        QCOMPARE(stepBeat(0, 54.0), 0.0);
        QCOMPARE(stepBeat(4, 54.0), 1.0);
        QVERIFY(std::abs(stepBeat(1, 54.0) - 0.27) < 1e-12); // 54 % of the first half beat
        QVERIFY(std::abs(stepBeat(3, 75.0) - 0.875) < 1e-12);
        QCOMPARE(stepBeat(3, 50.0), 0.75);
    }

    void strokesAreFoundInTheirSteps()
    {
        const auto steps = stepsOf(threeBars(), 2, 4, 50.0);
        QCOMPARE(steps.size(), std::size_t {16});
        QCOMPARE(steps[0], (Step {1.0, 1, false}));
        QCOMPARE(steps[1], Step {});
        QCOMPARE(steps[15], (Step {0.6, 2, false})); // a roll of two
        QCOMPARE(stepsOf(threeBars(), 7, 4, 50.0), std::vector<Step>(16));
        QCOMPARE(stepsOf(threeBars(), 0, 3, 50.0).size(), std::size_t {12});
        music::Clip late;
        late.bars = 1;
        late.events = {stroke(0, 1.125)};
        QCOMPARE(stepsOf(late, 0, 4, 50.0)[4], (Step {1.0, 1, true})); // between two steps
        late.events = {stroke(0, 0.27)};
        QCOMPARE(stepsOf(late, 0, 4, 54.0)[1], (Step {1.0, 1, false}));
    }

    void unchangedStepsAreTheSameEvents()
    {
        const music::Clip clip = threeBars();
        for (int bar = 0; bar < 3; ++bar) {
            const auto steps = stepsOf(clip, bar, 4, 50.0);
            QCOMPARE(eventsOf(clip, bar, 4, 50.0, steps, true), clip.events);
        }
    }

    void aNewStepLiesOnTheGridOfAllBarsAlike()
    {
        const music::Clip clip = threeBars();
        auto steps = stepsOf(clip, 0, 4, 54.0);
        steps[5].velocity = 0.75;
        const Events here = eventsOf(clip, 0, 4, 54.0, steps, false);
        QCOMPARE(here.size(), clip.events.size() + 1);
        QCOMPARE(here[1], stroke(0, stepBeat(5, 54.0), 0.75));
        const Events everywhere = eventsOf(clip, 0, 4, 54.0, steps, true);
        QCOMPARE(inBar(everywhere, 0), 3);
        QCOMPARE(inBar(everywhere, 1), 3);
        QCOMPARE(inBar(everywhere, 2), 3); // sounds otherwise: as it was
        QVERIFY(std::is_sorted(everywhere.begin(), everywhere.end(), [](auto& a, auto& b) {
            return a.bar != b.bar ? a.bar < b.bar : a.beat < b.beat;
        }));
    }

    void otherStrokesKeepTheirFeel()
    {
        const music::Clip clip = threeBars();
        auto steps = stepsOf(clip, 0, 4, 50.0);
        steps[0] = {};
        const Events events = eventsOf(clip, 0, 4, 50.0, steps, true);
        QCOMPARE(inBar(events, 0), 1);
        QCOMPARE(inBar(events, 1), 1);
        QCOMPARE(events[0], clip.events[1]); // with its offset
        QCOMPARE(events[1], clip.events[3]);
        QCOMPARE(inBar(events, 2), 3);
        steps = stepsOf(clip, 0, 4, 50.0);
        steps[8].velocity = 0.4; // half of 0.8
        const Events softer = eventsOf(clip, 0, 4, 50.0, steps, true);
        QCOMPARE(softer[1].velocity, 0.4);
        QCOMPARE(softer[1].offsetMs, -2.0);
        QCOMPARE(softer[3].velocity, 0.35);
        // A roll goes as a whole.
        steps = stepsOf(clip, 2, 4, 50.0);
        steps[15] = {};
        QCOMPARE(inBar(eventsOf(clip, 2, 4, 50.0, steps, true), 2), 1);
    }

    void theDrumsOfASectionAreItsRows()
    {
        const auto plan = TrackSketch::make();
        const auto rows = drumRows(*plan, plan->sections[2].id, 0);
        QCOMPARE(rows.size(), std::size_t {4}); // kick, clap, hat, perc; not the bass
        QCOMPARE(rows[0].lane, plan->lanes[0].id);
        QCOMPARE(rows[0].clip, plan->lanes[0].clips[3].id); // bars 33 to 40
        QCOMPARE(rows[0].steps[4].velocity, 1.0);
        QCOMPARE(rows[3].clip, 0); // the percussion is a loop here
        QCOMPARE(rows[3].steps.size(), std::size_t {16});
        const auto later = drumRows(*plan, plan->sections[2].id, 10); // bar 43
        QCOMPARE(later[0].clip, plan->lanes[0].clips[4].id);
        QCOMPARE(later[0].bar, 2);
        QVERIFY(drumRows(*plan, plan->sections[4].id, 0)[0].isLocked); // its section is
        QVERIFY(drumRows(*plan, 4711, 0).empty());
    }

    // --- the grid --------------------------------------------------------------------------------

    void cellsAreGroupedByBeats()
    {
        open();
        const double gap = m_grid->cellRect(0, 1).right();
        QVERIFY(m_grid->cellRect(0, 2).left() - gap > 2.9);
        const double inside = m_grid->cellRect(0, 2).left() - m_grid->cellRect(0, 1).right();
        const double between = m_grid->cellRect(0, 4).left() - m_grid->cellRect(0, 3).right();
        QVERIFY(std::abs(between - inside - 5.0) < 1e-9);
        QVERIFY(m_grid->cellRect(0, 1).width() < m_grid->cellRect(0, 0).width()); // swing
        QVERIFY(m_grid->cellRect(0, 15).right() <= 640.0);
        QCOMPARE(m_grid->cellRect(1, 0).top() - m_grid->cellRect(0, 0).top(), 17.0);
        QVERIFY(m_grid->cellRect(4, 0).isEmpty());
    }

    void aClickTurnsAStepOnOrOff()
    {
        open();
        QSignalSpy drawn(m_grid.get(), &StepGrid::patternDrawn);
        QSignalSpy heard(m_grid.get(), &StepGrid::cellHeard);
        QTest::mouseClick(m_grid.get(), Qt::LeftButton, {}, cell(0, 6));
        QCOMPARE(drawn[0][0].toInt(), clipOf(0).id);
        QCOMPARE(drawn[0][1].value<Events>().size(), clipOf(0).events.size() + 8); // in all bars
        QCOMPARE(heard[0][0].toInt(), m_plan->lanes[0].id);
        m_grid->setPattern(m_plan, m_plan->sections[2].id); // the owner did not want it
        QTest::mouseClick(m_grid.get(), Qt::LeftButton, {}, cell(0, 4));
        QCOMPARE(drawn[1][1].value<Events>().size(), clipOf(0).events.size() - 8);
        QTest::mouseClick(m_grid.get(), Qt::LeftButton, Qt::ControlModifier, cell(0, 0));
        QCOMPARE(drawn.count(), 3);
        QTest::mouseClick(m_grid.get(), Qt::LeftButton, {}, cell(3, 0)); // no clip there
        QCOMPARE(drawn.count(), 3);
    }

    void aDragPaintsOneRow()
    {
        open();
        QSignalSpy drawn(m_grid.get(), &StepGrid::patternDrawn);
        mouse(QEvent::MouseButtonPress, cell(1, 0), Qt::ControlModifier);
        for (int step = 1; step < 4; ++step) {
            mouse(QEvent::MouseMove, cell(step > 1 ? 2 : 1, step)); // the hand slips
        }
        QCOMPARE(drawn.count(), 0); // not before it ends
        mouse(QEvent::MouseButtonRelease, cell(2, 3));
        QCOMPARE(drawn.count(), 1);
        QCOMPARE(drawn[0][0].toInt(), clipOf(1).id);
        const auto events = drawn[0][1].value<Events>();
        QCOMPARE(inBar(events, 0), inBar(clipOf(1).events, 0) + 4);
        QCOMPARE(inBar(events, 1), inBar(clipOf(1).events, 1)); // with Ctrl in this bar alone
    }

    void velocityIsDraggedAndTurned()
    {
        open();
        QSignalSpy drawn(m_grid.get(), &StepGrid::patternDrawn);
        mouse(QEvent::MouseButtonPress, cell(0, 0), Qt::AltModifier);
        mouse(QEvent::MouseMove, cell(0, 0) + QPoint(0, 30), Qt::AltModifier);
        mouse(QEvent::MouseButtonRelease, cell(0, 0) + QPoint(0, 30), Qt::AltModifier);
        QCOMPARE(drawn.count(), 1);
        QVERIFY(std::abs(drawn[0][1].value<Events>()[0].velocity - 0.7) < 1e-9);
        m_grid->setPattern(m_plan, m_plan->sections[2].id);
        for (int i = 0; i < 2; ++i) {
            QWheelEvent wheel(cell(0, 0), m_grid->mapToGlobal(cell(0, 0)), {}, {0, -120},
                              Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(m_grid.get(), &wheel);
        }
        QCOMPARE(drawn.count(), 1);
        QTRY_COMPARE(drawn.count(), 2); // one edit for one turn
        QVERIFY(std::abs(drawn[1][1].value<Events>()[0].velocity - 0.9) < 1e-9);
    }

    void keysDraw()
    {
        open();
        QSignalSpy drawn(m_grid.get(), &StepGrid::patternDrawn);
        QSignalSpy bars(m_grid.get(), &StepGrid::barRequested);
        const auto key = [&](Qt::Key key) { QTest::keyClick(m_grid.get(), key); };
        key(Qt::Key_Down);
        key(Qt::Key_Right);
        key(Qt::Key_Right);
        QCOMPARE(m_grid->cursor(), std::pair(1, 2));
        key(Qt::Key_Space);
        QCOMPARE(drawn[0][0].toInt(), clipOf(1).id);
        QCOMPARE(drawn[0][1].value<Events>().size(), clipOf(1).events.size() + 8);
        key(Qt::Key_Up);
        key(Qt::Key_Home);
        key(Qt::Key_Minus);
        QVERIFY(std::abs(drawn[1][1].value<Events>()[0].velocity - 0.95) < 1e-9);
        key(Qt::Key_End);
        QCOMPARE(m_grid->cursor(), std::pair(0, 15));
        key(Qt::Key_PageUp); // there is none before the first
        QCOMPARE(bars.count(), 0);
        key(Qt::Key_PageDown);
        QCOMPARE(bars[0][0].toInt(), 1);
        QCOMPARE(m_grid->barCount(), 24);
    }

    void lockedRowsAreOnlyLookedAt()
    {
        open(4);
        QSignalSpy drawn(m_grid.get(), &StepGrid::patternDrawn);
        QTest::mouseClick(m_grid.get(), Qt::LeftButton, {}, cell(0, 6));
        QTest::keyClick(m_grid.get(), Qt::Key_Space);
        QCOMPARE(drawn.count(), 0);
        QVERIFY(m_grid->cellText(0, 6).endsWith(QStringLiteral("locked")));
    }

    void cellsAreReadOut()
    {
        open();
        QCOMPARE(m_grid->cellText(0, 4), QStringLiteral("Kick, step 5, 100 %"));
        QCOMPARE(m_grid->cellText(0, 5), QStringLiteral("Kick, step 6, off"));
        QCOMPARE(m_grid->cellText(3, 0), QStringLiteral("Perc, step 1, no clip in this section"));
        QVERIFY(m_grid->cellText(1, 15).contains(QLatin1Char('3'))); // a roll of three
        QAccessibleInterface* access = QAccessible::queryAccessibleInterface(m_grid.get());
        QCOMPARE(access->childCount(), 4 * 16);
        QVERIFY(access->child(4)->state().checked);
        QVERIFY(!access->child(5)->state().checked);
        QVERIFY(access->child(3 * 16)->state().readOnly);
        QSignalSpy drawn(m_grid.get(), &StepGrid::patternDrawn);
        auto* actions = access->child(5)->actionInterface();
        actions->doAction(actions->actionNames().front());
        QCOMPARE(drawn.count(), 1);
        m_grid->setPattern(nullptr, 0);
        QCOMPARE(access->childCount(), 0);
        m_grid->grab();
    }
};

QTEST_MAIN(TestStepGrid)
#include "tst_step_grid.moc"
