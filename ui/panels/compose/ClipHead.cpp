#include "ui/panels/compose/ClipHead.h"

#include "ui/theme/Theme.h"

#include <QPainter>

#include <algorithm>

namespace nde::ui {

ClipHead::ClipHead(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("comp_clip_head"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ClipHead::setTexts(const QString& title, std::optional<Source> source, Category category,
                        const QString& lane, const QString& note)
{
    m_title = title;
    m_source = source;
    m_category = category;
    m_lane = lane;
    m_note = note;
    setAccessibleName(QStringLiteral("%1, %2, %3").arg(title, lane, note));
    setToolTip(title);
    update();
}

QSize ClipHead::sizeHint() const
{
    return {dp(160), dp(42)};
}

QSize ClipHead::minimumSizeHint() const
{
    return {dp(80), dp(42)};
}

void ClipHead::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const double ratio = devicePixelRatioF();
    double x = 0.0;
    if (m_source) {
        painter.drawPixmap(QPointF(0, dpF(5)), sourcePixmap(*m_source, dp(12), ratio));
        x = dpF(18);
    }
    painter.setFont(nde::ui::font(TextStyle::Title, QFont::DemiBold));
    painter.setPen(theme.text);
    painter.drawText(
        QRectF(x, 0, width() - x, dpF(22)), Qt::AlignVCenter,
        QFontMetricsF(painter.font()).elidedText(m_title, Qt::ElideRight, width() - x));
    painter.drawPixmap(QPointF(0, dpF(26)), categoryPixmap(m_category, dp(10), ratio));
    painter.setFont(nde::ui::font(TextStyle::Body));
    const QFontMetricsF metrics(painter.font());
    x = dpF(16);
    painter.drawText(QRectF(x, dpF(22), width() - x, dpF(18)), Qt::AlignVCenter, m_lane);
    x += metrics.horizontalAdvance(m_lane) + dpF(8);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(theme.text3);
    const double room = std::max(0.0, width() - x);
    painter.drawText(QRectF(x, dpF(22), room, dpF(18)), Qt::AlignVCenter,
                     QFontMetricsF(painter.font()).elidedText(m_note, Qt::ElideRight, room));
}

} // namespace nde::ui
