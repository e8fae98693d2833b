#include "core/music/Json.h"
#include "core/music/PlanCheck.h"

namespace nde::music {

using nlohmann::json;

namespace {

constexpr int kPlanVersion = 2;
constexpr std::size_t kMaxJson = std::size_t {256} << 20U;

template<typename Enum>
Enum enumFrom(const std::optional<Enum>& value, const char* what)
{
    require(value.has_value(), what);
    return *value;
}

json sectionObject(const Section& section)
{
    return {{"id", section.id},     {"name", section.name},     {"start_bar", section.startBar},
            {"bars", section.bars}, {"energy", section.energy}, {"locked", section.isLocked}};
}

Section sectionFrom(const json& value)
{
    const JsonReader object(value, "a section");
    return {object.integer("id"),   object.text("name"),     object.integer("start_bar"),
            object.integer("bars"), object.number("energy"), object.flag("locked")};
}

json eventArray(const Event& event)
{
    return json::array({event.bar, event.beat, event.offsetMs, event.velocity, event.lengthBeats,
                        event.offsetBeats, event.semitones});
}

Event eventFrom(const json& array)
{
    require(array.is_array() && array.size() == 7, "an event needs 7 values");
    return {integerOf(array[0]), numberOf(array[1]), numberOf(array[2]), numberOf(array[3]),
            numberOf(array[4]),  numberOf(array[5]), numberOf(array[6])};
}

json soundObject(const Sound& sound)
{
    return {{"stem", sound.stem},
            {"name", sound.name},
            {"path", sound.path},
            {"hash", sound.hash},
            {"source", sourceId(sound.source)},
            {"category", categoryId(sound.category)},
            {"sound_class", soundClassId(sound.soundClass)},
            {"duration_s", sound.durationS},
            {"is_loop", sound.isLoop},
            {"stem_bpm", sound.stemBpm},
            {"loop_bars", sound.loopBars},
            {"window_start_s", sound.windowStartS},
            {"window_s", sound.windowS},
            {"grid_start_s", sound.gridStartS},
            {"stretch", sound.stretch},
            {"semitones", sound.semitones},
            {"onset_s", sound.onsetS},
            {"key", sound.key ? keyObject(*sound.key) : json(nullptr)},
            {"pitch_hz", sound.pitchHz ? json(*sound.pitchHz) : json(nullptr)},
            {"is_chord", sound.isChord},
            {"is_riser", sound.isRiser},
            {"why", sound.why}};
}

Sound soundFrom(const json& value)
{
    const JsonReader object(value, "a sound");
    Sound sound;
    sound.stem = object.integer64("stem");
    sound.name = object.text("name");
    sound.path = object.text("path");
    sound.hash = object.text("hash");
    sound.source = enumFrom(sourceFromId(object.text("source")), "a sound has an unknown source");
    sound.category
        = enumFrom(categoryFromId(object.text("category")), "a sound has an unknown category");
    sound.soundClass
        = enumFrom(soundClassFromId(object.text("sound_class")), "a sound has an unknown class");
    sound.durationS = object.number("duration_s");
    sound.isLoop = object.flag("is_loop");
    sound.stemBpm = object.number("stem_bpm");
    sound.loopBars = object.integer("loop_bars");
    sound.windowStartS = object.number("window_start_s");
    sound.windowS = object.number("window_s");
    sound.gridStartS = object.number("grid_start_s");
    sound.stretch = object.number("stretch");
    sound.semitones = object.number("semitones");
    sound.onsetS = object.number("onset_s");
    if (object.has("key")) {
        sound.key = object.key("key");
    }
    sound.pitchHz = object.maybeNumber("pitch_hz");
    sound.isChord = object.flag("is_chord");
    sound.isRiser = object.flag("is_riser");
    const json& why = object.at("why");
    require(why.is_object() && why.size() <= 64, "a sound's scores are none");
    for (const auto& [term, score] : why.items()) {
        sound.why[term] = numberOf(score);
    }
    return sound;
}

json clipObject(const Clip& clip)
{
    json events = json::array();
    for (const Event& event : clip.events) {
        events.push_back(eventArray(event));
    }
    return {{"id", clip.id},
            {"sound", clip.sound},
            {"gap", clip.gap},
            {"start_bar", clip.startBar},
            {"bars", clip.bars},
            {"gain_db", clip.gainDb},
            {"muted", clip.isMuted},
            {"locked", clip.isLocked},
            {"fade_in_ms", clip.fadeInMs},
            {"fade_out_ms", clip.fadeOutMs},
            {"sweep_from_hz", clip.sweepFromHz},
            {"sweep_to_hz", clip.sweepToHz},
            {"seed", clip.seed},
            {"pattern", clip.pattern},
            {"events", std::move(events)}};
}

Clip clipFrom(const json& value)
{
    const JsonReader object(value, "a clip");
    Clip clip;
    clip.id = object.integer("id");
    clip.sound = object.integer("sound");
    clip.gap = object.text("gap");
    clip.startBar = object.integer("start_bar");
    clip.bars = object.integer("bars");
    clip.gainDb = object.number("gain_db");
    clip.isMuted = object.flag("muted");
    clip.isLocked = object.flag("locked");
    clip.fadeInMs = object.number("fade_in_ms");
    clip.fadeOutMs = object.number("fade_out_ms");
    clip.sweepFromHz = object.number("sweep_from_hz");
    clip.sweepToHz = object.number("sweep_to_hz");
    clip.seed = object.seed("seed");
    clip.pattern = object.text("pattern");
    for (const json& event : object.list("events", kMaxEvents)) {
        clip.events.push_back(eventFrom(event));
    }
    return clip;
}

json laneObject(const Lane& lane)
{
    json sounds = json::array();
    for (const Sound& sound : lane.sounds) {
        sounds.push_back(soundObject(sound));
    }
    json clips = json::array();
    for (const Clip& clip : lane.clips) {
        clips.push_back(clipObject(clip));
    }
    json object {{"id", lane.id},
                 {"role", lane.role},
                 {"query", lane.query},
                 {"locked", lane.isLocked},
                 {"seed", lane.seed},
                 {"level_lu", lane.levelLu},
                 {"gain_db", lane.gainDb},
                 {"pan", lane.pan},
                 {"width", lane.width},
                 {"hpf_hz", lane.highPassHz},
                 {"lpf_hz", lane.lowPassHz},
                 {"duck_db", lane.duckDb},
                 {"reverb_send", lane.reverbSend},
                 {"delay_send", lane.delaySend},
                 {"muted", lane.isMuted},
                 {"solo", lane.isSolo},
                 {"sounds", std::move(sounds)},
                 {"clips", std::move(clips)}};
    if (lane.isQueryOwn) { // left out otherwise: plans from before it was known keep their bytes
        object["query_own"] = true;
    }
    return object;
}

Lane laneFrom(const json& value)
{
    const JsonReader object(value, "a lane");
    Lane lane;
    lane.id = object.integer("id");
    lane.role = object.text("role");
    lane.query = object.text("query");
    lane.isQueryOwn = object.has("query_own") && object.flag("query_own");
    lane.isLocked = object.flag("locked");
    lane.seed = object.seed("seed");
    lane.levelLu = object.number("level_lu");
    lane.gainDb = object.number("gain_db");
    lane.pan = object.number("pan");
    lane.width = object.number("width");
    lane.highPassHz = object.number("hpf_hz");
    lane.lowPassHz = object.number("lpf_hz");
    lane.duckDb = object.number("duck_db");
    lane.reverbSend = object.number("reverb_send");
    lane.delaySend = object.number("delay_send");
    lane.isMuted = object.flag("muted");
    lane.isSolo = object.flag("solo");
    for (const json& sound : object.list("sounds", kMaxSounds)) {
        lane.sounds.push_back(soundFrom(sound));
    }
    for (const json& clip : object.list("clips", kMaxClips)) {
        lane.clips.push_back(clipFrom(clip));
    }
    return lane;
}

json sourcesObject(const SourceWish& wish)
{
    return {{"original", wish.includeOriginal},
            {"separated", wish.includeSeparated},
            {"generated", wish.includeGenerated},
            {"tags", wish.tags},
            {"roots", wish.roots},
            {"min_rating", wish.minRating},
            {"licences", wish.licences}};
}

SourceWish sourcesFrom(const json& value)
{
    const JsonReader object(value, "the wish for sources");
    SourceWish wish;
    wish.includeOriginal = object.flag("original");
    wish.includeSeparated = object.flag("separated");
    wish.includeGenerated = object.flag("generated");
    wish.tags = object.texts("tags");
    for (const json& root : object.list("roots", 100'000)) {
        require(root.is_number_integer(), "a root is no id");
        wish.roots.push_back(root.get<StemId>());
    }
    wish.minRating = object.integer("min_rating");
    wish.licences = object.texts("licences");
    return wish;
}

Plan planFrom(const JsonReader& object)
{
    Plan plan;
    plan.version = kPlanVersion;
    plan.prompt = object.text("prompt");
    plan.request = requestFrom(object.at("request"));
    plan.sources = sourcesFrom(object.at("sources"));
    plan.seed = object.seed("seed");
    plan.bpm = object.number("bpm");
    plan.key = object.key("key");
    for (const json& degree : object.list("chords", 64)) {
        plan.chords.push_back(integerOf(degree));
    }
    plan.swing = object.number("swing");
    plan.bars = object.integer("bars");
    plan.beatsPerBar = object.integer("beats_per_bar");
    for (const json& section : object.list("sections", kMaxSections)) {
        plan.sections.push_back(sectionFrom(section));
    }
    for (const json& lane : object.list("lanes", kMaxLanes)) {
        plan.lanes.push_back(laneFrom(lane));
    }
    for (const json& beat : object.list("duck_beats", kMaxEvents)) {
        plan.duckBeats.push_back(numberOf(beat));
    }
    const JsonReader mix(object.at("mix"), "the mix");
    plan.lufs = mix.number("lufs");
    plan.ceilingDbtp = mix.number("ceiling");
    plan.lockedChips = object.texts("locked_chips");
    plan.notes = object.texts("notes");
    plan.libraryHash = object.text("library_hash");
    plan.nextId = object.integer("next_id");
    return plan;
}

Result<Plan> checked(const json& value)
{
    const JsonReader object(value, "the plan");
    if (const int version = object.integer("version"); version != kPlanVersion) {
        return fail(ErrorCode::Unsupported,
                    "the plan has version " + std::to_string(version)
                        + ", this program reads version " + std::to_string(kPlanVersion));
    }
    Plan plan = planFrom(object);
    if (std::string defect = defectOf(plan); !defect.empty()) {
        throw Contradiction {std::move(defect)};
    }
    return plan;
}

} // namespace

std::string planToJson(const Plan& plan)
{
    json sections = json::array();
    for (const Section& section : plan.sections) {
        sections.push_back(sectionObject(section));
    }
    json lanes = json::array();
    for (const Lane& lane : plan.lanes) {
        lanes.push_back(laneObject(lane));
    }
    const json object {{"version", plan.version},
                       {"prompt", plan.prompt},
                       {"request", requestObject(plan.request)},
                       {"sources", sourcesObject(plan.sources)},
                       {"seed", plan.seed},
                       {"bpm", plan.bpm},
                       {"key", keyObject(plan.key)},
                       {"chords", plan.chords},
                       {"swing", plan.swing},
                       {"bars", plan.bars},
                       {"beats_per_bar", plan.beatsPerBar},
                       {"sections", std::move(sections)},
                       {"lanes", std::move(lanes)},
                       {"duck_beats", plan.duckBeats},
                       {"mix", {{"lufs", plan.lufs}, {"ceiling", plan.ceilingDbtp}}},
                       {"locked_chips", plan.lockedChips},
                       {"notes", plan.notes},
                       {"library_hash", plan.libraryHash},
                       {"next_id", plan.nextId}};
    return canonical(object) + "\n";
}

Result<Plan> planFromJson(std::string_view text)
{
    if (text.size() > kMaxJson) {
        return fail(ErrorCode::Corrupt, "the plan is larger than any plan can be");
    }
    try {
        return checked(json::parse(text));
    } catch (const Contradiction& contradiction) {
        return fail(ErrorCode::Corrupt, "the plan cannot be used: " + contradiction.what);
    } catch (const json::exception& exception) {
        return fail(ErrorCode::Corrupt,
                    std::string("the plan is not readable: ") + exception.what());
    }
}

} // namespace nde::music
