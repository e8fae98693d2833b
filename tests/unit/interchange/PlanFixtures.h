#pragma once

#include "core/interchange/Exchange.h"

/// A small plan whose every position can be told by hand, and media made up for it.
namespace nde::interchange::test {

inline music::Sound oneShot(StemId id, const char* name, Category category)
{
    music::Sound sound;
    sound.stem = id;
    sound.name = name;
    sound.path = std::string("/sounds/") + name + ".wav";
    sound.category = category;
    sound.soundClass = SoundClass::OneShot;
    sound.durationS = 0.5;
    return sound;
}

inline music::Event at(int bar, double beat, double velocity = 1.0)
{
    music::Event event;
    event.bar = bar;
    event.beat = beat;
    event.velocity = velocity;
    return event;
}

inline music::Clip clip(int id, int startBar, int bars, std::vector<music::Event> events)
{
    music::Clip made;
    made.id = id;
    made.sound = 0;
    made.startBar = startBar;
    made.bars = bars;
    made.events = std::move(events);
    return made;
}

/// 137 bpm, where no beat falls on a whole sample.
/// Lane 1: kick, four to the floor in bars 0 … 1, its onset 10 ms into the file.
/// Lane 2: bass notes, A1 at bar 0 and 3 semitones up at bar 1, one beat each, 0.5 velocity.
/// Lane 3: a two-bar loop over bars 0 … 3 as two turns, the clip −6 dB; then from its second bar
///         on in bars 6 … 7.
/// Lane 4: swung hats with 4 ms of humanising; muted. Lane 5: a gap.
inline music::Plan plan()
{
    music::Plan plan;
    plan.prompt = "dark \"techno\" <137> & more";
    plan.request.genres = {"techno"};
    plan.seed = 7;
    plan.bpm = 137.0;
    plan.key = {9, true};
    plan.bars = 8;
    plan.sections = {{1, "intro", 0, 4, 0.3, false}, {2, "drop", 4, 4, 1.0, false}};

    music::Lane kick;
    kick.id = 3;
    kick.role = "kick";
    kick.sounds = {oneShot(11, "Boom", Category::Kick)};
    kick.sounds[0].onsetS = 0.01;
    kick.clips = {clip(10, 0, 2, {})};
    for (int beat = 0; beat < 8; ++beat) {
        kick.clips[0].events.push_back(at(beat / 4, beat % 4));
    }

    music::Lane bass;
    bass.id = 4;
    bass.role = "bass";
    bass.levelLu = -1.5;
    bass.gainDb = 3.0;
    bass.pan = -0.25;
    bass.isSolo = true;
    bass.sounds = {oneShot(12, "Sub", Category::Bass)};
    bass.sounds[0].pitchHz = 55.0; // A1, MIDI 33
    bass.clips = {clip(20, 0, 2, {at(0, 0.0, 0.5), at(1, 0.0, 0.5)})};
    bass.clips[0].events[0].lengthBeats = 1.0;
    bass.clips[0].events[1].lengthBeats = 1.0;
    bass.clips[0].events[1].semitones = 3.0;

    music::Lane pad;
    pad.id = 5;
    pad.role = "pad";
    pad.sounds = {oneShot(13, "Mist", Category::Pad)};
    pad.sounds[0].isLoop = true;
    pad.sounds[0].soundClass = SoundClass::Loop;
    pad.sounds[0].loopBars = 2;
    pad.clips = {clip(30, 0, 4, {at(0, 0.0), at(2, 0.0)}), clip(31, 6, 2, {at(0, 0.0)})};
    pad.clips[0].gainDb = -6.0;
    pad.clips[1].events[0].offsetBeats = 4.0;
    pad.clips[1].events[0].lengthBeats = 8.0;

    music::Lane hat;
    hat.id = 6;
    hat.role = "hat";
    hat.isMuted = true;
    hat.sounds = {oneShot(14, "Tick", Category::Hihat)};
    hat.clips = {clip(40, 0, 1, {at(0, 0.5), at(0, 0.8, 0.7)})};
    hat.clips[0].events[1].offsetMs = 4.0;

    music::Lane gap;
    gap.id = 7;
    gap.role = "vocal";
    gap.clips = {clip(50, 4, 4, {})};
    gap.clips[0].sound = -1;
    gap.clips[0].gap = "no vocal in Am";

    plan.lanes = {kick, bass, pad, hat, gap};
    plan.nextId = 60;
    return plan;
}

constexpr int kRate = 48000;

inline Media media()
{
    Media media;
    media.files[{3, 0, 0}] = {"audio/01_kick_Boom.wav", 24000, kRate, 2, 480, 1.0};
    media.files[{4, 0, 0}] = {"audio/02_bass_Sub.wav", 48000, kRate, 2, 0, 0.8};
    media.files[{4, 0, 300}] = {"audio/03_bass_Sub+3.wav", 40363, kRate, 2, 0, 0.8};
    // Two bars at 137 bpm: 168175.18 frames.
    media.files[{5, 0, 0}] = {"audio/04_pad_Mist.wav", 168175, kRate, 2, 0, 1.0};
    media.files[{6, 0, 0}] = {"audio/05_hat_Tick.wav", 4800, kRate, 2, 0, 1.0};
    return media;
}

/// Seconds of a beat from bar 0.
inline double seconds(double beat)
{
    return beat * 60.0 / 137.0;
}

} // namespace nde::interchange::test
