#pragma once

#include "core/base/Result.h"

#include <QLatin1String>
#include <QString>

#include <memory>

namespace nde::db {
class Database;
}

namespace nde::services {

/// A studio folder: `stereo_tracks_for_analysis/ processed_database/stems/ models/ generated_stems/
/// generated_tracks/` and `.dream/` (database, cache, tmp, log). User files are referenced where
/// they lie and never changed.
///
/// @thread  any after opening; immutable.
class Studio
{
public:
    /// Makes the folders and the database where they are missing; opens an existing studio as it
    /// is. Removes temporary folders of jobs that no living process owns; those with a journal
    /// (`kJournal`) stay while their job waits in the queue.
    /// @errors  those of Database::open; NotFound when the parent is missing; BadInput (a file
    /// stands there).
    [[nodiscard]] static Result<std::shared_ptr<Studio>> create(const QString& folder);
    /// Where the place may not be written but the studio is whole, it is opened to look and listen
    /// only: `isReadOnly()`; every write then fails with ReadOnly.
    /// @errors  those of Database::open; NotFound when the folder has no `.dream/`.
    [[nodiscard]] static Result<std::shared_ptr<Studio>> open(const QString& folder);
    /// Nearest parent of `from` with a `.dream/`, else an empty string.
    [[nodiscard]] static QString findFrom(const QString& from);
    [[nodiscard]] static QString defaultFolder(); ///< "Dream Studio" in the music folder

    [[nodiscard]] QString root() const { return m_root; }
    [[nodiscard]] bool isReadOnly() const;
    [[nodiscard]] QString name() const; ///< the folder's name
    [[nodiscard]] QString tracksFolder() const; ///< stereo_tracks_for_analysis
    [[nodiscard]] QString stemsFolder() const; ///< processed_database/stems
    [[nodiscard]] QString modelsFolder() const;
    [[nodiscard]] QString generatedStemsFolder() const;
    [[nodiscard]] QString generatedTracksFolder() const;
    [[nodiscard]] QString cacheFolder() const; ///< .dream/cache
    [[nodiscard]] QString logFile() const; ///< .dream/log/dream.log
    [[nodiscard]] QString databaseFile() const; ///< .dream/dream.db
    /// In a job's folder: its stage can go on with what lies there after its process died.
    static constexpr QLatin1String kJournal {"resume.json"};
    /// `.dream/tmp/job-<id>`, made on demand; goes with the job, and with the process: it carries a
    /// file `.owner` (process id and start stamp), by which `open` tells those of dead processes.
    /// What a dead process left is emptied first, unless it has a journal.
    /// @errors  Busy when a living process other than this one owns it, ReadOnly, DiskFull, Io.
    [[nodiscard]] Result<QString> jobFolder(qint64 jobId) const;
    void removeJobFolder(qint64 jobId) const;
    /// Lets another process go on in it, while this one lives.
    void releaseJobFolder(qint64 jobId) const;
    /// `.dream/runs/<id>`: what a training run leaves to be heard and used.
    [[nodiscard]] QString runFolder(qint64 runId) const;
    /// Whether there is such a folder with a journal, and no living process owns it.
    [[nodiscard]] bool hasLeftJob(qint64 jobId) const;

    [[nodiscard]] const std::shared_ptr<db::Database>& database() const { return m_database; }

private:
    Studio() = default;
    QString m_root;
    std::shared_ptr<db::Database> m_database;
};

} // namespace nde::services
