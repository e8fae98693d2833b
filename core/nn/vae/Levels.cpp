#include "core/nn/vae/Levels.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::nn::vae {

namespace {

constexpr int kPoolBands = kBands / kEtaBands;
constexpr int kPoolFrames = kFrames / kEtaFrames;
constexpr float kMostGain = 0.3F; ///< 24 dB
constexpr float kFloorGate = 0.0054F; ///< scaled level up to which a cell is the floor
constexpr float kHeardFrom = 0.05F; ///< −76 dB: levels near the floor are rounding
constexpr float kHeardAt = 0.1F;

/// Where a fine cell lies between the centres of two coarse ones.
struct Between
{
    std::size_t before {};
    std::size_t after {};
    float share {};
};

template<int fine, int coarse>
constexpr std::array<Between, fine> placesOf()
{
    std::array<Between, fine> out {};
    for (int i = 0; i < fine; ++i) {
        const float scale = static_cast<float>(coarse) / static_cast<float>(fine);
        const float place = std::clamp((static_cast<float>(i) + 0.5F) * scale - 0.5F, 0.0F,
                                       static_cast<float>(coarse - 1));
        const auto before = static_cast<std::size_t>(place);
        out[static_cast<std::size_t>(i)] = {before, std::min<std::size_t>(before + 1, coarse - 1),
                                            place - static_cast<float>(before)};
    }
    return out;
}

constexpr auto kBandPlaces = placesOf<kBands, kEtaBands>();
constexpr auto kFramePlaces = placesOf<kFrames, kEtaFrames>();

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

/// Scaled level of all cells of a pooled frame together.
float totalAt(std::span<const float> v, std::size_t frame)
{
    const auto octaves = static_cast<float>(-kFloorDb / 10.0 * std::log2(10.0));
    float power = 0.0F;
    for (std::size_t b = 0; b < kEtaBands; ++b) {
        const float level = v[kLevelOffset + b * kEtaFrames + frame] / kLevelWeight;
        power += std::exp2((std::clamp(level, 0.0F, 1.2F) - 1.0F) * octaves);
    }
    return std::log2(power) / octaves + 1.0F;
}

} // namespace

float pooledAt(std::span<const float> map, int band, int frame, float low, float high)
{
    const Between& y = kBandPlaces[static_cast<std::size_t>(band)];
    const Between& x = kFramePlaces[static_cast<std::size_t>(frame)];
    const auto value = [&](std::size_t b, std::size_t f) {
        return std::clamp(map[b * kEtaFrames + f], low, high);
    };
    const float top = std::lerp(value(y.before, x.before), value(y.before, x.after), x.share);
    const float bottom = std::lerp(value(y.after, x.before), value(y.after, x.after), x.share);
    return std::lerp(top, bottom, y.share);
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

void holdLoudness(std::span<float> v, const std::vector<std::span<const float>>& ends,
                  const std::vector<double>& weights)
{
    constexpr float kFull = 0.1875F; ///< 15 dB under the loudest cell
    constexpr float kNone = 0.375F; ///< 30 dB: what is hiss beside it stays so
    for (std::size_t f = 0; f < kEtaFrames; ++f) {
        float wanted = 0.0F;
        for (std::size_t k = 0; k < ends.size(); ++k) {
            wanted += static_cast<float>(weights[k]) * totalAt(ends[k], f);
        }
        const float missing = std::clamp(wanted - totalAt(v, f), 0.0F, kMostGain);
        float loudest = 0.0F;
        for (std::size_t b = 0; b < kEtaBands; ++b) {
            loudest = std::max(loudest, v[kLevelOffset + b * kEtaFrames + f] / kLevelWeight);
        }
        for (std::size_t b = 0; b < kEtaBands; ++b) {
            float& cell = v[kLevelOffset + b * kEtaFrames + f];
            const float under = loudest - cell / kLevelWeight;
            const float share = std::clamp((kNone - under) / (kNone - kFull), 0.0F, 1.0F);
            cell += kLevelWeight * share * missing;
        }
    }
}

} // namespace nde::nn::vae
