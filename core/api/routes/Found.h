#pragma once

#include "core/api/ApiContext.h"
#include "core/api/Finder.h"
#include "core/api/Route.h"

#include <vector>

/// Replies of everything that finds sounds.
namespace nde::api {

/// [{"stem", "stem_id", "similarity_score", "why"}]
[[nodiscard]] HttpReply foundReply(ApiContext& api, const std::vector<FoundSound>& found);
[[nodiscard]] HttpReply similarReply(ApiContext& api, const services::LikeSound& like, int most);
[[nodiscard]] Field topKField(int standard);

} // namespace nde::api
