#include "core/mix/MixPlan.h"

#include "core/mix/EnergyForecast.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace nde::mix {

namespace {

constexpr double kStartS = 0.001;
constexpr double kEdgeS = 0.005;
constexpr double kStopS = 0.01; // of a loop before a silence
constexpr double kReleaseS = 0.08; // of held sounds, so that one chord leads into the next
constexpr double kTailBars = 4.0;
constexpr double kSmallestGainDb = -60.0; // of a fader: silent

Bus busOf(const music::Lane& lane)
{
    const std::string& role = lane.role;
    if (role == "bass" || role == "sub") {
        return Bus::Bass;
    }
    if (role == "vocal") {
        return Bus::Vocal;
    }
    if (role == "fx" || role == "noise" || role == "texture" || role == "riser") {
        return Bus::Fx;
    }
    const bool isDrum = !lane.sounds.empty() && isDrumCategory(lane.sounds.front().category);
    return isDrum || role == "kick" || role == "hat" || role == "snare" || role == "clap"
            || role == "perc" || role == "cymbal" || role == "drums" || role == "tom"
        ? Bus::Drums
        : Bus::Music;
}

bool isHeld(const music::Lane& lane)
{
    return lane.role == "pad" || lane.role == "strings" || lane.role == "texture"
        || lane.role == "noise";
}

LaneGains gainsOf(const music::Lane& lane, bool anySolo)
{
    LaneGains gains;
    gains.duckNepers = static_cast<float>(std::max(0.0, lane.duckDb) * std::numbers::ln10 / 20.0);
    if (lane.isMuted || (anySolo && !lane.isSolo) || lane.gainDb <= kSmallestGainDb) {
        return gains;
    }
    const double level = std::pow(10.0, (lane.levelLu + lane.gainDb) / 20.0);
    // Equal power, 0 dB in the middle.
    const double angle = (std::clamp(lane.pan, -1.0, 1.0) + 1.0) * std::numbers::pi / 4.0;
    const double left = level * std::numbers::sqrt2 * std::cos(angle);
    const double right = level * std::numbers::sqrt2 * std::sin(angle);
    const double width = std::clamp(lane.width, 0.0, 2.0);
    gains.leftLeft = static_cast<float>(left * (1.0 + width) / 2.0);
    gains.leftRight = static_cast<float>(left * (1.0 - width) / 2.0);
    gains.rightLeft = static_cast<float>(right * (1.0 - width) / 2.0);
    gains.rightRight = static_cast<float>(right * (1.0 + width) / 2.0);
    gains.reverb = static_cast<float>(0.5 * level * std::max(0.0, lane.reverbSend));
    gains.delay = static_cast<float>(0.5 * level * std::max(0.0, lane.delaySend));
    return gains;
}

/// Lays out one plan.
class Layout
{
public:
    Layout(const music::Plan& plan, const SoundPool& pool, bool isLenient)
        : m_plan(plan)
        , m_pool(pool)
        , m_rate(pool.sampleRate())
        , m_isLenient(isLenient)
    {
        m_mix.sampleRate = m_rate;
        m_mix.bpm = plan.bpm;
        m_mix.barSeconds = music::barStartS(plan, 1.0);
        m_mix.barFrames = std::llround(m_mix.barSeconds * m_rate);
        m_mix.body = std::llround(music::barStartS(plan, plan.bars) * m_rate);
        m_mix.total = std::llround(music::barStartS(plan, plan.bars + kTailBars) * m_rate);
        m_mix.lufs = plan.lufs;
        m_mix.ceilingDbtp = plan.ceilingDbtp;
    }

