#include "core/audio/AudioFile.h"
#include "core/audio/PartFile.h"
#include "core/audio/SndfileIo.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <new>
#include <string>

namespace nde::audio {

namespace {

constexpr int kMaxChannels = 64;
constexpr int kMinRate = 1000;
constexpr int kMaxRate = 768000;
constexpr std::size_t kBlockFrames = 16384;
constexpr float kMaxLevel = 1e6F; ///< +120 dBFS: beyond it spectra of garbage would overflow

FallbackDecoder& fallback()
{
    static FallbackDecoder decoder; // set once by `app` before any other thread runs
    return decoder;
}

/// Owns a descriptor for reading.
class ReadFile
{
public:
    explicit ReadFile(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    ReadFile(const ReadFile&) = delete;
    ReadFile& operator=(const ReadFile&) = delete;
    ~ReadFile()
    {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    [[nodiscard]] int descriptor() const { return m_descriptor; }

private:
    int m_descriptor;
};

std::uint32_t word(const unsigned char* bytes, bool isBigEndian)
{
    std::uint32_t value = 0;
    for (unsigned i = 0; i < 4; ++i) {
        value |= std::uint32_t {bytes[i]} << (8U * (isBigEndian ? 3U - i : i));
    }
    return value;
}

bool readAt(int descriptor, std::int64_t offset, unsigned char* into, std::size_t bytes)
{
    return ::pread(descriptor, into, bytes, offset) == static_cast<ssize_t>(bytes);
}

// libsndfile silently shortens a WAV, RF64 or AIFF that was cut off. This walks the chunks to the
// sound data and says how many bytes are missing: 0 for whole files, for streams of unknown length
// and for every other format.
std::int64_t missingSoundBytes(int descriptor, std::int64_t fileBytes)
{
    constexpr std::uint32_t kUnknownLength = 0xFFFFF000U; // streaming writers leave such a size
    std::array<unsigned char, 12> head {};
    if (!readAt(descriptor, 0, head.data(), head.size())) {
        return 0;
    }
    const bool isRf64 = std::memcmp(head.data(), "RF64", 4) == 0;
    const bool isWav = isRf64 || std::memcmp(head.data(), "RIFF", 4) == 0;
    const bool isAiff = std::memcmp(head.data(), "FORM", 4) == 0;
    if (!isWav && !isAiff) {
        return 0;
    }
    std::int64_t longSize = 0; // of the data chunk of RF64, from its ds64 chunk
    std::int64_t at = 12;
    for (int chunks = 0; chunks < 4096; ++chunks) {
        std::array<unsigned char, 24> chunk {};
        if (!readAt(descriptor, at, chunk.data(), 8)) {
            return 0;
        }
        const std::uint32_t size = word(chunk.data() + 4, isAiff);
        if (isRf64 && std::memcmp(chunk.data(), "ds64", 4) == 0
            && readAt(descriptor, at, chunk.data(), chunk.size())) {
            const std::uint64_t high = word(chunk.data() + 20, false);
            longSize = static_cast<std::int64_t>((high & 0xFFFFFFU) << 32U
                                                 | word(chunk.data() + 16, false));
        }
        if (std::memcmp(chunk.data(), isWav ? "data" : "SSND", 4) == 0) {
            const std::int64_t bytes = size >= kUnknownLength ? longSize : std::int64_t {size};
            return bytes == 0 ? 0 : std::max<std::int64_t>(0, at + 8 + bytes - fileBytes);
        }
        at += 8 + std::int64_t {size} + (size & 1U);
    }
    return 0;
}

// An MP3 says its exact length only in the Xing/Info or VBRI header of its first frame.
bool saysItsLength(int descriptor)
{
    std::array<unsigned char, 10> id3 {};
    std::int64_t at = 0;
    if (readAt(descriptor, 0, id3.data(), id3.size()) && std::memcmp(id3.data(), "ID3", 3) == 0) {
        at = 10
            + (std::int64_t {id3[6] & 0x7F} << 21 | std::int64_t {id3[7] & 0x7F} << 14
               | std::int64_t {id3[8] & 0x7F} << 7 | std::int64_t {id3[9] & 0x7F});
    }
    std::array<char, 2048> bytes {};
    const ssize_t got = ::pread(descriptor, bytes.data(), bytes.size(), at);
    const std::string_view text(bytes.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
    return text.find("Xing") != text.npos || text.find("Info") != text.npos
        || text.find("VBRI") != text.npos;
}

std::string formatName(int format)
{
    switch (format & SF_FORMAT_TYPEMASK) {
    case SF_FORMAT_WAV:
    case SF_FORMAT_WAVEX:
        return "WAV";
    case SF_FORMAT_RF64:
        return "RF64";
    case SF_FORMAT_W64:
        return "W64";
    case SF_FORMAT_AIFF:
        return "AIFF";
    case SF_FORMAT_FLAC:
        return "FLAC";
    case SF_FORMAT_OGG:
        return (format & SF_FORMAT_SUBMASK) == SF_FORMAT_OPUS ? "Opus" : "OGG";
    case SF_FORMAT_MPEG:
        return "MP3";
    case SF_FORMAT_CAF:
        return "CAF";
    case SF_FORMAT_AU:
        return "AU";
    default:
        return "audio";
    }
}

int bitDepthOf(int format)
{
    switch (format & SF_FORMAT_SUBMASK) {
    case SF_FORMAT_PCM_S8:
    case SF_FORMAT_PCM_U8:
        return 8;
    case SF_FORMAT_PCM_16:
    case SF_FORMAT_ALAC_16:
        return 16;
    case SF_FORMAT_ALAC_20:
        return 20;
    case SF_FORMAT_PCM_24:
    case SF_FORMAT_ALAC_24:
        return 24;
    case SF_FORMAT_PCM_32:
    case SF_FORMAT_ALAC_32:
    case SF_FORMAT_FLOAT:
        return 32;
    case SF_FORMAT_DOUBLE:
        return 64;
    default:
        return 0;
    }
}

class SndfileReader final : public AudioReader
{
public:
    SndfileReader(std::filesystem::path path, int descriptor)
        : m_path(std::move(path))
        , m_file(descriptor)
        , m_io {descriptor, 0, 0}
    {
    }

    /// Opens it; false when libsndfile does not know the format.
    [[nodiscard]] Result<bool> open(std::int64_t fileBytes)
    {
        SF_INFO info {};
        m_handle.reset(sf_open_virtual(&sndfileCallbacks(), SFM_READ, &info, &m_io));
        if (!m_handle) {
            const int reason = sf_error(nullptr);
            if (m_io.errnoValue != 0) {
                return tl::unexpected<Error>(fileError(m_io.errnoValue, m_path, "read"));
            }
            if (reason == SF_ERR_MALFORMED_FILE) {
                return fail(ErrorCode::Corrupt,
                            quoted(m_path)
                                + " is damaged: its header is cut "
                                  "off or contradicts itself");
            }
            return false;
        }
        m_info.sampleRate = info.samplerate;
        m_info.channels = info.channels;
        m_info.frames = info.frames;
        m_info.bitDepth = bitDepthOf(info.format);
        m_info.isLossy = m_info.bitDepth == 0;
        m_info.format = formatName(info.format);
        if (const auto usable = checkRanges(); !usable) {
            return propagate(usable);
        }
        const std::int64_t bytesPerFrame
            = std::int64_t {m_info.channels} * std::max(1, m_info.bitDepth / 8);
        m_info.frames += missingSoundBytes(m_io.descriptor, fileBytes) / bytesPerFrame;
        const bool isGuess = m_info.format == "MP3" && !saysItsLength(m_io.descriptor);
        if (isGuess) {
            // The lowest bit rate is a fortieth of the highest.
            m_io.pretendedBytes = 64 * fileBytes;
            m_handle.reset();
            ::lseek(m_io.descriptor, 0, SEEK_SET);
            info = {};
            m_handle.reset(sf_open_virtual(&sndfileCallbacks(), SFM_READ, &info, &m_io));
            if (!m_handle) {
                return fail(ErrorCode::Io,
                            quoted(m_path) + " cannot be read: " + sf_strerror(nullptr));
            }
        }
        const bool isUnknown = info.frames <= 0 || info.frames >= SF_COUNT_MAX / 2;
        if (isUnknown || isGuess) {
            if (const auto counted = countFrames(); !counted) {
                return propagate(counted);
            }
        }
        return true;
    }

    [[nodiscard]] const AudioInfo& info() const override { return m_info; }

    [[nodiscard]] Result<std::size_t> read(float* interleaved, std::size_t frames) override
    {
        if (m_hasEndedEarly) {
            return endedEarly();
        }
        const sf_count_t got
            = sf_readf_float(m_handle.get(), interleaved, static_cast<sf_count_t>(frames));
        if (m_io.errnoValue != 0) {
            return tl::unexpected<Error>(fileError(m_io.errnoValue, m_path, "read"));
        }
        const auto count = static_cast<std::size_t>(std::max<sf_count_t>(got, 0));
        float* const end = interleaved + count * static_cast<std::size_t>(m_info.channels);
        for (float* sample = interleaved; sample != end; ++sample) {
            const bool isBroken = !std::isfinite(*sample);
            m_nonFinite += isBroken ? 1 : 0;
            *sample = isBroken ? 0.0F : std::clamp(*sample, -kMaxLevel, kMaxLevel);
        }
        m_position += static_cast<std::int64_t>(count);
        // What was decoded before the damage is handed out first; the next read reports it.
        m_hasEndedEarly = count < frames && isBeforeTheEnd();
        if (m_hasEndedEarly && count == 0) {
            return endedEarly();
        }
        return count;
    }

    [[nodiscard]] std::int64_t nonFinite() const override { return m_nonFinite; }

    [[nodiscard]] Result<> seek(std::int64_t frame) override
    {
        if (frame < 0 || frame > m_info.frames) {
            return fail(ErrorCode::BadInput,
                        "frame " + std::to_string(frame) + " lies outside " + quoted(m_path)
                            + ", which has " + std::to_string(m_info.frames));
        }
        // A lossy frame is built on those before it (ten of MP3, one of Vorbis, 80 ms of Opus);
        // right after a jump the decoder has none.
        constexpr std::int64_t kPreRoll = 12 * 1152;
        const std::int64_t from
            = m_info.isLossy ? std::max<std::int64_t>(0, frame - kPreRoll) : frame;
        if (sf_seek(m_handle.get(), from, SEEK_SET) != from || !skip(frame - from)) {
            return fail(ErrorCode::Io,
                        "frame " + std::to_string(frame) + " of " + quoted(m_path)
                            + " cannot be reached: " + sf_strerror(m_handle.get()));
        }
        m_position = frame;
        m_hasEndedEarly = false;
        return {};
    }

private:
    [[nodiscard]] bool skip(std::int64_t frames)
    {
        std::vector<float> block(1152 * static_cast<std::size_t>(m_info.channels));
        while (frames > 0) {
            const sf_count_t got = sf_readf_float(m_handle.get(), block.data(),
                                                  std::min<std::int64_t>(1152, frames));
            if (got <= 0) {
                return false;
            }
            frames -= got;
        }
        return true;
    }

    [[nodiscard]] Result<> checkRanges() const
    {
        if (m_info.channels < 1 || m_info.channels > kMaxChannels) {
            return fail(ErrorCode::Unsupported,
                        quoted(m_path) + " has " + std::to_string(m_info.channels)
                            + " channels; 1 to 64 can be read");
        }
        if (m_info.sampleRate < kMinRate || m_info.sampleRate > kMaxRate) {
            return fail(ErrorCode::Unsupported,
                        quoted(m_path) + " has a sample rate of "
                            + std::to_string(m_info.sampleRate)
                            + " Hz; 1000 to 768000 Hz can be read");
        }
        return {};
    }

    // For the formats that do not say their length.
    [[nodiscard]] Result<> countFrames()
    {
        std::vector<float> block(kBlockFrames * static_cast<std::size_t>(m_info.channels));
        std::int64_t total = 0;
        while (true) {
            const sf_count_t got = sf_readf_float(m_handle.get(), block.data(), kBlockFrames);
            if (got <= 0) {
                break;
            }
            total += got;
        }
        if (total == 0) {
            return fail(ErrorCode::BadInput, quoted(m_path) + " contains no audio");
        }
        if (sf_seek(m_handle.get(), 0, SEEK_SET) != 0) {
            return fail(ErrorCode::Io,
                        quoted(m_path) + " cannot be read from its beginning again: "
                            + sf_strerror(m_handle.get()));
        }
        m_info.frames = total;
        return {};
    }

    [[nodiscard]] bool isBeforeTheEnd() const
    {
        // The priming and padding of lossy encoders is not always declared to the frame.
        const std::int64_t tolerance = m_info.isLossy ? m_info.sampleRate : 0;
        return m_position + tolerance < m_info.frames;
    }

    [[nodiscard]] tl::unexpected<Error> endedEarly() const
    {
        return fail(ErrorCode::Corrupt,
                    quoted(m_path) + " is damaged: it ends or breaks after "
                        + std::to_string(m_position) + " of " + std::to_string(m_info.frames)
                        + " frames");
    }

    std::filesystem::path m_path;
    ReadFile m_file;
    SndfileIo m_io;
    SndfileHandle m_handle; // after the descriptor it reads from, so that it is closed before it
    AudioInfo m_info;
    std::int64_t m_position {};
    std::int64_t m_nonFinite {};
    bool m_hasEndedEarly {};
};

std::string lowerExtension(const std::filesystem::path& path)
{
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(), [](unsigned char c) {
        return static_cast<char>(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
    });
    return extension.empty() ? extension : extension.substr(1);
}

Result<std::unique_ptr<AudioReader>> openByFallback(const std::filesystem::path& path,
                                                    int descriptor)
{
    std::array<unsigned char, 12> head {};
    const bool isMp4 = readAt(descriptor, 0, head.data(), head.size())
        && std::memcmp(head.data() + 4, "ftyp", 4) == 0;
    const bool isMatroska = word(head.data(), true) == 0x1A45DFA3U; // EBML, also WebM
    const std::string extension = lowerExtension(path);
    const bool isContainer
        = isMp4 || isMatroska || extension == "aac" || extension == "wma" || extension == "wv";
    if (fallback()) {
        return fallback()(path);
    }
    if (isContainer) {
        return fail(ErrorCode::Unsupported,
                    quoted(path) + " is in a format that needs a decoder which is not present");
    }
    return fail(ErrorCode::BadInput, quoted(path) + " is not an audio file that can be read here");
}

Result<std::unique_ptr<AudioReader>> openChecked(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return fail(ErrorCode::NotFound, quoted(path) + " does not exist");
        }
        Error error = fileError(errno, path, "opened");
        error.code
            = ErrorCode::BadInput; // an input that may not be read, whatever the place allows
        return tl::unexpected<Error>(std::move(error));
    }
    auto reader = std::make_unique<SndfileReader>(path, descriptor);
    struct stat status
    {
    };
    if (::fstat(descriptor, &status) != 0) {
        return tl::unexpected<Error>(fileError(errno, path, "opened"));
    }
    if (!S_ISREG(status.st_mode)) {
        return fail(ErrorCode::BadInput,
                    quoted(path)
                        + (S_ISDIR(status.st_mode) ? " is a folder, not an audio file"
                                                   : " is not a regular file"));
    }
    if (status.st_size == 0) {
        return fail(ErrorCode::BadInput, quoted(path) + " is empty");
    }
    const auto isOpen = reader->open(status.st_size);
    if (!isOpen) {
        return propagate(isOpen);
    }
    if (!*isOpen) {
        return openByFallback(path, descriptor);
    }
    return reader;
}

} // namespace

void setFallbackDecoder(FallbackDecoder decoder)
{
    fallback() = std::move(decoder);
}

Result<std::unique_ptr<AudioReader>> openAudio(const std::filesystem::path& path)
{
    try {
        return openChecked(path);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, quoted(path) + " cannot be opened: out of memory");
    } catch (const std::exception& error) {
        return fail(ErrorCode::BadInput, quoted(path) + " cannot be opened: " + error.what());
    }
}

Result<AudioBuffer> readAudio(const std::filesystem::path& path, double maxSeconds)
{
    auto reader = openAudio(path);
    if (!reader) {
        return propagate(reader);
    }
    const AudioInfo info = (*reader)->info();
    if (info.seconds() > maxSeconds) {
        return fail(ErrorCode::BadInput,
                    quoted(path) + " lasts " + std::to_string(std::llround(info.seconds()))
                        + " s; at most " + std::to_string(std::llround(maxSeconds))
                        + " s can be held in memory");
    }
    try {
        // Grown while reading: a header that lies about its length allocates nothing.
        std::vector<float> samples;
        const auto channels = static_cast<std::size_t>(info.channels);
        std::vector<float> block(kBlockFrames * channels);
        const double maxFrames = maxSeconds * info.sampleRate;
        while (true) {
            const auto got = (*reader)->read(block.data(), kBlockFrames);
            if (!got) {
                return propagate(got);
            }
            if (*got == 0) {
                break;
            }
            samples.insert(samples.end(), block.begin(),
                           block.begin() + static_cast<std::ptrdiff_t>(*got * channels));
            if (static_cast<double>(samples.size() / channels) > maxFrames + kBlockFrames) {
                return fail(ErrorCode::BadInput, quoted(path) + " is longer than it says");
            }
        }
        return deinterleave(samples, info.channels, info.sampleRate);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, quoted(path) + " does not fit into memory");
    }
}

bool isAudioExtension(std::string_view extension)
{
    constexpr std::array<std::string_view, 18> kExtensions {
        "wav", "wave", "bwf",  "rf64", "w64", "aif", "aiff", "aifc", "flac",
        "ogg", "oga",  "opus", "mp3",  "caf", "au",  "m4a",  "aac",  "mp4"};
    return std::any_of(kExtensions.begin(), kExtensions.end(), [&](std::string_view known) {
        return std::equal(known.begin(), known.end(), extension.begin(), extension.end(),
                          [](char k, char c) {
                              return k == (c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
                          });
    });
}

} // namespace nde::audio
