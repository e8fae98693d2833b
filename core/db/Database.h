#pragma once

#include "core/base/Result.h"

#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace nde::db {

struct Migration;

enum class OpenMode
{
    ReadWrite,
    ReadOnly
};

/// The studio's SQLite database (WAL, foreign keys, busy timeout 10 s, a commit is on the disk when
/// the call returns). Opening checks its integrity, migrates it after a backup
/// (`<file>.v<N>.bak`), and refuses a newer one without touching it.
///
/// @thread  any: each thread gets its own connection, closed when the thread ends or the Database
/// goes.
class Database
{
public:
    /// @errors  ReadOnly, DiskFull, Corrupt (integrity check fails), Unsupported (made by a newer
    /// version or by another program; or ReadOnly mode and an older schema),
    ///          Busy, Io, NotFound (no folder; ReadOnly mode and no file), BadInput (a folder).
    [[nodiscard]] static Result<std::shared_ptr<Database>>
    open(const QString& path, OpenMode mode = OpenMode::ReadWrite);
    /// As `open`, with another list of migrations (tests of the migration itself).
    [[nodiscard]] static Result<std::shared_ptr<Database>>
    openWith(const QString& path, OpenMode mode, const std::vector<Migration>& migrations);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    [[nodiscard]] QString path() const;
    [[nodiscard]] bool isReadOnly() const;
    [[nodiscard]] int schemaVersion() const;
    /// PRAGMA integrity_check and foreign_key_check. @errors  Corrupt with the first finding.
    [[nodiscard]] Result<> check();
    /// Online copy, complete and on the disk when it returns. @errors  DiskFull, Io, Exists.
    [[nodiscard]] Result<> backup(const QString& target);
    /// Runs `body` as one write transaction of the calling thread: what repositories write in it is
    /// stored together or, when `body` or one of them fails, not at all. Keep it short: others
    /// wait.
    /// @errors  those of `body`; Busy, Io, DiskFull, ReadOnly.
    [[nodiscard]] Result<> together(const std::function<Result<>()>& body);
    /// Changes whenever another connection (also of another process) has committed. Comparable only
    /// between calls of the same thread, since it is the connection's own count; -1 on failure.
    [[nodiscard]] qint64 dataVersion();

    class Private;
    [[nodiscard]] Private& d() const { return *m_d; } ///< for core/db only

private:
    Database();
    std::unique_ptr<Private> m_d;
};

} // namespace nde::db
