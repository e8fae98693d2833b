#include "../support/TrackSketch.h"
#include "tests/support/Patience.h"
#include "ui/plot/ArrangeLayout.h"
#include "ui/plot/ArrangeView.h"
#include "ui/plot/BarScale.h"
#include "ui/plot/SoundDrop.h"
#include "ui/theme/Theme.h"

#include <QAccessible>
#include <QApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QWheelEvent>

#include <cmath>
#include <memory>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

using Clips = std::vector<int>;

/// The timeline of the Compose room: its scale, geometry, pointer, keys and what is read out.
class TestArrange : public QObject
{
    Q_OBJECT

    std::shared_ptr<music::Plan> m_plan;
    std::unique_ptr<BarScale> m_scale;
    std::unique_ptr<ArrangeView> m_view;
    int m_asked {}; ///< times that peaks were asked for

    void open(int width = 136 + 960, int height = 22 + 10 * 44)
    {
        m_plan = TrackSketch::make();
        m_scale = std::make_unique<BarScale>();
        m_view = std::make_unique<ArrangeView>(*m_scale);
        m_view->setPlan(m_plan);
        m_view->resize(width, height);
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    }
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
    [[nodiscard]] QPoint middleOf(int clipId) const
    {
        return m_view->clipRect(clipId).center().toPoint();
    }
    [[nodiscard]] QPoint placeOf(const char* role, double bar) const
    {
        const double y = m_view->muteRect(lane(role).id).center().y();
        return {BarScale::headerWidth() + static_cast<int>(m_scale->xOf(bar)), static_cast<int>(y)};
    }
    void mouse(QEvent::Type type, QPoint at, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        const bool isMove = type == QEvent::MouseMove;
        QMouseEvent event(type, at, m_view->mapToGlobal(at), isMove ? Qt::NoButton : Qt::LeftButton,
                          type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton,
                          modifiers);
        QCoreApplication::sendEvent(m_view.get(), &event);
    }
    void hover(QPoint at)
    {
        QMouseEvent event(QEvent::MouseMove, at, m_view->mapToGlobal(at), Qt::NoButton,
                          Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_view.get(), &event);
    }
    void drag(QPoint from, QPoint to, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        mouse(QEvent::MouseButtonPress, from, modifiers & ~Qt::AltModifier);
        mouse(QEvent::MouseMove, (from + to) / 2, modifiers);
        mouse(QEvent::MouseMove, to, modifiers);
        mouse(QEvent::MouseButtonRelease, to, modifiers);
    }
    void click(QPoint at, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::mouseClick(m_view.get(), Qt::LeftButton, modifiers, at);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(m_view.get(), key, modifiers);
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(1.0);
        qRegisterMetaType<ArrangePlace>();
        qRegisterMetaType<GapChoice>();
        qRegisterMetaType<Clips>("std::vector<int>");
        qRegisterMetaType<std::vector<ClipPlace>>();
    }
    void cleanup()
    {
        m_view.reset();
        m_scale.reset();
        m_asked = 0;
    }

    // --- order and geometry ----------------------------------------------------------------------

    void clipsLieWhereTheirBarsAre()
    {
        open();
        QCOMPARE(m_scale->pixelsPerBar(), 10.0);
        const QRectF rect = m_view->clipRect(clip("bass", 2)); // bars 33 to 56 of the fifth lane
        QCOMPARE(rect.left(), 136 + 320 + 1.0);
        QCOMPARE(rect.right(), 136 + 560.0);
        QCOMPARE(rect.top(), 22 + 4 * 44 + 2.0);
        QCOMPARE(rect.bottom(), 22 + 5 * 44 - 3.0);
        const ArrangePlace place = m_view->placeAt(rect.center());
        QCOMPARE(place.clip, clip("bass", 2));
        QCOMPARE(place.lane, lane("bass").id);
        QVERIFY(std::abs(place.bar - 44.05) < 0.06);
        QCOMPARE(m_view->placeAt(QPointF(400, 8)).lane, 0); // the ruler
    }

    // --- pointer ---------------------------------------------------------------------------------

