#include "ui/plot/CurveChart.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

/// The picture of the curves, and what lies over it.
namespace nde::ui {

namespace {

constexpr double kGhost = 0.30; ///< of the line's colour, over the well
constexpr double kLineWidth = 2.0;
constexpr double kOverlayWidth = 1.25;
constexpr double kLabelSpacing = 15.0;
constexpr double kCardWidth = 224.0;

void paintDiamond(QPainter& painter, const QPointF& centre, double radius, const QColor& color)
{
    const QPolygonF diamond({{centre.x(), centre.y() - radius},
                             {centre.x() + radius, centre.y()},
                             {centre.x(), centre.y() + radius},
                             {centre.x() - radius, centre.y()}});
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(diamond);
}

/// Text that stays readable over lines: the well stands behind it.
void paintOnWell(QPainter& painter, const QRectF& rect, Qt::Alignment alignment,
                 const QString& text, const QColor& color)
{
    const double wide = QFontMetricsF(painter.font()).horizontalAdvance(text);
    QRectF box(rect.left(), rect.top(), wide, rect.height());
    if (alignment & Qt::AlignRight) {
        box.moveRight(rect.right());
    }
    painter.fillRect(box.adjusted(-dpF(3), 0, dpF(3), 0), withAlpha(Theme::current().well, 0.85));
    painter.setPen(color);
    painter.drawText(rect, static_cast<int>(alignment), text);
}

/// A long line in pieces: the rasteriser's cost grows with the square of what one path holds.
void paintLong(QPainter& painter, const QPolygonF& line)
{
    constexpr qsizetype kPiece = 12;
    for (qsizetype from = 0; from + 1 < line.size(); from += kPiece) {
        const qsizetype count = std::min(kPiece + 1, line.size() - from);
        painter.drawPolyline(line.constData() + from, static_cast<int>(count));
    }
}

QPen linePen(const QColor& color, double width)
{
    return {color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin};
}

} // namespace

QString CurveChart::xText(double x) const
{
    if (m_axis != CurveAxis::Time) {
        return formatCount(std::llround(x));
    }
    if (m_xEnd < 10.0) {
        return formatNumber(x, 1) + QStringLiteral(" s");
    }
    const auto whole = static_cast<qint64>(std::llround(x));
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

double CurveChart::xStep() const
{
    const double step = niceStep(m_xEnd * dpF(64) / plotRect().width());
    return m_axis == CurveAxis::Time ? step : std::max(1.0, step); // there is no half epoch
}

void CurveChart::paintGrid(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const QRectF plot = plotRect();
    const auto ticks = m_epochs.empty() ? std::vector<ValueTick> {} // no axis without values
                                        : valueTicks(m_yRange, isLog(), plot.height());
    for (const ValueTick& tick : ticks) {
        const double y = std::round(yOf(tick.value));
        painter.fillRect(QRectF(plot.left(), y, plot.width(), 1),
                         tick.isMajor ? theme.line2 : theme.grid);
    }
    const double step = xStep();
    for (double x = 0.0; x <= m_xEnd * (1.0 + 1e-9); x += step) {
        painter.fillRect(QRectF(std::round(xOf(x)), plot.top(), 1, plot.height()), theme.grid);
    }
}

void CurveChart::paintAxisTexts(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const QRectF plot = plotRect();
    painter.setFont(nde::ui::font(TextStyle::Micro));
    painter.setPen(theme.text3);
    const double high = QFontMetricsF(painter.font()).height();
    if (m_epochs.empty()) {
        painter.drawText(plot, Qt::AlignCenter, tr("No epoch yet"));
        return;
    }
    for (const ValueTick& tick : valueTicks(m_yRange, isLog(), plot.height())) {
        const QString text = m_scale == CurveScale::Change && !tick.label.isEmpty()
            ? tick.label + QStringLiteral(" %")
            : tick.label;
        paintTabular(painter, QRectF(0, yOf(tick.value) - high / 2.0, plot.left() - dpF(6), high),
                     Qt::AlignRight | Qt::AlignVCenter, text);
    }
    const double step = xStep();
    for (double x = 0.0; x <= m_xEnd * (1.0 + 1e-9); x += step) {
        painter.drawText(QRectF(xOf(x) - dpF(32), plot.bottom() + dpF(8), dpF(64), high),
                         Qt::AlignHCenter | Qt::AlignTop, xText(x));
    }
}

void CurveChart::paintOverlays(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    QPen pen(theme.text3, dpF(kOverlayWidth));
    pen.setDashPattern({4, 3});
    for (const CurveOverlay& overlay : m_overlays) {
        const auto& x = m_axis == CurveAxis::Epoch ? overlay.epochs
            : m_axis == CurveAxis::Time            ? overlay.seconds
                                                   : overlay.steps;
        std::vector<double> values = smoothed(overlay.validation, m_smoothing);
        const double first = overlay.validation.empty() ? 1.0 : overlay.validation.front();
        if (m_scale == CurveScale::Change) {
            for (double& value : values) {
                value = 100.0 * (value - first) / std::abs(first);
            }
        }
        painter.setPen(pen);
        // Dashes cost: half a point a pixel is as smooth to the eye.
        for (const QPolygonF& part : decimated(
                 x, values, [this](double v) { return xOf(v); },
                 [this](double v) { return yOf(v); }, 0.5, lowest())) {
            painter.drawPolyline(part);
        }
    }
}

void CurveChart::paintLines(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const double ratio = devicePixelRatioF();
    // Many epochs a pixel: the ghost is a band whose edges need no smoothing, and the line moves
    // less within two pixels than it is wide. So a picture of any length takes a frame.
    const bool isDense = m_epochs.size() > static_cast<std::size_t>(2.0 * m_plot.width() * ratio);
    for (const bool isGhost : {true, false}) {
        painter.setRenderHint(QPainter::Antialiasing, !(isGhost && isDense));
        for (const Line& line : m_lines) {
            if (!line.isVisible || (isGhost && m_smoothing <= 0.0)) {
                continue;
            }
            const QColor color = curveColor(line.id);
            painter.setPen(isGhost ? linePen(mixed(theme.well, color, kGhost), 1.0)
                                   : linePen(color, dpF(kLineWidth)));
            for (const QPolygonF& part : decimated(
                     xs(), isGhost ? line.values : line.smooth, [this](double x) { return xOf(x); },
                     [this, &line](double value) { return yOf(shown(line, value)); },
                     isDense && !isGhost ? ratio / 2.0 : ratio, lowest())) {
                paintLong(painter, part);
            }
        }
    }
}

void CurveChart::renderLayer()
{
    const double ratio = devicePixelRatioF();
    const QRectF plot = plotRect();
    m_layer = QImage((plot.size() * ratio).toSize().expandedTo({1, 1}), QImage::Format_RGB32);
    m_layer.setDevicePixelRatio(ratio);
    m_layer.fill(Theme::current().well);
    QPainter painter(&m_layer);
    painter.translate(-plot.topLeft());
    paintGrid(painter);
    painter.setRenderHint(QPainter::Antialiasing);
    paintOverlays(painter);
    paintLines(painter);
    ++m_renderCount;
}

void CurveChart::renderNewest()
{
    const Theme& theme = Theme::current();
    QPainter painter(&m_layer);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(-plotRect().topLeft());
    const std::size_t last = m_epochs.size() - 1;
    for (const bool isGhost : {true, false}) {
        for (const Line& line : m_lines) {
            const std::vector<double>& values = isGhost ? line.values : line.smooth;
            if (!line.isVisible || std::isnan(values[last]) || (isGhost && m_smoothing <= 0.0)) {
                continue;
            }
            std::size_t before = last;
            while (before > 0 && std::isnan(values[--before])) { }
            const double fromY = yOf(shown(line, values[before]));
            const double toY = yOf(shown(line, values[last]));
            if (std::isnan(fromY) || std::isnan(toY)) {
                continue;
            }
            const QColor color = curveColor(line.id);
            painter.setPen(isGhost ? linePen(mixed(theme.well, color, kGhost), 1.0)
                                   : linePen(color, dpF(kLineWidth)));
            painter.drawLine(QPointF(xOf(xs()[before]), fromY), QPointF(xOf(xs()[last]), toY));
        }
    }
}

void CurveChart::paintMarks(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const QRectF plot = plotRect();
    for (const CurveMark& mark : m_marks) {
        const double x = xOfEpoch(mark.epoch);
        switch (mark.kind) {
        case CurveMark::Kind::Checkpoint:
            paintDiamond(painter, {x, plot.bottom()}, dpF(3), theme.text3);
            break;
        case CurveMark::Kind::Best:
            break; // over all others, below
        case CurveMark::Kind::Note:
            painter.fillRect(QRectF(x, plot.top(), 1, dpF(14)), theme.text2);
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.text2);
            painter.drawPolygon(QPolygonF(
                {{x, plot.top()}, {x + dpF(8), plot.top() + dpF(3.5)}, {x, plot.top() + dpF(7)}}));
            break;
        case CurveMark::Kind::Event:
            painter.drawPixmap(
                QPointF(x - dpF(6), plot.bottom() - dpF(16)),
                iconPixmap(QStringLiteral("warning"), dp(12), theme.warn, devicePixelRatioF()));
            break;
        }
    }
    for (const CurveMark& mark : m_marks) {
        if (mark.kind == CurveMark::Kind::Best) {
            paintDiamond(painter, {xOfEpoch(mark.epoch), plot.bottom()}, dpF(4.5), theme.ok);
        }
    }
}

void CurveChart::paintLabels(QPainter& painter) const
{
    if (m_epochs.empty()) {
        return;
    }
    const QRectF plot = plotRect();
    const double lineX = xOf(lastX());
    std::vector<const Line*> lines;
    std::vector<double> wanted;
    std::vector<double> ends; ///< where each was measured last
    for (const Line& line : m_lines) {
        const auto value = std::find_if(line.smooth.rbegin(), line.smooth.rend(),
                                        [](double v) { return std::isfinite(v); });
        const double y = value == line.smooth.rend() ? NAN : yOf(shown(line, *value));
        if (line.isVisible && std::isfinite(y)) {
            lines.push_back(&line);
            ends.push_back(xOf(*(xs().rbegin() + (value - line.smooth.rbegin()))));
            wanted.push_back(std::clamp(y, plot.top(), plot.bottom()));
        }
    }
    const auto placed
        = pushedApart(wanted, dpF(kLabelSpacing), plot.top() + dpF(6), plot.bottom() - dpF(6));
    painter.setFont(nde::ui::font(TextStyle::Caption, QFont::DemiBold));
    const QFontMetricsF metrics(painter.font());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Line& line = *lines[i];
        const QColor color = curveColor(line.id);
        const auto value = std::find_if(line.values.rbegin(), line.values.rend(),
                                        [](double v) { return std::isfinite(v); });
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(QPointF(ends[i], wanted[i]), dpF(3), dpF(3));
        painter.setPen(QPen(withAlpha(color, 0.6), 1));
        painter.drawLine(QPointF(lineX + dpF(4), wanted[i]), QPointF(lineX + dpF(12), placed[i]));
        const QString text = curveName(line.id) + QLatin1Char(' ') + valueText(line, *value);
        const QRectF box(lineX + dpF(15), placed[i] - metrics.height() / 2.0,
                         width() - lineX - dpF(17), metrics.height());
        paintOnWell(painter, box, Qt::AlignLeft | Qt::AlignVCenter,
                    metrics.elidedText(text, Qt::ElideRight, box.width()), color);
    }
    painter.setFont(nde::ui::font(TextStyle::Micro));
    const double high = QFontMetricsF(painter.font()).height();
    for (const CurveOverlay& overlay : m_overlays) {
        if (overlay.validation.empty()) {
            continue;
        }
        const auto& x = m_axis == CurveAxis::Epoch ? overlay.epochs
            : m_axis == CurveAxis::Time            ? overlay.seconds
                                                   : overlay.steps;
        const std::size_t at = x.size() / 4;
        const double first = overlay.validation.front();
        const double value = m_scale == CurveScale::Change
            ? 100.0 * (overlay.validation[at] - first) / std::abs(first)
            : overlay.validation[at];
        paintOnWell(painter,
                    QRectF(xOf(x[at]) + dpF(4), yOf(value) - high - dpF(4), dpF(240), high),
                    Qt::AlignLeft | Qt::AlignVCenter, overlay.name, Theme::current().text2);
    }
}

