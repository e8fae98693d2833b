#pragma once

#include "core/base/Stem.h"

#include <optional>
#include <span>
#include <vector>

/// Beats of a constant tempo as lines on a time axis, and what a user does to them. Pure.
namespace nde::ui {

inline constexpr double kLeastBeatSpacing = 6.0; ///< logical pixels between two lines

/// One vertical line of a beat grid.
struct BeatLine
{
    double seconds {};
    int bar {}; ///< 1 = the one that begins with the first "one"; 0, −1 … before it
    int beat {}; ///< 1 … beats in a bar
    bool isLabelled {}; ///< its bar (and beat, unless 1) is written beside it
    [[nodiscard]] bool isDownbeat() const { return beat == 1; }
    bool operator==(const BeatLine&) const = default;
};

/// Lines in [from, to): every beat where beats are at least `kLeastBeatSpacing` apart, else every
/// bar, 4 bars, 16 bars …
/// @param pixelsPerSecond  logical.
/// @param labelSpacing     least distance of two labels, logical pixels.
/// @return                 none without a tempo, or where less than a beat is visible between two
///                         labels: there only time says where one is.
[[nodiscard]] std::vector<BeatLine> beatLines(const BeatGrid& grid, double fromS, double toS,
                                              double pixelsPerSecond, double labelSpacing);

[[nodiscard]] double beatSeconds(const BeatGrid& grid); ///< 0 without a tempo

/// Twice or half as fast; the "one" stays where it is. Empty outside 20 … 400 and without a tempo.
[[nodiscard]] std::optional<BeatGrid> scaledTempo(const BeatGrid& grid, double factor);
/// Another tempo about the same "one"; about `anchorS` where there was no tempo.
[[nodiscard]] BeatGrid withTempo(const BeatGrid& grid, double bpm, double anchorS);
/// All beats later by `deltaS`, a whole bar on where the first would begin before 0.
[[nodiscard]] BeatGrid movedBy(const BeatGrid& grid, double deltaS);
/// A bar begins at `seconds`: the first "one" is that of its like which is nearest to the old.
[[nodiscard]] BeatGrid withDownbeatAt(const BeatGrid& grid, double seconds);

/// The nearest of `onsets` (ascending) within `reachS`, else `seconds`.
[[nodiscard]] double snapped(double seconds, std::span<const double> onsets, double reachS);

} // namespace nde::ui
