#include "core/services/JobRun.h"

#include "core/audio/AudioFile.h"
#include "core/db/JobRepository.h"
#include "core/jobs/JobQueue.h"
#include "core/services/ClapIndex.h"
#include "core/services/Files.h"
#include "core/services/JobService.h"
#include "core/services/Logging.h"
#include "core/services/ModelDownload.h"
#include "core/services/OutputJournal.h"
#include "core/services/UseCaseJson.h"

#include <QCoreApplication>
#include <QDateTime>

#include <algorithm>

namespace nde::services {
namespace {

constexpr qint64 kStoreEveryMs = 250;
constexpr qint64 kTellEveryMs = 100;
constexpr qint64 kAskEveryMs = 200;

qint64 nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

/// Length of what a job works through, where that is one file.
double audioSecondsOf(const JobRecord& job)
{
    if (job.kind != "separate" && job.kind != "chop") {
        return 0.0;
    }
    const auto params = parseJsonObject(QByteArray::fromStdString(job.params));
    const QString input = params ? params->value(QStringLiteral("input")).toString() : QString();
    const double part = params ? params->value(QStringLiteral("length_s")).toDouble() : 0.0;
    if (part > 0.0) {
        return part;
    }
    const auto reader = audio::openAudio(toPath(input));
    return reader ? (*reader)->info().seconds() : 0.0;
}

template<typename Outcome>
Result<QJsonObject> jsonOf(const Result<Outcome>& outcome)
{
    if (!outcome) {
        return propagate(outcome);
    }
    return toJson(*outcome);
}

/// Parses the parameters and hands them to the stage.
template<typename Params, typename Stage>
Result<QJsonObject> with(const Result<Params>& params, const Stage& stage)
{
    if (!params) {
        return propagate(params);
    }
    return jsonOf(stage(*params));
}

/// The same work that a killed process left half done, or that waits paused, claimed for this one.
Result<std::optional<JobRecord>> claimLeftJob(const Studio& studio, db::JobRepository& repository,
                                              const JobRecord& wanted)
{
    const auto jobs = repository.all();
    if (!jobs) {
        return propagate(jobs);
    }
    for (const auto& job : *jobs) {
        const bool isPaused = job.state == JobState::Paused;
        const bool isLeft = isPaused || (job.state == JobState::Queued && job.attempts > 0);
        const bool isSame = job.kind == wanted.kind && job.params == wanted.params;
        if (!isLeft || !isSame || !studio.hasLeftJob(job.id)) {
            continue;
        }
        if (isPaused) {
            if (auto resumed = resumeJob(repository, job); !resumed) {
                return propagate(resumed);
            }
        }
        return repository.claim(job.id, QCoreApplication::applicationPid());
    }
    return std::nullopt;
}

/// A new job, born running: a window on the same studio must not take it from us.
Result<JobRecord> addRunning(db::JobRepository& repository, JobRecord job)
{
    job.state = JobState::Running;
    job.ownerPid = QCoreApplication::applicationPid();
    job.startedAtMs = nowMs();
    const auto id = repository.add(job);
    if (!id) {
        return propagate(id);
    }
    return repository.byId(*id);
}

} // namespace

double EtaEstimator::update(double fraction, double elapsedS)
{
    constexpr double kEarliestFraction = 0.02;
    constexpr double kEarliestS = 0.5;
    constexpr double kFollow = 0.3; // share of the new estimate in the shown one
    if (m_firstFraction < 0.0) {
        // Work that an earlier run did took none of this one's time.
        const bool isResumed = fraction > kEarliestFraction && elapsedS < kEarliestS;
        m_firstFraction = isResumed ? fraction : 0.0;
    }
    const double done = fraction - m_firstFraction;
    if (done < kEarliestFraction || elapsedS < kEarliestS) {
        return m_eta;
    }
    const double plain = elapsedS * (1.0 - fraction) / done;
    if (m_eta < 0.0) {
        m_eta = plain;
    } else {
        const double expected = std::max(0.0, m_eta - (elapsedS - m_lastS));
        m_eta = expected + kFollow * (plain - expected);
    }
    m_lastS = elapsedS;
    return m_eta;
}

JobRun::JobRun(std::shared_ptr<Studio> studio, JobRecord claimed, Listener listener)
    : m_studio(std::move(studio))
    , m_record(std::move(claimed))
    , m_listener(std::move(listener))
{
}

void JobRun::onProgress(double fraction, std::string_view stage)
{
    const bool isNewStage = m_record.stage != stage;
    m_record.progress = std::max(m_record.progress, std::clamp(fraction, 0.0, 1.0));
    m_record.stage = stage;
    const double elapsedS = static_cast<double>(m_clock.elapsed()) / 1000.0;
    m_record.etaS = m_eta.update(m_record.progress, elapsedS);
    if (m_audioSeconds > 0.0 && elapsedS > 0.2) {
        m_record.speed = m_audioSeconds * m_record.progress / elapsedS;
    }
    if (m_sinceStored.hasExpired(kStoreEveryMs)) {
        m_sinceStored.restart();
        const auto stored = db::JobRepository(m_studio->database())
                                .setProgress(m_record.id, m_record.progress, m_record.stage,
                                             m_record.etaS, m_record.speed);
        if (!stored) {
            qCWarning(lcServices).noquote() << "progress of job" << m_record.id
                                            << "was not stored:" << toQt(stored.error().message);
        }
    }
    if (m_listener && (isNewStage || m_sinceHeard.hasExpired(kTellEveryMs))) {
        m_sinceHeard.restart();
        m_listener(m_record);
    }
}

/// What others want of this job, asked now and then.
void JobRun::readWish()
{
    const auto wish = db::JobRepository(m_studio->database()).wish(m_record.id);
    if (!wish) {
        // A job that vanished from the list has no one who waits for it.
        m_cancel = m_cancel || wish.error().code == ErrorCode::NotFound;
    } else if (*wish == db::JobWish::Cancel) {
        m_cancel = true;
    } else if (*wish == db::JobWish::Pause) {
        requestPause();
    }
}

bool JobRun::isCancelled(const TaskContext* outer)
{
    if (!m_cancel && outer != nullptr && outer->cancelled()) {
        // What was learned so far is worth keeping when a command is interrupted.
        m_pause = m_pause || m_record.kind == "train";
        m_cancel = true;
    }
    if (!m_cancel && m_sinceAsked.hasExpired(kAskEveryMs)) {
        m_sinceAsked.restart();
        readWish();
    }
    return m_cancel;
}

/// A training whose disk or memory ran out goes on where it stands once there is room.
bool JobRun::waitsAfter(const Error& error) const
{
    const bool isPaused = error.code == ErrorCode::Cancelled && m_pause && !m_requeue;
    const bool isShort = error.code == ErrorCode::DiskFull || error.code == ErrorCode::OutOfMemory;
    return m_record.kind == "train" && (isPaused || isShort);
}

void JobRun::applyOutcome(const Result<QJsonObject>& outcome)
{
    m_record.finishedAtMs = nowMs();
    m_record.ownerPid = 0;
    m_record.etaS = -1.0;
    if (outcome) {
        m_record.state = JobState::Done;
        m_record.progress = 1.0;
        m_record.result = compactJson(*outcome).toStdString();
        return;
    }
    const Error& error = outcome.error();
    if (error.code == ErrorCode::Cancelled && m_requeue) {
        m_record.state = JobState::Queued;
        m_record.progress = 0.0;
        m_record.stage.clear();
        m_record.finishedAtMs = 0;
        return;
    }
    const bool isWaiting = waitsAfter(error);
    m_record.state = isWaiting               ? JobState::Paused
        : error.code == ErrorCode::Cancelled ? JobState::Cancelled
                                             : JobState::Failed;
    if (isWaiting) {
        m_record.finishedAtMs = 0;
    }
    if (error.code != ErrorCode::Cancelled) {
        m_record.errorCode = errorCodeId(error.code);
        m_record.errorMessage = error.message;
    }
}

/// Of a job that goes on some time everything stays, else the next start would go on with it.
void JobRun::leaveFolder() const
{
    if (m_record.state == JobState::Paused) {
        m_studio->releaseJobFolder(m_record.id);
    } else if (m_record.state != JobState::Queued) {
        m_studio->removeJobFolder(m_record.id);
    }
}

Result<QJsonObject> JobRun::execute(const Body& body, const TaskContext* outer)
{
    m_clock.start();
    m_sinceStored.start();
    m_sinceHeard.start();
    m_sinceAsked.start();
    m_audioSeconds = audioSecondsOf(m_record);
    qCInfo(lcServices).noquote() << "job" << m_record.id << toQt(m_record.kind)
                                 << "started:" << toQt(m_record.title);
    TaskContext task {[this, outer](double fraction, std::string_view stage) {
                          onProgress(fraction, stage);
                          if (outer != nullptr) {
                              outer->progress(fraction, stage);
                          }
                      },
                      [this, outer] { return isCancelled(outer); }};
    Result<QJsonObject> outcome = fail(ErrorCode::Internal, "not run");
    try {
        outcome = body(task);
    } catch (...) {
        outcome = tl::unexpected<Error>(jobs::currentExceptionToError());
    }
    applyOutcome(outcome);
    const auto stored = db::JobRepository(m_studio->database()).update(m_record);
    leaveFolder();
    if (outcome) {
        qCInfo(lcServices).noquote()
            << "job" << m_record.id << "done in" << m_clock.elapsed() << "ms";
    } else {
        qCWarning(lcServices).noquote()
            << "job" << m_record.id << "ended:" << errorCodeId(outcome.error().code)
            << toQt(outcome.error().message);
    }
    if (!stored && stored.error().code != ErrorCode::NotFound) {
        qCWarning(lcServices).noquote()
            << "outcome of job" << m_record.id << "was not stored:" << toQt(stored.error().message);
        if (outcome) {
            return propagate(stored);
        }
    }
    return outcome;
}

Result<QJsonObject> executeJob(Studio& studio, const JobRecord& job, const nn::TrainHooks& hooks,
                               TaskContext& task)
{
    const auto params = parseJsonObject(QByteArray::fromStdString(job.params));
    if (!params) {
        return fail(ErrorCode::Corrupt,
                    "the parameters of job " + std::to_string(job.id)
                        + " are unreadable: " + params.error().message);
    }
    if (job.kind == "import") {
        return with(importParamsFromJson(*params),
                    [&](const auto& p) { return importFiles(studio, p, task); });
    }
    if (job.kind == "separate") {
        return with(separateParamsFromJson(*params),
                    [&](const auto& p) { return separateTrack(studio, p, job.id, task); });
    }
    if (job.kind == "chop") {
        return with(chopParamsFromJson(*params),
                    [&](const auto& p) { return chopStem(studio, p, task); });
    }
    if (job.kind == "keep_slices") {
        return with(keepSlicesParamsFromJson(*params),
                    [&](const auto& p) { return keepSlices(studio, p, task); });
    }
    if (job.kind == "analyze") {
        return with(analyzeParamsFromJson(*params),
                    [&](const auto& p) { return analyzeStems(&studio, p, task, job.id); });
    }
    if (job.kind == "embed") {
        return with(embedLibraryParamsFromJson(*params),
                    [&](const auto& p) { return embedLibrary(studio, p, job.id, task); });
    }
    if (job.kind == "train") {
        return with(trainParamsFromJson(*params),
                    [&](const auto& p) { return trainCategory(studio, p, job.id, hooks, task); });
    }
    if (job.kind == "generate") {
        return with(generateParamsFromJson(*params),
                    [&](const auto& p) { return generateStems(studio, p, task); });
    }
    if (job.kind == "redream") {
        const auto outcome
            = redream(studio, params->value(QStringLiteral("stem")).toInteger(), task);
        return outcome ? Result<QJsonObject> {toJson(*outcome)} : propagate(outcome);
    }
    if (job.kind == "compose") {
        return with(composeParamsFromJson(*params),
                    [&](const auto& p) { return composeTrack(studio, p, job.id, task); });
    }
    if (job.kind == "starter_kit") {
        return with(starterKitParamsFromJson(*params),
                    [&](const auto& p) { return makeStarterKit(studio, p, task); });
    }
    if (job.kind == "export") {
        return with(exportParamsFromJson(*params),
                    [&](const auto& p) { return exportFiles(studio, p, job.id, task); });
    }
    if (job.kind == "seed") {
        return with(seedImportParamsFromJson(*params),
                    [&](const auto& p) { return importSeed(studio, p, task); });
    }
    if (job.kind == "model") {
        return with(downloadParamsFromJson(*params),
                    [&](const auto& p) { return downloadModel(p, task); });
    }
    return fail(ErrorCode::Unsupported, "jobs of kind '" + job.kind + "' are not known here");
}

Result<> resumeJob(db::JobRepository& repository, JobRecord job)
{
    if (job.state != JobState::Paused) {
        return fail(ErrorCode::BadInput,
                    "job " + std::to_string(job.id) + " is " + jobStateId(job.state)
                        + "; only paused ones can be resumed");
    }
    job.state = JobState::Queued;
    job.errorCode.clear();
    job.errorMessage.clear();
    return repository.update(job);
}

Result<> pauseWaitingJob(db::JobRepository& repository, JobRecord job)
{
    if (job.kind != "train" || job.state != JobState::Queued) {
        return fail(ErrorCode::BadInput,
                    "job " + std::to_string(job.id) + " (" + job.kind + ") is "
                        + jobStateId(job.state) + "; only a training can be paused");
    }
    job.state = JobState::Paused;
    return repository.update(job);
}

Result<> requeueJob(db::JobRepository& repository, JobRecord job)
{
    if (job.state != JobState::Failed && job.state != JobState::Cancelled) {
        return fail(ErrorCode::BadInput,
                    "job " + std::to_string(job.id) + " is " + jobStateId(job.state)
                        + "; only failed and cancelled ones can be tried again");
    }
    job.state = JobState::Queued;
    job.progress = 0.0;
    job.stage.clear();
    job.etaS = -1.0;
    job.speed = 0.0;
    job.result.clear();
    job.errorCode.clear();
    job.errorMessage.clear();
    job.ownerPid = 0;
    job.startedAtMs = 0;
    job.finishedAtMs = 0;
    ++job.attempts;
    return repository.update(job);
}

Result<QJsonObject>
runJobInPlace(const std::shared_ptr<Studio>& studio, const std::string& kind, const QString& title,
              const QJsonObject& params,
              const std::function<Result<QJsonObject>(JobId, TaskContext&)>& body,
              TaskContext& task)
{
    db::JobRepository repository(studio->database());
    if (auto recovered = repository.recoverOrphans(); !recovered) {
        return propagate(recovered);
    }
    JobRecord job;
    job.kind = kind;
    job.title = toStd(title);
    job.params = compactJson(params).toStdString();
    auto left = claimLeftJob(*studio, repository, job);
    if (!left) {
        return propagate(left);
    }
    auto claimed = left->has_value() ? Result<JobRecord> {std::move(**left)}
                                     : addRunning(repository, std::move(job));
    if (!claimed) {
        return propagate(claimed);
    }
    const JobId id = claimed->id;
    JobRun run(studio, std::move(*claimed));
    return run.execute([&](TaskContext& inner) { return body(id, inner); }, &task);
}

} // namespace nde::services
