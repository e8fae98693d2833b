#pragma once

#include "core/nn/apply/Ladder.h"
#include "core/nn/apply/Passes.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace nde::nn::apply {

/// Where a run stands after a chunk: everything that is needed to go on with the same bytes.
struct RunState
{
    Setup setup;
    std::size_t pass {}; ///< number of passes = done
    std::int64_t chunk {}; ///< the next one
    std::int64_t segments {}; ///< forward passes so far
    std::string device; ///< that computed last
    std::vector<float> inFlight; ///< OverlapAdd::save
    bool operator==(const RunState&) const = default;
};

/// Of everything that decides about the result: options, members (name, weights, configuration),
/// frames, passes. A state only fits a run with the same one.
[[nodiscard]] std::uint64_t fingerprintOf(const SeparationPlan& plan,
                                          const SeparationOptions& options,
                                          const std::vector<Pass>& passes, std::int64_t frames);

[[nodiscard]] std::vector<std::byte> writeState(const RunState& state, std::uint64_t fingerprint);
/// Every count is checked against the bytes before anything is allocated.
/// @errors  Corrupt (damaged, or of another run).
[[nodiscard]] Result<RunState> readState(std::span<const std::byte> bytes,
                                         std::uint64_t fingerprint);

} // namespace nde::nn::apply
