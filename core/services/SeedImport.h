#pragma once

#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/base/TaskContext.h"
#include "core/services/Sentence.h"
#include "core/services/Studio.h"

#include <QJsonObject>
#include <QString>

#include <vector>

namespace nde::services {

struct SeedImportParams
{
    QString folder; ///< of the seed: its folders and `stems.db`, either of them may be missing
    bool isDryRun {}; ///< look and tell, write nothing
};

/// A row, or a file without one, that is in the library now (or would be).
struct SeedTaken
{
    QString table; ///< "stems", "generated_tracks"; empty = a file without a row
    qint64 row {};
    StemId id {}; ///< 0 in a dry run, unless it was there
    QString path;
    bool wasThere {}; ///< by its path, or its samples under another one
};
struct SeedSkipped
{
    QString table; ///< empty = a file without a row
    qint64 row {};
    QString path;
    Sentence reason;
};
struct SeedOutcome
{
    QString database; ///< empty = there was none
    std::vector<SeedTaken> taken;
    std::vector<SeedSkipped> skipped;
    std::vector<Sentence> notes; ///< what is left where it lies on purpose, with the reason
    int edges {}; ///< arrows of the family tree that the rows and folders tell
};

/// Takes a studio of the seed over: rows of its database and files of its folders come into the
/// library with their tags, measured anew; the family tree is taken from track rows, paths and
/// names. Files stay where they lie, nothing of the seed is changed, and a second run finds
/// everything there. What cannot be taken is told with its reason and stops nothing.
/// @errors  NotFound (no such folder, or neither a database nor a folder of the seed in it);
///          Corrupt, Unsupported (the database); Cancelled (what was taken stays); ReadOnly,
///          DiskFull, Busy of the studio.
/// @thread  any worker.
[[nodiscard]] Result<SeedOutcome> importSeed(Studio& studio, const SeedImportParams& params,
                                             TaskContext& task);

/// Whether a folder holds a studio of the seed in which no studio of this program was begun yet.
[[nodiscard]] bool isSeedStudio(const QString& folder);

[[nodiscard]] QJsonObject toJson(const SeedOutcome& outcome);
[[nodiscard]] QJsonObject toJson(const SeedImportParams& params);
/// @errors  BadInput with the field's name.
[[nodiscard]] Result<SeedImportParams> seedImportParamsFromJson(const QJsonObject& object);

} // namespace nde::services
