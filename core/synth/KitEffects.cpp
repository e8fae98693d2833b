#include "core/synth/Dsp.h"
#include "core/synth/Effects.h"
#include "core/synth/Kit.h"

namespace nde::synth {

using audio::AudioBuffer;

namespace {

using Render = std::function<AudioBuffer(std::uint64_t)>;
using Tags = std::vector<std::string>;

void addEffect(std::vector<Recipe>& recipes, Category category, const char* kind, int number,
               const char* words, Tags tags, Render render, double fallSeconds = 0.05)
{
    Recipe recipe;
    recipe.sound.name = soundName(kind, number, words);
    recipe.sound.category = category;
    recipe.sound.soundClass = SoundClass::OneShot;
    recipe.sound.tags = std::move(tags);
    recipe.render = std::move(render);
    recipe.fallSeconds = fallSeconds;
    // Steady noise sounds louder than anything else of its level.
    recipe.peakDb = category == Category::Noise ? -9.0 : -2.0;
    recipes.push_back(std::move(recipe));
}

void addSweeps(std::vector<Recipe>& recipes)
{
    struct Row
    {
        const char* words;
        double seconds;
        double from;
        double to;
        bool isSwelling;
        double tone;
        Tags tags;
    };
    const std::array<Row, 8> rows {
        {{"riser noise", 3.75, 250, 9000, true, 0.0, {"riser", "noisy", "long"}},
         {"riser tonal", 3.75, 400, 7000, true, 1.5, {"riser", "bright", "long"}},
         {"riser short", 1.9, 500, 11000, true, 0.4, {"riser", "bright"}},
         {"riser dark", 3.75, 90, 1600, true, 0.5, {"riser", "dark", "long"}},
         {"downlifter noise", 3.75, 9000, 200, false, 0.0, {"downlifter", "noisy", "long"}},
         {"downlifter tonal", 2.8, 6000, 150, false, 1.5, {"downlifter", "long"}},
         {"sweep soft", 2.5, 3000, 300, false, 0.0, {"sweep", "soft"}},
         {"sweep up fast", 0.9, 400, 12000, true, 0.0, {"sweep", "bright", "short"}}}};
    int number = 0;
    for (const Row& row : rows) {
        addEffect(recipes, Category::Fx, "Fx", ++number, row.words, row.tags,
                  [row](std::uint64_t seed) {
                      return sweep(row.seconds, row.from, row.to, row.isSwelling, row.tone, seed);
                  });
    }
}

void addImpacts(std::vector<Recipe>& recipes)
{
    int number = 8;
    addEffect(
        recipes, Category::Fx, "Fx", ++number, "impact deep", {"impact", "dark", "long"},
        [](std::uint64_t s) { return impact(38.0, 900.0, 2.2, s); }, 0.4);
    addEffect(
        recipes, Category::Fx, "Fx", ++number, "impact bright", {"impact", "bright", "long"},
        [](std::uint64_t s) { return impact(52.0, 9000.0, 1.8, s); }, 0.4);
    addEffect(
        recipes, Category::Fx, "Fx", ++number, "impact cinematic", {"impact", "long"},
        [](std::uint64_t s) { return impact(44.0, 3500.0, 3.0, s); }, 0.6);
    addEffect(recipes, Category::Fx, "Fx", ++number, "reverse swell", {"reverse", "riser"},
              [](std::uint64_t s) { return reversed(impact(60.0, 7000.0, 1.4, s)); });
}

void addBeds(std::vector<Recipe>& recipes)
{
    constexpr double kFade = 0.3;
    int number = 0;
    addEffect(
        recipes, Category::Noise, "Noise", ++number, "white bright", {"bright", "noisy"},
        [](std::uint64_t s) { return noiseBed(NoiseColour::White, 4.0, 0.0, s); }, kFade);
    addEffect(
        recipes, Category::Noise, "Noise", ++number, "pink", {"noisy"},
        [](std::uint64_t s) { return noiseBed(NoiseColour::Pink, 4.0, 0.0, s); }, kFade);
    addEffect(
        recipes, Category::Noise, "Noise", ++number, "brown dark", {"dark", "noisy"},
        [](std::uint64_t s) { return noiseBed(NoiseColour::Brown, 4.0, 0.0, s); }, kFade);
    addEffect(
        recipes, Category::Noise, "Noise", ++number, "wind", {"noisy", "soft"},
        [](std::uint64_t s) { return noiseBed(NoiseColour::Band, 6.0, 500.0, s); }, kFade);
    struct Cloud
    {
        const char* words;
        double perSecond;
        double low;
        double high;
        double grainS;
        Tags tags;
    };
    const std::array<Cloud, 4> clouds {
        {{"vinyl crackle", 40, 1500, 7000, 0.0008, {"noisy", "raw"}},
         {"rain", 700, 2500, 11000, 0.0015, {"noisy", "bright", "soft"}},
         {"glass shimmer", 45, 2200, 6500, 0.045, {"metallic", "bright"}},
         {"deep rumble grains", 30, 50, 180, 0.09, {"dark", "deep"}}}};
    number = 0;
    for (const Cloud& cloud : clouds) {
        addEffect(
            recipes, Category::Texture, "Texture", ++number, cloud.words, cloud.tags,
            [cloud](std::uint64_t seed) {
                return grains(5.0, cloud.perSecond, cloud.low, cloud.high, cloud.grainS, seed);
            },
            kFade);
    }
    number = 0;
    for (const auto& [words, midi, brightness, tag] : {std::tuple {"drone dark A", 33, 0.0, "dark"},
                                                       {"drone open D", 38, 0.5, "dreamy"},
                                                       {"drone bright E", 52, 1.3, "bright"}}) {
        const double hz = hzOfMidi(midi);
        addEffect(
            recipes, Category::Atmo, "Atmo", ++number, words, {tag, "soft", "long"},
            [hz, level = brightness](std::uint64_t s) { return atmosphere(6.0, hz, level, s); },
            0.5);
        recipes.back().sound.pitchHz = hz;
    }
}

} // namespace

void addEffectRecipes(std::vector<Recipe>& recipes)
{
    addSweeps(recipes);
    addImpacts(recipes);
    addBeds(recipes);
}

} // namespace nde::synth
