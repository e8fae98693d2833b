#pragma once

#include "core/neuro/Metrics.h"

/// The measures of `measure`, by what they look at. Shapes and sources as in Metrics.h.
namespace nde::neuro {

inline constexpr double kTick = 1.0 / kTickRate;
inline constexpr std::size_t kC = kChannels;

/// Fills everything that spikes tell. @param raster  delay equalised, with at least one spike.
void measureSpikes(std::span<const std::uint64_t> raster, Metrics& metrics);
/// Fills everything that the drive of the channels tells. @param drive  [bins of 2 ms][48]
void measureDrive(const std::vector<float>& drive, Metrics& metrics);
/// Share of all spikes that each channel has.
[[nodiscard]] std::array<double, kChannels> sharesOf(std::span<const std::uint64_t> raster);

} // namespace nde::neuro
