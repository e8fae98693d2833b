#include "core/search/QueryNumbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace nde::search {

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

template<std::size_t N>
using Words = std::array<std::string_view, N>;

constexpr Words<8> kSeconds {"s", "sec", "secs", "second", "seconds", "sek", "sekunde", "sekunden"};
constexpr Words<5> kMilliseconds {"ms", "millisecond", "milliseconds", "millisekunde",
                                  "millisekunden"};
constexpr Words<5> kMinutes {"min", "minute", "minutes", "minuten", "mins"};
constexpr Words<3> kTempo {"bpm", "beats", "schlaege"};
constexpr Words<12> kBelow {"<",   "under",      "below",   "unter",   "max",    "maximal",
                            "bis", "hoechstens", "kuerzer", "shorter", "slower", "langsamer"};
constexpr Words<10> kAbove {">",          "over",    "above",  "ueber",  "min",
                            "mindestens", "laenger", "longer", "faster", "schneller"};
constexpr Words<7> kAround {"around", "about", "um", "ca", "etwa", "circa", "ungefaehr"};
constexpr Words<2> kThan {"than", "als"};
constexpr Words<4> kTo {"-", "bis", "to", "und"};
constexpr Words<4> kMinor {"minor", "moll", "min", "mineur"};
constexpr Words<4> kMajor {"major", "dur", "maj", "majeur"};

template<std::size_t N>
bool isOneOf(const Words<N>& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Cuts one typed word into atoms.
class Cutter
{
public:
    Cutter(const QueryWord& word, std::size_t index, std::vector<QueryAtom>& out)
        : m_word(word)
        , m_index(index)
        , m_out(out)
    {
    }
    void run()
    {
        const std::string_view text = m_word.text;
        for (std::size_t i = 0; i < text.size();) {
            if (isDigit(text[i]) && (i == 0 || !isLetterBefore(i))) {
                i = number(i);
            } else if (text[i] == '<' || text[i] == '>') {
                push(std::string(1, text[i++]));
            } else if (text.substr(i).starts_with("≤") || text.substr(i).starts_with("≥")) {
                push(text.substr(i).starts_with("≤") ? "<" : ">");
                i += 3;
            } else if (text[i] == '-' && i > 0 && isDigit(text[i - 1]) && i + 1 < text.size()
                       && isDigit(text[i + 1])) {
                push("-");
                ++i;
            } else if (text.substr(i).starts_with("–")) {
                push("-");
                i += 3;
            } else if (text[i] == '=' || text[i] == '~') {
                ++i;
            } else {
                i = letters(i);
            }
        }
    }

private:
    [[nodiscard]] bool isLetterBefore(std::size_t i) const
    {
        const char c = m_word.text[i - 1];
        return !isDigit(c) && c != '<' && c != '>' && c != '-' && c != '=' && c != '~'
            && static_cast<unsigned char>(c) < 0x80;
    }
    void push(std::string text)
    {
        QueryAtom atom;
        atom.text = std::move(text);
        atom.word = m_index;
        atom.isExcluded = m_word.isExcluded;
        m_out.push_back(std::move(atom));
    }
    std::size_t number(std::size_t from)
    {
        std::string plain = m_word.text.substr(from);
        std::replace(plain.begin(), plain.end(), ',', '.');
        double value = 0.0;
        const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value,
                                                  std::chars_format::fixed);
        const auto size = error == std::errc {} ? static_cast<std::size_t>(end - plain.data()) : 1;
        push(plain.substr(0, size));
        m_out.back().isNumber = error == std::errc {} && std::isfinite(value);
        m_out.back().value = value;
        return from + size;
    }
    std::size_t letters(std::size_t from)
    {
        const std::string_view text = m_word.text;
        std::size_t to = from + 1;
        const auto isStop = [&](std::size_t i) {
            return text[i] == '<' || text[i] == '>' || (text[i] == '-' && isDigit(text[i - 1]));
        };
        while (to < text.size() && !isStop(to)) {
            ++to;
        }
        for (std::string& word : searchWords(text.substr(from, to - from))) {
            push(std::move(word));
        }
        return to;
    }

    const QueryWord& m_word;
    std::size_t m_index;
    std::vector<QueryAtom>& m_out;
};

