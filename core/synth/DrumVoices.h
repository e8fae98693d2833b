#pragma once

#include "core/audio/AudioBuffer.h"

#include <cstdint>

namespace nde::synth {

/// All drum voices are mono, unfinished (see `finish`) and about full scale. Times in seconds are
/// those in which a part falls to 1/e.

struct KickParams
{
    double endHz {48.0}; ///< where the pitch comes to rest
    double startRatio {6.0}; ///< start of the sweep, times endHz
    double sweepS {0.018};
    double bodyS {0.12};
    double harmonic {0.1}; ///< level of the octave
    double click {0.3};
    double clickHz {3000.0};
    double drive {1.5}; ///< 1 = clean
    double lowpassHz {12000.0};
    double noise {0.0};
    double ring {0.0}; ///< level of inharmonic partials
};
[[nodiscard]] audio::AudioBuffer kick(const KickParams& params, std::uint64_t seed);

struct SnareParams
{
    double bodyHz {190.0};
    double bodyS {0.07};
    double body {0.7};
    double noiseS {0.08};
    double noise {0.6};
    double lowHz {700.0}; ///< band of the noise
    double highHz {9000.0};
    double snap {0.4};
    double ring {0.0};
    double drive {1.3};
};
[[nodiscard]] audio::AudioBuffer snare(const SnareParams& params, std::uint64_t seed);

struct ClapParams
{
    int bursts {4};
    double spacingS {0.011};
    double tailS {0.08};
    double centreHz {1400.0};
    double lowpassHz {9000.0};
    double room {0.0}; ///< > 0 makes it stereo with that much reverberation
};
[[nodiscard]] audio::AudioBuffer clap(const ClapParams& params, std::uint64_t seed);

struct HatParams
{
    double baseHz {420.0}; ///< lowest of six inharmonic squares
    double decayS {0.03};
    double metal {0.7}; ///< share of the squares; the rest is noise
    double highpassHz {7000.0};
    double lowpassHz {18000.0};
};
[[nodiscard]] audio::AudioBuffer hat(const HatParams& params, std::uint64_t seed);
/// Crash and ride: two detuned sets of partials, stereo, a swell of noise and a long tail.
[[nodiscard]] audio::AudioBuffer cymbal(const HatParams& params, double attackS,
                                        std::uint64_t seed);

struct TomParams
{
    double hz {110.0};
    double decayS {0.18};
    double bend {0.6}; ///< how much higher it starts
    double noise {0.08};
};
[[nodiscard]] audio::AudioBuffer tom(const TomParams& params, std::uint64_t seed);

enum class PercKind
{
    Woodblock,
    Cowbell,
    Shaker,
    Rim,
    Zap,
    Triangle
};
/// @param tune  ratio of all frequencies, about 0.7 … 1.4.
[[nodiscard]] audio::AudioBuffer perc(PercKind kind, double tune, std::uint64_t seed);

} // namespace nde::synth
