#include "core/audio/SincResample.h"
#include "core/db/StemRepository.h"
#include "core/services/Files.h"
#include "core/services/Measure.h"
#include "core/services/OutputJournal.h"
#include "core/services/SeparationParts.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <functional>
#include <memory>

namespace nde::services {
namespace {

constexpr std::size_t kBlockFrames = 16384;
constexpr float kSilentPeak = 0.001F; ///< −60 dBFS
constexpr float kFullScale = 0.9999F; ///< what 16 bit hold, with room for dither

/// One raw file, at the rate that is written.
class RawReader
{
public:
    static Result<std::unique_ptr<RawReader>> open(const QString& path, const SeparatedParts& parts,
                                                   int toRate, std::int64_t frames)
    {
        std::unique_ptr<RawReader> reader(new RawReader(path, parts.channels, frames));
        errno = 0;
        if (!reader->m_file.open(QIODevice::ReadOnly)) {
            return tl::unexpected<Error>(fileError(path, QStringLiteral("read"), errno));
        }
        if (toRate != parts.sampleRate) {
            auto resampler = audio::SincResampler::create(parts.channels, parts.sampleRate, toRate);
            if (!resampler) {
                return propagate(resampler);
            }
            reader->m_resampler = std::make_unique<audio::SincResampler>(std::move(*resampler));
        }
        return reader;
    }

    /// Adds `gain` times the next frames to `block`.
    Result<> addTo(std::vector<float>& block, float gain)
    {
        while (m_queue.size() - m_used < block.size()) {
            if (auto filled = fill(); !filled) {
                return filled;
            }
        }
        const float* from = m_queue.data() + m_used;
        for (std::size_t i = 0; i < block.size(); ++i) {
            block[i] += gain * from[i];
        }
        m_used += block.size();
        return {};
    }

private:
    RawReader(const QString& path, int channels, std::int64_t frames)
        : m_file(path)
        , m_channels(static_cast<std::size_t>(channels))
        , m_frames(frames)
    {
    }

    Result<> fill()
    {
        m_queue.erase(m_queue.begin(), m_queue.begin() + static_cast<std::ptrdiff_t>(m_used));
        m_used = 0;
        m_raw.resize(kBlockFrames * m_channels);
        const auto frameBytes = static_cast<qint64>(m_channels * sizeof(float));
        errno = 0;
        const qint64 bytes = m_file.read(reinterpret_cast<char*>(m_raw.data()),
                                         static_cast<qint64>(kBlockFrames) * frameBytes);
        if (bytes < 0 || (bytes == 0 && m_isEnded)) {
            return fail(ErrorCode::Io,
                        toStd(QStringLiteral("'%1' ended too early").arg(m_file.fileName())));
        }
        m_raw.resize(static_cast<std::size_t>(bytes / frameBytes) * m_channels);
        m_isEnded = bytes == 0;
        if (!m_resampler) {
            m_queue.insert(m_queue.end(), m_raw.begin(), m_raw.end());
        } else if (m_isEnded) {
            m_resampler->finish(m_queue, m_frames);
        } else {
            m_resampler->push(m_raw, m_queue);
        }
        return {};
    }

