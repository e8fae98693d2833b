#pragma once

#include "core/base/Stem.h"
#include "core/base/TaskContext.h"
#include "core/services/Studio.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace nde::services {

/// A sound whose file is not where the library says.
struct LostSound
{
    StemId id {};
    QString path; ///< where it was
    QString foundAt; ///< a file of the same bytes; empty = none was found
};

struct StudioFindings
{
    std::optional<Error> database; ///< what is wrong with it
    std::vector<LostSound> lost; ///< by id
    std::vector<StemId> returned; ///< were marked as missing and are there
    // What repairing did beside the above; empty after looking only.
    bool isReindexed {}; ///< the indexes of the database were made anew
    QStringList leftovers; ///< files that interrupted jobs had left, removed
    int requeued {}; ///< jobs of dead processes, back in the queue

    [[nodiscard]] bool isWell() const; ///< nothing is left that is wrong
};

/// Looks and changes nothing: the database, and whether every file is there. Moved files are looked
/// for by their bytes.
/// @param places  folders to look in, with all that are in them, beside the studio and the folders
///                that lost files were in.
/// @errors  Cancelled, those of StemRepository.
[[nodiscard]] Result<StudioFindings> examineStudio(Studio& studio, const QStringList& places,
                                                   TaskContext& task);
/// The same, and mends: indexes of the database, what interrupted jobs left, places of files that
/// were moved, marks of files that are missing or back. A sound whose file is lost stays.
/// @errors  also ReadOnly, DiskFull.
[[nodiscard]] Result<StudioFindings> repairStudio(Studio& studio, const QStringList& places,
                                                  TaskContext& task);
[[nodiscard]] QJsonObject toJson(const StudioFindings& findings);

/// The newest copy of a studio's database that is whole: what `dream studio backup` or a migration
/// made. Empty = none. @param folder  of a studio that cannot be opened.
[[nodiscard]] QString newestGoodBackup(const QString& folder);
/// Puts such a copy in the place of the database, which is kept beside it as
/// `.dream/broken-<time>/`. No other program may have the studio open.
/// @return  where the broken one is. @errors  NotFound, ReadOnly, DiskFull, Io, those of
///          Database::open.
[[nodiscard]] Result<QString> restoreDatabase(const QString& folder, const QString& backup);

} // namespace nde::services
