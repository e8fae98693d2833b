#pragma once

#include "core/music/PlanEdit.h"
#include "core/music/Roles.h"

/// What the edits are made of. Functions that change a plan leave it in order: clips of a lane by
/// their start and without overlaps.
namespace nde::music {

// To be changed: null = none.
[[nodiscard]] Lane* laneIn(Plan& plan, int laneId);
[[nodiscard]] Lane* laneOfClipIn(Plan& plan, int clipId);
[[nodiscard]] Clip* clipIn(Lane& lane, int clipId);
[[nodiscard]] Section* sectionIn(Plan& plan, int sectionId);

/// By itself, its lane or a section that it lies in.
[[nodiscard]] bool isLocked(const Plan& plan, const Lane& lane, const Clip& clip);

[[nodiscard]] tl::unexpected<Error> noClip(int id);
[[nodiscard]] tl::unexpected<Error> noLane(int id);
[[nodiscard]] tl::unexpected<Error> noSection(int id);
[[nodiscard]] tl::unexpected<Error> lockedError(const Plan& plan, const Lane& lane,
                                                const Clip& clip);

/// Bars [from, to) of a clip; sounds as these bars did. A loop goes on where it would have been.
[[nodiscard]] Clip sliced(const Plan& plan, const Lane& lane, const Clip& clip, int from, int to);
/// The clip over other bars: patterns go on or are cut, loops turn on.
[[nodiscard]] Clip stretchedTo(const Plan& plan, const Lane& lane, const Clip& clip, int startBar,
                               int bars);

/// Takes bars [from, to) out of all clips of the lane; what lies on both sides becomes
/// two clips.
/// @errors  BadInput (something there is locked).
[[nodiscard]] Result<> clearBars(Plan& plan, Lane& lane, int from, int to);
/// The same, whatever is locked.
void cutBars(Plan& plan, Lane& lane, int from, int to);
void insertSorted(Lane& lane, Clip clip);

/// Index of the sound in the lane: where it is, else in a place that no clip uses, else at the end.
[[nodiscard]] int indexOf(Lane& lane, const Sound& sound);
/// Sounds at the end of the list that no clip uses are dropped.
void dropUnused(Lane& lane);

/// Transposition of an event over the tonic that its notes mean, and back for another sound.
[[nodiscard]] double intervalOf(const Sound& sound, Key key, double semitones);
[[nodiscard]] double semitonesFor(const Sound& sound, Key key, double interval);

/// `duckBeats` follow the kick's clips unless something that is locked hears them.
void followKick(Plan& plan);
/// Whether `duckBeats` must stay.
[[nodiscard]] bool isDuckFixed(const Plan& plan);

// The edits, by file. Each works on a copy that is thrown away when it fails.
[[nodiscard]] Result<> edit(Plan& plan, const SwapSound& change);
[[nodiscard]] Result<> edit(Plan& plan, const MoveClip& change);
[[nodiscard]] Result<> edit(Plan& plan, const ResizeClip& change);
[[nodiscard]] Result<> edit(Plan& plan, const SplitClip& change);
[[nodiscard]] Result<> edit(Plan& plan, const RemoveClips& change);
[[nodiscard]] Result<> edit(Plan& plan, const AddClip& change);
[[nodiscard]] Result<> edit(Plan& plan, const SetClip& change);
[[nodiscard]] Result<> edit(Plan& plan, const SetEvents& change);
[[nodiscard]] Result<> edit(Plan& plan, const SetLane& change);
[[nodiscard]] Result<> edit(Plan& plan, const MoveLane& change);
[[nodiscard]] Result<> edit(Plan& plan, const RemoveLane& change);
[[nodiscard]] Result<> edit(Plan& plan, const SetSection& change);
[[nodiscard]] Result<> edit(Plan& plan, const ResizeSection& change);
[[nodiscard]] Result<> edit(Plan& plan, const InsertSection& change);
[[nodiscard]] Result<> edit(Plan& plan, const MoveSection& change);
[[nodiscard]] Result<> edit(Plan& plan, const RemoveSection& change);
[[nodiscard]] Result<> edit(Plan& plan, const SetTempo& change);
[[nodiscard]] Result<> edit(Plan& plan, const SetKey& change);
[[nodiscard]] Result<> edit(Plan& plan, const SetMaster& change);
[[nodiscard]] Result<> edit(Plan& plan, const LockChip& change);

} // namespace nde::music
