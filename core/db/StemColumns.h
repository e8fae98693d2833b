#pragma once

#include "core/base/Stem.h"
#include "core/db/Connection.h"

#include <QByteArray>
#include <QSqlQuery>
#include <QVariant>

#include <optional>
#include <string>
#include <vector>

/// How a Stem stands in the columns of `stems`. Internal to core/db: nothing outside includes this.
namespace nde::db {

/// Column names for `rowFrom`, without `SELECT`.
[[nodiscard]] QString lightColumns();
/// @param row  of a query for exactly `lightColumns()`; tags are not among them.
[[nodiscard]] StemRow rowFrom(const QSqlQuery& row);

/// Column names for `stemFrom`.
[[nodiscard]] QString allColumns();
/// @param row  of a query for exactly `allColumns()`; tags are not among them.
[[nodiscard]] Stem stemFrom(const QSqlQuery& row);

/// `INSERT INTO stems (…) VALUES (…)` for `insertValues`.
[[nodiscard]] QString insertStatement();
[[nodiscard]] QVariantList insertValues(const Stem& stem, qint64 createdAtMs, qint64 stampMs);

/// `UPDATE stems SET … WHERE id = ?` of what analysis owns, for `analysisValues`.
[[nodiscard]] QString analysisStatement();
[[nodiscard]] QVariantList analysisValues(const Stem& stem, qint64 stampMs);

/// The spiking ear's measures in a `descriptors` column; empty where it has none.
[[nodiscard]] std::optional<NeuroMetrics> neuroFromJson(const std::string& text);

[[nodiscard]] QByteArray floatsToBytes(const std::vector<float>& values); ///< little endian
[[nodiscard]] std::vector<float> floatsFromBytes(const QByteArray& bytes);

} // namespace nde::db
