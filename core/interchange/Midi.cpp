#include "core/interchange/Exchange.h"
#include "core/interchange/TrackLook.h"
#include "core/music/Roles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace nde::interchange {
namespace {

constexpr int kTicksPerQuarter = 480;
constexpr int kDrumChannel = 9; // counted from 0
constexpr std::int64_t kDrumTicks = kTicksPerQuarter / 4;

struct Message
{
    std::int64_t tick {};
    int order {}; ///< of messages at one tick: what ends comes before what begins
    std::string bytes;
};

std::string number(std::uint32_t value, int bytes)
{
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) {
        text += static_cast<char>((value >> (8 * i)) & 0xFFU);
    }
    return text;
}

/// Seven bits a byte, the highest bit on all but the last.
std::string variableLength(std::uint32_t value)
{
    std::string text(1, static_cast<char>(value & 0x7FU));
    for (value >>= 7U; value > 0; value >>= 7U) {
        text.insert(text.begin(), static_cast<char>(0x80U | (value & 0x7FU)));
    }
    return text;
}

std::string meta(int type, const std::string& content)
{
    return std::string("\xFF") + static_cast<char>(type)
        + variableLength(static_cast<std::uint32_t>(content.size())) + content;
}

/// A track chunk; every message carries its own status byte.
std::string trackChunk(std::vector<Message> messages, std::int64_t endTick)
{
    std::stable_sort(messages.begin(), messages.end(), [](const auto& a, const auto& b) {
        return std::pair(a.tick, a.order) < std::pair(b.tick, b.order);
    });
    std::string content;
    std::int64_t now = 0;
    for (const auto& message : messages) {
        content += variableLength(static_cast<std::uint32_t>(message.tick - now)) + message.bytes;
        now = message.tick;
    }
    const std::int64_t rest = std::max<std::int64_t>(0, endTick - now);
    content += variableLength(static_cast<std::uint32_t>(rest)) + meta(0x2F, {});
    return "MTrk" + number(static_cast<std::uint32_t>(content.size()), 4) + content;
}

std::int64_t tickOf(double beats)
{
    return std::llround(beats * kTicksPerQuarter);
}

/// Number of sharps (or flats, below 0) of a key.
int accidentals(Key key)
{
    const int major = key.isMinor ? (key.pitchClass + 3) % 12 : key.pitchClass;
    const int fifths = major * 7 % 12;
    return fifths > 6 ? fifths - 12 : fifths;
}

std::string conductor(const music::Plan& plan, std::int64_t endTick)
{
    const auto tempo = static_cast<std::uint32_t>(std::llround(60e6 / plan.bpm));
    const std::array<char, 4> meter {static_cast<char>(plan.beatsPerBar), 2, 24, 8};
    const std::array<char, 2> key {static_cast<char>(accidentals(plan.key)),
                                   static_cast<char>(plan.key.isMinor ? 1 : 0)};
    std::vector<Message> messages {
        {0, 0, meta(0x03, titleOf(plan))},
        {0, 0, meta(0x51, number(tempo, 3))},
        {0, 0, meta(0x58, std::string(meter.begin(), meter.end()))},
        {0, 0, meta(0x59, std::string(key.begin(), key.end()))},
    };
    for (const auto& section : plan.sections) {
        messages.push_back({tickOf(double {1.0} * section.startBar * plan.beatsPerBar), 1,
                            meta(0x06, section.name)});
    }
    return trackChunk(std::move(messages), endTick);
}

/// General MIDI drum map; empty for what is no drum, and for percussion, which has no one note.
std::optional<int> drumNote(Category category)
{
    switch (category) {
    case Category::Kick:
        return 36;
    case Category::Snare:
        return 38;
    case Category::Clap:
        return 39;
    case Category::Hihat:
        return 42;
    case Category::OpenHihat:
        return 46;
    case Category::Cymbal:
        return 49;
    case Category::Tom:
        return 45;
    default:
        return std::nullopt;
    }
}

/// The note that a sound is heard as at its own pitch; empty where it has none.
std::optional<int> rootOf(const music::Sound& sound)
{
    constexpr int kMiddleC = 60;
    if (sound.pitchHz && *sound.pitchHz > 0.0) {
        return static_cast<int>(std::lround(69.0 + 12.0 * std::log2(*sound.pitchHz / 440.0)));
    }
    if (sound.isChord && sound.key) {
        return kMiddleC - 12 + sound.key->pitchClass; // the chord's root, an octave below
    }
    return std::nullopt;
}

/// Whether its strokes go on the drum channel.
bool isDrumLane(const music::Lane& lane)
{
    const music::Role* role = music::roleOf(lane.role);
    const bool isDrumRole = role != nullptr && role->isDrum();
    return isDrumRole
        || (!lane.sounds.empty() && drumNote(lane.sounds.front().category).has_value());
}

struct Note
{
    std::int64_t start {};
    std::int64_t end {};
    int key {};
    int velocity {};
};

