#include "ui/plot/SkyView.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QUrl>

#include <algorithm>
#include <cmath>
#include <utility>

/// What pointer and keys do in the sky.
namespace nde::ui {

namespace {

constexpr double kClickReach = 12.0;
constexpr double kHoverReach = 24.0;
constexpr double kMarkReach = 13.0;
constexpr double kStep = 16.0;
constexpr double kFineStep = 3.0;
constexpr double kShortestDrawing = 12.0;

QStringList localFiles(const QMimeData* data)
{
    QStringList paths;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile()) {
            paths.push_back(url.toLocalFile());
        }
    }
    return paths;
}

} // namespace

SkyPick SkyView::pickAt(QPointF pixel, bool snaps) const
{
    SkyPick pick;
    if (!m_scene) {
        return pick;
    }
    pick.place = m_window.place(pixel);
    const QRectF& bounds = m_sky->bounds;
    pick.confidence = m_scene->field.at(
        QPointF((pick.place.x() - bounds.left()) / std::max(1e-9, bounds.width()),
                (pick.place.y() - bounds.top()) / std::max(1e-9, bounds.height())));
    if (!snaps) {
        return pick;
    }
    double least = dpF(kMarkReach);
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        const QPointF away = m_window.pixel(m_marks[i].at) - pixel;
        const double distance = std::hypot(away.x(), away.y());
        if (distance <= least) {
            least = distance;
            pick.mark = static_cast<int>(i);
        }
    }
    const auto nearest = [&](double reach) {
        return m_scene->grid.nearest(pick.place, dpF(reach) / m_window.scaleX,
                                     dpF(reach) / m_window.scaleY);
    };
    pick.nearest = nearest(kHoverReach);
    pick.point = pick.nearest < 0 ? -1 : nearest(kClickReach);
    return pick;
}

QPointF SkyView::cursor() const
{
    return m_cursor ? m_window.pixel(*m_cursor)
        : m_here    ? m_window.pixel(*m_here)
                    : QRectF(rect()).center();
}

void SkyView::movePick(QPointF pixel, bool snaps)
{
    const SkyPick pick = pickAt(pixel, snaps);
    const bool isOther = !m_hasPick || pick.point != m_pick.point || pick.mark != m_pick.mark
        || pick.nearest != m_pick.nearest || pick.point < 0;
    m_pick = pick;
    m_hasPick = m_sky != nullptr;
    if (isOther && m_hasPick) {
        Q_EMIT picked(m_pick);
    }
    update();
}

void SkyView::hearPick()
{
    if (m_hasPick && isHearing()) {
        Q_EMIT heard(m_pick);
    }
}

void SkyView::mousePressEvent(QMouseEvent* event)
{
    m_cursor.reset();
    m_pressedAt = m_lastAt = event->position();
    m_hasMoved = false;
    movePick(event->position(), (event->modifiers() & Qt::AltModifier) == 0);
    if (!m_hasPick) {
        return;
    }
    if (event->button() == Qt::MiddleButton || event->button() == Qt::RightButton) {
        m_press = Press::Pan;
        return;
    }
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const bool isShift = (event->modifiers() & Qt::ShiftModifier) != 0;
    if (isBrowsing() && isShift && m_tool == SkyTool::Hear && m_pick.point < 0) {
        setTool(SkyTool::Lasso); // for this one
        m_isShiftLasso = true;
    }
    if (m_tool != SkyTool::Hear) {
        m_press = Press::Draw;
        m_drawing.push_back(m_pick.place);
    } else if ((event->modifiers() & Qt::ShiftModifier) != 0) {
        Q_EMIT anchorRequested(m_pick);
    } else if (m_pick.point >= 0 || m_pick.mark >= 0) {
        m_press = Press::Point;
    } else if (isBrowsing()) {
        m_press = Press::Pan;
    } else {
        m_press = Press::Scrub;
        m_isHeld = true;
        Q_EMIT chosen(m_pick);
    }
}

void SkyView::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF by = event->position() - m_lastAt;
    const QPointF all = event->position() - m_pressedAt;
    m_hasMoved = m_hasMoved || std::hypot(all.x(), all.y()) >= QApplication::startDragDistance();
    m_lastAt = event->position();
    if (m_press == Press::Pan) {
        if (m_hasMoved) {
            panBy(by);
        }
        return;
    }
    if (m_press == Press::Draw) {
        m_drawing.push_back(m_window.place(event->position()));
        update();
        return;
    }
    if (m_press == Press::Point) {
        if (m_hasMoved) {
            m_press = Press::None;
            Q_EMIT dragRequested(m_pick);
        }
        return;
    }
    m_cursor.reset();
    const SkyPick before = m_pick;
    movePick(event->position(), (event->modifiers() & Qt::AltModifier) == 0);
    if (m_pick.nearest < 0 || m_pick.nearest != before.nearest) {
        hearPick(); // a sound once, places all along
    }
}

