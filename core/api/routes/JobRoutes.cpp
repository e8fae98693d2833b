#include "core/api/JobReply.h"
#include "core/api/Router.h"
#include "core/services/Files.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

namespace nde::api {
namespace {

HttpReply list(Call& call)
{
    const auto jobs = call.api.jobs.jobs();
    if (!jobs) {
        return call.api.errorOf(jobs.error());
    }
    const QString state = call.text("state");
    QJsonArray array;
    for (const JobRecord& job : **jobs) {
        if (state.isEmpty() || state == QLatin1StringView(jobStateId(job.state))) {
            array.append(jobToReply(*call.api.studio, job, false));
        }
    }
    return jsonReply(QJsonObject {{u"jobs"_s, array}});
}

HttpReply show(Call& call)
{
    const auto job = call.flag("wait")
        ? call.api.jobs.wait(call.id(),
                             call.request.isGone ? [&call] { return !call.request.isGone(); }
                                                 : std::function<bool()> {})
        : call.api.jobs.job(call.id());
    return job ? jsonReply(jobToReply(*call.api.studio, *job, true))
               : call.api.errorOf(job.error());
}

HttpReply changed(Call& call, const Result<>& done)
{
    if (!done) {
        HttpReply reply = call.api.errorOf(done.error());
        // The request is fine; the job is not in a state for it.
        reply.status = done.error().code == ErrorCode::BadInput ? 409 : reply.status;
        return reply;
    }
    const auto job = call.api.jobs.job(call.id());
    return job ? jsonReply(jobToReply(*call.api.studio, *job, false))
               : call.api.errorOf(job.error());
}

HttpReply cancel(Call& call)
{
    return changed(call, call.api.jobs.cancel(call.id()));
}

HttpReply pause(Call& call)
{
    return changed(call, call.api.jobs.pause(call.id()));
}

HttpReply resume(Call& call)
{
    return changed(call, call.api.jobs.resume(call.id()));
}

QByteArray eventOf(const char* name, const QJsonObject& data)
{
    return QByteArray("event: ") + name + "\ndata: " + services::compactJson(data) + "\n\n";
}

/// Sends what has changed in the queue since the last look, until the client or the server goes.
void sendEvents(ApiContext& api, const Send& send)
{
    constexpr auto kEvery = std::chrono::milliseconds(250);
    constexpr int kPingEvery = 40; // looks: 10 s
    std::map<JobId, JobRecord> shown;
    bool isFirst = true;
    for (int looks = 0; !api.jobs.isClosed(); ++looks) {
        const auto jobs = api.jobs.jobs();
        if (!jobs) {
            static_cast<void>(
                send(eventOf("error", {{u"detail"_s, u"The queue cannot be read."_s}})));
            return;
        }
        for (const JobRecord& job : **jobs) {
            const auto known = shown.find(job.id);
            const bool isOld = isFirst && isFinished(job.state);
            if (known != shown.end() && known->second == job) {
                continue;
            }
            shown[job.id] = job;
            const bool isEnd = isFinished(job.state);
            if (!isOld && !send(eventOf("job", jobToReply(*api.studio, job, isEnd)))) {
                return;
            }
        }
        isFirst = false;
        if (looks % kPingEvery == 0 && !send(": ping\n\n")) {
            return;
        }
        std::this_thread::sleep_for(kEvery);
    }
}

HttpReply events(Call& call)
{
    ApiContext& api = call.api;
    auto place = std::shared_ptr<JobPort::Place>(api.jobs.place());
    if (!place->isIn()) {
        return errorReply(503, u"Too many listeners are connected."_s);
    }
    HttpReply reply;
    reply.type = "text/event-stream";
    reply.headers.emplace_back("Cache-Control", "no-store");
    reply.stream = [&api, place](const Send& send) { sendEvents(api, send); };
    return reply;
}

Route jobRoute(const char* path, const char* operation, const char* summary, const char* german,
               HttpReply (*handler)(Call&))
{
    Route route {"POST", path, operation, "jobs", summary, german, handler};
    route.reply = "Job";
    route.errors = {404, 409};
    return route;
}

} // namespace

std::vector<Route> jobRoutes()
{
    Route all {"GET",
               "/api/v1/jobs",
               "list_jobs",
               "jobs",
               "The queue of the studio",
               "Die Warteschlange des Studios",
               list};
    all.reply = "JobList";
    all.query = {Field::choice(
        "state", "only jobs in this state", "nur Aufträge in diesem Zustand",
        {u"queued"_s, u"running"_s, u"paused"_s, u"done"_s, u"failed"_s, u"cancelled"_s})};
    Route one {"GET",
               "/api/v1/jobs/{id}",
               "get_job",
               "jobs",
               "A job, with its result when done",
               "Ein Auftrag, am Ende mit seinem Ergebnis",
               show};
    one.reply = "JobDetail";
    one.errors = {404};
    one.query = {waitField(false)};
    Route stream {"GET",
                  "/api/v1/events",
                  "events",
                  "jobs",
                  "What happens in the queue, as server-sent events",
                  "Was in der Warteschlange geschieht, als Server-Sent Events",
                  events};
    stream.reply = "text/event-stream";
    return {all,
            one,
            jobRoute("/api/v1/jobs/{id}/cancel", "cancel_job", "Stops a job",
                     "Bricht einen Auftrag ab", cancel),
            jobRoute("/api/v1/jobs/{id}/pause", "pause_job", "Stops a training with its state kept",
                     "Hält ein Training an; sein Stand bleibt", pause),
            jobRoute("/api/v1/jobs/{id}/resume", "resume_job", "Goes on with a paused job",
                     "Setzt einen angehaltenen Auftrag fort", resume),
            stream};
}

} // namespace nde::api
