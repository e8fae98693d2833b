#pragma once

#include "app/cli/Session.h"
#include "core/services/SearchTypes.h"

#include <memory>
#include <vector>

namespace nde::db {
class Database;
}

namespace nde::cli {

/// Hits as lines or as the object of cli-json.md. @return  the exit code.
[[nodiscard]] int printAnswer(const Session& session, const QString& query,
                              const services::SearchAnswer& answer,
                              const std::shared_ptr<db::Database>& database);
/// Groups of near duplicates. @return  the exit code.
[[nodiscard]] int printGroups(const Session& session,
                              const std::vector<services::DuplicateGroup>& groups,
                              const std::shared_ptr<db::Database>& database);

} // namespace nde::cli
