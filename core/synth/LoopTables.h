#pragma once

#include "core/synth/Kit.h"
#include "core/synth/Singer.h"

#include <array>

namespace nde::synth {

/// A line of single notes; patterns as in `readPattern`, whole bars.
struct NoteLoop
{
    Category category {};
    const char* kind {};
    const char* words {};
    Patch patch;
    const char* pattern {};
    double bpm {};
    Key key;
    int octaveMidi {};
    double gate {}; ///< share of a note's length that is held
    double room {}; ///< share of reverberation
    std::vector<std::string> tags;
    bool isAcid {}; ///< accents open the filter
};
[[nodiscard]] std::vector<NoteLoop> bassLoops();
[[nodiscard]] std::vector<NoteLoop> melodyLoops();

/// Chords: a degree of the pattern is the root of a stack of thirds.
struct ChordLoop
{
    Category category {};
    const char* kind {};
    const char* words {};
    Patch patch;
    const char* pattern {};
    int voices {};
    double bpm {};
    Key key;
    int octaveMidi {};
    double room {};
    std::vector<std::string> tags;
};
[[nodiscard]] std::vector<ChordLoop> chordLoops();

struct VocalLoop
{
    const char* words {};
    const char* pattern {};
    std::array<Syllable, 4> syllables;
    double bpm {};
    Key key;
    std::vector<std::string> tags;
};
[[nodiscard]] std::vector<VocalLoop> vocalLoops();

/// Patterns as in `DrumLane`; blanks count nothing, an empty one is silent.
struct DrumLoop
{
    const char* words {};
    double bpm {};
    int bars {};
    double swing {};
    const char* kick {};
    const char* snare {};
    const char* clap {};
    const char* hat {};
    const char* open {};
    const char* perc {};
    bool isHard {};
    std::vector<std::string> tags;
};
[[nodiscard]] std::vector<DrumLoop> drumLoops();

} // namespace nde::synth
