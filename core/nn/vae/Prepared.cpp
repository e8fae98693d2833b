#include "core/nn/vae/Prepared.h"

#include "core/nn/vae/BroadDirections.h"
#include "core/nn/vae/LongDataset.h"
#include "core/nn/vae/ModelFile.h"
#include "core/nn/vae/SequenceJson.h"
#include "core/nn/vae/StateFile.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kMostSounds = 100000;
constexpr std::size_t kMostRows = 1000000;

/// Mean variance of a picture's pixel over the training sounds: what `detail` is a part of.
double featureVariance(const Dataset& data)
{
    std::vector<std::size_t> originals;
    for (const std::size_t row : data.trainRows) {
        if (row < data.sounds.size()) {
            originals.push_back(row);
        }
    }
    const auto count = static_cast<double>(originals.size());
    double total = 0;
    std::vector<double> sum(kFeatureSize, 0.0);
    std::vector<double> squares(kFeatureSize, 0.0);
    for (const std::size_t row : originals) {
        const float* from = data.row(row);
        for (std::size_t j = 0; j < kFeatureSize; ++j) {
            const auto value = static_cast<double>(from[j]);
            sum[j] += value;
            squares[j] += value * value;
        }
    }
    for (std::size_t j = 0; j < kFeatureSize; ++j) {
        total += (squares[j] - sum[j] * sum[j] / count) / std::max(1.0, count - 1.0);
    }
    return total / static_cast<double>(kFeatureSize);
}

/// Evenly over the sounds in the order of their content; a quarter of them validate where any do.
std::vector<std::uint32_t> chooseProbes(const std::vector<PreparedSound>& sounds)
{
    std::vector<std::uint32_t> training;
    std::vector<std::uint32_t> validation;
    for (std::uint32_t i = 0; i < sounds.size(); ++i) {
        (sounds[i].isValidation ? validation : training).push_back(i);
    }
    std::vector<std::uint32_t> out;
    const auto spread = [&out](const std::vector<std::uint32_t>& from, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) {
            out.push_back(from[(2 * i + 1) * from.size() / (2 * count)]);
        }
    };
    const std::size_t held = std::min(validation.size(), kProbes / 4);
    spread(training, std::min(training.size(), kProbes - held));
    spread(validation, held);
    return out;
}

std::vector<std::uint32_t> narrow(const std::vector<std::size_t>& values)
{
    std::vector<std::uint32_t> out;
    for (const std::size_t value : values) {
        out.push_back(static_cast<std::uint32_t>(value));
    }
    return out;
}

std::vector<PreparedSound> factsOf(const Dataset& data)
{
    std::vector<PreparedSound> out;
    for (const DatasetSound& s : data.sounds) {
        out.push_back({s.id, s.hash, s.group, s.name, s.licence, s.category, s.weight,
                       s.aligned.gain, s.aligned.onset, s.aligned.length, s.isValidation});
    }
    return out;
}

Result<> fitCoefficients(Prepared& out, Dataset& data, const GivenBasis* given,
                         const TrainParams& params, TaskContext& task)
{
    task.progress(0.0, "components");
    if (given != nullptr) {
        out.basis = given->basis;
        out.noiseVariance = given->noiseVariance;
        for (std::size_t i = 0; i < data.rows.size(); ++i) {
            data.rows[i] -= out.basis.mean[i % kVectorSize];
        }
    } else {
        out.noiseVariance = std::max(1e-9, params.detail * featureVariance(data));
        auto basis = fitBasis(data.rows, data.trainRows, broadDirections(), task);
        if (!basis) {
            return propagate(basis);
        }
        out.basis = std::move(*basis);
    }
    auto coefficients = coefficientsOf(out.basis, data.rows, nullptr, task);
    if (!coefficients) {
        return propagate(coefficients);
    }
    out.coefficients = std::move(*coefficients);
    if (given == nullptr) {
        // Of few sounds much is chance: a finer model would keep what only one of them has.
        out.noiseVariance
            = noiseFor(out, out.noiseVariance, static_cast<std::size_t>(params.latentDim));
    }
    std::vector<float> held;
    for (const std::size_t row : data.validationRows) {
        held.insert(held.end(), data.row(row), data.row(row) + kVectorSize);
    }
    std::vector<double> outside;
    if (const auto done = coefficientsOf(out.basis, held, &outside, task); !done) {
        return propagate(done);
    }
    for (const double error : outside) {
        out.validationOutside
            += error / (2.0 * out.noiseVariance * static_cast<double>(outside.size()));
    }
    return {};
}

