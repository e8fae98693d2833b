#include "ui/plot/ArrangeHeads.h"
#include "ui/plot/ArrangeText.h"
#include "ui/plot/ArrangeTiles.h"
#include "ui/plot/ArrangeView.h"
#include "ui/plot/BarScale.h"
#include "ui/plot/ClipPainter.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

/// What is drawn over the tiles, and the ruler and heads beside them.
namespace nde::ui {

void ArrangeView::paintEvent(QPaintEvent* event)
{
    const Theme& theme = Theme::current();
    const QRect region = event->region().boundingRect();
    QPainter painter(this);
    painter.setClipRegion(event->region());
    const QRectF time = timeRect();
    painter.fillRect(time.intersected(QRectF(region)), theme.well);
    if (!m_tiles->paint(painter, m_layout, time, scroll(), region)) {
        updateMissingPeaks();
    }
    painter.save();
    painter.setClipRect(time, Qt::IntersectClip);
    paintStickyHeads(painter, region);
    paintHover(painter);
    paintSelection(painter);
    paintGhosts(painter);
    paintDrop(painter);
    painter.restore();
    paintHeads(painter, region);
    if (rulerRect().adjusted(-BarScale::headerWidth(), 0, 0, 0).intersects(QRectF(region))) {
        paintRuler(painter);
    }
    paintPlayhead(painter);
    if (hasKeyboardFocus(this) && m_currentLane == 0) {
        paintFocusRing(painter, rect(), dpF(4));
    }
}

void ArrangeView::paintRuler(QPainter& painter)
{
    const double ratio = devicePixelRatioF();
    const QSizeF size(width(), rulerRect().height());
    const QString key = QStringLiteral("%1|%2|%3|%4|%5|%6")
                            .arg(m_scale.pixelsPerBar())
                            .arg(m_scale.offset())
                            .arg(m_scale.secondsPerBar())
                            .arg(m_scale.bars())
                            .arg(m_loop ? m_loop->first * 10'000.0 + m_loop->second : -1.0)
                            .arg(ratio)
        + QStringLiteral("|%1x%2").arg(size.width()).arg(size.height());
    if (key != m_rulerKey) {
        m_rulerKey = key;
        m_ruler = QPixmap((size * ratio).toSize());
        m_ruler.setDevicePixelRatio(ratio);
        QPainter inside(&m_ruler);
        drawRuler(inside);
        inside.end();
        m_ruler.setDevicePixelRatio(1.0); // copied as pixels
    }
    drawPixels(painter, QPointF(), m_ruler);
}

void ArrangeView::drawRuler(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const double ratio = devicePixelRatioF();
    const QRectF ruler = rulerRect();
    const double header = ruler.left();
    painter.fillRect(QRectF(0, 0, width(), ruler.height()), theme.panel);
    painter.fillRect(QRectF(0, ruler.height() - hairline(ratio), width(), hairline(ratio)),
                     theme.line);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(theme.text3);
    const QRectF word(dpF(12), 0, header - dpF(16), ruler.height());
    painter.drawText(
        word, Qt::AlignVCenter,
        QFontMetricsF(painter.font()).elidedText(tr("Bar · time"), Qt::ElideRight, word.width()));
    painter.save();
    painter.setClipRect(ruler, Qt::IntersectClip);
    if (m_loop) {
        const double left = viewX(m_loop->first);
        const QRectF range(left, 0, viewX(m_loop->second) - left, dpF(4));
        paintBox(painter, range, dpF(1), theme.focus);
    }
    const QFont strong = nde::ui::font(TextStyle::Micro, QFont::DemiBold);
    const QFont plain = nde::ui::font(TextStyle::Micro);
    const double top = dpF(5);
    for (const BarMark& mark : m_scale.marks(dpF(40))) {
        double x = viewX(mark.bar) + dpF(3);
        painter.setFont(strong);
        painter.setPen(theme.text2);
        const QRectF row(x, top, dpF(120), ruler.height() - top);
        paintTabular(painter, row, Qt::AlignLeft | Qt::AlignVCenter, mark.number);
        x += tabularWidth(QFontMetricsF(strong), mark.number) + dpF(4);
        if (!mark.time.isEmpty()) {
            painter.setFont(plain);
            painter.setPen(theme.text3);
            paintTabular(painter, QRectF(x, top, dpF(120), ruler.height() - top),
                         Qt::AlignLeft | Qt::AlignVCenter, mark.time);
        }
    }
    painter.restore();
}

void ArrangeView::paintHeads(QPainter& painter, const QRect& region)
{
    const Theme& theme = Theme::current();
    const double header = BarScale::headerWidth();
    const QRectF column(0, rulerRect().height(), header, height());
    const QRectF seen = column.intersected(QRectF(region));
    if (seen.isEmpty()) {
        return;
    }
    painter.save();
    painter.setClipRect(column, Qt::IntersectClip);
    const double end = laneRect(m_layout.laneCount()).top();
    painter.fillRect(QRectF(0, end, header, std::max(0.0, height() - end)), theme.panel);
    for (int i = 0; i < m_layout.laneCount(); ++i) {
        QRectF row = laneRect(i);
        row.setWidth(header);
        if (!row.intersects(seen)) {
            continue;
        }
        const int id = m_layout.laneAt(i)->id;
        ArrangeHeads::State state;
        state.isCurrent = m_currentLane == id && m_currentClip == 0;
        state.hasRing = state.isCurrent && hasKeyboardFocus(this);
        state.hoveredLetter = m_hover.letterLane != id ? 0 : m_hover.isSolo ? 2 : 1;
        m_heads->paint(painter, m_layout, i, row, state, m_meters.value(id));
    }
    if (m_laneTarget >= 0) {
        const double y = laneRect(m_laneTarget).top();
        painter.fillRect(QRectF(0, y - dpF(1), header, dpF(2)), theme.focus);
    }
    painter.restore();
}

void ArrangeView::paintStickyHeads(QPainter& painter, const QRect& region) const
{
    const QRectF time = timeRect();
    if (m_scale.offset() <= 0.0 || region.left() > time.left() + dpF(320)) {
        return;
    }
    const double bar = m_scale.barAt(0.0);
    for (int i = 0; i < m_layout.laneCount(); ++i) {
        const music::Clip* clip = m_layout.clipAt(i, bar);
        QRectF head = clip == nullptr ? QRectF() : clipRect(clip->id);
        if (!head.intersects(QRectF(region)) || head.left() >= time.left()) {
            continue;
        }
        head.setLeft(time.left());
        head.setHeight(clipHeadHeight());
        const music::Lane& lane = *m_layout.laneAt(i);
        m_tiles->paintStickyHead(painter, lane, *clip, m_layout.isAudible(lane), head);
    }
}

void ArrangeView::paintSelection(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const double ring = dpF(2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    const auto outline = [&](const QRectF& rect, const QColor& color, double width, double out) {
        painter.setPen(QPen(color, width));
        const double d = out - width / 2.0;
        painter.drawRoundedRect(rect.adjusted(-d, -d, d, d), dpF(4) + d, dpF(4) + d);
    };
    for (const int id : m_selection) {
        const QRectF rect = clipRect(id);
        if (painter.clipBoundingRect().intersects(rect.adjusted(-ring, -ring, ring, ring))) {
            outline(rect, theme.focus, ring, ring);
        }
    }
    if (m_currentClip != 0 && hasKeyboardFocus(this)) {
        // The keys are here, selected or not.
        outline(clipRect(m_currentClip), theme.text, dpF(1), 0.0);
        if (std::find(m_selection.begin(), m_selection.end(), m_currentClip) == m_selection.end()) {
            outline(clipRect(m_currentClip), theme.focus, dpF(1), dpF(1));
        }
    }
    if (m_auditioned != 0) {
        outline(clipRect(m_auditioned), theme.accent, ring, ring);
    }
    painter.restore();
}

void ArrangeView::paintHover(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const bool isIdle = m_press == Press::None || m_press == Press::Clip;
    if (m_hover.place.clip == 0 || !isIdle) {
        return;
    }
    const QRectF rect = clipRect(m_hover.place.clip);
    if (m_hover.link) {
        const int link = static_cast<int>(*m_hover.link);
        const music::Clip* clip = m_layout.clip(m_hover.place.clip);
        paintGap(painter, rect, m_tiles->gapText(*clip), link);
        return;
    }
    paintBox(painter, rect, dpF(4), withAlpha(theme.text, 0.05), withAlpha(theme.text, 0.35));
    if (m_hover.edge != Press::None) {
        const double x
            = m_hover.edge == Press::ResizeLeft ? rect.left() + dpF(2) : rect.right() - dpF(5);
        paintBox(painter, QRectF(x, rect.center().y() - dpF(6), dpF(3), dpF(14)), dpF(1.5),
                 theme.text);
    }
}

void ArrangeView::paintGhosts(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const auto ghost = [&](const QRectF& rect, Category category, const QString& title) {
        const QColor hue = theme.category(category);
        paintBox(painter, rect, dpF(4), withAlpha(hue, 0.35), theme.text);
        painter.setFont(nde::ui::font(TextStyle::Micro, QFont::Medium));
        painter.setPen(theme.text);
        const QRectF line(rect.left() + dpF(5), rect.top(), rect.width() - dpF(8),
                          clipHeadHeight());
        painter.drawText(line, Qt::AlignVCenter,
                         QFontMetricsF(painter.font())
                             .elidedText(title, Qt::ElideRight, std::max(0.0, line.width())));
    };
    for (const ClipPlace& place : m_ghosts) {
        const music::Clip* clip = m_layout.clip(place.clip);
        const int from = m_layout.laneIndexOfClip(place.clip);
        if (clip == nullptr || from < 0) {
            continue;
        }
        const music::Lane& lane = *m_layout.laneAt(from);
        const QString title = (m_isCopying ? QStringLiteral("+ ") : QString())
            + barsText(place.startBar, clip->bars);
        ghost(barsRect(m_layout.laneIndex(place.lane), place.startBar, clip->bars),
              ArrangeLayout::category(lane, *clip), title);
    }
    if ((m_press == Press::ResizeLeft || m_press == Press::ResizeRight) && m_hasMoved) {
        const int id = m_pressPlace.clip;
        const int index = m_layout.laneIndexOfClip(id);
        if (index >= 0) {
            ghost(barsRect(index, m_resizeStart, m_resizeBars),
                  ArrangeLayout::category(*m_layout.laneAt(index), *m_layout.clip(id)),
                  barsText(m_resizeStart, m_resizeBars));
        }
    }
    if (m_press == Press::Band && m_hasMoved) {
        paintBox(painter, m_band, 0.0, withAlpha(theme.focus, 0.10), withAlpha(theme.focus, 0.8));
    }
}

void ArrangeView::paintDrop(QPainter& painter) const
{
    if (!m_drop) {
        return;
    }
    const Theme& theme = Theme::current();
    QRectF rect;
    QString text;
    if (m_drop->clip != 0) {
        rect = clipRect(m_drop->clip);
        text = tr("Use here");
    } else {
        const int index
            = m_drop->lane == 0 ? m_layout.laneCount() : m_layout.laneIndex(m_drop->lane);
        const auto [start, bars] = m_layout.freeBars(index, static_cast<int>(m_drop->bar));
        rect = barsRect(index, start, std::max(1, bars));
        text = m_drop->lane == 0 ? tr("New lane") : barsText(start, std::max(1, bars));
    }
    paintBox(painter, rect, dpF(4), withAlpha(theme.focus, 0.22), theme.focus);
    painter.setFont(nde::ui::font(TextStyle::Micro, QFont::DemiBold));
    painter.setPen(theme.text);
    const QRectF line = rect.adjusted(dpF(5), 0, -dpF(4), 0);
    painter.drawText(line, Qt::AlignVCenter,
                     QFontMetricsF(painter.font())
                         .elidedText(text, Qt::ElideRight, std::max(0.0, line.width())));
}

void ArrangeView::paintPlayhead(QPainter& painter) const
{
    const double x = viewX(m_position);
    if (m_position < 0.0 || x < BarScale::headerWidth() || x > width() || !m_plan) {
        return;
    }
    const Theme& theme = Theme::current();
    const double ratio = devicePixelRatioF();
    const double bottom = rulerRect().height();
    painter.fillRect(QRectF(x, bottom - dpF(1), hairline(ratio), height()), theme.playhead);
    const double middle = x + hairline(ratio) / 2.0;
    QPainterPath triangle;
    triangle.moveTo(middle - dpF(4.5), bottom - dpF(8));
    triangle.lineTo(middle + dpF(4.5), bottom - dpF(8));
    triangle.lineTo(middle, bottom - dpF(1));
    triangle.closeSubpath();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(triangle, theme.playhead);
    painter.restore();
}

} // namespace nde::ui
