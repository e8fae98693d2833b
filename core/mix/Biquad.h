#pragma once

#include <cmath>
#include <numbers>

namespace nde::mix {

/// High-pass of second order, 12 dB/oct, Butterworth. State in double: at 22 Hz and 48 kHz the
/// poles lie too near to 1 for float.
///
/// @source  R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients".
class HighPass
{
public:
    HighPass(double cutoffHz, double sampleRate)
    {
        const double w = 2.0 * std::numbers::pi * cutoffHz / sampleRate;
        const double alpha = std::sin(w) * std::numbers::sqrt2 / 2.0;
        const double a0 = 1.0 + alpha;
        m_b0 = (1.0 + std::cos(w)) / 2.0 / a0;
        m_a1 = -2.0 * std::cos(w) / a0;
        m_a2 = (1.0 - alpha) / a0;
    }
    [[nodiscard]] float process(float input)
    {
        const double x = static_cast<double>(input);
        const double y = m_b0 * x + m_z1;
        m_z1 = -2.0 * m_b0 * x - m_a1 * y + m_z2;
        m_z2 = m_b0 * x - m_a2 * y;
        return static_cast<float>(y);
    }

private:
    double m_b0 {};
    double m_a1 {};
    double m_a2 {};
    double m_z1 {};
    double m_z2 {};
};

/// Low-pass of second order, 12 dB/oct, Butterworth. State in double, as above.
class LowPass
{
public:
    LowPass(double cutoffHz, double sampleRate)
    {
        const double w = 2.0 * std::numbers::pi * cutoffHz / sampleRate;
        const double alpha = std::sin(w) * std::numbers::sqrt2 / 2.0;
        const double a0 = 1.0 + alpha;
        m_b0 = (1.0 - std::cos(w)) / 2.0 / a0;
        m_a1 = -2.0 * std::cos(w) / a0;
        m_a2 = (1.0 - alpha) / a0;
    }
    [[nodiscard]] float process(float input)
    {
        const double x = static_cast<double>(input);
        const double y = m_b0 * x + m_z1;
        m_z1 = 2.0 * m_b0 * x - m_a1 * y + m_z2;
        m_z2 = m_b0 * x - m_a2 * y;
        return static_cast<float>(y);
    }

private:
    double m_b0 {};
    double m_a1 {};
    double m_a2 {};
    double m_z1 {};
    double m_z2 {};
};

/// Band-pass of second order, 0 dB at its centre. State in double, as above.
///
/// @source  R. Bristow-Johnson, as above, BPF with constant peak gain.
class BandPass
{
public:
    /// @param centreHz  below half the sample rate. @param widthHz  between the −3 dB points.
    BandPass(double centreHz, double widthHz, double sampleRate)
    {
        const double w = 2.0 * std::numbers::pi * centreHz / sampleRate;
        const double alpha = std::sin(w) * widthHz / (2.0 * centreHz);
        const double a0 = 1.0 + alpha;
        m_b0 = alpha / a0;
        m_a1 = -2.0 * std::cos(w) / a0;
        m_a2 = (1.0 - alpha) / a0;
    }
    [[nodiscard]] float process(float input)
    {
        const double x = static_cast<double>(input);
        const double y = m_b0 * x + m_z1;
        m_z1 = m_z2 - m_a1 * y;
        m_z2 = -m_b0 * x - m_a2 * y;
        return static_cast<float>(y);
    }

private:
    double m_b0 {};
    double m_a1 {};
    double m_a2 {};
    double m_z1 {};
    double m_z2 {};
};

} // namespace nde::mix
