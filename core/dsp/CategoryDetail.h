#pragma once

#include "core/dsp/CategoryPicture.h"

/// Internal to CategoryFeatures: what the ear tells finer differences by.
namespace nde::dsp::category {

inline constexpr std::size_t kToneValues = 31;
inline constexpr std::size_t kShapeValues = 45;
static_assert(111 + kToneValues + kShapeValues == kCategoryDescriptors);

/// Pitch over time (how clear, how high, how steady), the first eight harmonics, lines of the
/// spectra of attack and body.
/// @param active  at kCategoryRate, peak 1, not empty.
[[nodiscard]] std::array<double, kToneValues> toneOf(std::span<const float> active,
                                                     const Picture& picture);
/// How three bands rise and fall within the first 120 ms, bursts, slopes and unrest of six regions,
/// balance of the lowest octaves.
[[nodiscard]] std::array<double, kShapeValues> shapeOf(std::span<const float> active,
                                                       const Picture& picture);
/// Bands that belong to each region.
[[nodiscard]] std::array<std::pair<std::size_t, std::size_t>, kRegions> regionBands();

} // namespace nde::dsp::category
