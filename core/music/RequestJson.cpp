#include "core/music/Json.h"

namespace nde::music {

using nlohmann::json;

namespace {

template<typename T>
json orNull(const std::optional<T>& value)
{
    return value ? json(*value) : json(nullptr);
}

template<typename T>
std::optional<T> optionalFrom(const json& object, const char* name)
{
    const auto at = object.find(name);
    return at == object.end() || at->is_null() ? std::nullopt : std::optional<T>(at->get<T>());
}

} // namespace

json requestObject(const Request& request)
{
    json sections = json::array();
    for (const SectionWish& wish : request.sections) {
        json section {
            {"name", wish.name}, {"count", orNull(wish.count)}, {"length", orNull(wish.length)}};
        if (wish.isExcluded) {
            section["excluded"] = true;
        }
        sections.push_back(std::move(section));
    }
    json moods = json::array();
    for (const auto& [name, degree] : request.moods) {
        moods.push_back(json::array({name, degree}));
    }
    json object {{"genres", request.genres},
                 {"moods", std::move(moods)},
                 {"instruments", request.instruments},
                 {"excluded", request.excluded},
                 {"sections", std::move(sections)},
                 {"bpm", orNull(request.bpm)},
                 {"key", request.key ? keyObject(*request.key) : json(nullptr)},
                 {"duration_s", orNull(request.durationS)},
                 {"bars", orNull(request.bars)},
                 {"lufs", orNull(request.lufs)},
                 {"seed", orNull(request.seed)},
                 {"meter", orNull(request.meter)},
                 {"swing", orNull(request.swing)},
                 {"unknown", request.unknown}};
    if (request.bpmRange) {
        object["bpm_range"] = {request.bpmRange->first, request.bpmRange->second};
    }
    if (request.isGenreGuessed) {
        object["genre_guessed"] = true;
    }
    return object;
}

Request requestFrom(const json& object)
{
    Request request;
    object.at("genres").get_to(request.genres);
    object.at("moods").get_to(request.moods);
    object.at("instruments").get_to(request.instruments);
    object.at("excluded").get_to(request.excluded);
    for (const json& section : object.at("sections")) {
        request.sections.push_back(
            {section.at("name").get<std::string>(), optionalFrom<int>(section, "count"),
             optionalFrom<std::string>(section, "length"), section.value("excluded", false)});
    }
    request.bpm = optionalFrom<double>(object, "bpm");
    if (const auto range = optionalFrom<std::vector<double>>(object, "bpm_range")) {
        request.bpmRange = {range->at(0), range->at(1)};
    }
    if (const auto key = optionalFrom<json>(object, "key")) {
        request.key = keyFrom(*key);
    }
    request.durationS = optionalFrom<double>(object, "duration_s");
    request.bars = optionalFrom<int>(object, "bars");
    request.lufs = optionalFrom<double>(object, "lufs");
    request.seed = optionalFrom<std::uint64_t>(object, "seed");
    request.meter = optionalFrom<std::string>(object, "meter");
    request.swing = optionalFrom<double>(object, "swing");
    object.at("unknown").get_to(request.unknown);
    request.isGenreGuessed = object.value("genre_guessed", false);
    return request;
}

std::string requestToJson(const Request& request)
{
    return requestObject(request).dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace nde::music
