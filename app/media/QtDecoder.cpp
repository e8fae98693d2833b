#include "app/media/QtDecoder.h"

#include <QAudioBuffer>
#include <QAudioDecoder>
#include <QAudioFormat>
#include <QEventLoop>
#include <QFile>
#include <QTemporaryFile>
#include <QTimer>
#include <QUrl>

#include <taglib/fileref.h>

#include <optional>

namespace nde::app {

namespace {

constexpr int kStallMs = 20000; // a decoder that says nothing for so long never will

// The decoded copy, removed with the reader that reads it.
class TemporaryReader : public audio::AudioReader
{
public:
    TemporaryReader(std::unique_ptr<audio::AudioReader> reader, std::filesystem::path file)
        : m_reader(std::move(reader))
        , m_file(std::move(file))
        , m_info(m_reader->info())
    {
        m_info.bitDepth = 0;
        m_info.isLossy = true;
        m_info.format = "AAC";
    }
    ~TemporaryReader() override
    {
        m_reader.reset();
        std::error_code ignored; // what stays in the temporary folder harms nobody
        std::filesystem::remove(m_file, ignored);
    }
    TemporaryReader(const TemporaryReader&) = delete;
    TemporaryReader& operator=(const TemporaryReader&) = delete;

    [[nodiscard]] const audio::AudioInfo& info() const override { return m_info; }
    [[nodiscard]] Result<std::size_t> read(float* interleaved, std::size_t frames) override
    {
        return m_reader->read(interleaved, frames);
    }
    [[nodiscard]] Result<> seek(std::int64_t frame) override { return m_reader->seek(frame); }

private:
    std::unique_ptr<audio::AudioReader> m_reader;
    std::filesystem::path m_file;
    audio::AudioInfo m_info;
};

std::vector<float> toFloat(const QAudioBuffer& buffer)
{
    const auto& format = buffer.format();
    const auto count = static_cast<std::size_t>(buffer.sampleCount());
    std::vector<float> samples(count);
    const char* data = buffer.constData<char>();
    for (std::size_t i = 0; i < count; ++i) {
        samples[i] = format.normalizedSampleValue(
            data + i * static_cast<std::size_t>(format.bytesPerSample()));
    }
    return samples;
}

// Qt 6.4 converts nothing unless a format is set, and then fails on the planar output of
// GStreamer's AAC decoder. So the file's own rate and channels are looked up; where no tag reader
// knows them, 48 kHz stereo.
QAudioFormat nativeFormat(const std::filesystem::path& path)
{
    QAudioFormat format;
    format.setSampleFormat(QAudioFormat::Float);
    format.setSampleRate(48000);
    format.setChannelCount(2);
    const TagLib::FileRef file(path.c_str());
    if (const auto* properties = file.isNull() ? nullptr : file.audioProperties()) {
        if (properties->sampleRate() > 0 && properties->channels() > 0) {
            format.setSampleRate(properties->sampleRate());
            format.setChannelCount(properties->channels());
        }
    }
    return format;
}

std::string sentence(const std::filesystem::path& path, const std::string& reason)
{
    return "'" + path.string() + "' could not be decoded: " + reason;
}

// Runs a decoder to its end inside an own event loop.
class Decoding
{
public:
    Decoding(const std::filesystem::path& path, std::filesystem::path target)
        : m_path(path)
        , m_target(std::move(target))
    {
    }

    Result<> run()
    {
        QAudioDecoder decoder;
        decoder.setAudioFormat(nativeFormat(m_path));
        QTimer stall;
        stall.setSingleShot(true);
        stall.setInterval(kStallMs);
        QObject::connect(&decoder, &QAudioDecoder::bufferReady, &m_loop, [&] {
            stall.start();
            while (!m_error && decoder.bufferAvailable()) {
                take(decoder.read());
            }
        });
        QObject::connect(&decoder, &QAudioDecoder::finished, &m_loop, &QEventLoop::quit);
        QObject::connect(&decoder, qOverload<QAudioDecoder::Error>(&QAudioDecoder::error), &m_loop,
                         [&](QAudioDecoder::Error error) {
                             stop({error == QAudioDecoder::ResourceError ? ErrorCode::Corrupt
                                                                         : ErrorCode::Unsupported,
                                   sentence(m_path, decoder.errorString().toStdString())});
                         });
        QObject::connect(&stall, &QTimer::timeout, &m_loop, [&] {
            stop({ErrorCode::Unsupported, sentence(m_path, "the decoder does not answer")});
        });
        decoder.setSource(QUrl::fromLocalFile(QString::fromStdString(m_path.string())));
        stall.start();
        decoder.start();
        if (!m_error) {
            m_loop.exec();
        }
        decoder.stop();
        if (m_error) {
            return tl::unexpected<Error>(*m_error);
        }
        if (!m_writer) {
            return fail(ErrorCode::Unsupported, sentence(m_path, "it has no audio"));
        }
        return m_writer->finish();
    }

private:
    void stop(Error error)
    {
        if (!m_error) {
            m_error = std::move(error);
        }
        m_loop.quit();
    }

    void take(const QAudioBuffer& buffer)
    {
        if (!buffer.isValid()) {
            return;
        }
        const auto& format = buffer.format();
        if (!m_writer) {
            audio::WriteOptions options;
            options.sampleFormat = audio::SampleFormat::Float32;
            options.overwrite = true;
            auto writer
                = audio::createAudio(m_target, format.channelCount(), format.sampleRate(), options);
            if (!writer) {
                stop(writer.error());
                return;
            }
            m_writer = std::move(*writer);
            m_format = format;
        }
        if (format.channelCount() != m_format.channelCount()
            || format.sampleRate() != m_format.sampleRate()) {
            stop({ErrorCode::Corrupt, sentence(m_path, "its format changes in the middle")});
            return;
        }
        const auto samples = toFloat(buffer);
        const auto written
            = m_writer->write(samples.data(), static_cast<std::size_t>(buffer.frameCount()));
        if (!written) {
            stop(written.error());
        }
    }

    std::filesystem::path m_path;
    std::filesystem::path m_target;
    QEventLoop m_loop;
    QAudioFormat m_format;
    std::unique_ptr<audio::AudioWriter> m_writer;
    std::optional<Error> m_error;
};

} // namespace

Result<std::unique_ptr<audio::AudioReader>> decodeWithQt(const std::filesystem::path& path)
{
    QTemporaryFile place;
    if (!place.open()) {
        return fail(ErrorCode::Io,
                    "no temporary file could be made: " + place.errorString().toStdString());
    }
    const std::filesystem::path target = place.fileName().toStdString() + ".wav";
    if (const auto decoded = Decoding(path, target).run(); !decoded) {
        return propagate(decoded);
    }
    auto reader = audio::openAudio(target);
    if (!reader) {
        return propagate(reader);
    }
    return std::make_unique<TemporaryReader>(std::move(*reader), target);
}

} // namespace nde::app
