#include "core/music/EditTools.h"

#include "core/music/Harmony.h"
#include "core/music/Patterns.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

template<typename List>
auto* byId(List& list, int id)
{
    const auto at
        = std::find_if(list.begin(), list.end(), [&](const auto& item) { return item.id == id; });
    return at == list.end() ? nullptr : &*at;
}

double folded(double semitones, double low)
{
    return semitones - 12.0 * std::floor((semitones - low) / 12.0);
}

const Sound* soundOf(const Lane& lane, const Clip& clip)
{
    return clip.sound < 0 ? nullptr : &lane.sounds[static_cast<std::size_t>(clip.sound)];
}

double loopBeats(const Plan& plan, const Sound& sound)
{
    return std::max(1, sound.loopBars) * static_cast<double>(plan.beatsPerBar);
}

/// An event that has sounded for `passed` beats already.
Event continued(const Plan& plan, const Sound& sound, Event event, double passed)
{
    event.offsetBeats = std::fmod(event.offsetBeats + passed, loopBeats(plan, sound));
    event.offsetMs = 0.0;
    event.lengthBeats = event.lengthBeats > 0.0 ? event.lengthBeats - passed : 0.0;
    return event;
}

double sweepAt(const Clip& clip, double share)
{
    return clip.sweepFromHz <= 0.0
        ? 0.0
        : clip.sweepFromHz * std::pow(clip.sweepToHz / clip.sweepFromHz, share);
}

/// Loops and held sounds end with their clip.
void endWithClip(const Plan& plan, Clip& clip)
{
    const double end = static_cast<double>(clip.bars) * plan.beatsPerBar;
    for (Event& event : clip.events) {
        const double beat = static_cast<double>(event.bar) * plan.beatsPerBar + event.beat;
        if (event.lengthBeats > 0.0) {
            event.lengthBeats = std::min(event.lengthBeats, end - beat);
        }
    }
}

} // namespace

Lane* laneIn(Plan& plan, int laneId)
{
    return byId(plan.lanes, laneId);
}

Lane* laneOfClipIn(Plan& plan, int clipId)
{
    const Lane* lane = laneOfClip(plan, clipId);
    return lane == nullptr ? nullptr : laneIn(plan, lane->id);
}

Clip* clipIn(Lane& lane, int clipId)
{
    return byId(lane.clips, clipId);
}

Section* sectionIn(Plan& plan, int sectionId)
{
    return byId(plan.sections, sectionId);
}

bool isLocked(const Plan& plan, const Lane& lane, const Clip& clip)
{
    return clip.isLocked || lane.isLocked
        || std::any_of(plan.sections.begin(), plan.sections.end(), [&](const Section& section) {
               return section.isLocked && clip.startBar < section.startBar + section.bars
                   && clip.startBar + clip.bars > section.startBar;
           });
}

tl::unexpected<Error> noClip(int id)
{
    return fail(ErrorCode::NotFound, "there is no clip " + std::to_string(id));
}

tl::unexpected<Error> noLane(int id)
{
    return fail(ErrorCode::NotFound, "there is no lane " + std::to_string(id));
}

tl::unexpected<Error> noSection(int id)
{
    return fail(ErrorCode::NotFound, "there is no section " + std::to_string(id));
}

tl::unexpected<Error> lockedError(const Plan& plan, const Lane& lane, const Clip& clip)
{
    if (lane.isLocked) {
        return fail(ErrorCode::BadInput, "the lane '" + lane.role + "' is locked");
    }
    if (clip.isLocked) {
        return fail(ErrorCode::BadInput,
                    "a clip of '" + lane.role + "' at bar " + std::to_string(clip.startBar + 1)
                        + " is locked");
    }
    const int at = sectionAt(plan, clip.startBar);
    const std::string name
        = at < 0 ? std::string() : plan.sections[static_cast<std::size_t>(at)].name;
    return fail(ErrorCode::BadInput, "the section '" + name + "' is locked");
}

Clip sliced(const Plan& plan, const Lane& lane, const Clip& clip, int from, int to)
{
    if (from == clip.startBar && to == clip.startBar + clip.bars) {
        return clip;
    }
    Clip part = clip;
    part.startBar = from;
    part.bars = to - from;
    part.events.clear();
    const Sound* sound = soundOf(lane, clip);
    const int first = from - clip.startBar;
    for (const Event& event : clip.events) {
        if (event.bar >= first && event.bar < first + part.bars) {
            part.events.push_back(event);
            part.events.back().bar -= first;
            continue;
        }
        const double passed
            = static_cast<double>(first - event.bar) * plan.beatsPerBar - event.beat;
        const bool isOn = event.lengthBeats > passed + 1e-9;
        if (event.bar < first && sound != nullptr && sound->isLoop && isOn) {
            Event rest = continued(plan, *sound, event, passed);
            rest.bar = 0;
            rest.beat = 0.0;
            part.events.push_back(rest);
        }
    }
    sortEvents(part.events);
    if (sound != nullptr && sound->isLoop) {
        endWithClip(plan, part);
    }
    if (from > clip.startBar) {
        part.fadeInMs = 0.0;
    }
    if (to < clip.startBar + clip.bars) {
        part.fadeOutMs = 0.0;
    }
    part.sweepFromHz = sweepAt(clip, first / static_cast<double>(clip.bars));
    part.sweepToHz = sweepAt(clip, (first + part.bars) / static_cast<double>(clip.bars));
    return part;
}

