#include "ui/plot/EnergyCurve.h"

#include "ui/plot/BarScale.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr double kTopMargin = 5.0;
constexpr double kRamp = 1.0; // bars on either side of a border
constexpr double kFine = 0.2;
constexpr double kHandle = 2.5;

} // namespace

EnergyCurve::EnergyCurve(BarScale& scale, QWidget* parent)
    : QWidget(parent)
    , m_scale(scale)
{
    setObjectName(QStringLiteral("comp_energy"));
    setMouseTracking(true);
    setFocusPolicy(Qt::ClickFocus);
    connect(&m_scale, &BarScale::changed, this, [this] { update(); });
    describe();
}

void EnergyCurve::setPlan(std::shared_ptr<const music::Plan> plan)
{
    m_plan = std::move(plan);
    m_dragged = 0;
    m_waiting = 0;
    m_hovered = 0;
    update();
}

void EnergyCurve::setSelected(int sectionId)
{
    m_selected = sectionId;
    update();
}

QSize EnergyCurve::sizeHint() const
{
    return {dp(400), dp(40)};
}

double EnergyCurve::yOf(double energy) const
{
    const double range = height() - dpF(kTopMargin + 1.0);
    return height() - dpF(1.0) - std::clamp(energy, 0.0, 1.0) * range;
}

double EnergyCurve::energyAt(double y) const
{
    const double range = height() - dpF(kTopMargin + 1.0);
    return std::clamp((height() - dpF(1.0) - y) / std::max(1.0, range), 0.0, 1.0);
}

double EnergyCurve::energyOf(int sectionId) const
{
    if (sectionId != 0 && (sectionId == m_dragged || sectionId == m_waiting)) {
        return m_dragEnergy;
    }
    for (std::size_t i = 0; m_plan && i < m_plan->sections.size(); ++i) {
        if (m_plan->sections[i].id == sectionId) {
            return m_plan->sections[i].energy;
        }
    }
    return 0.0;
}

QPointF EnergyCurve::handleAt(int sectionId) const
{
    for (std::size_t i = 0; m_plan && i < m_plan->sections.size(); ++i) {
        const music::Section& section = m_plan->sections[i];
        if (section.id == sectionId) {
            return {m_scale.xOf(section.startBar + section.bars / 2.0), yOf(energyOf(sectionId))};
        }
    }
    return {};
}

int EnergyCurve::sectionAt(double x) const
{
    const double bar = m_scale.barAt(x);
    for (std::size_t i = 0; m_plan && i < m_plan->sections.size(); ++i) {
        const music::Section& section = m_plan->sections[i];
        if (bar >= section.startBar && bar < section.startBar + section.bars) {
            return section.id;
        }
    }
    return 0;
}

QPolygonF EnergyCurve::line() const
{
    QPolygonF points;
    for (const music::Section& section : m_plan->sections) {
        const double ramp = std::min(kRamp, section.bars / 4.0);
        const double y = yOf(energyOf(section.id));
        const bool isFirst = points.isEmpty();
        const bool isLast = &section == &m_plan->sections.back();
        points << QPointF(m_scale.xOf(section.startBar + (isFirst ? 0.0 : ramp)), y)
               << QPointF(m_scale.xOf(section.startBar + section.bars - (isLast ? 0.0 : ramp)), y);
    }
    return points;
}

void EnergyCurve::paintEvent(QPaintEvent*)
{
    if (!m_plan || m_plan->sections.empty()) {
        return;
    }
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QPolygonF points = line();
    // Ramps leave and arrive level.
    QPainterPath curve(points.first());
    for (qsizetype i = 1; i < points.size(); ++i) {
        const QPointF& from = points[i - 1];
        const QPointF& to = points[i];
        const double middle = (from.x() + to.x()) / 2.0;
        curve.cubicTo({middle, from.y()}, {middle, to.y()}, to);
    }
    QPainterPath area = curve;
    area.lineTo(points.last().x(), height());
    area.lineTo(points.first().x(), height());
    area.closeSubpath();
    painter.fillPath(area, withAlpha(theme.text, 0.06));
    painter.setPen(QPen(theme.text2, dpF(1.5), Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    painter.drawPath(curve);
    for (const music::Section& section : m_plan->sections) {
        const QPointF at = handleAt(section.id);
        const bool isActive = section.id == m_dragged || section.id == m_hovered;
        const bool isSelected = section.id == m_selected;
        painter.setPen(QPen(isSelected ? theme.focus : theme.text, dpF(isActive ? 1.6 : 1.2)));
        painter.setBrush(isActive ? theme.text : theme.panel);
        const double radius = dpF(isActive ? 4.0 : kHandle);
        painter.drawEllipse(at, radius, radius);
        if (isActive) {
            painter.setFont(nde::ui::font(TextStyle::Micro, QFont::DemiBold));
            painter.setPen(theme.text);
            const double textY = std::clamp(at.y() - dpF(6), 0.0, height() - dpF(13));
            paintTabular(painter, QRectF(at.x() + dpF(8), textY, dpF(40), dpF(13)),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         tr("%1 %").arg(std::lround(energyOf(section.id) * 100.0)));
        }
    }
}

void EnergyCurve::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        describe();
    }
}

void EnergyCurve::describe()
{
    setAccessibleName(tr("Energy"));
    setAccessibleDescription(tr("Up and down in the sections change it"));
}

void EnergyCurve::leaveEvent(QEvent* event)
{
    m_hovered = 0;
    update();
    QWidget::leaveEvent(event);
}

void EnergyCurve::drag(double y, bool isFine)
{
    const double by = (m_lastY - y) / std::max(1.0, height() - dpF(kTopMargin + 1.0));
    m_lastY = y;
    m_free = std::clamp(m_free + by * (isFine ? kFine : 1.0), -0.2, 1.2);
    const double energy = std::clamp(std::round(m_free * 100.0) / 100.0, 0.0, 1.0);
    if (energy != m_dragEnergy) {
        m_dragEnergy = energy;
        m_hasMoved = true;
        update();
        Q_EMIT energyMoved(m_dragged, energy);
    }
}

void EnergyCurve::mousePressEvent(QMouseEvent* event)
{
    const int id = sectionAt(event->position().x());
    if (event->button() != Qt::LeftButton || id == 0) {
        return;
    }
    Q_EMIT sectionPressed(id);
    m_hasMoved = false;
    m_dragEnergy = energyOf(id);
    m_free = m_dragEnergy;
    m_dragged = id;
    m_waiting = 0;
    m_lastY = event->position().y();
    update();
}

void EnergyCurve::mouseMoveEvent(QMouseEvent* event)
{
    if (m_dragged != 0) {
        drag(event->position().y(), (event->modifiers() & Qt::ShiftModifier) != 0);
        return;
    }
    const int hovered = sectionAt(event->position().x());
    setCursor(hovered != 0 ? Qt::SizeVerCursor : Qt::ArrowCursor);
    if (hovered != m_hovered) {
        m_hovered = hovered;
        update();
    }
}

void EnergyCurve::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_dragged == 0) {
        return;
    }
    const int id = m_dragged;
    const double energy = m_dragEnergy;
    const bool hasMoved = std::exchange(m_hasMoved, false);
    m_dragged = 0;
    update();
    if (hasMoved) {
        m_waiting = id;
        Q_EMIT energySettled(id, energy);
    }
}

void EnergyCurve::contextMenuEvent(QContextMenuEvent* event)
{
    Q_EMIT menuRequested(sectionAt(event->pos().x()), event->globalPos());
}

} // namespace nde::ui
