#include "core/dsp/Envelope.h"

#include <algorithm>
#include <cmath>

namespace nde::dsp {

std::vector<float> blockLevels(std::span<const float> active, std::size_t block, bool isSlope)
{
    std::vector<float> levels;
    levels.reserve(active.size() / block + 1);
    for (std::size_t at = 0; at + block <= active.size(); at += block) {
        float sum = 0.0F;
        for (std::size_t i = at; i < at + block; ++i) {
            const float before = isSlope && i > 0 ? active[i - 1] : 0.0F;
            const float value = active[i] - before;
            sum += value * value;
        }
        levels.push_back(std::sqrt(sum / static_cast<float>(block)));
    }
    return levels;
}

std::size_t blocksOfFall(std::span<const float> levels, float ratio)
{
    const auto top = std::max_element(levels.begin(), levels.end());
    auto last = levels.end() - 1;
    while (last > top && *last < *top * ratio) {
        --last;
    }
    return static_cast<std::size_t>(last - top);
}

int burstCount(std::span<const float> levels)
{
    constexpr float kFall = 0.63F; // 4 dB
    constexpr float kRise = 1.6F; // 4 dB
    levels = levels.first(std::min<std::size_t>(80, levels.size()));
    const float top = levels.empty() ? 0.0F : *std::max_element(levels.begin(), levels.end());
    int bursts = 0;
    float low = 0.0F;
    float high = 0.0F;
    bool isRising = true;
    for (std::size_t i = 0; i + 2 < levels.size(); ++i) {
        const float level = (levels[i] + levels[i + 1] + levels[i + 2]) / 3.0F;
        if (isRising) {
            high = std::max(high, level);
            if (level < high * kFall) {
                bursts += high > 0.2F * top ? 1 : 0;
                isRising = false;
                low = level;
            }
        } else {
            low = std::min(low, level);
            if (level > low * kRise && level > 0.1F * top) {
                isRising = true;
                high = level;
            }
        }
    }
    return bursts;
}

} // namespace nde::dsp
