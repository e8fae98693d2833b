#include "DreamFixture.h"
#include "core/base/Random.h"
#include "tests/support/Patience.h"
#include "ui/plot/SkyField.h"
#include "ui/plot/SkyGrid.h"
#include "ui/plot/SkyLayer.h"
#include "ui/plot/SkyView.h"
#include "ui/theme/Theme.h"

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

using namespace nde;
using namespace nde::ui;
using namespace nde::test;

/// The map of a latent space: field, grid, picture, pointer and keys.
class TestSky : public QObject
{
    Q_OBJECT

    std::unique_ptr<SkyView> m_view;

    void open()
    {
        m_view = std::make_unique<SkyView>();
        m_view->resize(800, 600);
        m_view->setSky(ringSky());
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->fit();
        QTRY_VERIFY(m_view->isLayerCurrent());
    }
    QPoint pixelOf(double x, double y) const { return m_view->window().pixel({x, y}).toPoint(); }
    void move(QPoint to, Qt::MouseButtons buttons = Qt::NoButton)
    {
        QMouseEvent event(QEvent::MouseMove, to, m_view->mapToGlobal(to), Qt::NoButton, buttons,
                          Qt::NoModifier);
        QCoreApplication::sendEvent(m_view.get(), &event);
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(1.0);
        qRegisterMetaType<SkyPick>();
    }
    void cleanup() { m_view.reset(); }

    void aFieldIsReadBetweenItsSamples()
    {
        const SkyField field {2, 2, {0.0F, 1.0F, 0.0F, 1.0F}};
        QCOMPARE(field.at(QPointF(0.25, 0.5)), 0.0);
        QCOMPARE(field.at(QPointF(0.5, 0.5)), 0.5);
        QCOMPARE(field.at(QPointF(0.75, 0.1)), 1.0);
        QCOMPARE(field.at(QPointF(-0.1, 0.5)), 0.0);
        QVERIFY(SkyField().isEmpty());
        QCOMPARE(SkyField().at(QPointF(0.5, 0.5)), 0.0);
    }

    void theContourOfACircleIsOneClosedLineAtItsRadius()
    {
        SkyField field {60, 60, {}};
        for (int row = 0; row < 60; ++row) {
            for (int column = 0; column < 60; ++column) {
                const double away
                    = std::hypot((column + 0.5) / 60.0 - 0.5, (row + 0.5) / 60.0 - 0.5);
                field.shares.push_back(static_cast<float>(1.0 - 2.0 * away));
            }
        }
        const auto lines = contourLines(field, 0.5); // a radius of a quarter
        QCOMPARE(lines.size(), std::size_t {1});
        QVERIFY(lines[0].isClosed());
        for (const QPointF& point : lines[0]) {
            const double away = std::hypot(point.x() - 0.5, point.y() - 0.5);
            QVERIFY2(std::abs(away - 0.25) < 0.002, qPrintable(QString::number(away)));
        }
        QVERIFY(contourLines(field, 1.5).empty());
        // Cut by the edge it stays open: four corners outside of a radius of 0.6.
        const auto cut = contourLines(field, -0.2);
        QCOMPARE(cut.size(), std::size_t {4});
        QVERIFY(!cut[0].isClosed());
    }

    void theGridFindsWhatLookingAtAllFinds()
    {
        Random random(11);
        std::vector<QPointF> points;
        for (int i = 0; i < 3000; ++i) {
            points.emplace_back(random.uniform(-1.0, 1.0), random.normal() * 0.1);
        }
        const SkyGrid grid(points);
        for (int i = 0; i < 300; ++i) {
            const QPointF at(random.uniform(-1.2, 1.2), random.normal() * 0.2);
            int found = -1;
            double least = 1.0;
            for (int k = 0; k < 3000; ++k) {
                const QPointF away = points[static_cast<std::size_t>(k)] - at;
                const double distance = std::hypot(away.x() / 0.05, away.y() / 0.02);
                if (distance < least) {
                    least = distance;
                    found = k;
                }
            }
            QCOMPARE(grid.nearest(at, 0.05, 0.02), found);
        }
        const QPolygonF triangle({{-0.5, -0.2}, {0.6, 0.0}, {-0.3, 0.3}});
        std::vector<int> inside;
        for (int k = 0; k < 3000; ++k) {
            if (triangle.containsPoint(points[static_cast<std::size_t>(k)], Qt::OddEvenFill)) {
                inside.push_back(k);
            }
        }
        QVERIFY(inside.size() > 100);
        QVERIFY(grid.within(triangle) == inside);
        QCOMPARE(SkyGrid(std::vector<QPointF>()).nearest({0, 0}, 1, 1), -1);
        QCOMPARE(SkyGrid(std::vector<QPointF>(5, QPointF(1, 1))).nearest({1, 1}, 1, 1), 4);
    }

