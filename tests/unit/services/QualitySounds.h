#pragma once

#include "core/base/Category.h"
#include "core/base/Random.h"
#include "tests/unit/dsp/TestSounds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

/// Clean sounds of several categories, and what can be done to them.
namespace testsounds::quality {

struct Sound
{
    const char* name;
    nde::Category category;
    Mono samples; ///< peak 0.2
};

inline Mono levelled(Mono x, float peak = 0.2F)
{
    float top = 0.0F;
    for (const float value : x) {
        top = std::max(top, std::abs(value));
    }
    for (float& value : x) {
        value *= peak / top;
    }
    return x;
}

/// Harmonics that fall with n^slope.
inline double wave(double hz, double t, double slope)
{
    double sum = 0.0;
    for (int n = 1; n * hz < 20000.0; ++n) {
        sum += std::sin(kTau * n * hz * t) * std::pow(n, slope);
    }
    return sum;
}

/// Noise above 8 kHz that rings for 0.4 s.
inline Mono hat()
{
    Mono x = testsounds::silence(0.4);
    nde::Random random(3);
    std::array<double, 3> stages {};
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = static_cast<double>(i) / kRate;
        double value = random.uniform(-1.0, 1.0);
        for (double& state : stages) {
            state += 0.7 * (value - state);
            value -= state;
        }
        x[i] = static_cast<float>(value * std::exp(-t / 0.025));
    }
    return testsounds::faded(std::move(x));
}

/// Three voices that swell slowly, 3 s.
inline Mono pad()
{
    Mono x = testsounds::silence(3.0);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = static_cast<double>(i) / kRate;
        const double swell = std::min(1.0, std::min(t / 0.8, (3.0 - t) / 0.8));
        x[i] = static_cast<float>(
            swell * (wave(220.0, t, -2.0) + wave(277.2, t, -2.0) + wave(329.6, t, -2.0)));
    }
    return x;
}

/// A plucked 55 Hz.
inline Mono bass()
{
    Mono x = testsounds::silence(1.0);
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = static_cast<double>(i) / kRate;
        x[i] = static_cast<float>(wave(55.0, t, -1.5) * std::exp(-t / 0.15));
    }
    return testsounds::faded(std::move(x));
}

/// Two sung vowels: a wavering 160 Hz pulse train through three resonances, with a breath between.
inline Mono vocal()
{
    Mono x = testsounds::silence(2.0);
    double phase = 0.0;
    std::array<std::array<double, 2>, 3> state {};
    const std::array<double, 3> formants {700.0, 1200.0, 2600.0};
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = static_cast<double>(i) / kRate;
        phase += 160.0 * (1.0 + 0.01 * std::sin(kTau * 5.0 * t)) / kRate;
        const double pulse = phase >= 1.0 ? 1.0 : 0.0;
        phase -= pulse;
        double sum = 0.05 * pulse;
        for (std::size_t f = 0; f < formants.size(); ++f) {
            const double radius = std::exp(-std::numbers::pi * 90.0 / kRate);
            const double y = pulse
                + 2.0 * radius * std::cos(kTau * formants[f] / kRate) * state[f][0]
                - radius * radius * state[f][1];
            state[f] = {y, state[f][0]};
            sum += 0.05 * y;
        }
        const double part = std::fmod(t, 1.0);
        x[i] = static_cast<float>(
            sum * std::clamp(std::min(part / 0.05, (0.75 - part) / 0.1), 0.0, 1.0));
    }
    double mean = 0.0;
    for (const float value : x) {
        mean += static_cast<double>(value) / static_cast<double>(x.size());
    }
    for (float& value : x) {
        value -= static_cast<float>(mean);
    }
    return x;
}

inline const std::vector<Sound>& sounds()
{
    static const std::vector<Sound> all {
        {"kick", nde::Category::Kick, levelled(testsounds::kick())},
        {"hat", nde::Category::Hihat, levelled(hat())},
        {"pad", nde::Category::Pad, levelled(pad())},
        {"bass", nde::Category::Bass, levelled(bass())},
        {"vocal", nde::Category::Vocal, levelled(vocal())}};
    return all;
}

/// Steep: 511 taps, Blackman.
inline Mono lowPassed(const Mono& x, double hz)
{
    constexpr int kHalf = 255;
    std::vector<double> taps;
    for (int i = -kHalf; i <= kHalf; ++i) {
        const double ideal
            = i == 0 ? 2.0 * hz / kRate : std::sin(kTau * hz * i / kRate) / (std::numbers::pi * i);
        const double place = std::numbers::pi * i / (kHalf + 1);
        taps.push_back(ideal * (0.42 + 0.5 * std::cos(place) + 0.08 * std::cos(2.0 * place)));
    }
    Mono y(x.size());
    for (std::size_t n = 0; n < x.size(); ++n) {
        double sum = 0.0;
        for (int i = -kHalf; i <= kHalf; ++i) {
            const auto at = static_cast<std::ptrdiff_t>(n) - i;
            if (at >= 0 && at < static_cast<std::ptrdiff_t>(x.size())) {
                sum += taps[static_cast<std::size_t>(i + kHalf)]
                    * static_cast<double>(x[static_cast<std::size_t>(at)]);
            }
        }
        y[n] = static_cast<float>(sum);
    }
    return testsounds::faded(std::move(y));
}

/// As loud that the given share of the samples lies beyond full scale, and cut there.
inline Mono clipped(const Mono& x, double share)
{
    Mono levels = x;
    for (float& value : levels) {
        value = std::abs(value);
    }
    std::sort(levels.begin(), levels.end());
    const auto at = static_cast<std::size_t>((1.0 - share) * static_cast<double>(x.size() - 1));
    Mono y = x;
    for (float& value : y) {
        value = std::clamp(value / levels[at], -1.0F, 1.0F);
    }
    return y;
}

/// Right channel turned over from where the given share of the energy is left.
inline std::vector<Mono> turnedOver(const Mono& x, double share)
{
    double all = 0.0;
    for (const float value : x) {
        all += static_cast<double>(value) * static_cast<double>(value);
    }
    std::vector<Mono> stereo {x, x};
    double left = all;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (left <= share * all) {
            stereo[1][i] = -x[i];
        }
        left -= static_cast<double>(x[i]) * static_cast<double>(x[i]);
    }
    return stereo;
}

} // namespace testsounds::quality
