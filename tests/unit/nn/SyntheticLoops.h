#pragma once

#include "core/base/Random.h"

#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

namespace nde::test {

/// Two bars at 120: kicks on the beats, hisses between them, a bass note a bar; each of them is
/// another one by its seed.
inline std::vector<float> drumLoop(std::uint64_t seed)
{
    Random random(seed);
    const double kick = random.uniform(50.0, 80.0);
    const double bass = random.uniform(80.0, 160.0);
    const double decay = random.uniform(8.0, 20.0);
    std::vector<float> out(8 * 22050);
    for (std::size_t n = 0; n < out.size(); ++n) {
        const double t = std::fmod(static_cast<double>(n) / 44100.0, 0.5);
        const double off = std::fmod(static_cast<double>(n) / 44100.0 + 0.25, 0.5);
        const double phase
            = 2.0 * std::numbers::pi * (kick * t + 3.0 * (1.0 - std::exp(-30.0 * t)));
        out[n] = static_cast<float>(
            0.6 * std::exp(-decay * t) * std::sin(phase)
            + 0.2 * std::exp(-40.0 * off) * random.uniform(-1.0, 1.0)
            + 0.1 * std::sin(2.0 * std::numbers::pi * bass * static_cast<double>(n) / 44100.0));
    }
    return out;
}

} // namespace nde::test
