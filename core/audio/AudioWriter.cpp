#include "core/audio/AudioFile.h"
#include "core/audio/PartFile.h"
#include "core/audio/SndfileIo.h"
#include "core/audio/Tags.h"
#include "core/base/Random.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <new>
#include <string_view>
#include <vector>

namespace nde::audio {

namespace {

// Also keeps libsndfile's Vorbis and MP3 encoders, which buffer a whole call, small.
constexpr std::size_t kBlockFrames = 4096;

const char* nameOf(FileFormat format)
{
    switch (format) {
    case FileFormat::Wav:
        return "WAV";
    case FileFormat::Flac:
        return "FLAC";
    case FileFormat::Ogg:
        return "OGG";
    case FileFormat::Mp3:
        return "MP3";
    case FileFormat::Aiff:
        return "AIFF";
    }
    return "audio";
}

int subFormatOf(SampleFormat format)
{
    switch (format) {
    case SampleFormat::Pcm16:
        return SF_FORMAT_PCM_16;
    case SampleFormat::Pcm24:
        return SF_FORMAT_PCM_24;
    case SampleFormat::Float32:
        return SF_FORMAT_FLOAT;
    }
    return SF_FORMAT_PCM_24;
}

int sndfileFormatOf(const WriteOptions& options)
{
    switch (options.format) {
    case FileFormat::Wav:
        return SF_FORMAT_RF64 | subFormatOf(options.sampleFormat);
    case FileFormat::Flac:
        return SF_FORMAT_FLAC | subFormatOf(options.sampleFormat);
    case FileFormat::Ogg:
        return SF_FORMAT_OGG | SF_FORMAT_VORBIS;
    case FileFormat::Mp3:
        return SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III;
    case FileFormat::Aiff:
        return SF_FORMAT_AIFF | subFormatOf(options.sampleFormat);
    }
    return 0;
}

bool isLossy(FileFormat format)
{
    return format == FileFormat::Ogg || format == FileFormat::Mp3;
}

class SndfileWriter final : public AudioWriter
{
public:
    SndfileWriter(PartFile part, int channels, const WriteOptions& options)
        : m_part(std::move(part))
        , m_io {m_part.descriptor(), 0, 0}
        , m_channels(static_cast<std::size_t>(channels))
        , m_options(options)
        , m_dither(options.ditherSeed)
    {
    }

    [[nodiscard]] Result<> open(int sampleRate)
    {
        SF_INFO info {};
        info.channels = static_cast<int>(m_channels);
        info.samplerate = sampleRate;
        info.format = sndfileFormatOf(m_options);
        if (sf_format_check(&info) == 0) {
            return cannotHold(sampleRate);
        }
        m_handle.reset(sf_open_virtual(&sndfileCallbacks(), SFM_WRITE, &info, &m_io));
        if (!m_handle) {
            return m_io.errnoValue != 0 ? Result<>(ioError()) : cannotHold(sampleRate);
        }
        SNDFILE* const file = m_handle.get();
        // The peak chunk carries the time of day: the same samples would give other bytes.
        sf_command(file, SFC_SET_ADD_PEAK_CHUNK, nullptr, SF_FALSE);
        if (m_options.format == FileFormat::Wav) {
            sf_command(file, SFC_RF64_AUTO_DOWNGRADE, nullptr, SF_TRUE);
        } else if (m_options.format == FileFormat::Ogg) {
            double quality = 0.7; // about 224 kbit/s: transparent for nearly everybody
            sf_command(file, SFC_SET_VBR_ENCODING_QUALITY, &quality, sizeof quality);
        } else if (m_options.format == FileFormat::Mp3) {
            int mode = SF_BITRATE_MODE_VARIABLE;
            double level = 0.0; // LAME V0, its best variable rate
            sf_command(file, SFC_SET_BITRATE_MODE, &mode, sizeof mode);
            sf_command(file, SFC_SET_COMPRESSION_LEVEL, &level, sizeof level);
        }
        return {};
    }

    [[nodiscard]] Result<> write(const float* interleaved, std::size_t frames) override
    {
        if (!m_handle) {
            return fail(ErrorCode::Internal, quoted(m_part.path()) + " is written after its end");
        }
        try {
            while (frames > 0) {
                const std::size_t count = std::min(frames, kBlockFrames);
                if (writeBlock(interleaved, count) != static_cast<sf_count_t>(count)
                    || m_io.errnoValue != 0) {
                    return ioError();
                }
                interleaved += count * m_channels;
                frames -= count;
            }
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::OutOfMemory, quoted(m_part.path()) + ": out of memory");
        }
        return {};
    }

    [[nodiscard]] Result<> finish() override
    {
        if (!m_handle) {
            return fail(ErrorCode::Internal, quoted(m_part.path()) + " was finished twice");
        }
        const int closed = sf_close(m_handle.release());
        if (closed != 0 || m_io.errnoValue != 0 || !clearPeakTime()) {
            return ioError();
        }
        if (!m_options.tagsFrom.empty()) {
            if (auto tagged = copyTags(m_options.tagsFrom, m_part.partPath(), m_options.format);
                !tagged) {
                return tagged;
            }
        }
        return m_part.commit(m_options.isDurable);
    }

private:
    /// libsndfile does not heed SFC_SET_ADD_PEAK_CHUNK for RF64 that becomes WAV: the chunk is
    /// there all the same, so its time of day is set to zero.
    [[nodiscard]] bool clearPeakTime() const
    {
        std::array<char, 512> head {};
        const auto count = ::pread(m_part.descriptor(), head.data(), head.size(), 0);
        if (count < 0) {
            return false;
        }
        constexpr std::string_view kChunk {"PEAK"};
        const std::string_view text {head.data(), static_cast<std::size_t>(count)};
        const auto place = text.substr(0, text.find("data")).find(kChunk);
        if (m_options.sampleFormat != SampleFormat::Float32 || m_options.format != FileFormat::Wav
            || place == std::string_view::npos) {
            return true;
        }
        constexpr std::size_t kTimeOffset = 12; // behind name, size and version
        const std::array<char, 4> zero {};
        return ::pwrite(m_part.descriptor(), zero.data(), zero.size(),
                        static_cast<off_t>(place + kTimeOffset))
            == static_cast<ssize_t>(zero.size());
    }