int velocityOf(const music::Event& event, const music::Clip& clip)
{
    const double level = event.velocity * std::pow(10.0, clip.gainDb / 20.0);
    return static_cast<int>(std::clamp(std::lround(level * 127.0), 1L, 127L));
}

std::optional<Note> noteOf(const music::Plan& plan, const music::Clip& clip,
                           const music::Sound& sound, const music::Event& event,
                           std::optional<int> percussion)
{
    Note note;
    const double shift = event.offsetMs / 1000.0 * plan.bpm / 60.0;
    const double beat = music::beatOf(plan, clip, event) + shift;
    note.start = std::max<std::int64_t>(0, tickOf(beat));
    note.velocity = velocityOf(event, clip);
    const auto root = percussion ? drumNote(sound.category).value_or(*percussion) : rootOf(sound);
    if (!root) {
        return std::nullopt;
    }
    const double moved = percussion ? 0.0 : sound.semitones + event.semitones;
    note.key = std::clamp(*root + static_cast<int>(std::lround(moved)), 0, 127);
    const double ownBeats = sound.durationS * plan.bpm / 60.0;
    const double beats = event.lengthBeats > 0.0 ? event.lengthBeats : ownBeats;
    note.end = percussion ? note.start + kDrumTicks : tickOf(beat + beats);
    note.end = std::max(note.end, note.start + 1);
    return note;
}

/// @param percussion  of drum lanes: the note of what has none in the drum map.
std::vector<Note> notesOf(const music::Plan& plan, const music::Lane& lane,
                          std::optional<int> percussion)
{
    std::vector<Note> notes;
    for (const auto& clip : lane.clips) {
        const bool isSound
            = clip.sound >= 0 && static_cast<std::size_t>(clip.sound) < lane.sounds.size();
        if (clip.isMuted || !isSound) {
            continue;
        }
        const auto& sound = lane.sounds[static_cast<std::size_t>(clip.sound)];
        for (const auto& event : sound.isLoop ? std::vector<music::Event> {} : clip.events) {
            if (const auto note = noteOf(plan, clip, sound, event, percussion)) {
                notes.push_back(*note);
            }
        }
    }
    std::stable_sort(notes.begin(), notes.end(),
                     [](const Note& a, const Note& b) { return a.start < b.start; });
    // A key cannot be struck again before it was let go.
    std::array<std::int64_t, 128> next {};
    next.fill(std::numeric_limits<std::int64_t>::max());
    for (auto note = notes.rbegin(); note != notes.rend(); ++note) {
        auto& following = next[static_cast<std::size_t>(note->key)];
        note->end = std::min(note->end, std::max(following, note->start));
        following = note->start;
    }
    std::erase_if(notes, [](const Note& note) { return note.end <= note.start; });
    return notes;
}

std::string laneTrack(const music::Plan& plan, const music::Lane& lane,
                      const std::vector<Note>& notes, int channel, std::int64_t endTick)
{
    std::vector<Message> messages {{0, 0, meta(0x03, trackName(plan, lane))}};
    for (const Note& note : notes) {
        const auto strike = [&](int status, int velocity) {
            const std::array<char, 3> bytes {static_cast<char>(status | channel),
                                             static_cast<char>(note.key),
                                             static_cast<char>(velocity)};
            return std::string(bytes.begin(), bytes.end());
        };
        messages.push_back({note.start, 2, strike(0x90, note.velocity)});
        messages.push_back({note.end, 1, strike(0x80, 64)});
    }
    return trackChunk(std::move(messages), endTick);
}

/// Further percussion lanes take further notes, so that each can be told from the others.
int percussionNote(int lanesBefore)
{
    constexpr std::array<int, 5> kNotes {63, 62, 64, 76, 77};
    return kNotes[static_cast<std::size_t>(lanesBefore) % kNotes.size()];
}

} // namespace

std::string midiOf(const music::Plan& plan)
{
    const std::int64_t endTick = tickOf(double {1.0} * plan.bars * plan.beatsPerBar);
    std::vector<std::string> tracks {conductor(plan, endTick)};
    int percussion = 0;
    int tonal = 0;
    for (const auto& lane : plan.lanes) {
        const bool isDrum = isDrumLane(lane);
        std::optional<int> fallback;
        if (isDrum) {
            fallback = percussionNote(percussion);
        }
        const auto notes = notesOf(plan, lane, fallback);
        if (lane.isMuted || notes.empty()) {
            continue;
        }
        int channel = kDrumChannel;
        if (isDrum) {
            percussion += drumNote(lane.sounds.front().category) ? 0 : 1;
        } else {
            channel = tonal++ % 15;
            channel += channel >= kDrumChannel ? 1 : 0;
        }
        tracks.push_back(laneTrack(plan, lane, notes, channel, endTick));
    }
    std::string file = "MThd" + number(6, 4) + number(1, 2)
        + number(static_cast<std::uint32_t>(tracks.size()), 2) + number(kTicksPerQuarter, 2);
    for (const auto& track : tracks) {
        file += track;
    }
    return file;
}

} // namespace nde::interchange
