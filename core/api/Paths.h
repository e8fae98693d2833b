#pragma once

#include "core/base/Result.h"
#include "core/services/Studio.h"

#include <QString>

namespace nde::api {

/// The file that a request names: absolute, or relative to the studio or to its tracks. It must lie
/// in the studio (but not in `.dream`) or in a folder of files that are in the library, wherever
/// symbolic links lead.
/// @return  the absolute path without symbolic links.
/// @errors  ReadOnly (it lies elsewhere: 403), NotFound (no such file), BadInput (no file).
[[nodiscard]] Result<QString> confinedFile(services::Studio& studio, const QString& asked);

/// A sentence for a client: the studio's folder and the user's home are not spelled out in it.
[[nodiscard]] QString publicText(const services::Studio& studio, const std::string& message);

} // namespace nde::api
