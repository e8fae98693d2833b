#pragma once

#include <array>
#include <span>

namespace nde::dsp {

inline constexpr std::size_t kHitFeatureCount = 32;
using HitFeatures = std::array<float, kHitFeatureCount>;

/// What tells short sounds apart: shares of ten bands in dB, of four bands in the first 30 ms, how
/// long each part of the spectrum lasts, attack, noisiness, glide, bursts, pitch. Level does not
/// matter, neither does silence around the sound. Everything is finite; silence gives zeros.
/// @param mono  any length; at most 2 s after the first sample above −40 dB of the peak count.
/// @param before  what sounded right before, same rate, may be empty: the mean spectrum of its last
///                25 ms is taken off, so that the tail of a kick does not count for the hat behind.
[[nodiscard]] HitFeatures hitFeatures(std::span<const float> mono, int sampleRate,
                                      std::span<const float> before = {});

} // namespace nde::dsp
