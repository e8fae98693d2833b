#include "core/dsp/Complexity.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace nde::dsp {
namespace {

double entropyOf(const std::map<int, int>& counts)
{
    double total = 0.0;
    for (const auto& [step, count] : counts) {
        total += count;
    }
    double entropy = 0.0;
    for (const auto& [step, count] : counts) {
        entropy -= count / total * std::log(count / total);
    }
    return entropy;
}

} // namespace

double rhythmicComplexity(std::span<const double> onsets, std::optional<PlaceGrid> grid)
{
    if (onsets.size() < 3) {
        return 0.0;
    }
    std::map<int, int> steps;
    double away = 0.0;
    for (std::size_t i = 0; i < onsets.size(); ++i) {
        if (grid && grid->beatS > 0.0) {
            const double sixteenths = 4.0 * (onsets[i] - grid->firstBeatS) / grid->beatS;
            const auto place = static_cast<long long>(std::llround(sixteenths));
            away += place % 4 == 0 ? 0.0 : place % 2 == 0 ? 0.5 : 1.0;
        }
        if (i > 0) {
            const double gap = std::max(1e-3, onsets[i] - onsets[i - 1]);
            const double step = grid && grid->beatS > 0.0 ? std::min(16.0, 4.0 * gap / grid->beatS)
                                                          : 2.0 * std::log2(gap);
            ++steps[static_cast<int>(std::lround(step))];
        }
    }
    const double entropy = std::min(1.0, entropyOf(steps) / std::log(8.0));
    return grid ? 0.5 * away / static_cast<double>(onsets.size()) + 0.5 * entropy : entropy;
}

double harmonicComplexity(const Chromagram& chroma)
{
    if (chroma.tonalShare < 0.2 || chroma.frames.empty()) {
        return 0.0;
    }
    std::array<double, 12> classes {};
    double total = 0.0;
    for (std::size_t step = 0; step < kChromaSteps; ++step) {
        classes[(step + 1) / 3 % 12] += chroma.mean[step];
    }
    for (double& value : classes) {
        value *= value;
        total += value;
    }
    if (!(total > 0.0)) {
        return 0.0;
    }
    double entropy = 0.0;
    for (const double value : classes) {
        entropy -= value > 0.0 ? value / total * std::log(value / total) : 0.0;
    }
    constexpr double kStepS = 0.5;
    double change = 0.0;
    int count = 0;
    const double endS = static_cast<double>(chroma.frames.size()) * chroma.frameS;
    for (double at = kStepS; at + kStepS <= endS; at += kStepS, ++count) {
        change += harmonicChange(chroma, at, kStepS);
    }
    const double changing = std::min(1.0, 2.0 * change / std::max(1, count));
    return std::clamp(0.6 * entropy / std::log(12.0) + 0.4 * changing, 0.0, 1.0);
}

} // namespace nde::dsp
