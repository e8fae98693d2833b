#include "ui/plot/RadarChart.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <QtMath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr double kRings = 4.0;

} // namespace

QPointF radarPoint(const QPointF& centre, double radius, int spoke, int spokes, double share)
{
    const double angle = 2.0 * M_PI * spoke / std::max(1, spokes);
    const double length = radius * std::clamp(share, 0.0, 1.0);
    return {centre.x() + length * std::sin(angle), centre.y() - length * std::cos(angle)};
}

QPolygonF radarPolygon(const QPointF& centre, double radius,
                       const std::vector<std::optional<double>>& shares)
{
    QPolygonF polygon;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        if (shares[i]) {
            polygon.push_back(radarPoint(centre, radius, static_cast<int>(i),
                                         static_cast<int>(shares.size()), *shares[i]));
        }
    }
    return polygon;
}

int radarSpokeAt(const QPointF& centre, int spokes, const QPointF& point)
{
    const QPointF away = point - centre;
    if (spokes < 1 || std::hypot(away.x(), away.y()) < 3.0) {
        return -1;
    }
    const double turn = std::atan2(away.x(), -away.y()) / (2.0 * M_PI);
    const int spoke = static_cast<int>(std::lround(turn * spokes));
    return (spoke + spokes) % spokes;
}

RadarChart::RadarChart(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setSizePolicy(policy);
}

void RadarChart::setSpokes(std::vector<RadarSpoke> spokes)
{
    m_spokes = std::move(spokes);
    m_lit = m_lit < static_cast<int>(m_spokes.size()) ? m_lit : -1;
    describe();
    update();
}

void RadarChart::setShares(Shares first, Shares second)
{
    m_first = std::move(first);
    m_second = std::move(second);
    update();
}

void RadarChart::setMiddleRing(bool on)
{
    m_hasMiddleRing = on;
    update();
}

QSize RadarChart::sizeHint() const
{
    return {dp(240), dp(196)};
}

QSize RadarChart::minimumSizeHint() const
{
    return {dp(180), dp(180)};
}

void RadarChart::describe()
{
    QStringList words;
    for (const RadarSpoke& spoke : m_spokes) {
        words.push_back(QStringLiteral("%1 %2").arg(spoke.name, spoke.value));
    }
    setAccessibleDescription(words.join(QStringLiteral(", ")));
}

QPointF RadarChart::centre() const
{
    return {width() / 2.0, height() / 2.0 + dpF(4)};
}

double RadarChart::radius() const
{
    const QFontMetricsF metrics(nde::ui::font(TextStyle::Micro));
    double widest = 0.0;
    for (const RadarSpoke& spoke : m_spokes) {
        widest = std::max({widest, metrics.horizontalAdvance(spoke.name),
                           metrics.horizontalAdvance(spoke.value)});
    }
    const double across = width() / 2.0 - std::min(widest, width() * 0.3) - dpF(8);
    const double down = height() / 2.0 - 2.0 * metrics.height() - dpF(4);
    return std::max(dpF(24), std::min(across, down));
}

QRectF RadarChart::labelBox(int spoke) const
{
    const QFontMetricsF metrics(nde::ui::font(TextStyle::Micro));
    const RadarSpoke& label = m_spokes[static_cast<std::size_t>(spoke)];
    const double wide
        = std::max(metrics.horizontalAdvance(label.name), metrics.horizontalAdvance(label.value))
        + 1.0;
    const double high = (label.value.isEmpty() ? 1.0 : 2.0) * metrics.height();
    const QPointF rim
        = radarPoint(centre(), 1.0, spoke, static_cast<int>(m_spokes.size()), 1.0) - centre();
    const QPointF at = centre() + rim * (radius() + dpF(6));
    // From centred at the top and the bottom to flush at the sides.
    const double x = at.x() - wide / 2.0 + rim.x() * wide / 2.0;
    const double y = at.y() - high / 2.0 + rim.y() * high / 2.0;
    return {std::clamp(x, 0.0, std::max(0.0, width() - wide)),
            std::clamp(y, 0.0, std::max(0.0, height() - high)), wide, high};
}

int RadarChart::spokeAt(const QPointF& point) const
{
    for (int i = 0; i < static_cast<int>(m_spokes.size()); ++i) {
        if (labelBox(i).contains(point)) {
            return i;
        }
    }
    const QPointF away = point - centre();
    return std::hypot(away.x(), away.y()) > radius() + dpF(6)
        ? -1
        : radarSpokeAt(centre(), static_cast<int>(m_spokes.size()), point);
}

void RadarChart::light(int spoke)
{
    if (spoke != m_lit) {
        m_lit = spoke;
        update();
    }
}

