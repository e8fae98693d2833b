#include "core/base/Random.h"
#include "core/synth/DrumVoices.h"
#include "core/synth/LoopTables.h"
#include "core/synth/Patterns.h"

namespace nde::synth {

using audio::AudioBuffer;

namespace {

using Tags = std::vector<std::string>;

/// Adds a loop of exactly `bars` bars. `play` fills a buffer that is two seconds longer; what rings
/// beyond the end is folded to the beginning, so that the loop repeats without a seam.
void addLoop(std::vector<Recipe>& recipes, Category category, const std::string& name, Tags tags,
             double bpm, int bars, std::optional<Key> key, int channels,
             std::function<void(AudioBuffer&, const Grid&, std::uint64_t)> play, double swing = 0.5)
{
    Recipe recipe;
    recipe.sound.category = category;
    recipe.sound.soundClass = SoundClass::Loop;
    recipe.sound.bpm = bpm;
    recipe.sound.key = key;
    recipe.sound.tags = std::move(tags);
    recipe.sound.name = name + ' ' + std::to_string(std::lround(bpm)) + "bpm";
    if (key) {
        recipe.sound.name += ' ' + keyName(*key);
    }
    const Grid grid {bpm, swing};
    recipe.render = [grid, bars, channels, play = std::move(play)](std::uint64_t seed) {
        const std::size_t frames = grid.framesOfBars(bars);
        AudioBuffer out(channels, frames + framesOf(2.0), kRate);
        play(out, grid, seed);
        foldTail(out, frames);
        return out;
    };
    recipe.fallSeconds = 0.005;
    recipes.push_back(std::move(recipe));
}

// -- notes -----------------------------------------------------------------------------------

void playNotes(AudioBuffer& out, const Grid& grid, const NoteLoop& loop, std::uint64_t seed)
{
    for (const PatternNote& note : readPattern(loop.pattern)) {
        Patch patch = loop.patch;
        if (loop.isAcid && note.isAccent) {
            patch.envelopeOctaves += 0.8;
        }
        const double seconds = note.length * grid.stepSeconds() * loop.gate;
        playNote(out, grid.frameOfStep(note.step), seconds,
                 hzOfDegree(loop.key, note.degree, loop.octaveMidi), note.isAccent ? 0.62F : 0.5F,
                 patch, streamSeed(seed, "note", static_cast<std::uint64_t>(note.step)));
    }
    if (loop.room > 0.0) {
        out = withReverb(out, 1.4, 5500.0, loop.room, 0.0);
    }
}

void addNoteLoops(std::vector<Recipe>& recipes, const std::vector<NoteLoop>& loops)
{
    const char* kind = "";
    int number = 0;
    for (const NoteLoop& loop : loops) {
        number = std::string_view(kind) == loop.kind ? number + 1 : 1;
        kind = loop.kind;
        const int bars = stepsOf(loop.pattern) / 16;
        const int channels = loop.category == Category::Bass ? 1 : 2;
        addLoop(recipes, loop.category, soundName(loop.kind, number, loop.words), loop.tags,
                loop.bpm, bars, loop.key, channels,
                [loop](AudioBuffer& out, const Grid& grid, std::uint64_t seed) {
                    playNotes(out, grid, loop, seed);
                });
    }
}

// -- chords ----------------------------------------------------------------------------------

void addChordLoops(std::vector<Recipe>& recipes)
{
    const char* kind = "";
    int number = 0;
    for (const ChordLoop& loop : chordLoops()) {
        number = std::string_view(kind) == loop.kind ? number + 1 : 1;
        kind = loop.kind;
        addLoop(recipes, loop.category, soundName(loop.kind, number, loop.words), loop.tags,
                loop.bpm, stepsOf(loop.pattern) / 16, loop.key, 2,
                [loop](AudioBuffer& out, const Grid& grid, std::uint64_t seed) {
                    for (const PatternNote& note : readPattern(loop.pattern)) {
                        playChord(out, grid.frameOfStep(note.step),
                                  note.length * grid.stepSeconds(),
                                  chordOn(loop.key, note.degree, loop.voices, loop.octaveMidi),
                                  0.6F, loop.patch,
                                  streamSeed(seed, "chord", static_cast<std::uint64_t>(note.step)));
                    }
                    out = withReverb(out, 2.0, 5000.0, loop.room, 0.0);
                });
    }
}

// -- voices ----------------------------------------------------------------------------------

void addVocalLoops(std::vector<Recipe>& recipes)
{
    int number = 0;
    for (const VocalLoop& row : vocalLoops()) {
        addLoop(recipes, Category::Vocal, soundName("Vocal loop", ++number, row.words), row.tags,
                row.bpm, stepsOf(row.pattern) / 16, row.key, 2,
                [row](AudioBuffer& out, const Grid& grid, std::uint64_t seed) {
                    AudioBuffer dry(1, out.frames(), kRate);
                    const Singer singer;
                    std::size_t index = 0;
                    for (const PatternNote& note : readPattern(row.pattern)) {
                        singer.sing(dry, grid.frameOfStep(note.step),
                                    note.length * grid.stepSeconds() * 0.97 + 0.06,
                                    hzOfDegree(row.key, note.degree, 60), 0.5F,
                                    row.syllables[index % row.syllables.size()],
                                    streamSeed(seed, "syllable", index));
                        ++index;
                    }
                    out = withReverb(dry, 1.2, 6000.0, 0.25, 0.0);
                });
    }
}

// -- drums -----------------------------------------------------------------------------------

/// The drums that a loop is played with; each loop tunes them a little differently.
struct Drums
{
    AudioBuffer kick;
    AudioBuffer snare;
    AudioBuffer clap;
    AudioBuffer hat;
    AudioBuffer open;
    AudioBuffer perc;
};

Drums drumsFor(const DrumLoop& loop, std::uint64_t seed)
{
    Random random(streamSeed(seed, "tuning"));
    KickParams k;
    k.endHz = random.uniform(45.0, 54.0);
    k.bodyS = loop.bpm > 150 ? 0.07 : 0.10;
    k.drive = loop.isHard ? 3.5 : 1.5;
    k.click = random.uniform(0.2, 0.4);
    SnareParams s;
    s.bodyHz = random.uniform(180.0, 215.0);
    s.snap = loop.isHard ? 0.8 : 0.5;
    s.drive = loop.isHard ? 2.2 : 1.3;
    ClapParams c;
    c.centreHz = random.uniform(1150.0, 1500.0);
    HatParams h;
    h.baseHz = random.uniform(390.0, 560.0);
    h.decayS = 0.022;
    HatParams o = h;
    o.decayS = 0.075;
    const auto kind = static_cast<PercKind>(random.below(5));
    return {kick(k, streamSeed(seed, "kick")), snare(s, streamSeed(seed, "snare")),
            clap(c, streamSeed(seed, "clap")), hat(h, streamSeed(seed, "hat")),
            hat(o, streamSeed(seed, "open")),  perc(kind, 1.0, streamSeed(seed, "perc"))};
}

std::string withoutBlanks(const char* text)
{
    std::string pattern = text;
    pattern.erase(std::remove(pattern.begin(), pattern.end(), ' '), pattern.end());
    return pattern.empty() ? "." : pattern;
}

void playDrums(AudioBuffer& out, const Grid& grid, const DrumLoop& loop, std::uint64_t seed)
{
    Drums drums = drumsFor(loop, seed);
    for (AudioBuffer* sound :
         {&drums.kick, &drums.snare, &drums.clap, &drums.hat, &drums.open, &drums.perc}) {
        finish(*sound, 0.0);
    }
    struct Part
    {
        const char* pattern;
        const AudioBuffer* sound;
        float gain;
        double pan;
    };
    const std::array<Part, 6> parts {{{loop.kick, &drums.kick, 0.9F, 0.0},
                                      {loop.snare, &drums.snare, 0.6F, 0.0},
                                      {loop.clap, &drums.clap, 0.5F, 0.05},
                                      {loop.hat, &drums.hat, 0.25F, 0.2},
                                      {loop.open, &drums.open, 0.26F, -0.15},
                                      {loop.perc, &drums.perc, 0.3F, -0.35}}};
    for (const Part& part : parts) {
        const std::string pattern = withoutBlanks(part.pattern);
        playLane(out, grid, 0, 16 * loop.bars, {pattern, part.sound, part.gain, part.pan}, seed);
    }
    for (int c = 0; c < out.channels(); ++c) {
        for (float& sample : out.channel(c)) {
            sample = softClip(1.3F * sample); // glues the hits together
        }
    }
}

void addDrumLoops(std::vector<Recipe>& recipes)
{
    int number = 0;
    for (const DrumLoop& loop : drumLoops()) {
        addLoop(
            recipes, Category::Drums, soundName("Drum loop", ++number, loop.words), loop.tags,
            loop.bpm, loop.bars, std::nullopt, 2,
            [loop](AudioBuffer& out, const Grid& grid, std::uint64_t seed) {
                playDrums(out, grid, loop, seed);
            },
            loop.swing);
    }
}

} // namespace

void addLoopRecipes(std::vector<Recipe>& recipes)
{
    addNoteLoops(recipes, bassLoops());
    addNoteLoops(recipes, melodyLoops());
    addChordLoops(recipes);
    addVocalLoops(recipes);
    addDrumLoops(recipes);
}

} // namespace nde::synth
