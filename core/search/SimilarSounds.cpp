#include "core/search/SimilarSounds.h"

#include <algorithm>
#include <cmath>
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

Result<std::vector<std::vector<std::uint32_t>>> nearDuplicates(std::span<const SimilarRow> rows,
                                                               float threshold, TaskContext& task)
{
    // Nearly equal sounds are near in the sum of the spectrum's coordinates, too: only sounds
    // within that reach are compared.
    constexpr std::size_t kPollEvery = 256;
    constexpr AspectRange kSpectrum = kAspectRanges[0];
    const float reach = std::log(1.0F / std::clamp(threshold, 0.5F, 0.999F)) / kFall;
    const auto dimensions = static_cast<float>(kSpectrum.end - kSpectrum.begin);
    // |sum a − sum b| ≤ √n · |a − b|; what is bounded is small here anyway.
    const float most = std::sqrt(dimensions * kAspectCount * kAspectSpread[0]) * reach;
    std::vector<std::pair<float, std::uint32_t>> order;
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        order.emplace_back(std::accumulate(rows[i].begin() + kSpectrum.begin,
                                           rows[i].begin() + kSpectrum.end, 0.0F),
                           i);
    }
    std::sort(order.begin(), order.end());
    const Similarity similarity;
    std::vector<std::uint32_t> leader(rows.size());
    std::iota(leader.begin(), leader.end(), 0U);
    const auto leaderOf = [&leader](std::uint32_t i) {
        while (leader[i] != i) {
            i = leader[i] = leader[leader[i]];
        }
        return i;
    };
    for (std::size_t at = 0; at < order.size(); ++at) {
        if (at % kPollEvery == 0) {
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "the search for near duplicates was cancelled");
            }
            task.progress(static_cast<double>(at) / static_cast<double>(order.size()), "comparing");
        }
        for (std::size_t other = at + 1;
             other < order.size() && order[other].first - order[at].first <= most; ++other) {
            const std::uint32_t a = order[at].second;
            const std::uint32_t b = order[other].second;
            if (similarity.between(rows[a], rows[b]) >= threshold) {
                const std::uint32_t first = leaderOf(a);
                const std::uint32_t second = leaderOf(b);
                leader[std::max(first, second)] = std::min(first, second);
            }
        }
    }
    std::vector<std::vector<std::uint32_t>> byLeader(rows.size());
    for (std::uint32_t i = 0; i < rows.size(); ++i) {
        byLeader[leaderOf(i)].push_back(i);
    }
    std::erase_if(byLeader, [](const auto& group) { return group.size() < 2; });
    return byLeader;
}

} // namespace nde::search
