#pragma once

#include "core/audio/Peaks.h"
#include "core/base/Random.h"
#include "core/music/Plan.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nde::test {

/// A finished track of 96 bars at 132 BPM as the arranger could have made it, written by hand:
/// 10 lanes, 70 clips, gaps, locks, one-shot patterns and loops. For pictures and tests of views.
class TrackSketch
{
public:
    static std::shared_ptr<music::Plan> make()
    {
        TrackSketch sketch;
        return std::make_shared<music::Plan>(sketch.build());
    }

    /// Peaks of a clip as its kind of sound would have them. Deterministic.
    static std::vector<audio::PeakColumn> peaks(const music::Plan& plan, int clipId, int count)
    {
        for (const music::Lane& lane : plan.lanes) {
            for (const music::Clip& clip : lane.clips) {
                if (clip.id == clipId && clip.sound >= 0) {
                    return columns(lane, clip, count);
                }
            }
        }
        return {};
    }

private:
    music::Plan m_plan;

    int id() { return m_plan.nextId++; }

    void section(const std::string& name, int bars, double energy)
    {
        m_plan.sections.push_back({id(), name, m_plan.bars, bars, energy, false});
        m_plan.bars += bars;
    }

    music::Lane& lane(const std::string& role)
    {
        music::Lane lane;
        lane.id = id();
        lane.role = role;
        m_plan.lanes.push_back(lane);
        return m_plan.lanes.back();
    }

    static void sound(music::Lane& lane, const std::string& name, Category category, Source source,
                      bool isLoop)
    {
        music::Sound sound;
        sound.stem = static_cast<StemId>(lane.sounds.size()) + 1;
        sound.name = name;
        sound.category = category;
        sound.source = source;
        sound.soundClass = isLoop ? SoundClass::Loop : SoundClass::OneShot;
        sound.isLoop = isLoop;
        sound.loopBars = isLoop ? 4 : 0;
        lane.sounds.push_back(sound);
    }

    /// One-shots by 16 letters a bar: x = stroke, r = roll of three, . = silence.
    static void pattern(music::Clip& clip, const std::string& steps)
    {
        for (int bar = 0; bar < clip.bars; ++bar) {
            for (int step = 0; step < 16; ++step) {
                const char letter = steps[static_cast<std::size_t>(step)];
                const int strokes = letter == 'x' ? 1 : letter == 'r' ? 3 : 0;
                for (int k = 0; k < strokes; ++k) {
                    music::Event event;
                    event.bar = bar;
                    event.beat = step * 0.25 + (step % 2 == 1 ? 0.02 : 0.0) + k * 0.25 / strokes;
                    event.velocity = step % 4 == 0 ? 1.0 : 0.7 - 0.15 * k;
                    event.offsetMs = (step * 7 + bar * 3) % 5 - 2.0;
                    clip.events.push_back(event);
                }
            }
        }
    }

    music::Clip& clip(music::Lane& lane, int start, int bars, int sound = 0,
                      const std::string& steps = {})
    {
        music::Clip clip;
        clip.id = id();
        clip.sound = sound;
        clip.startBar = start;
        clip.bars = bars;
        if (!steps.empty()) {
            clip.pattern = "A";
            pattern(clip, steps);
        }
        lane.clips.push_back(clip);
        return lane.clips.back();
    }

    void drums()
    {
        auto& kick = lane("kick");
        sound(kick, "Umspannwerk kick 03", Category::Kick, Source::Slice, false);
        for (const auto& [at, bars] : {std::pair(8, 8),
                                       {16, 8},
                                       {24, 6},
                                       {32, 8},
                                       {40, 8},
                                       {48, 8},
                                       {72, 8},
                                       {80, 8},
                                       {88, 6}}) {
            clip(kick, at, bars, 0, "x...x...x...x...");
        }
        auto& clap = lane("clap");
        sound(clap, "kick × clap 0.3", Category::Clap, Source::Generated, false);
        for (const auto& [at, bars] : {std::pair(24, 8), {32, 8}, {40, 8}, {48, 8}, {72, 8}}) {
            clip(clap, at, bars, 0, "....x.......x..r");
        }
        clip(clap, 80, 8, 0, "....x.......x...").isLocked = true;
        auto& hat = lane("hat");
        sound(hat, "Nacht hats 44", Category::Hihat, Source::Slice, false);
        sound(hat, "Nacht hats open 12", Category::OpenHihat, Source::Slice, false);
        for (const auto& [at, bars] :
             {std::pair(12, 4), {16, 8}, {24, 8}, {32, 16}, {48, 8}, {66, 6}, {72, 8}, {80, 12}}) {
            clip(hat, at, bars, at == 48 ? 1 : 0, "..x...x...x..xx.");
        }
        auto& perc = lane("perc");
        sound(perc, "dream 0333", Category::Perc, Source::Generated, true);
        sound(perc, "Rohrwerk hit 07", Category::Perc, Source::Original, false);
        for (const auto& [at, bars] :
             {std::pair(0, 8), {8, 8}, {24, 8}, {36, 12}, {48, 8}, {72, 16}}) {
            clip(perc, at, bars);
        }
        clip(perc, 56, 8, 1, "x.....x...x.....");
    }

