#pragma once

#include "core/base/Stem.h"
#include "core/services/Studio.h"
#include "core/services/TrashedFiles.h"

#include <QFuture>
#include <QJsonObject>
#include <QObject>

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace nde::services {

enum class LibraryEdit
{
    Favorite,
    Rating,
    Category,
    SoundClass,
    Key,
    Grid,
    Measured, ///< back to what was measured
    Tags,
    Name,
    Removal
};

/// An edit that can be taken back, or made again.
struct LibraryStep
{
    LibraryEdit edit {};
    int sounds {};
    bool operator==(const LibraryStep&) const = default;
};

/// The library as the window sees it: light rows kept in step with the database (also with what
/// other processes write, polled every 500 ms), edits, details on demand.
///
/// @thread  the GUI thread; reading and writing happen on pools of its own (edits one after the
/// other, in the order given), so nothing here blocks but the destructor, which lets edits finish.
class LibraryService : public QObject
{
    Q_OBJECT
public:
    explicit LibraryService(std::shared_ptr<Studio> studio, QObject* parent = nullptr);
    ~LibraryService() override;

    void refresh(); ///< loads what changed; first call loads everything
    [[nodiscard]] const std::vector<StemRow>& rows() const; ///< by id, the current state
    [[nodiscard]] bool isLoaded() const;

    [[nodiscard]] QFuture<Result<Stem>> stem(StemId id);
    struct Family
    {
        std::vector<Stem> stems; ///< the sound itself and every one that an edge names, by id
        std::vector<LineageEdge> ancestors;
        std::vector<LineageEdge> descendants;
    };
    [[nodiscard]] QFuture<Result<Family>> family(StemId id);

    /// How a sound stands among those of its category.
    struct Character
    {
        Category category {};
        int among {}; ///< sounds of the category that were measured, itself with them
        NeuroMetrics metrics;
        /// Shares of those sounds that lie below, ties counted half, 0 … 1: punch, pulse_clarity,
        /// centroid_hz, tonotopic_entropy, isi_entropy, roughness, surprise.
        std::array<double, 7> percentiles {};
        /// Medians of the category in the same order.
        std::array<double, 7> medians {};
    };
    /// @errors  NotFound, also when the sound was not measured yet.
    [[nodiscard]] QFuture<Result<Character>> character(StemId id);

    // Edits are applied to rows() at once and written in the background; a failure is undone and
    // reported.
    void setFavorite(const std::vector<StemId>& ids, bool favorite);
    void setRating(const std::vector<StemId>& ids, int rating);
    /// Sounds alike whose category the user has not said are judged anew soon after.
    void setCategory(const std::vector<StemId>& ids, Category category);
    void setSoundClass(const std::vector<StemId>& ids, SoundClass soundClass);
    void setKey(const std::vector<StemId>& ids, std::optional<Key> key); ///< empty = atonal
    void setGrid(const std::vector<StemId>& ids, const BeatGrid& grid);
    /// Takes back what the user said; analyse then.
    void forgetUserValues(const std::vector<StemId>& ids, const std::vector<UserValue>& values);
    void setTags(const std::map<StemId, std::vector<std::string>>& tags); ///< of each its own
    void rename(StemId id, const QString& name);
    /// @param withFiles  those below the studio's folder go to the system's trash, once the rows
    /// are gone; `undo` takes them out of it again. What became of them says `filesMoved`.
    void removeFromLibrary(const std::vector<StemId>& ids, bool withFiles = false);

    // Every edit of at most kMostUndone sounds can be taken back, the last one first, also the
    // removal of sounds with all that was known of them. What somebody has changed since stays.
    static constexpr std::size_t kMostUndone = 10'000;
    [[nodiscard]] std::optional<LibraryStep> undoable() const; ///< empty = nothing
    [[nodiscard]] std::optional<LibraryStep> redoable() const;
    void undo(); ///< after the edits that are still on their way
    void redo();
    /// Ends when every edit made so far has been written, or has failed.
    [[nodiscard]] QFuture<Result<>> settled();

Q_SIGNALS:
    void loaded();
    void rowsChanged(const std::vector<nde::StemRow>& changedOrAdded,
                     const std::vector<nde::StemId>& removed);
    void failed(const nde::Error& error);
    void historyChanged(); ///< undoable() or redoable()
    void undone(const nde::services::LibraryStep& step);
    void redone(const nde::services::LibraryStep& step);
    void filesMoved(const nde::services::FileMoves& moves);

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

/// `GET /stems/statistics` and `dream stats`: total_stems, by_source, by_category, …
[[nodiscard]] Result<QJsonObject> statistics(Studio& studio);

} // namespace nde::services
