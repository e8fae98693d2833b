#include "core/nn/apply/Ladder.h"

#include <algorithm>
#include <cstdio>

namespace nde::nn::apply {
namespace {

constexpr double kShortestS = 2.6; ///< product.md A10

std::string seconds(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.2f s", value);
    return text;
}

} // namespace

std::optional<Setup> stepDown(const Setup& now, const SeparationOptions& asked,
                              const Shortage& shortage)
{
    Setup next = now;
    const std::string because = "not enough memory on " + shortage.device + ": ";
    const bool isCpu = shortage.device == "CPU";
    if (shortage.takesAnyLength && shortage.segmentS > kShortestS) {
        next.segmentS = std::max(kShortestS, shortage.segmentS / 2.0);
        next.steps.push_back(because + "segments of " + seconds(*next.segmentS) + " instead of "
                             + seconds(shortage.segmentS));
        return next;
    }
    if (!isCpu && now.model.precision == Precision::Float32 && shortage.hasFastPrecision) {
        next.model.precision = Precision::Fast;
        next.steps.push_back(because + "lower precision");
        return next;
    }
    if (!isCpu) {
        next.model = {ComputeDevice::Cpu, asked.model.precision};
        next.segmentS = asked.segmentS;
        next.steps.push_back(because + "going on with the CPU");
        return next;
    }
    return std::nullopt;
}

} // namespace nde::nn::apply
