#pragma once

#include "core/base/Result.h"
#include "core/db/Database.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>
#include <QVariant>

#include <memory>
#include <string>
#include <type_traits>
#include <utility>

/// Internal to core/db (and its tests): nothing outside includes this.
namespace nde::db {

class Connection;

/// A prepared statement, forward only. Lives no longer than its connection.
class Statement
{
public:
    [[nodiscard]] Result<> run(const QVariantList& values = {}); ///< binds in order and executes
    [[nodiscard]] bool next() { return m_query.next(); }
    [[nodiscard]] const QSqlQuery& row() const { return m_query; }
    [[nodiscard]] Result<> finish(); ///< whether `next()` stopped for want of rows or by an error

private:
    friend class Connection;
    Statement(QSqlQuery query, const QString* path)
        : m_query(std::move(query))
        , m_path(path)
    {
    }
    QSqlQuery m_query;
    const QString* m_path;
};

/// One thread's connection to the file, with our pragmas set.
/// @thread  the thread that opened it; may be destroyed by any once that one uses it no more.
class Connection
{
public:
    [[nodiscard]] static Result<std::unique_ptr<Connection>> open(const QString& path,
                                                                  OpenMode mode);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] Result<Statement> prepare(const QString& sql);
    /// Runs a statement that returns no rows. @return  the number of rows it changed.
    Result<int> run(const QString& sql, const QVariantList& values = {});
    [[nodiscard]] Result<QVariant> value(const QString& sql, const QVariantList& values = {});
    /// Calls `onRow(const QSqlQuery&)` for each row.
    template<typename OnRow>
    [[nodiscard]] Result<> each(const QString& sql, const QVariantList& values, OnRow onRow)
    {
        auto statement = prepare(sql);
        if (!statement) {
            return propagate(statement);
        }
        if (auto done = statement->run(values); !done) {
            return done;
        }
        while (statement->next()) {
            onRow(statement->row());
        }
        return statement->finish();
    }

    /// Runs `body() -> Result<T>` in one transaction: all of it or, when it fails or throws, none.
    /// BEGIN IMMEDIATE, because a read transaction that turns into a writing one can fail with Busy
    /// in the middle whatever the timeout. Inside another write it is a part of that one, which
    /// then fails as a whole when this part does.
    template<typename Body>
    [[nodiscard]] std::invoke_result_t<Body> write(Body body)
    {
        return transaction(QStringLiteral("BEGIN IMMEDIATE"), std::move(body));
    }
    /// Several reads that see the same state.
    template<typename Body>
    [[nodiscard]] std::invoke_result_t<Body> read(Body body)
    {
        return transaction(QStringLiteral("BEGIN"), std::move(body));
    }

    [[nodiscard]] const QString& path() const { return m_path; }

private:
    Connection() = default;
    [[nodiscard]] Result<> configure(OpenMode mode);

    struct Rollback
    {
        Connection* connection;
        bool isCommitted {};
        ~Rollback();
    };

    template<typename Body>
    [[nodiscard]] std::invoke_result_t<Body> transaction(const QString& begin, Body body)
    {
        if (m_isInside) {
            auto part = body();
            m_hasFailedInside = m_hasFailedInside || !part;
            return part;
        }
        if (auto begun = run(begin); !begun) {
            return propagate(begun);
        }
        Rollback guard {this};
        m_isInside = true;
        m_hasFailedInside = false;
        auto outcome = body();
        if (outcome && m_hasFailedInside) {
            return fail(ErrorCode::Internal, "a part of a transaction failed and was passed over");
        }
        if (outcome) {
            if (auto committed = run(QStringLiteral("COMMIT")); !committed) {
                return propagate(committed);
            }
            guard.isCommitted = true;
        }
        return outcome;
    }

    QString m_path;
    QString m_name;
    QSqlDatabase m_database;
    bool m_isInside {}; ///< a transaction
    bool m_hasFailedInside {};
};

[[nodiscard]] inline QString qtText(const std::string& text)
{
    return QString::fromStdString(text);
}
[[nodiscard]] inline std::string stdText(const QVariant& value)
{
    return value.toString().toStdString();
}
/// `?,?,?`
[[nodiscard]] QString placeholders(qsizetype count);

/// Calls `body(QVariantList)` -> Result<> with up to 500 ids at a time, until one fails.
template<typename Ids, typename Body>
[[nodiscard]] Result<> inChunks(const Ids& ids, Body body)
{
    constexpr qsizetype kChunk = 500; // well under SQLite's 32766 parameters, and few statements
    QVariantList chunk;
    for (const qint64 id : ids) {
        chunk.append(id);
        if (chunk.size() == kChunk) {
            if (auto done = body(chunk); !done) {
                return done;
            }
            chunk.clear();
        }
    }
    return chunk.isEmpty() ? Result<> {} : body(chunk);
}

} // namespace nde::db
