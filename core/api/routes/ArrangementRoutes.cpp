#include "core/api/JobReply.h"
#include "core/api/Router.h"
#include "core/api/routes/ComposeParts.h"
#include "core/music/PlanWire.h"
#include "core/services/ComposePlanning.h"
#include "core/services/Files.h"
#include "core/services/PlanFiles.h"
#include "core/services/StepNames.h"
#include "core/services/UseCaseJson.h"

#include <QJsonDocument>
#include <QUrl>

#include <algorithm>

namespace nde::api {
namespace {

using services::Arrangement;
using services::ArrangementChange;

QString urlOf(const QString& id)
{
    return u"/api/v1/arrangements/"_s + QString::fromLatin1(QUrl::toPercentEncoding(id));
}

QJsonArray versionsOf(const Arrangement& arrangement)
{
    QJsonArray versions;
    for (const auto& version : arrangement.versions) {
        versions.append(QJsonObject {{u"id"_s, version.id},
                                     {u"parent"_s, version.parent},
                                     {u"name"_s, version.name},
                                     {u"created_at"_s, timeJson(version.createdAtMs)},
                                     {u"starred"_s, version.isStarred},
                                     {u"arrangement_hash"_s, version.planHash}});
    }
    return versions;
}

HttpReply replyOf(const Arrangement& arrangement, int status = 200)
{
    services::ComposeOutcome outline;
    services::describePlan(*arrangement.plan, outline);
    QJsonObject object = pick(toJson(outline),
                              {"prompt", "request", "seed", "bpm", "key", "bars", "duration_s",
                               "sources", "sections", "lanes", "stems", "notes"});
    object[u"id"_s] = arrangement.id;
    object[u"title"_s] = arrangement.title;
    object[u"url"_s] = urlOf(arrangement.id);
    object[u"loudness"_s] = arrangement.plan->lufs;
    object[u"score"_s] = services::scoreOf(*arrangement.plan);
    object[u"version"_s] = arrangement.version;
    object[u"versions"_s] = versionsOf(arrangement);
    object[u"updated_at"_s] = timeJson(arrangement.changedAtMs);
    object[u"arrangement_hash"_s] = arrangement.planHash;
    object[u"plan"_s] = QJsonDocument::fromJson(
                            QByteArray::fromStdString(music::planToWireJson(*arrangement.plan)))
                            .object();
    return jsonReply(object, status);
}

HttpReply replyOf(const ApiContext& api, const Result<Arrangement>& arrangement, int status = 200)
{
    if (arrangement) {
        return replyOf(*arrangement, status);
    }
    const int own = composeStatus(arrangement.error().code);
    return own == 0 ? api.errorOf(arrangement.error()) : api.errorOf(arrangement.error(), own);
}

HttpReply create(Call& call)
{
    services::ComposeParams params;
    params.prompt = call.text("prompt");
    if (auto refused = readSources(call, params.sources)) {
        return *refused;
    }
    if (auto refused = readWishes(call, params)) {
        return *refused;
    }
    return atLength(call, [&](TaskContext& task) {
        return replyOf(call.api, call.api.arrangements.compose(params, task), 201);
    });
}

HttpReply list(Call& call)
{
    const auto all = call.api.arrangements.list();
    const auto from = std::min(static_cast<std::size_t>(call.integer("skip")), all.size());
    const auto to = std::min(from + static_cast<std::size_t>(call.integer("limit")), all.size());
    QJsonArray array;
    for (std::size_t i = from; i < to; ++i) {
        const auto& info = all[i];
        array.append(QJsonObject {{u"id"_s, info.id},
                                  {u"title"_s, info.title},
                                  {u"prompt"_s, info.prompt},
                                  {u"bpm"_s, info.bpm},
                                  {u"key"_s, info.key},
                                  {u"bars"_s, info.bars},
                                  {u"version_count"_s, info.versions},
                                  {u"updated_at"_s, timeJson(info.changedAtMs)},
                                  {u"url"_s, urlOf(info.id)}});
    }
    HttpReply reply = jsonReply(array);
    reply.headers.emplace_back("X-Total-Count", QByteArray::number(all.size()));
    return reply;
}

HttpReply show(Call& call)
{
    return replyOf(call.api, call.api.arrangements.open(call.text("arrangement")));
}

/// @return  a refusal, or nothing.
std::optional<HttpReply> readPlan(const Call& call, ArrangementChange& change)
{
    if (!call.has("plan")) {
        return std::nullopt;
    }
    const QByteArray text = services::compactJson(call.object("plan"));
    auto plan = music::planFromJson(
        std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
    if (!plan) {
        return invalidReply({problem(u"body"_s, u"plan"_s, services::toQt(plan.error().message),
                                     u"value_error"_s)});
    }
    change.plan = std::move(*plan);
    return std::nullopt;
}

HttpReply changeTo(Call& call, const ArrangementChange& change)
{
    return atLength(call, [&](TaskContext& task) {
        return replyOf(call.api, call.api.arrangements.change(change, task));
    });
}

HttpReply edit(Call& call)
{
    ArrangementChange change;
    change.id = call.text("arrangement");
    change.base = call.integer("base_version");
    change.locked = call.texts("locked");
    change.unlocked = call.texts("unlocked");
    change.what = services::steps::kByScript.toString();
    if (call.has("version")) {
        change.version = call.integer("version");
    }
    if (auto refused = readPlan(call, change)) {
        return *refused;
    }
    if (auto refused = readWishes(call, change.wishes)) {
        return *refused;
    }
    if (change.isEmpty()) {
        return errorReply(400, u"Nothing is to be changed."_s);
    }
    const bool isRest = !change.locked.isEmpty() || !change.unlocked.isEmpty()
        || services::changesPlan(change.wishes);
    if ((change.plan ? 1 : 0) + (change.version ? 1 : 0) + (isRest ? 1 : 0) > 1) {
        return errorReply(400, u"Give one of 'plan', 'version' and the other changes."_s);
    }
    return changeTo(call, change);
}

HttpReply reroll(Call& call)
{
    ArrangementChange change;
    change.id = call.text("arrangement");
    change.base = call.integer("base_version");
    change.scope = call.texts("scope");
    change.locked = call.texts("locked");
    change.wishes.reroll = true;
    if (call.has("seed")) {
        change.wishes.seed = call.seed(1);
    }
    change.what = services::steps::kRolled.toString();
    if (!change.scope.isEmpty()) {
        change.what += services::steps::kOf.toString() + change.scope.join(u", "_s);
    }
    return changeTo(call, change);
}

HttpReply remove(Call& call)
{
    const QString id = call.text("arrangement");
    const auto removed = call.api.arrangements.remove(id);
    if (!removed) {
        // Without a trash nothing is thrown away: not a fault, but not possible here.
        return removed.error().code == ErrorCode::Io ? call.api.errorOf(removed.error(), 409)
                                                     : call.api.errorOf(removed.error());
    }
    return jsonReply(QJsonObject {{u"success"_s, true},
                                  {u"id"_s, id},
                                  {u"message"_s, u"The arrangement is in the trash."_s}});
}

HttpReply render(Call& call)
{
    ApiContext& api = call.api;
    const auto opened = api.arrangements.open(call.text("arrangement"));
    if (!opened) {
        return api.errorOf(opened.error());
    }
    services::ComposeParams params;
    params.planFile = opened->planFile;
    params.output
        = api.freshTrack(u"%1_v%2"_s.arg(opened->id).arg(opened->version), call.text("format"));
    const auto job = api.jobs.enqueue(params);
    QJsonObject fields {{u"arrangement_id"_s, opened->id},
                        {u"version"_s, opened->version},
                        {u"prompt"_s, services::toQt(opened->plan->prompt)}};
    if (job) {
        fields[u"render_id"_s] = qint64 {*job};
        fields[u"render_url"_s] = u"/api/v1/renders/%1"_s.arg(*job);
    }
    JobReply reply {fields, u"The track is being rendered."_s, addTrack, composeStatus};
    return answerJob(call, job, std::move(reply), call.flag("wait"));
}

Field baseField()
{
    return Field::integer("base_version", "refuses with 409 when it is at another version by now",
                          "lehnt mit 409 ab, wenn inzwischen eine andere Version gilt", 1.0, 9e15);
}

Field lockedField()
{
    return Field::texts("locked", "parts that stay: lane:bass, section:drop, clip:7",
                        "Teile, die bleiben: lane:bass, section:drop, clip:7");
}

Route editRoute()
{
    Route put {"PUT",
               "/api/v1/arrangements/{arrangement}",
               "edit_arrangement",
               "arrangements",
               "Changes an arrangement: its settings, its locks, its version or its whole plan",
               "Ändert ein Arrangement: Einstellungen, Sperren, Version oder den ganzen Plan",
               edit};
    put.reply = "Arrangement";
    put.errors = {404, 409};
    put.bodyKind = Route::Body::Json;
    for (const Field& field : wishFields()) {
        if (field.name() != u"seed") {
            put.body.push_back(field);
        }
    }
    put.body.push_back(lockedField());
    put.body.push_back(Field::texts("unlocked", "parts that may change again",
                                    "Teile, die sich wieder ändern dürfen"));
    put.body.push_back(Field::integer("version", "goes to this version; the others stay",
                                      "geht zu dieser Version; die anderen bleiben", 1.0, 9e15));
    put.body.push_back(Field::object("plan", "the whole plan instead, as GET shows it",
                                     "stattdessen der ganze Plan, wie GET ihn zeigt"));
    put.body.push_back(baseField());
    return put;
}

Route createRoute()
{
    Route post {"POST",
                "/api/v1/arrangements",
                "create_arrangement",
                "arrangements",
                "Arranges the library after a description; nothing is rendered yet",
                "Arrangiert die Bibliothek nach einer Beschreibung; noch ohne Ton",
                create};
    post.reply = "Arrangement";
    post.status = 201;
    post.errors = {404, 409, 507};
    post.bodyKind = Route::Body::Json;
    post.body = {Field::text("prompt", "what the track is to be, in English or German",
                             "was für ein Track es werden soll, deutsch oder englisch", 10000)
                     .required()};
    for (const auto& part : {wishFields(), sourceFields()}) {
        post.body.insert(post.body.end(), part.begin(), part.end());
    }
    return post;
}

Route rerollRoute()
{
    Route post {"POST",
                "/api/v1/arrangements/{arrangement}/reroll",
                "reroll_arrangement",
                "arrangements",
                "Chooses anew what is not locked; everything else stays to the bit",
                "Wählt neu, was nicht gesperrt ist; alles andere bleibt bitgenau",
                reroll};
    post.reply = "Arrangement";
    post.errors = {404, 409};
    post.bodyKind = Route::Body::Json;
    post.body = {Field::texts("scope", "only these: lane:bass, section:drop, clip:7",
                              "nur diese: lane:bass, section:drop, clip:7"),
                 lockedField(), Field::seed("seed of the new choice", "Startwert der neuen Wahl"),
                 baseField()};
    return post;
}

Route renderRoute()
{
    Route post {"POST",
                "/api/v1/arrangements/{arrangement}/render",
                "render_arrangement",
                "arrangements",
                "Renders an arrangement to a track of the library",
                "Rechnet ein Arrangement zu einem Track der Bibliothek",
                render};
    post.reply = "RenderReply";
    post.errors = {404, 409, 507};
    post.bodyKind = Route::Body::Json;
    post.query = {waitField(false)};
    post.body = {trackFormatField().otherwise(u"wav"_s), waitField(false)};
    return post;
}

} // namespace

std::vector<Route> arrangementRoutes()
{
    Route all {"GET",
               "/api/v1/arrangements",
               "list_arrangements",
               "arrangements",
               "The arrangements of the studio, the newest first",
               "Die Arrangements des Studios, die neuesten zuerst",
               list};
    all.reply = "ArrangementInfo[]";
    all.query = pageFields();
    Route one {"GET",
               "/api/v1/arrangements/{arrangement}",
               "get_arrangement",
               "arrangements",
               "An arrangement with its plan and its versions",
               "Ein Arrangement mit seinem Plan und seinen Versionen",
               show};
    one.reply = "Arrangement";
    one.errors = {404};
    Route del {"DELETE",
               "/api/v1/arrangements/{arrangement}",
               "remove_arrangement",
               "arrangements",
               "Puts an arrangement in the trash; tracks rendered from it stay",
               "Legt ein Arrangement in den Papierkorb; gerechnete Tracks bleiben",
               remove};
    del.reply = "ArrangementRemoved";
    del.errors = {404, 409};
    return {all, createRoute(), one, editRoute(), del, rerollRoute(), renderRoute()};
}

} // namespace nde::api
