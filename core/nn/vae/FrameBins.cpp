#include "core/nn/vae/FrameBins.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::nn::vae {

namespace {

constexpr float kFloorGateDb = -79.57F; ///< at most this is the floor, that is, nothing
constexpr float kReferenceMagnitude = kFftSize / 4.0F; ///< of a full-scale sine

} // namespace

FrameBins::FrameBins()
    : m_bands(kBins)
    , m_levelBins(kBins)
    , m_etaBins(kBins)
    , m_tonal(kBins)
    , m_noise(kBins)
{
}

bool FrameBins::spread()
{
    if (*std::max_element(level.begin(), level.end()) <= kFloorGateDb) {
        return false;
    }
    std::transform(eta.begin(), eta.end(), m_share.begin(),
                   [](float raw) { return std::clamp((raw - 0.12F) / 0.88F, 0.0F, 1.0F); });
    m_bands.unfold(level, m_levelBins);
    m_bands.unfold(m_share, m_etaBins);
    const float nepers = std::numbers::ln10_v<float> / 20.0F;
    for (std::size_t k = 0; k < kBins; ++k) {
        if (m_levelBins[k] <= kFloorGateDb) {
            m_tonal[k] = 0.0F;
            m_noise[k] = 0.0F;
            continue;
        }
        const float magnitude = std::exp(m_levelBins[k] * nepers) * kReferenceMagnitude;
        const float share = std::clamp(m_etaBins[k], 0.0F, 1.0F);
        m_tonal[k] = magnitude * std::sqrt(1.0F - share);
        m_noise[k] = magnitude * std::sqrt(share);
    }
    return true;
}

} // namespace nde::nn::vae
