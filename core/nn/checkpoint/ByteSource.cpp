#include "core/nn/checkpoint/ByteSource.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <ios>
#include <system_error>

namespace nde::nn::checkpoint {

namespace {

constexpr std::size_t kBufferBytes = 1U << 16U;

tl::unexpected<Error> endsEarly()
{
    return fail(ErrorCode::Corrupt, "the file ends in the middle of its data");
}

} // namespace

Result<> ByteSource::read(std::uint64_t offset, std::span<std::byte> into)
{
    if (offset > m_size || into.size() > m_size - offset) {
        return endsEarly();
    }
    return into.empty() ? Result<> {} : readInside(offset, into);
}

MemorySource::MemorySource(std::span<const std::byte> bytes)
    : m_bytes(bytes)
{
    m_size = bytes.size();
}

Result<> MemorySource::readInside(std::uint64_t offset, std::span<std::byte> into)
{
    std::memcpy(into.data(), m_bytes.data() + offset, into.size());
    return {};
}

Result<> FileSource::open(const std::filesystem::path& path)
{
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found) {
        return fail(ErrorCode::NotFound, "there is no such file");
    }
    if (error) {
        return fail(ErrorCode::Io, "cannot be read: " + error.message());
    }
    if (status.type() != std::filesystem::file_type::regular) {
        return fail(ErrorCode::BadInput, "this is not a file");
    }
    m_stream.open(path, std::ios::binary);
    m_stream.seekg(0, std::ios::end);
    const std::streamoff end = m_stream.tellg();
    if (!m_stream || end < 0) {
        return fail(ErrorCode::Io, "cannot be opened for reading");
    }
    m_size = static_cast<std::uint64_t>(end);
    return {};
}

Result<> FileSource::readInside(std::uint64_t offset, std::span<std::byte> into)
{
    m_stream.clear();
    m_stream.seekg(static_cast<std::streamoff>(offset));
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): streams read chars
    m_stream.read(reinterpret_cast<char*>(into.data()), static_cast<std::streamsize>(into.size()));
    if (!m_stream) {
        return fail(ErrorCode::Io, "cannot be read to its end");
    }
    return {};
}

Cursor::Cursor(ByteSource& source, std::uint64_t begin, std::uint64_t end)
    : m_source(source)
    , m_start(std::min(begin, source.size()))
    , m_end(std::clamp(end, m_start, source.size()))
{
}

Result<> Cursor::need(std::size_t count)
{
    if (count <= m_buffer.size() - m_next) {
        return {};
    }
    if (count > remaining()) {
        return endsEarly();
    }
    m_start = position();
    m_next = 0;
    m_buffer.resize(static_cast<std::size_t>(
        std::min<std::uint64_t>(m_end - m_start, std::max(count, kBufferBytes))));
    return m_source.read(m_start, m_buffer);
}

Result<std::uint64_t> Cursor::number(std::size_t width)
{
    assert(width <= 8);
    if (auto there = need(width); !there) {
        return propagate(there);
    }
    const std::uint64_t value = littleEndian(m_buffer, m_next, width);
    m_next += width;
    return value;
}

Result<std::string> Cursor::text(std::uint64_t length, std::uint64_t limit)
{
    if (length > remaining()) {
        return endsEarly();
    }
    if (length > limit) {
        return fail(ErrorCode::BadInput,
                    "a text of " + std::to_string(length)
                        + " bytes is longer than any model needs");
    }
    const auto count = static_cast<std::size_t>(length);
    if (auto there = need(count); !there) {
        return propagate(there);
    }
    std::string result(count, '\0');
    std::memcpy(result.data(), m_buffer.data() + m_next, count);
    m_next += count;
    return result;
}

Result<std::string> Cursor::line(std::size_t limit)
{
    std::string result;
    while (result.size() <= limit) {
        const auto byte = number(1);
        if (!byte) {
            return propagate(byte);
        }
        if (*byte == '\n') {
            return result;
        }
        result += static_cast<char>(*byte);
    }
    return fail(ErrorCode::BadInput, "a name is longer than any model needs");
}

std::uint64_t littleEndian(std::span<const std::byte> bytes, std::size_t at, std::size_t width)
{
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        value |= static_cast<std::uint64_t>(bytes[at + i]) << (8U * i);
    }
    return value;
}

} // namespace nde::nn::checkpoint
