#include "core/synth/Kit.h"

#include "core/base/Random.h"
#include "core/synth/Dsp.h"

#include <new>

namespace nde::synth {

double spread(std::uint64_t seed, std::uint64_t index, int axis, double low, double high)
{
    // Powers of the root of x^9 = x + 1, for up to eight axes.
    constexpr double kRoot = 1.0850702454914509;
    const double alpha = std::pow(kRoot, -(axis + 1));
    Random random(streamSeed(seed, "spread", static_cast<std::uint64_t>(axis)));
    const double turns = random.uniform() + alpha * static_cast<double>(index + 1);
    return low + (high - low) * (turns - std::floor(turns));
}

std::string soundName(const char* kind, int number, const std::string& words)
{
    std::string name = kind;
    name += number < 10 ? " 0" : " ";
    name += std::to_string(number);
    name += ' ';
    name += words;
    return name;
}

Result<> synthesiseKit(std::uint64_t seed, const std::function<Result<>(KitSound&&)>& emit,
                       TaskContext& task)
{
    try {
        std::vector<Recipe> recipes;
        addDrumRecipes(recipes, seed);
        addToneRecipes(recipes);
        addEffectRecipes(recipes);
        addLoopRecipes(recipes);
        const FlushDenormals flush;
        for (std::size_t i = 0; i < recipes.size(); ++i) {
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "making the starter kit was cancelled");
            }
            Recipe& recipe = recipes[i];
            KitSound sound = std::move(recipe.sound);
            sound.seed = streamSeed(seed, sound.name);
            sound.audio = recipe.render(sound.seed);
            if (sound.soundClass == SoundClass::OneShot) {
                trimTail(sound.audio);
            }
            finish(sound.audio, recipe.peakDb, recipe.fallSeconds);
            if (const auto taken = emit(std::move(sound)); !taken) {
                return taken;
            }
            task.progress(static_cast<double>(i + 1) / static_cast<double>(recipes.size()),
                          "synthesising");
        }
        return {};
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "cannot make the starter kit: out of memory");
    }
}

} // namespace nde::synth
