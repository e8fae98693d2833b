#include "core/nn/vae/Card.h"

#include "core/nn/vae/Layout.h"

#include <nlohmann/json.hpp>

namespace nde::nn::vae {

namespace {

nlohmann::json parametersJson(const TrainParams& params)
{
    return {{"latent_dim", params.latentDim},
            {"epochs", params.epochs},
            {"batch_size", params.batchSize},
            {"learning_rate", params.learningRate},
            {"detail", params.detail},
            {"augmentations", params.augmentations},
            {"validation_share", params.validationShare},
            {"patience", params.patience},
            {"seed", params.seed}};
}

nlohmann::json pointJson(const EpochPoint& point)
{
    return {{"epoch", point.epoch},
            {"train", point.train},
            {"validation", point.validation},
            {"reconstruction", point.reconstruction},
            {"kl", point.kl},
            {"active_dimensions", point.activeDimensions},
            {"learning_rate", point.learningRate},
            {"examples_per_s", point.examplesPerS}};
}

} // namespace

std::string parametersText(const TrainParams& params)
{
    return parametersJson(params).dump();
}

std::string cardText(const TrainReport& report, const TrainParams& params, const Dataset& data,
                     double validationOutside, const std::string& libraries)
{
    nlohmann::json json;
    json["kind"] = "nde.stem_vae";
    json["category"] = std::string(categoryId(report.category));
    json["model_sha256"] = report.modelHash;
    json["analysis"] = kAnalysisId;
    json["libraries"] = libraries;
    json["parameters"] = parametersJson(params);
    json["seed"] = report.seed;
    json["epochs"] = report.epochs;
    json["best_epoch"] = report.bestEpoch;
    json["best"] = pointJson(report.best);
    json["elapsed_s"] = report.elapsedS;
    json["variants_per_sound"] = data.variants;
    json["validation"] = {{"sounds", data.validationRows.size()},
                          {"split_by", data.isSplitByGroup ? "group" : "sound"},
                          {"nats_outside_basis", validationOutside}};
    json["curve"] = nlohmann::json::array();
    for (const EpochPoint& point : report.curve) {
        json["curve"].push_back(pointJson(point));
    }
    json["sounds"] = nlohmann::json::array();
    for (const DatasetSound& sound : data.sounds) {
        json["sounds"].push_back({{"id", sound.id},
                                  {"sha256", sound.hash},
                                  {"group", sound.group},
                                  {"validation", sound.isValidation}});
    }
    json["dropped"] = nlohmann::json::array();
    for (const DroppedSound& sound : report.dropped) {
        json["dropped"].push_back({{"id", sound.id}, {"reason", sound.reason}});
    }
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

} // namespace nde::nn::vae
