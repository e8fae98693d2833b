#include "core/services/Measure.h"

#include "core/audio/Resample.h"
#include "core/base/ComputeScope.h"
#include "core/db/StemRepository.h"
#include "core/dsp/OffsetRemover.h"
#include "core/dsp/Quality.h"
#include "core/neuro/Character.h"
#include "core/services/CategoryJudge.h"
#include "core/services/Files.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <cmath>
#include <utility>

namespace nde::services {
namespace {

constexpr std::size_t kBlockFrames = 8192;
constexpr double kOneShotSeconds = 2.0; ///< without analysis: what is shorter is a one-shot

QByteArrayView bytesOf(const float* samples, std::size_t count)
{
    return {reinterpret_cast<const char*>(samples), static_cast<qsizetype>(count * sizeof(float))};
}

/// The beginning of a sound as the ear takes it: mono at 32 kHz, without an offset. The ear blocks
/// one itself, but its steps at the ends would be clicks to it.
class EarFeed
{
public:
    static Result<EarFeed> create(const audio::AudioInfo& info)
    {
        EarFeed feed(info);
        if (info.sampleRate != neuro::kSampleRate) {
            auto resampler = audio::Resampler::create(1, info.sampleRate, neuro::kSampleRate);
            if (!resampler) {
                return propagate(resampler);
            }
            feed.m_resampler.emplace(std::move(*resampler));
        }
        // At once what it will take: a vector that grows holds up to three times as much.
        const double expected = static_cast<double>(std::max<std::int64_t>(0, info.frames))
            * neuro::kSampleRate / info.sampleRate;
        const double slack = 2.0 * static_cast<double>(kBlockFrames)
            * (1.0 + static_cast<double>(neuro::kSampleRate) / info.sampleRate);
        feed.m_mono.reserve(
            static_cast<std::size_t>(std::min(expected, static_cast<double>(kMost)) + slack));
        return feed;
    }

    void add(const float* interleaved, std::size_t frames)
    {
        if (m_mono.size() >= kMost) {
            return;
        }
        m_block.resize(frames);
        for (std::size_t frame = 0; frame < frames; ++frame) {
            float sum = 0.0F;
            for (std::size_t c = 0; c < m_channels; ++c) {
                sum += interleaved[frame * m_channels + c];
            }
            m_block[frame] = sum / static_cast<float>(m_channels);
        }
        m_heard.clear();
        m_remover.push(m_block, m_heard);
        listen();
    }

    void finish()
    {
        m_heard.clear();
        m_remover.finish(m_heard);
        listen();
        if (m_resampler) {
            m_resampler->process({}, true, m_mono);
        }
    }
    [[nodiscard]] std::span<const float> mono() const { return m_mono; }

private:
    /// Some silence may lie before the part that is measured.
    static constexpr auto kMost
        = static_cast<std::size_t>(1.2 * neuro::kMostSeconds * neuro::kSampleRate);

    explicit EarFeed(const audio::AudioInfo& info)
        : m_channels(static_cast<std::size_t>(info.channels))
        , m_remover(info.sampleRate)
    {
    }
    void listen()
    {
        if (m_resampler) {
            m_resampler->process(m_heard, false, m_mono);
        } else {
            m_mono.insert(m_mono.end(), m_heard.begin(), m_heard.end());
        }
    }

    std::size_t m_channels;
    dsp::OffsetRemover m_remover;
    std::optional<audio::Resampler> m_resampler;
    std::vector<float> m_block;
    std::vector<float> m_heard; ///< the block without offset
    std::vector<float> m_mono;
};

/// One reader, several listeners: whoever reads also feeds the hash, the meter and the ear.
class Tap
{
public:
    /// @param ear  may be null.
    Tap(audio::AudioReader& reader, audio::LoudnessMeter& meter, EarFeed* ear)
        : m_reader(reader)
        , m_meter(meter)
        , m_ear(ear)
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
        if (m_ear != nullptr) {
            m_ear->add(interleaved, *count);
        }
        m_frames += static_cast<std::int64_t>(*count);
        return count;
    }