    void aPlaceThatIsNoNumberIsNeverFound()
    {
        std::vector<QPointF> points(100, QPointF(1, 1));
        points[40] = {qQNaN(), qQNaN()};
        points.emplace_back(2, 2);
        const SkyGrid grid(points);
        QCOMPARE(grid.nearest({2, 2}, 0.1, 0.1), 100);
        QCOMPARE(grid.within(QPolygonF(QRectF(0, 0, 3, 3))).size(), std::size_t {100});
        QCOMPARE(grid.nearest({qQNaN(), 1}, 0.1, 0.1), -1);
    }

    void placesAlongALineAreEvenlySpaced()
    {
        const QPolygonF line({{0, 0}, {3, 0}, {3, 1}}); // of length 4
        const QPolygonF five = alongPath(line, 5);
        const QPolygonF wanted({{0, 0}, {1, 0}, {2, 0}, {3, 0}, {3, 1}});
        QCOMPARE(five.size(), wanted.size());
        for (qsizetype i = 0; i < five.size(); ++i) {
            QVERIFY(std::abs(five[i].x() - wanted[i].x()) < 1e-9);
            QVERIFY(std::abs(five[i].y() - wanted[i].y()) < 1e-9);
        }
        QCOMPARE(alongPath(line, 1), QPolygonF({{0, 0}}));
        QVERIFY(alongPath({}, 5).isEmpty());
        QCOMPARE(alongPath(QPolygonF({{2, 2}}), 2), QPolygonF({{2, 2}, {2, 2}}));
    }

    void theWindowFitsAndZoomsAboutThePointer()
    {
        const SkyWindow window = SkyWindow::fitted(QRectF(-1, -1, 2, 2), {800, 600});
        QCOMPARE(window.pixel({-1, -1}), QPointF(40, 30)); // 5 % around it
        QCOMPARE(window.pixel({1, 1}), QPointF(760, 570));
        const SkyWindow near = window.zoomed(2.0, {200, 100});
        QVERIFY(std::abs(near.pixel(window.place({200, 100})).x() - 200.0) < 1e-9);
        QVERIFY(std::abs(near.scaleX - 2.0 * window.scaleX) < 1e-9);
    }

    void soundsLieWhereTheSkyPutsThem()
    {
        open();
        const QImage picture = m_view->grab().toImage();
        const Theme& theme = Theme::current();
        const auto near = [](QRgb a, const QColor& b) {
            return std::abs(qRed(a) - b.red()) + std::abs(qGreen(a) - b.green())
                + std::abs(qBlue(a) - b.blue());
        };
        const double ratio = picture.devicePixelRatio();
        const QPoint kick = pixelOf(0.5, 0.0) * ratio;
        QVERIFY(near(picture.pixel(kick), theme.category(Category::Kick)) < 60);
        const QPoint outside = pixelOf(0.9, -0.9) * ratio;
        QCOMPARE(QColor(picture.pixel(outside)), theme.well);
        // Between its sounds, where the model is sure, the well is tinted.
        QVERIFY(near(picture.pixel(pixelOf(0.498, 0.0436) * ratio), theme.well) > 20);
    }

