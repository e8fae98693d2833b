#include "ui/plot/BarScale.h"
#include "ui/plot/EnergyCurve.h"
#include "ui/plot/SectionStrip.h"
#include "ui/theme/Theme.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <utility>

/// What pointer and keys do in the section strip.
namespace nde::ui {

namespace {

constexpr double kBorder = 5.0; // pixels on either side of a border
constexpr double kEnergyStep = 0.05;
constexpr double kFineStep = 0.01;
constexpr double kWheelZoom = 1.2;

} // namespace

int SectionStrip::sectionAt(double x) const
{
    const double bar = m_scale.barAt(x - BarScale::headerWidth());
    for (std::size_t i = 0; m_plan && i < m_plan->sections.size(); ++i) {
        const music::Section& section = m_plan->sections[i];
        if (bar >= section.startBar && bar < section.startBar + section.bars) {
            return x >= BarScale::headerWidth() ? section.id : 0;
        }
    }
    return 0;
}

int SectionStrip::borderAt(double x) const
{
    for (std::size_t i = 0; m_plan && i < m_plan->sections.size(); ++i) {
        const music::Section& section = m_plan->sections[i];
        const double at = BarScale::headerWidth() + m_scale.xOf(section.startBar + section.bars);
        if (std::abs(x - at) <= dpF(kBorder) && x >= BarScale::headerWidth()) {
            return section.id;
        }
    }
    return 0;
}

int SectionStrip::barsFor(int id, double x, bool isFine) const
{
    const music::Section* found = section(id);
    const int step = m_scale.snapBars(isFine);
    const double bars = m_scale.barAt(x - BarScale::headerWidth()) - found->startBar;
    // In whole steps of its length, so that a section of 16 bars becomes 24 and not 23.
    return std::max(step, static_cast<int>(std::lround(bars / step)) * step);
}

int SectionStrip::targetIndex(double x) const
{
    const double bar = m_scale.barAt(x - BarScale::headerWidth());
    int index = 0;
    for (const music::Section& section : m_plan->sections) {
        if (bar < section.startBar + section.bars / 2.0) {
            break;
        }
        ++index;
    }
    return index;
}

void SectionStrip::selectByUser(int id)
{
    if (id != m_selected) {
        setSelected(id);
        Q_EMIT sectionSelected(m_selected);
    }
}

void SectionStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_plan) {
        return;
    }
    const QPointF at = event->position();
    m_pressedAt = m_lastAt = at;
    if (const int border = borderAt(at.x()); border != 0) {
        m_press = Press::Border;
        m_pressed = border;
        m_bars = section(border)->bars;
        update();
        return;
    }
    m_pressed = sectionAt(at.x());
    if (m_pressed != 0 && lockRect(m_pressed).contains(at)) {
        m_press = Press::Lock;
        return;
    }
    m_press = m_pressed != 0 ? Press::Block : Press::None;
    if (m_pressed != 0) {
        selectByUser(m_pressed);
    }
}

void SectionStrip::mouseMoveEvent(QMouseEvent* event)
{
    const QPointF at = event->position();
    if (m_press == Press::Block
        && std::abs(at.x() - m_pressedAt.x()) >= QApplication::startDragDistance()) {
        m_press = Press::Move;
        setCursor(Qt::ClosedHandCursor);
    }
    if (m_press == Press::Border) {
        m_bars = barsFor(m_pressed, at.x(), (event->modifiers() & Qt::ShiftModifier) != 0);
        update();
    } else if (m_press == Press::Move) {
        m_target = targetIndex(at.x());
        update();
    } else if (m_press == Press::None) {
        const int border = borderAt(at.x());
        const int hovered = sectionAt(at.x());
        if (border != m_hoveredBorder || hovered != m_hovered) {
            m_hoveredBorder = border;
            m_hovered = hovered;
            setCursor(border != 0 ? Qt::SplitHCursor : Qt::ArrowCursor);
            setToolTip(sectionSpeech(hovered));
            update();
        }
    }
}

void SectionStrip::endPress()
{
    m_press = Press::None;
    m_pressed = 0;
    m_target = -1;
    setCursor(Qt::ArrowCursor);
    update();
}

void SectionStrip::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const Press press = m_press;
    const int id = m_pressed;
    const int bars = m_bars;
    const int target = m_target;
    const bool onLock = press == Press::Lock && lockRect(id).contains(event->position());
    endPress();
    const music::Section* found = section(id);
    if (found == nullptr) {
        return;
    }
    if (press == Press::Border && bars != found->bars) {
        Q_EMIT sectionResized(id, bars);
    } else if (onLock) {
        Q_EMIT lockClicked(id, !found->isLocked);
    } else if (press == Press::Move && target >= 0) {
        const int from = indexOf(id);
        const int to = target > from ? target - 1 : target;
        if (to != from) {
            Q_EMIT sectionMoved(id, to);
        }
    }
}

