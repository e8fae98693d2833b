#pragma once

#include "core/mix/Buses.h"
#include "core/mix/MixPlan.h"

#include <functional>
#include <map>

namespace nde::mix {

/// A stretch of the mix: what the lanes give, before buses and returns.
struct MixChunk
{
    std::int64_t from {};
    std::size_t frames {};
    BusBlock block;
    /// Each lane alone, left and right; only where asked for.
    std::vector<std::array<std::vector<float>, 2>> lanes;
    std::map<StemId, std::int64_t> audibleFrames;
};

inline constexpr std::size_t kMixBlock = 1024; ///< fixed: part of what makes two renders equal
inline constexpr std::size_t kMixChunk = 8 * kMixBlock;

/// Mixes the frames [0, frames) of a plan chunk by chunk on several threads and hands them over in
/// order. What is handed over does not depend on the number of threads.
/// @param take  on the calling thread; may change the chunk. An error ends the run.
/// @errors      Cancelled, OutOfMemory, what `take` returns.
[[nodiscard]] Result<> mixChunks(const MixPlan& plan, std::int64_t frames, int threads,
                                 bool keepsLanes, const TaskContext& task,
                                 const std::function<Result<>(MixChunk&)>& take);

/// The plan with every sound ready. Sounds are made on several threads.
/// @param missing  set: sounds whose file is gone are left out and their stems put here.
/// @errors  as SoundPool::prepare, with the lane's role.
[[nodiscard]] Result<MixPlan> prepareAll(music::Plan& plan, SoundPool& pool, int threads,
                                         const TaskContext& task, std::vector<StemId>* missing);

} // namespace nde::mix
