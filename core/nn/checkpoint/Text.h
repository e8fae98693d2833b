#pragma once

#include <string>
#include <string_view>

namespace nde::nn::checkpoint {

/// Foreign text for a message: in single quotes, control characters and broken UTF-8 as '?', at
/// most 80 bytes.
[[nodiscard]] std::string inQuotes(std::string_view text);

/// Whether `text` is well-formed UTF-8 (no surrogates, no overlong forms).
[[nodiscard]] bool isUtf8(std::string_view text);

} // namespace nde::nn::checkpoint
