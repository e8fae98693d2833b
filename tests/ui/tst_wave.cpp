#include "ui/plot/TimeGrid.h"
#include "ui/plot/WaveView.h"
#include "ui/plot/WaveformPainter.h"
#include "ui/theme/Theme.h"

#include <QSignalSpy>
#include <QTest>
#include <QWheelEvent>

#include <cmath>
#include <numbers>

using namespace nde;
using namespace nde::ui;

namespace {

constexpr int kRate = 48000;

/// A sine of 100 Hz, so long that every zoom has something to show.
std::shared_ptr<const audio::PeakPyramid> sine(double seconds)
{
    audio::AudioBuffer buffer(1, static_cast<std::size_t>(seconds * kRate), kRate);
    for (std::size_t i = 0; i < buffer.frames(); ++i) {
        buffer.channel(0)[i] = static_cast<float>(
            0.5 * std::sin(2.0 * std::numbers::pi * 100.0 * static_cast<double>(i) / kRate));
    }
    return std::make_shared<audio::PeakPyramid>(audio::PeakPyramid::fromBuffer(buffer));
}

int alphaAt(const QImage& image, int x, int y)
{
    return qAlpha(image.pixel(x, y));
}

void wheel(QWidget& widget, QPointF position, int delta, Qt::KeyboardModifiers modifiers)
{
    QWheelEvent event(position, widget.mapToGlobal(position), {}, {0, delta}, Qt::NoButton,
                      modifiers, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&widget, &event);
}

} // namespace