    void clicksSelect()
    {
        open();
        QSignalSpy changed(m_view.get(), &ArrangeView::selectionChanged);
        QSignalSpy clicked(m_view.get(), &ArrangeView::clipClicked);
        click(middleOf(clip("bass", 2)));
        QCOMPARE(m_view->selection(), Clips {clip("bass", 2)});
        QCOMPARE(m_view->currentClip(), clip("bass", 2));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(clicked.takeFirst()[0].toInt(), clip("bass", 2));
        click(middleOf(clip("kick", 0)), Qt::ControlModifier);
        QCOMPARE(m_view->selection(), (Clips {clip("kick", 0), clip("bass", 2)})); // in order
        click(middleOf(clip("kick", 0)), Qt::ControlModifier);
        QCOMPARE(m_view->selection(), Clips {clip("bass", 2)});
        // Shift: what lies in both lanes and between them, in the bars of both.
        click(middleOf(clip("bass", 0)));
        click(middleOf(clip("lead", 0)), Qt::ShiftModifier);
        QCOMPARE(m_view->selection(),
                 (Clips {clip("bass", 0), clip("bass", 1), clip("bass", 2), clip("lead", 0)}));
        QSignalSpy placed(m_view.get(), &ArrangeView::placeClicked);
        click(placeOf("lead", 10.5));
        QVERIFY(m_view->selection().empty());
        QCOMPARE(m_view->currentLane(), lane("lead").id);
        const auto place = placed.takeFirst()[0].value<ArrangePlace>();
        QCOMPARE(static_cast<int>(place.bar), 10);
        QCOMPARE(place.lane, lane("lead").id);
    }

    void aRubberBandSelectsWhatItTouches()
    {
        open();
        drag(placeOf("lead", 20.0), placeOf("chord", 45.0));
        QCOMPARE(m_view->selection(),
                 (Clips {clip("lead", 0), clip("chord", 0), clip("chord", 1)}));
    }

    void dragsAskToMoveByWholeBars()
    {
        open();
        QSignalSpy moved(m_view.get(), &ArrangeView::clipsMoved);
        const QPoint from = middleOf(clip("lead", 0));
        drag(from, from + QPoint(34, 44)); // 3.4 bars right, a lane down
        auto places = moved[0][0].value<std::vector<ClipPlace>>();
        QCOMPARE(places, (std::vector<ClipPlace> {{clip("lead", 0), lane("chord").id, 43}}));
        QCOMPARE(moved[0][1].toBool(), false);
        drag(from, from + QPoint(80, 0), Qt::AltModifier);
        places = moved[1][0].value<std::vector<ClipPlace>>();
        QCOMPARE(places, (std::vector<ClipPlace> {{clip("lead", 0), lane("lead").id, 48}}));
        QCOMPARE(moved[1][1].toBool(), true); // a copy
        drag(from, from + QPoint(3, 0)); // not far enough to mean it
        QCOMPARE(moved.count(), 2);
        const QPoint locked = middleOf(clip("bass", 2));
        drag(locked, locked + QPoint(100, 0));
        QCOMPARE(moved.count(), 2); // locked clips stay
        mouse(QEvent::MouseButtonPress, from);
        mouse(QEvent::MouseMove, from + QPoint(50, 0));
        key(Qt::Key_Escape);
        mouse(QEvent::MouseButtonRelease, from + QPoint(50, 0));
        QCOMPARE(moved.count(), 2);
    }

    void severalMoveTogether()
    {
        open();
        QSignalSpy moved(m_view.get(), &ArrangeView::clipsMoved);
        m_view->setSelection({clip("bass", 0), clip("bass", 1)});
        const QPoint from = middleOf(clip("bass", 1));
        drag(from, from - QPoint(80, 0));
        const auto places = moved[0][0].value<std::vector<ClipPlace>>();
        QCOMPARE(places.size(), std::size_t {2});
        QCOMPARE(places[0].startBar, 8);
        QCOMPARE(places[1].startBar, 16);
    }

    void edgesAskToResize()
    {
        open();
        QSignalSpy resized(m_view.get(), &ArrangeView::clipResized);
        const QRectF rect = m_view->clipRect(clip("lead", 2)); // bars 77 to 88
        const QPoint right(static_cast<int>(rect.right()) - 2, static_cast<int>(rect.center().y()));
        drag(right, right + QPoint(40, 0));
        QCOMPARE(resized[0], (QVariantList {clip("lead", 2), 76, 16}));
        const QPoint left(static_cast<int>(rect.left()) + 2, right.y());
        drag(left, left + QPoint(500, 0)); // never less than a bar
        QCOMPARE(resized[1], (QVariantList {clip("lead", 2), 87, 1}));
    }

