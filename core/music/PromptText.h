#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nde::music {

/// One piece of a prompt after normalising: lower case, umlauts spelt out, accents gone.
struct Token
{
    enum class Kind
    {
        Word, ///< letters; may hold '#' and '&'
        Number, ///< digits with an optional fraction ("132,5" and "132.5")
        Mark, ///< one of - / :
        Separator ///< , ; . | or a line break: ends a comma group
    };
    Kind kind {};
    std::string text;
    double value {}; ///< of numbers
    bool isGlued {}; ///< no space between this and the token before
    bool isCapital {}; ///< the first letter was upper case
    bool isUsed {}; ///< taken by a number pattern or a term
    bool isGerman {}; ///< an umlaut or ß was in it
    bool operator==(const Token&) const = default;
};

/// Splits a prompt. Invalid UTF-8 counts as a space. Linear in the length.
[[nodiscard]] std::vector<Token> lexPrompt(std::string_view utf8);

/// Words and numbers of tokens [from, from + count) as they stand in the alias index: one space
/// apart, none before a glued token. Empty when another kind of token is among them.
[[nodiscard]] std::string aliasKey(const std::vector<Token>& tokens, std::size_t from,
                                   std::size_t count);
/// All tokens.
[[nodiscard]] std::string aliasKey(const std::vector<Token>& tokens);

/// The name of a note: "F#", "Cis", "B flat", "Am".
struct NoteName
{
    int pitchClass {};
    std::size_t words {1}; ///< 2 for "F sharp"
    bool hasSuffixM {}; ///< "Am"
};
/// @param isGerman  "B" is B flat (composition.md C.1).
/// @return  empty where the token at `i` is used, or no note.
[[nodiscard]] std::optional<NoteName> noteName(const std::vector<Token>& tokens, std::size_t i,
                                               bool isGerman);

/// 1 … 5 for "one" … "five" in both languages, else 0.
[[nodiscard]] int countWord(std::string_view word);

/// Lower-case words of any text (names, tags): for overlap with the words of a prompt.
[[nodiscard]] std::vector<std::string> wordsOf(std::string_view utf8);

} // namespace nde::music
