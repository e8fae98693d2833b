#include "core/mix/LaneMixer.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace nde::mix {

namespace {

constexpr std::int64_t kSweepStep = 32; // frames between two positions of a moving filter
constexpr double kSweepRunUpS = 0.25; // by then it has forgotten where it came from
constexpr double kLowestSweepHz = 30.0;

/// Raised cosine from 0 to 1; in(i, n) + out(i, n) == 1.
float fadeInAt(std::int64_t i, std::int64_t length)
{
    return static_cast<float>(0.5
                              - 0.5
                                  * std::cos(std::numbers::pi * (static_cast<double>(i) + 0.5)
                                             / static_cast<double>(length)));
}

float fadeOutAt(std::int64_t left, std::int64_t length)
{
    return 1.0F - fadeInAt(length - left, length);
}

void addScaled(const float* source, float gain, std::size_t frames, float* target)
{
    for (std::size_t i = 0; i < frames; ++i) {
        target[i] += gain * source[i];
    }
}

} // namespace

DuckCurve::DuckCurve(const std::vector<std::int64_t>& kicks, double bpm, int sampleRate)
    : m_kicks(&kicks)
    , m_attack(0.002 * sampleRate)
    , m_hold(0.02 * sampleRate)
    , m_decay(0.35 * 60.0 / bpm * sampleRate)
{
}

// `next` = index of the first kick behind the frame.
double DuckCurve::at(std::int64_t frame, std::size_t next) const
{
    const auto after = [this](double passed) {
        return passed < m_hold ? 1.0 : std::exp(-(passed - m_hold) / m_decay);
    };
    if (next == 0) {
        return 0.0;
    }
    const std::int64_t last = (*m_kicks)[next - 1];
    const auto passed = static_cast<double>(frame - last);
    if (passed >= m_attack) {
        return after(passed);
    }
    const double before = next > 1 ? after(static_cast<double>(last - (*m_kicks)[next - 2])) : 0.0;
    const double rise = 0.5 - 0.5 * std::cos(std::numbers::pi * passed / m_attack);
    return before + (1.0 - before) * rise;
}

double DuckCurve::valueAt(std::int64_t frame) const
{
    const auto next = std::upper_bound(m_kicks->begin(), m_kicks->end(), frame);
    return at(frame, static_cast<std::size_t>(next - m_kicks->begin()));
}

void DuckCurve::fill(std::int64_t from, std::size_t frames, std::vector<float>& values) const
{
    const std::int64_t first = from / kStep;
    const std::int64_t last = (from + static_cast<std::int64_t>(frames) + kStep - 1) / kStep;
    values.resize(static_cast<std::size_t>(last - first + 1));
    auto next = static_cast<std::size_t>(
        std::upper_bound(m_kicks->begin(), m_kicks->end(), first * kStep) - m_kicks->begin());
    for (std::int64_t step = first; step <= last; ++step) {
        while (next < m_kicks->size() && (*m_kicks)[next] <= step * kStep) {
            ++next;
        }
        values[static_cast<std::size_t>(step - first)] = static_cast<float>(at(step * kStep, next));
    }
}

LaneMixer::LaneMixer(const MixPlan& plan)
    : m_plan(&plan)
    , m_duck(plan.kicks, plan.bpm, plan.sampleRate)
{
}

void LaneMixer::begin(std::int64_t from, std::size_t frames)
{
    m_from = from;
    m_frames = frames;
    m_duck.fill(from, frames, m_duckValues);
    m_left.resize(frames);
    m_right.resize(frames);
}

