#pragma once

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

/// Drum hits drawn from wide ranges of classic drum synthesis, mono at 44.1 kHz: they widen what
/// the hit classifier has heard beyond the few packs whose licence allows learning from them.
namespace nde::bench {

inline constexpr int kHitRate = 44100;

struct HitVoice
{
    double toneHz {}; ///< 0 = no tone
    double sweepHz {}; ///< added at the start
    double sweepS {0.02};
    double toneS {0.1}; ///< decay to 1/e
    double noise {}; ///< amplitude beside the tone's 1
    double noiseS {0.1};
    double lowHz {20.0}; ///< one-pole edges of the noise, twice each
    double highHz {18000.0};
    double metal {}; ///< six detuned squares through the same filter
    double metalHz {400.0};
    int bursts {1};
    double burstS {0.01};
    double second {}; ///< second tone at 1.6 times the first
};

inline std::vector<float> render(const HitVoice& voice, Random& random)
{
    const double length
        = std::min(2.0,
                   6.0 * std::max(voice.toneHz > 0.0 ? voice.toneS : 0.0, voice.noiseS)
                       + voice.bursts * voice.burstS);
    std::vector<float> out(static_cast<std::size_t>(length * kHitRate));
    double phase = 0.0;
    double phase2 = 0.0;
    double lows[2] {};
    double highs[2] {};
    const double a = 1.0 - std::exp(-2.0 * std::numbers::pi * voice.highHz / kHitRate);
    const double b = 1.0 - std::exp(-2.0 * std::numbers::pi * voice.lowHz / kHitRate);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const double t = static_cast<double>(i) / kHitRate;
        const double hz = voice.toneHz + voice.sweepHz * std::exp(-t / voice.sweepS);
        phase += hz / kHitRate;
        phase2 += 1.6 * hz / kHitRate;
        double value = 0.0;
        if (voice.toneHz > 0.0) {
            value = std::exp(-t / voice.toneS)
                * (std::sin(2.0 * std::numbers::pi * phase)
                   + voice.second * std::sin(2.0 * std::numbers::pi * phase2));
        }
        double source = voice.noise * random.uniform(-1.0, 1.0);
        for (int k = 0; voice.metal > 0.0 && k < 6; ++k) {
            constexpr double kRatios[] {1.0, 1.34, 1.68, 2.03, 2.41, 2.97};
            source += voice.metal / 3.0
                * (std::fmod(t * voice.metalHz * kRatios[k], 1.0) < 0.5 ? 1.0 : -1.0);
        }
        for (double& state : highs) {
            state += a * (source - state);
            source = state;
        }
        for (double& state : lows) {
            state += b * (source - state);
            source -= state;
        }
        const double since
            = std::min(std::floor(t / voice.burstS), voice.bursts - 1.0) * voice.burstS;
        const bool isLast = since >= (voice.bursts - 1) * voice.burstS - 1e-9;
        value += source * std::exp(-(t - since) / (isLast ? voice.noiseS : voice.burstS * 0.3));
        out[i] = static_cast<float>(0.3 * value * std::min(1.0, t * 4000.0));
    }
    return out;
}

/// @param name  "kick", "snare", "clap", "hihat", "cymbal", "tom" or "perc".
inline HitVoice drawVoice(std::string_view name, Random& random)
{
    const auto log = [&random](double low, double high) {
        return low * std::pow(high / low, random.uniform());
    };
    HitVoice v;
    if (name == "kick") {
        v.toneHz = log(38.0, 75.0);
        v.sweepHz = log(30.0, 500.0);
        v.sweepS = log(0.006, 0.05);
        v.toneS = log(0.04, 0.35);
        v.noise = log(0.02, 0.5);
        v.noiseS = log(0.002, 0.015);
        v.lowHz = log(300.0, 3000.0);
    } else if (name == "tom") {
        v.toneHz = log(75.0, 260.0);
        v.sweepHz = v.toneHz * log(0.1, 0.7);
        v.sweepS = log(0.02, 0.1);
        v.toneS = log(0.08, 0.4);
        v.noise = log(0.02, 0.3);
        v.noiseS = log(0.004, 0.06);
        v.lowHz = log(200.0, 2000.0);
        v.second = random.uniform(0.0, 0.3);
    } else if (name == "snare") {
        v.toneHz = log(140.0, 280.0);
        v.sweepHz = log(5.0, 120.0);
        v.toneS = log(0.02, 0.12);
        v.second = random.uniform(0.0, 0.8);
        v.noise = log(0.6, 4.0);
        v.noiseS = log(0.03, 0.2);
        v.lowHz = log(150.0, 2200.0);
        v.highHz = log(6000.0, 18000.0);
    } else if (name == "clap") {
        v.noise = 4.0;
        v.noiseS = log(0.03, 0.2);
        v.lowHz = log(500.0, 1200.0);
        v.highHz = log(1800.0, 7000.0);
        v.bursts = 3 + static_cast<int>(random.below(3));
        v.burstS = log(0.007, 0.014);
    } else if (name == "hihat" || name == "cymbal") {
        const bool isHat = name == "hihat";
        v.noise = random.uniform(0.2, 1.0);
        v.metal = random.uniform(0.0, 1.5);
        v.metalHz = log(250.0, 900.0);
        v.lowHz = isHat ? log(4000.0, 9500.0) : log(1500.0, 6000.0);
        v.noiseS = isHat ? log(0.012, 0.22) : log(0.3, 0.8);
    } else { // perc: blocks, bells, shakers
        v.toneHz = random.uniform() < 0.7 ? log(280.0, 2500.0) : 0.0;
        v.toneS = log(0.01, 0.12);
        v.second = random.uniform();
        v.noise = v.toneHz > 0.0 ? log(0.02, 0.6) : 1.0;
        v.noiseS = log(0.004, v.toneHz > 0.0 ? 0.04 : 0.09);
        v.lowHz = log(800.0, 4500.0);
        v.highHz = log(4500.0, 12000.0);
    }
    return v;
}

} // namespace nde::bench
