#pragma once

#include "core/db/Database.h"

#include <string>
#include <vector>

namespace nde::db {

struct TrainingRun
{
    qint64 id {};
    std::string category;
    std::string modelPath;
    std::string modelHash;
    std::string params; ///< JSON
    std::string report; ///< JSON: used, dropped, final figures
    std::string state; ///< "running", "done", "failed", "cancelled"
    quint64 seed {};
    qint64 startedAtMs {};
    qint64 finishedAtMs {};
    bool operator==(const TrainingRun&) const = default;
};

struct RunPoint
{
    int epoch {};
    double train {};
    double validation {};
    double reconstruction {};
    double kl {};
    int activeDimensions {};
    double learningRate {};
    double examplesPerS {};
    bool operator==(const RunPoint&) const = default;
};

struct TrackRecord
{
    qint64 id {};
    qint64 stemId {}; ///< its row in the library
    std::string prompt;
    std::string planPath;
    std::string planHash;
    std::string outputPath;
    quint64 seed {};
    double bpm {};
    std::string key;
    qint64 createdAtMs {};
    bool operator==(const TrackRecord&) const = default;
};

/// A sound that plays in a composed track.
struct TrackStem
{
    qint64 stemId {};
    std::string lane;
    bool operator==(const TrackStem&) const = default;
};

/// Training runs with their curves, and composed tracks.
/// @thread  any. @errors  Io, DiskFull, ReadOnly, Busy; NotFound.
class RunRepository
{
public:
    explicit RunRepository(std::shared_ptr<Database> database);
    [[nodiscard]] Result<qint64> addRun(const TrainingRun& run);
    [[nodiscard]] Result<> updateRun(const TrainingRun& run);
    /// A point of an epoch that is there already replaces it (a resumed run).
    [[nodiscard]] Result<> addPoint(qint64 runId, const RunPoint& point);
    [[nodiscard]] Result<std::vector<TrainingRun>> runs();
    [[nodiscard]] Result<std::vector<RunPoint>> points(qint64 runId);
    [[nodiscard]] Result<qint64> addTrack(const TrackRecord& track,
                                          const std::vector<TrackStem>& stems = {});
    [[nodiscard]] Result<std::vector<TrackRecord>> tracks();
    [[nodiscard]] Result<std::vector<TrackStem>> trackStems(qint64 trackId);

private:
    std::shared_ptr<Database> m_database;
};

} // namespace nde::db
