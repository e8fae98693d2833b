#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/services/SearchTypes.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <vector>

namespace nde::db {
class Database;
}

namespace nde::services {

/// What comparing every sound with every other needs, so that it can run beside the searches.
struct SimilarSnapshot
{
    std::vector<StemId> ids; ///< of the sounds that were measured
    std::vector<search::SimilarRow> rows;
};

/// The library in memory, made for searching: rows, the axes of every sound with their percentiles,
/// coordinates for comparing, and an index of the words in names, folders and tags. About 80 MB for
/// 100 000 sounds.
///
/// @thread  any; calls wait for each other.
class SearchEngine
{
public:
    explicit SearchEngine(std::shared_ptr<db::Database> database);
    ~SearchEngine();
    SearchEngine(const SearchEngine&) = delete;
    SearchEngine& operator=(const SearchEngine&) = delete;

    /// Takes in what has changed since the last call; the first reads the whole library.
    /// @return  whether anything had.
    /// @errors  those of StemRepository; Cancelled.
    [[nodiscard]] Result<bool> refresh(TaskContext& task);
    /// Rises with each `refresh` that took something in, whoever called it: who compares it with
    /// the one that he last saw misses no change that another has read. 0 = nothing was read yet.
    [[nodiscard]] std::uint64_t revision() const;

    [[nodiscard]] std::size_t size() const;
    /// @errors  NotFound (`like` is no sound of the library), NotEnoughData (it was not analysed),
    ///          those of CollectionRepository (`in:`).
    [[nodiscard]] Result<SearchAnswer> search(const SearchRequest& request) const;
    /// Which sounds meet a filter, words taken literally, rising. Looks up what rows alone do not
    /// know. @errors  those of CollectionRepository.
    [[nodiscard]] Result<std::vector<StemId>> matching(LibraryFilter filter) const;
    /// Empty for an unknown id or a sound that was not measured.
    [[nodiscard]] std::optional<search::SoundFeatures> featuresOf(StemId id) const;
    [[nodiscard]] SimilarSnapshot snapshot() const;
    [[nodiscard]] const std::shared_ptr<db::Database>& database() const;

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

/// Groups of sounds of which each is this similar to another.
/// @param threshold  0.5 … 1, see `search::kNearDuplicate`.
/// @errors  Cancelled; those of StemRepository.
/// @thread  any.
[[nodiscard]] Result<std::vector<DuplicateGroup>>
nearDuplicatesOf(const SimilarSnapshot& snapshot, const std::shared_ptr<db::Database>& database,
                 float threshold, TaskContext& task);

/// Measures a file that need not be in the library, and compares its wave with the nearest sounds.
/// @errors  those of measureFile; NotEnoughData (silent); Cancelled.
/// @thread  any.
[[nodiscard]] Result<LikeSound> likeFile(const SearchEngine& engine, const QString& path,
                                         TaskContext& task);

} // namespace nde::services
