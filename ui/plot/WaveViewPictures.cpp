#include "ui/plot/BeatLines.h"
#include "ui/plot/FrequencyAxis.h"
#include "ui/plot/PicturePainter.h"
#include "ui/plot/WaveView.h"
#include "ui/theme/Paint.h"
#include "ui/theme/Theme.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

/// Spectrogram, spikes and the handles of the beat grid: the half of WaveView that was not there
/// when it was only a wave.
namespace nde::ui {

namespace {

constexpr double kWaveShare = 0.36; ///< of the height, beside a spectrogram
constexpr double kRateHeight = 16.0;
constexpr double kHandleReach = 5.0; ///< of a beat, logical pixels
constexpr double kHandleStrip = 16.0; ///< at the top of the body
constexpr double kSnapReach = 8.0;
constexpr double kAxisWidth = 60.0; ///< at the right, where frequencies stand
constexpr double kLabelSpacing = 120.0; ///< of the grid, as it is painted
constexpr int kMostColumns = 4096;
constexpr int kLeastRows = 16;
constexpr int kMostRows = 512;

} // namespace

QRectF WaveView::waveRect() const
{
    const QRectF body = bodyRect();
    if (m_spectrogramMode == SpectrogramMode::Off) {
        return body;
    }
    if (m_spectrogramMode == SpectrogramMode::Alone && !m_hasSpikes) {
        return {};
    }
    const double share = m_hasSpikes ? 0.55 : kWaveShare;
    return {0.0, body.top(), body.width(), std::round(body.height() * share)};
}

QRectF WaveView::spectrogramRect() const
{
    if (m_spectrogramMode == SpectrogramMode::Off) {
        return {};
    }
    const QRectF wave = waveRect();
    const double top = wave.isEmpty() ? bodyRect().top() : wave.bottom() + dpF(1);
    return {0.0, top, static_cast<double>(width()), height() - top};
}

void WaveView::setSpectrogramMode(SpectrogramMode mode)
{
    if (mode == m_spectrogramMode) {
        return;
    }
    m_spectrogramMode = mode;
    if (mode == SpectrogramMode::Off) {
        m_spectrogram.reset();
        m_spectrogramImage = {};
    }
    invalidate();
    requestPictures();
}

void WaveView::setSpectrogram(std::shared_ptr<const services::SpectrogramPicture> picture)
{
    m_spectrogram = std::move(picture);
    m_spectrogramImage = m_spectrogram ? nde::ui::paintSpectrogram(*m_spectrogram) : QImage();
    m_spectrogramNote.clear();
    update();
}

void WaveView::setSpikesVisible(bool visible)
{
    if (visible == m_hasSpikes) {
        return;
    }
    m_hasSpikes = visible;
    invalidate();
    requestPictures();
    if (!visible) {
        setBand(std::nullopt); // nobody would see why the sound is so thin
    }
}

void WaveView::setSpikes(std::shared_ptr<const services::SpikePicture> picture)
{
    m_spikes = std::move(picture);
    m_spikeImage = {};
    m_spikeNote.clear();
    update();
}

void WaveView::setSpectrogramNote(const QString& text)
{
    m_spectrogramNote = text;
    update();
}

void WaveView::setSpikeNote(const QString& text)
{
    m_spikeNote = text;
    update();
}

void WaveView::setGridEditing(bool editing)
{
    m_isGridEditing = editing;
    requestPictures(); // beats snap to onsets
    update();
}

void WaveView::requestPictures()
{
    if (!hasSound() || width() < 2) {
        return;
    }
    if ((m_hasSpikes || m_isGridEditing) && !m_spikes) {
        Q_EMIT spikesNeeded();
    }
    const QRectF area = spectrogramRect();
    const double ratio = devicePixelRatioF();
    const int rows = static_cast<int>(std::lround(area.height() * ratio));
    if (m_spectrogramMode != SpectrogramMode::Off && rows >= 2) {
        const Range range = view();
        Q_EMIT spectrogramNeeded(
            range.fromS, range.toS,
            std::clamp(static_cast<int>(std::lround(width() * ratio)), 1, kMostColumns),
            std::clamp(rows, kLeastRows, kMostRows));
    }
}

void WaveView::forgetPictures()
{
    m_spectrogram.reset();
    m_spectrogramImage = {};
    m_spectrogramNote.clear();
    m_spikes.reset();
    m_spikeImage = {};
    m_spikeNote.clear();
    m_hover.reset();
    setBand(std::nullopt);
}

void WaveView::setBand(std::optional<int> channel)
{
    if (channel && (!m_hasSpikes || !m_spikes)) {
        return;
    }
    if (channel) {
        *channel = std::clamp(*channel, 0, static_cast<int>(m_spikes->centreHz.size()) - 1);
    }
    if (channel == m_band) {
        return;
    }
    m_band = channel;
    updateDescription();
    update();
    Q_EMIT bandChanged();
}

std::optional<double> WaveView::bandHz() const
{
    return m_band && m_spikes ? std::optional(m_spikes->centreHz[static_cast<std::size_t>(*m_band)])
                              : std::nullopt;
}

int WaveView::busiestBand() const
{
    if (!m_spikes) {
        return 0;
    }
    std::array<int, 48> counts {};
    const Range range = view();
    const auto ticks = std::ssize(m_spikes->raster);
    const auto tickAt = [&](double seconds) {
        return std::clamp<std::ptrdiff_t>(
            static_cast<std::ptrdiff_t>((seconds - m_spikes->startS) * 4000.0), 0, ticks);
    };
    for (auto t = tickAt(range.fromS); t < tickAt(range.toS); ++t) {
        for (std::uint64_t bits = m_spikes->raster[static_cast<std::size_t>(t)]; bits != 0;
             bits &= bits - 1) {
            ++counts[static_cast<std::size_t>(std::countr_zero(bits))];
        }
    }
    return static_cast<int>(std::max_element(counts.begin(), counts.end()) - counts.begin());
}

QRectF WaveView::rasterRect() const
{
    return m_hasSpikes && m_spikes ? waveRect().adjusted(0, 0, 0, -spikeRateHeight()) : QRectF();
}

int WaveView::channelAtY(double y) const
{
    const QRectF rows = rasterRect();
    const auto count = static_cast<int>(m_spikes->centreHz.size());
    return std::clamp(static_cast<int>((rows.bottom() - y) / rows.height() * count), 0, count - 1);
}

bool WaveView::isOnBandAxis(const QPointF& position) const
{
    return position.x() > width() - dpF(kAxisWidth) && rasterRect().contains(position);
}

void WaveView::paintBand(QPainter& painter) const
{
    const QRectF rows = rasterRect();
    if (!m_band || rows.isEmpty()) {
        return;
    }
    const Theme& theme = Theme::current();
    const double height = rows.height() / static_cast<double>(m_spikes->centreHz.size());
    const double top = rows.bottom() - (*m_band + 1) * height;
    painter.fillRect(QRectF(0, std::round(top), width(), std::max(1.0, std::round(height))),
                     withAlpha(theme.focus, 0.35));
    painter.setFont(nde::ui::font(TextStyle::Micro, QFont::DemiBold));
    const QFontMetricsF metrics(painter.font());
    const QString text = formatHz(*bandHz());
    const QSizeF size(metrics.horizontalAdvance(text) + dpF(8), metrics.height() + dpF(2));
    const double y = std::clamp(top + (height - size.height()) / 2.0, rows.top(),
                                rows.bottom() - size.height());
    const QRectF label(QPointF(width() - size.width() - dpF(4), std::round(y)), size);
    paintBox(painter, label, dpF(3), theme.focus);
    painter.setPen(theme.onAccent);
    painter.drawText(label, Qt::AlignCenter, text);
}

void WaveView::setHover(std::optional<QPointF> position)
{
    if (!m_hover && !position) {
        return;
    }
    m_hover = position;
    if (m_hasSpikes || m_spectrogramMode != SpectrogramMode::Off) {
        update();
    }
}

double WaveView::spikeRateHeight() const
{
    return waveRect().height() >= dpF(5 * kRateHeight) ? dpF(kRateHeight) : 0.0;
}

void WaveView::renderSpikes()
{
    const double ratio = devicePixelRatioF();
    const QRectF area = waveRect();
    const Theme& theme = Theme::current();
    const QSize size(static_cast<int>(std::lround(area.width() * ratio)),
                     static_cast<int>(std::lround(area.height() * ratio)));
    const Range range = view();
    m_spikeImage = paintSpikes(*m_spikes, range.fromS, range.toS, size,
                               {theme.text, theme.text2, theme.focus, ratio,
                                static_cast<int>(std::lround(spikeRateHeight() * ratio))});
    m_spikeImage.setDevicePixelRatio(ratio);
}

void WaveView::paintSpectrogram(QPainter& painter) const
{
    const QRectF area = spectrogramRect();
    if (area.isEmpty()) {
        return;
    }
    if (m_spectrogramImage.isNull()) {
        paintNote(painter, area, m_spectrogramNote);
        return;
    }
    const double left = xOf(m_spectrogram->startS);
    const double right = xOf(m_spectrogram->endS);
    const bool isCurrent = std::abs(left) < 0.01 && std::abs(right - width()) < 0.01;
    painter.save();
    painter.setClipRect(area, Qt::IntersectClip);
    // One pixel a cell where it was made for this window; else stretched until that is there.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !isCurrent);
    painter.drawImage(QRectF(left, area.top(), right - left, area.height()), m_spectrogramImage);
    painter.restore();
}

void WaveView::paintSpikeRaster(QPainter& painter)
{
    if (!m_hasSpikes) {
        return;
    }
    const QRectF area = waveRect();
    if (!m_spikes) {
        paintNote(painter, area, m_spikeNote);
        return;
    }
    if (m_spikeImage.isNull()) {
        renderSpikes();
    }
    painter.drawImage(area.topLeft(), m_spikeImage);
    if (m_spikes->activeS <= 0.0) {
        paintNote(painter, area, tr("Silence: no ear would hear anything"));
    }
}

void WaveView::paintNote(QPainter& painter, const QRectF& area, const QString& text) const
{
    if (text.isEmpty()) {
        return;
    }
    painter.setFont(nde::ui::font(TextStyle::Caption));
    painter.setPen(Theme::current().text2);
    painter.drawText(
        area, Qt::AlignCenter,
        QFontMetricsF(painter.font()).elidedText(text, Qt::ElideRight, area.width() - dpF(24)));
}

void WaveView::paintAxes(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    painter.setFont(nde::ui::font(TextStyle::Micro));
    const QFontMetricsF metrics(painter.font());
    const auto paint = [&](const QRectF& area, const std::function<double(double)>& yOf) {
        const auto marks = frequencyMarks(yOf, area.top(), area.bottom(), dpF(15));
        for (const FrequencyMark& mark : marks) {
            const double y = std::round(mark.y);
            const double width = metrics.horizontalAdvance(mark.label);
            const QRectF label(this->width() - width - dpF(10), y - metrics.height() / 2.0,
                               width + dpF(6), metrics.height());
            painter.fillRect(QRectF(0, y, label.left() - dpF(2), 1), withAlpha(theme.text, 0.10));
            painter.fillRect(QRectF(label.right() + dpF(1), y, dpF(3), 1), theme.text2);
            // Labels lie on the picture: a ground of their own keeps them legible.
            paintBox(painter, label, dpF(3), withAlpha(theme.well, 0.72));
            painter.setPen(theme.text2);
            painter.drawText(label, Qt::AlignCenter, mark.label);
        }
    };
    if (!spectrogramRect().isEmpty() && m_spectrogram) {
        const QRectF area = spectrogramRect();
        paint(area, [&](double hz) {
            return area.bottom()
                - logShare(hz, m_spectrogram->lowHz, m_spectrogram->highHz) * area.height();
        });
    }
    if (!rasterRect().isEmpty()) {
        const QRectF area = rasterRect();
        const double row = area.height() / static_cast<double>(m_spikes->centreHz.size());
        paint(area, [&](double hz) {
            return area.bottom() - (channelAt(hz, m_spikes->centreHz) + 0.5) * row;
        });
    }
}

std::optional<double> WaveView::firstOnsetS() const
{
    return m_spikes && !m_spikes->onsetS.empty() ? std::optional(m_spikes->onsetS.front())
                                                 : std::nullopt;
}

QString WaveView::readoutAt(const QPointF& position) const
{
    const double seconds = secondsAt(position.x());
    const QString time = formatLength(std::max(0.0, seconds));
    const QString dot = QStringLiteral(" · ");
    if (rasterRect().contains(position)) {
        const int channel = channelAtY(position.y());
        const QString text = tr("Band %1").arg(channel + 1) + dot
            + formatHz(m_spikes->centreHz[static_cast<std::size_t>(channel)]);
        return isOnBandAxis(position) ? text + dot + tr("Click to hear it alone")
                                      : text + dot + time;
    }
    const QRectF area = spectrogramRect();
    if (!m_spectrogram || !area.contains(position)) {
        return {};
    }
    const auto& picture = *m_spectrogram;
    const double up = (area.bottom() - position.y()) / area.height();
    QString text = formatHz(logHz(up, picture.lowHz, picture.highHz)) + dot + time;
    const double along = (seconds - picture.startS) / (picture.endS - picture.startS);
    if (along >= 0.0 && along < 1.0) {
        const auto column = static_cast<std::size_t>(along * picture.columns);
        const auto row = std::min(static_cast<std::size_t>(up * picture.rows),
                                  static_cast<std::size_t>(picture.rows - 1));
        const int level = picture.levels[column * static_cast<std::size_t>(picture.rows) + row];
        text += dot
            + (level == 0 ? QStringLiteral("< −80 dB")
                          : formatNumber(level * 80.0 / 255.0 - 80.0, 0) + QStringLiteral(" dB"));
    }
    return text;
}

void WaveView::paintHover(QPainter& painter) const
{
    if (!m_hover || m_grip != Grip::None) {
        return;
    }
    const QString text = readoutAt(*m_hover);
    if (text.isEmpty()) {
        return;
    }
    const Theme& theme = Theme::current();
    const double y = std::round(m_hover->y());
    painter.fillRect(QRectF(0, y, width(), 1), withAlpha(theme.text, 0.25));
    painter.setFont(nde::ui::font(TextStyle::Caption));
    const QFontMetricsF metrics(painter.font());
    const QSizeF size(metrics.horizontalAdvance(text) + dpF(12), metrics.height() + dpF(6));
    // Beside the pointer, on the side where there is room.
    const bool isLeft = m_hover->x() + dpF(14) + size.width() > width() - dpF(60);
    const double x = isLeft ? m_hover->x() - dpF(10) - size.width() : m_hover->x() + dpF(14);
    const double top
        = std::clamp(y - size.height() - dpF(4), bodyRect().top(), height() - size.height());
    const QRectF card(QPointF(std::round(x), std::round(top)), size);
    paintBox(painter, card, dpF(4), theme.raised, theme.line2);
    painter.setPen(theme.text);
    painter.drawText(card, Qt::AlignCenter, text);
}

std::optional<double> WaveView::beatLineAt(const QPointF& position) const
{
    const double top = bodyRect().top();
    if (!m_isGridEditing || position.y() < top || position.y() > top + dpF(kHandleStrip)) {
        return std::nullopt;
    }
    const Range range = view();
    std::optional<double> nearest;
    double least = dpF(kHandleReach);
    for (const BeatLine& line :
         beatLines(m_beats, range.fromS, range.toS, width() / (range.toS - range.fromS),
                   dpF(kLabelSpacing))) {
        const double away = std::abs(xOf(line.seconds) - position.x());
        // Where beats crowd the "one" is meant.
        if (away < least || (away <= least && line.isDownbeat())) {
            least = away;
            nearest = line.seconds;
        }
    }
    return nearest;
}

void WaveView::dragBeats(double x, bool snaps)
{
    double seconds = secondsAt(std::clamp(x, 0.0, double(width())));
    if (snaps && m_spikes) {
        const double perPixel = (view().toS - view().fromS) / std::max(1, width());
        seconds = snapped(seconds, m_spikes->onsetS, dpF(kSnapReach) * perPixel);
    }
    m_beats = movedBy(m_beatsBefore, seconds - m_anchorS);
    update();
}

void WaveView::paintBeatHandles(QPainter& painter) const
{
    if (!m_isGridEditing) {
        return;
    }
    const Theme& theme = Theme::current();
    const Range range = view();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const BeatLine& line :
         beatLines(m_beats, range.fromS, range.toS, width() / (range.toS - range.fromS),
                   dpF(kLabelSpacing))) {
        const double x = std::round(xOf(line.seconds)) + 0.5;
        const double top = bodyRect().top();
        const double half = line.isDownbeat() ? dpF(4) : dpF(2.5);
        QPainterPath handle;
        handle.moveTo(x - half, top);
        handle.lineTo(x + half, top);
        handle.lineTo(x, top + 1.6 * half);
        handle.closeSubpath();
        painter.fillPath(handle, line.isDownbeat() ? theme.text : theme.text3);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

} // namespace nde::ui
