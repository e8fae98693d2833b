#pragma once

#include "core/base/Result.h"
#include "core/nn/demucs/Network.h"

namespace nde::nn::demucs {

/// `demucs.hdemucs.HDemucs`. @errors  as planNetwork.
[[nodiscard]] Result<NetworkPlan> planHDemucs(const checkpoint::Package& package);
/// `demucs.demucs.Demucs`.
[[nodiscard]] Result<NetworkPlan> planDemucs(const checkpoint::Package& package);

} // namespace nde::nn::demucs
