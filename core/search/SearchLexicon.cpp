#include "core/search/SearchLexicon.h"

#include "core/music/PromptText.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace nde::search {

extern const char* const kLexiconJson;

namespace {

using nlohmann::json;
using Strings = std::vector<std::string>;

std::string joined(const Strings& words, std::string_view between)
{
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? std::string() : std::string(between)) + word;
    }
    return text;
}

std::string folded(std::string_view utf8)
{
    return joined(searchWords(utf8), " ");
}

/// As someone writes it whose keyboard has no umlauts: "duster".
std::string withoutUmlauts(std::string text)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kPlain {
        {{"ä", "a"}, {"ö", "o"}, {"ü", "u"}}};
    for (const auto& [umlaut, plain] : kPlain) {
        for (auto at = text.find(umlaut); at != std::string::npos; at = text.find(umlaut)) {
            text.replace(at, umlaut.size(), plain);
        }
    }
    return text;
}

Concept conceptOf(const json& object)
{
    Concept result;
    result.id = object.at("id").get<std::string>();
    result.english = object.at("en").get<Strings>();
    result.german = object.at("de").get<Strings>();
    const json axes = object.value("axes", json::object());
    for (const auto& [id, weight] : axes.items()) {
        result.axes.push_back({axisFromId(id).value(), weight.get<float>()});
    }
    const json categories = object.value("categories", json::object());
    for (const auto& [id, fit] : categories.items()) {
        result.categories.emplace_back(categoryFromId(id).value(), fit.get<float>());
    }
    for (const auto& id : object.value("classes", Strings {})) {
        result.soundClasses.push_back(soundClassFromId(id).value());
    }
    for (const auto& id : object.value("sources", Strings {})) {
        result.sources.push_back(sourceFromId(id).value());
    }
    constexpr std::size_t kMostNameWords = 6; // of each language: the rest is rare in names
    for (const Strings* words : {&result.english, &result.german}) {
        for (std::size_t i = 0; i < std::min(kMostNameWords, words->size()); ++i) {
            if (const Strings parts = searchWords((*words)[i]); parts.size() == 1) {
                result.nameWords.push_back(parts.front());
            }
        }
    }
    std::sort(result.nameWords.begin(), result.nameWords.end());
    result.nameWords.erase(std::unique(result.nameWords.begin(), result.nameWords.end()),
                           result.nameWords.end());
    return result;
}

constexpr std::array<std::pair<std::string_view, Modifier>, 6> kDegreeIds {
    {{"very", Modifier::Very},
     {"extreme", Modifier::Extreme},
     {"slight", Modifier::Slight},
     {"more", Modifier::More},
     {"less", Modifier::Less},
     {"neither", Modifier::Neither}}};

/// What may stand before an ending that was taken off, so that it is a word again.
Strings stemsOf(std::string_view rest)
{
    Strings stems {std::string(rest)};
    const auto add = [&stems](std::string text) { stems.push_back(std::move(text)); };
    const std::size_t size = rest.size();
    if (size < 2) {
        return stems;
    }
    const char last = rest.back();
    add(std::string(rest) + 'e'); // "fine"
    if (last == rest[size - 2]) {
        add(std::string(rest.substr(0, size - 1))); // "thinn"
    }
    if (last == 'i') {
        add(std::string(rest.substr(0, size - 1)) + 'y'); // "noisi"
    }
    if (last == 'l' || last == 'r' || last == 'n') {
        add(std::string(rest.substr(0, size - 1)) + 'e' + last); // "dunkl", "saubr", "trockn"
    }
    if (rest == "hoh" || rest == "hoeh") {
        add("hoch");
    }
    for (const std::string_view umlaut : {"ae", "oe", "ue"}) { // "kuerz", "laeng"
        if (const auto at = rest.find(umlaut); at != std::string_view::npos) {
            std::string plain(rest);
            plain.erase(at + 1, 1);
            add(std::move(plain));
        }
    }
    return stems;
}

} // namespace

SearchLexicon::SearchLexicon()
{
    // A defect of this text is ours and is found by the first test that runs: no recovery here.
    const json root = json::parse(kLexiconJson);
    for (const auto& object : root.at("concepts")) {
        m_concepts.push_back(conceptOf(object));
    }
    for (std::size_t i = 0; i < m_concepts.size(); ++i) {
        for (const std::string& word : m_concepts[i].english) {
            add(i, word, false);
        }
        for (const std::string& word : m_concepts[i].german) {
            add(i, word, true);
        }
    }
    for (const auto& [id, modifier] : kDegreeIds) {
        for (const auto& word : root.at("degrees").at(std::string(id)).get<Strings>()) {
            m_modifiers.emplace(folded(word), modifier);
        }
    }
    for (const auto& word : root.at("negations").get<Strings>()) {
        m_modifiers.emplace(folded(word), Modifier::Not);
    }
    for (const auto& word : root.at("fillers").get<Strings>()) {
        m_fillers.insert(folded(word));
    }
}

void SearchLexicon::add(std::size_t concept_, const std::string& word, bool isGerman)
{
    const auto put = [&](const std::string& key) {
        const auto [at, isNew] = m_words.try_emplace(key, Entry {concept_, false, false});
        if (at->second.concept_ == concept_) {
            (isGerman ? at->second.isGerman : at->second.isEnglish) = true;
        }
        if (isNew && key.find(' ') == std::string::npos) {
            m_single.push_back(key);
        }
    };
    const Strings parts = searchWords(word);
    put(joined(parts, " "));
    if (parts.size() > 1) {
        put(joined(parts, "")); // "hihat", "lofi"
    }
    if (isGerman) {
        put(folded(withoutUmlauts(word)));
    }
}

