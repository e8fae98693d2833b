#pragma once

#include "core/music/Harmony.h"
#include "core/music/Roles.h"
#include "core/music/Sections.h"

namespace nde::music {

/// Everything that the sequencing of a lane reads beside the lane itself.
struct Score
{
    const Plan& plan; ///< tempo, sections, seed, swing, key
    const Frame& frame;
    Progression progression {}; ///< four bars a chord
    std::vector<int> stopBars; ///< bars whose last beat is silent: just before a drop
    std::string kickPattern; ///< empty where there is no kick
    int rollLane {-1}; ///< lane that rolls in builds
};

/// What is known of a lane's sound.
struct LaneSound
{
    std::optional<double> pitchHz; ///< single notes
    bool isChord {}; ///< a sampled chord in a key
    double durationS {};
    bool isRiser {}; ///< effects: swells towards its end
    bool hasAlternate {};
};

/// Fills `lane.events` from `lane.activity`. Draws depend on (seed, purpose, role, section) only.
void sequenceLane(const Score& score, const Role& role, const LaneSound& sound, int laneIndex,
                  Lane& lane);

/// Steps of a role in a genre: its own pattern, else the role's fallback; thinned at low density.
[[nodiscard]] std::string patternOf(const Role& role, const Frame& frame);

/// Bars [first, last) in which an activity value lets a lane sound.
[[nodiscard]] std::pair<int, int> activeBars(const Section& section, int activity);

} // namespace nde::music
