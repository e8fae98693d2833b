#include "core/nn/vae/Descriptors.h"

#include "core/nn/vae/Layout.h"
#include "core/nn/vae/Stft.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

namespace nde::nn::vae {

namespace {

constexpr int kLongFft = 16384; ///< 2.7 Hz a bin
constexpr double kBinHz = static_cast<double>(kSampleRate) / kLongFft;
constexpr double kEmpty = 1e-9; ///< of the sound's energy: what counts as nothing

constexpr std::size_t samplesOf(double seconds)
{
    return static_cast<std::size_t>(seconds * kSampleRate + 0.5);
}

double decibels(double ratio)
{
    return 10.0 * std::log10(std::max(ratio, kEmpty));
}

/// Mean square of a stretch; silence after the end.
double powerOf(std::span<const float> sound, std::size_t from, std::size_t to)
{
    double sum = 0;
    for (std::size_t n = from; n < std::min(to, sound.size()); ++n) {
        sum += static_cast<double>(sound[n]) * sound[n];
    }
    return sum / static_cast<double>(to - from);
}

/// Power spectrum of a stretch under a window that falls to zero at its end, and at its start too
/// unless that is the sound's own start. [kLongFft/2 + 1]
std::vector<double> spectrumOf(std::span<const float> sound, std::size_t from, std::size_t to)
{
    const std::size_t length = std::min<std::size_t>(to - from, kLongFft);
    std::vector<float> block(kLongFft, 0.0F);
    const double turn = (from > 0 ? 2.0 : 1.0) * std::numbers::pi / static_cast<double>(length);
    const double begin = from > 0 ? 0.0 : std::numbers::pi;
    for (std::size_t n = 0; n < length && from + n < sound.size(); ++n) {
        const double window = 0.5 - 0.5 * std::cos(begin + turn * static_cast<double>(n));
        block[n] = static_cast<float>(sound[from + n] * window);
    }
    dsp::RealFft fft(kLongFft);
    std::vector<Complex> bins(kLongFft / 2 + 1);
    fft.forward(block, bins);
    std::vector<double> power(bins.size());
    std::transform(bins.begin(), bins.end(), power.begin(),
                   [](Complex bin) { return static_cast<double>(std::norm(bin)); });
    return power;
}

double sumOf(const std::vector<double>& power, double fromHz, double toHz)
{
    const auto from = static_cast<std::ptrdiff_t>(fromHz / kBinHz);
    const auto to = std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(toHz / kBinHz) + 1,
                                             static_cast<std::ptrdiff_t>(power.size()));
    return std::accumulate(power.begin() + from, power.begin() + to, 0.0);
}

/// Frequency of the strongest bin between 25 Hz and 2 kHz, refined by a parabola through the
/// logarithms of it and its neighbours.
double strongestHz(const std::vector<double>& power)
{
    const auto first = static_cast<std::size_t>(25.0 / kBinHz);
    const auto last = static_cast<std::size_t>(2000.0 / kBinHz);
    const auto at = static_cast<std::size_t>(
        std::max_element(power.begin() + static_cast<std::ptrdiff_t>(first),
                         power.begin() + static_cast<std::ptrdiff_t>(last))
        - power.begin());
    const double before = std::log(power[at - 1] + 1e-30);
    const double peak = std::log(power[at] + 1e-30);
    const double after = std::log(power[at + 1] + 1e-30);
    const double bend = before - 2.0 * peak + after;
    const double offset = bend < -1e-9 ? std::clamp(0.5 * (before - after) / bend, -0.5, 0.5) : 0.0;
    return (static_cast<double>(at) + offset) * kBinHz;
}

double octaves(double value, double reference)
{
    return std::log2(std::max(value, 1e-3) / reference);
}

double brightness(const std::vector<double>& power)
{
    double sum = 0;
    double weighted = 0;
    for (std::size_t k = 1; k < power.size(); ++k) {
        sum += power[k];
        weighted += power[k] * octaves(static_cast<double>(k) * kBinHz, 20.0);
    }
    return sum > 0.0 ? weighted / sum : 0.0;
}

/// Geometric over arithmetic mean in third-octave bands, weighted by the bands' energy: what the
/// balance of the bands is does not count, only their fine structure.
double noisiness(const std::vector<double>& power)
{
    double total = 0;
    double weighted = 0;
    for (double low = 150.0; low < 18000.0; low *= std::cbrt(2.0)) {
        const auto from = static_cast<std::size_t>(low / kBinHz);
        const auto to = static_cast<std::size_t>(low * std::cbrt(2.0) / kBinHz);
        double sum = 0;
        double logarithms = 0;
        for (std::size_t k = from; k < to; ++k) {
            sum += power[k];
            logarithms += std::log(power[k] + 1e-30);
        }
        const auto count = static_cast<double>(to - from);
        // The spectrum of noise is exponentially distributed: its flatness is exp(-0.5772).
        const double flatness = std::exp(logarithms / count) / (sum / count + 1e-30) / 0.5615;
        weighted += sum * std::min(flatness, 1.0);
        total += sum;
    }
    return total > 0.0 ? weighted / total : 0.0;
}

double decayTime(std::span<const float> sound)
{
    const double total = powerOf(sound, 0, sound.size()) * static_cast<double>(sound.size());
    double left = total;
    std::size_t n = 0;
    while (n < sound.size() && left > 0.01 * total) {
        left -= static_cast<double>(sound[n]) * sound[n];
        ++n;
    }
    return static_cast<double>(n) / kSampleRate;
}

/// Without what lies far below `cutoffHz`, by two first-order filters.
std::vector<float> highPassed(std::span<const float> sound, double cutoffHz)
{
    const double pole = std::exp(-2.0 * std::numbers::pi * cutoffHz / kSampleRate);
    std::vector<float> out(sound.begin(), sound.end());
    for (int pass = 0; pass < 2; ++pass) {
        double low = 0;
        for (float& sample : out) {
            low = (1.0 - pole) * sample + pole * low;
            sample = static_cast<float>(sample - low);
        }
    }
    return out;
}

/// Deviation in dB of the level in steps of 2 ms from its mean over 30 ms, weighted by energy.
double roughness(std::span<const float> sound)
{
    constexpr std::size_t kStep = 88;
    constexpr std::size_t kSpan = 15;
    constexpr double kAudible = 0.01; ///< of the whole sound's power there
    // The waves of a bass note are longer than a step; they are not what roughness means.
    const auto high = highPassed(sound, 400.0);
    std::vector<double> level;
    std::vector<double> whole;
    for (std::size_t n = samplesOf(0.010); n + kStep <= high.size(); n += kStep) {
        level.push_back(powerOf(high, n, n + kStep));
        whole.push_back(powerOf(sound, n, n + kStep));
    }
    double sum = 0;
    double weights = 1e-30;
    for (std::size_t i = 0; i + kSpan <= level.size(); ++i) {
        const auto at = static_cast<std::ptrdiff_t>(i);
        const double energy = std::accumulate(level.begin() + at, level.begin() + at + kSpan, 0.0);
        const double floor = 1e-8
            + kAudible * std::accumulate(whole.begin() + at, whole.begin() + at + kSpan, 0.0)
                / kSpan;
        double mean = 0;
        double square = 0;
        for (std::size_t j = i; j < i + kSpan; ++j) {
            const double value = 10.0 * std::log10(level[j] + floor);
            mean += value / kSpan;
            square += value * value / kSpan;
        }
        sum += energy * std::sqrt(std::max(0.0, square - mean * mean));
        weights += energy;
    }
    return sum / weights;
}

} // namespace

