#pragma once

#include "core/dsp/Chroma.h"

#include <optional>
#include <span>

namespace nde::dsp {

/// A grid to place onsets on.
struct PlaceGrid
{
    double beatS {};
    double firstBeatS {};
};

/// How hard a rhythm is to foresee, 0 … 1: half the mean distance of the onsets from the beat
/// (on it 0, on an eighth ½, on a sixteenth 1), half the entropy of the steps from onset to onset,
/// in sixteenths up to a bar, over log 8. Without a grid the entropy alone, its steps being half
/// octaves of time. 0 for fewer than three onsets. A steady beat has 0.
[[nodiscard]] double rhythmicComplexity(std::span<const double> onsets,
                                        std::optional<PlaceGrid> grid);

/// How much harmony there is, 0 … 1: 0.6 of the entropy of the mean pitch class profile (squared,
/// so that overtones count little) over log 12, and 0.4 of the mean change from half second to half
/// second, a change of 0.5 counting as 1. 0 where hardly anything is tonal.
[[nodiscard]] double harmonicComplexity(const Chromagram& chroma);

} // namespace nde::dsp
