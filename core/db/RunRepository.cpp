#include "core/db/RunRepository.h"

#include "core/db/DatabasePrivate.h"

#include <QDateTime>

namespace nde::db {

namespace {

tl::unexpected<Error> unknownRun(qint64 id)
{
    return fail(ErrorCode::NotFound, "There is no training run " + std::to_string(id) + ".");
}

/// Fills `values` from every row of a query.
template<typename Value, typename FromRow>
Result<std::vector<Value>> collect(Database& database, const QString& sql,
                                   const QVariantList& bound, FromRow fromRow)
{
    auto connection = database.d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<Value> values;
    auto done = (*connection)->each(sql, bound, [&](const QSqlQuery& row) {
        values.push_back(fromRow(row));
    });
    if (!done) {
        return propagate(done);
    }
    return values;
}

QString runColumns()
{
    return QStringLiteral("id, category, model_path, model_hash, params, report, state, seed, "
                          "started_at, finished_at, job_id, is_starred");
}

TrainingRun runFrom(const QSqlQuery& row)
{
    return {row.value(0).toLongLong(),  stdText(row.value(1)),
            stdText(row.value(2)),      stdText(row.value(3)),
            stdText(row.value(4)),      stdText(row.value(5)),
            stdText(row.value(6)),      static_cast<quint64>(row.value(7).toLongLong()),
            row.value(8).toLongLong(),  row.value(9).toLongLong(),
            row.value(10).toLongLong(), row.value(11).toBool()};
}

} // namespace

RunRepository::RunRepository(std::shared_ptr<Database> database)
    : m_database(std::move(database))
{
}

Result<qint64> RunRepository::addRun(const TrainingRun& run)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto id = (*connection)
                        ->value(QStringLiteral(
                                    "INSERT INTO training_runs (category, model_path, model_hash, "
                                    "params, report, state, seed, started_at, finished_at, job_id, "
                                    "is_starred) "
                                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
                                {qtText(run.category), qtText(run.modelPath), qtText(run.modelHash),
                                 qtText(run.params), qtText(run.report), qtText(run.state),
                                 static_cast<qint64>(run.seed), run.startedAtMs, run.finishedAtMs,
                                 run.jobId, run.isStarred});
    if (!id) {
        return propagate(id);
    }
    return id->toLongLong();
}

Result<> RunRepository::updateRun(const TrainingRun& run)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto changed
        = (*connection)
              ->run(QStringLiteral("UPDATE training_runs SET category = ?, model_path = ?, "
                                   "model_hash = ?, params = ?, report = ?, state = ?, seed = ?, "
                                   "started_at = ?, finished_at = ?, job_id = ? WHERE id = ?"),
                    {qtText(run.category), qtText(run.modelPath), qtText(run.modelHash),
                     qtText(run.params), qtText(run.report), qtText(run.state),
                     static_cast<qint64>(run.seed), run.startedAtMs, run.finishedAtMs, run.jobId,
                     run.id});
    if (!changed) {
        return propagate(changed);
    }
    return *changed == 0 ? Result<> {unknownRun(run.id)} : Result<> {};
}

Result<> RunRepository::addPoint(qint64 runId, const RunPoint& point)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto done
        = (*connection)
              ->run(QStringLiteral("INSERT OR REPLACE INTO run_points (run_id, epoch, train, "
                                   "validation, reconstruction, kl, active_dimensions, "
                                   "learning_rate, examples_per_s, details) "
                                   "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
                    {runId, point.epoch, point.train, point.validation, point.reconstruction,
                     point.kl, point.activeDimensions, point.learningRate, point.examplesPerS,
                     qtText(point.details)});
    if (!done) {
        return done.error().code == ErrorCode::NotFound ? Result<> {unknownRun(runId)}
                                                        : Result<> {propagate(done)};
    }
    return {};
}

Result<std::vector<TrainingRun>> RunRepository::runs()
{
    return collect<TrainingRun>(
        *m_database, QStringLiteral("SELECT %1 FROM training_runs ORDER BY id").arg(runColumns()),
        {}, runFrom);
}

Result<TrainingRun> RunRepository::run(qint64 id)
{
    auto found = collect<TrainingRun>(
        *m_database, QStringLiteral("SELECT %1 FROM training_runs WHERE id = ?").arg(runColumns()),
        {id}, runFrom);
    if (!found) {
        return propagate(found);
    }
    return found->empty() ? Result<TrainingRun> {unknownRun(id)}
                          : Result<TrainingRun> {std::move(found->front())};
}

/// Runs a statement that has to change the one row of `id`.
Result<> RunRepository::changeRun(qint64 id, const QString& sql, const QVariantList& values)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto changed = (*connection)->run(sql, values);
    if (!changed) {
        return propagate(changed);
    }
    return *changed == 0 ? Result<> {unknownRun(id)} : Result<> {};
}

Result<> RunRepository::starRun(qint64 id, bool isStarred)
{
    return changeRun(id, QStringLiteral("UPDATE training_runs SET is_starred = ? WHERE id = ?"),
                     {isStarred, id});
}

Result<> RunRepository::removeRun(qint64 id)
{
    return changeRun(id, QStringLiteral("DELETE FROM training_runs WHERE id = ?"), {id});
}

