#include "ui/theme/DragGhost.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>

namespace nde::ui {

QPixmap dragGhost(const QString& text, double devicePixelRatio)
{
    const QFont face = font(TextStyle::Body, QFont::Medium);
    const QSize size(QFontMetrics(face).horizontalAdvance(text) + dp(24), dp(28));
    QPixmap ghost(size * devicePixelRatio);
    ghost.setDevicePixelRatio(devicePixelRatio);
    ghost.fill(Qt::transparent);
    QPainter painter(&ghost);
    paintBox(painter, QRectF(QPointF(), QSizeF(size)), dpF(6), Theme::current().raised,
             Theme::current().line2);
    painter.setFont(face);
    painter.setPen(Theme::current().text);
    painter.drawText(QRect(QPoint(), size), Qt::AlignCenter, text);
    return ghost;
}

} // namespace nde::ui
