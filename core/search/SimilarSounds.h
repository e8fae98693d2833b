#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/search/SoundFeatures.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace nde::search {

/// How much each aspect counts, 0 … 1. All 0 is the same as all 1.
using AspectWeights = std::array<float, kAspectCount>;
inline constexpr AspectWeights kEvenAspects {1.0F, 1.0F, 1.0F, 1.0F, 1.0F};

/// Coordinates of many sounds, one after the other, `kSimilarStride` apart.
inline constexpr std::size_t kSimilarStride = 84;
using SimilarRow = std::array<float, kSimilarStride>;
[[nodiscard]] SimilarRow similarRowOf(const SoundFeatures& features);

/// Coordinates whose squared distance is what `Similarity` with even aspects is made of, without
/// its bounds.
[[nodiscard]] std::array<float, kSimilarCount> comparedCoordinates(const SimilarRow& row);

/// 1 for the same sound, about 0.5 for one of the same kind, towards 0 for unrelated ones.
/// Differences are bounded coordinate by coordinate, so that one that a copy has lost (the length
/// under a hiss) does not hide it.
/// @thread  any; pure.
class Similarity
{
public:
    explicit Similarity(const AspectWeights& weights = kEvenAspects);
    [[nodiscard]] float between(const SimilarRow& a, const SimilarRow& b) const;

    /// Of sounds this similar with even aspects no difference is bounded, about 0.69.
    [[nodiscard]] static float leastWithoutBounds();
    /// How far apart `comparedCoordinates` are of such sounds that are this similar.
    [[nodiscard]] static float reachOf(float similarity);

private:
    std::array<float, kSimilarStride> m_weights {};
};

/// Each aspect by itself.
[[nodiscard]] std::array<float, kAspectCount> aspectSimilarities(const SimilarRow& a,
                                                                 const SimilarRow& b);

/// Groups of sounds that are nearly the same: each is at least this similar to another of its
/// group.
/// @param rows       of sounds; those without measures must not be among them.
/// @param threshold  least similarity, 0.5 … 1.
/// @return           indices into `rows`, each group by rising index, the groups by their first.
/// @errors           Cancelled.
/// @thread           any. Below `leastWithoutBounds` every pair is compared, which takes minutes
/// for
///                   100 000 sounds.
[[nodiscard]] Result<std::vector<std::vector<std::uint32_t>>>
nearDuplicates(std::span<const SimilarRow> rows, float threshold, TaskContext& task);

inline constexpr float kNearDuplicate = 0.9F; ///< default threshold

} // namespace nde::search
