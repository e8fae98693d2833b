#pragma once

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <numbers>
#include <vector>

/// Sounds whose right answers are known, mono at 44.1 kHz.
namespace testsounds {

inline constexpr int kRate = 44100;
inline constexpr double kTau = 2.0 * std::numbers::pi;
using Mono = std::vector<float>;

inline std::size_t framesOf(double seconds)
{
    return static_cast<std::size_t>(std::lround(seconds * kRate));
}

inline Mono silence(double seconds)
{
    return Mono(framesOf(seconds));
}

inline void mixAt(Mono& into, double seconds, const Mono& sound, float gain = 1.0F)
{
    const std::size_t at = framesOf(seconds);
    for (std::size_t i = 0; i < sound.size() && at + i < into.size(); ++i) {
        into[at + i] += gain * sound[i];
    }
}

inline Mono noise(double seconds, std::uint64_t seed, float level = 0.3F)
{
    nde::Random random(seed);
    Mono x = silence(seconds);
    for (float& value : x) {
        value = level * static_cast<float>(random.uniform(-1.0, 1.0));
    }
    return x;
}

/// `partials` harmonics falling as 1/n.
inline Mono tone(double hz, double seconds, int partials = 1, double level = 0.4)
{
    Mono x = silence(seconds);
    for (std::size_t i = 0; i < x.size(); ++i) {
        double sum = 0.0;
        for (int n = 1; n <= partials && n * hz < kRate / 2.2; ++n) {
            sum += std::sin(kTau * n * hz * static_cast<double>(i) / kRate) / n;
        }
        x[i] = static_cast<float>(level * sum);
    }
    return x;
}

/// Fades 3 ms in and 20 ms out.
inline Mono faded(Mono x)
{
    const auto in = static_cast<float>(framesOf(0.003));
    const auto out = static_cast<float>(framesOf(0.02));
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto left = static_cast<float>(x.size() - 1 - i);
        x[i] *= std::min({1.0F, static_cast<float>(i) / in, left / out});
    }
    return x;
}

inline Mono click()
{
    Mono x(44);
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = (i % 4 < 2 ? 0.8F : -0.8F) * (1.0F - static_cast<float>(i) / 44.0F);
    }
    return x;
}

/// A 50 Hz kick with a pitch sweep and a click, 0.4 s, ending in silence.
inline Mono kick()
{
    Mono x = silence(0.4);
    nde::Random random(1);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = static_cast<double>(i) / kRate;
        const double phase = 50.0 * t + 200.0 * 0.02 * (1.0 - std::exp(-t / 0.02));
        const double body = std::sin(kTau * phase) * std::exp(-t / 0.055);
        const double hit = random.uniform(-1.0, 1.0) * std::exp(-t / 0.003);
        x[i] = static_cast<float>(std::min(1.0, t * 2000.0) * (0.8 * body + 0.25 * hit));
    }
    return faded(std::move(x));
}

/// 190 Hz body under bright noise.
inline Mono snare()
{
    Mono x = silence(0.25);
    nde::Random random(2);
    double low = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = static_cast<double>(i) / kRate;
        const double white = random.uniform(-1.0, 1.0);
        low += 0.1 * (white - low);
        const double body = std::sin(kTau * 190.0 * t) * std::exp(-t / 0.04);
        const double rattle = (white - low) * std::exp(-t / 0.06);
        x[i] = static_cast<float>(std::min(1.0, t * 4000.0) * (0.4 * body + 0.5 * rattle));
    }
    return faded(std::move(x));
}

/// Noise above about 8 kHz, 60 ms.
inline Mono hat()
{
    Mono x = silence(0.08);
    nde::Random random(3);
    double stages[3] {};
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = static_cast<double>(i) / kRate;
        double value = random.uniform(-1.0, 1.0);
        for (double& state : stages) {
            state += 0.7 * (value - state);
            value -= state;
        }
        x[i] = static_cast<float>(2.5 * value * std::exp(-t / 0.018));
    }
    return faded(std::move(x));
}

} // namespace testsounds