    [[nodiscard]] sf_count_t writeBlock(const float* samples, std::size_t frames)
    {
        const std::size_t count = frames * m_channels;
        const auto length = static_cast<sf_count_t>(frames);
        if (isLossy(m_options.format) || m_options.sampleFormat == SampleFormat::Float32) {
            m_floats.resize(count);
            std::transform(samples, samples + count, m_floats.begin(),
                           [](float x) { return std::isfinite(x) ? x : 0.0F; });
            return sf_writef_float(m_handle.get(), m_floats.data(), length);
        }
        if (m_options.sampleFormat == SampleFormat::Pcm16) {
            m_shorts.resize(count);
            std::transform(samples, samples + count, m_shorts.begin(), [this](float x) {
                // Two uniform draws of one step each: triangular, so that the noise floor does not
                // move with the signal.
                const double noise = m_dither.uniform() - m_dither.uniform();
                const double dither = m_options.ditherSeed == 0 ? 0.0 : noise;
                const double scaled = (std::isfinite(x) ? double {x} : 0.0) * 32768.0 + dither;
                return static_cast<short>(std::lrint(std::clamp(scaled, -32768.0, 32767.0)));
            });
            return sf_writef_short(m_handle.get(), m_shorts.data(), length);
        }
        m_ints.resize(count);
        const bool isDithered = m_options.isFinal && m_options.ditherSeed != 0;
        std::transform(samples, samples + count, m_ints.begin(), [&](float x) {
            const double dither = isDithered ? m_dither.uniform() - m_dither.uniform() : 0.0;
            const double scaled = (std::isfinite(x) ? double {x} : 0.0) * 8388608.0 + dither;
            // libsndfile takes the upper 24 of 32 bits.
            return static_cast<int>(std::lrint(std::clamp(scaled, -8388608.0, 8388607.0)) * 256);
        });
        return sf_writef_int(m_handle.get(), m_ints.data(), length);
    }

    [[nodiscard]] tl::unexpected<Error> ioError()
    {
        if (m_io.errnoValue != 0) {
            return tl::unexpected<Error>(fileError(m_io.errnoValue, m_part.path(), "written"));
        }
        const std::string reason
            = m_handle ? sf_strerror(m_handle.get()) : "the file could not be completed";
        return fail(ErrorCode::Io, quoted(m_part.path()) + " cannot be written: " + reason);
    }

    [[nodiscard]] tl::unexpected<Error> cannotHold(int sampleRate) const
    {
        if (m_options.format == FileFormat::Flac
            && m_options.sampleFormat == SampleFormat::Float32) {
            return fail(ErrorCode::BadInput,
                        quoted(m_part.path())
                            + " cannot be written: FLAC holds 16 or 24 bit, not 32 bit float");
        }
        return fail(ErrorCode::BadInput,
                    quoted(m_part.path()) + " cannot be written: " + nameOf(m_options.format)
                        + " does not hold " + std::to_string(m_channels) + " channels at "
                        + std::to_string(sampleRate) + " Hz");
    }

    PartFile m_part;
    SndfileIo m_io;
    SndfileHandle m_handle; // after the part, so that it is closed before it
    std::size_t m_channels;
    WriteOptions m_options;
    Random m_dither;
    std::vector<float> m_floats;
    std::vector<short> m_shorts;
    std::vector<int> m_ints;
};

} // namespace

Result<std::unique_ptr<AudioWriter>> createAudio(const std::filesystem::path& path, int channels,
                                                 int sampleRate, const WriteOptions& options)
{
    if (channels < 1 || channels > 64 || sampleRate < 1000 || sampleRate > 768000) {
        return fail(ErrorCode::BadInput,
                    quoted(path) + " cannot be written with " + std::to_string(channels)
                        + " channels at " + std::to_string(sampleRate)
                        + " Hz; 1 to 64 channels and 1000 to 768000 Hz are possible");
    }
    try {
        auto part = PartFile::create(path, options.overwrite);
        if (!part) {
            return propagate(part);
        }
        auto writer = std::make_unique<SndfileWriter>(std::move(*part), channels, options);
        if (const auto opened = writer->open(sampleRate); !opened) {
            return propagate(opened);
        }
        return writer;
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, quoted(path) + " cannot be created: out of memory");
    }
}

Result<> writeAudio(const std::filesystem::path& path, const AudioBuffer& buffer,
                    const WriteOptions& options)
{
    auto writer = createAudio(path, buffer.channels(), buffer.sampleRate(), options);
    if (!writer) {
        return propagate(writer);
    }
    const std::vector<float> interleaved = interleave(buffer);
    if (const auto written = (*writer)->write(interleaved.data(), buffer.frames()); !written) {
        return written;
    }
    return (*writer)->finish();
}

} // namespace nde::audio
