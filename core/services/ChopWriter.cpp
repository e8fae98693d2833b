#include "core/db/StemRepository.h"
#include "core/services/ChopSlices.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/Measure.h"
#include "core/services/OutputJournal.h"

#include <QFile>
#include <QFileInfo>
#include <QHash>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace nde::services {
namespace {

constexpr double kFadeInS = 0.001; ///< within the 2 ms before an onset
constexpr double kFadeOutS = 0.003; ///< a tail that the next hit cuts off must not click
constexpr double kSeamFadeS = 0.0003; ///< of loops, whose ends lie at zero crossings
constexpr double kPreRollS = 0.003; ///< nearer to the file's start an onset may have no pre-roll

std::int64_t frameAt(double seconds, int rate)
{
    return std::llround(seconds * rate);
}

void fade(audio::AudioBuffer& buffer, double inS, double outS)
{
    const std::size_t frames = buffer.frames();
    const auto in = std::min(frames, static_cast<std::size_t>(inS * buffer.sampleRate()));
    const auto out = std::min(frames, static_cast<std::size_t>(outS * buffer.sampleRate()));
    for (int c = 0; c < buffer.channels(); ++c) {
        const auto samples = buffer.channel(c);
        for (std::size_t i = 0; i < in; ++i) {
            samples[i] *= static_cast<float>(i) / static_cast<float>(in);
        }
        for (std::size_t i = 0; i < out; ++i) {
            samples[frames - 1 - i] *= static_cast<float>(i) / static_cast<float>(out);
        }
    }
}

/// One slice as stereo or mono audio, its ends faded. Empty where the file has no such samples.
Result<audio::AudioBuffer> readSlice(audio::AudioReader& reader, const ChoppedSlice& slice)
{
    const int rate = reader.info().sampleRate;
    const std::int64_t start = frameAt(slice.startS, rate);
    const auto frames = static_cast<std::size_t>(frameAt(slice.endS, rate) - start);
    if (auto found = reader.seek(start); !found) {
        return propagate(found);
    }
    const auto channels = static_cast<std::size_t>(reader.info().channels);
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
    audio::AudioBuffer buffer(outChannels, done, rate);
    for (std::size_t frame = 0; frame < done; ++frame) {
        float sum = 0.0F;
        for (std::size_t c = 0; c < channels; ++c) {
            float& value = raw[frame * channels + c];
            value = std::isfinite(value) ? value : 0.0F;
            sum += value;
            if (outChannels == 2) {
                buffer.channel(static_cast<int>(c))[frame] = value;
            }
        }
        if (outChannels == 1) {
            buffer.channel(0)[frame] = sum / static_cast<float>(channels);
        }
    }
    const bool isLoop = slice.soundClass == SoundClass::Loop;
    const double in = slice.startS >= kPreRollS ? kFadeInS : 0.0;
    fade(buffer, isLoop ? kSeamFadeS : in, isLoop ? kSeamFadeS : kFadeOutS);
    return buffer;
}

/// "kick", "bass", "bass_loop", "vocal_phrase".
QString wordsFor(const ChoppedSlice& slice)
{
    const QString kind = toQt(categoryId(slice.category));
    switch (slice.soundClass) {
    case SoundClass::Loop:
        return kind + QStringLiteral("_loop");
    case SoundClass::Phrase:
        return kind + QStringLiteral("_phrase");
    default:
        return kind;
    }
}

/// "kick_001.wav", numbered by kind, passing by what is there already.
QStringList namesFor(const std::vector<ChoppedSlice>& slices, const QString& folder)
{
    QHash<QString, int> numbers;
    QStringList names;
    for (const auto& slice : slices) {
        const QString kind = wordsFor(slice);
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

/// "Nacht drums" and "kick_001" make "Nacht kick 1", "Nacht bass" and "bass_loop_001" make "Nacht
/// bass loop 1": the track's name, the kind, its number.
std::string sliceName(std::string_view parent, const std::string& fileName)
{
    const auto withoutWord = [&parent](std::string_view word) {
        if (parent.size() > word.size() + 1 && parent.ends_with(word)
            && parent[parent.size() - word.size() - 1] == ' ') {
            parent.remove_suffix(word.size() + 1);
        }
    };
    std::string name = fileName;
    const auto gap = name.find_last_of("_ ");
    if (gap != std::string::npos) {
        const auto digits = name.find_first_not_of('0', gap + 1);
        if (digits != std::string::npos) {
            name = name.substr(0, gap) + ' ' + name.substr(digits);
        }
    }
    std::replace(name.begin(), name.end(), '_', ' ');
    withoutWord("drums");
    withoutWord(std::string_view(name).substr(0, name.find(' ')));
    return std::string(parent) + ' ' + name;
}

bool isByUser(const ChoppedSlice& slice)
{
    return slice.confidence >= 1.0;
}

/// Writes the slices one by one and collects their rows.
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

    Result<> add(ChoppedSlice slice, const QString& path, TaskContext& task)
    {
        const auto buffer = readSlice(m_reader, slice);
        if (!buffer) {
            return propagate(buffer);
        }
        if (buffer->isEmpty()) {
            return fail(ErrorCode::BadInput,
                        toStd(QStringLiteral("'%1' ends before its slice at %2 s")
                                  .arg(m_source.path)
                                  .arg(slice.startS)));
        }
        audio::WriteOptions options;
        options.isDurable = false; // `finish` waits once for all of them
        if (auto written = audio::writeAudio(toPath(path), *buffer, options); !written) {
            return written;
        }
        slice.path = path;
        slice.keep = true;
        m_outcome.slices.push_back(std::move(slice));
        m_rowOf.push_back(-1);
        return m_source.row.id == 0 ? Result<> {} : addRow(path, task);
    }

    Result<ChopOutcome> finish()
    {
        if (auto synced = audio::syncFileSystem(toPath(m_source.folder)); !synced) {
            return propagate(synced);
        }
        if (m_book.error()) {
            return tl::unexpected<Error>(*m_book.error());
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
        if (auto told = tellUserClasses(); !told) {
            return propagate(told);
        }
        m_outcome.input = m_source.path;
        m_outcome.stem = m_source.row.id;
        return std::move(m_outcome);
    }

private:
    Result<> addRow(const QString& path, TaskContext& task)
    {
        auto& shown = m_outcome.slices.back();
        const MeasureRequest request {path, Source::Slice, shown.category, true};
        const auto measured = measureFile(request, task);
        if (!measured) {
            return propagate(measured);
        }
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
            if (isByUser(shown)) {
                m_corrected.push_back({shown.id, shown.category});
            }
            return {};
        }
        m_seen.insert(toQt(measured->contentHash), static_cast<int>(m_rows.size()));
        m_rowOf.back() = static_cast<int>(m_rows.size());
        m_rows.push_back(rowFor(request, *measured, shown));
        return {};
    }

    [[nodiscard]] Stem rowFor(const MeasureRequest& request, const Measured& measured,
                              const ChoppedSlice& slice) const
    {
        const int rate = m_reader.info().sampleRate;
        Stem stem = stemOf(request, measured);
        stem.name = sliceName(m_source.row.name, stem.name);
        stem.parentId = m_source.row.id;
        stem.category = slice.category;
        stem.categoryConfidence = slice.confidence;
        stem.isCategoryByUser = isByUser(slice);
        stem.soundClass = slice.soundClass;
        stem.licence = m_source.row.licence;
        QJsonObject recipe {{QStringLiteral("start_frame"), qint64 {frameAt(slice.startS, rate)}},
                            {QStringLiteral("end_frame"), qint64 {frameAt(slice.endS, rate)}},
                            {QStringLiteral("group"), slice.group}};
        if (slice.pitchHz) {
            stem.descriptors.pitchHz = stem.descriptors.pitchHz.value_or(*slice.pitchHz);
            recipe.insert(QStringLiteral("pitch_hz"), *slice.pitchHz);
        }
        if (slice.bars > 0.0) {
            auto& d = stem.descriptors;
            d.bars = slice.bars;
            d.beatsPerBar = std::max(1, m_source.grid.beatsPerBar);
            d.bpm = 60.0 * slice.bars * d.beatsPerBar / (slice.endS - slice.startS);
            d.bpmConfidence = 1.0;
            d.firstBeatS = 0.0;
            d.firstDownbeatS = 0.0;
            recipe.insert(QStringLiteral("bars"), slice.bars);
        }
        stem.recipe = compactJson(recipe).toStdString();
        requalify(stem, &m_book); // of the class and pitch that the chop knows
        return stem;
    }

    /// What a person said of a slice that the library had already.
    Result<> tellUserClasses()
    {
        for (const auto& [stem, category] : m_corrected) {
            if (auto set = m_stems.setCategory({stem}, category); !set) {
                return set;
            }
        }
        return {};
    }

    std::shared_ptr<db::Database> m_database;
    db::StemRepository m_stems;
    CharacterBook m_book {m_stems};
    const ChopSource& m_source;
    audio::AudioReader& m_reader;
    ChopOutcome m_outcome;
    std::vector<Stem> m_rows;
    std::vector<int> m_rowOf; ///< per slice: index into m_rows, −1 = none
    std::vector<std::pair<StemId, Category>> m_corrected;
    QHash<QString, int> m_seen; ///< content hash → index into m_rows
};

} // namespace

Result<ChopOutcome> writeSlices(Studio& studio, const ChopSource& source,
                                audio::AudioReader& reader, std::vector<ChoppedSlice> slices,
                                TaskContext& task)
{
    if (slices.empty()) {
        ChopOutcome nothing;
        nothing.input = source.path;
        nothing.stem = source.row.id;
        return nothing;
    }
    if (auto made = makeFolder(source.folder); !made) {
        return propagate(made);
    }
    const QStringList names = namesFor(slices, source.folder);
    auto journal = OutputJournal::begin(studio, names);
    if (!journal) {
        return propagate(journal);
    }
    SliceWriter writer(studio, source, reader);
    const auto count = static_cast<double>(slices.size());
    for (std::size_t i = 0; i < slices.size(); ++i) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "chop cancelled");
        }
        TaskContext quiet = TaskContext({}, [&task] { return task.cancelled(); });
        auto added = writer.add(std::move(slices[i]), names[static_cast<qsizetype>(i)], quiet);
        if (!added) {
            return propagate(added);
        }
        task.progress(static_cast<double>(i + 1) / count, "cutting");
    }
    auto outcome = writer.finish();
    if (outcome) {
        journal->commit();
    }
    return outcome;
}

} // namespace nde::services
