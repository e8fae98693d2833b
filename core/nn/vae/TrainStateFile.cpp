#include "core/nn/vae/TrainStateFile.h"

#include "core/nn/vae/StateFile.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kMostPoints = 100000;

nlohmann::json jsonOf(const EpochPoint& p)
{
    return {{"epoch", p.epoch},
            {"train", p.train},
            {"validation", p.validation},
            {"reconstruction", p.reconstruction},
            {"kl", p.kl},
            {"active", p.activeDimensions},
            {"rate", p.learningRate},
            {"examples", p.examplesPerS},
            {"gradient", p.gradientNorm},
            {"distance", p.spectralDistance},
            {"elapsed", p.elapsedS},
            {"steps", p.steps},
            {"memory", p.memoryBytes},
            {"event", p.event}};
}

EpochPoint pointOf(const nlohmann::json& json)
{
    EpochPoint p;
    p.epoch = json.at("epoch").get<int>();
    p.train = json.at("train").get<double>();
    p.validation = json.at("validation").get<double>();
    p.reconstruction = json.at("reconstruction").get<double>();
    p.kl = json.at("kl").get<double>();
    p.activeDimensions = json.at("active").get<int>();
    p.learningRate = json.at("rate").get<double>();
    p.examplesPerS = json.at("examples").get<double>();
    p.gradientNorm = json.at("gradient").get<double>();
    p.spectralDistance = json.at("distance").get<double>();
    p.elapsedS = json.at("elapsed").get<double>();
    p.steps = json.at("steps").get<std::int64_t>();
    p.memoryBytes = json.at("memory").get<std::int64_t>();
    p.event = json.at("event").get<std::string>();
    return p;
}

nlohmann::json jsonOf(const TrainState& s)
{
    nlohmann::json curve = nlohmann::json::array();
    for (const EpochPoint& point : s.curve) {
        curve.push_back(jsonOf(point));
    }
    return {{"step", s.step},
            {"moment_steps", s.momentSteps},
            {"epoch", s.epoch},
            {"step_in_epoch", s.stepInEpoch},
            {"pass", s.pass},
            {"position", s.position},
            {"batch", s.batch},
            {"rollbacks", s.rollbacks},
            {"rate_factor", s.rateFactor},
            {"gradient_sum", s.gradientSum},
            {"smoothed", s.smoothed},
            {"best_smoothed", s.bestSmoothed},
            {"waited", s.waited},
            {"best_value", s.bestValue},
            {"best_epoch", s.bestEpoch},
            {"elapsed", s.elapsedS},
            {"epoch_elapsed", s.epochElapsedS},
            {"event", s.event},
            {"is_finished", s.isFinished},
            {"is_stopped_early", s.isStoppedEarly},
            {"curve", curve}};
}

TrainState stateOf(const nlohmann::json& json)
{
    TrainState s;
    s.step = json.at("step").get<std::int64_t>();
    s.momentSteps = json.at("moment_steps").get<std::int64_t>();
    s.epoch = json.at("epoch").get<int>();
    s.stepInEpoch = json.at("step_in_epoch").get<std::int64_t>();
    s.pass = json.at("pass").get<std::int64_t>();
    s.position = json.at("position").get<std::int64_t>();
    s.batch = json.at("batch").get<std::int64_t>();
    s.rollbacks = json.at("rollbacks").get<int>();
    s.rateFactor = json.at("rate_factor").get<double>();
    s.gradientSum = json.at("gradient_sum").get<double>();
    s.smoothed = json.at("smoothed").get<double>();
    s.bestSmoothed = json.at("best_smoothed").get<double>();
    s.waited = json.at("waited").get<int>();
    s.bestValue = json.at("best_value").get<double>();
    s.bestEpoch = json.at("best_epoch").get<int>();
    s.elapsedS = json.at("elapsed").get<double>();
    s.epochElapsedS = json.at("epoch_elapsed").get<double>();
    s.event = json.at("event").get<std::string>();
    s.isFinished = json.at("is_finished").get<bool>();
    s.isStoppedEarly = json.at("is_stopped_early").get<bool>();
    for (const auto& point : json.at("curve")) {
        s.curve.push_back(pointOf(point));
    }
    return s;
}

bool isPlausible(const TrainState& s)
{
    return s.step >= 0 && s.momentSteps >= 0 && s.epoch >= 1 && s.stepInEpoch >= 0 && s.pass >= 0
        && s.position >= 0 && s.batch >= 1 && s.batch <= 4096 && s.rollbacks >= 0 && s.waited >= 0
        && s.bestEpoch >= 0 && !s.curve.empty() && s.curve.size() <= kMostPoints;
}

bool take(const StateFile& file, const char* name, std::size_t count, std::vector<float>& to)
{
    auto values = file.take<float>(name, count);
    if (values) {
        to = std::move(*values);
    }
    return values
        && std::all_of(to.begin(), to.end(), [](float value) { return std::isfinite(value); });
}

} // namespace

Result<> saveTrainState(const std::filesystem::path& path, const std::string& key,
                        const TrainState& state, const TrainWeights& weights)
{
    StateFile file;
    file.putText("key", key);
    file.putText("state", jsonOf(state).dump());
    std::vector<float> kl;
    for (const EpochPoint& point : state.curve) {
        kl.insert(kl.end(), point.klPerDimension.begin(), point.klPerDimension.end());
    }
    file.put("kl", kl);
    file.put("values", weights.values);
    file.put("first", weights.first);
    file.put("second", weights.second);
    file.put("best", weights.best);
    return file.write(path, false);
}

Result<StoredTraining> loadTrainState(const std::filesystem::path& path, const std::string& key,
                                      std::size_t count, std::size_t latent)
{
    const auto file = StateFile::read(path);
    if (!file) {
        return propagate(file);
    }
    const auto damaged = [&path] {
        return fail(ErrorCode::Corrupt,
                    "the state of a training run in '" + path.string()
                        + "' is damaged or from another run");
    };
    const auto storedKey = file->takeText("key");
    const auto text = file->takeText("state");
    if (!storedKey || *storedKey != key || !text) {
        return damaged();
    }
    StoredTraining out;
    try {
        const auto json = nlohmann::json::parse(*text, nullptr, false);
        if (!json.is_object()) {
            return damaged();
        }
        out.state = stateOf(json);
    } catch (const nlohmann::json::exception&) {
        return damaged();
    }
    if (!isPlausible(out.state) || !take(*file, "values", count, out.values)
        || !take(*file, "first", count, out.first) || !take(*file, "second", count, out.second)
        || !take(*file, "best", count, out.best)) {
        return damaged();
    }
    std::vector<float> kl;
    if (!take(*file, "kl", out.state.curve.size() * latent, kl)) {
        return damaged();
    }
    for (std::size_t i = 0; i < out.state.curve.size(); ++i) {
        const auto first = kl.begin() + static_cast<std::ptrdiff_t>(i * latent);
        out.state.curve[i].klPerDimension.assign(first,
                                                 first + static_cast<std::ptrdiff_t>(latent));
    }
    return out;
}

} // namespace nde::nn::vae
