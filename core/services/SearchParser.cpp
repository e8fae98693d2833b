// The search box of LibraryFilter.h.
#include "core/services/LibraryFilter.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>

namespace nde::services {

namespace {

using Range = std::pair<double, double>;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// One piece of the text: `-name:value`, `"a phrase"`, `word`.
struct Token
{
    std::string raw; ///< as typed
    std::string text; ///< without the sign and the quotes
    bool isExcluded {};
    bool isQuoted {}; ///< begins with a quote, so it is no operator
};

// Quotes as programs and keyboards of several countries set them.
std::string withPlainQuotes(std::string_view text)
{
    constexpr std::array<std::string_view, 5> kQuotes {"\u201C", "\u201D", "\u201E", "\u00AB",
                                                       "\u00BB"};
    std::string plain;
    while (!text.empty()) {
        const auto quote = std::find_if(kQuotes.begin(), kQuotes.end(),
                                        [text](std::string_view q) { return text.starts_with(q); });
        plain += quote == kQuotes.end() ? text.front() : '"';
        text.remove_prefix(quote == kQuotes.end() ? 1 : quote->size());
    }
    return plain;
}

bool isSpace(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::vector<Token> tokens(const std::string& text)
{
    std::vector<Token> found;
    std::size_t at = 0;
    while (at < text.size()) {
        if (isSpace(text[at])) {
            ++at;
            continue;
        }
        Token token;
        const std::size_t begin = at;
        if (text[at] == '-' && at + 1 < text.size() && !isSpace(text[at + 1])) {
            token.isExcluded = true;
            ++at;
        }
        token.isQuoted = text[at] == '"';
        bool isInside = false; // an open quote lasts to the end: it is being typed
        for (; at < text.size() && (isInside || !isSpace(text[at])); ++at) {
            if (text[at] == '"') {
                isInside = !isInside;
            } else {
                token.text += text[at];
            }
        }
        token.raw = text.substr(begin, at - begin);
        found.push_back(std::move(token));
    }
    return found;
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isSpace(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isSpace(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

/// A number and what stands behind it.
struct Number
{
    double value {};
    std::string_view unit;
};

std::optional<Number> numberFrom(std::string_view text)
{
    std::string plain(trimmed(text));
    std::replace(plain.begin(), plain.end(), ',', '.');
    double value = 0.0;
    const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value,
                                              std::chars_format::fixed);
    if (error != std::errc {} || !std::isfinite(value)) {
        return std::nullopt;
    }
    const auto used = static_cast<std::size_t>(end - plain.data());
    return Number {value, trimmed(trimmed(text).substr(used))};
}

/// Turns "120", "0,7" or "600ms" into a number; `unit` is what the other end of a range has.
using ReadValue
    = std::function<std::optional<double>(std::string_view text, std::string_view unit)>;

std::optional<double> plainValue(std::string_view text, std::string_view /*unit*/)
{
    const auto number = numberFrom(text);
    return number && number->unit.empty() ? std::optional(number->value) : std::nullopt;
}

std::optional<double> seconds(std::string_view text, std::string_view defaultUnit)
{
    const auto number = numberFrom(text);
    if (!number) {
        return std::nullopt;
    }
    if (!number->unit.empty() && number->unit.front() == ':') { // 1:30
        const auto rest = numberFrom(number->unit.substr(1));
        return rest && rest->unit.empty() ? std::optional(number->value * 60.0 + rest->value)
                                          : std::nullopt;
    }
    const std::string_view unit = number->unit.empty() ? defaultUnit : number->unit;
    if (unit.empty() || unit == "s" || unit == "sec") {
        return number->value;
    }
    if (unit == "ms") {
        return number->value / 1000.0;
    }
    return unit == "m" || unit == "min" ? std::optional(number->value * 60.0) : std::nullopt;
}

double justBelow(double value)
{
    return std::nextafter(static_cast<float>(value), -std::numeric_limits<float>::infinity());
}

double justAbove(double value)
{
    return std::nextafter(static_cast<float>(value), std::numeric_limits<float>::infinity());
}

/// `<1`, `<=1`, `>1`, `>=1`, `1-2`, `1..2`, or `1` give or take `tolerance`.
std::optional<Range> rangeFrom(std::string_view text, const ReadValue& read, double tolerance)
{
    const auto bound = [&](std::size_t skip) { return read(text.substr(skip), {}); };
    if (text.substr(0, 2) == "<=" || text.substr(0, 2) == ">=") {
        const auto value = bound(2);
        return !value             ? std::nullopt
            : text.front() == '<' ? std::optional(Range {-kInfinity, *value})
                                  : std::optional(Range {*value, kInfinity});
    }
    if (text.front() == '<' || text.front() == '>') {
        const auto value = bound(1);
        return !value             ? std::nullopt
            : text.front() == '<' ? std::optional(Range {-kInfinity, justBelow(*value)})
                                  : std::optional(Range {justAbove(*value), kInfinity});
    }
    const auto dots = text.find("..");
    const auto middle = dots != std::string_view::npos ? dots : text.find('-', 1);
    if (middle == std::string_view::npos) {
        const auto value = bound(0);
        return value ? std::optional(Range {*value - tolerance, *value + tolerance}) : std::nullopt;
    }
    const std::string_view upper = text.substr(middle + (dots != std::string_view::npos ? 2 : 1));
    const auto upperNumber = numberFrom(upper);
    const auto to = read(upper, {});
    const auto from
        = read(text.substr(0, middle), upperNumber ? upperNumber->unit : std::string_view {});
    if (!from || !to) {
        return std::nullopt;
    }
    return Range {std::min(*from, *to), std::max(*from, *to)};
}

std::vector<std::string> commaList(const std::string& text)
{
    std::vector<std::string> parts;
    std::size_t from = 0;
    while (from <= text.size()) {
        const auto to = std::min(text.find(',', from), text.size());
        if (const auto part = trimmed(std::string_view(text).substr(from, to - from));
            !part.empty()) {
            parts.emplace_back(part);
        }
        from = to + 1;
    }
    return parts;
}

/// Adds the values of `cat:kick,snare` to a facet, or for an excluded one all others.
template<typename Enum>
bool addFacet(std::vector<Enum>& facet, const std::string& value, bool isExcluded, int count,
              std::optional<Enum> (*fromId)(std::string_view))
{
    std::vector<Enum> named;
    for (const std::string& id : commaList(value)) {
        const auto item = fromId(id);
        if (!item) {
            return false;
        }
        named.push_back(*item);
    }
    const auto isIn = [](const std::vector<Enum>& list, Enum item) {
        return std::find(list.begin(), list.end(), item) != list.end();
    };
    if (isExcluded) {
        std::vector<Enum> others;
        for (int i = 0; i < count; ++i) {
            const auto item = static_cast<Enum>(i);
            if (!isIn(named, item) && (facet.empty() || isIn(facet, item))) {
                others.push_back(item);
            }
        }
        facet = std::move(others);
        return !facet.empty();
    }
    for (const Enum item : named) {
        if (!isIn(facet, item)) {
            facet.push_back(item);
        }
    }
    return true;
}

std::optional<SoundClass> soundClassFromWord(std::string_view word)
{
    return word == "oneshot" || word == "shot" ? SoundClass::OneShot : soundClassFromId(word);
}

bool addKeys(std::vector<Key>& keys, const std::string& value, bool areNeighboursWanted)
{
    for (std::string name : commaList(value)) {
        const bool isNear = areNeighboursWanted || name.front() == '~';
        if (name.front() == '~') {
            name.erase(0, 1);
        }
        const auto key = keyFromName(name);
        if (!key) {
            return false;
        }
        for (int index = 0; index < 24; ++index) {
            const Key other {index % 12, index >= 12};
            const bool isWanted = isNear ? camelotDistance(*key, other) <= 1 : other == *key;
            if (isWanted && std::find(keys.begin(), keys.end(), other) == keys.end()) {
                keys.push_back(other);
            }
        }
    }
    return true;
}

bool setBpm(LibraryFilter& filter, const std::string& value, bool isNear)
{
    constexpr double kNear = 0.04; // 4 %, what a stretch hides
    constexpr double kRounding = 0.5; // "bpm:120" means what is shown as 120
    auto range = rangeFrom(value, plainValue, isNear ? 0.0 : kRounding);
    if (!range) {
        return false;
    }
    if (isNear) {
        range = Range {range->first * (1.0 - kNear), range->second * (1.0 + kNear)};
    }
    filter.bpm = range;
    filter.foldBpm = isNear;
    return true;
}

bool setRange(std::optional<Range>& target, const std::string& value, const ReadValue& read,
              double tolerance)
{
    const auto range = rangeFrom(value, read, tolerance);
    if (range) {
        target = range;
    }
    return range.has_value();
}

// Only lower bounds can be asked for, with or without the sign.
bool setRating(LibraryFilter& filter, std::string_view value)
{
    const bool isStrict = value.substr(0, 1) == ">" && value.substr(0, 2) != ">=";
    value.remove_prefix(value.substr(0, 2) == ">=" ? 2 : isStrict ? 1 : 0);
    const auto number = plainValue(value, {});
    if (!number || *number != std::floor(*number) || *number < 0.0 || *number > 5.0) {
        return false;
    }
    filter.minRating = static_cast<int>(*number) + (isStrict ? 1 : 0);
    return true;
}

bool addTags(LibraryFilter& filter, const std::string& value, bool isExcluded)
{
    for (std::string tag : commaList(foldText(value))) {
        std::replace(tag.begin(), tag.end(), ' ', '-');
        (isExcluded ? filter.excludedTags : filter.tags).push_back(std::move(tag));
    }
    return true;
}

enum class Outcome
{
    Done,
    BadValue,
    NoOperator
};

Outcome outcome(bool isDone)
{
    return isDone ? Outcome::Done : Outcome::BadValue;
}

/// Days: "7d", "2w", "12h", "3m", "1y"; a plain number means days.
std::optional<double> days(std::string_view text, std::string_view defaultUnit)
{
    const auto number = numberFrom(text);
    if (!number) {
        return std::nullopt;
    }
    const std::string_view unit = number->unit.empty() ? defaultUnit : number->unit;
    constexpr std::array<std::pair<std::string_view, double>, 5> kUnits {
        {{"h", 1.0 / 24.0}, {"d", 1.0}, {"w", 7.0}, {"m", 30.44}, {"y", 365.25}}};
    for (const auto& [name, length] : kUnits) {
        if (unit == name || (unit.empty() && name == "d")) {
            return number->value * length;
        }
    }
    return std::nullopt;
}

/// `added:<7d`: an age at most; `added:7d` means the same.
bool setAge(LibraryFilter& filter, const std::string& value)
{
    const bool isPlain = value.find_first_of("<>-.") == std::string::npos;
    return isPlain ? setRange(filter.ageDays, '<' + value, days, 0.0)
                   : setRange(filter.ageDays, value, days, 0.0);
}

/// Ends of names as people write them: without the ending of a file.
std::string withoutSuffix(const std::string& name)
{
    const auto dot = name.rfind('.');
    return dot == std::string::npos || dot == 0 || name.size() - dot > 5 ? name
                                                                         : name.substr(0, dot);
}

// Operators that only the library can answer. For those who do not ask it they are not understood:
// they must not look as if they were.
Outcome applyLibraryOperator(LibraryFilter& filter, const std::string& name,
                             const std::string& value, bool isExcluded)
{
    if (name == "in") {
        if (foldText(value) == "none") {
            filter.inNoCollection = true;
        } else {
            filter.collections.push_back(value);
        }
        return outcome(!isExcluded);
    }
    if (name == "from") {
        filter.origins.push_back(withoutSuffix(value));
        return outcome(!isExcluded);
    }
    if (name == "model" || name == "lic") {
        for (std::string& one : commaList(foldText(value))) {
            (name == "model" ? filter.models : filter.licences).push_back(std::move(one));
        }
        return outcome(!isExcluded);
    }
    return Outcome::NoOperator;
}

bool isLibraryOperator(std::string_view name)
{
    constexpr std::array<std::string_view, 5> kNames {"in", "from", "model", "lic", "like"};
    return std::find(kNames.begin(), kNames.end(), name) != kNames.end();
}

Outcome applyOperator(LibraryFilter& filter, const std::string& name, const std::string& value,
                      bool isExcluded)
{
    constexpr double kHundredth = 0.005;
    constexpr double kTenMs = 0.005;
    if (name == "tag") {
        return outcome(addTags(filter, value, isExcluded));
    }
    if (name == "cat") {
        return outcome(addFacet(filter.categories, foldText(value), isExcluded, kCategoryCount,
                                categoryFromId));
    }
    if (name == "class") {
        return outcome(addFacet(filter.soundClasses, foldText(value), isExcluded, kSoundClassCount,
                                soundClassFromWord));
    }
    if (name == "src") {
        return outcome(
            addFacet(filter.sources, foldText(value), isExcluded, kSourceCount, sourceFromId));
    }
    const bool isNear = name == "~bpm" || name == "~key";
    if (name == "bpm" || name == "~bpm") {
        return outcome(!isExcluded && setBpm(filter, value, isNear));
    }
    if (name == "key" || name == "~key") {
        return outcome(!isExcluded && addKeys(filter.keys, value, isNear));
    }
    if (name == "len") {
        return outcome(!isExcluded && setRange(filter.lengthS, foldText(value), seconds, kTenMs));
    }
    if (name == "quality") {
        return outcome(!isExcluded && setRange(filter.quality, value, plainValue, kHundredth));
    }
    if (name == "rating") {
        return outcome(!isExcluded && setRating(filter, value));
    }
    if (name == "added") {
        return outcome(!isExcluded && setAge(filter, foldText(value)));
    }
    return Outcome::NoOperator;
}

/// Puts what are operators into `filter` and hands over every other token.
/// @param mayAskLibrary  as of `parseSearch`.
/// @param onWord  (token, its folded text).
/// @param onLike  the value of `like:`; empty = that is no operator here.
void readTokens(std::string_view text, LibraryFilter& filter, bool mayAskLibrary,
                const std::function<void(const Token&, std::string)>& onWord,
                const std::function<bool(const std::string&)>& onLike)
{
    for (const Token& token : tokens(withPlainQuotes(text))) {
        const auto colon = token.isQuoted ? std::string::npos : token.text.find(':');
        if (colon != std::string::npos) {
            const std::string name = foldText(token.text.substr(0, colon));
            const std::string value(trimmed(std::string_view(token.text).substr(colon + 1)));
            if (onLike && name == "like" && !token.isExcluded && onLike(value)) {
                continue;
            }
            LibraryFilter probe = filter;
            // An empty value: only whether there is such an operator.
            const std::string& given = value.empty() ? std::string("0") : value;
            const bool isExcluded = !value.empty() && token.isExcluded;
            auto done = applyOperator(probe, name, given, isExcluded);
            if (done == Outcome::NoOperator && isLibraryOperator(name)) {
                done = mayAskLibrary && name != "like"
                    ? applyLibraryOperator(probe, name, given, isExcluded)
                    : Outcome::BadValue;
            }
            if (done != Outcome::NoOperator) {
                if (!value.empty() && done == Outcome::Done) {
                    filter = std::move(probe);
                } else if (!value.empty()) {
                    filter.notUnderstood.push_back(token.raw);
                }
                continue;
            }
        }
        std::string word = foldText(trimmed(token.text));
        if (word == "-") {
            continue; // an exclusion that is being typed
        }
        if (word == "fav" && !token.isQuoted && !token.isExcluded) {
            filter.favoritesOnly = true;
        } else if (word == "unheard" && !token.isQuoted) {
            filter.notUnderstood.push_back(token.raw);
        } else if (!word.empty()) {
            onWord(token, std::move(word));
        }
    }
}

void addWord(LibraryFilter& filter, const Token& token, std::string word)
{
    (token.isExcluded ? filter.excludedWords : filter.words).push_back(std::move(word));
}

} // namespace

LibraryFilter parseSearch(std::string_view text, bool mayAskLibrary)
{
    LibraryFilter filter;
    readTokens(text, filter, mayAskLibrary,
               [&filter](const Token& token, std::string word) {
                   addWord(filter, token, std::move(word));
               },
               {});
    return filter;
}

SearchParts splitSearch(std::string_view text)
{
    SearchParts parts;
    readTokens(
        text, parts.filter, true,
        [&parts](const Token& token, std::string word) {
            if (token.isQuoted || token.isExcluded) {
                addWord(parts.filter, token, std::move(word));
            }
            if (!token.isQuoted) {
                parts.meaning.push_back({token.text, token.isExcluded});
            }
        },
        [&parts](const std::string& value) {
            const std::string_view digits
                = std::string_view(value).substr(value.starts_with('#') ? 1 : 0);
            StemId id {};
            const auto [end, error]
                = std::from_chars(digits.data(), digits.data() + digits.size(), id);
            const bool isId
                = error == std::errc {} && end == digits.data() + digits.size() && id > 0;
            if (isId) {
                parts.like = id;
            }
            return isId || digits.empty();
        });
    return parts;
}

} // namespace nde::services
