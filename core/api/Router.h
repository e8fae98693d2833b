#pragma once

#include "core/api/ApiContext.h"
#include "core/api/Route.h"

#include <QJsonObject>
#include <QStringList>

#include <vector>

namespace nde::api {

/// Finds the route of a request, checks its fields and calls its handler.
/// @thread  any after building; immutable.
class Router
{
public:
    explicit Router(std::vector<Route> routes);

    /// Never throws: what a handler throws becomes a 500.
    [[nodiscard]] HttpReply answer(HttpRequest& request, ApiContext& api) const;
    /// Null when there is none for this method.
    [[nodiscard]] const Route* find(const HttpRequest& request) const;
    [[nodiscard]] const std::vector<Route>& routes() const { return m_routes; }

private:
    struct Place
    {
        QStringList pattern;
        const Route* route;
    };
    [[nodiscard]] QStringList methodsAt(const HttpRequest& request) const;

    std::vector<Route> m_routes;
    std::vector<Place> m_places; ///< literal ones before those with open parts
};

/// Every endpoint there is.
[[nodiscard]] std::vector<Route> allRoutes();
[[nodiscard]] std::vector<Route> systemRoutes();
[[nodiscard]] std::vector<Route> stemRoutes();
[[nodiscard]] std::vector<Route> stemFileRoutes();
[[nodiscard]] std::vector<Route> searchRoutes();
[[nodiscard]] std::vector<Route> separateRoutes();
[[nodiscard]] std::vector<Route> trainRoutes();
[[nodiscard]] std::vector<Route> dreamRoutes();
[[nodiscard]] std::vector<Route> composeRoutes();
[[nodiscard]] std::vector<Route> arrangementRoutes();
[[nodiscard]] std::vector<Route> trackRoutes(); ///< and renders
[[nodiscard]] std::vector<Route> modelRoutes();
[[nodiscard]] std::vector<Route> exportRoutes();
[[nodiscard]] std::vector<Route> analyzeRoutes();
[[nodiscard]] std::vector<Route> jobRoutes();

} // namespace nde::api