    QFile m_file;
    std::size_t m_channels;
    std::int64_t m_frames;
    std::unique_ptr<audio::SincResampler> m_resampler;
    std::vector<float> m_raw;
    std::vector<float> m_queue;
    std::size_t m_used {};
    bool m_isEnded {};
};

/// The track itself, in the channels of the stems.
class TrackTerm
{
public:
    static Result<std::unique_ptr<TrackTerm>> open(const SeparationInput& input, int channels)
    {
        auto reader = TrackReader::open(input.path, channels, input.part);
        if (!reader) {
            return propagate(reader);
        }
        return std::unique_ptr<TrackTerm>(new TrackTerm(std::move(*reader)));
    }
    Result<> addTo(std::vector<float>& block)
    {
        while (m_queue.size() < block.size()) {
            std::vector<float> more;
            if (auto read = m_reader.read(more); !read) {
                return read;
            }
            if (more.empty()) {
                return fail(ErrorCode::Io, "the track became shorter while it was read");
            }
            m_queue.insert(m_queue.end(), more.begin(), more.end());
        }
        for (std::size_t i = 0; i < block.size(); ++i) {
            block[i] += m_queue[i];
        }
        m_queue.erase(m_queue.begin(), m_queue.begin() + static_cast<std::ptrdiff_t>(block.size()));
        return {};
    }

private:
    explicit TrackTerm(TrackReader reader)
        : m_reader(std::move(reader))
    {
    }
    TrackReader m_reader;
    std::vector<float> m_queue;
};

/// What is written into one file: raw files added or taken away, and the track where it is the
/// rest.
struct Sum
{
    QStringList plus;
    QStringList minus;
    bool hasTrack {};
    [[nodiscard]] bool needs(const QString& file) const
    {
        return plus.contains(file) || minus.contains(file);
    }
};

/// Writes the files one after the other.
class Publisher
{
public:
    Publisher(const SeparateParams& params, const SeparationInput& input,
              const SeparatedParts& parts, OutputFormat format)
        : m_params(params)
        , m_input(input)
        , m_parts(parts)
        , m_format(std::move(format))
        , m_rate(params.nativeRate ? parts.sampleRate : input.info.sampleRate)
        , m_frames(m_rate == parts.sampleRate ? parts.frames : parts.inputFrames)
    {
        m_format.options.overwrite = params.overwrite;
        m_format.options.tagsFrom = toPath(input.path);
    }

    [[nodiscard]] int sampleRate() const { return m_rate; }
    [[nodiscard]] std::int64_t frames() const { return m_frames; }

    /// "rescale": one gain for all files, so that the loudest just fits and they stay a set.
    Result<> fit(const std::vector<Sum>& sums, const TaskContext& task)
    {
        float loudest = 0.0F;
        for (const Sum& sum : sums) {
            const auto peak
                = read(sum, task, [](const std::vector<float>&) -> Result<> { return {}; });
            if (!peak) {
                return propagate(peak);
            }
            loudest = std::max(loudest, *peak);
        }
        m_gain = loudest > kFullScale ? kFullScale / loudest : 1.0F;
        return {};
    }
    [[nodiscard]] float gain() const { return m_gain; }

    /// @return  the largest magnitude before it was fitted.
    Result<float> write(const Sum& sum, const QString& target, const TaskContext& task) const
    {
        auto writer
            = audio::createAudio(toPath(target), m_parts.channels, m_rate, m_format.options);
        if (!writer) {
            return propagate(writer);
        }
        const bool isClamped = m_params.clipMode == u"clamp";
        const auto channels = static_cast<std::size_t>(m_parts.channels);
        const auto peak = read(sum, task, [&](std::vector<float>& block) -> Result<> {
            for (float& sample : block) {
                sample *= m_gain;
                sample = isClamped ? std::clamp(sample, -1.0F, 1.0F) : sample;
            }
            return (*writer)->write(block.data(), block.size() / channels);
        });
        if (!peak) {
            return peak;
        }
        const auto finished = (*writer)->finish();
        return finished ? peak : Result<float> {propagate(finished)};
    }

private:
    struct Term
    {
        std::unique_ptr<RawReader> raw;
        float gain {};
    };
    using Sink = std::function<Result<>(std::vector<float>&)>;

    /// Hands out a sum block by block. @return  the largest magnitude.
    Result<float> read(const Sum& sum, const TaskContext& task, const Sink& sink) const
    {
        std::vector<Term> terms;
        for (const auto& file : sum.plus + sum.minus) {
            auto raw = RawReader::open(file, m_parts, m_rate, m_frames);
            if (!raw) {
                return propagate(raw);
            }
            const bool isAdded = static_cast<qsizetype>(terms.size()) < sum.plus.size();
            terms.push_back({std::move(*raw), isAdded ? 1.0F : -1.0F});
        }
        std::unique_ptr<TrackTerm> track;
        if (sum.hasTrack) {
            auto opened = TrackTerm::open(m_input, m_parts.channels);
            if (!opened) {
                return propagate(opened);
            }
            track = std::move(*opened);
        }
        return copy(terms, track.get(), sink, task);
    }

