#pragma once

#include "core/services/SearchColumns.h"
#include "core/services/SearchTypes.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace nde::services {

/// A row with its score: what is sorted while the hits themselves are not made yet.
struct RankedRow
{
    float score {};
    float similarity {};
    std::uint32_t row {};
};
/// Higher scores first, ties by row.
[[nodiscard]] inline bool isBetterRow(const RankedRow& a, const RankedRow& b)
{
    return a.score != b.score ? a.score > b.score : a.row < b.row;
}

/// Gives every sound that the filter leaves its score, and says why.
/// @thread  one at a time; not beyond the columns' life.
class SearchRanking
{
public:
    /// @param reference  what the sounds are compared with; empty = nothing.
    SearchRanking(const SearchColumns& columns, const search::SearchQuery& query,
                  const std::optional<search::SoundFeatures>& reference,
                  const SearchRequest& request);

    /// Whether a CLAP model has a say in how alike sounds are.
    [[nodiscard]] bool hasClap() const { return !m_alike.empty(); }
    /// Whether there is anything to rank by.
    [[nodiscard]] bool isRanking() const;
    /// @return  in the order of `rows`; those that hardly fit are left out.
    [[nodiscard]] std::vector<RankedRow> rank(const std::vector<std::uint32_t>& rows) const;
    [[nodiscard]] std::vector<SearchReason> reasonsFor(std::size_t row) const;

private:
    [[nodiscard]] RankedRow rankedOf(std::uint32_t row) const;
    void hearClap(const SearchRequest& request);
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
    std::vector<float> m_alike; ///< cosine by row, NaN where it is not known; empty = nobody's
    search::Scorer m_scorer;
    search::NameIndex::Found m_termNames; ///< words that are understood, where names have them
    search::NameIndex::Found m_wordNames; ///< words that are looked for in names only
    std::size_t m_wordCount {}; ///< of the latter
    float m_bestTermName {};
    float m_bestWordName {};
};

/// Joins two orders by what place a sound has in each: reciprocal ranks, 1 = first in both.
/// @param own      what the built-in search says; best first afterwards.
/// @param cosines  of CLAP, of rows that the filter left; only the best `kClapHeard` count.
/// @source  Cormack, Clarke, Büttcher, "Reciprocal rank fusion outperforms Condorcet and individual
///          rank learning methods", SIGIR 2009 (k = 60).
inline constexpr std::size_t kClapHeard = 1000;
[[nodiscard]] std::vector<RankedRow> fusedRanks(std::vector<RankedRow> own,
                                                std::vector<RankedRow> cosines);

} // namespace nde::services
