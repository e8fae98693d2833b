#pragma once

#include "core/nn/vae/Bands.h"
#include "core/nn/vae/Layout.h"

#include <array>
#include <span>
#include <vector>

namespace nde::nn::vae {

inline constexpr float kSilentMagnitude = 1e-6F; ///< stands for none in logarithms

/// One frame of a picture as magnitudes of bins, split into tones and noise. Keeps its buffers.
class FrameBins
{
public:
    FrameBins();

    std::array<float, kBands> level {}; ///< dB re a full-scale sine, to be filled in
    /// Raw noisiness as it is measured, to be filled in. Below .12 the measure's own bias would
    /// add noise to clean tones; it is taken off here.
    std::array<float, kBands> eta {};

    /// Spreads both over the bins. @return  false = the whole frame is at the floor; nothing is
    /// written then.
    [[nodiscard]] bool spread();
    [[nodiscard]] std::span<const float> tonal() const { return m_tonal; } ///< [kBins]
    [[nodiscard]] std::span<const float> noise() const { return m_noise; } ///< [kBins]

private:
    Bands m_bands;
    std::array<float, kBands> m_share {};
    std::vector<float> m_levelBins;
    std::vector<float> m_etaBins;
    std::vector<float> m_tonal;
    std::vector<float> m_noise;
};

} // namespace nde::nn::vae
