#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace nde::nn::vae {

/// Log-mel levels of a 44.1 kHz sound: 40 bands from 30 Hz to 20 kHz, dB re a full-scale sine,
/// floor −80 dB, hop = a quarter of the window. [frames, 40]
[[nodiscard]] std::vector<float> logMel(std::span<const float> sound, int fftSize);

/// Distance of two sounds of one length: dB RMS over mel cells where either is above the floor,
/// mean over windows of 512, 1024 and 4096. 0 = identical.
[[nodiscard]] double melDistance(std::span<const float> a, std::span<const float> b);

/// The description that novelty is measured in: 40 mel bands × 10 log-spaced time segments. [400]
[[nodiscard]] std::vector<float> soundEmbedding(std::span<const float> sound);
inline constexpr int kEmbeddingSize = 400;

/// Scale-invariant signal-to-distortion ratio in dB.
[[nodiscard]] double siSdr(std::span<const float> reference, std::span<const float> estimate);

/// What is wrong with a rendered sound of `kLength` samples; every flag false is good.
struct Sanity
{
    bool startsLoud {}; ///< first sample over 0.01
    bool hasDc {}; ///< mean over 0.005
    bool clips {}; ///< a sample of 1 or more
    bool endsLoud {}; ///< last millisecond over −50 dB
    bool isSilent {}; ///< peak under 0.03
    bool isNotFinite {};
    bool clicks {}; ///< after 20 ms a step 25 times its 10 ms neighbourhood's mean and over 0.05
    [[nodiscard]] bool isBroken() const
    {
        return startsLoud || hasDc || clips || endsLoud || isNotFinite || clicks;
    }
};
[[nodiscard]] Sanity inspect(std::span<const float> sound);

/// Positions of training sounds in a low-dimensional space of their embeddings, isotropically
/// scaled, with the typical distances between them.
struct SoundSpace
{
    int dimensions {}; ///< at most 24
    std::vector<float> mean; ///< [kEmbeddingSize]
    std::vector<float> basis; ///< [kEmbeddingSize, dimensions], orthonormal columns
    float scale {1.0F}; ///< deviation of all coordinates
    std::vector<float> points; ///< [sounds, dimensions]

    [[nodiscard]] int sounds() const;
    [[nodiscard]] std::vector<float> place(std::span<const float> embedding) const;
    /// Distance to every training sound. [sounds]
    [[nodiscard]] std::vector<float> distances(std::span<const float> point) const;
};

/// Leave-one-out distances within the training set.
struct TypicalDistances
{
    float nearest {}; ///< median distance to the nearest other
    float crowd {}; ///< median of the mean distance to the five nearest others
    float outermost {}; ///< largest mean distance to the five nearest others
};
[[nodiscard]] TypicalDistances typicalDistances(const SoundSpace& space);
/// Mean of the `count` smallest.
[[nodiscard]] float meanOfNearest(std::vector<float> distances, std::size_t count);

} // namespace nde::nn::vae
