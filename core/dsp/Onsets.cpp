#include "core/dsp/Analysis.h"
#include "core/dsp/HitOnsets.h"
#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kHopS = 0.005;
constexpr double kWindowS = 0.023;
constexpr int kBands = 24;
constexpr float kBandFloor = 1e-3F; ///< of a band's own maximum: 30 dB of rise count
constexpr float kFloor = 1e-6F; ///< of the loudest band's: a hat under a kick counts, hiss does not
constexpr double kLeastRatio = 1.25; ///< of energy across the edge: cutting a tone off splashes
constexpr double kLeastOdds = -0.5; ///< log odds of a hit that counts by default
constexpr double kFollows = 0.05; ///< energy that must follow, of that before: an end is no onset

/// Mean rise of the band levels in dB per frame, measured over 10 ms.
std::vector<float> bandRise(std::span<const float> mono, int sampleRate, int hop)
{
    const int size = windowFor(kWindowS, sampleRate);
    const MelBands bands(kBands, 30.0, 16000.0, size, sampleRate);
    std::vector<std::vector<float>> levels;
    std::vector<float> floor(bands.count());
    forEachSpectrum(mono, size, hop, [&](std::size_t, std::span<const float> power) {
        std::vector<float> row(bands.count());
        bands.apply(power, row);
        for (std::size_t band = 0; band < row.size(); ++band) {
            floor[band] = std::max(floor[band], row[band]);
        }
        levels.push_back(std::move(row));
    });
    const float loudest = *std::max_element(floor.begin(), floor.end());
    std::vector<float> silence(floor.size());
    for (std::size_t band = 0; band < floor.size(); ++band) {
        floor[band] = std::max(floor[band] * kBandFloor, loudest * kFloor) + 1e-12F;
        silence[band] = 10.0F * std::log10(floor[band]);
    }
    for (auto& row : levels) {
        for (std::size_t band = 0; band < row.size(); ++band) {
            row[band] = 10.0F * std::log10(row[band] + floor[band]);
        }
    }
    std::vector<float> rise(levels.size());
    for (std::size_t frame = 0; frame < levels.size(); ++frame) {
        const auto& before = frame < 2 ? silence : levels[frame - 2];
        float sum = 0.0F;
        for (std::size_t band = 0; band < silence.size(); ++band) {
            sum += std::max(0.0F, levels[frame][band] - before[band]);
        }
        rise[frame] = sum / static_cast<float>(silence.size());
    }
    return rise;
}

double energyOf(std::span<const float> mono, std::size_t begin, std::size_t end)
{
    double sum = 0.0;
    for (std::size_t i = begin; i < std::min(end, mono.size()); ++i) {
        sum += static_cast<double>(mono[i]) * static_cast<double>(mono[i]);
    }
    return sum;
}

struct Edge
{
    std::size_t frame;
    double ratio; ///< energy behind over energy before
};

/// Running sums over [from, to) of the energy plus that of the slope, which makes clicks weigh as
/// much as subs.
std::vector<double> runningEnergy(std::span<const float> mono, std::size_t from, std::size_t to)
{
    std::vector<double> sum(to - from + 1);
    for (std::size_t i = from; i < to; ++i) {
        const double x = static_cast<double>(mono[i]);
        const double last = i > 0 ? static_cast<double>(mono[i - 1]) : 0.0;
        const double slope = x - last;
        sum[i - from + 1] = sum[i - from] + x * x + 4.0 * slope * slope;
    }
    return sum;
}

/// Where the energy of the following 4 ms exceeds that of the preceding 8 ms most.
Edge sharpen(std::span<const float> mono, int sampleRate, std::size_t around)
{
    const auto ms = [sampleRate](double t) {
        return static_cast<std::size_t>(std::max(1.0, t * 0.001 * sampleRate));
    };
    const std::size_t begin = around > ms(25.0) ? around - ms(25.0) : 0;
    const std::size_t end = std::min(mono.size(), around + ms(15.0));
    const std::size_t before = ms(8.0);
    const std::size_t after = ms(4.0);
    const std::size_t from = begin > before ? begin - before : 0;
    const std::size_t to = std::min(mono.size(), end + after);
    const std::vector<double> sum = runningEnergy(mono, from, to);
    const double floor = 1e-4 * sum.back() / static_cast<double>(sum.size()) + 1e-14;
    std::size_t best = std::min(around, end);
    double bestRatio = 0.0;
    for (std::size_t at = begin; at < end; ++at) {
        const std::size_t lower = std::max(from, at > before ? at - before : 0);
        const std::size_t upper = std::min(to, at + after);
        const double past = (sum[at - from] - sum[lower - from]) / static_cast<double>(before);
        const double next = (sum[upper - from] - sum[at - from]) / static_cast<double>(after);
        const double ratio = (next + floor) / (past + floor);
        if (ratio > bestRatio * 1.0001) {
            bestRatio = ratio;
            best = at;
        }
    }
    return {best, bestRatio};
}

} // namespace

std::vector<double> detectOnsets(std::span<const float> mono, int sampleRate, double sensitivity,
                                 OnsetKind kind)
{
    std::vector<double> onsets;
    if (mono.empty() || sampleRate <= 0) {
        return onsets;
    }
    if (kind == OnsetKind::Drums) {
        const double least = kLeastOdds + 6.0 * (0.5 - std::clamp(sensitivity, 0.0, 1.0));
        for (const std::size_t frame : hitOnsets(mono, sampleRate, least)) {
            onsets.push_back(static_cast<double>(frame) / sampleRate);
        }
        return onsets;
    }
    const int hop = std::max(1, static_cast<int>(std::lround(kHopS * sampleRate)));
    const std::vector<float> rise = bandRise(mono, sampleRate, hop);
    // 3 dB mean rise over all bands by default.
    const auto threshold
        = static_cast<float>(3.0 * std::exp2(2.0 * (0.5 - std::clamp(sensitivity, 0.0, 1.0))));
    constexpr std::ptrdiff_t kPeak = 5; // no higher value within 25 ms
    constexpr std::ptrdiff_t kContext = 20; // floor from 100 ms around
    const auto count = static_cast<std::ptrdiff_t>(rise.size());
    double last = -1.0;
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        const float value = rise[static_cast<std::size_t>(i)];
        if (value < threshold) {
            continue;
        }
        const auto low = rise.begin() + std::max<std::ptrdiff_t>(0, i - kPeak);
        const auto high = rise.begin() + std::min(count, i + kPeak + 1);
        const auto here = rise.begin() + i;
        if (*std::max_element(low, high) > value || std::find(low, here, value) != here) {
            continue;
        }
        const float floor = medianOf({rise.begin() + std::max<std::ptrdiff_t>(0, i - kContext),
                                      rise.begin() + std::min(count, i + kContext + 1)});
        if (value < 1.5F * floor + threshold) {
            continue;
        }
        const auto around0 = static_cast<std::size_t>(i) * static_cast<std::size_t>(hop);
        const auto [edge, ratio] = sharpen(mono, sampleRate, around0);
        const auto around = static_cast<std::size_t>(sampleRate / 100);
        const std::size_t before = edge > around ? edge - around : 0;
        if (ratio < kLeastRatio
            || energyOf(mono, edge, edge + around) < kFollows * energyOf(mono, before, edge)) {
            continue;
        }
        const double time = static_cast<double>(edge) / sampleRate;
        if (last < 0.0 || time - last >= 0.03) {
            onsets.push_back(time);
            last = time;
        }
    }
    return onsets;
}

} // namespace nde::dsp
