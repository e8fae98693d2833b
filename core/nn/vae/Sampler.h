#pragma once

#include "core/base/Random.h"

#include <cstdint>
#include <vector>

namespace nde::nn::vae {

/// Where the training sounds lie in the latent space: what new points are drawn from.
struct LatentCloud
{
    int sounds {};
    int dimensions {};
    std::vector<float> mean; ///< posterior means, [sounds, dimensions]
    std::vector<float> logVariance; ///< of the posteriors, [sounds, dimensions]
    int clusters {};
    std::vector<float> centres; ///< [clusters, dimensions]
    std::vector<std::int64_t> clusterOf; ///< [sounds]
    std::vector<float> spread; ///< lower Cholesky factor of the tied covariance, [dim, dim]
};

/// Fills centres, clusterOf and spread by k-means (at most six clusters) and the covariance within
/// clusters plus the mean posterior variance.
void fitClusters(LatentCloud& cloud, std::uint64_t seed);

struct LatentParent
{
    int sound {};
    double weight {};
};

struct LatentDraw
{
    std::vector<float> z;
    std::vector<LatentParent> parents; ///< weights sum to 1
};

/// Draws one point. `creativity` 0 = around one sound by its posterior, 0.5 = local mix of a sound
/// and two of its ten neighbours, 1 = a cluster's centre and the tied covariance; between these
/// they blend. `temperature` scales the noise.
/// @source  vae.md 5 (table of samplers), reference `evalm.py`.
[[nodiscard]] LatentDraw drawLatent(const LatentCloud& cloud, double creativity, double temperature,
                                    Random& random);

/// Beta(a, a) by Jöhnk's method; meant for a <= 1.
[[nodiscard]] double drawBeta(double a, Random& random);

} // namespace nde::nn::vae
