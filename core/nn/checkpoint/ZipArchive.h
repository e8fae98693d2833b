#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/ByteSource.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nde::nn::checkpoint {

/// One stored file of an archive. Where it lies is known to be inside the archive and its own.
struct ZipEntry
{
    std::string name;
    std::uint64_t header {}; ///< offset of the local header
    std::uint64_t data {}; ///< offset of the first byte
    std::uint64_t size {};
    std::uint32_t crc {};
};

/// A zip archive as torch writes it, and nothing more: entries stored as they are, no comments, no
/// encryption, one volume, zip64 allowed. Names are only compared; no path is ever made of one.
class ZipArchive
{
public:
    /// Reads the directory and every local header and holds both against each other.
    /// @errors  Corrupt (cut short, overlapping, contradictory, doubled), Unsupported (compressed,
    ///          encrypted, several volumes), BadInput (names that lead outside, too many), Io.
    [[nodiscard]] static Result<ZipArchive> open(ByteSource& source);

    [[nodiscard]] const std::vector<ZipEntry>& entries() const { return m_entries; }
    [[nodiscard]] const ZipEntry* find(std::string_view name) const;

    /// All of an entry into `into`, which has its size. @errors  Corrupt (checksum), Io.
    [[nodiscard]] static Result<> read(ByteSource& source, const ZipEntry& entry,
                                       std::span<std::byte> into);

private:
    std::vector<ZipEntry> m_entries; ///< in the directory's order
    std::map<std::string, std::size_t, std::less<>> m_index;
};

} // namespace nde::nn::checkpoint
