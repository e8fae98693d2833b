#include "core/neuro/Metrics.h"

#include "core/base/ComputeScope.h"
#include "core/neuro/MetricParts.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

namespace nde::neuro {
namespace {

/// Which part of a signal is heard, and how loud.
struct Active
{
    std::size_t start {};
    std::size_t length {}; ///< 0 = silent; padded with silence to at least one block
    std::size_t end {}; ///< exclusive, of real samples
    double gain {};
};

/// The DC blocker over the whole signal. It runs once a use instead of keeping its output: memory
/// stays small.
template<typename Use>
void blockDc(std::span<const float> mono, Use&& use)
{
    const double r = std::exp(-2.0 * std::numbers::pi * 10.0 / kSampleRate);
    double before = 0.0;
    double y = 0.0;
    for (std::size_t i = 0; i < mono.size(); ++i) {
        const double x = mono[i];
        y = x - before + r * y;
        before = x;
        use(i, y);
    }
}

constexpr std::size_t kLevelBlock = 320; ///< 10 ms

Active findActive(std::span<const float> mono)
{
    constexpr double kSilentPeak = 3.2e-5;
    constexpr double kGate = 1.0e-3;
    constexpr double kTargetRms = 0.1;
    Active active;
    double peak = 0.0;
    blockDc(mono, [&](std::size_t, double y) { peak = std::max(peak, std::abs(y)); });
    if (!(peak >= kSilentPeak)) {
        return active;
    }
    std::size_t first = SIZE_MAX;
    std::size_t last = 0;
    blockDc(mono, [&](std::size_t i, double y) {
        if (std::abs(y) >= peak * kGate) {
            first = std::min(first, i);
            last = i;
        }
    });
    const auto most = static_cast<std::size_t>(kMostSeconds * kSampleRate);
    active.start = first;
    active.end = first + std::min(last - first + 1, most);
    active.length = std::max(active.end - first, kLevelBlock);
    double sum = 0.0;
    double squares = 0.0;
    double power = 0.0;
    std::size_t filled = 0;
    const auto closeBlock = [&] {
        power /= kLevelBlock;
        sum += power;
        squares += power * power;
        power = 0.0;
        filled = 0;
    };
    blockDc(mono, [&](std::size_t i, double y) {
        if (i < active.start || i >= active.end) {
            return;
        }
        power += y * y;
        if (++filled == kLevelBlock) {
            closeBlock();
        }
    });
    if (active.end - active.start < kLevelBlock) {
        closeBlock();
    }
    active.gain = sum > 0.0 ? kTargetRms / std::sqrt(squares / sum) : 0.0;
    return active;
}

/// Lets the ear hear the active part, with 60 ms of silence behind it, block by block.
Response hear(std::span<const float> mono, const Active& active)
{
    constexpr std::size_t kTail = 1920;
    constexpr std::size_t kWhole = std::size_t {kSamplesPerTick} * kTicksPerBin;
    constexpr std::size_t kBlock = 256 * kWhole;
    Ear ear;
    Response response;
    const std::size_t ticks = (active.length + kTail + kBlock) / kSamplesPerTick;
    response.spikes.reserve(ticks);
    response.drive.reserve(ticks / kTicksPerBin * kC);
    std::vector<float> block;
    block.reserve(kBlock);
    const auto flush = [&] {
        ear.process(block, response);
        block.clear();
    };
    blockDc(mono, [&](std::size_t i, double y) {
        if (i < active.start || i >= active.end) {
            return;
        }
        block.push_back(static_cast<float>(y * active.gain));
        if (block.size() == kBlock) {
            flush();
        }
    });
    const std::size_t silence = active.length - (active.end - active.start) + kTail;
    const std::size_t total = (block.size() + silence + kWhole - 1) / kWhole * kWhole;
    block.resize(total);
    flush();
    return response;
}

} // namespace

std::vector<std::uint64_t> equaliseDelays(std::span<const std::uint64_t> spikes, std::size_t ticks)
{
    const auto& delays = channelDelays();
    const auto longest = static_cast<std::size_t>(delays[0]);
    std::vector<std::uint64_t> raster(ticks + longest);
    for (std::size_t t = 0; t < spikes.size(); ++t) {
        for (std::uint64_t bits = spikes[t]; bits != 0; bits &= bits - 1) {
            const auto c = static_cast<std::size_t>(std::countr_zero(bits));
            const std::size_t at = t + longest - static_cast<std::size_t>(delays[c]);
            if (at < raster.size()) {
                raster[at] |= std::uint64_t {1} << c;
            }
        }
    }
    return raster;
}

Metrics measure(const std::vector<std::uint64_t>& raster, const std::vector<float>& drive,
                std::size_t ticks)
{
    Metrics metrics;
    double spikes = 0.0;
    for (const std::uint64_t bits : raster) {
        spikes += std::popcount(bits);
    }
    if (spikes <= 0.0 || ticks == 0) {
        return metrics;
    }
    metrics.rateHz = spikes / (kC * static_cast<double>(ticks) * kTick);
    measureSpikes(raster, metrics);
    measureDrive(drive, metrics);
    return metrics;
}

Hearing listen(std::span<const float> mono)
{
    const ComputeScope computing;
    Hearing hearing;
    const Active active = findActive(mono);
    if (active.length == 0) {
        return hearing;
    }
    hearing.isSilent = false;
    hearing.startS = static_cast<double>(active.start) / kSampleRate;
    const std::size_t ticks = active.length / kSamplesPerTick;
    hearing.activeS = static_cast<double>(ticks) * kTick;
    Response response = hear(mono, active);
    // Release and drive have the raster's length: the active part and the longest delay.
    const std::size_t length = ticks + static_cast<std::size_t>(channelDelays()[0]);
    response.spikes.resize(std::min(response.spikes.size(), length));
    response.drive.resize(length / kTicksPerBin * kC);
    hearing.raster = equaliseDelays(response.spikes, ticks);
    hearing.metrics = measure(hearing.raster, response.drive, ticks);
    hearing.spikeShare = sharesOf(hearing.raster);
    for (const auto& onset : findOnsets(hearing.raster)) {
        hearing.onsetS.push_back(static_cast<double>(onset.bin) * 0.010);
    }
    std::sort(hearing.onsetS.begin(), hearing.onsetS.end());
    return hearing;
}

} // namespace nde::neuro
