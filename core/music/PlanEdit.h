#pragma once

#include "core/music/Plan.h"

#include <variant>

/// What can be done to a finished plan, as functions from plan to plan. None changes what it was
/// not asked to: clips, lanes and sections that are locked keep their sounds, events and places to
/// the bit, and so do all others that the edit does not name.
/// @thread  any; pure.
namespace nde::music {

/// What a re-roll is about. Empty lists = everything that is not locked.
struct Scope
{
    std::vector<int> clips; ///< ids
    std::vector<int> lanes;
    std::vector<int> sections;
    bool operator==(const Scope&) const = default;
};

/// Chooses sounds and events anew where `scope` says so and nothing is locked: whole lanes get
/// another sound; single clips and sections get another sound of the lane or another variation.
/// Tempo, key and sections stay. Something changes wherever something can; the seed is stored in
/// what was changed.
/// @errors  BadInput (everything in the scope is locked), NotEnoughData (nothing else fits),
///          Cancelled.
[[nodiscard]] Result<Plan> reroll(const Plan& plan, std::vector<Candidate> candidates,
                                  const Scope& scope, std::uint64_t seed, TaskContext& task);

/// The words that ask for a lane's sound, without the name of its role at the end.
[[nodiscard]] std::string askedWords(const Lane& lane);

/// Other words for one lane (product.md E4): its sounds are chosen anew by the composer's scores,
/// with these words in the place of the prompt's moods and search words; clips and notes stay, gaps
/// of the lane are filled. What the lane is rolled by later and its alternatives follow the words.
/// Words that are new must stand in the name or the tags of a sound, and an instrument that the
/// lane takes leaves no other ones. Another request (`rearrange`) ends it. Nothing else in the plan
/// changes; the seed is stored in the lane.
/// @param words  English or German; empty = those of the prompt again.
/// @errors  NotFound (no such lane), BadInput (all of it is locked; words of a tempo, a key or a
///          form; an instrument that the lane does not take; over 200 characters), NotEnoughData
///          (no sound fits), Cancelled.
[[nodiscard]] Result<Plan> requery(const Plan& plan, std::vector<Candidate> candidates, int laneId,
                                   std::string_view words, std::uint64_t seed, TaskContext& task);

/// Another request on the same plan: what its chips say, with everything that is locked kept.
/// Clips behind a shorter end are dropped, also locked ones.
/// @errors  as arrange.
[[nodiscard]] Result<Plan> rearrange(const Plan& plan, const Request& request,
                                     const SourceWish& sources, std::vector<Candidate> candidates,
                                     TaskContext& task);

/// A sound that could stand in a clip instead.
struct Alternative
{
    StemId stem {};
    std::string name;
    std::string path;
    Source source {};
    Category category {};
    double total {}; ///< 0 … 1
    std::map<std::string, double> why;
    Sound sound; ///< as the lane would use it
    bool operator==(const Alternative&) const = default;
};
/// The best sounds for a clip (or gap) beside those in its lane, best first; the present one first
/// of all where there is one.
/// @param isWide  for a gap: also categories, keys and tempos that the hard filters refuse.
/// @errors  NotFound (no such clip), Cancelled.
[[nodiscard]] Result<std::vector<Alternative>> alternatives(const Plan& plan, int clipId,
                                                            std::vector<Candidate> candidates,
                                                            int count, bool isWide,
                                                            TaskContext& task);

/// The sound as a lane would use it, for a sound that the user drags in; whatever its score.
/// @errors  NotFound (no such lane), BadInput (it cannot be laid on the grid at all).
[[nodiscard]] Result<Sound> soundFor(const Plan& plan, int laneId, const Candidate& candidate);

// Edits. Bars are whole; what would overlap another clip is cut to fit; ids that do not exist are
// NotFound, what is locked is BadInput with a sentence.

struct SwapSound ///< of clips of one lane; one-shot events stay, a loop fills the clip
{
    std::vector<int> clips;
    Sound sound;
    bool isWholeLane {}; ///< all clips of the lane that use the same sound
};
struct MoveClip ///< also to another lane
{
    int clip {};
    int laneId {};
    int startBar {};
    bool isCopy {};
};
struct ResizeClip ///< patterns go on or are cut, loops turn on
{
    int clip {};
    int startBar {};
    int bars {};
};
struct SplitClip
{
    int clip {};
    int bar {}; ///< absolute
};
struct RemoveClips
{
    std::vector<int> clips;
};
struct AddClip ///< fills the lane's free bars about `bar`, within the section
{
    int laneId {}; ///< 0 = a new lane for the sound's category
    int bar {};
    Sound sound;
};
struct SetClip ///< whatever is set
{
    std::vector<int> clips;
    std::optional<bool> isMuted;
    std::optional<bool> isLocked;
    std::optional<double> gainDb;
    std::optional<double> fadeInMs;
    std::optional<double> fadeOutMs;
    std::optional<double> semitones; ///< of its sound, −12 … 12
};
struct SetEvents ///< a pattern that was drawn; one-shot clips
{
    int clip {};
    std::vector<Event> events;
    bool isWholeLane {}; ///< all clips of the lane with the same `pattern` name
};
struct SetLane
{
    int lane {};
    std::optional<bool> isMuted;
    std::optional<bool> isSolo;
    std::optional<bool> isLocked;
    std::optional<double> gainDb; ///< −60 … 12
    std::optional<double> pan;
    std::optional<double> width;
    std::optional<double> highPassHz;
    std::optional<double> lowPassHz;
    std::optional<double> reverbSend;
    std::optional<double> delaySend;
    std::optional<double> duckDb;
};
struct MoveLane
{
    int lane {};
    int index {};
};
struct RemoveLane
{
    int lane {};
};
struct SetSection
{
    int section {};
    std::optional<std::string> name;
    std::optional<double> energy; ///< shows; acts with the next re-roll of the section
    std::optional<bool> isLocked;
};
struct ResizeSection ///< ripples: what follows moves; the clips in it are repeated or cut
{
    int section {};
    int bars {};
};
struct InsertSection ///< before `index`; empty bars, or a copy of a section with its clips
{
    int index {};
    std::string name;
    int bars {8};
    double energy {0.5};
    int copyOf {}; ///< section id, 0 = empty
};
struct MoveSection
{
    int section {};
    int index {};
};
struct RemoveSection
{
    int section {};
};
struct SetTempo ///< everything follows; loops outside the stretch caps become gaps and are named
{
    double bpm {};
};
struct SetKey ///< tonal sounds and events that are not locked follow within their caps
{
    Key key;
};
struct SetMaster
{
    std::optional<double> lufs;
    std::optional<double> ceilingDbtp;
    std::optional<double> swing; ///< percent; events off the straight grid follow
};
struct LockChip
{
    std::string chip;
    bool isLocked {};
};

using PlanEdit = std::variant<SwapSound, MoveClip, ResizeClip, SplitClip, RemoveClips, AddClip,
                              SetClip, SetEvents, SetLane, MoveLane, RemoveLane, SetSection,
                              ResizeSection, InsertSection, MoveSection, RemoveSection, SetTempo,
                              SetKey, SetMaster, LockChip>;

/// @errors  NotFound, BadInput; the plan is as it was then.
[[nodiscard]] Result<Plan> applyEdit(const Plan& plan, const PlanEdit& edit);

/// The mixer of a lane as the composer sets it for a lane of this role in this plan, whatever was
/// turned since: pan, width, filters, ducking and sends; no sounds and no clips.
[[nodiscard]] Lane mixAsComposed(const Plan& plan, const Lane& lane);

/// The plan with only these clips and lanes to be heard; what bit-identity of locked audio is
/// proved with.
[[nodiscard]] Plan onlyClips(const Plan& plan, const std::vector<int>& clips);

/// The prompt that says what a request says: parsePrompt(render(r)) == r.
[[nodiscard]] std::string promptOf(const Request& request);

} // namespace nde::music
