#pragma once

#include "core/base/Result.h"

#include <QString>

#include <string>

namespace nde::services {

/// SHA-256 of a file, hex, remembered across processes for files that take long to read: by place,
/// size, inode and the times of the last change, to the nanosecond. A file that was changed within
/// the last two seconds is read each time, since its times cannot tell a further change.
/// @errors  those of hashFile. A cache that cannot be read or written only costs time.
/// @thread  any.
[[nodiscard]] Result<std::string> rememberedHash(const QString& path);

/// Where the hashes are kept: `file-hashes.json` in the user's cache folder.
[[nodiscard]] QString fileHashCache();

} // namespace nde::services
