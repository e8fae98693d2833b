#include "core/music/Json.h"

#include <algorithm>

namespace nde::music {

using nlohmann::json;

namespace {

constexpr std::size_t kMaxTerms = 1000;

template<typename T>
json orNull(const std::optional<T>& value)
{
    return value ? json(*value) : json(nullptr);
}

void requireRange(std::optional<double> value, double low, double high, const char* what)
{
    require(!value || (*value >= low && *value <= high), what);
}

SectionWish wishFrom(const json& value)
{
    const JsonReader object(value, "a section of the request");
    SectionWish wish;
    wish.name = object.text("name");
    wish.count = object.maybeInteger("count");
    wish.length = object.maybeText("length");
    wish.isExcluded = object.has("excluded") && object.flag("excluded");
    require(!wish.name.empty(), "a section of the request has no name");
    require(!wish.count || (*wish.count >= 1 && *wish.count <= 1000),
            "the number of sections is out of range");
    require(!wish.length || *wish.length == "long" || *wish.length == "short",
            "a section is neither long nor short");
    return wish;
}

/// "3/4": what the parser takes.
bool isMeter(const std::string& text)
{
    const auto slash = text.find('/');
    const std::string beats = text.substr(0, slash);
    return slash != std::string::npos && !beats.empty() && beats.size() <= 2
        && std::all_of(beats.begin(), beats.end(), [](char c) { return c >= '0' && c <= '9'; })
        && (text.substr(slash) == "/4" || text.substr(slash) == "/8");
}

void check(const Request& request)
{
    requireRange(request.bpm, 20.0, 400.0, "the tempo of the request is out of range");
    if (request.bpmRange) {
        const auto& [low, high] = *request.bpmRange;
        require(low >= 20.0 && low <= high && high <= 400.0,
                "the tempo range of the request is out of range");
    }
    requireRange(request.durationS, 0.1, 36'000.0, "the length of the request is out of range");
    requireRange(request.lufs, -60.0, 0.0, "the loudness of the request is out of range");
    requireRange(request.swing, 50.0, 75.0, "the swing of the request is out of range");
    require(!request.bars || (*request.bars >= 1 && *request.bars <= 4096),
            "the bars of the request are out of range");
    require(!request.meter || isMeter(*request.meter), "the metre of the request is none");
    for (const auto& [name, degree] : request.moods) {
        require(degree >= -10.0 && degree <= 10.0, "the degree of a mood is out of range");
    }
}

json choiceArray(const SourceChoice& choice)
{
    json kinds = json::array();
    for (const auto& [isOn, name] : {std::pair<bool, const char*> {choice.original, "original"},
                                     {choice.separated, "separated"},
                                     {choice.generated, "generated"}}) {
        if (isOn) {
            kinds.push_back(name);
        }
    }
    return kinds;
}

SourceChoice choiceFrom(const std::vector<std::string>& kinds)
{
    SourceChoice choice {false, false, false};
    for (const std::string& kind : kinds) {
        require(kind == "original" || kind == "separated" || kind == "generated",
                "the request names an unknown kind of source");
        choice.original = choice.original || kind == "original";
        choice.separated = choice.separated || kind == "separated";
        choice.generated = choice.generated || kind == "generated";
    }
    return choice;
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
    if (request.sources) {
        object["sources"] = choiceArray(*request.sources);
    }
    if (request.isClubLoud) {
        object["club"] = true;
    }
    if (request.form) {
        object["form"] = *request.form;
    }
    if (request.isHalfTime) {
        object["half_time"] = true;
    }
    return object;
}

Request requestFrom(const json& value)
{
    const JsonReader object(value, "the request");
    Request request;
    request.genres = object.texts("genres");
    for (const json& mood : object.list("moods", kMaxTerms)) {
        require(mood.is_array() && mood.size() == 2, "a mood needs a name and a degree");
        request.moods.emplace_back(textOf(mood[0]), numberOf(mood[1]));
    }
    request.form = object.maybeText("form");
    request.instruments = object.texts("instruments");
    request.excluded = object.texts("excluded");
    for (const json& section : object.list("sections", kMaxTerms)) {
        request.sections.push_back(wishFrom(section));
    }
    request.bpm = object.maybeNumber("bpm");
    if (object.has("bpm_range")) {
        const json& range = object.list("bpm_range", 2);
        require(range.size() == 2, "the tempo range of the request needs two values");
        request.bpmRange = {numberOf(range[0]), numberOf(range[1])};
    }
    if (object.has("key")) {
        request.key = object.key("key");
    }
    request.durationS = object.maybeNumber("duration_s");
    request.bars = object.maybeInteger("bars");
    request.lufs = object.maybeNumber("lufs");
    if (object.has("seed")) {
        request.seed = object.seed("seed");
    }
    request.meter = object.maybeText("meter");
    request.swing = object.maybeNumber("swing");
    request.unknown = object.texts("unknown");
    request.isGenreGuessed = object.has("genre_guessed") && object.flag("genre_guessed");
    request.isClubLoud = object.has("club") && object.flag("club");
    request.isHalfTime = object.has("half_time") && object.flag("half_time");
    if (object.has("sources")) {
        request.sources = choiceFrom(object.texts("sources"));
    }
    check(request);
    return request;
}

std::string requestToJson(const Request& request)
{
    return canonical(requestObject(request));
}

Result<Request> requestFromJson(std::string_view text)
{
    try {
        return requestFrom(json::parse(text));
    } catch (const Contradiction& contradiction) {
        return fail(ErrorCode::Corrupt, "the request cannot be used: " + contradiction.what);
    } catch (const json::exception& exception) {
        return fail(ErrorCode::Corrupt,
                    std::string("the request is not readable: ") + exception.what());
    }
}

} // namespace nde::music
