#include "ui/widgets/Toast.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/Button.h"
#include "ui/widgets/IconButton.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QTimer>
#include <QVBoxLayout>

namespace nde::ui {

namespace {

QString iconOf(ToastStack::Kind kind)
{
    switch (kind) {
    case ToastStack::Kind::Done:
        return QStringLiteral("check");
    case ToastStack::Kind::Warning:
        return QStringLiteral("warning");
    case ToastStack::Kind::Error:
        return QStringLiteral("error");
    case ToastStack::Kind::Info:
        break;
    }
    return QStringLiteral("info");
}

QColor colorOf(ToastStack::Kind kind)
{
    const Theme& theme = Theme::current();
    switch (kind) {
    case ToastStack::Kind::Done:
        return theme.ok;
    case ToastStack::Kind::Warning:
        return theme.warn;
    case ToastStack::Kind::Error:
        return theme.error;
    case ToastStack::Kind::Info:
        break;
    }
    return theme.text2;
}

constexpr int kShadow = 16;

} // namespace

class Toast final : public QWidget
{
public:
    Toast(ToastStack::Kind kind, const QString& text, QWidget* parent)
        : QWidget(parent)
        , m_kind(kind)
        , m_text(text)
        , m_row(new QHBoxLayout(this))
        , m_timer(new QTimer(this))
    {
        setObjectName(QStringLiteral("toast"));
        setAccessibleName(text);
        const int shadow = dp(kShadow);
        m_row->setContentsMargins(shadow + dp(12), dp(4) + dp(8), shadow + dp(4), shadow + dp(8));
        m_row->setSpacing(dp(12));
        m_icon = new QLabel(this);
        showIcon();
        auto* label = new QLabel(text, this);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setMaximumWidth(dp(360));
        label->setMinimumWidth(
            std::min(dp(360), QFontMetrics(label->font()).horizontalAdvance(text) + 2));
        m_row->addWidget(m_icon);
        m_row->addWidget(label);
        m_timer->setSingleShot(true);
        m_timer->setInterval(ToastStack::kLifetimeMs);
    }

    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] QHBoxLayout* row() const { return m_row; }
    [[nodiscard]] QTimer* timer() const { return m_timer; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        const int shadow = dp(kShadow);
        const QRectF card = QRectF(rect()).adjusted(shadow, dp(4), -shadow, -shadow);
        // 0/8/24 black 40 % approximated by rings, without a blur at paint time.
        for (int i = shadow; i > 0; i -= 2) {
            const double share = 1.0 - double(i) / shadow;
            paintBox(painter, card.adjusted(-i * 0.7, 0, i * 0.7, i), dpF(8) + i * 0.7,
                     withAlpha(Qt::black, 0.085 * share));
        }
        paintBox(painter, card, dpF(8), theme.raised, theme.line2);
    }

    void enterEvent(QEnterEvent*) override { m_timer->stop(); }
    void leaveEvent(QEvent*) override { m_timer->start(); }
    void changeEvent(QEvent* event) override
    {
        QWidget::changeEvent(event);
        if (event->type() == QEvent::StyleChange) {
            showIcon(); // the scale may be another one
        }
    }

private:
    void showIcon()
    {
        m_icon->setPixmap(iconPixmap(iconOf(m_kind), dp(16), colorOf(m_kind), devicePixelRatioF()));
    }

    ToastStack::Kind m_kind;
    QString m_text;
    QLabel* m_icon {};
    QHBoxLayout* m_row;
    QTimer* m_timer;
};

ToastStack::ToastStack(QWidget* host)
    : QWidget(host)
    , m_layout(new QVBoxLayout(this))
{
    setObjectName(QStringLiteral("toast_stack"));
    setAccessibleName(tr("Messages"));
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    host->installEventFilter(this);
    hide();
}

void ToastStack::setMargins(int right, int bottom)
{
    m_rightMargin = right;
    m_bottomMargin = bottom;
    place();
}

void ToastStack::raiseAgain()
{
    raise();
}

