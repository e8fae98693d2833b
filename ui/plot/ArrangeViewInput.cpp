#include "ui/plot/ArrangeTiles.h"
#include "ui/plot/ArrangeView.h"
#include "ui/plot/BarScale.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <utility>

/// What the pointer does in the timeline.
namespace nde::ui {

namespace {

constexpr double kOutside = 24.0; // beyond the view it is a drag of files

} // namespace

void ArrangeView::changeSelection(std::vector<int> clips, int lane, int clip)
{
    std::vector<int> ordered = m_layout.inOrder(std::move(clips));
    const bool isOther = ordered != m_selection || lane != m_currentLane || clip != m_currentClip;
    m_selection = std::move(ordered);
    m_currentLane = lane;
    m_currentClip = clip;
    if (isOther) {
        describe();
        update();
        Q_EMIT selectionChanged();
    }
}

void ArrangeView::select(int clipId, Qt::KeyboardModifiers modifiers)
{
    const int lane = m_layout.laneAt(m_layout.laneIndexOfClip(clipId))->id;
    std::vector<int> clips = m_selection;
    const auto known = std::find(clips.begin(), clips.end(), clipId);
    if ((modifiers & Qt::ShiftModifier) != 0 && m_layout.clip(m_anchorClip) != nullptr) {
        clips = m_layout.clipsBetween(m_anchorClip, clipId);
    } else if ((modifiers & Qt::ControlModifier) != 0) {
        m_anchorClip = clipId;
        if (known == clips.end()) {
            clips.push_back(clipId);
        } else {
            clips.erase(known);
        }
    } else {
        m_anchorClip = clipId;
        clips = {clipId};
    }
    changeSelection(std::move(clips), lane, clipId);
}

void ArrangeView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_plan) {
        return;
    }
    const QPointF at = event->position();
    setHover(hoverAt(at));
    m_pressedAt = at;
    m_pressPlace = m_hover.place;
    m_hasMoved = false;
    m_isCopying = false;
    if (at.y() < rulerRect().height()) {
        m_press = at.x() >= BarScale::headerWidth() ? Press::Seek : Press::None;
        return;
    }
    if (at.x() < BarScale::headerWidth()) {
        m_press = m_hover.place.lane != 0 ? Press::Lane : Press::None;
        if (m_press == Press::Lane && m_hover.letterLane == 0) {
            changeSelection({}, m_hover.place.lane, 0);
        }
        return;
    }
    if (m_hover.place.clip == 0) {
        m_press = Press::Band;
        const bool adds = (event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier)) != 0;
        m_beforeBand = adds ? m_selection : std::vector<int> {};
        return;
    }
    const int clip = m_hover.place.clip;
    m_wasSelected = std::find(m_selection.begin(), m_selection.end(), clip) != m_selection.end();
    const bool isPlain = (event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier)) == 0;
    if (!m_wasSelected || !isPlain) {
        select(clip, event->modifiers()); // a drag of several begins on one that is selected
    }
    m_press = m_hover.edge != Press::None && isPlain ? m_hover.edge : Press::Clip;
}