Result<> RunRepository::addRemark(qint64 runId, const RunRemark& remark)
{
    const qint64 created
        = remark.createdAtMs != 0 ? remark.createdAtMs : QDateTime::currentMSecsSinceEpoch();
    const auto done = changeRun(runId,
                                QStringLiteral("INSERT INTO run_notes (run_id, epoch, text, "
                                               "created_at) VALUES (?, ?, ?, ?)"),
                                {runId, remark.epoch, qtText(remark.text), created});
    return !done && done.error().code == ErrorCode::NotFound ? Result<> {unknownRun(runId)} : done;
}

Result<std::vector<RunRemark>> RunRepository::remarks(qint64 runId)
{
    return collect<RunRemark>(*m_database,
                              QStringLiteral("SELECT epoch, text, created_at FROM run_notes "
                                             "WHERE run_id = ? ORDER BY epoch, id"),
                              {runId}, [](const QSqlQuery& row) {
                                  return RunRemark {row.value(0).toInt(), stdText(row.value(1)),
                                                    row.value(2).toLongLong()};
                              });
}

Result<std::vector<RunPoint>> RunRepository::points(qint64 runId)
{
    return collect<RunPoint>(
        *m_database,
        QStringLiteral("SELECT epoch, train, validation, reconstruction, kl, active_dimensions, "
                       "learning_rate, examples_per_s, details FROM run_points WHERE run_id = ? "
                       "ORDER BY epoch"),
        {runId}, [](const QSqlQuery& row) {
            return RunPoint {
                row.value(0).toInt(),    row.value(1).toDouble(), row.value(2).toDouble(),
                row.value(3).toDouble(), row.value(4).toDouble(), row.value(5).toInt(),
                row.value(6).toDouble(), row.value(7).toDouble(), stdText(row.value(8))};
        });
}

Result<CurveDigest> RunRepository::digest(qint64 runId)
{
    auto found = collect<CurveDigest>(
        *m_database,
        QStringLiteral("SELECT l.epoch, b.epoch, b.validation, l.details, "
                       "(SELECT d FROM (SELECT validation, epoch, CASE WHEN json_valid(details) "
                       "THEN json_extract(details, '$.spectral_distance_db') END AS d "
                       "FROM run_points WHERE run_id = ?) WHERE d >= 0.0 "
                       "ORDER BY validation, epoch LIMIT 1) FROM "
                       "(SELECT epoch, details FROM run_points WHERE run_id = ? "
                       "ORDER BY epoch DESC LIMIT 1) AS l, "
                       "(SELECT epoch, validation FROM run_points WHERE run_id = ? "
                       "ORDER BY validation, epoch LIMIT 1) AS b"),
        {runId, runId, runId}, [](const QSqlQuery& row) {
            const QVariant distance = row.value(4);
            return CurveDigest {row.value(0).toInt(), row.value(1).toInt(), row.value(2).toDouble(),
                                distance.isNull() ? -1.0 : distance.toDouble(),
                                stdText(row.value(3))};
        });
    if (!found) {
        return propagate(found);
    }
    return found->empty() ? CurveDigest {} : found->front();
}

Result<qint64> RunRepository::addTrack(const TrackRecord& track,
                                       const std::vector<TrackStem>& stems)
{
    auto opened = m_database->d().connection();
    if (!opened) {
        return propagate(opened);
    }
    Connection& connection = **opened;
    return connection.write([&]() -> Result<qint64> {
        const QVariant stem = track.stemId == 0 ? QVariant() : QVariant(track.stemId);
        const qint64 created
            = track.createdAtMs != 0 ? track.createdAtMs : QDateTime::currentMSecsSinceEpoch();
        const auto id = connection.value(
            QStringLiteral("INSERT INTO generated_tracks (stem_id, prompt, plan_path, plan_hash, "
                           "output_path, seed, bpm, musical_key, created_at) "
                           "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"),
            {stem, qtText(track.prompt), qtText(track.planPath), qtText(track.planHash),
             qtText(track.outputPath), static_cast<qint64>(track.seed), track.bpm,
             qtText(track.key), created});
        if (!id) {
            return propagate(id);
        }
        for (const TrackStem& part : stems) {
            auto done
                = connection.run(QStringLiteral("INSERT OR IGNORE INTO track_stems (track_id, "
                                                "stem_id, lane) VALUES (?, ?, ?)"),
                                 {*id, part.stemId, qtText(part.lane)});
            if (!done) {
                return propagate(done);
            }
        }
        return id->toLongLong();
    });
}

Result<std::vector<TrackRecord>> RunRepository::tracks()
{
    return collect<TrackRecord>(
        *m_database,
        QStringLiteral("SELECT id, stem_id, prompt, plan_path, plan_hash, output_path, seed, bpm, "
                       "musical_key, created_at FROM generated_tracks ORDER BY id"),
        {}, [](const QSqlQuery& row) {
            return TrackRecord {row.value(0).toLongLong(),
                                row.value(1).toLongLong(),
                                stdText(row.value(2)),
                                stdText(row.value(3)),
                                stdText(row.value(4)),
                                stdText(row.value(5)),
                                static_cast<quint64>(row.value(6).toLongLong()),
                                row.value(7).toDouble(),
                                stdText(row.value(8)),
                                row.value(9).toLongLong()};
        });
}

Result<std::vector<TrackStem>> RunRepository::trackStems(qint64 trackId)
{
    return collect<TrackStem>(
        *m_database,
        QStringLiteral(
            "SELECT stem_id, lane FROM track_stems WHERE track_id = ? ORDER BY stem_id, lane"),
        {trackId}, [](const QSqlQuery& row) {
            return TrackStem {row.value(0).toLongLong(), stdText(row.value(1))};
        });
}

} // namespace nde::db
