#include "ui/plot/StepGrid.h"
#include "ui/theme/Theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QTimerEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

/// What pointer and keys do in the step sequencer.
namespace nde::ui {

namespace {

constexpr double kVelocityPerPixel = 0.01;
constexpr double kVelocityStep = 0.05;
constexpr int kWheelDoneMs = 350;
constexpr double kLeast = 0.05;

} // namespace

void StepGrid::setVelocity(int row, int step, double velocity)
{
    Step& cell = m_rows[static_cast<std::size_t>(row)].steps[static_cast<std::size_t>(step)];
    if (!canDraw(row) || cell.velocity == velocity) {
        return;
    }
    const bool wasOff = cell.velocity <= 0.0;
    cell.velocity = velocity;
    if (velocity <= 0.0) {
        cell = {};
    } else if (wasOff) {
        cell.strokes = 1;
        cell.isOffGrid = false;
        Q_EMIT cellHeard(m_rows[static_cast<std::size_t>(row)].lane, velocity);
    }
    m_drawnRow = row;
    describe();
    update();
}

void StepGrid::settle()
{
    m_wheelDone.stop();
    const int row = std::exchange(m_drawnRow, -1);
    const bool isThisBarOnly = std::exchange(m_isThisBarOnly, false);
    const music::Clip* clip = clipOfRow(row);
    if (clip == nullptr) {
        return;
    }
    const StepRow& drawn = m_rows[static_cast<std::size_t>(row)];
    std::vector<music::Event> events = eventsOf(*clip, drawn.bar, m_plan->beatsPerBar,
                                                m_plan->swing, drawn.steps, !isThisBarOnly);
    if (events != clip->events) {
        Q_EMIT patternDrawn(clip->id, events);
    }
}

void StepGrid::mousePressEvent(QMouseEvent* event)
{
    const auto [row, step] = cellAt(event->position());
    if (event->button() != Qt::LeftButton || row < 0) {
        return;
    }
    settle();
    m_row = row;
    m_step = step;
    m_pressedAt = event->position();
    m_isThisBarOnly = (event->modifiers() & Qt::ControlModifier) != 0;
    const double velocity
        = m_rows[static_cast<std::size_t>(row)].steps[static_cast<std::size_t>(step)].velocity;
    if (!canDraw(row)) {
        describe();
        update();
        return;
    }
    if ((event->modifiers() & Qt::AltModifier) != 0 && velocity > 0.0) {
        m_press = Press::Velocity;
        m_velocityFrom = velocity;
        return;
    }
    m_press = Press::Paint;
    m_isErasing = velocity > 0.0;
    setVelocity(row, step, m_isErasing ? 0.0 : usualVelocity(step));
}

void StepGrid::mouseMoveEvent(QMouseEvent* event)
{
    const auto cell = cellAt(event->position());
    if (m_press == Press::Velocity) {
        const double by = (m_pressedAt.y() - event->position().y()) * kVelocityPerPixel;
        setVelocity(m_row, m_step,
                    std::clamp(std::round((m_velocityFrom + by) * 100.0) / 100.0, kLeast, 1.0));
    } else if (m_press == Press::Paint) {
        // The row stays: a hand that slips draws nothing into another drum.
        const auto [row, step] = cellAt({event->position().x(), cellRect(m_row, 0).center().y()});
        if (row == m_row && step != m_step) {
            m_step = step;
            const auto& steps = m_rows[static_cast<std::size_t>(m_row)].steps;
            const bool isOn = steps[static_cast<std::size_t>(step)].velocity > 0.0;
            if (isOn == m_isErasing) {
                setVelocity(m_row, step, m_isErasing ? 0.0 : usualVelocity(step));
            }
        }
    } else if (cell != m_hovered) {
        m_hovered = cell;
        setToolTip(cellText(cell.first, cell.second));
        update();
    }
}

void StepGrid::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_press != Press::None) {
        m_press = Press::None;
        settle();
    }
}

