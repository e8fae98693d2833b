#pragma once

#include "core/api/Http.h"

#include <QString>

namespace nde::api {

/// A file, or the range of it that the request asks for (one range; of several the whole file).
/// 404 when it is not there, 416 when the range lies outside.
[[nodiscard]] HttpReply fileReply(const HttpRequest& request, const QString& path);

} // namespace nde::api
