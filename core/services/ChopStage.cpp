#include "core/audio/AudioFile.h"
#include "core/db/StemRepository.h"
#include "core/dsp/Analysis.h"
#include "core/dsp/Fft.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/Measure.h"
#include "core/services/OutputJournal.h"
#include "core/services/UseCases.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>

#include <algorithm>
#include <string_view>

namespace nde::services {
namespace {

/// Frames of mono audio that are looked at together: 64 MB, over five minutes at 48 kHz.
constexpr std::size_t kWindowFrames = std::size_t {1} << 24;
constexpr double kOverlapSeconds = 4.0; ///< more than the longest slice, on both sides of a seam
constexpr std::size_t kBlockFrames = 16384;
constexpr double kFadeOutS = 0.003; ///< a tail that the next hit cuts off must not click

struct ChopSource
{
    Stem row; ///< id 0 outside the library
    QString path;
    QString folder;
};

/// Reads up to `frames` frames, folded to mono, behind what `mono` holds.
Result<bool> fillMono(audio::AudioReader& reader, std::size_t frames, std::vector<float>& mono,
                      TaskContext& task)
{
    const auto channels = static_cast<std::size_t>(reader.info().channels);
    std::vector<float> block(kBlockFrames * channels);
    while (mono.size() < frames) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "chop cancelled");
        }
        const auto count = reader.read(block.data(), std::min(kBlockFrames, frames - mono.size()));
        if (!count) {
            return propagate(count);
        }
        if (*count == 0) {
            return true;
        }
        for (std::size_t frame = 0; frame < *count; ++frame) {
            float sum = 0.0F;
            for (std::size_t c = 0; c < channels; ++c) {
                sum += block[frame * channels + c];
            }
            mono.push_back(sum / static_cast<float>(channels));
        }
    }
    return false;
}

/// Onset slices of the whole file. Windows overlap; a slice belongs to the window in whose middle
/// it starts, so that each is found once and with its whole tail.
Result<std::vector<dsp::Slice>> findSlices(audio::AudioReader& reader,
                                           const dsp::ChopParams& params, TaskContext& task)
{
    const int rate = reader.info().sampleRate;
    const auto overlap = static_cast<std::size_t>(kOverlapSeconds * rate);
    std::vector<dsp::Slice> slices;
    std::vector<float> mono;
    std::int64_t start = 0;
    int groupOffset = 0;
    for (bool isLast = false; !isLast;) {
        const auto ended = fillMono(reader, kWindowFrames, mono, task);
        if (!ended) {
            return propagate(ended);
        }
        isLast = *ended;
        const std::int64_t from = start == 0 ? 0 : start + static_cast<std::int64_t>(overlap / 2);
        const auto size = static_cast<std::int64_t>(mono.size());
        const std::int64_t to
            = start + (isLast ? size : size - static_cast<std::int64_t>(overlap / 2));
        int highest = groupOffset;
        const auto found = dsp::chopDrums(mono, rate, params, task);
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "chop cancelled");
        }
        for (auto slice : found) {
            slice.startFrame += start;
            slice.endFrame += start;
            slice.group += groupOffset;
            if (slice.startFrame >= from && slice.startFrame < to) {
                highest = std::max(highest, slice.group + 1);
                slices.push_back(slice);
            }
        }
        groupOffset = highest;
        if (!isLast) {
            start += size - static_cast<std::int64_t>(overlap);
            mono.erase(mono.begin(), mono.end() - static_cast<std::ptrdiff_t>(overlap));
        }
        const auto expected = static_cast<double>(std::max<std::int64_t>(reader.info().frames, 1));
        task.progress(static_cast<double>(start + size) / expected, "finding hits");
    }
    return slices;
}

/// One slice as stereo or mono audio with a short fade at its cut end.
Result<audio::AudioBuffer> readSlice(audio::AudioReader& reader, const dsp::Slice& slice)
{
    if (auto found = reader.seek(slice.startFrame); !found) {
        return propagate(found);
    }
    const auto channels = static_cast<std::size_t>(reader.info().channels);
    const auto frames = static_cast<std::size_t>(slice.endFrame - slice.startFrame);
    std::vector<float> raw(frames * channels);
    std::size_t done = 0;
    while (done < frames) {
        const auto count = reader.read(raw.data() + done * channels, frames - done);
        if (!count) {
            return propagate(count);
        }
        if (*count == 0) {
            break;
        }
        done += *count;
    }
    const int outChannels = channels == 2 ? 2 : 1;
    audio::AudioBuffer buffer(outChannels, done, reader.info().sampleRate);
    for (std::size_t frame = 0; frame < done; ++frame) {
        float sum = 0.0F;
        for (std::size_t c = 0; c < channels; ++c) {
            sum += raw[frame * channels + c];
            if (outChannels == 2) {
                buffer.channel(static_cast<int>(c))[frame] = raw[frame * channels + c];
            }
        }
        if (outChannels == 1) {
            buffer.channel(0)[frame] = sum / static_cast<float>(channels);
        }
    }
    const auto fade
        = std::min(done, static_cast<std::size_t>(kFadeOutS * reader.info().sampleRate));
    for (int c = 0; c < outChannels; ++c) {
        for (std::size_t i = 0; i < fade; ++i) {
            buffer.channel(c)[done - 1 - i] *= static_cast<float>(i) / static_cast<float>(fade);
        }
    }
    return buffer;
}