void SectionStrip::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const int id = sectionAt(event->position().x()); id != 0) {
        Q_EMIT sectionActivated(id);
    }
}

void SectionStrip::contextMenuEvent(QContextMenuEvent* event)
{
    if (event->reason() == QContextMenuEvent::Keyboard) {
        Q_EMIT menuRequested(m_selected, mapToGlobal(blockRect(m_selected).bottomLeft().toPoint()));
        return;
    }
    const int id = sectionAt(event->pos().x());
    if (event->pos().x() >= BarScale::headerWidth()) {
        if (id != 0) {
            selectByUser(id);
        }
        Q_EMIT menuRequested(id, event->globalPos());
    }
}

void SectionStrip::wheelEvent(QWheelEvent* event)
{
    event->accept();
    const QPoint angle = event->angleDelta();
    if ((event->modifiers() & Qt::ControlModifier) != 0) {
        m_scale.zoomBy(std::pow(kWheelZoom, angle.y() / 120.0),
                       event->position().x() - BarScale::headerWidth());
        return;
    }
    const int most = std::abs(angle.x()) > std::abs(angle.y()) ? angle.x() : angle.y();
    m_scale.scrollBy(-most / 120.0 * dpF(64));
}

bool SectionStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride && m_selected != 0) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool isOurs
            = key->key() == Qt::Key_K || key->key() == Qt::Key_F2 || key->key() == Qt::Key_Delete;
        if (isOurs && key->modifiers() == Qt::NoModifier) {
            event->accept(); // of the section, not of the selected clips
            return true;
        }
    }
    return QWidget::event(event);
}

bool SectionStrip::handleEditKey(QKeyEvent* event)
{
    const music::Section* found = section(m_selected);
    if (found == nullptr) {
        return false;
    }
    const int index = indexOf(m_selected);
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const int key = event->key();
    const int across = key == Qt::Key_Left ? -1 : key == Qt::Key_Right ? 1 : 0;
    if (across != 0 && modifiers == Qt::AltModifier) {
        const int to = index + across;
        if (to >= 0 && to < static_cast<int>(m_plan->sections.size())) {
            Q_EMIT sectionMoved(m_selected, to);
        }
    } else if (across != 0 && modifiers == (Qt::AltModifier | Qt::ShiftModifier)) {
        if (found->bars + across >= 1) {
            Q_EMIT sectionResized(m_selected, found->bars + across);
        }
    } else if (key == Qt::Key_Up || key == Qt::Key_Down) {
        const double step = modifiers == Qt::ShiftModifier ? kFineStep : kEnergyStep;
        nudgeEnergy(key == Qt::Key_Up ? step : -step);
    } else if (key == Qt::Key_K && modifiers == Qt::NoModifier) {
        Q_EMIT lockClicked(m_selected, !found->isLocked);
    } else if (key == Qt::Key_F2) {
        Q_EMIT renameRequested(m_selected);
    } else if (key == Qt::Key_Delete || key == Qt::Key_Backspace) {
        Q_EMIT removeRequested(m_selected);
    } else if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        Q_EMIT sectionActivated(m_selected);
    } else {
        return false;
    }
    return true;
}

void SectionStrip::nudgeEnergy(double by)
{
    const music::Section* found = section(m_selected);
    const double energy = std::clamp(std::round((found->energy + by) * 100.0) / 100.0, 0.0, 1.0);
    if (energy != found->energy) {
        Q_EMIT energySettled(m_selected, energy);
    }
}

void SectionStrip::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_press != Press::None) {
        endPress();
        return;
    }
    if (!m_plan || m_plan->sections.empty() || handleEditKey(event)) {
        return;
    }
    const int last = static_cast<int>(m_plan->sections.size()) - 1;
    const int index = indexOf(m_selected);
    int to = index;
    switch (event->key()) {
    case Qt::Key_Left:
        to = index < 0 ? 0 : std::max(0, index - 1);
        break;
    case Qt::Key_Right:
        to = std::min(last, index + 1);
        break;
    case Qt::Key_Home:
        to = 0;
        break;
    case Qt::Key_End:
        to = last;
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    const music::Section& section = m_plan->sections[static_cast<std::size_t>(to)];
    m_scale.ensureVisible(section.startBar, section.startBar + section.bars);
    selectByUser(section.id);
}

void SectionStrip::leaveEvent(QEvent* event)
{
    m_hovered = 0;
    m_hoveredBorder = 0;
    update();
    QWidget::leaveEvent(event);
}

} // namespace nde::ui
