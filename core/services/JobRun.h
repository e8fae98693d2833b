#pragma once

#include "core/base/Job.h"
#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/nn/api/VaeTraining.h"
#include "core/services/Studio.h"

#include <QElapsedTimer>
#include <QJsonObject>

#include <atomic>
#include <functional>
#include <memory>
#include <string_view>

namespace nde::db {
class JobRepository;
}

namespace nde::services {

/// Seconds left of something whose progress is reported now and then: the plain extrapolation,
/// smoothed so that it neither jumps nor lags by more than a few seconds. Pure.
class EtaEstimator
{
public:
    /// @param fraction  0 … 1, not falling.
    /// @param elapsedS  since the start, not falling.
    /// @return          seconds left, −1 while it is too early to tell (under 2 % or 0.5 s).
    double update(double fraction, double elapsedS);

private:
    double m_firstFraction {-1.0}; ///< 0 unless the run goes on where another one stopped
    double m_eta {-1.0};
    double m_lastS {};
};

/// One execution of a claimed job in the calling thread: throttled progress into the database (at
/// most four times a second) and to a listener (ten times), cancellation from here or from any
/// process, and the outcome stored.
///
/// @thread  `execute`: one thread; the request functions: any.
class JobRun
{
public:
    using Listener = std::function<void(const JobRecord&)>;
    using Body = std::function<Result<QJsonObject>(TaskContext&)>;

    /// @param claimed  a job in state Running that this process owns.
    JobRun(std::shared_ptr<Studio> studio, JobRecord claimed, Listener listener = {});

    /// Never throws: exceptions of the body become its error.
    /// @param outer  where progress goes as well and who else may cancel; may be null.
    [[nodiscard]] Result<QJsonObject> execute(const Body& body, const TaskContext* outer = nullptr);

    void requestCancel() { m_cancel = true; }
    /// Stops like cancel, but the job waits with its state kept. Training only.
    void requestPause()
    {
        m_pause = true;
        m_cancel = true;
    }
    /// Stops like cancel, but the job goes back into the queue for the next start.
    void requestRequeue()
    {
        m_requeue = true;
        m_cancel = true;
    }
    [[nodiscard]] const JobRecord& record() const { return m_record; } ///< after `execute`

private:
    void onProgress(double fraction, std::string_view stage);
    [[nodiscard]] bool isCancelled(const TaskContext* outer);
    void readWish();
    [[nodiscard]] bool waitsAfter(const Error& error) const;
    void applyOutcome(const Result<QJsonObject>& outcome);
    void leaveFolder() const;

    std::shared_ptr<Studio> m_studio;
    JobRecord m_record;
    Listener m_listener;
    std::atomic<bool> m_cancel {false};
    std::atomic<bool> m_requeue {false};
    std::atomic<bool> m_pause {false};
    EtaEstimator m_eta;
    double m_audioSeconds {}; ///< what `speed` is a multiple of, 0 = unknown
    QElapsedTimer m_clock;
    QElapsedTimer m_sinceStored;
    QElapsedTimer m_sinceHeard;
    QElapsedTimer m_sinceAsked;
};

/// Runs the body of a persisted job: its kind chooses the stage, its parameters are read back.
/// @param hooks  of a training, on the calling thread; may be empty.
/// @errors  those of the stage; Corrupt, BadInput (parameters), Unsupported (kind).
[[nodiscard]] Result<QJsonObject> executeJob(Studio& studio, const JobRecord& job,
                                             const nn::TrainHooks& hooks, TaskContext& task);

/// Paused → Queued. @errors  BadInput (another state), those of JobRepository.
[[nodiscard]] Result<> resumeJob(db::JobRepository& repository, JobRecord job);
/// Queued → Paused, of a training. @errors  BadInput (another kind or state).
[[nodiscard]] Result<> pauseWaitingJob(db::JobRepository& repository, JobRecord job);
/// Puts a failed or cancelled job back into the queue, with its error forgotten.
/// @errors  BadInput (another state), those of JobRepository.
[[nodiscard]] Result<> requeueJob(db::JobRepository& repository, JobRecord job);

} // namespace nde::services
