#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/Checkpoint.h"

#include <string>
#include <vector>

namespace nde::nn::demucs {

/// Gives a package that holds nothing but the tensors of an HTDemucs the arguments that their names
/// and shapes show. What shapes cannot show is taken from the official models and written down.
///
/// @return  what was assumed, in English ("t_heads = 8"); never empty.
/// @errors  Unsupported (not an HTDemucs), Corrupt (extents that contradict each other).
[[nodiscard]] Result<std::vector<std::string>> completeWeightsOnly(checkpoint::Package& package);

} // namespace nde::nn::demucs
