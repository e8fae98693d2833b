#include "ui/plot/ArrangeHeads.h"
#include "ui/plot/ArrangeText.h"
#include "ui/plot/ArrangeTiles.h"
#include "ui/plot/ArrangeView.h"
#include "ui/plot/BarScale.h"
#include "ui/plot/ClipPainter.h"
#include "ui/theme/Theme.h"

#include <QScrollBar>

#include <algorithm>
#include <cmath>

/// Where things lie in the timeline, and how it scrolls.
namespace nde::ui {

int ArrangeView::rulerHeight()
{
    return dp(22);
}

double ArrangeView::scroll() const
{
    return m_down->isHidden() ? 0.0 : m_down->value();
}

QRectF ArrangeView::timeRect() const
{
    const double left = BarScale::headerWidth();
    const double top = rulerHeight();
    return {left, top, std::max(0.0, width() - left), std::max(0.0, height() - top)};
}

QRectF ArrangeView::rulerRect() const
{
    const double left = BarScale::headerWidth();
    return {left, 0.0, std::max(0.0, width() - left), double(rulerHeight())};
}

double ArrangeView::viewX(double bar) const
{
    return BarScale::headerWidth() + snapped(m_scale.xOf(bar), devicePixelRatioF());
}

QRectF ArrangeView::laneRect(int index) const
{
    const double height = ArrangeTiles::laneHeight();
    return {0.0, rulerHeight() + index * height - scroll(), double(width()), height};
}

int ArrangeView::laneIndexAt(double y) const
{
    const double at = (y - rulerHeight() + scroll()) / ArrangeTiles::laneHeight();
    return std::clamp(static_cast<int>(std::floor(at)), 0, m_layout.laneCount());
}

QRectF ArrangeView::barsRect(int laneIndex, int startBar, int bars) const
{
    music::Clip clip;
    clip.startBar = startBar;
    clip.bars = bars;
    const QRectF lane = laneRect(laneIndex);
    return m_tiles->clipRect(clip, devicePixelRatioF())
        .translated(BarScale::headerWidth() - m_scale.offset(), lane.top());
}

QRectF ArrangeView::clipRect(int clipId) const
{
    const music::Clip* clip = m_layout.clip(clipId);
    return clip == nullptr ? QRectF()
                           : barsRect(m_layout.laneIndexOfClip(clipId), clip->startBar, clip->bars);
}

QRectF ArrangeView::headRect(int laneId) const
{
    const int index = m_layout.laneIndex(laneId);
    QRectF row = index < 0 ? QRectF() : laneRect(index);
    row.setWidth(index < 0 ? 0.0 : BarScale::headerWidth());
    return row;
}

QRectF ArrangeView::letterRect(int laneId, bool isSolo) const
{
    const QRectF row = headRect(laneId);
    return row.isEmpty() ? QRectF() : ArrangeHeads::letterRect(row, isSolo);
}

QRectF ArrangeView::muteRect(int laneId) const
{
    return letterRect(laneId, false);
}

QRectF ArrangeView::soloRect(int laneId) const
{
    return letterRect(laneId, true);
}

QRectF ArrangeView::meterRect(int laneId) const
{
    const QRectF row = headRect(laneId);
    return row.isEmpty() ? QRectF() : ArrangeHeads::meterRect(row);
}

QRectF ArrangeView::gapLinkRect(int clipId, GapChoice choice) const
{
    const QRectF rect = clipRect(clipId);
    const int index = m_layout.laneIndexOfClip(clipId);
    if (index < 0
        || ArrangeLayout::sound(*m_layout.laneAt(index), *m_layout.clip(clipId)) != nullptr) {
        return {};
    }
    return gapLinks(rect)[static_cast<std::size_t>(choice)];
}

ArrangePlace ArrangeView::placeAt(QPointF position) const
{
    ArrangePlace place;
    place.bar = m_scale.barAt(position.x() - BarScale::headerWidth());
    const int index = laneIndexAt(position.y());
    const music::Lane* lane = m_layout.laneAt(index);
    if (lane == nullptr || position.y() < rulerHeight()) {
        return place;
    }
    place.lane = lane->id;
    if (position.x() >= BarScale::headerWidth()) {
        const music::Clip* clip = m_layout.clipAt(index, place.bar);
        place.clip = clip == nullptr ? 0 : clip->id;
    }
    return place;
}

QString ArrangeView::clipText(int clipId) const
{
    const int index = m_layout.laneIndexOfClip(clipId);
    if (index < 0) {
        return {};
    }
    music::Clip clip = *m_layout.clip(clipId);
    clip.gap = m_tiles->gapText(clip).toStdString();
    return clipSpeech(*m_plan, *m_layout.laneAt(index), clip);
}

QString ArrangeView::laneText(int laneId) const
{
    const music::Lane* lane = m_layout.lane(laneId);
    return lane == nullptr ? QString() : laneSpeech(*m_plan, *lane);
}

QSize ArrangeView::sizeHint() const
{
    return {dp(720), minimumSizeHint().height() + dp(6 * 44)};
}

QSize ArrangeView::minimumSizeHint() const
{
    return {BarScale::headerWidth() + dp(200),
            rulerHeight() + static_cast<int>(2 * ArrangeTiles::laneHeight())};
}

void ArrangeView::onScaleChanged()
{
    placeScrollBars();
    update();
}

void ArrangeView::placeScrollBars()
{
    const int thickness = dp(10);
    const int content = static_cast<int>(m_layout.laneCount() * ArrangeTiles::laneHeight());
    const int room = height() - rulerHeight();
    const bool isTall = content > room;
    const int header = BarScale::headerWidth();
    m_scale.setWidth(std::max(1, width() - header - (isTall ? thickness : 0)));
    const bool isWide = m_scale.maxOffset() >= 1.0;
    const QSignalBlocker acrossBlocker(m_across);
    m_across->setRange(0, static_cast<int>(m_scale.maxOffset()));
    m_across->setPageStep(static_cast<int>(m_scale.width()));
    m_across->setSingleStep(dp(40));
    m_across->setValue(static_cast<int>(m_scale.offset()));
    m_across->setGeometry(header, height() - thickness, static_cast<int>(m_scale.width()),
                          thickness);
    m_across->setVisible(isWide);
    // Below the last lane a sound can be dropped for a new one; the bar across hides nothing.
    m_down->setRange(0, std::max(0, content + (isWide ? thickness : 0) - room));
    m_down->setPageStep(std::max(1, room));
    m_down->setSingleStep(static_cast<int>(ArrangeTiles::laneHeight()));
    m_down->setGeometry(width() - thickness, rulerHeight(), thickness,
                        room - (isWide ? thickness : 0));
    m_down->setVisible(isTall);
}

void ArrangeView::scrollLanesTo(int laneIndex)
{
    if (laneIndex < 0 || m_down->isHidden()) {
        return;
    }
    const int top = static_cast<int>(laneIndex * ArrangeTiles::laneHeight());
    const int bottom = top + static_cast<int>(ArrangeTiles::laneHeight());
    const int room = m_down->pageStep();
    if (top < m_down->value()) {
        m_down->setValue(top);
    } else if (bottom > m_down->value() + room) {
        m_down->setValue(bottom - room);
    }
}

} // namespace nde::ui
