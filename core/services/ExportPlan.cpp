#include "core/interchange/Exchange.h"
#include "core/mix/Renderer.h"
#include "core/services/ExportParts.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/NameTemplate.h"
#include "core/services/UseCaseJson.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace nde::services {
namespace {

/// One export of a plan: what is written where, then the writing in order. Anything that fails
/// ends it, and the journal takes back what was there by then.
class PlanExport
{
public:
    PlanExport(Studio& studio, const ExportParams& params, ExportPlan loaded)
        : m_studio(studio)
        , m_params(params)
        , m_loaded(std::move(loaded))
        , m_targets(params.folder, params.overwrite)
        , m_rate(params.sampleRate == 0 ? 48000 : params.sampleRate)
    {
        auto& plan = m_loaded.plan;
        plan.lufs = params.lufs.value_or(plan.lufs);
        plan.ceilingDbtp = params.ceilingDbtp.value_or(plan.ceilingDbtp);
    }

    Result<ExportOutcome> run(JobId job, TaskContext& task)
    {
        if (auto planned = planTargets(); !planned) {
            return propagate(planned);
        }
        const auto bytes = exportSize(m_studio, m_params);
        auto scratch = m_studio.jobFolder(job);
        if (!bytes || !scratch) {
            return bytes ? Result<ExportOutcome> {propagate(scratch)} : propagate(bytes);
        }
        m_scratch = *scratch;
        auto done = write(*bytes, task);
        if (!done) {
            m_targets.removeEmptyFolders();
            return propagate(done);
        }
        m_outcome.files = m_targets.written();
        return std::move(m_outcome);
    }

private:
    [[nodiscard]] bool needsRender() const { return m_params.master || m_params.laneStems; }
    [[nodiscard]] bool needsMedia() const { return m_params.rpp || m_params.dawProject; }
    [[nodiscard]] QString cacheFolder() const
    {
        return m_studio.cacheFolder() + QStringLiteral("/stretch");
    }

    Result<> planTargets()
    {
        NameFields fields;
        fields.track = m_loaded.title;
        fields.stem = fields.category = QStringLiteral("mix");
        fields.model = QStringLiteral("compose");
        fields.source = QStringLiteral("track");
        fields.bpm = QString::number(m_loaded.plan.bpm, 'g', 5);
        fields.key = toQt(keyName(m_loaded.plan.key));
        fields.date = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd"));
        const auto name = m_params.name.isEmpty() ? Result<QString> {safeFileName(m_loaded.title)}
                                                  : fillTemplate(m_params.name, fields);
        const auto format = outputFormat(m_params.format);
        const auto stemFormat = outputFormat(m_params.stemFormat);
        if (!name || !format || !stemFormat) {
            return !name ? propagate(name) : !format ? propagate(format) : propagate(stemFormat);
        }
        m_name = *name;
        m_format = *format;
        m_stemFormat = *stemFormat;
        const auto add = [&](bool isWanted, const QString& ending, const char* kind) {
            return isWanted ? m_targets.add(m_name + ending, QString::fromLatin1(kind)) : QString();
        };
        // From the deepest to the shallowest, so that cleaning up empties the folders on its way.
        addStemTargets();
        if (m_params.rpp) {
            m_projectFolder = m_targets.folder() + u'/' + m_name + QStringLiteral("_project");
            for (const auto& path : interchange::mediaPathsOf(m_loaded.plan)) {
                add(true, QStringLiteral("_project/") + toQt(path), "media");
            }
            const QString own = QFileInfo(m_name).fileName();
            m_rpp = add(true, QStringLiteral("_project/%1.rpp").arg(own), "rpp");
        }
        m_daw = add(m_params.dawProject, QStringLiteral(".dawproject"), "dawproject");
        m_master = add(m_params.master, u'.' + m_format.extension, "master");
        m_midi = add(m_params.midi, QStringLiteral(".mid"), "midi");
        m_cues = add(m_params.cues, QStringLiteral("_cues.txt"), "cues");
        m_influences = add(m_params.influences, QStringLiteral("_influences.json"), "influences");
        m_report = add(m_params.influences, QStringLiteral("_influences.md"), "influences");
        m_sidecar = add(true, QStringLiteral(".dream.json"), "sidecar");
        return {};
    }

