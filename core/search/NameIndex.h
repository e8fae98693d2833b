#pragma once

#include "core/search/SearchLexicon.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nde::search {

/// BM25 over the words of names, folders and tags, in memory.
///
/// Words are folded (`searchWords`) and cut where capitals and digits begin, so that "KickHard01"
/// has "kick" and "hard". Fields count differently; a word that is only begun by a longer one
/// counts half.
///
/// @thread  one at a time; `const` functions any.
/// @source  Robertson, Zaragoza, "The probabilistic relevance framework: BM25 and beyond", 2009
///          (BM25F: weighted counts of the fields before saturation).
class NameIndex
{
public:
    struct Fields
    {
        std::string_view name;
        std::string_view folders; ///< the last ones of the path
        std::string_view tags; ///< separated by blanks
    };
    /// @param slot  rises from call to call by one, from 0.
    void append(const Fields& fields);
    /// The words of a slot change. Costs a search through the words it had.
    void replace(std::uint32_t slot, const Fields& fields);
    void clear();
    [[nodiscard]] std::size_t size() const { return m_lengths.size(); }

    [[nodiscard]] bool hasWord(std::string_view folded) const;
    /// Whether a slot has one of the words.
    [[nodiscard]] bool contains(std::uint32_t slot, const std::vector<std::string>& words) const;

    /// One thing that is looked for: any of these words, of which the best counts.
    struct Want
    {
        std::vector<std::string> words; ///< folded
        bool isPrefixWanted {true}; ///< also longer words that begin so
        float weight {1.0F};
    };
    struct Found
    {
        std::vector<float> scores; ///< by slot; empty = nothing was found anywhere
        std::vector<std::uint8_t> matched; ///< how many of the wants, by slot
    };
    [[nodiscard]] Found search(const std::vector<Want>& wants) const;

private:
    struct Posting
    {
        std::uint32_t slot {};
        float count {}; ///< weighted by field
    };
    struct Word
    {
        std::vector<Posting> postings;
    };
    void put(std::uint32_t slot, const Fields& fields);
    void remember() const;
    /// The word itself, and those that begin so.
    [[nodiscard]] std::vector<std::uint32_t> matching(const std::string& word,
                                                      bool isPrefixWanted) const;

    std::unordered_map<std::string, std::uint32_t, LexiconHash, std::equal_to<>> m_ids;
    std::vector<Word> m_words;
    std::vector<std::string> m_texts; ///< of the words
    std::vector<float> m_lengths;
    std::vector<std::vector<std::uint32_t>> m_wordsOf; ///< by slot
    double m_totalLength {};
    mutable std::vector<std::uint32_t> m_sorted; ///< words by text, made when first needed
    mutable bool m_isSorted {};
};

/// The words of a name as the index keeps them.
[[nodiscard]] std::vector<std::string> nameWordsOf(std::string_view utf8);

} // namespace nde::search
