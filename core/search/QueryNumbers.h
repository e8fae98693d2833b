#pragma once

#include "core/search/SearchQuery.h"

namespace nde::search {

/// The smallest piece of a query: a folded word, a number, or one of < > - .
struct QueryAtom
{
    std::string text; ///< folded
    bool isNumber {};
    double value {};
    std::size_t word {}; ///< which word it is of
    bool isExcluded {};
};

[[nodiscard]] std::vector<QueryAtom> atomsOf(const std::vector<QueryWord>& words);

/// Reads tempo, key or length at an atom into `query` (not its texts).
/// @return  how many atoms were taken; 0 = none of these here.
[[nodiscard]] std::size_t takeNumber(const std::vector<QueryAtom>& atoms, std::size_t at,
                                     const std::vector<QueryWord>& words, SearchQuery& query);

} // namespace nde::search
