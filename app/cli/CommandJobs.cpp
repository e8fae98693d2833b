#include "app/cli/Commands.h"
#include "app/cli/Interrupt.h"
#include "app/cli/Texts.h"
#include "core/db/JobRepository.h"
#include "core/services/Files.h"
#include "core/services/JobRun.h"
#include "core/services/OutputJournal.h"
#include "core/services/UseCaseJson.h"

#include <QCoreApplication>
#include <QThread>

#include <algorithm>

namespace nde::cli {
namespace {

using services::Studio;

void printJobs(const Session& session, const std::vector<JobRecord>& jobs)
{
    if (session.isJson) {
        QJsonArray list;
        for (const auto& job : jobs) {
            list.append(services::jobToJson(job));
        }
        session.print(QJsonObject {{QStringLiteral("jobs"), list}});
        return;
    }
    for (const auto& job : jobs) {
        QString line
            = QStringLiteral("%1\t%2\t%3\t%4 %\t%5")
                  .arg(job.id)
                  .arg(services::toQt(job.kind), QString::fromLatin1(jobStateId(job.state)))
                  .arg(static_cast<int>(job.progress * 100.0))
                  .arg(services::toQt(job.title));
        if (!job.errorMessage.empty()) {
            line += u'\t' + services::toQt(job.errorMessage);
        }
        session.print(line);
    }
}

int list(Session& session, db::JobRepository& jobs)
{
    const auto all = jobs.all();
    if (!all) {
        return session.fail(all.error());
    }
    printJobs(session, *all);
    return kOk;
}

/// Prints what changes until nothing runs or waits any more.
int watch(Session& session, db::JobRepository& jobs)
{
    constexpr unsigned long kEveryMs = 500;
    std::vector<JobRecord> shown;
    for (;;) {
        const auto all = jobs.all();
        if (!all) {
            return session.fail(all.error());
        }
        std::vector<JobRecord> changed;
        bool isBusy = false;
        for (const auto& job : *all) {
            isBusy = isBusy || job.state == JobState::Queued || job.state == JobState::Running;
            if (std::find(shown.begin(), shown.end(), job) == shown.end()) {
                changed.push_back(job);
            }
        }
        if (!changed.empty()) {
            printJobs(session, changed);
        }
        shown = *all;
        if (!isBusy) {
            return kOk;
        }
        if (isInterrupted()) {
            return kCancelled;
        }
        QThread::msleep(kEveryMs);
    }
}

/// Runs one queued job in this process.
Result<QJsonObject> runQueued(Session& session, const std::shared_ptr<Studio>& studio,
                              db::JobRepository& jobs, JobId id)
{
    auto claimed = jobs.claim(id, QCoreApplication::applicationPid());
    if (!claimed) {
        return propagate(claimed);
    }
    if (!claimed->has_value()) {
        return fail(ErrorCode::Busy,
                    "job " + std::to_string(id)
                        + " is not waiting or was taken by another process");
    }
    const JobRecord record = **claimed;
    TaskContext task = session.task(services::toQt(record.title));
    services::JobRun run(studio, record);
    auto outcome = run.execute(
        [&](TaskContext& inner) { return services::executeJob(*studio, record, {}, inner); },
        &task);
    session.endProgress();
    return outcome;
}

int retry(Session& session, const std::shared_ptr<Studio>& studio, db::JobRepository& jobs,
          JobId id)
{
    const auto job = jobs.byId(id);
    if (!job) {
        return session.fail(job.error());
    }
    if (job->state != JobState::Queued) {
        if (const auto requeued = services::requeueJob(jobs, *job); !requeued) {
            return session.fail(requeued.error(), About::Values);
        }
    }
    if (session.args.has("queue-only")) {
        return kOk;
    }
    const auto outcome = runQueued(session, studio, jobs, id);
    if (!outcome) {
        return session.fail(outcome.error());
    }
    if (session.isJson) {
        session.print(*outcome);
    } else {
        session.note(text("Job %1 is done.").arg(id));
    }
    return kOk;
}

/// Goes on with a paused job in this process.
int resume(Session& session, const std::shared_ptr<Studio>& studio, db::JobRepository& jobs,
           JobId id)
{
    const auto job = jobs.byId(id);
    if (!job) {
        return session.fail(job.error());
    }
    if (const auto resumed = services::resumeJob(jobs, *job); !resumed) {
        return session.fail(resumed.error(), About::Values);
    }
    return retry(session, studio, jobs, id);
}

/// A training that runs somewhere is asked to stop with its state kept; one that waits is held
/// back.
Result<> pause(db::JobRepository& jobs, JobId id)
{
    const auto job = jobs.byId(id);
    if (!job) {
        return propagate(job);
    }
    const bool isTraining = job->kind == "train" && job->state == JobState::Running;
    return isTraining ? jobs.requestWish(id, db::JobWish::Pause)
                      : services::pauseWaitingJob(jobs, *job);
}

int runAll(Session& session, const std::shared_ptr<Studio>& studio, db::JobRepository& jobs)
{
    const auto all = jobs.all();
    if (!all) {
        return session.fail(all.error());
    }
    std::vector<BatchFailure> failures;
    std::size_t count = 0;
    for (const auto& job : *all) {
        if (job.state != JobState::Queued) {
            continue;
        }
        ++count;
        const auto outcome = runQueued(session, studio, jobs, job.id);
        if (!outcome && outcome.error().code == ErrorCode::Cancelled) {
            return session.fail(outcome.error());
        }
        if (!outcome) {
            failures.push_back({services::toQt(job.title), outcome.error()});
        }
    }
    const auto after = jobs.all();
    if (!after) {
        return session.fail(after.error());
    }
    printJobs(session, *after);
    return reportBatch(session, failures, count);
}

int onJob(Session& session, const std::shared_ptr<Studio>& studio, db::JobRepository& jobs,
          const QString& verb)
{
    const auto id = Session::idOf(session.args.positional().value(1));
    if (!id) {
        return session.usage(text("'dream jobs %1' needs the number of a job.").arg(verb));
    }
    if (verb == u"retry") {
        return retry(session, studio, jobs, *id);
    }
    if (verb == u"resume") {
        return resume(session, studio, jobs, *id);
    }
    const auto asked = verb == u"pause" ? pause(jobs, *id)
        : verb == u"finish"             ? jobs.requestWish(*id, db::JobWish::Finish)
                                        : jobs.requestCancel(*id);
    return asked ? static_cast<int>(kOk) : session.fail(asked.error(), About::Values);
}

int run(Session& session)
{
    const QString verb = session.args.positional().value(0, QStringLiteral("list"));
    static const QStringList verbs {
        QStringLiteral("list"),   QStringLiteral("watch"), QStringLiteral("cancel"),
        QStringLiteral("retry"),  QStringLiteral("pause"), QStringLiteral("resume"),
        QStringLiteral("finish"), QStringLiteral("run"),   QStringLiteral("clear")};
    if (!verbs.contains(verb)) {
        session.args.complain(
            text("'dream jobs' knows %1, not '%2'.").arg(verbs.join(QStringLiteral(", ")), verb));
    }
    if (const auto& problem = session.args.problem()) {
        return session.usage(*problem);
    }
    const auto studio = session.studio();
    if (!studio) {
        return session.fail(studio.error());
    }
    db::JobRepository jobs((*studio)->database());
    if (!(*studio)->isReadOnly()) {
        services::OutputJournal::recover(**studio);
        if (const auto recovered = jobs.recoverOrphans(); !recovered) {
            return session.fail(recovered.error());
        }
    }
    if (verb == u"list") {
        return list(session, jobs);
    }
    if (verb == u"watch") {
        return watch(session, jobs);
    }
    if (verb == u"run") {
        return runAll(session, *studio, jobs);
    }
    if (verb == u"clear") {
        const auto cleared = jobs.clearFinished();
        return cleared ? list(session, jobs) : session.fail(cleared.error());
    }
    return onJob(session, *studio, jobs, verb);
}

} // namespace

Command jobsCommand()
{
    return {
        "jobs",
        "[list|watch|cancel ID|retry ID|pause ID|resume ID|finish ID|run|clear]",
        "Shows and steers the jobs of the studio, also those of other processes.",
        "dream jobs\ndream jobs watch --json\ndream jobs retry 3",
        {{"queue-only", 0, nullptr, "retry, resume: put it into the queue, do not run it here"}},
        run};
}

} // namespace nde::cli
