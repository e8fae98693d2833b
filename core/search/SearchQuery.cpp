#include "core/search/SearchQuery.h"

#include "core/search/QueryNumbers.h"

#include <algorithm>

namespace nde::search {

namespace {

/// Goes through the atoms once, from left to right.
class QueryReader
{
public:
    QueryReader(const std::vector<QueryWord>& words,
                const std::function<bool(std::string_view)>& isName)
        : m_words(words)
        , m_isName(isName)
        , m_atoms(atomsOf(words))
    {
    }

    SearchQuery run()
    {
        while (m_at < m_atoms.size()) {
            const std::size_t before = m_at;
            if (!decade() && !number() && !phrase() && !modifier() && !filler()) {
                word();
            }
            m_at = std::max(m_at, before + 1);
        }
        return std::move(m_query);
    }

private:
    [[nodiscard]] const QueryAtom& atom() const { return m_atoms[m_at]; }

    /// A word with digits that the lexicon knows as a whole: "80s" is no length, "< 80s" is one.
    bool decade()
    {
        const bool isFirst = m_at == 0 || m_atoms[m_at - 1].word != atom().word;
        if (!atom().isNumber || !isFirst) {
            return false;
        }
        std::string key;
        for (const std::string& part : searchWords(m_words[atom().word].text)) {
            key += (key.empty() ? "" : " ") + part;
        }
        const Concept* known = m_lexicon.find(key);
        if (known == nullptr) {
            return false;
        }
        std::size_t end = m_at;
        while (end < m_atoms.size() && m_atoms[end].word == atom().word) {
            ++end;
        }
        if (end == m_at + 1 && end < m_atoms.size() && isMeasured(end)) {
            return false; // "90 bpm"
        }
        add({known, SearchLexicon::Form::Plain, {}, key}, end);
        ++m_at;
        reset();
        return true;
    }

    /// Whether a unit or a range follows a number.
    [[nodiscard]] bool isMeasured(std::size_t at) const
    {
        SearchQuery tried;
        return takeNumber(m_atoms, at - 1, m_words, tried) > 0;
    }

    bool number()
    {
        const std::size_t taken = takeNumber(m_atoms, m_at, m_words, m_query);
        if (taken == 0) {
            return false;
        }
        m_query.numbers.push_back(typed(m_at, m_at + taken));
        m_at += taken;
        reset();
        return true;
    }

    /// The longest phrase of the lexicon that begins here.
    bool phrase()
    {
        for (std::size_t count = SearchLexicon::kMaxWords; count >= 1; --count) {
            if (m_at + count > m_atoms.size()) {
                continue;
            }
            std::string key;
            for (std::size_t i = m_at; i < m_at + count; ++i) {
                key += (key.empty() ? "" : " ") + m_atoms[i].text;
            }
            const Concept* known = m_lexicon.find(key);
            if (known == nullptr || (count == 1 && isModifierHere())) {
                continue;
            }
            add({known, SearchLexicon::Form::Plain, {}, key}, m_at + count);
            ++m_at;
            reset();
            return true;
        }
        return false;
    }

    /// "leicht verzerrt" is a degree, "leicht" alone a sound.
    [[nodiscard]] bool isModifierHere() const
    {
        const std::size_t next = m_at + modifierLength();
        return next > m_at && next < m_atoms.size()
            && m_lexicon.match(m_atoms[next].text).has_value();
    }

    /// How many words make a modifier here: "little bit" is two, "little" none.
    [[nodiscard]] std::size_t modifierLength() const
    {
        if (m_at + 1 < m_atoms.size()
            && m_lexicon.modifier(atom().text + ' ' + m_atoms[m_at + 1].text)) {
            return 2;
        }
        return m_lexicon.modifier(atom().text) ? 1 : 0;
    }

    bool modifier()
    {
        const std::size_t length = modifierLength();
        if (length == 0) {
            return false;
        }
        const auto found = length == 2
            ? m_lexicon.modifier(atom().text + ' ' + m_atoms[m_at + 1].text)
            : m_lexicon.modifier(atom().text);
        m_from = std::min(m_from, m_at);
        switch (*found) {
        case Modifier::Very:
            m_degree = Degree::Very;
            break;
        case Modifier::Extreme:
            m_degree = Degree::Extreme;
            break;
        case Modifier::Slight:
            m_degree = Degree::Slight;
            break;
        case Modifier::More:
            m_comparison = 1;
            break;
        case Modifier::Less:
            m_comparison = -1;
            break;
        case Modifier::Neither:
            m_isCompared = true;
            break;
        case Modifier::Not:
            m_isNegated = true;
            break;
        }
        m_at += length;
        return true;
    }

    bool filler()
    {
        if (!m_lexicon.isFiller(atom().text)) {
            return false;
        }
        ++m_at;
        return true;
    }

    void word()
    {
        const std::string& text = atom().text;
        if (atom().isNumber || text == "<" || text == ">" || text == "-") {
            name();
        } else if (const auto match = m_lexicon.match(text)) {
            add(*match, m_at + 1);
        } else if (m_isName && m_isName(text)) {
            name();
        } else if (const auto parts = m_lexicon.compound(text); !parts.empty()) {
            compound(parts);
        } else if (const auto corrected = m_lexicon.corrected(text)) {
            add(*corrected, m_at + 1);
        } else if (const auto head = m_lexicon.headOf(text)) {
            add(head->match, m_at + 1);
            nameOf(head->rest);
        } else {
            name();
        }
        ++m_at;
        reset();
    }