nlohmann::json factsJson(const Prepared& p)
{
    nlohmann::json json;
    json["key"] = p.key;
    json["variants"] = p.variants;
    json["by_group"] = p.isSplitByGroup;
    json["noise_variance"] = p.noiseVariance;
    json["validation_outside"] = p.validationOutside;
    json["components"] = p.basis.components();
    json["rows"] = p.rowCount();
    json["train_rows"] = p.trainRows.size();
    json["validation_rows"] = p.validationRows.size();
    json["probes"] = p.probes.size();
    json["sounds"] = nlohmann::json::array();
    for (const PreparedSound& s : p.sounds) {
        json["sounds"].push_back({{"id", s.id},
                                  {"hash", s.hash},
                                  {"group", s.group},
                                  {"name", s.name},
                                  {"licence", s.licence},
                                  {"category", std::string(categoryId(s.category))},
                                  {"weight", s.weight},
                                  {"gain", s.gain},
                                  {"onset", s.onset},
                                  {"length", s.length},
                                  {"validation", s.isValidation}});
    }
    if (!p.sequences.empty()) {
        json["sequences"] = sequencesJson(p.sequences);
    }
    json["dropped"] = nlohmann::json::array();
    for (const DroppedSound& s : p.dropped) {
        json["dropped"].push_back({{"id", s.id}, {"reason", s.reason}});
    }
    return json;
}

/// Throws nlohmann's exceptions where the text is not what `factsJson` writes.
void readFacts(Prepared& p, const nlohmann::json& json)
{
    p.key = json.at("key").get<std::string>();
    p.variants = json.at("variants").get<int>();
    p.isSplitByGroup = json.at("by_group").get<bool>();
    p.noiseVariance = json.at("noise_variance").get<double>();
    p.validationOutside = json.at("validation_outside").get<double>();
    for (const auto& s : json.at("sounds")) {
        const auto category = categoryFromId(s.at("category").get<std::string>());
        p.sounds.push_back({s.at("id").get<std::int64_t>(), s.at("hash").get<std::string>(),
                            s.at("group").get<std::string>(), s.at("name").get<std::string>(),
                            s.at("licence").get<std::string>(), category.value_or(Category::Other),
                            s.at("weight").get<double>(), s.at("gain").get<float>(),
                            s.at("onset").get<int>(), s.at("length").get<int>(),
                            s.at("validation").get<bool>()});
    }
    if (json.contains("sequences")) {
        // What does not fit leaves none: the arrays are refused then.
        p.sequences = sequencesFrom(json.at("sequences"), p.sounds.size())
                          .value_or(std::vector<LongSequence> {});
    }
    for (const auto& s : json.at("dropped")) {
        p.dropped.push_back({s.at("id").get<std::int64_t>(), s.at("reason").get<std::string>()});
    }
}

bool areBelow(const std::vector<std::uint32_t>& values, std::size_t limit)
{
    return std::all_of(values.begin(), values.end(),
                       [limit](std::uint32_t value) { return value < limit; });
}

bool areFinite(const std::vector<float>& values)
{
    return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
}

template<typename Value>
bool assign(std::vector<Value>& to, Result<std::vector<Value>> from)
{
    if (from) {
        to = std::move(*from);
    }
    return from.has_value();
}

/// @return  whether everything fits together.
bool readArrays(Prepared& p, const StateFile& file, const nlohmann::json& json)
{
    const auto rows = json.at("rows").get<std::size_t>();
    const auto components = json.at("components").get<std::size_t>();
    const auto training = json.at("train_rows").get<std::size_t>();
    const auto held = json.at("validation_rows").get<std::size_t>();
    const auto probes = json.at("probes").get<std::size_t>();
    const std::size_t sounds = p.sounds.size();
    if (json.contains("sequences") == p.sequences.empty() || rows > kMostRows || components < 1
        || components > kMaxComponents || training > rows || held > rows || probes > kProbes
        || sounds < kFewestSounds || sounds > kMostSounds || rows < sounds
        || !(p.noiseVariance > 0.0)) {
        return false;
    }
    const bool areThere = assign(p.basis.mean, file.take<float>("mean", kVectorSize))
        && assign(p.basis.directions,
                  file.take<std::uint16_t>("directions", kVectorSize * components))
        && assign(p.basis.eigenvalues, file.take<float>("eigenvalues", components))
        && assign(p.basis.scale, file.take<float>("scale", components))
        && assign(p.coefficients, file.take<float>("coefficients", rows * components))
        && assign(p.soundOf, file.take<std::uint32_t>("sound_of", rows))
        && assign(p.trainRows, file.take<std::uint32_t>("train_rows", training))
        && assign(p.validationRows, file.take<std::uint32_t>("validation_rows", held))
        && assign(p.embeddings, file.take<float>("embeddings", sounds * kEmbeddingSize))
        && assign(p.probes, file.take<std::uint32_t>("probes", probes))
        && assign(p.probeSamples, file.take<float>("probe_samples", probes * kLength));
    return areThere && areBelow(p.soundOf, sounds) && areBelow(p.trainRows, rows)
        && areBelow(p.validationRows, rows) && areBelow(p.probes, sounds)
        && areFinite(p.coefficients) && areFinite(p.basis.mean) && areFinite(p.embeddings)
        && std::all_of(p.basis.scale.begin(), p.basis.scale.end(),
                       [](float v) { return std::isfinite(v) && v > 0.0F; });
}

} // namespace

