#pragma once

#include "core/audio/AudioBuffer.h"

#include <cstdint>
#include <span>

namespace nde::synth {

enum class Wave
{
    Saw,
    Square,
    Sine
};

/// A subtractive synthesiser voice with unison and two-operator FM.
struct Patch
{
    Wave wave {Wave::Saw};
    int unison {1}; ///< 1 … 9 oscillators
    double detuneCents {0.0}; ///< of the outermost
    double width {0.0}; ///< 0 … 1 of stereo spread; matters in stereo targets only
    double sub {0.0}; ///< level of a sine below the others
    double subRatio {0.5}; ///< its pitch: an octave down, or 1 = the note itself
    double noise {0.0};
    double cutoffHz {16000.0};
    double envelopeOctaves {0.0}; ///< added to the cutoff at the start
    double envelopeS {0.15};
    double resonance {0.0};
    bool isSteep {false}; ///< 24 instead of 12 dB per octave
    double attackS {0.002};
    double decayS {0.25};
    double sustain {0.7};
    double releaseS {0.04};
    double drive {1.0};
    double fmRatio {0.0}; ///< modulator over carrier; 0 = no FM (Wave::Sine only)
    double fmIndex {0.0}; ///< turns of phase
    double fmS {0.3};
    double vibratoHz {0.0};
    double vibratoCents {0.0};
    double lfoHz {0.0}; ///< of the filter
    double lfoOctaves {0.0};
};

/// Adds one note to `target`. It sounds until `start + seconds` and then for the release.
/// @param seconds  held.
void playNote(audio::AudioBuffer& target, std::size_t start, double seconds, double hz, float gain,
              const Patch& patch, std::uint64_t seed);
/// Several notes at once, each a little softer.
void playChord(audio::AudioBuffer& target, std::size_t start, double seconds,
               std::span<const double> hz, float gain, const Patch& patch, std::uint64_t seed);

namespace patches {

// Bass
[[nodiscard]] Patch sub();
[[nodiscard]] Patch reese();
[[nodiscard]] Patch acid();
[[nodiscard]] Patch rolling();
[[nodiscard]] Patch plucked();
[[nodiscard]] Patch growl();
[[nodiscard]] Patch wobble();
[[nodiscard]] Patch fmBass();
// Upper voices
[[nodiscard]] Patch superSaw();
[[nodiscard]] Patch squareLead();
[[nodiscard]] Patch stab();
[[nodiscard]] Patch pluck();
[[nodiscard]] Patch bell();
[[nodiscard]] Patch electricPiano();
[[nodiscard]] Patch organ();
// Pads
[[nodiscard]] Patch warmPad();
[[nodiscard]] Patch darkPad();
[[nodiscard]] Patch brightPad();
[[nodiscard]] Patch glassPad();

} // namespace patches

} // namespace nde::synth
