#pragma once

#include "core/nn/vae/LongSequence.h"

#include <nlohmann/json.hpp>

#include <optional>

/// Sequences in the JSON of models and of a run's state.
namespace nde::nn::vae {

[[nodiscard]] nlohmann::json sequencesJson(const std::vector<LongSequence>& sequences);
/// Nothing where the sequences do not share all of the `sounds` points out among them, in order.
/// Throws nlohmann's exceptions where the JSON is not what `sequencesJson` writes.
[[nodiscard]] std::optional<std::vector<LongSequence>> sequencesFrom(const nlohmann::json& json,
                                                                     std::size_t sounds);

} // namespace nde::nn::vae
