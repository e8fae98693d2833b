#include "ui/plot/TimeGrid.h"

#include "ui/theme/Theme.h"

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr double kLeastLineSpacing = 0.14; // of the label spacing

/// Smallest of 1, 2, 5 · 10ⁿ (beyond a minute 1, 2, 5, 10 … minutes) that is at least `least`.
double niceTimeStep(double least)
{
    if (least > 10.0) {
        for (const double step : {15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 1800.0}) {
            if (step >= least) {
                return step;
            }
        }
        return 3600.0;
    }
    const double power = std::pow(10.0, std::floor(std::log10(std::max(least, 1e-6))));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= least * 0.999) {
            return factor * power;
        }
    }
    return 10.0 * power;
}

QString timeLabel(double seconds, double step)
{
    if (seconds < 60.0 && step < 10.0) {
        const int decimals
            = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 6);
        return formatNumber(seconds, decimals) + QStringLiteral(" s");
    }
    const auto whole = static_cast<qint64>(std::llround(seconds));
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

std::vector<GridLine> timeLines(double from, double to, double pixelsPerSecond, double labelSpacing)
{
    const double step = niceTimeStep(labelSpacing / pixelsPerSecond);
    std::vector<GridLine> lines;
    for (auto i = static_cast<qint64>(std::ceil(from / step - 1e-9));
         static_cast<double>(i) * step < to; ++i) {
        const double seconds = static_cast<double>(i) * step;
        lines.push_back({seconds, false, timeLabel(seconds, step)});
    }
    return lines;
}

} // namespace

std::vector<GridLine> gridLines(double from, double to, double pixelsPerSecond, double labelSpacing,
                                const BeatGrid& beats)
{
    if (to <= from || pixelsPerSecond <= 0.0) {
        return {};
    }
    // Within a single beat only time says where one is.
    if (beats.bpm <= 0.0 || 60.0 / beats.bpm * pixelsPerSecond > 4.0 * labelSpacing) {
        return timeLines(from, to, pixelsPerSecond, labelSpacing);
    }
    // Lines every beat, or every 4, 16 … beats where beats would crowd; labels on a multiple.
    const double beatS = 60.0 / beats.bpm;
    const double perBeat = beatS * pixelsPerSecond;
    qint64 lineStep = 1;
    while (static_cast<double>(lineStep) * perBeat < labelSpacing * kLeastLineSpacing) {
        lineStep *= lineStep < beats.beatsPerBar ? beats.beatsPerBar : 2;
    }
    qint64 labelStep = lineStep;
    while (static_cast<double>(labelStep) * perBeat < labelSpacing) {
        labelStep *= labelStep < beats.beatsPerBar ? beats.beatsPerBar : 2;
    }
    std::vector<GridLine> lines;
    const auto first = static_cast<qint64>(
        std::ceil((from - beats.firstBeatS) / beatS / static_cast<double>(lineStep) - 1e-6));
    for (qint64 i = first * lineStep;; i += lineStep) {
        const double seconds = beats.firstBeatS + static_cast<double>(i) * beatS;
        if (seconds >= to) {
            break;
        }
        const qint64 bar
            = i >= 0 ? i / beats.beatsPerBar : (i - beats.beatsPerBar + 1) / beats.beatsPerBar;
        const qint64 beat = i - bar * beats.beatsPerBar;
        const bool isLabelled = (i % labelStep + labelStep) % labelStep == 0;
        lines.push_back(
            {seconds, beat == 0,
             isLabelled ? QStringLiteral("%1.%2").arg(bar + 1).arg(beat + 1) : QString()});
    }
    return lines;
}

} // namespace nde::ui
