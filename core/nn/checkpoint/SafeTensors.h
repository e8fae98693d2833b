#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/ByteSource.h"
#include "core/nn/checkpoint/Checkpoint.h"

namespace nde::nn::checkpoint {

/// A `.safetensors` file with `klass` and `kwargs` (JSON text) in its `__metadata__`, or with
/// weights only. A `segment` that is a text becomes the fraction it means. Errors have no file
/// name; see readPackage.
/// @source  github.com/huggingface/safetensors, README, "Format".
[[nodiscard]] Result<Package> readSafeTensors(ByteSource& source, const Selection& selection = {});

} // namespace nde::nn::checkpoint
