#include "core/nn/vae/Levels.h"

#include <algorithm>
#include <cmath>

namespace nde::nn::vae {

namespace {

constexpr int kPoolBands = kBands / kEtaBands;
constexpr int kPoolFrames = kFrames / kEtaFrames;
constexpr float kMostGain = 0.3F; ///< 24 dB
constexpr float kFloorGate = 0.0054F; ///< scaled level up to which a cell is the floor
constexpr float kHeardFrom = 0.05F; ///< −76 dB: levels near the floor are rounding
constexpr float kHeardAt = 0.1F;

/// Mean power of every pooled cell as a scaled level. [kEtaSize]
std::vector<float> pooledLevels(std::span<const float> picture)
{
    const float octaves = static_cast<float>(-kFloorDb / 10.0 * std::log2(10.0));
    std::vector<float> out(kEtaSize, 0.0F);
    for (std::size_t b = 0; b < kBands; ++b) {
        const float* row = picture.data() + b * kFrames;
        float* to = out.data() + b / kPoolBands * kEtaFrames;
        for (std::size_t f = 0; f < kFrames; ++f) {
            to[f / kPoolFrames] += std::exp2((std::clamp(row[f], 0.0F, 1.2F) - 1.0F) * octaves);
        }
    }
    for (float& value : out) {
        value = std::log2(value / (kPoolBands * kPoolFrames)) / octaves + 1.0F;
    }
    return out;
}

} // namespace

float pooledAt(std::span<const float> map, int band, int frame, float low, float high)
{
    const auto locate = [](int index, int fine, int coarse) {
        const float scale = static_cast<float>(coarse) / static_cast<float>(fine);
        return std::clamp((static_cast<float>(index) + 0.5F) * scale - 0.5F, 0.0F,
                          static_cast<float>(coarse - 1));
    };
    const float y = locate(band, kBands, kEtaBands);
    const float x = locate(frame, kFrames, kEtaFrames);
    const auto y0 = static_cast<std::size_t>(y);
    const auto x0 = static_cast<std::size_t>(x);
    const std::size_t y1 = std::min<std::size_t>(y0 + 1, kEtaBands - 1);
    const std::size_t x1 = std::min<std::size_t>(x0 + 1, kEtaFrames - 1);
    const auto value = [&](std::size_t b, std::size_t f) {
        return std::clamp(map[b * kEtaFrames + f], low, high);
    };
    const float top = std::lerp(value(y0, x0), value(y0, x1), x - static_cast<float>(x0));
    const float bottom = std::lerp(value(y1, x0), value(y1, x1), x - static_cast<float>(x0));
    return std::lerp(top, bottom, y - static_cast<float>(y0));
}

void writeLevels(std::span<float> v)
{
    const auto levels = pooledLevels(v.first(kFeatureSize));
    std::transform(levels.begin(), levels.end(),
                   v.begin() + static_cast<std::ptrdiff_t>(kLevelOffset),
                   [](float level) { return kLevelWeight * level; });
}

std::vector<float> levelledPicture(std::span<const float> v)
{
    std::vector<float> out(v.begin(), v.begin() + static_cast<std::ptrdiff_t>(kFeatureSize));
    auto gains = pooledLevels(out);
    for (std::size_t i = 0; i < gains.size(); ++i) {
        const float wanted = v[kLevelOffset + i] / kLevelWeight;
        const float heard = std::clamp((wanted - kHeardFrom) / (kHeardAt - kHeardFrom), 0.0F, 1.0F);
        gains[i] = heard * (wanted - gains[i]);
    }
    for (int b = 0; b < kBands; ++b) {
        for (int f = 0; f < kFrames; ++f) {
            float& cell = out[static_cast<std::size_t>(b * kFrames + f)];
            cell += cell > kFloorGate ? pooledAt(gains, b, f, 0.0F, kMostGain) : 0.0F;
        }
    }
    return out;
}

} // namespace nde::nn::vae
