#pragma once

#include "core/base/Result.h"

#include <QString>
#include <QStringList>

#include <vector>

/// Internal to core/db (and its tests): nothing outside includes this.
namespace nde::db {

class Connection;

/// One step of the schema: after it, `PRAGMA user_version` is `version`.
struct Migration
{
    int version {};
    QString name; ///< the file's name
    QString sql;
};

/// The scripts of `resources/sql`, in order. @errors  Internal when a number is missing or double.
[[nodiscard]] Result<std::vector<Migration>> shippedMigrations();

/// Splits a script at the semicolons that end statements: not at those in quotes, in comments and
/// inside the body of a trigger. Comments stay, empty statements go.
[[nodiscard]] QStringList splitStatements(const QString& script);

/// Applies every migration newer than the file, each in one transaction that also sets the version.
/// Safe against other processes that do the same at the same time.
/// @errors  those of SQLite; the message names the script.
[[nodiscard]] Result<> migrate(Connection& connection, const std::vector<Migration>& migrations);

} // namespace nde::db
