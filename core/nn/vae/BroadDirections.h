#pragma once

#include <vector>

namespace nde::nn::vae {

/// Vectors of `Layout.h` along which any plain sound differs from any other: smooth surfaces of
/// level over time and band (louder, brighter, longer, and bends of these), and of noisiness. A
/// basis fitted to few sounds learns from them what those happen not to show: that a sound may
/// also be held, or dark. Each is as large as one typical deviation along it; small beside what
/// sounds really do, so that they take nothing from directions that were learned.
/// @return  [count, kVectorSize]
[[nodiscard]] std::vector<float> broadDirections();

} // namespace nde::nn::vae
