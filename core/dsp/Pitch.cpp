#include "core/dsp/Analysis.h"
#include "core/dsp/Fft.h"
#include "core/dsp/Spectrogram.h"

#include <algorithm>
#include <cmath>
#include <complex>

namespace nde::dsp {
namespace {

constexpr double kLowHz = 30.0;
constexpr double kHighHz = 2000.0;
constexpr double kThreshold
    = 0.15; ///< de Cheveigné, Kawahara, JASA 2002: 0.1; noisier material here
constexpr double kGiveUp = 0.30; ///< the best dip must be below

/// Energy of x[i] − x[i + lag] over the first `length` samples.
double differenceAt(std::span<const float> x, std::size_t length, std::size_t lag)
{
    float sum = 0.0F;
    for (std::size_t i = 0; i < length; ++i) {
        const float difference = x[i] - x[i + lag];
        sum += difference * difference;
    }
    return static_cast<double>(sum);
}

/// The same for all lags up to `count`, by correlation: |a − b|² = |a|² + |b|² − 2ab.
std::vector<double> differences(std::span<const float> x, std::size_t length, std::size_t count,
                                RealFft& fft)
{
    const auto size = static_cast<std::size_t>(fft.size());
    std::vector<float> time(size);
    std::vector<std::complex<float>> head(size / 2 + 1);
    std::vector<std::complex<float>> all(size / 2 + 1);
    std::copy(x.begin(), x.end(), time.begin());
    fft.forward(time, all);
    std::fill(time.begin() + static_cast<std::ptrdiff_t>(length), time.end(), 0.0F);
    fft.forward(time, head);
    for (std::size_t bin = 0; bin < all.size(); ++bin) {
        all[bin] *= std::conj(head[bin]);
    }
    fft.inverse(all, time);
    double shifted = 0.0;
    for (std::size_t i = 0; i < length; ++i) {
        shifted += static_cast<double>(x[i]) * static_cast<double>(x[i]);
    }
    const double still = shifted;
    std::vector<double> d(count);
    for (std::size_t lag = 1; lag < count; ++lag) {
        const auto out = static_cast<double>(x[lag - 1]);
        const auto in = static_cast<double>(x[lag + length - 1]);
        shifted += in * in - out * out;
        d[lag] = std::max(0.0, still + shifted - 2.0 * static_cast<double>(time[lag]));
    }
    return d;
}

struct Period
{
    double samples {}; ///< 0 = none
    double clarity {}; ///< 1 − the depth that the dip lacks
};

/// @param fft  at least as long as x.
Period yinPeriod(std::span<const float> x, int sampleRate, RealFft& fft)
{
    const auto longest = static_cast<std::size_t>(sampleRate / kLowHz);
    const auto shortest = static_cast<std::size_t>(sampleRate / kHighHz);
    if (x.size() < longest + 2 * shortest + 4) {
        return {};
    }
    const std::size_t top = std::min(longest, x.size() / 2);
    const std::size_t length = x.size() - top - 1;
    const std::vector<double> d = differences(x, length, top + 2, fft);
    double total = 0.0;
    std::vector<double> normalised(d.size(), 1.0);
    for (std::size_t lag = 1; lag < d.size(); ++lag) {
        total += d[lag];
        normalised[lag] = total > 0.0 ? d[lag] * static_cast<double>(lag) / total : 1.0;
    }
    std::size_t best = 0;
    for (std::size_t lag = std::max<std::size_t>(2, shortest); lag <= top; ++lag) {
        if (normalised[lag] < kThreshold) {
            best = lag;
            while (best + 1 <= top && normalised[best + 1] < normalised[best]) {
                ++best;
            }
            break;
        }
        if (best == 0 || normalised[lag] < normalised[best]) {
            best = lag;
        }
    }
    if (best == 0 || best >= top || normalised[best] > kGiveUp) {
        return {};
    }
    // The parabola is laid through the raw difference function: the normalisation would bias it.
    // These three are summed afresh: near the dip the correlation has lost its digits.
    const double a = differenceAt(x, length, best - 1);
    const double b = differenceAt(x, length, best);
    const double c = differenceAt(x, length, best + 1);
    const double curve = a - 2.0 * b + c;
    const double shift = curve > 0.0 ? std::clamp(0.5 * (a - c) / curve, -0.5, 0.5) : 0.0;
    return {static_cast<double>(best) + shift, std::clamp(1.0 - normalised[best], 0.0, 1.0)};
}

} // namespace

std::optional<PitchEstimate> estimatePitch(std::span<const float> mono, int sampleRate)
{
    if (sampleRate <= 0) {
        return std::nullopt;
    }
    const auto block = static_cast<std::size_t>(sampleRate / 100);
    if (block == 0 || mono.size() < 4 * block) {
        return std::nullopt;
    }
    std::vector<double> levels;
    for (std::size_t at = 0; at + block <= mono.size(); at += block) {
        double sum = 0.0;
        for (std::size_t i = 0; i < block; ++i) {
            sum += static_cast<double>(mono[at + i]) * static_cast<double>(mono[at + i]);
        }
        levels.push_back(sum);
    }
    const auto loudest = std::max_element(levels.begin(), levels.end());
    if (*loudest < 1e-9 * static_cast<double>(block)) {
        return std::nullopt;
    }
    // The sustain: from the loudest block on while above −26 dB, at most a second.
    // Its first block is the first near the loudest: a low tone beats with the blocks.
    const auto isLoud = [top = *loudest](double level) { return level >= 0.5 * top; };
    const auto first = static_cast<std::size_t>(std::find_if(levels.begin(), levels.end(), isLoud)
                                                - levels.begin());
    std::size_t last = first;
    while (last < levels.size() && last < first + 100 && levels[last] > *loudest * 0.0025) {
        ++last;
    }
    // What follows the first 20 ms is free of the click where there is enough of it.
    const std::size_t begin = (last > first + 8 ? first + 2 : first) * block;
    const std::size_t end = std::max(last * block, std::min(mono.size(), begin + 8 * block));
    const std::span<const float> sustain = mono.subspan(begin, std::min(end, mono.size()) - begin);
    const auto window = std::min(sustain.size(), static_cast<std::size_t>(0.08 * sampleRate));
    constexpr std::size_t kFrames = 7;
    const std::size_t spare = sustain.size() - window;
    const auto longest = static_cast<double>(std::max<std::size_t>(window, 64));
    RealFft fft(1 << static_cast<int>(std::ceil(std::log2(longest))));
    const std::size_t count = spare == 0 ? 1 : kFrames;
    std::vector<float> periods;
    std::vector<float> clarities;
    for (std::size_t i = 0; i < count; ++i) {
        const Period period
            = yinPeriod(sustain.subspan(spare * i / (kFrames - 1), window), sampleRate, fft);
        if (period.samples > 0.0) {
            periods.push_back(static_cast<float>(period.samples));
            clarities.push_back(static_cast<float>(period.clarity));
        }
    }
    if (periods.empty() || 2 * periods.size() < count) {
        return std::nullopt;
    }
    const double voiced = static_cast<double>(periods.size()) / static_cast<double>(count);
    // A kick glides down: the later half has settled.
    periods.erase(periods.begin(),
                  periods.begin() + static_cast<std::ptrdiff_t>(periods.size() / 2));
    return PitchEstimate {sampleRate / static_cast<double>(medianOf(std::move(periods))),
                          voiced * static_cast<double>(medianOf(std::move(clarities)))};
}

std::optional<double> estimatePitchHz(std::span<const float> mono, int sampleRate)
{
    const auto pitch = estimatePitch(mono, sampleRate);
    return pitch ? std::optional(pitch->hz) : std::nullopt;
}

} // namespace nde::dsp
