#pragma once

#include "core/base/Category.h"
#include "core/dsp/HitFeatures.h"

#include <array>

namespace nde::dsp {

/// The classes of the linear classifier, in the order of its rows.
inline constexpr std::array<Category, 12> kHitClasses {
    Category::Kick,   Category::Snare, Category::Clap,  Category::Hihat,
    Category::Cymbal, Category::Tom,   Category::Perc,  Category::Bass,
    Category::Synth,  Category::Pad,   Category::Vocal, Category::Fx};

/// Softmax regression on standardised features, their squares and a constant.
struct HitModel
{
    std::array<float, kHitFeatureCount> mean;
    std::array<float, kHitFeatureCount> scale; ///< 1/deviation
    std::array<std::array<float, 2 * kHitFeatureCount + 1>, kHitClasses.size()> weights;
};

/// Fitted by tests/bench/fit_hits.cpp on the one-shots of the shared data set whose licence allows
/// it (Sonic Pi CC0; Discord GM bank CC0; OLPC Berklee CC BY 3.0; oramics CR-78, LM-2, MRK-2,
/// TR-505, TR-808 public domain) and on hits of our own synthesis (tests/bench/SyntheticHits.h).
/// On the packs never learned from (525 sounds): accuracy 0.61 over twelve classes; the seven drum
/// classes as kick, snare, hi-hat, other: 0.83.
extern const HitModel kHitModel;

/// Probability of each class of kHitClasses; sums to 1.
[[nodiscard]] std::array<double, kHitClasses.size()> hitProbabilities(const HitFeatures& features);

} // namespace nde::dsp
