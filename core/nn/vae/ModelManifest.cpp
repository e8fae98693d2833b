#include "core/nn/vae/ModelManifest.h"

#include "core/nn/vae/Layout.h"
#include "core/nn/vae/ModelFile.h"
#include "core/nn/vae/SequenceJson.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace nde::nn::vae {

namespace {

constexpr int kMaxSounds = 100000;

/// Thrown and caught within this file only: a value of the manifest is not usable.
struct BadValue
{
    std::string sentence;
};

long long integer(const nlohmann::json& json, const char* key, long long low, long long high)
{
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number_integer()) {
        throw BadValue {std::string("its manifest has no whole number '") + key + "'"};
    }
    const auto value = found->get<long long>();
    if (value < low || value > high) {
        throw BadValue {std::string("its manifest says ") + key + " = " + std::to_string(value)
                        + ", outside " + std::to_string(low) + " to " + std::to_string(high)};
    }
    return value;
}

double number(const nlohmann::json& json, const char* key, double low, double high)
{
    const auto found = json.find(key);
    if (found == json.end() || !found->is_number()) {
        throw BadValue {std::string("its manifest has no number '") + key + "'"};
    }
    const auto value = found->get<double>();
    if (!(value >= low && value <= high)) {
        throw BadValue {std::string("its manifest's '") + key + "' is out of range"};
    }
    return value;
}

std::string text(const nlohmann::json& json, const char* key)
{
    const auto found = json.find(key);
    if (found == json.end() || !found->is_string()) {
        throw BadValue {std::string("its manifest has no text '") + key + "'"};
    }
    return found->get<std::string>();
}

const char* typeName(ElementType type)
{
    switch (type) {
    case ElementType::Float32:
        return "float32";
    case ElementType::Float16:
        return "float16";
    case ElementType::Int64:
        return "int64";
    }
    return "";
}

std::size_t sizeOf(ElementType type)
{
    return type == ElementType::Float16 ? 2 : type == ElementType::Float32 ? 4 : 8;
}

/// Of a joint model one category a sound; other models do not say it.
std::vector<Category> soundCategories(const nlohmann::json& json, std::size_t sounds)
{
    std::vector<Category> out;
    const auto found = json.find("sound_categories");
    if (found == json.end()) {
        return out;
    }
    if (!found->is_array() || found->size() != sounds) {
        throw BadValue {"its manifest does not list one category a sound"};
    }
    for (const auto& entry : *found) {
        const auto category
            = entry.is_string() ? categoryFromId(entry.get<std::string>()) : std::nullopt;
        if (!category) {
            throw BadValue {"its manifest names an unknown category of a sound"};
        }
        out.push_back(*category);
    }
    return out;
}

