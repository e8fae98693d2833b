#pragma once

#include "core/audio/AudioBuffer.h"

#include <cstdint>
#include <optional>

namespace nde::synth {

/// One sung syllable: an optional consonant, then a vowel that may glide to another.
struct Syllable
{
    char onset {' '}; ///< ' ' (none), m, n, l, y, w, h, s, t, d
    char vowel {'a'}; ///< a, e, i, o, u
    char vowelEnd {'a'};
};

/// A formant singer: a saw as the glottis and breath noise through parallel resonances.
/// @source  formant frequencies: Peterson, Barney, "Control methods used in a study of the vowels",
///          JASA 24, 1952, table II (women).
struct Singer
{
    double size {1.0}; ///< scales all formants: 0.85 = a larger, darker voice
    double breath {0.06};
    double vibratoCents {22.0};
    double glideFromHz {0.0}; ///< 0 = starts on the note

    /// Adds to a mono target from `start`.
    void sing(audio::AudioBuffer& target, std::size_t start, double seconds, double hz, float gain,
              const Syllable& syllable, std::uint64_t seed) const;
};

} // namespace nde::synth