QString classOf(const dsp::Slice& slice)
{
    return toQt(categoryId(slice.guess.category));
}

/// "Nacht drums" and "kick_001" make "Nacht kick 1": the track's name, the class, its number.
std::string sliceName(std::string_view parent, const std::string& fileName)
{
    constexpr std::string_view kDrums = " drums";
    if (parent.size() > kDrums.size() && parent.ends_with(kDrums)) {
        parent.remove_suffix(kDrums.size());
    }
    std::string name = fileName;
    const auto gap = name.find_last_of("_ ");
    if (gap != std::string::npos) {
        const auto digits = name.find_first_not_of('0', gap + 1);
        if (digits != std::string::npos) {
            name = name.substr(0, gap) + ' ' + name.substr(digits);
        }
    }
    return std::string(parent) + ' ' + name;
}

/// "kick_001.wav", numbered by class, passing by what is there already.
QStringList namesFor(const std::vector<dsp::Slice>& slices, const QString& folder)
{
    QHash<QString, int> numbers;
    QStringList names;
    for (const auto& slice : slices) {
        const QString kind = classOf(slice);
        QString path;
        do {
            path = QStringLiteral("%1/%2_%3.wav")
                       .arg(folder, kind)
                       .arg(++numbers[kind], 3, 10, QLatin1Char('0'));
        } while (QFileInfo::exists(path));
        names << path;
    }
    return names;
}

Result<ChopSource> findSource(Studio& studio, const ChopParamsJob& params)
{
    ChopSource source;
    if (params.stem != 0) {
        auto row = db::StemRepository(studio.database()).byId(params.stem);
        if (!row) {
            return propagate(row);
        }
        source.row = std::move(*row);
        source.path = toQt(source.row.path);
        const QFileInfo info(source.path);
        const bool isManaged = source.path.startsWith(studio.stemsFolder() + u'/');
        source.folder
            = (isManaged
                   ? info.absolutePath()
                   : QString(studio.stemsFolder() + u'/' + safeFileName(info.completeBaseName())))
            + QStringLiteral("/slices");
    } else {
        source.path = absolutePath(params.input);
        const QFileInfo info(source.path);
        source.folder
            = info.absolutePath() + u'/' + info.completeBaseName() + QStringLiteral("_slices");
    }
    if (!params.outputFolder.isEmpty()) {
        source.folder = absolutePath(params.outputFolder);
    }
    return source;
}

/// Writes the slices and collects their rows; samples that the library has already are not kept
/// twice.
class SliceWriter
{
public:
    SliceWriter(Studio& studio, const ChopSource& source, audio::AudioReader& reader)
        : m_database(studio.database())
        , m_stems(m_database)
        , m_source(source)
        , m_reader(reader)
    {
    }

    Result<> add(const dsp::Slice& slice, const QString& path, TaskContext& task)
    {
        const auto buffer = readSlice(m_reader, slice);
        if (!buffer) {
            return propagate(buffer);
        }
        if (buffer->isEmpty()) {
            return {};
        }
        audio::WriteOptions options;
        options.isDurable = false; // `finish` waits once for all of them
        if (auto written = audio::writeAudio(toPath(path), *buffer, options); !written) {
            return written;
        }
        const auto rate = static_cast<double>(m_reader.info().sampleRate);
        m_outcome.slices.push_back({0, path, static_cast<double>(slice.startFrame) / rate,
                                    static_cast<double>(slice.endFrame) / rate,
                                    slice.guess.category, slice.guess.confidence, slice.group});
        m_rowOf.push_back(-1);
        return m_source.row.id == 0 ? Result<> {} : addRow(slice, path, task);
    }

