#include "tests/support/Patience.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Dial.h"
#include "ui/widgets/EditChip.h"
#include "ui/widgets/Fader.h"
#include "ui/widgets/Knob.h"

#include <QAccessible>
#include <QMenu>
#include <QMouseEvent>
#include <QSignalSpy>
#include <QWheelEvent>

#include <cmath>

using namespace nde::ui;

/// Fader, knob and editable chip of the Compose room.
class TestMixControls : public QObject
{
    Q_OBJECT

    static void mouse(QWidget& widget, QEvent::Type type, QPoint at,
                      Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        const bool isMove = type == QEvent::MouseMove;
        QMouseEvent event(type, at, widget.mapToGlobal(at), isMove ? Qt::NoButton : Qt::LeftButton,
                          type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton,
                          modifiers);
        QCoreApplication::sendEvent(&widget, &event);
    }
    static void wheel(QWidget& widget, int delta)
    {
        const QPointF at = QRectF(widget.rect()).center();
        QWheelEvent event(at, widget.mapToGlobal(at), {}, {0, delta}, Qt::NoButton, Qt::NoModifier,
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&widget, &event);
    }

private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void theFadersScaleGoesThereAndBack()
    {
        QCOMPARE(Fader::shareOf(-60.0), 0.0);
        QCOMPARE(Fader::shareOf(0.0), 0.75);
        QCOMPARE(Fader::shareOf(12.0), 1.0);
        QCOMPARE(Fader::shareOf(-100.0), 0.0);
        double before = -1.0;
        for (double gain = -60.0; gain <= 12.0; gain += 0.5) {
            const double share = Fader::shareOf(gain);
            QVERIFY(share > before);
            before = share;
            QVERIFY(std::abs(Fader::gainAt(share) - gain) < 1e-9);
        }
        QCOMPARE(Fader::meterShare(1.0), 1.0);
        QCOMPARE(Fader::meterShare(0.0), 0.0);
        QVERIFY(std::abs(Fader::meterShare(std::pow(10.0, -24.0 / 20.0)) - 0.5) < 1e-9);
    }

    void theFaderMovesByHandKeyAndWheel()
    {
        Fader fader(QStringLiteral("Gain of Kick"));
        fader.resize(26, 100);
        fader.show();
        QVERIFY(QTest::qWaitForWindowExposed(&fader));
        QSignalSpy moved(&fader, &Fader::gainMoved);
        QSignalSpy settled(&fader, &Fader::gainSettled);
        fader.setGainDb(-3.2);
        QCOMPARE(fader.gainDb(), -3.2);
        QCOMPARE(fader.valueText(), QStringLiteral("−3.2 dB"));
        QCOMPARE(moved.count(), 0); // silent
        // The way is 92 pixels: 23 of them are a quarter.
        fader.setGainDb(0.0);
        mouse(fader, QEvent::MouseButtonPress, {8, 30});
        mouse(fader, QEvent::MouseMove, {8, 20});
        mouse(fader, QEvent::MouseMove, {8, 7});
        QCOMPARE(fader.gainDb(), 12.0);
        QCOMPARE(moved.count(), 2);
        QCOMPARE(settled.count(), 0);
        mouse(fader, QEvent::MouseButtonRelease, {8, 7});
        QCOMPARE(settled.count(), 1);
        QCOMPARE(settled[0][0].toDouble(), 12.0);
        mouse(fader, QEvent::MouseButtonPress, {8, 30});
        mouse(fader, QEvent::MouseButtonRelease, {8, 30}); // nothing moved
        QCOMPARE(settled.count(), 1);
        QTest::mouseDClick(&fader, Qt::LeftButton, {}, {8, 40});
        QCOMPARE(fader.gainDb(), 0.0);
        QCOMPARE(settled.count(), 2);
        QTest::keyClick(&fader, Qt::Key_Down);
        QCOMPARE(fader.gainDb(), -0.5);
        QTest::keyClick(&fader, Qt::Key_Down, Qt::ShiftModifier);
        QCOMPARE(fader.gainDb(), -0.6);
        QTest::keyClick(&fader, Qt::Key_Home);
        QCOMPARE(fader.gainDb(), -60.0);
        QTest::keyClick(&fader, Qt::Key_0);
        QCOMPARE(fader.gainDb(), 0.0);
        fader.clearFocus();
        wheel(fader, 120);
        QCOMPARE(fader.gainDb(), 0.0); // without the focus a page is scrolled
        fader.setFocus();
        QTRY_VERIFY(fader.hasFocus());
        wheel(fader, 120);
        QCOMPARE(fader.gainDb(), 0.5);
    }

