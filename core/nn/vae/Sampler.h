#pragma once

#include "core/base/Random.h"

#include <cstdint>
#include <optional>
#include <span>
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
    int heardDimensions {};
    /// Where the sounds lie by ear, [sounds, heardDimensions]: who is whose neighbour. Means of a
    /// nearly white latent do not tell that. Empty = the means tell.
    std::vector<float> heard;
    /// Notes of sounds that are played as such, octaves re anything; `kNoNote` for those without
    /// one. Sounds of different notes are no neighbours: a mix of them is in neither. [sounds], or
    /// empty where nobody asks.
    std::vector<float> note;
};
inline constexpr float kNoNote = -100.0F;

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
/// and two of its ten neighbours (fewer where fewer have its note), 1 = a cluster's centre and the
/// tied covariance; between these they blend. `temperature` scales the noise.
/// @param weights  how often each sound is taken, [sounds], not all 0; empty = all alike.
/// @param base  the sound to start from; none = one is drawn.
/// @source  vae.md 5 (table of samplers), reference `evalm.py`.
[[nodiscard]] LatentDraw drawLatent(const LatentCloud& cloud, double creativity, double temperature,
                                    Random& random, std::span<const double> weights = {},
                                    std::optional<int> base = {});

/// The cloud of some of the sounds; clusters and spread stay. @param chosen  indices, rising.
[[nodiscard]] LatentCloud partOf(const LatentCloud& cloud, const std::vector<int>& chosen);

/// How near a place is to the sounds: mean distance to the five nearest.
/// @param leftOut  a sound that does not count, -1 = none.
[[nodiscard]] double crowdDistance(const LatentCloud& cloud, std::span<const float> place,
                                   int leftOut = -1);

/// A decision: a place that was kept or dropped.
struct LatentTaste
{
    std::vector<float> place; ///< [dimensions]
    bool isKept {};
};
/// How often each sound should be drawn after these decisions, against 1 before: 0.1 … 10. A
/// Gaussian process on the latents tells what is liked: places near kept ones, and what lies in the
/// direction that tells kept from dropped. [sounds]
/// @source  Rasmussen, Williams, "Gaussian Processes for Machine Learning", 2006, 2.2.
[[nodiscard]] std::vector<double> tasteWeights(const LatentCloud& cloud,
                                               const std::vector<LatentTaste>& tastes);

/// Beta(a, a) by Jöhnk's method; meant for a <= 1.
[[nodiscard]] double drawBeta(double a, Random& random);

} // namespace nde::nn::vae
