#include "core/audio/AudioFile.h"
#include "core/db/StemRepository.h"
#include "core/dsp/DraftSeparator.h"
#include "core/dsp/Fft.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/Measure.h"
#include "core/services/OutputJournal.h"
#include "core/services/UseCases.h"

#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <array>
#include <cmath>

namespace nde::services {
namespace {

constexpr int kLanes = dsp::DraftSeparator::kStemCount;
constexpr int kResidual = dsp::DraftSeparator::Residual;
constexpr std::size_t kBlockFrames = 16384;
constexpr float kSilentPeak = 0.001F; ///< −60 dBFS
constexpr qint64 kLanesEveryMs = 500;
constexpr std::array<const char*, kLanes> kNames {"drums", "bass", "vocals", "other", "residual"};
constexpr std::array<Category, kLanes> kCategories {
    Category::Drums, Category::Bass, Category::Vocal, Category::Other, Category::Residual};

QString laneName(int lane)
{
    return QString::fromLatin1(kNames[static_cast<std::size_t>(lane)]);
}

/// What is separated, and where it goes.
struct Work
{
    QString input;
    QString trackName;
    QString folder; ///< of the final files
    QString scratch; ///< of the growing raw files
    OutputFormat format;
    StemId parent {};
    std::array<QString, kLanes> targets;
    std::array<float, kLanes> peaks {};
    audio::AudioInfo info;
    int channels {}; ///< of the stems: 1 or 2
    std::int64_t frames {};
};

/// Everything beyond two channels is folded: left-hand and right-hand channels of the WAVE order
/// go to their side, centre to both at −3 dB, the low-frequency channel to both at −10 dB.
/// @source  ITU-R BS.775-3, table 2 (the LFE share is a design value).
class Folder
{
public:
    explicit Folder(int channels)
        : m_channels(static_cast<std::size_t>(channels))
    {
        for (int c = 0; c < channels; ++c) {
            m_gains.push_back(gainOf(c, channels));
        }
    }

    void fold(const std::vector<float>& in, std::size_t frames, std::vector<float>& out) const
    {
        if (m_channels <= 2) {
            out.assign(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(frames * m_channels));
            return;
        }
        out.assign(frames * 2, 0.0F);
        for (std::size_t frame = 0; frame < frames; ++frame) {
            for (std::size_t c = 0; c < m_channels; ++c) {
                const float sample = in[frame * m_channels + c];
                out[frame * 2] += sample * m_gains[c].first;
                out[frame * 2 + 1] += sample * m_gains[c].second;
            }
        }
    }

private:
    static std::pair<float, float> gainOf(int channel, int channels)
    {
        constexpr float kMinus3 = 0.7071F;
        constexpr float kMinus10 = 0.3162F;
        const bool hasCentre = channels == 3 || channels >= 5;
        if (channel == 0 || channel == 1) {
            return channel == 0 ? std::pair {1.0F, 0.0F} : std::pair {0.0F, 1.0F};
        }
        if (hasCentre && channel == 2) {
            return {kMinus3, kMinus3};
        }
        if (channels >= 6 && channel == 3) {
            return {kMinus10, kMinus10};
        }
        const bool isLeft = (channel - (channels >= 6 ? 4 : (hasCentre ? 3 : 2))) % 2 == 0;
        return isLeft ? std::pair {kMinus3, 0.0F} : std::pair {0.0F, kMinus3};
    }

    std::size_t m_channels;
    std::vector<std::pair<float, float>> m_gains;
};

/// The raw float files that grow while the separator runs, and lanes.json beside them.
class Lanes
{
public:
    explicit Lanes(const Work& work)
        : m_work(work)
    {
    }

    [[nodiscard]] QString path(int lane) const
    {
        return m_work.scratch + u'/' + laneName(lane) + QStringLiteral(".f32");
    }

    Result<> open()
    {
        for (int lane = 0; lane < kLanes; ++lane) {
            auto& file = m_files[static_cast<std::size_t>(lane)];
            file.setFileName(path(lane));
            errno = 0;
            if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)) {
                return tl::unexpected<Error>(
                    fileError(path(lane), QStringLiteral("written"), errno));
            }
        }
        m_clock.start();
        return publish();
    }

