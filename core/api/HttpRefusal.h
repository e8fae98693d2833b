#pragma once

#include "core/api/HttpLine.h"

namespace nde::api {

/// {"detail": sentence}; for what is refused before a route is asked.
[[nodiscard]] HttpReply refusal(int status, const QByteArray& sentence);
/// A reply without cpp-httplib, before or instead of a request; the connection ends with it.
void writeRefusal(HttpLine& line, const HttpReply& reply, bool isHead);

} // namespace nde::api
