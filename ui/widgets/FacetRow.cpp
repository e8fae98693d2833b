#include "ui/widgets/FacetRow.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QtMath>

#include <cmath>

namespace nde::ui {

FacetRow::FacetRow(const QString& text, QWidget* parent)
    : QAbstractButton(parent)
{
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void FacetRow::setCategory(Category category)
{
    m_category = category;
    update();
}

void FacetRow::setSource(Source source)
{
    m_source = source;
    update();
}

void FacetRow::setIconName(const QString& name, const QColor& color)
{
    m_iconName = name;
    m_iconColor = color;
    update();
}

void FacetRow::setCount(qint64 count)
{
    if (m_count == count) {
        return;
    }
    m_count = count;
    setAccessibleName(count < 0 ? text() : QStringLiteral("%1, %2").arg(text()).arg(count));
    update();
}

QSize FacetRow::sizeHint() const
{
    const QFontMetricsF metrics(nde::ui::font(TextStyle::Body));
    return {qCeil(metrics.horizontalAdvance(text()) + dpF(64)), dp(22)};
}

QSize FacetRow::minimumSizeHint() const
{
    return {dp(96), dp(22)};
}

void FacetRow::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QRectF area(rect());
    const bool isHovered = underMouse() && isEnabled();
    paintBox(painter, area, dpF(4),
             isChecked()     ? theme.selection
                 : isHovered ? theme.hover
                             : QColor());
    const double ratio = devicePixelRatioF();
    double x = dpF(4);
    const auto mark = [&](const QPixmap& pixmap, int side) {
        painter.drawPixmap(
            QPointF(x + (dpF(12) - side) / 2.0, std::round(area.center().y() - side / 2.0)),
            pixmap);
    };
    if (m_category) {
        mark(categoryPixmap(*m_category, dp(11), ratio), dp(11));
    } else if (m_source) {
        mark(sourcePixmap(*m_source, dp(12), ratio), dp(12));
    } else if (!m_iconName.isEmpty()) {
        mark(iconPixmap(m_iconName, dp(12), m_iconColor, ratio), dp(12));
    }
    x += dpF(20);
    // A value with nothing in it stays readable, only quieter than its neighbours.
    const QColor ink = m_count == 0 && !isChecked() ? theme.text3 : theme.text;
    double right = area.right() - dpF(6);
    if (m_count >= 0) {
        painter.setFont(nde::ui::font(TextStyle::Caption));
        painter.setPen(theme.text3);
        const QString count = formatCount(m_count);
        paintTabular(painter, QRectF(x, 0, right - x, area.height()),
                     Qt::AlignRight | Qt::AlignVCenter, count);
        right -= tabularWidth(QFontMetricsF(painter.font()), count) + dpF(6);
    }
    painter.setFont(nde::ui::font(TextStyle::Body));
    painter.setPen(ink);
    painter.drawText(QRectF(x, 0, right - x, area.height()), Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(text(), Qt::ElideRight, right - x));
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, area, dpF(4));
    }
}

} // namespace nde::ui
