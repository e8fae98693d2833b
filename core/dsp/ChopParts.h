#pragma once

#include "core/dsp/Chop.h"

#include <span>
#include <vector>

/// What the ways to cut share.
namespace nde::dsp {

[[nodiscard]] float peakOf(std::span<const float> x);

[[nodiscard]] std::span<const float> soundOf(std::span<const float> mono, const Slice& slice);

/// 2 ms before the onset, moved to a zero crossing within ±1 ms where there is one.
[[nodiscard]] std::size_t startBefore(std::span<const float> mono, int sampleRate,
                                      std::size_t onset);

/// Power below which a stem is taken for silent: what its quietest twentieth has, at most −40 dB of
/// its loudest.
[[nodiscard]] float quietPower(std::span<const float> mono, int sampleRate);

/// Frames until a sound has decayed: behind its last stretch that is louder than −60 dB of its
/// peak and stands out of `quiet`, in the treble or in the whole.
[[nodiscard]] std::size_t tailEnd(std::span<const float> sound, int sampleRate, float quiet);

/// How much a slice stands out of what sounds right before it, 0 … 40 dB.
[[nodiscard]] double isolationDb(std::span<const float> mono, int sampleRate, const Slice& slice);

/// How fine a fingerprint is: hits differ in bands, bars in tones.
struct PrintGrain
{
    int bands {24};
    double windowS {0.0232};
};
/// Log-mel levels in dB, [stretches, bands], down to 30 dB below the loudest. Does not depend on
/// the level.
/// @param edgesS  bounds of the stretches of time, ascending, the first 0.
[[nodiscard]] std::vector<float> slicePrint(std::span<const float> sound, int sampleRate,
                                            std::span<const double> edgesS,
                                            const PrintGrain& grain = {});

/// Correlation of two fingerprints of equal length, −1 … 1.
[[nodiscard]] double similarity(std::span<const float> a, std::span<const float> b);

inline constexpr double kDuplicate = 0.96; ///< similarity of the same sound

} // namespace nde::dsp
