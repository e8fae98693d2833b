#pragma once

#include "core/nn/category/Network.h"
#include "tests/bench/category/Examples.h"
#include "tests/bench/category/Synthetic.h"

#include <functional>

namespace nde::bench {

/// Everything the result depends on beside the examples.
struct Recipe
{
    std::size_t first {96}; ///< hidden units
    std::size_t second {48}; ///< … of the layer whose output is the embedding
    std::size_t members {6}; ///< networks whose probabilities are averaged
    double features {0.75}; ///< share of the features that a member looks at
    int steps {3200};
    std::size_t batch {128};
    double rate {2e-3}; ///< highest learning rate
    double decay {0.1}; ///< of weights (AdamW)
    double drop {0.2}; ///< of hidden units; inputs 0.4 of it
    double noise {0.1}; ///< deviation added to the scaled inputs
    double smooth {0.05}; ///< share of the loss that asks for even probabilities
    double mix {0.5}; ///< share of examples that are mixed with another
    double classes {0.5}; ///< 0 = labels as often as they are, 1 = all alike
    double packs {0.5}; ///< exponent by which a pack of many sounds counts less
    double recorded {0.3}; ///< share of one-shots in a batch
    double extra {0.2}; ///< … of pieces of recordings; the rest is synthetic
};

/// Trains one member on the examples that `isLearnt` allows. Single-threaded, deterministic.
[[nodiscard]] nn::category::Member trainMember(const ExampleSet& set,
                                               const std::function<bool(const Example&)>& isLearnt,
                                               const Recipe& recipe, std::uint64_t seed);

/// Packs by size onto the fold that has least; −1 for packs without one-shots.
[[nodiscard]] std::vector<int> foldsOf(const ExampleSet& set, int folds);

} // namespace nde::bench
