#include "core/search/SimilarSounds.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace nde::search {

namespace {

constexpr float kMostDifference = 2.25F; ///< of one coordinate, squared
/// Mean squared difference of two unrelated sounds in each aspect: makes the aspects equal.
constexpr std::array<float, kAspectCount> kAspectSpread {13.0F, 5.0F, 2.4F, 8.7F, 1.4F};
constexpr float kFall = 2.0F; ///< similarity = exp(-kFall · relative distance)
constexpr std::size_t kLanes = 4;

float similarityOf(float squared)
{
    return std::exp(-kFall * std::sqrt(std::max(0.0F, squared)));
}

/// Weighted sum of the bounded squares of [begin, end), multiples of kLanes.
float boundedSum(const SimilarRow& a, const SimilarRow& b,
                 const std::array<float, kSimilarStride>& weights)
{
    std::array<float, kLanes> sums {};
    for (std::size_t i = 0; i < kSimilarStride; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane) {
            const float difference = a[i + lane] - b[i + lane];
            sums[lane] += weights[i + lane] * std::min(kMostDifference, difference * difference);
        }
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

std::array<float, kSimilarStride> coordinateWeights(const AspectWeights& weights)
{
    float total = std::accumulate(weights.begin(), weights.end(), 0.0F);
    std::array<float, kSimilarStride> result {};
    for (std::size_t aspect = 0; aspect < kAspectCount; ++aspect) {
        const float weight = total > 0.0F ? weights[aspect] / total : 1.0F / kAspectCount;
        for (std::size_t i = kAspectRanges[aspect].begin; i < kAspectRanges[aspect].end; ++i) {
            result[i] = weight / kAspectSpread[aspect];
        }
    }
    return result;
}

} // namespace

SimilarRow similarRowOf(const SoundFeatures& features)
{
    SimilarRow row {};
    std::copy(features.similar.begin(), features.similar.end(), row.begin());
    return row;
}

Similarity::Similarity(const AspectWeights& weights)
    : m_weights(coordinateWeights(weights))
{
}

float Similarity::between(const SimilarRow& a, const SimilarRow& b) const
{
    return similarityOf(boundedSum(a, b, m_weights));
}

std::array<float, kSimilarCount> comparedCoordinates(const SimilarRow& row)
{
    static const std::array<float, kSimilarStride> weights = coordinateWeights(kEvenAspects);
    std::array<float, kSimilarCount> coordinates {};
    for (std::size_t i = 0; i < kSimilarCount; ++i) {
        coordinates[i] = row[i] * std::sqrt(weights[i]);
    }
    return coordinates;
}

std::array<float, kAspectCount> aspectSimilarities(const SimilarRow& a, const SimilarRow& b)
{
    std::array<float, kAspectCount> result {};
    for (std::size_t aspect = 0; aspect < kAspectCount; ++aspect) {
        AspectWeights weights {};
        weights[aspect] = 1.0F;
        result[aspect] = Similarity(weights).between(a, b);
    }
    return result;
}

float Similarity::leastWithoutBounds()
{
    // Where no coordinate is so far apart that its bound takes effect.
    float least = std::numeric_limits<float>::max();
    for (const float spread : kAspectSpread) {
        least = std::min(least, kMostDifference / (spread * kAspectCount));
    }
    return similarityOf(least);
}

float Similarity::reachOf(float similarity)
{
    return std::log(1.0F / similarity) / kFall;
}

} // namespace nde::search
