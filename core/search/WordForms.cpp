#include "core/search/WordForms.h"

#include <array>
#include <utility>

namespace nde::search {

namespace {

/// What may stand before an ending that was taken off, so that it is a word again.
/// @param isEnglish  the ending is English only: its words lose no vowel and no umlaut.
std::vector<std::string> stemsOf(std::string_view rest, bool isEnglish)
{
    std::vector<std::string> stems {std::string(rest)};
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
    if (isEnglish) {
        return stems;
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

/// What words end with that is not theirs, the longest first where one ends with another.
constexpr auto kEndings = [] {
    using enum WordForm;
    return std::array<WordEnding, 22> {
        {{"erere", Comparative, Plain}, {"erer", Comparative, Plain},
         {"eres", Comparative, Plain},  {"eren", Comparative, Plain},
         {"erem", Comparative, Plain},  {"ere", Comparative, Plain},
         {"ste", Comparative, Plain},   {"est", Comparative, Comparative},
         {"ern", Plain, Plain},         {"er", Declined, Comparative},
         {"es", Plain, Plain},          {"en", Plain, Plain},
         {"em", Plain, Plain},          {"ed", Plain, Plain},
         {"ness", Plain, Plain, true},  {"ing", Plain, Plain, true},
         {"ish", Plain, Plain, true},   {"ly", Plain, Plain, true},
         {"e", Plain, Plain},           {"n", Plain, Plain},
         {"s", Plain, Plain},           {"y", Plain, Plain, true}}};
}();

} // namespace

bool eachStemOf(std::string_view word,
                const std::function<bool(const std::string&, const WordEnding&)>& isIt)
{
    constexpr std::size_t kLeastStem = 3;
    for (const WordEnding& ending : kEndings) {
        if (!word.ends_with(ending.text) || word.size() < ending.text.size() + kLeastStem) {
            continue;
        }
        for (const std::string& stem :
             stemsOf(word.substr(0, word.size() - ending.text.size()), ending.isEnglish)) {
            if (isIt(stem, ending)) {
                return true;
            }
        }
    }
    return false;
}

std::string asHeard(std::string_view word)
{
    std::string plain(word);
    for (auto at = plain.find("ph"); at != std::string::npos; at = plain.find("ph")) {
        plain.replace(at, 2, "f");
    }
    return plain;
}

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