std::string preparedKey(Category category, const TrainParams& params)
{
    // What is changed of how sounds are prepared or of what a state's weights mean counts up.
    constexpr int kRecipe = 3;
    nlohmann::json json = {{"analysis", kAnalysisId},
                           {"recipe", kRecipe},
                           {"category", std::string(categoryId(category))},
                           {"detail", params.detail},
                           {"latent", params.latentDim},
                           {"augmentations", params.augmentations},
                           {"validation_share", params.validationShare},
                           {"seed", params.seed}};
    if (params.isLong) {
        json["long"] = true;
    }
    return json.dump();
}

Result<> Prepared::save(const std::filesystem::path& path) const
{
    StateFile file;
    file.putText("facts",
                 factsJson(*this).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    file.put("mean", basis.mean);
    file.put("directions", basis.directions);
    file.put("eigenvalues", basis.eigenvalues);
    file.put("scale", basis.scale);
    file.put("coefficients", coefficients);
    file.put("sound_of", soundOf);
    file.put("train_rows", trainRows);
    file.put("validation_rows", validationRows);
    file.put("embeddings", embeddings);
    file.put("probes", probes);
    file.put("probe_samples", probeSamples);
    return file.write(path, false);
}

Result<Prepared> Prepared::load(const std::filesystem::path& path)
{
    const auto file = StateFile::read(path);
    if (!file) {
        return propagate(file);
    }
    Prepared out;
    const auto text = file->takeText("facts");
    const auto json = text ? nlohmann::json::parse(*text, nullptr, false) : nlohmann::json();
    bool isGood = json.is_object();
    try {
        if (isGood) {
            readFacts(out, json);
            isGood = readArrays(out, *file, json);
        }
    } catch (const nlohmann::json::exception&) {
        isGood = false;
    }
    if (!isGood) {
        return fail(ErrorCode::Corrupt,
                    "what was prepared of a training run in '" + path.string()
                        + "' is damaged or from another version");
    }
    return out;
}

double noiseFor(const Prepared& p, double wanted, std::size_t latent)
{
    constexpr double kMostNats = 240.0; // vae.md 8: 15 to 250
    constexpr double kStep = 1.02;
    const std::size_t count = std::min(latent, p.basis.components());
    std::vector<double> squares(count, 0.0); // means over the sounds
    for (const std::uint32_t row : p.trainRows) {
        for (std::size_t k = 0; row < p.sounds.size() && k < count; ++k) {
            squares[k] += std::pow(static_cast<double>(p.row(row)[k]), 2);
        }
    }
    const auto sounds = static_cast<double>(
        std::count_if(p.trainRows.begin(), p.trainRows.end(),
                      [&p](std::uint32_t row) { return row < p.sounds.size(); }));
    const auto nats = [&](double noise) {
        double sum = 0;
        for (std::size_t k = 0; k < count; ++k) {
            const double lambda = std::max(1e-30, static_cast<double>(p.basis.eigenvalues[k]));
            const double lost = std::clamp(noise / lambda, 1e-5, 1.0);
            sum += 0.5 * ((1.0 - lost) * squares[k] / sounds + lost - 1.0 - std::log(lost));
        }
        return sum;
    };
    double out = wanted;
    while (nats(out) > kMostNats) {
        out *= kStep;
    }
    return out;
}

Result<Prepared> prepare(const std::vector<TrainingSound>& sounds, const TrainParams& params,
                         const GivenBasis* given, TaskContext& task)
{
    TaskContext building = task.sub(0.0, 0.85);
    auto data = params.isLong ? buildLongDataset(sounds, params, building)
                              : buildDataset(sounds, params, building);
    if (!data) {
        return propagate(data);
    }
    Prepared out;
    out.sounds = factsOf(*data);
    out.sequences = data->sequences;
    out.dropped = data->dropped;
    out.variants = data->variants;
    out.isSplitByGroup = data->isSplitByGroup;
    out.soundOf = data->soundOf;
    out.trainRows = narrow(data->trainRows);
    out.validationRows = narrow(data->validationRows);
    out.embeddings = std::move(data->embeddings);
    out.probes = chooseProbes(out.sounds);
    for (const std::uint32_t probe : out.probes) {
        const auto samples = data->samplesOf(probe);
        out.probeSamples.insert(out.probeSamples.end(), samples.begin(), samples.end());
    }
    TaskContext fitting = task.sub(0.85, 1.0);
    if (const auto done = fitCoefficients(out, *data, given, params, fitting); !done) {
        return propagate(done);
    }
    return out;
}

} // namespace nde::nn::vae
