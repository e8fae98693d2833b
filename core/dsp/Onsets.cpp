#include "core/dsp/Analysis.h"
#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <cmath>

namespace nde::dsp {
namespace {

constexpr double kHopS = 0.005;
constexpr double kWindowS = 0.023;
constexpr int kBands = 24;
constexpr float kFloor = 1e-4F; ///< of the loudest band power: −40 dB

/// Mean rise of the band levels in dB per frame, measured over 10 ms.
std::vector<float> bandRise(std::span<const float> mono, int sampleRate, int hop)
{
    const int size = windowFor(kWindowS, sampleRate);
    const MelBands bands(kBands, 30.0, 16000.0, size, sampleRate);
    std::vector<std::vector<float>> levels;
    float loudest = 0.0F;
    forEachSpectrum(mono, size, hop, [&](std::size_t, std::span<const float> power) {
        std::vector<float> row(bands.count());
        bands.apply(power, row);
        loudest = std::max(loudest, *std::max_element(row.begin(), row.end()));
        levels.push_back(std::move(row));
    });
    const float floor = loudest * kFloor + 1e-12F;
    for (auto& row : levels) {
        for (float& value : row) {
            value = 10.0F * std::log10(value + floor);
        }
    }
    const std::vector<float> silence(bands.count(), 10.0F * std::log10(floor));
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

/// Where the energy of the following 4 ms exceeds that of the preceding 8 ms most: the edge.
std::size_t sharpen(std::span<const float> mono, int sampleRate, std::size_t around)
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
    // Running sums of the energy plus that of the slope, which makes clicks weigh as much as subs.
    std::vector<double> sum(to - from + 1);
    for (std::size_t i = from; i < to; ++i) {
        const double x = static_cast<double>(mono[i]);
        const double slope = i > 0 ? x - static_cast<double>(mono[i - 1]) : x;
        sum[i - from + 1] = sum[i - from] + x * x + 4.0 * slope * slope;
    }
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
    return best;
}

} // namespace

std::vector<double> detectOnsets(std::span<const float> mono, int sampleRate, double sensitivity)
{
    std::vector<double> onsets;
    if (mono.empty() || sampleRate <= 0) {
        return onsets;
    }
    const int hop = std::max(1, static_cast<int>(std::lround(kHopS * sampleRate)));
    const std::vector<float> rise = bandRise(mono, sampleRate, hop);
    // 3 dB mean rise over all bands by default; a hat alone moves a third of them by 20 dB.
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
        const std::size_t edge = sharpen(
            mono, sampleRate, static_cast<std::size_t>(i) * static_cast<std::size_t>(hop));
        const double time = static_cast<double>(edge) / sampleRate;
        if (last < 0.0 || time - last >= 0.03) {
            onsets.push_back(time);
            last = time;
        }
    }
    return onsets;
}

} // namespace nde::dsp
