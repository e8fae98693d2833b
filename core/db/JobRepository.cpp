#include "core/db/JobRepository.h"

#include "core/db/DatabasePrivate.h"
#include "core/db/ProcessIdentity.h"

#include <QDateTime>

namespace nde::db {

namespace {

QString columns()
{
    return QStringLiteral("id, kind, title, state, progress, stage, eta_s, speed, params, result, "
                          "error_code, error_message, attempts, owner_pid, created_at, started_at, "
                          "finished_at, position");
}

JobState stateFrom(const QString& id)
{
    for (int i = 0; i < kJobStateCount; ++i) {
        const auto state = static_cast<JobState>(i);
        if (id == QLatin1String(jobStateId(state))) {
            return state;
        }
    }
    return JobState::Failed;
}

QString stateText(JobState state)
{
    return QString::fromLatin1(jobStateId(state));
}

JobRecord jobFrom(const QSqlQuery& row)
{
    int at = 0;
    const auto next = [&] { return row.value(at++); };
    JobRecord job;
    job.id = next().toLongLong();
    job.kind = stdText(next());
    job.title = stdText(next());
    job.state = stateFrom(next().toString());
    job.progress = next().toDouble();
    job.stage = stdText(next());
    job.etaS = next().toDouble();
    job.speed = next().toDouble();
    job.params = stdText(next());
    job.result = stdText(next());
    job.errorCode = stdText(next());
    job.errorMessage = stdText(next());
    job.attempts = next().toInt();
    job.ownerPid = next().toLongLong();
    job.createdAtMs = next().toLongLong();
    job.startedAtMs = next().toLongLong();
    job.finishedAtMs = next().toLongLong();
    job.position = next().toLongLong();
    return job;
}

tl::unexpected<Error> unknownJob(JobId id)
{
    return fail(ErrorCode::NotFound, "There is no job " + std::to_string(id) + ".");
}

/// Runs a statement that has to change the one row of `id`.
Result<> changeOne(Connection& connection, JobId id, const QString& sql, const QVariantList& values)
{
    const auto changed = connection.run(sql, values);
    if (!changed) {
        return propagate(changed);
    }
    return *changed == 0 ? Result<> {unknownJob(id)} : Result<> {};
}

/// Claims the first queued job that meets a condition. The state is tested by the same statement
/// that changes it, inside BEGIN IMMEDIATE: of any number of processes exactly one gets the row.
Result<std::optional<JobRecord>> claimWhere(Database& database, const QString& condition,
                                            const QVariantList& values, qint64 pid)
{
    auto connection = database.d().connection();
    if (!connection) {
        return propagate(connection);
    }
    return (*connection)->write([&]() -> Result<std::optional<JobRecord>> {
        std::optional<JobRecord> job;
        auto done
            = (*connection)
                  ->each(QStringLiteral(
                             "UPDATE processing_jobs SET state = 'running', owner_pid = ?, "
                             "owner_start = ?, started_at = ?, finished_at = 0, "
                             "progress = 0, cancel_requested = iif(cancel_requested = 3, 3, 0) "
                             "WHERE id = (SELECT id FROM processing_jobs "
                             "WHERE state = 'queued' AND %1 ORDER BY position, id LIMIT 1) "
                             "AND state = 'queued' RETURNING %2")
                             .arg(condition, columns()),
                         QVariantList {pid, processStamp(pid), QDateTime::currentMSecsSinceEpoch()}
                             + values,
                         [&](const QSqlQuery& row) { job = jobFrom(row); });
        if (!done) {
            return propagate(done);
        }
        return job;
    });
}

/// A job that takes its process down with it would do so again at every start.
constexpr int kMaxAttempts = 3;

struct Orphan
{
    JobId id {};
    JobWish wish {};
    int attempts {};
};

JobWish wishFrom(const QVariant& value)
{
    const int number = value.toInt();
    return number >= 0 && number <= static_cast<int>(JobWish::Finish) ? static_cast<JobWish>(number)
                                                                      : JobWish::Cancel;
}

/// Running jobs whose process no longer lives.
Result<std::vector<Orphan>> findOrphans(Connection& connection)
{
    std::vector<Orphan> orphans;
    auto done = connection.each(
        QStringLiteral("SELECT id, cancel_requested, attempts, owner_pid, owner_start FROM "
                       "processing_jobs WHERE state = 'running' ORDER BY position, id"),
        {}, [&](const QSqlQuery& row) {
            if (!isProcessAlive(row.value(3).toLongLong(), row.value(4).toString())) {
                orphans.push_back(
                    {row.value(0).toLongLong(), wishFrom(row.value(1)), row.value(2).toInt()});
            }
        });
    if (!done) {
        return propagate(done);
    }
    return orphans;
}

JobState stateAfterDeath(const Orphan& orphan)
{
    if (orphan.wish == JobWish::Cancel) {
        return JobState::Cancelled; // it has stopped, if not the way it was meant
    }
    if (orphan.wish == JobWish::Pause) {
        return JobState::Paused;
    }
    return orphan.attempts + 1 < kMaxAttempts ? JobState::Queued : JobState::Failed;
}

Result<> takeFromTheDead(Connection& connection, const Orphan& orphan, JobState state)
{
    const bool hasFailed = state == JobState::Failed;
    const auto done = connection.run(
        QStringLiteral("UPDATE processing_jobs SET state = ?, owner_pid = 0, owner_start = '', "
                       "cancel_requested = iif(cancel_requested = 3, 3, 0), progress = 0, "
                       "stage = '', eta_s = -1, speed = 0, "
                       "attempts = attempts + 1, finished_at = ?, error_code = ?, "
                       "error_message = ? WHERE id = ?"),
        {stateText(state),
         state == JobState::Queued || state == JobState::Paused
             ? qint64 {0}
             : QDateTime::currentMSecsSinceEpoch(),
         hasFailed ? QString::fromLatin1(errorCodeId(ErrorCode::Internal)) : QString(),
         hasFailed
             ? QStringLiteral("The program ended %1 times in the middle of this job, so it is "
                              "not started again by itself.")
                   .arg(kMaxAttempts)
             : QString(),
         QVariant::fromValue<qint64>(orphan.id)});
    return done ? Result<> {} : Result<> {propagate(done)};
}

} // namespace

JobRepository::JobRepository(std::shared_ptr<Database> database)
    : m_database(std::move(database))
{
}

Result<JobId> JobRepository::add(const JobRecord& job)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const QString stamp = processStamp(job.ownerPid);
    const auto id = (*connection)->write([&] {
        return (*connection)
            ->value(
                QStringLiteral(
                    "INSERT INTO processing_jobs (kind, title, state, progress, stage, eta_s, "
                    "speed, params, result, error_code, error_message, attempts, owner_pid, "
                    "owner_start, created_at, started_at, finished_at, position) "
                    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
                    "(SELECT coalesce(max(position), 0) + 1 FROM processing_jobs)) RETURNING id"),
                {qtText(job.kind), qtText(job.title), stateText(job.state), job.progress,
                 qtText(job.stage), job.etaS, job.speed, qtText(job.params), qtText(job.result),
                 qtText(job.errorCode), qtText(job.errorMessage), job.attempts,
                 QVariant::fromValue<qint64>(job.ownerPid), stamp,
                 QDateTime::currentMSecsSinceEpoch(), QVariant::fromValue<qint64>(job.startedAtMs),
                 QVariant::fromValue<qint64>(job.finishedAtMs)});
    });
    if (!id) {
        return propagate(id);
    }
    return id->toLongLong();
}

