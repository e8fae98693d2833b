#pragma once

#include <string>
#include <string_view>

namespace nde::nn::clap {

/// What the tokenizer's pattern tells apart.
enum class CharClass
{
    Letter, ///< general category L*: no combining marks, no joiners
    Number, ///< general category N*: also ² and ½
    Space, ///< property White_Space: no zero-width characters
    Other
};
/// @source  Unicode 14.0 (UnicodeRanges.inc).
[[nodiscard]] CharClass charClass(char32_t code);

/// @param text  well-formed UTF-8 (checkpoint::isUtf8).
[[nodiscard]] std::u32string decodeUtf8(std::string_view text);
void appendUtf8(char32_t code, std::string& text);

} // namespace nde::nn::clap
