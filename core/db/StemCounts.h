#pragma once

#include "core/base/Key.h"
#include "core/db/StemRepository.h"

#include <memory>
#include <optional>
#include <vector>

namespace nde::db {

struct KeyCount
{
    std::optional<Key> key; ///< empty = atonal, or not measured
    qint64 count {};
};

struct TempoCount
{
    std::optional<double> fromBpm; ///< the step holds `fromBpm` and ends before the next
    qint64 count {};
};

/// How many sounds of each kind there are, beside those of StemRepository.
/// @thread  any. @errors  Io, Busy, Corrupt.
class StemCounts
{
public:
    explicit StemCounts(std::shared_ptr<Database> database);

    /// By what made them ("draft", "kick_vae"), the most first; the empty id is what nothing made:
    /// originals.
    [[nodiscard]] Result<std::vector<CategoryCount>> byModel();
    /// Along the keys, C to B and then Cm to Bm, last without one.
    [[nodiscard]] Result<std::vector<KeyCount>> byKey();
    /// In steps of `step` beats a minute, rising, steps without a sound left out; last without a
    /// tempo. @param step  above 0.
    [[nodiscard]] Result<std::vector<TempoCount>> byTempo(double step);

private:
    std::shared_ptr<Database> m_database;
};

} // namespace nde::db
