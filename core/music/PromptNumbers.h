#pragma once

#include "core/music/PromptText.h"
#include "core/music/Request.h"

namespace nde::music {

/// Takes tempo, key, length, loudness, seed, metre and swing out of a prompt's tokens into
/// `request`, each at most once, and marks the tokens taken as used. A value outside its range
/// stays and ends among the unknown words.
void takeNumbers(std::vector<Token>& tokens, Request& request);

} // namespace nde::music
