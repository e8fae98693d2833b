#include "core/music/PlanEdit.h"

#include "core/music/Choice.h"
#include "core/music/EditTools.h"
#include "core/music/PlanCheck.h"

#include <algorithm>

namespace nde::music {

namespace {

template<typename T>
void assign(T& target, const std::optional<T>& value)
{
    target = value.value_or(target);
}

bool isIn(const std::optional<double>& value, double low, double high)
{
    return !value || (*value >= low && *value <= high);
}

} // namespace

/// A locked lane can still be mixed: its sounds, events and places stay.
Result<> edit(Plan& plan, const SetLane& change)
{
    Lane* lane = laneIn(plan, change.lane);
    if (lane == nullptr) {
        return noLane(change.lane);
    }
    const bool isFine = isIn(change.gainDb, -60.0, 12.0) && isIn(change.pan, -1.0, 1.0)
        && isIn(change.width, 0.0, 4.0) && isIn(change.highPassHz, 0.0, 24'000.0)
        && isIn(change.lowPassHz, 0.0, 24'000.0) && isIn(change.reverbSend, 0.0, 4.0)
        && isIn(change.delaySend, 0.0, 4.0) && isIn(change.duckDb, 0.0, 60.0);
    if (!isFine) {
        return fail(ErrorCode::BadInput, "a value of the lane is out of range");
    }
    assign(lane->isMuted, change.isMuted);
    assign(lane->isSolo, change.isSolo);
    assign(lane->isLocked, change.isLocked);
    assign(lane->gainDb, change.gainDb);
    assign(lane->pan, change.pan);
    assign(lane->width, change.width);
    assign(lane->highPassHz, change.highPassHz);
    assign(lane->lowPassHz, change.lowPassHz);
    assign(lane->reverbSend, change.reverbSend);
    assign(lane->delaySend, change.delaySend);
    assign(lane->duckDb, change.duckDb);
    return {};
}

Result<> edit(Plan& plan, const MoveLane& change)
{
    const Lane* lane = laneOf(plan, change.lane);
    if (lane == nullptr) {
        return noLane(change.lane);
    }
    if (change.index < 0 || change.index >= static_cast<int>(plan.lanes.size())) {
        return fail(ErrorCode::BadInput, "there is no such place for the lane");
    }
    const Lane moved = *lane;
    plan.lanes.erase(plan.lanes.begin() + (lane - plan.lanes.data()));
    plan.lanes.insert(plan.lanes.begin() + change.index, moved);
    return {};
}

Result<> edit(Plan& plan, const RemoveLane& change)
{
    const Lane* lane = laneOf(plan, change.lane);
    if (lane == nullptr) {
        return noLane(change.lane);
    }
    for (const Clip& clip : lane->clips) {
        if (isLocked(plan, *lane, clip)) {
            return lockedError(plan, *lane, clip);
        }
    }
    if (lane->isLocked) {
        return fail(ErrorCode::BadInput, "the lane '" + lane->role + "' is locked");
    }
    plan.lanes.erase(plan.lanes.begin() + (lane - plan.lanes.data()));
    return {};
}

Result<Plan> applyEdit(const Plan& plan, const PlanEdit& change)
{
    Plan result = plan;
    const auto done = std::visit([&](const auto& what) { return edit(result, what); }, change);
    if (!done) {
        return propagate(done);
    }
    followKick(result);
    if (std::string defect = defectOf(result); !defect.empty()) {
        return fail(ErrorCode::BadInput, "this would break the track: " + defect);
    }
    return result;
}

Lane mixAsComposed(const Plan& plan, const Lane& lane)
{
    const bool hasKick = std::any_of(plan.lanes.begin(), plan.lanes.end(),
                                     [](const Lane& other) { return other.role == "kick"; });
    return laneFor(*roleOf(lane.role), frameOf(plan), hasKick, lane.pan < 0.0 ? -1.0 : 1.0);
}

Plan onlyClips(const Plan& plan, const std::vector<int>& clips)
{
    Plan result = plan;
    for (Lane& lane : result.lanes) {
        std::erase_if(lane.clips, [&](const Clip& clip) {
            return std::find(clips.begin(), clips.end(), clip.id) == clips.end();
        });
    }
    return result;
}

} // namespace nde::music
