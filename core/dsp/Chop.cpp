#include "core/dsp/Chop.h"

#include "core/dsp/ChopParts.h"
#include "core/dsp/HitFeatures.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace nde::dsp {
namespace {

/// New power that counts, of that of the strong hits of the stem in the same band: a bass note that
/// has leaked under a hat is weaker than the kicks. Hats differ more, so there all counts.
constexpr HitBands kLeastOfStrong {0.1, 0.1, 0.05, 0.0};
constexpr std::array<double, 4> kPrintEdgesS {0.0, 0.02, 0.06, 0.14};
constexpr double kWaveS = 0.046;
constexpr float kPreEmphasis = 0.9F;
constexpr double kMostConfidence = 0.99; ///< who is sure is a person

/// @return  the new power in each band that a hit needs so that the band counts.
std::optional<HitBands> leastPower(std::span<const float> mono, int sampleRate,
                                   const std::vector<Slice>& slices, const TaskContext& task)
{
    std::vector<HitBands> fresh;
    for (const Slice& slice : slices) {
        if (task.cancelled()) {
            return std::nullopt;
        }
        const auto start = static_cast<std::size_t>(slice.startFrame);
        fresh.push_back(newPower(mono.subspan(start), sampleRate, mono.first(start)));
    }
    HitBands least {};
    for (std::size_t band = 0; !fresh.empty() && band < least.size(); ++band) {
        std::vector<double> powers;
        for (const HitBands& hit : fresh) {
            powers.push_back(hit[band]);
        }
        const auto strong = powers.begin() + static_cast<std::ptrdiff_t>(powers.size() * 9 / 10);
        std::nth_element(powers.begin(), strong, powers.end());
        least[band] = kLeastOfStrong[band] * *strong;
    }
    return least;
}

/// @return  false when it was cancelled half-way.
bool classify(std::span<const float> mono, int sampleRate, const ChopParams& params,
              std::vector<Slice>& slices, const TaskContext& task)
{
    SliceClassifier classifier = params.classify;
    if (!classifier) {
        const auto least = leastPower(mono, sampleRate, slices, task);
        if (!least) {
            return false;
        }
        classifier = [least](std::span<const float> slice, std::span<const float> before,
                             int rate) { return classifyHit(slice, rate, before, *least); };
    }
    for (Slice& slice : slices) {
        if (task.cancelled()) {
            return false;
        }
        const auto before = mono.first(static_cast<std::size_t>(slice.startFrame));
        slice.guess = classifier(soundOf(mono, slice), before, sampleRate);
        if (params.refine) {
            slice.guess = params.refine(soundOf(mono, slice), before, sampleRate, slice.guess);
        }
        slice.guess.confidence = std::clamp(slice.guess.confidence, 0.0, kMostConfidence);
    }
    return true;
}

/// The first 46 ms with their treble raised; silence behind the slice.
std::vector<float> beginningOf(std::span<const float> mono, int sampleRate, const Slice& slice)
{
    std::vector<float> wave(static_cast<std::size_t>(kWaveS * sampleRate));
    const auto start = static_cast<std::size_t>(slice.startFrame);
    const auto end = static_cast<std::size_t>(slice.endFrame);
    for (std::size_t i = 0; i < wave.size() && start + i < end; ++i) {
        const float last = start + i > 0 ? mono[start + i - 1] : 0.0F;
        wave[i] = mono[start + i] - kPreEmphasis * last;
    }
    return wave;
}

std::vector<Slice> cut(std::span<const float> mono, int sampleRate, const ChopParams& params)
{
    std::vector<std::size_t> starts;
    for (const double onset :
         detectOnsets(mono, sampleRate, params.sensitivity, OnsetKind::Drums)) {
        const auto frame = static_cast<std::size_t>(std::lround(onset * sampleRate));
        const std::size_t start = startBefore(mono, sampleRate, frame);
        if (starts.empty() || start > starts.back()) {
            starts.push_back(start);
        }
    }
    const auto shortest = static_cast<std::size_t>(std::max(0.0, params.minSeconds) * sampleRate);
    const auto longest = static_cast<std::size_t>(std::max(0.0, params.maxSeconds) * sampleRate);
    const float quiet = quietPower(mono, sampleRate);
    std::vector<Slice> slices;
    double loudest = 0.0;
    for (std::size_t i = 0; i < starts.size(); ++i) {
        const std::size_t limit = i + 1 < starts.size() ? starts[i + 1] : mono.size();
        const auto sound = mono.subspan(starts[i], std::min(longest, limit - starts[i]));
        const std::size_t kept = tailEnd(sound, sampleRate, quiet);
        Slice slice;
        slice.startFrame = static_cast<std::int64_t>(starts[i]);
        slice.endFrame = static_cast<std::int64_t>(starts[i] + kept);
        slice.peak = static_cast<double>(peakOf(sound.first(kept)));
        if (kept >= shortest && slice.peak > 0.0) {
            loudest = std::max(loudest, slice.peak);
            slices.push_back(std::move(slice));
        }
    }
    const double quietest = loudest * std::pow(10.0, params.minPeakDb / 20.0);
    std::erase_if(slices, [quietest](const Slice& slice) { return slice.peak < quietest; });
    return slices;
}

} // namespace

std::vector<Slice> chopDrums(std::span<const float> mono, int sampleRate, const ChopParams& params,
                             const TaskContext& task)
{
    if (mono.empty() || sampleRate <= 0) {
        return {};
    }
    std::vector<Slice> slices = cut(mono, sampleRate, params);
    if (!classify(mono, sampleRate, params, slices, task)) {
        return {};
    }
    for (Slice& slice : slices) {
        if (task.cancelled()) {
            return {};
        }
        const auto sound = soundOf(mono, slice);
        slice.print = slicePrint(sound, sampleRate, kPrintEdgesS);
        slice.wave = beginningOf(mono, sampleRate, slice);
        const double seconds = static_cast<double>(sound.size()) / sampleRate;
        slice.clarity = isolationDb(mono, sampleRate, slice) + 20.0 * std::min(1.0, seconds);
    }
    return slices;
}

} // namespace nde::dsp
