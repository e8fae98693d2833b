#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/ByteSource.h"
#include "core/nn/checkpoint/Checkpoint.h"

namespace nde::nn::checkpoint {

/// `torch.save` since 1.6: a zip archive with one pickle and one entry per storage.
/// Errors have no file name; see readPackage.
[[nodiscard]] Result<Package> readTorchArchive(ByteSource& source, const Selection& selection = {});

/// `torch.save` before 1.6: a chain of pickles, then the storages one after the other.
[[nodiscard]] Result<Package> readTorchLegacy(ByteSource& source, const Selection& selection = {});

} // namespace nde::nn::checkpoint
