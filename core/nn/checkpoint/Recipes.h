#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/Pickle.h"

#include <optional>
#include <string_view>
#include <vector>

/// The few calls of a pickle whose outcome is plain data and known.
namespace nde::nn::checkpoint::pickle {

/// What calling `function` with these arguments would give. An unknown function, or arguments
/// that a known one does not take in a way understood here, give an Object.
/// @errors  Corrupt, BadInput (a tensor or fraction whose description is nonsense).
[[nodiscard]] Result<Node> call(Graph& graph, std::string_view function,
                                const std::vector<NodeId>& arguments);

/// What a persistent id stands for: a storage, or the class of the older format.
/// @errors  Corrupt, Unsupported (unknown storage type).
[[nodiscard]] Result<Node> persistent(Graph& graph, NodeId id);

/// A courtesy, not the protection: nothing is run in any case, but a file that names such a
/// function was made to harm programs that would.
[[nodiscard]] bool runsPrograms(std::string_view function);

} // namespace nde::nn::checkpoint::pickle
