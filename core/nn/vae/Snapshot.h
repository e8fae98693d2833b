#pragma once

#include "core/base/Result.h"
#include "core/nn/vae/TrainableNet.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace nde::nn::vae {

/// `weights_e<epoch>.bin`
[[nodiscard]] std::string snapshotName(int epoch);

/// The weights of an epoch, about 3 MB. @errors  DiskFull, Io, ReadOnly.
[[nodiscard]] Result<> writeSnapshot(const std::filesystem::path& folder, int epoch,
                                     const TrainableNet& net);
/// @return  tensors that `TrainableNet::importFrom` checks. @errors  NotFound, Corrupt, Io.
[[nodiscard]] Result<std::map<std::string, std::vector<std::uint8_t>>>
readSnapshot(const std::filesystem::path& path);

} // namespace nde::nn::vae