void SkyView::mouseReleaseEvent(QMouseEvent* event)
{
    const Press press = std::exchange(m_press, Press::None);
    if (press == Press::Pan && !m_hasMoved && event->button() == Qt::RightButton) {
        Q_EMIT menuRequested(m_pick, event->globalPosition().toPoint());
    } else if (press == Press::Point) {
        Q_EMIT chosen(m_pick);
    } else if (press == Press::Scrub) {
        m_isHeld = false;
        Q_EMIT hearingEnded();
    } else if (press == Press::Draw && m_hasMoved) {
        finishDrawing();
    }
    if (event->button() == Qt::LeftButton && std::exchange(m_isShiftLasso, false)
        && m_tool != SkyTool::Hear) { // too short a line encircles nothing
        m_drawing.clear();
        update();
        Q_EMIT toolLeft();
    }
}

void SkyView::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (m_tool != SkyTool::Hear) {
        finishDrawing(); // its corners were clicked one by one
    } else {
        mousePressEvent(event);
    }
}

// A line that was drawn with the pointer, or whose corners were set one by one.
void SkyView::finishDrawing()
{
    const QPolygonF drawn = std::exchange(m_drawing, {});
    double length = 0.0;
    for (qsizetype i = 1; i < drawn.size(); ++i) {
        const QPointF step = m_window.pixel(drawn[i]) - m_window.pixel(drawn[i - 1]);
        length += std::hypot(step.x(), step.y());
    }
    update();
    if (drawn.size() < 2 || length < dpF(kShortestDrawing)) {
        return;
    }
    if (m_tool == SkyTool::Path) {
        Q_EMIT pathDrawn(drawn);
    } else if (m_scene) {
        const QPoint global = mapToGlobal(m_window.pixel(drawn.back()).toPoint());
        Q_EMIT lassoed(m_scene->grid.within(drawn), global);
    }
    Q_EMIT toolLeft();
}

// What the cursor is on; the pointer's pick does not count, it may lie anywhere.
void SkyView::askForMenu()
{
    Q_EMIT menuRequested(m_cursor ? m_pick : SkyPick {}, mapToGlobal(cursor().toPoint()));
}

void SkyView::addCorner()
{
    m_drawing.push_back(m_window.place(cursor()));
    update();
}

void SkyView::wheelEvent(QWheelEvent* event)
{
    const QPoint pixels = event->pixelDelta();
    if ((event->modifiers() & Qt::ShiftModifier) != 0) {
        const QPointF by = pixels.isNull() ? QPointF(event->angleDelta()) / 2.0 : QPointF(pixels);
        panBy(by.x() == 0.0 ? QPointF(by.y(), 0.0) : by);
    } else {
        const double turn = event->angleDelta().y() / 120.0;
        m_follow = Follow::Nothing;
        setWindow(m_window.zoomed(std::pow(1.2, turn), event->position()));
        movePick(event->position(), true);
    }
    event->accept();
}

void SkyView::moveCursor(QPointF by)
{
    QPointF pixel = cursor() + by;
    // At the edge the sky moves on instead.
    const double edge = dpF(24);
    const QPointF held(std::clamp(pixel.x(), edge, std::max(edge, width() - edge)),
                       std::clamp(pixel.y(), edge, std::max(edge, height() - edge)));
    if (held != pixel) {
        panBy(held - pixel);
        pixel = held;
    }
    m_cursor = m_window.place(pixel);
    movePick(pixel, true);
}

bool SkyView::handleMoveKey(QKeyEvent* event)
{
    const bool isFine = (event->modifiers() & Qt::ShiftModifier) != 0;
    const bool pans = (event->modifiers() & Qt::ControlModifier) != 0;
    const double step = dpF(isFine ? kFineStep : kStep);
    QPointF by;
    switch (event->key()) {
    case Qt::Key_Left:
        by = {-step, 0.0};
        break;
    case Qt::Key_Right:
        by = {step, 0.0};
        break;
    case Qt::Key_Up:
        by = {0.0, -step};
        break;
    case Qt::Key_Down:
        by = {0.0, step};
        break;
    default:
        return false;
    }
    if (pans) {
        panBy(-2.0 * by);
        return true;
    }
    const SkyPick before = m_pick;
    moveCursor(by);
    if (isHearing() && (m_pick.nearest < 0 || m_pick.nearest != before.nearest)) {
        hearPick();
    } else {
        m_isHearingDue = !isHearing();
    }
    return true;
}

