#include "core/db/Connection.h"

#include "core/db/SqlError.h"

#include <QFileInfo>
#include <QSqlError>
#include <QThread>
#include <QUrl>

#include <atomic>

namespace nde::db {

namespace {

QString uniqueName()
{
    static std::atomic<quint64> counter {0};
    return QStringLiteral("nde-%1").arg(counter.fetch_add(1));
}

// A file in WAL mode needs its -shm file even to be read. Where the folder cannot be written and
// none is there, nobody can be writing either, and SQLite may be told that the file will not
// change.
bool isFrozen(const QString& path)
{
    return !QFileInfo::exists(path + QStringLiteral("-shm"))
        && !QFileInfo::exists(path + QStringLiteral("-wal"))
        && whyNotWritable(QFileInfo(path).absolutePath()).has_value();
}

} // namespace

Result<> Statement::run(const QVariantList& values)
{
    for (qsizetype i = 0; i < values.size(); ++i) {
        // Qt binds a null QString as NULL; here only an invalid QVariant means that.
        const bool isEmptyText
            = values[i].typeId() == QMetaType::QString && values[i].toString().isNull();
        m_query.bindValue(static_cast<int>(i),
                          isEmptyText ? QVariant(QStringLiteral("")) : values[i]);
    }
    if (!m_query.exec()) {
        return tl::unexpected<Error>(errorOf(m_query.lastError(), *m_path));
    }
    return {};
}

Result<> Statement::finish()
{
    const QSqlError error = m_query.lastError();
    m_query.finish();
    if (error.isValid()) {
        return tl::unexpected<Error>(errorOf(error, *m_path));
    }
    return {};
}

Result<std::unique_ptr<Connection>> Connection::open(const QString& path, OpenMode mode)
{
    std::unique_ptr<Connection> connection(new Connection);
    connection->m_path = path;
    connection->m_name = uniqueName();
    connection->m_database
        = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection->m_name);
    if (!connection->m_database.isValid()) {
        return fail(ErrorCode::Unsupported,
                    "Qt's SQLite driver is missing: install libqt6sql6-sqlite.");
    }
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=10000");
    QString name = path;
    if (mode == OpenMode::ReadOnly) {
        options += QStringLiteral(";QSQLITE_OPEN_READONLY");
        if (isFrozen(path)) {
            options += QStringLiteral(";QSQLITE_OPEN_URI");
            name = QUrl::fromLocalFile(path).toString(QUrl::FullyEncoded)
                + QStringLiteral("?immutable=1");
        }
    }
    connection->m_database.setDatabaseName(name);
    connection->m_database.setConnectOptions(options);
    if (!connection->m_database.open()) {
        return tl::unexpected<Error>(errorOf(connection->m_database.lastError(), path));
    }
    if (auto done = connection->configure(mode); !done) {
        return propagate(done);
    }
    return connection;
}

// FULL and not NORMAL: what the window shows as saved survives a power cut. The price is one fsync
// per commit, on a worker; only progress reports, which nobody misses, go without (JobRepository).
Result<> Connection::configure(OpenMode mode)
{
    if (auto done = run(QStringLiteral("PRAGMA foreign_keys = ON")); !done) {
        return propagate(done);
    }
    if (auto done = run(QStringLiteral("PRAGMA temp_store = MEMORY")); !done) {
        return propagate(done);
    }
    if (mode == OpenMode::ReadOnly) {
        return {};
    }
    if (auto done = run(QStringLiteral("PRAGMA synchronous = FULL")); !done) {
        return propagate(done);
    }
    return {};
}

Connection::~Connection()
{
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(m_name);
}

Result<Statement> Connection::prepare(const QString& sql)
{
    QSqlQuery query(m_database);
    query.setForwardOnly(true);
    if (!query.prepare(sql)) {
        return tl::unexpected<Error>(errorOf(query.lastError(), m_path));
    }
    return Statement(std::move(query), &m_path);
}

Result<int> Connection::run(const QString& sql, const QVariantList& values)
{
    auto statement = prepare(sql);
    if (!statement) {
        return propagate(statement);
    }
    if (auto done = statement->run(values); !done) {
        return propagate(done);
    }
    return statement->row().numRowsAffected();
}

Result<QVariant> Connection::value(const QString& sql, const QVariantList& values)
{
    QVariant found;
    auto done = each(sql, values, [&found](const QSqlQuery& row) { found = row.value(0); });
    if (!done) {
        return propagate(done);
    }
    return found;
}

Connection::Rollback::~Rollback()
{
    connection->m_isInside = false;
    if (!isCommitted) {
        // SQLite has rolled back by itself after a full disk; then this has nothing to do and
        // fails.
        static_cast<void>(connection->run(QStringLiteral("ROLLBACK")));
    }
}

QString placeholders(qsizetype count)
{
    QString text;
    text.reserve(count * 2);
    for (qsizetype i = 0; i < count; ++i) {
        text += i == 0 ? QStringLiteral("?") : QStringLiteral(",?");
    }
    return text;
}

} // namespace nde::db
