#pragma once

#include "core/services/UseCases.h"

#include <QJsonArray>
#include <QJsonObject>

/// What files, recipes and `dream generate` say of a dream.
namespace nde::services {

/// {"latent", "seed", "parents", "fidelity", "novelty", "nearest", "factor", …}; without audio.
[[nodiscard]] QJsonObject factsToJson(const nn::GeneratedSound& sound);
/// @errors  Corrupt, one sentence: a field is missing, of the wrong kind, not finite, out of range.
[[nodiscard]] Result<nn::GeneratedSound> factsFromJson(const QJsonObject& object);

[[nodiscard]] QJsonArray latentToJson(const std::vector<float>& latent);
/// At most 64 k finite numbers; empty where it is anything else.
[[nodiscard]] std::vector<float> latentFromJson(const QJsonValue& value);

} // namespace nde::services