void StepGrid::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const int row = byKey ? m_row : cellAt(event->pos()).first;
    if (row >= 0 && row < static_cast<int>(m_rows.size())) {
        Q_EMIT menuRequested(m_rows[static_cast<std::size_t>(row)].lane,
                             byKey ? mapToGlobal(cellRect(row, m_step).bottomLeft().toPoint())
                                   : event->globalPos());
    }
}

void StepGrid::wheelEvent(QWheelEvent* event)
{
    const auto [row, step] = cellAt(event->position());
    const double velocity = row < 0
        ? 0.0
        : m_rows[static_cast<std::size_t>(row)].steps[static_cast<std::size_t>(step)].velocity;
    if (velocity <= 0.0 || !canDraw(row)) {
        event->ignore();
        return;
    }
    event->accept();
    if (m_drawnRow >= 0 && m_drawnRow != row) {
        settle();
    }
    const double by = event->angleDelta().y() / 120.0 * kVelocityStep;
    setVelocity(row, step, std::clamp(velocity + by, kLeast, 1.0));
    m_wheelDone.start(kWheelDoneMs, this); // one edit for one turn of the wheel
}

void StepGrid::timerEvent(QTimerEvent* event)
{
    if (event->timerId() == m_wheelDone.timerId()) {
        settle();
    } else {
        QWidget::timerEvent(event);
    }
}

void StepGrid::moveCursor(int rows, int steps)
{
    m_row = std::clamp(m_row + rows, 0, std::max(0, static_cast<int>(m_rows.size()) - 1));
    m_step = std::clamp(m_step + steps, 0, m_stepCount - 1);
    describe();
    update();
}

void StepGrid::keyPressEvent(QKeyEvent* event)
{
    if (m_rows.empty()) {
        QWidget::keyPressEvent(event);
        return;
    }
    const double velocity
        = m_rows[static_cast<std::size_t>(m_row)].steps[static_cast<std::size_t>(m_step)].velocity;
    const auto change = [&](double to) {
        m_isThisBarOnly = (event->modifiers() & Qt::ControlModifier) != 0;
        setVelocity(m_row, m_step, to);
        settle();
    };
    switch (event->key()) {
    case Qt::Key_Left:
        moveCursor(0, -1);
        break;
    case Qt::Key_Right:
        moveCursor(0, 1);
        break;
    case Qt::Key_Up:
        moveCursor(-1, 0);
        break;
    case Qt::Key_Down:
        moveCursor(1, 0);
        break;
    case Qt::Key_Home:
        moveCursor(0, -m_stepCount);
        break;
    case Qt::Key_End:
        moveCursor(0, m_stepCount);
        break;
    case Qt::Key_Space:
        change(velocity > 0.0 ? 0.0 : usualVelocity(m_step));
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        change(velocity > 0.0 ? std::min(1.0, velocity + kVelocityStep) : 0.0);
        break;
    case Qt::Key_Minus:
        change(velocity > 0.0 ? std::max(kLeast, velocity - kVelocityStep) : 0.0);
        break;
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: {
        const int bar = m_bar + (event->key() == Qt::Key_PageDown ? 1 : -1);
        if (bar >= 0 && bar < barCount()) {
            Q_EMIT barRequested(bar);
        }
        break;
    }
    default:
        QWidget::keyPressEvent(event);
    }
}

bool StepGrid::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && !m_rows.empty()) {
        auto* key = static_cast<QKeyEvent*>(event);
        const auto modifiers = key->modifiers() & ~Qt::ControlModifier;
        if (key->key() == Qt::Key_Space && modifiers == Qt::NoModifier) {
            event->accept(); // draws here; elsewhere it plays
            return true;
        }
    }
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        update();
    }
    return QWidget::event(event);
}

void StepGrid::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::StyleChange
        || event->type() == QEvent::PaletteChange) {
        describe();
        updateGeometry();
        update();
    }
}

void StepGrid::leaveEvent(QEvent* event)
{
    m_hovered = {-1, -1};
    update();
    QWidget::leaveEvent(event);
}

} // namespace nde::ui
