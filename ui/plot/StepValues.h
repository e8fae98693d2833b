#pragma once

#include "core/music/Plan.h"

#include <vector>

/// Events of a clip as cells of a step sequencer, and back. Pure.
namespace nde::ui {

/// One sixteenth of a bar.
struct Step
{
    double velocity {}; ///< 0 = silent, else of the loudest stroke in it
    int strokes {}; ///< more than one = a roll
    bool isOffGrid {}; ///< nothing of it lies on the step itself
    bool operator==(const Step&) const = default;
};

/// Where a step lies in its bar, in beats: every second sixteenth is late by the swing (50 … 75).
[[nodiscard]] double stepBeat(int step, double swing);

/// The steps of a bar of a clip, `beatsPerBar`·4 of them. A stroke belongs to the step that it is
/// nearest to from behind, or up to a sixteenth of a step before it.
[[nodiscard]] std::vector<Step> stepsOf(const music::Clip& clip, int bar, int beatsPerBar,
                                        double swing);

/// The clip's events with the steps of a bar as given. Only what differs from `stepsOf` changes:
/// strokes of a step that is silent now go, a step that sounds now gets one stroke on the grid, and
/// another velocity scales the strokes; all others keep their places and offsets.
/// @param isEverywhere  the same change in all bars that have the same steps sounding as this one.
[[nodiscard]] std::vector<music::Event> eventsOf(const music::Clip& clip, int bar, int beatsPerBar,
                                                 double swing, const std::vector<Step>& steps,
                                                 bool isEverywhere);

/// One row of the grid.
struct StepRow
{
    int lane {}; ///< id
    int clip {}; ///< id; 0 = the lane is silent in the section, nothing can be drawn
    int bar {}; ///< within the clip
    std::vector<Step> steps;
    bool isLocked {};
    bool isMuted {};
    bool operator==(const StepRow&) const = default;
};

/// The lanes of one-shot drums in a section, each with its first clip that touches it.
/// @param bar  of the section; clips that do not reach there show their nearest bar.
[[nodiscard]] std::vector<StepRow> drumRows(const music::Plan& plan, int sectionId, int bar);

} // namespace nde::ui