QString CurveChart::cardText(const Line& line, double value) const
{
    if (m_scale != CurveScale::Change || !std::isfinite(value)) {
        return valueText(line, value);
    }
    return plainText(line, value) + QStringLiteral("   ") + valueText(line, value);
}

void CurveChart::paintCard(QPainter& painter, double x) const
{
    const Theme& theme = Theme::current();
    const QRectF plot = plotRect();
    const auto at = static_cast<std::size_t>(m_cross);
    const QFontMetricsF small(nde::ui::font(TextStyle::Micro));
    const double row = small.height() + dpF(1);
    QStringList notes;
    for (const CurveMark& mark : m_marks) {
        if (mark.epoch == static_cast<int>(m_epochs[at]) && !mark.text.isEmpty()) {
            notes.push_back(mark.text);
        }
    }
    const auto visible = std::count_if(m_lines.begin(), m_lines.end(),
                                       [](const Line& line) { return line.isVisible; });
    const double high
        = dpF(30) + row * (static_cast<double>(visible) + static_cast<double>(notes.size()));
    const double wide = dpF(kCardWidth);
    const bool isLeft = x > plot.left() + 0.6 * plot.width();
    const QRectF card(isLeft ? x - wide - dpF(10) : x + dpF(10), plot.top() + dpF(4), wide, high);
    paintBox(painter, card, dpF(6), theme.raised, theme.line2);
    const QRectF inner = card.adjusted(dpF(10), dpF(6), -dpF(10), -dpF(6));
    painter.setFont(nde::ui::font(TextStyle::Caption, QFont::DemiBold));
    painter.setPen(theme.text);
    painter.drawText(inner, Qt::AlignLeft | Qt::AlignTop,
                     tr("Epoch %1").arg(static_cast<int>(m_epochs[at])));
    painter.setFont(nde::ui::font(TextStyle::Micro));
    painter.setPen(theme.text3);
    const auto seconds = static_cast<qint64>(std::llround(m_seconds[at]));
    painter.drawText(
        inner, Qt::AlignRight | Qt::AlignTop,
        QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0')));
    double y = inner.top() + dpF(18);
    for (const Line& line : m_lines) {
        if (!line.isVisible) {
            continue;
        }
        painter.fillRect(QRectF(inner.left(), y + row / 2.0 - dpF(1), dpF(8), dpF(2)),
                         curveColor(line.id));
        painter.setPen(theme.text2);
        painter.drawText(QRectF(inner.left() + dpF(14), y, inner.width(), row),
                         Qt::AlignLeft | Qt::AlignVCenter, curveName(line.id));
        painter.setPen(theme.text);
        paintTabular(painter, QRectF(inner.left(), y, inner.width(), row),
                     Qt::AlignRight | Qt::AlignVCenter, cardText(line, line.values[at]));
        y += row;
    }
    painter.setPen(theme.warn);
    for (const QString& note : notes) {
        painter.drawText(QRectF(inner.left(), y, inner.width(), row),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         small.elidedText(note, Qt::ElideRight, inner.width()));
        y += row;
    }
}

void CurveChart::paintCrosshair(QPainter& painter) const
{
    if (m_cross < 0 || m_cross >= pointCount()) {
        return;
    }
    const Theme& theme = Theme::current();
    const QRectF plot = plotRect();
    const auto at = static_cast<std::size_t>(m_cross);
    const double x = xOf(xs()[at]);
    painter.setPen(QPen(theme.text, 1, Qt::DotLine));
    painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    for (const Line& line : m_lines) {
        const double y = yOf(shown(line, line.values[at]));
        if (line.isVisible && std::isfinite(y) && y >= plot.top() && y <= plot.bottom()) {
            painter.setPen(QPen(curveColor(line.id), dpF(1.5)));
            painter.setBrush(theme.well);
            painter.drawEllipse(QPointF(x, y), dpF(3), dpF(3));
        }
    }
    paintCard(painter, x);
}

void CurveChart::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    paintBox(painter, rect(), dpF(6), theme.well);
    const QRectF plot = plotRect();
    const QSize wanted = (plot.size() * devicePixelRatioF()).toSize().expandedTo({1, 1});
    if (m_layer.isNull() || m_layer.size() != wanted) {
        renderLayer();
    }
    painter.drawImage(plot.topLeft(), m_layer);
    if (m_overfitSince) {
        const double from = xOfEpoch(*m_overfitSince);
        painter.fillRect(QRectF(from, plot.top(), xOf(lastX()) - from, plot.height()),
                         withAlpha(theme.warn, 0.07));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxisTexts(painter);
    const Line& validation = m_lines[1];
    const double start = yOf(shown(validation, firstOf(validation)));
    if (validation.isVisible && std::isfinite(start)) {
        // What the analytic start reaches without any training: the line to get below.
        QPen pen(withAlpha(curveColor(validation.id), 0.55), 1);
        pen.setDashPattern({2, 4});
        painter.setPen(pen);
        painter.drawLine(QPointF(plot.left(), start), QPointF(plot.right(), start));
        painter.setFont(nde::ui::font(TextStyle::Micro));
        const double high = QFontMetricsF(painter.font()).height();
        paintOnWell(painter,
                    QRectF(plot.left(), start - high - dpF(2), plot.width() - dpF(4), high),
                    Qt::AlignRight | Qt::AlignVCenter, tr("before training"), theme.text3);
    }
    if (m_listened && !m_epochs.empty()) {
        const double x = std::round(xOfEpoch(*m_listened));
        painter.fillRect(QRectF(x, plot.top(), 1, plot.height()), withAlpha(theme.accent, 0.8));
        paintDiamond(painter, {x + 0.5, plot.top()}, dpF(3), theme.accent);
    }
    paintMarks(painter);
    paintLabels(painter);
    paintCrosshair(painter);
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(6));
    }
}

} // namespace nde::ui
