#pragma once

#include "core/base/Result.h"
#include "core/services/LibraryFilter.h"
#include "core/services/SearchColumns.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nde::db {
class Database;
}

namespace nde::services {

/// Looks up what rows alone do not know (`LibraryFilter::needsLibrary`) and says in `within` which
/// sounds these are. A collection, a track or a model that does not exist has none. A collection
/// that is a saved search holds what `search` finds.
/// @param search  ids of what a text of the search box finds, rising.
/// @errors  those of CollectionRepository and of `search`.
using FindIds = std::function<Result<std::vector<StemId>>(const std::string& text)>;
[[nodiscard]] Result<> findMembers(LibraryFilter& filter, const SearchColumns& columns,
                                   const std::shared_ptr<db::Database>& database,
                                   const FindIds& search);

} // namespace nde::services
