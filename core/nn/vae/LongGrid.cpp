#include "core/nn/vae/LongGrid.h"

#include <algorithm>
#include <cmath>

namespace nde::nn::vae {

namespace {

constexpr double kSlowest = 70.0;
constexpr double kFastest = 180.0;
constexpr double kWhole = 0.05; ///< of a step that a loop may be off a whole number
constexpr double kMostStretch = 1.25; ///< of the half seconds of a loop without a tempo

double hopOf(double rate)
{
    return 60.0 * kSampleRate / (rate * kStepFrames);
}

} // namespace

double stepRate(double bpm)
{
    if (!(bpm > 0.0)) {
        return 0.0;
    }
    while (bpm < kSlowest) {
        bpm *= 2.0;
    }
    while (bpm > kFastest) {
        bpm *= 0.5;
    }
    return bpm;
}

LongGrid gridOf(std::size_t length, double bpm, bool isLoop)
{
    LongGrid out;
    out.rate = stepRate(bpm);
    out.hop = out.rate > 0.0 ? hopOf(out.rate) : double {kHop};
    const double steps = static_cast<double>(length) / (out.hop * kStepFrames);
    const int whole = std::max(2, static_cast<int>(std::lround(steps)));
    const double stretch = steps / whole;
    const bool isWhole = out.rate > 0.0 ? std::abs(steps - whole) <= kWhole
                                        : stretch <= kMostStretch && stretch >= 1.0 / kMostStretch;
    if (isLoop && isWhole) {
        out.isCircular = true;
        out.frames = whole * kStepFrames;
        out.hop = static_cast<double>(length) / out.frames;
        out.rate *= whole / steps;
        return out;
    }
    // A tenth of a step more is no chunk of its own.
    out.frames = std::max(2, static_cast<int>(std::ceil(steps - 0.1))) * kStepFrames;
    return out;
}

LongGrid gridOfSteps(int steps, bool isCircular, double rate, double hop)
{
    LongGrid out;
    out.rate = rate;
    out.hop = rate > 0.0 ? hopOf(rate) : hop;
    out.isCircular = isCircular;
    out.frames = (steps + (isCircular ? 0 : 1)) * kStepFrames;
    return out;
}

} // namespace nde::nn::vae
