#pragma once

#include <QStringList>

#include <vector>

class QMimeData;

/// Sounds in a drag: from the library, the tray, or files of another program.
namespace nde::ui {

/// Ids of stems, separated by spaces; beside or instead of files.
inline constexpr const char* kSoundMime = "application/x-dream-sounds";

[[nodiscard]] std::vector<qint64> stemsIn(const QMimeData& mime);
[[nodiscard]] QStringList filesIn(const QMimeData& mime); ///< local ones
[[nodiscard]] bool hasSounds(const QMimeData& mime);

} // namespace nde::ui