    MixPlan run()
    {
        const bool anySolo = std::any_of(m_plan.lanes.begin(), m_plan.lanes.end(),
                                         [](const music::Lane& lane) { return lane.isSolo; });
        for (const music::Lane& lane : m_plan.lanes) {
            MixLane placed {lane.id, lane.role, busOf(lane), {}};
            for (const music::Clip& clip : lane.clips) {
                if (!clip.isMuted && clip.sound >= 0
                    && static_cast<std::size_t>(clip.sound) < lane.sounds.size()) {
                    placed.clips.push_back(placedClip(lane, clip));
                }
            }
            m_mix.lanes.push_back(std::move(placed));
            m_mix.gains.push_back(gainsOf(lane, anySolo));
        }
        for (const double beat : m_plan.duckBeats) {
            m_mix.kicks.push_back(frame(beat, 0.0));
        }
        std::sort(m_mix.kicks.begin(), m_mix.kicks.end());
        setFader();
        return std::move(m_mix);
    }

private:
    void setFader()
    {
        m_mix.sections = sectionSpans(m_plan, m_rate);
        std::vector<LaneGains> gains;
        for (const music::Lane& lane : m_plan.lanes) {
            gains.push_back(gainsOf(lane, false));
        }
        m_mix.trimsDb = energyTrims(m_mix.sections, forecastLufs(m_mix, gains));
    }

    [[nodiscard]] std::int64_t frame(double beat, double offsetMs) const
    {
        return frameOfBeat(beat, offsetMs, m_plan.bpm, m_rate);
    }
    [[nodiscard]] std::int64_t framesOf(double seconds) const
    {
        return std::llround(seconds * m_rate);
    }

    std::size_t need(const music::Lane& lane, const music::Sound& sound, double semitones)
    {
        const auto window = m_pool.windowStart(sound);
        const SoundKey key = keyOf(m_plan, lane, sound, semitones, window.value_or(-1.0), m_rate);
        const auto [at, isNew] = m_known.try_emplace(key, m_mix.sounds.size());
        if (isNew) {
            PreparedPtr ready = window ? m_pool.find(key) : nullptr;
            if (!ready && window && m_isLenient) {
                ready = m_pool.findSimilar(key);
            }
            m_mix.sounds.push_back(
                {key, std::move(ready), sound.stem, m_mix.lanes.size(), sound.durationS});
        }
        return at->second;
    }

    PlacedClip placedClip(const music::Lane& lane, const music::Clip& clip)
    {
        const music::Sound& sound = lane.sounds[static_cast<std::size_t>(clip.sound)];
        PlacedClip placed;
        placed.id = clip.id;
        placed.start = frame(double {1.0} * clip.startBar * m_plan.beatsPerBar, 0.0);
        placed.end
            = std::min(m_mix.body,
                       frame((double {1.0} * clip.startBar + clip.bars) * m_plan.beatsPerBar, 0.0));
        placed.fadeIn = framesOf(std::max(0.0, clip.fadeInMs) / 1000.0);
        placed.fadeOut = framesOf(std::max(0.0, clip.fadeOutMs) / 1000.0);
        placed.sweepFromHz = clip.sweepFromHz > 0.0 ? clip.sweepFromHz : 0.0;
        placed.sweepToHz = clip.sweepToHz > 0.0 ? clip.sweepToHz : clip.sweepFromHz;
        const double crowd = sound.isLoop ? 0.0 : crowdDb(lane);
        const auto gain = static_cast<float>(std::pow(10.0, (clip.gainDb - crowd) / 20.0));
        for (const music::Event& event : clip.events) {
            const std::size_t index = need(lane, sound, event.semitones);
            if (sound.isLoop) {
                addTurns(clip, sound, event, index, gain, placed);
            } else {
                addHit(lane, clip, sound, event, index, gain, placed);
            }
        }
        close(placed);
        return placed;
    }

    void close(PlacedClip& placed) const
    {
        std::stable_sort(placed.placements.begin(), placed.placements.end(),
                         [](const Placement& a, const Placement& b) { return a.start < b.start; });
        std::int64_t last = 0;
        for (Placement& placement : placed.placements) {
            last = std::max(last, placement.start + placement.frames);
            placement.lookBack = last;
        }
        placed.firstFrame
            = placed.placements.empty() ? placed.start : placed.placements.front().start;
        placed.lastFrame = std::max(last, placed.firstFrame);
        if (placed.fadeIn > 0) {
            placed.firstFrame = std::max(placed.firstFrame, placed.start);
        }
        if (placed.fadeOut > 0) {
            placed.lastFrame = std::min(placed.lastFrame, placed.end);
        }
    }

