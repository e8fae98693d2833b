#include "core/nn/vae/Prepare.h"

#include "core/audio/Resample.h"
#include "core/dsp/Fft.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <numbers>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kFadeIn = 24;
constexpr std::size_t kShortest = 800; ///< 18 ms
constexpr double kMostOctaves = 1.0; ///< that a variant is higher or lower
constexpr double kNyquist = kSampleRate / 2.0;

float peakOf(const std::vector<float>& samples)
{
    float peak = 0;
    for (const float sample : samples) {
        peak = std::max(peak, std::abs(sample));
    }
    return peak;
}

void fadeIn(std::vector<float>& samples)
{
    for (std::size_t n = 0; n < std::min(kFadeIn, samples.size()); ++n) {
        samples[n] *= static_cast<float>(n) / static_cast<float>(kFadeIn - 1);
    }
}

void fadeOut(std::vector<float>& samples, std::size_t end, std::size_t count)
{
    for (std::size_t n = 0; n < count; ++n) {
        const float phase = std::numbers::pi_v<float> * static_cast<float>(n)
            / static_cast<float>(std::max<std::size_t>(count - 1, 1));
        samples[end - count + n] *= 0.5F + 0.5F * std::cos(phase);
    }
}

void scale(std::vector<float>& samples, float gain)
{
    for (float& sample : samples) {
        sample *= gain;
    }
}

/// Takes away, without a phase, what a faster reading would fold down.
std::vector<float> lowPassed(const std::vector<float>& samples, double cutoffHz)
{
    constexpr int kSize = 65536;
    dsp::RealFft fft(kSize);
    std::vector<float> block(kSize, 0.0F);
    std::copy(samples.begin(), samples.end(), block.begin());
    std::vector<std::complex<float>> bins(kSize / 2 + 1);
    fft.forward(block, bins);
    for (std::size_t k = 0; k < bins.size(); ++k) {
        const double hz = static_cast<double>(k) * kSampleRate / kSize;
        const double open = std::clamp((cutoffHz - hz) / (0.1 * cutoffHz), 0.0, 1.0);
        bins[k] *= static_cast<float>(0.5 - 0.5 * std::cos(std::numbers::pi * open));
    }
    fft.inverse(bins, block);
    block.resize(samples.size());
    return block;
}

/// Reads at `ratio` times the speed with four-point cubic interpolation; silence after the end.
std::vector<float> varispeed(const std::vector<float>& samples, double ratio)
{
    const auto length = static_cast<std::ptrdiff_t>(samples.size());
    const auto read = [&](std::ptrdiff_t n) {
        return n >= 0 && n < length ? samples[static_cast<std::size_t>(n)] : 0.0F;
    };
    std::vector<float> out(samples.size());
    for (std::size_t n = 0; n < out.size(); ++n) {
        const double position = static_cast<double>(n) * ratio;
        const auto i = static_cast<std::ptrdiff_t>(position);
        const auto t = static_cast<float>(position - static_cast<double>(i));
        const float a = read(i - 1);
        const float b = read(i);
        const float c = read(i + 1);
        const float d = read(i + 2);
        out[n] = b
            + 0.5F * t
                * (c - a + t * (2.0F * a - 5.0F * b + 4.0F * c - d + t * (3.0F * (b - c) + d - a)));
    }
    return out;
}

void shapeDecay(std::vector<float>& samples, double rate)
{
    for (std::size_t n = 0; n < samples.size(); ++n) {
        const double gain = std::exp(-rate * static_cast<double>(n) / kSampleRate);
        samples[n] *= static_cast<float>(std::min(gain, 2.0));
    }
}

void tilt(std::vector<float>& samples, double gainDb, double cutoffHz)
{
    const double pole = std::exp(-2.0 * std::numbers::pi * cutoffHz / kSampleRate);
    const double gain = std::pow(10.0, gainDb / 20.0);
    double low = 0;
    for (float& sample : samples) {
        low = (1.0 - pole) * sample + pole * low;
        sample = static_cast<float>(low + (sample - low) * gain);
    }
}

