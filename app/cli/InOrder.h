#pragma once

#include "core/base/Result.h"

#include <QJsonObject>

#include <cstddef>
#include <functional>

namespace nde::cli {

/// Does `work` for 0 … count − 1, so many at a time, and hands each result to `onDone` in their
/// order, as soon as all before it are there. With one at a time all happens in the calling thread.
/// @param onDone  in the calling thread; false = no further one is begun, and no further result of
///                those that run is handed out.
/// @param threads  each of them uses its share of the processor for networks.
void runInOrder(std::size_t count, int threads,
                const std::function<Result<QJsonObject>(std::size_t)>& work,
                const std::function<bool(std::size_t, const Result<QJsonObject>&)>& onDone);

} // namespace nde::cli
