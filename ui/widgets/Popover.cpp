#include "ui/widgets/Popover.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

namespace nde::ui {

Popover::Popover(QAbstractButton* opener, QWidget* room)
    : Popover(room)
{
    m_opener = opener;
    opener->setCheckable(true);
    connect(opener, &QAbstractButton::toggled, this, [this](bool on) { on ? open() : close(); });
}

Popover::Popover(QWidget* room)
    : QWidget(room)
{
    hide();
    room->installEventFilter(this);
}

void Popover::openFrom(QAbstractButton* opener)
{
    if (m_opener != opener) {
        close();
        m_opener = opener;
    }
    open();
}

void Popover::open()
{
    if (isVisible() || !m_opener) {
        return;
    }
    m_opener->setChecked(true);
    place();
    show();
    raise();
    Q_EMIT opened();
    place(); // what it shows may have changed
    for (QWidget* widget = nextInFocusChain(); widget != this && isAncestorOf(widget);
         widget = widget->nextInFocusChain()) {
        if (widget->isVisible() && widget->isEnabled()
            && (widget->focusPolicy() & Qt::TabFocus) != 0) {
            widget->setFocus(Qt::PopupFocusReason);
            break;
        }
    }
}

void Popover::close()
{
    const bool hadFocus = focusWidget() != nullptr && focusWidget()->hasFocus();
    hide();
    if (!m_opener) {
        return;
    }
    m_opener->setChecked(false);
    if (hadFocus) {
        m_opener->setFocus(Qt::PopupFocusReason);
    }
}

void Popover::place()
{
    if (!m_opener) {
        return;
    }
    const QWidget* room = parentWidget();
    const QSize size = sizeHint().boundedTo(room->size() - QSize(dp(16), dp(16)));
    const QPoint below
        = m_opener->mapTo(room, QPoint(m_opener->width() - size.width(), m_opener->height()));
    const int left
        = std::clamp(below.x(), dp(8), std::max(dp(8), room->width() - size.width() - dp(8)));
    const int lowest = room->height() - size.height() - dp(8);
    const int above = below.y() - m_opener->height() - size.height() - dp(4);
    const int top = below.y() + dp(4) <= lowest ? below.y() + dp(4)
        : above >= dp(8)                        ? above
                                                : std::max(dp(8), lowest);
    setGeometry(QRect(QPoint(left, top), size));
}

bool Popover::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept(); // Escape closes this first, and only then stops what plays
        return true;
    }
    if (event->type() == QEvent::LayoutRequest && isVisible()) {
        place();
    }
    return QWidget::event(event);
}

bool Popover::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && isVisible()) {
        place();
    }
    return QWidget::eventFilter(watched, event);
}

void Popover::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QWidget::keyPressEvent(event);
}

void Popover::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    paintBox(painter, rect(), dpF(8), Theme::current().raised, Theme::current().line2);
}

} // namespace nde::ui
