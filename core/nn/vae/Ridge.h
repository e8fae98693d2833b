#pragma once

#include "core/nn/vae/Sampler.h"

#include <vector>

namespace nde::nn::vae {

/// As many places as a regression on latents needs: some of the sounds, or all of them and draws
/// between them. What is measured is the decoder, which can be asked about any place. Only `mean`
/// and `sounds` are filled for the draws.
[[nodiscard]] LatentCloud regressionPlaces(const LatentCloud& cloud);

struct Standardised
{
    std::vector<double> values; ///< mean 0, deviation 1; empty when all are the same
    double deviation {};
};
[[nodiscard]] Standardised standardised(std::vector<double> values);

struct RidgeFit
{
    std::vector<double> slope; ///< [dimensions]; empty where the target was
    double explained {-1.0}; ///< R² on rows that were left out
};
/// Ridge regression of every target on the places, with the ridge that predicts left-out rows best.
/// @param targets  standardised, [sounds] each; empty ones are skipped.
[[nodiscard]] std::vector<RidgeFit> fitRidge(const LatentCloud& cloud,
                                             const std::vector<std::vector<double>>& targets);

/// The step along a slope that changes a standardised target by one.
[[nodiscard]] std::vector<float> directionOf(const std::vector<double>& slope);

} // namespace nde::nn::vae
