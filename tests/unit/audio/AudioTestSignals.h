#pragma once

#include "core/audio/AudioBuffer.h"

#include <cmath>
#include <cstddef>
#include <numbers>
#include <span>

namespace nde::test {

inline double turns(double hz, std::size_t frame, int rate)
{
    return 2.0 * std::numbers::pi * hz * static_cast<double>(frame) / rate;
}

/// The same sine in every channel.
inline audio::AudioBuffer sine(int channels, std::size_t frames, int rate, double hz,
                               double amplitude)
{
    audio::AudioBuffer buffer(channels, frames, rate);
    for (int c = 0; c < channels; ++c) {
        for (std::size_t i = 0; i < frames; ++i) {
            buffer.channel(c)[i] = static_cast<float>(amplitude * std::sin(turns(hz, i, rate)));
        }
    }
    return buffer;
}

/// Amplitude of the component at `hz` (a single Fourier sum under a Hann window).
inline double amplitudeAt(std::span<const float> samples, int rate, double hz)
{
    double re = 0.0;
    double im = 0.0;
    double sum = 0.0;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const double window = 0.5
            - 0.5
                * std::cos(2.0 * std::numbers::pi * static_cast<double>(i)
                           / static_cast<double>(samples.size()));
        re += window * double {samples[i]} * std::cos(turns(hz, i, rate));
        im += window * double {samples[i]} * std::sin(turns(hz, i, rate));
        sum += window;
    }
    return 2.0 * std::hypot(re, im) / sum;
}

/// Frequency from the first and last upward zero crossing, with linear interpolation.
inline double crossingHz(std::span<const float> samples, int rate)
{
    double first = -1.0;
    double last = -1.0;
    int count = 0;
    for (std::size_t i = 1; i < samples.size(); ++i) {
        const double a = double {samples[i - 1]};
        const double b = double {samples[i]};
        if (a < 0.0 && b >= 0.0) {
            last = static_cast<double>(i - 1) + a / (a - b);
            first = count == 0 ? last : first;
            ++count;
        }
    }
    return count < 2 ? 0.0 : rate * (count - 1) / (last - first);
}

} // namespace nde::test
