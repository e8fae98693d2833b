#pragma once

#include "core/dsp/Fft.h"

#include <complex>
#include <span>
#include <vector>

namespace nde::dsp {

/// The beginning of a hit, for comparison with others at any small shift.
struct WavePrint
{
    /// @param wave  at most fft.size() samples, the same number for all that are compared.
    WavePrint(std::span<const float> wave, RealFft& fft);
    /// Highest correlation within `reach` samples of shift, 0 … 1: the level does not matter.
    [[nodiscard]] double likeness(const WavePrint& other, std::size_t reach, RealFft& fft) const;

    std::vector<std::complex<float>> spectrum;
    double energy {};
};

} // namespace nde::dsp
