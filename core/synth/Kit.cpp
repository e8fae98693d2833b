#include "core/synth/Kit.h"

#include "core/base/ComputeScope.h"
#include "core/base/Random.h"
#include "core/synth/Dsp.h"

#include <new>

namespace nde::synth {

namespace {

// Allowed root mean square of the loudest 400 ms, in dB: a browser full of sounds is pleasant only
// if none of them jumps out. Drums keep their peaks; the ear takes bass for softer than it is.
double loudestDb(Category category)
{
    static_assert(Category::Kick < Category::Drums && Category::Drums < Category::Bass);
    if (category <= Category::Drums) {
        return 0.0;
    }
    return category == Category::Bass ? -9.0 : -14.0;
}

} // namespace

double spread(std::uint64_t seed, std::uint64_t index, int axis, double low, double high)
{
    // Fractional parts of the roots of the first primes: no two are commensurable.
    constexpr std::array<double, 8> kSteps {0.414213562, 0.732050808, 0.236067977, 0.645751311,
                                            0.316624790, 0.605551275, 0.123105626, 0.358898944};
    Random random(streamSeed(seed, "spread", static_cast<std::uint64_t>(axis)));
    const double turns = random.uniform()
        + kSteps[static_cast<std::size_t>(axis) % kSteps.size()] * static_cast<double>(index + 1);
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
        const ComputeScope computing;
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
            limitLevel(sound.audio, loudestDb(sound.category));
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
