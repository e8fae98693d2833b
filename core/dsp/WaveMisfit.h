#pragma once

#include <cstddef>
#include <span>

namespace nde::dsp {

/// What is left of `copy` when `original` is taken away at its best place and level, dB: the mean
/// over small pieces of time and frequency, so that what a lossy coder or a hiss has added where it
/// is loud does not drown a difference elsewhere. That is the likelihood of noise whose level is
/// not known and differs from piece to piece; of several originals the right one leaves least.
/// Only values of one `copy` can be compared.
/// @param copy      at most some seconds; levels may differ, and signs.
/// @param original  of the same rate.
/// @param reach     most samples by which one may be later than the other.
/// @return          0 where there is nothing to compare.
/// @thread          any; pure.
[[nodiscard]] double waveMisfitDb(std::span<const float> copy, std::span<const float> original,
                                  std::size_t reach);

} // namespace nde::dsp