    void itsMeterFalls()
    {
        Fader fader(QStringLiteral("Gain"));
        fader.resize(26, 100);
        fader.show();
        QVERIFY(QTest::qWaitForWindowExposed(&fader));
        const auto lit = [&] {
            const QImage image = fader.grab().toImage();
            int count = 0;
            for (int y = 0; y < image.height(); ++y) {
                count += image.pixelColor(20, y) == Theme::current().ok ? 1 : 0;
            }
            return count;
        };
        QCOMPARE(lit(), 0);
        fader.setLevel(std::pow(10.0, -12.0 / 20.0)); // three quarters of 98
        QVERIFY(lit() > 60);
        QTRY_VERIFY(lit() < 40);
        QTRY_COMPARE(lit(), 0);
    }

    void valuesAreReadOut()
    {
        Fader fader(QStringLiteral("Gain of Kick"));
        fader.setGainDb(-6.0);
        QAccessibleInterface* access = QAccessible::queryAccessibleInterface(&fader);
        QCOMPARE(access->role(), QAccessible::Slider);
        QCOMPARE(access->text(QAccessible::Name), QStringLiteral("Gain of Kick"));
        QCOMPARE(access->text(QAccessible::Value), QStringLiteral("−6.0 dB"));
        QCOMPARE(access->valueInterface()->currentValue().toInt(), -60);
        QSignalSpy settled(&fader, &Fader::gainSettled);
        access->valueInterface()->setCurrentValue(15);
        QCOMPARE(fader.gainDb(), 1.5);
        QCOMPARE(settled.count(), 1); // assistive technology is a user
    }

    void theKnobPans()
    {
        Knob knob(QStringLiteral("Pan of Kick"));
        knob.resize(knob.sizeHint());
        QSignalSpy settled(&knob, &Knob::panSettled);
        QCOMPARE(knob.valueText(), QStringLiteral("centre"));
        knob.setPan(-0.3);
        QCOMPARE(knob.valueText(), QStringLiteral("left 30 %"));
        QCOMPARE(settled.count(), 0);
        mouse(knob, QEvent::MouseButtonPress, {10, 12});
        mouse(knob, QEvent::MouseMove, {34, 12}); // 24 pixels of 1.25 hundredths
        mouse(knob, QEvent::MouseButtonRelease, {34, 12});
        QCOMPARE(knob.pan(), 0.0);
        QCOMPARE(settled.count(), 1);
        mouse(knob, QEvent::MouseButtonPress, {10, 12});
        mouse(knob, QEvent::MouseMove, {10, -8}, Qt::ShiftModifier); // fine: a fifth
        mouse(knob, QEvent::MouseButtonRelease, {10, -8});
        QCOMPARE(knob.pan(), 0.05);
        QTest::keyClick(&knob, Qt::Key_End);
        QCOMPARE(knob.valueText(), QStringLiteral("right 100 %"));
        QTest::mouseDClick(&knob, Qt::LeftButton, {}, {10, 12});
        QCOMPARE(knob.pan(), 0.0);
    }

