#include "ui/widgets/SegmentedControl.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QPainter>
#include <QtMath>

#include <cmath>

namespace nde::ui {

class SegmentButton final : public QAbstractButton
{
public:
    SegmentButton(QString id, const QString& text, QString iconName, bool compact, QWidget* parent)
        : QAbstractButton(parent)
        , m_id(std::move(id))
        , m_iconName(std::move(iconName))
        , m_isCompact(compact)
    {
        setCheckable(true);
        setText(text);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    }

    [[nodiscard]] const QString& id() const { return m_id; }
    void setBadge(const QString& iconName)
    {
        m_badge = iconName;
        updateGeometry();
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        const QFontMetricsF metrics(textFont());
        double width = metrics.horizontalAdvance(text()) + dpF(m_isCompact ? 16 : 20);
        if (!m_iconName.isEmpty()) {
            width += dpF(text().isEmpty() ? 14 : 18);
        }
        width += m_badge.isEmpty() ? 0.0 : dpF(16);
        return {qCeil(width), dp(m_isCompact ? 24 : 28) - 4};
    }
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        const QRectF area(rect());
        const bool isBright = isChecked() || (underMouse() && isEnabled());
        if (isChecked()) {
            paintBox(painter, area, dpF(5), theme.hover, theme.line2);
        }
        const QColor ink = !isEnabled() ? mixed(theme.well, theme.text2, 0.45)
            : isBright                  ? theme.text
                                        : theme.text2;
        painter.setFont(textFont());
        painter.setPen(ink);
        const double textWidth = QFontMetricsF(painter.font()).horizontalAdvance(text());
        const int icon = m_iconName.isEmpty() ? 0 : dp(14);
        const double gap = icon > 0 && !text().isEmpty() ? dpF(4) : 0.0;
        const double badge = m_badge.isEmpty() ? 0.0 : dpF(16);
        double x = area.center().x() - (icon + gap + textWidth + badge) / 2.0;
        if (icon > 0) {
            painter.drawPixmap(QPointF(x, std::round(area.center().y() - icon / 2.0)),
                               iconPixmap(m_iconName, icon, ink, devicePixelRatioF()));
            x += icon + gap;
        }
        painter.drawText(QRectF(x, area.top(), textWidth + 1.0, area.height()),
                         Qt::AlignVCenter | Qt::AlignLeft, text());
        if (!m_badge.isEmpty()) {
            const int side = dp(12);
            painter.drawPixmap(
                QPointF(x + textWidth + dpF(4), std::round(area.center().y() - side / 2.0)),
                iconPixmap(m_badge, side, ink, devicePixelRatioF()));
        }
        if (hasKeyboardFocus(this)) {
            paintFocusRing(painter, area, dpF(5));
        }
    }

private:
    [[nodiscard]] QFont textFont() const
    {
        return nde::ui::font(m_isCompact ? TextStyle::Caption : TextStyle::Body, QFont::Medium);
    }

    QString m_id;
    QString m_iconName;
    QString m_badge;
    bool m_isCompact;
};

SegmentedControl::SegmentedControl(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_layout(new QHBoxLayout(this))
{
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_layout->setContentsMargins(2, 2, 2, 2);
    m_layout->setSpacing(0);
    connect(m_group, &QButtonGroup::buttonClicked, this,
            [this] { Q_EMIT currentChanged(current()); });
}

void SegmentedControl::addSegment(const QString& id, const QString& text, const QString& iconName)
{
    auto* button = new SegmentButton(id, text, iconName, m_isCompact, this);
    button->setAccessibleName(text);
    button->setObjectName(id);
    if (!accessibleName().isEmpty()) {
        button->setAccessibleDescription(accessibleName());
    }
    m_group->addButton(button);
    m_layout->addWidget(button);
    button->setChecked(m_segments.empty());
    m_segments.push_back(button);
}

void SegmentedControl::clear()
{
    for (SegmentButton* button : m_segments) {
        m_group->removeButton(button);
        m_layout->removeWidget(button);
        button->setObjectName({}); // the name may be taken again at once
        button->hide();
        button->deleteLater();
    }
    m_segments.clear();
}

SegmentButton* SegmentedControl::find(const QString& id) const
{
    for (SegmentButton* button : m_segments) {
        if (button->id() == id) {
            return button;
        }
    }
    return nullptr;
}

QAbstractButton* SegmentedControl::segment(const QString& id) const
{
    return find(id);
}

void SegmentedControl::setSegmentText(const QString& id, const QString& text)
{
    if (SegmentButton* button = find(id)) {
        button->setText(text);
        button->setAccessibleName(text);
        button->updateGeometry();
    }
}

void SegmentedControl::setSegmentEnabled(const QString& id, bool enabled, const QString& reason)
{
    if (SegmentButton* button = find(id)) {
        button->setEnabled(enabled);
        button->setToolTip(reason);
        button->setAccessibleDescription(reason);
    }
}

void SegmentedControl::setSegmentBadge(const QString& id, const QString& iconName,
                                       const QString& description)
{
    if (SegmentButton* button = find(id)) {
        button->setBadge(iconName);
        button->setToolTip(description);
        button->setAccessibleDescription(description);
    }
}

void SegmentedControl::setCurrent(const QString& id)
{
    if (SegmentButton* button = find(id)) {
        button->setChecked(true);
    } else if (id.isEmpty() && m_group->checkedButton() != nullptr) {
        m_group->setExclusive(false);
        m_group->checkedButton()->setChecked(false);
        m_group->setExclusive(true);
    }
}

QString SegmentedControl::current() const
{
    for (const SegmentButton* button : m_segments) {
        if (button->isChecked()) {
            return button->id();
        }
    }
    return {};
}

void SegmentedControl::setCompact(bool compact)
{
    m_isCompact = compact;
}

void SegmentedControl::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintBox(painter, rect(), dpF(6), Theme::current().well, Theme::current().line);
}

} // namespace nde::ui
