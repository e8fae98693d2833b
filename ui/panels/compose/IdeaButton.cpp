#include "ui/panels/compose/IdeaButton.h"

#include "core/music/Roles.h"
#include "ui/plot/ArrangeText.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>

namespace nde::ui {

namespace {

constexpr int kWidth = 520;
constexpr int kHeight = 50;

Category markOf(const QString& role)
{
    const music::Role* known = music::roleOf(role.toStdString());
    return known != nullptr && !known->fits.empty() ? known->fits.front().first : Category::Other;
}

} // namespace

IdeaButton::IdeaButton(const QString& prompt, std::vector<std::pair<QString, int>> lanes,
                       QWidget* parent)
    : QAbstractButton(parent)
    , m_lanes(std::move(lanes))
{
    setText(prompt);
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::StrongFocus);
    QStringList counts;
    for (const auto& [role, count] : m_lanes) {
        counts += QStringLiteral("%1 %2").arg(formatCount(count), roleText(role.toStdString()));
    }
    setAccessibleName(prompt);
    setAccessibleDescription(counts.join(QStringLiteral(", ")));
    setToolTip(counts.join(QStringLiteral(" · ")));
}

QSize IdeaButton::sizeHint() const
{
    return {dp(kWidth), dp(kHeight)};
}

QSize IdeaButton::minimumSizeHint() const
{
    return {dp(kWidth / 2), dp(kHeight)};
}

void IdeaButton::paintEvent(QPaintEvent* /*event*/)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const QRectF area(rect());
    paintBox(painter, area, dpF(8), underMouse() ? theme.hover : theme.raised, theme.line);
    const double ratio = devicePixelRatioF();
    const double left = dpF(12);
    painter.setFont(nde::ui::font(TextStyle::Input, QFont::Medium));
    painter.setPen(theme.text);
    painter.drawText(
        QRectF(left, dpF(6), area.width() - 2 * left, dpF(20)), Qt::AlignVCenter,
        QFontMetricsF(painter.font()).elidedText(text(), Qt::ElideRight, area.width() - 2 * left));
    painter.setFont(nde::ui::font(TextStyle::Caption));
    const QFontMetricsF metrics(painter.font());
    double x = left;
    for (const auto& [role, count] : m_lanes) {
        const QString label
            = QStringLiteral("%1 %2").arg(formatCount(count), roleText(role.toStdString()));
        const double wide = dpF(14) + metrics.horizontalAdvance(label) + dpF(14);
        if (x + wide > area.width()) {
            break;
        }
        painter.drawPixmap(QPointF(x, dpF(31)), categoryPixmap(markOf(role), dp(9), ratio));
        painter.setPen(theme.text2);
        painter.drawText(QRectF(x + dpF(14), dpF(26), wide, dpF(18)), Qt::AlignVCenter, label);
        x += wide;
    }
    if (hasKeyboardFocus(this)) {
        paintFocusRing(painter, area, dpF(8));
    }
}

} // namespace nde::ui
