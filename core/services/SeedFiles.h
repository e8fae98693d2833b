#pragma once

#include "core/base/Category.h"
#include "core/db/SeedDatabase.h"

#include <QString>

#include <optional>
#include <vector>

/// Where the files of a seed's studio are, and what their rows mean here.
namespace nde::services {

/// A sound that may be taken over.
struct SeedSound
{
    QString table; ///< "stems"; empty = a file without a row
    qint64 row {};
    QString path; ///< empty = its file was not found
    QString wanted; ///< where the row says that it is, for the reason
    QString track; ///< file of the track that it was separated from, where the row names one
    Source source {Source::Original};
    std::optional<Category> category;
    db::SeedStem facts;
};

/// `stems.db` of a seed's folder; empty where there is none.
[[nodiscard]] QString seedDatabaseIn(const QString& folder);
/// Whether one of the seed's folders is there.
[[nodiscard]] bool hasSeedFolders(const QString& folder);
/// Absolute path of a file that a row names: as it is, relative to the seed's folder, or in the
/// folder of the same name where the studio was moved. Empty where it is nowhere.
[[nodiscard]] QString seedFile(const QString& folder, const QString& named);
/// Rows in an order in which parents come first (originals, separated, generated), then files of
/// the seed's folders that no row names.
[[nodiscard]] std::vector<SeedSound> seedSounds(const QString& folder,
                                                const std::vector<db::SeedStem>& rows);
/// The seed's word for a category, in either language of its code; empty = unknown here.
[[nodiscard]] std::optional<Category> seedCategory(const QString& word);
/// Files in the seed's `models`, which hold pickled networks of another design.
[[nodiscard]] QStringList seedModels(const QString& folder);

} // namespace nde::services
