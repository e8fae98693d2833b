#include "core/nn/demucs/NetworkV3.h"

#include "core/nn/demucs/Demucs.h"
#include "core/nn/demucs/HDemucs.h"

#include <memory>
#include <utility>

namespace nde::nn::demucs {

namespace {

/// What the two configurations share by name.
template<typename Config>
NetworkPlan planOf(const Config& config, const char* architecture)
{
    NetworkPlan plan;
    plan.info.architecture = architecture;
    plan.info.sources = config.sources;
    plan.info.sampleRate = static_cast<int>(config.sampleRate);
    plan.info.channels = static_cast<int>(config.audioChannels);
    plan.info.segmentNumerator = config.segment.numerator;
    plan.info.segmentDenominator = config.segment.denominator;
    plan.info.segmentFrames = config.segment.frames;
    return plan;
}

} // namespace

Result<NetworkPlan> planHDemucs(const checkpoint::Package& package)
{
    const auto config = readHDemucs(package);
    if (!config) {
        return propagate(config);
    }
    NetworkPlan plan = planOf(*config, "HDemucs");
    plan.build = [config = *config](Parameters& parameters) {
        return std::make_unique<HDemucs>(parameters, config);
    };
    plan.checkFrames
        = [config = *config](std::int64_t frames) { return checkFramesV3(config, frames); };
    return plan;
}

Result<NetworkPlan> planDemucs(const checkpoint::Package& package)
{
    const auto config = readDemucs(package);
    if (!config) {
        return propagate(config);
    }
    NetworkPlan plan = planOf(*config, "Demucs");
    plan.build = [config = *config](Parameters& parameters) {
        return std::make_unique<Demucs>(parameters, config);
    };
    plan.checkFrames
        = [config = *config](std::int64_t frames) { return checkFramesV3(config, frames); };
    plan.validFrames
        = [config = *config](std::int64_t frames) { return config.validLength(frames); };
    return plan;
}

} // namespace nde::nn::demucs
