#include "ui/widgets/IconButton.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace nde::ui {

IconButton::IconButton(const QString& iconName, const QString& name, QWidget* parent)
    : QAbstractButton(parent)
    , m_iconName(iconName)
{
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setName(name);
}

void IconButton::setIconName(const QString& iconName)
{
    if (m_iconName != iconName) {
        m_iconName = iconName;
        update();
    }
}

void IconButton::setName(const QString& name, const QString& shortcut)
{
    setAccessibleName(name);
    setToolTip(shortcut.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, shortcut));
}

void IconButton::setSide(int logicalPixels)
{
    m_side = std::max(24, logicalPixels);
    updateGeometry();
}

void IconButton::setIconSide(int logicalPixels)
{
    m_iconSide = logicalPixels;
    update();
}

void IconButton::setRound(bool round)
{
    m_isRound = round;
    update();
}

QSize IconButton::sizeHint() const
{
    return {dp(m_side), dp(m_side)};
}

void IconButton::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QRectF area(rect());
    const double radius = m_isRound ? area.height() / 2.0 : dpF(6);
    const bool isHovered = underMouse() && isEnabled();
    QColor fill;
    QColor ink = theme.text2;
    if (m_isRound) {
        fill = isEnabled() ? (isHovered ? theme.playhead : theme.primary) : theme.raised;
        ink = isEnabled() ? theme.onPrimary : theme.text3;
    } else if (isDown()) {
        fill = theme.selection;
        ink = theme.text;
    } else if (isChecked() || isHovered) {
        fill = theme.hover;
        ink = theme.text;
    } else if (!isEnabled()) {
        ink = mixed(theme.panel, theme.text2, 0.45);
    }
    paintBox(painter, area, radius, fill);
    if (isChecked() && !m_isRound) {
        paintBox(painter, area, radius, {}, theme.focus);
    }
    const int side = dp(m_iconSide);
    painter.drawPixmap(QPointF(std::round(area.center().x() - side / 2.0),
                               std::round(area.center().y() - side / 2.0)),
                       iconPixmap(m_iconName, side, ink, devicePixelRatioF()));
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, area, radius);
    }
}

} // namespace nde::ui
