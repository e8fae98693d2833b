#include "core/db/Database.h"

#include "core/db/DatabasePrivate.h"
#include "core/db/Migrations.h"
#include "core/db/SqlError.h"

#include <QFile>
#include <QFileInfo>
#include <QThread>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

namespace nde::db {

namespace {

constexpr int kApplicationId = 0x4E444531; // "NDE1", tells our files from other SQLite databases

/// The calling thread's share of every database that it has used.
struct ThreadConnections
{
    struct Entry
    {
        std::weak_ptr<ConnectionRegistry> registry;
        Connection* connection;
        quint64 token;
    };
    std::vector<Entry> entries;

    ThreadConnections() = default;
    ThreadConnections(const ThreadConnections&) = delete;
    ThreadConnections& operator=(const ThreadConnections&) = delete;
    ~ThreadConnections()
    {
        for (const Entry& entry : entries) {
            if (const auto registry = entry.registry.lock()) {
                registry->close(entry.token);
            }
        }
    }
};

ThreadConnections& threadConnections()
{
    thread_local ThreadConnections connections;
    return connections;
}

Error errorWith(ErrorCode code, const QString& text)
{
    return {code, text.toStdString()};
}

/// What stands in the file, before anything is changed.
struct Standing
{
    int version {};
    bool isEmpty {}; ///< no table at all
    bool isOurs {};
};

Result<Standing> examine(Connection& connection)
{
    const auto version = connection.value(QStringLiteral("PRAGMA user_version"));
    if (!version) {
        return propagate(version);
    }
    const auto application = connection.value(QStringLiteral("PRAGMA application_id"));
    if (!application) {
        return propagate(application);
    }
    const auto tables = connection.value(QStringLiteral("SELECT count(*) FROM sqlite_master"));
    if (!tables) {
        return propagate(tables);
    }
    return Standing {version->toInt(), tables->toInt() == 0,
                     application->toInt() == kApplicationId};
}

Result<> quickCheck(Connection& connection)
{
    const auto finding = connection.value(QStringLiteral("PRAGMA quick_check(1)"));
    if (!finding) {
        return propagate(finding);
    }
    if (finding->toString() != QLatin1String("ok")) {
        return tl::unexpected<Error>(errorWith(ErrorCode::Corrupt,
                                               QStringLiteral("The database %1 is damaged: %2.")
                                                   .arg(connection.path(), finding->toString())));
    }
    return {};
}

Result<> checkStanding(const Standing& standing, int newest, OpenMode mode, const QString& path)
{
    if (!standing.isEmpty && !standing.isOurs) {
        return tl::unexpected<Error>(errorWith(
            ErrorCode::Unsupported,
            QStringLiteral("%1 is the database of another program and stays as it is.").arg(path)));
    }
    if (standing.version > newest) {
        return tl::unexpected<Error>(
            errorWith(ErrorCode::Unsupported,
                      QStringLiteral(
                          "The database %1 was made by a newer version of this program (schema %2, "
                          "this one knows %3) and stays as it is.")
                          .arg(path)
                          .arg(standing.version)
                          .arg(newest)));
    }
    if (mode == OpenMode::ReadOnly && standing.version < newest) {
        return tl::unexpected<Error>(errorWith(
            ErrorCode::Unsupported,
            QStringLiteral(
                "The database %1 has the older schema %2 and its place may not be written, "
                "so it cannot be brought up to date.")
                .arg(path)
                .arg(standing.version)));
    }
    return {};
}

// Changing to WAL needs the file alone for a moment and does not wait for it by itself, so that two
// programs opening a new studio at once would see Busy.
Result<> enterWal(Connection& connection)
{
    constexpr int kAttempts = 200;
    constexpr int kPauseMs = 50;
    Result<QVariant> mode;
    for (int i = 0; i < kAttempts; ++i) {
        mode = connection.value(QStringLiteral("PRAGMA journal_mode = WAL"));
        if (mode || mode.error().code != ErrorCode::Busy) {
            break;
        }
        QThread::msleep(kPauseMs);
    }
    if (!mode) {
        return propagate(mode);
    }
    if (mode->toString().compare(QLatin1String("wal"), Qt::CaseInsensitive) != 0) {
        return tl::unexpected<Error>(
            errorWith(ErrorCode::Io,
                      QStringLiteral("The device of %1 does not support the shared "
                                     "memory that the database needs.")
                          .arg(connection.path())));
    }
    return {};
}

Result<> syncToDisk(const QString& path)
{
    const int file = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC);
    const bool done = file >= 0 && ::fsync(file) == 0;
    const int number = errno;
    if (file >= 0) {
        ::close(file);
    }
    if (!done) {
        return fail(number == ENOSPC ? ErrorCode::DiskFull : ErrorCode::Io,
                    path.toStdString() + " could not be written: "
                        + std::generic_category().message(number) + ".");
    }
    return {};
}

Result<> copyTo(Connection& connection, const QString& target)
{
    if (auto why = whyNotWritable(QFileInfo(target).absolutePath())) {
        return tl::unexpected<Error>(*why);
    }
    const QString part = target + QStringLiteral(".part");
    QFile::remove(part);
    auto copied = connection.run(QStringLiteral("VACUUM INTO ?"), {part});
    if (copied) {
        if (auto synced = syncToDisk(part); !synced) {
            QFile::remove(part);
            return synced;
        }
        if (std::rename(QFile::encodeName(part).constData(), QFile::encodeName(target).constData())
            == 0) {
            return {};
        }
        copied = fail(ErrorCode::Io,
                      "The backup " + target.toStdString() + " could not be put in place: "
                          + std::generic_category().message(errno) + ".");
    }
    QFile::remove(part);
    return propagate(copied);
}

Result<> bringUpToDate(Connection& connection, const Standing& standing,
                       const std::vector<Migration>& migrations)
{
    if (auto wal = enterWal(connection); !wal) {
        return wal;
    }
    const int newest = migrations.back().version;
    if (standing.version == newest) {
        return {};
    }
    if (!standing.isEmpty) {
        const QString target
            = QStringLiteral("%1.v%2.bak").arg(connection.path()).arg(standing.version);
        if (auto saved = copyTo(connection, target); !saved) {
            return saved;
        }
    } else {
        auto done
            = connection.run(QStringLiteral("PRAGMA application_id = %1").arg(kApplicationId));
        if (!done) {
            return propagate(done);
        }
    }
    return migrate(connection, migrations);
}

Result<> checkPlace(const QString& path, OpenMode mode)
{
    const QFileInfo file(path);
    if (file.isDir()) {
        return tl::unexpected<Error>(errorWith(
            ErrorCode::BadInput, QStringLiteral("%1 is a folder, not a database.").arg(path)));
    }
    if (mode == OpenMode::ReadOnly) {
        if (!file.exists()) {
            return tl::unexpected<Error>(errorWith(
                ErrorCode::NotFound, QStringLiteral("The database %1 does not exist.").arg(path)));
        }
        return {};
    }
    if (auto why = whyNotWritable(file.absolutePath())) {
        return tl::unexpected<Error>(*why);
    }
    if (file.exists() && !file.isWritable()) {
        return tl::unexpected<Error>(errorWith(
            ErrorCode::ReadOnly, QStringLiteral("The database %1 may not be written.").arg(path)));
    }
    return {};
}

} // namespace

