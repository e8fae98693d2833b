#include "core/audio/Resample.h"
#include "core/nn/vae/LongDreamer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kFadeIn = 24;
constexpr std::size_t kFadeOut = 2205;
constexpr std::size_t kRound = 147 * 32; ///< samples on either side of a loop; 160 · 32 at 48 kHz

void removeMean(std::vector<float>& samples)
{
    double mean = 0;
    for (const float sample : samples) {
        mean += sample;
    }
    mean /= static_cast<double>(std::max<std::size_t>(samples.size(), 1));
    for (float& sample : samples) {
        sample -= static_cast<float>(mean);
    }
}

void fadeEnds(std::vector<float>& samples)
{
    for (std::size_t n = 0; n < std::min(kFadeIn, samples.size()); ++n) {
        samples[n] *= static_cast<float>(n) / static_cast<float>(kFadeIn);
    }
    const std::size_t count = std::min(kFadeOut, samples.size() / 4);
    for (std::size_t n = 0; n < count; ++n) {
        const float phase
            = std::numbers::pi_v<float> * static_cast<float>(n) / static_cast<float>(count);
        samples[samples.size() - 1 - n] *= 0.5F - 0.5F * std::cos(phase);
    }
}

/// What a stereo sound's louder channel reaches.
float peakOf(const LongSound& sound)
{
    float peak = 0;
    for (std::size_t n = 0; n < sound.middle.size(); ++n) {
        const float side = sound.side.empty() ? 0.0F : std::abs(sound.side[n]);
        peak = std::max(peak, std::abs(sound.middle[n]) + side);
    }
    return peak;
}

} // namespace

bool finishLong(LongSound& sound, bool isCircular)
{
    for (std::vector<float>* part : {&sound.middle, &sound.side}) {
        removeMean(*part);
        if (!isCircular) {
            fadeEnds(*part);
        }
    }
    const float peak = peakOf(sound);
    if (!std::isfinite(peak) || peak < 1e-6F) {
        return false;
    }
    for (std::vector<float>* part : {&sound.middle, &sound.side}) {
        for (float& sample : *part) {
            sample *= kPeak / peak;
        }
    }
    return true;
}

Result<audio::AudioBuffer> deliverLong(const LongSound& sound, bool isCircular, int sampleRate)
{
    const std::size_t length = sound.middle.size();
    const int channels = sound.side.empty() ? 1 : 2;
    const std::size_t before = isCircular && sampleRate != kSampleRate ? kRound : 0;
    audio::AudioBuffer out(channels, length + 2 * before, kSampleRate);
    for (int c = 0; c < channels; ++c) {
        const float sign = c == 0 ? 1.0F : -1.0F;
        const auto to = out.channel(c);
        for (std::size_t n = 0; n < to.size(); ++n) {
            const std::size_t from = (n + (before / length + 1) * length - before) % length;
            to[n] = sound.middle[from] + (sound.side.empty() ? 0.0F : sign * sound.side[from]);
        }
    }
    if (sampleRate == kSampleRate) {
        return out;
    }
    auto converted = audio::resample(out, sampleRate);
    if (!converted) {
        return converted;
    }
    const double ratio = static_cast<double>(sampleRate) / kSampleRate;
    const auto first = static_cast<std::size_t>(std::lround(static_cast<double>(before) * ratio));
    const auto count = static_cast<std::size_t>(std::lround(static_cast<double>(length) * ratio));
    audio::AudioBuffer cut(channels, count, sampleRate);
    const float peak = std::max(audio::peakOf(*converted), 1e-9F);
    for (int c = 0; c < channels; ++c) {
        const auto from = converted->channel(c);
        const auto to = cut.channel(c);
        for (std::size_t n = 0; n < count; ++n) {
            to[n] = from[std::min(first + n, from.size() - 1)] * std::min(1.0F, kPeak / peak);
        }
        if (!isCircular) { // the resampler's filter rings a little over both ends
            for (std::size_t n = 0; n < std::min(kFadeIn, count / 2); ++n) {
                const float gain = static_cast<float>(n) / kFadeIn;
                to[n] *= gain;
                to[count - 1 - n] *= gain;
            }
        }
    }
    return cut;
}

} // namespace nde::nn::vae