std::array<float, kDescriptorCount> describe(std::span<const float> aligned)
{
    std::vector<float> sound(aligned.begin(), aligned.end());
    sound.resize(std::max<std::size_t>(sound.size(), samplesOf(0.300)), 0.0F);
    float peak = 1e-9F;
    for (const float sample : sound) {
        peak = std::max(peak, std::abs(sample));
    }
    for (float& sample : sound) {
        sample /= peak;
    }
    const auto whole = spectrumOf(sound, 0, samplesOf(0.300));
    const auto start = spectrumOf(sound, 0, samplesOf(0.030));
    const auto later = spectrumOf(sound, samplesOf(0.080), samplesOf(0.250));
    const double total = std::max(sumOf(whole, 0.0, kSampleRate / 2.0), 1e-12);
    const double pitchHz = strongestHz(whole);
    const double partial
        = sumOf(whole, std::max(0.0, pitchHz * 0.85 - 15.0), pitchHz * 1.18 + 15.0);
    const double early = powerOf(sound, 0, samplesOf(0.100));
    // A tail that is no longer there has no pitch that the start could have fallen to.
    const bool hasTail = powerOf(sound, samplesOf(0.080), samplesOf(0.250)) > 1e-4 * early;
    const double fall = hasTail ? octaves(strongestHz(start), strongestHz(later)) : 0.0;
    const std::array<double, kDescriptorCount> out {
        brightness(whole),
        octaves(decayTime(sound), 0.001),
        noisiness(whole),
        decibels(powerOf(sound, 0, samplesOf(0.010))
                 / std::max(powerOf(sound, samplesOf(0.010), samplesOf(0.110)), 1e-12)),
        octaves(pitchHz, 20.0),
        decibels(sumOf(whole, 0.0, 200.0) / total),
        roughness(sound),
        fall,
        decibels(std::max(total - partial, 0.0) / std::max(partial, 1e-12)),
        decibels(powerOf(sound, samplesOf(0.100), samplesOf(0.300)) / std::max(early, 1e-12))};
    std::array<float, kDescriptorCount> numbers {};
    std::transform(out.begin(), out.end(), numbers.begin(),
                   [](double value) { return static_cast<float>(value); });
    return numbers;
}

} // namespace nde::nn::vae
