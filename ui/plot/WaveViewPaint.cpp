#include "ui/plot/BeatLines.h"
#include "ui/plot/TimeGrid.h"
#include "ui/plot/WaveView.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPaintEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kContourStep = 9.0; // samples a device pixel
constexpr double kLabelSpacing = 120.0;
constexpr double kHandleWidth = 10.0;
constexpr double kHandleHeight = 4.0;

} // namespace

std::vector<audio::PeakColumn> WaveView::visibleColumns(int count) const
{
    std::vector<audio::PeakColumn> columns
        = m_peaks->columns(static_cast<std::int64_t>(std::floor(m_from)),
                           static_cast<std::int64_t>(std::ceil(m_to)), count);
    const double perPixel = (m_to - m_from) / count;
    if (perPixel < kSampleStep && samplesCover(m_from, m_to)) {
        // Finer than the pyramid: extent from the samples, brightness (which needs a spectrum) of
        // the pyramid's column there.
        const auto offset = static_cast<double>(m_samples.from);
        auto fine = foldSamples(m_samples.samples, m_from - offset, m_to - offset, count, 0.0F);
        for (std::size_t i = 0; i < fine.size(); ++i) {
            fine[i].brightness = columns[i].brightness;
        }
        return fine;
    }
    return columns;
}

QImage WaveView::contourImage(const QSize& size, double ratio) const
{
    const auto first = static_cast<std::int64_t>(std::floor(m_from)) - 1;
    const auto last = static_cast<std::int64_t>(std::ceil(m_to)) + 2;
    const auto begin
        = std::clamp<std::int64_t>(first - m_samples.from, 0, std::ssize(m_samples.samples));
    const auto end
        = std::clamp<std::int64_t>(last - m_samples.from, begin, std::ssize(m_samples.samples));
    const double step = size.width() / (m_to - m_from);
    const auto part
        = std::span(m_samples.samples)
              .subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    return paintContour(part, (static_cast<double>(begin + m_samples.from) - m_from) * step, step,
                        size, ratio, {.color = m_color, .gain = 0.96});
}

void WaveView::renderWave()
{
    const double ratio = devicePixelRatioF();
    const QSize size(static_cast<int>(std::lround(width() * ratio)),
                     static_cast<int>(std::lround(waveRect().height() * ratio)));
    ++m_renderCount;
    const double perPixel = (m_to - m_from) / std::max(1, size.width());
    const bool hasSamples = samplesCover(m_from, m_to);
    const auto columns = visibleColumns(size.width());
    if (hasSamples && (perPixel < kContourStep || showsCycles(columns))) {
        m_wave = contourImage(size, ratio);
    } else {
        m_wave = paintColumns(columns, size.height(), {.color = m_color, .gain = 0.96});
    }
    m_wave.setDevicePixelRatio(ratio);
}

void WaveView::renderOverview()
{
    const double ratio = devicePixelRatioF();
    const int columns = static_cast<int>(std::lround(width() * ratio));
    const int rows = static_cast<int>(std::lround(overviewRect().height() * ratio));
    m_overview
        = paintColumns(m_peaks->columns(0, m_peaks->frames(), columns), rows,
                       {.color = Theme::current().text2, .gain = 1.0, .marksClipping = false});
    m_overview.setDevicePixelRatio(ratio);
}

void WaveView::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    painter.setClipRegion(event->region());
    QPainterPath rounded;
    rounded.addRoundedRect(rect(), dpF(6), dpF(6));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(rounded, Theme::current().well);
    painter.setClipPath(rounded, Qt::IntersectClip);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QRectF body = bodyRect();
    if (!hasSound()) {
        paintEmpty(painter, body);
    } else {
        if (m_overview.isNull()) {
            renderOverview();
        }
        paintSpectrogram(painter);
        paintGrid(painter, body, false);
        paintSelection(painter, body, false);
        paintWave(painter);
        paintSpikeRaster(painter);
        paintOverview(painter);
        paintAxes(painter);
        paintBand(painter);
        paintGrid(painter, body, true);
        paintBeatHandles(painter);
        paintSelection(painter, body, true);
        paintPlayhead(painter);
        paintHover(painter);
    }
    if (hasFocus() && hasKeyboardFocus(this)) {
        paintFocusRing(painter, rect(), dpF(6));
    }
}

void WaveView::paintEmpty(QPainter& painter, const QRectF& wave) const
{
    const Theme& theme = Theme::current();
    painter.fillRect(QRectF(0, std::round(wave.center().y()), width(), 1), theme.line);
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(theme.text3);
    const QRectF below(0, wave.center().y() + dpF(10), width(), dpF(20));
    painter.drawText(
        below, Qt::AlignHCenter | Qt::AlignTop,
        QFontMetricsF(painter.font()).elidedText(m_emptyText, Qt::ElideRight, width() - dpF(24)));
}