void ToastStack::show(Kind kind, const QString& text, const QString& actionText,
                      std::function<void()> action)
{
    for (int i = 0; i < count(); ++i) {
        auto* standing = static_cast<Toast*>(m_layout->itemAt(i)->widget());
        if (standing->text() == text) {
            standing->timer()->start(); // said already: it only stays longer
            return;
        }
    }
    while (count() >= kMaximum) {
        remove(static_cast<Toast*>(m_layout->itemAt(0)->widget()));
    }
    auto* toast = new Toast(kind, text, this);
    if (!actionText.isEmpty()) {
        auto* button = new Button(actionText, Button::Kind::Ghost, toast);
        button->setObjectName(QStringLiteral("toast_action"));
        button->setAccessibleName(actionText);
        button->setFocusPolicy(Qt::ClickFocus);
        button->installEventFilter(this);
        toast->row()->addWidget(button);
        connect(button, &QAbstractButton::clicked, this, [this, toast, action] {
            if (action) {
                action();
            }
            remove(toast);
        });
    }
    auto* close = new IconButton(QStringLiteral("close"), tr("Dismiss message"), toast);
    close->setObjectName(QStringLiteral("toast_close"));
    close->setSide(24);
    close->setIconSide(12);
    close->setFocusPolicy(Qt::ClickFocus);
    close->installEventFilter(this);
    toast->row()->addWidget(close);
    connect(close, &QAbstractButton::clicked, this, [this, toast] { remove(toast); });
    connect(toast->timer(), &QTimer::timeout, this, [this, toast] { remove(toast); });
    m_layout->addWidget(toast, 0, Qt::AlignRight);
    toast->timer()->start();
    toast->show();
    QWidget::show();
    place();
    QAccessibleEvent event(toast, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void ToastStack::focusNewest()
{
    if (count() > 0) {
        auto* toast = m_layout->itemAt(count() - 1)->widget();
        if (auto* button = toast->findChild<QAbstractButton*>()) {
            button->setFocus(Qt::TabFocusReason);
        }
    }
}

void ToastStack::dismissAll()
{
    while (count() > 0) {
        remove(static_cast<Toast*>(m_layout->itemAt(0)->widget()));
    }
}

int ToastStack::count() const
{
    return m_layout->count();
}

QStringList ToastStack::texts() const
{
    QStringList result;
    for (int i = 0; i < m_layout->count(); ++i) {
        result.append(static_cast<Toast*>(m_layout->itemAt(i)->widget())->text());
    }
    return result;
}

bool ToastStack::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parent() && event->type() == QEvent::Resize) {
        place();
    } else if (event->type() == QEvent::KeyPress && watched != parent()) {
        return handleKey(static_cast<QWidget*>(watched), static_cast<QKeyEvent*>(event)->key());
    } else if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        auto* widget = qobject_cast<QWidget*>(watched);
        if (widget != nullptr && widget != parent()) {
            if (auto* toast = static_cast<Toast*>(widget->parentWidget())) {
                event->type() == QEvent::FocusIn ? toast->timer()->stop() : toast->timer()->start();
            }
        }
    }
    return QWidget::eventFilter(watched, event);
}

bool ToastStack::handleKey(QWidget* button, int key)
{
    if (key == Qt::Key_Escape) {
        remove(static_cast<Toast*>(button->parentWidget()));
        return true;
    }
    if (key != Qt::Key_Tab && key != Qt::Key_Backtab) {
        return false;
    }
    const QList<QAbstractButton*> buttons = findChildren<QAbstractButton*>();
    const qsizetype at = buttons.indexOf(qobject_cast<QAbstractButton*>(button));
    const qsizetype step = key == Qt::Key_Tab ? 1 : buttons.size() - 1;
    buttons[(at + step) % buttons.size()]->setFocus(Qt::TabFocusReason);
    return true;
}

void ToastStack::place()
{
    if (count() == 0) {
        return;
    }
    m_layout->activate();
    const QSize size = m_layout->sizeHint();
    const QRect area = parentWidget()->rect();
    setGeometry(area.right() - m_rightMargin - size.width() + dp(4),
                area.bottom() - m_bottomMargin - size.height(), size.width(), size.height());
    raise();
}

void ToastStack::remove(Toast* toast)
{
    m_layout->removeWidget(toast);
    toast->hide();
    toast->timer()->stop();
    toast->deleteLater();
    if (count() == 0) {
        hide();
    } else {
        place();
    }
}

void ToastStack::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Messages"));
    }
}

} // namespace nde::ui