void ArrangeView::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF at = event->position();
    if (m_press == Press::None) {
        setHover(hoverAt(at));
        return;
    }
    const QPointF by = at - m_pressedAt;
    m_hasMoved = m_hasMoved || std::hypot(by.x(), by.y()) >= QApplication::startDragDistance();
    if (!m_hasMoved) {
        return;
    }
    const QRectF inside
        = QRectF(rect()).adjusted(-dpF(kOutside), -dpF(kOutside), dpF(kOutside), dpF(kOutside));
    const bool isOutside = !inside.contains(at);
    if (m_press == Press::Clip || m_press == Press::Move) {
        if (isOutside) {
            const std::vector<int> clips = m_selection;
            endPress(false);
            Q_EMIT dragOutRequested(clips);
            return;
        }
        m_press = Press::Move;
        updateMove(at, event->modifiers());
    } else if (m_press == Press::ResizeLeft || m_press == Press::ResizeRight) {
        updateResize(at);
    } else if (m_press == Press::Band) {
        updateBand(at);
    } else if (m_press == Press::Seek || m_press == Press::Loop) {
        m_press = Press::Loop;
        const double one = std::clamp(m_pressPlace.bar, 0.0, double(m_plan->bars));
        const double other = std::clamp(m_scale.barAt(at.x() - BarScale::headerWidth()), 0.0,
                                        double(m_plan->bars));
        const int step = m_scale.snapBars((event->modifiers() & Qt::ShiftModifier) != 0);
        const int from = static_cast<int>(std::floor(std::min(one, other) / step)) * step;
        const int to = static_cast<int>(std::ceil(std::max(one, other) / step)) * step;
        setLoop(std::pair(from, std::min(m_plan->bars, std::max(from + 1, to))));
    } else if (m_press == Press::Lane && m_hover.letterLane == 0) {
        if (isOutside) {
            const int lane = m_pressPlace.lane;
            endPress(false);
            Q_EMIT laneDragOutRequested(lane);
            return;
        }
        const double y = (at.y() - rulerRect().height() + scroll()) / ArrangeTiles::laneHeight();
        m_laneTarget = std::clamp(static_cast<int>(std::lround(y)), 0, m_layout.laneCount());
        update();
    }
}

void ArrangeView::updateMove(QPointF position, Qt::KeyboardModifiers modifiers)
{
    const double header = BarScale::headerWidth();
    if (position.x() > width() - dpF(12)) {
        m_scale.scrollBy(dpF(16));
    } else if (position.x() < header + dpF(8)) {
        m_scale.scrollBy(-dpF(16));
    }
    const double bars = m_scale.barAt(position.x() - header) - m_pressPlace.bar;
    const int lanes = std::min(laneIndexAt(position.y()), m_layout.laneCount() - 1)
        - m_layout.laneIndex(m_pressPlace.lane);
    m_isCopying = (modifiers & Qt::AltModifier) != 0;
    std::vector<ClipPlace> places = shifted(static_cast<int>(std::lround(bars)), lanes);
    setCursor(places.empty() ? Qt::ForbiddenCursor
                             : (m_isCopying ? Qt::DragCopyCursor : Qt::ClosedHandCursor));
    if (places != m_ghosts) {
        m_ghosts = std::move(places);
    }
    update();
}

std::vector<ClipPlace> ArrangeView::shifted(int bars, int lanes) const
{
    std::vector<int> free; // what is locked stays; a copy of it may go
    for (const int id : m_selection) {
        const bool isLocked = m_layout.clip(id)->isLocked
            || m_layout.laneAt(m_layout.laneIndexOfClip(id))->isLocked;
        if (!isLocked || m_isCopying) {
            free.push_back(id);
        }
    }
    return m_layout.moved(free, bars, lanes);
}

void ArrangeView::updateResize(QPointF position)
{
    const double bar = m_scale.barAt(position.x() - BarScale::headerWidth());
    const auto [start, bars] = m_layout.resized(m_pressPlace.clip, m_press == Press::ResizeLeft,
                                                static_cast<int>(std::lround(bar)));
    if (start != m_resizeStart || bars != m_resizeBars) {
        m_resizeStart = start;
        m_resizeBars = bars;
        update();
    }
}

void ArrangeView::updateBand(QPointF position)
{
    m_band = QRectF(m_pressedAt, position).normalized().intersected(timeRect());
    const double header = BarScale::headerWidth();
    std::vector<int> clips = m_layout.clipsIn(
        laneIndexAt(m_band.top()), laneIndexAt(m_band.bottom()),
        m_scale.barAt(m_band.left() - header), m_scale.barAt(m_band.right() - header));
    clips.insert(clips.end(), m_beforeBand.begin(), m_beforeBand.end());
    clips = m_layout.inOrder(std::move(clips));
    const int first = clips.empty() ? 0 : clips.front();
    m_anchorClip = first;
    changeSelection(clips,
                    first == 0 ? m_pressPlace.lane
                               : m_layout.laneAt(m_layout.laneIndexOfClip(first))->id,
                    first);
    update();
}