quint64 ConnectionRegistry::add(std::unique_ptr<Connection> connection)
{
    const std::lock_guard lock(m_mutex);
    m_open.emplace(m_next, std::move(connection));
    return m_next++;
}

void ConnectionRegistry::close(quint64 token)
{
    const std::lock_guard lock(m_mutex);
    m_open.erase(token);
}

void ConnectionRegistry::closeAll()
{
    const std::lock_guard lock(m_mutex);
    m_open.clear();
}

std::size_t ConnectionRegistry::count()
{
    const std::lock_guard lock(m_mutex);
    return m_open.size();
}

Result<Connection*> Database::Private::connection()
{
    auto& entries = threadConnections().entries;
    for (const auto& entry : entries) {
        if (entry.registry.lock() == registry) {
            return entry.connection;
        }
    }
    std::erase_if(entries, [](const auto& entry) { return entry.registry.expired(); });
    auto opened = Connection::open(path, mode);
    if (!opened) {
        return propagate(opened);
    }
    Connection* connection = opened->get();
    entries.push_back({registry, connection, registry->add(std::move(*opened))});
    return connection;
}

Database::Database()
    : m_d(std::make_unique<Private>())
{
}

Database::~Database()
{
    m_d->registry->closeAll();
}

Result<std::shared_ptr<Database>> Database::open(const QString& path, OpenMode mode)
{
    const auto migrations = shippedMigrations();
    if (!migrations) {
        return propagate(migrations);
    }
    return openWith(path, mode, *migrations);
}

