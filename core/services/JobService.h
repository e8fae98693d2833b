#pragma once

#include "core/base/Job.h"
#include "core/services/ModelDownload.h"
#include "core/services/SeedImport.h"
#include "core/services/UseCases.h"

#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace nde::services {

/// Runs the persistent queue of a studio: enqueues, claims, executes on the compute pool (one
/// thread) or the io pool, reports, cancels, retries; takes up after a crash. Jobs of other
/// processes on the same studio show up here too (polled every 500 ms).
///
/// @thread  the thread that made it (GUI or CLI main thread); bodies run on workers.
class JobService : public QObject
{
    Q_OBJECT
public:
    /// @param runJobs  false = only watch (the list commands of the CLI).
    explicit JobService(std::shared_ptr<Studio> studio, bool runJobs, QObject* parent = nullptr);
    /// Cancels what runs (it goes back to Queued, to be taken up next time) and waits.
    ~JobService() override;

    /// Puts orphans of dead processes back into the queue and starts working.
    void start();

    Result<JobId> enqueue(const ImportParams& params);
    Result<JobId> enqueue(const SeparateParams& params);
    Result<JobId> enqueue(const ChopParamsJob& params);
    /// @errors  also those of loadChopReview.
    Result<JobId> enqueue(const KeepSlicesParams& params);
    Result<JobId> enqueue(const AnalyzeParams& params);
    Result<JobId> enqueue(const TrainJobParams& params);
    Result<JobId> enqueue(const GenerateJobParams& params);
    Result<JobId> enqueue(const ComposeParams& params);
    Result<JobId> enqueue(const StarterKitParams& params);
    Result<JobId> enqueue(const ExportParams& params);
    Result<JobId> enqueue(const SeedImportParams& params);
    /// Of a model that waits or is being fetched already, the job that does it.
    Result<JobId> enqueue(const DownloadParams& params);

    Result<> cancel(JobId id); ///< effect within 500 ms
    Result<> retry(JobId id); ///< failed or cancelled → queued
    /// A training that runs stops within a second with its state kept, and waits as Paused; one
    /// that waits is held back. @errors  BadInput (another kind or state).
    Result<> pause(JobId id);
    Result<> resume(JobId id); ///< Paused → Queued
    /// A training ends now, with the best weights, as if its epochs were over.
    Result<> finishEarly(JobId id);
    Result<> pauseQueue(bool paused); ///< running jobs go on, nothing new starts
    [[nodiscard]] bool isQueuePaused() const;
    Result<> move(JobId id, int delta);
    Result<> clearFinished();

    [[nodiscard]] std::vector<JobRecord> jobs() const; ///< by position, cached
    [[nodiscard]] std::optional<JobRecord> job(JobId id) const;
    [[nodiscard]] int runningCount() const;

Q_SIGNALS:
    void jobAdded(const nde::JobRecord& job);
    void jobChanged(
        const nde::JobRecord& job); ///< state, progress, stage, ETA; at most 10 a second a job
    void jobsRemoved();
    void jobFinished(const nde::JobRecord& job); ///< Done, Failed or Cancelled
    void libraryChanged(); ///< rows were added or changed by a job
    void epochFinished(nde::JobId job, const nde::nn::EpochPoint& point);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

/// Runs a persisted job in the calling thread, as the CLI does: enqueues, claims, executes, stores
/// the outcome. Where a killed process left the same job (kind and parameters) with a journal to go
/// on from, that one is taken up instead of a new one. @return  the job's result object.
[[nodiscard]] Result<QJsonObject>
runJobInPlace(const std::shared_ptr<Studio>& studio, const std::string& kind, const QString& title,
              const QJsonObject& params,
              const std::function<Result<QJsonObject>(JobId, TaskContext&)>& body,
              TaskContext& task);

} // namespace nde::services

Q_DECLARE_METATYPE(nde::JobRecord)
