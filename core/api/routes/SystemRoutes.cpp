#include "core/api/OpenApi.h"
#include "core/api/Router.h"
#include "core/services/ClapService.h"
#include "core/services/Files.h"
#include "core/services/LibraryReads.h"
#include "core/services/ModelStore.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>
#include <QThread>

#include <algorithm>
#include <cstdlib>

namespace nde::api {
namespace {

/// Memory of this process now. Linux; 0 elsewhere.
qint64 residentBytes()
{
    QFile file(u"/proc/self/statm"_s);
    constexpr qint64 kPage = 4096;
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * kPage
                                          : 0;
}

QJsonObject systemMetrics(const ApiContext& api)
{
    double loads[1] {};
    const bool hasLoad = ::getloadavg(loads, 1) == 1;
    const QStorageInfo disk(api.studio->root());
    return {{u"cpu_count"_s, QThread::idealThreadCount()},
            {u"load_1m"_s, hasLoad ? QJsonValue(loads[0]) : QJsonValue()},
            {u"memory_rss_bytes"_s, residentBytes()},
            {u"disk_free_bytes"_s, disk.isValid() ? disk.bytesAvailable() : qint64 {-1}}};
}

/// CLAP is an extra: that it is not here is no fault.
QString clapStatus(const services::Studio& studio)
{
    const QString folder = services::clapFolderOf(studio).value_or(QString());
    const bool isChosen
        = !folder.isEmpty() && QFileInfo::exists(folder + QStringLiteral("/config.json"));
    const services::ModelStore store(services::ModelStore::defaultFolder());
    return isChosen || !store.textSearchFolder().isEmpty() ? u"installed"_s : u"not installed"_s;
}

HttpReply health(Call& call)
{
    ApiContext& api = call.api;
    const auto jobs = api.jobs.jobs();
    const auto rows = api.rows.rows();
    const bool isFine = jobs && rows;
    qint64 waiting = 0;
    if (jobs) {
        waiting = std::count_if((*jobs)->begin(), (*jobs)->end(), [](const JobRecord& job) {
            return job.state == JobState::Queued || job.state == JobState::Running;
        });
    }
    return jsonReply(
        QJsonObject {{u"status"_s, isFine ? u"healthy"_s : u"unhealthy"_s},
                     {u"version"_s, QCoreApplication::applicationVersion()},
                     {u"timestamp"_s, QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs)},
                     {u"uptime_seconds"_s, static_cast<double>(api.uptime.elapsed()) / 1000.0},
                     {u"database_status"_s, isFine ? u"connected"_s : u"error"_s},
                     {u"clap_model_status"_s, clapStatus(*api.studio)},
                     {u"processing_queue_size"_s, waiting},
                     {u"studio"_s, api.studio->name()},
                     {u"system_metrics"_s, systemMetrics(api)}},
        isFine ? 200 : 503);
}

HttpReply root(Call&)
{
    return jsonReply(QJsonObject {{u"name"_s, u"Neuromorphic Dream Engine"_s},
                                  {u"version"_s, QCoreApplication::applicationVersion()},
                                  {u"docs"_s, u"/docs"_s},
                                  {u"openapi"_s, u"/openapi.json"_s},
                                  {u"health"_s, u"/health"_s}});
}

HttpReply openApi(Call&)
{
    static const QByteArray document = services::compactJson(
        openApiDocument(allRoutes(), QCoreApplication::applicationVersion()));
    HttpReply reply;
    reply.body = document;
    return reply;
}

HttpReply page(const QString& name, const char* type)
{
    QFile file(u":/nde/api/"_s + name);
    HttpReply reply;
    reply.type = type;
    if (file.open(QIODevice::ReadOnly)) {
        reply.body = file.readAll();
    }
    reply.headers.emplace_back("Content-Security-Policy",
                               "default-src 'none'; script-src 'self'; style-src 'self'; "
                               "connect-src 'self'; img-src 'self' data:; media-src 'self' blob:; "
                               "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    return reply;
}

Route pageRoute(const char* path, const char* operation, const char* file, const char* type)
{
    Route route {"GET", path, operation, "system", "", "", [file, type](Call&) {
                     return page(QString::fromLatin1(file), type);
                 }};
    route.reply = type;
    return route;
}

} // namespace

std::vector<Route> systemRoutes()
{
    Route healthRoute {"GET",
                       "/health",
                       "health",
                       "system",
                       "How the server and its studio are",
                       "Wie es dem Server und seinem Studio geht",
                       health};
    healthRoute.reply = "Health";
    healthRoute.otherPaths = {"/api/v1/health", "/api/v1/system/health"};
    Route rootRoute {"GET", "/", "root", "system", "Where to begin", "Wo man anfängt", root};
    Route document {"GET",           "/openapi.json",   "openapi", "system",
                    "This document", "Dieses Dokument", openApi};
    Route docs = pageRoute("/docs", "docs", "docs.html", "text/html; charset=utf-8");
    docs.summary = "The documentation with a form to try every endpoint";
    docs.german = "Die Dokumentation mit einem Formular für jeden Endpunkt";
    docs.reply = "text/html";
    docs.otherPaths = {"/redoc"};
    Route script
        = pageRoute("/docs/docs.js", "docs_js", "docs.js", "text/javascript; charset=utf-8");
    script.isHidden = true;
    Route style = pageRoute("/docs/docs.css", "docs_css", "docs.css", "text/css; charset=utf-8");
    style.isHidden = true;
    return {healthRoute, rootRoute, document, docs, script, style};
}

} // namespace nde::api
