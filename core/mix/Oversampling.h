#pragma once

#include <array>
#include <cstddef>

namespace nde::mix {

/// Kernel of the fourfold oversampling that soft clip and limiter share: a Kaiser-windowed sinc
/// with 8 samples on either side, one row a quarter of a sample. Row 0 is the sample itself.
inline constexpr std::size_t kPhases = 4;
inline constexpr std::size_t kHalfTaps = 8;
using OversamplingKernel = std::array<std::array<float, 2 * kHalfTaps>, kPhases>;

/// kernel[p][k]: weight of sample c − 7 + k for the value at c + p/4.
[[nodiscard]] const OversamplingKernel& oversamplingKernel();

} // namespace nde::mix
