#include "core/api/JobReply.h"
#include "core/api/Paths.h"
#include "core/api/Router.h"
#include "core/api/routes/Uploads.h"
#include "core/services/Files.h"
#include "core/services/UseCases.h"

#include <QRegularExpression>

namespace nde::api {
namespace {

QJsonObject resultOf(const QString& path, const QJsonObject& outcome)
{
    return {{u"stem_path"_s, path}, {u"processing_result"_s, outcome}};
}

void addSeparated(const QJsonObject& result, QJsonArray& results)
{
    for (const auto& value : result.value(u"stems"_s).toArray()) {
        const auto stem = value.toObject();
        results.append(resultOf(stem.value(u"path"_s).toString(),
                                {{u"success"_s, true},
                                 {u"stem_id"_s, stem.value(u"id"_s)},
                                 {u"name"_s, stem.value(u"name"_s)},
                                 {u"source"_s, u"separated"_s},
                                 {u"silent"_s, stem.value(u"silent"_s)}}));
    }
}

void addImported(const QJsonObject& result, QJsonArray& results)
{
    for (const auto& value : result.value(u"imported"_s).toArray()) {
        const auto item = value.toObject();
        results.append(resultOf(item.value(u"path"_s).toString(),
                                {{u"success"_s, true},
                                 {u"stem_id"_s, item.value(u"id"_s)},
                                 {u"category"_s, item.value(u"category"_s)},
                                 {u"source"_s, u"original"_s},
                                 {u"duplicate"_s, item.contains(u"duplicate_of"_s)}}));
    }
    for (const auto& value : result.value(u"failed"_s).toArray()) {
        const auto item = value.toObject();
        results.append(resultOf(item.value(u"path"_s).toString(),
                                {{u"success"_s, false},
                                 {u"stem_id"_s, QJsonValue()},
                                 {u"error"_s, item.value(u"reason"_s)}}));
    }
}

void finishWith(const QJsonArray& results, const QJsonObject& result, QJsonObject& fields)
{
    fields[u"results"_s] = results;
    fields[u"message"_s] = u"%1 sounds processed."_s.arg(results.size());
    for (const char* name : {"residual", "model", "profile", "device", "elapsed_s", "slices"}) {
        if (const auto value = result.value(QLatin1StringView(name)); !value.isUndefined()) {
            fields[QLatin1StringView(name)] = value;
        }
    }
}

services::SeparateParams paramsOf(const Call& call, const QString& path)
{
    services::SeparateParams params;
    params.input = path;
    params.model = call.text("model").isEmpty() ? u"draft"_s : call.text("model");
    params.recipe = call.texts("stems");
    params.chop = call.flag("chop");
    params.seed = call.seed(params.seed);
    return params;
}

HttpReply separate(Call& call, const QString& path)
{
    // A model's file could lie anywhere; here models go by name.
    static const QRegularExpression kName(QStringLiteral("^[A-Za-z0-9_-]{0,40}$"));
    if (!kName.match(call.text("model")).hasMatch()) {
        return invalidReply(
            {problem(u"body"_s, u"model"_s, u"Input should be a profile or the name of a model"_s,
                     u"value_error"_s)});
    }
    const auto params = paramsOf(call, path);
    if (const auto model = services::separationModelFile(params); !model) {
        HttpReply reply = call.api.errorOf(model.error());
        reply.status = model.error().code == ErrorCode::NotFound ? 400 : reply.status;
        return reply;
    }
    if (const auto fits = services::checkSeparateParams(params); !fits) {
        return call.api.errorOf(fits.error());
    }
    JobReply reply {{{u"results"_s, QJsonArray()}},
                    u"The track is being separated."_s,
                    [](const QJsonObject& result, QJsonObject& fields) {
                        QJsonArray results;
                        addSeparated(result, results);
                        finishWith(results, result, fields);
                    }};
    return answerJob(call, call.api.jobs.enqueue(params), std::move(reply), call.flag("wait"));
}

HttpReply import(Call& call, const QStringList& paths)
{
    services::ImportParams params;
    params.paths = paths;
    JobReply reply {{{u"results"_s, QJsonArray()}},
                    u"The sounds are being analysed."_s,
                    [](const QJsonObject& result, QJsonObject& fields) {
                        QJsonArray results;
                        addImported(result, results);
                        finishWith(results, result, fields);
                    }};
    return answerJob(call, call.api.jobs.enqueue(params), std::move(reply), call.flag("wait"));
}

/// A track is separated unless that is not wanted; single stems are taken as they are.
HttpReply preprocess(Call& call)
{
    QString track = call.text("track_path");
    QStringList stems;
    for (QString asked : QStringList(track) + call.texts("stem_paths")) {
        if (asked.trimmed().isEmpty()) {
            continue;
        }
        const auto path = confinedFile(*call.api.studio, asked);
        if (!path) {
            return call.api.errorOf(path.error());
        }
        if (asked == track && stems.isEmpty()) {
            track = *path;
        }
        stems << *path;
    }
    if (stems.isEmpty()) {
        return errorReply(400, u"No valid audio paths were given."_s);
    }
    const bool isSeparated = !track.trimmed().isEmpty() && call.flag("separate_first");
    if (!isSeparated) {
        return import(call, stems);
    }
    stems.removeAll(track);
    if (!stems.isEmpty()) {
        services::ImportParams also;
        also.paths = stems;
        if (const auto job = call.api.jobs.enqueue(also); !job) {
            return call.api.errorOf(job.error());
        }
    }
    return separate(call, track);
}

HttpReply preprocessUpload(Call& call)
{
    const auto path = keepUpload(call.request, call.api.studio->tracksFolder());
    if (!path) {
        return call.api.errorOf(path.error());
    }
    return call.flag("separate_first") ? separate(call, *path) : import(call, {*path});
}

std::vector<Field> optionFields()
{
    return {Field::flag("separate_first", "false: the track is taken as it is",
                        "false: der Track wird genommen, wie er ist")
                .otherwise(true),
            Field::text("model", "draft, fast, balanced, best, 6s or a model's name",
                        "draft, fast, balanced, best, 6s oder der Name eines Modells", 40)
                .alias({u"demucs_model"_s}),
            Field::texts("stems", "only these: vocals, no-drums, instrumental, drums+bass",
                         "nur diese: vocals, no-drums, instrumental, drums+bass"),
            Field::flag("chop", "cuts the drums into hits afterwards",
                        "schneidet die Drums danach in Schläge"),
            Field::seed("seed of the network's shifts", "Startwert der Verschiebungen des Netzes"),
            waitField(true)};
}

} // namespace

std::vector<Route> separateRoutes()
{
    Route post {"POST",
                "/api/v1/neuromorphic/preprocess",
                "preprocess",
                "neuromorphic",
                "Separates a track into stems, or takes stems in; all are analysed",
                "Zerlegt einen Track in Stems oder nimmt Stems auf; alle werden analysiert",
                preprocess};
    post.reply = "PreprocessReply";
    post.errors = {404, 409, 507};
    post.bodyKind = Route::Body::Json;
    post.query = {waitField(true)};
    post.body = {Field::text("track_path", "a track in the studio or in a folder of the library",
                             "ein Track im Studio oder in einem Ordner der Bibliothek")
                     .alias({u"stereo_track_path"_s}),
                 Field::texts("stem_paths", "single sounds", "einzelne Klänge")};
    for (const Field& field : optionFields()) {
        post.body.push_back(field);
    }
    Route upload {"POST",
                  "/api/v1/neuromorphic/preprocess/upload",
                  "preprocess_upload",
                  "neuromorphic",
                  "The same with a file that is sent along",
                  "Dasselbe mit einer Datei, die mitgeschickt wird",
                  preprocessUpload};
    upload.reply = "PreprocessReply";
    upload.errors = {409, 507};
    upload.bodyKind = Route::Body::Upload;
    upload.query = {waitField(true)};
    upload.body = optionFields();
    return {post, upload};
}

} // namespace nde::api
