#pragma once

#include "core/base/Result.h"
#include "core/nn/api/StemVae.h"
#include "core/nn/vae/LongGrid.h"
#include "core/nn/vae/LongSequence.h"

#include <cstddef>
#include <vector>

namespace nde::nn::vae {

/// How long a dream is, and how its steps lie in it.
struct LongShape
{
    LongGrid grid;
    std::size_t length {}; ///< samples at 44.1 kHz
    [[nodiscard]] int steps() const { return grid.steps(); }
};

/// The shape of what a model's sounds are like, before anything was wished: half of them or more
/// decide whether there is a beat and whether the end goes on at the start; tempo and length are
/// medians, loops whole bars, 4 to 32 steps.
[[nodiscard]] LongShape typicalShape(const std::vector<LongSequence>& sequences);
/// Of what lies between sounds: beats and loops where all of them have them, tempo and steps their
/// mean, a loop as long as the longest.
[[nodiscard]] LongShape meanShape(const std::vector<LongGrid>& grids);

/// A shape as it is wished: by `lengthS` or `bars`, and `bpm`. What has no beat takes a tempo only
/// to tell how long bars are.
/// @param isStretched  other lengths play the same steps slower or faster, by half to twice, where
///                     they are no loop; else there are more steps.
/// @errors  BadInput (bars without a tempo, shorter than a second, longer than two minutes, more
///          than that stretched).
[[nodiscard]] Result<LongShape> wishedShape(const LongShape& plain, const GenerateParams& params,
                                            bool isStretched);

} // namespace nde::nn::vae
