#include "ui/plot/ArrangeView.h"
#include "ui/plot/BarScale.h"
#include "ui/plot/ClipPainter.h"
#include "ui/plot/SoundDrop.h"
#include "ui/theme/Theme.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QMimeData>

#include <algorithm>
#include <cmath>

/// Keys, dropped sounds and assistive technology in the timeline.
namespace nde::ui {

namespace {

constexpr double kKeyZoom = 1.25;

} // namespace

void ArrangeView::goTo(const ArrangeSpot& spot, bool extends)
{
    if (spot.clip == 0) {
        changeSelection(extends ? m_selection : std::vector<int> {}, spot.lane, 0);
    } else {
        select(spot.clip, extends ? Qt::ShiftModifier : Qt::NoModifier);
        const music::Clip* clip = m_layout.clip(spot.clip);
        m_scale.ensureVisible(clip->startBar, clip->startBar + clip->bars);
    }
    scrollLanesTo(m_layout.laneIndex(spot.lane));
    update();
}

bool ArrangeView::handleMoveKey(QKeyEvent* event)
{
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool extends = modifiers == Qt::ShiftModifier;
    const bool onlyMoves = modifiers == Qt::ControlModifier;
    if (modifiers != Qt::NoModifier && !extends && !onlyMoves) {
        return false;
    }
    ArrangeStep step {};
    switch (event->key()) {
    case Qt::Key_Left:
        step = ArrangeStep::Left;
        break;
    case Qt::Key_Right:
        step = ArrangeStep::Right;
        break;
    case Qt::Key_Up:
        step = ArrangeStep::Up;
        break;
    case Qt::Key_Down:
        step = ArrangeStep::Down;
        break;
    case Qt::Key_Home:
        step = ArrangeStep::First;
        break;
    case Qt::Key_End:
        step = ArrangeStep::Last;
        break;
    default:
        return false;
    }
    const ArrangeSpot spot = m_layout.next({m_currentLane, m_currentClip}, step);
    if (onlyMoves) {
        changeSelection(m_selection, spot.lane, spot.clip);
        scrollLanesTo(m_layout.laneIndex(spot.lane));
        update();
    } else {
        goTo(spot, extends);
    }
    return true;
}

bool ArrangeView::handleHeadKey(QKeyEvent* event)
{
    if (m_currentClip != 0 || m_currentLane == 0) {
        return false;
    }
    const int key = event->key();
    if (key == Qt::Key_M || key == Qt::Key_S) {
        Hover letter;
        letter.letterLane = m_currentLane;
        letter.isSolo = key == Qt::Key_S;
        pressLetter(letter, event->modifiers());
        return true;
    }
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        Q_EMIT laneActivated(m_currentLane);
        return true;
    }
    const int by = key == Qt::Key_Up ? -1 : key == Qt::Key_Down ? 1 : 0;
    const int to = m_layout.laneIndex(m_currentLane) + by;
    if (by != 0 && event->modifiers() == Qt::AltModifier) {
        if (to >= 0 && to < m_layout.laneCount()) {
            Q_EMIT laneMoved(m_currentLane, to);
        }
        return true;
    }
    return false;
}

bool ArrangeView::handleEditKey(QKeyEvent* event)
{
    const int key = event->key();
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const int across = key == Qt::Key_Left ? -1 : key == Qt::Key_Right ? 1 : 0;
    const int down = key == Qt::Key_Up ? -1 : key == Qt::Key_Down ? 1 : 0;
    const music::Clip* clip = m_layout.clip(m_currentClip);
    if (modifiers == Qt::AltModifier && (across != 0 || down != 0) && !m_selection.empty()) {
        const std::vector<ClipPlace> places = shifted(across, down);
        const bool isElsewhere = std::any_of(places.begin(), places.end(), [this](const auto& p) {
            return m_layout.clip(p.clip)->startBar != p.startBar
                || m_layout.laneAt(m_layout.laneIndexOfClip(p.clip))->id != p.lane;
        });
        if (isElsewhere) {
            Q_EMIT clipsMoved(places, false);
        }
        return true;
    }
    if (modifiers == (Qt::AltModifier | Qt::ShiftModifier) && across != 0 && clip != nullptr) {
        const auto [start, bars]
            = m_layout.resized(clip->id, false, clip->startBar + clip->bars + across);
        if (bars != clip->bars && !clip->isLocked) {
            Q_EMIT clipResized(clip->id, start, bars);
        }
        return true;
    }
    if (modifiers == Qt::ControlModifier && key == Qt::Key_Space && clip != nullptr) {
        select(clip->id, Qt::ControlModifier);
        return true;
    }
    if (modifiers == Qt::ControlModifier && key == Qt::Key_A && m_plan) {
        changeSelection(m_layout.clipsIn(0, m_layout.laneCount() - 1, -1.0, m_plan->bars + 1.0),
                        m_currentLane, m_currentClip);
        return true;
    }
    if ((key == Qt::Key_Delete || key == Qt::Key_Backspace) && !m_selection.empty()) {
        Q_EMIT removeRequested(m_selection);
        return true;
    }
    if (modifiers == Qt::NoModifier && key == Qt::Key_B) {
        if (const auto place = splitPlace()) {
            Q_EMIT splitRequested(place->first, place->second);
        }
        return true;
    }
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && clip != nullptr) {
        Q_EMIT clipActivated(clip->id);
        return true;
    }
    return false;
}

