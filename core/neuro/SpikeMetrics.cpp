#include "core/neuro/MetricParts.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <numeric>

namespace nde::neuro {
namespace {

using Raster = std::span<const std::uint64_t>;

constexpr std::size_t kBin10 = kTickRate / 100; ///< ticks in 10 ms
constexpr double kRefractoryS = 0.002;
constexpr int kIntervalBins = 27;

/// Spikes of every channel in consecutive bins; the incomplete last one is dropped. [bins][48]
std::vector<std::uint16_t> countBins(Raster raster, std::size_t binTicks)
{
    const std::size_t bins = raster.size() / binTicks;
    std::vector<std::uint16_t> counts(bins * kC);
    for (std::size_t b = 0; b < bins; ++b) {
        auto* row = counts.data() + b * kC;
        for (std::size_t t = b * binTicks; t < (b + 1) * binTicks; ++t) {
            for (std::uint64_t bits = raster[t]; bits != 0; bits &= bits - 1) {
                ++row[static_cast<std::size_t>(std::countr_zero(bits))];
            }
        }
    }
    return counts;
}

double sparsity(const std::vector<std::uint16_t>& counts)
{
    double sum = 0.0;
    double squares = 0.0;
    for (const double n : counts) {
        sum += n;
        squares += n * n;
    }
    const auto cells = static_cast<double>(counts.size());
    if (squares <= 0.0 || cells < 2.0) {
        return 0.0;
    }
    const double mean = sum / cells;
    return (1.0 - mean * mean / (squares / cells)) / (1.0 - 1.0 / cells);
}

void measureIntervals(Raster raster, Metrics& metrics)
{
    std::array<std::vector<double>, kC> intervals;
    std::array<std::size_t, kC> last {};
    last.fill(SIZE_MAX);
    for (std::size_t t = 0; t < raster.size(); ++t) {
        for (std::uint64_t bits = raster[t]; bits != 0; bits &= bits - 1) {
            const auto c = static_cast<std::size_t>(std::countr_zero(bits));
            if (last[c] != SIZE_MAX) {
                intervals[c].push_back(static_cast<double>(t - last[c]) * kTick);
            }
            last[c] = t;
        }
    }
    double total = 0.0;
    double pairs = 0.0;
    for (const auto& channel : intervals) {
        if (channel.size() < 4) {
            continue;
        }
        const auto statistics = intervalStatistics(channel);
        const auto count = static_cast<double>(channel.size());
        total += count;
        pairs += count - 1.0;
        metrics.isiCv += statistics.cv * count;
        metrics.isiEntropy += statistics.entropy * count;
        metrics.lvr += statistics.lvr * (count - 1.0);
    }
    if (total > 0.0) {
        metrics.isiCv /= total;
        metrics.isiEntropy /= total;
        metrics.lvr /= pairs;
    }
}

double fano(Raster raster)
{
    const auto counts = countBins(raster, kBin10 * 5);
    const std::size_t bins = counts.size() / kC;
    double variances = 0.0;
    double means = 0.0;
    for (std::size_t c = 0; c < kC && bins > 0; ++c) {
        double sum = 0.0;
        double squares = 0.0;
        for (std::size_t b = 0; b < bins; ++b) {
            const double n = counts[b * kC + c];
            sum += n;
            squares += n * n;
        }
        const double mean = sum / static_cast<double>(bins);
        means += mean;
        variances += squares / static_cast<double>(bins) - mean * mean;
    }
    return means > 0.0 ? variances / means : 0.0;
}

void measureSynchrony(Raster raster, Metrics& metrics)
{
    constexpr std::size_t kReach = 10; // ticks, ±2.5 ms
    // An or over a sliding window of 21 ticks from two overlapping windows of 16.
    const std::size_t padded = raster.size() + 2 * kReach;
    std::vector<std::uint64_t> wide(padded + 32, 0);
    std::copy(raster.begin(), raster.end(), wide.begin() + kReach);
    for (std::size_t reach = 1; reach < 16; reach *= 2) {
        for (std::size_t t = 0; t + reach < wide.size(); ++t) {
            wide[t] |= wide[t + reach];
        }
    }
    double near = 0.0;
    double active = 0.0;
    double spikes = 0.0;
    for (std::size_t t = 0; t < raster.size(); ++t) {
        const auto n = static_cast<double>(std::popcount(wide[t] | wide[t + 5]));
        const auto fired = static_cast<double>(std::popcount(raster[t]));
        active += n;
        spikes += fired;
        near += fired * (n - 1.0);
    }
    metrics.synchrony = near / (spikes * (kC - 1.0));
    const double chance = active / (static_cast<double>(raster.size()) * kC);
    metrics.syncExcess
        = chance < 1.0 ? std::max(0.0, (metrics.synchrony - chance) / (1.0 - chance)) : 0.0;
}

double spikesBetween(Raster raster, std::ptrdiff_t from, std::ptrdiff_t to,
                     std::uint64_t* channels = nullptr)
{
    const auto end = std::min(to, static_cast<std::ptrdiff_t>(raster.size()));
    double count = 0.0;
    for (auto t = std::max<std::ptrdiff_t>(0, from); t < end; ++t) {
        const std::uint64_t bits = raster[static_cast<std::size_t>(t)];
        count += std::popcount(bits);
        if (channels != nullptr) {
            *channels |= bits;
        }
    }
    return count;
}

void measureOnsets(Raster raster, Metrics& metrics)
{
    constexpr std::ptrdiff_t kMs = kTickRate / 1000;
    double weight = 0.0;
    for (const auto& onset : findOnsets(raster)) {
        const auto at = static_cast<std::ptrdiff_t>(onset.bin * kBin10);
        std::uint64_t channels = 0;
        const double early = spikesBetween(raster, at - 10 * kMs, at + 20 * kMs, &channels);
        const double all = spikesBetween(raster, at - 10 * kMs, at + 140 * kMs);
        const double late = spikesBetween(raster, at + 70 * kMs, at + 140 * kMs) / 0.070;
        const double recruited = static_cast<double>(std::popcount(channels)) / kC;
        const double sharp = all > 0.0 ? std::max(0.0, (early / all - 0.2) / 0.8) : 0.0;
        const double early1 = early / 0.030;
        weight += onset.strength;
        metrics.punch += onset.strength * std::sqrt(recruited * sharp);
        if (early1 + late > 0.0) {
            metrics.habituation += onset.strength * (early1 - late) / (early1 + late);
        }
    }
    if (weight > 0.0) {
        metrics.punch /= weight;
        metrics.habituation /= weight;
    }
}

/// Rectified slope of the smoothed population rate in 2.5 ms bins, without its mean.
std::vector<double> populationSlope(Raster raster)
{
    constexpr std::size_t kBinTicks = 10;
    constexpr int kReach = 12;
    constexpr double kSigma = 4.0;
    const std::size_t bins = raster.size() / kBinTicks;
    std::vector<double> rate(bins);
    for (std::size_t b = 0; b < bins; ++b) {
        for (std::size_t t = b * kBinTicks; t < (b + 1) * kBinTicks; ++t) {
            rate[b] += static_cast<double>(std::popcount(raster[t])) / kC;
        }
    }
    std::array<double, 2 * kReach + 1> window {};
    double sum = 0.0;
    for (int i = -kReach; i <= kReach; ++i) {
        const double value = std::exp(-0.5 * i * i / (kSigma * kSigma));
        window[static_cast<std::size_t>(i + kReach)] = value;
        sum += value;
    }
    std::vector<double> slope(bins);
    double previous = 0.0;
    const auto count = static_cast<std::ptrdiff_t>(bins);
    for (std::ptrdiff_t b = 0; b < count; ++b) {
        double smooth = 0.0;
        for (std::ptrdiff_t i = -kReach; i <= kReach; ++i) {
            if (b + i >= 0 && b + i < count) {
                smooth += rate[static_cast<std::size_t>(b + i)]
                    * window[static_cast<std::size_t>(i + kReach)];
            }
        }
        smooth /= sum;
        slope[static_cast<std::size_t>(b)] = std::max(0.0, smooth - previous);
        previous = smooth;
    }
    const double mean = std::accumulate(slope.begin(), slope.end(), 0.0)
        / static_cast<double>(std::max<std::size_t>(1, bins));
    for (double& value : slope) {
        value -= mean;
    }
    return slope;
}

void measurePulse(Raster raster, Metrics& metrics)
{
    constexpr std::size_t kShortest = 40;
    constexpr std::size_t kLongest = 800;
    constexpr double kBinS = 0.0025;
    const auto slope = populationSlope(raster);
    const std::size_t length = slope.size();
    const std::size_t last = std::min(kLongest, length / 2);
    if (last < kShortest) {
        return;
    }
    std::vector<double> correlation(last + 2);
    for (std::size_t lag = 0; lag < correlation.size(); ++lag) {
        double sum = 0.0;
        for (std::size_t i = 0; i + lag < length; ++i) {
            sum += slope[i] * slope[i + lag];
        }
        correlation[lag] = sum / static_cast<double>(length - lag);
    }
    if (correlation[0] <= 0.0) {
        return;
    }
    const double power = correlation[0];
    std::vector<std::size_t> peaks;
    double highest = 0.0;
    for (double& value : correlation) {
        value /= power;
    }
    for (std::size_t lag = kShortest; lag <= last; ++lag) {
        if (correlation[lag] >= correlation[lag - 1] && correlation[lag] > correlation[lag + 1]) {
            peaks.push_back(lag);
            highest = std::max(highest, correlation[lag]);
        }
    }
    metrics.pulseClarity = std::clamp(highest, 0.0, 1.0);
    if (metrics.pulseClarity < 0.3) {
        return;
    }
    for (const std::size_t lag : peaks) {
        if (correlation[lag] < 0.85 * highest) {
            continue;
        }
        const double before = correlation[lag - 1];
        const double after = correlation[lag + 1];
        const double curve = before - 2.0 * correlation[lag] + after;
        const double offset = curve < 0.0 ? 0.5 * (before - after) / curve : 0.0;
        metrics.pulseHz = 1.0 / ((static_cast<double>(lag) + offset) * kBinS);
        return;
    }
}

void measureTonotopy(const std::array<double, kC>& share, Metrics& metrics)
{
    double mean = 0.0;
    for (std::size_t c = 0; c < kC; ++c) {
        mean += share[c] * erbNumber(centreFrequencies()[c]);
        if (share[c] > 0.0) {
            metrics.tonotopicEntropy -= share[c] * std::log(share[c]) / std::log(double {kC});
        }
    }
    double variance = 0.0;
    for (std::size_t c = 0; c < kC; ++c) {
        const double distance = erbNumber(centreFrequencies()[c]) - mean;
        variance += share[c] * distance * distance;
    }
    metrics.centroidHz = hzOfErbNumber(mean);
    metrics.spreadErb = std::sqrt(variance);
}

} // namespace

std::array<double, kC> sharesOf(Raster raster)
{
    std::array<double, kC> share {};
    double total = 0.0;
    for (const std::uint64_t tick : raster) {
        for (std::uint64_t bits = tick; bits != 0; bits &= bits - 1) {
            share[static_cast<std::size_t>(std::countr_zero(bits))] += 1.0;
            total += 1.0;
        }
    }
    for (double& value : share) {
        value /= std::max(1.0, total);
    }
    return share;
}

IntervalStatistics intervalStatistics(std::span<const double> intervals)
{
    IntervalStatistics result;
    const auto count = static_cast<double>(intervals.size());
    const double mean = std::accumulate(intervals.begin(), intervals.end(), 0.0) / count;
    double variance = 0.0;
    std::array<double, kIntervalBins> histogram {};
    for (const double interval : intervals) {
        variance += (interval - mean) * (interval - mean);
        const double place = std::floor(3.0 * std::log2(interval / 0.002) + 0.5);
        const double bin = std::clamp(place, 0.0, kIntervalBins - 1.0);
        histogram[static_cast<std::size_t>(bin)] += 1.0;
    }
    result.cv = std::sqrt(variance / count) / mean;
    for (const double n : histogram) {
        if (n > 0.0) {
            result.entropy -= n / count * std::log(n / count) / std::log(double {kIntervalBins});
        }
    }
    for (std::size_t i = 0; i + 1 < intervals.size(); ++i) {
        const double sum = intervals[i] + intervals[i + 1];
        result.lvr += (1.0 - 4.0 * intervals[i] * intervals[i + 1] / (sum * sum))
            * (1.0 + 4.0 * kRefractoryS / sum);
    }
    result.lvr = intervals.size() > 1 ? 3.0 * result.lvr / (count - 1.0) : 0.0;
    return result;
}

std::vector<Onset> findOnsets(std::span<const std::uint64_t> raster)
{
    constexpr std::size_t kApart = 10;
    const double rate = 1.0 - std::exp(-0.010 / 0.050);
    const auto counts = countBins(raster, kBin10);
    const std::size_t bins = counts.size() / kC;
    std::array<double, kC> expected {};
    std::vector<Onset> candidates(bins);
    double strongest = 0.0;
    for (std::size_t b = 0; b < bins; ++b) {
        double sum = 0.0;
        for (std::size_t c = 0; c < kC; ++c) {
            const double n = counts[b * kC + c];
            sum += std::max(0.0, n - expected[c]);
            expected[c] += rate * (n - expected[c]);
        }
        candidates[b] = {b, sum / kC};
        strongest = std::max(strongest, sum / kC);
    }
    if (strongest <= 0.0) {
        return {};
    }
    std::erase_if(candidates, [&](const Onset& onset) { return onset.strength < 0.3 * strongest; });
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Onset& a, const Onset& b) { return a.strength > b.strength; });
    std::vector<bool> isTaken(bins);
    std::vector<Onset> onsets;
    for (const auto& candidate : candidates) {
        const std::size_t from = candidate.bin >= kApart - 1 ? candidate.bin - (kApart - 1) : 0;
        const std::size_t to = std::min(bins - 1, candidate.bin + kApart - 1);
        const bool isFree = std::none_of(isTaken.begin() + static_cast<std::ptrdiff_t>(from),
                                         isTaken.begin() + static_cast<std::ptrdiff_t>(to) + 1,
                                         [](bool taken) { return taken; });
        if (isFree) {
            isTaken[candidate.bin] = true;
            onsets.push_back(candidate);
        }
    }
    return onsets;
}

void measureSpikes(Raster raster, Metrics& metrics)
{
    metrics.sparsity = sparsity(countBins(raster, kBin10));
    measureIntervals(raster, metrics);
    metrics.fano = fano(raster);
    measureSynchrony(raster, metrics);
    measureOnsets(raster, metrics);
    measurePulse(raster, metrics);
    measureTonotopy(sharesOf(raster), metrics);
}

} // namespace nde::neuro
