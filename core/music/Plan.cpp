#include "core/music/Plan.h"

#include <algorithm>

namespace nde::music {

const Lane* laneOf(const Plan& plan, int laneId)
{
    const auto at = std::find_if(plan.lanes.begin(), plan.lanes.end(),
                                 [&](const Lane& lane) { return lane.id == laneId; });
    return at == plan.lanes.end() ? nullptr : &*at;
}

const Lane* laneOfClip(const Plan& plan, int clipId)
{
    const auto at = std::find_if(plan.lanes.begin(), plan.lanes.end(), [&](const Lane& lane) {
        return std::any_of(lane.clips.begin(), lane.clips.end(),
                           [&](const Clip& clip) { return clip.id == clipId; });
    });
    return at == plan.lanes.end() ? nullptr : &*at;
}

const Clip* clipOf(const Plan& plan, int clipId)
{
    const Lane* lane = laneOfClip(plan, clipId);
    return lane == nullptr ? nullptr
                           : &*std::find_if(lane->clips.begin(), lane->clips.end(),
                                            [&](const Clip& clip) { return clip.id == clipId; });
}

int sectionAt(const Plan& plan, int bar)
{
    for (std::size_t i = 0; i < plan.sections.size(); ++i) {
        const Section& section = plan.sections[i];
        if (bar >= section.startBar && bar < section.startBar + section.bars) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

} // namespace nde::music