    Result<> append(std::array<std::vector<float>, kLanes>& blocks,
                    std::array<float, kLanes>& peaks)
    {
        const auto frames = blocks[0].size() / static_cast<std::size_t>(m_work.channels);
        for (int lane = 0; lane < kLanes; ++lane) {
            auto& block = blocks[static_cast<std::size_t>(lane)];
            auto& peak = peaks[static_cast<std::size_t>(lane)];
            for (const float sample : block) {
                peak = std::max(peak, std::abs(sample));
            }
            auto& file = m_files[static_cast<std::size_t>(lane)];
            const auto bytes = static_cast<qint64>(block.size() * sizeof(float));
            errno = 0;
            if (file.write(reinterpret_cast<const char*>(block.data()), bytes) != bytes) {
                return tl::unexpected<Error>(
                    fileError(file.fileName(), QStringLiteral("written"), errno));
            }
            block.clear();
        }
        m_done += static_cast<std::int64_t>(frames);
        return m_clock.hasExpired(kLanesEveryMs) ? publish() : Result<> {};
    }

    Result<> publish()
    {
        QJsonArray lanes;
        for (int lane = 0; lane < kLanes; ++lane) {
            auto& file = m_files[static_cast<std::size_t>(lane)];
            errno = 0;
            if (!file.flush()) {
                return tl::unexpected<Error>(
                    fileError(file.fileName(), QStringLiteral("written"), errno));
            }
            lanes.append(QJsonObject {{QStringLiteral("name"), laneName(lane)},
                                      {QStringLiteral("path"), file.fileName()}});
        }
        m_clock.restart();
        const auto& info = m_work.info;
        return writeFile(m_work.scratch + QStringLiteral("/lanes.json"),
                         compactJson({{QStringLiteral("sample_rate"), info.sampleRate},
                                      {QStringLiteral("channels"), m_work.channels},
                                      {QStringLiteral("frames_done"), qint64 {m_done}},
                                      {QStringLiteral("frames"), qint64 {info.frames}},
                                      {QStringLiteral("lanes"), lanes}}),
                         true);
    }

    Result<> close()
    {
        if (auto published = publish(); !published) {
            return published;
        }
        for (auto& file : m_files) {
            file.close();
        }
        return {};
    }

    [[nodiscard]] std::int64_t frames() const { return m_done; }

private:
    const Work& m_work;
    std::array<QFile, kLanes> m_files;
    std::int64_t m_done {};
    QElapsedTimer m_clock;
};

Result<> split(Work& work, Lanes& lanes, TaskContext& task)
{
    auto reader = audio::openAudio(toPath(work.input));
    if (!reader) {
        return propagate(reader);
    }
    auto separator = dsp::DraftSeparator::create(work.info.sampleRate, work.channels);
    if (!separator) {
        return propagate(separator);
    }
    const Folder folder(work.info.channels);
    std::vector<float> block(kBlockFrames * static_cast<std::size_t>(work.info.channels));
    std::vector<float> folded;
    std::array<std::vector<float>, kLanes> out;
    std::int64_t read = 0;
    for (;;) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "separation cancelled");
        }
        const auto count = (*reader)->read(block.data(), kBlockFrames);
        if (!count) {
            return propagate(count);
        }
        if (*count == 0) {
            separator->finish(out);
        } else {
            folder.fold(block, *count, folded);
            separator->push(folded, out);
        }
        if (auto written = lanes.append(out, work.peaks); !written) {
            return written;
        }
        if (*count == 0) {
            break;
        }
        read += static_cast<std::int64_t>(*count);
        const auto expected = static_cast<double>(std::max<std::int64_t>(work.info.frames, read));
        task.progress(static_cast<double>(read) / expected, "separating");
    }
    work.frames = lanes.frames();
    if (work.frames != read) {
        return fail(ErrorCode::Internal,
                    "the separator returned " + std::to_string(work.frames) + " frames for "
                        + std::to_string(read));
    }
    return lanes.close();
}

/// Copies one raw lane into its final file; the raw file goes at once, so that at most one lane
/// lies on the disk twice.
Result<> finishLane(const Work& work, const QString& raw, const QString& target, bool overwrite,
                    TaskContext& task)
{
    QFile source(raw);
    errno = 0;
    if (!source.open(QIODevice::ReadOnly)) {
        return tl::unexpected<Error>(fileError(raw, QStringLiteral("read"), errno));
    }
    auto options = work.format.options;
    options.overwrite = overwrite;
    auto writer = audio::createAudio(toPath(target), work.channels, work.info.sampleRate, options);
    if (!writer) {
        return propagate(writer);
    }
    const auto frameBytes = static_cast<qint64>(sizeof(float)) * work.channels;
    std::vector<float> block(kBlockFrames * static_cast<std::size_t>(work.channels));
    for (std::int64_t done = 0; done < work.frames;) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "separation cancelled");
        }
        const qint64 bytes = source.read(reinterpret_cast<char*>(block.data()),
                                         static_cast<qint64>(kBlockFrames) * frameBytes);
        if (bytes <= 0) {
            return fail(ErrorCode::Io, toStd(QStringLiteral("'%1' ended too early").arg(raw)));
        }
        const auto frames = static_cast<std::size_t>(bytes / frameBytes);
        if (auto written = (*writer)->write(block.data(), frames); !written) {
            return written;
        }
        done += static_cast<std::int64_t>(frames);
        task.progress(static_cast<double>(done) / static_cast<double>(work.frames), "writing");
    }
    source.remove();
    return (*writer)->finish();
}

