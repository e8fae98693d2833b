#pragma once

#include "core/music/Plan.h"

/// What the words of a lane ask for (see `requery`).
namespace nde::music {

/// The request's search words as names and tags have them: lower case, one by one.
[[nodiscard]] std::vector<std::string> searchedWords(const Request& request);

/// How many of the words stand in a sound's name or tags.
[[nodiscard]] int wordsIn(const Candidate& candidate, const std::vector<std::string>& words);

/// The categories that the lane's words leave of those that its role takes; empty = all of them.
[[nodiscard]] std::vector<Category> askedKinds(const Lane& lane);

} // namespace nde::music