const Concept* SearchLexicon::find(std::string_view words) const
{
    const auto found = m_words.find(words);
    return found == m_words.end() ? nullptr : &m_concepts[found->second.concept_];
}

std::optional<Modifier> SearchLexicon::modifier(std::string_view word) const
{
    const auto found = m_modifiers.find(word);
    return found == m_modifiers.end() ? std::nullopt : std::optional(found->second);
}

bool SearchLexicon::isFiller(std::string_view word) const
{
    return m_fillers.contains(word);
}

std::optional<SearchLexicon::Match> SearchLexicon::match(std::string_view word) const
{
    if (const Concept* known = find(word)) {
        return Match {known, Form::Plain, {}};
    }
    struct Ending
    {
        std::string_view text;
        Form german;
        Form english;
    };
    using enum Form;
    static constexpr std::array<Ending, 17> kEndings {{{"erere", Comparative, Plain},
                                                       {"erer", Comparative, Plain},
                                                       {"eres", Comparative, Plain},
                                                       {"eren", Comparative, Plain},
                                                       {"erem", Comparative, Plain},
                                                       {"ere", Comparative, Plain},
                                                       {"ste", Comparative, Plain},
                                                       {"est", Comparative, Comparative},
                                                       {"ern", Plain, Plain},
                                                       {"er", Declined, Comparative},
                                                       {"es", Plain, Plain},
                                                       {"en", Plain, Plain},
                                                       {"em", Plain, Plain},
                                                       {"ed", Plain, Plain},
                                                       {"e", Plain, Plain},
                                                       {"n", Plain, Plain},
                                                       {"s", Plain, Plain}}};
    constexpr std::size_t kLeastStem = 3;
    for (const Ending& ending : kEndings) {
        if (!word.ends_with(ending.text) || word.size() < ending.text.size() + kLeastStem) {
            continue;
        }
        for (const std::string& stem : stemsOf(word.substr(0, word.size() - ending.text.size()))) {
            const auto found = m_words.find(stem);
            if (found != m_words.end()) {
                return Match {&m_concepts[found->second.concept_],
                              found->second.isGerman ? ending.german : ending.english,
                              {}};
            }
        }
    }
    return std::nullopt;
}

bool SearchLexicon::splits(std::string_view rest, int partsLeft, std::vector<Match>& found) const
{
    constexpr std::size_t kLeastPart = 3;
    if (partsLeft == 0 || rest.size() < kLeastPart) {
        return false;
    }
    // The longest first part wins: "bassdrumklang" is no bass.
    for (std::size_t cut = rest.size(); cut >= kLeastPart; --cut) {
        const std::string_view part = rest.substr(0, cut);
        const bool isFill = isFiller(part);
        const Concept* known = isFill ? nullptr : find(part);
        const auto declined = known || isFill ? std::nullopt : match(part);
        if (known == nullptr && !declined && !isFill) {
            continue;
        }
        const std::size_t before = found.size();
        if (!isFill) {
            found.push_back(declined ? *declined : Match {known, Form::Plain, {}});
        }
        if (cut == rest.size() || splits(rest.substr(cut), partsLeft - 1, found)) {
            return true;
        }
        found.resize(before);
    }
    return false;
}

std::vector<SearchLexicon::Match> SearchLexicon::compound(std::string_view word) const
{
    constexpr int kMostParts = 3;
    constexpr std::size_t kLeast = 7;
    std::vector<Match> found;
    if (word.size() < kLeast || !splits(word, kMostParts, found)) {
        found.clear();
    }
    return found;
}

std::optional<SearchLexicon::Match> SearchLexicon::corrected(std::string_view word) const
{
    constexpr std::size_t kLeast = 4;
    if (word.size() < kLeast) {
        return std::nullopt;
    }
    for (const std::string& known : m_single) {
        const bool isStartRight = known.size() >= kLeast
            && (known[0] == word[0] || (known[0] == word[1] && known[1] == word[0]));
        if (isStartRight && isOneEditAway(known, word)) {
            return Match {find(known), Form::Plain, known};
        }
    }
    return std::nullopt;
}

const SearchLexicon& searchLexicon()
{
    static const SearchLexicon instance;
    return instance;
}

std::vector<std::string> searchWords(std::string_view utf8)
{
    std::vector<std::string> words;
    for (const music::Token& token : music::lexPrompt(utf8)) {
        using Kind = music::Token::Kind;
        if (token.kind != Kind::Word && token.kind != Kind::Number) {
            continue;
        }
        if (token.isGlued && !words.empty()) {
            words.back() += token.text;
        } else {
            words.push_back(token.text);
        }
    }
    return words;
}

bool isOneEditAway(std::string_view a, std::string_view b)
{
    if (a.size() > b.size()) {
        std::swap(a, b);
    }
    if (a == b || b.size() - a.size() > 1) {
        return false;
    }
    std::size_t begin = 0;
    while (begin < a.size() && a[begin] == b[begin]) {
        ++begin;
    }
    std::size_t end = 0;
    while (end < a.size() - begin && a[a.size() - 1 - end] == b[b.size() - 1 - end]) {
        ++end;
    }
    const std::size_t left = a.size() - begin - end; // of the shorter, between what agrees
    if (a.size() != b.size()) {
        return left == 0;
    }
    return left == 1 || (left == 2 && a[begin] == b[begin + 1] && a[begin + 1] == b[begin]);
}

} // namespace nde::search