    /// A word that nothing is known of. Excluded ones are left to the filter.
    void name() { nameOf(m_words[atom().word].text); }

    void nameOf(const std::string& text)
    {
        const bool isKnown = !m_query.nameWords.empty() && m_query.nameWords.back() == text;
        if (!atom().isExcluded && !m_isNegated && !isKnown && !searchWords(text).empty()) {
            m_query.nameWords.push_back(text);
        }
    }

    /// What is said before a compound is said of its first part: "sehr metallkick".
    void compound(const std::vector<SearchLexicon::Match>& parts)
    {
        for (const SearchLexicon::Match& part : parts) {
            add({part.concept_, SearchLexicon::Form::Plain, {}, part.word}, m_at + 1);
            if (!m_isNegated) {
                reset();
            }
        }
    }

    void add(const SearchLexicon::Match& match, std::size_t end)
    {
        QueryTerm term;
        const bool isExcluded = atom().isExcluded;
        term.text = typed(std::min(m_from, m_at), end);
        term.meaning = match.concept_;
        term.degree = m_degree;
        term.isNegated = m_isNegated || isExcluded;
        term.correctedTo = match.correctedTo;
        term.word = match.word;
        term.comparison = comparisonOf(match.form, end);
        if (term.comparison != 0 && term.isNegated) { // "not darker"
            term.comparison = -term.comparison;
            term.isNegated = false;
        }
        m_query.terms.push_back(std::move(term));
        m_at = std::max(m_at, end - 1);
    }

    [[nodiscard]] int comparisonOf(SearchLexicon::Form form, std::size_t end) const
    {
        using enum SearchLexicon::Form;
        const bool isSigned = m_comparison != 0;
        if (form == Comparative) {
            return isSigned ? m_comparison : 1;
        }
        if (form == Declined) {
            // "dunkler Kick" is declined, "etwas dunkler" and "dunkler als" are comparisons.
            const bool isSaid = m_degree == Degree::Slight || m_isCompared || m_comparison == 1;
            const std::string_view next
                = end < m_atoms.size() ? std::string_view(m_atoms[end].text) : std::string_view();
            const bool isBeforeNoun = !next.empty() && next != "als" && next != "und"
                && next != "aber" && next != "wie";
            return isSigned ? m_comparison : isSaid || !isBeforeNoun ? 1 : 0;
        }
        return m_comparison;
    }

    [[nodiscard]] std::string typed(std::size_t from, std::size_t to) const
    {
        std::string text;
        std::size_t last = m_words.size();
        for (std::size_t i = from; i < to && i < m_atoms.size(); ++i) {
            if (m_atoms[i].word != last) {
                last = m_atoms[i].word;
                text += (text.empty() ? "" : " ")
                    + ((m_words[last].isExcluded ? "-" : "") + m_words[last].text);
            }
        }
        return text;
    }

    void reset()
    {
        m_degree = Degree::Plain;
        m_comparison = 0;
        m_isNegated = false;
        m_isCompared = false;
        m_from = m_atoms.size();
    }

    const SearchLexicon& m_lexicon = searchLexicon();
    const std::vector<QueryWord>& m_words;
    const std::function<bool(std::string_view)>& m_isName;
    std::vector<QueryAtom> m_atoms;
    SearchQuery m_query;
    std::size_t m_at {};
    // What the words before say of the next one.
    Degree m_degree {};
    int m_comparison {};
    bool m_isNegated {};
    bool m_isCompared {};
    std::size_t m_from {m_atoms.size()}; ///< where they begin
};

} // namespace

std::vector<std::string> namesFor(const QueryTerm& term)
{
    std::vector<std::string> names = term.meaning->nameWords;
    const auto add = [&names](std::string word) {
        if (std::find(names.begin(), names.end(), word) == names.end()) {
            names.push_back(std::move(word));
        }
    };
    const std::vector<std::string> parts = searchWords(term.word);
    std::string joined;
    for (const std::string& part : parts) {
        joined += part;
        // Of "tr 909" and "think break" each part may stand in a name, of "drum n bass" not the n.
        constexpr std::size_t kLeast = 3;
        if (part.size() >= kLeast && (parts.size() == 1 || term.meaning->nameWords.empty())) {
            add(part);
        }
    }
    if (!joined.empty()) {
        add(std::move(joined));
    }
    return names;
}

SearchQuery readQuery(const std::vector<QueryWord>& words,
                      const std::function<bool(std::string_view)>& isName)
{
    return QueryReader(words, isName).run();
}

SearchQuery readQuery(std::string_view utf8)
{
    std::vector<QueryWord> words;
    for (std::size_t at = 0; at < utf8.size();) {
        const std::size_t from = utf8.find_first_not_of(" \t\r\n", at);
        if (from == std::string_view::npos) {
            break;
        }
        at = std::min(utf8.find_first_of(" \t\r\n", from), utf8.size());
        const bool isExcluded = utf8[from] == '-' && at - from > 1;
        const std::size_t begin = from + (isExcluded ? 1 : 0);
        words.push_back({std::string(utf8.substr(begin, at - begin)), isExcluded});
    }
    return readQuery(words, {});
}

} // namespace nde::search
