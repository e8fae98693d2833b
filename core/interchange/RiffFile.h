#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace nde::interchange {

/// A chunk as it stands in the file; it lies within the file, whatever its header said.
struct RiffChunk
{
    std::string id; ///< four characters
    std::uint64_t offset {}; ///< of its content
    std::uint64_t bytes {}; ///< of its content
};

/// The chunks of a WAV file (RIFF, RF64 or BW64). Nothing is allocated by a size that the file
/// claims: content is read in pieces of a length that the caller bounds.
/// @thread  one at a time.
class RiffFile
{
public:
    /// @errors  NotFound, Io, Unsupported (no WAVE of these kinds), Corrupt (a chunk reaches behind
    ///          the end, no format, no samples).
    [[nodiscard]] static Result<RiffFile> open(const std::filesystem::path& path);
    RiffFile(RiffFile&& other) noexcept;
    RiffFile& operator=(RiffFile&&) = delete;
    ~RiffFile();

    [[nodiscard]] int descriptor() const { return m_descriptor; }
    [[nodiscard]] bool hasLongSizes() const { return m_hasLongSizes; } ///< RF64 or BW64
    [[nodiscard]] const std::vector<RiffChunk>& chunks() const { return m_chunks; }
    [[nodiscard]] const RiffChunk* find(std::string_view id) const; ///< the first; null = none
    [[nodiscard]] int sampleRate() const { return m_sampleRate; }
    [[nodiscard]] std::int64_t frames() const { return m_frames; }
    /// The content of a chunk, at most its first `most` bytes. @errors  Io.
    [[nodiscard]] Result<std::string> read(const RiffChunk& chunk, std::size_t most) const;

private:
    RiffFile(std::filesystem::path path, int descriptor);
    [[nodiscard]] Result<std::string> bytesAt(std::uint64_t offset, std::size_t count) const;
    [[nodiscard]] Result<> walk(std::uint64_t fileBytes);
    [[nodiscard]] Result<> readFormat();
    [[nodiscard]] tl::unexpected<Error> corrupt(const std::string& why) const;

    std::filesystem::path m_path;
    int m_descriptor {-1};
    bool m_hasLongSizes {};
    std::vector<RiffChunk> m_chunks;
    int m_sampleRate {};
    std::int64_t m_frames {};
};

} // namespace nde::interchange
