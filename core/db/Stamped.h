#pragma once

#include "core/db/DatabasePrivate.h"

#include <type_traits>

/// Internal to core/db: nothing outside includes this.
namespace nde::db {

/// The stamp of a write transaction: see `StemRepository`.
[[nodiscard]] Result<qint64> takeStamp(Connection& connection);

/// Runs `body(Connection&, stamp) -> Result<T>` in a write transaction of its own.
template<typename Body>
auto stamped(Database& database, Body body) -> std::invoke_result_t<Body, Connection&, qint64>
{
    using Outcome = std::invoke_result_t<Body, Connection&, qint64>;
    auto connection = database.d().connection();
    if (!connection) {
        return propagate(connection);
    }
    return (*connection)->write([&]() -> Outcome {
        const auto stamp = takeStamp(**connection);
        if (!stamp) {
            return propagate(stamp);
        }
        return body(**connection, *stamp);
    });
}

} // namespace nde::db
