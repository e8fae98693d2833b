#pragma once

#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/base/TaskContext.h"

#include <QString>

#include <utility>
#include <vector>

namespace nde::services {

/// Which sounds have the same wave as a file, whatever its level and up to a quarter second of
/// silence before it: copies, also through a lossy format or with a little noise.
/// @param candidates  sounds that measure alike; those whose file cannot be read are passed over.
/// @return            id and correlation, about 0.97 … 1, of the first three seconds, best first.
/// Where
///                    several are the same the one that leaves least of the file comes first; the
///                    values fall from each to the next, at least by their last bit.
/// @errors            those of reading `file`; Cancelled.
/// @thread            any.
[[nodiscard]] Result<std::vector<std::pair<StemId, float>>>
sameSounds(const QString& file, const std::vector<Stem>& candidates, TaskContext& task);

} // namespace nde::services
