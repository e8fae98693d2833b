#include "core/services/Measure.h"

#include "core/dsp/Fft.h"
#include "core/services/Files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

#include <cmath>

namespace nde::services {
namespace {

constexpr std::size_t kBlockFrames = 8192;
constexpr double kOneShotSeconds = 2.0; ///< without analysis: what is shorter is a one-shot

QByteArrayView bytesOf(const float* samples, std::size_t count)
{
    return {reinterpret_cast<const char*>(samples), static_cast<qsizetype>(count * sizeof(float))};
}

/// One reader, several listeners: whoever reads also feeds the hash and the meter.
class Tap
{
public:
    Tap(audio::AudioReader& reader, audio::LoudnessMeter& meter)
        : m_reader(reader)
        , m_meter(meter)
        , m_channels(static_cast<std::size_t>(reader.info().channels))
    {
    }

    Result<std::size_t> read(float* interleaved, std::size_t frames)
    {
        auto count = m_reader.read(interleaved, frames);
        if (!count) {
            return count;
        }
        const std::size_t samples = *count * m_channels;
        m_hash.addData(bytesOf(interleaved, samples));
        m_meter.add({interleaved, samples});
        m_frames += static_cast<std::int64_t>(*count);
        return count;
    }

    [[nodiscard]] std::int64_t frames() const { return m_frames; }
    [[nodiscard]] std::string hash() const { return m_hash.result().toHex().toStdString(); }

private:
    audio::AudioReader& m_reader;
    audio::LoudnessMeter& m_meter;
    std::size_t m_channels;
    std::int64_t m_frames {};
    QCryptographicHash m_hash {QCryptographicHash::Sha256};
};

QString nameHintOf(const QString& path)
{
    const QFileInfo info(path);
    return QString(info.dir().dirName() + u'/' + info.completeBaseName());
}

Result<> drain(Tap& tap, int channels, TaskContext& task)
{
    std::vector<float> block(kBlockFrames * static_cast<std::size_t>(channels));
    for (;;) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "cancelled while reading");
        }
        const auto count = tap.read(block.data(), kBlockFrames);
        if (!count) {
            return propagate(count);
        }
        if (*count == 0) {
            return {};
        }
    }
}

Result<std::optional<dsp::AnalysisResult>> analyseThrough(Tap& tap, const MeasureRequest& request,
                                                          const audio::AudioInfo& info,
                                                          TaskContext& task)
{
    if (!request.analyse) {
        return std::optional<dsp::AnalysisResult> {};
    }
    dsp::AnalysisInput input;
    input.sampleRate = info.sampleRate;
    input.channels = info.channels;
    input.frames = info.frames;
    input.read = [&tap](float* out, std::size_t frames) { return tap.read(out, frames); };
    input.nameHint = toStd(nameHintOf(request.path));
    input.source = request.source;
    input.inheritedCategory = request.inheritedCategory;
    auto analysed = dsp::analyse(input, task);
    if (!analysed) {
        return propagate(analysed);
    }
    return std::optional<dsp::AnalysisResult> {std::move(*analysed)};
}

} // namespace

Result<Measured> measureFile(const MeasureRequest& request, TaskContext& task)
{
    dsp::disableDenormals();
    auto reader = audio::openAudio(toPath(request.path));
    if (!reader) {
        return propagate(reader);
    }
    Measured measured;
    measured.info = (*reader)->info();
    measured.fileBytes = QFileInfo(request.path).size();
    auto fileHash = hashFile(request.path);
    if (!fileHash) {
        return propagate(fileHash);
    }
    measured.fileHash = *fileHash;
    auto meter = audio::LoudnessMeter::create(measured.info.channels, measured.info.sampleRate);
    if (!meter) {
        return propagate(meter);
    }
    Tap tap(**reader, *meter);
    auto analysis = analyseThrough(tap, request, measured.info, task);
    if (!analysis) {
        return propagate(analysis);
    }
    measured.analysis = std::move(*analysis);
    if (auto rest = drain(tap, measured.info.channels, task); !rest) {
        return propagate(rest);
    }
    if (tap.frames() == 0) {
        return fail(ErrorCode::BadInput,
                    toStd(QStringLiteral("'%1' holds no audio").arg(request.path)));
    }
    measured.info.frames = tap.frames();
    measured.contentHash = tap.hash();
    measured.loudness = meter->finish();
    return measured;
}

void applyMeasured(const Measured& measured, Stem& stem)
{
    stem.durationS = measured.info.seconds();
    stem.frames = measured.info.frames;
    stem.sampleRate = measured.info.sampleRate;
    stem.channels = measured.info.channels;
    stem.bitDepth = measured.info.bitDepth;
    stem.fileBytes = measured.fileBytes;
    stem.fileHash = measured.fileHash;
    stem.contentHash = measured.contentHash;
    stem.isMissing = false;
    stem.processingError.clear();
    if (!measured.analysis) {
        stem.soundClass = stem.durationS < kOneShotSeconds ? SoundClass::OneShot : SoundClass::Loop;
        return;
    }
    const auto& analysis = *measured.analysis;
    stem.descriptors = analysis.descriptors;
    stem.descriptors.lufs = measured.loudness.integratedLufs;
    stem.descriptors.truePeakDb = measured.loudness.truePeakDb;
    stem.soundClass = analysis.soundClass;
    stem.quality = analysis.quality;
    stem.qualityReasons = analysis.qualityReasons;
    stem.analyserVersion = dsp::kAnalyserVersion;
    if (!stem.isCategoryByUser) {
        stem.category = analysis.category;
        stem.categoryConfidence = analysis.categoryConfidence;
    }
    if (stem.tags.empty()) {
        stem.tags = analysis.tags;
    }
}

Stem stemOf(const MeasureRequest& request, const Measured& measured)
{
    Stem stem;
    const QFileInfo info(request.path);
    stem.name = toStd(info.completeBaseName());
    stem.path = toStd(absolutePath(request.path));
    stem.source = request.source;
    if (request.inheritedCategory) {
        stem.category = *request.inheritedCategory;
        stem.categoryConfidence = 1.0;
    }
    applyMeasured(measured, stem);
    return stem;
}

std::string contentHashOf(const audio::AudioBuffer& buffer)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    const auto channels = static_cast<std::size_t>(buffer.channels());
    std::vector<float> block(kBlockFrames * channels);
    for (std::size_t start = 0; start < buffer.frames(); start += kBlockFrames) {
        const std::size_t count = std::min(kBlockFrames, buffer.frames() - start);
        for (std::size_t frame = 0; frame < count; ++frame) {
            for (std::size_t c = 0; c < channels; ++c) {
                block[frame * channels + c] = buffer.channel(static_cast<int>(c))[start + frame];
            }
        }
        hash.addData(bytesOf(block.data(), count * channels));
    }
    return hash.result().toHex().toStdString();
}

} // namespace nde::services
