#include "core/audio/Resample.h"
#include "core/audio/Tags.h"
#include "core/db/StemRepository.h"
#include "core/services/ExportParts.h"
#include "core/services/ExportPreview.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/NameTemplate.h"
#include "core/services/UseCaseJson.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>
#include <map>
#include <set>

namespace nde::services {
namespace {

constexpr std::size_t kBlockFrames = 16384;

/// Decodes a file and writes it in another format and rate.
/// @return  rate and frames of what was written.
Result<std::pair<int, std::int64_t>> convert(const Stem& stem, const QString& to,
                                             const OutputFormat& format, int wantedRate,
                                             TaskContext& task)
{
    auto reader = audio::openAudio(stem.path);
    if (!reader) {
        return propagate(reader);
    }
    const audio::AudioInfo info = (*reader)->info();
    const int rate = wantedRate == 0 ? info.sampleRate : wantedRate;
    audio::WriteOptions options = format.options;
    options.overwrite = true; // of what it may overwrite the journal was told
    options.isDurable = false;
    options.tagsFrom = stem.path;
    if (info.bitDepth == 16 && rate == info.sampleRate) {
        options.ditherSeed = 0; // nothing is rounded
    }
    auto writer = audio::createAudio(toPath(to), info.channels, rate, options);
    if (!writer) {
        return propagate(writer);
    }
    std::optional<audio::Resampler> resampler;
    if (rate != info.sampleRate) {
        auto made = audio::Resampler::create(info.channels, info.sampleRate, rate);
        if (!made) {
            return propagate(made);
        }
        resampler.emplace(std::move(*made));
    }
    const auto channels = static_cast<std::size_t>(info.channels);
    std::vector<float> block(kBlockFrames * channels);
    std::vector<float> out;
    std::int64_t frames = 0;
    for (bool isEnded = false; !isEnded;) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "the export was cancelled");
        }
        const auto count = (*reader)->read(block.data(), kBlockFrames);
        if (!count) {
            return propagate(count);
        }
        isEnded = *count == 0;
        const std::span<const float> part(block.data(), *count * channels);
        out.assign(part.begin(), part.end());
        if (resampler) {
            out.clear();
            resampler->process(part, isEnded, out);
        }
        if (auto written = (*writer)->write(out.data(), out.size() / channels); !written) {
            return propagate(written);
        }
        frames += static_cast<std::int64_t>(out.size() / channels);
    }
    auto finished = (*writer)->finish();
    return finished ? Result<std::pair<int, std::int64_t>> {std::pair(rate, frames)}
                    : propagate(finished);
}

