#pragma once

#include "core/base/Category.h"

#include <string>
#include <string_view>
#include <vector>

/// Internal to CategoryNames: the vocabulary.
namespace nde::dsp::names {

/// Lower-case runs of letters, parted at capitals too ("HatOpen"); umlauts as two letters; words
/// that belong together are one ("hi hat", "bass drum").
[[nodiscard]] std::vector<std::string> wordsOf(std::string_view text);
/// What a word may mean, the likeliest first; empty for words that name no sound.
[[nodiscard]] std::vector<Category> meaningsOf(std::string_view word);

} // namespace nde::dsp::names
