#include "core/music/PlanWire.h"

#include "core/music/Json.h"

namespace nde::music {
namespace {

using nlohmann::json;

constexpr std::uint64_t kExact = std::uint64_t {1} << 53U;

void spellSeed(json& object)
{
    const auto seed = object.find("seed");
    if (seed != object.end() && seed->is_number_unsigned() && seed->get<std::uint64_t>() > kExact) {
        *seed = std::to_string(seed->get<std::uint64_t>());
    }
}

} // namespace

std::string planToWireJson(const Plan& plan)
{
    json object = json::parse(planToJson(plan));
    spellSeed(object);
    spellSeed(object.at("request"));
    for (json& lane : object.at("lanes")) {
        spellSeed(lane);
        for (json& clip : lane.at("clips")) {
            spellSeed(clip);
        }
    }
    return object.dump();
}

} // namespace nde::music
