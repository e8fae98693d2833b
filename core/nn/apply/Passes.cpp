#include "core/nn/apply/Passes.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace nde::nn::apply {
namespace {

constexpr int kMaxShifts = 20;
constexpr double kMaxOverlap = 0.99;

bool isTransformer(const SeparationModelInfo& info)
{
    return info.architecture == "HTDemucs";
}

std::int64_t maxShiftOf(const SeparationPlan& plan)
{
    return plan.info.sampleRate / 2;
}

std::int64_t framesIn(double seconds, int sampleRate)
{
    return static_cast<std::int64_t>(static_cast<double>(sampleRate) * seconds);
}

bool hasWeight(const SeparationPlan::Member& member)
{
    return std::any_of(member.weights.begin(), member.weights.end(),
                       [](double weight) { return weight > 0.0; });
}

Result<> checkSegment(const SeparationPlan& plan, double seconds)
{
    constexpr double kLongestS = 3600.0;
    if (!(seconds > 0.0 && seconds <= kLongestS) || framesIn(seconds, plan.info.sampleRate) < 2) {
        return fail(ErrorCode::BadInput,
                    "a segment of " + std::to_string(seconds) + " s is not possible");
    }
    for (const auto& member : plan.members) {
        const auto& info = member.info;
        if (isTransformer(info) && framesIn(seconds, info.sampleRate) > info.segmentFrames) {
            return fail(ErrorCode::BadInput,
                        "segments of '" + member.file.filename().string() + "' are at most "
                            + std::to_string(static_cast<double>(info.segmentNumerator)
                                             / static_cast<double>(info.segmentDenominator))
                            + " s, not " + std::to_string(seconds) + " s");
        }
    }
    return {};
}

Result<> checkOffsets(const SeparationPlan& plan, const SeparationOptions& options)
{
    const auto& offsets = options.shiftOffsets;
    const auto shifts = static_cast<std::size_t>(options.shifts);
    const bool fits = offsets.empty() || offsets.size() == shifts
        || offsets.size() == shifts * plan.members.size();
    const bool isInside = std::all_of(offsets.begin(), offsets.end(), [&](std::int64_t offset) {
        return offset >= 0 && offset <= maxShiftOf(plan);
    });
    if (!fits || !isInside) {
        return fail(ErrorCode::BadInput,
                    "the shift offsets must be one a shift, from 0 to "
                        + std::to_string(maxShiftOf(plan)) + " frames");
    }
    return {};
}

std::int64_t offsetOf(const SeparationPlan& plan, const SeparationOptions& options,
                      std::size_t member, std::size_t shift)
{
    const auto& given = options.shiftOffsets;
    const auto shifts = static_cast<std::size_t>(options.shifts);
    if (!given.empty()) {
        return given[given.size() == shifts ? shift : member * shifts + shift];
    }
    Random random(streamSeed(options.seed, "separation shift", member, shift));
    return static_cast<std::int64_t>(
        random.below(static_cast<std::uint64_t>(maxShiftOf(plan)) + 1));
}

} // namespace

Result<> checkOptions(const SeparationPlan& plan, const SeparationOptions& options)
{
    if (options.shifts < 0 || options.shifts > kMaxShifts) {
        return fail(ErrorCode::BadInput,
                    "the number of shifts must be 0 to 20, not " + std::to_string(options.shifts));
    }
    if (!(options.overlap >= 0.0 && options.overlap <= kMaxOverlap)) {
        return fail(ErrorCode::BadInput,
                    "the overlap must be 0 to 0.99, not " + std::to_string(options.overlap));
    }
    if (!(options.transitionPower >= 1.0) || !std::isfinite(options.transitionPower)) {
        return fail(ErrorCode::BadInput,
                    "the transition power must be at least 1, not "
                        + std::to_string(options.transitionPower));
    }
    if (options.segmentS) {
        if (auto checked = checkSegment(plan, *options.segmentS); !checked) {
            return checked;
        }
    }
    return checkOffsets(plan, options);
}

std::vector<Pass> makePasses(const SeparationPlan& plan, const SeparationOptions& options)
{
    std::vector<Pass> passes;
    for (std::size_t member = 0; member < plan.members.size(); ++member) {
        if (!hasWeight(plan.members[member])) {
            continue;
        }
        if (options.shifts == 0) {
            passes.push_back({member, 0, -1});
        }
        for (std::size_t shift = 0; shift < static_cast<std::size_t>(options.shifts); ++shift) {
            const std::int64_t offset = offsetOf(plan, options, member, shift);
            passes.push_back({member, offset - maxShiftOf(plan), offset});
        }
    }
    return passes;
}

std::vector<Feed> feedsBefore(const SeparationPlan& plan, const std::vector<Pass>& passes,
                              std::size_t pass)
{
    std::vector<Feed> feeds(plan.info.sources.size());
    for (std::size_t earlier = 0; earlier < pass; ++earlier) {
        const auto& weights = plan.members[passes[earlier].member].weights;
        for (std::size_t source = 0; source < feeds.size(); ++source) {
            if (weights[source] > 0.0) {
                feeds[source].lastPass = static_cast<int>(earlier);
                feeds[source].weight += weights[source];
            }
        }
    }
    return feeds;
}

std::int64_t chunkFramesOf(const SeparationPlan& plan, std::size_t member,
                           std::optional<double> segmentS)
{
    const auto& info = plan.members[member].info;
    if (segmentS) {
        return framesIn(*segmentS, info.sampleRate);
    }
    if (plan.bagSegmentS && !isTransformer(info)) {
        return std::max(info.segmentFrames, framesIn(*plan.bagSegmentS, info.sampleRate));
    }
    return info.segmentFrames;
}

std::int64_t wantedFramesOf(const SeparationPlan& plan, std::size_t member,
                            std::optional<double> segmentS, std::int64_t validFrames)
{
    const auto& info = plan.members[member].info;
    return isTransformer(info) && segmentS ? framesIn(*segmentS, info.sampleRate) : validFrames;
}

} // namespace nde::nn::apply
