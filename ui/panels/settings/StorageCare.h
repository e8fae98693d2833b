#pragma once

#include <QString>
#include <QtGlobal>

namespace nde::ui {

/// Bytes of all files below a folder. @thread  any; reads the disk.
[[nodiscard]] qint64 folderBytes(const QString& folder);
/// Removes every file below a cache folder; what was in it is built again when needed.
/// @return bytes that were freed. @thread  any.
qint64 emptyFolder(const QString& folder);
[[nodiscard]] QString bytesText(qint64 bytes); ///< "12.4 MB"

} // namespace nde::ui
