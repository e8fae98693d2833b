#pragma once

#include "core/db/Database.h"

namespace nde::db {

/// Makes every index of a database anew from its rows.
/// @errors  Corrupt (rows themselves are damaged), Busy, ReadOnly, DiskFull, Io.
[[nodiscard]] Result<> rebuildIndexes(Database& database);

} // namespace nde::db
