#include "core/search/SearchLexicon.h"

#include "core/music/PromptText.h"
#include "core/search/WordForms.h"

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
    if (object.value("names", std::string()) == "typed") {
        return result;
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
        m_bare.try_emplace(folded(withoutUmlauts(word)), Entry {concept_, true, false});
    }
}

const Concept* SearchLexicon::find(std::string_view words) const
{
    if (const auto found = m_words.find(words); found != m_words.end()) {
        return &m_concepts[found->second.concept_];
    }
    if (words.find(' ') == std::string_view::npos) {
        return nullptr;
    }
    const auto bare = m_bare.find(words);
    return bare == m_bare.end() ? nullptr : &m_concepts[bare->second.concept_];
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
    auto found = matchIn(m_words, word);
    return found ? found : matchIn(m_bare, word);
}

std::optional<SearchLexicon::Match> SearchLexicon::matchIn(const Table<Entry>& words,
                                                           std::string_view word) const
{
    if (const auto known = words.find(word); known != words.end()) {
        return Match {&m_concepts[known->second.concept_], Form::Plain, {}, std::string(word)};
    }
    std::optional<Match> found;
    eachStemOf(word, [&](const std::string& stem, const WordEnding& ending) {
        const auto entry = words.find(stem);
        if (entry == words.end()) {
            return false;
        }
        found = Match {&m_concepts[entry->second.concept_],
                       entry->second.isGerman ? ending.german : ending.english,
                       {},
                       stem};
        return true;
    });
    return found;
}

bool SearchLexicon::isFillerPart(std::string_view part) const
{
    return isFiller(part) || eachStemOf(part, [this](const std::string& stem, const WordEnding&) {
               return isFiller(stem);
           });
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
        const bool isFill = isFillerPart(part) && find(part) == nullptr;
        const Concept* known = isFill ? nullptr : find(part);
        const auto declined = known || isFill ? std::nullopt : match(part);
        if (known == nullptr && !declined && !isFill) {
            continue;
        }
        const std::size_t before = found.size();
        if (!isFill) {
            found.push_back(declined ? *declined
                                     : Match {known, Form::Plain, {}, std::string(part)});
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

std::optional<SearchLexicon::Head> SearchLexicon::headOf(std::string_view word) const
{
    constexpr std::size_t kLeastRest = 3;
    constexpr std::size_t kLeastHead = 4;
    for (std::size_t cut = kLeastRest; cut + kLeastHead <= word.size(); ++cut) {
        // Only German builds words so; the longest end wins.
        const std::string_view end = word.substr(cut);
        const auto found = match(end);
        const auto entry = found ? m_words.find(found->word) : m_words.end();
        if (found && (entry == m_words.end() || entry->second.isGerman)) {
            return Head {*found, std::string(word.substr(0, cut))};
        }
    }
    return std::nullopt;
}

std::optional<SearchLexicon::Match> SearchLexicon::correctedPlain(std::string_view word) const
{
    constexpr std::size_t kLeast = 4;
    if (word.size() < kLeast) {
        return std::nullopt;
    }
    const std::string heard = asHeard(word);
    for (const std::string& known : m_single) {
        const bool isStartRight = known.size() >= kLeast
            && (known[0] == word[0] || (known[0] == word[1] && known[1] == word[0]));
        if (isStartRight && (isOneEditAway(known, word) || isOneEditAway(asHeard(known), heard))) {
            return Match {find(known), Form::Plain, known, known};
        }
    }
    return std::nullopt;
}

std::optional<SearchLexicon::Match> SearchLexicon::corrected(std::string_view word) const
{
    if (auto plain = correctedPlain(word)) {
        return plain;
    }
    // Declined as well: "dumfer", "metalische". What is left of a short word says too little.
    constexpr std::size_t kLeastStem = 4;
    for (const std::string_view ending : {"er", "es", "en", "em", "e", "s"}) {
        if (word.ends_with(ending) && word.size() >= ending.size() + kLeastStem) {
            if (auto stem = correctedPlain(word.substr(0, word.size() - ending.size()))) {
                return stem;
            }
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

} // namespace nde::search
