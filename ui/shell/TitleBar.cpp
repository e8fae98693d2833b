#include "ui/shell/TitleBar.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/IconButton.h"

#include <QAbstractButton>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPainter>
#include <QtMath>

#include <algorithm>
#include <cmath>

namespace nde::ui {

/// "Studio Nachtschicht ▾".
class StudioButton final : public QAbstractButton
{
public:
    explicit StudioButton(QWidget* parent)
        : QAbstractButton(parent)
    {
        setObjectName(QStringLiteral("studio_menu"));
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    }
    void setWord(const QString& word)
    {
        m_word = word;
        updateNames();
    }
    void setName(const QString& name)
    {
        setText(name);
        updateNames();
    }
    [[nodiscard]] QSize sizeHint() const override
    {
        const double word = QFontMetricsF(nde::ui::font(TextStyle::Body)).horizontalAdvance(m_word);
        const double name
            = QFontMetricsF(nde::ui::font(TextStyle::Strong)).horizontalAdvance(text());
        return {qCeil(word + std::min(name, dpF(220)) + dpF(40)) + 1, dp(28)};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return {dp(120), dp(28)}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        if (underMouse() || isDown()) {
            paintBox(painter, rect(), dpF(6), theme.hover);
        }
        double x = dpF(6);
        painter.setFont(nde::ui::font(TextStyle::Body));
        painter.setPen(theme.text3);
        painter.drawText(QRectF(x, 0, width(), height()), Qt::AlignVCenter, m_word);
        x += QFontMetricsF(painter.font()).horizontalAdvance(m_word) + dpF(6);
        painter.setFont(nde::ui::font(TextStyle::Strong));
        painter.setPen(theme.text);
        const double room = width() - x - dpF(24);
        const QString name
            = QFontMetricsF(painter.font()).elidedText(text(), Qt::ElideRight, room + 1.0);
        painter.drawText(QRectF(x, 0, room + 2.0, height()), Qt::AlignVCenter, name);
        x += QFontMetricsF(painter.font()).horizontalAdvance(name) + dpF(6);
        painter.drawPixmap(
            QPointF(x, std::round((height() - dp(12)) / 2.0)),
            iconPixmap(QStringLiteral("chevron-down"), dp(12), theme.text, devicePixelRatioF()));
        if (hasKeyboardFocus(this)) {
            paintFocusRing(painter, rect(), dpF(6));
        }
    }

private:
    void updateNames()
    {
        setAccessibleName(QStringLiteral("%1 %2").arg(m_word, text()));
        updateGeometry();
        update();
    }
    QString m_word;
};

/// Looks like the search box and leads to it.
class SearchButton final : public QAbstractButton
{
public:
    explicit SearchButton(QWidget* parent)
        : QAbstractButton(parent)
    {
        setObjectName(QStringLiteral("title_search"));
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    }
    void setHint(const QString& keys) { m_keys = keys; }
    [[nodiscard]] QSize sizeHint() const override { return {dp(440), dp(28)}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {dp(180), dp(28)}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        const QRectF area(rect());
        paintBox(painter, area, dpF(6), theme.well, underMouse() ? theme.text3 : theme.edge);
        painter.drawPixmap(
            QPointF(dpF(8), std::round((height() - dp(14)) / 2.0)),
            iconPixmap(QStringLiteral("search"), dp(14), theme.text2, devicePixelRatioF()));
        const double cap = keyCapSize(m_keys).width();
        painter.setFont(nde::ui::font(TextStyle::Body));
        painter.setPen(theme.text2);
        const QRectF room(dpF(30), 0, area.width() - dpF(46) - cap, area.height());
        painter.drawText(
            room, Qt::AlignVCenter,
            QFontMetricsF(painter.font()).elidedText(text(), Qt::ElideRight, room.width()));
        paintKeyCap(painter, {area.right() - dpF(8) - cap, area.center().y()}, m_keys, theme.text3,
                    theme.line2);
        if (hasKeyboardFocus(this)) {
            paintFocusRing(painter, area, dpF(6));
        }
    }

private:
    QString m_keys;
};

/// A line like a heartbeat and the number of running jobs.
class ActivityButton final : public QAbstractButton
{
public:
    explicit ActivityButton(QWidget* parent)
        : QAbstractButton(parent)
    {
        setObjectName(QStringLiteral("title_activity"));
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    void setCount(int count)
    {
        m_count = count;
        updateGeometry();
        update();
    }
    [[nodiscard]] QSize sizeHint() const override
    {
        const QFontMetricsF metrics(nde::ui::font(TextStyle::Caption));
        return {qCeil(tabularWidth(metrics, QString::number(m_count)) + dpF(40)), dp(28)};
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        if (underMouse() || isDown() || isChecked()) {
            paintBox(painter, rect(), dpF(6), theme.hover);
        }
        const QColor ink = m_count > 0 ? theme.ok : theme.text2;
        painter.drawPixmap(
            QPointF(dpF(6), std::round((height() - dp(18)) / 2.0)),
            iconPixmap(QStringLiteral("activity"), dp(18), ink, devicePixelRatioF()));
        painter.setFont(nde::ui::font(TextStyle::Caption));
        painter.setPen(m_count > 0 ? theme.text : theme.text2);
        paintTabular(painter, QRectF(dpF(28), 0, width() - dpF(28), height()),
                     Qt::AlignLeft | Qt::AlignVCenter, QString::number(m_count));
        if (hasKeyboardFocus(this)) {
            paintFocusRing(painter, rect(), dpF(6));
        }
    }

private:
    int m_count {};
};

class DeviceLabel final : public QWidget
{
public:
    explicit DeviceLabel(QWidget* parent)
        : QWidget(parent)
    {
        setObjectName(QStringLiteral("status_device"));
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    }
    void setText(const QString& text)
    {
        m_text = text;
        setAccessibleName(text);
        updateGeometry();
        update();
    }
    [[nodiscard]] QSize sizeHint() const override
    {
        const QFontMetricsF metrics(nde::ui::font(TextStyle::Caption));
        return {qCeil(metrics.horizontalAdvance(m_text) + dpF(16)), dp(28)};
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::current().ok);
        painter.drawEllipse(QPointF(dpF(4), height() / 2.0), dpF(3.5), dpF(3.5));
        painter.setFont(nde::ui::font(TextStyle::Caption));
        painter.setPen(Theme::current().text2);
        painter.drawText(QRectF(dpF(14), 0, width() - dpF(14) + 1, height()), Qt::AlignVCenter,
                         m_text);
    }

private:
    QString m_text;
};

TitleBar::TitleBar(QWidget* parent)
    : QWidget(parent)
    , m_menuButton(new IconButton(QStringLiteral("menu"), QString(), this))
    , m_studio(new StudioButton(this))
    , m_search(new SearchButton(this))
    , m_device(new DeviceLabel(this))
    , m_activity(new ActivityButton(this))
{
    setObjectName(QStringLiteral("title_bar"));
    setFixedHeight(dp(40));
    m_menuButton->setObjectName(QStringLiteral("menu_button"));
    m_menuButton->setIconSide(18);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(dp(14), 0, dp(10), 1);
    row->setSpacing(dp(12));
    row->addWidget(m_menuButton);
    row->addSpacing(dp(8));
    row->addWidget(m_studio);
    row->addStretch(1);
    row->addWidget(m_search, 100);
    row->addStretch(1);
    row->addWidget(m_device);
    row->addWidget(m_activity);
    m_search->setMaximumWidth(dp(440));
    connect(m_search, &QAbstractButton::clicked, this, &TitleBar::searchRequested);
    connect(m_activity, &QAbstractButton::clicked, this, &TitleBar::activityRequested);
    setJobCount(0);
    retranslate();
}

void TitleBar::retranslate()
{
    setAccessibleName(tr("Title bar"));
    m_menuButton->setName(tr("Menu"), QStringLiteral("F10"));
    m_studio->setWord(tr("Studio"));
    m_search->setText(tr("Search sounds"));
    m_search->setAccessibleName(tr("Search sounds"));
    m_search->setHint(tr("Ctrl F"));
    m_activity->setToolTip(tr("Activity (Ctrl+J)"));
}

void TitleBar::setMenu(QMenu* menu)
{
    connect(m_menuButton, &QAbstractButton::clicked, menu, [this, menu] {
        menu->popup(m_menuButton->mapToGlobal(QPoint(0, m_menuButton->height() + dp(4))));
    });
}

void TitleBar::setStudioMenu(QMenu* menu)
{
    connect(m_studio, &QAbstractButton::clicked, menu, [this, menu] {
        menu->popup(m_studio->mapToGlobal(QPoint(0, m_studio->height() + dp(4))));
    });
}

void TitleBar::setStudioName(const QString& name)
{
    m_studio->setName(name);
}

void TitleBar::setDevice(const QString& text, const QString& toolTip)
{
    m_device->setText(text);
    m_device->setToolTip(toolTip);
}

void TitleBar::setJobCount(int running)
{
    m_activity->setCount(running);
    m_activity->setAccessibleName(tr("Activity, %n running job(s)", nullptr, running));
}

void TitleBar::setSearchVisible(bool visible)
{
    m_search->setVisible(visible);
}

QAbstractButton* TitleBar::activityButton() const
{
    return m_activity;
}

QSize TitleBar::sizeHint() const
{
    return {dp(1100), dp(40)};
}

void TitleBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().panel);
    painter.fillRect(QRectF(0, height() - 1, width(), 1), Theme::current().well);
}

void TitleBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
}

} // namespace nde::ui
