#pragma once

#include "core/nn/api/Separation.h"

#include <functional>
#include <memory>
#include <string>

namespace nde::nn::apply {

/// What the driver knows of a network: the contract of SeparationModel without its loading.
/// @thread  one at a time.
class Network
{
public:
    virtual ~Network() = default;
    [[nodiscard]] virtual std::int64_t paddedFrames() const = 0; ///< 0 = takes any length
    /// What a chunk is widened to by the track's own samples, see SeparationModel.
    [[nodiscard]] virtual std::int64_t validFrames(std::int64_t frames) const
    {
        return paddedFrames() > 0 ? paddedFrames() : frames;
    }
    [[nodiscard]] virtual std::string deviceName() const = 0;
    /// [channels, frames] -> [sources, channels, frames]
    [[nodiscard]] virtual Result<> forward(const float* mix, std::int64_t frames, float* stems,
                                           const TaskContext& task)
        = 0;
};

/// Where networks come from.
struct Backend
{
    std::function<Result<std::unique_ptr<Network>>(const SeparationPlan::Member&,
                                                   const ModelOptions&)>
        load;
    std::function<bool(ComputeDevice)> hasFastPrecision;
};

/// `separateMix` on any backend.
[[nodiscard]] Result<SeparationReport> runPasses(const SeparationPlan& plan,
                                                 const SeparationOptions& options,
                                                 const Backend& backend, MixSource& mix,
                                                 StemSink& sink, std::span<const std::byte> state,
                                                 const TaskContext& task);

} // namespace nde::nn::apply
