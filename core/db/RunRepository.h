#pragma once

#include "core/db/Database.h"

#include <QString>
#include <QVariant>

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
    qint64 jobId {}; ///< 0 = of no job
    bool isStarred {};
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
    std::string details {"{}"}; ///< JSON: what else is known of the epoch
    bool operator==(const RunPoint&) const = default;
};

/// What lists show of a curve without reading all of it.
struct CurveDigest
{
    int epochs {};
    int bestEpoch {};
    double bestValidation {};
    double spectralDb {-1.0}; ///< of the best of the epochs that it was measured for; −1 = of none
    std::string lastDetails {"{}"};
};

/// A remark of the user at an epoch.
struct RunRemark
{
    int epoch {};
    std::string text;
    qint64 createdAtMs {};
    bool operator==(const RunRemark&) const = default;
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
    [[nodiscard]] Result<> updateRun(const TrainingRun& run); ///< all but the star
    [[nodiscard]] Result<TrainingRun> run(qint64 id);
    [[nodiscard]] Result<> starRun(qint64 id, bool isStarred);
    [[nodiscard]] Result<> removeRun(qint64 id); ///< with its points and remarks
    [[nodiscard]] Result<> addRemark(qint64 runId, const RunRemark& remark);
    [[nodiscard]] Result<std::vector<RunRemark>> remarks(qint64 runId); ///< by epoch
    /// A point of an epoch that is there already replaces it (a resumed run).
    [[nodiscard]] Result<> addPoint(qint64 runId, const RunPoint& point);
    [[nodiscard]] Result<std::vector<TrainingRun>> runs();
    [[nodiscard]] Result<std::vector<RunPoint>> points(qint64 runId);
    [[nodiscard]] Result<CurveDigest> digest(qint64 runId);
    [[nodiscard]] Result<qint64> addTrack(const TrackRecord& track,
                                          const std::vector<TrackStem>& stems = {});
    [[nodiscard]] Result<std::vector<TrackRecord>> tracks();
    [[nodiscard]] Result<std::vector<TrackStem>> trackStems(qint64 trackId);

private:
    [[nodiscard]] Result<> changeRun(qint64 id, const QString& sql, const QVariantList& values);

    std::shared_ptr<Database> m_database;
};

} // namespace nde::db