/// The track's own row: found by id, path or samples, else imported.
Result<Stem> parentRow(Studio& studio, const SeparateParams& params, const QString& input,
                       TaskContext& task)
{
    db::StemRepository stems(studio.database());
    if (params.stem != 0) {
        return stems.byId(params.stem);
    }
    const MeasureRequest request {input, Source::Original, Category::Mix, true};
    const auto measured = measureFile(request, task);
    if (!measured) {
        return propagate(measured);
    }
    Stem stem = stemOf(request, *measured);
    stem.soundClass = SoundClass::Track;
    StemId id = 0;
    // Asked and added in one step: another process may be adding the same track.
    auto stored = studio.database()->together([&]() -> Result<> {
        const auto known = stems.byContentHash(stem.contentHash);
        if (!known) {
            return propagate(known);
        }
        const auto row = known->has_value() ? Result<StemId> {(*known)->id} : stems.insert(stem);
        id = row.value_or(0);
        return row ? Result<> {} : Result<> {propagate(row)};
    });
    if (!stored) {
        return propagate(stored);
    }
    return stems.byId(id);
}

/// Two tracks may share a name: then the second folder carries a piece of the track's hash.
QString folderFor(Studio& studio, const SeparateParams& params, const Work& work,
                  const std::string& contentHash)
{
    const QString base
        = params.outputFolder.isEmpty() ? studio.stemsFolder() : absolutePath(params.outputFolder);
    const QString plain = base + u'/' + safeFileName(work.trackName);
    const QString first = plain + u'/' + laneName(0) + u'.' + work.format.extension;
    if (!params.addToLibrary || !QFileInfo::exists(first)) {
        return plain;
    }
    const auto row = db::StemRepository(studio.database()).byPath(toStd(first));
    const bool isOurs = row && row->has_value() && (*row)->parentId == work.parent;
    return isOurs || contentHash.empty() ? plain : plain + u'-' + toQt(contentHash.substr(0, 8));
}

Result<Work> prepare(Studio& studio, const SeparateParams& params, JobId job,
                     SeparateOutcome& outcome, TaskContext& task)
{
    Work work;
    const auto format = outputFormat(params.format);
    if (!format) {
        return propagate(format);
    }
    work.format = *format;
    std::string hash;
    work.input = params.input.isEmpty() ? QString() : absolutePath(params.input);
    if (params.stem != 0 || params.addToLibrary) {
        const auto parent = parentRow(studio, params, work.input, task);
        if (!parent) {
            return propagate(parent);
        }
        work.parent = parent->id;
        hash = parent->contentHash;
        if (params.stem != 0) {
            work.input = toQt(parent->path);
        }
    }
    const auto reader = audio::openAudio(toPath(work.input));
    if (!reader) {
        return propagate(reader);
    }
    work.info = (*reader)->info();
    work.channels = std::min(work.info.channels, 2);
    work.trackName = QFileInfo(work.input).completeBaseName();
    work.folder = folderFor(studio, params, work, hash);
    for (int lane = 0; lane < kLanes; ++lane) {
        auto& target = work.targets[static_cast<std::size_t>(lane)];
        target = work.folder + u'/' + laneName(lane) + u'.' + work.format.extension;
        if (!params.overwrite && QFileInfo::exists(target)) {
            return fail(ErrorCode::Exists,
                        toStd(QStringLiteral("'%1' exists already").arg(target)));
        }
    }
    auto scratch = studio.jobFolder(job);
    if (!scratch) {
        return propagate(scratch);
    }
    work.scratch = *scratch;
    outcome.input = work.input;
    outcome.inputId = work.parent;
    outcome.sampleRate = work.info.sampleRate;
    return work;
}