bool LaneMixer::addClip(const PlacedClip& clip, std::int64_t from, std::span<float> left,
                        std::span<float> right)
{
    const std::int64_t end = from + static_cast<std::int64_t>(left.size());
    auto at = std::partition_point(
        clip.placements.begin(), clip.placements.end(),
        [from](const Placement& placement) { return placement.lookBack <= from; });
    bool isHeard = false;
    for (; at != clip.placements.end() && at->start < end; ++at) {
        const NeededSound& needed = m_plan->sounds[at->sound];
        const std::int64_t first = std::max(at->start, from);
        const std::int64_t last = std::min(at->start + at->frames, end);
        if (!needed.sound || first >= last) {
            continue;
        }
        isHeard = true;
        if (std::find(m_touched.begin(), m_touched.end(), needed.stem) == m_touched.end()) {
            m_touched.push_back(needed.stem);
        }
        const std::int64_t shift = at->offset - at->start;
        const std::span<const float> source[2]
            = {needed.sound->audio.channel(0), needed.sound->audio.channel(1)};
        const std::int64_t flat = std::min(last, std::max(first, at->start + at->fadeIn));
        const std::int64_t falling = at->start + at->frames - at->fadeOut;
        const std::int64_t flatEnd = std::clamp(falling, flat, last);
        for (std::int64_t n = first; n < flat; ++n) {
            float gain = at->gain * fadeInAt(n - at->start, at->fadeIn);
            if (n >= falling) {
                gain *= fadeOutAt(at->start + at->frames - n, at->fadeOut);
            }
            const auto in = static_cast<std::size_t>(n + shift);
            left[static_cast<std::size_t>(n - from)] += gain * source[0][in];
            right[static_cast<std::size_t>(n - from)] += gain * source[1][in];
        }
        const auto count = static_cast<std::size_t>(flatEnd - flat);
        addScaled(source[0].data() + (flat + shift), at->gain, count, left.data() + (flat - from));
        addScaled(source[1].data() + (flat + shift), at->gain, count, right.data() + (flat - from));
        for (std::int64_t n = flatEnd; n < last; ++n) {
            const float gain = at->gain * fadeOutAt(at->start + at->frames - n, at->fadeOut);
            const auto in = static_cast<std::size_t>(n + shift);
            left[static_cast<std::size_t>(n - from)] += gain * source[0][in];
            right[static_cast<std::size_t>(n - from)] += gain * source[1][in];
        }
    }
    return isHeard;
}

/// A low-pass whose cutoff moves exponentially from the clip's start to its end (state-variable
/// form after Zavalishin, which stays calm while it moves).
void LaneMixer::sweep(const PlacedClip& clip, Sweep& memory, std::int64_t from,
                      std::span<float> left, std::span<float> right) const
{
    const double rate = m_plan->sampleRate;
    const double top = 0.45 * rate;
    const double low = std::clamp(clip.sweepFromHz, kLowestSweepHz, top);
    const double octaves = std::log2(std::clamp(clip.sweepToHz, kLowestSweepHz, top) / low);
    const auto length = static_cast<double>(std::max<std::int64_t>(1, clip.end - clip.start));
    double g = 0.0;
    double a1 = 0.0;
    for (std::size_t i = 0; i < left.size(); ++i) {
        const std::int64_t at = from + static_cast<std::int64_t>(i) - clip.start;
        if (i == 0 || at % kSweepStep == 0) {
            const std::int64_t step = at >= 0 ? at / kSweepStep * kSweepStep : 0;
            const double share = std::clamp(static_cast<double>(step) / length, 0.0, 1.0);
            g = std::tan(std::numbers::pi * low * std::exp2(octaves * share) / rate);
            a1 = 1.0 / (1.0 + g * (g + std::numbers::sqrt2));
        }
        for (std::size_t c = 0; c < 2; ++c) {
            float& sample = c == 0 ? left[i] : right[i];
            double* z = memory.state[c];
            const double v3 = static_cast<double>(sample) - z[1];
            const double v1 = a1 * z[0] + a1 * g * v3;
            const double v2 = z[1] + g * v1;
            z[0] = 2.0 * v1 - z[0];
            z[1] = 2.0 * v2 - z[1];
            sample = static_cast<float>(v2);
        }
    }
    memory.next = from + static_cast<std::int64_t>(left.size());
}

// A clip with a fade or a filter of its own is made apart and then added.
bool LaneMixer::addShaped(const PlacedClip& clip, std::size_t lane)
{
    const std::int64_t end = m_from + static_cast<std::int64_t>(m_frames);
    std::int64_t from = m_from;
    Sweep* memory = nullptr;
    if (clip.sweepFromHz > 0.0) {
        memory = &m_sweeps[{lane, clip.id}];
        if (memory->next != m_from) {
            *memory = {};
            const auto runUp = static_cast<std::int64_t>(kSweepRunUpS * m_plan->sampleRate);
            from = std::min(m_from, std::max(clip.firstFrame, m_from - runUp));
        }
    }
    const auto frames = static_cast<std::size_t>(end - from);
    m_shapedLeft.assign(frames, 0.0F);
    m_shapedRight.assign(frames, 0.0F);
    const bool isHeard = addClip(clip, from, m_shapedLeft, m_shapedRight);
    if (memory != nullptr) {
        sweep(clip, *memory, from, m_shapedLeft, m_shapedRight);
    }
    const auto skipped = static_cast<std::size_t>(m_from - from);
    for (std::size_t i = 0; i < m_frames; ++i) {
        const std::int64_t n = m_from + static_cast<std::int64_t>(i);
        double gain = 1.0;
        if (clip.fadeIn > 0 && n < clip.start + clip.fadeIn) {
            const auto passed = static_cast<double>(n - clip.start) + 0.5;
            gain *= passed <= 0.0
                ? 0.0
                : std::sin(passed / static_cast<double>(clip.fadeIn) * std::numbers::pi / 2.0);
        }
        if (clip.fadeOut > 0 && n >= clip.end - clip.fadeOut) {
            const auto left = static_cast<double>(clip.end - n) - 0.5;
            gain *= left <= 0.0
                ? 0.0
                : std::sin(left / static_cast<double>(clip.fadeOut) * std::numbers::pi / 2.0);
        }
        m_left[i] += static_cast<float>(gain) * m_shapedLeft[skipped + i];
        m_right[i] += static_cast<float>(gain) * m_shapedRight[skipped + i];
    }
    return isHeard;
}

