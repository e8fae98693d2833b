#pragma once

#include "core/base/Job.h"
#include "core/db/Database.h"

#include <optional>
#include <vector>

namespace nde::db {

/// What others want of a running job.
enum class JobWish
{
    None,
    Cancel,
    Pause, ///< stop, and wait where it stands
    Finish ///< end early, with what there is
};

/// The persistent queue, shared by every process that has the studio open.
/// @thread  any. @errors  Io, DiskFull, ReadOnly, Busy; NotFound for unknown ids.
class JobRepository
{
public:
    explicit JobRepository(std::shared_ptr<Database> database);
    [[nodiscard]] Result<JobId> add(const JobRecord& job); ///< sets id, createdAtMs, position
    [[nodiscard]] Result<JobRecord> byId(JobId id);
    [[nodiscard]] Result<std::vector<JobRecord>> all(); ///< by position
    /// Atomically claims a queued job for a process; empty when somebody else was faster or nothing
    /// waits.
    [[nodiscard]] Result<std::optional<JobRecord>> claim(JobId id, qint64 pid);
    [[nodiscard]] Result<std::optional<JobRecord>> claimNext(const std::vector<std::string>& kinds,
                                                             qint64 pid);
    /// Everything but creation time and position. A state other than Running forgets a wish to
    /// cancel or to pause.
    [[nodiscard]] Result<> update(const JobRecord& job);
    [[nodiscard]] Result<> setProgress(JobId id, double progress, const std::string& stage,
                                       double etaS, double speed);
    /// Asks whoever runs it to stop; a queued one becomes cancelled at once.
    [[nodiscard]] Result<> requestCancel(JobId id);
    [[nodiscard]] Result<bool> isCancelRequested(JobId id);
    /// Of a job that runs; a wish to finish also waits with a paused or queued one until it runs.
    /// @errors  BadInput (not in such a state).
    [[nodiscard]] Result<> requestWish(JobId id, JobWish wish);
    [[nodiscard]] Result<JobWish> wish(JobId id);
    /// Running jobs whose process no longer lives (number, boot and start time compared) go back to
    /// Queued (attempts + 1), or to Cancelled or Paused where that had been asked for; returns the
    /// queued ids.
    [[nodiscard]] Result<std::vector<JobId>> recoverOrphans();
    [[nodiscard]] Result<> clearFinished();
    /// Puts a job where the one with that position stands; those between make room.
    [[nodiscard]] Result<> move(JobId id, qint64 position);

private:
    std::shared_ptr<Database> m_database;
};

} // namespace nde::db
