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
};

struct Section
{
    std::string name;
    int startBar {};
    int bars {};
    double energy {}; ///< 0 … 1
    bool operator==(const Section&) const = default;
};

/// One placement of a sound on the grid.
struct Event
{
    int bar {}; ///< from 0
    double beat {}; ///< 0 … <4, in quarter notes, swing already included
    double offsetMs {}; ///< humanising, added to the grid time
    double velocity {1.0}; ///< 0 … 1
    double lengthBeats {}; ///< loops: how long they sound; 0 = the sound's own length
    double semitones {}; ///< transposition of this event, beside the lane's
    bool useAlternate {}; ///< the lane's second stem
    bool operator==(const Event&) const = default;
};

struct Lane
{
    std::string role; ///< "kick", "bass", "pad", …
    Category category {};
    StemId stem {};
    StemId alternate {}; ///< 0 = none
    std::string stemPath;
    std::string stemHash;
    std::string alternatePath;
    Source source {};
    SoundClass soundClass {};
    bool isLoop {}; ///< stretched to the grid; else sequenced as one-shots
    double stemBpm {}; ///< of loops, already in the octave that is used
    int loopBars {}; ///< bars of the track that one turn of the loop lasts; 0 for one-shots
    double windowStartS {}; ///< where in the stem the loop begins; < 0 = the renderer takes the
                            ///< loudest window on the stem's bar grid (see `mix::chooseWindows`)
    double windowS {}; ///< length of the loop in the stem; 0 = the whole file
    double gridStartS {}; ///< first downbeat of the stem
    double stretch {1.0}; ///< time ratio of the main stem
    double semitones {};
    double onsetS {}; ///< of the main stem; one-shots are placed by it
    double levelLu {}; ///< target relative to the kick
    double pan {}; ///< −1 … 1
    double width {1.0};
    double highPassHz {25.0};
    double duckDb {};
    double reverbSend {}; ///< linear
    double delaySend {}; ///< linear, dotted eighth
    double alternateOnsetS {};
    std::vector<int> activity; ///< per section: 0 off, 1 second half only, 2 on
    std::vector<Event> events;
    std::map<std::string, double> why; ///< scoring terms, 0 … 1, and "total"
    bool operator==(const Lane&) const = default;
};

/// Everything that rendering needs beside the sounds themselves. Saved as JSON, editable,
/// renderable again: same plan and sounds, same bytes.
struct Plan
{
    int version {1};
    std::string prompt;
    Request request;
    std::uint64_t seed {};
    double bpm {};
    Key key;
    double swing {50.0};
    int bars {};
    int beatsPerBar {4};
    std::vector<Section> sections;
    std::vector<Lane> lanes;
    double lufs {-14.0};
    double ceilingDbtp {-1.0};
    std::vector<std::string>
        notes; ///< English ids or sentences for the user: "genre_guessed", gaps
    std::string libraryHash;
    bool operator==(const Plan&) const = default;
};

struct ArrangeOptions
{
    bool includeOriginal {true};
    bool includeSeparated {true}; ///< and slices
    bool includeGenerated {true};
    std::uint64_t seed {1};
};

/// Chooses and arranges (composition.md C.3–C.6). Deterministic: independent of the order of
/// `candidates`. With few candidates the track is sparse; what is missing stands in `notes`.
/// @errors  NotEnoughData (no usable candidate at all), BadInput, Cancelled.
[[nodiscard]] Result<Plan> arrange(const Request& request, std::vector<Candidate> candidates,
                                   const ArrangeOptions& options, TaskContext& task);

[[nodiscard]] std::string planToJson(const Plan& plan); ///< canonical: same plan, same bytes
/// @errors  Corrupt, Unsupported (newer version).
[[nodiscard]] Result<Plan> planFromJson(std::string_view json);

/// Start of a bar in seconds, computed from bar 0 in double (never by adding rounded lengths).
[[nodiscard]] inline double barStartS(const Plan& plan, int bar)
{
    return bar * plan.beatsPerBar * 60.0 / plan.bpm;
}

} // namespace nde::music
