#pragma once

#include "core/base/Result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace nde::nn::checkpoint {

/// Bytes at known places of something whose size is known: every read is checked against it.
/// @thread  one at a time.
class ByteSource
{
public:
    ByteSource() = default;
    ByteSource(const ByteSource&) = delete;
    ByteSource& operator=(const ByteSource&) = delete;
    virtual ~ByteSource() = default;

    [[nodiscard]] std::uint64_t size() const { return m_size; }
    /// Fills all of `into`. @errors  Corrupt (reaches past the end), Io.
    [[nodiscard]] Result<> read(std::uint64_t offset, std::span<std::byte> into);

protected:
    virtual Result<> readInside(std::uint64_t offset, std::span<std::byte> into) = 0;
    std::uint64_t m_size {};
};

/// Somebody else's memory; it must outlive this.
class MemorySource final : public ByteSource
{
public:
    explicit MemorySource(std::span<const std::byte> bytes);

private:
    Result<> readInside(std::uint64_t offset, std::span<std::byte> into) override;
    std::span<const std::byte> m_bytes;
};

/// A regular file, read where it is asked for and never mapped: another program may shorten it.
class FileSource final : public ByteSource
{
public:
    /// @errors  NotFound, BadInput (a folder or device), Io. The message has no path.
    [[nodiscard]] Result<> open(const std::filesystem::path& path);

private:
    Result<> readInside(std::uint64_t offset, std::span<std::byte> into) override;
    std::ifstream m_stream;
};

/// Reads forward through a part of a source, little endian, never past `end`.
class Cursor
{
public:
    Cursor(ByteSource& source, std::uint64_t begin, std::uint64_t end);

    [[nodiscard]] std::uint64_t position() const { return m_start + m_next; }
    [[nodiscard]] std::uint64_t remaining() const { return m_end - position(); }

    /// `width` ≤ 8 bytes as an unsigned number. @errors  Corrupt (ends early), Io.
    [[nodiscard]] Result<std::uint64_t> number(std::size_t width);
    /// @errors  Corrupt (ends early), BadInput (over `limit`), Io.
    [[nodiscard]] Result<std::string> text(std::uint64_t length, std::uint64_t limit);
    /// Up to and without the next newline, which is skipped.
    [[nodiscard]] Result<std::string> line(std::size_t limit);

private:
    Result<> need(std::size_t count);

    ByteSource& m_source;
    std::uint64_t m_start; ///< of m_buffer in the source
    std::uint64_t m_end;
    std::size_t m_next {}; ///< in m_buffer
    std::vector<std::byte> m_buffer;
};

/// `width` ≤ 8 bytes at `at`, little endian; the caller has checked that they are there.
[[nodiscard]] std::uint64_t littleEndian(std::span<const std::byte> bytes, std::size_t at,
                                         std::size_t width);

} // namespace nde::nn::checkpoint
