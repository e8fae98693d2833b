#include "core/nn/vae/StateFile.h"

#include "core/audio/PartFile.h"
#include "core/nn/checkpoint/Crc32.h"

#include <fstream>
#include <new>
#include <system_error>

namespace nde::nn::vae {

namespace {

constexpr char kMagic[8] = {'N', 'D', 'E', 'S', 'T', 'A', 'T', '1'};
constexpr std::uint64_t kMostBytes = 2ULL << 30U;
constexpr std::uint64_t kMostParts = 256;
constexpr std::uint64_t kLongestName = 200;

template<typename Value>
void append(std::string& out, Value value)
{
    char bytes[sizeof(Value)];
    std::memcpy(bytes, &value, sizeof value);
    out.append(bytes, sizeof bytes);
}

std::uint32_t sumOf(const std::uint8_t* data, std::size_t size)
{
    return checkpoint::crc32({reinterpret_cast<const std::byte*>(data), size});
}

/// Reads on through bytes that may be cut off anywhere.
struct Cursor
{
    std::span<const std::uint8_t> rest;
    bool isGood {true};

    std::uint64_t number()
    {
        std::uint64_t out = 0;
        const auto part = bytes(sizeof out);
        if (isGood) {
            std::memcpy(&out, part.data(), sizeof out);
        }
        return out;
    }
    std::span<const std::uint8_t> bytes(std::uint64_t count)
    {
        if (!isGood || count > rest.size()) {
            isGood = false;
            return {};
        }
        const auto out = rest.first(static_cast<std::size_t>(count));
        rest = rest.subspan(static_cast<std::size_t>(count));
        return out;
    }
};

tl::unexpected<Error> damaged(const std::filesystem::path& path)
{
    return fail(ErrorCode::Corrupt, audio::quoted(path) + " is damaged or not from this program");
}

Result<std::vector<std::uint8_t>> contentOf(const std::filesystem::path& path)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(path, error);
    if (error) {
        return fail(error == std::errc::no_such_file_or_directory ? ErrorCode::NotFound
                                                                  : ErrorCode::Io,
                    audio::quoted(path) + " cannot be read: " + error.message());
    }
    if (size > kMostBytes) {
        return damaged(path);
    }
    std::vector<std::uint8_t> out(static_cast<std::size_t>(size));
    std::ifstream stream(path, std::ios::binary);
    stream.read(reinterpret_cast<char*>(out.data()), static_cast<std::streamsize>(out.size()));
    if (!stream && !out.empty()) {
        return fail(ErrorCode::Io, audio::quoted(path) + " cannot be read to its end");
    }
    return out;
}

} // namespace

Result<std::string> StateFile::takeText(const std::string& name) const
{
    const auto found = m_parts.find(name);
    if (found == m_parts.end()) {
        return fail(ErrorCode::Corrupt, "its part '" + name + "' is missing");
    }
    return std::string(found->second.begin(), found->second.end());
}

Result<> StateFile::write(const std::filesystem::path& path, bool isDurable) const
{
    auto file = audio::PartFile::create(path, true);
    if (!file) {
        return propagate(file);
    }
    const auto put
        = [&file](const std::string& bytes) { return file->write(bytes.data(), bytes.size()); };
    std::string head(kMagic, sizeof kMagic);
    append(head, static_cast<std::uint64_t>(m_parts.size()));
    if (const auto done = put(head); !done) {
        return propagate(done);
    }
    for (const auto& [name, bytes] : m_parts) {
        std::string part;
        append(part, static_cast<std::uint64_t>(name.size()));
        part += name;
        append(part, static_cast<std::uint64_t>(bytes.size()));
        append(part, static_cast<std::uint64_t>(sumOf(bytes.data(), bytes.size())));
        if (const auto done = put(part); !done) {
            return propagate(done);
        }
        if (const auto done = file->write(bytes.data(), bytes.size()); !done) {
            return propagate(done);
        }
    }
    return file->commit(isDurable);
}

Result<StateFile> StateFile::read(const std::filesystem::path& path)
{
    try {
        const auto content = contentOf(path);
        if (!content) {
            return propagate(content);
        }
        Cursor at {*content};
        const auto magic = at.bytes(sizeof kMagic);
        const std::uint64_t count = at.number();
        if (!at.isGood || std::memcmp(magic.data(), kMagic, sizeof kMagic) != 0
            || count > kMostParts) {
            return damaged(path);
        }
        StateFile out;
        for (std::uint64_t i = 0; i < count; ++i) {
            const std::uint64_t nameSize = at.number();
            const auto name = at.bytes(std::min(nameSize, kLongestName));
            const std::uint64_t size = at.number();
            const std::uint64_t sum = at.number();
            const auto bytes = at.bytes(size);
            if (!at.isGood || nameSize > kLongestName || sumOf(bytes.data(), bytes.size()) != sum) {
                return damaged(path);
            }
            out.m_parts[std::string(name.begin(), name.end())].assign(bytes.begin(), bytes.end());
        }
        if (!at.rest.empty()) {
            return damaged(path);
        }
        return out;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "not enough memory to read " + audio::quoted(path));
    }
}

} // namespace nde::nn::vae
