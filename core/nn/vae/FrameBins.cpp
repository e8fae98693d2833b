#include "core/nn/vae/FrameBins.h"

#include "core/nn/vae/LaneMath.h"

#include <algorithm>
#include <numbers>

namespace nde::nn::vae {

namespace {

/// Room for the last four bins, of which only one is there.
constexpr std::size_t kPadded = (kBins + kLanes - 1) / kLanes * kLanes;
constexpr float kFloorGateDb = -79.57F; ///< at most this is the floor, that is, nothing
constexpr float kReferenceMagnitude = kFftSize / 4.0F; ///< of a full-scale sine

} // namespace

FrameBins::FrameBins()
    : m_bands(kBins)
    , m_levelBins(kPadded)
    , m_etaBins(kPadded)
    , m_tonal(kPadded)
    , m_noise(kPadded)
    , m_logTonal(kPadded)
{
}

bool FrameBins::spread()
{
    if (*std::max_element(level.begin(), level.end()) <= kFloorGateDb) {
        return false;
    }
    std::transform(eta.begin(), eta.end(), m_share.begin(),
                   [](float raw) { return std::clamp((raw - 0.12F) / 0.88F, 0.0F, 1.0F); });
    m_bands.unfold(level, std::span(m_levelBins).first(kBins));
    m_bands.unfold(m_share, std::span(m_etaBins).first(kBins));
    constexpr float kNepers = std::numbers::ln10_v<float> / 20.0F;
    for (std::size_t k = 0; k < kPadded; k += kLanes) {
        const Lanes decibels = laneLoad(m_levelBins.data() + k);
        const Lanes share = laneLoad(m_etaBins.data() + k);
        const Lanes loud = laneExp(decibels * kNepers) * kReferenceMagnitude;
        const Lanes magnitude = laneFloats(laneBits(loud) & (decibels > kFloorGateDb));
        const Lanes tonal = magnitude * laneRoot(1.0F - share);
        laneStore(m_tonal.data() + k, tonal);
        laneStore(m_noise.data() + k, magnitude * laneRoot(share));
        laneStore(m_logTonal.data() + k, laneLog(tonal + kSilentMagnitude));
    }
    return true;
}

} // namespace nde::nn::vae