enum class Unit
{
    None,
    Length,
    Tempo
};

struct Measure
{
    Unit unit {};
    double factor {1.0};
};

Measure measureOf(std::string_view word)
{
    if (isOneOf(kSeconds, word)) {
        return {Unit::Length, 1.0};
    }
    if (isOneOf(kMilliseconds, word)) {
        return {Unit::Length, 0.001};
    }
    if (isOneOf(kMinutes, word)) {
        return {Unit::Length, 60.0};
    }
    return isOneOf(kTempo, word) ? Measure {Unit::Tempo, 1.0} : Measure {};
}

enum class Bound
{
    Around,
    Below,
    Above
};

/// Reads at one place of the atoms.
class Reader
{
public:
    Reader(const std::vector<QueryAtom>& atoms, std::size_t at, SearchQuery& query)
        : m_atoms(atoms)
        , m_begin(at)
        , m_at(at)
        , m_query(query)
    {
    }

    std::size_t range()
    {
        const Bound bound = takeBound();
        if (!isNumber()) {
            return 0;
        }
        const double from = m_atoms[m_at++].value;
        double to = from;
        const Measure early = measureHere(); // "500 ms bis 1 s"
        m_at += early.unit != Unit::None && isToAt(m_at + 1) ? 1 : 0;
        if (isToAt(m_at)) {
            to = m_atoms[m_at + 1].value;
            m_at += 2;
        }
        const Measure measure = measureHere();
        if (measure.unit == Unit::None) {
            return 0;
        }
        ++m_at;
        if (m_at < m_atoms.size() && measure.unit == Unit::Tempo
            && (word(m_at) == "pro" || word(m_at) == "per") && m_at + 1 < m_atoms.size()) {
            m_at += 2; // "Schläge pro Minute"
        }
        const double first = early.unit != Unit::None ? early.factor : measure.factor;
        store(measure.unit, from * first, to * measure.factor, bound);
        return m_at - m_begin;
    }

