#include "core/db/DatabaseRepair.h"

#include "core/db/DatabasePrivate.h"

namespace nde::db {

Result<> rebuildIndexes(Database& database)
{
    auto connection = database.d().connection();
    if (!connection) {
        return propagate(connection);
    }
    const auto done = (*connection)->run(QStringLiteral("REINDEX"));
    return done ? Result<> {} : Result<> {propagate(done)};
}

} // namespace nde::db
