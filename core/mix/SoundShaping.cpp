#include "core/audio/LoudnessSteps.h"
#include "core/mix/Biquad.h"
#include "core/mix/SoundFiles.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::mix {

namespace {

using audio::AudioBuffer;

constexpr double kMaxGainDb = 30.0;
constexpr double kSilenceLufs = -69.0;
constexpr double kShortTermS = 3.0;
constexpr double kMonoBelowHz = 120.0;
constexpr double kWarmUpS = 1.0;

template<typename Filter>
void runFilter(std::span<float> samples, Filter filter, std::size_t warmUp)
{
    for (std::size_t i = samples.size() - warmUp; i < samples.size(); ++i) {
        static_cast<void>(filter.process(samples[i]));
    }
    for (float& sample : samples) {
        sample = filter.process(sample);
    }
}

} // namespace

void fadeEnds(AudioBuffer& buffer, bool hasStart)
{
    const auto frames = buffer.frames();
    const auto out = std::min(frames / 2, static_cast<std::size_t>(buffer.sampleRate() / 200));
    const auto in = hasStart
        ? std::min(frames / 2, static_cast<std::size_t>(buffer.sampleRate() / 1000))
        : std::size_t {0};
    const auto raised = [](std::size_t i, std::size_t length) {
        return static_cast<float>(0.5
                                  - 0.5
                                      * std::cos(std::numbers::pi * static_cast<double>(i)
                                                 / static_cast<double>(length)));
    };
    for (int c = 0; c < buffer.channels(); ++c) {
        const std::span<float> samples = buffer.channel(c);
        for (std::size_t i = 0; i < out; ++i) {
            samples[frames - 1 - i] *= raised(i, out);
        }
        for (std::size_t i = 0; i < in; ++i) {
            samples[i] *= raised(i, in);
        }
    }
}

float gainOf(const AudioBuffer& buffer)
{
    audio::LoudnessSteps meter(buffer.sampleRate());
    meter.add(buffer.channel(0), buffer.channel(1));
    const std::vector<double> steps = meter.finish();
    const double shortTerm = audio::highestLufs(steps, 30);
    const double lufs = shortTerm > kSilenceLufs && buffer.seconds() >= kShortTermS
        ? shortTerm
        : audio::highestLufs(steps, 4);
    return lufs <= kSilenceLufs
        ? 0.0F
        : static_cast<float>(std::pow(10.0, std::min(kMaxGainDb, kReferenceLufs - lufs) / 20.0));
}

void filterSound(AudioBuffer& buffer, double highPassHz, double lowPassHz, bool isLoop)
{
    const double rate = buffer.sampleRate();
    const auto left = buffer.channel(0);
    const auto right = buffer.channel(1);
    const std::size_t warmUp
        = isLoop ? std::min(buffer.frames(), static_cast<std::size_t>(kWarmUpS * rate)) : 0;
    for (const auto samples : {left, right}) {
        if (highPassHz > 0.0) {
            runFilter(samples, HighPass(std::clamp(highPassHz, 5.0, 0.4 * rate), rate), warmUp);
        }
        if (lowPassHz > 0.0 && lowPassHz < 0.45 * rate) {
            runFilter(samples, LowPass(std::max(lowPassHz, 20.0), rate), warmUp);
        }
    }
    if (std::equal(left.begin(), left.end(), right.begin())) {
        return;
    }
    std::vector<float> side(left.size());
    for (std::size_t i = 0; i < side.size(); ++i) {
        side[i] = 0.5F * (left[i] - right[i]);
    }
    runFilter(side, HighPass(kMonoBelowHz, rate), warmUp);
    for (std::size_t i = 0; i < side.size(); ++i) {
        const float middle = 0.5F * (left[i] + right[i]);
        left[i] = middle + side[i];
        right[i] = middle - side[i];
    }
}

} // namespace nde::mix