Manifest parse(const nlohmann::json& json)
{
    Manifest out;
    ModelMeta& meta = out.meta;
    const auto category = categoryFromId(text(json, "category"));
    if (!category) {
        throw BadValue {"its manifest names an unknown category"};
    }
    meta.category = *category;
    meta.latentDim = static_cast<int>(integer(json, "latent_dim", 32, 512));
    meta.components = static_cast<int>(integer(json, "components", 1, kMaxComponents));
    meta.sounds = static_cast<int>(integer(json, "sounds", 1, kMaxSounds));
    meta.clusters = static_cast<int>(integer(json, "clusters", 1, 64));
    meta.spaceDimensions = static_cast<int>(integer(json, "space_dimensions", 1, 64));
    meta.curvePoints = static_cast<int>(integer(json, "curve_points", 1, 100000));
    meta.bestEpoch = static_cast<int>(integer(json, "best_epoch", 0, 100000));
    meta.noiseVariance = number(json, "noise_variance", 1e-12, 1.0);
    meta.spaceScale = number(json, "space_scale", 1e-9, 1e9);
    meta.parameters = json.value("parameters", nlohmann::json::object()).dump();
    meta.libraries = text(json, "libraries");
    const auto seed = json.find("seed");
    if (seed == json.end() || !seed->is_number_unsigned()) {
        throw BadValue {"its manifest has no seed"};
    }
    meta.seed = seed->get<std::uint64_t>();
    const auto hashes = json.find("sound_hashes");
    if (hashes == json.end() || !hashes->is_array()
        || hashes->size() != static_cast<std::size_t>(meta.sounds)) {
        throw BadValue {"its manifest does not list one hash a sound"};
    }
    for (const auto& hash : *hashes) {
        if (!hash.is_string()) {
            throw BadValue {"its manifest lists a hash that is no text"};
        }
        meta.soundHashes.push_back(hash.get<std::string>());
    }
    meta.soundCategories = soundCategories(json, hashes->size());
    if (json.at("format") == kLongFormatVersion) {
        auto sequences = sequencesFrom(json.at("sequences"), hashes->size());
        if (!sequences) {
            throw BadValue {"its sequences do not fit its sounds"};
        }
        meta.sequences = std::move(*sequences);
    }
    const auto tensors = json.find("tensors");
    const auto layout = tensorLayout(meta);
    if (tensors == json.end() || !tensors->is_array() || tensors->size() != layout.size()) {
        throw BadValue {"its manifest does not list " + std::to_string(layout.size()) + " tensors"};
    }
    for (std::size_t i = 0; i < layout.size(); ++i) {
        const auto& entry = (*tensors)[i];
        if (!entry.is_object() || text(entry, "name") != layout[i].name
            || text(entry, "type") != typeName(layout[i].type)
            || entry.value("shape", nlohmann::json()) != nlohmann::json(layout[i].shape)) {
            throw BadValue {"its tensor '" + layout[i].name
                            + "' is missing or has another type or shape than its sizes ask for"};
        }
        out.records[layout[i].name] = text(entry, "record");
    }
    return out;
}

} // namespace

std::size_t TensorSpec::elements() const
{
    std::size_t count = 1;
    for (const std::int64_t size : shape) {
        count *= static_cast<std::size_t>(size);
    }
    return count;
}

std::size_t TensorSpec::bytes() const
{
    return elements() * sizeOf(type);
}

std::vector<TensorSpec> tensorLayout(const ModelMeta& meta)
{
    constexpr auto kF32 = ElementType::Float32;
    const std::int64_t z = meta.latentDim;
    const std::int64_t k = meta.components;
    const std::int64_t n = meta.sounds;
    const std::int64_t h = kHiddenUnits;
    const std::int64_t d = meta.spaceDimensions;
    const auto vectorSize = static_cast<std::int64_t>(kVectorSize);
    std::vector<TensorSpec> out {
        {"mean", kF32, {vectorSize}}, {"basis", ElementType::Float16, {vectorSize, k}},
        {"eigenvalues", kF32, {k}},   {"scale", kF32, {k}},
        {"encoder_gain", kF32, {z}},  {"decoder_gain", kF32, {z}},
        {"log_variance", kF32, {z}}};
    const auto addMlp = [&](const std::string& name, std::int64_t in, std::int64_t to) {
        out.push_back({name + "_linear0_weight", kF32, {h, in}});
        out.push_back({name + "_linear0_bias", kF32, {h}});
        out.push_back({name + "_norm0_weight", kF32, {h}});
        out.push_back({name + "_norm0_bias", kF32, {h}});
        out.push_back({name + "_linear1_weight", kF32, {h, h}});
        out.push_back({name + "_linear1_bias", kF32, {h}});
        out.push_back({name + "_norm1_weight", kF32, {h}});
        out.push_back({name + "_norm1_bias", kF32, {h}});
        out.push_back({name + "_linear2_weight", kF32, {to, h}});
        out.push_back({name + "_linear2_bias", kF32, {to}});
    };
    addMlp("encoder", k, 2 * z);
    addMlp("decoder", z, k);
    out.push_back({"posterior_mean", kF32, {n, z}});
    out.push_back({"posterior_log_variance", kF32, {n, z}});
    out.push_back({"sound_ids", ElementType::Int64, {n}});
    out.push_back({"sound_gain_onset_length", kF32, {n, 3}});
    out.push_back({"cluster_centres", kF32, {meta.clusters, z}});
    out.push_back({"cluster_of", ElementType::Int64, {n}});
    out.push_back({"cluster_spread", kF32, {z, z}});
    out.push_back({"space_mean", kF32, {kEmbeddingSize}});
    out.push_back({"space_basis", kF32, {kEmbeddingSize, d}});
    out.push_back({"space_points", kF32, {n, d}});
    out.push_back({"curve", kF32, {meta.curvePoints, 6}});
    return out;
}

