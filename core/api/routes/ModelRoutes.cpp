#include "core/api/ApiContext.h"
#include "core/api/JobReply.h"
#include "core/api/Paths.h"
#include "core/api/Router.h"
#include "core/services/Files.h"
#include "core/services/ModelStore.h"
#include "core/services/Settings.h"

/// The weights of separation networks, as `dream models` handles them. Where they are fetched from
/// is what the settings say: a request cannot name another server.
namespace nde::api {
namespace {

using services::ModelCatalogue;
using services::ModelStore;

ModelStore store()
{
    return ModelStore(ModelStore::defaultFolder());
}

HttpReply list(Call&)
{
    const ModelStore models = store();
    QJsonArray array;
    for (const auto& status : models.list()) {
        array.append(toJson(status));
    }
    QJsonArray profiles;
    for (const auto& profile : ModelCatalogue::profiles()) {
        profiles.append(QJsonObject {{u"id"_s, profile.id},
                                     {u"model"_s, profile.model},
                                     {u"overlap"_s, profile.overlap},
                                     {u"shifts"_s, profile.shifts}});
    }
    return jsonReply(QJsonObject {
        {u"folder"_s, models.folder()}, {u"models"_s, array}, {u"profiles"_s, profiles}});
}

HttpReply download(Call& call)
{
    const auto model = ModelCatalogue::builtIn().find(call.text("model"));
    if (!model) {
        return call.api.errorOf(model.error());
    }
    if (services::Settings().isAirplane()) {
        return errorReply(409, u"Airplane mode is on; nothing is fetched."_s);
    }
    services::DownloadParams params;
    params.model = (*model)->id;
    QJsonObject fields {{u"model"_s, (*model)->id},
                        {u"bytes"_s, (*model)->bytes()},
                        {u"licence"_s, (*model)->licence},
                        {u"licence_note"_s, (*model)->licenceNote}};
    JobReply reply {fields, u"The model is being fetched."_s,
                    [](const QJsonObject& result, QJsonObject& done) {
                        done[u"message"_s] = u"The model is ready."_s;
                        done[u"files"_s] = result.value(u"files"_s);
                    },
                    // The other side did not answer, or with something else.
                    [](ErrorCode code) {
                        return code == ErrorCode::Io || code == ErrorCode::Corrupt ? 502 : 0;
                    }};
    return answerJob(call, call.api.jobs.enqueue(params), std::move(reply), call.flag("wait"));
}

HttpReply verify(Call& call)
{
    const QString id = call.text("model");
    return atLength(call, [&](TaskContext& task) {
        const ModelStore models = store();
        const auto verified = models.verify(id, task);
        if (!verified && verified.error().code != ErrorCode::Corrupt) {
            return call.api.errorOf(verified.error());
        }
        const auto* model = ModelCatalogue::builtIn().byId(id);
        return jsonReply(QJsonObject {
            {u"model"_s, id},
            {u"ok"_s, verified.has_value()},
            {u"state"_s, QLatin1StringView(modelStateId(models.status(*model).state))},
            {u"reason"_s,
             verified ? QJsonValue()
                      : QJsonValue(publicText(*call.api.studio, verified.error().message))}});
    });
}

/// The file that was sent, or that the path names.
Result<QString> modelFile(Call& call)
{
    if (!call.request.uploadFile.isEmpty()) {
        return call.request.uploadFile;
    }
    return call.has("path")
        ? confinedFile(*call.api.studio, call.text("path"))
        : Result<QString> {fail(ErrorCode::BadInput, "name a file by 'path', or send one")};
}

HttpReply import(Call& call)
{
    const QString id = call.text("model");
    if (const auto known = ModelCatalogue::builtIn().find(id); !known) {
        return call.api.errorOf(known.error());
    }
    const auto file = modelFile(call);
    if (!file) {
        return call.api.errorOf(file.error());
    }
    return atLength(call, [&](TaskContext& task) {
        const ModelStore models = store();
        const auto known = models.recognise(*file, task.sub(0.0, 0.3));
        if (!known) {
            return call.api.errorOf(known.error());
        }
        if (!known->models.contains(id)) {
            return errorReply(400, u"This file belongs to %1."_s.arg(known->models.join(u", "_s)));
        }
        const auto imported = models.importModelFile(*file, task.sub(0.3, 1.0));
        if (!imported) {
            return call.api.errorOf(imported.error());
        }
        const bool isWhole = imported->complete.contains(id);
        return jsonReply(
            QJsonObject {{u"success"_s, true},
                         {u"message"_s,
                          isWhole ? u"The model is ready."_s : u"More of its files are missing."_s},
                         {u"model"_s, id},
                         {u"file"_s, imported->file.name},
                         {u"models"_s, QJsonArray::fromStringList(imported->models)},
                         {u"complete"_s, QJsonArray::fromStringList(imported->complete)}});
    });
}

} // namespace

std::vector<Route> modelRoutes()
{
    Route all {"GET",
               "/api/v1/models",
               "list_models",
               "models",
               "Networks for separating: what they are, and whether they are here",
               "Netze zum Zerlegen: was sie sind und ob sie da sind",
               list};
    all.reply = "ModelList";
    Route fetch {"POST",
                 "/api/v1/models/{model}/download",
                 "download_model",
                 "models",
                 "Fetches a model from where the settings say",
                 "Holt ein Modell von dort, wo die Einstellungen es sagen",
                 download};
    fetch.reply = "ModelDownload";
    fetch.errors = {404, 409, 502, 507};
    fetch.bodyKind = Route::Body::Json;
    fetch.query = {waitField(false)};
    fetch.body = {waitField(false)};
    Route check {
        "POST",   "/api/v1/models/{model}/verify",    "verify_model",
        "models", "Hashes the files of a model anew", "Prüft die Dateien eines Modells von neuem",
        verify};
    check.reply = "ModelVerified";
    check.errors = {404, 409};
    Route take {"POST",
                "/api/v1/models/{model}/import",
                "import_model",
                "models",
                "Takes a file of a model in, recognised by its hash",
                "Nimmt eine Datei eines Modells auf, erkannt an ihrem Hash",
                import};
    take.reply = "ModelImported";
    take.errors = {404, 409, 507};
    take.bodyKind = Route::Body::JsonOrUpload;
    take.body = {Field::text("path", "a file in the studio or in a folder of the library",
                             "eine Datei im Studio oder in einem Ordner der Bibliothek")};
    return {all, fetch, check, take};
}

} // namespace nde::api
