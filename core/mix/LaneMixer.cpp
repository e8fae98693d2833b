#include "core/mix/LaneMixer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::mix {

namespace {

constexpr double kEdgeS = 0.005;
constexpr double kStartS = 0.001;
constexpr double kReleaseS = 0.08; // of held sounds, so that one chord leads into the next
constexpr double kAudible = 1e-3;
constexpr double kWindowS = 0.4; // of momentary loudness

std::int64_t frameOf(const music::Plan& plan, double beats, double offsetMs, int rate)
{
    return std::llround((beats * 60.0 / plan.bpm + offsetMs / 1000.0) * rate);
}

double beatsOf(const music::Plan& plan, const music::Event& event)
{
    return double {1.0} * event.bar * plan.beatsPerBar + event.beat;
}

/// Loudness is measured of one hit; hits that follow fast add up (dB to take away).
double densityDb(const music::Plan& plan, const music::Lane& lane)
{
    const bool isDrum = lane.category <= Category::Drums || lane.role == "bass";
    if (!isDrum || lane.events.size() < 2) {
        return 0.0;
    }
    std::vector<double> gaps;
    for (std::size_t i = 1; i < lane.events.size(); ++i) {
        const double gap = beatsOf(plan, lane.events[i]) - beatsOf(plan, lane.events[i - 1]);
        if (gap > 1e-6) {
            gaps.push_back(gap * 60.0 / plan.bpm);
        }
    }
    if (gaps.empty()) {
        return 0.0;
    }
    const auto middle = gaps.begin() + static_cast<std::ptrdiff_t>(gaps.size() / 2);
    std::nth_element(gaps.begin(), middle, gaps.end());
    return 10.0 * std::log10(std::max(1.0, kWindowS / *middle));
}

bool isHeld(const music::Lane& lane)
{
    return lane.role == "pad" || lane.role == "strings" || lane.role == "texture"
        || lane.role == "noise";
}

struct Level
{
    float main {};
    float alternate {};
};

Level levelOf(const music::Plan& plan, const music::Lane& lane, const LaneSounds& sounds)
{
    const double compensation = lane.role == "kick" || lane.isLoop ? 0.0 : densityDb(plan, lane);
    const double level = std::pow(10.0, (lane.levelLu - compensation) / 20.0);
    return {static_cast<float>(level * sounds.gain(false)),
            static_cast<float>(level * sounds.gain(true))};
}

void addLoop(const music::Plan& plan, const music::Lane& lane, const LaneSounds& sounds,
             const music::Event& event, float gain, int rate, std::int64_t bodyFrames,
             std::vector<Clip>& clips)
{
    const double start = beatsOf(plan, event);
    const double loopBeats = double {1.0} * lane.loopBars * plan.beatsPerBar;
    const double length = event.lengthBeats > 0.0 ? event.lengthBeats : loopBeats;
    const std::int64_t end
        = std::min(bodyFrames, frameOf(plan, start + length, event.offsetMs, rate));
    for (int turn = 0;; ++turn) {
        const double beat = start + turn * loopBeats;
        Clip clip;
        clip.start = frameOf(plan, beat, event.offsetMs, rate);
        if (clip.start >= end) {
            break;
        }
        const std::int64_t next = frameOf(plan, beat + loopBeats, event.offsetMs, rate);
        clip.frames = std::min(next, end) - clip.start;
        clip.audio = &sounds.main();
        clip.gain = gain * static_cast<float>(event.velocity);
        clip.fadeIn
            = turn == 0 && lane.category > Category::Drums ? std::llround(kStartS * rate) : 0;
        clip.fadeOut = next >= end ? std::llround(kEdgeS * rate) : 0;
        clip.stem = lane.stem;
        clips.push_back(clip);
    }
}

Result<Clip> hitOf(const music::Plan& plan, const music::Lane& lane, LaneSounds& sounds,
                   const music::Event& event, Level level, int rate)
{
    const bool isAlternate = event.useAlternate && !lane.alternatePath.empty();
    const double semitones = event.semitones + lane.semitones;
    const auto buffer = sounds.oneShot(isAlternate, semitones);
    if (!buffer) {
        return tl::unexpected<Error>(laneError(lane, buffer.error()));
    }
    Clip clip;
    clip.audio = *buffer;
    clip.stem = isAlternate ? lane.alternate : lane.stem;
    clip.gain = (isAlternate ? level.alternate : level.main) * static_cast<float>(event.velocity);
    clip.start = frameOf(plan, beatsOf(plan, event), event.offsetMs, rate)
        - sounds.onsetFrames(isAlternate, semitones);
    if (clip.start < 0) { // only what lies inside the track is heard
        clip.offset = -clip.start;
        clip.start = 0;
        clip.fadeIn = lane.category > Category::Drums ? std::llround(kStartS * rate) : 0;
    }
    clip.frames
        = std::max(std::int64_t {0}, static_cast<std::int64_t>((*buffer)->frames()) - clip.offset);
    if (event.lengthBeats > 0.0) {
        const double release = isHeld(lane) ? kReleaseS : kEdgeS;
        const std::int64_t gate
            = frameOf(plan, beatsOf(plan, event) + event.lengthBeats, event.offsetMs, rate)
            + std::llround(release * rate) - clip.start;
        if (gate < clip.frames) {
            clip.frames = std::max(std::int64_t {1}, gate);
            clip.fadeOut = std::min(clip.frames, std::int64_t {std::llround(release * rate)});
        }
    }
    return clip;
}

} // namespace

