#include "ui/widgets/ToggleButton.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QtMath>

namespace nde::ui {

ToggleButton::ToggleButton(const QString& text, QWidget* parent)
    : QAbstractButton(parent)
{
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize ToggleButton::sizeHint() const
{
    const QFontMetricsF metrics(nde::ui::font(TextStyle::Caption, QFont::Medium));
    return {qCeil(metrics.horizontalAdvance(text()) + dpF(16)), dp(24)};
}

void ToggleButton::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const bool isHovered = underMouse() && isEnabled();
    paintBox(painter, rect(), dpF(6),
             isChecked()     ? theme.selection
                 : isHovered ? theme.hover
                             : theme.raised,
             isChecked() ? theme.focus : theme.line);
    painter.setFont(nde::ui::font(TextStyle::Caption, QFont::Medium));
    painter.setPen(!isEnabled()                   ? mixed(theme.panel, theme.text, 0.45)
                       : isChecked() || isHovered ? theme.text
                                                  : theme.text2);
    painter.drawText(rect(), Qt::AlignCenter, text());
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(6));
    }
}

} // namespace nde::ui