    void aClickTakesASoundOnlyCloseBy()
    {
        open();
        QSignalSpy chosen(m_view.get(), &SkyView::chosen);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, Qt::NoModifier, pixelOf(0.5, 0.0));
        QCOMPARE(chosen.count(), 1);
        QCOMPARE(chosen[0][0].value<SkyPick>().point, 0);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, Qt::NoModifier,
                          pixelOf(0.5, 0.0) + QPoint(18, 0));
        const auto beside = chosen[1][0].value<SkyPick>();
        QCOMPARE(beside.point, -1); // the place itself …
        QCOMPARE(beside.nearest, 0); // … though hovering would find the sound
        QTest::mouseClick(m_view.get(), Qt::LeftButton, Qt::AltModifier, pixelOf(0.5, 0.0));
        QCOMPARE(chosen[2][0].value<SkyPick>().point, -1);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, Qt::NoModifier, pixelOf(0.0, 0.0));
        const auto middle = chosen[3][0].value<SkyPick>();
        QVERIFY(std::hypot(middle.place.x(), middle.place.y()) < 0.01);
        QVERIFY(middle.confidence > 0.99);
        QVERIFY(m_view->pickAt(m_view->window().pixel({0.95, -0.95})).confidence < 0.01);
    }

    void hoveringIsSilentUnlessItIsWanted()
    {
        open();
        QSignalSpy heard(m_view.get(), &SkyView::heard);
        QSignalSpy picked(m_view.get(), &SkyView::picked);
        move(pixelOf(0.0, 0.0));
        move(pixelOf(0.5, 0.0) + QPoint(20, 0));
        QVERIFY(picked.count() >= 2);
        QCOMPARE(heard.count(), 0);
        m_view->setHovering(true);
        move(pixelOf(0.0, -0.5) + QPoint(15, 0));
        QCOMPARE(heard.count(), 1);
        QCOMPARE(heard[0][0].value<SkyPick>().nearest, 27);
        move(pixelOf(0.0, -0.5) + QPoint(14, 0)); // the same sound is not begun again
        QCOMPARE(heard.count(), 1);
        move(pixelOf(0.0, 0.0)); // a place is
        move(pixelOf(0.02, 0.0));
        QCOMPARE(heard.count(), 3);
        m_view->setHovering(false);
        // Space held does the same.
        m_view->setFocus();
        QTest::keyPress(m_view.get(), Qt::Key_Space);
        QCOMPARE(heard.count(), 4);
        move(pixelOf(0.1, 0.0));
        QCOMPARE(heard.count(), 5);
        QTest::keyRelease(m_view.get(), Qt::Key_Space);
        move(pixelOf(0.2, 0.0));
        QCOMPARE(heard.count(), 5);
        // So does the left button that went down on a place.
        QTest::mousePress(m_view.get(), Qt::LeftButton, Qt::NoModifier, pixelOf(0.0, 0.0));
        move(pixelOf(0.05, 0.05), Qt::LeftButton);
        QCOMPARE(heard.count(), 6);
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, Qt::NoModifier, pixelOf(0.05, 0.05));
        move(pixelOf(0.0, 0.1));
        QCOMPARE(heard.count(), 6);
    }

    void keysMoveACursorThatIsHeardWhenItRests()
    {
        open();
        m_view->setFocus();
        QSignalSpy chosen(m_view.get(), &SkyView::chosen);
        QSignalSpy slots_(m_view.get(), &SkyView::slotRequested);
        QSignalSpy more(m_view.get(), &SkyView::moreRequested);
        QTest::keyPress(m_view.get(), Qt::Key_Right);
        QTest::keyPress(m_view.get(), Qt::Key_Right);
        QCOMPARE(chosen.count(), 0); // held keys are silent
        QTest::keyRelease(m_view.get(), Qt::Key_Right);
        QCOMPARE(chosen.count(), 1);
        const QPointF at = m_view->window().pixel(chosen[0][0].value<SkyPick>().place);
        QVERIFY(std::abs(at.x() - 432.0) < 1.0 && std::abs(at.y() - 300.0) < 1.0);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QTest::keyClick(m_view.get(), Qt::Key_B);
        QCOMPARE(slots_.count(), 2);
        QCOMPARE(slots_[0][0].value<QChar>(), QChar(u'A'));
        QCOMPARE(slots_[1][0].value<QChar>(), QChar(u'B'));
        QTest::keyClick(m_view.get(), Qt::Key_V);
        QCOMPARE(more.count(), 1);
        // At the edge the sky moves on instead of losing the cursor.
        const SkyWindow before = m_view->window();
        for (int i = 0; i < 60; ++i) {
            QTest::keyPress(m_view.get(), Qt::Key_Right);
        }
        QTest::keyRelease(m_view.get(), Qt::Key_Right);
        QVERIFY(m_view->window().origin.x() > before.origin.x());
        QTest::keyClick(m_view.get(), Qt::Key_Home);
        QCOMPARE(m_view->window().scaleX, before.scaleX);
    }

    void shiftClickAnchorsAndTheMenuOpensOnTheRight()
    {
        open();
        QSignalSpy anchors(m_view.get(), &SkyView::anchorRequested);
        QSignalSpy menus(m_view.get(), &SkyView::menuRequested);
        QSignalSpy chosen(m_view.get(), &SkyView::chosen);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, Qt::ShiftModifier, pixelOf(0.0, 0.5));
        QCOMPARE(anchors.count(), 1);
        QCOMPARE(anchors[0][0].value<SkyPick>().point, 9);
        QTest::mouseClick(m_view.get(), Qt::RightButton, Qt::NoModifier, pixelOf(0.5, 0.0));
        QCOMPARE(menus.count(), 1);
        QCOMPARE(chosen.count(), 0);
    }

    void dragsOfTheMiddleButtonMoveTheSky()
    {
        open();
        const SkyWindow before = m_view->window();
        QTest::mousePress(m_view.get(), Qt::MiddleButton, Qt::NoModifier, {400, 300});
        move({460, 330}, Qt::MiddleButton);
        QTest::mouseRelease(m_view.get(), Qt::MiddleButton, Qt::NoModifier, {460, 330});
        const QPointF moved = m_view->window().pixel(before.place({400, 300}));
        QVERIFY(std::abs(moved.x() - 460.0) < 0.01 && std::abs(moved.y() - 330.0) < 0.01);
        QWheelEvent wheel({200, 200}, m_view->mapToGlobal(QPointF(200, 200)), {}, {0, 120},
                          Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase, false);
        const QPointF under = m_view->window().place({200, 200});
        QCoreApplication::sendEvent(m_view.get(), &wheel);
        QVERIFY(std::abs(m_view->window().scaleX / before.scaleX - 1.2) < 1e-9);
        QVERIFY(std::abs(m_view->window().pixel(under).x() - 200.0) < 1e-6);
        QTRY_VERIFY(m_view->isLayerCurrent());
    }

    void aPathIsDrawnAndALassoFinds()
    {
        open();
        QSignalSpy drawn(m_view.get(), &SkyView::pathDrawn);
        QSignalSpy lassoed(m_view.get(), &SkyView::lassoed);
        QSignalSpy left(m_view.get(), &SkyView::toolLeft);
        m_view->setTool(SkyTool::Path);
        QTest::mousePress(m_view.get(), Qt::LeftButton, Qt::NoModifier, pixelOf(-0.4, 0.0));
        move(pixelOf(0.0, 0.1), Qt::LeftButton);
        move(pixelOf(0.4, 0.0), Qt::LeftButton);
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, Qt::NoModifier, pixelOf(0.4, 0.0));
        QCOMPARE(drawn.count(), 1);
        QCOMPARE(left.count(), 1);
        const auto line = drawn[0][0].value<QPolygonF>();
        QVERIFY(std::abs(line.front().x() + 0.4) < 0.01 && std::abs(line.back().x() - 0.4) < 0.01);
        m_view->setTool(SkyTool::Lasso); // round the snares, corner by corner with keys
        m_view->setFocus();
        QTest::mousePress(m_view.get(), Qt::LeftButton, Qt::NoModifier, pixelOf(0.7, 0.7));
        for (const auto& [x, y] : {std::pair(0.9, 0.7), {0.9, 0.9}, {0.7, 0.9}}) {
            move(pixelOf(x, y), Qt::LeftButton);
        }
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, Qt::NoModifier, pixelOf(0.7, 0.9));
        QCOMPARE(lassoed.count(), 1);
        const auto found = lassoed[0][0].value<std::vector<int>>();
        QCOMPARE(found.size(), std::size_t {20});
        QCOMPARE(found.front(), 36);
        // By keys: corners with Enter, the end with Ctrl+Enter, and Escape leaves it.
        m_view->setTool(SkyTool::Path);
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(m_view.get(), Qt::Key_Left);
        }
        QTest::keyClick(m_view.get(), Qt::Key_Return);
        QTest::keyClick(m_view.get(), Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(drawn.count(), 2);
        QTest::keyClick(m_view.get(), Qt::Key_Escape);
        QCOMPARE(left.count(), 4);
    }

    void shiftLassosForOneDrawingOnly()
    {
        m_view = std::make_unique<SkyView>(nullptr, SkyUse::Browsing);
        m_view->resize(800, 600);
        m_view->setSky(ringSky());
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        m_view->fit();
        connect(m_view.get(), &SkyView::toolLeft, m_view.get(),
                [this] { m_view->setTool(SkyTool::Hear); });
        QSignalSpy lassoed(m_view.get(), &SkyView::lassoed);
        QSignalSpy left(m_view.get(), &SkyView::toolLeft);
        const QPoint from = pixelOf(0.0, 0.0);
        // Let go of Shift on the way, a click, a line of eleven pixels: nothing is left behind.
        QTest::mousePress(m_view.get(), Qt::LeftButton, Qt::ShiftModifier, from);
        QCOMPARE(m_view->tool(), SkyTool::Lasso);
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, Qt::NoModifier, from);
        QCOMPARE(m_view->tool(), SkyTool::Hear);
        QCOMPARE(left.count(), 1);
        QTest::mousePress(m_view.get(), Qt::LeftButton, Qt::ShiftModifier, from);
        move(from + QPoint(11, 0), Qt::LeftButton);
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, Qt::ShiftModifier, from + QPoint(11, 0));
        QCOMPARE(m_view->tool(), SkyTool::Hear);
        QCOMPARE(left.count(), 2);
        QCOMPARE(lassoed.count(), 0);
        // Round everything it finds, and is left once.
        QTest::mousePress(m_view.get(), Qt::LeftButton, Qt::ShiftModifier, from);
        for (const QPoint at : {QPoint(2, 2), QPoint(798, 2), QPoint(798, 598), QPoint(2, 598)}) {
            move(at, Qt::LeftButton);
        }
        QTest::mouseRelease(m_view.get(), Qt::LeftButton, Qt::NoModifier, {2, 598});
        QCOMPARE(lassoed.count(), 1);
        QCOMPARE(left.count(), 3);
        QCOMPARE(m_view->tool(), SkyTool::Hear);
        // A tool that was chosen stays over a click, with Shift, too.
        m_view->setTool(SkyTool::Lasso);
        QTest::mouseClick(m_view.get(), Qt::LeftButton, Qt::ShiftModifier, from);
        QCOMPARE(m_view->tool(), SkyTool::Lasso);
    }

    void theMenuOfTheMapOpensByKeys()
    {
        m_view = std::make_unique<SkyView>(nullptr, SkyUse::Browsing);
        m_view->resize(800, 600);
        m_view->setSky(ringSky());
        m_view->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
        QSignalSpy asked(m_view.get(), &SkyView::menuRequested);
        QContextMenuEvent byKey(QContextMenuEvent::Keyboard, {5, 5}, m_view->mapToGlobal(QPoint()));
        QCoreApplication::sendEvent(m_view.get(), &byKey);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].value<SkyPick>().point, -1); // no cursor yet: of what is chosen
        QTest::keyClick(m_view.get(), Qt::Key_Left); // from the middle
        QTest::keyClick(m_view.get(), Qt::Key_F10, Qt::ShiftModifier);
        QCOMPARE(asked.count(), 2);
        QCOMPARE(asked[1][0].value<SkyPick>(), m_view->pick());
        const QPoint middle = m_view->mapToGlobal(m_view->rect().center());
        const QPoint away = asked[1][1].toPoint() - middle;
        QVERIFY(std::abs(away.x() + 16) <= 1 && std::abs(away.y()) <= 1);
        // The mouse's own comes with its button, not with this.
        QContextMenuEvent byMouse(QContextMenuEvent::Mouse, {5, 5}, m_view->mapToGlobal(QPoint()));
        QCoreApplication::sendEvent(m_view.get(), &byMouse);
        QCOMPARE(asked.count(), 2);
    }

    void filesAreTaken()
    {
        open();
        QSignalSpy dropped(m_view.get(), &SkyView::filesDropped);
        QMimeData mime;
        mime.setUrls({QUrl::fromLocalFile(QStringLiteral("/a/kick.wav"))});
        QDragEnterEvent enter({400, 300}, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_view.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(400, 300), Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_view.get(), &drop);
        QCOMPARE(dropped.count(), 1);
        QCOMPARE(dropped[0][0].toStringList(), QStringList {QStringLiteral("/a/kick.wav")});
    }

    void theMapSpeaks()
    {
        open();
        QVERIFY(m_view->accessibleDescription().contains(QStringLiteral("57")));
        SkyCard card;
        card.title = QStringLiteral("Kick 3");
        card.line = QStringLiteral("known");
        move(pixelOf(0.5, 0.0));
        m_view->setCard(card);
        QCOMPARE(m_view->accessibleDescription(), QStringLiteral("Kick 3, known"));
        QCOMPARE(unnamed(*m_view).join(QStringLiteral("; ")), QString());
        m_view->setSky(nullptr);
        m_view->grab();
        QVERIFY(!m_view->accessibleDescription().isEmpty());
    }
};

QTEST_MAIN(TestSky)
#include "tst_sky.moc"
