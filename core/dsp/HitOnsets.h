#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace nde::dsp {

inline constexpr std::size_t kHitBandCount = 7;

/// What tells a hit from what merely moves: per band how far the level jumps, how strong it is
/// then, and how the whole goes on.
inline constexpr std::size_t kOnsetFeatureCount = 5 * kHitBandCount + 5;
using OnsetFeatures = std::array<float, kOnsetFeatureCount>;

struct HitCandidate
{
    std::size_t frame {}; ///< of the sound
    OnsetFeatures features {};
    double score {}; ///< log odds that it is a hit
};

/// Every place where the level of some bands jumps, by time; most are no hits.
[[nodiscard]] std::vector<HitCandidate> hitCandidates(std::span<const float> mono, int sampleRate);

/// Frames of hits, ascending, at least 40 ms apart.
/// @param leastScore  log odds from which a candidate counts. In a clean stem, where few lie right
///                    below, those count too: they are ghost notes, not leakage.
[[nodiscard]] std::vector<std::size_t> hitOnsets(std::span<const float> mono, int sampleRate,
                                                 double leastScore);

} // namespace nde::dsp
