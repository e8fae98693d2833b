#pragma once

#include "core/base/Stem.h"
#include "core/db/Database.h"

#include <QHash>

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace nde::db {

struct CategoryCount
{
    std::string id;
    qint64 count {};
};

/// What changed in the library up to a point in time.
struct StemChanges
{
    std::vector<StemRow> rows; ///< changed or added, by id
    std::vector<StemId> removed;
    qint64 upToMs {}; ///< ask for `upToMs + 1` next time: nothing is missed and nothing comes twice
};

/// Sums over the whole library.
struct LibraryTotals
{
    qint64 stems {};
    qint64 analysed {}; ///< with a non-empty analyser version
    double durationS {};
    qint64 fileBytes {};
};

/// How tags are kept: lower case, trimmed, white space inside turned into hyphens, none empty or
/// double.
[[nodiscard]] std::vector<std::string> normalisedTags(const std::vector<std::string>& tags);

/// Stems, their tags, descriptors and lineage.
///
/// `updatedAtMs` is a stamp that every write transaction takes: wall-clock time, but always greater
/// than every stamp before, across processes, so it orders writes exactly. Tags are stored as
/// `normalisedTags`.
///
/// @thread  any. All functions @errors  Io, DiskFull, ReadOnly, Busy, Corrupt; those with an id
/// also NotFound; those with several ids skip unknown ones and are NotFound when none is known.
class StemRepository
{
public:
    explicit StemRepository(std::shared_ptr<Database> database);

    /// One transaction for stem, tags, descriptors and edges. Sets id, createdAtMs, updatedAtMs.
    /// An end of an edge that is 0 means the new stem.
    [[nodiscard]] Result<StemId> insert(const Stem& stem,
                                        const std::vector<LineageEdge>& edges = {});
    /// Many rows in one transaction (bench, starter kit, the stems of a separation).
    /// @param parentRole  when not empty, each stem with a parent gets an edge of this role to it,
    ///                    carrying the stem's recipe.
    [[nodiscard]] Result<std::vector<StemId>> insertAll(const std::vector<Stem>& stems,
                                                        const std::string& parentRole = {});
    /// Writes everything but user-owned fields (name, rating, favourite, tags, category when by
    /// user), id and creation time.
    [[nodiscard]] Result<> updateAnalysis(const Stem& stem);
    [[nodiscard]] Result<Stem> byId(StemId id);
    [[nodiscard]] Result<std::optional<Stem>> byContentHash(const std::string& hash);
    [[nodiscard]] Result<std::optional<Stem>> byPath(const std::string& absolutePath);
    /// Whether a file of source Original lies directly in this folder (absolute, without a slash at
    /// its end).
    [[nodiscard]] Result<bool> hasOriginalIn(const std::string& folder);
    [[nodiscard]] Result<std::vector<Stem>> byIds(const std::vector<StemId>& ids);
    [[nodiscard]] Result<std::vector<Stem>> byCategory(Category category);
    /// The measures of all sounds of a category that have them and are not silent.
    [[nodiscard]] Result<std::vector<NeuroMetrics>> neuroOfCategory(Category category);
    /// Those of them that are good examples: of a technical quality and, where the user did not say
    /// the category, a confidence of at least this much.
    [[nodiscard]] Result<std::vector<NeuroMetrics>>
    acceptedOfCategory(Category category, double leastTechnical, double leastConfidence);
    /// The newest sound of these samples that was analysed by this version without an error.
    [[nodiscard]] Result<std::optional<Stem>> analysedCopy(const std::string& contentHash,
                                                           const std::string& analyserVersion);
    [[nodiscard]] Result<std::vector<Stem>> all();
    /// All light rows, by id. 100 000 in well under a second.
    [[nodiscard]] Result<std::vector<StemRow>> rows();
    /// Rows changed or added at or after a time, and ids removed since then.
    [[nodiscard]] Result<std::pair<std::vector<StemRow>, std::vector<StemId>>>
    rowsChangedSince(qint64 updatedAtMs);
    /// As above, with the time up to which it is complete; since 0 gives every row.
    [[nodiscard]] Result<StemChanges> changesSince(qint64 updatedAtMs);
    /// As above with everything that is known of each sound, a few hundred at a time, so that a
    /// library of any size can be read: the rows come to `onStems`, by id, and `rows` of the result
    /// is empty.
    [[nodiscard]] Result<StemChanges>
    stemsChangedSince(qint64 updatedAtMs,
                      const std::function<Result<>(const std::vector<Stem>&)>& onStems);
    /// Light rows of those ids that exist, by id.
    [[nodiscard]] Result<std::vector<StemRow>> rowsByIds(const std::vector<StemId>& ids);
    /// Ids whose analysis is missing or by another version, by id.
    [[nodiscard]] Result<std::vector<StemId>> withoutAnalysis(const std::string& analyserVersion);

    [[nodiscard]] Result<> setFavorite(const std::vector<StemId>& ids, bool favorite);
    [[nodiscard]] Result<> setRating(const std::vector<StemId>& ids, int rating);
    [[nodiscard]] Result<> setCategory(const std::vector<StemId>& ids,
                                       Category category); ///< by user
    /// By user; what a re-analysis would say is no longer asked.
    [[nodiscard]] Result<> setSoundClass(const std::vector<StemId>& ids, SoundClass soundClass);
    /// By user. Empty = atonal.
    [[nodiscard]] Result<> setKey(const std::vector<StemId>& ids, std::optional<Key> key);
    /// By user. An empty tempo means that there is none.
    /// @errors  also BadInput (tempo outside 20 … 400, bar outside 1 … 16, times not finite).
    [[nodiscard]] Result<> setGrid(const std::vector<StemId>& ids, const BeatGrid& grid);
    /// Takes back what the user said of these; the next analysis fills them.
    [[nodiscard]] Result<> forgetUserValues(const std::vector<StemId>& ids,
                                            const std::vector<UserValue>& values);
    [[nodiscard]] Result<> setTags(StemId id, const std::vector<std::string>& tags);
    [[nodiscard]] Result<> rename(StemId id, const std::string& name);
    [[nodiscard]] Result<> setMissing(StemId id, bool missing);
    [[nodiscard]] Result<> remove(const std::vector<StemId>& ids); ///< rows only, never files

    [[nodiscard]] Result<> addEdges(const std::vector<LineageEdge>& edges);
    [[nodiscard]] Result<std::vector<LineageEdge>> ancestors(StemId id); ///< all, transitively
    [[nodiscard]] Result<std::vector<LineageEdge>> descendants(StemId id);

    [[nodiscard]] Result<qint64> count();
    [[nodiscard]] Result<std::vector<CategoryCount>> countBySource();
    [[nodiscard]] Result<std::vector<CategoryCount>> countByCategory();
    [[nodiscard]] Result<LibraryTotals> totals();

    [[nodiscard]] Result<> saveLatent(StemId id, const std::string& modelHash,
                                      const std::vector<float>& latent);
    /// The newest, of any model. @errors  NotFound when there is none.
    [[nodiscard]] Result<std::vector<float>> latent(StemId id);

private:
    std::shared_ptr<Database> m_database;
};

} // namespace nde::db