bool SkyView::handleToolKey(QKeyEvent* event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape && (m_tool != SkyTool::Hear || !m_drawing.isEmpty())) {
        m_drawing.clear();
        update();
        Q_EMIT toolLeft();
        return true;
    }
    if (m_tool == SkyTool::Hear) {
        return false;
    }
    if (isEnter && (event->modifiers() & Qt::ControlModifier) != 0) {
        finishDrawing();
        return true;
    }
    if (isEnter) {
        addCorner();
        return true;
    }
    if (event->key() == Qt::Key_Backspace && !m_drawing.isEmpty()) {
        m_drawing.pop_back();
        update();
        return true;
    }
    return false;
}

// Enter chooses; keys that only dreams have go on to the room.
bool SkyView::handleBrowseKey(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_hasPick) {
            movePick(cursor(), true);
        }
        if ((event->modifiers() & Qt::ShiftModifier) != 0) {
            Q_EMIT anchorRequested(m_pick);
        } else {
            Q_EMIT chosen(m_pick);
        }
        return true;
    case Qt::Key_A:
    case Qt::Key_B:
    case Qt::Key_V:
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
        QWidget::keyPressEvent(event);
        return true;
    case Qt::Key_Menu:
        askForMenu();
        return true;
    case Qt::Key_F10:
        if ((event->modifiers() & Qt::ShiftModifier) == 0) {
            return false;
        }
        askForMenu();
        return true;
    default:
        return false;
    }
}

void SkyView::keyPressEvent(QKeyEvent* event)
{
    if (!m_sky || handleToolKey(event) || handleMoveKey(event)
        || (isBrowsing() && handleBrowseKey(event))) {
        return;
    }
    const auto pickNow = [this] {
        if (!m_hasPick) {
            movePick(cursor(), true);
        }
    };
    switch (event->key()) {
    case Qt::Key_Space:
        if (!event->isAutoRepeat()) {
            pickNow();
            m_isHeld = true;
            hearPick();
        }
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        pickNow();
        if ((event->modifiers() & Qt::ShiftModifier) != 0) {
            Q_EMIT anchorRequested(m_pick);
        } else {
            Q_EMIT slotRequested(QLatin1Char('A'), m_pick);
        }
        return;
    case Qt::Key_A:
    case Qt::Key_B:
        pickNow();
        Q_EMIT slotRequested(QLatin1Char(event->key() == Qt::Key_A ? 'A' : 'B'), m_pick);
        return;
    case Qt::Key_V:
        pickNow();
        Q_EMIT moreRequested(m_pick);
        return;
    case Qt::Key_Menu:
        pickNow();
        Q_EMIT menuRequested(m_pick, mapToGlobal(cursor().toPoint()));
        return;
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
        Q_EMIT clearRequested();
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(1.5);
        return;
    case Qt::Key_Minus:
        zoomBy(1.0 / 1.5);
        return;
    case Qt::Key_Home:
        fit();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void SkyView::keyReleaseEvent(QKeyEvent* event)
{
    if (event->isAutoRepeat()) {
        return;
    }
    if (event->key() == Qt::Key_Space && m_isHeld && m_press != Press::Scrub) {
        m_isHeld = false;
        Q_EMIT hearingEnded();
    } else if (std::exchange(m_isHearingDue, false) && m_hasPick) {
        Q_EMIT chosen(m_pick); // keys that are held are silent until they are let go
    } else {
        QWidget::keyReleaseEvent(event);
    }
}

void SkyView::leaveEvent(QEvent* event)
{
    if (!m_cursor && m_press == Press::None) {
        m_hasPick = false;
        describe();
        update();
    }
    QWidget::leaveEvent(event);
}

void SkyView::focusOutEvent(QFocusEvent* event)
{
    m_isHeld = m_press == Press::Scrub;
    m_isHearingDue = false;
    update();
    QWidget::focusOutEvent(event);
}

void SkyView::dragEnterEvent(QDragEnterEvent* event)
{
    if (m_sky && event->source() != this && !localFiles(event->mimeData()).isEmpty()) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
        m_isDropOver = true;
        update();
    }
}

void SkyView::dragMoveEvent(QDragMoveEvent* event)
{
    m_lastAt = event->position();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    update();
}

void SkyView::dragLeaveEvent(QDragLeaveEvent* /*event*/)
{
    m_isDropOver = false;
    update();
}

void SkyView::dropEvent(QDropEvent* event)
{
    m_isDropOver = false;
    event->setDropAction(Qt::CopyAction);
    event->accept();
    update();
    Q_EMIT filesDropped(localFiles(event->mimeData()));
}

} // namespace nde::ui