void ArrangeView::keyPressEvent(QKeyEvent* event)
{
    const double middle = m_scale.width() / 2.0;
    const bool hasPlayhead = m_position >= 0.0 && m_scale.xOf(m_position) >= 0.0
        && m_scale.xOf(m_position) <= m_scale.width();
    const double about = hasPlayhead ? m_scale.xOf(m_position) : middle;
    if (event->key() == Qt::Key_Escape && (m_press != Press::None || !m_selection.empty())) {
        if (m_press != Press::None) {
            endPress(false);
        } else {
            changeSelection({}, m_currentLane, m_currentClip);
        }
        return;
    }
    if (handleHeadKey(event) || handleMoveKey(event) || handleEditKey(event)) {
        return;
    }
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        m_scale.zoomBy(kKeyZoom, about);
        return;
    case Qt::Key_Minus:
        m_scale.zoomBy(1.0 / kKeyZoom, about);
        return;
    case Qt::Key_0:
        m_scale.fit();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void ArrangeView::focusInEvent(QFocusEvent* event)
{
    if (m_currentLane == 0 && m_layout.laneCount() > 0 && event->reason() != Qt::MouseFocusReason) {
        const ArrangeSpot spot = m_layout.next({}, ArrangeStep::Right);
        setCurrent(spot.lane, spot.clip);
    }
    announceCurrent(this);
    update();
    QWidget::focusInEvent(event);
}

void ArrangeView::focusOutEvent(QFocusEvent* event)
{
    update();
    QWidget::focusOutEvent(event);
}

// --- sounds that are dropped ---------------------------------------------------------------------

void ArrangeView::dragEnterEvent(QDragEnterEvent* event)
{
    if (m_plan && event->source() != this && hasSounds(*event->mimeData())) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
    }
}

void ArrangeView::dragMoveEvent(QDragMoveEvent* event)
{
    const QPointF at = event->position();
    ArrangePlace place = placeAt(at);
    place.bar = std::floor(place.bar);
    const music::Clip* clip = m_layout.clip(place.clip);
    const music::Lane* lane = m_layout.lane(place.lane);
    const bool isLocked
        = (clip != nullptr && clip->isLocked) || (lane != nullptr && lane->isLocked);
    const bool isInside = at.y() >= rulerRect().height() && at.x() >= BarScale::headerWidth()
        && place.bar >= 0.0 && place.bar < m_plan->bars;
    m_drop.reset();
    if (isInside && !isLocked) {
        m_drop = place;
    }
    event->setDropAction(Qt::CopyAction);
    event->setAccepted(m_drop.has_value());
    update(timeRect().toAlignedRect());
}

void ArrangeView::dragLeaveEvent(QDragLeaveEvent* /*event*/)
{
    m_drop.reset();
    update();
}

void ArrangeView::dropEvent(QDropEvent* event)
{
    if (!m_drop) {
        event->ignore();
        return;
    }
    const ArrangePlace place = *m_drop;
    m_drop.reset();
    update();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT soundsDropped(place, stemsIn(*event->mimeData()), filesIn(*event->mimeData()));
}

// --- assistive technology ------------------------------------------------------------------------

std::vector<int> ArrangeView::spokenKeys() const
{
    std::vector<int> keys;
    for (int i = 0; i < m_layout.laneCount(); ++i) {
        const music::Lane& lane = *m_layout.laneAt(i);
        keys.push_back(lane.id);
        for (const music::Clip& clip : lane.clips) {
            keys.push_back(clip.id);
        }
    }
    return keys;
}

QString ArrangeView::spokenText(int key) const
{
    return m_layout.clip(key) != nullptr ? clipText(key) : laneText(key);
}

QRect ArrangeView::spokenRect(int key) const
{
    if (m_layout.clip(key) != nullptr) {
        return clipRect(key).intersected(timeRect()).toAlignedRect();
    }
    QRectF head = laneRect(m_layout.laneIndex(key));
    head.setWidth(BarScale::headerWidth());
    return head.intersected(QRectF(rect())).toAlignedRect();
}

QAccessible::Role ArrangeView::spokenRole(int key) const
{
    return m_layout.clip(key) != nullptr ? QAccessible::ListItem : QAccessible::RowHeader;
}

QAccessible::State ArrangeView::spokenState(int key) const
{
    QAccessible::State state;
    if (m_layout.clip(key) != nullptr) {
        state.selectable = true;
        state.multiSelectable = true;
        state.selected
            = std::find(m_selection.begin(), m_selection.end(), key) != m_selection.end();
    }
    return state;
}

int ArrangeView::spokenCurrent() const
{
    return m_currentClip != 0 ? m_currentClip : m_currentLane;
}

QStringList ArrangeView::spokenActions(int key) const
{
    const int index = m_layout.laneIndexOfClip(key);
    if (index < 0) {
        return {tr("Mute"), tr("Solo"), tr("Open")};
    }
    QStringList actions {tr("Select")};
    if (ArrangeLayout::sound(*m_layout.laneAt(index), *m_layout.clip(key)) == nullptr) {
        for (const QString& word : gapWords()) {
            actions << word;
        }
    }
    return actions;
}

void ArrangeView::doSpokenAction(int key, const QString& name)
{
    const qsizetype action = spokenActions(key).indexOf(name);
    if (m_layout.clip(key) == nullptr) {
        Hover letter;
        letter.letterLane = key;
        letter.isSolo = action == 1;
        if (action == 2) {
            Q_EMIT laneActivated(key);
        } else if (action >= 0) {
            pressLetter(letter, Qt::NoModifier);
        }
    } else if (action == 0) {
        select(key, Qt::NoModifier);
        Q_EMIT clipClicked(key);
    } else if (action > 0) {
        Q_EMIT gapChosen(key, static_cast<GapChoice>(action - 1));
    }
}

} // namespace nde::ui
