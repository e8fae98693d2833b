#pragma once

#include "core/base/Job.h"
#include "core/base/Stem.h"
#include "core/services/Studio.h"

#include <QString>

#include <vector>

/// Single questions about the library and the queue of a studio, for whoever is not the window: the
/// REST server asks from many threads at once. Blocking; each thread has its own connection.
/// @thread  any worker. @errors  those of the database; NotFound for unknown ids.
namespace nde::services {

[[nodiscard]] Result<Stem> soundById(Studio& studio, StemId id);
/// Those that exist, in the order asked for.
[[nodiscard]] Result<std::vector<Stem>> soundsByIds(Studio& studio, const std::vector<StemId>& ids);
[[nodiscard]] Result<std::vector<Stem>> soundsOfCategory(Studio& studio, Category category);

struct LibraryChanges
{
    std::vector<StemRow> rows; ///< changed or added, by id
    std::vector<StemId> removed;
    qint64 upToMs {}; ///< ask for `upToMs + 1` next time
};
/// @param sinceMs  0 = every row.
[[nodiscard]] Result<LibraryChanges> libraryChanges(Studio& studio, qint64 sinceMs);
/// Whether a file of the library that the user brought lies directly in this folder.
[[nodiscard]] Result<bool> isLibraryFolder(Studio& studio, const QString& folder);
/// The newest vector that a network gave a sound; empty = none did.
[[nodiscard]] Result<std::vector<float>> soundEmbedding(Studio& studio, StemId id);

/// A track that was composed here and is still in the library.
struct ComposedTrack
{
    StemId id {}; ///< of its row in the library
    QString prompt;
    QString planPath;
    QString planHash;
    QString path;
    quint64 seed {};
    double bpm {};
    QString key;
    qint64 createdAtMs {};
};
[[nodiscard]] Result<std::vector<ComposedTrack>> composedTracks(Studio& studio); ///< newest first
/// Sounds that play in it, and in which lane. Unknown tracks have none.
[[nodiscard]] Result<std::vector<std::pair<StemId, QString>>> soundsOfTrack(Studio& studio,
                                                                            StemId track);

[[nodiscard]] Result<JobRecord> jobById(Studio& studio, JobId id);
[[nodiscard]] Result<std::vector<JobRecord>> allJobs(Studio& studio); ///< by position
/// The training run of a job; 0 while it has none.
[[nodiscard]] Result<qint64> runOfJob(Studio& studio, JobId job);

} // namespace nde::services
