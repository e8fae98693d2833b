#pragma once

#include <array>
#include <span>

namespace nde::dsp {

inline constexpr std::size_t kHitFeatureCount = 32;
using HitFeatures = std::array<float, kHitFeatureCount>;

/// Power below 140 Hz, below 500 Hz, below 2.5 kHz and above.
using HitBands = std::array<double, 4>;

/// Power that a hit adds to what sounded before, as spectra of 23 ms have it; zeros where the hit
/// or what was before is too short to tell.
[[nodiscard]] HitBands newPower(std::span<const float> mono, int sampleRate,
                                std::span<const float> before);

/// What tells short sounds apart: shares of ten bands in dB, of four bands in the first 30 ms, how
/// long each part of the spectrum lasts, attack, noisiness, glide, bursts, pitch. Level does not
/// matter, neither does silence around the sound. Everything is finite; silence gives zeros.
/// @param mono  any length; at most 2 s after the first sample above −40 dB of the peak count.
/// @param before  what sounded right before, same rate, may be empty: the mean spectrum of its last
///                25 ms is taken off, so that the tail of a kick does not count for the hat behind,
///                and the lowest bands are filtered out up to the first that rises at the onset.
/// @param least   new power below which a band does not count as rising.
[[nodiscard]] HitFeatures hitFeatures(std::span<const float> mono, int sampleRate,
                                      std::span<const float> before = {},
                                      const HitBands& least = {});

} // namespace nde::dsp
