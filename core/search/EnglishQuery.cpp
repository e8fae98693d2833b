#include "core/search/EnglishQuery.h"

#include <algorithm>
#include <string_view>

namespace nde::search {

namespace {

/// Whether one of the words is an English one of this meaning, in any form.
bool isEnglish(const QueryTerm& term)
{
    std::vector<std::string> known;
    for (const std::string& word : term.meaning->english) {
        for (std::string& part : searchWords(word)) {
            known.push_back(std::move(part));
        }
    }
    const auto isKnown = [&known](std::string_view word) {
        return std::find(known.begin(), known.end(), word) != known.end();
    };
    const std::vector<std::string> typed = searchWords(term.text);
    return std::any_of(typed.begin(), typed.end(), [&](const std::string& word) {
        return isKnown(word) || (word.ends_with('s') && isKnown(word.substr(0, word.size() - 1)));
    });
}

std::string inEnglish(const QueryTerm& term)
{
    const std::string& word = term.meaning->english.front();
    switch (term.degree) {
    case Degree::Very:
        return "very " + word;
    case Degree::Extreme:
        return "extremely " + word;
    case Degree::Slight:
        return "slightly " + word;
    case Degree::Plain:
        break;
    }
    return word;
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

} // namespace

std::string englishOf(const SearchQuery& query, const std::vector<QueryWord>& words)
{
    const auto isAsTyped = [](const QueryTerm& term) {
        return !term.isNegated && term.comparison == 0 && term.correctedTo.empty()
            && !term.meaning->english.empty() && isEnglish(term);
    };
    const bool isWholeEnglish
        = query.numbers.empty() && std::all_of(query.terms.begin(), query.terms.end(), isAsTyped);
    std::vector<std::string> parts;
    if (isWholeEnglish) {
        for (const QueryWord& word : words) {
            if (!word.isExcluded) {
                parts.push_back(word.text);
            }
        }
        return joined(parts);
    }
    parts = query.nameWords; // what nobody knows is most often how a sound is, not what
    for (const QueryTerm& term : query.terms) {
        // "darker" means the dark ones where there is nothing to be darker than; "less dark" does
        // not.
        if (!term.isNegated && term.comparison >= 0 && !term.meaning->english.empty()) {
            parts.push_back(isAsTyped(term) ? term.text : inEnglish(term));
        }
    }
    return joined(parts);
}

} // namespace nde::search
