#include "ui/plot/SmallMultiple.h"

#include "ui/plot/CurveData.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace nde::ui {

SmallMultiple::SmallMultiple(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void SmallMultiple::setTexts(const QString& caption, const QString& value, const QString& meaning)
{
    m_caption = caption;
    m_value = value;
    setAccessibleName(QStringLiteral("%1: %2").arg(caption, value));
    setAccessibleDescription(meaning);
    setToolTip(QStringLiteral("%1: %2\n%3").arg(caption, value, meaning));
    update();
}

void SmallMultiple::setLine(std::vector<double> values)
{
    m_values = std::move(values);
    m_lit = -1;
    m_picture = {};
    update();
}

void SmallMultiple::setBars(std::vector<double> values, int lit, const QColor& color)
{
    m_values = std::move(values);
    m_lit = std::max(0, lit);
    m_color = color;
    m_picture = {};
    update();
}

QSize SmallMultiple::sizeHint() const
{
    return {dp(150), dp(72)};
}

QSize SmallMultiple::minimumSizeHint() const
{
    return {dp(72), dp(72)};
}

QRectF SmallMultiple::pictureRect() const
{
    return QRectF(rect()).adjusted(dpF(8), dpF(22), -dpF(8), -dpF(22));
}

void SmallMultiple::paintLine(QPainter& painter, const QRectF& area) const
{
    std::vector<double> xs(m_values.size());
    for (std::size_t i = 0; i < xs.size(); ++i) {
        xs[i] = static_cast<double>(i);
    }
    ValueRange range = fittedRange(m_values, false).value_or(ValueRange {});
    if (range.low > 0.0 && range.low < 0.5 * range.high) {
        range.low = 0.0;
    }
    const double last = std::max<double>(1.0, static_cast<double>(xs.size()) - 1.0);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(
        QPen(Theme::current().text2, dpF(1.25), Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin));
    for (const QPolygonF& part : decimated(
             xs, m_values, [&](double x) { return area.left() + area.width() * x / last; },
             [&](double v) { return area.bottom() - area.height() * shareOf(v, range, false); },
             devicePixelRatioF())) {
        part.size() == 1 ? painter.drawPoint(part.front()) : painter.drawPolyline(part);
    }
}

void SmallMultiple::paintBars(QPainter& painter, const QRectF& area) const
{
    const double high = std::max(1e-9, *std::max_element(m_values.begin(), m_values.end()));
    const auto count = static_cast<double>(m_values.size());
    const double step = area.width() / count;
    const double wide
        = std::max(1.0 / devicePixelRatioF(), step - (step > dpF(2.5) ? dpF(1) : 0.0));
    for (std::size_t i = 0; i < m_values.size(); ++i) {
        const double tall = std::max(dpF(1), area.height() * std::max(0.0, m_values[i]) / high);
        painter.fillRect(
            QRectF(area.left() + step * static_cast<double>(i), area.bottom() - tall, wide, tall),
            static_cast<int>(i) < m_lit ? m_color : Theme::current().line2);
    }
}

void SmallMultiple::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    paintBox(painter, rect(), dpF(6), theme.well);
    const QRectF area = pictureRect();
    const QSize wanted = (area.size() * devicePixelRatioF()).toSize().expandedTo({1, 1});
    if (m_picture.size() != wanted) {
        m_picture = QImage(wanted, QImage::Format_RGB32);
        m_picture.setDevicePixelRatio(devicePixelRatioF());
        m_picture.fill(theme.well);
        if (!m_values.empty()) {
            QPainter inner(&m_picture);
            const QRectF local(QPointF(), area.size());
            m_lit < 0 ? paintLine(inner, local) : paintBars(inner, local);
        }
    }
    painter.drawImage(area.topLeft(), m_picture);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    const QFontMetricsF metrics(painter.font());
    const QRectF words = QRectF(rect()).adjusted(dpF(8), dpF(5), -dpF(8), -dpF(5));
    painter.setPen(theme.text3);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignTop,
                     metrics.elidedText(m_caption, Qt::ElideRight, words.width()));
    painter.setPen(theme.text2);
    painter.drawText(words, Qt::AlignLeft | Qt::AlignBottom,
                     metrics.elidedText(m_value, Qt::ElideRight, words.width()));
}

void SmallMultiple::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::PaletteChange) {
        m_picture = {};
        updateGeometry();
    }
}

} // namespace nde::ui
