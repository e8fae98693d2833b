#include "core/api/JobReply.h"
#include "core/api/Router.h"
#include "core/api/StemJson.h"
#include "core/api/routes/FileReply.h"
#include "core/api/routes/Uploads.h"
#include "core/audio/Peaks.h"
#include "core/services/Files.h"
#include "core/services/LibraryReads.h"
#include "core/services/PeakService.h"
#include "core/services/UseCaseJson.h"

#include <QFile>
#include <QFileInfo>

namespace nde::api {
namespace {

/// The sound of the path. @param refused  set when there is none.
std::optional<Stem> soundOf(Call& call, HttpReply& refused)
{
    auto stem = services::soundById(*call.api.studio, call.id());
    if (!stem) {
        refused = stem.error().code == ErrorCode::NotFound ? errorReply(404, u"Stem not found"_s)
                                                           : call.api.errorOf(stem.error());
        return std::nullopt;
    }
    return std::move(*stem);
}

HttpReply download(Call& call)
{
    HttpReply refused;
    const auto stem = soundOf(call, refused);
    return stem ? fileReply(call.request, services::toQt(stem->path)) : refused;
}

/// The sound that an import added, or found to be there already.
HttpReply importedReply(ApiContext& api, const QString& path, const QJsonObject& result)
{
    const auto item = result.value(u"imported"_s).toArray().at(0).toObject();
    const bool isDuplicate = item.contains(u"duplicate_of"_s);
    const StemId id = item.value(u"id"_s).toInteger();
    if (id == 0) {
        QFile::remove(path);
        const auto failed = result.value(u"failed"_s).toArray().at(0).toObject();
        return errorReply(400, failed.value(u"reason"_s).toString(u"The file cannot be read."_s));
    }
    const auto stem = services::soundById(*api.studio, id);
    auto json = stem ? stemToJson(*api.studio, *stem) : Result<QJsonObject> {propagate(stem)};
    if (!json) {
        return api.errorOf(json.error());
    }
    if (isDuplicate && services::toQt(stem->path) != path) {
        QFile::remove(path);
    }
    json->insert(u"duplicate"_s, isDuplicate);
    return jsonReply(*json, isDuplicate ? 200 : 201);
}

HttpReply upload(Call& call)
{
    ApiContext& api = call.api;
    const auto path = keepUpload(call.request, api.studio->tracksFolder() + u"/uploads"_s);
    if (!path) {
        return api.errorOf(path.error());
    }
    services::ImportParams params;
    params.paths = {*path};
    params.category = categoryFromId(services::toStd(call.text("category")));
    const auto job = api.jobs.enqueue(params);
    if (!job) {
        QFile::remove(*path);
        return api.errorOf(job.error());
    }
    if (!call.flag("wait")) {
        return answerJob(call, job, {{}, u"The file is being imported."_s, {}}, false);
    }
    const auto done = api.jobs.wait(*job, {});
    if (!done) {
        return api.errorOf(done.error());
    }
    const auto result = services::parseJsonObject(QByteArray::fromStdString(done->result));
    return result
        ? importedReply(api, *path, *result)
        : errorReply(400, u"The import ended: %1"_s.arg(services::toQt(done->errorMessage)));
}

HttpReply lineage(Call& call)
{
    HttpReply refused;
    if (!soundOf(call, refused)) {
        return refused;
    }
    const QString direction = call.text("direction");
    const auto family = services::lineageToJson(*call.api.studio, call.id(), direction != u"down",
                                                direction != u"up");
    return family ? jsonReply(*family) : call.api.errorOf(family.error());
}

HttpReply peaks(Call& call)
{
    HttpReply refused;
    const auto stem = soundOf(call, refused);
    if (!stem) {
        return refused;
    }
    TaskContext task({}, [&call] { return call.api.jobs.isClosed(); });
    const auto pyramid = services::peaksOfFile(*call.api.studio, services::toQt(stem->path), task);
    if (!pyramid) {
        return call.api.errorOf(pyramid.error());
    }
    const auto columns
        = pyramid->columns(0, pyramid->frames(), static_cast<int>(call.integer("columns")));
    QJsonArray low;
    QJsonArray high;
    QJsonArray rms;
    for (const auto& column : columns) {
        low.append(static_cast<double>(column.low));
        high.append(static_cast<double>(column.high));
        rms.append(static_cast<double>(column.rms));
    }
    return jsonReply(QJsonObject {{u"stem_id"_s, qint64 {call.id()}},
                                  {u"frames"_s, qint64 {pyramid->frames()}},
                                  {u"sample_rate"_s, pyramid->sampleRate()},
                                  {u"columns"_s, static_cast<qint64>(columns.size())},
                                  {u"low"_s, low},
                                  {u"high"_s, high},
                                  {u"rms"_s, rms}});
}

HttpReply chop(Call& call)
{
    HttpReply refused;
    if (!soundOf(call, refused)) {
        return refused;
    }
    services::ChopParamsJob params;
    params.stem = call.id();
    params.sensitivity = call.number("sensitivity");
    params.kind = services::chopKindFromId(call.text("kind")).value_or(services::ChopKind::Auto);
    params.onlyConfident = call.text("keep") == u"confident";
    JobReply reply {{{u"stem_id"_s, qint64 {call.id()}}},
                    u"The sound is being chopped."_s,
                    [](const QJsonObject& result, QJsonObject& fields) {
                        const auto slices = result.value(u"slices"_s).toArray();
                        fields[u"slices"_s] = slices;
                        fields[u"message"_s] = u"%1 slices."_s.arg(slices.size());
                    }};
    return answerJob(call, call.api.jobs.enqueue(params), std::move(reply), call.flag("wait"));
}

Route chopRoute()
{
    Route route {"POST",
                 "/api/v1/stems/{id}/chop",
                 "chop_stem",
                 "stems",
                 "Cuts a sound into hits, notes or loops",
                 "Schneidet einen Klang in Schläge, Noten oder Loops",
                 chop};
    route.reply = "ChopReply";
    route.errors = {404, 409};
    route.bodyKind = Route::Body::Json;
    route.query = {waitField(true)};
    route.body = {
        Field::number("sensitivity", "0 = only clear hits ... 1 = all",
                      "0 = nur deutliche ... 1 = alle", 0.0, 1.0)
            .otherwise(0.5),
        Field::choice("kind", "what it is cut into", "worin er geschnitten wird",
                      {u"auto"_s, u"hits"_s, u"notes"_s, u"loops"_s, u"phrases"_s, u"oneshots"_s})
            .alias({u"class"_s})
            .otherwise(u"auto"_s),
        Field::choice("keep", "all, or only those that are sure", "alle, oder nur die sicheren",
                      {u"all"_s, u"confident"_s})
            .otherwise(u"all"_s),
        waitField(true)};
    return route;
}

Route uploadRoute()
{
    Route route {"POST",
                 "/api/v1/stems",
                 "upload_stem",
                 "stems",
                 "Sends a sound into the library",
                 "Schickt einen Klang in die Bibliothek",
                 upload};
    route.reply = "Stem";
    route.status = 201;
    route.errors = {507};
    route.bodyKind = Route::Body::Upload;
    route.query = {waitField(true)};
    route.body = {Field::choice("category", "its category", "seine Kategorie", categoryChoices()),
                  waitField(true)};
    return route;
}

} // namespace

std::vector<Route> stemFileRoutes()
{
    Route get {"GET",
               "/api/v1/stems/{id}/download",
               "download_stem",
               "stems",
               "The file of a sound; understands ranges",
               "Die Datei eines Klangs; versteht Bereiche",
               download};
    get.reply = "audio/*";
    get.errors = {404, 416};
    Route tree {"GET",
                "/api/v1/stems/{id}/lineage",
                "lineage",
                "stems",
                "What a sound was made of, and what of it",
                "Woraus ein Klang entstand, und was aus ihm",
                lineage};
    tree.reply = "Lineage";
    tree.errors = {404};
    tree.query = {Field::choice("direction", "only up or down", "nur aufwärts oder abwärts",
                                {u"up"_s, u"down"_s, u"both"_s})};
    Route overview {
        "GET",   "/api/v1/stems/{id}/peaks",           "peaks",
        "stems", "The waveform of a sound as columns", "Die Wellenform eines Klangs als Spalten",
        peaks};
    overview.reply = "Peaks";
    overview.errors = {404};
    overview.query
        = {Field::integer("columns", "how many columns", "wie viele Spalten", 1.0, 10000.0)
               .otherwise(400)};
    return {uploadRoute(), get, tree, overview, chopRoute()};
}

} // namespace nde::api
