#include "core/nn/vae/LongShape.h"

#include "core/nn/vae/LongPrepare.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace nde::nn::vae {

namespace {

constexpr int kFewestSteps = 4;
constexpr int kMostSteps = 32;
constexpr double kShortestS = 0.99; ///< two half seconds
constexpr double kMostStretch = 2.0;

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

LongShape shaped(const LongGrid& grid)
{
    return {grid, static_cast<std::size_t>(std::lround(grid.length()))};
}

/// Seconds that are wished; 0 = nothing was said.
Result<double> wishedSeconds(const LongShape& plain, const GenerateParams& params)
{
    if (params.bars <= 0.0) {
        return params.lengthS;
    }
    const double bpm = params.bpm > 0.0 ? params.bpm : plain.grid.rate;
    if (bpm <= 0.0) {
        return fail(ErrorCode::BadInput,
                    "a length in bars needs a tempo; these sounds have none of their own");
    }
    return params.bars * kBarSteps * 60.0 / bpm;
}

} // namespace

LongShape typicalShape(const std::vector<LongSequence>& sequences)
{
    std::vector<double> rates;
    std::vector<double> steps;
    std::size_t loops = 0;
    for (const LongSequence& s : sequences) {
        if (s.rate > 0.0) {
            rates.push_back(s.rate);
        }
        loops += s.isCircular ? 1 : 0;
        steps.push_back(s.count);
    }
    const bool hasBeat = 2 * rates.size() >= sequences.size();
    const bool isLoop = 2 * loops >= sequences.size();
    int count = std::clamp(static_cast<int>(median(steps)), kFewestSteps, kMostSteps);
    if (isLoop) {
        count = std::max(kBarSteps, (count + kBarSteps / 2) / kBarSteps * kBarSteps);
    }
    return shaped(gridOfSteps(count, isLoop, hasBeat ? median(rates) : 0.0));
}

LongShape meanShape(const std::vector<LongGrid>& grids)
{
    const auto all = [&](auto claim) { return std::all_of(grids.begin(), grids.end(), claim); };
    const bool isLoop = all([](const LongGrid& grid) { return grid.isCircular; });
    const bool hasBeat = all([](const LongGrid& grid) { return grid.rate > 0.0; });
    double steps = 0;
    double rate = 0;
    double hop = 0;
    int longest = 0;
    for (const LongGrid& grid : grids) {
        steps += grid.steps();
        rate += std::log(std::max(grid.rate, 1e-9));
        hop += std::log(grid.hop);
        longest = std::max(longest, grid.steps());
    }
    const auto count = static_cast<double>(grids.size());
    return shaped(gridOfSteps(isLoop ? longest : static_cast<int>(std::lround(steps / count)),
                              isLoop, hasBeat ? std::exp(rate / count) : 0.0,
                              std::exp(hop / count)));
}

Result<LongShape> wishedShape(const LongShape& plain, const GenerateParams& params,
                              bool isStretched)
{
    const auto wished = wishedSeconds(plain, params);
    if (!wished) {
        return propagate(wished);
    }
    LongGrid grid = plain.grid;
    if (grid.rate > 0.0 && params.bpm > 0.0) {
        grid = gridOfSteps(grid.steps(), grid.isCircular, stepRate(params.bpm));
    }
    LongShape out = shaped(grid);
    const double seconds = *wished > 0.0 ? *wished : grid.length() / kSampleRate;
    if (seconds < kShortestS || seconds > kLongestS) {
        return fail(ErrorCode::BadInput,
                    "a long sound lasts 1 to 120 seconds, not " + std::to_string(seconds));
    }
    if (*wished <= 0.0) {
        return out;
    }
    const double samples = seconds * kSampleRate;
    if (isStretched && !grid.isCircular) {
        const double stretch = samples / grid.length();
        if (stretch > kMostStretch || stretch < 1.0 / kMostStretch) {
            return fail(ErrorCode::BadInput,
                        "this sound lasts " + std::to_string(grid.length() / kSampleRate)
                            + " seconds; half to twice of that can be made of it, not "
                            + std::to_string(seconds));
        }
        out.grid.hop *= stretch;
        out.grid.rate /= stretch;
        out.length = static_cast<std::size_t>(std::lround(samples));
        return out;
    }
    const int spans
        = std::max(2, static_cast<int>(std::lround(samples / (grid.hop * kStepFrames))));
    out.grid
        = gridOfSteps(grid.isCircular ? spans : spans - 1, grid.isCircular, grid.rate, grid.hop);
    // A loop is whole beats; all else lasts as long as it was said.
    const bool isWhole = grid.isCircular && grid.rate > 0.0;
    out.length = static_cast<std::size_t>(std::lround(isWhole ? out.grid.length() : samples));
    const double asked = out.grid.hop;
    out.grid.hop = static_cast<double>(out.length) / out.grid.frames;
    if (!isWhole) {
        out.grid.rate *= asked / out.grid.hop; // what a length in seconds makes of the tempo
    }
    return out;
}

} // namespace nde::nn::vae
