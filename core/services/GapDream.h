#pragma once

#include "core/music/Plan.h"
#include "core/services/Studio.h"

namespace nde::services {

/// Dreams a sound for a gap of a plan, by the studio's model of the category that fits the lane
/// best, and puts it into the library as every dream is.
/// @errors  NotFound (no such clip), BadInput (it has a sound), ModelMissing (no category that
///          fits the lane has a model: one sentence that says which to train), those of
///          generateStems.
[[nodiscard]] Result<StemId> dreamForGap(Studio& studio, const music::Plan& plan, int clipId,
                                         quint64 seed, TaskContext& task);

} // namespace nde::services
