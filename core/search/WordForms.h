#pragma once

#include <functional>
#include <string>
#include <string_view>

/// How English and German words change their shape, as far as a search box needs it.
/// @thread  any; pure.
namespace nde::search {

enum class WordForm
{
    Plain,
    Comparative, ///< "darker"
    Declined ///< "dunkler": declined or comparative, the words around decide
};

/// An ending that may be taken off.
struct WordEnding
{
    std::string_view text;
    WordForm german {}; ///< what it makes of a German word
    WordForm english {};
    bool isEnglish {}; ///< English only
};

/// Asks `isIt` of everything that a folded word may be without an ending ("saubere": "saubere"
/// less "e", "sauber"; "noisier": "noisy"), until it says yes. Stems have 3 letters at least.
/// @return  whether it did.
bool eachStemOf(std::string_view word,
                const std::function<bool(const std::string&, const WordEnding&)>& isIt);

/// As someone writes it whose keyboard has no umlauts: "duster".
[[nodiscard]] std::string withoutUmlauts(std::string utf8);

/// "f" for "ph", so that "atmosfere" is one letter from "atmosphere" and not three.
[[nodiscard]] std::string asHeard(std::string_view word);

/// Whether one letter too many, too few, wrong, or two neighbours exchanged tell them apart.
[[nodiscard]] bool isOneEditAway(std::string_view a, std::string_view b);

} // namespace nde::search
