#pragma once

#include <cstddef>
#include <cstdint>

namespace nde::nn::vae {

/// Random numbers in bulk: what a step of training draws, millions a second. A stream depends on
/// its seed only.
///
/// Normal draws take one of 2^15 equally likely values, the midpoints of equal parts of the
/// distribution (|x| at most 4.2; mean 0, variance 1 within 1e-4).
void drawNormals(std::uint64_t seed, std::size_t count, float* out);
/// 0 with probability `drop` (in steps of 2^-16), else 1 / (1 − drop).
void drawMask(std::uint64_t seed, double drop, std::size_t count, float* out);

} // namespace nde::nn::vae
