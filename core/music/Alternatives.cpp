#include "core/music/Chooser.h"
#include "core/music/PlanEdit.h"

#include <algorithm>

namespace nde::music {

namespace {

Alternative alternativeOf(Sound sound)
{
    Alternative result;
    result.stem = sound.stem;
    result.name = sound.name;
    result.path = sound.path;
    result.source = sound.source;
    result.category = sound.category;
    const auto total = sound.why.find("total");
    result.total = total == sound.why.end() ? 0.0 : total->second;
    result.why = sound.why;
    result.sound = std::move(sound);
    return result;
}

} // namespace

Result<std::vector<Alternative>> alternatives(const Plan& plan, int clipId,
                                              std::vector<Candidate> candidates, int count,
                                              bool isWide, TaskContext& task)
{
    const Lane* lane = laneOfClip(plan, clipId);
    if (lane == nullptr) {
        return fail(ErrorCode::NotFound, "there is no clip " + std::to_string(clipId));
    }
    const Clip& clip = *clipOf(plan, clipId);
    const int last = clip.startBar + clip.bars;
    const Chooser chooser(plan, std::move(candidates));
    std::vector<Alternative> result;
    if (clip.sound >= 0) { // as it is used, with the terms that it has in this place
        Sound present = lane->sounds[static_cast<std::size_t>(clip.sound)];
        if (const auto ranked = chooser.rankOf(plan, *lane, present, clip.startBar, last)) {
            present.why = chooser.soundFrom(*roleOf(lane->role), *ranked).why;
        }
        result.push_back(alternativeOf(std::move(present)));
    }
    std::vector<StemId> known;
    for (const Sound& sound : lane->sounds) {
        known.push_back(sound.stem);
    }
    auto ranked = chooser.rank(plan, *lane, clip.startBar, last,
                               isWide ? Filter::Wide : Filter::Usual, 0, known, task);
    if (!ranked) {
        return propagate(ranked);
    }
    const auto wanted = std::min(ranked->size(), static_cast<std::size_t>(std::max(0, count)));
    for (std::size_t i = 0; i < wanted; ++i) {
        result.push_back(alternativeOf(chooser.soundFrom(*roleOf(lane->role), (*ranked)[i])));
    }
    return result;
}

Result<Sound> soundFor(const Plan& plan, int laneId, const Candidate& candidate)
{
    const Lane* lane = laneOf(plan, laneId);
    if (lane == nullptr) {
        return fail(ErrorCode::NotFound, "there is no lane " + std::to_string(laneId));
    }
    Plan open = plan;
    open.sources = {}; // what the user takes by hand, the user may
    open.request.sources.reset();
    const Chooser chooser(open, {candidate});
    Sound wanted;
    wanted.stem = candidate.id;
    const auto ranked = chooser.rankOf(plan, *lane, wanted, 0, plan.bars);
    if (!ranked) {
        return fail(ErrorCode::BadInput, candidate.name + " cannot be laid on the grid");
    }
    return chooser.soundFrom(*roleOf(lane->role), *ranked);
}

} // namespace nde::music
