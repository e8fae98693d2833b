#pragma once

#include "core/search/SearchQuery.h"

#include <string>
#include <vector>

namespace nde::search {

/// What a model that knows English only is asked: an English query as it was typed, one in German
/// or in both with the lexicon's English words. What is excluded or negated, tempo, key and length
/// are left out: such models do not know "not", and the filter takes care of the others.
/// @param query  of `readQuery(words)`. @return  empty where nothing is left to ask.
/// @thread  any; pure.
[[nodiscard]] std::string englishOf(const SearchQuery& query, const std::vector<QueryWord>& words);

} // namespace nde::search
