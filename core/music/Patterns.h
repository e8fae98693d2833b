#pragma once

#include "core/music/Harmony.h"
#include "core/music/Roles.h"
#include "core/music/Sections.h"

namespace nde::music {

/// Everything that the sequencing of a clip reads beside the clip itself. It is derived from the
/// plan, so that a plan that was edited is sequenced as it stands.
struct Sequencing
{
    const Plan& plan; ///< tempo, sections, seed, swing, key, chords
    const Frame& frame; ///< genre and feel
    std::vector<int> stopBars; ///< bars whose last beat is silent: just before a drop
    std::string kickPattern; ///< empty where there is no kick
    int rollLane {}; ///< id of the lane that rolls in builds, 0 = none
};
/// @param plan, frame  outlive the result.
[[nodiscard]] Sequencing sequencingOf(const Plan& plan, const Frame& frame);

/// The chords that suit the sounds of a plan, for `Plan::chords`.
[[nodiscard]] std::vector<int> chooseChords(const Plan& plan);

/// Clips without ids that fill bars [first, last) of a section with a sound of the lane: cut on the
/// grid of 8-bar phrases and where the variation changes. Draws depend on (seed, purpose, lane,
/// section, bar) only.
/// @param seed  of the clips; 0 = the lane's.
[[nodiscard]] std::vector<Clip> clipsFor(const Sequencing& sequencing, const Lane& lane,
                                         std::size_t section, int first, int last, int sound,
                                         std::uint64_t seed);

/// Crashes and impacts that open the sections that change the energy, risers that lead to them.
[[nodiscard]] std::vector<Clip> accentClips(const Sequencing& sequencing, const Lane& lane,
                                            int sound, std::size_t section);

/// Events of a clip anew, by its place, pattern, sound and seed.
void sequenceClip(const Sequencing& sequencing, const Lane& lane, Clip& clip);

/// Whether the moods of a track ask for more than its genre gives.
[[nodiscard]] bool isDriving(const Frame& frame);

/// Steps of a role in a genre: its own pattern, else the role's fallback; thinned at low density.
/// Hats play sixteenths where a mood drives ("aggressive") and off-beats where it is calm.
[[nodiscard]] std::string patternOf(const Role& role, const Frame& frame);

/// Bars that the roll at the end of a build lasts.
[[nodiscard]] int rollBars(const Section& section);

[[nodiscard]] bool isClimax(const Section& section); ///< drop, chorus, peak

/// The beats at which kicks sound, for `Plan::duckBeats`.
[[nodiscard]] std::vector<double> kickBeats(const Plan& plan);

/// Events in the order that a clip needs.
void sortEvents(std::vector<Event>& events);

} // namespace nde::music
