#pragma once

#include "core/base/Key.h"
#include "core/search/SearchLexicon.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace nde::search {

/// A part of the query that was understood.
struct QueryTerm
{
    std::string text; ///< as typed, with its modifiers: "sehr dunkler"
    const Concept* meaning {};
    Degree degree {};
    bool isNegated {};
    int comparison {}; ///< 1 = more than the reference (or the middle of the library), −1 = less
    std::string correctedTo; ///< what a typing error was read as; empty = none
    std::string word; ///< of the lexicon, folded: "tr 909", "dunkel"
    bool operator==(const QueryTerm&) const = default;
};

/// What names are searched for where this is asked: the word itself, and the others that mean the
/// same.
[[nodiscard]] std::vector<std::string> namesFor(const QueryTerm& term);

/// What someone wrote, apart from operators and quoted words.
struct SearchQuery
{
    std::vector<QueryTerm> terms;
    /// Nothing is known of these: they are looked for in names, folders and tags. As typed.
    std::vector<std::string> nameWords;
    std::vector<std::string> numbers; ///< texts of the ranges and keys below, as typed
    std::optional<std::pair<double, double>> lengthS; ///< inclusive, ends may be infinite
    std::optional<std::pair<double, double>> bpm;
    std::vector<Key> keys;

    [[nodiscard]] bool isEmpty() const
    {
        return terms.empty() && nameWords.empty() && numbers.empty();
    }
    /// Whether a term speaks of how a sound is, and not only of what it is.
    [[nodiscard]] bool hasMeaning() const { return !terms.empty(); }
    bool operator==(const SearchQuery&) const = default;
};

/// A word as typed.
struct QueryWord
{
    std::string text;
    bool isExcluded {}; ///< "-word"
    bool operator==(const QueryWord&) const = default;
};

/// Reads English and German, in one query as well: degrees ("very", "etwas"), negation ("not
/// bright", "ohne Hall", "-hell"), comparatives ("darker", "weniger rau"), tempo ("128 bpm",
/// "120-130 bpm", "unter 100 bpm"), key ("A minor", "fis-Moll", "8A"), length ("< 1 s", "kürzer als
/// 300 ms"), declined words, compounds ("Metallkick") and one typing error a word.
/// @param isName  whether a folded word is one of a name, folder or tag, and so no typing error;
/// may
///                be empty.
/// @thread        any; pure. Linear in the words.
[[nodiscard]] SearchQuery readQuery(const std::vector<QueryWord>& words,
                                    const std::function<bool(std::string_view)>& isName = {});
/// The same of a text; words begin with '-' to exclude them.
[[nodiscard]] SearchQuery readQuery(std::string_view utf8);

} // namespace nde::search