    void outOfTheViewItIsADragOfFiles()
    {
        open();
        QSignalSpy out(m_view.get(), &ArrangeView::dragOutRequested);
        QSignalSpy moved(m_view.get(), &ArrangeView::clipsMoved);
        const QPoint from = middleOf(clip("bass", 2));
        drag(from, QPoint(from.x(), m_view->height() + 80));
        QCOMPARE(out.count(), 1);
        QCOMPARE(out[0][0].value<Clips>(), Clips {clip("bass", 2)});
        QCOMPARE(moved.count(), 0);
    }

    void theRulerSeeksAndLoops()
    {
        open();
        QSignalSpy sought(m_view.get(), &ArrangeView::seekRequested);
        QSignalSpy looped(m_view.get(), &ArrangeView::loopRequested);
        QSignalSpy cleared(m_view.get(), &ArrangeView::loopCleared);
        click({136 + 415, 10});
        QVERIFY(std::abs(sought[0][0].toDouble() - 41.5) < 1e-9);
        drag({136 + 330, 10}, {136 + 545, 10}); // out to multiples of four
        QCOMPARE(looped[0], (QVariantList {32, 56}));
        drag({136 + 330, 10}, {136 + 545, 10}, Qt::ShiftModifier);
        QCOMPARE(looped[1], (QVariantList {33, 55}));
        QTest::mouseDClick(m_view.get(), Qt::LeftButton, Qt::NoModifier, {136 + 400, 10});
        QCOMPARE(cleared.count(), 1);
    }

    void headsMuteSoloAndMove()
    {
        open();
        QSignalSpy muted(m_view.get(), &ArrangeView::muteClicked);
        QSignalSpy soloed(m_view.get(), &ArrangeView::soloClicked);
        QSignalSpy moved(m_view.get(), &ArrangeView::laneMoved);
        click(m_view->muteRect(lane("bass").id).center().toPoint());
        QCOMPARE(muted[0], (QVariantList {lane("bass").id, true, false}));
        click(m_view->muteRect(lane("chord").id).center().toPoint());
        QCOMPARE(muted[1], (QVariantList {lane("chord").id, false, false})); // muted already
        click(m_view->soloRect(lane("bass").id).center().toPoint(), Qt::ControlModifier);
        QCOMPARE(soloed[0], (QVariantList {lane("bass").id, true, true}));
        drag({40, 22 + 4 * 44 + 20}, {40, 22 + 2 * 44 - 4}); // the fifth to between 2nd and 3rd
        QCOMPARE(moved[0], (QVariantList {lane("bass").id, 2}));
    }

    void gapsOfferThreeWays()
    {
        open(136 + 1920);
        QSignalSpy chosen(m_view.get(), &ArrangeView::gapChosen);
        const music::Lane& pad = lane("pad");
        const int gap = pad.clips[2].id;
        QCOMPARE(pad.clips[2].sound, -1);
        for (const GapChoice choice : {GapChoice::Dream, GapChoice::Wider, GapChoice::Empty}) {
            click(m_view->gapLinkRect(gap, choice).center().toPoint());
            QCOMPARE(chosen.takeFirst()[1].value<GapChoice>(), choice);
        }
        QVERIFY(m_view->gapLinkRect(clip("bass", 0), GapChoice::Dream).isEmpty()); // no gap
    }

