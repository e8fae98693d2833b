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

/// A producer-like variant with the onset in place: varispeed ±2.5 semitones, decay, tilt, drive.
/// @source  vae.md 2, reference `lib.augment`.
[[nodiscard]] std::vector<float> augment(const std::vector<float>& samples, Random& random);

} // namespace nde::nn::vae
