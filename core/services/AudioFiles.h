#pragma once

#include <QString>
#include <QStringList>

namespace nde::services {

/// Audio files of a folder, sorted, so that the same folder gives the same order on every machine.
/// Hidden files and folders, the studio's own `.dream` among them, are left out.
/// @param isRecursive  also those of the folders in it.
[[nodiscard]] QStringList audioFilesIn(const QString& folder, bool isRecursive);

} // namespace nde::services
