#include "core/music/Lexicon.h"
#include "core/music/PromptNumbers.h"
#include "core/music/PromptText.h"
#include "core/music/Request.h"

#include <algorithm>
#include <array>
#include <unordered_set>

namespace nde::music {

namespace {

// Words that carry nothing for a track; everything else that is not understood is shown.
constexpr std::array<std::string_view, 62> kFillers {
    "a",     "an",   "the",    "of",    "in",     "with", "and",   "or",     "for",
    "to",    "on",   "at",     "is",    "that",   "this", "it",    "some",   "my",
    "me",    "make", "please", "track", "tracks", "song", "music", "tune",   "style",
    "feel",  "vibe", "mit",    "und",   "oder",   "fuer", "im",    "am",     "der",
    "die",   "das",  "den",    "dem",   "des",    "ein",  "eine",  "einen",  "einem",
    "einer", "von",  "zu",     "auf",   "wie",    "stil", "musik", "stueck", "lied",
    "bitte", "key",  "tonart", "but",   "aber",   "s",    "t",     "&"};
constexpr std::array<std::string_view, 4> kNegationEnds {"with", "mit", "but", "aber"};
constexpr std::array<std::string_view, 2> kMoodNegations {"not", "nicht"};
constexpr std::array<std::string_view, 7> kEndings {"er", "em", "es", "en", "e", "n", "s"};

// Kinds of sound, by the beginnings of the words that name them.
enum class Kind
{
    None,
    Original,
    Separated,
    Generated
};
constexpr std::array<std::pair<std::string_view, Kind>, 10> kKinds {
    {{"original", Kind::Original},
     {"own", Kind::Original},
     {"eigen", Kind::Original},
     {"separat", Kind::Separated},
     {"separiert", Kind::Separated},
     {"getrennt", Kind::Separated},
     {"generat", Kind::Generated},
     {"generiert", Kind::Generated},
     {"dreamed", Kind::Generated},
     {"getraeumt", Kind::Generated}}};
constexpr std::array<std::string_view, 6> kOnly {
    "only", "nur", "just", "solely", "ausschliesslich", "allein"};
constexpr std::array<std::string_view, 15> kSoundNouns {
    "sounds", "sound",  "klaenge", "klaengen", "klang", "samples", "sample", "stems",
    "stem",   "spuren", "spur",    "material", "ones",  "toene",   "toenen"};
constexpr std::array<std::string_view, 10> kLoudNouns {
    "loudness", "loud",        "level", "master", "mix",
    "lautheit", "lautstaerke", "laut",  "volume", "mastering"};

template<std::size_t N>
bool isOneOf(const std::array<std::string_view, N>& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

void addOnce(std::vector<std::string>& list, const std::string& value)
{
    if (std::find(list.begin(), list.end(), value) == list.end()) {
        list.push_back(value);
    }
}

/// Reads the terms that the number patterns have left, one comma group after the other.
class TermReader
{
public:
    TermReader(std::vector<Token>& tokens, Request& request)
        : m_tokens(tokens)
        , m_request(request)
    {
    }

    void run()
    {
        for (std::size_t i = 0; i < m_tokens.size();) {
            const Token& token = m_tokens[i];
            if (token.kind == Token::Kind::Separator) {
                closeGroup();
                ++i;
            } else if (token.isUsed || token.kind == Token::Kind::Mark) {
                ++i;
            } else {
                i += readTerm(i);
            }
        }
        closeGroup();
        for (const std::string& name : m_request.excluded) {
            std::erase(m_request.instruments, name);
        }
    }

private:
    /// Tokens taken, at least 1.
    std::size_t readTerm(std::size_t i)
    {
        for (std::size_t words = kMaxAliasWords; words >= 1; --words) {
            if (const Term* term = find(i, words)) {
                take(*term, i, words);
                return words;
            }
        }
        if (const std::size_t words = readSpecial(i); words > 0) {
            return words;
        }
        const Token& token = m_tokens[i];
        if (const int count = countAt(i); count > 0 && isSectionNext(i + 1)) {
            m_count = count;
        } else if (isOneOf(kMoodNegations, token.text)) {
            m_isMoodNegated = true;
        } else if (isOneOf(kNegationEnds, token.text)) {
            m_isNegated = false;
        } else if (!isOneOf(kFillers, token.text)) {
            m_unknown.push_back(token.text);
        }
        return 1;
    }
    [[nodiscard]] bool isWord(std::size_t i) const
    {
        return i < m_tokens.size() && !m_tokens[i].isUsed && m_tokens[i].kind == Token::Kind::Word;
    }
    template<std::size_t N>
    [[nodiscard]] bool isWordOf(std::size_t i, const std::array<std::string_view, N>& words) const
    {
        return isWord(i) && isOneOf(words, m_tokens[i].text);
    }
    [[nodiscard]] Kind kindAt(std::size_t i) const
    {
        const bool mayBe = isWord(i)
            && std::string_view("oesgd").find(m_tokens[i].text.front()) != std::string_view::npos;
        if (!mayBe) {
            return Kind::None;
        }
        for (const auto& [start, kind] : kKinds) {
            const bool isIt = isWord(i)
                && (start == "own" ? m_tokens[i].text == start
                                   : m_tokens[i].text.starts_with(start));
            if (isIt) {
                return kind;
            }
        }
        return Kind::None;
    }
    /// "only", "nur" before a kind of sound, at most two words away ("nur meine eigenen").
    [[nodiscard]] bool isOnlyAt(std::size_t i) const
    {
        bool isFollowed = false;
        for (std::size_t k = i + 1; k <= i + 3 && isWord(k); ++k) {
            isFollowed = isFollowed || kindAt(k) != Kind::None;
        }
        return isWordOf(i, kOnly) && isFollowed;
    }
    void takeKind(Kind kind)
    {
        if (!m_isOnly && !m_isNegated) {
            return; // asked for, and nothing else is forbidden by that
        }
        SourceChoice& choice = m_request.sources ? *m_request.sources : m_request.sources.emplace();
        if (m_isOnly && !m_isChoiceOpen) {
            choice = {false, false, false};
            m_isChoiceOpen = true;
        }
        bool& slot = kind == Kind::Original ? choice.original
            : kind == Kind::Separated       ? choice.separated
                                            : choice.generated;
        slot = m_isOnly;
    }
    /// "form club long": a template by its name; 0 = none of this name.
    std::size_t readForm(std::size_t i)
    {
        for (std::size_t words = 2; words >= 1; --words) {
            std::string name;
            for (std::size_t k = i + 1; k <= i + words; ++k) {
                name += isWord(k) ? (name.empty() ? "" : "_") + m_tokens[k].text : " ";
            }
            if (lexicon().templates.contains(name)) {
                m_request.form = m_request.form.value_or(name);
                return words + 1;
            }
        }
        return 0;
    }
    /// Words about sources, loudness and half time; 0 = none of them here.
    std::size_t readSpecial(std::size_t i)
    {
        if (!isWord(i)) {
            return 0;
        }
        if (isOnlyAt(i)) {
            m_isOnly = true;
            return 1;
        }
        if (m_tokens[i].text == "form") {
            return readForm(i);
        }
        const bool hasNoun = isWordOf(i + 1, kSoundNouns);
        // "original and separated sounds": the noun stands behind the last.
        const bool isListed = isWord(i + 1) && kindAt(i + 2) != Kind::None;
        const Kind kind = kindAt(i);
        if (kind != Kind::None && (hasNoun || isListed || m_isOnly || m_isNegated)) {
            takeKind(kind);
            return hasNoun ? 2 : 1;
        }
        if (m_isOnly
            && isWordOf(i, std::array<std::string_view, 4> {"my", "meine", "meinen", "the"})) {
            return 1;
        }
        if (isWord(i) && m_tokens[i].text == "club") {
            m_request.isClubLoud = m_request.isClubLoud || !m_isNegated;
            return isWordOf(i + 1, kLoudNouns) ? 2 : 1;
        }
        if (isWord(i) && m_tokens[i].text == "halftime") {
            m_request.isHalfTime = m_request.isHalfTime || !m_isNegated;
            return 1;
        }
        if (isWord(i) && m_tokens[i].text == "half"
            && isWordOf(i + 1, std::array<std::string_view, 1> {"time"})) {
            m_request.isHalfTime = m_request.isHalfTime || !m_isNegated;
            return 2;
        }
        return 0;
    }
    [[nodiscard]] const Term* find(std::size_t i, std::size_t words) const
    {
        if (i + words > m_tokens.size()
            || (words > 1 && !lexicon().phraseStarts.contains(m_tokens[i].text))) {
            return nullptr;
        }
        for (std::size_t k = i; k < i + words; ++k) {
            if (m_tokens[k].isUsed) {
                return nullptr;
            }
        }
        const std::string key = aliasKey(m_tokens, i, words);
        const auto& aliases = lexicon().aliases;
        if (const auto at = aliases.find(key); at != aliases.end()) {
            return &at->second;
        }
        if (key.empty() || std::string_view("rmsne").find(key.back()) == std::string_view::npos) {
            return nullptr; // none of the endings below
        }
        for (const std::string_view ending : kEndings) {
            if (key.size() < ending.size() + 3 || !key.ends_with(ending)) {
                continue;
            }
            const auto at
                = aliases.find(std::string_view(key).substr(0, key.size() - ending.size()));
            if (at != aliases.end()) {
                return &at->second;
            }
        }
        return nullptr;
    }
    [[nodiscard]] int countAt(std::size_t i) const
    {
        const Token& token = m_tokens[i];
        if (token.kind == Token::Kind::Number) {
            return token.value >= 1 && token.value <= 8 ? static_cast<int>(token.value) : 0;
        }
        return countWord(token.text);
    }
    /// A section name follows, at most after a size word.
    [[nodiscard]] bool isSectionNext(std::size_t i) const
    {
        for (std::size_t skipped = 0; skipped < 2; ++skipped, ++i) {
            const Term* term = nullptr;
            for (std::size_t words = kMaxAliasWords; words >= 1 && term == nullptr; --words) {
                term = find(i, words);
            }
            if (term == nullptr || term->kind == TermKind::Section) {
                return term != nullptr;
            }
            if (term->name != "long" && term->name != "short") {
                return false;
            }
        }
        return false;
    }
    void take(const Term& term, std::size_t i, std::size_t words)
    {
        switch (term.kind) {
        case TermKind::Genre:
            if (m_isNegated) {
                m_unknown.push_back("no " + aliasKey(m_tokens, i, words));
            } else {
                addOnce(m_request.genres, term.name);
            }
            break;
        case TermKind::Mood:
            takeMood(term.name);
            break;
        case TermKind::Instrument:
            addOnce(m_isNegated ? m_request.excluded : m_instruments, term.name);
            break;
        case TermKind::Section:
            takeSection(term.name);
            break;
        case TermKind::Modifier:
            takeModifier(term.name);
            return;
        }
        m_degree = 1.0;
        m_isMoodNegated = false;
    }
    void takeMood(const std::string& name)
    {
        const double degree = m_isNegated || m_isMoodNegated ? -m_degree : m_degree;
        const auto isIt = [&](const auto& mood) { return mood.first == name; };
        if (std::none_of(m_request.moods.begin(), m_request.moods.end(), isIt)
            && std::none_of(m_moods.begin(), m_moods.end(), isIt)) {
            m_moods.emplace_back(name, degree);
        }
    }
    void takeSection(const std::string& name)
    {
        auto at = std::find_if(m_request.sections.begin(), m_request.sections.end(),
                               [&](const SectionWish& wish) { return wish.name == name; });
        if (at == m_request.sections.end()) {
            at = m_request.sections.insert(at, SectionWish {});
            at->name = name;
        }
        at->isExcluded = m_isNegated;
        at->count = m_isNegated ? std::optional<int> {} : std::max(m_count, at->count.value_or(1));
        if (!m_size.empty() && !m_isNegated) {
            at->length = m_size;
        }
        m_count = 1;
        m_size.clear();
    }
    void takeModifier(const std::string& name)
    {
        if (name == "no") {
            m_isNegated = true;
        } else if (name == "very") {
            m_degree = 1.5;
        } else if (name == "slightly") {
            m_degree = 0.5;
        } else {
            m_size = name;
        }
    }
    /// What stands in one group may stand in any order: sorted, so that the request is the same.
    void closeGroup()
    {
        std::sort(m_moods.begin(), m_moods.end());
        m_request.moods.insert(m_request.moods.end(), m_moods.begin(), m_moods.end());
        std::sort(m_instruments.begin(), m_instruments.end());
        for (const std::string& name : m_instruments) {
            addOnce(m_request.instruments, name);
        }
        for (std::string& word : m_unknown) {
            if (m_seenUnknown.insert(word).second) {
                m_request.unknown.push_back(std::move(word));
            }
        }
        m_moods.clear();
        m_instruments.clear();
        m_unknown.clear();
        m_size.clear();
        m_count = 1;
        m_degree = 1.0;
        m_isNegated = false;
        m_isMoodNegated = false;
        m_isOnly = false;
        m_isChoiceOpen = false;
    }

    std::vector<Token>& m_tokens;
    Request& m_request;
    std::vector<std::pair<std::string, double>> m_moods; ///< of the open group, as the next two
    std::vector<std::string> m_instruments;
    std::vector<std::string> m_unknown;
    std::unordered_set<std::string> m_seenUnknown; ///< of all groups
    std::string m_size;
    int m_count {1};
    double m_degree {1.0};
    bool m_isNegated {};
    bool m_isMoodNegated {};
    bool m_isOnly {}; ///< the kinds of sound that follow are the only ones
    bool m_isChoiceOpen {}; ///< a first of them has been taken
};

} // namespace

Request parsePrompt(std::string_view prompt)
{
    Request request;
    std::vector<Token> tokens = lexPrompt(prompt);
    takeNumbers(tokens, request);
    TermReader(tokens, request).run();
    request.isGenreGuessed = request.genres.empty();
    return request;
}

} // namespace nde::music
