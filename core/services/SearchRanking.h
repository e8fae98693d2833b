#pragma once

#include "core/services/SearchColumns.h"
#include "core/services/SearchTypes.h"

#include <optional>
#include <utility>
#include <vector>

namespace nde::services {

/// Gives every sound that the filter leaves its score, and says why.
/// @thread  one at a time; not beyond the columns' life.
class SearchRanking
{
public:
    /// @param reference  what the sounds are compared with; empty = nothing.
    SearchRanking(const SearchColumns& columns, const search::SearchQuery& query,
                  const std::optional<search::SoundFeatures>& reference,
                  const SearchRequest& request);

    /// Whether there is anything to rank by.
    [[nodiscard]] bool isRanking() const;
    /// @return  best first; those that hardly fit are left out.
    [[nodiscard]] std::vector<SearchHit> rank(const std::vector<std::uint32_t>& rows) const;
    [[nodiscard]] std::vector<SearchReason> reasonsFor(std::size_t row) const;

private:
    [[nodiscard]] SearchHit hitOf(std::size_t row) const;
    [[nodiscard]] float similarityOf(std::size_t row) const;
    void findNames();
    void addWordReasons(std::size_t row, std::vector<SearchReason>& reasons) const;
    void addNameReasons(std::size_t row, std::vector<SearchReason>& reasons) const;

    const SearchColumns& m_columns;
    const search::SearchQuery& m_query;
    float m_nameShare;
    float m_leastScore;
    std::optional<search::SimilarRow> m_reference;
    std::optional<std::array<float, search::kAxisCount>> m_places; ///< of the reference
    search::Similarity m_similarity;
    std::vector<std::pair<StemId, float>> m_same;
    search::Scorer m_scorer;
    search::NameIndex::Found m_termNames; ///< words that are understood, where names have them
    search::NameIndex::Found m_wordNames; ///< words that are looked for in names only
    std::size_t m_wordCount {}; ///< of the latter
    float m_bestTermName {};
    float m_bestWordName {};
};

} // namespace nde::services