void WaveView::paintWave(QPainter& painter)
{
    const QRectF wave = waveRect();
    if (wave.isEmpty() || m_spectrogramMode == SpectrogramMode::Alone) {
        return;
    }
    if (m_wave.isNull()) {
        renderWave();
    }
    painter.fillRect(QRectF(0, std::round(wave.center().y()), width(), 1), Theme::current().grid);
    // Under spikes the wave is only where one is.
    painter.setOpacity(m_hasSpikes && m_spikes ? 0.32 : 1.0);
    painter.drawImage(wave.topLeft(), m_wave);
    painter.setOpacity(1.0);
}

void WaveView::paintGrid(QPainter& painter, const QRectF& body, bool labels) const
{
    const Theme& theme = Theme::current();
    const Range range = view();
    const double perSecond = width() / (range.toS - range.fromS);
    const auto beats = beatLines(m_beats, range.fromS, range.toS, perSecond, dpF(kLabelSpacing));
    painter.setFont(nde::ui::font(TextStyle::Micro));
    const double baseline
        = body.top() + dpF(kHandleHeight + 3.0) + QFontMetricsF(painter.font()).ascent() - dpF(2);
    // A doubtful grid steps back, but never vanishes.
    const double strength = 0.5 + 0.5 * m_beatConfidence;
    const QColor beatColor = m_isGridEditing ? theme.line2 : theme.grid;
    const QColor barColor = m_isGridEditing ? theme.edge : theme.line2;
    painter.setPen(theme.text3);
    for (const BeatLine& line : beats) {
        const double x = std::round(xOf(line.seconds));
        if (!labels) {
            painter.fillRect(QRectF(x, body.top(), 1, body.height()),
                             withAlpha(line.isDownbeat() ? barColor : beatColor, strength));
        } else if (line.isLabelled) {
            painter.drawText(QPointF(x + dpF(4), baseline),
                             line.isDownbeat()
                                 ? QString::number(line.bar)
                                 : QStringLiteral("%1.%2").arg(line.bar).arg(line.beat));
        }
    }
    if (!beats.empty()) {
        return;
    }
    for (const GridLine& line : timeLines(range.fromS, range.toS, perSecond, dpF(kLabelSpacing))) {
        const double x = std::round(xOf(line.seconds));
        if (labels) {
            painter.drawText(QPointF(x + dpF(4), baseline), line.label);
        } else {
            painter.fillRect(QRectF(x, body.top(), 1, body.height()), theme.grid);
        }
    }
}

void WaveView::paintSelection(QPainter& painter, const QRectF& wave, bool handles) const
{
    if (!m_selection) {
        return;
    }
    const QColor focus = Theme::current().focus;
    const double from = std::round(xOf(m_selection->fromS));
    const double to = std::round(xOf(m_selection->toS));
    if (!handles) {
        painter.fillRect(QRectF(from, wave.top(), to - from, wave.height()),
                         withAlpha(focus, 0.14));
        return;
    }
    const double top = wave.top() - dpF(2);
    painter.fillRect(QRectF(from, top, 1, wave.bottom() - top), focus);
    painter.fillRect(QRectF(to - 1, top, 1, wave.bottom() - top), focus);
    if (to - from > dpF(2.5 * kHandleWidth)) {
        const QSizeF handle(dpF(kHandleWidth), dpF(kHandleHeight));
        paintBox(painter, QRectF(QPointF(from, top), handle), dpF(1), focus);
        paintBox(painter, QRectF(QPointF(to - handle.width(), top), handle), dpF(1), focus);
    } else {
        painter.fillRect(QRectF(from, top, to - from, dpF(kHandleHeight)), focus);
    }
}

void WaveView::paintOverview(QPainter& painter)
{
    const QRectF area = overviewRect();
    painter.setOpacity(0.55);
    painter.drawImage(area.topLeft(), m_overview);
    painter.setOpacity(1.0);
    const auto frames = static_cast<double>(m_peaks->frames());
    if (m_to - m_from >= frames * 0.999) {
        return;
    }
    const QRectF window(m_from / frames * width(), area.top() - dpF(1),
                        std::max(dpF(3), (m_to - m_from) / frames * width()),
                        area.height() + dpF(2));
    painter.fillRect(window, withAlpha(Theme::current().text, 0.10));
    painter.setPen(QPen(Theme::current().edge, 0));
    painter.drawRect(window.adjusted(0.5, 0.5, -0.5, -0.5));
}

void WaveView::paintPlayhead(QPainter& painter) const
{
    const double x = std::round(xOf(m_positionS));
    if (x < -dpF(5) || x > width() + dpF(5)) {
        return;
    }
    const QColor color = Theme::current().playhead;
    painter.fillRect(QRectF(x, 0, 1, height()), color);
    const double half = dpF(4.5);
    const double top = bodyRect().top() - dpF(2);
    QPainterPath triangle;
    triangle.moveTo(x + 0.5 - half, top);
    triangle.lineTo(x + 0.5 + half, top);
    triangle.lineTo(x + 0.5, top + dpF(6));
    triangle.closeSubpath();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(triangle, color);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace nde::ui
