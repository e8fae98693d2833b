#include "core/music/Choice.h"
#include "core/music/EditTools.h"
#include "core/music/Patterns.h"
#include "core/music/PlanCheck.h"

#include <algorithm>
#include <cmath>

namespace nde::music {

namespace {

/// Clips by id, all of one lane, none locked.
Result<Lane*> laneOfAll(Plan& plan, const std::vector<int>& clips)
{
    if (clips.empty()) {
        return fail(ErrorCode::BadInput, "no clip is named");
    }
    Lane* lane = laneOfClipIn(plan, clips.front());
    for (const int id : clips) {
        Lane* own = laneOfClipIn(plan, id);
        if (own == nullptr) {
            return noClip(id);
        }
        if (own != lane) {
            return fail(ErrorCode::BadInput, "the clips lie in several lanes");
        }
        if (const Clip& clip = *clipIn(*own, id); isLocked(plan, *own, clip)) {
            return lockedError(plan, *own, clip);
        }
    }
    return lane;
}

bool contains(const std::vector<int>& list, int value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

/// Puts a sound into a clip: notes stay the notes that they are, a loop fills the clip.
void useSound(const Sequencing& sequencing, Lane& lane, Clip& clip, int index)
{
    const Plan& plan = sequencing.plan;
    const Sound& sound = lane.sounds[static_cast<std::size_t>(index)];
    const bool wasGap = clip.sound < 0;
    const Sound old = wasGap ? Sound {} : lane.sounds[static_cast<std::size_t>(clip.sound)];
    clip.sound = index;
    clip.gap.clear();
    if (wasGap || old.isLoop || sound.isLoop) {
        if (wasGap || old.isLoop != sound.isLoop) {
            clip.pattern = "A";
        }
        sequenceClip(sequencing, lane, clip);
        if (clip.events.empty()) {
            clip.events.push_back(Event {});
        }
        return;
    }
    const Role* role = roleOf(lane.role);
    if (role != nullptr && role->isDrum()) {
        return; // strokes have no notes; the sound itself is tuned
    }
    for (Event& event : clip.events) {
        event.semitones = semitonesFor(sound, plan.key, intervalOf(old, plan.key, event.semitones));
    }
}

std::string defectIn(const Plan& plan, const Clip& clip, const std::vector<Event>& events)
{
    for (const Event& event : events) {
        const bool isInside = event.bar >= 0 && event.bar < clip.bars && event.beat >= 0.0
            && event.beat < plan.beatsPerBar;
        const bool isSound = std::abs(event.offsetMs) <= 1000.0 && event.velocity >= 0.0
            && event.velocity <= 1.0 && event.lengthBeats >= 0.0
            && event.lengthBeats <= kMaxPlanBars * 16.0 && event.offsetBeats >= 0.0
            && event.offsetBeats <= kMaxPlanBars * 16.0 && std::abs(event.semitones) <= 24.0;
        if (!isInside || !isSound) {
            return "a stroke lies outside the clip or out of range";
        }
    }
    return {};
}

} // namespace

Result<> edit(Plan& plan, const SwapSound& change)
{
    auto lane = laneOfAll(plan, change.clips);
    if (!lane) {
        return propagate(lane);
    }
    std::vector<int> clips = change.clips;
    if (change.isWholeLane) {
        std::vector<int> sounds;
        for (const int id : change.clips) {
            sounds.push_back(clipIn(**lane, id)->sound);
        }
        for (const Clip& clip : (*lane)->clips) {
            if (contains(sounds, clip.sound) && !isLocked(plan, **lane, clip)
                && !contains(clips, clip.id)) {
                clips.push_back(clip.id);
            }
        }
    }
    const Frame frame = frameOf(plan);
    // What the clips used until now may be overwritten only when they have let go of it.
    (*lane)->sounds.push_back(change.sound);
    const int added = static_cast<int>((*lane)->sounds.size()) - 1;
    {
        const Sequencing sequencing = sequencingOf(plan, frame);
        for (const int id : clips) {
            useSound(sequencing, **lane, *clipIn(**lane, id), added);
        }
    }
    for (Clip& clip : (*lane)->clips) { // nobody uses the place at the end while it is looked up
        clip.sound = clip.sound == added ? -2 : clip.sound;
    }
    (*lane)->sounds.pop_back();
    const int index = indexOf(**lane, change.sound);
    for (Clip& clip : (*lane)->clips) {
        clip.sound = clip.sound == -2 ? index : clip.sound;
    }
    dropUnused(**lane);
    return {};
}

Result<> edit(Plan& plan, const MoveClip& change)
{
    Lane* from = laneOfClipIn(plan, change.clip);
    Lane* to = laneIn(plan, change.laneId);
    if (from == nullptr) {
        return noClip(change.clip);
    }
    if (to == nullptr) {
        return noLane(change.laneId);
    }
    Clip clip = *clipIn(*from, change.clip);
    if (!change.isCopy && isLocked(plan, *from, clip)) {
        return lockedError(plan, *from, clip);
    }
    if (to->isLocked) {
        return lockedError(plan, *to, clip);
    }
    if (change.startBar >= plan.bars || change.startBar <= -clip.bars
        || (change.isCopy && from == to && change.startBar == clip.startBar)) {
        return fail(ErrorCode::BadInput, "there is no place for the clip");
    }
    const Sound sound
        = clip.sound < 0 ? Sound {} : from->sounds[static_cast<std::size_t>(clip.sound)];
    if (change.isCopy) {
        clip.id = plan.nextId++;
        clip.isLocked = false;
    } else {
        std::erase_if(from->clips, [&](const Clip& other) { return other.id == change.clip; });
    }
    // Over the edge of the track it is cut.
    const int first = std::max(0, change.startBar);
    const int last = std::min(plan.bars, change.startBar + clip.bars);
    const int shift = change.startBar - clip.startBar;
    clip = sliced(plan, *from, clip, first - shift, last - shift);
    clip.startBar = first;
    if (isLocked(plan, *to, clip)) {
        return lockedError(plan, *to, clip);
    }
    if (auto cleared = clearBars(plan, *to, first, last); !cleared) {
        return cleared;
    }
    if (clip.sound >= 0 && from != to) {
        clip.sound = indexOf(*to, sound);
    }
    insertSorted(*to, std::move(clip));
    dropUnused(*from);
    dropUnused(*to);
    return {};
}

Result<> edit(Plan& plan, const ResizeClip& change)
{
    Lane* lane = laneOfClipIn(plan, change.clip);
    if (lane == nullptr) {
        return noClip(change.clip);
    }
    const Clip old = *clipIn(*lane, change.clip);
    if (isLocked(plan, *lane, old)) {
        return lockedError(plan, *lane, old);
    }
    if (change.bars < 1 || change.bars > plan.bars || change.startBar < 0
        || change.startBar > plan.bars - change.bars) {
        return fail(ErrorCode::BadInput, "the clip would leave the track");
    }
    Clip clip = stretchedTo(plan, *lane, old, change.startBar, change.bars);
    if (isLocked(plan, *lane, clip)) {
        return lockedError(plan, *lane, clip);
    }
    std::erase_if(lane->clips, [&](const Clip& other) { return other.id == old.id; });
    auto cleared = clearBars(plan, *lane, clip.startBar, clip.startBar + clip.bars);
    if (cleared) {
        insertSorted(*lane, std::move(clip));
        dropUnused(*lane);
    }
    return cleared;
}

Result<> edit(Plan& plan, const SplitClip& change)
{
    Lane* lane = laneOfClipIn(plan, change.clip);
    if (lane == nullptr) {
        return noClip(change.clip);
    }
    const Clip whole = *clipIn(*lane, change.clip);
    if (isLocked(plan, *lane, whole)) {
        return lockedError(plan, *lane, whole);
    }
    const int end = whole.startBar + whole.bars;
    if (change.bar <= whole.startBar || change.bar >= end) {
        return fail(ErrorCode::BadInput, "the clip cannot be split at its edge or outside");
    }
    *clipIn(*lane, change.clip) = sliced(plan, *lane, whole, whole.startBar, change.bar);
    Clip right = sliced(plan, *lane, whole, change.bar, end);
    right.id = plan.nextId++;
    insertSorted(*lane, std::move(right));
    return {};
}

Result<> edit(Plan& plan, const RemoveClips& change)
{
    for (const int id : change.clips) {
        Lane* lane = laneOfClipIn(plan, id);
        if (lane == nullptr) {
            return noClip(id);
        }
        if (const Clip& clip = *clipIn(*lane, id); isLocked(plan, *lane, clip)) {
            return lockedError(plan, *lane, clip);
        }
        std::erase_if(lane->clips, [&](const Clip& clip) { return clip.id == id; });
        dropUnused(*lane);
    }
    return {};
}

namespace {

Lane& newLane(Plan& plan, const Frame& frame, const Sound& sound)
{
    const bool hasKick = std::any_of(plan.lanes.begin(), plan.lanes.end(),
                                     [](const Lane& lane) { return lane.role == "kick"; });
    const Role& role = roleFor(sound.category);
    Lane lane = laneFor(role, frame, hasKick, plan.lanes.size() % 2 == 0 ? 1.0 : -1.0);
    lane.id = plan.nextId++;
    lane.query = role.name;
    const auto behind = std::find_if(plan.lanes.begin(), plan.lanes.end(), [&](const Lane& other) {
        return roleOrder(other.role) > roleOrder(role.name);
    });
    return *plan.lanes.insert(behind, std::move(lane));
}

/// The free bars about `bar` within its section.
std::pair<int, int> freeBars(const Section& section, const Lane& lane, int bar)
{
    int first = section.startBar;
    int last = section.startBar + section.bars;
    for (const Clip& clip : lane.clips) {
        const int end = clip.startBar + clip.bars;
        first = end <= bar ? std::max(first, end) : first;
        last = clip.startBar > bar ? std::min(last, clip.startBar) : last;
        if (clip.startBar <= bar && end > bar) {
            return {bar, bar};
        }
    }
    return {first, last};
}

} // namespace

Result<> edit(Plan& plan, const AddClip& change)
{
    const int at = sectionAt(plan, change.bar);
    if (at < 0) {
        return fail(ErrorCode::BadInput, "the bar lies outside the track");
    }
    const auto index = static_cast<std::size_t>(at);
    const Section section = plan.sections[index];
    if (section.isLocked) {
        return fail(ErrorCode::BadInput, "the section '" + section.name + "' is locked");
    }
    if (change.laneId == 0 && plan.lanes.size() >= kMaxLanes) {
        return fail(ErrorCode::BadInput, "the track has too many lanes");
    }
    const Frame frame = frameOf(plan);
    Lane* lane
        = change.laneId == 0 ? &newLane(plan, frame, change.sound) : laneIn(plan, change.laneId);
    if (lane == nullptr) {
        return noLane(change.laneId);
    }
    if (lane->isLocked) {
        return fail(ErrorCode::BadInput, "the lane '" + lane->role + "' is locked");
    }
    const auto gap = std::find_if(lane->clips.begin(), lane->clips.end(), [&](const Clip& clip) {
        return clip.sound < 0 && clip.startBar <= change.bar
            && clip.startBar + clip.bars > change.bar;
    });
    if (gap != lane->clips.end()) {
        return edit(plan, SwapSound {{gap->id}, change.sound, false});
    }
    const auto [first, last] = freeBars(section, *lane, change.bar);
    if (first >= last) {
        return fail(ErrorCode::BadInput, "there is a clip at this bar already");
    }
    const int sound = indexOf(*lane, change.sound);
    const Sequencing sequencing = sequencingOf(plan, frame);
    std::vector<Clip> clips;
    if (roleOf(lane->role)->playing == Playing::Accent && !change.sound.isLoop) {
        Clip& clip = clips.emplace_back();
        clip.sound = sound;
        clip.startBar = change.bar;
        clip.bars = 1;
        clip.pattern = "A";
        sequenceClip(sequencing, *lane, clip);
    } else {
        clips = clipsFor(sequencing, *lane, index, first, last, sound, 0);
    }
    std::erase_if(clips, [](const Clip& clip) { return clip.events.empty(); });
    if (clips.empty()) {
        return fail(ErrorCode::BadInput, "the sound would stay silent there");
    }
    for (Clip& clip : clips) {
        clip.id = plan.nextId++;
        insertSorted(*lane, std::move(clip));
    }
    dropUnused(*lane);
    return {};
}

Result<> edit(Plan& plan, const SetClip& change)
{
    const bool isContent = change.isMuted || change.gainDb || change.fadeInMs || change.fadeOutMs
        || change.semitones;
    const auto isIn = [](std::optional<double> value, double low, double high) {
        return !value || (*value >= low && *value <= high);
    };
    if (!isIn(change.gainDb, -60.0, 24.0) || !isIn(change.fadeInMs, 0.0, 600'000.0)
        || !isIn(change.fadeOutMs, 0.0, 600'000.0)
        || !isIn(change.semitones, kMinClipSemitones, kMaxClipSemitones)) {
        return fail(ErrorCode::BadInput, "a value of the clip is out of range");
    }
    for (const int id : change.clips) {
        Lane* lane = laneOfClipIn(plan, id);
        if (lane == nullptr) {
            return noClip(id);
        }
        Clip& clip = *clipIn(*lane, id);
        const bool isFreed = change.isLocked == false && !lane->isLocked;
        clip.isLocked = clip.isLocked && !isFreed;
        if (isContent && isLocked(plan, *lane, clip)) {
            return lockedError(plan, *lane, clip);
        }
        clip.isMuted = change.isMuted.value_or(clip.isMuted);
        clip.isLocked = change.isLocked.value_or(clip.isLocked);
        clip.gainDb = change.gainDb.value_or(clip.gainDb);
        clip.fadeInMs = change.fadeInMs.value_or(clip.fadeInMs);
        clip.fadeOutMs = change.fadeOutMs.value_or(clip.fadeOutMs);
        if (change.semitones && clip.sound >= 0) {
            Sound sound = lane->sounds[static_cast<std::size_t>(clip.sound)];
            sound.semitones = *change.semitones;
            clip.sound = -1; // its old sound may be let go
            clip.sound = indexOf(*lane, sound);
            dropUnused(*lane);
        }
    }
    return {};
}

Result<> edit(Plan& plan, const SetEvents& change)
{
    auto lane = laneOfAll(plan, {change.clip});
    if (!lane) {
        return propagate(lane);
    }
    Clip& named = *clipIn(**lane, change.clip);
    if (named.sound < 0 || (*lane)->sounds[static_cast<std::size_t>(named.sound)].isLoop) {
        return fail(ErrorCode::BadInput, "only clips of single strokes have a pattern to draw");
    }
    if (std::string defect = defectIn(plan, named, change.events); !defect.empty()) {
        return fail(ErrorCode::BadInput, std::move(defect));
    }
    named.events = change.events;
    sortEvents(named.events);
    const Clip drawn = named;
    for (Clip& clip : (*lane)->clips) {
        const bool isLike = change.isWholeLane && clip.id != drawn.id && clip.sound >= 0
            && clip.pattern == drawn.pattern
            && !(*lane)->sounds[static_cast<std::size_t>(clip.sound)].isLoop;
        if (isLike && !isLocked(plan, **lane, clip)) {
            clip.events = stretchedTo(plan, **lane, drawn, drawn.startBar, clip.bars).events;
        }
    }
    return {};
}

} // namespace nde::music