    [[nodiscard]] std::int64_t frames() const { return m_frames; }
    [[nodiscard]] std::string hash()
    {
        if (m_reader.nonFinite() > 0) {
            m_hash.addData(QByteArrayLiteral("non-finite"));
            m_hash.addData(QByteArray::number(qint64 {m_reader.nonFinite()}));
        }
        return m_hash.result().toHex().toStdString();
    }

private:
    audio::AudioReader& m_reader;
    audio::LoudnessMeter& m_meter;
    EarFeed* m_ear;
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

/// What was measured, except for what the user has said.
void keepUserValues(Stem& stem, const dsp::AnalysisResult& analysis)
{
    const Descriptors before = std::exchange(stem.descriptors, analysis.descriptors);
    auto& d = stem.descriptors;
    if (stem.isGridByUser) {
        d.bpm = before.bpm;
        d.firstBeatS = before.firstBeatS;
        d.firstDownbeatS = before.firstDownbeatS;
        d.beatsPerBar = before.beatsPerBar;
        d.bars = before.bars;
    }
    if (stem.isKeyByUser) {
        d.key = before.key;
    }
    if (!stem.isSoundClassByUser) {
        stem.soundClass = analysis.soundClass;
    }
}

/// By the user, inherited, or by what was heard.
void setCategory(const Measured& measured, Stem& stem, const CategoryJudge* judge)
{
    stem.descriptors.categories.clear();
    if (measured.opinion) {
        const QString path = toQt(stem.path);
        const CategoryVerdict verdict = judge != nullptr
            ? judge->judge(*measured.opinion, stem.soundClass, path)
            : measured.opinion->isSilent
            ? CategoryVerdict {}
            : judgeCategory(measured.opinion->probabilities, stem.soundClass, path);
        stem.descriptors.categories = ranksOf(verdict);
        if (!stem.isCategoryByUser) {
            stem.category = verdict.category;
            stem.categoryConfidence = verdict.confidence;
        }
    } else if (!stem.isCategoryByUser) {
        stem.category = measured.analysis->category;
        stem.categoryConfidence = measured.analysis->categoryConfidence;
    }
    if (stem.category <= Category::Drums && !stem.isKeyByUser) { // a ringing tom is in no key
        stem.descriptors.key.reset();
        stem.descriptors.keyConfidence = 0.0;
    }
}

} // namespace

Result<Measured> measureFile(const MeasureRequest& request, TaskContext& task)
{
    const ComputeScope computing;
    auto reader = audio::openAudio(toPath(request.path));
    if (!reader) {
        return propagate(reader);
    }
    Measured measured;
    measured.info = (*reader)->info();
    measured.fileBytes = QFileInfo(request.path).size();
    auto fileHash = request.fileHash.empty() ? hashFile(request.path)
                                             : Result<std::string> {request.fileHash};
    if (!fileHash) {
        return propagate(fileHash);
    }
    measured.fileHash = *fileHash;
    measured.facts = readFileFacts(request.path);
    auto meter = audio::LoudnessMeter::create(measured.info.channels, measured.info.sampleRate);
    if (!meter) {
        return propagate(meter);
    }
    auto ear = EarFeed::create(measured.info);
    if (!ear) {
        return propagate(ear);
    }
    Tap tap(**reader, *meter, request.analyse ? &*ear : nullptr);
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
    if (measured.analysis) {
        measured.analysis->descriptors.nonFinite += (*reader)->nonFinite();
    }
    measured.contentHash = tap.hash();
    measured.loudness = meter->finish();
    if (request.analyse) {
        ear->finish();
        measured.hearing = neuro::listen(ear->mono());
    }
    if (request.analyse && !request.inheritedCategory) {
        const auto& model = shippedCategoryModel();
        auto opinion = model ? model->classify(ear->mono(), neuro::kSampleRate)
                             : Result<nn::CategoryOpinion> {propagate(model)};
        if (!opinion) {
            return propagate(opinion);
        }
        measured.opinion = std::move(*opinion);
    }
    return measured;
}

void applyMeasured(const Measured& measured, Stem& stem, const CharacterBook* book,
                   const CategoryJudge* judge)
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
        if (!stem.isSoundClassByUser) {
            stem.soundClass
                = stem.durationS < kOneShotSeconds ? SoundClass::OneShot : SoundClass::Loop;
        }
        if (measured.facts) {
            applyFileFacts(*measured.facts, stem);
        }
        return;
    }
    const auto& analysis = *measured.analysis;
    keepUserValues(stem, analysis);
    setCategory(measured, stem, judge);
    if (measured.facts) {
        applyFileFacts(*measured.facts, stem);
    }
    auto& d = stem.descriptors;
    const audio::Loudness& loudness = measured.loudness;
    d.lufs = loudness.integratedLufs;
    d.momentaryLufs = loudness.momentaryMaxLufs;
    d.shortTermLufs = loudness.shortTermMaxLufs;
    d.loudnessRangeLu = loudness.rangeLu;
    d.truePeakDb = loudness.truePeakDb;
    d.edgeStep = dsp::edgeStepOf(analysis, stem.soundClass);
    d.neuro = measured.hearing ? measured.hearing->metrics : NeuroMetrics {};
    stem.analyserVersion = kAnalyserVersion;
    requalify(stem, book);
    if (stem.tags.empty()) {
        for (const auto& tag : neuro::tagsOf(*d.neuro, stem.durationS)) {
            stem.tags.emplace_back(tag.en);
        }
        stem.tags.insert(stem.tags.end(), analysis.tags.begin(), analysis.tags.end());
    }
}

void requalify(Stem& stem, const CharacterBook* book)
{
    auto& d = stem.descriptors;
    if (stem.analyserVersion.empty() || !d.neuro) {
        return;
    }
    auto score = dsp::judgeQuality(d, stem.category, stem.soundClass);
    d.technicalQuality = score.technical;
    d.defects = std::move(score.defects);
    d.characterQuality = neuro::characterOf(
        *d.neuro, stem.category, stem.soundClass,
        book != nullptr ? book->of(stem.category) : std::nullopt, dsp::damageOf(d.defects));
    stem.quality = neuro::qualityOf(d.technicalQuality, d.characterQuality);
    stem.qualityReasons = dsp::reasonsOf(d.defects);
}

Result<> requalifyStems(db::StemRepository& stems, const std::vector<StemId>& ids)
{
    auto rows = stems.byIds(ids);
    if (!rows) {
        return propagate(rows);
    }
    const CharacterBook book(stems);
    for (Stem& stem : *rows) {
        const Stem before = stem;
        requalify(stem, &book);
        if (book.error()) {
            return tl::unexpected<Error>(*book.error());
        }
        if (stem == before) {
            continue;
        }
        if (auto stored = stems.updateAnalysis(stem); !stored) {
            return stored;
        }
    }
    return {};
}

Stem stemOf(const MeasureRequest& request, const Measured& measured, const CharacterBook* book,
            const CategoryJudge* judge)
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
    applyMeasured(measured, stem, book, judge);
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