class TestWave : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { applyTheme(1.0); }

    void columnsAreDrawnWhereTheyLie()
    {
        // Height 102: middle 51, amplitude 50 at gain 1.
        const std::vector<audio::PeakColumn> columns {
            {-0.5F, 1.0F, 0.2F, 0.0F}, {0.0F, 0.0F, 0.0F, 0.0F}, {-1.0F, 0.0F, 0.0F, 0.0F}};
        WaveStyle style;
        style.color = QColor(200, 100, 0);
        style.gain = 1.0;
        style.marksClipping = false;
        const QImage image = paintColumns(columns, 102, style);
        QCOMPARE(image.size(), QSize(3, 102));
        QCOMPARE(alphaAt(image, 0, 0), 0);
        QCOMPARE(alphaAt(image, 0, 1), 128); // +1.0 reaches one pixel below the edge, at 50 %
        QCOMPARE(alphaAt(image, 0, 75), 128); // −0.5 reaches row 75
        QCOMPARE(alphaAt(image, 0, 76), 0);
        QCOMPARE(alphaAt(image, 0, 42), 255); // RMS 0.2: rows 41 … 60, opaque
        QCOMPARE(alphaAt(image, 0, 40), 128);
        QCOMPARE(QColor(image.pixel(0, 50)), QColor(200, 100, 0)); // brightness 0: the hue itself
        QCOMPARE(alphaAt(image, 1, 51), 255); // silence: a line of one pixel
        QCOMPARE(alphaAt(image, 1, 50), 0);
        QCOMPARE(alphaAt(image, 1, 52), 0);
        QCOMPARE(alphaAt(image, 2, 49), 0);
        QCOMPARE(alphaAt(image, 2, 100), 128);
    }

    void brightSoundsAreWhiter()
    {
        const std::vector<audio::PeakColumn> columns {{-0.5F, 0.5F, 0.4F, 0.0F},
                                                      {-0.5F, 0.5F, 0.4F, 1.0F}};
        const QImage image = paintColumns(columns, 60, {.color = QColor(0, 100, 0)});
        const QColor dark(image.pixel(0, 30));
        const QColor bright(image.pixel(1, 30));
        QCOMPARE(dark, QColor(0, 100, 0));
        // 0.42·1 − 0.02 = 40 % towards white
        QCOMPARE(bright, QColor(102, 162, 102));
    }

    void clippingHasCaps()
    {
        const std::vector<audio::PeakColumn> columns {{-1.0F, 1.0F, 0.5F, 0.0F},
                                                      {-0.9F, 0.9F, 0.5F, 0.0F}};
        const QImage image = paintColumns(columns, 102, {.color = Qt::green, .gain = 1.0});
        const QColor error = Theme::current().error;
        QCOMPARE(QColor(image.pixel(0, 1)), error);
        QCOMPARE(QColor(image.pixel(0, 3)), error);
        QVERIFY(QColor(image.pixel(0, 4)) != error);
        QCOMPARE(QColor(image.pixel(0, 100)), error);
        QVERIFY(QColor(image.pixel(1, 6)) != error);
    }

    void mutedIsAnOutline()
    {
        const std::vector<audio::PeakColumn> columns {{-0.8F, 0.8F, 0.6F, 0.0F}};
        WaveStyle style;
        style.color = Qt::red;
        style.isOutline = true;
        const QImage image = paintColumns(columns, 40, style);
        QCOMPARE(alphaAt(image, 0, 20), 115); // 45 %, no RMS above it
    }

    void contourPassesThroughTheSamples()
    {
        const std::vector<float> samples {0.0F, 1.0F, 0.0F, -1.0F, 0.0F};
        const QImage image = paintContour(samples, 0.0, 20.0, {81, 102}, 1.0,
                                          {.color = QColor(10, 20, 200), .gain = 1.0});
        QVERIFY(alphaAt(image, 20, 2) > 200); // dot of the second sample at the top
        QVERIFY(alphaAt(image, 60, 99) > 200);
        QVERIFY(alphaAt(image, 20, 30) > 80); // filled to the centre line at 38 %
        QVERIFY(alphaAt(image, 20, 30) < 110);
        QCOMPARE(alphaAt(image, 20, 70), 0);
    }

    void foldingKeepsExtremes()
    {
        std::vector<float> samples(100, 0.0F);
        samples[10] = 0.7F;
        samples[55] = -0.9F;
        const auto columns = foldSamples(samples, 0.0, 100.0, 10, 0.5F);
        QCOMPARE(columns.size(), std::size_t(10));
        QCOMPARE(columns[1].high, 0.7F);
        QCOMPARE(columns[5].low, -0.9F);
        QCOMPARE(columns[0].high, 0.0F);
        QVERIFY(std::abs(columns[1].rms - 0.7F / std::sqrt(10.0F)) < 1e-6F);
        QVERIFY(foldSamples({}, 0.0, 10.0, 4, 0.0F)[3].high == 0.0F);
    }

    void cyclesAreRecognised()
    {
        const std::vector<audio::PeakColumn> wide(10, {-0.5F, 0.5F, 0.3F, 0.1F});
        const std::vector<audio::PeakColumn> narrow(10, {0.2F, 0.3F, 0.25F, 0.1F});
        QVERIFY(!showsCycles(wide));
        QVERIFY(showsCycles(narrow));
        QVERIFY(!showsCycles({}));
    }

    void timeGridUsesRoundSteps()
    {
        const auto lines = timeLines(0.0, 0.42, 1000.0 / 0.42, 96.0);
        QVERIFY(lines.size() >= 8);
        QCOMPARE(lines[1].seconds, 0.05);
        QCOMPARE(lines[2].label, QStringLiteral("0.10 s"));
        const auto minutes = timeLines(0.0, 342.0, 1000.0 / 342.0, 96.0);
        QCOMPARE(minutes[1].label, QStringLiteral("1:00"));
    }

    void fitsAndZoomsAtThePointer()
    {
        WaveView view;
        view.resize(1000, 112);
        view.setSound(sine(10.0), Qt::red, QStringLiteral("sine"));
        QCOMPARE(view.view().fromS, 0.0);
        QCOMPARE(view.view().toS, 10.0);
        wheel(view, {250.0, 60.0}, 120, Qt::ControlModifier);
        // What was under the pointer stays there: a quarter of the width, second 2.5.
        const auto range = view.view();
        QVERIFY(std::abs(range.toS - range.fromS - 8.0) < 1e-6);
        QVERIFY(std::abs(range.fromS + 0.25 * 8.0 - 2.5) < 1e-6);
        wheel(view, {250.0, 60.0}, -240, Qt::ControlModifier);
        QCOMPARE(view.view().fromS, 0.0);
        QCOMPARE(view.view().toS, 10.0);
    }

    void zoomEndsAtTheSample()
    {
        WaveView view;
        view.resize(1000, 112);
        view.setSound(sine(10.0), Qt::red, {});
        QSignalSpy needed(&view, &WaveView::samplesNeeded);
        view.zoomAt(5.0, 1e9);
        const auto range = view.view();
        QVERIFY(std::abs((range.toS - range.fromS) * kRate - WaveView::kLeastFrames) < 1e-3);
        QVERIFY(needed.count() >= 1);
        const qint64 from = needed.last()[0].toLongLong();
        const qint64 to = needed.last()[1].toLongLong();
        QVERIFY(static_cast<double>(from) <= range.fromS * kRate);
        QVERIFY(static_cast<double>(to) >= range.toS * kRate);
        view.setSamples(from, std::vector<float>(static_cast<std::size_t>(to - from), 0.5F));
        const auto asked = needed.count();
        view.scrollBy(2.0 / kRate); // still inside what was read
        QCOMPARE(needed.count(), asked);
        view.scrollBy(1.0);
        QCOMPARE(needed.count(), asked + 1);
    }

    void scrollsWithShift()
    {
        WaveView view;
        view.resize(1000, 112);
        view.setSound(sine(10.0), Qt::red, {});
        view.zoomAt(5.0, 5.0); // 4 … 6
        wheel(view, {500.0, 60.0}, -120, Qt::ShiftModifier);
        QVERIFY(std::abs(view.view().fromS - 4.25) < 1e-6);
        view.scrollBy(-100.0);
        QCOMPARE(view.view().fromS, 0.0);
        QVERIFY(std::abs(view.view().toS - 2.0) < 1e-6);
    }

    void dragSelectsAndKeysZoom()
    {
        WaveView view;
        view.resize(1000, 112);
        view.setSound(sine(10.0), Qt::red, {});
        QSignalSpy selected(&view, &WaveView::selectionChanged);
        QSignalSpy sought(&view, &WaveView::seekRequested);
        QTest::mousePress(&view, Qt::LeftButton, {}, {600, 60});
        QTest::mouseMove(&view, {400, 60});
        QTest::mouseMove(&view, {200, 60});
        QTest::mouseRelease(&view, Qt::LeftButton, {}, {200, 60});
        QVERIFY(selected.count() >= 1);
        QCOMPARE(sought.count(), 0);
        QVERIFY(view.selection().has_value());
        QVERIFY(std::abs(view.selection()->fromS - 2.0) < 0.011);
        QVERIFY(std::abs(view.selection()->toS - 6.0) < 0.011);
        QTest::keyClick(&view, Qt::Key_Z);
        QVERIFY(std::abs(view.view().fromS - view.selection()->fromS) < 1e-6);
        QVERIFY(std::abs(view.view().toS - view.selection()->toS) < 1e-6);
        QTest::keyClick(&view, Qt::Key_Z, Qt::ShiftModifier);
        QCOMPARE(view.view().toS, 10.0);
        QTest::keyClick(&view, Qt::Key_Delete);
        QVERIFY(!view.selection());
    }

    void handlesMoveTheEnds()
    {
        WaveView view;
        view.resize(1000, 112);
        view.setSound(sine(10.0), Qt::red, {});
        view.setSelection(WaveView::Range {2.0, 6.0});
        QTest::mousePress(&view, Qt::LeftButton, {}, {600, 18});
        QTest::mouseMove(&view, {700, 18});
        QTest::mouseMove(&view, {800, 18});
        QTest::mouseRelease(&view, Qt::LeftButton, {}, {800, 18});
        QVERIFY(std::abs(view.selection()->fromS - 2.0) < 1e-9);
        QVERIFY(std::abs(view.selection()->toS - 8.0) < 0.011);
    }

    void clickSeeksAndBracketsSetEnds()
    {
        WaveView view;
        view.resize(1000, 112);
        view.setSound(sine(10.0), Qt::red, {});
        QSignalSpy sought(&view, &WaveView::seekRequested);
        QTest::mouseClick(&view, Qt::LeftButton, {}, {300, 60});
        QCOMPARE(sought.count(), 1);
        QVERIFY(std::abs(sought[0][0].toDouble() - 3.0) < 0.011);
        view.setPosition(3.0, false);
        QTest::keyClick(&view, Qt::Key_BracketLeft);
        view.setPosition(7.0, false);
        QTest::keyClick(&view, Qt::Key_BracketRight);
        QCOMPARE(view.selection(), std::optional(WaveView::Range {3.0, 7.0}));
        QTest::keyClick(&view, Qt::Key_Right); // a twentieth of what is visible
        QCOMPARE(sought.count(), 2);
        QVERIFY(std::abs(sought[1][0].toDouble() - 7.5) < 0.01);
    }

    void carriesTheSelectionOutWhereAsked()
    {
        WaveView view;
        view.resize(1000, 112);
        view.setSound(sine(10.0), Qt::red, {});
        view.setSelection(WaveView::Range {2.0, 6.0});
        view.setDragOutEnabled(true);
        QSignalSpy carried(&view, &WaveView::dragOutRequested);
        QTest::mousePress(&view, Qt::LeftButton, {}, {400, 80});
        QTest::mouseMove(&view, {440, 80});
        QTest::mouseRelease(&view, Qt::LeftButton, {}, {440, 80});
        QCOMPARE(carried.count(), 1);
        QCOMPARE(carried[0][1].toDouble(), 6.0);
        QCOMPARE(view.selection(), std::optional(WaveView::Range {2.0, 6.0}));
    }

    void playheadNeverRepaintsTheWave()
    {
        WaveView view;
        view.resize(800, 112);
        view.setSound(sine(10.0), Qt::red, {});
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        view.grab();
        const int before = view.renderCount();
        QVERIFY(before >= 1);
        for (int i = 0; i < 50; ++i) {
            view.setPosition(i * 0.1, true);
            view.grab();
        }
        QCOMPARE(view.renderCount(), before);
        view.zoomAt(5.0, 2.0);
        view.grab();
        QCOMPARE(view.renderCount(), before + 1);
    }

    void turnsThePageWhilePlaying()
    {
        WaveView view;
        view.resize(800, 112);
        view.setSound(sine(10.0), Qt::red, {});
        view.zoomAt(1.0, 5.0);
        QVERIFY(view.view().toS < 4.0);
        view.setPosition(5.0, false);
        QVERIFY(view.view().toS < 4.0);
        view.setPosition(5.0, true);
        QVERIFY(view.view().fromS <= 5.0 && view.view().toS > 5.0);
    }

    void emptyIsCalm()
    {
        WaveView view;
        view.resize(800, 112);
        view.setEmptyText(QStringLiteral("Select a sound"));
        view.setSound(nullptr, Qt::red, {});
        QSignalSpy sought(&view, &WaveView::seekRequested);
        QTest::mouseClick(&view, Qt::LeftButton, {}, {300, 60});
        wheel(view, {250.0, 60.0}, 120, Qt::ControlModifier);
        QTest::keyClick(&view, Qt::Key_Z);
        view.setSelection(WaveView::Range {1.0, 2.0});
        QCOMPARE(sought.count(), 0);
        QVERIFY(!view.selection());
        QCOMPARE(view.accessibleDescription(), QStringLiteral("Select a sound"));
        QVERIFY(!view.grab().isNull());
    }
};

QTEST_MAIN(TestWave)
#include "tst_wave.moc"
