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

} // namespace nde::dsp
