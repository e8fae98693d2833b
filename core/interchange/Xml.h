#pragma once

#include <string>
#include <string_view>

namespace nde::interchange {

/// Text as it may stand in an element or in an attribute in double quotes. What XML 1.0 cannot hold
/// at all (control characters) is left out; bytes that are no UTF-8 (file names) become '?'.
[[nodiscard]] std::string xmlEscaped(std::string_view text);

} // namespace nde::interchange
