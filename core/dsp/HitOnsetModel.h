#pragma once

#include "core/dsp/HitOnsets.h"

namespace nde::dsp {

/// Logistic regression on standardised features and their squares.
struct HitOnsetModel
{
    float bias;
    OnsetFeatures mean;
    OnsetFeatures scale; ///< 1/deviation
    OnsetFeatures weights; ///< of the standardised feature
    OnsetFeatures squares; ///< of its square
};

extern const HitOnsetModel kHitOnsetModel;

} // namespace nde::dsp