/// Stores the finished files of the audible lanes in one transaction.
Result<> storeRows(Studio& studio, const Work& work, SeparateOutcome& outcome, TaskContext& task)
{
    std::vector<Stem> rows;
    std::vector<std::size_t> lanes;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
        if (work.peaks[lane] < kSilentPeak) {
            continue;
        }
        TaskContext part
            = task.sub(static_cast<double>(lane) / kLanes, static_cast<double>(lane + 1) / kLanes);
        part.progress(0.0, "analysing");
        const MeasureRequest request {work.targets[lane], Source::Separated, kCategories[lane],
                                      true};
        const auto measured = measureFile(request, part);
        if (!measured) {
            return propagate(measured);
        }
        Stem stem = stemOf(request, *measured);
        stem.name = toStd(work.trackName + u' ' + laneName(static_cast<int>(lane)));
        stem.parentId = work.parent;
        stem.model = "draft";
        stem.recipe = compactJson({{QStringLiteral("model"), QStringLiteral("draft")},
                                   {QStringLiteral("stem"), laneName(static_cast<int>(lane))},
                                   {QStringLiteral("folded"), work.info.channels > 2}})
                          .toStdString();
        rows.push_back(std::move(stem));
        lanes.push_back(lane);
    }
    auto ids = storeFamily(studio.database(), rows, "separated_from");
    if (!ids) {
        return propagate(ids);
    }
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        if (lanes[i] != kResidual) {
            outcome.stems[lanes[i]].id = (*ids)[i];
        }
    }
    return {};
}

Result<> chopDrumStem(Studio& studio, SeparateOutcome& outcome, TaskContext& task)
{
    const auto& drums = outcome.stems.front();
    ChopParamsJob params;
    params.stem = drums.id;
    if (drums.id == 0) {
        params.input = drums.path;
        params.outputFolder = QFileInfo(drums.path).absolutePath() + QStringLiteral("/slices");
    }
    if (drums.isSilent) {
        return {};
    }
    const auto chopped = chopStem(studio, params, task);
    if (!chopped) {
        return propagate(chopped);
    }
    for (const auto& slice : chopped->slices) {
        if (slice.id != 0) {
            outcome.slices.push_back(slice.id);
        }
    }
    return {};
}

/// Writes the final files and their rows; whatever fails in between takes the files away again.
Result<> publishStems(Studio& studio, const SeparateParams& params, Work& work, const Lanes& lanes,
                      SeparateOutcome& outcome, TaskContext& task)
{
    if (auto made = makeFolder(work.folder); !made) {
        return made;
    }
    auto journal
        = OutputJournal::begin(studio, QStringList(work.targets.begin(), work.targets.end()));
    if (!journal) {
        return propagate(journal);
    }
    TaskContext writing = task.sub(0.0, 0.4);
    for (int lane = 0; lane < kLanes; ++lane) {
        const auto index = static_cast<std::size_t>(lane);
        TaskContext part = writing.sub(static_cast<double>(lane) / kLanes,
                                       static_cast<double>(lane + 1) / kLanes);
        auto done = finishLane(work, lanes.path(lane), work.targets[index], params.overwrite, part);
        if (!done) {
            return done;
        }
        if (lane == kResidual) {
            outcome.residualPath = work.targets[index];
        } else {
            outcome.stems.push_back(
                {laneName(lane), work.targets[index], 0, work.peaks[index] < kSilentPeak});
        }
    }
    if (params.addToLibrary) {
        TaskContext storing = task.sub(0.4, 1.0);
        if (auto stored = storeRows(studio, work, outcome, storing); !stored) {
            return stored;
        }
    }
    journal->commit();
    return {};
}

} // namespace

Result<SeparateOutcome> separateTrack(Studio& studio, const SeparateParams& params, JobId job,
                                      TaskContext& task)
{
    dsp::disableDenormals();
    QElapsedTimer clock;
    clock.start();
    OutputJournal::recover(studio);
    SeparateOutcome outcome;
    TaskContext reading = task.sub(0.0, params.addToLibrary ? 0.1 : 0.02);
    auto work = prepare(studio, params, job, outcome, reading);
    if (!work) {
        return propagate(work);
    }
    Lanes lanes(*work);
    if (auto opened = lanes.open(); !opened) {
        return propagate(opened);
    }
    TaskContext splitting = task.sub(0.1, 0.75);
    if (auto done = split(*work, lanes, splitting); !done) {
        return propagate(done);
    }
    outcome.frames = work->frames;
    TaskContext publishing = task.sub(0.75, params.chop ? 0.9 : 1.0);
    if (auto done = publishStems(studio, params, *work, lanes, outcome, publishing); !done) {
        return propagate(done);
    }
    if (params.chop) {
        TaskContext chopping = task.sub(0.9, 1.0);
        if (auto done = chopDrumStem(studio, outcome, chopping); !done) {
            return propagate(done);
        }
    }
    outcome.inputChannels = work->info.channels;
    outcome.elapsedS = static_cast<double>(clock.elapsed()) / 1000.0;
    outcome.peakRssBytes = peakRssBytes();
    return outcome;
}

} // namespace nde::services
