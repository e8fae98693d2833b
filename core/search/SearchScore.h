#pragma once

#include "core/search/PercentileTable.h"
#include "core/search/SearchQuery.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace nde::search {

/// Percentiles of a sound in the steps that scoring looks up.
inline constexpr std::size_t kPlaceSteps = 4096;
inline constexpr std::uint16_t kPlaceUnknown = kPlaceSteps;
using Places = std::array<std::uint16_t, kAxisCount>;
[[nodiscard]] Places placesOf(const std::array<float, kAxisCount>& percentiles);
inline constexpr Places kNoPlaces = [] {
    Places places {};
    places.fill(kPlaceUnknown);
    return places;
}();

/// What scoring needs to know of a sound besides its places.
struct ScoredKind
{
    Category category {Category::Unclear};
    SoundClass soundClass {};
    Source source {};
    float categoryConfidence {}; ///< 0 … 1
};

/// How well a term fits a sound, 0 … 1, strictly rising with each axis that it wishes to be high.
/// A geometric mean of the axes' memberships times the fit of category, class and source.
/// @param reference  percentiles that comparisons refer to; without one the middle of the library.
/// @thread  any; pure.
[[nodiscard]] float fitOf(const QueryTerm& term, const std::array<float, kAxisCount>& percentiles,
                          const ScoredKind& kind,
                          const std::array<float, kAxisCount>* reference = nullptr);

/// A query made ready for many sounds: tables instead of powers.
class Scorer
{
public:
    /// @param reference  as in `fitOf`.
    Scorer(const std::vector<QueryTerm>& terms,
           const std::array<float, kAxisCount>* reference = nullptr);

    /// Weighted geometric mean of the fits of all terms, 0 … 1; 1 without terms.
    [[nodiscard]] float score(const Places& places, const ScoredKind& kind) const;

private:
    struct AxisTable
    {
        std::size_t axis {};
        std::vector<float> logs; ///< weighted, by place; the last is for an unknown one
    };
    struct Part ///< a term
    {
        float weight {};
        bool isNegated {};
        std::vector<AxisTable> axes;
        std::array<float, kCategoryCount> categories {}; ///< logs
        std::array<float, kCategoryCount> unsure {}; ///< logs where the category is a mere guess
        std::array<float, kSoundClassCount> classes {};
        std::array<float, kSourceCount> sources {};
        bool hasCategories {};
    };
    [[nodiscard]] static float logOf(const Part& part, const Places& places,
                                     const ScoredKind& kind);
    std::vector<Part> m_parts;
    float m_total {};
};

/// How much a term counts beside the others.
[[nodiscard]] float weightOf(const QueryTerm& term);

} // namespace nde::search
