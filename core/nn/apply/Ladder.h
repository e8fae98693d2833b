#pragma once

#include "core/nn/apply/Network.h"

#include <optional>
#include <string>
#include <vector>

namespace nde::nn::apply {

/// How the networks run now. Starts as asked, and steps down when memory is short.
struct Setup
{
    ModelOptions model;
    std::optional<double> segmentS;
    std::vector<std::string> steps; ///< what was done so far, in English
    bool operator==(const Setup&) const = default;
};

/// One step of the ladder (product.md A10): half the segment where the network takes any length,
/// lower precision on a GPU, then the CPU with what was asked for.
struct Shortage
{
    double segmentS {}; ///< in use
    bool takesAnyLength {};
    std::string device; ///< that ran short, "CPU" or a GPU's name
    bool hasFastPrecision {}; ///< on that device
};
/// @return  empty when there is nothing left to try.
[[nodiscard]] std::optional<Setup> stepDown(const Setup& now, const SeparationOptions& asked,
                                            const Shortage& shortage);

} // namespace nde::nn::apply
