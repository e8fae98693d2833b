// How two filters of LibraryFilter.h meet.
#include "core/services/LibraryFilter.h"

#include <algorithm>
#include <limits>

namespace nde::services {

namespace {

using Range = std::optional<std::pair<double, double>>;

constexpr std::pair<double, double> kNothing {std::numeric_limits<double>::infinity(),
                                              -std::numeric_limits<double>::infinity()};

Range meet(const Range& a, const Range& b)
{
    if (!a || !b) {
        return a ? a : b;
    }
    return std::pair {std::max(a->first, b->first), std::min(a->second, b->second)};
}

/// @return  whether anything is left.
template<typename T>
bool meet(std::vector<T>& a, const std::vector<T>& b)
{
    if (a.empty() || b.empty()) {
        a = a.empty() ? b : a;
        return true;
    }
    std::erase_if(a,
                  [&b](const T& item) { return std::find(b.begin(), b.end(), item) == b.end(); });
    return !a.empty();
}

template<typename T>
void join(std::vector<T>& a, const std::vector<T>& b)
{
    for (const T& item : b) {
        if (std::find(a.begin(), a.end(), item) == a.end()) {
            a.push_back(item);
        }
    }
}

} // namespace

LibraryFilter bothOf(const LibraryFilter& a, const LibraryFilter& b)
{
    LibraryFilter both = a;
    join(both.words, b.words);
    join(both.excludedWords, b.excludedWords);
    join(both.tags, b.tags);
    join(both.excludedTags, b.excludedTags);
    join(both.notUnderstood, b.notUnderstood);
    both.bpm = meet(a.bpm, b.bpm);
    both.foldBpm = a.foldBpm || b.foldBpm;
    both.lengthS = meet(a.lengthS, b.lengthS);
    both.quality = meet(a.quality, b.quality);
    if (a.minRating && b.minRating) {
        both.minRating = std::max(*a.minRating, *b.minRating);
    } else if (b.minRating) {
        both.minRating = b.minRating;
    }
    both.ageDays = meet(a.ageDays, b.ageDays);
    both.inNoCollection = a.inNoCollection || b.inNoCollection;
    both.within.reset(); // of other wishes
    both.favoritesOnly = a.favoritesOnly || b.favoritesOnly;
    both.needsAttentionOnly = a.needsAttentionOnly || b.needsAttentionOnly;
    const bool isSourceLeft = meet(both.sources, b.sources);
    const bool isCategoryLeft = meet(both.categories, b.categories);
    const bool isClassLeft = meet(both.soundClasses, b.soundClasses);
    const bool isKeyLeft = meet(both.keys, b.keys);
    const bool isPlaceLeft = meet(both.collections, b.collections) && meet(both.origins, b.origins)
        && meet(both.models, b.models) && meet(both.licences, b.licences);
    if (!isPlaceLeft || !isSourceLeft || !isCategoryLeft || !isClassLeft || !isKeyLeft) {
        both.lengthS = kNothing; // an empty facet would mean all
    }
    return both;
}

} // namespace nde::services
