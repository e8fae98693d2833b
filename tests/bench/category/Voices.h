#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/Random.h"

#include <cmath>

namespace nde::bench {

/// Draws of parameters.
struct Draw
{
    Random& random;
    [[nodiscard]] double flat(double low, double high) { return random.uniform(low, high); }
    [[nodiscard]] double log(double low, double high)
    {
        return low * std::pow(high / low, random.uniform());
    }
    [[nodiscard]] bool chance(double p) { return random.uniform() < p; }
    [[nodiscard]] std::uint64_t seed() { return random.next(); }
};

// Voices beside those of the starter kit, 48 kHz mono, level of no matter.

/// A drum head: the modes of a circular membrane, the higher the shorter, a bend and a stick.
[[nodiscard]] audio::AudioBuffer membrane(Draw& draw, double hz, double decayS);
/// A membrane over wires: rattle that follows the head's level, and a shell's ring.
[[nodiscard]] audio::AudioBuffer acousticSnare(Draw& draw);
/// A brush on a head: a soft swell of noise with hardly any tone.
[[nodiscard]] audio::AudioBuffer brushed(Draw& draw);
/// Two or three modes of a bar, a bell or a stick, with a click.
[[nodiscard]] audio::AudioBuffer struckBar(Draw& draw, double hz, double decayS);
/// Shaker, tambourine, cabasa, guiro: grains of noise or jingles in a hump of level.
[[nodiscard]] audio::AudioBuffer shaken(Draw& draw);
/// A hundred inharmonic modes of sheet metal above `lowHz`, with noise.
[[nodiscard]] audio::AudioBuffer metalPlate(Draw& draw, double decayS, double lowHz);
/// A plucked string (Karplus, Strong 1983) with a body, or an overdriven one.
[[nodiscard]] audio::AudioBuffer pluckedString(Draw& draw, double midi, bool isBass);
/// Stretched partials with two stages of decay and a hammer.
[[nodiscard]] audio::AudioBuffer piano(Draw& draw, double midi);
/// One singer or a choir on one vowel that may glide: glottal saw and breath through formants.
/// @source  formants: Peterson, Barney, JASA 24, 1952, table II (men), scaled.
[[nodiscard]] audio::AudioBuffer sungVowel(Draw& draw);
/// An oscillator whose pitch runs away: lasers, sirens, bubbles.
[[nodiscard]] audio::AudioBuffer zap(Draw& draw);
/// Pieces of a sound repeated, turned round and moved in pitch, as scratches and glitches have it.
[[nodiscard]] audio::AudioBuffer stuttered(Draw& draw, const audio::AudioBuffer& sound);
/// Steps of random pitch, ring modulation, crushed: telephones and robots.
[[nodiscard]] audio::AudioBuffer robot(Draw& draw);

} // namespace nde::bench
