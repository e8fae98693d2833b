#pragma once

#include "core/api/Route.h"
#include "core/services/Studio.h"

#include <vector>

namespace nde::api {

/// The seed's fields of what was dreamed. @param result  of the job.
void addDreams(const services::Studio& studio, const QString& category, const QString& mode,
               const QJsonObject& result, QJsonObject& fields);

/// Models, dreams and the cache.
[[nodiscard]] std::vector<Route> dreamInfoRoutes();

} // namespace nde::api
