#include "ui/widgets/PathField.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QtMath>

#include <algorithm>
#include <cmath>

namespace nde::ui {

PathField::PathField(QWidget* parent)
    : QAbstractButton(parent)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void PathField::setPath(const QString& text, const QString& fullPath)
{
    setText(text);
    setToolTip(fullPath);
    updateGeometry();
    update();
}

QSize PathField::sizeHint() const
{
    const QFontMetricsF metrics(nde::ui::font(TextStyle::Body));
    return {std::min(dp(210), qCeil(metrics.horizontalAdvance(text()) + dpF(36))), dp(28)};
}

QSize PathField::minimumSizeHint() const
{
    return {std::min(dp(110), sizeHint().width()), dp(28)};
}

void PathField::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QRectF area(rect());
    paintBox(painter, area, dpF(6), underMouse() ? theme.hover : theme.well, theme.edge);
    const int side = dp(14);
    painter.drawPixmap(
        QPointF(dpF(8), std::round(area.center().y() - side / 2.0)),
        iconPixmap(QStringLiteral("folder"), side, theme.text2, devicePixelRatioF()));
    painter.setFont(nde::ui::font(TextStyle::Body));
    painter.setPen(theme.text);
    const QRectF place(dpF(28), 0, area.width() - dpF(36), area.height());
    painter.drawText(
        place, Qt::AlignVCenter,
        QFontMetricsF(painter.font()).elidedText(text(), Qt::ElideMiddle, place.width()));
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, area, dpF(6));
    }
}

} // namespace nde::ui
