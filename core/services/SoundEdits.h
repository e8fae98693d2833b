#pragma once

#include "core/base/Licence.h"
#include "core/base/Stem.h"
#include "core/services/Studio.h"

#include <QJsonObject>
#include <QString>

#include <optional>
#include <vector>

namespace nde::services {

/// What a user says of sounds; what is not set stays. For the command line and scripts; the window
/// edits through LibraryService.
struct SoundEdits
{
    std::optional<QString> name; ///< of one sound
    std::optional<bool> isFavorite;
    std::optional<int> rating; ///< 0 … 5
    std::optional<Category> category;
    std::optional<SoundClass> soundClass;
    std::optional<Key> key;
    bool isAtonal {}; ///< instead of a key
    std::optional<double> bpm; ///< 20 … 400; the first beat stays
    std::optional<std::vector<std::string>> tags; ///< instead of those there are
    std::vector<std::string> addedTags;
    std::vector<std::string> removedTags;
    std::optional<Licence> licence;
    bool isForgotten {}; ///< what the user said of class, grid and key is taken back first

    [[nodiscard]] bool isEmpty() const;
};

/// All or nothing, in one transaction.
/// @errors  NotFound (an id), BadInput (a value, a name for several sounds), those of the database.
/// @thread  any worker.
[[nodiscard]] Result<> editSounds(Studio& studio, const std::vector<StemId>& ids,
                                  const SoundEdits& edits);

struct RemovedSounds
{
    std::vector<StemId> ids;
    QStringList trashed; ///< files
    QStringList kept; ///< files that lie outside the studio, or that cannot be put in the trash
};
/// Takes sounds out of the library. Files stay; with `withFiles` those below the studio's folder go
/// to the system's trash, after the rows are gone.
/// @errors  NotFound (an id; then nothing is done), those of the database.
[[nodiscard]] Result<RemovedSounds> removeSounds(Studio& studio, const std::vector<StemId>& ids,
                                                 bool withFiles);

[[nodiscard]] QJsonObject toJson(const SoundEdits& edits);

} // namespace nde::services