    Result<float> copy(std::vector<Term>& terms, TrackTerm* track, const Sink& sink,
                       const TaskContext& task) const
    {
        const auto channels = static_cast<std::size_t>(m_parts.channels);
        std::vector<float> block;
        float peak = 0.0F;
        for (std::int64_t done = 0; done < m_frames;) {
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "separation cancelled");
            }
            const auto count
                = static_cast<std::size_t>(std::min<std::int64_t>(m_frames - done, kBlockFrames));
            block.assign(count * channels, 0.0F);
            if (track != nullptr) {
                if (auto added = track->addTo(block); !added) {
                    return propagate(added);
                }
            }
            for (auto& term : terms) {
                if (auto added = term.raw->addTo(block, term.gain); !added) {
                    return propagate(added);
                }
            }
            for (const float sample : block) {
                peak = std::max(peak, std::abs(sample));
            }
            if (auto taken = sink(block); !taken) {
                return propagate(taken);
            }
            done += static_cast<std::int64_t>(count);
            task.progress(static_cast<double>(done) / static_cast<double>(m_frames), "writing");
        }
        return peak;
    }

    const SeparateParams& m_params;
    const SeparationInput& m_input;
    const SeparatedParts& m_parts;
    OutputFormat m_format;
    int m_rate;
    std::int64_t m_frames;
    float m_gain {1.0F};
};

/// What goes into every file, the residual last.
std::vector<Sum> sumsOf(const SeparateParams& params, const SeparationTargets& targets,
                        const SeparatedParts& parts)
{
    std::vector<Sum> sums;
    for (const auto& output : targets.recipe.outputs) {
        Sum sum;
        for (const int source : output.sources) {
            sum.plus << parts.files[source];
        }
        sums.push_back(std::move(sum));
    }
    if (targets.residual.isEmpty()) {
        return sums;
    }
    if (!parts.residual.isEmpty()) {
        sums.push_back({{parts.residual}, {}, false});
    } else if (params.nativeRate) {
        sums.push_back({{parts.mix}, parts.files, false}); // what the model got of the track
    } else {
        sums.push_back({{}, parts.files, true});
    }
    return sums;
}

struct Written
{
    StemOutput output;
    QString path;
    float peak {};
};

/// The model's name for a row: short, since a path says nothing elsewhere.
QString modelName(const SeparatedParts& parts)
{
    const QString name = parts.recipe.value(QStringLiteral("model")).toString();
    return name.contains(u'/') ? QFileInfo(name).completeBaseName() : name;
}

/// Stores the finished files that can be heard in one transaction.
Result<> storeRows(Studio& studio, const SeparateParams& params, const SeparationInput& input,
                   const SeparatedParts& parts, const std::vector<Written>& files,
                   SeparateOutcome& outcome, const TaskContext& task)
{
    db::StemRepository stems(studio.database());
    const CharacterBook book(stems);
    std::vector<Stem> rows;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (files[i].peak < kSilentPeak) {
            continue;
        }
        const auto count = static_cast<double>(files.size());
        TaskContext part
            = task.sub(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        part.progress(0.0, "analysing");
        const auto& output = files[i].output;
        const MeasureRequest request {files[i].path, Source::Separated, output.category, true};
        const auto measured = measureFile(request, part);
        if (!measured) {
            return propagate(measured);
        }
        Stem stem = stemOf(request, *measured, &book);
        stem.name = toStd(input.name + u' ' + output.name);
        stem.parentId = input.id;
        stem.model = toStd(modelName(parts));
        stem.seed = params.seed;
        QJsonObject recipe = parts.recipe;
        recipe.insert(QStringLiteral("stem"), output.name);
        if (outcome.gainDb < 0.0) {
            recipe.insert(QStringLiteral("gain_db"), outcome.gainDb);
        }
        stem.recipe = compactJson(recipe).toStdString();
        rows.push_back(std::move(stem));
        places.push_back(i);
    }
    if (book.error()) {
        return tl::unexpected<Error>(*book.error());
    }
    auto ids = storeFamily(studio.database(), rows, "separated_from");
    if (!ids) {
        return propagate(ids);
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (places[i] < outcome.stems.size()) { // the residual stands behind them
            outcome.stems[places[i]].id = (*ids)[i];
        }
    }
    return {};
}

