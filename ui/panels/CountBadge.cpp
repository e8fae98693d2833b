#include "ui/panels/CountBadge.h"

#include "ui/theme/Theme.h"

#include <QCoreApplication>
#include <QPainter>

namespace nde::ui {

QString categoryCountText(Category category, int count)
{
    switch (category) {
    case Category::Kick:
        return CountBadge::tr("%n kick(s)", nullptr, count);
    case Category::Snare:
        return CountBadge::tr("%n snare(s)", nullptr, count);
    case Category::Hihat:
        return CountBadge::tr("%n hat(s)", nullptr, count);
    case Category::OpenHihat:
        return CountBadge::tr("%n open hat(s)", nullptr, count);
    case Category::Clap:
        return CountBadge::tr("%n clap(s)", nullptr, count);
    case Category::Tom:
        return CountBadge::tr("%n tom(s)", nullptr, count);
    case Category::Cymbal:
        return CountBadge::tr("%n cymbal(s)", nullptr, count);
    default:
        return CountBadge::tr("%1 × %2").arg(formatCount(count), categoryText(category));
    }
}

CountBadge::CountBadge(Category category, int count, QWidget* parent)
    : QWidget(parent)
    , m_category(category)
    , m_text(categoryCountText(category, count))
{
    setAccessibleName(m_text);
}

QSize CountBadge::sizeHint() const
{
    const QFontMetrics metrics(nde::ui::font(TextStyle::Body));
    return {metrics.horizontalAdvance(m_text) + dp(15), dp(20)};
}

void CountBadge::paintEvent(QPaintEvent* /*event*/)
{
    QPainter painter(this);
    const double side = dpF(10);
    paintCategoryMark(painter, QRectF(0, (height() - side) / 2.0, side, side), m_category);
    painter.setFont(nde::ui::font(TextStyle::Body));
    painter.setPen(Theme::current().text2);
    painter.drawText(rect().adjusted(dp(15), 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, m_text);
}

} // namespace nde::ui
