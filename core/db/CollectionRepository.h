#pragma once

#include "core/base/Stem.h"
#include "core/db/Database.h"

#include <cstdint>
#include <string>
#include <vector>

namespace nde::db {

using CollectionId = std::int64_t; ///< 0 = none

/// A named set of sounds: put together by hand, or what a search finds.
struct Collection
{
    CollectionId id {};
    std::string name;
    std::string filter; ///< text of the search box; empty = by hand
    std::int64_t count {}; ///< sounds that were put in by hand

    [[nodiscard]] bool isSmart() const { return !filter.empty(); }
    bool operator==(const Collection&) const = default;
};

/// @thread  any. @errors  Io, DiskFull, ReadOnly, Busy, Corrupt.
class CollectionRepository
{
public:
    explicit CollectionRepository(std::shared_ptr<Database> database);

    /// By name, without regard to case.
    [[nodiscard]] Result<std::vector<Collection>> all();
    /// @param filter  a search for a smart one. @errors  Exists (the name), BadInput (no name).
    [[nodiscard]] Result<CollectionId> create(const std::string& name, const std::string& filter);
    /// @errors  NotFound, Exists, BadInput.
    [[nodiscard]] Result<> rename(CollectionId id, const std::string& name);
    [[nodiscard]] Result<> remove(CollectionId id); ///< sounds stay. @errors  NotFound.
    /// Sounds that are in it already, or not in the library any more, are passed over.
    /// @errors  NotFound, BadInput (a smart one).
    [[nodiscard]] Result<> add(CollectionId id, const std::vector<StemId>& stems);
    [[nodiscard]] Result<> take(CollectionId id, const std::vector<StemId>& stems);
    /// Of a collection by hand, in the order in which they came. Unknown: empty.
    [[nodiscard]] Result<std::vector<StemId>> itemsOf(CollectionId id);
    /// Every sound that is in a collection by hand, rising.
    [[nodiscard]] Result<std::vector<StemId>> everyItem();

private:
    std::shared_ptr<Database> m_database;
};

} // namespace nde::db
