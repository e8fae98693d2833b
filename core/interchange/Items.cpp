#include "core/interchange/Items.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace nde::interchange {
namespace {

// Cuts are faded like the mixer does it.
constexpr double kStartS = 0.001;
constexpr double kEdgeS = 0.005;
constexpr double kReleaseS = 0.08; // of held sounds, so that one chord leads into the next
constexpr double kSameBeat = 1e-6;

/// What all items of a clip share.
struct Place
{
    const music::Plan& plan;
    const music::Clip& clip;
    const music::Sound& sound;
    const Media::File& file;

    [[nodiscard]] std::int64_t frameOf(double beats, double offsetMs) const
    {
        return std::llround((beats * 60.0 / plan.bpm + offsetMs / 1000.0) * file.sampleRate);
    }
    [[nodiscard]] double beatOf(std::int64_t frame) const
    {
        return static_cast<double>(frame) / file.sampleRate * plan.bpm / 60.0;
    }
    [[nodiscard]] std::int64_t framesOf(double seconds) const
    {
        return std::llround(seconds * file.sampleRate);
    }
    [[nodiscard]] double endBeat() const
    {
        return double {1.0} * (clip.startBar + clip.bars) * plan.beatsPerBar;
    }
};

bool isDrum(const music::Sound& sound)
{
    return sound.category <= Category::Drums; // the enumeration begins with the drums
}

double gainOf(const Place& place, const music::Event& event)
{
    return place.file.gain * event.velocity * std::pow(10.0, place.clip.gainDb / 20.0);
}

/// A turn or more of a loop, in beats.
struct Turn
{
    double start {};
    double end {};
    double offset {}; ///< where in the loop it begins
    const music::Event* event {};
};

std::vector<Turn> turnsOf(const Place& place)
{
    const double loopBeats = double {1.0} * place.sound.loopBars * place.plan.beatsPerBar;
    std::vector<Turn> turns;
    for (const auto& event : place.clip.events) {
        Turn turn;
        turn.event = &event;
        turn.start = music::beatOf(place.plan, place.clip, event);
        turn.offset = loopBeats > 0.0 ? std::fmod(event.offsetBeats, loopBeats) : 0.0;
        const double length = event.lengthBeats > 0.0 ? event.lengthBeats : loopBeats - turn.offset;
        turn.end = std::min(turn.start + length, place.endBeat());
        if (turn.end <= turn.start) {
            continue;
        }
        if (!turns.empty() && loopBeats > 0.0) {
            Turn& last = turns.back();
            const double phase = std::fmod(last.offset + last.end - last.start, loopBeats);
            const double apart = std::abs(phase - turn.offset);
            const bool goesOn = std::abs(last.end - turn.start) < kSameBeat
                && std::min(apart, loopBeats - apart) < kSameBeat
                && last.event->velocity == event.velocity && last.event->offsetMs == event.offsetMs
                && last.event->semitones == event.semitones;
            if (goesOn) {
                last.end = turn.end;
                continue;
            }
        }
        turns.push_back(turn);
    }
    return turns;
}

Item loopItem(const Place& place, const Turn& turn)
{
    Item item;
    const std::int64_t begin = place.frameOf(turn.start, turn.event->offsetMs);
    item.start = std::max<std::int64_t>(0, begin);
    item.frames = place.frameOf(turn.end, turn.event->offsetMs) - item.start;
    item.skipped = place.frameOf(turn.offset, 0.0) + item.start - begin;
    item.isLooped = item.skipped + item.frames > place.file.frames;
    const double shift = turn.event->offsetMs / 1000.0 * place.plan.bpm / 60.0;
    item.beat = std::max(0.0, turn.start + shift);
    item.beats = turn.end + shift - item.beat;
    item.skippedBeats = turn.offset + item.beat - turn.start - shift;
    item.loopBeats = double {1.0} * place.sound.loopBars * place.plan.beatsPerBar;
    item.fadeIn = isDrum(place.sound) && item.skipped == 0 ? 0 : place.framesOf(kStartS);
    item.fadeOut = place.framesOf(kEdgeS);
    return item;
}

bool isHeld(const music::Lane& lane)
{
    return lane.role == "pad" || lane.role == "strings" || lane.role == "texture"
        || lane.role == "noise";
}

Item hitItem(const Place& place, const music::Lane& lane, const music::Event& event)
{
    Item item;
    const double beat = music::beatOf(place.plan, place.clip, event);
    const std::int64_t begin = place.frameOf(beat, event.offsetMs) - place.file.onsetFrames;
    item.start = std::max<std::int64_t>(0, begin); // only what lies inside the track is heard
    item.skipped = item.start - begin;
    if (item.skipped > 0 && !isDrum(place.sound)) {
        item.fadeIn = place.framesOf(kStartS);
    }
    item.frames = std::max<std::int64_t>(0, place.file.frames - item.skipped);
    if (event.lengthBeats > 0.0) {
        const std::int64_t gate
            = place.frameOf(beat + event.lengthBeats, event.offsetMs) - item.start;
        const std::int64_t release = place.framesOf(isHeld(lane) ? kReleaseS : kEdgeS);
        if (gate + release < item.frames) {
            item.frames = std::max<std::int64_t>(1, gate + release);
            item.fadeOut = std::min(item.frames, release);
        }
    }
    return item;
}

/// The clip's own fades, where an item touches its borders.
void fadeClip(const Place& place, Item& item)
{
    const std::int64_t begin
        = place.frameOf(double {1.0} * place.clip.startBar * place.plan.beatsPerBar, 0.0);
    const std::int64_t end = place.frameOf(place.endBeat(), 0.0);
    if (place.clip.fadeInMs > 0.0 && item.start <= begin) {
        item.fadeIn = place.framesOf(place.clip.fadeInMs / 1000.0);
    }
    if (place.clip.fadeOutMs > 0.0 && item.start + item.frames >= end) {
        item.fadeOut = place.framesOf(place.clip.fadeOutMs / 1000.0);
    }
    item.fadeIn = std::min(item.fadeIn, item.frames);
    item.fadeOut = std::min(item.fadeOut, item.frames - item.fadeIn);
}

void addItem(const Place& place, const music::Lane& lane, const music::Event& event, Item item,
             std::vector<Item>& items)
{
    if (item.frames <= 0) {
        return;
    }
    item.media = mediaKeyOf(lane, place.clip, event);
    item.clipId = place.clip.id;
    if (!place.sound.isLoop) {
        item.beat = place.beatOf(item.start);
        item.beats = place.beatOf(item.frames);
    }
    item.gain = gainOf(place, event);
    item.isMuted = place.clip.isMuted;
    fadeClip(place, item);
    items.push_back(item);
}

void addClip(const music::Plan& plan, const music::Lane& lane, const music::Clip& clip,
             const Media& media, std::vector<Item>& items)
{
    const auto& sound = lane.sounds[static_cast<std::size_t>(clip.sound)];
    const auto placeOf = [&](const music::Event& event) -> std::optional<Place> {
        const auto file = media.files.find(mediaKeyOf(lane, clip, event));
        return file == media.files.end() || file->second.sampleRate <= 0
            ? std::nullopt
            : std::optional<Place>({plan, clip, sound, file->second});
    };
    if (!sound.isLoop) {
        for (const auto& event : clip.events) {
            if (const auto place = placeOf(event)) {
                addItem(*place, lane, event, hitItem(*place, lane, event), items);
            }
        }
    } else if (!clip.events.empty()) {
        const auto first = placeOf(clip.events.front());
        for (const Turn& turn : first ? turnsOf(*first) : std::vector<Turn> {}) {
            if (const auto place = placeOf(*turn.event)) {
                addItem(*place, lane, *turn.event, loopItem(*place, turn), items);
            }
        }
    }
}

} // namespace

Media::Key mediaKeyOf(const music::Lane& lane, const music::Clip& clip, const music::Event& event)
{
    return {lane.id, clip.sound, static_cast<int>(std::lround(event.semitones * 100.0))};
}

std::vector<Item> itemsOf(const music::Plan& plan, const music::Lane& lane, const Media& media)
{
    std::vector<Item> items;
    for (const auto& clip : lane.clips) {
        if (clip.sound >= 0 && static_cast<std::size_t>(clip.sound) < lane.sounds.size()) {
            addClip(plan, lane, clip, media, items);
        }
    }
    std::stable_sort(items.begin(), items.end(),
                     [](const Item& a, const Item& b) { return a.start < b.start; });
    return items;
}

int sampleRateOf(const Media& media)
{
    return media.files.empty() ? 48000 : media.files.begin()->second.sampleRate;
}

} // namespace nde::interchange
