#include "core/audio/LoudnessSteps.h"
#include "core/mix/Biquad.h"
#include "core/mix/SoundFiles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <deque>
#include <numbers>
#include <vector>

namespace nde::mix {

namespace {

using audio::AudioBuffer;

constexpr double kMaxGainDb = 30.0;
constexpr double kSilenceLufs = -69.0;
constexpr double kShortTermS = 3.0;
// A side of fourth order below: what two sides without anything in common keep below 150 Hz is
// correlated by more than .8 (composition.md C.10).
constexpr double kSideHighPassHz = 200.0;
constexpr double kWarmUpS = 1.0;
constexpr double kTameAheadS = 0.001;
constexpr double kTameReleaseS = 0.03;
constexpr double kSideAboveHz = 250.0;
constexpr std::array kSpreadDelaysS {0.0047, 0.0113};
constexpr float kAllPassGain = 0.55F;

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

/// Schroeder's all-pass.
class AllPass
{
public:
    explicit AllPass(std::size_t delay)
        : m_line(std::max<std::size_t>(1, delay))
    {
    }
    float process(float input)
    {
        const float delayed = m_line[m_at];
        const float kept = input + kAllPassGain * delayed;
        m_line[m_at] = kept;
        m_at = (m_at + 1) % m_line.size();
        return delayed - kAllPassGain * kept;
    }

private:
    std::vector<float> m_line;
    std::size_t m_at {};
};

/// The smallest of the last `count` values, one after another.
std::vector<float> slidingMinimum(const std::vector<float>& values, std::size_t count)
{
    std::vector<float> result(values.size());
    std::deque<std::size_t> rising;
    for (std::size_t i = 0; i < values.size(); ++i) {
        while (!rising.empty() && values[rising.back()] >= values[i]) {
            rising.pop_back();
        }
        rising.push_back(i);
        if (rising.front() + count <= i) {
            rising.pop_front();
        }
        result[i] = values[rising.front()];
    }
    return result;
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

void tamePeaks(AudioBuffer& buffer, float most)
{
    const auto left = buffer.channel(0);
    const auto right = buffer.channel(1);
    const auto way
        = std::max<std::size_t>(1, static_cast<std::size_t>(kTameAheadS * buffer.sampleRate()));
    std::vector<float> wanted(left.size() + way, 1.0F);
    bool isOver = false;
    for (std::size_t i = 0; i < left.size(); ++i) {
        const float peak = std::max(std::abs(left[i]), std::abs(right[i]));
        wanted[i] = peak > most ? most / peak : 1.0F;
        isOver = isOver || peak > most;
    }
    if (!isOver) {
        return;
    }
    // The gain of frame n is a mean over [n, n + way] of minima that all know what n wants: it is
    // never above that, and it has no steps.
    const std::vector<float> least = slidingMinimum(wanted, way + 1);
    const auto release
        = static_cast<float>(1.0 - std::exp(-1.0 / (kTameReleaseS * buffer.sampleRate())));
    float released = 1.0F;
    std::vector<float> recent(way + 1, 1.0F);
    double sum = static_cast<double>(way + 1);
    for (std::size_t i = 0; i < least.size(); ++i) {
        released = std::min(least[i], released + (1.0F - released) * release);
        sum += static_cast<double>(released) - static_cast<double>(recent[i % (way + 1)]);
        recent[i % (way + 1)] = released;
        if (i >= way) {
            const auto gain = static_cast<float>(sum / static_cast<double>(way + 1));
            left[i - way] *= gain;
            right[i - way] *= gain;
        }
    }
}

void spreadSound(AudioBuffer& buffer, double share, bool isLoop)
{
    const auto left = buffer.channel(0);
    const auto right = buffer.channel(1);
    if (!std::equal(left.begin(), left.end(), right.begin())) {
        return;
    }
    const double rate = buffer.sampleRate();
    const std::size_t warmUp
        = isLoop ? std::min(buffer.frames(), static_cast<std::size_t>(kWarmUpS * rate)) : 0;
    std::vector<float> side(left.begin(), left.end());
    runFilter(side, HighPass(kSideAboveHz, rate), warmUp);
    for (const double seconds : kSpreadDelaysS) {
        runFilter(side, AllPass(static_cast<std::size_t>(seconds * rate)), warmUp);
    }
    for (std::size_t i = 0; i < side.size(); ++i) {
        const float part = static_cast<float>(share) * side[i];
        left[i] += part;
        right[i] -= part;
    }
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
    runFilter(side, HighPass(kSideHighPassHz, rate), warmUp);
    runFilter(side, HighPass(kSideHighPassHz, rate), warmUp);
    for (std::size_t i = 0; i < side.size(); ++i) {
        const float middle = 0.5F * (left[i] + right[i]);
        left[i] = middle + side[i];
        right[i] = middle - side[i];
    }
}

} // namespace nde::mix
