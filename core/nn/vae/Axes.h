#pragma once

#include "core/nn/api/StemVae.h"
#include "core/nn/vae/LatentCoder.h"
#include "core/nn/vae/Sampler.h"

#include <array>
#include <span>
#include <vector>

namespace nde::nn::vae {

/// What can be heard of a sound, read from its vector without rendering it.
struct ImageDescriptors
{
    static constexpr std::size_t kCount = 8;
    /// In this order, named and meant as those of `Descriptors.h`.
    static constexpr std::array<const char*, kCount> kIds {
        "brightness", "decay", "noisiness", "punch", "pitch", "body", "pitch_fall", "sustain"};
    std::array<double, kCount> values {};
};
[[nodiscard]] ImageDescriptors describeImage(std::span<const float> v);

/// Directions along which descriptors change: ridge regression on the posterior means and, of small
/// sets, on draws between them; strength chosen by the error on left-out places, step length as the
/// decoder really moves. Axes that
/// explain less than a fifth, or say the same as a better one, are left out. Strongest first.
[[nodiscard]] std::vector<DreamAxis> fitAxes(const LatentCloud& cloud, LatentCoder& coder);

/// The regression alone. @param values  one descriptor, [sounds].
/// @return  empty direction where nothing is explained.
[[nodiscard]] DreamAxis fitAxis(const LatentCloud& cloud, const std::vector<double>& values);

} // namespace nde::nn::vae