    [[nodiscard]] float gainOf(std::size_t index, const music::Event& event, float gain) const
    {
        const PreparedPtr& ready = m_mix.sounds[index].sound;
        return gain * (ready ? ready->gain : 1.0F) * static_cast<float>(event.velocity);
    }

    /// The turns of a loop. Each fades in before its beginning, over what comes before that in the
    /// loop, and out before its end: neighbours add up to one, so a loop that goes on is untouched,
    /// and whatever meets at a border crosses over. It depends on nothing but the clip itself.
    void addTurns(const music::Clip& clip, const music::Sound& sound, const music::Event& event,
                  std::size_t index, float gain, PlacedClip& placed) const
    {
        const double loopBeats = double {1.0} * std::max(1, sound.loopBars) * m_plan.beatsPerBar;
        const double first = music::beatOf(m_plan, clip, event);
        double skipped = std::fmod(std::max(0.0, event.offsetBeats), loopBeats);
        const double length = event.lengthBeats > 0.0 ? event.lengthBeats : loopBeats - skipped;
        const std::int64_t end = std::min(placed.end, frame(first + length, event.offsetMs));
        const PreparedPtr& ready = m_mix.sounds[index].sound;
        const bool isDrum = m_mix.sounds[index].key.isDrum;
        const std::int64_t join = framesOf(isDrum ? kDrumJoinS : kJoinS);
        // Before a silence: of what a player takes a little early nothing may be left.
        const bool isStop = end < placed.end && !startsAt(clip, first + length);
        const std::int64_t last = isStop ? end - framesOf(kStopS) : end;
        double beat = first;
        while (true) {
            const double next = beat + loopBeats - skipped;
            const std::int64_t start = frame(beat, event.offsetMs);
            if (start >= last) {
                return;
            }
            const std::int64_t until = std::min(last, frame(next, event.offsetMs));
            Placement turn;
            turn.sound = index;
            turn.gain = gainOf(index, event, gain);
            const std::int64_t lead = ready ? std::min(join, ready->lead) : join;
            turn.start = start - lead;
            turn.frames = until - turn.start;
            turn.offset = frame(skipped, 0.0) + (ready ? ready->lead - lead : 0);
            turn.fadeIn = static_cast<std::int32_t>(lead);
            const std::int64_t out = isStop && until == last ? framesOf(kStopS) : join;
            turn.fadeOut = static_cast<std::int32_t>(std::min(out, until - start));
            if (turn.start < 0) { // only what lies inside the track is heard
                turn.offset -= turn.start;
                turn.frames += turn.start;
                turn.start = 0;
                turn.fadeIn = static_cast<std::int32_t>(isDrum ? 0 : framesOf(kStartS));
            }
            if (ready) {
                const auto there = static_cast<std::int64_t>(ready->audio.frames());
                turn.frames = std::clamp<std::int64_t>(there - turn.offset, 0, turn.frames);
            }
            placed.placements.push_back(turn);
            beat = next;
            skipped = 0.0;
        }
    }

    /// Whether an event of a clip starts at a beat of the track.
    [[nodiscard]] bool startsAt(const music::Clip& clip, double beat) const
    {
        constexpr double kSameBeat = 0.02;
        return std::any_of(clip.events.begin(), clip.events.end(), [&](const auto& event) {
            return std::abs(music::beatOf(m_plan, clip, event) - beat) < kSameBeat;
        });
    }

