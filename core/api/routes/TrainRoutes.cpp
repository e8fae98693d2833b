#include "core/api/JobReply.h"
#include "core/api/Router.h"
#include "core/services/Files.h"
#include "core/services/LibraryReads.h"
#include "core/services/TrainingBook.h"
#include "core/services/UseCaseJson.h"

#include <chrono>
#include <thread>

namespace nde::api {
namespace {

/// What a preset stands for, with what is said besides; without a preset the seed's standards.
nn::TrainParams paramsOf(const Call& call)
{
    nn::TrainParams params;
    if (const QString preset = call.text("preset"); !preset.isEmpty()) {
        params = nn::trainPreset(preset == u"quick"      ? nn::TrainPreset::Quick
                                     : preset == u"deep" ? nn::TrainPreset::Deep
                                                         : nn::TrainPreset::Good);
    }
    if (call.has("epochs")) {
        params.epochs = static_cast<int>(call.integer("epochs"));
    }
    if (call.has("batch_size")) {
        params.batchSize = static_cast<int>(call.integer("batch_size"));
    }
    if (call.has("latent_dim")) {
        params.latentDim = static_cast<int>(call.integer("latent_dim"));
    }
    if (call.has("learning_rate")) {
        params.learningRate = call.number("learning_rate");
    }
    params.seed = call.seed(params.seed);
    return params;
}

QJsonObject parametersToJson(const services::TrainJobParams& job)
{
    const nn::TrainParams& p = job.params;
    return {{u"epochs"_s, p.epochs},
            {u"batch_size"_s, p.batchSize},
            {u"learning_rate"_s, p.learningRate},
            {u"latent_dim"_s, p.latentDim},
            {u"min_quality"_s, job.minQuality},
            {u"seed"_s, services::seedToJson(p.seed)}};
}

/// The run that a job has begun; a moment is given to one that begins right now.
QJsonValue runOf(ApiContext& api, JobId job)
{
    for (int look = 0; look < 5; ++look) {
        const auto run = services::runOfJob(*api.studio, job);
        if (run && *run != 0) {
            return *run;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(60));
    }
    return {};
}

HttpReply start(Call& call, const services::TrainJobParams& params, bool isWaiting)
{
    ApiContext& api = call.api;
    const QString category = services::toQt(categoryId(params.category));
    const auto preflight = services::trainingPreflight(*api.studio, params);
    if (!preflight) {
        return api.errorOf(preflight.error());
    }
    if (!preflight->refusal.isEmpty()) {
        HttpReply reply = jsonReply(
            QJsonObject {{u"detail"_s,
                          u"Not enough sounds of '%1': %2 of %3 can be used. %4"_s.arg(category)
                              .arg(preflight->used)
                              .arg(preflight->total)
                              .arg(preflight->refusal)},
                         {u"category"_s, category},
                         {u"count"_s, preflight->used}},
            400);
        return reply;
    }
    const auto job = api.jobs.enqueue(params);
    JobReply reply {{{u"category"_s, category},
                     {u"training_parameters"_s, parametersToJson(params)},
                     {u"run_id"_s, job && !isWaiting ? runOf(api, *job) : QJsonValue()}},
                    u"The training of '%1' has been started."_s.arg(category),
                    [category](const QJsonObject& result, QJsonObject& fields) {
                        fields[u"run_id"_s] = result.value(u"run"_s);
                        fields[u"message"_s] = u"The model of '%1' is trained."_s.arg(category);
                        fields[u"results"_s] = result;
                    }};
    return answerJob(call, job, std::move(reply), isWaiting);
}

HttpReply train(Call& call)
{
    services::TrainJobParams params;
    params.category
        = categoryFromId(services::toStd(call.text("category"))).value_or(params.category);
    params.params = paramsOf(call);
    if (call.has("min_quality")) {
        params.minQuality = call.number("min_quality");
    }
    return start(call, params, call.flag("wait"));
}

/// One training after the other for every category that has enough.
HttpReply trainBatch(Call& call)
{
    const auto sets = services::trainingSets(*call.api.studio);
    if (!sets) {
        return call.api.errorOf(sets.error());
    }
    QJsonArray results;
    for (const auto& set : *sets) {
        if (set.sounds < call.integer("min_samples")) {
            continue;
        }
        services::TrainJobParams params;
        params.category = set.category;
        params.params = paramsOf(call);
        const auto job = call.api.jobs.enqueue(params);
        if (!job) {
            return call.api.errorOf(job.error());
        }
        results.append(QJsonObject {{u"category"_s, services::toQt(categoryId(set.category))},
                                    {u"sounds"_s, set.sounds},
                                    {u"job_id"_s, qint64 {*job}}});
    }
    if (results.isEmpty()) {
        return errorReply(400, u"No category has %1 sounds."_s.arg(call.integer("min_samples")));
    }
    return jsonReply(
        QJsonObject {{u"success"_s, true},
                     {u"message"_s, u"%1 trainings have been started."_s.arg(results.size())},
                     {u"results"_s, results}});
}

std::vector<Field> numberFields()
{
    return {
        Field::integer("epochs", "rounds through the sounds (100)",
                       "Durchgänge durch die Klänge (100)", 10.0, 1000.0),
        Field::integer("batch_size", "sounds a step (32)", "Klänge je Schritt (32)", 1.0, 128.0),
        Field::number("learning_rate", "learning rate (0.001)", "Lernrate (0,001)", 1e-6, 1e-1),
        Field::integer("latent_dim", "dimensions of the latent space (128)",
                       "Dimensionen des latenten Raums (128)", 32.0, 512.0),
        Field::choice("preset", "numbers that go together; what is given besides counts more",
                      "Zahlen, die zusammenpassen; was daneben steht, zählt mehr",
                      {u"quick"_s, u"good"_s, u"deep"_s}),
        Field::seed("seed of everything random (1)", "Startwert alles Zufälligen (1)")};
}

} // namespace

std::vector<Route> trainRoutes()
{
    Route post {"POST",
                "/api/v1/neuromorphic/train",
                "train",
                "neuromorphic",
                "Trains a model on the sounds of a category",
                "Trainiert ein Modell auf den Klängen einer Kategorie",
                train};
    post.reply = "TrainReply";
    post.errors = {409};
    post.bodyKind = Route::Body::Json;
    post.query = {waitField(false)};
    post.body
        = {Field::choice("category", "what it learns from", "woraus es lernt", categoryChoices())
               .required()};
    for (const Field& field : numberFields()) {
        post.body.push_back(field);
    }
    post.body.push_back(Field::number("min_quality", "leaves out worse sounds (0.3)",
                                      "lässt schlechtere Klänge weg (0,3)", 0.0, 1.0));
    post.body.push_back(waitField(false));
    Route batch {"POST",
                 "/api/v1/neuromorphic/train/batch",
                 "train_batch",
                 "neuromorphic",
                 "Trains every category with enough sounds, one after the other",
                 "Trainiert jede Kategorie mit genug Klängen, eine nach der anderen",
                 trainBatch};
    batch.reply = "BatchReply";
    batch.bodyKind = Route::Body::Json;
    batch.query = {Field::integer("min_samples", "sounds that a category needs",
                                  "Klänge, die eine Kategorie braucht", 8.0, 1e6)
                       .otherwise(10)};
    batch.body = numberFields();
    return {post, batch};
}

} // namespace nde::api