    void soundsAreDroppedOnClipsLanesAndBelow()
    {
        open(136 + 960, 22 + 12 * 44);
        QSignalSpy dropped(m_view.get(), &ArrangeView::soundsDropped);
        QMimeData mime;
        mime.setData(QString::fromLatin1(kSoundMime), "17 4 x");
        mime.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/kick.wav"))});
        const auto drop = [&](QPoint at) {
            QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(m_view.get(), &enter);
            QDragMoveEvent move(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(m_view.get(), &move);
            QDropEvent event(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
            QCoreApplication::sendEvent(m_view.get(), &event);
            return dropped.isEmpty() ? ArrangePlace {} : dropped.last()[0].value<ArrangePlace>();
        };
        QCOMPARE(drop(middleOf(clip("lead", 0))),
                 (ArrangePlace {lane("lead").id, clip("lead", 0), 44.0}));
        QCOMPARE(dropped[0][1].value<std::vector<qint64>>(), (std::vector<qint64> {17, 4}));
        QCOMPARE(dropped[0][2].toStringList(), QStringList {QStringLiteral("/tmp/kick.wav")});
        QCOMPARE(drop(placeOf("lead", 10.5)), (ArrangePlace {lane("lead").id, 0, 10.0}));
        QCOMPARE(drop({136 + 105, 22 + 11 * 44}), (ArrangePlace {0, 0, 10.0})); // a new lane
        drop(middleOf(clip("bass", 2))); // locked
        drop({136 + 100, 10}); // the ruler
        QCOMPARE(dropped.count(), 3);
    }

    void theWheelZoomsAndScrolls()
    {
        open(136 + 960, 22 + 4 * 44);
        const auto wheel = [&](Qt::KeyboardModifiers modifiers, int delta) {
            const QPointF at(136 + 320, 60);
            QWheelEvent event(at, m_view->mapToGlobal(at), {}, {0, delta}, Qt::NoButton, modifiers,
                              Qt::NoScrollPhase, false);
            QCoreApplication::sendEvent(m_view.get(), &event);
        };
        const double bar = m_scale->barAt(320.0);
        const double before = m_scale->pixelsPerBar();
        wheel(Qt::ControlModifier, 120);
        QVERIFY(std::abs(m_scale->pixelsPerBar() / before - 1.2) < 1e-9);
        QVERIFY(std::abs(m_scale->barAt(320.0) - bar) < 0.1);
        const double offset = m_scale->offset();
        wheel(Qt::ShiftModifier, -120);
        QCOMPARE(m_scale->offset(), std::min(offset + 64.0, m_scale->maxOffset()));
        const double top = m_view->muteRect(lane("kick").id).top();
        wheel(Qt::NoModifier, -120); // the lanes do not fit: they scroll
        QCOMPARE(m_view->muteRect(lane("kick").id).top(), top - 64.0);
        QTest::keyClick(m_view.get(), Qt::Key_0);
        QVERIFY(m_scale->isFitted());
    }

    // --- keys ------------------------------------------------------------------------------------

    void everythingCanBeReachedByKeys()
    {
        open();
        m_view->setFocus(Qt::TabFocusReason);
        QCOMPARE(m_view->currentClip(), clip("kick", 0));
        key(Qt::Key_Right);
        QCOMPARE(m_view->selection(), Clips {clip("kick", 1)});
        key(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(m_view->selection(), (Clips {clip("kick", 1), clip("kick", 2)}));
        key(Qt::Key_Home);
        key(Qt::Key_Left); // the head
        QCOMPARE(m_view->currentClip(), 0);
        QCOMPARE(m_view->currentLane(), lane("kick").id);
        QSignalSpy muted(m_view.get(), &ArrangeView::muteClicked);
        QSignalSpy opened(m_view.get(), &ArrangeView::laneActivated);
        key(Qt::Key_M);
        QCOMPARE(muted[0], (QVariantList {lane("kick").id, true, false}));
        key(Qt::Key_Return);
        QCOMPARE(opened[0][0].toInt(), lane("kick").id);
        key(Qt::Key_Down);
        QCOMPARE(m_view->currentLane(), lane("clap").id);
        key(Qt::Key_Right, Qt::ControlModifier); // there without selecting
        QVERIFY(m_view->selection().empty());
        key(Qt::Key_Space, Qt::ControlModifier);
        QCOMPARE(m_view->selection(), Clips {clip("clap", 0)});
        key(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(m_view->selection().size(), std::size_t {70});
        key(Qt::Key_Escape);
        QVERIFY(m_view->selection().empty());
    }

    void keysEdit()
    {
        open();
        QSignalSpy moved(m_view.get(), &ArrangeView::clipsMoved);
        QSignalSpy resized(m_view.get(), &ArrangeView::clipResized);
        QSignalSpy split(m_view.get(), &ArrangeView::splitRequested);
        QSignalSpy removed(m_view.get(), &ArrangeView::removeRequested);
        QSignalSpy activated(m_view.get(), &ArrangeView::clipActivated);
        const int id = clip("lead", 0); // bars 41 to 48
        m_view->setSelection({id});
        key(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(moved[0][0].value<std::vector<ClipPlace>>(),
                 (std::vector<ClipPlace> {{id, lane("lead").id, 41}}));
        key(Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(moved[1][0].value<std::vector<ClipPlace>>()[0].lane, lane("chord").id);
        key(Qt::Key_Left, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(resized[0], (QVariantList {id, 40, 7}));
        key(Qt::Key_B);
        QCOMPARE(split.count(), 0); // no place: neither pointer nor playhead is in it
        m_view->setPosition(44.2, false);
        key(Qt::Key_B);
        QCOMPARE(split[0], (QVariantList {id, 44}));
        key(Qt::Key_Return);
        QCOMPARE(activated[0][0].toInt(), id);
        key(Qt::Key_Delete);
        QCOMPARE(removed[0][0].value<Clips>(), Clips {id});
    }

    // --- what is shown and read out --------------------------------------------------------------

    void clipsAreReadOut()
    {
        open();
        QCOMPARE(m_view->clipText(clip("bass", 2)),
                 QStringLiteral("Bass, Umspannwerk bass, bars 33 to 56, locked"));
        QCOMPARE(m_view->clipText(clip("pad", 2)),
                 QStringLiteral("Pad, gap, no dark pad in Am, bars 57 to 72"));
        QVERIFY(m_view->laneText(lane("chord").id).endsWith(QStringLiteral(", muted")));
        m_view->setGapWords([](const std::string&) { return QStringLiteral("kein dunkles Pad"); });
        QVERIFY(m_view->clipText(clip("pad", 2)).contains(QStringLiteral("kein dunkles Pad")));
        QAccessibleInterface* access = QAccessible::queryAccessibleInterface(m_view.get());
        QVERIFY(access != nullptr);
        QCOMPARE(access->childCount(), 10 + 70);
        QAccessibleInterface* head = access->child(0);
        QCOMPARE(head->role(), QAccessible::RowHeader);
        QAccessibleInterface* first = access->child(1);
        QCOMPARE(first->text(QAccessible::Name),
                 QStringLiteral("Kick, Umspannwerk kick 03, bars 9 to 16"));
        QCOMPARE(access->indexOfChild(first), 1);
        QCOMPARE(first->parent(), access);
        const QPoint at = first->rect().center();
        QCOMPARE(access->childAt(at.x(), at.y()), first);
        first->actionInterface()->doAction(first->actionInterface()->actionNames().front());
        QCOMPARE(m_view->selection(), Clips {clip("kick", 0)});
        QVERIFY(first->state().selected);
        QSignalSpy soloed(m_view.get(), &ArrangeView::soloClicked);
        head->actionInterface()->doAction(head->actionInterface()->actionNames()[1]);
        QCOMPARE(soloed[0][0].toInt(), lane("kick").id);
        // What is gone is said to be so.
        auto shorter = std::make_shared<music::Plan>(*m_plan);
        shorter->lanes.erase(shorter->lanes.begin());
        m_view->setPlan(shorter);
        QVERIFY(!first->isValid());
    }

    void theSelectionOutlivesAPlan()
    {
        open();
        m_view->setSelection({clip("bass", 2), clip("kick", 0)});
        QSignalSpy changed(m_view.get(), &ArrangeView::selectionChanged);
        auto next = std::make_shared<music::Plan>(*m_plan);
        next->lanes[4].gainDb = -3.0;
        m_view->setPlan(next);
        QCOMPARE(m_view->selection().size(), std::size_t {2});
        QCOMPARE(changed.count(), 0);
        next = std::make_shared<music::Plan>(*next);
        next->lanes.erase(next->lanes.begin());
        m_view->setPlan(next);
        QCOMPARE(m_view->selection(), Clips {clip("bass", 2)});
        QCOMPARE(changed.count(), 1);
        m_view->setPlan(nullptr);
        QVERIFY(m_view->selection().empty());
        m_view->grab(); // nothing to show
    }

    /// How many pixels of a clip's body are not as an empty clip's are.
    int wavePixels(int clipId)
    {
        const QRect body = m_view->clipRect(clipId).toAlignedRect().adjusted(6, 15, -6, -2);
        const QImage image = m_view->grab(body).toImage();
        int count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                count += image.pixel(x, y) != image.pixel(0, 0) ? 1 : 0;
            }
        }
        return count;
    }

    void wavesAreDrawnWhenTheyAreKnown()
    {
        open();
        bool isKnown = false;
        m_view->setPeakSource([&](int id, int columns) {
            ++m_asked;
            return isKnown ? TrackSketch::peaks(*m_plan, id, columns)
                           : std::vector<audio::PeakColumn> {};
        });
        const int id = clip("bass", 2);
        QTRY_VERIFY(wavePixels(id) > 0);
        const int placeholder = wavePixels(id); // a line, nothing made up
        QVERIFY(placeholder <= 240);
        isKnown = true;
        m_view->refreshPeaks();
        QTRY_VERIFY(wavePixels(id) > 5 * placeholder);
    }

    void whatStaysTheSameIsNotAskedForAgain()
    {
        open();
        m_view->setPeakSource([&](int id, int columns) {
            ++m_asked;
            return TrackSketch::peaks(*m_plan, id, columns);
        });
        QTRY_VERIFY(m_asked >= 69); // all but the gap
        m_view->grab();
        const int before = m_asked;
        auto next = std::make_shared<music::Plan>(*m_plan);
        next->lanes[5].clips[0].startBar = 34; // moved: sounds as it did
        next->lanes[4].clips[0].isMuted = true;
        m_view->setPlan(next);
        m_view->grab();
        QCOMPARE(m_asked, before);
        next = std::make_shared<music::Plan>(*next);
        next->lanes[0].clips[0].events.pop_back();
        m_plan = next;
        m_view->setPlan(next);
        QTRY_COMPARE(m_asked, before + 1); // the one that was drawn anew
        m_view->forgetPeaks(clip("bass", 2));
        QTRY_COMPARE(m_asked, before + 2);
    }

    void anAnswerThatWasOldIsAskedForAgain()
    {
        open();
        float height = 0.2F;
        m_view->setPeakSource([&](int, int columns) {
            ++m_asked;
            return std::vector<audio::PeakColumn>(static_cast<std::size_t>(columns),
                                                  {-height, height, height / 2, 0.5F});
        });
        const int id = clip("bass", 2);
        QTRY_VERIFY(m_asked >= 69);
        const int low = wavePixels(id);
        height = 0.9F;
        m_view->refreshPeaks();
        QTRY_VERIFY(wavePixels(id) > 2 * low);
        for (int i = 0; i < 20; ++i) {
            m_view->refreshPeaks();
            m_view->grab();
        }
        QCoreApplication::processEvents();
        const int before = m_asked;
        m_view->refreshPeaks();
        m_view->grab();
        QCOMPARE(m_asked, before); // not for ever
    }

    void thePlayheadRepaintsTwoColumns()
    {
        open();
        struct Watch final : public QObject
        {
            QRegion painted;
            bool eventFilter(QObject*, QEvent* event) override
            {
                if (event->type() == QEvent::Paint) {
                    painted += static_cast<QPaintEvent*>(event)->region();
                }
                return false;
            }
        } watch;
        m_view->installEventFilter(&watch);
        double bar = 20.0;
        const auto movedArea = [&] {
            watch.painted = {};
            m_view->setPosition(bar += 1.0, true);
            QCoreApplication::processEvents();
            int area = 0;
            for (const QRect& rect : watch.painted) {
                area += rect.width() * rect.height();
            }
            return area;
        };
        // Once what came with showing the window is painted.
        const int most = m_view->height() * 8 + 22 * 40;
        QTRY_VERIFY(movedArea() < most);
        const int area = movedArea();
        QVERIFY2(area > 0 && area < most, qPrintable(QString::number(area)));
        m_view->removeEventFilter(&watch);
    }

    void theViewFollowsThePlayhead()
    {
        open();
        m_scale->zoomTo(0.0, 24.0);
        m_view->setPosition(12.0, true);
        QCOMPARE(m_scale->offset(), 0.0);
        m_view->setPosition(23.5, true); // behind 94 % of the width: a page further
        QVERIFY(std::abs(m_scale->xOf(23.5) - 0.06 * 960.0) <= 1.0);
        m_view->setFollowing(false);
        m_view->setPosition(60.0, true);
        QVERIFY(m_scale->xOf(60.0) > 960.0);
    }
};

QTEST_MAIN(TestArrange)
#include "tst_arrange_view.moc"
