#include "core/audio/AudioFile.h"
#include "core/db/JobRepository.h"
#include "core/db/RunRepository.h"
#include "core/services/Files.h"
#include "core/services/Logging.h"
#include "core/services/LongFacts.h"
#include "core/services/MonoReader.h"
#include "core/services/RunFiles.h"
#include "core/services/TrainSet.h"
#include "core/services/TrainingJson.h"
#include "core/services/UseCaseJson.h"
#include "core/services/UseCases.h"

#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>

#include <algorithm>
#include <filesystem>

namespace nde::services {
namespace {

constexpr qint64 kAskEveryMs = 200;

qint64 nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

/// Sounds of one recording or one pack must not stand on both sides of the validation split.
std::string groupOf(const Stem& stem)
{
    return stem.parentId != 0 ? "stem:" + std::to_string(stem.parentId)
                              : toStd(QFileInfo(toQt(stem.path)).absolutePath());
}

/// What a job remembers besides the network's own state.
struct Journal
{
    qint64 run {};
    std::vector<nn::DroppedSound> dropped; ///< before the network saw them
};

QJsonObject toJson(const Journal& journal)
{
    QJsonArray dropped;
    for (const auto& sound : journal.dropped) {
        dropped.append(QJsonObject {{QStringLiteral("id"), qint64 {sound.id}},
                                    {QStringLiteral("reason"), toQt(sound.reason)}});
    }
    return {{QStringLiteral("run"), journal.run}, {QStringLiteral("dropped"), dropped}};
}

Journal journalFrom(const QJsonObject& object)
{
    Journal out;
    out.run = object.value(QStringLiteral("run")).toInteger();
    for (const auto& value : object.value(QStringLiteral("dropped")).toArray()) {
        const auto sound = value.toObject();
        out.dropped.push_back({sound.value(QStringLiteral("id")).toInteger(),
                               toStd(sound.value(QStringLiteral("reason")).toString())});
    }
    return out;
}

/// One execution of a training job.
class Training
{
public:
    Training(Studio& studio, const TrainJobParams& params, JobId job, const nn::TrainHooks& outer)
        : m_studio(studio)
        , m_params(params)
        , m_job(job)
        , m_outer(outer)
        , m_runs(studio.database())
    {
    }

    Result<TrainOutcome> run(TaskContext& task);

private:
    Result<> openState();
    Result<> openRun();
    Result<> closeRun(const Result<TrainOutcome>& outcome);
    Result<> writeJournal() const;
    Result<std::vector<nn::TrainingSound>> gather(TaskContext& task);
    [[nodiscard]] Result<audio::AudioBuffer> read(const Stem& stem, std::size_t sounds,
                                                  TaskContext& task) const;
    [[nodiscard]] bool isLong() const { return m_params.params.isLong; }
    Result<> findBranch();
    [[nodiscard]] nn::TrainHooks hooks();
    [[nodiscard]] bool isFinishWanted();
    void remember(const Result<>& result);
    Result<nn::TrainReport> train(TaskContext& task);
    Result<> install(TrainOutcome& outcome) const;

