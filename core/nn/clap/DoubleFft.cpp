#include "core/nn/clap/DoubleFft.h"

#include <cmath>
#include <numbers>

namespace nde::nn::clap {

namespace {

std::complex<double> turn(double fraction)
{
    return std::polar(1.0, -2.0 * std::numbers::pi * fraction);
}

/// Without the test for infinities that the operator has.
std::complex<double> product(std::complex<double> a, std::complex<double> b)
{
    return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

} // namespace

DoubleFft::DoubleFft(std::size_t size)
    : m_half(size / 2)
    , m_order(m_half)
{
    for (std::size_t i = 1, reversed = 0; i < m_half; ++i) {
        std::size_t bit = m_half / 2;
        for (; (reversed & bit) != 0; bit /= 2) {
            reversed ^= bit;
        }
        reversed |= bit;
        m_order[i] = reversed;
    }
    const auto half = static_cast<double>(m_half);
    for (std::size_t k = 0; k < m_half / 2; ++k) {
        m_turns.push_back(turn(static_cast<double>(k) / half));
    }
    for (std::size_t k = 0; k <= m_half; ++k) {
        m_halfTurns.push_back(turn(static_cast<double>(k) / (2.0 * half)));
    }
}

void DoubleFft::power(const double* samples, std::complex<double>* work, double* power) const
{
    for (std::size_t i = 0; i < m_half; ++i) {
        work[m_order[i]] = {samples[2 * i], samples[2 * i + 1]};
    }
    for (std::size_t length = 1; length < m_half; length *= 2) {
        const std::size_t step = m_half / (2 * length);
        for (std::size_t block = 0; block < m_half; block += 2 * length) {
            for (std::size_t k = 0; k < length; ++k) {
                std::complex<double>& low = work[block + k];
                std::complex<double>& high = work[block + k + length];
                const std::complex<double> turned = product(high, m_turns[k * step]);
                high = low - turned;
                low += turned;
            }
        }
    }
    for (std::size_t k = 0; k <= m_half; ++k) {
        const std::complex<double> one = work[k % m_half];
        const std::complex<double> other = std::conj(work[(m_half - k) % m_half]);
        const std::complex<double> even = 0.5 * (one + other);
        const std::complex<double> odd = 0.5 * (one - other);
        // X = even + turn · odd / i
        const std::complex<double> bin = even + product(m_halfTurns[k], {odd.imag(), -odd.real()});
        power[k] = bin.real() * bin.real() + bin.imag() * bin.imag();
    }
}

} // namespace nde::nn::clap
