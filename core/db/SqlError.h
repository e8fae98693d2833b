#pragma once

#include "core/base/Result.h"

#include <QSqlError>
#include <QString>

#include <optional>

namespace nde::db {

/// Turns SQLite's refusal into one sentence that names the database (internal to core/db).
///
/// "Cannot open" and "I/O error" say nothing of the cause, so for these the folder is tried:
/// DiskFull, ReadOnly or Io. A broken foreign key is NotFound, any other constraint BadInput.
[[nodiscard]] Error errorOf(const QSqlError& error, const QString& path);

/// Tries to make and fill a file of 64 KiB beside the database, and removes it.
/// @return  why that is impossible (NotFound, ReadOnly, DiskFull, Io), or empty when it is not.
[[nodiscard]] std::optional<Error> whyNotWritable(const QString& folder);

} // namespace nde::db