    /// The renderer names them by lane and role.
    void addStemTargets()
    {
        if (!m_params.laneStems) {
            return;
        }
        m_stemFolder = m_targets.folder() + u'/' + m_name + QStringLiteral("_stems");
        const auto add = [&](const QString& name, const char* kind) {
            m_targets.add(
                QStringLiteral("%1_stems/%2.%3").arg(m_name, name, m_stemFormat.extension),
                QString::fromLatin1(kind));
        };
        int number = 1;
        for (const auto& lane : m_loaded.plan.lanes) {
            QString role;
            for (const char c : lane.role) {
                const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9') || c == '-' || c == '_';
                role += QLatin1Char(isPlain ? c : '_');
            }
            add(QStringLiteral("%1_%2").arg(number++, 2, 10, QLatin1Char('0')).arg(role), "stem");
        }
        add(QStringLiteral("reverb"), "stem");
        add(QStringLiteral("delay"), "stem");
        // Floating point whatever the stems are: the sum may go beyond full scale.
        m_targets.add(QStringLiteral("%1_stems/premaster.wav").arg(m_name),
                      QStringLiteral("premaster"));
    }

    Result<> write(qint64 bytes, TaskContext& task)
    {
        auto journal = m_targets.begin(m_studio, bytes);
        if (!journal) {
            return propagate(journal);
        }
        const double rendered = needsRender() ? (needsMedia() ? 0.75 : 0.95) : 0.02;
        const double packed = needsMedia() ? 0.95 : rendered;
        if (needsRender()) {
            TaskContext part = task.sub(0.0, rendered);
            if (auto done = render(part); !done) {
                return done;
            }
        }
        if (needsMedia()) {
            TaskContext part = task.sub(rendered, packed);
            if (auto done = writeProjects(part); !done) {
                return done;
            }
        }
        TaskContext part = task.sub(packed, 1.0);
        if (auto done = writeTexts(part); !done) {
            return done;
        }
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "the export was cancelled");
        }
        if (auto synced = audio::syncFileSystem(toPath(m_targets.folder())); !synced) {
            return synced;
        }
        journal->commit();
        return {};
    }

    Result<> render(TaskContext& task)
    {
        mix::RenderOptions options;
        options.sampleRate = m_rate;
        options.write = m_format.options;
        options.write.isFinal = true;
        options.write.overwrite = true; // of what it may overwrite the journal was told
        options.scratch = toPath(m_scratch);
        if (auto made = makeFolder(cacheFolder()); !made) {
            return made;
        }
        options.stretchCache = toPath(cacheFolder());
        options.hasMaster = m_params.master;
        if (m_params.laneStems) {
            options.stems = toPath(m_stemFolder);
            options.stemWrite = m_stemFormat.options;
            options.stemWrite.overwrite = true;
        }
        const QString output
            = m_params.master ? m_master : m_scratch + QStringLiteral("/unused.wav");
        auto report = mix::render(m_loaded.plan, toPath(output), options, task);
        if (!report) {
            return propagate(report);
        }
        m_rendered = std::move(*report);
        m_outcome.lufs = m_params.master ? m_rendered.lufs : 0.0;
        m_outcome.truePeakDb = m_params.master ? m_rendered.truePeakDb : 0.0;
        m_outcome.targetLufs = m_rendered.targetLufs;
        m_outcome.stemGainDb = m_rendered.stemGainDb;
        return m_params.withFacts ? writeFacts() : Result<> {};
    }

    Result<> writeProjects(TaskContext& task)
    {
        const auto& plan = m_loaded.plan;
        const auto folder
            = toPath(m_params.rpp ? m_projectFolder : m_scratch + QStringLiteral("/project"));
        if (auto made = makeFolder(cacheFolder()); !made) {
            return made;
        }
        TaskContext making = task.sub(0.0, 0.7);
        const auto media
            = interchange::writeMedia(plan, folder, m_rate, toPath(cacheFolder()), making);
        if (!media) {
            return propagate(media);
        }
        if (m_params.rpp) {
            const auto text = QByteArray::fromStdString(interchange::rppOf(plan, *media));
            if (auto written = writeFile(m_rpp, text, m_params.overwrite); !written) {
                return written;
            }
        }
        if (!m_params.dawProject) {
            return {};
        }
        TaskContext packing = task.sub(0.7, 1.0);
        return interchange::writeDawProject(plan, *media, folder, toPath(m_daw), m_params.overwrite,
                                            packing);
    }

    Result<> writeTexts(TaskContext& task)
    {
        task.progress(0.0, "writing");
        const auto& plan = m_loaded.plan;
        const auto put = [&](const QString& path, const QByteArray& bytes) {
            return path.isEmpty() ? Result<> {} : writeFile(path, bytes, m_params.overwrite);
        };
        if (auto done = put(m_midi, QByteArray::fromStdString(interchange::midiOf(plan))); !done) {
            return done;
        }
        const auto cues = QByteArray::fromStdString(interchange::cueListOf(plan));
        if (auto done = put(m_cues, cues); !done) {
            return done;
        }
        const auto sounds = influences();
        if (!sounds) {
            return propagate(sounds);
        }
        const auto report = prettyJson(influencesToJson(plan, *sounds));
        if (auto done = put(m_influences, report); !done) {
            return done;
        }
        const QString title = QFileInfo(m_name).fileName();
        if (auto done = put(m_report, influencesToMarkdown(plan, title, *sounds)); !done) {
            return done;
        }
        return put(m_sidecar, prettyJson(sidecar(*sounds)));
    }

    Result<std::vector<Influence>> influences()
    {
        const auto& plan = m_loaded.plan;
        const double body = music::barStartS(plan, plan.bars);
        return influencesOf(m_studio, plan, m_rendered.audibleSeconds, body);
    }

    /// What goes along with the master: where it came from, without paths of this computer.
    [[nodiscard]] QJsonObject sidecar(const std::vector<Influence>& sounds) const
    {
        const auto& plan = m_loaded.plan;
        QJsonArray parents;
        for (const auto& influence : sounds) {
            const Stem& stem = influence.stem;
            parents.append(
                QJsonObject {{QStringLiteral("name"), toQt(stem.name)},
                             {QStringLiteral("hash"), toQt(stem.contentHash)},
                             {QStringLiteral("source"), toQt(sourceId(stem.source))},
                             {QStringLiteral("category"), toQt(categoryId(stem.category))},
                             {QStringLiteral("model"), toQt(stem.model)},
                             {QStringLiteral("licence"), toQt(stem.licence)},
                             {QStringLiteral("role"), QStringLiteral("used_in")},
                             {QStringLiteral("weight"), influence.share},
                             {QStringLiteral("seconds"), influence.seconds}});
        }
        QJsonObject object {{QStringLiteral("app"), QStringLiteral("Neuromorphic Dream Engine")},
                            {QStringLiteral("version"), 1},
                            {QStringLiteral("prompt"), toQt(plan.prompt)},
                            {QStringLiteral("seed"), seedToJson(plan.seed)},
                            {QStringLiteral("bpm"), plan.bpm},
                            {QStringLiteral("key"), toQt(keyName(plan.key))},
                            {QStringLiteral("bars"), plan.bars},
                            {QStringLiteral("plan_hash"), m_loaded.hash},
                            {QStringLiteral("parents"), parents}};
        if (m_params.laneStems) {
            object.insert(QStringLiteral("stem_gain_db"), m_rendered.stemGainDb);
        }
        if (m_params.master) {
            object.insert(QStringLiteral("lufs"), m_rendered.lufs);
            object.insert(QStringLiteral("true_peak_dbtp"), m_rendered.truePeakDb);
            object.insert(QStringLiteral("target_lufs"), m_rendered.targetLufs);
            QJsonArray trims;
            for (const double trim : m_rendered.sectionTrimsDb) {
                trims.append(trim);
            }
            object.insert(QStringLiteral("section_trims_db"), trims);
        }
        return object;
    }

    /// Tempo, sections and provenance in the WAV files themselves.
    Result<> writeFacts()
    {
        const auto& plan = m_loaded.plan;
        interchange::WavFacts facts;
        facts.bpm = plan.bpm;
        facts.beats = plan.bars * plan.beatsPerBar;
        facts.beatsPerBar = plan.beatsPerBar;
        facts.rootNote = 48 + plan.key.pitchClass;
        facts.originator = "Neuromorphic Dream Engine";
        if (m_loaded.createdAtMs > 0) {
            const auto made = QDateTime::fromMSecsSinceEpoch(m_loaded.createdAtMs, Qt::UTC);
            facts.originationDate = toStd(made.toString(QStringLiteral("yyyy-MM-dd")));
            facts.originationTime = toStd(made.toString(QStringLiteral("HH:mm:ss")));
        }
        for (const auto& section : plan.sections) {
            const double seconds = music::barStartS(plan, section.startBar);
            facts.cues.push_back({std::llround(seconds * m_rate), section.name});
        }
        for (const auto& stem : m_rendered.stems) {
            facts.description = plan.prompt + ", " + stem.role;
            if (m_stemFormat.extension != u"wav") {
                break;
            }
            if (auto told = interchange::writeWavFacts(stem.path, facts, false); !told) {
                return told;
            }
        }
        if (!m_params.master || m_format.extension != u"wav") {
            return {};
        }
        const auto sounds = influences();
        if (!sounds) {
            return propagate(sounds);
        }
        facts.description = plan.prompt;
        facts.lufs = m_rendered.lufs;
        facts.truePeakDb = m_rendered.truePeakDb;
        facts.provenance = compactJson(sidecar(*sounds)).toStdString();
        return interchange::writeWavFacts(toPath(m_master), facts, false);
    }

    Studio& m_studio;
    const ExportParams& m_params;
    ExportPlan m_loaded;
    ExportTargets m_targets;
    int m_rate;
    OutputFormat m_format;
    OutputFormat m_stemFormat;
    mix::RenderReport m_rendered;
    ExportOutcome m_outcome;
    QString m_name;
    QString m_scratch;
    QString m_stemFolder;
    QString m_projectFolder;
    QString m_master, m_midi, m_rpp, m_daw, m_cues, m_influences, m_report, m_sidecar;
};

} // namespace

Result<ExportOutcome> exportPlan(Studio& studio, const ExportParams& params, JobId job,
                                 TaskContext& task)
{
    auto loaded = planForExport(studio, params);
    if (!loaded) {
        return propagate(loaded);
    }
    ExportParams pack = params;
    pack.sounds = soundsOf(loaded->plan);
    pack.folder = params.folder + u'/' + safeFileName(loaded->title + QStringLiteral(" pack"));
    pack.name.clear();
    const bool isAll = params.master || params.laneStems || params.midi || params.rpp
        || params.dawProject || params.cues || params.influences;
    if (params.isPack && !isAll) {
        return exportSounds(studio, pack, task);
    }
    TaskContext whole = params.isPack ? task.sub(0.0, 0.7) : task;
    auto outcome = PlanExport(studio, params, std::move(*loaded)).run(job, whole);
    if (!outcome || !params.isPack) {
        return outcome;
    }
    TaskContext rest = task.sub(0.7, 1.0);
    auto sounds = exportSounds(studio, pack, rest);
    if (!sounds) {
        return sounds;
    }
    outcome->files.insert(outcome->files.end(), sounds->files.begin(), sounds->files.end());
    return outcome;
}

} // namespace nde::services