    void addHit(const music::Lane& lane, const music::Clip& clip, const music::Sound& sound,
                const music::Event& event, std::size_t index, float gain, PlacedClip& placed) const
    {
        const double beat = music::beatOf(m_plan, clip, event);
        const double slower = std::exp2(-m_mix.sounds[index].key.semitones / 12.0);
        const PreparedPtr& ready = m_mix.sounds[index].sound;
        Placement hit;
        hit.sound = index;
        hit.gain = gainOf(index, event, gain);
        hit.start = frame(beat, event.offsetMs) - framesOf(sound.onsetS * slower);
        hit.frames = ready ? ready->frames : framesOf(sound.durationS * slower);
        if (hit.start < 0) {
            hit.offset = -hit.start;
            hit.frames = std::max<std::int64_t>(0, hit.frames - hit.offset);
            hit.start = 0;
            hit.fadeIn
                = static_cast<std::int32_t>(isDrumCategory(sound.category) ? 0 : framesOf(kStartS));
        }
        if (event.lengthBeats > 0.0) {
            const std::int64_t release = framesOf(isHeld(lane) ? kReleaseS : kEdgeS);
            const std::int64_t gate
                = frame(beat + event.lengthBeats, event.offsetMs) + release - hit.start;
            if (gate < hit.frames) {
                hit.frames = std::max<std::int64_t>(1, gate);
                hit.fadeOut = static_cast<std::int32_t>(std::min(hit.frames, release));
            }
        }
        if (hit.frames > 0 && hit.start < m_mix.body) {
            placed.placements.push_back(hit);
        }
    }

    const music::Plan& m_plan;
    const SoundPool& m_pool;
    int m_rate;
    bool m_isLenient;
    MixPlan m_mix;
    std::map<SoundKey, std::size_t> m_known;
};

} // namespace

double crowdDb(const music::Lane& lane)
{
    if (lane.role == "hat" || lane.role == "shaker") {
        return 4.0;
    }
    return lane.role == "perc" ? 2.5 : lane.role == "bass" ? 1.0 : 0.0;
}

std::int64_t frameOfBeat(double beat, double offsetMs, double bpm, int sampleRate)
{
    return std::llround((beat * 60.0 / bpm + offsetMs / 1000.0) * sampleRate);
}

MixPlan layOut(const music::Plan& plan, const SoundPool& pool, bool isLenient)
{
    return Layout(plan, pool, isLenient).run();
}

bool isSameLayout(const MixPlan& a, const MixPlan& b)
{
    return a.sampleRate == b.sampleRate && a.bpm == b.bpm && a.body == b.body
        && a.barSeconds == b.barSeconds && a.kicks == b.kicks && a.sounds == b.sounds
        && a.lanes == b.lanes;
}

bool isSameButFilters(const MixPlan& a, const MixPlan& b)
{
    return a.sampleRate == b.sampleRate && a.bpm == b.bpm && a.body == b.body
        && a.barSeconds == b.barSeconds && a.kicks == b.kicks && a.lanes == b.lanes
        && std::equal(a.sounds.begin(), a.sounds.end(), b.sounds.begin(), b.sounds.end(),
                      [](const NeededSound& one, const NeededSound& other) {
                          return unfiltered(one.key) == unfiltered(other.key);
                      });
}

Result<> checkMixable(const music::Plan& plan, int sampleRate)
{
    if (sampleRate < 8000 || sampleRate > 192000) {
        return fail(ErrorCode::BadInput,
                    "a track cannot be rendered at " + std::to_string(sampleRate) + " Hz");
    }
    if (!(plan.bpm >= 20.0 && plan.bpm <= 400.0) || plan.bars < 1 || plan.bars > 10000
        || plan.beatsPerBar < 1 || plan.beatsPerBar > 16) {
        return fail(ErrorCode::BadInput, "the plan has no usable tempo or length");
    }
    for (const music::Lane& lane : plan.lanes) {
        for (const music::Sound& sound : lane.sounds) {
            if (sound.isLoop && (sound.loopBars < 1 || sound.loopBars > 1024)) {
                return fail(ErrorCode::BadInput,
                            "lane '" + lane.role + "': a loop that lasts no whole bars");
            }
        }
    }
    return {};
}

} // namespace nde::mix
