#pragma once

#include "core/music/PromptText.h"
#include "core/music/Request.h"

namespace nde::music {

/// Takes tempo, key, length, loudness, seed, metre and swing out of a prompt's tokens into
/// `request`, each at most once, and marks the tokens taken as used. A value outside its range
/// stays and ends among the unknown words.
void takeNumbers(std::vector<Token>& tokens, Request& request);

/// 1 … 4 for "one" … "vier", else 0.
[[nodiscard]] int countWord(std::string_view word);

} // namespace nde::music
