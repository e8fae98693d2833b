#pragma once

#include "core/music/Plan.h"

#include <cstdint>
#include <string>
#include <vector>

namespace nde::music {

/// What the arranger knows of a lane when it decides where it sounds.
struct ActivityLane
{
    double weight {}; ///< its share of a section's energy, > 0
    bool isKick {};
    bool isBass {};
    bool isDrum {};
    bool isVocal {};
    bool isCarrier {}; ///< keeps a section from having gaps: a beat, a loop, a held sound
    bool isLead {}; ///< a melody, which a voice would have to sing against
};

/// At most 12 lanes take part in the search; a bit a lane.
inline constexpr std::size_t kMaxActivityLanes = 12;
using LaneMask = std::uint32_t;

/// Cost of an assignment (composition.md C.5.3): Σ bars·(E − E*)² + 0.15 for a change of none or of
/// more than 5 lanes + penalties of the rules.
[[nodiscard]] double activityCost(const std::vector<Section>& sections,
                                  const std::vector<ActivityLane>& lanes,
                                  const std::vector<LaneMask>& masks);

/// The cheapest assignment, one mask a section: Viterbi over the 256 best subsets of each section,
/// exact for up to 8 lanes. Ties go to the smaller mask.
/// @param lanes  1 … 12
[[nodiscard]] std::vector<LaneMask> solveActivity(const std::vector<Section>& sections,
                                                  const std::vector<ActivityLane>& lanes);

/// Gives every lane at least `minBars` bars by switching it on where that costs least.
void ensureBars(const std::vector<Section>& sections, const std::vector<ActivityLane>& lanes,
                int minBars, std::vector<LaneMask>& masks);

} // namespace nde::music
