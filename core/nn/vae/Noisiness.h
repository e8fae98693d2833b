#pragma once

#include "core/nn/vae/Bands.h"
#include "core/nn/vae/Layout.h"
#include "core/nn/vae/Stft.h"

#include <span>
#include <vector>

/// How much of a picture's cells is noise: measured, and pooled as `Layout.h` keeps it.
namespace nde::nn::vae {

inline constexpr int kFineFft = 1024; ///< the noisiness measure looks at a shorter window
inline constexpr int kFineBins = kFineFft / 2 + 1;
/// Frames on either side that a frame's noisiness depends on.
inline constexpr int kNoisinessReach = 6;

/// 1 = noise, 0 = tone or impulse. @param fine  spectra of `kFineFft`, [frames, kFineBins].
/// @param bands  for `kFineBins`. @return  [kBands, frames]
[[nodiscard]] std::vector<float> noisinessOf(const Spectrogram& fine, int frames,
                                             const Bands& bands);

/// Means of a sound's noisiness over pooled cells, by energy.
/// @param eta, features  [kBands, kFrames]. @param out  [kEtaSize]
void poolNoisiness(std::span<const float> eta, std::span<const float> features,
                   std::span<float> out);

} // namespace nde::nn::vae