Result<JobRecord> JobRepository::byId(JobId id)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::optional<JobRecord> job;
    auto done
        = (*connection)
              ->each(QStringLiteral("SELECT %1 FROM processing_jobs WHERE id = ?").arg(columns()),
                     {QVariant::fromValue<qint64>(id)},
                     [&](const QSqlQuery& row) { job = jobFrom(row); });
    if (!done) {
        return propagate(done);
    }
    return job ? Result<JobRecord> {std::move(*job)} : Result<JobRecord> {unknownJob(id)};
}

Result<std::vector<JobRecord>> JobRepository::all()
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    std::vector<JobRecord> jobs;
    auto done = (*connection)
                    ->each(QStringLiteral("SELECT %1 FROM processing_jobs ORDER BY position, id")
                               .arg(columns()),
                           {}, [&](const QSqlQuery& row) { jobs.push_back(jobFrom(row)); });
    if (!done) {
        return propagate(done);
    }
    return jobs;
}

Result<std::optional<JobRecord>> JobRepository::claim(JobId id, qint64 pid)
{
    return claimWhere(*m_database, QStringLiteral("id = ?"), {QVariant::fromValue<qint64>(id)},
                      pid);
}

Result<std::optional<JobRecord>> JobRepository::claimNext(const std::vector<std::string>& kinds,
                                                          qint64 pid)
{
    if (kinds.empty()) {
        return std::nullopt;
    }
    QVariantList values;
    for (const std::string& kind : kinds) {
        values.append(qtText(kind));
    }
    return claimWhere(*m_database, QStringLiteral("kind IN (%1)").arg(placeholders(values.size())),
                      values, pid);
}

