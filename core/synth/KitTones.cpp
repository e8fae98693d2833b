#include "core/synth/Dsp.h"
#include "core/synth/Kit.h"
#include "core/synth/Patterns.h"
#include "core/synth/Singer.h"

namespace nde::synth {

using audio::AudioBuffer;

namespace {

using Tags = std::vector<std::string>;

Recipe oneShot(Category category, std::string name, Tags tags, std::optional<double> pitchHz)
{
    Recipe recipe;
    recipe.sound.name = std::move(name);
    recipe.sound.category = category;
    recipe.sound.soundClass = SoundClass::OneShot;
    recipe.sound.tags = std::move(tags);
    recipe.sound.pitchHz = pitchHz;
    return recipe;
}

std::string withNote(const char* words, double hz)
{
    std::string text = words;
    text += ' ';
    text += noteName(hz);
    return text;
}

void addBasses(std::vector<Recipe>& recipes)
{
    struct Row
    {
        const char* words;
        Patch patch;
        int midi;
        double seconds;
        Tags tags;
    };
    const std::array<Row, 12> rows {{{"sub deep", patches::sub(), 33, 1.0, {"deep", "dark"}},
                                     {"sub long", patches::sub(), 29, 1.8, {"deep", "long"}},
                                     {"reese dark", patches::reese(), 33, 1.2, {"dark"}},
                                     {"reese low", patches::reese(), 28, 1.4, {"dark"}},
                                     {"acid squelch", patches::acid(), 45, 0.5, {"bright", "raw"}},
                                     {"acid high", patches::acid(), 48, 0.4, {"bright", "raw"}},
                                     {"rolling tight", patches::rolling(), 33, 0.25, {"short"}},
                                     {"pluck round", patches::plucked(), 36, 0.35, {"short"}},
                                     {"growl dirty", patches::growl(), 31, 0.9, {"raw", "hard"}},
                                     {"wobble", patches::wobble(), 33, 1.2, {"raw"}},
                                     {"fm hollow", patches::fmBass(), 38, 0.5, {"metallic"}},
                                     {"fm low", patches::fmBass(), 33, 0.6, {"deep"}}}};
    int number = 0;
    for (const Row& row : rows) {
        const double hz = hzOfMidi(row.midi);
        Recipe recipe = oneShot(Category::Bass,
                                soundName("Bass", ++number, withNote(row.words, hz)), row.tags, hz);
        recipe.render = [row, hz](std::uint64_t seed) {
            AudioBuffer out(1, framesOf(row.seconds + 0.4), kRate);
            playNote(out, 0, row.seconds, hz, 0.6F, row.patch, seed);
            return out;
        };
        recipes.push_back(std::move(recipe));
    }
}

struct ToneRow
{
    Category category;
    const char* kind;
    const char* words;
    Patch patch;
    std::vector<int> midi; ///< one note, or a chord
    double seconds;
    double room; ///< share of reverberation
    Tags tags;
};

std::vector<ToneRow> leadAndChordRows()
{
    using namespace patches;
    return {
        {Category::Lead, "Lead", "supersaw wide", superSaw(), {69}, 0.9, 0.2, {"bright", "wide"}},
        {Category::Lead, "Lead", "square soft", squareLead(), {72}, 0.8, 0.2, {"soft"}},
        {Category::Lead, "Lead", "acid line", acid(), {57}, 0.5, 0.1, {"raw"}},
        {Category::Synth, "Synth", "stab saw Am", stab(), {57, 60, 64}, 0.2, 0.25, {"punchy"}},
        {Category::Synth, "Synth", "stab dark Dm", stab(), {50, 53, 57}, 0.2, 0.25, {"dark"}},
        {Category::Synth, "Synth", "pluck", pluck(), {69}, 0.3, 0.3, {"short"}},
        {Category::Synth, "Synth", "pluck low", pluck(), {57}, 0.3, 0.3, {"short"}},
        {Category::Chord,
         "Chord",
         "house minor seventh Am7",
         stab(),
         {57, 60, 64, 67},
         0.3,
         0.3,
         {"warm"}},
        {Category::Chord,
         "Chord",
         "dub minor Dm",
         stab(),
         {50, 53, 57},
         0.25,
         0.7,
         {"dark", "wide"}},
        {Category::Chord,
         "Chord",
         "supersaw F",
         superSaw(),
         {53, 57, 60, 65},
         1.0,
         0.2,
         {"bright", "wide"}},
        {Category::Chord, "Chord", "organ Cm", organ(), {48, 51, 55}, 0.7, 0.15, {"warm"}}};
}

std::vector<ToneRow> keyAndPadRows()
{
    using namespace patches;
    return {{Category::Keys, "Keys", "bell", bell(), {76}, 1.2, 0.35, {"metallic", "bright"}},
            {Category::Keys, "Keys", "bell low", bell(), {64}, 1.4, 0.35, {"metallic"}},
            {Category::Keys, "Keys", "electric piano", electricPiano(), {60}, 1.2, 0.15, {"warm"}},
            {Category::Keys,
             "Keys",
             "electric piano Am9",
             electricPiano(),
             {57, 60, 64, 67, 71},
             1.4,
             0.2,
             {"warm"}},
            {Category::Pad,
             "Pad",
             "warm Am",
             warmPad(),
             {45, 57, 60, 64},
             4.5,
             0.4,
             {"warm", "soft", "long"}},
            {Category::Pad,
             "Pad",
             "dark Dm",
             darkPad(),
             {38, 50, 53, 57},
             5.0,
             0.4,
             {"dark", "soft", "long"}},
            {Category::Pad,
             "Pad",
             "bright C",
             brightPad(),
             {48, 55, 60, 64},
             4.0,
             0.4,
             {"bright", "wide", "long"}},
            {Category::Pad,
             "Pad",
             "glass Em",
             glassPad(),
             {52, 59, 64, 67},
             5.0,
             0.5,
             {"metallic", "soft", "long"}}};
}

std::vector<ToneRow> toneRows()
{
    std::vector<ToneRow> rows = leadAndChordRows();
    const std::vector<ToneRow> others = keyAndPadRows();
    rows.insert(rows.end(), others.begin(), others.end());
    return rows;
}

void addTones(std::vector<Recipe>& recipes)
{
    const char* kind = "";
    int number = 0;
    for (const ToneRow& row : toneRows()) {
        number = std::string_view(kind) == row.kind ? number + 1 : 1;
        kind = row.kind;
        std::vector<double> hz;
        for (const int midi : row.midi) {
            hz.push_back(hzOfMidi(midi));
        }
        const bool isNote = hz.size() == 1;
        Recipe recipe = oneShot(
            row.category,
            soundName(kind, number, isNote ? withNote(row.words, hz[0]) : std::string(row.words)),
            row.tags, isNote ? std::optional(hz[0]) : std::nullopt);
        recipe.fallSeconds = row.category == Category::Pad ? 0.4 : 0.02;
        recipe.render = [row, hz](std::uint64_t seed) {
            AudioBuffer out(2, framesOf(row.seconds + 7.0 * row.patch.releaseS), kRate);
            playChord(out, 0, row.seconds, hz, 0.6F, row.patch, seed);
            return withReverb(out, 1.6, 5000.0, row.room, 0.8);
        };
        recipes.push_back(std::move(recipe));
    }
}

// Chords of the one-shots above, whose key is the chord itself.
void markKeys(std::vector<Recipe>& recipes)
{
    for (Recipe& recipe : recipes) {
        KitSound& sound = recipe.sound;
        const bool isHarmonic = sound.category == Category::Pad || sound.category == Category::Chord
            || ((sound.category == Category::Keys || sound.category == Category::Synth)
                && !sound.pitchHz);
        if (!isHarmonic || sound.key || sound.soundClass != SoundClass::OneShot) {
            continue;
        }
        std::string chord = sound.name.substr(sound.name.rfind(' ') + 1);
        while (!chord.empty() && chord.back() >= '0' && chord.back() <= '9') {
            chord.pop_back(); // the seventh or ninth of a chord name
        }
        sound.key = keyFromName(chord);
    }
}

void addVoices(std::vector<Recipe>& recipes)
{
    struct Row
    {
        const char* words;
        Syllable syllable;
        int midi;
        double seconds;
        double size;
        Tags tags;
    };
    const std::array<Row, 10> rows {{{"ah", {' ', 'a', 'a'}, 69, 0.9, 1.0, {"bright"}},
                                     {"ooh soft", {' ', 'u', 'u'}, 69, 1.2, 1.0, {"soft", "dark"}},
                                     {"hey", {'h', 'e', 'i'}, 67, 0.45, 1.0, {"bright", "short"}},
                                     {"yeah", {'y', 'e', 'a'}, 64, 0.6, 0.95, {"bright"}},
                                     {"na", {'n', 'a', 'a'}, 69, 0.35, 1.0, {"short"}},
                                     {"la", {'l', 'a', 'a'}, 72, 0.4, 1.0, {"short"}},
                                     {"mo low", {'m', 'o', 'u'}, 52, 0.7, 0.85, {"dark"}},
                                     {"doo", {'d', 'u', 'u'}, 64, 0.35, 1.0, {"short"}},
                                     {"sa airy", {'s', 'a', 'a'}, 71, 0.7, 1.05, {"bright"}},
                                     {"oh deep", {' ', 'o', 'o'}, 48, 0.9, 0.82, {"deep"}}}};
    int number = 0;
    for (const Row& row : rows) {
        const double hz = hzOfMidi(row.midi);
        Recipe recipe = oneShot(
            Category::Vocal, soundName("Vocal", ++number, withNote(row.words, hz)), row.tags, hz);
        recipe.render = [row, hz](std::uint64_t seed) {
            AudioBuffer out(1, framesOf(row.seconds), kRate);
            Singer singer;
            singer.size = row.size;
            singer.sing(out, 0, row.seconds, hz, 0.5F, row.syllable, seed);
            return withReverb(out, 0.9, 6000.0, 0.18, 0.5);
        };
        recipes.push_back(std::move(recipe));
    }
}

} // namespace

void addToneRecipes(std::vector<Recipe>& recipes)
{
    addBasses(recipes);
    addTones(recipes);
    markKeys(recipes);
    addVoices(recipes);
}

} // namespace nde::synth