    void aDialKeepsWhatItWasGiven()
    {
        const DialScale scale {100, [](int step) { return step / 100.0; },
                               [](double share) { return share * 100.0; },
                               [](double share) { return QString::number(share, 'f', 3); }};
        Dial dial(scale);
        dial.setAccessibleName(QStringLiteral("Reverb send of Kick"));
        dial.resize(dial.sizeHint());
        QSignalSpy moved(&dial, &Dial::amountMoved);
        dial.setDefaultAmount(0.203); // between two steps
        dial.setAmount(0.417);
        QCOMPARE(dial.amount(), 0.417);
        QCOMPARE(dial.value(), 42);
        QCOMPARE(dial.valueText(), QStringLiteral("0.417"));
        QCOMPARE(moved.count(), 0);
        QTest::keyClick(&dial, Qt::Key_Up); // two of a hundred steps
        QCOMPARE(dial.amount(), 0.44);
        QTest::keyClick(&dial, Qt::Key_Up, Qt::ShiftModifier);
        QCOMPARE(dial.amount(), 0.45);
        mouse(dial, QEvent::MouseButtonPress, {16, 20}); // 160 pixels are the whole way
        mouse(dial, QEvent::MouseMove, {16, 4});
        QCOMPARE(dial.amount(), 0.55);
        dial.setAmount(0.1); // an old plan comes in: the hand holds it
        QCOMPARE(dial.amount(), 0.55);
        mouse(dial, QEvent::MouseButtonRelease, {16, 4});
        QCOMPARE(moved.count(), 3);
        QTest::mouseDClick(&dial, Qt::LeftButton, {}, {10, 12});
        QCOMPARE(dial.amount(), 0.203); // to the bit
        QCOMPARE(moved.last()[0].toDouble(), 0.203);
        dial.setAmount(4.0); // more than it can turn to
        QCOMPARE(dial.amount(), 4.0);
        QCOMPARE(dial.value(), 100);
        QTest::keyClick(&dial, Qt::Key_Home);
        QCOMPARE(dial.amount(), 0.0);
        QAccessibleInterface* access = QAccessible::queryAccessibleInterface(&dial);
        QCOMPARE(access->text(QAccessible::Name), QStringLiteral("Reverb send of Kick"));
        QCOMPARE(access->text(QAccessible::Value), QStringLiteral("0.000"));
    }

    void aChipHasPartsToClick()
    {
        EditChip chip(QStringLiteral("132 BPM"));
        const int bare = chip.sizeHint().width();
        chip.setLockable(true);
        chip.setRemovable(true);
        QVERIFY(chip.sizeHint().width() > bare + 20);
        chip.resize(chip.sizeHint());
        QSignalSpy clicked(&chip, &EditChip::clicked);
        QSignalSpy locked(&chip, &EditChip::lockClicked);
        QSignalSpy removed(&chip, &EditChip::removeRequested);
        QTest::mouseClick(&chip, Qt::LeftButton, {}, chip.lockRect().center());
        QCOMPARE(locked[0][0].toBool(), true);
        QVERIFY(!chip.isLocked()); // its owner decides
        chip.setLocked(true);
        QCOMPARE(locked.count(), 1);
        QVERIFY(chip.accessibleDescription().contains(QStringLiteral("locked")));
        QTest::mouseClick(&chip, Qt::LeftButton, {}, chip.closeRect().center());
        QCOMPARE(removed.count(), 1);
        QCOMPARE(clicked.count(), 0);
        QTest::mouseClick(&chip, Qt::LeftButton, {}, {chip.width() / 2, 12});
        QCOMPARE(clicked.count(), 1);
        // A press that ends elsewhere means nothing.
        QTest::mousePress(&chip, Qt::LeftButton, {}, chip.closeRect().center());
        QTest::mouseRelease(&chip, Qt::LeftButton, {}, {chip.width() / 2, 12});
        QCOMPARE(removed.count(), 1);
        QTest::keyClick(&chip, Qt::Key_K);
        QCOMPARE(locked[1][0].toBool(), false);
        QTest::keyClick(&chip, Qt::Key_Delete);
        QCOMPARE(removed.count(), 2);
        QTest::keyClick(&chip, Qt::Key_Return);
        QCOMPARE(clicked.count(), 2);
    }

    void aChipOpensItsMenu()
    {
        EditChip chip(QStringLiteral("techno"));
        QMenu menu;
        menu.addAction(QStringLiteral("house"));
        chip.setMenu(&menu);
        chip.resize(chip.sizeHint());
        chip.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chip));
        QTest::keyClick(&chip, Qt::Key_Down);
        QVERIFY(menu.isVisible());
        menu.close();
        chip.setChipText(QStringLiteral("house"));
        QCOMPARE(chip.accessibleName(), QStringLiteral("house"));
    }
};

QTEST_MAIN(TestMixControls)
#include "tst_mix_controls.moc"