Result<> JobRepository::update(const JobRecord& job)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const bool isOwned = job.state == JobState::Running && job.ownerPid != 0;
    const QString stamp = isOwned ? processStamp(job.ownerPid) : QString();
    return changeOne(
        **connection, job.id,
        QStringLiteral("UPDATE processing_jobs SET kind = ?, title = ?, state = ?, progress = ?, "
                       "stage = ?, eta_s = ?, speed = ?, params = ?, result = ?, error_code = ?, "
                       "error_message = ?, attempts = ?, owner_pid = ?, owner_start = ?, "
                       "cancel_requested = iif(? OR (? AND cancel_requested = 3), "
                       "cancel_requested, 0), "
                       "started_at = ?, "
                       "finished_at = ? WHERE id = ?"),
        {qtText(job.kind), qtText(job.title), stateText(job.state), job.progress, qtText(job.stage),
         job.etaS, job.speed, qtText(job.params), qtText(job.result), qtText(job.errorCode),
         qtText(job.errorMessage), job.attempts, QVariant::fromValue<qint64>(job.ownerPid), stamp,
         job.state == JobState::Running, !isFinished(job.state),
         QVariant::fromValue<qint64>(job.startedAtMs),
         QVariant::fromValue<qint64>(job.finishedAtMs), QVariant::fromValue<qint64>(job.id)});
}

// Ten times a second while a job runs, and worthless a second later: a power cut may take it, so it
// does without the fsync that every other commit has.
Result<> JobRepository::setProgress(JobId id, double progress, const std::string& stage,
                                    double etaS, double speed)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    if (auto relaxed = (*connection)->run(QStringLiteral("PRAGMA synchronous = NORMAL"));
        !relaxed) {
        return propagate(relaxed);
    }
    auto done = changeOne(**connection, id,
                          QStringLiteral("UPDATE processing_jobs SET progress = ?, stage = ?, "
                                         "eta_s = ?, speed = ? WHERE id = ?"),
                          {progress, qtText(stage), etaS, speed, QVariant::fromValue<qint64>(id)});
    auto restored = (*connection)->run(QStringLiteral("PRAGMA synchronous = FULL"));
    if (done && !restored) {
        return propagate(restored);
    }
    return done;
}

Result<> JobRepository::requestCancel(JobId id)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    // Finished jobs keep what they are: it was too late to cancel them.
    return changeOne(
        **connection, id,
        QStringLiteral(
            "UPDATE processing_jobs SET "
            "cancel_requested = (state = 'running'), "
            "finished_at = iif(state IN ('queued', 'paused'), ?, finished_at), "
            "state = iif(state IN ('queued', 'paused'), 'cancelled', state) WHERE id = ?"),
        {QDateTime::currentMSecsSinceEpoch(), QVariant::fromValue<qint64>(id)});
}

