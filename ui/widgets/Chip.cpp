#include "ui/widgets/Chip.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QtMath>

#include <algorithm>
#include <cmath>

namespace nde::ui {

Chip::Chip(const QString& text, QWidget* parent)
    : QAbstractButton(parent)
{
    setText(text);
    setAccessibleName(text);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(this, &QAbstractButton::clicked, this, [this] {
        if (m_isRemovable) {
            Q_EMIT removeRequested();
        }
    });
}

void Chip::setCategory(std::optional<Category> category)
{
    m_category = category;
    updateGeometry();
    update();
}

void Chip::setIconName(const QString& name)
{
    m_iconName = name;
    updateGeometry();
    update();
}

void Chip::setRemovable(bool removable)
{
    m_isRemovable = removable;
    setAccessibleDescription(removable ? tr("Removes this filter") : QString());
    setToolTip(removable ? tr("Remove “%1”").arg(text()) : QString());
    updateGeometry();
}

void Chip::setDashed(bool dashed)
{
    m_isDashed = dashed;
    update();
}

void Chip::setSmall(bool small)
{
    m_isSmall = small;
    updateGeometry();
}

double Chip::fixedWidth() const
{
    double width = dpF(m_isSmall ? 12 : 16);
    width += m_category ? dpF(16) : 0.0;
    width += m_iconName.isEmpty() ? 0.0 : dpF(16);
    width += isCheckable() && isChecked() ? dpF(18) : 0.0;
    width += m_isRemovable ? dpF(16) : 0.0;
    return width;
}

QSize Chip::sizeHint() const
{
    const QFontMetricsF metrics(nde::ui::font(TextStyle::Caption));
    return {qCeil(fixedWidth() + metrics.horizontalAdvance(text())) + 1, dp(m_isSmall ? 18 : 24)};
}

QSize Chip::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), dp(64)), sizeHint().height()};
}

void Chip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QRectF area(rect());
    const bool isOn = isCheckable() && isChecked();
    const bool isHovered = underMouse() && isEnabled();
    const double radius = area.height() / 2.0;
    const QColor fill = isOn ? theme.selection
        : isHovered          ? theme.hover
        : m_isDashed         ? QColor()
                             : theme.raised;
    const QColor border = isOn ? theme.focus : m_isDashed ? theme.line2 : theme.line;
    paintBox(painter, area, radius, fill, border, m_isDashed ? Qt::DashLine : Qt::SolidLine);
    const QColor ink = !isEnabled() ? mixed(theme.panel, theme.text, 0.45)
        : m_isDashed && !isHovered  ? theme.text2
                                    : theme.text;
    double x = dpF(m_isSmall ? 6 : 8);
    const double ratio = devicePixelRatioF();
    const auto glyph = [&](const QPixmap& pixmap, int side, double advance) {
        painter.drawPixmap(QPointF(x, std::round(area.center().y() - side / 2.0)), pixmap);
        x += advance;
    };
    if (isOn) {
        glyph(iconPixmap(QStringLiteral("check"), dp(12), ink, ratio), dp(12), dpF(18));
    }
    if (!m_iconName.isEmpty()) {
        glyph(iconPixmap(m_iconName, dp(12), ink, ratio), dp(12), dpF(16));
    }
    if (m_category) {
        glyph(categoryPixmap(*m_category, dp(10), ratio), dp(10), dpF(16));
    }
    const double right = area.right() - dpF(m_isSmall ? 6 : 8) - (m_isRemovable ? dpF(16) : 0.0);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(ink);
    const QString shown
        = QFontMetricsF(painter.font()).elidedText(text(), Qt::ElideRight, right - x + 1.0);
    painter.drawText(QRectF(x, 0, right - x + 1.0, area.height()), Qt::AlignVCenter, shown);
    if (m_isRemovable) {
        painter.drawPixmap(
            QPointF(area.right() - dpF(18), std::round(area.center().y() - dp(10) / 2.0)),
            iconPixmap(QStringLiteral("close"), dp(10), isHovered ? theme.text : theme.text3,
                       ratio));
    }
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, area, radius);
    }
}

void Chip::keyPressEvent(QKeyEvent* event)
{
    if (m_isRemovable && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)) {
        Q_EMIT removeRequested();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

} // namespace nde::ui