/// Raw files that no later file is made of go at once, so that at most one lies on the disk twice.
void removeUsed(const std::vector<Sum>& sums, std::size_t done)
{
    for (const auto& file : sums[done].plus) {
        const bool isNeeded
            = std::any_of(sums.begin() + static_cast<std::ptrdiff_t>(done) + 1, sums.end(),
                          [&](const Sum& later) { return later.needs(file); });
        if (!isNeeded) {
            QFile::remove(file);
        }
    }
}

Result<std::vector<Written>> writeAll(const Publisher& publisher, const std::vector<Sum>& sums,
                                      const SeparationTargets& targets, const SeparatedParts& parts,
                                      const TaskContext& task)
{
    const QStringList paths = targets.all();
    std::vector<Written> files;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        const auto count = static_cast<double>(sums.size());
        const TaskContext part
            = task.sub(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        const QString path = paths[static_cast<qsizetype>(i)];
        if (auto made = makeFolder(QFileInfo(path).absolutePath()); !made) {
            return propagate(made);
        }
        const auto peak = publisher.write(sums[i], path, part);
        if (!peak) {
            return propagate(peak);
        }
        if (!parts.isKept) {
            removeUsed(sums, i);
        }
        const bool isResidual = i == targets.recipe.outputs.size();
        files.push_back({isResidual
                             ? StemOutput {QStringLiteral("residual"), {}, Category::Residual}
                             : targets.recipe.outputs[i],
                         path, *peak});
    }
    return files;
}

} // namespace

Result<> publishStems(Studio& studio, const SeparateParams& params, const SeparationInput& input,
                      const SeparationTargets& targets, const SeparatedParts& parts,
                      SeparateOutcome& outcome, TaskContext& task)
{
    auto format = outputFormat(params.format);
    if (!format) {
        return propagate(format);
    }
    Publisher publisher(params, input, parts, std::move(*format));
    outcome.sampleRate = publisher.sampleRate();
    outcome.frames = publisher.frames();
    auto journal = OutputJournal::begin(studio, targets.all());
    if (!journal) {
        return propagate(journal);
    }
    const auto sums = sumsOf(params, targets, parts);
    TaskContext writing = task.sub(0.0, params.addToLibrary ? 0.4 : 1.0);
    if (params.clipMode == u"rescale") {
        if (auto fitted = publisher.fit(sums, writing.sub(0.0, 0.3)); !fitted) {
            return fitted;
        }
        writing = writing.sub(0.3, 1.0);
        outcome.gainDb = 20.0 * std::log10(static_cast<double>(publisher.gain()));
    }
    const auto files = writeAll(publisher, sums, targets, parts, writing);
    if (!files) {
        return propagate(files);
    }
    for (std::size_t i = 0; i < targets.recipe.outputs.size(); ++i) {
        const auto& file = (*files)[i];
        outcome.stems.push_back({file.output.name, file.path, 0, file.peak < kSilentPeak});
    }
    outcome.residualPath = targets.residual;
    if (params.addToLibrary) {
        if (auto stored
            = storeRows(studio, params, input, parts, *files, outcome, task.sub(0.4, 1.0));
            !stored) {
            return stored;
        }
    }
    journal->commit();
    return {};
}

} // namespace nde::services
