#include "core/neuro/Metrics.h"

#include "core/dsp/Fft.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <complex>
#include <numbers>
#include <numeric>

namespace nde::neuro {
namespace {

using Raster = std::span<const std::uint64_t>;

constexpr double kTick = 1.0 / kTickRate;
constexpr std::size_t kC = kChannels;
constexpr std::size_t kBin10 = kTickRate / 100; ///< ticks in 10 ms
constexpr double kRefractoryS = 0.002;
constexpr int kIntervalBins = 27;
constexpr std::size_t kSegment = 1024; ///< of the modulation spectrum, in 2 ms bins
constexpr double kDriveRate = static_cast<double>(kTickRate) / kTicksPerBin;

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

/// Means of the drive in bins of 20 ms. [bins][48]
std::vector<double> coarseDrive(const std::vector<float>& drive)
{
    constexpr std::size_t kFine = 10;
    const std::size_t bins = drive.size() / kC / kFine;
    std::vector<double> coarse(bins * kC);
    for (std::size_t b = 0; b < bins; ++b) {
        for (std::size_t i = 0; i < kFine; ++i) {
            for (std::size_t c = 0; c < kC; ++c) {
                coarse[b * kC + c] += double {drive[(b * kFine + i) * kC + c]} / kFine;
            }
        }
    }
    return coarse;
}

double surprise(const std::vector<double>& coarse)
{
    constexpr std::size_t kSkipped = 5;
    const double rate = 1.0 - std::exp(-0.020 / 0.100);
    std::array<double, kC> expected {};
    double wrong = 0.0;
    double all = 0.0;
    for (std::size_t b = 0; b < coarse.size() / kC; ++b) {
        for (std::size_t c = 0; c < kC; ++c) {
            const double u = coarse[b * kC + c];
            if (b >= kSkipped) {
                wrong += std::abs(u - expected[c]);
                all += u + expected[c];
            }
            expected[c] += rate * (u - expected[c]);
        }
    }
    return all > 0.0 ? wrong / all : 1.0;
}

/// Power of the drive's modulation per channel. [48][kSegment / 2 + 1]
std::vector<double> modulationSpectra(const std::vector<float>& drive)
{
    constexpr std::size_t kHop = kSegment / 2;
    constexpr std::size_t kBins = kSegment / 2 + 1;
    const std::size_t bins = drive.size() / kC;
    const auto window = dsp::hannWindow(static_cast<int>(kSegment));
    double windowPower = 0.0;
    for (const double w : window) {
        windowPower += w * w;
    }
    dsp::RealFft fft(static_cast<int>(kSegment));
    std::vector<double> spectra(kC * kBins);
    std::vector<double> series(std::max(bins, kSegment));
    std::vector<float> segment(kSegment);
    std::vector<std::complex<float>> spectrum(kBins);
    for (std::size_t c = 0; c < kC; ++c) {
        for (std::size_t b = 0; b < bins; ++b) {
            series[b] = drive[b * kC + c];
        }
        if (bins < kSegment) {
            const double mean
                = std::accumulate(series.begin(),
                                  series.begin() + static_cast<std::ptrdiff_t>(bins), 0.0)
                / static_cast<double>(bins);
            const double stretch
                = std::sqrt(static_cast<double>(kSegment) / static_cast<double>(bins));
            for (std::size_t b = 0; b < bins; ++b) {
                series[b] = (series[b] - mean) * stretch;
            }
            std::fill(series.begin() + static_cast<std::ptrdiff_t>(bins), series.end(), 0.0);
        }
        std::size_t segments = 0;
        for (std::size_t start = 0; start + kSegment <= series.size(); start += kHop, ++segments) {
            const auto* from = series.data() + start;
            const double mean = std::accumulate(from, from + kSegment, 0.0) / double {kSegment};
            for (std::size_t i = 0; i < kSegment; ++i) {
                segment[i] = static_cast<float>((from[i] - mean) * double {window[i]});
            }
            fft.forward(segment, spectrum);
            for (std::size_t k = 0; k < kBins; ++k) {
                spectra[c * kBins + k] += double {std::norm(spectrum[k])};
            }
        }
        for (std::size_t k = 0; k < kBins; ++k) {
            spectra[c * kBins + k]
                *= 2.0 / (double {kSegment} * windowPower * static_cast<double>(segments));
        }
    }
    return spectra;
}

void measureModulation(const std::vector<float>& drive, Metrics& metrics)
{
    constexpr std::size_t kBins = kSegment / 2 + 1;
    constexpr double kRoughFromHz = 400.0;
    const std::size_t bins = drive.size() / kC;
    if (bins == 0) {
        return;
    }
    double constant = 0.0;
    for (std::size_t c = 0; c < kC; ++c) {
        double mean = 0.0;
        for (std::size_t b = 0; b < bins; ++b) {
            mean += double {drive[b * kC + c]};
        }
        mean /= static_cast<double>(bins);
        constant += mean * mean;
    }
    const auto spectra = modulationSpectra(drive);
    const auto hzOf = [](std::size_t k) { return static_cast<double>(k) * kDriveRate / kSegment; };
    double rough = 0.0;
    std::vector<double> slow;
    double strongest = 0.0;
    double strongestHz = 0.0;
    for (std::size_t k = 1; k < kBins; ++k) {
        const double hz = hzOf(k);
        double all = 0.0;
        for (std::size_t c = 0; c < kC; ++c) {
            all += spectra[c * kBins + k];
            if (hz >= 20.0 && hz < 150.0 && centreFrequencies()[c] >= kRoughFromHz) {
                rough += spectra[c * kBins + k];
            }
        }
        if (hz >= 1.5 && hz <= 32.0) {
            slow.push_back(all);
            if (all > strongest) {
                strongest = all;
                strongestHz = hz;
            }
        }
    }
    metrics.roughness = rough + constant > 0.0 ? std::sqrt(rough / (rough + constant)) : 0.0;
    std::sort(slow.begin(), slow.end());
    const std::size_t middle = slow.size() / 2;
    const double median
        = slow.size() % 2 == 1 ? slow[middle] : 0.5 * (slow[middle - 1] + slow[middle]);
    if (strongest > 4.0 * median && strongest > 0.01 * constant) {
        metrics.modPeakHz = strongestHz;
    }
}

double dimension(const std::vector<double>& coarse)
{
    const std::size_t all = coarse.size() / kC;
    if (all < 6) {
        return 0.0;
    }
    const std::size_t first = 1;
    const std::size_t end = all - 2;
    const auto count = static_cast<double>(end - first);
    std::array<double, kC> means {};
    for (std::size_t b = first; b < end; ++b) {
        for (std::size_t c = 0; c < kC; ++c) {
            means[c] += coarse[b * kC + c] / count;
        }
    }
    std::vector<double> covariance(kC * kC);
    std::array<double, kC> centred {};
    for (std::size_t b = first; b < end; ++b) {
        for (std::size_t c = 0; c < kC; ++c) {
            centred[c] = coarse[b * kC + c] - means[c];
        }
        for (std::size_t i = 0; i < kC; ++i) {
            for (std::size_t j = 0; j < kC; ++j) {
                covariance[i * kC + j] += centred[i] * centred[j];
            }
        }
    }
    double trace = 0.0;
    double squares = 0.0;
    double power = 0.0;
    for (std::size_t i = 0; i < kC; ++i) {
        trace += covariance[i * kC + i] / (count - 1.0);
        power += means[i] * means[i];
    }
    for (const double value : covariance) {
        squares += value * value / ((count - 1.0) * (count - 1.0));
    }
    if (squares <= 0.0 || power <= 0.0) {
        return 1.0;
    }
    const double participation = trace * trace / squares;
    const double moving = trace / power;
    return 1.0 + (participation - 1.0) * moving / (moving + 0.01);
}

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

/// The active part, level-normalised and with 60 ms of silence behind; empty when silent.
struct Conditioned
{
    std::vector<float> samples;
    std::size_t start {};
    std::size_t active {};
};

Conditioned condition(std::span<const float> mono)
{
    constexpr double kSilentPeak = 3.2e-5;
    constexpr double kGate = 1.0e-3;
    constexpr double kTargetRms = 0.1;
    constexpr std::size_t kBlock = 320;
    constexpr std::size_t kTail = 1920;
    const double r = std::exp(-2.0 * std::numbers::pi * 10.0 / kSampleRate);
    // Twice through the filter instead of a second copy of the signal: memory stays small.
    const auto filter = [&](auto&& use) {
        double before = 0.0;
        double y = 0.0;
        for (std::size_t i = 0; i < mono.size(); ++i) {
            const double x = mono[i];
            y = x - before + r * y;
            before = x;
            use(i, y);
        }
    };
    Conditioned result;
    double peak = 0.0;
    filter([&](std::size_t, double y) { peak = std::max(peak, std::abs(y)); });
    if (!(peak >= kSilentPeak)) {
        return result;
    }
    std::size_t first = SIZE_MAX;
    std::size_t last = 0;
    filter([&](std::size_t i, double y) {
        if (std::abs(y) >= peak * kGate) {
            first = std::min(first, i);
            last = i;
        }
    });
    const auto most = static_cast<std::size_t>(kMostSeconds * kSampleRate);
    const std::size_t active = std::min(last - first + 1, most);
    result.start = first;
    result.active = std::max(active, kBlock);
    // Whole bins of the ear: the few samples more are silence.
    const std::size_t whole = kSamplesPerTick * kTicksPerBin;
    result.samples.resize((result.active + kTail + whole - 1) / whole * whole);
    std::vector<double> kept(result.active);
    filter([&](std::size_t i, double y) {
        if (i >= first && i < first + active) {
            kept[i - first] = y;
        }
    });
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t b = 0; b + kBlock <= kept.size(); b += kBlock) {
        double power = 0.0;
        for (std::size_t i = 0; i < kBlock; ++i) {
            power += kept[b + i] * kept[b + i];
        }
        power /= kBlock;
        sum += power;
        squares += power * power;
    }
    const double gain = sum > 0.0 ? kTargetRms / std::sqrt(squares / sum) : 0.0;
    for (std::size_t i = 0; i < kept.size(); ++i) {
        result.samples[i] = static_cast<float>(kept[i] * gain);
    }
    return result;
}

} // namespace

