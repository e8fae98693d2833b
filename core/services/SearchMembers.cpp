#include "core/services/SearchMembers.h"

#include "core/db/CollectionRepository.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <unordered_set>

namespace nde::services {

namespace {

using Ids = std::vector<StemId>;

void restrict(std::optional<Ids>& within, const Ids& ids)
{
    if (!within) {
        within = ids;
        return;
    }
    Ids both;
    std::set_intersection(within->begin(), within->end(), ids.begin(), ids.end(),
                          std::back_inserter(both));
    within = std::move(both);
}

Result<Ids> inCollections(const std::vector<std::string>& names,
                          db::CollectionRepository& collections, const FindIds& search)
{
    const auto all = collections.all();
    if (!all) {
        return propagate(all);
    }
    Ids ids;
    for (const db::Collection& collection : *all) {
        const bool isAsked = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            return foldText(name) == foldText(collection.name);
        });
        if (!isAsked) {
            continue;
        }
        const auto own
            = collection.isSmart() ? search(collection.filter) : collections.itemsOf(collection.id);
        if (!own) {
            return own;
        }
        ids.insert(ids.end(), own->begin(), own->end());
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

/// Not one sound of the library that is in `ids`.
Ids others(const std::vector<StemRow>& rows, const Ids& ids)
{
    Ids left;
    for (const StemRow& row : rows) {
        if (!std::binary_search(ids.begin(), ids.end(), row.id)) {
            left.push_back(row.id);
        }
    }
    return left;
}

/// Sounds that come from one that is called so, or whose name begins so where none is, with it.
Ids cameFrom(const std::vector<std::string>& names, const std::vector<StemRow>& rows)
{
    std::unordered_set<StemId> family;
    for (const std::string& name : names) {
        const std::string wanted = foldText(name);
        Ids begun;
        bool isExact = false;
        for (const StemRow& row : rows) {
            const std::string own = foldText(row.name);
            if (own == wanted) {
                family.insert(row.id);
                isExact = true;
            } else if (!wanted.empty() && own.starts_with(wanted)) {
                begun.push_back(row.id);
            }
        }
        if (!isExact) {
            family.insert(begun.begin(), begun.end());
        }
    }
    bool isGrowing = !family.empty();
    while (isGrowing) { // a generation a round; most children have later numbers than their parents
        isGrowing = false;
        for (const StemRow& row : rows) {
            if (row.parentId != 0 && family.contains(row.parentId)) {
                isGrowing = family.insert(row.id).second || isGrowing;
            }
        }
    }
    Ids ids(family.begin(), family.end());
    std::sort(ids.begin(), ids.end());
    return ids;
}

/// Letters and digits only: "CC-BY 4.0" and "ccby4" meet.
std::string bare(std::string_view text)
{
    std::string letters;
    std::copy_if(text.begin(), text.end(), std::back_inserter(letters),
                 [](char c) { return c != '-' && c != ' ' && c != '_' && c != '.'; });
    return letters;
}

template<typename TextAt>
Ids whoseTextBegins(const std::vector<std::string>& wanted, const std::vector<StemRow>& rows,
                    TextAt textAt)
{
    Ids ids;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const std::string own = bare(textAt(i));
        const auto begins = [&own](const std::string& text) { return own.starts_with(bare(text)); };
        if (!own.empty() && std::any_of(wanted.begin(), wanted.end(), begins)) {
            ids.push_back(rows[i].id);
        }
    }
    return ids;
}

} // namespace

Result<> findMembers(LibraryFilter& filter, const SearchColumns& columns,
                     const std::shared_ptr<db::Database>& database, const FindIds& search)
{
    filter.within.reset();
    db::CollectionRepository collections(database);
    if (!filter.collections.empty()) {
        const auto ids = inCollections(filter.collections, collections, search);
        if (!ids) {
            return propagate(ids);
        }
        restrict(filter.within, *ids);
    }
    if (filter.inNoCollection) {
        const auto ids = collections.everyItem();
        if (!ids) {
            return propagate(ids);
        }
        restrict(filter.within, others(columns.rows(), *ids));
    }
    if (!filter.origins.empty()) {
        restrict(filter.within, cameFrom(filter.origins, columns.rows()));
    }
    if (!filter.models.empty()) {
        restrict(filter.within, whoseTextBegins(filter.models, columns.rows(), [&](std::size_t i) {
                     return columns.model(i);
                 }));
    }
    if (!filter.licences.empty()) {
        restrict(filter.within,
                 whoseTextBegins(filter.licences, columns.rows(),
                                 [&](std::size_t i) { return columns.licence(i); }));
    }
    return {};
}

} // namespace nde::services
