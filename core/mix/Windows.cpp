#include "core/mix/LaneSounds.h"
#include "core/mix/Renderer.h"

#include <algorithm>
#include <cmath>

namespace nde::mix {

namespace {

constexpr std::size_t kBlock = 16384;

/// Energy of each whole bar of a stem's grid.
Result<std::vector<double>> barEnergies(const music::Lane& lane, double barS, TaskContext& task)
{
    auto reader = audio::openAudio(lane.stemPath);
    if (!reader) {
        return propagate(reader);
    }
    const audio::AudioInfo info = (*reader)->info();
    const auto channels = static_cast<std::size_t>(info.channels);
    const double usableS = info.seconds() - lane.gridStartS;
    const auto bars = static_cast<std::size_t>(std::max(0.0, usableS / barS + 1e-6));
    std::vector<double> energies(bars);
    std::vector<float> block(kBlock * channels);
    std::int64_t at = 0;
    while (true) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "rendering was cancelled");
        }
        const auto got = (*reader)->read(block.data(), kBlock);
        if (!got) {
            return propagate(got);
        }
        if (*got == 0) {
            return energies;
        }
        for (std::size_t i = 0; i < *got; ++i, ++at) {
            const double bar = (static_cast<double>(at) / info.sampleRate - lane.gridStartS) / barS;
            if (bar >= 0.0 && bar < static_cast<double>(bars)) {
                const double x = static_cast<double>(block[i * channels]);
                energies[static_cast<std::size_t>(bar)] += x * x;
            }
        }
    }
}

} // namespace

Result<> chooseWindows(music::Plan& plan, TaskContext& task)
{
    for (music::Lane& lane : plan.lanes) {
        if (!lane.isLoop || lane.windowStartS >= 0.0) {
            continue;
        }
        const double barS = lane.windowS / std::max(1, lane.loopBars);
        if (!(barS > 0.0)) {
            return fail(ErrorCode::BadInput, "lane '" + lane.role + "': a window without a length");
        }
        const auto energies = barEnergies(lane, barS, task);
        if (!energies) {
            return tl::unexpected<Error>(laneError(lane, energies.error()));
        }
        const auto length = static_cast<std::size_t>(lane.loopBars);
        const std::size_t step = std::min<std::size_t>(4, length); // phrases begin every 4 bars
        std::size_t best = 0;
        double bestSum = -1.0;
        for (std::size_t start = 0; start + length <= energies->size(); start += step) {
            double sum = 0.0; // roots: one loud bar does not outweigh a full phrase
            for (std::size_t k = start; k < start + length; ++k) {
                sum += std::sqrt((*energies)[k]);
            }
            if (sum > bestSum) {
                bestSum = sum;
                best = start;
            }
        }
        lane.windowStartS = lane.gridStartS + static_cast<double>(best) * barS;
    }
    return {};
}

} // namespace nde::mix
