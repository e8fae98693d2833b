#include "core/nn/vae/LongPrepare.h"

#include "core/audio/Resample.h"
#include "core/nn/vae/Prepare.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kShortest = 36000; ///< 0.8 s: two beats at 147
constexpr float kAudible = 1e-3F; ///< of the peak
constexpr std::size_t kBefore = 44; ///< samples that stay before what is audible
constexpr double kMostOctaves = 5.0 / 12.0;
constexpr double kMostTiltDb = 5.0;

float peakOf(const std::vector<float>& samples)
{
    float peak = 0;
    for (const float sample : samples) {
        peak = std::max(peak, std::abs(sample));
    }
    return peak;
}

bool isUsable(const std::vector<float>& samples)
{
    return !samples.empty()
        && std::all_of(samples.begin(), samples.end(), [](float s) { return std::isfinite(s); });
}

/// At 44.1 kHz; empty when the rate cannot be.
std::vector<float> converted(std::vector<float> mono, double rate)
{
    if (rate == kSampleRate) {
        return mono;
    }
    auto resampler = audio::Resampler::create(1, rate, kSampleRate);
    std::vector<float> out;
    if (resampler) {
        resampler->process(mono, false, out);
        resampler->process({}, true, out);
    }
    return out;
}

/// Silence at both ends, or what is before the first "one".
void trim(LongMaterial& material, const LongTiming& timing)
{
    auto& samples = material.samples;
    const float least = kAudible * peakOf(samples);
    const auto isHeard = [least](float s) { return std::abs(s) > least; };
    const auto last = std::find_if(samples.rbegin(), samples.rend(), isHeard);
    samples.resize(static_cast<std::size_t>(samples.rend() - last));
    const auto first = static_cast<std::size_t>(
        std::find_if(samples.begin(), samples.end(), isHeard) - samples.begin());
    const std::size_t start = timing.bpm > 0.0
        ? static_cast<std::size_t>(std::max(0.0, timing.startS) * kSampleRate)
        : first - std::min(first, kBefore);
    if (start < samples.size()) {
        samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(start));
        material.onset = static_cast<int>(start);
    }
}

void scaleToPeak(std::vector<float>& samples, float gain)
{
    for (float& sample : samples) {
        sample *= gain;
    }
}

} // namespace

LongMaterial longMaterial(const audio::AudioBuffer& audio, const LongTiming& timing)
{
    LongMaterial out;
    if (audio.isEmpty() || audio.sampleRate() <= 0) {
        out.problem = "unreadable";
        return out;
    }
    auto mono = audio::toMono(audio);
    const auto most = static_cast<std::size_t>(kLongestS * audio.sampleRate());
    const bool isCut = mono.size() > most;
    mono.resize(std::min(mono.size(), most));
    if (isUsable(mono)) {
        out.samples = converted(std::move(mono), audio.sampleRate());
    }
    if (!isUsable(out.samples)) {
        out.problem = "unreadable";
        return out;
    }
    double mean = 0;
    for (const float sample : out.samples) {
        mean += sample;
    }
    mean /= static_cast<double>(out.samples.size());
    for (float& sample : out.samples) {
        sample -= static_cast<float>(mean);
    }
    const float peak = peakOf(out.samples);
    if (peak < 1e-3F) {
        out.problem = "silent";
        return out;
    }
    if (!timing.isLoop || isCut) {
        trim(out, timing);
    }
    if (out.samples.size() < kShortest) {
        out.problem = "too short";
        return out;
    }
    out.grid = gridOf(out.samples.size(), timing.bpm, timing.isLoop && !isCut);
    out.gain = kTrainingPeak / peak;
    scaleToPeak(out.samples, out.gain);
    return out;
}

LongMaterial longVariant(const LongMaterial& original, Random& random)
{
    const double speed = std::pow(2.0, random.uniform(-kMostOctaves, kMostOctaves));
    const double tiltDb = random.uniform(-kMostTiltDb, kMostTiltDb);
    const double tiltHz = std::exp(random.uniform(std::log(200.0), std::log(5000.0)));
    LongMaterial out;
    out.samples = converted(original.samples, speed * kSampleRate);
    out.grid = original.grid;
    out.grid.hop
        *= static_cast<double>(out.samples.size()) / static_cast<double>(original.samples.size());
    const double pole = std::exp(-2.0 * std::numbers::pi * tiltHz / kSampleRate);
    const double gain = std::pow(10.0, tiltDb / 20.0);
    double low = 0;
    for (float& sample : out.samples) {
        low = (1.0 - pole) * sample + pole * low;
        sample = static_cast<float>(low + (sample - low) * gain);
    }
    out.gain = kTrainingPeak / std::max(peakOf(out.samples), 1e-6F);
    scaleToPeak(out.samples, out.gain);
    return out;
}

} // namespace nde::nn::vae
