#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"

#include <functional>
#include <string_view>

namespace nde::mix {

/// How many threads a wish comes to: 0 = all processors; 16 at most.
[[nodiscard]] int threadsFor(int wished);

/// Does `count` independent things on up to `threads` threads, with denormals flushed. Their order
/// is not fixed: nothing of the results may depend on it.
/// @param work  gets a context of its own, which is cancelled with `task` or once another failed.
/// @return      the failure of the lowest number among those that failed.
/// @thread      `task` is used on the calling thread only.
[[nodiscard]] Result<> inParallel(std::size_t count, int threads, const TaskContext& task,
                                  std::string_view stage,
                                  const std::function<Result<>(std::size_t, TaskContext&)>& work);

} // namespace nde::mix