Result<std::vector<Clip>> clipsOf(const music::Plan& plan, const music::Lane& lane,
                                  LaneSounds& sounds, int sampleRate, std::int64_t bodyFrames)
{
    std::vector<Clip> clips;
    const Level level = levelOf(plan, lane, sounds);
    for (const music::Event& event : lane.events) {
        if (lane.isLoop) {
            addLoop(plan, lane, sounds, event, level.main, sampleRate, bodyFrames, clips);
            continue;
        }
        auto clip = hitOf(plan, lane, sounds, event, level, sampleRate);
        if (!clip) {
            return propagate(clip);
        }
        if (clip->frames > 0 && clip->start < bodyFrames) {
            clips.push_back(*clip);
        }
    }
    std::stable_sort(clips.begin(), clips.end(),
                     [](const Clip& a, const Clip& b) { return a.start < b.start; });
    return clips;
}

LaneMixer::LaneMixer(const music::Lane& lane, std::vector<Clip> clips, int sampleRate)
    : m_clips(std::move(clips))
    , m_filterLeft(std::clamp(lane.highPassHz, 5.0, 0.4 * sampleRate), sampleRate)
    , m_filterRight(m_filterLeft)
    , m_duckNepers(static_cast<float>(lane.duckDb * std::numbers::ln10 / 20.0))
    , m_width(static_cast<float>(lane.width))
    , m_reverb(static_cast<float>(lane.reverbSend))
    , m_delay(static_cast<float>(lane.delaySend))
    , m_quietFrames(sampleRate)
    , m_ringFrames(sampleRate / 2)
{
    // Equal power, 0 dB in the middle.
    const double angle = (std::clamp(lane.pan, -1.0, 1.0) + 1.0) * std::numbers::pi / 4.0;
    m_panLeft = static_cast<float>(std::numbers::sqrt2 * std::cos(angle));
    m_panRight = static_cast<float>(std::numbers::sqrt2 * std::sin(angle));
}

