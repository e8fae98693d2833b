#include "core/api/JobReply.h"
#include "core/api/Router.h"
#include "core/api/routes/DreamReply.h"
#include "core/base/Random.h"
#include "core/services/DreamDesk.h"
#include "core/services/Files.h"

#include <algorithm>

namespace nde::api {
namespace {

using services::GenerateJobParams;

nn::DreamMode modeOf(const QString& word)
{
    return word == u"hybrid"   ? nn::DreamMode::Hybrid
        : word == u"variation" ? nn::DreamMode::Variation
        : word == u"random"    ? nn::DreamMode::Random
                               : nn::DreamMode::Interpolated;
}

Category categoryOf(const Call& call, const char* name)
{
    return categoryFromId(services::toStd(call.text(name))).value_or(Category::Kick);
}

/// A model of the category, alone or of several.
bool hasModel(const std::vector<services::DreamModel>& models, Category category)
{
    return std::any_of(models.begin(), models.end(),
                       [category](const auto& model) { return model.category == category; });
}

bool isJoint(const std::vector<services::DreamModel>& models, Category first, Category second)
{
    return std::any_of(models.begin(), models.end(), [&](const auto& model) {
        return model.category == first
            && std::find(model.joint.begin(), model.joint.end(), second) != model.joint.end();
    });
}

HttpReply noModel(Category category)
{
    return errorReply(
        409,
        u"No trained model for '%1' - train first."_s.arg(services::toQt(categoryId(category))));
}

/// Without anchors a path goes between two sounds of the category, drawn by the seed.
std::vector<StemId> drawnAnchors(ApiContext& api, Category category, quint64 seed)
{
    std::vector<StemId> ids;
    if (const auto rows = api.rows.rows()) {
        for (const StemRow& row : **rows) {
            if (row.category == category && row.soundClass == SoundClass::OneShot
                && row.source != Source::Generated && !row.isMissing) {
                ids.push_back(row.id);
            }
        }
    }
    if (ids.size() < 2) {
        return ids;
    }
    Random random(streamSeed(seed, "api anchors"));
    const auto first = static_cast<std::ptrdiff_t>(random.below(ids.size()));
    const StemId from = ids[static_cast<std::size_t>(first)];
    ids.erase(ids.begin() + first);
    return {from, ids[random.below(ids.size())]};
}

GenerateJobParams paramsOf(Call& call, nn::DreamMode mode)
{
    GenerateJobParams params;
    params.category = categoryOf(call, "category");
    params.params.mode = mode;
    params.params.count = static_cast<int>(call.integer("num_variations"));
    params.params.seed = call.seed(params.params.seed);
    if (call.has("temperature")) {
        params.params.temperature = call.number("temperature");
    }
    if (call.has("category_b")) {
        params.second = categoryOf(call, "category_b");
    }
    params.anchors = call.ids("anchor_ids");
    if (mode == nn::DreamMode::Interpolated && params.anchors.size() < 2) {
        for (const StemId id : drawnAnchors(call.api, params.category, params.params.seed)) {
            if (params.anchors.size() < 2
                && std::find(params.anchors.begin(), params.anchors.end(), id)
                    == params.anchors.end()) {
                params.anchors.push_back(id);
            }
        }
    }
    // Several between the same ends are a path; one place is meant for one sound.
    const bool isOnePlace = mode == nn::DreamMode::Hybrid || params.params.count == 1;
    if (call.has("interpolation_factor") && isOnePlace) {
        params.params.factor = call.number("interpolation_factor");
    }
    return params;
}

HttpReply start(Call& call, const GenerateJobParams& params, bool isWaiting)
{
    const auto models = services::dreamModels(*call.api.studio);
    if (!hasModel(models, params.category)) {
        return noModel(params.category);
    }
    const bool isHybrid = params.params.mode == nn::DreamMode::Hybrid;
    if (isHybrid && !params.second) {
        return invalidReply(
            {problem(u"body"_s, u"category_b"_s, u"Field required"_s, u"missing"_s)});
    }
    if (isHybrid && !hasModel(models, *params.second)
        && !isJoint(models, params.category, *params.second)) {
        return noModel(*params.second);
    }
    if (params.params.mode == nn::DreamMode::Interpolated && params.anchors.size() < 2) {
        return errorReply(400,
                          u"Two sounds to go between are needed; name them in 'anchor_ids'."_s);
    }
    const QString category = services::toQt(categoryId(params.category));
    const QString mode = services::toQt(nn::dreamModeId(params.params.mode));
    JobReply reply {
        {{u"category"_s, category},
         {u"num_variations"_s, params.params.count},
         {u"generation_mode"_s, mode},
         {u"auto_processing"_s, call.flag("auto_process")}},
        u"%1 sounds of '%2' are being dreamed."_s.arg(params.params.count).arg(category),
        [category, mode, studio = call.api.studio](const QJsonObject& result, QJsonObject& fields) {
            addDreams(*studio, category, mode, result, fields);
        }};
    return answerJob(call, call.api.jobs.enqueue(params), std::move(reply), isWaiting);
}

/// In the background when the sounds are processed by themselves, else until they are there.
bool isWaiting(const Call& call)
{
    return call.has("wait") ? call.flag("wait") : !call.flag("auto_process");
}

HttpReply generate(Call& call)
{
    return start(call, paramsOf(call, modeOf(call.text("mode"))), isWaiting(call));
}

HttpReply generateHybrid(Call& call)
{
    return start(call, paramsOf(call, nn::DreamMode::Hybrid), isWaiting(call));
}

HttpReply generateBatch(Call& call)
{
    QJsonArray results;
    QStringList done;
    for (const auto& model : services::dreamModels(*call.api.studio)) {
        const QString category = services::toQt(categoryId(model.category));
        if (done.contains(category)) {
            continue;
        }
        done << category;
        GenerateJobParams params;
        params.category = model.category;
        params.params.count = static_cast<int>(call.integer("num_variations"));
        params.params.seed = call.seed(params.params.seed);
        const auto job = call.api.jobs.enqueue(params);
        if (!job) {
            return call.api.errorOf(job.error());
        }
        results.append(QJsonObject {{u"category"_s, category}, {u"job_id"_s, qint64 {*job}}});
    }
    if (results.isEmpty()) {
        return errorReply(409, u"No model is trained yet - train first."_s);
    }
    return jsonReply(
        QJsonObject {{u"success"_s, true},
                     {u"message"_s, u"%1 categories are being dreamed."_s.arg(results.size())},
                     {u"results"_s, results}});
}

Field countField()
{
    return Field::integer("num_variations", "how many", "wie viele", 1.0, 50.0)
        .alias({u"count"_s})
        .otherwise(10);
}

std::vector<Field> commonFields()
{
    return {countField(),
            Field::number("interpolation_factor",
                          "place between the ends, 0 to 1: of one sound, or of a hybrid",
                          "Ort zwischen den Enden, 0 bis 1: eines Klangs oder einer Mischung", 0.0,
                          1.0)
                .alias({u"factor"_s}),
            Field::flag("auto_process", "false: the reply comes with the sounds",
                        "false: die Antwort kommt mit den Klängen")
                .otherwise(true),
            Field::number("temperature", "spread of the draw", "Streuung der Ziehung", 0.0, 3.0),
            Field::ids("anchor_ids", "sounds to dream from", "Klänge, von denen aus geträumt wird"),
            Field::seed("seed of everything random (1)", "Startwert alles Zufälligen (1)"),
            Field::flag("wait", "true: the reply comes with the sounds",
                        "true: die Antwort kommt mit den Klängen")};
}

Route generateRoute()
{
    Route post {"POST",
                "/api/v1/neuromorphic/generate",
                "generate",
                "neuromorphic",
                "Dreams new sounds with a trained model",
                "Träumt neue Klänge mit einem trainierten Modell",
                generate};
    post.reply = "GenerateReply";
    post.errors = {404, 409};
    post.bodyKind = Route::Body::Json;
    post.query = {commonFields().back()};
    post.body = {Field::choice("category", "of which model", "welches Modells", categoryChoices())
                     .required(),
                 Field::choice("mode", "how it is dreamed", "wie geträumt wird",
                               {u"random"_s, u"interpolated"_s, u"interpolate"_s, u"hybrid"_s,
                                u"variation"_s})
                     .alias({u"generation_mode"_s})
                     .otherwise(u"random"_s),
                 Field::choice("category_b", "the other end of a hybrid",
                               "das andere Ende einer Mischung", categoryChoices())};
    for (const Field& field : commonFields()) {
        post.body.push_back(field);
    }
    return post;
}

Route hybridRoute()
{
    Route post {"POST",
                "/api/v1/neuromorphic/generate/hybrid",
                "generate_hybrid",
                "neuromorphic",
                "Dreams sounds between two categories",
                "Träumt Klänge zwischen zwei Kategorien",
                generateHybrid};
    post.reply = "GenerateReply";
    post.errors = {404, 409};
    post.bodyKind = Route::Body::Json;
    post.query = {commonFields().back()};
    post.body = {Field::choice("category", "one end", "das eine Ende", categoryChoices())
                     .alias({u"category_a"_s})
                     .required(),
                 Field::choice("category_b", "the other end", "das andere Ende", categoryChoices())
                     .alias({u"second_category"_s})
                     .required()};
    for (const Field& field : commonFields()) {
        post.body.push_back(field);
    }
    return post;
}

} // namespace

std::vector<Route> dreamRoutes()
{
    Route batch {"POST",
                 "/api/v1/neuromorphic/generate/batch",
                 "generate_batch",
                 "neuromorphic",
                 "Dreams with every model there is",
                 "Träumt mit jedem Modell, das es gibt",
                 generateBatch};
    batch.reply = "BatchReply";
    batch.errors = {409};
    batch.bodyKind = Route::Body::Json;
    batch.query = {countField()};
    batch.body = {Field::seed("seed (1)", "Startwert (1)")};
    std::vector<Route> routes {generateRoute(), hybridRoute(), batch};
    for (const Route& route : dreamInfoRoutes()) {
        routes.push_back(route);
    }
    return routes;
}

} // namespace nde::api
