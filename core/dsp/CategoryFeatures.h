#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace nde::dsp {

/// What the category network looks at.
inline constexpr int kCategoryRate = 32000;
inline constexpr double kCategorySeconds = 3.0; ///< what lies later is not looked at
/// 111 descriptors (spectrum of attack, body and tail, tonality, periods, envelope, lasting of six
/// regions, glide, movement), then 10 × 12 coefficients of a cosine transform over the picture of
/// the sound: 40 columns from 4 ms at the onset to a tenth of the time, 48 bands on the ERB scale;
/// then 76 of CategoryDetail (pitch, harmonics, lines, onset, bursts, slopes).
inline constexpr std::size_t kCategoryDescriptors = 111 + 76;
inline constexpr std::size_t kCategoryInputs = kCategoryDescriptors + 120;

/// Level and silence around the sound do not matter; everything is finite.
struct CategoryFeatures
{
    bool isSilent {true}; ///< then all values are 0
    std::array<float, kCategoryInputs> values {}; ///< not scaled
};

/// Features of the first 3 s of a sound from its first sample above −40 dB of the peak on.
/// @param mono  at kCategoryRate, any length and level; what is not finite counts as 0. Shorter
/// than
///              1 ms or below 1e-6 is silent.
/// @thread      any.
[[nodiscard]] CategoryFeatures categoryFeatures(std::span<const float> mono);

} // namespace nde::dsp
