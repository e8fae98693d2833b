#include "ui/panels/compose/MixBar.h"

#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>

#include <algorithm>
#include <array>

namespace nde::ui {

MixBar::MixBar(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("comp_source_mix"));
}

void MixBar::setMix(const services::SourceMix& mix)
{
    m_mix = mix;
    setAccessibleName(tr("%1 original, %2 separated, %3 generated")
                          .arg(formatCount(mix.original), formatCount(mix.separated),
                               formatCount(mix.generated)));
    setToolTip(accessibleName());
    update();
}

QSize MixBar::sizeHint() const
{
    return {dp(240), dp(22)};
}

void MixBar::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const std::array counts {m_mix.original, m_mix.separated, m_mix.generated};
    const std::array sources {Source::Original, Source::Separated, Source::Generated};
    const std::array fills {theme.text2, theme.edge, theme.accent};
    const int total = std::max(1, counts[0] + counts[1] + counts[2]);
    const QRectF bar(0, height() - dpF(6), width(), dpF(6));
    paintBox(painter, bar, dpF(3), theme.hover);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    double x = 0.0;
    double labelX = 0.0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double wide = bar.width() * counts[i] / total;
        if (counts[i] > 0) {
            paintBox(painter, QRectF(x, bar.y(), std::max(dpF(3), wide - dpF(1)), bar.height()),
                     dpF(2), fills[i]);
        }
        x += wide;
        painter.drawPixmap(QPointF(labelX, dpF(1)),
                           sourcePixmap(sources[i], dp(11), devicePixelRatioF()));
        painter.setPen(counts[i] > 0 ? theme.text : theme.text3);
        const QString count = formatCount(counts[i]);
        const QRectF label(labelX + dpF(15), 0, dpF(60), dpF(14));
        painter.drawText(label, Qt::AlignVCenter | Qt::AlignLeft, count);
        labelX += dpF(15) + painter.fontMetrics().horizontalAdvance(count) + dpF(12);
    }
}

} // namespace nde::ui
