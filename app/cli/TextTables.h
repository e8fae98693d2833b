#pragma once

#include <span>

namespace nde::cli {

/// A text of the command line and its German.
struct TextPair
{
    const char* english;
    const char* german;
};

/// What `dream help` says of commands and options; what they print themselves stands in Texts.cpp.
[[nodiscard]] std::span<const TextPair> helpTexts();

} // namespace nde::cli
