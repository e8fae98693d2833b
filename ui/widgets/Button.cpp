#include "ui/widgets/Button.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QStyleOptionButton>

namespace nde::ui {

Button::Button(const QString& text, Kind kind, QWidget* parent)
    : QPushButton(text, parent)
    , m_kind(kind)
{
    setAttribute(Qt::WA_Hover);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Button::setKind(Kind kind)
{
    m_kind = kind;
    updateGeometry();
    update();
}

void Button::setCompact(bool compact)
{
    m_isCompact = compact;
    updateGeometry();
}

void Button::setHero(bool hero)
{
    m_isHero = hero;
    updateGeometry();
}

void Button::setIconName(const QString& name)
{
    m_iconName = name;
    updateGeometry();
    update();
}

void Button::setKeyHint(const QString& keys)
{
    m_keyHint = keys;
    updateGeometry();
    update();
}

QFont Button::textFont() const
{
    const bool isStrong = m_kind == Kind::Primary || m_kind == Kind::Dream;
    const int weight = isStrong ? QFont::DemiBold : QFont::Medium;
    return nde::ui::font(m_isCompact ? TextStyle::Caption : TextStyle::Body, weight);
}

QSize Button::sizeHint() const
{
    const QFontMetricsF metrics(textFont());
    const double padding = dpF(m_isHero ? 16 : m_isCompact ? 8 : 12);
    QStyleOptionButton option;
    double width
        = 2 * padding + metrics.size(Qt::TextShowMnemonic | Qt::TextSingleLine, text()).width();
    if (!m_iconName.isEmpty()) {
        width += dpF(m_isCompact ? 12 : 14) + (text().isEmpty() ? 0.0 : dpF(6));
    }
    if (!m_keyHint.isEmpty()) {
        width += keyCapSize(m_keyHint).width() + dpF(8);
    }
    return {qCeil(width), dp(m_isHero ? 36 : m_isCompact ? 24 : 28)};
}

void Button::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const bool isHovered = underMouse() && isEnabled();
    QColor fill = m_kind == Kind::Primary ? theme.primary
        : m_kind == Kind::Dream           ? theme.accent
        : m_kind == Kind::Ghost           ? (isHovered ? theme.hover : QColor())
        : isHovered                       ? theme.hover
                                          : theme.raised;
    QColor ink = m_kind == Kind::Primary      ? theme.onPrimary
        : m_kind == Kind::Dream               ? theme.onAccent
        : m_kind == Kind::Ghost && !isHovered ? theme.text2
                                              : theme.text;
    if (m_kind == Kind::Primary && (isHovered || isDown())) {
        fill = isDown() ? theme.text2 : theme.playhead;
    } else if (m_kind == Kind::Dream) {
        fill = mixed(theme.accent, isDown() ? theme.onAccent : theme.playhead,
                     isDown() || isHovered ? 0.15 : 0.0);
    } else if (isDown() || isChecked()) {
        fill = theme.selection;
        ink = theme.text;
    }
    if (!isEnabled()) {
        fill = m_kind == Kind::Ghost ? QColor() : theme.raised;
        ink = mixed(theme.panel, theme.text, 0.45);
    }
    const QRectF area(rect());
    const double radius = dpF(6);
    const bool hasBorder = m_kind == Kind::Secondary;
    paintBox(painter, area, radius, fill, hasBorder ? theme.line : QColor());
    painter.setFont(textFont());
    const QFontMetricsF metrics(painter.font());
    const double textWidth
        = metrics.size(Qt::TextShowMnemonic | Qt::TextSingleLine, text()).width();
    const int iconSide = dp(m_isCompact ? 12 : 14);
    const double iconWidth
        = m_iconName.isEmpty() ? 0.0 : iconSide + (text().isEmpty() ? 0.0 : dpF(6));
    const double hintWidth = m_keyHint.isEmpty() ? 0.0 : keyCapSize(m_keyHint).width() + dpF(8);
    double x = area.center().x() - (iconWidth + textWidth + hintWidth) / 2.0;
    if (!m_iconName.isEmpty()) {
        painter.drawPixmap(QPointF(x, std::round(area.center().y() - iconSide / 2.0)),
                           iconPixmap(m_iconName, iconSide, ink, devicePixelRatioF()));
        x += iconWidth;
    }
    painter.setPen(ink);
    painter.drawText(QRectF(x, area.top(), textWidth + 1.0, area.height()),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic | Qt::TextSingleLine,
                     text());
    if (!m_keyHint.isEmpty()) {
        const QColor hint = m_kind == Kind::Primary ? mixed(fill, ink, 0.62) : theme.text3;
        paintKeyCap(painter, {x + textWidth + dpF(8), area.center().y()}, m_keyHint, hint,
                    m_kind == Kind::Primary ? hint : theme.line2);
    }
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, area, radius);
    }
}

} // namespace nde::ui