std::string manifestText(const ModelMeta& meta, const std::map<std::string, std::string>& records)
{
    nlohmann::json json;
    json["format"] = meta.sequences.empty() ? kFormatVersion : kLongFormatVersion;
    json["analysis"] = kAnalysisId;
    json["category"] = std::string(categoryId(meta.category));
    json["latent_dim"] = meta.latentDim;
    json["components"] = meta.components;
    json["sounds"] = meta.sounds;
    json["clusters"] = meta.clusters;
    json["space_dimensions"] = meta.spaceDimensions;
    json["space_scale"] = meta.spaceScale;
    json["curve_points"] = meta.curvePoints;
    json["curve_columns"]
        = {"train", "validation", "reconstruction", "kl", "active_dimensions", "learning_rate"};
    json["best_epoch"] = meta.bestEpoch;
    json["noise_variance"] = meta.noiseVariance;
    json["seed"] = meta.seed;
    json["parameters"] = nlohmann::json::parse(meta.parameters, nullptr, false);
    json["libraries"] = meta.libraries;
    json["sound_hashes"] = meta.soundHashes;
    if (!meta.soundCategories.empty()) {
        json["sound_categories"] = nlohmann::json::array();
        for (const Category category : meta.soundCategories) {
            json["sound_categories"].push_back(std::string(categoryId(category)));
        }
    }
    if (!meta.sequences.empty()) {
        json["sequences"] = sequencesJson(meta.sequences);
    }
    json["tensors"] = nlohmann::json::array();
    for (const TensorSpec& spec : tensorLayout(meta)) {
        const auto record = records.find(spec.name);
        json["tensors"].push_back({{"name", spec.name},
                                   {"type", typeName(spec.type)},
                                   {"shape", spec.shape},
                                   {"record", record == records.end() ? "" : record->second}});
    }
    return json.dump(1);
}

Result<Manifest> parseManifest(const std::string& manifest, const std::string& file)
{
    const std::string start = "'" + file + "' is not a usable model: ";
    const auto json = nlohmann::json::parse(manifest, nullptr, false);
    if (json.is_discarded() || !json.is_object()) {
        return fail(ErrorCode::Corrupt, start + "its manifest is not JSON");
    }
    try {
        const auto format = integer(json, "format", 0, 1000000);
        if (format != kFormatVersion && format != kLongFormatVersion) {
            return fail(ErrorCode::Unsupported,
                        "'" + file + "' is a model of format " + std::to_string(format)
                            + "; this build reads formats " + std::to_string(kFormatVersion)
                            + " and " + std::to_string(kLongFormatVersion));
        }
        if (const auto analysis = text(json, "analysis"); analysis != kAnalysisId) {
            return fail(ErrorCode::Unsupported,
                        "'" + file
                            + "' was trained with another analysis: " + analysis.substr(0, 80));
        }
        return parse(json);
    } catch (const BadValue& bad) {
        return fail(ErrorCode::Corrupt, start + bad.sentence);
    } catch (const nlohmann::json::exception& error) {
        return fail(ErrorCode::Corrupt, start + error.what());
    }
}

} // namespace nde::nn::vae
