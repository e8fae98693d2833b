#pragma once

#include "core/dsp/CategoryFeatures.h"

#include <vector>

/// Internal to CategoryFeatures: the picture of a sound that all features are read from.
namespace nde::dsp::category {

inline constexpr std::size_t kPatchBands = 48; ///< equidistant on the ERB scale, 40 Hz … 15.5 kHz
inline constexpr std::size_t kPatchTimes = 40;
inline constexpr std::size_t kTimeOrders = 10;
inline constexpr std::size_t kBandOrders = 12;
static_assert(kTimeOrders * kBandOrders == kCategoryInputs - kCategoryDescriptors);
using Patch = std::array<float, kPatchTimes * kPatchBands>; ///< [times, bands], 0 … 1: −80 … 0 dB

inline constexpr int kShort = 512; ///< window of 16 ms for the bands above kSplitHz
inline constexpr int kHop = 128; ///< 4 ms
inline constexpr int kLong = 2048; ///< window of 64 ms for those below
inline constexpr double kSplitHz = 800.0;
inline constexpr double kFloorDb = 80.0;
inline constexpr double kHopS = static_cast<double>(kHop) / kCategoryRate;
inline constexpr std::size_t kParts = 3; ///< attack, body, tail
inline constexpr std::array<double, kParts + 1> kPartS {0.0, 0.06, 0.3, kCategorySeconds};
inline constexpr std::array<double, 7> kRegionHz {40.0,   160.0,  500.0,  1500.0,
                                                  4000.0, 8000.0, 15000.0};
inline constexpr std::size_t kRegions = kRegionHz.size() - 1;
inline constexpr std::size_t kCepstra = 13;

/// Spectra over time, reduced to what the features need.
struct Picture
{
    std::vector<std::array<float, kPatchBands>> frames; ///< power of each band every 4 ms
    std::array<std::vector<double>, kParts> spectrum; ///< mean long spectrum of each part
    std::vector<std::array<float, 2>> lowPeak; ///< Hz and power below 1 kHz, every 8 ms
};

/// From the first sample above −40 dB of the peak to the last above −60 dB, 3 s at most.
[[nodiscard]] std::span<const float> activePart(std::span<const float> mono);
[[nodiscard]] Picture pictureOf(std::span<const float> active);
[[nodiscard]] Patch patchOf(const Picture& picture);
/// Of the bands, in Hz.
[[nodiscard]] const std::array<double, kPatchBands>& bandCentres();
[[nodiscard]] double erbNumber(double hz);

} // namespace nde::dsp::category
