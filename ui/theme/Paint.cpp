#include "ui/theme/Paint.h"

#include "ui/theme/SvgPath.h"
#include "ui/theme/Theme.h"

#include <QWidget>

#include <algorithm>
#include <cmath>

namespace nde::ui {

void paintFocusRing(QPainter& painter, const QRectF& rect, double radius)
{
    const double width = dpF(2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::current().focus, width));
    painter.setBrush(Qt::NoBrush);
    const double inset = width / 2.0;
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset / 2.0,
                            radius - inset / 2.0);
    painter.restore();
}

bool hasKeyboardFocus(const QWidget* widget)
{
    return widget->hasFocus() && widget->window()->testAttribute(Qt::WA_KeyboardFocusChange);
}

void paintBox(QPainter& painter, const QRectF& rect, double radius, const QColor& fill,
              const QColor& border, Qt::PenStyle borderStyle)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (border.isValid()) {
        QPen pen(border, 1.0);
        if (borderStyle == Qt::DashLine) {
            pen.setDashPattern({3.0, 3.0});
        }
        painter.setPen(pen);
        painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5);
    } else if (fill.isValid()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(fill);
        painter.drawRoundedRect(rect, radius, radius);
    }
    painter.restore();
}

namespace {

double digitAdvance(const QFontMetricsF& metrics)
{
    double widest = 0.0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit) {
        widest = std::max(widest, metrics.horizontalAdvance(QChar(digit)));
    }
    return widest;
}

} // namespace

double tabularWidth(const QFontMetricsF& metrics, const QString& text)
{
    const double digit = digitAdvance(metrics);
    double width = 0.0;
    for (const QChar c : text) {
        width += c.isDigit() ? digit : metrics.horizontalAdvance(c);
    }
    return width;
}

void paintTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment,
                  const QString& text)
{
    const QFontMetricsF metrics(painter.font(), painter.device());
    const double digit = digitAdvance(metrics);
    const double width = tabularWidth(metrics, text);
    double x = rect.left();
    if (alignment & Qt::AlignRight) {
        x = rect.right() - width;
    } else if (alignment & Qt::AlignHCenter) {
        x = rect.center().x() - width / 2.0;
    }
    double baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2.0;
    if (alignment & Qt::AlignTop) {
        baseline = rect.top() + metrics.ascent();
    } else if (alignment & Qt::AlignBottom) {
        baseline = rect.bottom() - metrics.descent();
    }
    for (const QChar c : text) {
        const double advance = metrics.horizontalAdvance(c);
        const double cell = c.isDigit() ? digit : advance;
        painter.drawText(QPointF(x + (cell - advance) / 2.0, baseline), QString(c));
        x += cell;
    }
}

namespace {

QFont keyCapFont()
{
    return font(TextStyle::Micro, QFont::Medium);
}

} // namespace

QSizeF keyCapSize(const QString& text)
{
    const QFontMetricsF metrics(keyCapFont());
    return {std::max(metrics.horizontalAdvance(text) + dpF(10), dpF(16)), dpF(16)};
}

double paintKeyCap(QPainter& painter, const QPointF& leftCentre, const QString& text,
                   const QColor& color, const QColor& border)
{
    const QSizeF size = keyCapSize(text);
    const QRectF cap(leftCentre.x(), std::round(leftCentre.y() - size.height() / 2.0), size.width(),
                     size.height());
    paintBox(painter, cap, dpF(3), {}, border);
    painter.save();
    painter.setFont(keyCapFont());
    painter.setPen(color);
    painter.drawText(cap, Qt::AlignCenter, text);
    painter.restore();
    return size.width();
}

void paintStars(QPainter& painter, const QRectF& rect, int rating)
{
    static const QPainterPath star
        = pathFromSvg("M12 2l3 6.4 7 .9-5.1 4.9 1.3 7L12 17.8 5.8 21.2l1.3-7L2 9.3l7-.9z");
    const Theme& theme = Theme::current();
    const double side = dpF(11);
    const double step = dpF(12);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.left(), rect.center().y() - side / 2.0);
    for (int i = 0; i < 5; ++i) {
        painter.save();
        painter.translate(i * step, 0.0);
        painter.scale(side / 24.0, side / 24.0);
        painter.fillPath(star, i < rating ? theme.text2 : theme.line2);
        painter.restore();
    }
    painter.restore();
}

} // namespace nde::ui
