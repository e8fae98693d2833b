#include "core/nn/api/Separation.h"

#include "core/nn/apply/Network.h"
#include "core/nn/apply/Passes.h"
#include "core/nn/checkpoint/Checkpoint.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

namespace nde::nn {
namespace {

class LoadedNetwork final : public apply::Network
{
public:
    explicit LoadedNetwork(SeparationModel model)
        : m_model(std::move(model))
    {
    }
    [[nodiscard]] std::int64_t paddedFrames() const override { return m_model.paddedFrames(); }
    [[nodiscard]] std::int64_t validFrames(std::int64_t frames) const override
    {
        return m_model.validFrames(frames);
    }
    [[nodiscard]] std::string deviceName() const override { return m_model.deviceName(); }
    [[nodiscard]] Result<> forward(const float* mix, std::int64_t frames, float* stems,
                                   const TaskContext& task) override
    {
        return m_model.forward(mix, frames, stems, task);
    }

private:
    SeparationModel m_model;
};

bool isBagFile(const std::filesystem::path& path)
{
    return path.extension() == ".yaml" || path.extension() == ".yml";
}

Result<> checkMember(const SeparationPlan& plan, const SeparationPlan::Member& member)
{
    std::string name(1, '\'');
    name += member.file.filename().string();
    name += '\'';
    const auto& first = plan.info;
    const auto& info = member.info;
    if (info.sources != first.sources || info.sampleRate != first.sampleRate
        || info.channels != first.channels) {
        return fail(ErrorCode::Corrupt,
                    name
                        + " has other sources, another rate or other channels than the first "
                          "model of its bag");
    }
    const bool isUsable = member.weights.size() == first.sources.size()
        && std::all_of(member.weights.begin(), member.weights.end(),
                       [](double weight) { return std::isfinite(weight) && weight >= 0.0; });
    if (!isUsable) {
        return fail(ErrorCode::Corrupt,
                    "the weights of " + name + " in its bag must be "
                        + std::to_string(first.sources.size()) + " numbers of at least 0");
    }
    return {};
}

Result<> checkBag(const SeparationPlan& plan, const std::filesystem::path& path)
{
    for (const auto& member : plan.members) {
        if (auto checked = checkMember(plan, member); !checked) {
            return checked;
        }
    }
    for (std::size_t source = 0; source < plan.info.sources.size(); ++source) {
        const bool isFed
            = std::any_of(plan.members.begin(), plan.members.end(),
                          [source](const auto& member) { return member.weights[source] > 0.0; });
        if (!isFed) {
            return fail(ErrorCode::Corrupt,
                        "no model of '" + path.filename().string() + "' gives '"
                            + plan.info.sources[source] + "'");
        }
    }
    return {};
}

Result<SeparationPlan> planOf(const checkpoint::Bag& bag, const std::filesystem::path& path)
{
    SeparationPlan plan;
    if (bag.segment) {
        plan.bagSegmentS = static_cast<double>(bag.segment->numerator)
            / static_cast<double>(bag.segment->denominator);
    }
    for (std::size_t i = 0; i < bag.members.size(); ++i) {
        auto info = SeparationModel::inspect(bag.members[i]);
        if (!info) {
            return propagate(info);
        }
        if (i == 0) {
            plan.info = *info;
        }
        auto weights = i < bag.weights.size() ? bag.weights[i]
                                              : std::vector<double>(plan.info.sources.size(), 1.0);
        plan.members.push_back({bag.members[i], std::move(weights), std::move(*info)});
    }
    if (plan.members.empty()) {
        return fail(ErrorCode::Corrupt, path.filename().string() + " names no model");
    }
    if (auto checked = checkBag(plan, path); !checked) {
        return propagate(checked);
    }
    return plan;
}

} // namespace

Result<SeparationPlan> planSeparation(const std::filesystem::path& path)
{
    if (isBagFile(path)) {
        const auto bag = checkpoint::readBag(path);
        return bag ? planOf(*bag, path) : Result<SeparationPlan> {propagate(bag)};
    }
    checkpoint::Bag alone;
    alone.members = {path};
    return planOf(alone, path);
}

Result<> checkSeparation(const SeparationPlan& plan, const SeparationOptions& options)
{
    return apply::checkOptions(plan, options);
}

Result<SeparationReport> separateMix(const SeparationPlan& plan, const SeparationOptions& options,
                                     MixSource& mix, StemSink& sink,
                                     std::span<const std::byte> state, const TaskContext& task)
{
    apply::Backend backend;
    backend.load = [](const SeparationPlan::Member& member,
                      const ModelOptions& asked) -> Result<std::unique_ptr<apply::Network>> {
        auto model = SeparationModel::load(member.file, asked);
        if (!model) {
            return propagate(model);
        }
        return std::make_unique<LoadedNetwork>(std::move(*model));
    };
    backend.hasFastPrecision = SeparationModel::hasFastPrecision;
    return apply::runPasses(plan, options, backend, mix, sink, state, task);
}

} // namespace nde::nn
