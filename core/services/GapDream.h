#pragma once

#include "core/music/Plan.h"
#include "core/services/Studio.h"

namespace nde::services {

/// The category that a model has to be trained of before the gaps of a lane can be dreamed: the one
/// that fits the lane best.
[[nodiscard]] Category gapCategory(const music::Lane& lane);

/// Dreams a sound for a gap of a plan, by the studio's model of the category that fits the lane
/// best, and puts it into the library as every dream is. Lanes that hold or loop their sounds
/// (pads, strings, beds, drum loops, whatever loops already) get a long one of the plan's tempo, in
/// whole bars, where there is a model of the category's long sounds; all others a single sound.
/// @errors  NotFound (no such clip), BadInput (it has a sound), ModelMissing (no category that
///          fits the lane has a model: one sentence that says which to train), those of
///          generateStems.
[[nodiscard]] Result<StemId> dreamForGap(Studio& studio, const music::Plan& plan, int clipId,
                                         quint64 seed, TaskContext& task);

} // namespace nde::services
