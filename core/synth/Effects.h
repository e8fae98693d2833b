#pragma once

#include "core/audio/AudioBuffer.h"

#include <cstdint>

namespace nde::synth {

/// All of these are stereo and unfinished (see `finish`).

/// Noise through a band that moves from `fromHz` to `toHz` while its level follows the direction:
/// swelling for a rise, dying away for a fall.
/// @param tone  level of a detuned saw that moves along.
[[nodiscard]] audio::AudioBuffer sweep(double seconds, double fromHz, double toHz, bool isSwelling,
                                       double tone, std::uint64_t seed);
/// A deep boom with a burst of debris and a long room.
[[nodiscard]] audio::AudioBuffer impact(double hz, double brightHz, double roomS,
                                        std::uint64_t seed);
/// Any sound played backwards into its attack.
[[nodiscard]] audio::AudioBuffer reversed(const audio::AudioBuffer& buffer);

enum class NoiseColour
{
    White,
    Pink,
    Brown,
    Band
};
/// Steady noise with a slow movement of its band.
[[nodiscard]] audio::AudioBuffer noiseBed(NoiseColour colour, double seconds, double centreHz,
                                          std::uint64_t seed);
/// A cloud of short grains: crackle, rain, glass, depending on pitch and density.
[[nodiscard]] audio::AudioBuffer grains(double seconds, double perSecond, double lowHz,
                                        double highHz, double grainS, std::uint64_t seed);
/// Slowly moving partials over a drone, in a large room.
[[nodiscard]] audio::AudioBuffer atmosphere(double seconds, double hz, double brightness,
                                            std::uint64_t seed);

} // namespace nde::synth
