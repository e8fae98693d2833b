#include "core/api/Router.h"

#include "core/services/Logging.h"

#include <QJsonDocument>

#include <algorithm>
#include <exception>

namespace nde::api {
namespace {

bool isOpen(const QString& part)
{
    return part.startsWith(u'{');
}

bool fits(const QStringList& pattern, const QStringList& segments)
{
    return pattern.size() == segments.size()
        && std::equal(pattern.begin(), pattern.end(), segments.begin(),
                      [](const QString& part, const QString& segment) {
                          return isOpen(part) || part == segment;
                      });
}

/// GET answers HEAD, too.
bool serves(const Route& route, const QByteArray& method)
{
    return method == route.method || (method == "HEAD" && QByteArray(route.method) == "GET");
}

/// The JSON object of a body; an empty body is an empty object.
bool readBody(const HttpRequest& request, QJsonObject& body, QJsonArray& problems)
{
    if (request.body.trimmed().isEmpty()) {
        return true;
    }
    QJsonParseError error {};
    const auto document = QJsonDocument::fromJson(request.body, &error);
    if (error.error != QJsonParseError::NoError) {
        QJsonObject wrong = problem(u"body"_s, {}, u"JSON decode error"_s, u"json_invalid"_s);
        wrong[u"loc"_s] = QJsonArray {u"body"_s, error.offset};
        wrong[u"ctx"_s] = QJsonObject {{u"error"_s, error.errorString()}};
        problems.append(wrong);
        return false;
    }
    if (!document.isObject()) {
        problems.append(
            problem(u"body"_s, {}, u"Input should be a valid dictionary"_s, u"dict_type"_s));
        return false;
    }
    body = document.object();
    return true;
}

} // namespace

Router::Router(std::vector<Route> routes)
    : m_routes(std::move(routes))
{
    for (const Route& route : m_routes) {
        std::vector<const char*> paths {route.path};
        paths.insert(paths.end(), route.otherPaths.begin(), route.otherPaths.end());
        for (const char* path : paths) {
            m_places.push_back({QString::fromLatin1(path).split(u'/', Qt::SkipEmptyParts), &route});
        }
    }
    std::stable_sort(m_places.begin(), m_places.end(), [](const Place& a, const Place& b) {
        return std::count_if(a.pattern.begin(), a.pattern.end(), isOpen)
            < std::count_if(b.pattern.begin(), b.pattern.end(), isOpen);
    });
}

const Route* Router::find(const HttpRequest& request) const
{
    for (const Place& place : m_places) {
        if (fits(place.pattern, request.segments) && serves(*place.route, request.method)) {
            return place.route;
        }
    }
    return nullptr;
}

QStringList Router::methodsAt(const HttpRequest& request) const
{
    QStringList methods;
    for (const Place& place : m_places) {
        const QString method = QString::fromLatin1(place.route->method);
        if (fits(place.pattern, request.segments) && !methods.contains(method)) {
            methods << method;
        }
    }
    return methods;
}

HttpReply Router::answer(HttpRequest& request, ApiContext& api) const
{
    const Route* route = find(request);
    if (route == nullptr) {
        const QStringList methods = methodsAt(request);
        if (methods.isEmpty()) {
            return errorReply(404, u"Not Found"_s);
        }
        HttpReply reply = errorReply(405, u"Method Not Allowed"_s);
        reply.headers.emplace_back("Allow", methods.join(u", "_s).toLatin1());
        return reply;
    }
    QJsonArray problems;
    QJsonObject body;
    if (route->bodyKind == Route::Body::None || readBody(request, body, problems)) {
        const QJsonObject values = readFields(*route, body, request, problems);
        if (problems.isEmpty()) {
            try {
                Call call(request, api, values);
                return route->handler(call);
            } catch (const std::exception& exception) {
                return api.errorOf({ErrorCode::Internal, exception.what()});
            }
        }
    }
    return invalidReply(problems);
}

std::vector<Route> allRoutes()
{
    std::vector<Route> all;
    for (const auto& part :
         {systemRoutes(), separateRoutes(), trainRoutes(), dreamRoutes(), stemRoutes(),
          stemFileRoutes(), searchRoutes(), composeRoutes(), arrangementRoutes(), trackRoutes(),
          modelRoutes(), exportRoutes(), analyzeRoutes(), jobRoutes()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

} // namespace nde::api