    void tones()
    {
        auto& bass = lane("bass");
        sound(bass, "Umspannwerk bass", Category::Bass, Source::Separated, true);
        for (const auto& [at, bars] : {std::pair(16, 8), {24, 8}, {72, 8}, {80, 8}}) {
            clip(bass, at, bars);
        }
        clip(bass, 32, 24).isLocked = true;
        auto& lead = lane("lead");
        sound(lead, "lead dream 0102", Category::Lead, Source::Generated, true);
        for (const auto& [at, bars] : {std::pair(40, 8), {48, 8}, {76, 12}}) {
            clip(lead, at, bars);
        }
        auto& chord = lane("chord");
        chord.isMuted = true;
        sound(chord, "Kesselhaus stab Am", Category::Chord, Source::Original, false);
        for (const auto& [at, bars] : {std::pair(32, 8), {40, 8}, {48, 8}, {72, 8}, {80, 8}}) {
            clip(chord, at, bars, 0, "..x.....x..x....");
        }
        auto& pad = lane("pad");
        sound(pad, "Nacht other", Category::Pad, Source::Separated, true);
        for (const auto& [at, bars] : {std::pair(0, 12), {12, 12}, {84, 12}}) {
            clip(pad, at, bars);
        }
        clip(pad, 56, 16, -1).gap = "no dark pad in Am";
        auto& texture = lane("texture");
        sound(texture, "Schleuse room", Category::Atmo, Source::Original, true);
        for (const auto& [at, bars] : {std::pair(0, 16),
                                       {16, 8},
                                       {24, 8},
                                       {32, 8},
                                       {40, 8},
                                       {48, 8},
                                       {56, 16},
                                       {72, 8},
                                       {80, 8},
                                       {88, 8}}) {
            clip(texture, at, bars);
        }
        auto& fx = lane("fx");
        sound(fx, "Schleuse riser", Category::Fx, Source::Separated, false);
        sound(fx, "impact 01", Category::Fx, Source::Generated, false);
        for (const auto& [at, bars] :
             {std::pair(12, 4), {28, 4}, {54, 2}, {68, 4}, {86, 2}, {94, 2}}) {
            clip(fx, at, bars);
        }
        for (const int at : {0, 16, 24, 32, 40, 56, 72}) {
            clip(fx, at, 1, 1);
        }
    }

    music::Plan build()
    {
        m_plan.bpm = 132.0;
        m_plan.swing = 54.0;
        section("intro", 16, 0.25);
        section("build", 16, 0.5);
        section("drop", 24, 0.95);
        section("break", 16, 0.35);
        section("drop", 16, 1.0);
        section("outro", 8, 0.3);
        m_plan.sections[4].isLocked = true;
        m_plan.lanes.reserve(16);
        drums();
        tones();
        for (music::Lane& lane : m_plan.lanes) {
            std::sort(lane.clips.begin(), lane.clips.end(),
                      [](const auto& a, const auto& b) { return a.startBar < b.startBar; });
        }
        return m_plan;
    }

    static audio::PeakColumn column(double peak, double body, double brightness, Random& random)
    {
        audio::PeakColumn made;
        made.high = static_cast<float>(
            std::clamp(peak * (0.85 + 0.15 * random.uniform(0.0, 1.0)), 0.0, 1.0));
        made.low = -static_cast<float>(
            std::clamp(peak * (0.85 + 0.15 * random.uniform(0.0, 1.0)), 0.0, 1.0));
        made.rms = static_cast<float>(peak * body);
        made.brightness = static_cast<float>(brightness);
        return made;
    }

    static std::vector<audio::PeakColumn> columns(const music::Lane& lane, const music::Clip& clip,
                                                  int count)
    {
        Random random(static_cast<std::uint64_t>(clip.id) * 977U + 3U);
        const music::Sound& sound = lane.sounds[static_cast<std::size_t>(clip.sound)];
        std::vector<audio::PeakColumn> result;
        result.reserve(static_cast<std::size_t>(count));
        const double beats = clip.bars * 4.0;
        std::size_t next = 0;
        double last = -100.0;
        double velocity = 0.0;
        for (int i = 0; i < count; ++i) {
            const double share = (i + 0.5) / count;
            const double beat = share * beats;
            const double until = (i + 1.0) / count * beats;
            bool strikes = false;
            while (next < clip.events.size()
                   && clip.events[next].bar * 4.0 + clip.events[next].beat < until) {
                last = clip.events[next].bar * 4.0 + clip.events[next].beat;
                velocity = clip.events[next].velocity;
                strikes = true;
                ++next;
            }
            double peak = 0.0;
            double bright = 0.25;
            if (!clip.events.empty()) {
                const double decay = sound.category == Category::Hihat ? 9.0 : 4.5;
                peak = velocity * (strikes ? 1.0 : std::exp(-(beat - last) * decay));
                bright = sound.category == Category::Kick ? 0.15 : 0.7;
            } else if (sound.category == Category::Fx) {
                peak = clip.bars > 2 ? std::pow(share, 1.6) : std::exp(-share * 3.2);
                bright = share * 0.7;
            } else if (sound.category == Category::Pad || sound.category == Category::Atmo) {
                peak
                    = (0.45 + 0.3 * std::sin(share * 9.0 + clip.id) + 0.12 * std::sin(share * 31.0))
                    * std::min({1.0, share * 6.0, (1.0 - share) * 5.0});
                bright = 0.3;
            } else {
                const double half = beat * 2.0 - std::floor(beat * 2.0);
                const bool pulses
                    = std::floor(until * 2.0) > std::floor((until - beats / count) * 2.0);
                peak = (0.3 + 0.65 * (pulses ? 1.0 : std::exp(-half * 3.0)))
                    * (std::fmod(beat, 16.0) > 14.0 ? 0.6 : 0.9);
            }
            result.push_back(column(peak, 0.42, bright, random));
        }
        return result;
    }
};

} // namespace nde::test
