#pragma once

#include "core/api/Route.h"

#include <QJsonObject>

#include <vector>

namespace nde::api {

/// The OpenAPI 3.1 document of a table of routes: paths, fields and replies are those that are
/// dispatched and checked.
[[nodiscard]] QJsonObject openApiDocument(const std::vector<Route>& routes, const QString& version);

} // namespace nde::api
