#pragma once

#include "core/base/Stem.h"
#include "core/base/TaskContext.h"
#include "core/music/Request.h"

#include <map>

namespace nde::music {

/// A sound that the arranger may choose.
struct Candidate
{
    StemId id {};
    std::string path;
    std::string contentHash; ///< candidates are ordered by it, never by insertion
    std::string name;
    Source source {};
    Category category {};
    SoundClass soundClass {};
    double durationS {};
    double quality {}; ///< 0 … 1
    Descriptors descriptors;
    std::vector<std::string> tags;
    std::vector<float> onsetGrid; ///< strength of the 16 steps of a bar, 0 … 1; empty = unknown
    int recentUses {}; ///< in the last ten tracks
    int rating {}; ///< 0 … 5
    bool isFavorite {};
    std::string licence {"unknown"};
    StemId root {}; ///< the track or sound that it was separated or cut from, itself if none
};

struct Section
{
    int id {}; ///< unique in the plan, never used again
    std::string name; ///< "intro", "build", "drop", … (lexicon `sections` and templates)
    int startBar {};
    int bars {};
    double energy {}; ///< 0 … 1
    bool isLocked {}; ///< its clips stay as they are when the rest is rolled again
    bool operator==(const Section&) const = default;
};

/// One stroke of a clip on the grid.
struct Event
{
    int bar {}; ///< from the clip's start
    double beat {}; ///< 0 … <beatsPerBar, in quarter notes, swing already included
    double offsetMs {}; ///< humanising, added to the grid time
    double velocity {1.0}; ///< 0 … 1
    double lengthBeats {}; ///< how long it sounds; 0 = the sound's own length
    double offsetBeats {}; ///< of loops: where in the loop it begins (after a split)
    double semitones {}; ///< transposition of this event, beside the sound's
    bool operator==(const Event&) const = default;
};

/// A sound in the way that one lane uses it.
struct Sound
{
    StemId stem {};
    std::string name;
    std::string path;
    std::string hash; ///< of its content
    Source source {};
    Category category {};
    SoundClass soundClass {};
    double durationS {};
    bool isLoop {}; ///< stretched to the grid; else sequenced as one-shots
    double stemBpm {}; ///< of loops, already in the octave that is used
    int loopBars {}; ///< bars of the track that one turn of the loop lasts; 0 for one-shots
    double windowStartS {}; ///< where in the stem the loop begins; < 0 = the renderer takes the
                            ///< loudest window on the stem's bar grid (see `mix::chooseWindows`)
    double windowS {}; ///< length of the loop in the stem; 0 = the whole file
    double gridStartS {}; ///< first downbeat of the stem
    double stretch {1.0}; ///< length in the track / length in the stem
    double semitones {}; ///< transposition of the whole sound
    double onsetS {}; ///< one-shots are placed by it
    std::optional<Key> key; ///< of the stem, before transposition
    std::optional<double> pitchHz; ///< single notes, before transposition
    bool isChord {}; ///< a sampled chord in a key
    bool isRiser {}; ///< swells towards its end
    std::map<std::string, double> why; ///< scoring terms, 0 … 1, and "total"
    bool operator==(const Sound&) const = default;
};

/// A stretch of bars in a lane: what sounds there. Clips of a lane do not overlap; what a one-shot
/// rings behind its clip's end is heard.
struct Clip
{
    int id {}; ///< unique in the plan, never used again
    int sound {-1}; ///< index in `Lane::sounds`; −1 = a gap that wants a sound
    std::string gap; ///< of a gap: what is missing, "no dark pad in Am" (English, as notes)
    int startBar {};
    int bars {};
    double gainDb {};
    bool isMuted {};
    bool isLocked {};
    double fadeInMs {}; ///< 0 = the short fade that keeps a cut from clicking
    double fadeOutMs {};
    /// Low-pass that moves exponentially over the clip, Hz; 0 = none.
    double sweepFromHz {};
    double sweepToHz {};
    std::uint64_t seed {}; ///< of its events; 0 = drawn from the lane's
    std::string pattern; ///< "A", "B", "fill", "roll": what kind of bars these are; may be empty
    std::vector<Event> events; ///< by time
    bool operator==(const Clip&) const = default;
};

struct Lane
{
    int id {}; ///< unique in the plan, never used again
    std::string role; ///< "kick", "bass", "pad", … (Roles.h)
    std::string query; ///< the words that ask for its sound, its role behind them; see `askedWords`
    bool isQueryOwn {}; ///< the words are the user's: its sounds are chosen by them, not the
                        ///< prompt's
    bool isLocked {};
    std::uint64_t seed {}; ///< of its choice; 0 = the plan's
    // The mixer.
    double levelLu {}; ///< loudness relative to the kick, set by the role
    double gainDb {}; ///< the user's fader, −60 … 12
    double pan {}; ///< −1 … 1
    double width {1.0};
    double highPassHz {25.0}; ///< 0 = none
    double lowPassHz {}; ///< 0 = none
    double duckDb {}; ///< how far a kick pushes it down
    double reverbSend {}; ///< linear
    double delaySend {}; ///< linear, dotted eighth
    bool isMuted {};
    bool isSolo {};
    std::vector<Sound> sounds; ///< the first is the main one
    std::vector<Clip> clips; ///< by startBar
    bool operator==(const Lane&) const = default;
};

/// Which sounds may be taken at all (product.md E5).
struct SourceWish
{
    bool includeOriginal {true};
    bool includeSeparated {true}; ///< and slices
    bool includeGenerated {true};
    std::vector<std::string> tags; ///< any of them; empty = all
    std::vector<StemId> roots; ///< only sounds that come from these; empty = all
    int minRating {};
    std::vector<std::string> licences; ///< any of them; empty = all
    bool operator==(const SourceWish&) const = default;
};

/// Everything that rendering needs beside the sounds themselves. Saved as JSON, editable,
/// renderable again: same plan and sounds, same bytes.
struct Plan
{
    int version {2};
    std::string prompt;
    Request request;
    SourceWish sources;
    std::uint64_t seed {};
    double bpm {};
    Key key;
    /// Degrees of the scale, four bars each from bar 0, over and over; empty = the tonic. What is
    /// rolled again follows the chords that the rest plays.
    std::vector<int> chords;
    double swing {50.0};
    int bars {};
    int beatsPerBar {4};
    std::vector<Section> sections;
    std::vector<Lane> lanes;
    /// Beats from bar 0 at which ducked lanes are pushed down. Kept apart from the kick's clips, so
    /// that a locked lane sounds the same when the kick is rolled again.
    std::vector<double> duckBeats;
    double lufs {-14.0};
    double ceilingDbtp {-1.0};
    std::vector<std::string> lockedChips; ///< "tempo", "key", "genre", "mood", "structure", …
    std::vector<std::string>
        notes; ///< English ids or sentences for the user: "genre_guessed", gaps
    std::string libraryHash;
    int nextId {1}; ///< of the next section, lane or clip
    bool operator==(const Plan&) const = default;
};

/// Chooses and arranges (composition.md C.3–C.6). Deterministic: independent of the order of
/// `candidates`. With few candidates the track is sparse; what is missing stands in `notes` and as
/// gap clips in lanes without sounds.
/// @errors  NotEnoughData (no usable candidate at all: the message names the wish that nothing
///          fits), BadInput, Cancelled.
[[nodiscard]] Result<Plan> arrange(const Request& request, std::vector<Candidate> candidates,
                                   const SourceWish& sources, std::uint64_t seed,
                                   TaskContext& task);

[[nodiscard]] std::string planToJson(const Plan& plan); ///< canonical: same plan, same bytes
/// Checks everything: indices, ranges, order, sizes; nothing of the text is believed.
/// @errors  Corrupt, Unsupported (another version).
[[nodiscard]] Result<Plan> planFromJson(std::string_view json);

/// Start of a bar in seconds, computed from bar 0 in double (never by adding rounded lengths).
[[nodiscard]] inline double barStartS(const Plan& plan, double bar)
{
    return bar * plan.beatsPerBar * 60.0 / plan.bpm;
}
/// Beats from bar 0 of an event, without its humanising.
[[nodiscard]] inline double beatOf(const Plan& plan, const Clip& clip, const Event& event)
{
    return (clip.startBar + event.bar) * static_cast<double>(plan.beatsPerBar) + event.beat;
}

[[nodiscard]] const Lane* laneOf(const Plan& plan, int laneId); ///< null = none
[[nodiscard]] const Clip* clipOf(const Plan& plan, int clipId); ///< null = none
[[nodiscard]] const Lane* laneOfClip(const Plan& plan, int clipId); ///< null = none
/// Index of the section that a bar lies in, −1 behind the end.
[[nodiscard]] int sectionAt(const Plan& plan, int bar);

} // namespace nde::music