std::span<const MetricInfo> metricInfos()
{
    static constexpr std::array<MetricInfo, 19> kInfos {{
        {"rate_hz", &Metrics::rateHz},
        {"sparsity", &Metrics::sparsity},
        {"isi_cv", &Metrics::isiCv},
        {"lvr", &Metrics::lvr},
        {"isi_entropy", &Metrics::isiEntropy},
        {"fano", &Metrics::fano},
        {"synchrony", &Metrics::synchrony},
        {"sync_excess", &Metrics::syncExcess},
        {"punch", &Metrics::punch},
        {"pulse_hz", &Metrics::pulseHz},
        {"pulse_clarity", &Metrics::pulseClarity},
        {"centroid_hz", &Metrics::centroidHz},
        {"spread_erb", &Metrics::spreadErb},
        {"tonotopic_entropy", &Metrics::tonotopicEntropy},
        {"habituation", &Metrics::habituation},
        {"surprise", &Metrics::surprise},
        {"roughness", &Metrics::roughness},
        {"mod_peak_hz", &Metrics::modPeakHz},
        {"dimension", &Metrics::dimension},
    }};
    return kInfos;
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
    metrics.sparsity = sparsity(countBins(raster, kBin10));
    measureIntervals(raster, metrics);
    metrics.fano = fano(raster);
    measureSynchrony(raster, metrics);
    measureOnsets(raster, metrics);
    measurePulse(raster, metrics);
    measureTonotopy(sharesOf(raster), metrics);
    const auto coarse = coarseDrive(drive);
    metrics.surprise = surprise(coarse);
    measureModulation(drive, metrics);
    metrics.dimension = dimension(coarse);
    return metrics;
}

