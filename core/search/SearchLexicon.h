#pragma once

#include "core/base/Category.h"
#include "core/search/SoundFeatures.h"
#include "core/search/WordForms.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

/// The words of the search box, read once from the compiled-in resources/search/lexicon.json.
namespace nde::search {

/// One meaning, with all its words in both languages.
struct Concept
{
    std::string id; ///< "bright", stable
    std::vector<std::string> english; ///< as people write them, the commonest first
    std::vector<std::string> german;
    struct AxisWish
    {
        Axis axis {};
        float weight {}; ///< above 0 = high, below 0 = low; −1 … 1
    };
    std::vector<AxisWish> axes;
    std::vector<std::pair<Category, float>> categories; ///< with how well each fits, 0 … 1
    std::vector<SoundClass> soundClasses; ///< any of; empty = all
    std::vector<Source> sources;
    /// Folded words of both languages by which names are searched. Empty where the words name
    /// different things of one kind ("salsa", "tango"): then a name is searched for the word alone.
    std::vector<std::string> nameWords;
};

enum class Degree
{
    Plain,
    Very,
    Extreme,
    Slight
};

/// What a word does to the next one.
enum class Modifier
{
    Very,
    Extreme,
    Slight,
    More,
    Less,
    Neither, ///< "much", "zu": only strengthens a comparison
    Not
};

struct LexiconHash
{
    using is_transparent = void;
    [[nodiscard]] std::size_t operator()(std::string_view text) const
    {
        return std::hash<std::string_view> {}(text);
    }
};

/// @thread  any; built on the first call of `searchLexicon`, immutable afterwards.
class SearchLexicon
{
public:
    static constexpr std::size_t kMaxWords = 3; ///< of one phrase

    [[nodiscard]] const std::vector<Concept>& concepts() const { return m_concepts; }
    /// @param words  folded, one space apart.
    [[nodiscard]] const Concept* find(std::string_view words) const;
    [[nodiscard]] std::optional<Modifier> modifier(std::string_view word) const;
    [[nodiscard]] bool isFiller(std::string_view word) const;

    using Form = WordForm;
    struct Match
    {
        const Concept* concept_ {};
        Form form {};
        std::string correctedTo; ///< the word that was meant, after a typing error
        std::string word; ///< of the lexicon, folded, that was recognised
    };
    /// One folded word in any form: declined, compared, in the plural.
    [[nodiscard]] std::optional<Match> match(std::string_view word) const;
    /// The meanings of a compound ("metallkick", "flaechenklang"), in order; empty = none.
    [[nodiscard]] std::vector<Match> compound(std::string_view word) const;
    struct Head
    {
        Match match;
        std::string rest; ///< what stands before it and is not known
    };
    /// The end of a compound of which nothing else is known ("surfgitarre"): what it is, for a
    /// compound is a kind of its last part. 4 letters at least, after 3 or more.
    [[nodiscard]] std::optional<Head> headOf(std::string_view word) const;
    /// With one letter too many, too few, wrong, or two exchanged, declined or not; words of 4
    /// letters or more, of which the first is right or exchanged with the second. "f" and "ph" are
    /// the same.
    [[nodiscard]] std::optional<Match> corrected(std::string_view word) const;

private:
    friend const SearchLexicon& searchLexicon();
    template<typename T>
    using Table = std::unordered_map<std::string, T, LexiconHash, std::equal_to<>>;
    struct Entry
    {
        std::size_t concept_ {};
        bool isGerman {};
        bool isEnglish {};
    };

    SearchLexicon();
    void add(std::size_t concept_, const std::string& word, bool isGerman);
    [[nodiscard]] std::optional<Match> matchIn(const Table<Entry>& words,
                                               std::string_view word) const;
    [[nodiscard]] bool splits(std::string_view rest, int partsLeft,
                              std::vector<Match>& found) const;
    /// Whether a part of a compound says nothing itself, declined or not: "artiger", "klänge".
    [[nodiscard]] bool isFillerPart(std::string_view part) const;
    [[nodiscard]] std::optional<Match> correctedPlain(std::string_view word) const;

    std::vector<Concept> m_concepts;
    Table<Entry> m_words;
    /// German words as keyboards without umlauts write them; asked last, for "hohle" is hollow and
    /// no cave.
    Table<Entry> m_bare;
    Table<Modifier> m_modifiers;
    std::unordered_set<std::string, LexiconHash, std::equal_to<>> m_fillers;
    std::vector<std::string> m_single; ///< words of one part, for typing errors
};

[[nodiscard]] const SearchLexicon& searchLexicon();

/// Folded as the lexicon and the names are: lower case, umlauts spelt out, accents gone, words one
/// space apart. Letters and digits that stand together stay one word.
[[nodiscard]] std::vector<std::string> searchWords(std::string_view utf8);

} // namespace nde::search
