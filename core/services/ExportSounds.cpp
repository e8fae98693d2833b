#include "core/audio/Resample.h"
#include "core/db/StemRepository.h"
#include "core/services/ExportParts.h"
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

private:
    struct Item
    {
        Stem stem;
        QString relative; ///< with its ending
        QString path;
        QString sidecar;
    };

    Result<> planTargets()
    {
        const auto format = outputFormat(m_params.format);
        if (!format) {
            return propagate(format);
        }
        m_format = *format;
        std::map<QString, int> taken;
        for (const StemId id : m_params.sounds) {
            auto stem = m_stems.byId(id);
            if (!stem) {
                return propagate(stem);
            }
            const auto name
                = soundFileName(*stem, m_params.name, static_cast<int>(m_items.size()) + 1);
            if (!name) {
                return propagate(name);
            }
            const QString folder
                = m_params.isPack ? toQt(categoryId(stem->category)) + u'/' : QString();
            QString relative = folder + *name;
            if (const int again = ++taken[relative.toLower()]; again > 1) {
                relative += QStringLiteral("_%1").arg(again);
            }
            m_items.push_back({std::move(*stem), relative, {}, {}});
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
    fields.title = fields.track;
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

} // namespace nde::services
