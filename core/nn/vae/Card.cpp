#include "core/nn/vae/Card.h"

#include "core/nn/kernels/Isa.h"
#include "core/nn/vae/Layout.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <map>
#include <set>

namespace nde::nn::vae {

namespace {

nlohmann::json parametersJson(const TrainParams& params)
{
    nlohmann::json out = {{"latent_dim", params.latentDim},
                          {"epochs", params.epochs},
                          {"batch_size", params.batchSize},
                          {"learning_rate", params.learningRate},
                          {"detail", params.detail},
                          {"augmentations", params.augmentations},
                          {"validation_share", params.validationShare},
                          {"patience", params.patience},
                          {"seed", params.seed}};
    if (params.isLong) {
        out["long"] = true;
    }
    return out;
}

nlohmann::json pointJson(const EpochPoint& point)
{
    return {
        {"epoch", point.epoch},
        {"train", point.train},
        {"validation", point.validation},
        {"reconstruction", point.reconstruction},
        {"kl", point.kl},
        {"active_dimensions", point.activeDimensions},
        {"learning_rate", point.learningRate},
        {"gradient_norm", point.gradientNorm},
        {"spectral_distance_db",
         point.spectralDistance < 0.0 ? nlohmann::json() : nlohmann::json(point.spectralDistance)},
        {"event", point.event},
        {"examples_per_s", point.examplesPerS}};
}

/// Last distance that was measured, up to the best epoch.
double spectralDistance(const TrainReport& report)
{
    double out = -1.0;
    for (const EpochPoint& point : report.curve) {
        if (point.epoch <= report.bestEpoch && point.spectralDistance >= 0.0) {
            out = point.spectralDistance;
        }
    }
    return out;
}

std::size_t countOf(const Prepared& prepared, std::string PreparedSound::*member)
{
    std::set<std::string> values;
    for (const PreparedSound& sound : prepared.sounds) {
        values.insert(sound.*member);
    }
    return values.size();
}

/// One sentence for people.
std::string summary(const TrainReport& report, const TrainParams& params, const Prepared& prepared)
{
    const std::size_t sources = countOf(prepared, &PreparedSound::group);
    const std::string kind = prepared.sequences.empty() ? " sounds from " : " long sounds from ";
    std::string out = std::to_string(report.used) + " " + std::string(categoryId(report.category))
        + kind + std::to_string(sources) + (sources == 1 ? " source" : " sources") + "; "
        + std::to_string(report.best.activeDimensions) + " of " + std::to_string(params.latentDim)
        + " dimensions carry something";
    if (const double distance = spectralDistance(report); distance >= 0.0) {
        char text[48];
        std::snprintf(text, sizeof text, "; probes come back within %.1f dB", distance);
        out += text;
    }
    return out + (report.epochs == 0 ? "; analytic start only" : "");
}

nlohmann::json licencesJson(const Prepared& prepared)
{
    std::map<std::string, int> counts;
    for (const PreparedSound& sound : prepared.sounds) {
        ++counts[sound.licence.empty() ? "unknown" : sound.licence];
    }
    nlohmann::json out = nlohmann::json::array();
    for (const auto& [licence, count] : counts) {
        out.push_back({{"licence", licence}, {"sounds", count}});
    }
    return out;
}

/// One entry a long sound, with how many chunks it became.
nlohmann::json longSoundsJson(const Prepared& prepared)
{
    nlohmann::json out = nlohmann::json::array();
    for (const LongSequence& sequence : prepared.sequences) {
        const PreparedSound& chunk = prepared.sounds[static_cast<std::size_t>(sequence.first)];
        out.push_back({{"id", sequence.id},
                       {"name", chunk.name.substr(0, chunk.name.rfind(" #"))},
                       {"sha256", sequence.hash},
                       {"group", chunk.group},
                       {"category", std::string(categoryId(chunk.category))},
                       {"licence", chunk.licence.empty() ? "unknown" : chunk.licence},
                       {"weight", chunk.weight},
                       {"validation", chunk.isValidation},
                       {"chunks", sequence.count},
                       {"steps_per_minute", sequence.rate},
                       {"loops", sequence.isCircular}});
    }
    return out;
}

nlohmann::json soundsJson(const Prepared& prepared)
{
    if (!prepared.sequences.empty()) {
        return longSoundsJson(prepared);
    }
    nlohmann::json out = nlohmann::json::array();
    for (const PreparedSound& sound : prepared.sounds) {
        out.push_back({{"id", sound.id},
                       {"name", sound.name},
                       {"sha256", sound.hash},
                       {"group", sound.group},
                       {"category", std::string(categoryId(sound.category))},
                       {"licence", sound.licence.empty() ? "unknown" : sound.licence},
                       {"weight", sound.weight},
                       {"validation", sound.isValidation}});
    }
    return out;
}

} // namespace

std::string parametersText(const TrainParams& params)
{
    return parametersJson(params).dump();
}

std::string cardText(const TrainReport& report, const TrainParams& params, const Prepared& prepared,
                     const std::string& libraries)
{
    nlohmann::json json;
    json["kind"] = "nde.stem_vae";
    json["category"] = std::string(categoryId(report.category));
    json["summary"] = summary(report, params, prepared);
    json["model_sha256"] = report.modelHash;
    json["analysis"] = kAnalysisId;
    json["libraries"] = libraries;
    json["instructions"] = kernels::name(kernels::bestIsa());
    json["parameters"] = parametersJson(params);
    json["seed"] = report.seed;
    json["epochs"] = report.epochs;
    json["best_epoch"] = report.bestEpoch;
    json["best"] = pointJson(report.best);
    json["figures"] = {{"active_dimensions", report.best.activeDimensions},
                       {"kl_nats", report.best.kl},
                       {"reconstruction_nats", report.best.reconstruction},
                       {"spectral_distance_db", spectralDistance(report)}};
    json["elapsed_s"] = report.elapsedS;
    json["variants_per_sound"] = prepared.variants;
    json["validation"] = {{"sounds", prepared.validationRows.size()},
                          {"split_by", prepared.isSplitByGroup ? "group" : "sound"},
                          {"nats_outside_basis", prepared.validationOutside}};
    json["licences"] = licencesJson(prepared);
    json["curve"] = nlohmann::json::array();
    for (const EpochPoint& point : report.curve) {
        json["curve"].push_back(pointJson(point));
    }
    json["sounds"] = soundsJson(prepared);
    json["dropped"] = nlohmann::json::array();
    for (const DroppedSound& sound : report.dropped) {
        json["dropped"].push_back({{"id", sound.id}, {"reason", sound.reason}});
    }
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

} // namespace nde::nn::vae
