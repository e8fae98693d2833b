#include "ui/plot/StepValues.h"

#include "core/music/Roles.h"
#include "ui/plot/ArrangeLayout.h"

#include <algorithm>
#include <cmath>

namespace nde::ui {

namespace {

constexpr int kStepsPerBeat = 4;
constexpr double kStepBeats = 1.0 / kStepsPerBeat;
constexpr double kNear = kStepBeats / 16.0; // so far off it is still on the step
constexpr double kLeastVelocity = 0.02;

/// The step of a stroke in its bar.
int stepOf(double beat, int count, double swing)
{
    int step = 0;
    while (step + 1 < count && beat >= stepBeat(step + 1, swing) - kNear) {
        ++step;
    }
    return step;
}

bool soundsAlike(const std::vector<Step>& a, const std::vector<Step>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Step& x, const Step& y) {
        return (x.velocity > 0.0) == (y.velocity > 0.0);
    });
}

bool isOneShot(const music::Lane& lane, const music::Clip& clip)
{
    const music::Sound* sound = ArrangeLayout::sound(lane, clip);
    return sound != nullptr && !sound->isLoop;
}

bool isDrumLane(const music::Lane& lane)
{
    const music::Role* role = music::roleOf(lane.role);
    return role != nullptr && role->isDrum()
        && std::any_of(lane.sounds.begin(), lane.sounds.end(),
                       [](const music::Sound& sound) { return !sound.isLoop; });
}

} // namespace

double stepBeat(int step, double swing)
{
    const double delay = step % 2 == 1 ? (swing / 50.0 - 1.0) * kStepBeats : 0.0;
    return step * kStepBeats + delay;
}

std::vector<Step> stepsOf(const music::Clip& clip, int bar, int beatsPerBar, double swing)
{
    const int count = beatsPerBar * kStepsPerBeat;
    std::vector<Step> steps(static_cast<std::size_t>(std::max(0, count)));
    for (Step& step : steps) {
        step.isOffGrid = false;
    }
    std::vector<bool> hits(steps.size(), false);
    for (const music::Event& event : clip.events) {
        if (event.bar != bar || steps.empty()) {
            continue;
        }
        const int at = stepOf(event.beat, count, swing);
        const auto index = static_cast<std::size_t>(at);
        Step& step = steps[index];
        step.velocity = std::max(step.velocity, std::max(event.velocity, kLeastVelocity));
        ++step.strokes;
        hits[index] = hits[index] || std::abs(event.beat - stepBeat(at, swing)) <= kNear;
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
        steps[i].isOffGrid = steps[i].strokes > 0 && !hits[i];
    }
    return steps;
}

std::vector<music::Event> eventsOf(const music::Clip& clip, int bar, int beatsPerBar, double swing,
                                   const std::vector<Step>& steps, bool isEverywhere)
{
    const std::vector<Step> before = stepsOf(clip, bar, beatsPerBar, swing);
    const int count = static_cast<int>(std::min(before.size(), steps.size()));
    std::vector<bool> isChanged(static_cast<std::size_t>(std::max(1, clip.bars)), false);
    for (int k = 0; k < clip.bars; ++k) {
        isChanged[static_cast<std::size_t>(k)] = k == bar
            || (isEverywhere && soundsAlike(stepsOf(clip, k, beatsPerBar, swing), before));
    }
    std::vector<music::Event> events;
    events.reserve(clip.events.size() + static_cast<std::size_t>(count));
    for (music::Event event : clip.events) {
        const bool isIn = event.bar >= 0 && event.bar < clip.bars
            && isChanged[static_cast<std::size_t>(event.bar)];
        const int at = stepOf(event.beat, beatsPerBar * kStepsPerBeat, swing);
        if (isIn && at < count) {
            const double was = before[static_cast<std::size_t>(at)].velocity;
            const double now = steps[static_cast<std::size_t>(at)].velocity;
            if (now <= 0.0 && was > 0.0) {
                continue;
            }
            if (was > 0.0 && now != was) {
                event.velocity = std::clamp(event.velocity * now / was, kLeastVelocity, 1.0);
            }
        }
        events.push_back(event);
    }
    for (int k = 0; k < clip.bars; ++k) {
        for (int i = 0; i < count && isChanged[static_cast<std::size_t>(k)]; ++i) {
            const auto index = static_cast<std::size_t>(i);
            if (steps[index].velocity > 0.0 && before[index].velocity <= 0.0) {
                music::Event event;
                event.bar = k;
                event.beat = stepBeat(i, swing);
                event.velocity = std::min(1.0, steps[index].velocity);
                events.push_back(event);
            }
        }
    }
    std::stable_sort(events.begin(), events.end(), [](const auto& a, const auto& b) {
        return a.bar != b.bar ? a.bar < b.bar : a.beat < b.beat;
    });
    return events;
}

std::vector<StepRow> drumRows(const music::Plan& plan, int sectionId, int bar)
{
    const auto section
        = std::find_if(plan.sections.begin(), plan.sections.end(),
                       [sectionId](const music::Section& s) { return s.id == sectionId; });
    std::vector<StepRow> rows;
    if (section == plan.sections.end()) {
        return rows;
    }
    const int at = section->startBar + std::clamp(bar, 0, std::max(0, section->bars - 1));
    const auto touches = [&](const music::Clip& clip) {
        return clip.startBar < section->startBar + section->bars
            && clip.startBar + clip.bars > section->startBar;
    };
    for (const music::Lane& lane : plan.lanes) {
        if (!isDrumLane(lane)) {
            continue;
        }
        const music::Clip* found = nullptr;
        for (const music::Clip& clip : lane.clips) {
            const bool isHere = at >= clip.startBar && at < clip.startBar + clip.bars;
            if (touches(clip) && isOneShot(lane, clip) && (found == nullptr || isHere)) {
                found = &clip;
            }
        }
        StepRow row;
        row.lane = lane.id;
        row.isMuted = lane.isMuted;
        if (found != nullptr) {
            row.clip = found->id;
            row.bar = std::clamp(at - found->startBar, 0, std::max(0, found->bars - 1));
            row.steps = stepsOf(*found, row.bar, plan.beatsPerBar, plan.swing);
            row.isLocked = lane.isLocked || found->isLocked || section->isLocked;
            row.isMuted = row.isMuted || found->isMuted;
        } else {
            row.steps.resize(static_cast<std::size_t>(plan.beatsPerBar * kStepsPerBeat));
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace nde::ui
