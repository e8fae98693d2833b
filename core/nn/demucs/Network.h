#pragma once

#include "core/nn/api/SeparationModel.h"
#include "core/nn/checkpoint/Checkpoint.h"
#include "core/nn/demucs/Ops.h"
#include "core/nn/demucs/Parameters.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace nde::nn::demucs {

/// A separation network with its weights.
class Network
{
public:
    virtual ~Network() = default;
    /// @param mix  [channels, frames].
    /// @return     [sources · channels, frames].
    /// Throws Interrupted, c10::Error, std::bad_alloc.
    [[nodiscard]] virtual at::Tensor forward(const OpContext& context, at::Tensor mix) const = 0;
};

/// What a package describes, checked, and how to build it.
struct NetworkPlan
{
    SeparationModelInfo info; ///< `parameters` filled in
    std::int64_t paddedFrames {}; ///< 0 = any length
    /// Asks `parameters` for every tensor of the network.
    std::function<std::unique_ptr<Network>(Parameters& parameters)> build;
    /// Whether the network takes this many frames.
    std::function<Result<>(std::int64_t frames)> checkFrames;
    /// See SeparationModel::validFrames; empty = every length is.
    std::function<std::int64_t(std::int64_t frames)> validFrames;
    ShapeList shapes;
};

/// Reads the configuration by the package's class, and bounds the number of parameters.
/// @errors  BadInput, Unsupported (an unknown class or option), OutOfMemory (too many parameters).
[[nodiscard]] Result<NetworkPlan> planNetwork(const checkpoint::Package& package);

} // namespace nde::nn::demucs
