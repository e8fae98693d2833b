#include "core/music/EditTools.h"
#include "core/music/Roller.h"

#include <algorithm>

namespace nde::music {

namespace {

bool contains(const std::vector<int>& list, int value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

/// What a scope names, without what is locked.
struct Targets
{
    bool isAll {};
    std::vector<int> lanes;
    std::vector<int> sections;
    std::vector<std::pair<int, std::vector<int>>> clips; ///< by lane
};

Result<Targets> targetsOf(const Plan& plan, const Scope& scope)
{
    Targets targets;
    const bool isAll = scope.clips.empty() && scope.lanes.empty() && scope.sections.empty();
    targets.isAll = isAll;
    for (const int id : scope.clips) {
        if (clipOf(plan, id) == nullptr) {
            return noClip(id);
        }
    }
    for (const int id : scope.lanes) {
        if (laneOf(plan, id) == nullptr) {
            return noLane(id);
        }
    }
    for (const int id : scope.sections) {
        const bool isThere = std::any_of(plan.sections.begin(), plan.sections.end(),
                                         [&](const Section& section) { return section.id == id; });
        if (!isThere) {
            return noSection(id);
        }
    }
    const auto isFree
        = [&](const Lane& lane, const Clip& clip) { return !isLocked(plan, lane, clip); };
    for (const Lane& lane : plan.lanes) {
        const bool isWhole = isAll || contains(scope.lanes, lane.id);
        const bool hasFree = std::any_of(lane.clips.begin(), lane.clips.end(),
                                         [&](const Clip& clip) { return isFree(lane, clip); });
        if (isWhole && hasFree) {
            targets.lanes.push_back(lane.id);
        }
        std::vector<int> clips;
        for (const Clip& clip : lane.clips) {
            if (!isWhole && contains(scope.clips, clip.id) && isFree(lane, clip)) {
                clips.push_back(clip.id);
            }
        }
        if (!clips.empty()) {
            targets.clips.emplace_back(lane.id, std::move(clips));
        }
    }
    for (const Section& section : plan.sections) {
        const bool hasFree = std::any_of(plan.lanes.begin(), plan.lanes.end(),
                                         [](const Lane& lane) { return !lane.isLocked; });
        if ((isAll || contains(scope.sections, section.id)) && !section.isLocked && hasFree) {
            targets.sections.push_back(section.id);
        }
    }
    if (targets.lanes.empty() && targets.clips.empty() && targets.sections.empty()) {
        return fail(ErrorCode::BadInput, "everything that would be rolled again is locked");
    }
    return targets;
}

} // namespace

Result<Plan> reroll(const Plan& plan, std::vector<Candidate> candidates, const Scope& scope,
                    std::uint64_t seed, TaskContext& task)
{
    const auto targets = targetsOf(plan, scope);
    if (!targets) {
        return propagate(targets);
    }
    const Chooser chooser(plan, std::move(candidates));
    Roller roller(plan, chooser, seed, task);
    for (const int id : targets->lanes) {
        if (auto done = roller.lane(id); !done) {
            return propagate(done);
        }
    }
    for (const int id : targets->sections) {
        if (auto done = roller.section(id, !targets->isAll); !done) {
            return propagate(done);
        }
    }
    for (const auto& [lane, clips] : targets->clips) {
        if (auto done = roller.clips(lane, clips); !done) {
            return propagate(done);
        }
    }
    if (!roller.isChanged()) {
        return fail(ErrorCode::NotEnoughData,
                    "no other sound of the library fits here, and there is nothing to vary");
    }
    return roller.take();
}

} // namespace nde::music
