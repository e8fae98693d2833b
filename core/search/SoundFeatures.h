#pragma once

#include "core/base/Stem.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace nde::search {

/// Onsets a second that the axis takes for none: it counts in octaves, and these have no 0.
inline constexpr double kFewestOnsets = 0.1;

/// What words can speak of. None depends on the level of the file (clap.md 5 A).
enum class Axis
{
    Brightness, ///< log2 Hz of the spectral centroid
    Tilt, ///< place on the log-frequency axis of the compressed spectrum, bands of 1/3 octave
    Rolloff, ///< log2 Hz, 95 %
    Sub, ///< share below 60 Hz, dB re total
    Low, ///< 60 … 200 Hz
    LowMid, ///< 200 … 800 Hz
    Presence, ///< 2 … 6.3 kHz
    Air, ///< from 8 kHz
    Flatness, ///< 0 … 1
    Spread, ///< of the compressed spectrum, bands
    Attack, ///< log2 s
    Decay, ///< log2 s, to −20 dB
    Length, ///< log2 s of what sounds
    Tail, ///< log2 s from −20 to −60 dB
    Crest, ///< dB
    OnsetRate, ///< log2 of onsets a second, the first not counted
    Pulse, ///< 0 … 1, how clear a beat is heard
    Tonality, ///< 0 … 1, how sure a pitch or a key is
    Pitch, ///< log2 Hz, unknown without a pitch
    Roughness, ///< 0 … 1
    Movement, ///< how unsteady: Fano factor of the spiking ear
    Width, ///< 0 … 1, side over all
    NoiseFloor, ///< dB re the loud parts, −90 where none is heard
    Punch, ///< 0 … 1
    Transient, ///< 0 … 1, percussive share
    Fade, ///< −1 swelling … 1 plucked
    Surprise, ///< 0 … 1
    Harmony, ///< 0 … 1, harmonic complexity
    Texture, ///< 0 … 1, entropy of the spikes' distances
    Clipping ///< log10 of the clipped share
};
inline constexpr std::size_t kAxisCount = 30;

[[nodiscard]] std::string_view axisId(Axis axis); ///< "brightness", "tilt", …
[[nodiscard]] std::optional<Axis> axisFromId(std::string_view id);

/// What two sounds are compared by.
enum class Aspect
{
    Spectrum,
    Timbre,
    Pitch,
    Envelope,
    Rhythm
};
inline constexpr std::size_t kAspectCount = 5;
[[nodiscard]] std::string_view aspectId(Aspect aspect); ///< "spectrum", …
[[nodiscard]] std::optional<Aspect> aspectFromId(std::string_view id);

/// Coordinates of each aspect in `SoundFeatures::similar`: [begin, end).
struct AspectRange
{
    std::size_t begin {};
    std::size_t end {};
};
inline constexpr std::array<AspectRange, kAspectCount> kAspectRanges {
    {{0, 32}, {32, 58}, {58, 64}, {64, 74}, {74, 83}}};
inline constexpr std::size_t kSimilarCount = 83;

struct SoundFeatures
{
    /// NaN = unknown (not measured, or nothing to measure).
    std::array<float, kAxisCount> axes {};
    /// Scaled so that 1 is a clear difference; finite, 0 where unknown.
    std::array<float, kSimilarCount> similar {};
};

/// @return  nothing for a sound that was not analysed, or is silent.
/// @thread  any; pure.
[[nodiscard]] std::optional<SoundFeatures> featuresOf(const Descriptors& descriptors);

} // namespace nde::search