Hearing listen(std::span<const float> mono)
{
    dsp::disableDenormals();
    Hearing hearing;
    const auto conditioned = condition(mono);
    if (conditioned.samples.empty()) {
        return hearing;
    }
    hearing.isSilent = false;
    hearing.startS = static_cast<double>(conditioned.start) / kSampleRate;
    const std::size_t ticks = conditioned.active / kSamplesPerTick;
    hearing.activeS = static_cast<double>(ticks) * kTick;
    Response response;
    Ear().process(conditioned.samples, response);
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

std::vector<double> spikeTimes(std::span<const std::uint64_t> raster, int channel)
{
    std::vector<double> times;
    for (std::size_t t = 0; t < raster.size(); ++t) {
        if ((raster[t] >> channel & 1U) != 0) {
            times.push_back(static_cast<double>(t) * kTick);
        }
    }
    return times;
}

double victorPurpura(std::span<const double> a, std::span<const double> b, double costPerSecond)
{
    std::vector<double> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0.0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        double diagonal = row[0];
        row[0] = static_cast<double>(i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const double shift = diagonal + costPerSecond * std::abs(a[i] - b[j]);
            diagonal = row[j + 1];
            row[j + 1] = std::min({row[j + 1] + 1.0, row[j] + 1.0, shift});
        }
    }
    return row.back();
}

double vanRossum(std::span<const double> a, std::span<const double> b, double tauS)
{
    const auto overlap = [tauS](std::span<const double> x, std::span<const double> y) {
        double sum = 0.0;
        for (const double s : x) {
            for (const double t : y) {
                sum += std::exp(-std::abs(s - t) / tauS);
            }
        }
        return sum;
    };
    return std::sqrt(std::max(0.0, 0.5 * overlap(a, a) + 0.5 * overlap(b, b) - overlap(a, b)));
}

} // namespace nde::neuro
