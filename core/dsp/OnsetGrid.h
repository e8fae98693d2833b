#pragma once

#include "core/dsp/Novelty.h"

#include <cstddef>
#include <span>
#include <vector>

namespace nde::dsp {

inline constexpr double kBackbeat = 3.0; ///< nats that a clear backbeat is worth among octaves

struct Onset
{
    double seconds;
    double weight; ///< 0.2 … 1 by novelty
};
[[nodiscard]] std::vector<Onset> weightedOnsets(const Novelty& novelty,
                                                std::span<const double> onsets);

/// A grid of sixteenths, in pairs that may swing.
struct Fit
{
    double bpm {};
    double
        fit {}; ///< mean logarithm of the onsets' density there, 0 = by chance, about 1.2 at most
    double phaseS {}; ///< 0 … a pair
    std::size_t swing {}; ///< index
};
/// Best phase for a tempo. @param isQuick  coarse in phase and swing
[[nodiscard]] Fit fitOf(std::span<const Onset> onsets, double bpm, bool isQuick);
/// Least squares through the onsets that lie near the lines.
[[nodiscard]] Fit refined(std::span<const Onset> onsets, Fit fit);
/// Between what the onsets and what the length say of a loop that is not cut to the frame: each
/// weighs by its precision.
[[nodiscard]] Fit settled(std::span<const Onset> onsets, Fit fit, double lengthBpm);

/// Kick on one, snare on two and four: how clearly, 0 … 1. Tells a tempo from its half and double.
[[nodiscard]] double backbeat(const Novelty& novelty, double bpm, double phaseS, double fromS = 0.0,
                              double toS = 1e9);

} // namespace nde::dsp
