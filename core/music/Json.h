#pragma once

#include "core/music/Plan.h"

#include <nlohmann/json.hpp>

/// Shared by the JSON of requests and plans. Only .cpp files of this folder include it.
namespace nde::music {

[[nodiscard]] nlohmann::json requestObject(const Request& request);
/// Throws nlohmann::json::exception; `planFromJson` turns it into an Error.
[[nodiscard]] Request requestFrom(const nlohmann::json& object);

[[nodiscard]] inline nlohmann::json keyObject(Key key)
{
    return {{"pc", key.pitchClass}, {"minor", key.isMinor}};
}
[[nodiscard]] inline Key keyFrom(const nlohmann::json& object)
{
    return {object.at("pc").get<int>(), object.at("minor").get<bool>()};
}

} // namespace nde::music