bool RadarChart::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int spoke = spokeAt(help->pos());
        if (spoke >= 0) {
            QToolTip::showText(help->globalPos(), m_spokes[static_cast<std::size_t>(spoke)].meaning,
                               this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

void RadarChart::mouseMoveEvent(QMouseEvent* event)
{
    light(spokeAt(event->position()));
}

void RadarChart::leaveEvent(QEvent* event)
{
    light(-1);
    QWidget::leaveEvent(event);
}

void RadarChart::keyPressEvent(QKeyEvent* event)
{
    const int count = static_cast<int>(m_spokes.size());
    const bool isNext = event->key() == Qt::Key_Right || event->key() == Qt::Key_Down;
    const bool isBefore = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up;
    if (count == 0 || (!isNext && !isBefore)) {
        QWidget::keyPressEvent(event);
        return;
    }
    light(m_lit < 0 ? 0 : (m_lit + (isNext ? 1 : count - 1)) % count);
    const RadarSpoke& spoke = m_spokes[static_cast<std::size_t>(m_lit)];
    setAccessibleDescription(
        QStringLiteral("%1 %2. %3").arg(spoke.name, spoke.value, spoke.meaning));
    QToolTip::showText(mapToGlobal(labelBox(m_lit).bottomLeft().toPoint()), spoke.meaning, this);
}

void RadarChart::focusOutEvent(QFocusEvent* event)
{
    light(-1);
    describe();
    QWidget::focusOutEvent(event);
}

void RadarChart::paintGrid(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const int count = static_cast<int>(m_spokes.size());
    painter.setBrush(Qt::NoBrush);
    for (int ring = 1; ring <= static_cast<int>(kRings); ++ring) {
        const Shares full(m_spokes.size(), ring / kRings);
        const bool isMiddle = m_hasMiddleRing && 2 * ring == static_cast<int>(kRings);
        painter.setPen(
            QPen(isMiddle ? theme.text3 : theme.line2, 1, isMiddle ? Qt::DotLine : Qt::SolidLine));
        painter.drawPolygon(radarPolygon(centre(), radius(), full));
    }
    for (int i = 0; i < count; ++i) {
        painter.setPen(QPen(i == m_lit ? theme.text3 : theme.line2, 1));
        painter.drawLine(centre(), radarPoint(centre(), radius(), i, count, 1.0));
    }
}

void RadarChart::paintFigure(QPainter& painter, const Shares& shares, bool isSecond) const
{
    const Theme& theme = Theme::current();
    const QColor ink = isSecond ? theme.focus : theme.text;
    QPen pen(ink, dpF(1.5), isSecond ? Qt::DashLine : Qt::SolidLine);
    pen.setJoinStyle(Qt::RoundJoin);
    painter.setPen(pen);
    painter.setBrush(withAlpha(ink, isSecond ? 0.06 : 0.14));
    painter.drawPolygon(radarPolygon(centre(), radius(), shares));
    painter.setPen(Qt::NoPen);
    painter.setBrush(ink);
    for (std::size_t i = 0; i < shares.size(); ++i) {
        if (shares[i]) {
            const double dot = dpF(static_cast<int>(i) == m_lit ? 3.5 : 2.0);
            painter.drawEllipse(radarPoint(centre(), radius(), static_cast<int>(i),
                                           static_cast<int>(shares.size()), *shares[i]),
                                dot, dot);
        }
    }
}

void RadarChart::paintLabels(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    painter.setFont(nde::ui::font(TextStyle::Micro));
    for (int i = 0; i < static_cast<int>(m_spokes.size()); ++i) {
        const RadarSpoke& spoke = m_spokes[static_cast<std::size_t>(i)];
        const QRectF box = labelBox(i);
        const double line = QFontMetricsF(painter.font()).height();
        const double x = box.center().x() - centre().x();
        const Qt::Alignment side = x > dpF(20) ? Qt::AlignLeft
            : x < -dpF(20)                     ? Qt::AlignRight
                                               : Qt::AlignHCenter;
        painter.setPen(i == m_lit ? theme.text : theme.text2);
        painter.drawText(QRectF(box.left(), box.top(), box.width(), line), side | Qt::AlignVCenter,
                         spoke.name);
        painter.setPen(i == m_lit ? theme.text : theme.text3);
        painter.drawText(QRectF(box.left(), box.top() + line, box.width(), line),
                         side | Qt::AlignVCenter, spoke.value);
    }
}

void RadarChart::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintGrid(painter);
    if (!m_second.empty()) {
        paintFigure(painter, m_second, true);
    }
    if (!m_first.empty()) {
        paintFigure(painter, m_first, false);
    }
    paintLabels(painter);
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(6));
    }
}

} // namespace nde::ui
