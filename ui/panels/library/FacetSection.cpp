#include "ui/panels/library/FacetSection.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QVBoxLayout>

namespace nde::ui {

FacetHeading::FacetHeading(QWidget* parent)
    : QAbstractButton(parent)
{
    setCheckable(true);
    setChecked(true);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize FacetHeading::sizeHint() const
{
    return {dp(96), dp(20)};
}

void FacetHeading::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setFont(nde::ui::font(TextStyle::Caption, QFont::DemiBold));
    painter.setPen(theme.text2);
    painter.drawText(rect().adjusted(dp(4), 0, -dp(20), 0), Qt::AlignVCenter | Qt::AlignLeft,
                     text());
    const int side = dp(12);
    painter.drawPixmap(
        QPoint(width() - side - dp(4), (height() - side) / 2),
        iconPixmap(isChecked() ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right"),
                   side, theme.text3, devicePixelRatioF()));
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(4));
    }
}

FacetSection::FacetSection(const QString& name, QWidget* parent)
    : QWidget(parent)
    , m_heading(new FacetHeading(this))
    , m_body(new QWidget(this))
    , m_rows(new QVBoxLayout(m_body))
{
    m_heading->setObjectName(name);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(dp(2));
    layout->addWidget(m_heading);
    layout->addWidget(m_body);
    m_rows->setContentsMargins(0, 0, 0, 0);
    m_rows->setSpacing(dp(1));
    connect(m_heading, &QAbstractButton::toggled, m_body, &QWidget::setVisible);
    connect(m_heading, &QAbstractButton::clicked, this, &FacetSection::toggled);
}

void FacetSection::setTitle(const QString& title)
{
    m_heading->setText(title);
    m_heading->setAccessibleName(title);
}

void FacetSection::addRow(QWidget* row)
{
    m_rows->addWidget(row);
}

void FacetSection::insertRow(int index, QWidget* row)
{
    m_rows->insertWidget(index, row);
}

void FacetSection::setOpen(bool open)
{
    m_heading->setChecked(open);
}

} // namespace nde::ui
