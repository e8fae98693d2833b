#include "core/music/Json.h"

#include <cmath>
#include <stdexcept>

namespace nde::music {

using nlohmann::json;

namespace {

constexpr int kPlanVersion = 1;
// Bounds of what a plan file may ask of the renderer; a plan is untrusted when it is read.
constexpr int kMaxBars = 4096;
constexpr std::size_t kMaxLanes = 64;
constexpr std::size_t kMaxEvents = 400'000;

/// What a plan says against itself.
struct Contradiction
{
    std::string what;
};

void require(bool claim, const char* what)
{
    if (!claim) {
        throw Contradiction {what};
    }
}

template<typename Enum>
Enum enumFrom(const std::optional<Enum>& value, const char* what)
{
    require(value.has_value(), what);
    return *value;
}

json eventArray(const Event& event)
{
    return json::array({event.bar, event.beat, event.offsetMs, event.velocity, event.lengthBeats,
                        event.semitones, event.useAlternate});
}

Event eventFrom(const json& array)
{
    require(array.is_array() && array.size() == 7, "an event needs 7 values");
    return {array[0].get<int>(),    array[1].get<double>(), array[2].get<double>(),
            array[3].get<double>(), array[4].get<double>(), array[5].get<double>(),
            array[6].get<bool>()};
}

json laneObject(const Lane& lane)
{
    json events = json::array();
    for (const Event& event : lane.events) {
        events.push_back(eventArray(event));
    }
    return {{"role", lane.role},
            {"category", categoryId(lane.category)},
            {"stem", lane.stem},
            {"alternate", lane.alternate},
            {"stem_path", lane.stemPath},
            {"stem_hash", lane.stemHash},
            {"alternate_path", lane.alternatePath},
            {"alternate_onset_s", lane.alternateOnsetS},
            {"source", sourceId(lane.source)},
            {"sound_class", soundClassId(lane.soundClass)},
            {"is_loop", lane.isLoop},
            {"stem_bpm", lane.stemBpm},
            {"loop_bars", lane.loopBars},
            {"window_start_s", lane.windowStartS},
            {"window_s", lane.windowS},
            {"grid_start_s", lane.gridStartS},
            {"stretch", lane.stretch},
            {"semitones", lane.semitones},
            {"onset_s", lane.onsetS},
            {"level_lu", lane.levelLu},
            {"pan", lane.pan},
            {"width", lane.width},
            {"hpf_hz", lane.highPassHz},
            {"duck_db", lane.duckDb},
            {"reverb_send", lane.reverbSend},
            {"delay_send", lane.delaySend},
            {"activity", lane.activity},
            {"events", std::move(events)},
            {"why", lane.why}};
}

Lane laneFrom(const json& object)
{
    Lane lane;
    object.at("role").get_to(lane.role);
    lane.category = enumFrom(categoryFromId(object.at("category").get<std::string>()),
                             "a lane has an unknown category");
    object.at("stem").get_to(lane.stem);
    object.at("alternate").get_to(lane.alternate);
    object.at("stem_path").get_to(lane.stemPath);
    object.at("stem_hash").get_to(lane.stemHash);
    object.at("alternate_path").get_to(lane.alternatePath);
    object.at("alternate_onset_s").get_to(lane.alternateOnsetS);
    lane.source = enumFrom(sourceFromId(object.at("source").get<std::string>()),
                           "a lane has an unknown source");
    lane.soundClass = enumFrom(soundClassFromId(object.at("sound_class").get<std::string>()),
                               "a lane has an unknown sound class");
    object.at("is_loop").get_to(lane.isLoop);
    object.at("stem_bpm").get_to(lane.stemBpm);
    object.at("loop_bars").get_to(lane.loopBars);
    object.at("window_start_s").get_to(lane.windowStartS);
    object.at("window_s").get_to(lane.windowS);
    object.at("grid_start_s").get_to(lane.gridStartS);
    object.at("stretch").get_to(lane.stretch);
    object.at("semitones").get_to(lane.semitones);
    object.at("onset_s").get_to(lane.onsetS);
    object.at("level_lu").get_to(lane.levelLu);
    object.at("pan").get_to(lane.pan);
    object.at("width").get_to(lane.width);
    object.at("hpf_hz").get_to(lane.highPassHz);
    object.at("duck_db").get_to(lane.duckDb);
    object.at("reverb_send").get_to(lane.reverbSend);
    object.at("delay_send").get_to(lane.delaySend);
    object.at("activity").get_to(lane.activity);
    for (const json& event : object.at("events")) {
        lane.events.push_back(eventFrom(event));
    }
    object.at("why").get_to(lane.why);
    return lane;
}

void checkLane(const Plan& plan, const Lane& lane)
{
    require(lane.activity.size() == plan.sections.size(), "a lane's activity misses sections");
    require(lane.events.size() <= kMaxEvents, "a lane has too many events");
    require(!lane.isLoop || lane.loopBars > 0, "a loop has no length in bars");
    require(lane.loopBars >= 0 && lane.loopBars <= kMaxBars, "a loop's bars are out of range");
    require(std::abs(lane.semitones) <= 24.0, "a lane is transposed too far");
    require(lane.windowS >= 0.0 && lane.windowS <= 3600.0, "a loop's window is out of range");
    for (const Event& event : lane.events) {
        require(event.bar >= 0 && event.bar < plan.bars, "an event lies outside the track");
        require(event.beat >= 0.0 && event.beat < plan.beatsPerBar,
                "an event lies outside its bar");
        require(std::abs(event.semitones) <= 24.0, "an event is transposed too far");
        require(event.lengthBeats >= 0.0, "an event has a negative length");
        require(event.velocity >= 0.0 && event.velocity <= 1.0, "a velocity is out of range");
        require(std::abs(event.offsetMs) <= 1000.0, "an event is moved too far");
    }
}

void checkPlan(const Plan& plan)
{
    require(plan.bpm >= 20.0 && plan.bpm <= 400.0, "the tempo is out of range");
    require(plan.bars >= 1 && plan.bars <= kMaxBars, "the number of bars is out of range");
    require(plan.beatsPerBar >= 1 && plan.beatsPerBar <= 15, "the metre is out of range");
    require(plan.key.pitchClass >= 0 && plan.key.pitchClass < 12, "the key is out of range");
    require(plan.lufs >= -60.0 && plan.lufs <= 0.0, "the loudness is out of range");
    require(plan.ceilingDbtp >= -20.0 && plan.ceilingDbtp <= 0.0, "the ceiling is out of range");
    require(plan.lanes.size() <= kMaxLanes, "there are too many lanes");
    int bars = 0;
    for (const Section& section : plan.sections) {
        require(section.startBar == bars && section.bars > 0, "the sections leave a gap");
        bars += section.bars;
    }
    require(bars == plan.bars, "the sections do not sum up to the track's bars");
    for (const Lane& lane : plan.lanes) {
        checkLane(plan, lane);
    }
}

Plan planFrom(const json& object)
{
    Plan plan;
    object.at("version").get_to(plan.version);
    object.at("prompt").get_to(plan.prompt);
    plan.request = requestFrom(object.at("request"));
    object.at("seed").get_to(plan.seed);
    object.at("bpm").get_to(plan.bpm);
    plan.key = keyFrom(object.at("key"));
    object.at("swing").get_to(plan.swing);
    object.at("bars").get_to(plan.bars);
    object.at("beats_per_bar").get_to(plan.beatsPerBar);
    for (const json& section : object.at("sections")) {
        plan.sections.push_back({section.at("name").get<std::string>(),
                                 section.at("start_bar").get<int>(), section.at("bars").get<int>(),
                                 section.at("energy").get<double>()});
    }
    for (const json& lane : object.at("lanes")) {
        plan.lanes.push_back(laneFrom(lane));
    }
    object.at("mix").at("lufs").get_to(plan.lufs);
    object.at("mix").at("ceiling").get_to(plan.ceilingDbtp);
    object.at("notes").get_to(plan.notes);
    object.at("library_hash").get_to(plan.libraryHash);
    checkPlan(plan);
    return plan;
}

} // namespace

std::string planToJson(const Plan& plan)
{
    json sections = json::array();
    for (const Section& section : plan.sections) {
        sections.push_back({{"name", section.name},
                            {"start_bar", section.startBar},
                            {"bars", section.bars},
                            {"energy", section.energy}});
    }
    json lanes = json::array();
    for (const Lane& lane : plan.lanes) {
        lanes.push_back(laneObject(lane));
    }
    const json object {{"version", plan.version},
                       {"prompt", plan.prompt},
                       {"request", requestObject(plan.request)},
                       {"seed", plan.seed},
                       {"bpm", plan.bpm},
                       {"key", keyObject(plan.key)},
                       {"swing", plan.swing},
                       {"bars", plan.bars},
                       {"beats_per_bar", plan.beatsPerBar},
                       {"sections", std::move(sections)},
                       {"lanes", std::move(lanes)},
                       {"mix", {{"lufs", plan.lufs}, {"ceiling", plan.ceilingDbtp}}},
                       {"notes", plan.notes},
                       {"library_hash", plan.libraryHash}};
    return object.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

Result<Plan> planFromJson(std::string_view text)
{
    try {
        const json object = json::parse(text);
        if (const int version = object.at("version").get<int>(); version > kPlanVersion) {
            return fail(ErrorCode::Unsupported,
                        "the plan has version " + std::to_string(version)
                            + ", this program reads up to " + std::to_string(kPlanVersion));
        }
        return planFrom(object);
    } catch (const Contradiction& contradiction) {
        return fail(ErrorCode::Corrupt, "the plan cannot be used: " + contradiction.what);
    } catch (const json::exception& exception) {
        return fail(ErrorCode::Corrupt,
                    std::string("the plan is not readable: ") + exception.what());
    } catch (const std::out_of_range&) {
        return fail(ErrorCode::Corrupt, "the plan is not readable: a list is too short");
    }
}

} // namespace nde::music
