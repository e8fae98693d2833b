#include "core/services/JobHandOver.h"

#include "core/base/ErrorCodes.h"
#include "core/db/JobRepository.h"
#include "core/services/Files.h"

#include <QElapsedTimer>

#include <algorithm>
#include <thread>

namespace nde::services {
namespace {

constexpr std::chrono::milliseconds kLookEvery {100};

tl::unexpected<Error> cancelled(JobId id)
{
    return fail(ErrorCode::Cancelled, "job " + std::to_string(id) + " was cancelled");
}

Result<QJsonObject> outcomeOf(const JobRecord& job)
{
    if (job.state == JobState::Done) {
        return parseJsonObject(QByteArray::fromStdString(job.result));
    }
    if (job.state == JobState::Cancelled) {
        return cancelled(job.id);
    }
    return fail(errorCodeFromId(job.errorCode).value_or(ErrorCode::Internal), job.errorMessage);
}

/// Follows one job that others run.
class Follower
{
public:
    Follower(db::JobRepository& jobs, JobId id, std::chrono::milliseconds patience)
        : m_jobs(jobs)
        , m_id(id)
        , m_patience(patience)
    {
        m_idle.start();
    }

    Result<QJsonObject> follow(TaskContext& task)
    {
        for (;;) {
            const auto job = m_jobs.byId(m_id);
            if (!job) {
                return job.error().code == ErrorCode::NotFound ? cancelled(m_id) : propagate(job);
            }
            if (isFinished(job->state)) {
                return outcomeOf(*job);
            }
            if (job->state == JobState::Paused) {
                return fail(ErrorCode::Cancelled,
                            "job " + std::to_string(m_id) + " was paused and waits there");
            }
            task.progress(job->progress, job->state == JobState::Queued ? "waiting" : job->stage);
            if (auto asked = passOnCancelling(task); !asked) {
                return propagate(asked);
            }
            if (auto waited = waitForTaker(*job); !waited) {
                return propagate(waited);
            }
            std::this_thread::sleep_for(kLookEvery);
        }
    }

private:
    /// Once: who runs it stops within half a second, and then the state above says so.
    Result<> passOnCancelling(const TaskContext& task)
    {
        if (m_isCancelled || !task.cancelled()) {
            return {};
        }
        m_isCancelled = true;
        return m_jobs.requestCancel(m_id);
    }

    Result<> waitForTaker(const JobRecord& job)
    {
        const auto all = m_jobs.all();
        if (!all) {
            return propagate(all);
        }
        const bool isAnyRunning = std::any_of(all->begin(), all->end(), [](const JobRecord& one) {
            return one.state == JobState::Running;
        });
        if (isAnyRunning || job.state != JobState::Queued) {
            m_idle.restart();
            return {};
        }
        if (!m_idle.hasExpired(m_patience.count())) {
            return {};
        }
        // Taken back, unless somebody takes it at this very moment.
        if (auto asked = m_jobs.requestCancel(m_id); !asked) {
            return asked;
        }
        const auto now = m_jobs.byId(m_id);
        if (now && now->state == JobState::Cancelled) {
            return fail(ErrorCode::Busy,
                        "nobody took the job: no window and no 'dream serve' has this studio open, "
                        "or its queue is paused");
        }
        m_idle.restart();
        return {};
    }

    db::JobRepository& m_jobs;
    JobId m_id;
    std::chrono::milliseconds m_patience;
    QElapsedTimer m_idle;
    bool m_isCancelled {};
};

} // namespace

Result<QJsonObject> handOverJob(const std::shared_ptr<Studio>& studio, const std::string& kind,
                                const QString& title, const QJsonObject& params, TaskContext& task,
                                std::chrono::milliseconds patience)
{
    db::JobRepository jobs(studio->database());
    // What a killed process seems to run would otherwise be waited for.
    if (const auto recovered = jobs.recoverOrphans(); !recovered) {
        return propagate(recovered);
    }
    JobRecord job;
    job.kind = kind;
    job.title = toStd(title);
    job.params = compactJson(params).toStdString();
    const auto id = jobs.add(job);
    if (!id) {
        return propagate(id);
    }
    return Follower(jobs, *id, patience).follow(task);
}

} // namespace nde::services
