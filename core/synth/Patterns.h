#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/Key.h"
#include "core/synth/Dsp.h"

#include <string_view>
#include <vector>

namespace nde::synth {

/// Where things fall on the grid: positions are computed from bar 0 in double, never summed up.
struct Grid
{
    double bpm {128.0};
    double swing {0.5}; ///< share of the first of two sixteenths, 0.5 = straight
    [[nodiscard]] double stepSeconds() const { return 15.0 / bpm; }
    /// @param step  sixteenths since bar 0.
    [[nodiscard]] std::size_t frameOfStep(double step) const
    {
        const bool isOff = static_cast<long long>(std::floor(step)) % 2 != 0;
        const double late = isOff ? (swing - 0.5) * 2.0 : 0.0;
        return framesOf((step + late) * stepSeconds());
    }
    [[nodiscard]] std::size_t framesOfBars(int bars) const { return framesOf(bars * 240.0 / bpm); }
};

/// One note of a pattern.
struct PatternNote
{
    int step {}; ///< sixteenths
    int length {1};
    int degree {}; ///< of the scale, 7 = an octave
    bool isAccent {};
};

/// Reads sixteenths: '0' … '9' a scale degree, 'a' … 'g' degrees 7 … 13, an upper-case letter 'A'
/// … 'G' degrees -7 … -1, '-' holds, '.' is silent; '!' before a note accents it; blanks count
/// nothing.
[[nodiscard]] std::vector<PatternNote> readPattern(std::string_view text);
/// Length of a pattern in sixteenths.
[[nodiscard]] int stepsOf(std::string_view text);

/// Frequency of a degree of the key's natural scale.
/// @param octaveMidi  MIDI number of the C at or below which the tonic's octave begins.
[[nodiscard]] double hzOfDegree(Key key, int degree, int octaveMidi);
/// Stack of thirds on a degree, folded towards the octave that begins at `octaveMidi`.
[[nodiscard]] std::vector<double> chordOn(Key key, int degree, int voices, int octaveMidi);

/// One drum on its line: 'X' accented, 'x' plain, 'o' ghosted, '.' silent; repeated to the end.
struct DrumLane
{
    std::string_view pattern;
    const audio::AudioBuffer* sound {};
    float gain {1.0F};
    double pan {};
};
/// Adds the hits of `lane` from sixteenth `fromStep` up to `toStep`.
void playLane(audio::AudioBuffer& target, const Grid& grid, int fromStep, int toStep,
              const DrumLane& lane, std::uint64_t seed);

} // namespace nde::synth
