#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/Checkpoint.h"
#include "core/nn/checkpoint/Pickle.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace nde::nn::checkpoint {

/// Where the numbers of a storage lie in the file at hand.
class StorageReader
{
public:
    StorageReader() = default;
    StorageReader(const StorageReader&) = delete;
    StorageReader& operator=(const StorageReader&) = delete;
    virtual ~StorageReader() = default;

    /// That the file has `bytes` bytes for this storage. @errors  Corrupt.
    [[nodiscard]] virtual Result<> check(const std::string& key, std::uint64_t bytes) = 0;
    /// All of a storage that was checked. @errors  Corrupt, Io.
    [[nodiscard]] virtual Result<> read(const std::string& key, std::span<std::byte> into) = 0;
};

/// The package that a pickle describes. Everything is checked before the first tensor is
/// allocated, and all tensors together are at most twice as large as the file.
/// @errors  BadInput (no package), Corrupt, Unsupported (DiffQ), Io.
[[nodiscard]] Result<Package> buildPackage(const pickle::Graph& graph, StorageReader& storages,
                                           std::uint64_t fileBytes,
                                           const Selection& selection = {});

} // namespace nde::nn::checkpoint
