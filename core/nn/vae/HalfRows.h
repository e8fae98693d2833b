#pragma once

#include <cstdint>
#include <span>

namespace nde::nn::vae {

/// Half-precision numbers as single ones, exactly. Infinities become large numbers.
void widen(std::span<const std::uint16_t> halves, std::span<float> out);

/// y = rows · x for a matrix of half precision, in single precision: reads half as much as a matrix
/// of floats, which is all that such a product costs. The same bytes on every processor.
/// @param rows  [y.size(), x.size()]
void multiplyHalf(std::span<const std::uint16_t> rows, std::span<const float> x,
                  std::span<float> y);

} // namespace nde::nn::vae
