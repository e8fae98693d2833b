#pragma once

#include "core/nn/vae/Dataset.h"

namespace nde::nn::vae {

/// Fewer whole sounds, or fewer chunks of them, are no set.
inline constexpr std::size_t kFewestLong = 4;
inline constexpr std::size_t kFewestChunks = 16;

/// The dataset of long sounds: one "sound" a chunk, in the order of their sources' content and of
/// time, with `Dataset::sequences` telling which belong together. Chunks of one sound never lie on
/// both sides of the validation split. Large sets are cut evenly, each sound to its first chunks.
/// @errors  NotEnoughData, Cancelled.
[[nodiscard]] Result<Dataset> buildLongDataset(const std::vector<TrainingSound>& sounds,
                                               const TrainParams& params, TaskContext& task);

} // namespace nde::nn::vae
