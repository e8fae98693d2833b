#pragma once

#include "core/music/Plan.h"
#include "core/services/Studio.h"

#include <QByteArray>

/// Plans as files, and what can be said of one without the library's sounds.
namespace nde::services {

/// @errors  NotFound, Io, Corrupt, Unsupported; the file's name is in the message.
[[nodiscard]] Result<music::Plan> loadPlan(const QString& path);

/// Sounds whose files are gone but whose samples are elsewhere in the library play from there.
/// @errors  those of StemRepository.
[[nodiscard]] Result<> findMovedSounds(Studio& studio, music::Plan& plan);

/// Mean total of the sounds in use, 0 … 1; 0 for none.
[[nodiscard]] double scoreOf(const music::Plan& plan);

/// SHA-256 of a plan's canonical JSON, hex.
[[nodiscard]] QString planHashOf(const QByteArray& json);

} // namespace nde::services
