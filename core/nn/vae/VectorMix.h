#pragma once

#include "core/nn/vae/Layout.h"

#include <span>
#include <vector>

/// Sounds mixed as vectors of `Layout.h`. All models share these numbers, so any two sounds of any
/// two models can be mixed and rendered once.
namespace nde::nn::vae {

/// @param amount  0 = a, 1 = b: decibels, noisiness, attack and sub-oscillator straight, the phase
///                seed along the shorter arc, by the low-frequency energy of both.
/// @param glides  moves spectral peaks instead of fading them: optimal transport of each frame's
///                power along frequency, levels in decibels. For tonal sounds; blurs drums.
/// @source  vae.md 5 (hybrids), reference `hybrid.py`.
[[nodiscard]] std::vector<float> mixVectors(std::span<const float> a, std::span<const float> b,
                                            double amount, bool glides);

/// The course in time of `course` with the band levels and the noisiness of `timbre`.
/// @param amount  0 = `course` as it is, 1 = all of the other's timbre.
/// @source  vae.md 6: temporal mean-removed residual, band means and eta.
[[nodiscard]] std::vector<float> styleVector(std::span<const float> course,
                                             std::span<const float> timbre, double amount);

/// Power of each cell re a full-scale sine, 0 at the floor. [bands, frames]
[[nodiscard]] std::vector<float> powersOf(std::span<const float> v);

} // namespace nde::nn::vae