/// Whether the low-frequency phase that `Layout.h` stores lies in the left half of the circle. Of
/// two sounds that differ in polarity alone one becomes the other, and no mix of phases cancels.
bool isInverted(const std::vector<float>& samples)
{
    dsp::RealFft fft(kFftSize);
    const auto window = dsp::hannWindow(kFftSize);
    std::vector<float> frame(kFftSize, 0.0F);
    constexpr std::ptrdiff_t kStart = std::ptrdiff_t {kSeedFrame} * kHop - kFftSize / 2;
    for (std::ptrdiff_t n = std::max<std::ptrdiff_t>(0, -kStart); n < kFftSize; ++n) {
        const auto at = static_cast<std::size_t>(n);
        frame[at] = samples[static_cast<std::size_t>(kStart + n)] * window[at];
    }
    std::vector<std::complex<float>> bins(kBins);
    fft.forward(frame, bins);
    const auto loudest = std::max_element(
        bins.begin(), bins.begin() + kSeedBins,
        [](const auto& a, const auto& b) { return std::norm(a) < std::norm(b); });
    const bool isOdd = (loudest - bins.begin()) % 2 == 1; // the frame's centre, not its start
    return (loudest->real() < 0.0F) != isOdd;
}

} // namespace

AlignedSound align(const audio::AudioBuffer& audio)
{
    AlignedSound out;
    if (audio.isEmpty() || audio.sampleRate() <= 0) {
        out.problem = "unreadable";
        return out;
    }
    auto mono = audio::toMono(audio);
    if (!std::all_of(mono.begin(), mono.end(), [](float s) { return std::isfinite(s); })) {
        out.problem = "unreadable";
        return out;
    }
    if (audio.sampleRate() != kSampleRate) {
        audio::AudioBuffer single(1, mono.size(), audio.sampleRate());
        std::copy(mono.begin(), mono.end(), single.channel(0).begin());
        const auto converted = audio::resample(single, kSampleRate);
        if (!converted) {
            out.problem = "unreadable";
            return out;
        }
        const auto samples = converted->channel(0);
        mono.assign(samples.begin(), samples.end());
    }
    if (mono.size() < kShortest) {
        out.problem = "too short";
        return out;
    }
    double mean = 0;
    for (const float sample : mono) {
        mean += sample;
    }
    mean /= static_cast<double>(mono.size());
    if (std::abs(mean) > 1e-3) {
        for (float& sample : mono) {
            sample -= static_cast<float>(mean);
        }
    }
    const float peak = peakOf(mono);
    if (peak < 1e-3F) {
        out.problem = "silent";
        return out;
    }
    const float threshold = peak * std::pow(10.0F, -34.0F / 20.0F);
    const auto first = std::find_if(mono.begin(), mono.end(),
                                    [threshold](float s) { return std::abs(s) > threshold; });
    const std::ptrdiff_t onset = std::max<std::ptrdiff_t>(0, first - mono.begin() - 44);
    out.onset = static_cast<int>(onset);
    out.length = static_cast<int>(static_cast<std::ptrdiff_t>(mono.size()) - onset);
    out.samples.assign(kLength, 0.0F);
    const std::size_t count = std::min<std::size_t>(kLength, static_cast<std::size_t>(out.length));
    std::copy_n(mono.begin() + onset, count, out.samples.begin());
    fadeIn(out.samples);
    fadeOut(out.samples, count, std::min<std::size_t>(1024, count / 4));
    out.gain = kTrainingPeak / std::max(peakOf(out.samples), 1e-6F);
    if (isInverted(out.samples)) {
        out.gain = -out.gain;
    }
    scale(out.samples, out.gain);
    return out;
}

Variant augment(const std::vector<float>& samples, Random& random)
{
    Variant out;
    out.speed = std::pow(2.0, random.uniform(-kMostOctaves, kMostOctaves));
    auto y = varispeed(out.speed > 1.0 ? lowPassed(samples, kNyquist / out.speed) : samples,
                       out.speed);
    // Every draw happens every time, so that one decision does not shift the ones after it.
    const bool hasDecay = random.uniform() < 0.6;
    const double decay = random.uniform(-1.5, 4.0);
    const bool hasTilt = random.uniform() < 0.7;
    const double tiltDb = random.uniform(-5.0, 5.0);
    const double tiltHz = std::exp(random.uniform(std::log(200.0), std::log(5000.0)));
    const bool hasDrive = random.uniform() < 0.3;
    const double drive = random.uniform(1.0, 3.0);
    if (hasDecay) {
        shapeDecay(y, decay);
    }
    if (hasTilt) {
        tilt(y, tiltDb, tiltHz);
    }
    if (hasDrive) {
        const float gain = static_cast<float>(drive) / std::max(peakOf(y), 1e-6F);
        for (float& sample : y) {
            sample = std::tanh(gain * sample);
        }
    }
    fadeIn(y);
    fadeOut(y, y.size(), 512);
    scale(y, kTrainingPeak / std::max(peakOf(y), 1e-6F));
    out.samples = std::move(y);
    return out;
}

} // namespace nde::nn::vae
