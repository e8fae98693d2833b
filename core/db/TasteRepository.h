#pragma once

#include "core/base/Category.h"
#include "core/base/Stem.h"
#include "core/db/Database.h"

#include <string>
#include <utility>
#include <vector>

namespace nde::db {

/// A dream that the user kept or dropped.
struct TasteDecision
{
    Category category {};
    std::string modelHash;
    std::vector<float> latent; ///< in that model's space
    bool isKept {};
    StemId nearest {}; ///< training sound that it was nearest to: what is left for other models
    bool operator==(const TasteDecision&) const = default;
};

/// What was kept and dropped, and the latents that sounds have in models.
/// @thread  any. @errors  Io, DiskFull, ReadOnly, Busy, Corrupt.
class TasteRepository
{
public:
    explicit TasteRepository(std::shared_ptr<Database> database);

    /// One transaction.
    [[nodiscard]] Result<> add(const std::vector<TasteDecision>& decisions);
    /// Forgets the newest decision that equals this one; none is no error.
    [[nodiscard]] Result<> takeBack(const TasteDecision& decision);
    /// The newest decisions of a category, newest first.
    [[nodiscard]] Result<std::vector<TasteDecision>> ofCategory(Category category, int most);
    [[nodiscard]] Result<> forget(Category category); ///< all decisions of it

    /// Places that sounds have in a model, by id of the sound.
    [[nodiscard]] Result<std::vector<std::pair<StemId, std::vector<float>>>>
    latentsOf(const std::string& modelHash);

private:
    std::shared_ptr<Database> m_database;
};

} // namespace nde::db
