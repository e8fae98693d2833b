#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/Random.h"
#include "core/nn/vae/LongGrid.h"

#include <string>
#include <vector>

namespace nde::nn::vae {

inline constexpr double kLongestS = 120.0; ///< of a long sound; what comes after is left out

/// What is known of a long sound's time.
struct LongTiming
{
    double bpm {}; ///< 0 = none
    bool isLoop {};
    double startS {}; ///< of the first "one" where there is a tempo and no loop
};

/// A long sound in the form that models learn from.
struct LongMaterial
{
    std::vector<float> samples; ///< mono 44.1 kHz, peak `kTrainingPeak`
    LongGrid grid;
    float gain {}; ///< factor that was applied
    int onset {}; ///< samples that were cut from the start
    std::string problem; ///< why it cannot be used; empty = fine
};

/// Folds to mono 44.1 kHz without DC; loops stay as they are, of others the silence at both ends
/// goes, or what is before the first "one". One gain for the whole sound, so that its course of
/// levels stays.
[[nodiscard]] LongMaterial longMaterial(const audio::AudioBuffer& audio, const LongTiming& timing);

/// A producer-like variant: another speed, up to five semitones either way, and a tilt of the
/// spectrum. The grid goes with it, so that its chunks hold the same places of the sound.
[[nodiscard]] LongMaterial longVariant(const LongMaterial& original, Random& random);

} // namespace nde::nn::vae