    Studio& m_studio;
    const TrainJobParams& m_params;
    JobId m_job {};
    const nn::TrainHooks& m_outer;
    db::RunRepository m_runs;
    db::TrainingRun m_run;
    Journal m_journal;
    QString m_stateFolder; ///< empty = no state is kept
    std::optional<RunFiles> m_files;
    nn::TrainHooks m_start; ///< paths of a branch
    std::optional<Error> m_error; ///< the first that a hook met
    QElapsedTimer m_sinceAsked;
    bool m_isFinishWanted {};
};

/// Takes up what a paused or killed job left, if it is whole.
Result<> Training::openState()
{
    if (m_job == 0) {
        return {};
    }
    auto folder = m_studio.jobFolder(m_job);
    if (!folder) {
        return propagate(folder);
    }
    m_stateFolder = *folder;
    const auto bytes = readFile(m_stateFolder + u'/' + Studio::kJournal);
    const auto object = bytes ? parseJsonObject(*bytes) : Result<QJsonObject> {propagate(bytes)};
    if (object) {
        m_journal = journalFrom(*object);
    } else if (object.error().code != ErrorCode::NotFound) {
        qCWarning(lcServices).noquote() << "the journal of training job" << m_job
                                        << "is unreadable:" << toQt(object.error().message);
    }
    return {};
}

Result<> Training::writeJournal() const
{
    return m_stateFolder.isEmpty()
        ? Result<> {}
        : writeFile(m_stateFolder + u'/' + Studio::kJournal, compactJson(toJson(m_journal)), true);
}

Result<> Training::openRun()
{
    if (m_journal.run != 0) {
        if (auto known = m_runs.run(m_journal.run); known) {
            m_run = std::move(*known);
            m_run.state = "running";
            m_run.finishedAtMs = 0;
            return m_runs.updateRun(m_run);
        }
        m_journal = {}; // the run was removed meanwhile
    }
    m_run.category = categoryId(m_params.category);
    m_run.params = compactJson(services::toJson(m_params)).toStdString();
    m_run.state = "running";
    m_run.seed = m_params.params.seed;
    m_run.startedAtMs = nowMs();
    m_run.jobId = m_job;
    const auto id = m_runs.addRun(m_run);
    if (!id) {
        return propagate(id);
    }
    m_run.id = *id;
    m_run.modelPath
        = toStd(RunFiles::modelFile(m_studio.runFolder(*id), m_params.category, isLong()));
    m_journal.run = *id;
    if (auto updated = m_runs.updateRun(m_run); !updated) {
        return updated;
    }
    return writeJournal();
}

/// A job that waits or is tried again leaves its run open: only its own end closes it.
Result<> Training::closeRun(const Result<TrainOutcome>& outcome)
{
    if (!outcome && m_job != 0 && outcome.error().code == ErrorCode::Cancelled) {
        return {};
    }
    m_run.finishedAtMs = nowMs();
    if (outcome) {
        m_run.state = "done";
        m_run.modelHash = outcome->report.modelHash;
        m_run.report = compactJson(services::toJson(*outcome)).toStdString();
    } else {
        const bool isCancelled = outcome.error().code == ErrorCode::Cancelled;
        m_run.state = isCancelled ? "cancelled" : "failed";
        m_run.report = compactJson(errorToJson(outcome.error())).toStdString();
    }
    return m_runs.updateRun(m_run);
}

/// A sound as the network takes it. Of long ones the fold to mono, and of many of them only their
/// beginnings: together about 42 minutes, 440 MB.
Result<audio::AudioBuffer> Training::read(const Stem& stem, std::size_t sounds,
                                          TaskContext& task) const
{
    if (!isLong()) {
        return audio::readAudio(toPath(toQt(stem.path)), kLongestTrainingS + 1.0);
    }
    constexpr int kRate = 44100;
    auto mono = readMono(toQt(stem.path), kRate, longTrainingSeconds(sounds), task);
    if (!mono) {
        return propagate(mono);
    }
    audio::AudioBuffer out(1, mono->size(), kRate);
    std::copy(mono->begin(), mono->end(), out.channel(0).begin());
    return out;
}

Result<std::vector<nn::TrainingSound>> Training::gather(TaskContext& task)
{
    auto candidates = trainCandidates(m_studio, m_params);
    if (!candidates) {
        return propagate(candidates);
    }
    m_journal.dropped.clear();
    for (const auto& group : candidates->dropped) {
        for (const StemId id : group.stems) {
            m_journal.dropped.push_back({id, toStd(group.reason)});
        }
    }
    auto factors = m_params.usesTaste
        ? tasteFactors(m_studio, m_params.category, candidates->used)
        : Result<std::vector<double>> {std::vector<double>(candidates->used.size(), 1.0)};
    if (!factors) {
        return propagate(factors);
    }
    std::vector<nn::TrainingSound> out;
    for (std::size_t i = 0; i < candidates->used.size(); ++i) {
        if (task.cancelled()) {
            return fail(ErrorCode::Cancelled, "training cancelled");
        }
        const Stem& stem = candidates->used[i];
        TaskContext reading({}, [&task] { return task.cancelled(); });
        auto audio = read(stem, candidates->used.size(), reading);
        if (!audio && audio.error().code == ErrorCode::Cancelled) {
            return propagate(audio);
        }
        if (!audio) {
            m_journal.dropped.push_back({stem.id, "unreadable"});
            continue;
        }
        const bool isJoint = !m_params.joint.empty();
        out.push_back({stem.id, stem.contentHash, groupOf(stem), std::move(*audio),
                       isJoint ? stem.category : m_params.category, (*factors)[i], stem.name,
                       stem.licence});
        if (isLong()) {
            const LongFacts facts = longFactsOf(stem);
            out.back().bpm = facts.bpm;
            out.back().isLoop = facts.isLoop;
            out.back().startS = facts.startS;
        }
        task.progress(static_cast<double>(i + 1) / static_cast<double>(candidates->used.size()),
                      "reading");
    }
    // Lists show how many there are before the run has its report.
    m_run.report
        = compactJson({{QStringLiteral("dataset"),
                        QJsonObject {{QStringLiteral("used"), static_cast<qint64>(out.size())}}}})
              .toStdString();
    if (auto updated = m_runs.updateRun(m_run); !updated) {
        return propagate(updated);
    }
    if (auto written = writeJournal(); !written) {
        return propagate(written);
    }
    return out;
}

/// The nearest earlier epoch of another run whose weights are kept.
Result<> Training::findBranch()
{
    if (m_params.branchOf == 0) {
        return {};
    }
    const auto source = m_runs.run(m_params.branchOf);
    if (!source) {
        return propagate(source);
    }
    const QString folder = m_studio.runFolder(source->id);
    const auto category = categoryFromId(source->category);
    const QString model
        = RunFiles::modelFile(folder, category.value_or(m_params.category), isLong());
    if (source->state != "done" || !QFileInfo::exists(model)) {
        return fail(ErrorCode::BadInput,
                    "run " + std::to_string(source->id)
                        + " has no model to branch from; it must have ended first");
    }
    m_start.startModel = toPath(model);
    for (int epoch = m_params.branchEpoch; epoch >= 0; --epoch) {
        const QString weights = QStringLiteral("%1/weights_e%2.bin").arg(folder).arg(epoch);
        if (QFileInfo::exists(weights)) {
            m_start.startWeights = toPath(weights);
            return {};
        }
    }
    return fail(ErrorCode::NotFound,
                "run " + std::to_string(source->id) + " has no weights of epoch "
                    + std::to_string(m_params.branchEpoch) + " or earlier");
}

bool Training::isFinishWanted()
{
    if (m_outer.shouldFinish && m_outer.shouldFinish()) {
        return true;
    }
    if (m_job != 0 && (!m_sinceAsked.isValid() || m_sinceAsked.hasExpired(kAskEveryMs))) {
        m_sinceAsked.start();
        const auto wish = db::JobRepository(m_studio.database()).wish(m_job);
        m_isFinishWanted = wish && *wish == db::JobWish::Finish;
    }
    return m_isFinishWanted;
}

void Training::remember(const Result<>& result)
{
    if (!result && !m_error) {
        m_error = result.error();
    }
}

nn::TrainHooks Training::hooks()
{
    nn::TrainHooks out = m_start;
    out.onEpoch = [this](const nn::EpochPoint& point) {
        remember(m_runs.addPoint(m_run.id, runPointOf(point)));
        if (m_outer.onEpoch) {
            m_outer.onEpoch(point);
        }
    };
    out.onProbe = [this](const nn::ProbeSound& sound) {
        remember(m_files->writeProbe(sound));
        if (m_outer.onProbe) {
            m_outer.onProbe(sound);
        }
    };
    out.shouldFinish = [this] { return isFinishWanted(); };
    out.stateFolder = m_stateFolder.isEmpty() ? std::filesystem::path() : toPath(m_stateFolder);
    out.snapshotFolder = toPath(m_files->folder());
    return out;
}

Result<nn::TrainReport> Training::train(TaskContext& task)
{
    nn::TrainHooks inner = hooks();
    const std::filesystem::path model
        = toPath(RunFiles::modelFile(m_files->folder(), m_params.category, isLong()));
    const auto once = [&](bool mayGoOn) -> Result<nn::TrainReport> {
        std::vector<nn::TrainingSound> sounds;
        if (!mayGoOn || !nn::isTrainingPrepared(inner.stateFolder)) {
            TaskContext reading = task.sub(0.0, 0.05);
            auto read = gather(reading);
            if (!read) {
                return propagate(read);
            }
            sounds = std::move(*read);
        }
        TaskContext training = task.sub(0.05, 0.99);
        return nn::trainStemVae(m_params.category, sounds, m_params.params, model, inner, training);
    };
    auto report = once(true);
    if (!report && report.error().code == ErrorCode::Corrupt && !m_stateFolder.isEmpty()) {
        qCWarning(lcServices).noquote()
            << "training job" << m_job << "starts again:" << toQt(report.error().message);
        for (const char* file : {"prepared.bin", "training.bin"}) {
            QFile::remove(m_stateFolder + u'/' + QLatin1StringView(file));
        }
        report = once(false);
    }
    return report;
}

/// The run keeps its model; the category's is the same file under its own name.
Result<> Training::install(TrainOutcome& outcome) const
{
    const QString folder = m_files->folder();
    outcome.modelPath = RunFiles::modelFile(m_studio.modelsFolder(), m_params.category, isLong());
    outcome.cardPath = RunFiles::cardFile(m_studio.modelsFolder(), m_params.category, isLong());
    if (auto done
        = installFile(RunFiles::modelFile(folder, m_params.category, isLong()), outcome.modelPath);
        !done) {
        return done;
    }
    return installFile(RunFiles::cardFile(folder, m_params.category, isLong()), outcome.cardPath);
}

Result<TrainOutcome> Training::run(TaskContext& task)
{
    if (auto opened = openState(); !opened) {
        return propagate(opened);
    }
    if (auto opened = openRun(); !opened) {
        return propagate(opened);
    }
    const auto work = [&]() -> Result<TrainOutcome> {
        if (auto made = makeFolder(m_studio.modelsFolder()); !made) {
            return propagate(made);
        }
        auto files = RunFiles::open(m_studio.runFolder(m_run.id));
        if (!files) {
            return propagate(files);
        }
        m_files = std::move(*files);
        if (auto found = findBranch(); !found) {
            return propagate(found);
        }
        auto report = train(task);
        if (!report) {
            return propagate(report);
        }
        if (m_error) {
            return tl::unexpected<Error>(*m_error);
        }
        TrainOutcome outcome;
        outcome.runId = m_run.id;
        outcome.report = std::move(*report);
        outcome.report.dropped.insert(outcome.report.dropped.begin(), m_journal.dropped.begin(),
                                      m_journal.dropped.end());
        if (auto installed = install(outcome); !installed) {
            return propagate(installed);
        }
        return outcome;
    };
    auto outcome = work();
    if (auto closed = closeRun(outcome); !closed && outcome) {
        return propagate(closed);
    }
    return outcome;
}

} // namespace

Result<TrainOutcome> trainCategory(Studio& studio, const TrainJobParams& params, JobId job,
                                   const nn::TrainHooks& hooks, TaskContext& task)
{
    return Training(studio, params, job, hooks).run(task);
}

} // namespace nde::services
