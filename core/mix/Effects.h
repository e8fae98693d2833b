#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace nde::mix {

/// Send reverb: feedback delay network of 16 lines with a Hadamard matrix and one-pole damping.
/// Deterministic: the line lengths are primes scaled by the sample rate, nothing is drawn.
///
/// @source  J.-M. Jot, "Digital delay networks for designing artificial reverberators", AES 1991.
class Reverb
{
public:
    /// @param decayS  time of −60 dB, s.
    Reverb(double sampleRate, double decayS);
    /// Adds the wet signal to left and right. All spans have the same length.
    void process(std::span<const float> send, std::span<float> left, std::span<float> right);

private:
    static constexpr std::size_t kLines = 16;
    std::array<std::vector<float>, kLines> m_lines;
    std::array<std::size_t, kLines> m_at {};
    std::array<float, kLines> m_gain {};
    std::array<float, kLines> m_low {};
    float m_damping {};
};

/// Send delay with feedback that alternates between the sides.
class Delay
{
public:
    /// @param timeS  e.g. a dotted eighth.
    Delay(double sampleRate, double timeS);
    void process(std::span<const float> send, std::span<float> left, std::span<float> right);

private:
    std::vector<float> m_left;
    std::vector<float> m_right;
    std::size_t m_at {};
    float m_low {};
};

} // namespace nde::mix
