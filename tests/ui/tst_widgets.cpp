#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/Chip.h"
#include "ui/widgets/ElidedLabel.h"
#include "ui/widgets/EmptyState.h"
#include "ui/widgets/FacetRow.h"
#include "ui/widgets/HistogramRange.h"
#include "ui/widgets/LevelMeter.h"
#include "ui/widgets/PathField.h"
#include "ui/widgets/Popover.h"
#include "ui/widgets/ProgressBar.h"
#include "ui/widgets/RatingStars.h"
#include "ui/widgets/SearchField.h"
#include "ui/widgets/SegmentedControl.h"
#include "ui/widgets/Slider.h"
#include "ui/widgets/Toast.h"

#include <QAbstractButton>
#include <QSignalSpy>
#include <QTest>
#include <QVBoxLayout>

#include <cmath>

using namespace nde;
using namespace nde::ui;

class TestWidgets : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void segmentsAreOneOfAFew()
    {
        SegmentedControl control(QStringLiteral("View"));
        control.addSegment(QStringLiteral("table"), QStringLiteral("Table"));
        control.addSegment(QStringLiteral("grid"), QStringLiteral("Grid"));
        QCOMPARE(control.current(), QStringLiteral("table"));
        QSignalSpy changed(&control, &SegmentedControl::currentChanged);
        control.setCurrent(QStringLiteral("grid"));
        QCOMPARE(control.current(), QStringLiteral("grid"));
        QCOMPARE(changed.count(), 0); // silent when the program sets it
        control.segment(QStringLiteral("table"))->click();
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed[0][0].toString(), QStringLiteral("table"));
        control.setSegmentEnabled(QStringLiteral("grid"), false, QStringLiteral("Needs a model"));
        QVERIFY(!control.segment(QStringLiteral("grid"))->isEnabled());
        QCOMPARE(control.segment(QStringLiteral("grid"))->toolTip(),
                 QStringLiteral("Needs a model"));
        QVERIFY(control.segment(QStringLiteral("none")) == nullptr);
        // A badge takes room and says what it means.
        const int before = control.segment(QStringLiteral("table"))->sizeHint().width();
        control.setSegmentBadge(QStringLiteral("table"), QStringLiteral("download"),
                                QStringLiteral("Needs 84 MB"));
        QVERIFY(control.segment(QStringLiteral("table"))->sizeHint().width() > before);
        QCOMPARE(control.segment(QStringLiteral("table"))->accessibleDescription(),
                 QStringLiteral("Needs 84 MB"));
        control.clear();
        QCOMPARE(control.current(), QString());
        control.addSegment(QStringLiteral("table"), QStringLiteral("Table"));
        QCOMPARE(control.current(), QStringLiteral("table"));
    }

    void aPopoverOpensBelowItsButtonAndClosesWithEscape()
    {
        QWidget room;
        room.resize(400, 300);
        auto* opener = new Button(QStringLiteral("Details"), Button::Kind::Ghost, &room);
        opener->move(300, 20);
        Popover popover(opener, &room);
        auto* inside = new Button(QStringLiteral("Reset"), Button::Kind::Ghost, &popover);
        (new QVBoxLayout(&popover))->addWidget(inside);
        room.show();
        QVERIFY(QTest::qWaitForWindowExposed(&room));
        QVERIFY(!popover.isVisible());
        opener->click();
        QVERIFY(popover.isVisible());
        QVERIFY(popover.y() >= opener->geometry().bottom());
        QVERIFY(room.rect().contains(popover.geometry()));
        QTest::keyClick(inside, Qt::Key_Escape);
        QVERIFY(!popover.isVisible());
        QVERIFY(!opener->isChecked());
    }

    void aPathFieldKeepsTheFullPathInReach()
    {
        PathField field;
        field.setPath(QStringLiteral("Studio › stems"), QStringLiteral("/home/x/Studio/stems"));
        QCOMPARE(field.toolTip(), QStringLiteral("/home/x/Studio/stems"));
        QCOMPARE(field.text(), QStringLiteral("Studio › stems"));
        QVERIFY(field.sizeHint().height() >= 24);
        QVERIFY(field.minimumSizeHint().width() <= field.sizeHint().width());
        QCOMPARE(field.focusPolicy(), Qt::StrongFocus);
    }

    void chipIsRemovedByClickAndKey()
    {
        Chip chip(QStringLiteral("kick"));
        chip.setRemovable(true);
        QSignalSpy removed(&chip, &Chip::removeRequested);
        chip.click();
        QTest::keyClick(&chip, Qt::Key_Delete);
        QTest::keyClick(&chip, Qt::Key_Backspace);
        QCOMPARE(removed.count(), 3);
        QVERIFY(chip.sizeHint().height() >= 24); // hit target
    }

    void chipGrowsWithItsParts()
    {
        Chip chip(QStringLiteral("kick"));
        const int plain = chip.sizeHint().width();
        chip.setCategory(Category::Kick);
        chip.setRemovable(true);
        QCOMPARE(chip.sizeHint().width(), plain + 32);
    }

    void facetSpeaksItsCount()
    {
        FacetRow row(QStringLiteral("Kick"));
        row.setCount(112);
        QCOMPARE(row.accessibleName(), QStringLiteral("Kick, 112"));
        row.click();
        QVERIFY(row.isChecked());
    }

    void rangeHandlesDoNotCross()
    {
        HistogramRange range(QStringLiteral("Tempo"));
        range.resize(200, 46);
        range.setBounds(60.0, 200.0);
        QVERIFY(range.isOpen());
        QCOMPARE(range.low(), 60.0);
        QCOMPARE(range.high(), 200.0);
        range.setRange(100.0, 140.0);
        QVERIFY(std::abs(range.low() - 100.0) < 0.1);
        QVERIFY(std::abs(range.high() - 140.0) < 0.1);
        auto* low = range.findChild<QAbstractSlider*>(QStringLiteral("range_low"));
        QVERIFY(low != nullptr);
        QVERIFY(!low->accessibleName().isEmpty());
        QSignalSpy changed(&range, &HistogramRange::rangeChanged);
        low->setValue(HistogramRange::kSteps); // beyond the upper handle
        QCOMPARE(changed.count(), 1);
        QVERIFY(range.low() <= range.high());
        QVERIFY(std::abs(range.low() - 140.0) < 0.1);
    }

    void rangeSnapsAndStaysOpen()
    {
        HistogramRange range(QStringLiteral("Tempo"));
        range.setBounds(60.0, 200.0);
        range.setStep(1.0);
        range.setRange(100.4, 140.6);
        QCOMPARE(range.low(), 100.0);
        QCOMPARE(range.high(), 141.0);
        range.setRange(60.0, 200.0);
        range.setBounds(50.0, 220.0); // what was open stays open
        QVERIFY(range.isOpen());
        QCOMPARE(range.high(), 220.0);
    }

    void starsByMouseAndKey()
    {
        RatingStars stars;
        stars.resize(stars.sizeHint());
        QSignalSpy rated(&stars, &RatingStars::rated);
        stars.setRating(2);
        QCOMPARE(rated.count(), 0);
        QTest::mouseClick(&stars, Qt::LeftButton, {}, {2 + 3 * 12 + 6, 12}); // the fourth
        QCOMPARE(stars.value(), 4);
        QTest::mouseClick(&stars, Qt::LeftButton, {}, {2 + 3 * 12 + 6, 12}); // again: cleared
        QCOMPARE(stars.value(), 0);
        QTest::keyClick(&stars, Qt::Key_5);
        QCOMPARE(stars.value(), 5);
        QCOMPARE(rated.count(), 3);
    }

    void meterSegments_data()
    {
        QTest::addColumn<double>("level");
        QTest::addColumn<int>("segments");
        QTest::newRow("silence") << 0.0 << 0;
        QTest::newRow("full scale") << 1.0 << 24;
        QTest::newRow("over") << 4.0 << 24;
        QTest::newRow("-6 dB") << 0.5012 << 22;
        QTest::newRow("-48 dB") << 0.00397 << 0;
        QTest::newRow("-47 dB") << 0.004467 << 1;
    }
    void meterSegments()
    {
        QFETCH(double, level);
        QFETCH(int, segments);
        // −6.0 dB is 21 whole segments of 2 dB and the start of the next one
        const int lit = LevelMeter::segmentsOf(level);
        QVERIFY2(std::abs(lit - segments) <= (segments == 22 ? 1 : 0),
                 qPrintable(QString::number(lit)));
    }

    void sliderReturnsToItsDefault()
    {
        Slider slider(QStringLiteral("Preview level"));
        slider.setRange(-120, 0);
        slider.setDefaultValue(-12);
        slider.setValue(-80);
        QTest::keyClick(&slider, Qt::Key_0);
        QCOMPARE(slider.value(), -12);
        slider.setValue(-80);
        slider.resize(120, 18);
        QTest::mouseDClick(&slider, Qt::LeftButton, {}, {60, 9});
        QCOMPARE(slider.value(), -12);
    }

    void sliderIgnoresTheWheelWithoutFocus()
    {
        Slider slider(QStringLiteral("x"));
        slider.setRange(0, 100);
        QWheelEvent event({10, 9}, slider.mapToGlobal(QPointF(10, 9)), {}, {0, 120}, Qt::NoButton,
                          Qt::NoModifier, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&slider, &event);
        QCOMPARE(slider.value(), 0);
    }

    void progressFillsFromTheLeft()
    {
        ProgressBar bar;
        bar.resize(100, 4);
        bar.setFraction(0.5);
        QCOMPARE(bar.value(), 500);
        const QImage image = bar.grab().toImage();
        QCOMPARE(image.pixelColor(25, 2), Theme::current().ok);
        QCOMPARE(image.pixelColor(75, 2), Theme::current().hover);
    }

    void elidedTextIsInTheTooltip()
    {
        ElidedLabel label(QStringLiteral("A very long name of a sound that nobody can read"));
        label.resize(60, 16);
        QVERIFY(!label.grab().isNull()); // a hidden widget learns its size when it is drawn
        QCOMPARE(label.toolTip(), label.fullText());
        QCOMPARE(label.accessibleName(), label.fullText());
        label.resize(600, 16);
        QVERIFY(!label.grab().isNull());
        QVERIFY(label.toolTip().isEmpty());
    }

    void searchFieldClearsByEscape()
    {
        SearchField field;
        QSignalSpy cleared(&field, &SearchField::cleared);
        field.setText(QStringLiteral("dark"));
        QTest::keyClick(&field, Qt::Key_Escape);
        QVERIFY(field.text().isEmpty());
        QCOMPARE(cleared.count(), 1);
        QTest::keyClick(&field, Qt::Key_Escape);
        QCOMPARE(cleared.count(), 1);
    }

    void emptyStateOffersOneStep()
    {
        EmptyState state;
        state.setTexts(QStringLiteral("No sounds"), QStringLiteral("84 kicks are ready"),
                       QStringLiteral("Start"));
        QSignalSpy activated(&state, &EmptyState::activated);
        auto* button = state.findChild<QAbstractButton*>(QStringLiteral("empty_action"));
        QVERIFY(button != nullptr);
        button->click();
        QCOMPARE(activated.count(), 1);
        state.setTexts(QStringLiteral("No sounds"), QStringLiteral("Nothing to do"));
        QVERIFY(button->isHidden());
    }

    void toastsAreThreeAtMost()
    {
        QWidget host;
        host.resize(800, 600);
        ToastStack stack(&host);
        for (const char* text : {"one", "two", "three", "four"}) {
            stack.show(ToastStack::Kind::Info, QString::fromLatin1(text));
        }
        QCOMPARE(stack.count(), ToastStack::kMaximum);
        QCOMPARE(
            stack.texts(),
            QStringList({QStringLiteral("two"), QStringLiteral("three"), QStringLiteral("four")}));
        QVERIFY(stack.geometry().right() <= host.width() + 8);
        QVERIFY(stack.geometry().bottom() < host.height());
        stack.dismissAll();
        QCOMPARE(stack.count(), 0);
        QVERIFY(stack.isHidden());
    }

    void aStandingToastIsNotStackedAgain()
    {
        QWidget host;
        host.resize(800, 600);
        ToastStack stack(&host);
        stack.show(ToastStack::Kind::Info, QStringLiteral("Tagged 12 sounds"));
        stack.show(ToastStack::Kind::Info, QStringLiteral("Tagged 12 sounds"));
        QCOMPARE(stack.count(), 1);
    }

    void toastActsOnceAndLeaves()
    {
        QWidget host;
        host.resize(800, 600);
        ToastStack stack(&host);
        int acted = 0;
        stack.show(ToastStack::Kind::Done, QStringLiteral("Separated"), QStringLiteral("Show"),
                   [&acted] { ++acted; });
        auto* action = stack.findChild<QAbstractButton*>(QStringLiteral("toast_action"));
        QVERIFY(action != nullptr);
        action->click();
        QCOMPARE(acted, 1);
        QCOMPARE(stack.count(), 0);
        stack.show(ToastStack::Kind::Error, QStringLiteral("No decoder"));
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        auto* close = stack.findChild<QAbstractButton*>(QStringLiteral("toast_close"));
        QVERIFY(close != nullptr);
        QVERIFY(!close->accessibleName().isEmpty());
        close->click();
        QCOMPARE(stack.count(), 0);
    }
};

QTEST_MAIN(TestWidgets)
#include "tst_widgets.moc"
