#include "core/api/ApiServer.h"

#include "core/api/ApiContext.h"
#include "core/api/Gate.h"
#include "core/api/HttpServer.h"
#include "core/api/OpenApi.h"
#include "core/api/Router.h"
#include "core/services/Files.h"
#include "core/services/Logging.h"
#include "core/services/UseCaseJson.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace nde::api {
namespace {

std::vector<Route> routesFor(const ApiOptions& options)
{
    auto routes = allRoutes();
    if (!options.hasDocs) {
        std::erase_if(routes, [](const Route& route) {
            const QString path = QString::fromLatin1(route.path);
            return path.startsWith(u"/docs") || path == u"/openapi.json";
        });
    }
    return routes;
}

/// What other servers were being sent when they were killed.
void removeLeftUploads(const QString& ownFolder)
{
    const QDir all(QFileInfo(ownFolder).absolutePath());
    for (const QString& name : all.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (services::processStartTicks(name.toLongLong()) == 0) {
            QDir(all.filePath(name)).removeRecursively();
        }
    }
}

} // namespace

class ApiServer::Private
{
public:
    Private(std::shared_ptr<services::Studio> studio, services::JobService& jobs, ApiOptions given)
        : options(std::move(given))
        , context(std::move(studio), jobs)
        , router(routesFor(options))
        , gate(options.token, options.allowedOrigins, options.limits.requestsPerS,
               options.limits.burst)
    {
        // Some threads stay free for short requests, whatever waits.
        context.jobs.setMostLong(std::max(1, options.limits.threads * 2 / 3));
    }

    [[nodiscard]] HttpSite site();
    [[nodiscard]] HttpReply answer(HttpRequest& request);
    [[nodiscard]] QString noteFile() const
    {
        return context.studio->root() + u"/.dream/api.json"_s;
    }
    void writeNote() const;

    ApiOptions options;
    ApiContext context;
    Router router;
    Gate gate;
    std::unique_ptr<HttpServer> server;
    int port {};
};

HttpReply ApiServer::Private::answer(HttpRequest& request)
{
    HttpReply reply;
    if (Gate::isPreflight(request)) {
        reply.status = 204;
    } else {
        reply = router.answer(request, context);
    }
    reply.headers.emplace_back("X-Content-Type-Options", "nosniff");
    gate.addCors(request, reply);
    return reply;
}

HttpSite ApiServer::Private::site()
{
    HttpSite site;
    site.admit = [this](const HttpRequest& request) { return gate.check(request); };
    site.bodyKind = [this](const HttpRequest& request) {
        const Route* route = router.find(request);
        const bool isUpload = route != nullptr
            && (route->bodyKind == Route::Body::Upload
                || route->bodyKind == Route::Body::JsonOrUpload)
            && request.header("content-type").toLower().startsWith("multipart/form-data");
        return isUpload ? HttpSite::BodyKind::Upload : HttpSite::BodyKind::Json;
    };
    site.answer = [this](HttpRequest& request) { return answer(request); };
    site.uploadFolder = context.uploadFolder();
    return site;
}

/// Says where the server is. Only the owner reads it: whether a token is asked for stands in it.
void ApiServer::Private::writeNote() const
{
    const QJsonObject note {
        {u"url"_s, u"http://127.0.0.1:%1"_s.arg(port)},
        {u"url6"_s,
         server->hasBothAddresses() ? QJsonValue(u"http://[::1]:%1"_s.arg(port)) : QJsonValue()},
        {u"port"_s, port},
        {u"pid"_s, QCoreApplication::applicationPid()},
        {u"version"_s, QCoreApplication::applicationVersion()},
        {u"started_at"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
        {u"needs_token"_s, !options.token.isEmpty()}};
    const auto written = services::writeFile(noteFile(), services::prettyJson(note), true);
    if (!written) {
        qCWarning(services::lcServices).noquote() << services::toQt(written.error().message);
        return;
    }
    QFile::setPermissions(noteFile(), QFile::ReadOwner | QFile::WriteOwner);
}

ApiServer::ApiServer(std::shared_ptr<services::Studio> studio, services::JobService& jobs,
                     ApiOptions options)
    : m_d(std::make_unique<Private>(std::move(studio), jobs, std::move(options)))
{
}

ApiServer::~ApiServer()
{
    stop();
}

Result<QString> ApiServer::start()
{
    removeLeftUploads(m_d->context.uploadFolder());
    if (auto made = services::makeFolder(m_d->context.uploadFolder()); !made) {
        return propagate(made);
    }
    m_d->server = std::make_unique<HttpServer>(m_d->site(), m_d->options.limits);
    constexpr int kTries = 100;
    constexpr int kLast = 65535;
    Result<int> bound = fail(ErrorCode::Busy, "no port was tried");
    for (int i = 0; i < kTries && m_d->options.port + i <= kLast && !bound; ++i) {
        bound = m_d->server->listen(m_d->options.port == 0 ? 0 : m_d->options.port + i);
    }
    if (!bound) {
        return propagate(bound);
    }
    m_d->port = *bound;
    m_d->writeNote();
    return u"http://127.0.0.1:%1"_s.arg(*bound);
}

void ApiServer::stop()
{
    if (!m_d->server) {
        return;
    }
    m_d->context.jobs.close();
    m_d->server->stop();
    m_d->server.reset();
    m_d->port = 0;
    QDir(m_d->context.uploadFolder()).removeRecursively();
    // Another server on the same studio may have written its own since.
    const auto note = services::readFile(m_d->noteFile());
    const auto object
        = note ? services::parseJsonObject(*note) : Result<QJsonObject> {propagate(note)};
    if (object && object->value(u"pid"_s).toInteger() == QCoreApplication::applicationPid()) {
        QFile::remove(m_d->noteFile());
    }
}

int ApiServer::port() const
{
    return m_d->port;
}

QJsonObject ApiServer::openApi()
{
    return openApiDocument(allRoutes(), QCoreApplication::applicationVersion());
}

} // namespace nde::api
