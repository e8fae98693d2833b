#include "ui/panels/compose/WhyBars.h"

#include "ui/panels/compose/ComposeText.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"
#include "ui/widgets/ProgressBar.h"

#include <QPainter>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr int kLine = 24;

} // namespace

WhyBars::WhyBars(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("comp_why"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void WhyBars::setWhy(const std::map<std::string, double>& why)
{
    m_terms.assign(why.begin(), why.end());
    std::erase_if(m_terms, [](const auto& term) { return term.first == "total"; });
    std::stable_sort(m_terms.begin(), m_terms.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    QStringList words;
    for (const auto& [term, value] : m_terms) {
        words += QStringLiteral("%1 %2").arg(scoreTermText(term), formatNumber(value, 2));
    }
    setAccessibleName(tr("Why this one: %1").arg(words.join(QStringLiteral(", "))));
    setToolTip(words.join(u'\n'));
    updateGeometry();
    update();
}

QSize WhyBars::sizeHint() const
{
    return {dp(200), dp(kLine) * static_cast<int>((m_terms.size() + 1) / 2)};
}

void WhyBars::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const double gap = dpF(12);
    const double column = (width() - gap) / 2.0;
    painter.setFont(nde::ui::font(TextStyle::Micro));
    const QFontMetricsF metrics(painter.font());
    for (std::size_t i = 0; i < m_terms.size(); ++i) {
        const auto& [term, value] = m_terms[i];
        const QRectF line((i % 2 == 0) ? 0.0 : column + gap,
                          static_cast<double>(i / 2) * dpF(kLine), column, dpF(kLine));
        const QString number = formatNumber(value, 2);
        const double wide = tabularWidth(metrics, number);
        painter.setPen(theme.text3);
        paintTabular(painter, QRectF(line.right() - wide - 1, line.y(), wide + 1, dpF(14)),
                     Qt::AlignVCenter | Qt::AlignRight, number);
        painter.setPen(theme.text2);
        painter.drawText(
            QRectF(line.x(), line.y(), line.width() - wide - dpF(4), dpF(14)), Qt::AlignVCenter,
            metrics.elidedText(scoreTermText(term), Qt::ElideRight, line.width() - wide - dpF(4)));
        paintProgressBar(painter, QRectF(line.x(), line.y() + dpF(15), line.width(), dpF(3)), value,
                         ProgressBar::Tone::Value);
    }
}

} // namespace nde::ui
