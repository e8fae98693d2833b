#include "../support/TrackSketch.h"
#include "ui/plot/BarScale.h"
#include "ui/plot/EnergyCurve.h"
#include "ui/plot/SectionStrip.h"
#include "ui/theme/Theme.h"

#include <QAccessible>
#include <QDropEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QTest>

#include <cmath>
#include <memory>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

/// Sections and their energy above the timeline.
class TestSectionStrip : public QObject
{
    Q_OBJECT

    std::shared_ptr<music::Plan> m_plan;
    std::unique_ptr<BarScale> m_scale;
    std::unique_ptr<SectionStrip> m_strip;

    [[nodiscard]] int id(std::size_t index) const { return m_plan->sections[index].id; }
    [[nodiscard]] QPoint middleOf(std::size_t index) const
    {
        return m_strip->blockRect(id(index)).center().toPoint();
    }
    void mouse(QWidget* widget, QEvent::Type type, QPoint at,
               Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        const bool isMove = type == QEvent::MouseMove;
        QMouseEvent event(type, at, widget->mapToGlobal(at), isMove ? Qt::NoButton : Qt::LeftButton,
                          type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton,
                          modifiers);
        QCoreApplication::sendEvent(widget, &event);
    }
    void drag(QWidget* widget, QPoint from, QPoint to,
              Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        mouse(widget, QEvent::MouseButtonPress, from, modifiers);
        mouse(widget, QEvent::MouseMove, (from + to) / 2, modifiers);
        mouse(widget, QEvent::MouseMove, to, modifiers);
        mouse(widget, QEvent::MouseButtonRelease, to, modifiers);
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(m_strip.get(), key, modifiers);
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(1.0);
        qRegisterMetaType<std::vector<qint64>>();
    }
    void init()
    {
        m_plan = TrackSketch::make();
        m_scale = std::make_unique<BarScale>();
        m_strip = std::make_unique<SectionStrip>(*m_scale);
        m_strip->setPlan(m_plan);
        m_scale->setWidth(960.0); // ten pixels a bar
        m_strip->resize(136 + 960, m_strip->sizeHint().height());
        m_strip->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_strip.get()));
    }
    void cleanup()
    {
        m_strip.reset();
        m_scale.reset();
    }

    void blocksLieOverTheirBars()
    {
        const QRectF drop = m_strip->blockRect(id(2)); // bars 33 to 56
        QCOMPARE(drop.left(), 136 + 320 + 1.0);
        QCOMPARE(drop.right(), 136 + 560 - 1.0);
        QCOMPARE(drop.top(), 4.0);
        QCOMPARE(drop.height(), 18.0);
        QVERIFY(m_strip->blockRect(999).isEmpty());
        QCOMPARE(m_strip->height(), 62);
        m_scale->zoomTo(32.0, 56.0);
        QCOMPARE(m_strip->blockRect(id(2)).left(), 136 + 1.0);
    }

    void aClickSelects()
    {
        QSignalSpy selected(m_strip.get(), &SectionStrip::sectionSelected);
        QTest::mouseClick(m_strip.get(), Qt::LeftButton, {}, middleOf(2));
        QCOMPARE(selected[0][0].toInt(), id(2));
        QCOMPARE(m_strip->selected(), id(2));
        m_strip->setSelected(id(3)); // silent
        QCOMPARE(selected.count(), 1);
        QSignalSpy activated(m_strip.get(), &SectionStrip::sectionActivated);
        QTest::mouseDClick(m_strip.get(), Qt::LeftButton, {}, middleOf(3));
        QCOMPARE(activated[0][0].toInt(), id(3));
    }

    void bordersResizeByWholeSteps()
    {
        QSignalSpy resized(m_strip.get(), &SectionStrip::sectionResized);
        const QPoint border(136 + 320, 12); // end of the build, 16 bars
        drag(m_strip.get(), border, border + QPoint(37, 0)); // 3.7 bars: a step of four
        QCOMPARE(resized[0], (QVariantList {id(1), 20}));
        drag(m_strip.get(), border, border + QPoint(37, 0), Qt::ShiftModifier);
        QCOMPARE(resized[1], (QVariantList {id(1), 20})); // 19.7 bars
        drag(m_strip.get(), border, border - QPoint(27, 0), Qt::ShiftModifier);
        QCOMPARE(resized[2], (QVariantList {id(1), 13}));
        drag(m_strip.get(), border, border - QPoint(300, 0)); // never nothing
        QCOMPARE(resized[3], (QVariantList {id(1), 4}));
        drag(m_strip.get(), border, border + QPoint(9, 0));
        QCOMPARE(resized.count(), 4);
    }

    void blocksAreMovedInTheOrder()
    {
        QSignalSpy moved(m_strip.get(), &SectionStrip::sectionMoved);
        drag(m_strip.get(), middleOf(1), {136 + 700, 12}); // behind the middle of the break
        QCOMPARE(moved[0], (QVariantList {id(1), 3}));
        drag(m_strip.get(), middleOf(4), {136 + 20, 12});
        QCOMPARE(moved[1], (QVariantList {id(4), 0}));
        drag(m_strip.get(), middleOf(2), middleOf(2) + QPoint(40, 0)); // still where it is
        QCOMPARE(moved.count(), 2);
    }

    void theLockIsAPlaceToClick()
    {
        QSignalSpy locked(m_strip.get(), &SectionStrip::lockClicked);
        QTest::mouseClick(m_strip.get(), Qt::LeftButton, {},
                          m_strip->lockRect(id(4)).center().toPoint());
        QCOMPARE(locked[0], (QVariantList {id(4), false}));
        QVERIFY(m_strip->lockRect(id(2)).isEmpty()); // shown under the pointer only
        QMouseEvent move(QEvent::MouseMove, middleOf(2), m_strip->mapToGlobal(middleOf(2)),
                         Qt::NoButton, Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_strip.get(), &move);
        QVERIFY(!m_strip->lockRect(id(2)).isEmpty());
    }

    void energyIsDragged()
    {
        EnergyCurve& curve = *m_strip->energyCurve();
        QSignalSpy moved(m_strip.get(), &SectionStrip::energyMoved);
        QSignalSpy settled(m_strip.get(), &SectionStrip::energySettled);
        QSignalSpy selected(m_strip.get(), &SectionStrip::sectionSelected);
        for (const double energy : {0.0, 0.3, 1.0}) {
            QVERIFY(std::abs(curve.energyAt(curve.yOf(energy)) - energy) < 1e-9);
        }
        const QPointF handle = curve.handleAt(id(3)); // the break, 35 %
        QCOMPARE(handle, QPointF(640.0, curve.yOf(0.35)));
        drag(&curve, handle.toPoint(), {640, 100}); // as far down as it goes
        QCOMPARE(selected[0][0].toInt(), id(3));
        QVERIFY(moved.count() >= 1);
        QCOMPARE(settled.count(), 1);
        QCOMPARE(settled[0], (QVariantList {id(3), 0.0}));
        QCOMPARE(curve.energyOf(id(3)), 0.0); // until the next plan
        m_strip->setPlan(m_plan);
        QCOMPARE(curve.energyOf(id(3)), 0.35);
        const double range = curve.yOf(0.0) - curve.yOf(1.0);
        const QPoint from = handle.toPoint();
        drag(&curve, from, from - QPoint(0, static_cast<int>(range / 2.0)));
        const double energy = settled[1][1].toDouble();
        QVERIFY(std::abs(energy - (0.35 + std::floor(range / 2.0) / range)) < 0.011);
        mouse(&curve, QEvent::MouseButtonPress, from);
        mouse(&curve, QEvent::MouseButtonRelease, from); // a click changes nothing
        QCOMPARE(settled.count(), 2);
    }

    void keysDoAllOfIt()
    {
        QSignalSpy selected(m_strip.get(), &SectionStrip::sectionSelected);
        QSignalSpy moved(m_strip.get(), &SectionStrip::sectionMoved);
        QSignalSpy resized(m_strip.get(), &SectionStrip::sectionResized);
        QSignalSpy energy(m_strip.get(), &SectionStrip::energySettled);
        QSignalSpy locked(m_strip.get(), &SectionStrip::lockClicked);
        QSignalSpy renamed(m_strip.get(), &SectionStrip::renameRequested);
        QSignalSpy removed(m_strip.get(), &SectionStrip::removeRequested);
        key(Qt::Key_Right);
        key(Qt::Key_Right);
        QCOMPARE(m_strip->selected(), id(1));
        key(Qt::Key_End);
        QCOMPARE(m_strip->selected(), id(5));
        key(Qt::Key_Home);
        key(Qt::Key_Left);
        QCOMPARE(m_strip->selected(), id(0));
        QCOMPARE(selected.count(), 4);
        key(Qt::Key_Left, Qt::AltModifier); // the first cannot go further
        QCOMPARE(moved.count(), 0);
        key(Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(moved[0], (QVariantList {id(0), 1}));
        key(Qt::Key_Right, Qt::AltModifier | Qt::ShiftModifier);
        QCOMPARE(resized[0], (QVariantList {id(0), 17}));
        key(Qt::Key_Up);
        QCOMPARE(energy[0], (QVariantList {id(0), 0.3}));
        key(Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(energy[1], (QVariantList {id(0), 0.24}));
        key(Qt::Key_K);
        QCOMPARE(locked[0], (QVariantList {id(0), true}));
        key(Qt::Key_F2);
        QCOMPARE(renamed.count(), 1);
        key(Qt::Key_Delete);
        QCOMPARE(removed.count(), 1);
    }

    /// Nothing would come of it: sounds belong on the timeline.
    void soundsAreNotTaken()
    {
        QVERIFY(!m_strip->acceptDrops());
        QVERIFY(!m_strip->energyCurve()->acceptDrops());
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(QStringLiteral("/tmp/track.flac"))});
        QDragEnterEvent enter({300, 20}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        enter.ignore();
        QCoreApplication::sendEvent(m_strip.get(), &enter);
        QVERIFY(!enter.isAccepted());
    }

    void sectionsAreReadOut()
    {
        QCOMPARE(m_strip->sectionSpeech(id(4)),
                 QStringLiteral("Drop 2, bars 73 to 88, energy 100 %, locked"));
        QAccessibleInterface* access = QAccessible::queryAccessibleInterface(m_strip.get());
        QCOMPARE(access->childCount(), 6);
        QCOMPARE(access->child(4)->text(QAccessible::Name), m_strip->sectionSpeech(id(4)));
        QSignalSpy locked(m_strip.get(), &SectionStrip::lockClicked);
        auto* actions = access->child(0)->actionInterface();
        actions->doAction(actions->actionNames()[1]);
        QCOMPARE(locked[0], (QVariantList {id(0), true}));
        m_strip->setSelected(id(2));
        QVERIFY(access->child(2)->state().selected);
    }
};

QTEST_MAIN(TestSectionStrip)
#include "tst_section_strip.moc"
