#include "ui/widgets/EditChip.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QHoverEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QtMath>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::ui {

namespace {

constexpr double kSide = 8.0;
constexpr double kLock = 18.0; // icon and gap
constexpr double kClose = 18.0;

} // namespace

EditChip::EditChip(const QString& text, QWidget* parent)
    : QAbstractButton(parent)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setChipText(text);
    connect(this, &QAbstractButton::clicked, this, &EditChip::openMenu);
}

void EditChip::setChipText(const QString& text)
{
    setText(text);
    describe();
    updateGeometry();
    update();
}

void EditChip::setLockable(bool on)
{
    m_isLockable = on;
    describe();
    updateGeometry();
    update();
}

void EditChip::setLocked(bool on)
{
    m_isLocked = on;
    describe();
    updateGeometry();
    update();
}

void EditChip::setRemovable(bool on)
{
    m_isRemovable = on;
    describe();
    updateGeometry();
    update();
}

void EditChip::setDashed(bool on)
{
    m_isDashed = on;
    update();
}

void EditChip::setCurrent(bool on)
{
    m_isCurrent = on;
    describe();
    update();
}

void EditChip::setStarred(bool on)
{
    m_isStarred = on;
    describe();
    updateGeometry();
    update();
}

void EditChip::setMenu(QMenu* menu)
{
    m_menu = menu;
    describe();
}

void EditChip::describe()
{
    setAccessibleName(text());
    QStringList parts;
    if (m_isCurrent) {
        parts << tr("current");
    }
    if (m_isStarred) {
        parts << tr("starred");
    }
    if (m_isLocked) {
        parts << tr("locked");
    }
    if (m_isLockable) {
        parts << (m_isLocked ? tr("K unlocks") : tr("K locks"));
    }
    if (m_isRemovable) {
        parts << tr("Delete removes");
    }
    setAccessibleDescription(parts.join(QStringLiteral(", ")));
}

double EditChip::textLeft() const
{
    return dpF(kSide) + (m_isLockable ? dpF(kLock) : 0.0) + (m_isStarred ? dpF(16) : 0.0);
}

double EditChip::textRight() const
{
    return width() - dpF(kSide) - (m_isRemovable ? dpF(kClose - 2) : 0.0);
}

QRect EditChip::lockRect() const
{
    return m_isLockable ? QRect(0, 0, dp(kSide + kLock - 2), height()) : QRect();
}

QRect EditChip::closeRect() const
{
    return m_isRemovable ? QRect(width() - dp(24), 0, dp(24), height()) : QRect();
}

EditChip::Part EditChip::partAt(QPoint position) const
{
    return lockRect().contains(position) ? Part::Lock
        : closeRect().contains(position) ? Part::Close
                                         : Part::Text;
}

QSize EditChip::sizeHint() const
{
    const QFontMetricsF metrics(nde::ui::font(TextStyle::Caption));
    const double fixed = textLeft() + dpF(kSide) + (m_isRemovable ? dpF(kClose - 2) : 0.0);
    return {qCeil(fixed + metrics.horizontalAdvance(text())) + 1, dp(24)};
}

QSize EditChip::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), dp(72)), sizeHint().height()};
}

bool EditChip::event(QEvent* event)
{
    if (event->type() == QEvent::HoverMove || event->type() == QEvent::HoverLeave) {
        const Part before = m_hovered;
        m_hovered = event->type() == QEvent::HoverLeave
            ? Part::Text
            : partAt(static_cast<QHoverEvent*>(event)->position().toPoint());
        if (before != m_hovered) {
            setToolTip(m_hovered == Part::Lock
                           ? (m_isLocked ? tr("Unlock") : tr("Lock: stays as it is"))
                           : m_hovered == Part::Close ? tr("Remove “%1”").arg(text())
                                                      : QString());
            update();
        }
    }
    return QAbstractButton::event(event);
}

void EditChip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QRectF area(rect());
    const double radius = area.height() / 2.0;
    const bool isHovered = underMouse() && isEnabled();
    const bool isTextHovered = isHovered && m_hovered == Part::Text;
    const QColor fill = m_isCurrent ? theme.selection
        : isTextHovered             ? theme.hover
        : m_isDashed                ? QColor()
                                    : theme.raised;
    const QColor border = m_isCurrent ? theme.focus
        : m_isDashed || m_isLocked    ? theme.line2
                                      : theme.line;
    paintBox(painter, area, radius, fill, border, m_isDashed ? Qt::DashLine : Qt::SolidLine);
    const QColor ink = !isEnabled() ? mixed(theme.panel, theme.text, 0.45)
        : m_isDashed && !isHovered  ? theme.text2
                                    : theme.text;
    const double ratio = devicePixelRatioF();
    const auto glyph = [&](const QString& name, double x, int side, const QColor& color) {
        painter.drawPixmap(QPointF(x, std::round(area.center().y() - side / 2.0)),
                           iconPixmap(name, side, color, ratio));
    };
    if (m_isLockable) {
        // Not locked: faint, so that it is seen that it can be.
        const bool isWanted = isHovered && m_hovered == Part::Lock;
        const QColor color = m_isLocked ? theme.text
            : isWanted                  ? theme.text
            : isHovered                 ? theme.text3
                                        : theme.line2;
        glyph(QStringLiteral("lock"), dpF(kSide), dp(12), color);
    }
    if (m_isStarred) {
        glyph(QStringLiteral("star-filled"), textLeft() - dpF(16), dp(12), theme.text2);
    }
    const double left = textLeft();
    const double room = textRight() - left;
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(ink);
    painter.drawText(QRectF(left, 0, room + 1.0, area.height()), Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(text(), Qt::ElideRight, room + 1.0));
    if (m_isRemovable) {
        const bool isWanted = isHovered && m_hovered == Part::Close;
        glyph(QStringLiteral("close"), area.right() - dpF(18), dp(10),
              isWanted ? theme.text : theme.text3);
    }
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, area, radius);
    }
}

void EditChip::keyPressEvent(QKeyEvent* event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier;
    if (m_isRemovable && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace)) {
        Q_EMIT removeRequested();
    } else if (m_isLockable && isPlain && event->key() == Qt::Key_K) {
        Q_EMIT lockClicked(!m_isLocked);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter
               || (m_menu != nullptr && event->key() == Qt::Key_Down)) {
        click();
    } else {
        QAbstractButton::keyPressEvent(event);
    }
}

void EditChip::mousePressEvent(QMouseEvent* event)
{
    m_pressed = partAt(event->position().toPoint());
    if (m_pressed == Part::Text || event->button() != Qt::LeftButton) {
        QAbstractButton::mousePressEvent(event);
    }
}

void EditChip::mouseMoveEvent(QMouseEvent* event)
{
    if (m_pressed == Part::Text) {
        QAbstractButton::mouseMoveEvent(event);
    }
}

void EditChip::mouseReleaseEvent(QMouseEvent* event)
{
    const Part pressed = std::exchange(m_pressed, Part::Text);
    if (pressed == Part::Text || event->button() != Qt::LeftButton) {
        QAbstractButton::mouseReleaseEvent(event);
    } else if (partAt(event->position().toPoint()) == pressed) {
        if (pressed == Part::Lock) {
            Q_EMIT lockClicked(!m_isLocked);
        } else {
            Q_EMIT removeRequested();
        }
    }
}

void EditChip::changeEvent(QEvent* event)
{
    QAbstractButton::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        describe();
    }
}

void EditChip::openMenu()
{
    if (m_menu != nullptr) {
        m_menu->popup(mapToGlobal(QPoint(0, height() + dp(2))));
    }
}

} // namespace nde::ui
