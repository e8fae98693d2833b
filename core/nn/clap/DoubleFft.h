#pragma once

#include <complex>
#include <cstddef>
#include <vector>

namespace nde::nn::clap {

/// Spectrum of real numbers in double precision: CLAP's features are held to 0.002 dB, also where a
/// tone stands 150 dB above its neighbours.
/// @thread  any; immutable, the caller brings the memory.
/// @source  Cooley-Tukey in radix 2 on half the length; e.g. Press et al., "Numerical recipes",
///          1992, 12.2 and 12.3.
class DoubleFft
{
public:
    /// @param size  a power of two from 4 on.
    explicit DoubleFft(std::size_t size);

    [[nodiscard]] std::size_t size() const { return 2 * m_half; }
    /// |X|², not scaled. @param samples  [size]. @param work  [size / 2].
    /// @param power  [size / 2 + 1].
    void power(const double* samples, std::complex<double>* work, double* power) const;

private:
    std::size_t m_half;
    std::vector<std::size_t> m_order; ///< bits reversed
    std::vector<std::complex<double>> m_turns; ///< exp(−2πi k / half), k < half / 2
    std::vector<std::complex<double>> m_halfTurns; ///< exp(−πi k / half), k ≤ half
};

} // namespace nde::nn::clap
