#pragma once

#include "core/services/DreamDesk.h"
#include "core/services/DreamShelf.h"

namespace nde::services {

/// What waits in the tray: `<studio>/.dream/tray/<id>.wav` and `.json`.
struct TrayEntry
{
    TrayItem item;
    Dream dream;
};
/// One more; the sound first, so that an entry is whole or not there.
/// @return  its id, higher than all before. @errors  those of writing.
[[nodiscard]] Result<TrayEntry> addToTray(Studio& studio, const Dream& dream,
                                          const audio::AudioBuffer& audio);
/// By id. Entries that are not usable are left out, and told of in `problems`.
[[nodiscard]] std::vector<TrayEntry> readTray(const Studio& studio,
                                              QStringList* problems = nullptr);
/// @errors  NotFound, Corrupt (checked before anything is believed).
[[nodiscard]] Result<TrayEntry> readTrayEntry(const Studio& studio, qint64 id);
void removeFromTray(const Studio& studio, qint64 id);
/// Takes an entry out of the tray so that it can come back, to `<studio>/.dream/tray/aside/`.
/// @errors  NotFound, Io (it stays where it is).
[[nodiscard]] Result<> setAside(const Studio& studio, qint64 id);
/// @errors  NotFound (it was swept, or another window brought it back), Io, Corrupt.
[[nodiscard]] Result<TrayEntry> bringBack(const Studio& studio, qint64 id);
/// Removes what was set aside a day ago, and sounds without an entry that a killed process left;
/// young ones may still get theirs.
void sweepTray(const Studio& studio);

} // namespace nde::services
