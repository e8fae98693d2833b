#pragma once

#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/db/Database.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace nde::db {

/// What one edit changed about some sounds, in every table that knows them, so that it can be taken
/// back: values of their rows, tags, places in collections, lineage, vectors; or, for sounds that
/// it took out of the library, all of that.
///
/// Held in memory: little for an edit of values, 5 to 20 kB for each sound that was taken out.
class StemDelta
{
public:
    /// Runs `edit` and remembers what it did to the sounds `ids`, all in one write transaction.
    /// @errors  those of `edit` (then nothing has changed); Busy, Io, DiskFull, ReadOnly.
    [[nodiscard]] static Result<StemDelta> record(Database& database,
                                                  const std::vector<StemId>& ids,
                                                  const std::function<Result<>()>& edit);

    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] std::size_t removedCount() const; ///< sounds that it took out of the library
    /// Takes the edit back. A value that somebody has changed since stays as it is now, with what
    /// belongs to it (a category and that a person said it, a whole grid, all tags), and so does
    /// a sound that is gone by now; what refers to something that is gone (a collection, a parent)
    /// does not come back.
    /// @errors  Exists (a sound that was taken out has been added again meanwhile), those of
    ///          `record`; then nothing has changed.
    /// @thread  any; takes the calling thread's connection.
    [[nodiscard]] Result<> undo(Database& database) const;

private:
    class Private;
    std::shared_ptr<const Private> m_d;
};

} // namespace nde::db