Result<std::shared_ptr<Database>> Database::openWith(const QString& path, OpenMode mode,
                                                     const std::vector<Migration>& migrations)
{
    const QString absolute = QFileInfo(path).absoluteFilePath();
    if (auto place = checkPlace(absolute, mode); !place) {
        return propagate(place);
    }
    std::shared_ptr<Database> database(new Database);
    database->m_d->path = absolute;
    database->m_d->mode = mode;
    database->m_d->version = migrations.back().version;
    auto connection = database->m_d->connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto standing = examine(**connection);
    if (!standing) {
        return propagate(standing);
    }
    if (auto fits = checkStanding(*standing, migrations.back().version, mode, absolute); !fits) {
        return propagate(fits);
    }
    if (auto healthy = quickCheck(**connection); !healthy) {
        return propagate(healthy);
    }
    if (mode == OpenMode::ReadWrite) {
        if (auto done = bringUpToDate(**connection, *standing, migrations); !done) {
            return propagate(done);
        }
    }
    return database;
}

QString Database::path() const
{
    return m_d->path;
}

bool Database::isReadOnly() const
{
    return m_d->mode == OpenMode::ReadOnly;
}

int Database::schemaVersion() const
{
    return m_d->version;
}

Result<> Database::check()
{
    auto connection = m_d->connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto finding = (*connection)->value(QStringLiteral("PRAGMA integrity_check(1)"));
    if (!finding) {
        return propagate(finding);
    }
    QString damage = finding->toString() == QLatin1String("ok") ? QString() : finding->toString();
    auto done
        = (*connection)
              ->each(QStringLiteral("PRAGMA foreign_key_check"), {}, [&](const QSqlQuery& row) {
                  if (damage.isEmpty()) {
                      damage = QStringLiteral("row %1 of %2 refers to a missing row of %3")
                                   .arg(row.value(1).toString(), row.value(0).toString(),
                                        row.value(2).toString());
                  }
              });
    if (!done) {
        return done;
    }
    if (!damage.isEmpty()) {
        return tl::unexpected<Error>(
            errorWith(ErrorCode::Corrupt,
                      QStringLiteral("The database %1 is damaged: %2.").arg(m_d->path, damage)));
    }
    return {};
}

Result<> Database::backup(const QString& target)
{
    if (QFileInfo::exists(target)) {
        return fail(ErrorCode::Exists, target.toStdString() + " exists already.");
    }
    auto connection = m_d->connection();
    if (!connection) {
        return propagate(connection);
    }
    return copyTo(**connection, target);
}

Result<> Database::together(const std::function<Result<>()>& body)
{
    auto connection = m_d->connection();
    if (!connection) {
        return propagate(connection);
    }
    return (*connection)->write(body);
}

qint64 Database::dataVersion()
{
    auto connection = m_d->connection();
    const auto version = connection ? (*connection)->value(QStringLiteral("PRAGMA data_version"))
                                    : Result<QVariant> {propagate(connection)};
    return version ? version->toLongLong() : -1;
}

} // namespace nde::db
