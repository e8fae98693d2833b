#pragma once

#include "core/base/Key.h"

#include <array>
#include <cstdint>
#include <vector>

namespace nde::music {

/// A voice is transposed this far at most (C.4).
inline constexpr double kVoiceSemitones = 2.0;

/// Four chords of four bars each, as degrees of the scale (0 = tonic). Repeats.
using Progression = std::array<int, 4>;

/// How freely the chords may move, given the sounds that were chosen.
enum class HarmonicFreedom
{
    Static, ///< a loop fixes the harmony: tonic only
    SameQuality, ///< sampled chords: only degrees whose triad has the tonic's quality
    Free ///< single notes only
};

[[nodiscard]] Progression chooseProgression(Key key, HarmonicFreedom freedom, std::uint64_t seed);

/// Semitones of a scale degree above the tonic (natural minor or major); any integer degree.
[[nodiscard]] int degreeSemitones(Key key, int degree);

/// The pentatonic note `index` above the tonic, in semitones; any integer.
[[nodiscard]] int pentatonicSemitones(Key key, int index);

/// Score of a sound in `from` played in a track in `to`, shifted by `semitones` (C.4, term "key"),
/// 0 … 1, before confidence.
[[nodiscard]] double keyAgreement(Key from, Key to, int semitones);

struct KeyShift
{
    int semitones {};
    double agreement {};
};
/// Best shift within ± maxSemitones; the smaller one where two are equal.
[[nodiscard]] KeyShift bestShift(Key from, Key to, int maxSemitones);

/// The smallest shift that brings a note of `hz` onto a tone of the triad on a degree of the scale,
/// or, where that is more than `most` semitones away, onto any tone of the scale.
[[nodiscard]] double shiftIntoChord(double hz, Key key, int degree, double most);

/// Shift from a note of `hz` to the nearest note of the pitch class, −6 … 6, with the cents.
[[nodiscard]] double semitonesToPitchClass(double hz, int pitchClass);

inline constexpr double kDrumSemitones = 2.0; ///< composition.md C.6
/// Transposition that brings the pitch of a drum into a key: to the tonic or the fifth where one of
/// them is within `most` semitones, else to the nearest tone of the scale, at most one away.
[[nodiscard]] double drumTuning(double hz, Key key, double most);

} // namespace nde::music
