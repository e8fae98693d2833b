#include "ui/plot/BarScale.h"

#include "ui/theme/Theme.h"

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kHeaderWidth = 136.0;
constexpr double kMostPixels = 640.0; // a bar, at 100 %
constexpr double kLeastGrid = 20.0; // pixels between two lines
constexpr double kLeastBeat = 14.0;

} // namespace

BarScale::BarScale(QObject* parent)
    : QObject(parent)
{
}

int BarScale::headerWidth()
{
    return dp(kHeaderWidth);
}

double BarScale::fittedPixels() const
{
    return std::max(1e-3, m_width / m_bars);
}

double BarScale::maxOffset() const
{
    return std::max(0.0, std::round(m_bars * m_pixelsPerBar - m_width));
}

void BarScale::set(double pixelsPerBar, double offset, bool isFitted)
{
    const double least = fittedPixels();
    const double pixels = std::clamp(pixelsPerBar, least, std::max(least, dpF(kMostPixels)));
    const double before = m_pixelsPerBar;
    const double offsetBefore = m_offset;
    m_pixelsPerBar = pixels;
    m_offset = std::clamp(std::round(offset), 0.0, maxOffset());
    m_isFitted = isFitted || pixels <= least;
    if (before != m_pixelsPerBar || offsetBefore != m_offset) {
        Q_EMIT changed();
    }
}

void BarScale::setTrack(int bars, int beatsPerBar, double bpm)
{
    const int count = std::max(1, bars);
    const int beats = std::max(1, beatsPerBar);
    const double tempo = bpm > 0.0 ? bpm : 120.0;
    if (count == m_bars && beats == m_beatsPerBar && tempo == m_bpm) {
        return;
    }
    m_bars = count;
    m_beatsPerBar = beats;
    m_bpm = tempo;
    const bool isFitted = m_isFitted;
    m_pixelsPerBar = isFitted ? fittedPixels() : std::max(m_pixelsPerBar, fittedPixels());
    m_offset = std::clamp(m_offset, 0.0, maxOffset());
    Q_EMIT changed();
}

void BarScale::setWidth(double pixels)
{
    if (pixels <= 0.0 || pixels == m_width) {
        return;
    }
    m_width = pixels;
    m_pixelsPerBar = m_isFitted ? fittedPixels() : std::max(m_pixelsPerBar, fittedPixels());
    m_offset = m_isFitted ? 0.0 : std::clamp(m_offset, 0.0, maxOffset());
    Q_EMIT changed();
}

std::pair<int, int> BarScale::visibleBars() const
{
    const int first = std::clamp(static_cast<int>(std::floor(barAt(0.0))), 0, m_bars);
    const int last = std::clamp(static_cast<int>(std::ceil(barAt(m_width))), first, m_bars);
    return {first, last};
}

void BarScale::fit()
{
    set(fittedPixels(), 0.0, true);
}

void BarScale::zoomBy(double factor, double x)
{
    const double bar = barAt(x);
    const double least = fittedPixels();
    const double pixels
        = std::clamp(m_pixelsPerBar * factor, least, std::max(least, dpF(kMostPixels)));
    set(pixels, bar * pixels - x, false);
}

void BarScale::zoomTo(double fromBar, double toBar)
{
    if (toBar > fromBar) {
        const double pixels = m_width / (toBar - fromBar);
        set(pixels, fromBar * std::max(pixels, fittedPixels()), false);
    }
}

void BarScale::setOffset(double pixels)
{
    set(m_pixelsPerBar, pixels, m_isFitted);
}

void BarScale::ensureVisible(double fromBar, double toBar)
{
    const double left = fromBar * m_pixelsPerBar;
    const double right = toBar * m_pixelsPerBar;
    if (left < m_offset || right - left > m_width) {
        setOffset(left - std::min(dpF(24), m_width / 8.0));
    } else if (right > m_offset + m_width) {
        setOffset(right - m_width + std::min(dpF(24), m_width / 8.0));
    }
}

int BarScale::snapBars(bool isFine) const
{
    if (isFine || m_pixelsPerBar >= dpF(16)) {
        return 1;
    }
    return m_pixelsPerBar >= dpF(4) ? 4 : 8;
}

std::pair<int, int> BarScale::gridBars() const
{
    if (m_pixelsPerBar / m_beatsPerBar >= dpF(kLeastBeat)) {
        return {0, 1};
    }
    for (const int step : {1, 4, 8, 16, 32, 64, 128, 256}) {
        if (step * m_pixelsPerBar >= dpF(kLeastGrid)) {
            return {step, step == 1 ? 4 : 2 * step};
        }
    }
    return {512, 1024};
}

std::vector<BarMark> BarScale::marks(double spacing) const
{
    int step = 1;
    while (step * m_pixelsPerBar < spacing && step < 4096) {
        step *= 2;
    }
    // Numbers stand closer than times, which need twice their room.
    const int timeStep = step * m_pixelsPerBar >= 1.9 * spacing ? step : 2 * step;
    std::vector<BarMark> result;
    const auto [first, last] = visibleBars();
    for (int bar = first / step * step; bar < last; bar += step) {
        result.push_back({bar, QString::number(bar + 1),
                          bar % timeStep == 0 ? rulerClock(bar * secondsPerBar()) : QString()});
    }
    return result;
}

QString rulerClock(double seconds)
{
    const auto whole = static_cast<qint64>(std::floor(std::max(0.0, seconds) + 1e-9));
    const auto two
        = [](qint64 number) { return QStringLiteral("%1").arg(number, 2, 10, QLatin1Char('0')); };
    if (whole < 3600) {
        return QString::number(whole / 60) + QLatin1Char(':') + two(whole % 60);
    }
    return QString::number(whole / 3600) + QLatin1Char(':') + two(whole / 60 % 60)
        + QLatin1Char(':') + two(whole % 60);
}

} // namespace nde::ui
