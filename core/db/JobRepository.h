#pragma once

#include "core/base/Job.h"
#include "core/db/Database.h"

#include <optional>
#include <vector>

namespace nde::db {

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
    /// cancel.
    [[nodiscard]] Result<> update(const JobRecord& job);
    [[nodiscard]] Result<> setProgress(JobId id, double progress, const std::string& stage,
                                       double etaS, double speed);
    /// Asks whoever runs it to stop; a queued one becomes cancelled at once.
    [[nodiscard]] Result<> requestCancel(JobId id);
    [[nodiscard]] Result<bool> isCancelRequested(JobId id);
    /// Running jobs whose process no longer lives (number, boot and start time compared) go back to
    /// Queued (attempts + 1), or to Cancelled where that had been asked for; returns the queued
    /// ids.
    [[nodiscard]] Result<std::vector<JobId>> recoverOrphans();
    [[nodiscard]] Result<> clearFinished();
    /// Puts a job where the one with that position stands; those between make room.
    [[nodiscard]] Result<> move(JobId id, qint64 position);

private:
    std::shared_ptr<Database> m_database;
};

} // namespace nde::db
