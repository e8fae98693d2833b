#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/Value.h"

#include <string_view>

namespace nde::nn::checkpoint {

/// JSON as a Value: objects as Dict with text keys, in the text's order. Strict: one document,
/// UTF-8, no key twice, numbers that fit, at most kMaxDepth deep and 400 000 values.
/// @errors  BadInput; the message is a clause without a subject: "is not valid JSON".
[[nodiscard]] Result<Value> parseJson(std::string_view text);

} // namespace nde::nn::checkpoint
