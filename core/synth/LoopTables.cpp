#include "core/synth/LoopTables.h"

namespace nde::synth {

namespace {

using Tags = std::vector<std::string>;

constexpr Key kA {9, true};
constexpr Key kC {0, true};
constexpr Key kD {2, true};
constexpr Key kE {4, true};
constexpr Key kF {5, true};
constexpr Key kG {7, true};

// Functions instead of nested braces: the tables below stay readable under the formatter.
NoteLoop line(Category category, const char* kind, const char* words, const Patch& patch,
              const char* pattern, double bpm, Key key, int octaveMidi, double gate, double room,
              Tags tags, bool isAcid = false)
{
    return {category, kind,       words, patch, pattern,         bpm,
            key,      octaveMidi, gate,  room,  std::move(tags), isAcid};
}

ChordLoop chords(Category category, const char* kind, const char* words, const Patch& patch,
                 const char* pattern, int voices, double bpm, Key key, int octaveMidi, double room,
                 Tags tags)
{
    return {category, kind, words,      patch, pattern,        voices,
            bpm,      key,  octaveMidi, room,  std::move(tags)};
}

DrumLoop drums(const char* words, double bpm, int bars, double swing, const char* kick,
               const char* snare, const char* clap, const char* hat, const char* open,
               const char* perc, bool isHard, Tags tags)
{
    return {words, bpm, bars, swing, kick, snare, clap, hat, open, perc, isHard, std::move(tags)};
}

} // namespace

std::vector<NoteLoop> bassLoops()
{
    using namespace patches;
    constexpr Category kBass = Category::Bass;
    const char* const kind = "Bass loop";
    return {line(kBass, kind, "techno offbeat", rolling(), "..0...0...0...0.", 128, kA, 24, 0.9, 0,
                 {"dark", "driving"}),
            line(kBass, kind, "techno rolling", rolling(), ".000.000.000.002", 132, kA, 24, 0.8, 0,
                 {"driving"}),
            line(kBass, kind, "techno rolling deep", rolling(), ".00!0.000.00!0.0G0", 132, kF, 24,
                 0.8, 0, {"driving", "dark"}),
            line(kBass, kind, "techno hard", growl(), "0.00..0.0.00.0.0", 140, kE, 24, 0.8, 0,
                 {"raw", "hard"}),
            line(kBass, kind, "acid", acid(), "0!0.7 0.!30 .0!70 4.!0e", 132, kA, 36, 0.7, 0,
                 {"raw", "bright"}, true),
            line(kBass, kind, "acid fast", acid(), "!000!7 .0!0. 7!0.3 0!0a.", 140, kD, 36, 0.7, 0,
                 {"raw", "bright"}, true),
            line(kBass, kind, "house groove", plucked(), "0..0..0...7.5.3. 0..0..0...3.4.6.", 124,
                 kC, 36, 0.8, 0, {"groovy"}),
            line(kBass, kind, "house deep sub", sub(), "0---..0-..3-..4- 5---..5-..4-..3-", 120, kD,
                 24, 0.95, 0, {"deep", "dark"}),
            line(kBass, kind, "house disco octaves", plucked(), "0.7.0.7.0.7.0.7. 3.a.3.a.4.b.4.b.",
                 124, kG, 36, 0.7, 0, {"groovy"}),
            line(kBass, kind, "house fm", fmBass(), "0..0..0.0..7..5.", 128, kE, 36, 0.7, 0,
                 {"metallic"}),
            line(kBass, kind, "dnb reese", reese(), "0-------0-----3- 5-------4-----2-", 174, kA,
                 24, 0.95, 0, {"dark", "raw"}),
            line(kBass, kind, "dnb reese slow", reese(),
                 "0--------------- 0------------3-- 5--------------- 4-------2-------", 174, kE, 24,
                 0.98, 0, {"dark", "deep"}),
            line(kBass, kind, "dnb sub", sub(), "0--...0-..0---.. 3--...3-..2---..", 174, kF, 24,
                 0.9, 0, {"deep", "dark"}),
            line(kBass, kind, "half time wobble", wobble(), "0-------3---5--- 0-------4---2---",
                 140, kD, 24, 0.95, 0, {"raw"}),
            line(kBass, kind, "ambient drone sub", sub(),
                 "0--------------- ---------------- 5--------------- 4---------------", 120, kA, 24,
                 0.98, 0, {"deep", "soft"}),
            line(kBass, kind, "electro funk", plucked(), "0.00..70..3.0.6.", 120, kC, 36, 0.7, 0,
                 {"groovy"})};
}

std::vector<NoteLoop> melodyLoops()
{
    using namespace patches;
    constexpr Category kLead = Category::Lead;
    constexpr Category kSynth = Category::Synth;
    return {line(kLead, "Lead loop", "trance anthem", superSaw(),
                 "0--0--3--4--2--- 0--0--3--7--6---", 128, kA, 60, 0.9, 0.3, {"bright", "wide"}),
            line(kLead, "Lead loop", "soft melody", squareLead(),
                 "4---..3-2---.... 0---..2-3-4-....", 120, kD, 60, 0.95, 0.35, {"soft"}),
            line(kLead, "Lead loop", "acid scream", acid(), "!0.07 .0!3. 0.7!5 0.0.", 132, kA, 48,
                 0.7, 0.15, {"raw"}, true),
            line(kLead, "Lead loop", "dnb call", squareLead(), "0-..3-..4---.... 7-..6-..4---....",
                 174, kE, 60, 0.9, 0.3, {"bright"}),
            line(kSynth, "Arp loop", "pluck", pluck(), "0247024702470247 0357035703570357", 128, kA,
                 60, 0.7, 0.3, {"driving"}),
            line(kSynth, "Arp loop", "melodic techno", pluck(), "0..4..7.2..4..9.", 124, kC, 48,
                 0.8, 0.4, {"hypnotic"}),
            line(kSynth, "Arp loop", "bell sparse", bell(), "0...4...9...7... 2...4...8...7...",
                 120, kE, 60, 0.9, 0.45, {"metallic", "soft"}),
            line(kSynth, "Arp loop", "techno sequence", stab(), "0.00.0.30.00.0.6", 132, kF, 48,
                 0.6, 0.25, {"dark", "hypnotic"}),
            line(kSynth, "Arp loop", "fast", pluck(), "0420420402042042", 140, kG, 60, 0.6, 0.3,
                 {"driving", "bright"})};
}

std::vector<ChordLoop> chordLoops()
{
    using namespace patches;
    constexpr Category kChord = Category::Chord;
    constexpr Category kPad = Category::Pad;
    const char* const chord = "Chord loop";
    const char* const pad = "Pad loop";
    return {chords(kChord, chord, "house stabs", stab(), "0..0..0.....0... 5..5..5.....4...", 4,
                   124, kA, 48, 0.3, {"warm", "groovy"}),
            chords(kChord, chord, "dub echoes", stab(), "...0......0.....", 3, 120, kD, 48, 0.8,
                   {"dark", "wide"}),
            chords(kChord, chord, "rave", superSaw(), "0..0..0.5..5..4.", 3, 140, kE, 48, 0.25,
                   {"bright", "wide"}),
            chords(kChord, chord, "deep minor", electricPiano(),
                   "0-----0---5-..4- 3-----3---4-..2-", 4, 120, kC, 48, 0.25, {"warm", "soft"}),
            chords(kChord, chord, "organ pumping", organ(), "..0...0...0...0. ..5...5...4...4.", 3,
                   124, kG, 48, 0.15, {"warm"}),
            chords(kPad, pad, "warm progression", warmPad(),
                   "0--------------- 5--------------- 2--------------- 6---------------", 4, 128,
                   kA, 48, 0.3, {"warm", "soft", "long"}),
            chords(kPad, pad, "dark", darkPad(),
                   "0--------------- ---------------- 5--------------- ----------------", 3, 132,
                   kF, 48, 0.35, {"dark", "soft", "long"}),
            chords(kPad, pad, "bright lift", brightPad(),
                   "5--------------- 6--------------- 0--------------- 2---------------", 4, 124,
                   kC, 48, 0.3, {"bright", "wide", "long"}),
            chords(kPad, pad, "ambient glass", glassPad(),
                   "0--------------- ---------------- 3--------------- ----------------", 4, 120,
                   kA, 48, 0.5, {"metallic", "soft", "long"}),
            chords(kPad, pad, "ambient warm", warmPad(), "0--------------- ----------------", 4, 90,
                   kE, 48, 0.5, {"warm", "soft", "long"}),
            chords(kPad, pad, "dnb liquid", warmPad(),
                   "0--------------- 5--------------- 3--------------- 4---------------", 4, 174,
                   kE, 48, 0.35, {"warm", "soft", "long"}),
            chords(kPad, pad, "tension", darkPad(),
                   "0--------------- ---------------- 1--------------- ----------------", 3, 140,
                   kD, 48, 0.4, {"dark", "long"})};
}

std::vector<VocalLoop> vocalLoops()
{
    constexpr Syllable kHey {'h', 'e', 'i'};
    constexpr Syllable kYeah {'y', 'e', 'a'};
    constexpr Syllable kNa {'n', 'a', 'a'};
    constexpr Syllable kDa {'d', 'a', 'a'};
    constexpr Syllable kAo {' ', 'a', 'o'};
    constexpr Syllable kMoo {'m', 'u', 'u'};
    constexpr Syllable kLoa {'l', 'o', 'a'};
    constexpr Syllable kOoh {' ', 'u', 'u'};
    constexpr Syllable kHa {'h', 'a', 'a'};
    constexpr Syllable kHo {'h', 'o', 'o'};
    constexpr Syllable kHe {'h', 'e', 'e'};
    return {{"chops", "0.0.3...0.0.4...", {kHey, kNa, kYeah, kDa}, 124, kA, {"groovy"}},
            {"phrase airy",
             "0---2---3-----.. 4---3---2-----..",
             {kAo, kMoo, kLoa, kOoh},
             120,
             kD,
             {"soft", "dreamy"}},
            {"techno shout", "0.....0.....0...", {kHa, kHo, kHe, kHa}, 132, kF, {"dark", "short"}}};
}

std::vector<DrumLoop> drumLoops()
{
    const char* const four = "X...X...X...X...";
    const char* const back = "....X.......X...";
    const char* const off = "..x...x...x...x.";
    const char* const all = "XoxoXoxoxoxoxoxo";
    return {drums("techno driving", 132, 2, 0.5, four, "", back, all, off, "", false, {"driving"}),
            drums("techno dark", 128, 2, 0.5, four, "", "", "..x...x...x...xo", "",
                  "x..x..x...x..x..", false, {"dark", "hypnotic"}),
            drums("techno hard", 140, 2, 0.5, "X...X...X...X.x.", "", back, all, off,
                  "..x..x....x..x..", true, {"hard", "driving"}),
            drums("techno industrial", 140, 1, 0.5, "X..xX...X..xX...", "....X.......X..x", "", off,
                  "", "x.x..x.xx..x.x..", true, {"hard", "raw"}),
            drums("house classic", 124, 2, 0.54, four, "", back, "..o.x.o.x.o.x.o.", off, "", false,
                  {"groovy"}),
            drums("house deep", 120, 2, 0.56, "X...X...X...X..o", "", back, "x.ox..oxx.ox..ox", off,
                  "...x......x.....", false, {"groovy", "soft"}),
            drums("house tech", 128, 2, 0.53, four, "............x.xx", back, "xoxoxoxoxoxoxoxo",
                  off, ".x..x...x..x..x.", false, {"groovy", "driving"}),
            drums("dnb two step", 174, 2, 0.5, "X.........X.....", back, "", "x.x.x.x.x.x.x.x.", "",
                  "", true, {"driving"}),
            drums("dnb rolling", 174, 4, 0.5, "X.........X..... X.....x...X.....",
                  "....X..o.o..X... ....X..o.o..X..o", "", "xoxoxoxoxoxoxoxo", "", "", true,
                  {"driving"}),
            drums("dnb break", 174, 2, 0.52, "X.x.......Xx....", "....X..x.x..X..x", "",
                  "x.x.x.x.x.x.x.x.", "..............x.", "", true, {"raw"}),
            drums("breakbeat", 132, 2, 0.54, "X..x......Xx....", "....X..o....X..o", "",
                  "x.x.x.x.x.x.x.x.", "..............x.", "", false, {"groovy"}),
            drums("electro", 128, 2, 0.5, "X.....x...X..x..", back, "", "x.xxx.xxx.xxx.xx", "",
                  "..x..x....x.....", false, {"metallic"}),
            drums("half time", 140, 2, 0.5, "X.....x..x......", "........X.......", "",
                  "x.x.xox.x.x.xoxo", "", "", true, {"hard"}),
            drums("downtempo", 90, 2, 0.58, "X......x..x.....", back, "", "x.x.x.x.x.x.x.x.", "",
                  "...o..o....o..o.", false, {"soft"}),
            drums("top loop techno", 132, 2, 0.5, "", "", back, all, off, "..x..x....x..x..", false,
                  {"bright", "driving"}),
            drums("top loop house", 124, 2, 0.55, "", "", back, "xoxoxoxoxoxoxoxo", off,
                  "x..x...x..x.x...", false, {"bright", "groovy"})};
}

} // namespace nde::synth
