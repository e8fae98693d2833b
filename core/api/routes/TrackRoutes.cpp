#include "core/api/ApiContext.h"
#include "core/api/JobReply.h"
#include "core/api/Paths.h"
#include "core/api/Router.h"
#include "core/api/routes/ComposeParts.h"
#include "core/api/routes/FileReply.h"
#include "core/services/CompositionFiles.h"
#include "core/services/Files.h"
#include "core/services/LibraryReads.h"
#include "core/services/UseCaseJson.h"

#include <QFileInfo>

#include <algorithm>

/// What composing leaves behind: renders (jobs of the queue) and tracks (rows of the library).
namespace nde::api {
namespace {

using services::ComposedTrack;

// --- renders -------------------------------------------------------------------------------------

bool isRender(const JobRecord& job)
{
    return job.kind == "compose";
}

/// Name of the composition that a job renders; null for a track after a prompt.
QJsonValue arrangementOf(const services::Studio& studio, const QJsonObject& params)
{
    const QFileInfo plan(params.value(u"plan_file"_s).toString());
    const QFileInfo folder(plan.absolutePath());
    return !plan.filePath().isEmpty()
            && folder.absolutePath() == services::compositionsFolder(studio)
        ? QJsonValue(folder.fileName())
        : QJsonValue();
}

QJsonObject renderJson(const services::Studio& studio, const JobRecord& job)
{
    const auto parsed = [](const std::string& text) {
        return services::parseJsonObject(QByteArray::fromStdString(text)).value_or(QJsonObject {});
    };
    const QJsonObject result = parsed(job.result);
    QJsonObject object = jobToReply(studio, job, false);
    for (const char* name : {"attempts", "pid", "kind", "created_ms", "finished_ms"}) {
        object.remove(QLatin1StringView(name));
    }
    object[u"prompt"_s] = result.value(u"prompt"_s).toString(services::toQt(job.title));
    object[u"arrangement_id"_s] = arrangementOf(studio, parsed(job.params));
    object[u"created_at"_s] = timeJson(job.createdAtMs);
    object[u"finished_at"_s] = timeJson(job.finishedAtMs);
    object[u"track_id"_s] = result.contains(u"id"_s) ? result.value(u"id"_s) : QJsonValue();
    object[u"output_path"_s]
        = result.contains(u"output"_s) ? result.value(u"output"_s) : QJsonValue();
    object[u"arrangement_hash"_s]
        = result.contains(u"plan_hash"_s) ? result.value(u"plan_hash"_s) : QJsonValue();
    object[u"download_url"_s] = object.value(u"output_path"_s).isString()
        ? QJsonValue(u"/api/v1/renders/%1/download"_s.arg(job.id))
        : QJsonValue();
    return object;
}

HttpReply listRenders(Call& call)
{
    const auto jobs = call.api.jobs.jobs();
    if (!jobs) {
        return call.api.errorOf(jobs.error());
    }
    const QString state = call.text("state");
    std::vector<const JobRecord*> renders;
    for (const JobRecord& job : **jobs) {
        if (isRender(job)
            && (state.isEmpty() || state == QLatin1StringView(jobStateId(job.state)))) {
            renders.push_back(&job);
        }
    }
    std::sort(renders.begin(), renders.end(),
              [](const auto* a, const auto* b) { return a->id > b->id; });
    const auto from = std::min(static_cast<std::size_t>(call.integer("skip")), renders.size());
    const auto to
        = std::min(from + static_cast<std::size_t>(call.integer("limit")), renders.size());
    QJsonArray array;
    for (std::size_t i = from; i < to; ++i) {
        array.append(renderJson(*call.api.studio, *renders[i]));
    }
    HttpReply reply = jsonReply(array);
    reply.headers.emplace_back("X-Total-Count", QByteArray::number(renders.size()));
    return reply;
}

/// The render of the path. @param refused  set when there is none.
std::optional<JobRecord> renderOf(Call& call, HttpReply& refused)
{
    auto job = call.api.jobs.job(call.id());
    if (job && isRender(*job)) {
        return std::move(*job);
    }
    refused = job || job.error().code == ErrorCode::NotFound
        ? errorReply(404, u"There is no render %1."_s.arg(call.id()))
        : call.api.errorOf(job.error());
    return std::nullopt;
}

HttpReply showRender(Call& call)
{
    HttpReply refused;
    const auto job = renderOf(call, refused);
    return job ? jsonReply(renderJson(*call.api.studio, *job)) : refused;
}

HttpReply downloadRender(Call& call)
{
    HttpReply refused;
    const auto job = renderOf(call, refused);
    if (!job) {
        return refused;
    }
    if (job->state != JobState::Done) {
        return errorReply(409,
                          u"The render is %1."_s.arg(QLatin1StringView(jobStateId(job->state))));
    }
    const auto result = services::parseJsonObject(QByteArray::fromStdString(job->result));
    const QString path = result ? result->value(u"output"_s).toString() : QString();
    if (path.isEmpty()) {
        return errorReply(404, u"Only a plan was asked for; there is no track."_s);
    }
    // The command line may have written it anywhere.
    const auto confined = confinedFile(*call.api.studio, path);
    return confined ? fileReply(call.request, *confined) : call.api.errorOf(confined.error());
}

// --- tracks --------------------------------------------------------------------------------------

QJsonObject trackJson(const ComposedTrack& track, double durationS)
{
    return {{u"id"_s, qint64 {track.id}},
            {u"track_id"_s, qint64 {track.id}},
            {u"filename"_s, QFileInfo(track.path).fileName()},
            {u"prompt"_s, track.prompt},
            {u"output_path"_s, track.path},
            {u"plan_path"_s, track.planPath},
            {u"arrangement_hash"_s, track.planHash},
            {u"seed"_s, services::seedToJson(track.seed)},
            {u"bpm"_s, track.bpm},
            {u"key"_s, track.key},
            {u"duration"_s, durationS},
            {u"missing"_s, !QFileInfo::exists(track.path)},
            {u"created_at"_s, timeJson(track.createdAtMs)},
            {u"download_url"_s, u"/api/v1/tracks/%1/download"_s.arg(track.id)},
            {u"lineage_url"_s, u"/api/v1/stems/%1/lineage"_s.arg(track.id)}};
}

HttpReply listTracks(Call& call)
{
    const auto tracks = services::composedTracks(*call.api.studio);
    const auto rows = call.api.rows.rows();
    if (!tracks || !rows) {
        return call.api.errorOf(tracks ? rows.error() : tracks.error());
    }
    const auto from = std::min(static_cast<std::size_t>(call.integer("skip")), tracks->size());
    const auto to
        = std::min(from + static_cast<std::size_t>(call.integer("limit")), tracks->size());
    QJsonArray array;
    for (std::size_t i = from; i < to; ++i) {
        const auto row
            = std::lower_bound((*rows)->begin(), (*rows)->end(), (*tracks)[i].id,
                               [](const StemRow& one, StemId id) { return one.id < id; });
        const bool isThere = row != (*rows)->end() && row->id == (*tracks)[i].id;
        array.append(trackJson((*tracks)[i], isThere ? row->durationS : 0.0));
    }
    HttpReply reply = jsonReply(array);
    reply.headers.emplace_back("X-Total-Count", QByteArray::number(tracks->size()));
    return reply;
}

/// The track of the path with its row. @param refused  set when there is none.
std::optional<std::pair<ComposedTrack, Stem>> trackOf(Call& call, HttpReply& refused)
{
    const auto tracks = services::composedTracks(*call.api.studio);
    if (!tracks) {
        refused = call.api.errorOf(tracks.error());
        return std::nullopt;
    }
    const auto track = std::find_if(tracks->begin(), tracks->end(),
                                    [&](const auto& one) { return one.id == call.id(); });
    const auto stem = services::soundById(*call.api.studio, call.id());
    if (track == tracks->end() || !stem) {
        refused = errorReply(404, u"Track not found"_s);
        return std::nullopt;
    }
    return std::pair {*track, *stem};
}

HttpReply showTrack(Call& call)
{
    HttpReply refused;
    const auto track = trackOf(call, refused);
    if (!track) {
        return refused;
    }
    const auto used = services::soundsOfTrack(*call.api.studio, call.id());
    if (!used) {
        return call.api.errorOf(used.error());
    }
    QJsonArray stems;
    for (const auto& [id, lane] : *used) {
        stems.append(QJsonObject {{u"stem_id"_s, qint64 {id}},
                                  {u"lane"_s, lane},
                                  {u"stem_url"_s, u"/api/v1/stems/%1"_s.arg(id)}});
    }
    QJsonObject object = trackJson(track->first, track->second.durationS);
    object[u"stems"_s] = stems;
    return jsonReply(object);
}

HttpReply downloadTrack(Call& call)
{
    HttpReply refused;
    const auto track = trackOf(call, refused);
    return track ? fileReply(call.request, services::toQt(track->second.path)) : refused;
}

std::vector<Route> renderRoutes()
{
    Route all {"GET",
               "/api/v1/renders",
               "list_renders",
               "renders",
               "What was or is being rendered, the newest first",
               "Was gerechnet wurde oder wird, das Neueste zuerst",
               listRenders};
    all.reply = "Render[]";
    all.query = pageFields();
    all.query.push_back(Field::choice(
        "state", "only these", "nur diese",
        {u"queued"_s, u"running"_s, u"paused"_s, u"done"_s, u"failed"_s, u"cancelled"_s}));
    Route one {"GET",     "/api/v1/renders/{id}",       "get_render",
               "renders", "A render and how far it is", "Ein Rechenlauf und wie weit er ist",
               showRender};
    one.reply = "Render";
    one.errors = {404};
    Route file {"GET",
                "/api/v1/renders/{id}/download",
                "download_render",
                "renders",
                "The finished track; understands ranges",
                "Der fertige Track; versteht Bereiche",
                downloadRender};
    file.reply = "audio/*";
    file.errors = {404, 409, 416};
    return {all, one, file};
}

} // namespace

std::vector<Route> trackRoutes()
{
    Route all {"GET",
               "/api/v1/tracks",
               "list_tracks",
               "tracks",
               "The composed tracks of the library, the newest first",
               "Die komponierten Tracks der Bibliothek, die neuesten zuerst",
               listTracks};
    all.reply = "Track[]";
    all.query = pageFields();
    Route one {"GET",    "/api/v1/tracks/{id}",       "get_track",
               "tracks", "A track and what is in it", "Ein Track und was in ihm steckt",
               showTrack};
    one.reply = "Track";
    one.errors = {404};
    Route file {"GET",
                "/api/v1/tracks/{id}/download",
                "download_track",
                "tracks",
                "The file of a track; understands ranges",
                "Die Datei eines Tracks; versteht Bereiche",
                downloadTrack};
    file.reply = "audio/*";
    file.errors = {404, 416};
    auto routes = renderRoutes();
    routes.insert(routes.end(), {all, one, file});
    return routes;
}

} // namespace nde::api