    /// "a minor", "fis moll", "b flat major".
    std::size_t namedKey()
    {
        std::string note(word(m_at++));
        std::string accidental;
        if (m_at < m_atoms.size() && (word(m_at) == "flat" || word(m_at) == "sharp")) {
            accidental = word(m_at++) == "flat" ? "b" : "#";
        }
        const std::string_view mode = word(m_at);
        const bool isMinor = isOneOf(kMinor, mode);
        if (!isMinor && !isOneOf(kMajor, mode)) {
            return 0;
        }
        const bool isGerman = mode == "moll" || mode == "dur";
        const auto name = germanNote(note, isGerman);
        if (!name) {
            return 0;
        }
        const auto key = keyFromName(*name + accidental + (isMinor ? "m" : ""));
        if (!key) {
            return 0;
        }
        m_query.keys.push_back(*key);
        return m_at + 1 - m_begin;
    }

private:
    [[nodiscard]] std::string_view word(std::size_t i) const
    {
        return i < m_atoms.size() ? std::string_view(m_atoms[i].text) : std::string_view();
    }
    [[nodiscard]] bool isNumber() const { return m_at < m_atoms.size() && m_atoms[m_at].isNumber; }
    [[nodiscard]] bool isToAt(std::size_t i) const
    {
        return isOneOf(kTo, word(i)) && i + 1 < m_atoms.size() && m_atoms[i + 1].isNumber;
    }
    [[nodiscard]] Measure measureHere() const { return measureOf(word(m_at)); }
    Bound takeBound()
    {
        Bound bound = Bound::Around;
        if (isOneOf(kBelow, word(m_at)) || isOneOf(kAbove, word(m_at))) {
            bound = isOneOf(kBelow, word(m_at++)) ? Bound::Below : Bound::Above;
        } else if ((word(m_at) == "less" || word(m_at) == "more" || word(m_at) == "weniger"
                    || word(m_at) == "mehr")
                   && isOneOf(kThan, word(m_at + 1))) {
            bound = word(m_at) == "less" || word(m_at) == "weniger" ? Bound::Below : Bound::Above;
            ++m_at;
        } else if (isOneOf(kAround, word(m_at))) {
            ++m_at;
        }
        m_at += isOneOf(kThan, word(m_at)) ? 1 : 0;
        return bound;
    }
    void store(Unit unit, double from, double to, Bound bound)
    {
        constexpr double kLengthSlack = 0.2;
        constexpr double kTempoSlack = 0.02;
        const double slack = unit == Unit::Length ? kLengthSlack : kTempoSlack;
        if (from > to) {
            std::swap(from, to);
        }
        std::pair<double, double> range {from, to};
        if (bound == Bound::Below) {
            range = {0.0, to};
        } else if (bound == Bound::Above) {
            range = {from, kInfinity};
        } else if (from == to) {
            range = {from * (1.0 - slack), from * (1.0 + slack)};
        }
        (unit == Unit::Length ? m_query.lengthS : m_query.bpm) = range;
    }
    /// "h" is B and "b" is B flat where the words are German; "fis", "es", "as".
    [[nodiscard]] static std::optional<std::string> germanNote(const std::string& note,
                                                               bool isGerman)
    {
        if (note.empty() || note[0] < 'a' || note[0] > 'h') {
            return std::nullopt;
        }
        const std::string upper(1, static_cast<char>(note[0] - 'a' + 'A'));
        if (note == "h") {
            return "B";
        }
        if (note == "b" && isGerman) {
            return "Bb";
        }
        if (note == "es" || note == "as") {
            return upper + "b";
        }
        if (note.size() == 3 && note.ends_with("is")) {
            return (note[0] == 'h' ? "B" : upper) + "#";
        }
        if (note.size() == 3 && note.ends_with("es")) {
            return upper + "b";
        }
        if (note.size() == 2 && (note[1] == '#' || note[1] == 'b')) {
            return upper + note[1];
        }
        return note.size() == 1 ? std::optional(upper) : std::nullopt;
    }

    const std::vector<QueryAtom>& m_atoms;
    std::size_t m_begin;
    std::size_t m_at;
    SearchQuery& m_query;
};

/// "Am", "F#m", "8A": only as musicians write them, for "am" is a German word.
std::optional<Key> shortKey(std::string_view typed)
{
    const bool isCamelot = typed.size() >= 2 && isDigit(typed.front())
        && (typed.back() == 'A' || typed.back() == 'B');
    const bool isMinor
        = typed.size() >= 2 && typed.front() >= 'A' && typed.front() <= 'G' && typed.back() == 'm';
    return isCamelot || isMinor ? keyFromName(typed) : std::nullopt;
}

} // namespace

std::vector<QueryAtom> atomsOf(const std::vector<QueryWord>& words)
{
    std::vector<QueryAtom> atoms;
    for (std::size_t i = 0; i < words.size(); ++i) {
        Cutter(words[i], i, atoms).run();
    }
    return atoms;
}

std::size_t takeNumber(const std::vector<QueryAtom>& atoms, std::size_t at,
                       const std::vector<QueryWord>& words, SearchQuery& query)
{
    if (atoms[at].isExcluded) {
        return 0;
    }
    const bool isFirst = at == 0 || atoms[at - 1].word != atoms[at].word;
    if (const auto key = isFirst ? shortKey(words[atoms[at].word].text) : std::nullopt) {
        query.keys.push_back(*key);
        std::size_t end = at;
        while (end < atoms.size() && atoms[end].word == atoms[at].word) {
            ++end;
        }
        return end - at;
    }
    if (const std::size_t taken = Reader(atoms, at, query).range(); taken > 0) {
        return taken;
    }
    return Reader(atoms, at, query).namedKey();
}

} // namespace nde::search
