#pragma once

#include "core/base/Result.h"

#include <QString>

#include <memory>

namespace nde::db {

enum class OpenMode
{
    ReadWrite,
    ReadOnly
};

/// The studio's SQLite database (WAL, foreign keys, busy timeout 10 s). Opening migrates it after a
/// backup
/// (`<file>.v<N>.bak`), and refuses a newer one.
///
/// @thread  any: each thread gets its own connection, closed when the thread ends or the Database
/// goes.
class Database
{
public:
    /// @errors  ReadOnly, DiskFull, Corrupt (integrity check fails), Unsupported (made by a newer
    /// version),
    ///          Busy, Io, NotFound (ReadOnly mode and no file).
    [[nodiscard]] static Result<std::shared_ptr<Database>>
    open(const QString& path, OpenMode mode = OpenMode::ReadWrite);
    ~Database();
    [[nodiscard]] QString path() const;
    [[nodiscard]] int schemaVersion() const;
    /// PRAGMA integrity_check and foreign_key_check. @errors  Corrupt with the first finding.
    [[nodiscard]] Result<> check();
    /// Online copy. @errors  DiskFull, Io, Exists.
    [[nodiscard]] Result<> backup(const QString& target);
    /// Changes whenever another connection (also of another process) has committed.
    [[nodiscard]] qint64 dataVersion();

    class Private;
    [[nodiscard]] Private& d() const { return *m_d; } ///< for core/db only

private:
    Database();
    std::unique_ptr<Private> m_d;
};

} // namespace nde::db
