#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/Result.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

namespace nde::audio {

struct AudioInfo
{
    int sampleRate {};
    int channels {};
    std::int64_t frames {}; ///< exact where the format says so, else counted by decoding
    int bitDepth {}; ///< 16, 24, 32 for PCM, 0 for lossy
    bool isLossy {};
    std::string format; ///< "WAV", "FLAC", "OGG", "MP3", "AIFF", …
    [[nodiscard]] double seconds() const
    {
        return sampleRate > 0 ? static_cast<double>(frames) / sampleRate : 0.0;
    }
};

/// A stream of decoded audio, read forwards, with seeking.
/// @thread  one at a time.
class AudioReader
{
public:
    virtual ~AudioReader() = default;
    [[nodiscard]] virtual const AudioInfo& info() const = 0;
    /// Reads up to `frames` frames, interleaved [frames, channels]; returns the frames read, 0 at
    /// the end. Non-finite samples are read as 0.
    /// @errors  Io, Corrupt (the file ends before it says).
    [[nodiscard]] virtual Result<std::size_t> read(float* interleaved, std::size_t frames) = 0;
    /// How many samples were not finite so far.
    [[nodiscard]] virtual std::int64_t nonFinite() const { return 0; }
    /// @errors  BadInput (outside the file), Io.
    [[nodiscard]] virtual Result<> seek(std::int64_t frame) = 0;
};

/// Decoder for what libsndfile cannot read (AAC, the audio of a video); set once by `app` before
/// any other thread runs. Without one such files are Unsupported.
using FallbackDecoder
    = std::function<Result<std::unique_ptr<AudioReader>>(const std::filesystem::path&)>;
void setFallbackDecoder(FallbackDecoder decoder);

/// Opens a file: WAV, AIFF, FLAC, OGG, Opus, MP3, CAF, W64, RF64 by libsndfile, the rest by the
/// fallback. Checks: exists, is a regular file, is not empty, 1–64 channels, 1 kHz–768 kHz.
/// @errors  NotFound, BadInput (empty, a folder, not audio), Unsupported, Corrupt, Io. The message
/// is one
///          sentence with the path, e.g. "'x.wav' is not an audio file that can be read here".
[[nodiscard]] Result<std::unique_ptr<AudioReader>> openAudio(const std::filesystem::path& path);

/// Whole file in memory; for short sounds. Refuses more than `maxSeconds` (BadInput).
[[nodiscard]] Result<AudioBuffer> readAudio(const std::filesystem::path& path,
                                            double maxSeconds = 600.0);

enum class SampleFormat
{
    Pcm16,
    Pcm24,
    Float32
};
enum class FileFormat
{
    Wav,
    Flac,
    Ogg,
    Mp3,
    Aiff
};

struct WriteOptions
{
    FileFormat format {FileFormat::Wav}; ///< WAV becomes RF64 when over 4 GiB
    SampleFormat sampleFormat {SampleFormat::Pcm24};
    /// Seed of TPDF dither for Pcm16; no dither for the other depths. Same seed, same bytes. 0 = no
    /// dither at all, for samples that fit into 16 bit as they are.
    std::uint64_t ditherSeed {1};
    bool overwrite {false};
    /// Whether `finish()` waits until the data is on the disk (some milliseconds). False for many
    /// small files in a row that end with one `syncFileSystem`.
    bool isDurable {true};
    /// The file whose title, artist, album, … and cover are carried over, empty = none (Tags.h).
    std::filesystem::path tagsFrom;
    bool isFinal {false}; ///< a finished master: dithered at 24 bit as well
};

/// Writes to `<path>.part` and renames on `finish()`: a half file never carries the final name.
/// The destructor without `finish()` removes the part. Samples beyond ±1 are clipped in integer
/// formats.
/// @thread  one at a time.
class AudioWriter
{
public:
    virtual ~AudioWriter() = default;
    /// @errors  DiskFull, Io.
    [[nodiscard]] virtual Result<> write(const float* interleaved, std::size_t frames) = 0;
    /// Flushes to disk (fsync) and renames. @errors  DiskFull, Io, Exists.
    [[nodiscard]] virtual Result<> finish() = 0;
};

/// @errors  Exists, ReadOnly, DiskFull, NotFound (no such folder), BadInput, Busy (another writer
/// is at this file), Io.
[[nodiscard]] Result<std::unique_ptr<AudioWriter>> createAudio(const std::filesystem::path& path,
                                                               int channels, int sampleRate,
                                                               const WriteOptions& options = {});
/// Waits until everything written so far to the file system of `folder` is on the disk.
/// @errors  NotFound, DiskFull, Io.
[[nodiscard]] Result<> syncFileSystem(const std::filesystem::path& folder);
/// Writes a whole buffer.
[[nodiscard]] Result<> writeAudio(const std::filesystem::path& path, const AudioBuffer& buffer,
                                  const WriteOptions& options = {});

/// Lower-case extensions without a dot that a folder import looks at.
[[nodiscard]] bool isAudioExtension(std::string_view extension);

} // namespace nde::audio
