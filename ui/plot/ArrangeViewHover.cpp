#include "ui/plot/ArrangeView.h"
#include "ui/plot/BarScale.h"
#include "ui/theme/Theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QNativeGestureEvent>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

/// What lies under the pointer; wheel, gestures and menus.
namespace nde::ui {

namespace {

constexpr double kEdge = 6.0; // pixels in which a clip's edge is taken
constexpr double kLeastForEdges = 22.0;
constexpr double kWheelZoom = 1.2;

} // namespace

ArrangeView::Hover ArrangeView::hoverAt(QPointF position) const
{
    Hover hover;
    hover.place = placeAt(position);
    if (hover.place.lane == 0) {
        return hover;
    }
    if (position.x() < BarScale::headerWidth()) {
        for (const bool isSolo : {false, true}) {
            const QRectF lane = laneRect(m_layout.laneIndex(hover.place.lane));
            QRectF letter = letterRect(hover.place.lane, isSolo);
            letter.setTop(lane.center().y() - dpF(12)); // 24 to hit
            letter.setBottom(lane.center().y() + dpF(12));
            if (letter.contains(position)) {
                hover.letterLane = hover.place.lane;
                hover.isSolo = isSolo;
            }
        }
        return hover;
    }
    const music::Clip* clip = m_layout.clip(hover.place.clip);
    if (clip == nullptr) {
        return hover;
    }
    for (const GapChoice choice : {GapChoice::Dream, GapChoice::Wider, GapChoice::Empty}) {
        if (gapLinkRect(clip->id, choice).contains(position)) {
            hover.link = choice;
            return hover;
        }
    }
    const QRectF rect = clipRect(clip->id);
    const bool isLocked = clip->isLocked || m_layout.lane(hover.place.lane)->isLocked;
    if (!isLocked && rect.width() >= dpF(kLeastForEdges)) {
        hover.edge = position.x() < rect.left() + dpF(kEdge) ? Press::ResizeLeft
            : position.x() > rect.right() - dpF(kEdge)       ? Press::ResizeRight
                                                             : Press::None;
    }
    return hover;
}

void ArrangeView::setHover(const Hover& hover)
{
    const bool isSame = hover.place.clip == m_hover.place.clip && hover.edge == m_hover.edge
        && hover.letterLane == m_hover.letterLane && hover.isSolo == m_hover.isSolo
        && hover.link == m_hover.link && hover.place.lane == m_hover.place.lane;
    const int before = m_hover.place.clip;
    const int letterBefore = m_hover.letterLane;
    m_hover = hover;
    if (isSame) {
        return;
    }
    setCursor(hover.edge != Press::None                 ? Qt::SizeHorCursor
                  : hover.link || hover.letterLane != 0 ? Qt::PointingHandCursor
                                                        : Qt::ArrowCursor);
    for (const int clip : {before, hover.place.clip}) {
        update(clipRect(clip).toAlignedRect().adjusted(-2, -2, 2, 2));
    }
    for (const int lane : {letterBefore, hover.letterLane}) {
        update(muteRect(lane).united(soloRect(lane)).toAlignedRect());
    }
    const bool isHead = hover.place.lane != 0 && hover.place.clip == 0;
    setToolTip(hover.letterLane != 0       ? (hover.isSolo ? tr("Solo (Ctrl+click: only this)")
                                                           : tr("Mute (Ctrl+click: only this)"))
                   : hover.place.clip != 0 ? clipText(hover.place.clip)
                   : isHead                ? laneText(hover.place.lane)
                                           : QString());
    Q_EMIT hoverChanged(hover.place);
}

void ArrangeView::contextMenuEvent(QContextMenuEvent* event)
{
    endPress(false);
    ArrangePlace place = placeAt(event->pos());
    QPoint global = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard) {
        const music::Clip* clip = m_layout.clip(m_currentClip);
        place = {m_currentLane, m_currentClip, clip == nullptr ? 0.0 : clip->startBar};
        const QRectF at = clip == nullptr ? laneRect(m_layout.laneIndex(m_currentLane))
                                          : clipRect(m_currentClip);
        global = mapToGlobal(QPointF(std::max(at.left(), 8.0), at.center().y()).toPoint());
    } else if (place.clip != 0
               && std::find(m_selection.begin(), m_selection.end(), place.clip)
                   == m_selection.end()) {
        select(place.clip, Qt::NoModifier);
    }
    if (event->pos().y() >= rulerRect().height()
        || event->reason() == QContextMenuEvent::Keyboard) {
        Q_EMIT menuRequested(place, global);
    }
}

void ArrangeView::wheelEvent(QWheelEvent* event)
{
    const QPoint pixels = event->pixelDelta();
    const QPoint angle = event->angleDelta();
    event->accept();
    if ((event->modifiers() & Qt::ControlModifier) != 0) {
        const double notches = angle.y() / 120.0;
        m_scale.zoomBy(std::pow(kWheelZoom, notches),
                       event->position().x() - BarScale::headerWidth());
        return;
    }
    const bool isSideways = (event->modifiers() & Qt::ShiftModifier) != 0 || m_down->isHidden();
    const double x = pixels.isNull() ? angle.x() / 120.0 * dpF(64) : pixels.x();
    const double y = pixels.isNull() ? angle.y() / 120.0 * dpF(64) : pixels.y();
    if (isSideways && std::abs(y) > std::abs(x)) {
        m_scale.scrollBy(-y);
    } else {
        m_scale.scrollBy(-x);
        if (!m_down->isHidden()) {
            m_down->setValue(m_down->value() - static_cast<int>(std::lround(y)));
        }
    }
    setHover(hoverAt(event->position()));
}

bool ArrangeView::event(QEvent* event)
{
    if (event->type() == QEvent::NativeGesture) {
        auto* gesture = static_cast<QNativeGestureEvent*>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture) {
            m_scale.zoomBy(1.0 + gesture->value(),
                           gesture->position().x() - BarScale::headerWidth());
            return true;
        }
    }
    if (event->type() == QEvent::ShortcutOverride && m_currentClip == 0 && m_currentLane != 0) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool isPlain = key->modifiers() == Qt::NoModifier;
        if (isPlain && (key->key() == Qt::Key_M || key->key() == Qt::Key_S)) {
            event->accept(); // on a head they are its letters
            return true;
        }
    }
    return QWidget::event(event);
}

void ArrangeView::leaveEvent(QEvent* event)
{
    if (m_press == Press::None) {
        setHover({});
    }
    QWidget::leaveEvent(event);
}

} // namespace nde::ui