QString csvCell(const QString& text)
{
    QString cell = text;
    // What begins like a formula would be one in a spreadsheet.
    if (!cell.isEmpty() && QStringLiteral("=+-@").contains(cell.front())) {
        cell.prepend(u'\'');
    }
    return u'"' + cell.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

QString csvLine(const QStringList& texts)
{
    QStringList cells;
    for (const auto& text : texts) {
        cells << csvCell(text);
    }
    return cells.join(u',') + u'\n';
}

/// Sounds of one export.
class SoundExport
{
public:
    SoundExport(Studio& studio, const ExportParams& params)
        : m_studio(studio)
        , m_stems(studio.database())
        , m_params(params)
        , m_targets(params.folder, params.overwrite)
    {
    }

    Result<ExportOutcome> run(TaskContext& task)
    {
        if (auto planned = planTargets(); !planned) {
            return propagate(planned);
        }
        auto done = write(task);
        if (!done) {
            m_targets.removeEmptyFolders();
            return propagate(done);
        }
        ExportOutcome outcome;
        outcome.files = m_targets.written();
        return outcome;
    }

    /// What `run` would do.
    Result<ExportPreview> preview()
    {
        if (auto planned = planTargets(); !planned) {
            return propagate(planned);
        }
        ExportPreview preview;
        for (const Item& item : m_items) {
            preview.names << item.relative;
        }
        const auto bytes = exportSize(m_studio, m_params);
        if (!bytes) {
            return propagate(bytes);
        }
        preview.bytes = *bytes;
        preview.taken = m_targets.taken();
        return preview;
    }

private:
    struct Item
    {
        Stem stem;
        QString relative; ///< with its ending
        QString path;
        QString sidecar;
    };

    /// The sounds, as they were asked for. @errors  NotFound, those of StemRepository.
    Result<std::vector<Stem>> soundsAsked()
    {
        auto found = m_stems.byIds(m_params.sounds);
        if (!found) {
            return propagate(found);
        }
        std::map<StemId, Stem*> byId;
        for (Stem& stem : *found) {
            byId[stem.id] = &stem;
        }
        std::vector<Stem> stems;
        for (const StemId id : m_params.sounds) {
            const auto at = byId.find(id);
            if (at == byId.end()) {
                return fail(ErrorCode::NotFound,
                            "there is no sound " + std::to_string(id) + " in the library");
            }
            stems.push_back(std::move(*at->second));
        }
        return stems;
    }

    Result<> planTargets()
    {
        const auto format = outputFormat(m_params.format);
        if (!format) {
            return propagate(format);
        }
        m_format = *format;
        auto stems = soundsAsked();
        if (!stems) {
            return propagate(stems);
        }
        std::set<QString> taken; // on some disks "Kick" and "kick" are one file
        std::map<QString, int> counts;
        for (Stem& stem : *stems) {
            const auto name
                = soundFileName(stem, m_params.name, static_cast<int>(m_items.size()) + 1);
            if (!name) {
                return propagate(name);
            }
            const QString folder
                = m_params.isPack ? toQt(categoryId(stem.category)) + u'/' : QString();
            const QString wanted = folder + *name;
            QString relative = wanted;
            for (int& again = counts[wanted.toLower()]; !taken.insert(relative.toLower()).second;) {
                again = std::max(again, 1) + 1;
                relative = wanted + QStringLiteral("_%1").arg(again);
            }
            m_items.push_back({std::move(stem), relative, {}, {}});
        }
        for (auto& item : m_items) {
            const QString base = item.relative;
            item.relative += u'.' + m_format.extension;
            item.path = m_targets.add(item.relative, QStringLiteral("sound"));
            if (!m_params.isPack) {
                item.sidecar = m_targets.add(base + QStringLiteral(".dream.json"),
                                             QStringLiteral("sidecar"));
            }
        }
        if (m_params.isPack) {
            m_licences = m_targets.add(QStringLiteral("LICENSES.txt"), QStringLiteral("licences"));
            m_manifest = m_targets.add(QStringLiteral("manifest.csv"), QStringLiteral("manifest"));
        }
        return {};
    }

    Result<> write(TaskContext& task)
    {
        const auto bytes = exportSize(m_studio, m_params);
        if (!bytes) {
            return propagate(bytes);
        }
        auto journal = m_targets.begin(m_studio, *bytes);
        if (!journal) {
            return propagate(journal);
        }
        const auto count = static_cast<double>(m_items.size());
        for (std::size_t i = 0; i < m_items.size(); ++i) {
            TaskContext part
                = task.sub(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
            part.progress(0.0, "exporting");
            if (auto done = writeOne(m_items[i], part); !done) {
                return done;
            }
        }
        if (auto done = writeLists(); !done) {
            return done;
        }
        if (auto synced = audio::syncFileSystem(toPath(m_targets.folder())); !synced) {
            return synced;
        }
        journal->commit();
        return {};
    }

    Result<> writeOne(const Item& item, TaskContext& task)
    {
        const auto family = provenanceOf(m_studio, item.stem.id);
        if (!family) {
            return propagate(family);
        }
        const auto written = convert(item.stem, item.path, m_format, m_params.sampleRate, task);
        if (!written) {
            return propagate(written);
        }
        if (m_params.withFacts && m_format.extension == u"wav") {
            const auto children = m_stems.descendants(item.stem.id);
            if (!children) {
                return propagate(children);
            }
            const auto facts = factsOf(*family, *children, written->first, written->second);
            if (auto told = interchange::writeWavFacts(toPath(item.path), facts, false); !told) {
                return told;
            }
        }
        m_manifestText += manifestLine(item);
        std::set<std::string> licences {item.stem.licence};
        for (const auto& ancestor : family->ancestors) {
            licences.insert(ancestor.licence);
        }
        for (const auto& licence : licences) {
            m_byLicence[toQt(licence)] << item.relative;
        }
        return item.sidecar.isEmpty()
            ? Result<> {}
            : writeFile(item.sidecar, prettyJson(provenanceToJson(*family)), m_params.overwrite);
    }

    [[nodiscard]] static QString manifestLine(const Item& item)
    {
        const Stem& stem = item.stem;
        const auto& d = stem.descriptors;
        return csvLine({item.relative, toQt(stem.name), toQt(categoryId(stem.category)),
                        toQt(soundClassId(stem.soundClass)),
                        d.bpm ? QString::number(*d.bpm, 'g', 6) : QString(),
                        d.key ? toQt(keyName(*d.key)) : QString(),
                        QString::number(stem.durationS, 'f', 3), QString::number(d.lufs, 'f', 1),
                        toQt(sourceId(stem.source)), toQt(stem.model), toQt(stem.licence),
                        toQt(stem.contentHash)});
    }

    Result<> writeLists()
    {
        if (!m_params.isPack) {
            return {};
        }
        QString text = QStringLiteral("Licences of the sounds in this folder and of all that they "
                                      "were made from.\n");
        for (const auto& [licence, files] : m_byLicence) {
            text += QStringLiteral("\n%1\n").arg(licence);
            for (const auto& file : files) {
                text += QStringLiteral("  %1\n").arg(file);
            }
        }
        if (auto done = writeFile(m_licences, text.toUtf8(), m_params.overwrite); !done) {
            return done;
        }
        const QString head
            = csvLine({QStringLiteral("file"), QStringLiteral("name"), QStringLiteral("category"),
                       QStringLiteral("class"), QStringLiteral("bpm"), QStringLiteral("key"),
                       QStringLiteral("seconds"), QStringLiteral("lufs"), QStringLiteral("source"),
                       QStringLiteral("model"), QStringLiteral("licence"), QStringLiteral("hash")});
        return writeFile(m_manifest, (head + m_manifestText).toUtf8(), m_params.overwrite);
    }

    Studio& m_studio;
    db::StemRepository m_stems;
    const ExportParams& m_params;
    ExportTargets m_targets;
    OutputFormat m_format;
    std::vector<Item> m_items;
    QString m_licences;
    QString m_manifest;
    QString m_manifestText;
    std::map<QString, QStringList> m_byLicence;
};

} // namespace

Result<QString> soundFileName(const Stem& stem, const QString& nameTemplate, int number)
{
    const auto& d = stem.descriptors;
    NameFields fields;
    fields.track = fields.stem = toQt(stem.name);
    fields.bpm = d.bpm ? QString::number(*d.bpm, 'g', 5) : QString();
    fields.key = d.key ? toQt(keyName(*d.key)) : QString();
    fields.category = toQt(categoryId(stem.category));
    fields.source = toQt(sourceId(stem.source));
    fields.model = toQt(stem.model);
    const audio::TrackTags tags
        = needsTags(nameTemplate) ? audio::trackTags(stem.path) : audio::TrackTags {};
    fields.artist = toQt(tags.artist);
    fields.title = tags.title.empty() ? fields.track : toQt(tags.title);
    fields.hash8 = toQt(stem.contentHash.substr(0, 8));
    fields.date
        = QDateTime::fromMSecsSinceEpoch(stem.createdAtMs).toString(QStringLiteral("yyyy-MM-dd"));
    fields.number = QStringLiteral("%1").arg(number, 3, 10, QLatin1Char('0'));
    if (!nameTemplate.isEmpty()) {
        return fillTemplate(nameTemplate, fields);
    }
    QString name = QStringLiteral("{stem}");
    name += d.bpm ? QStringLiteral("_{bpm}bpm") : QString();
    name += d.key ? QStringLiteral("_{key}") : QString();
    return fillTemplate(name, fields);
}

Result<ExportOutcome> exportSounds(Studio& studio, const ExportParams& params, TaskContext& task)
{
    return SoundExport(studio, params).run(task);
}

Result<ExportPreview> previewExport(Studio& studio, const ExportParams& params)
{
    ExportParams asked = params;
    asked.sounds = eachOnce(params.sounds);
    asked.folder = exportFolder(studio, params);
    return SoundExport(studio, asked).preview();
}

} // namespace nde::services
