#include "core/interchange/RiffFile.h"

#include "core/audio/PartFile.h"
#include "core/interchange/LittleEndian.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace nde::interchange {
namespace {

constexpr std::uint64_t kHeaderBytes = 12;
constexpr std::uint64_t kChunkHeaderBytes = 8;
constexpr std::uint32_t kSizeElsewhere = 0xFFFFFFFF; // of a chunk whose size stands in ds64
constexpr std::size_t kMostChunks = 4096;

/// Names of chunks come from the file: only what can be printed goes into a sentence.
std::string printable(std::string text)
{
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return text;
}

} // namespace

RiffFile::RiffFile(std::filesystem::path path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{
}

RiffFile::RiffFile(RiffFile&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_hasLongSizes(other.m_hasLongSizes)
    , m_chunks(std::move(other.m_chunks))
    , m_sampleRate(other.m_sampleRate)
    , m_frames(other.m_frames)
{
}

RiffFile::~RiffFile()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

Result<RiffFile> RiffFile::open(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        return tl::unexpected<Error>(audio::fileError(errno, path, "read"));
    }
    RiffFile file(path, descriptor);
    struct stat status
    {
    };
    if (::fstat(descriptor, &status) != 0) {
        return tl::unexpected<Error>(audio::fileError(errno, path, "read"));
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(ErrorCode::Unsupported, audio::quoted(path) + " is not a WAV file");
    }
    if (auto walked = file.walk(static_cast<std::uint64_t>(status.st_size)); !walked) {
        return propagate(walked);
    }
    if (auto format = file.readFormat(); !format) {
        return propagate(format);
    }
    return file;
}

Result<std::string> RiffFile::bytesAt(std::uint64_t offset, std::size_t count) const
{
    std::string bytes(count, '\0');
    std::size_t done = 0;
    while (done < count) {
        const ssize_t got = ::pread(m_descriptor, bytes.data() + done, count - done,
                                    static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return tl::unexpected<Error>(audio::fileError(errno, m_path, "read"));
        }
        if (got == 0) {
            break;
        }
        done += static_cast<std::size_t>(got);
    }
    bytes.resize(done);
    return bytes;
}

Result<> RiffFile::walk(std::uint64_t fileBytes)
{
    const auto header = bytesAt(0, kHeaderBytes);
    if (!header) {
        return propagate(header);
    }
    const std::string kind = header->substr(0, 4);
    m_hasLongSizes = kind == "RF64" || kind == "BW64";
    if (header->size() < kHeaderBytes || (kind != "RIFF" && !m_hasLongSizes)
        || header->substr(8, 4) != "WAVE") {
        return fail(ErrorCode::Unsupported, audio::quoted(m_path) + " is not a WAV file");
    }
    std::uint64_t longDataBytes = 0;
    std::uint64_t at = kHeaderBytes;
    while (at + kChunkHeaderBytes <= fileBytes) {
        const auto head = bytesAt(at, kChunkHeaderBytes);
        if (!head) {
            return propagate(head);
        }
        RiffChunk chunk {head->substr(0, 4), at + kChunkHeaderBytes,
                         LittleEndianReader(*head).u32(4)};
        if (m_hasLongSizes && chunk.id == "data" && chunk.bytes == kSizeElsewhere) {
            chunk.bytes = longDataBytes;
        }
        if (head->size() < kChunkHeaderBytes || chunk.bytes > fileBytes - chunk.offset) {
            return corrupt("its chunk '" + printable(chunk.id)
                           + "' reaches behind the end of the file");
        }
        if (m_chunks.size() == kMostChunks) {
            return corrupt("it has more chunks than any sound needs");
        }
        if (chunk.id == "ds64") {
            const auto sizes = read(chunk, 16);
            if (!sizes) {
                return propagate(sizes);
            }
            longDataBytes = LittleEndianReader(*sizes).u64(8);
        }
        at = chunk.offset + chunk.bytes + (chunk.bytes & 1U);
        m_chunks.push_back(std::move(chunk));
    }
    return {};
}

Result<> RiffFile::readFormat()
{
    const RiffChunk* format = find("fmt ");
    const RiffChunk* data = find("data");
    if (format == nullptr || format->bytes < 16) {
        return corrupt("it does not say what its samples are");
    }
    if (data == nullptr) {
        return corrupt("it holds no samples");
    }
    const auto bytes = read(*format, 16);
    if (!bytes) {
        return propagate(bytes);
    }
    const LittleEndianReader reader(*bytes);
    const std::uint32_t rate = reader.u32(4);
    const std::uint16_t frameBytes = reader.u16(12);
    if (rate < 1000 || rate > 768000 || frameBytes == 0) {
        return corrupt("its format is not possible");
    }
    m_sampleRate = static_cast<int>(rate);
    m_frames = static_cast<std::int64_t>(data->bytes / frameBytes);
    return {};
}

const RiffChunk* RiffFile::find(std::string_view id) const
{
    const auto at = std::find_if(m_chunks.begin(), m_chunks.end(),
                                 [&](const RiffChunk& chunk) { return chunk.id == id; });
    return at == m_chunks.end() ? nullptr : &*at;
}

Result<std::string> RiffFile::read(const RiffChunk& chunk, std::size_t most) const
{
    return bytesAt(chunk.offset,
                   static_cast<std::size_t>(std::min<std::uint64_t>(chunk.bytes, most)));
}

tl::unexpected<Error> RiffFile::corrupt(const std::string& why) const
{
    return fail(ErrorCode::Corrupt, audio::quoted(m_path) + " is damaged: " + why);
}

} // namespace nde::interchange
