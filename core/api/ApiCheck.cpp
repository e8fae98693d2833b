#include "core/api/ApiCheck.h"

#include "core/api/ApiServer.h"
#include "core/audio/AudioFile.h"
#include "core/services/Files.h"
#include "core/services/JobService.h"
#include "core/services/LibraryReads.h"
#include "core/services/Measure.h"

#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>
#include <QUuid>

#include <httplib.h>

#include <algorithm>
#include <future>

namespace nde::api {
namespace {

using services::ExtraCheck;
using services::Seen;
using services::Studio;

constexpr int kDreams = 2;
constexpr int kAnswerWithinS = 300; // a job on a slow machine

constexpr const char* kAnswered
    = "%1 sounds counted, %2 dreamed by a job, their samples as the library knows them";
constexpr const char* kNoAnswer = "the server does not answer: %1";
constexpr const char* kOtherStatus = "'%1' is answered with %2 instead of %3";
constexpr const char* kOtherCount = "the server counts %1 sounds and the library %2";
constexpr const char* kTooFew = "%1 sounds were dreamed instead of %2";
constexpr const char* kOtherSamples = "'%1' comes with other samples than the library knows";

Seen wrong(const char* pattern, const QStringList& values)
{
    return {false, {pattern, values}};
}

/// A server and the queue it puts jobs into, both on a thread with an event loop.
class Served
{
public:
    Served(const std::shared_ptr<Studio>& studio, const QString& token)
        : m_thread(QThread::create([this, studio, token] {
            services::JobService jobs(studio, true);
            ApiOptions options;
            options.port = 0;
            options.token = token;
            ApiServer server(studio, jobs, options);
            const auto url = server.start();
            m_port.set_value(url ? Result<int>(server.port()) : Result<int>(propagate(url)));
            if (url) {
                jobs.start();
                QEventLoop().exec(); // until the thread is told to quit
            }
        }))
    {
        m_thread->start();
    }
    ~Served()
    {
        m_thread->quit();
        m_thread->wait();
    }
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;

    /// Once; waits for the start.
    Result<int> port() { return m_port.get_future().get(); }

private:
    std::promise<Result<int>> m_port;
    std::unique_ptr<QThread> m_thread;
};

/// What asks, one request after the other; remembers the first thing that was not as wanted.
class Asking
{
public:
    Asking(int port, const QString& token)
        : m_client("127.0.0.1", port)
        , m_known {{"Authorization", "Bearer " + services::toStd(token)}}
    {
        m_client.set_read_timeout(kAnswerWithinS);
    }

    QByteArray get(const std::string& target, int status = 200)
    {
        return taken(target, m_client.Get(target, m_known), status);
    }
    QByteArray post(const std::string& target, const QJsonObject& body)
    {
        const QByteArray bytes = QJsonDocument(body).toJson(QJsonDocument::Compact);
        return taken(target,
                     m_client.Post(target, m_known, bytes.toStdString(), "application/json"), 200);
    }
    void getAs(const httplib::Headers& headers, const std::string& target, int status)
    {
        taken(target, m_client.Get(target, headers), status);
    }
    [[nodiscard]] httplib::Headers known() const { return m_known; }
    [[nodiscard]] const std::optional<Seen>& fault() const { return m_fault; }

private:
    QByteArray taken(const std::string& target, const httplib::Result& reply, int status)
    {
        if (m_fault) {
            return {};
        }
        if (!reply) {
            m_fault = wrong(kNoAnswer, {QString::fromStdString(httplib::to_string(reply.error()))});
            return {};
        }
        if (reply->status != status) {
            m_fault = wrong(kOtherStatus,
                            {QString::fromStdString(target), QString::number(reply->status),
                             QString::number(status)});
            return {};
        }
        return QByteArray::fromStdString(reply->body);
    }

    httplib::Client m_client;
    httplib::Headers m_known;
    std::optional<Seen> m_fault;
};

/// Strangers are sent away, an unknown place is none.
void knock(Asking& asking)
{
    asking.get("/health");
    asking.get("/api/v1/nowhere", 404);
    asking.getAs({}, "/api/v1/stems/statistics", 401);
    httplib::Headers elsewhere = asking.known();
    elsewhere.emplace("Host", "elsewhere.example");
    asking.getAs(elsewhere, "/health", 403);
}

/// Whether what is handed out of a sound are the samples that the library has of it.
Result<bool> comesWhole(Asking& asking, Studio& studio, const Stem& stem)
{
    const QString copy = studio.root() + QStringLiteral("/served.wav");
    const QByteArray bytes = asking.get("/api/v1/stems/" + std::to_string(stem.id) + "/download");
    if (asking.fault()) {
        return false;
    }
    if (const auto written = services::writeFile(copy, bytes, true); !written) {
        return propagate(written);
    }
    const auto sound = audio::readAudio(services::toPath(copy));
    return sound && services::contentHashOf(*sound) == stem.contentHash;
}

Result<Seen> look(const std::shared_ptr<Studio>& studio, bool isFaulty, TaskContext& task)
{
    const QString token = QUuid::createUuid().toString(QUuid::WithoutBraces);
    Served served(studio, token);
    const auto port = served.port();
    if (!port) {
        return propagate(port);
    }
    const auto before = services::libraryChanges(*studio, 0);
    if (!before) {
        return propagate(before);
    }
    Asking asking(*port, token);
    knock(asking);
    const auto counted = QJsonDocument::fromJson(asking.get("/api/v1/stems/statistics"))
                             .object()
                             .value(QStringLiteral("total_stems"))
                             .toInteger(-1);
    if (!asking.fault() && counted != static_cast<qint64>(before->rows.size())) {
        return wrong(kOtherCount, {QString::number(counted), QString::number(before->rows.size())});
    }
    task.progress(0.3, "job");
    const auto dreams
        = QJsonDocument::fromJson(asking.post("/api/v1/neuromorphic/generate?wait=1",
                                              {{QStringLiteral("category"), QStringLiteral("kick")},
                                               {QStringLiteral("num_variations"), kDreams}}))
              .object()
              .value(QStringLiteral("generated_stems"))
              .toArray();
    if (asking.fault()) {
        return *asking.fault();
    }
    if (dreams.size() != kDreams) {
        return wrong(kTooFew, {QString::number(dreams.size()), QString::number(kDreams)});
    }
    for (const auto& dream : dreams) {
        const QString path = dream.toObject().value(QStringLiteral("filepath")).toString();
        const auto stem = services::soundById(
            *studio, dream.toObject().value(QStringLiteral("stem_id")).toInteger());
        if (!stem) {
            return propagate(stem);
        }
        if (isFaulty) {
            services::plantFault(path);
        }
        const auto isWhole = comesWhole(asking, *studio, *stem);
        if (!isWhole) {
            return propagate(isWhole);
        }
        if (!*isWhole) {
            return asking.fault() ? *asking.fault() : wrong(kOtherSamples, {path});
        }
    }
    return Seen {true, {kAnswered, {QString::number(counted), QString::number(dreams.size())}}};
}

} // namespace

ExtraCheck apiCheck()
{
    return {QStringLiteral("api"), look};
}

std::vector<const char*> apiCheckPatterns()
{
    return {kAnswered, kNoAnswer, kOtherStatus, kOtherCount, kTooFew, kOtherSamples};
}

} // namespace nde::api
