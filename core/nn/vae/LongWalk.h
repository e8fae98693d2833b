#pragma once

#include "core/base/Random.h"
#include "core/nn/vae/LongSequence.h"
#include "core/nn/vae/Sampler.h"

#include <vector>

namespace nde::nn::vae {

/// Points of a model's cloud, one a step.
using LongWalk = std::vector<int>;

/// A new order of steps: goes on through a training sound and now and then, mostly at a bar's
/// start, over to a place of another one that lies near where it would have gone, at the same beat
/// of the bar where there are beats. Loops go round; the end of another sound is left before it.
/// Deterministic in `random`.
/// @param creativity  0 = one sound from its start on, 1 = over at nearly every bar.
/// @param start       a sequence to begin with; −1 = any, longer ones more likely.
/// @source  vae.md 6 (nearest-neighbour walk over training sequences).
[[nodiscard]] LongWalk walkThrough(const LatentCloud& cloud,
                                   const std::vector<LongSequence>& sequences, int steps,
                                   double creativity, int start, Random& random);

/// Noise that changes slowly: of deviation 1 at every step, with a correlation of `memory` from one
/// to the next, also from the last to the first. [steps, dimensions]
[[nodiscard]] std::vector<float> slowNoise(int steps, int dimensions, double memory,
                                           Random& random);

/// The sequence whose mean lies nearest to another's; −1 = there is no other.
[[nodiscard]] int relatedSequence(const LatentCloud& cloud,
                                  const std::vector<LongSequence>& sequences, int of,
                                  Random& random);
/// Whose a point is.
[[nodiscard]] int sequenceOf(const std::vector<LongSequence>& sequences, int point);

} // namespace nde::nn::vae
