#pragma once

#include "core/synth/Patch.h"
#include "core/synth/StarterKit.h"

#include <initializer_list>

namespace nde::synth {

/// How to make one sound of the kit.
struct Recipe
{
    KitSound sound; ///< everything but the audio and the seed
    std::function<audio::AudioBuffer(std::uint64_t seed)> render; ///< unfinished
    double peakDb {-1.0};
    double fallSeconds {0.005};
};

/// A number in [low, high) for variant `index` along parameter `axis`. Consecutive variants fill
/// the range evenly and no two axes move together, so that every part of the space is heard.
/// @source  Richtmyer's sequence: Niederreiter, "Random number generation and quasi-Monte Carlo
///          methods", SIAM 1992, ch. 3.
[[nodiscard]] double spread(std::uint64_t seed, std::uint64_t index, int axis, double low,
                            double high);

/// "Kick", 7, "deep dark" -> "Kick 07 deep dark".
[[nodiscard]] std::string soundName(const char* kind, int number, const std::string& words);

/// @param seed  moves the parameters of the drums within their ranges; tuned sounds keep theirs.
void addDrumRecipes(std::vector<Recipe>& recipes, std::uint64_t seed);
void addToneRecipes(std::vector<Recipe>& recipes);
void addLoopRecipes(std::vector<Recipe>& recipes);
void addEffectRecipes(std::vector<Recipe>& recipes);

} // namespace nde::synth
