#pragma once

#include "core/services/LibraryFilter.h"
#include "core/services/SearchTypes.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace nde::ui {

/// One restriction in words, with the shape that belongs to it.
struct SearchChip
{
    QString text; ///< translated: "Kick", "118–134 BPM", "not loop"
    std::optional<Category> category;
    std::optional<Source> source;
    int token {-1}; ///< index of the token in the search text, −1 = set by a facet
    bool isUnderstood {true};
    services::LibraryFilter part; ///< this restriction alone
};

/// services::parseSearch for what people type: `tag:` also takes known tags in the language of the
/// window ("tag:dunkel" asks for "dark").
[[nodiscard]] services::LibraryFilter parseSearchText(const QString& text);

/// The words and operators of the box; quotes keep a token together and stay part of it.
[[nodiscard]] QStringList searchTokens(const QString& text);
/// The text without its token number `index`.
[[nodiscard]] QString withoutToken(const QString& text, int index);

/// Both restrictions at once: lists of one facet add up, ranges intersect.
[[nodiscard]] services::LibraryFilter combined(const services::LibraryFilter& text,
                                               const services::LibraryFilter& facets);

/// One chip for every token of the text, then one for every restriction of the facets.
[[nodiscard]] std::vector<SearchChip> searchChips(const QString& text,
                                                  const services::LibraryFilter& facets);

/// A filter without what a part of it asks for.
[[nodiscard]] services::LibraryFilter withoutPart(const services::LibraryFilter& filter,
                                                  const services::LibraryFilter& part);

/// The whole search as text of the box, for keeping it; empty where a facet has no word for the
/// box.
[[nodiscard]] std::optional<QString> searchTextOf(const QString& text,
                                                  const services::LibraryFilter& facets);

/// What the box knows: operators, and the words of the lexicon in the language of the window.
[[nodiscard]] const QStringList& searchSuggestions();

/// Why a sound is there, in few words: "dark 92 %", "“kick” in the name", "timbre 88 %".
[[nodiscard]] QString reasonText(const services::SearchReason& reason);
/// All reasons of a hit, the strongest first.
[[nodiscard]] QString reasonsText(const services::SearchHit& hit);
/// "92" of 0.92.
[[nodiscard]] QString matchText(float score);
[[nodiscard]] QString aspectText(search::Aspect aspect); ///< "Spectrum", "Timbre", …

} // namespace nde::ui
