#include "ui/plot/BeatLines.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace nde::ui {

namespace {

constexpr double kLeastBpm = 20.0;
constexpr double kMostBpm = 400.0;
constexpr double kTimeFrom = 4.0; ///< beats this many label spacings apart are no scale any more
constexpr double kTiny = 1e-6; ///< of a step: what lies on a line belongs to it

std::int64_t floorDiv(std::int64_t a, std::int64_t b)
{
    return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
}

/// The first "one" and the first beat before it, neither before 0.
BeatGrid settled(BeatGrid grid, double downbeatS)
{
    const double beat = beatSeconds(grid);
    const double bar = beat * grid.beatsPerBar;
    if (downbeatS < 0.0) {
        downbeatS += bar * std::ceil(-downbeatS / bar - kTiny);
    }
    grid.firstDownbeatS = std::max(0.0, downbeatS);
    const double beatsBefore
        = std::min<double>(grid.beatsPerBar - 1, std::floor(grid.firstDownbeatS / beat + kTiny));
    grid.firstBeatS = std::max(0.0, grid.firstDownbeatS - beatsBefore * beat);
    return grid;
}

} // namespace

double beatSeconds(const BeatGrid& grid)
{
    return grid.bpm && *grid.bpm > 0.0 ? 60.0 / *grid.bpm : 0.0;
}

std::vector<BeatLine> beatLines(const BeatGrid& grid, double fromS, double toS,
                                double pixelsPerSecond, double labelSpacing)
{
    const double beatS = beatSeconds(grid);
    const double perBeat = beatS * pixelsPerSecond;
    if (perBeat <= 0.0 || toS <= fromS || perBeat > kTimeFrom * labelSpacing
        || grid.beatsPerBar < 1) {
        return {};
    }
    const std::int64_t perBar = grid.beatsPerBar;
    // Steps in beats: 1, a bar, 4 bars, 16 bars …; labels at beats, or at 1, 2, 4, 8 … bars.
    std::int64_t lineStep = 1;
    while (static_cast<double>(lineStep) * perBeat < kLeastBeatSpacing) {
        lineStep = lineStep < perBar ? perBar : 4 * lineStep;
    }
    std::int64_t labelStep = 1;
    while (static_cast<double>(labelStep) * perBeat < labelSpacing || labelStep < lineStep) {
        labelStep = labelStep < perBar ? perBar : 2 * labelStep;
    }
    std::vector<BeatLine> lines;
    const double stepS = beatS * static_cast<double>(lineStep);
    const auto first
        = static_cast<std::int64_t>(std::ceil((fromS - grid.firstDownbeatS) / stepS - kTiny));
    for (std::int64_t step = first;; ++step) {
        const std::int64_t beat = step * lineStep;
        const double seconds = grid.firstDownbeatS + static_cast<double>(beat) * beatS;
        if (seconds >= toS) {
            return lines;
        }
        const std::int64_t bar = floorDiv(beat, perBar);
        lines.push_back({seconds, static_cast<int>(bar + 1),
                         static_cast<int>(beat - bar * perBar + 1),
                         beat - floorDiv(beat, labelStep) * labelStep == 0});
    }
}

std::optional<BeatGrid> scaledTempo(const BeatGrid& grid, double factor)
{
    if (!grid.bpm) {
        return std::nullopt;
    }
    const double bpm = *grid.bpm * factor;
    if (!(bpm >= kLeastBpm && bpm <= kMostBpm)) {
        return std::nullopt;
    }
    BeatGrid scaled = grid;
    scaled.bpm = bpm;
    return settled(scaled, grid.firstDownbeatS);
}

BeatGrid withTempo(const BeatGrid& grid, double bpm, double anchorS)
{
    BeatGrid changed = grid;
    changed.bpm = std::clamp(bpm, kLeastBpm, kMostBpm);
    return settled(changed, grid.bpm ? grid.firstDownbeatS : anchorS);
}

BeatGrid movedBy(const BeatGrid& grid, double deltaS)
{
    return grid.bpm ? settled(grid, grid.firstDownbeatS + deltaS) : grid;
}

BeatGrid withDownbeatAt(const BeatGrid& grid, double seconds)
{
    if (!grid.bpm) {
        return grid;
    }
    const double bar = beatSeconds(grid) * grid.beatsPerBar;
    const double away = std::remainder(seconds - grid.firstDownbeatS, bar);
    return settled(grid, grid.firstDownbeatS + away);
}

double snapped(double seconds, std::span<const double> onsets, double reachS)
{
    const auto after = std::lower_bound(onsets.begin(), onsets.end(), seconds);
    double best = seconds;
    double least = reachS;
    if (after != onsets.end() && *after - seconds <= least) {
        best = *after;
        least = *after - seconds;
    }
    if (after != onsets.begin() && seconds - *std::prev(after) <= least) {
        best = *std::prev(after);
    }
    return best;
}

} // namespace nde::ui