Clip stretchedTo(const Plan& plan, const Lane& lane, const Clip& clip, int startBar, int bars)
{
    Clip result = clip;
    result.startBar = startBar;
    result.bars = bars;
    const int moved = startBar - clip.startBar;
    const Sound* sound = soundOf(lane, clip);
    if (sound != nullptr && sound->isLoop && clip.events.size() == 1 && clip.events.front().bar == 0
        && clip.events.front().beat == 0.0) {
        Event& event = result.events.front();
        const double turn = loopBeats(plan, *sound);
        const double offset
            = std::fmod(event.offsetBeats + static_cast<double>(moved) * plan.beatsPerBar, turn);
        event.offsetBeats = offset < 0.0 ? offset + turn : offset;
        event.lengthBeats = static_cast<double>(bars) * plan.beatsPerBar;
        return result;
    }
    result.events.clear();
    for (int bar = 0; bar < bars; ++bar) {
        const int from = ((bar + moved) % clip.bars + clip.bars) % clip.bars;
        for (const Event& event : clip.events) {
            if (event.bar == from) {
                result.events.push_back(event);
                result.events.back().bar = bar;
            }
        }
    }
    endWithClip(plan, result);
    return result;
}

void insertSorted(Lane& lane, Clip clip)
{
    const auto at = std::find_if(lane.clips.begin(), lane.clips.end(), [&](const Clip& other) {
        return other.startBar >= clip.startBar;
    });
    lane.clips.insert(at, std::move(clip));
}

void cutBars(Plan& plan, Lane& lane, int from, int to)
{
    std::vector<Clip> result;
    for (const Clip& clip : lane.clips) {
        const int end = clip.startBar + clip.bars;
        if (clip.startBar >= to || end <= from) {
            result.push_back(clip);
            continue;
        }
        if (clip.startBar < from) {
            result.push_back(sliced(plan, lane, clip, clip.startBar, from));
            endWithClip(plan, result.back());
        }
        if (end > to) {
            result.push_back(sliced(plan, lane, clip, to, end));
            if (clip.startBar < from) {
                result.back().id = plan.nextId++;
            }
        }
    }
    lane.clips = std::move(result);
}

Result<> clearBars(Plan& plan, Lane& lane, int from, int to)
{
    for (const Clip& clip : lane.clips) {
        if (clip.startBar < to && clip.startBar + clip.bars > from && isLocked(plan, lane, clip)) {
            return lockedError(plan, lane, clip);
        }
    }
    cutBars(plan, lane, from, to);
    return {};
}

int indexOf(Lane& lane, const Sound& sound)
{
    for (std::size_t i = 0; i < lane.sounds.size(); ++i) {
        if (lane.sounds[i] == sound) {
            return static_cast<int>(i);
        }
    }
    for (std::size_t i = 0; i < lane.sounds.size(); ++i) {
        const bool isUsed
            = std::any_of(lane.clips.begin(), lane.clips.end(),
                          [&](const Clip& clip) { return clip.sound == static_cast<int>(i); });
        if (!isUsed) {
            lane.sounds[i] = sound;
            return static_cast<int>(i);
        }
    }
    lane.sounds.push_back(sound);
    return static_cast<int>(lane.sounds.size()) - 1;
}

void dropUnused(Lane& lane)
{
    int last = -1;
    for (const Clip& clip : lane.clips) {
        last = std::max(last, clip.sound);
    }
    lane.sounds.resize(static_cast<std::size_t>(last + 1));
}

double intervalOf(const Sound& sound, Key key, double semitones)
{
    if (sound.pitchHz) {
        return semitones - semitonesToPitchClass(*sound.pitchHz, key.pitchClass);
    }
    return sound.isChord && sound.key ? semitones - (key.pitchClass - sound.key->pitchClass) : 0.0;
}

double semitonesFor(const Sound& sound, Key key, double interval)
{
    if (sound.pitchHz) {
        return folded(semitonesToPitchClass(*sound.pitchHz, key.pitchClass) + interval, -6.0);
    }
    return sound.isChord && sound.key
        ? folded(key.pitchClass - sound.key->pitchClass + interval, -6.0)
        : 0.0;
}

bool isDuckFixed(const Plan& plan)
{
    const bool isSection = std::any_of(plan.sections.begin(), plan.sections.end(),
                                       [](const Section& section) { return section.isLocked; });
    return isSection || std::any_of(plan.lanes.begin(), plan.lanes.end(), [](const Lane& lane) {
               const bool hasLocked = std::any_of(lane.clips.begin(), lane.clips.end(),
                                                  [](const Clip& clip) { return clip.isLocked; });
               return lane.duckDb > 0.0 && (lane.isLocked || hasLocked);
           });
}

void followKick(Plan& plan)
{
    if (!isDuckFixed(plan)) {
        plan.duckBeats = kickBeats(plan);
    }
}

} // namespace nde::music
