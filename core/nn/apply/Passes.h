#pragma once

#include "core/nn/api/Separation.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace nde::nn::apply {

/// One run of one member over the whole track, with one shift.
struct Pass
{
    std::size_t member {};
    std::int64_t shiftStart {}; ///< track frame of its first frame: 0 without shifts, else ≤ 0
    std::int64_t shiftOffset {-1}; ///< the draw, −1 without shifts
};

/// What a source has got from the passes before one.
struct Feed
{
    int lastPass {-1}; ///< −1 = nothing yet
    double weight {}; ///< sum of the weights so far
};

/// @errors  BadInput, one sentence, for options out of range and offsets that do not fit.
[[nodiscard]] Result<> checkOptions(const SeparationPlan& plan, const SeparationOptions& options);
/// Members without any weight are left out; shifts of a member follow each other.
[[nodiscard]] std::vector<Pass> makePasses(const SeparationPlan& plan,
                                           const SeparationOptions& options);
/// Of every source, before `pass`.
[[nodiscard]] std::vector<Feed> feedsBefore(const SeparationPlan& plan,
                                            const std::vector<Pass>& passes, std::size_t pass);

/// Chunk length of a member: the override, the bag's (where it lengthens that of a network that
/// takes any length), else the file's. The products with the rate are truncated like the
/// original's.
[[nodiscard]] std::int64_t chunkFramesOf(const SeparationPlan& plan, std::size_t member,
                                         std::optional<double> segmentS);
/// Length that a chunk is lengthened to by its neighbours before the network sees it, 0 = none.
/// @param validFrames  of the network, for this chunk
[[nodiscard]] std::int64_t wantedFramesOf(const SeparationPlan& plan, std::size_t member,
                                          std::optional<double> segmentS, std::int64_t validFrames);

} // namespace nde::nn::apply
