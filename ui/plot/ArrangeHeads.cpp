#include "ui/plot/ArrangeHeads.h"

#include "ui/plot/ArrangeText.h"
#include "ui/plot/ClipPainter.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

namespace nde::ui {

namespace {

constexpr double kLetterWidth = 18.0;
constexpr double kLetterHeight = 20.0;
constexpr double kMeterWidth = 4.0;
constexpr double kMeterHeight = 26.0;

} // namespace

void ArrangeHeads::setPlan(const std::shared_ptr<const music::Plan>& plan)
{
    m_plan = plan;
}

void ArrangeHeads::forgetPictures()
{
    m_heads.clear();
    m_texts.clear();
}

QRectF ArrangeHeads::letterRect(const QRectF& row, bool isSolo)
{
    const double width = dpF(kLetterWidth);
    const double right = row.right() - dpF(12);
    return {right - (isSolo ? 1.0 : 2.0) * width, row.center().y() - dpF(kLetterHeight) / 2.0,
            width, dpF(kLetterHeight)};
}

QRectF ArrangeHeads::meterRect(const QRectF& row)
{
    const double height = dpF(kMeterHeight);
    return {row.right() - dpF(kMeterWidth + 5), row.center().y() - height / 2.0, dpF(kMeterWidth),
            height};
}

void ArrangeHeads::paint(QPainter& painter, const ArrangeLayout& layout, int laneIndex,
                         const QRectF& row, const State& state, double meter)
{
    const Theme& theme = Theme::current();
    const music::Lane& lane = *layout.laneAt(laneIndex);
    const double ratio = painter.device()->devicePixelRatioF();
    const bool isAudible = layout.isAudible(lane);
    const QString title = laneTitle(*m_plan, lane);
    const QString key = QStringLiteral("%1|%2|%3|%4|%5|%6|%7")
                            .arg(title)
                            .arg(int(ArrangeLayout::category(lane)))
                            .arg(isAudible)
                            .arg(int(lane.isMuted) + 2 * int(lane.isSolo) + 4 * int(lane.isLocked))
                            .arg(int(state.isCurrent) + 2 * int(state.hasRing))
                            .arg(state.hoveredLetter)
                            .arg(ratio)
        + QStringLiteral("|%1x%2").arg(row.width()).arg(row.height());
    Head& head = m_heads[lane.id];
    if (head.key != key) {
        head.key = key;
        head.picture = QPixmap((row.size() * ratio).toSize());
        head.picture.setDevicePixelRatio(ratio);
        QPainter inside(&head.picture);
        paintHead(inside, lane, isAudible, QRectF(QPointF(), row.size()), state);
        inside.end();
        head.picture.setDevicePixelRatio(1.0); // copied as pixels
    }
    drawPixels(painter, row.topLeft(), head.picture);
    if (meter > 0.0) {
        const QRectF box = meterRect(row);
        const double lit = box.height() * meter;
        painter.fillRect(QRectF(box.left(), box.bottom() - lit, box.width(), lit), theme.ok);
    }
}

void ArrangeHeads::paintHead(QPainter& painter, const music::Lane& lane, bool isAudible,
                             const QRectF& row, const State& state)
{
    const Theme& theme = Theme::current();
    const double ratio = painter.device()->devicePixelRatioF();
    const Category category = ArrangeLayout::category(lane);
    const double hair = hairline(ratio);
    painter.fillRect(row, state.isCurrent ? theme.hover : theme.panel);
    painter.fillRect(QRectF(0, 0, dpF(3), row.height() - hair),
                     withAlpha(theme.category(category), isAudible ? 1.0 : 0.45));
    painter.fillRect(QRectF(0, snapped(row.bottom(), ratio) - hair, row.width(), hair), theme.grid);
    const double side = dpF(10);
    paintCategoryMark(painter, QRectF(dpF(11), row.center().y() - side / 2.0, side, side), category,
                      isAudible ? 1.0 : 0.45);
    double right = letterRect(row, false).left() - dpF(2);
    if (lane.isLocked) {
        painter.drawPixmap(QPointF(snapped(right - dp(10), ratio),
                                   snapped(row.center().y() - dp(10) / 2.0, ratio)),
                           iconPixmap(QStringLiteral("lock"), dp(10), theme.text2, ratio));
        right -= dpF(12);
    }
    const auto& name
        = m_texts.of(laneTitle(*m_plan, lane), nde::ui::font(TextStyle::Caption, QFont::Medium),
                     isAudible ? theme.text : theme.text3, right - dpF(27), ratio);
    if (!name.pixmap.isNull()) {
        const double height = name.pixmap.deviceIndependentSize().height();
        painter.drawPixmap(QPointF(dpF(27), snapped(row.center().y() - height / 2.0, ratio)),
                           name.pixmap);
    }
    painter.setFont(nde::ui::font(TextStyle::Micro, QFont::DemiBold));
    for (const bool isSolo : {false, true}) {
        const QRectF box = letterRect(row, isSolo).adjusted(dpF(1), 0, -dpF(1), 0);
        const bool isOn = isSolo ? lane.isSolo : lane.isMuted;
        const bool isHovered = state.hoveredLetter == (isSolo ? 2 : 1);
        paintBox(painter, box, dpF(4),
                 isOn            ? (isSolo ? theme.text : theme.warn)
                     : isHovered ? theme.line2
                                 : QColor());
        painter.setPen(isOn ? theme.onPrimary : isHovered ? theme.text : theme.text2);
        painter.drawText(box, Qt::AlignCenter, isSolo ? QStringLiteral("S") : QStringLiteral("M"));
    }
    paintBox(painter, meterRect(row), dpF(1), theme.hover);
    if (state.hasRing) {
        paintFocusRing(painter, row, dpF(4));
    }
}

} // namespace nde::ui