Result<bool> JobRepository::isCancelRequested(JobId id)
{
    const auto found = wish(id);
    return found ? Result<bool> {*found == JobWish::Cancel} : Result<bool> {propagate(found)};
}

Result<> JobRepository::requestWish(JobId id, JobWish wish)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const bool canWait = wish == JobWish::Finish;
    const auto changed
        = (*connection)
              ->run(QStringLiteral("UPDATE processing_jobs SET cancel_requested = ? WHERE id = ? "
                                   "AND (state = 'running' OR (? AND state IN ('queued', "
                                   "'paused')))"),
                    {static_cast<int>(wish), QVariant::fromValue<qint64>(id), canWait});
    if (!changed) {
        return propagate(changed);
    }
    if (*changed > 0) {
        return {};
    }
    const auto job = byId(id);
    return job ? fail(ErrorCode::BadInput,
                      "Job " + std::to_string(id) + " is " + jobStateId(job->state)
                          + ", so this cannot be asked of it.")
               : tl::unexpected<Error>(job.error());
}

Result<JobWish> JobRepository::wish(JobId id)
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto flag
        = (*connection)
              ->value(QStringLiteral("SELECT cancel_requested FROM processing_jobs WHERE id = ?"),
                      {QVariant::fromValue<qint64>(id)});
    if (!flag) {
        return propagate(flag);
    }
    return flag->isValid() ? Result<JobWish> {wishFrom(*flag)} : Result<JobWish> {unknownJob(id)};
}

Result<std::vector<JobId>> JobRepository::recoverOrphans()
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    // Asked often, and nearly always in vain: reading keeps nobody from writing.
    const auto any = findOrphans(**connection);
    if (!any) {
        return propagate(any);
    }
    if (any->empty()) {
        return std::vector<JobId> {};
    }
    return (*connection)->write([&]() -> Result<std::vector<JobId>> {
        const auto orphans = findOrphans(**connection);
        if (!orphans) {
            return propagate(orphans);
        }
        std::vector<JobId> queued;
        for (const Orphan& orphan : *orphans) {
            const JobState state = stateAfterDeath(orphan);
            if (auto done = takeFromTheDead(**connection, orphan, state); !done) {
                return propagate(done);
            }
            if (state == JobState::Queued) {
                queued.push_back(orphan.id);
            }
        }
        return queued;
    });
}

Result<> JobRepository::clearFinished()
{
    auto connection = m_database->d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto done = (*connection)
                          ->run(QStringLiteral("DELETE FROM processing_jobs WHERE state IN "
                                               "('done', 'failed', 'cancelled')"));
    return done ? Result<> {} : Result<> {propagate(done)};
}

Result<> JobRepository::move(JobId id, qint64 position)
{
    auto opened = m_database->d().connection();
    if (!opened) {
        return propagate(opened);
    }
    Connection& connection = **opened;
    return connection.write([&]() -> Result<> {
        const QVariant key = QVariant::fromValue<qint64>(id);
        const auto old = connection.value(
            QStringLiteral("SELECT position FROM processing_jobs WHERE id = ?"), {key});
        if (!old) {
            return propagate(old);
        }
        if (!old->isValid()) {
            return unknownJob(id);
        }
        // Those between make room: up the list they move back by one, down the list forward.
        auto done = old->toLongLong() > position
            ? connection.run(QStringLiteral("UPDATE processing_jobs SET position = position + 1 "
                                            "WHERE position >= ? AND position < ?"),
                             {position, *old})
            : connection.run(QStringLiteral("UPDATE processing_jobs SET position = position - 1 "
                                            "WHERE position > ? AND position <= ?"),
                             {*old, position});
        if (!done) {
            return propagate(done);
        }
        return changeOne(connection, id,
                         QStringLiteral("UPDATE processing_jobs SET position = ? WHERE id = ?"),
                         {position, key});
    });
}

} // namespace nde::db
