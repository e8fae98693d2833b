#pragma once

#include "core/base/Result.h"

#include <optional>
#include <string_view>

namespace nde {

/// The code of an `errorCodeId`, as databases and other processes keep it.
[[nodiscard]] std::optional<ErrorCode> errorCodeFromId(std::string_view id);

} // namespace nde
