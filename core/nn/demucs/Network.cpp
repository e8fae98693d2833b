#include "core/nn/demucs/Network.h"

#include "core/nn/demucs/Config.h"
#include "core/nn/demucs/HTDemucs.h"
#include "core/nn/demucs/NetworkV3.h"

#include <string>
#include <utility>

namespace nde::nn::demucs {

namespace {

SeparationModelInfo infoOf(const HybridConfig& config, const char* architecture)
{
    SeparationModelInfo info;
    info.architecture = architecture;
    info.sources = config.sources;
    info.sampleRate = static_cast<int>(config.sampleRate);
    info.channels = static_cast<int>(config.audioChannels);
    info.segmentNumerator = config.segment.numerator;
    info.segmentDenominator = config.segment.denominator;
    info.segmentFrames = config.segment.frames;
    return info;
}

Result<NetworkPlan> planHTDemucs(const checkpoint::Package& package)
{
    const auto config = readHTDemucs(package);
    if (!config) {
        return propagate(config);
    }
    NetworkPlan plan;
    plan.info = infoOf(*config, "HTDemucs");
    plan.paddedFrames = config->usesTrainSegment ? config->segment.frames : 0;
    plan.build = [config = *config](Parameters& parameters) {
        return std::make_unique<HTDemucs>(parameters, config);
    };
    plan.checkFrames = [config = *config](std::int64_t frames) -> Result<> {
        if (config.usesTrainSegment) {
            return {}; // the length that counts is that of the segment, checked already
        }
        const auto shape = checkShapes(config, frames);
        return shape ? Result<> {} : propagate(shape);
    };
    return plan;
}

} // namespace

Result<NetworkPlan> planNetwork(const checkpoint::Package& package)
{
    const std::string name = package.klass.substr(package.klass.rfind('.') + 1);
    Result<NetworkPlan> plan
        = fail(ErrorCode::Unsupported,
               "the model's class \"" + package.klass.substr(0, 80) + "\" is none of Demucs");
    if (name == "HTDemucs") {
        plan = planHTDemucs(package);
    } else if (name == "HDemucs" || name == "WDemucs") { // its name before release
        plan = planHDemucs(package);
    } else if (name == "Demucs") {
        plan = planDemucs(package);
    }
    if (!plan) {
        return plan;
    }
    (void)plan->build(plan->shapes);
    plan->info.parameters = plan->shapes.parameters();
    if (plan->info.parameters > kMaxParameters) {
        return fail(ErrorCode::OutOfMemory,
                    "the configuration asks for " + std::to_string(plan->info.parameters)
                        + " parameters, more than " + std::to_string(kMaxParameters));
    }
    return plan;
}

} // namespace nde::nn::demucs
