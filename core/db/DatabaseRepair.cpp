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
    if (!done && done.error().code == ErrorCode::BadInput) {
        return fail(ErrorCode::Corrupt, done.error().message); // rows that an index forbids
    }
    return done ? Result<> {} : Result<> {propagate(done)};
}

} // namespace nde::db
