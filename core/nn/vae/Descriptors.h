#pragma once

#include <array>
#include <cstddef>
#include <span>

namespace nde::nn::vae {

inline constexpr std::size_t kDescriptorCount = 10;

/// Names of the descriptors, as ids of the axes of a latent space.
inline constexpr std::array<const char*, kDescriptorCount> kDescriptorIds {
    "brightness", "decay",     "noisiness",  "punch",    "pitch",
    "body",       "roughness", "pitch_fall", "richness", "sustain"};

/// What a listener would say about one sound, as numbers in which equal steps sound about equal:
///
/// | id | meaning | unit |
/// | brightness | centroid of the power over a logarithmic frequency axis | octaves re 20 Hz |
/// | decay | time until the energy that is still to come has fallen by 20 dB | octaves re 1 ms |
/// | noisiness | flatness of the spectrum where the energy is, 0 = tone, 1 = white | 1 |
/// | punch | level of the first 10 ms over that of the 100 ms after them | dB |
/// | pitch | strongest partial below 2 kHz in the first 250 ms | octaves re 20 Hz |
/// | body | share of the energy below 200 Hz | dB |
/// | roughness | fluctuation of what lies above 400 Hz, 30 to 250 times a second | dB |
/// | pitch_fall | pitch of the first 30 ms less that of 80 to 250 ms | octaves |
/// | richness | energy of what is not the strongest partial against the partial | dB |
/// | sustain | level from 100 to 300 ms less that of the first 100 ms | dB |
///
/// The level of the whole sound changes none of them. Silence gives finite numbers.
/// @param aligned  44.1 kHz, onset at the start (`align`), at least 300 ms; shorter sounds count as
///                 followed by silence.
/// @thread  any. About 3 ms.
[[nodiscard]] std::array<float, kDescriptorCount> describe(std::span<const float> aligned);

} // namespace nde::nn::vae