void LaneMixer::addClip(const Clip& clip, std::int64_t from, std::size_t frames)
{
    const std::int64_t first = std::max(clip.start, from);
    const std::int64_t last
        = std::min(clip.start + clip.frames, from + static_cast<std::int64_t>(frames));
    const std::span<const float> left = clip.audio->channel(0);
    const std::span<const float> right = clip.audio->channel(1);
    for (std::int64_t n = first; n < last; ++n) {
        const std::int64_t at = n - clip.start;
        float gain = clip.gain;
        if (at < clip.fadeIn) { // raised cosine
            gain *= static_cast<float>(0.5
                                       - 0.5
                                           * std::cos(std::numbers::pi * static_cast<double>(at)
                                                      / static_cast<double>(clip.fadeIn)));
        }
        if (const std::int64_t left_ = clip.frames - at; left_ <= clip.fadeOut) {
            gain *= static_cast<float>(
                0.5
                - 0.5
                    * std::cos(std::numbers::pi * static_cast<double>(left_ - 1)
                               / static_cast<double>(clip.fadeOut)));
        }
        const auto source = std::min(static_cast<std::size_t>(at + clip.offset), left.size() - 1);
        const auto target = static_cast<std::size_t>(n - from);
        m_left[target] += gain * left[source];
        m_right[target] += gain * right[source];
    }
}

void LaneMixer::process(std::int64_t from, std::span<const float> duck, MixBlock out)
{
    const std::size_t frames = duck.size();
    const std::int64_t end = from + static_cast<std::int64_t>(frames);
    m_audible.clear();
    while (m_next < m_clips.size() && m_clips[m_next].start < end) {
        m_active.push_back(m_next++);
    }
    std::erase_if(m_active,
                  [&](std::size_t i) { return m_clips[i].start + m_clips[i].frames <= from; });
    if (m_active.empty() && m_quietFrames >= m_ringFrames) {
        return;
    }
    m_left.assign(frames, 0.0F);
    m_right.assign(frames, 0.0F);
    for (const std::size_t i : m_active) {
        addClip(m_clips[i], from, frames);
    }
    m_quietFrames = m_active.empty() ? m_quietFrames + static_cast<std::int64_t>(frames) : 0;
    float peak = 0.0F;
    for (std::size_t n = 0; n < frames; ++n) {
        const float gain = m_duckNepers > 0.0F ? std::exp(-m_duckNepers * duck[n]) : 1.0F;
        const float left = gain * m_filterLeft.process(m_left[n]);
        const float right = gain * m_filterRight.process(m_right[n]);
        const float middle = 0.5F * (left + right);
        const float side = 0.5F * m_width * (left - right);
        out.left[n] += m_panLeft * (middle + side);
        out.right[n] += m_panRight * (middle - side);
        out.reverb[n] += m_reverb * middle;
        out.delay[n] += m_delay * middle;
        peak = std::max(peak, std::abs(middle) + std::abs(side));
    }
    if (static_cast<double>(peak) > kAudible) {
        for (const std::size_t i : m_active) {
            if (std::find(m_audible.begin(), m_audible.end(), m_clips[i].stem) == m_audible.end()) {
                m_audible.push_back(m_clips[i].stem);
            }
        }
    }
}

DuckCurve::DuckCurve(std::vector<std::int64_t> kicks, double bpm, int sampleRate)
    : m_kicks(std::move(kicks))
    , m_attack(0.002 * sampleRate)
    , m_hold(0.02 * sampleRate)
    , m_decay(0.35 * 60.0 / bpm * sampleRate)
{
}

void DuckCurve::process(std::int64_t from, std::span<float> duck)
{
    for (std::size_t n = 0; n < duck.size(); ++n) {
        const std::int64_t at = from + static_cast<std::int64_t>(n);
        while (m_next < m_kicks.size() && m_kicks[m_next] <= at) {
            m_last = m_kicks[m_next++];
            m_before = m_value;
        }
        if (m_last >= 0) {
            const auto passed = static_cast<double>(at - m_last);
            const double rise = static_cast<double>(m_before)
                + (1.0 - static_cast<double>(m_before)) * passed / m_attack;
            m_value = static_cast<float>(passed < m_attack ? rise
                                             : passed < m_hold
                                             ? 1.0
                                             : std::exp(-(passed - m_hold) / m_decay));
        }
        duck[n] = m_value;
    }
}

} // namespace nde::mix
