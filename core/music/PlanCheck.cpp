#include "core/music/PlanCheck.h"

#include "core/music/Roles.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace nde::music {

namespace {

struct Defect
{
    std::string what;
};

void require(bool claim, const char* what)
{
    if (!claim) {
        throw Defect {what};
    }
}

/// False for NaN as well.
bool isIn(double value, double low, double high)
{
    return value >= low && value <= high;
}

void checkKey(const Key& key)
{
    require(key.pitchClass >= 0 && key.pitchClass < 12, "a key is out of range");
}

void checkSound(const Sound& sound)
{
    require(isIn(sound.durationS, 0.0, 1e6), "a sound's length is out of range");
    require(!sound.isLoop || sound.loopBars > 0, "a loop has no length in bars");
    require(sound.loopBars >= 0 && sound.loopBars <= kMaxPlanBars,
            "a loop's bars are out of range");
    require(isIn(sound.stemBpm, 0.0, 1200.0) && (!sound.isLoop || sound.stemBpm > 0.0),
            "a loop's tempo is out of range");
    require(isIn(sound.windowStartS, -1.0, 1e6) && isIn(sound.windowS, 0.0, 3600.0)
                && isIn(sound.gridStartS, 0.0, 1e6),
            "a loop's window is out of range");
    require(isIn(sound.stretch, 0.05, 20.0), "a loop is stretched too far");
    require(isIn(sound.semitones, -24.0, 24.0), "a sound is transposed too far");
    require(isIn(sound.onsetS, 0.0, 1e6), "a sound's onset is out of range");
    require(!sound.pitchHz || isIn(*sound.pitchHz, 1.0, 30'000.0), "a pitch is out of range");
    if (sound.key) {
        checkKey(*sound.key);
    }
    require(sound.why.size() <= 64, "a sound has too many scores");
    for (const auto& [term, value] : sound.why) {
        require(isIn(value, 0.0, 1.0), "a score is out of range");
    }
}

void checkEvents(const Plan& plan, const Clip& clip)
{
    double last = -1.0;
    for (const Event& event : clip.events) {
        require(event.bar >= 0 && event.bar < clip.bars, "an event lies outside its clip");
        require(isIn(event.beat, 0.0, plan.beatsPerBar) && event.beat < plan.beatsPerBar,
                "an event lies outside its bar");
        const double beat = static_cast<double>(event.bar) * plan.beatsPerBar + event.beat;
        require(beat >= last, "the events of a clip are out of order");
        last = beat;
        require(isIn(event.offsetMs, -1000.0, 1000.0), "an event is moved too far");
        require(isIn(event.velocity, 0.0, 1.0), "a velocity is out of range");
        require(isIn(event.lengthBeats, 0.0, kMaxPlanBars * 16.0), "an event's length is none");
        require(isIn(event.offsetBeats, 0.0, kMaxPlanBars * 16.0),
                "an event's place in its loop is out of range");
        require(isIn(event.semitones, -24.0, 24.0), "an event is transposed too far");
    }
}

void checkClip(const Plan& plan, const Lane& lane, const Clip& clip, int freeFrom)
{
    require(clip.bars > 0 && clip.startBar >= freeFrom, "clips of a lane overlap");
    require(clip.bars <= plan.bars && clip.startBar <= plan.bars - clip.bars,
            "a clip lies outside the track");
    require(clip.sound >= -1 && clip.sound < static_cast<int>(lane.sounds.size()),
            "a clip uses a sound that there is not");
    require(clip.sound >= 0 || clip.events.empty(), "a gap has events");
    require(clip.sound < 0 || clip.gap.empty(), "a clip is a gap and has a sound");
    require(isIn(clip.gainDb, -60.0, 24.0), "a clip's gain is out of range");
    require(isIn(clip.fadeInMs, 0.0, 1e6) && isIn(clip.fadeOutMs, 0.0, 1e6),
            "a clip's fade is out of range");
    require(isIn(clip.sweepFromHz, 0.0, 24'000.0) && isIn(clip.sweepToHz, 0.0, 24'000.0)
                && (clip.sweepFromHz > 0.0) == (clip.sweepToHz > 0.0),
            "a clip's filter is out of range");
    checkEvents(plan, clip);
}

void checkLane(const Plan& plan, const Lane& lane)
{
    require(roleOf(lane.role) != nullptr, "a lane has an unknown role");
    require(lane.sounds.size() <= kMaxSounds, "a lane has too many sounds");
    require(lane.clips.size() <= kMaxClips, "a lane has too many clips");
    require(isIn(lane.levelLu, -60.0, 24.0) && isIn(lane.gainDb, -60.0, 12.0),
            "a lane's level is out of range");
    require(isIn(lane.pan, -1.0, 1.0) && isIn(lane.width, 0.0, 4.0), "a lane's place is none");
    require(isIn(lane.highPassHz, 0.0, 24'000.0) && isIn(lane.lowPassHz, 0.0, 24'000.0),
            "a lane's filter is out of range");
    require(isIn(lane.duckDb, 0.0, 60.0), "a lane's ducking is out of range");
    require(isIn(lane.reverbSend, 0.0, 4.0) && isIn(lane.delaySend, 0.0, 4.0),
            "a lane's send is out of range");
    for (const Sound& sound : lane.sounds) {
        checkSound(sound);
    }
    int freeFrom = 0;
    for (const Clip& clip : lane.clips) {
        checkClip(plan, lane, clip, freeFrom);
        freeFrom = clip.startBar + clip.bars;
    }
}

void checkIds(const Plan& plan)
{
    std::set<int> seen;
    const auto take = [&](int id) {
        require(id > 0 && id < plan.nextId && seen.insert(id).second, "an id is not unique");
    };
    for (const Section& section : plan.sections) {
        take(section.id);
    }
    for (const Lane& lane : plan.lanes) {
        take(lane.id);
        for (const Clip& clip : lane.clips) {
            take(clip.id);
        }
    }
}

void checkSections(const Plan& plan)
{
    require(plan.sections.size() <= kMaxSections, "there are too many sections");
    int bars = 0;
    for (const Section& section : plan.sections) {
        require(section.startBar == bars && section.bars > 0 && section.bars <= plan.bars - bars,
                "the sections leave a gap");
        require(isIn(section.energy, 0.0, 1.0), "a section's energy is out of range");
        require(!section.name.empty(), "a section has no name");
        bars += section.bars;
    }
    require(bars == plan.bars, "the sections do not sum up to the track's bars");
}

void checkHead(const Plan& plan)
{
    require(isIn(plan.bpm, 20.0, 400.0), "the tempo is out of range");
    require(plan.bars >= 1 && plan.bars <= kMaxPlanBars, "the number of bars is out of range");
    require(plan.beatsPerBar >= 1 && plan.beatsPerBar <= 15, "the metre is out of range");
    require(isIn(plan.swing, 50.0, 75.0), "the swing is out of range");
    require(isIn(plan.lufs, -60.0, 0.0), "the loudness is out of range");
    require(isIn(plan.ceilingDbtp, -20.0, 0.0), "the ceiling is out of range");
    require(plan.lanes.size() <= kMaxLanes, "there are too many lanes");
    require(plan.nextId >= 1, "the next id is out of range");
    require(plan.sources.minRating >= 0 && plan.sources.minRating <= 5,
            "the rating asked for is out of range");
    checkKey(plan.key);
    require(plan.chords.size() <= 64, "there are too many chords");
    for (const int degree : plan.chords) {
        require(degree >= 0 && degree < 7, "a chord is no degree of the scale");
    }
}

void checkDuck(const Plan& plan)
{
    require(plan.duckBeats.size() <= kMaxEvents, "there are too many beats that duck");
    const double end = static_cast<double>(plan.bars) * plan.beatsPerBar;
    double last = 0.0;
    for (const double beat : plan.duckBeats) {
        require(isIn(beat, last, end) && beat < end, "the beats that duck are out of order");
        last = beat;
    }
}

} // namespace

std::string defectOf(const Plan& plan)
{
    try {
        checkHead(plan);
        checkSections(plan);
        std::size_t events = 0;
        for (const Lane& lane : plan.lanes) {
            for (const Clip& clip : lane.clips) {
                events += clip.events.size();
            }
        }
        require(events <= kMaxEvents, "there are too many events");
        for (const Lane& lane : plan.lanes) {
            checkLane(plan, lane);
        }
        checkIds(plan);
        checkDuck(plan);
    } catch (const Defect& defect) {
        return defect.what;
    }
    return {};
}

} // namespace nde::music