    Result<ChopOutcome> finish()
    {
        if (auto synced = audio::syncFileSystem(toPath(m_source.folder)); !synced) {
            return propagate(synced);
        }
        if (!m_rows.empty()) {
            const auto ids = storeFamily(m_database, m_rows, "slice_of");
            if (!ids) {
                return propagate(ids);
            }
            for (std::size_t i = 0; i < m_rowOf.size(); ++i) {
                if (m_rowOf[i] >= 0) {
                    m_outcome.slices[i].id = (*ids)[static_cast<std::size_t>(m_rowOf[i])];
                }
            }
        }
        m_outcome.input = m_source.path;
        return std::move(m_outcome);
    }

private:
    Result<> addRow(const dsp::Slice& slice, const QString& path, TaskContext& task)
    {
        const MeasureRequest request {path, Source::Slice, slice.guess.category, true};
        const auto measured = measureFile(request, task);
        if (!measured) {
            return propagate(measured);
        }
        auto& shown = m_outcome.slices.back();
        if (const auto seen = m_seen.constFind(toQt(measured->contentHash));
            seen != m_seen.constEnd()) {
            QFile::remove(path);
            shown.path = toQt(m_rows[static_cast<std::size_t>(*seen)].path);
            m_rowOf.back() = *seen;
            return {};
        }
        const auto known = m_stems.byContentHash(measured->contentHash);
        if (!known) {
            return propagate(known);
        }
        if (known->has_value() && QFileInfo::exists(toQt((*known)->path))) {
            QFile::remove(path);
            shown.path = toQt((*known)->path);
            shown.id = (*known)->id;
            return {};
        }
        m_seen.insert(toQt(measured->contentHash), static_cast<int>(m_rows.size()));
        m_rowOf.back() = static_cast<int>(m_rows.size());
        m_rows.push_back(rowFor(request, *measured, slice));
        return {};
    }

    [[nodiscard]] Stem rowFor(const MeasureRequest& request, const Measured& measured,
                              const dsp::Slice& slice) const
    {
        Stem stem = stemOf(request, measured);
        stem.name = sliceName(m_source.row.name, stem.name);
        stem.parentId = m_source.row.id;
        stem.category = slice.guess.category;
        stem.categoryConfidence = slice.guess.confidence;
        stem.soundClass = SoundClass::OneShot;
        stem.licence = m_source.row.licence;
        stem.recipe = compactJson({{QStringLiteral("start_frame"), qint64 {slice.startFrame}},
                                   {QStringLiteral("end_frame"), qint64 {slice.endFrame}},
                                   {QStringLiteral("group"), slice.group}})
                          .toStdString();
        return stem;
    }

    std::shared_ptr<db::Database> m_database;
    db::StemRepository m_stems;
    const ChopSource& m_source;
    audio::AudioReader& m_reader;
    ChopOutcome m_outcome;
    std::vector<Stem> m_rows;
    std::vector<int> m_rowOf; ///< per slice: index into m_rows, −1 = none
    QHash<QString, int> m_seen; ///< content hash → index into m_rows
};

} // namespace

Result<ChopOutcome> chopStem(Studio& studio, const ChopParamsJob& params, TaskContext& task)
{
    dsp::disableDenormals();
    OutputJournal::recover(studio);
    const auto source = findSource(studio, params);
    if (!source) {
        return propagate(source);
    }
    auto reader = audio::openAudio(toPath(source->path));
    if (!reader) {
        return propagate(reader);
    }
    dsp::ChopParams chop;
    chop.sensitivity = params.sensitivity;
    TaskContext finding = task.sub(0.0, 0.4);
    const auto slices = findSlices(**reader, chop, finding);
    if (!slices) {
        return propagate(slices);
    }
    if (slices->empty()) {
        return ChopOutcome {source->path, {}};
    }
    if (auto made = makeFolder(source->folder); !made) {
        return propagate(made);
    }
    const QStringList names = namesFor(*slices, source->folder);
    auto journal = OutputJournal::begin(studio, names);
    if (!journal) {
        return propagate(journal);
    }
    SliceWriter writer(studio, *source, **reader);
    for (std::size_t i = 0; i < slices->size(); ++i) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "chop cancelled");
        }
        TaskContext quiet = TaskContext({}, [&task] { return task.cancelled(); });
        auto added = writer.add((*slices)[i], names[static_cast<qsizetype>(i)], quiet);
        if (!added) {
            return propagate(added);
        }
        task.progress(0.4 + 0.6 * static_cast<double>(i + 1) / static_cast<double>(slices->size()),
                      "cutting");
    }
    auto outcome = writer.finish();
    if (outcome) {
        journal->commit();
    }
    return outcome;
}

} // namespace nde::services
