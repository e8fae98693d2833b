#pragma once

#include "core/api/Route.h"
#include "core/services/LibraryFilter.h"

#include <optional>
#include <vector>

namespace nde::api {

/// Fields that restrict a list of sounds; `facetsOf` reads them.
[[nodiscard]] std::vector<Field> facetFields();
/// @param refused  set where a value is not usable.
[[nodiscard]] services::LibraryFilter facetsOf(const Call& call, std::optional<HttpReply>& refused);

} // namespace nde::api