void ArrangeView::endPress(bool isDone)
{
    const Press press = std::exchange(m_press, Press::None);
    const std::vector<ClipPlace> ghosts = std::exchange(m_ghosts, {});
    const int target = std::exchange(m_laneTarget, -1);
    const bool isMoved = std::exchange(m_hasMoved, false);
    const bool isCopying = std::exchange(m_isCopying, false);
    m_band = {};
    if (press == Press::None) {
        return;
    }
    update();
    setCursor(Qt::ArrowCursor);
    if (!isDone || !isMoved) {
        return;
    }
    if (press == Press::Move) {
        const bool isElsewhere = std::any_of(ghosts.begin(), ghosts.end(), [this](const auto& g) {
            const music::Clip* clip = m_layout.clip(g.clip);
            return clip != nullptr
                && (clip->startBar != g.startBar
                    || m_layout.laneAt(m_layout.laneIndexOfClip(g.clip))->id != g.lane);
        });
        if (isElsewhere) {
            Q_EMIT clipsMoved(ghosts, isCopying);
        }
    } else if (press == Press::ResizeLeft || press == Press::ResizeRight) {
        const music::Clip* clip = m_layout.clip(m_pressPlace.clip);
        if (clip != nullptr && (clip->startBar != m_resizeStart || clip->bars != m_resizeBars)) {
            Q_EMIT clipResized(clip->id, m_resizeStart, m_resizeBars);
        }
    } else if (press == Press::Loop && m_loop) {
        Q_EMIT loopRequested(m_loop->first, m_loop->second);
    } else if (press == Press::Lane && target >= 0) {
        const int from = m_layout.laneIndex(m_pressPlace.lane);
        const int to = target > from ? target - 1 : target;
        if (to != from) {
            Q_EMIT laneMoved(m_pressPlace.lane, to);
        }
    }
}

void ArrangeView::pressLetter(const Hover& hover, Qt::KeyboardModifiers modifiers)
{
    const music::Lane* lane = m_layout.lane(hover.letterLane);
    if (lane == nullptr) {
        return;
    }
    const bool isExclusive = (modifiers & Qt::ControlModifier) != 0;
    if (hover.isSolo) {
        Q_EMIT soloClicked(lane->id, !lane->isSolo, isExclusive);
    } else {
        Q_EMIT muteClicked(lane->id, !lane->isMuted, isExclusive);
    }
}

void ArrangeView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const Press press = m_press;
    const bool isClick = !m_hasMoved;
    const ArrangePlace place = m_pressPlace;
    const bool wasSelected = m_wasSelected;
    endPress(true);
    const Hover hover = hoverAt(event->position());
    if (isClick && press == Press::Seek) {
        Q_EMIT seekRequested(std::clamp(place.bar, 0.0, double(m_plan->bars)));
    } else if (isClick && press == Press::Lane && hover.letterLane == place.lane) {
        pressLetter(hover, event->modifiers());
    } else if (isClick && press == Press::Band) {
        changeSelection({}, place.lane, 0);
        Q_EMIT placeClicked(place);
    } else if (isClick && place.clip != 0 && press != Press::None) {
        const bool isPlain = (event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier)) == 0;
        if (hover.link && hover.place.clip == place.clip) {
            Q_EMIT gapChosen(place.clip, *hover.link);
        } else {
            if (wasSelected && isPlain) {
                select(place.clip, Qt::NoModifier); // one of several alone
            }
            Q_EMIT clipClicked(place.clip);
        }
    }
    setHover(hover);
}

void ArrangeView::mouseDoubleClickEvent(QMouseEvent* event)
{
    const Hover hover = hoverAt(event->position());
    if (event->position().y() < rulerRect().height()) {
        if (m_loop) {
            Q_EMIT loopCleared();
        }
    } else if (hover.letterLane != 0) {
        mousePressEvent(event); // two quick clicks are two
    } else if (hover.place.clip != 0 && !hover.link) {
        Q_EMIT clipActivated(hover.place.clip);
    } else if (event->position().x() < BarScale::headerWidth() && hover.place.lane != 0) {
        Q_EMIT laneActivated(hover.place.lane);
    }
}

} // namespace nde::ui