bool LaneMixer::dry(std::size_t lane)
{
    const std::int64_t end = m_from + static_cast<std::int64_t>(m_frames);
    m_touched.clear();
    bool isHeard = false;
    for (const PlacedClip& clip : m_plan->lanes[lane].clips) {
        if (clip.firstFrame >= end || clip.lastFrame <= m_from) {
            continue;
        }
        if (!isHeard) {
            std::fill(m_left.begin(), m_left.end(), 0.0F);
            std::fill(m_right.begin(), m_right.end(), 0.0F);
            isHeard = true;
        }
        if (clip.fadeIn > 0 || clip.fadeOut > 0 || clip.sweepFromHz > 0.0) {
            addShaped(clip, lane);
        } else {
            addClip(clip, m_from, m_left, m_right);
        }
    }
    return isHeard;
}

// The curve's steps to one gain a frame, straight lines between them.
void LaneMixer::expandDuck(float from, float to)
{
    m_duckGains.resize(m_frames);
    const auto inStep = static_cast<std::size_t>(m_from % DuckCurve::kStep);
    constexpr auto kStep = static_cast<std::size_t>(DuckCurve::kStep);
    const float change = (to - from) / static_cast<float>(m_duckValues.size() - 1);
    float here = std::exp(-from * m_duckValues[0]);
    std::size_t i = 0;
    for (std::size_t step = 0; i < m_frames; ++step) {
        const float nepers = from + change * static_cast<float>(step + 1);
        const float there = std::exp(-nepers * m_duckValues[step + 1]);
        const float slope = (there - here) / static_cast<float>(kStep);
        for (std::size_t k = step == 0 ? inStep : 0; k < kStep && i < m_frames; ++k, ++i) {
            m_duckGains[i] = here + slope * static_cast<float>(k);
        }
        here = there;
    }
}

LaneMixer::Peaks LaneMixer::add(const LaneGains& from, const LaneGains& to, LaneOutput out)
{
    if (from.duckNepers > 0.0F || to.duckNepers > 0.0F) {
        expandDuck(from.duckNepers, to.duckNepers);
    } else {
        m_duckGains.assign(m_frames, 1.0F);
    }
    Peaks peaks;
    const bool isMoving = !(from == to);
    const float share = 1.0F / static_cast<float>(m_frames);
    LaneGains gains = to;
    for (std::size_t i = 0; i < m_frames; ++i) {
        if (isMoving) {
            const float at = (static_cast<float>(i) + 1.0F) * share;
            const auto between = [at](float a, float b) { return a + (b - a) * at; };
            gains.leftLeft = between(from.leftLeft, to.leftLeft);
            gains.leftRight = between(from.leftRight, to.leftRight);
            gains.rightLeft = between(from.rightLeft, to.rightLeft);
            gains.rightRight = between(from.rightRight, to.rightRight);
            gains.reverb = between(from.reverb, to.reverb);
            gains.delay = between(from.delay, to.delay);
        }
        const float left = m_duckGains[i] * m_left[i];
        const float right = m_duckGains[i] * m_right[i];
        const float outLeft = gains.leftLeft * left + gains.leftRight * right;
        const float outRight = gains.rightLeft * left + gains.rightRight * right;
        out.left[i] += outLeft;
        out.right[i] += outRight;
        out.reverb[i] += gains.reverb * (left + right);
        out.delay[i] += gains.delay * (left + right);
        peaks.left = std::max(peaks.left, std::abs(outLeft));
        peaks.right = std::max(peaks.right, std::abs(outRight));
    }
    return peaks;
}

} // namespace nde::mix
