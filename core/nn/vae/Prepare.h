#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/Random.h"
#include "core/nn/vae/Layout.h"

#include <string>
#include <vector>

namespace nde::nn::vae {

inline constexpr float kTrainingPeak = 0.9F;

/// A sound in the form that models learn from, with what is needed to go back.
struct AlignedSound
{
    std::vector<float> samples; ///< [kLength], peak 0.9, onset 1 ms after the start
    float gain {}; ///< factor that was applied; negative = polarity was turned
    int onset {}; ///< samples at 44.1 kHz that were cut from the start
    int length {}; ///< samples from the onset to the end, before padding or cutting
    std::string problem; ///< why it cannot be used; empty = fine
};

/// Folds to mono 44.1 kHz and aligns: onset = first sample over −34 dB of the peak, less 1 ms;
/// polarity such that the low-frequency phase lies in the right half of the circle.
/// @source  vae.md 2, reference `prep.py`.
[[nodiscard]] AlignedSound align(const audio::AudioBuffer& audio);

/// A sound made from another.
struct Variant
{
    std::vector<float> samples; ///< [kLength], peak 0.9, onset where the other has it
    double speed {
        1.0}; ///< what was at frame f of the other is at f / speed, and speed times as high
};
/// A producer-like variant: varispeed of up to an octave either way, decay, tilt, drive.
/// @source  vae.md 2, reference `lib.augment`, which varies ±2.5 semitones: a model that has heard
///          its sounds at every pitch gives back those of other packs better (bench_vae).
[[nodiscard]] Variant augment(const std::vector<float>& samples, Random& random);

} // namespace nde::nn::vae
