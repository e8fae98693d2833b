#include "ui/panels/dream/PromptField.h"

#include "ui/theme/Theme.h"

#include <QEvent>
#include <QPainter>
#include <QtMath>

#include <algorithm>

namespace nde::ui {

namespace {

constexpr double kStarSide = 14.0;
constexpr double kSignSide = 12.0;
constexpr double kGap = 10.0;
constexpr double kLeastRoom = 24.0;
constexpr double kLeastForText = 90.0;

} // namespace

PromptField::PromptField(QWidget* parent)
    : QLineEdit(parent)
{
    setObjectName(QStringLiteral("dream_prompt"));
    applyMargins();
}

void PromptField::setMoves(const QString& moves, const QString& doubt)
{
    m_moves = moves;
    m_doubt = doubt;
    const QString gap = moves.isEmpty() || doubt.isEmpty() ? QString() : QStringLiteral(" · ");
    const QString all = moves + gap + doubt;
    setAccessibleDescription(all);
    setToolTip(all);
    applyMargins();
    update();
}

double PromptField::wantedRoom() const
{
    const QFontMetricsF metrics(nde::ui::font(TextStyle::Caption));
    double wanted = metrics.horizontalAdvance(m_moves) + metrics.horizontalAdvance(m_doubt);
    wanted += m_doubt.isEmpty() ? 0.0 : dpF(kSignSide + 4);
    wanted += m_moves.isEmpty() || m_doubt.isEmpty() ? 0.0 : dpF(kGap);
    return wanted > 0.0 ? wanted + dpF(6) : 0.0;
}

void PromptField::applyMargins()
{
    setMinimumHeight(dp(28));
    const double most = std::max(0.0, width() - dpF(kStarSide + 8 + kLeastForText));
    setTextMargins(dp(kStarSide + 8), 0, qCeil(std::min(wantedRoom(), most)), 0);
}

void PromptField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    const Theme& theme = Theme::current();
    QPainter painter(this);
    const int side = dp(kStarSide);
    painter.drawPixmap(
        QPointF(dpF(8), (height() - side) / 2.0),
        iconPixmap(QStringLiteral("dream"), side, theme.accent, devicePixelRatioF()));
    const double room = textMargins().right();
    if (room < dpF(kLeastRoom)) {
        return;
    }
    // What was not understood stands last and is the last to be cut.
    QRectF area(width() - dpF(8) - room, 0, room, height());
    painter.setFont(nde::ui::font(TextStyle::Caption));
    const QFontMetricsF metrics(painter.font());
    if (!m_doubt.isEmpty()) {
        const double sign = dpF(kSignSide + 4);
        const QString doubt = metrics.elidedText(m_doubt, Qt::ElideRight, area.width() - sign);
        const double wide = metrics.horizontalAdvance(doubt) + sign;
        painter.drawPixmap(
            QPointF(area.right() - wide, (height() - dpF(kSignSide)) / 2.0),
            iconPixmap(QStringLiteral("warning"), dp(kSignSide), theme.warn, devicePixelRatioF()));
        painter.setPen(theme.warn);
        painter.drawText(area, Qt::AlignVCenter | Qt::AlignRight, doubt);
        area.setRight(area.right() - wide - dpF(kGap));
    }
    if (!m_moves.isEmpty() && area.width() >= dpF(kLeastRoom)) {
        painter.setPen(theme.text3);
        painter.drawText(area, Qt::AlignVCenter | Qt::AlignRight,
                         metrics.elidedText(m_moves, Qt::ElideRight, area.width()));
    }
}

void PromptField::resizeEvent(QResizeEvent* event)
{
    QLineEdit::resizeEvent(event);
    applyMargins();
}

void PromptField::changeEvent(QEvent* event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::StyleChange) {
        applyMargins();
    }
}

} // namespace nde::ui
