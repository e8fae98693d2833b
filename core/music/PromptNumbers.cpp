#include "core/music/PromptNumbers.h"

#include "core/music/Lexicon.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace nde::music {

namespace {

template<std::size_t N>
using Words = std::array<std::string_view, N>;

constexpr Words<3> kMinutes {"min", "mins", "m"};
constexpr Words<3> kMinuteWords {"minute", "minutes", "minuten"};
constexpr Words<8> kSeconds {"s", "sec", "secs", "sek", "second", "seconds", "sekunde", "sekunden"};
constexpr Words<5> kBars {"bars", "bar", "takte", "takt", "takten"};
constexpr Words<4> kTo {"bis", "to", "and", "und"};
// Words that only German has: they turn "B" into B flat (composition.md C.1).
constexpr Words<38> kGerman {
    "moll",     "dur",    "mit",       "ohne",      "und",        "sehr",    "etwas",   "leicht",
    "kein",     "keine",  "keinen",    "minuten",   "sekunden",   "takte",   "takten",  "schlaege",
    "bis",      "im",     "ein",       "eine",      "einen",      "der",     "das",     "mal",
    "hart",     "dunkel", "hell",      "ruhig",     "hypnotisch", "traurig", "klavier", "gesang",
    "treibend", "kurz",   "entspannt", "aggressiv", "warmer",     "flaechen"};
// Tempo and loudness that a track can have at all; the rest is a typing error.
constexpr double kMinBpm = 30.0;
constexpr double kMaxBpm = 300.0;
constexpr double kMinLufs = -36.0;
constexpr double kMaxLufs = -4.0;
constexpr double kMaxDurationS = 3600.0;
constexpr double kMaxBars = 4096.0;

template<std::size_t N>
bool isOneOf(const Words<N>& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Sees the tokens as a sequence with holes, and marks what it takes.
class NumberTaker
{
public:
    NumberTaker(std::vector<Token>& tokens, Request& request)
        : m_tokens(tokens)
        , m_request(request)
    {
        for (const Token& token : tokens) {
            m_isGerman = m_isGerman || token.isGerman
                || (token.kind == Token::Kind::Word && isOneOf(kGerman, token.text));
        }
    }

    void run()
    {
        forEach(&NumberTaker::loudness);
        forEach(&NumberTaker::seed);
        forEach(&NumberTaker::meter);
        forEach(&NumberTaker::swing);
        forEach(&NumberTaker::camelot);
        forEach(&NumberTaker::clock);
        forEach(&NumberTaker::minutes);
        forEach(&NumberTaker::seconds);
        forEach(&NumberTaker::bars);
        forEach(&NumberTaker::tempoRange);
        forEach(&NumberTaker::tempoBefore);
        forEach(&NumberTaker::tempoAfter);
        forEach(&NumberTaker::key);
        forEach(&NumberTaker::shortKey);
        forEach(&NumberTaker::bareRange);
        forEach(&NumberTaker::bareTempo);
    }

private:
    using Pattern = void (NumberTaker::*)(std::size_t);

    void forEach(Pattern pattern)
    {
        for (std::size_t i = 0; i < m_tokens.size(); ++i) {
            if (!m_tokens[i].isUsed) {
                (this->*pattern)(i);
            }
        }
    }
    [[nodiscard]] bool isFree(std::size_t i) const
    {
        return i < m_tokens.size() && !m_tokens[i].isUsed;
    }
    [[nodiscard]] bool isNumber(std::size_t i) const
    {
        return isFree(i) && m_tokens[i].kind == Token::Kind::Number;
    }
    [[nodiscard]] bool isMark(std::size_t i, std::string_view mark) const
    {
        return isFree(i) && m_tokens[i].kind == Token::Kind::Mark && m_tokens[i].text == mark;
    }
    [[nodiscard]] bool isWord(std::size_t i, std::string_view word) const
    {
        return isFree(i) && m_tokens[i].kind == Token::Kind::Word && m_tokens[i].text == word;
    }
    template<std::size_t N>
    [[nodiscard]] bool isWordOf(std::size_t i, const Words<N>& words) const
    {
        return isFree(i) && m_tokens[i].kind == Token::Kind::Word
            && isOneOf(words, m_tokens[i].text);
    }
    void use(std::size_t from, std::size_t to) // [from, to]
    {
        for (std::size_t i = from; i <= to && i < m_tokens.size(); ++i) {
            m_tokens[i].isUsed = true;
        }
    }
    [[nodiscard]] double valueAt(std::size_t i) const { return m_tokens[i].value; }

    void loudness(std::size_t i)
    {
        if (m_request.lufs || !isNumber(i) || !isWord(i + 1, "lufs")) {
            return;
        }
        const double value = -valueAt(i);
        if (value < kMinLufs || value > kMaxLufs) {
            return;
        }
        const bool hasSign = i > 0 && (isMark(i - 1, "-") || isWord(i - 1, "minus"));
        m_request.lufs = value;
        use(hasSign ? i - 1 : i, i + 1);
    }
    void seed(std::size_t i)
    {
        if (m_request.seed || !isWord(i, "seed")) {
            return;
        }
        std::size_t at = i + 1;
        if (isMark(at, ":") || isWord(at, "#")) {
            ++at;
        }
        std::uint64_t value = 0;
        if (isNumber(at)) {
            const std::string& text = m_tokens[at].text;
            const auto [end, error]
                = std::from_chars(text.data(), text.data() + text.size(), value);
            if (error == std::errc {} && end == text.data() + text.size()) {
                m_request.seed = value;
                use(i, at);
            }
        }
    }
    void meter(std::size_t i)
    {
        if (m_request.meter || !isNumber(i) || !isMark(i + 1, "/") || !isNumber(i + 2)) {
            return;
        }
        const double beats = valueAt(i);
        const double unit = valueAt(i + 2);
        if (beats >= 1 && beats <= 15 && beats == std::floor(beats) && (unit == 4 || unit == 8)) {
            m_request.meter = m_tokens[i].text + "/" + m_tokens[i + 2].text;
            use(i, i + 2);
        }
    }
    void swing(std::size_t i)
    {
        if (m_request.swing || !isWord(i, "swing")) {
            return;
        }
        const std::size_t after = isMark(i + 1, ":") ? i + 2 : i + 1;
        const auto fits = [&](std::size_t at) {
            return isNumber(at) && valueAt(at) >= 50 && valueAt(at) <= 75 && !isWord(at + 1, "bpm");
        };
        if (fits(after)) {
            m_request.swing = valueAt(after);
            use(i, after);
        } else if (i > 0 && fits(i - 1)) {
            m_request.swing = valueAt(i - 1);
            use(i - 1, i);
        }
    }
    void camelot(std::size_t i)
    {
        if (m_request.key || !isNumber(i) || !isFree(i + 1) || !m_tokens[i + 1].isGlued
            || (m_tokens[i + 1].text != "a" && m_tokens[i + 1].text != "b")) {
            return;
        }
        if (const auto key = keyFromName(m_tokens[i].text + m_tokens[i + 1].text)) {
            m_request.key = key;
            use(i, i + 1);
        }
    }
    [[nodiscard]] bool setDuration(double seconds)
    {
        if (m_request.durationS || !(seconds >= 1.0) || seconds > kMaxDurationS) {
            return false;
        }
        m_request.durationS = seconds;
        return true;
    }
    void clock(std::size_t i)
    {
        if (!isNumber(i) || !isMark(i + 1, ":") || !isNumber(i + 2)
            || m_tokens[i + 2].text.size() != 2 || valueAt(i + 2) >= 60) {
            return;
        }
        if (setDuration(60.0 * valueAt(i) + valueAt(i + 2))) {
            const bool hasUnit = isWordOf(i + 3, kMinutes) || isWordOf(i + 3, kMinuteWords);
            use(i, hasUnit ? i + 3 : i + 2);
        }
    }
    /// "2 Minuten 30": two digits behind the minutes that nothing else claims.
    [[nodiscard]] bool isBareSeconds(std::size_t i) const
    {
        const bool isLast
            = i + 1 >= m_tokens.size() || m_tokens[i + 1].kind == Token::Kind::Separator;
        return isNumber(i) && m_tokens[i].text.size() == 2 && valueAt(i) < 60 && isLast;
    }
    void minutes(std::size_t i)
    {
        const std::size_t unit = isMark(i + 1, "-") ? i + 2 : i + 1; // "2-minute"
        if (!isNumber(i) || (!isWordOf(unit, kMinutes) && !isWordOf(unit, kMinuteWords))) {
            return;
        }
        double total = 60.0 * valueAt(i);
        std::size_t last = unit;
        const std::size_t next
            = isWord(last + 1, "and") || isWord(last + 1, "und") ? last + 2 : last + 1;
        if (isNumber(next) && isWordOf(next + 1, kSeconds)) {
            total += valueAt(next);
            last = next + 1;
        } else if (isBareSeconds(last + 1)) {
            total += valueAt(last + 1);
            last = last + 1;
        }
        if (setDuration(total)) {
            use(i, last);
        }
    }
    void seconds(std::size_t i)
    {
        if (!isNumber(i) || !isWordOf(i + 1, kSeconds)
            || lexicon().aliases.contains(aliasKey(m_tokens, i, 2))) { // "80s" is a style
            return;
        }
        if (setDuration(valueAt(i))) {
            use(i, i + 1);
        }
    }
    void bars(std::size_t i)
    {
        const double value = isNumber(i) ? valueAt(i) : 0.0;
        if (!m_request.bars && isWordOf(i + 1, kBars) && value >= 1 && value <= kMaxBars
            && value == std::floor(value)) {
            m_request.bars = static_cast<int>(value);
            use(i, i + 1);
        }
    }
    [[nodiscard]] static bool isTempo(double bpm) { return bpm >= kMinBpm && bpm <= kMaxBpm; }
    /// Index behind "bpm", "schlaege pro minute", "beats per minute"; 0 = none there.
    [[nodiscard]] std::size_t behindTempoUnit(std::size_t i) const
    {
        if (isWord(i, "bpm")) {
            return i + 1;
        }
        if (isWord(i, "schlaege") || isWord(i, "beats")) {
            const bool isLong = (isWord(i + 1, "pro") && isWord(i + 2, "minute"))
                || (isWord(i + 1, "per") && isWord(i + 2, "minute"));
            return isLong ? i + 3 : isWord(i, "schlaege") ? i + 1 : 0;
        }
        return 0;
    }
    /// Index of the second number of "120-128", "120 bis 128"; 0 = no range here.
    [[nodiscard]] std::size_t rangeEnd(std::size_t i) const
    {
        if (isNumber(i) && (isMark(i + 1, "-") || isWordOf(i + 1, kTo)) && isNumber(i + 2)
            && isTempo(valueAt(i)) && isTempo(valueAt(i + 2))) {
            return i + 2;
        }
        return 0;
    }
    void takeRange(std::size_t i, std::size_t end, std::size_t last)
    {
        const double a = valueAt(i);
        const double b = valueAt(end);
        m_request.bpmRange = {std::min(a, b), std::max(a, b)};
        m_request.bpm = (a + b) / 2.0;
        use(i > 0 && (isWord(i - 1, "between") || isWord(i - 1, "zwischen")) ? i - 1 : i, last);
    }
    void tempoRange(std::size_t i)
    {
        const std::size_t end = m_request.bpm ? 0 : rangeEnd(i);
        const std::size_t behind = end == 0 ? 0 : behindTempoUnit(end + 1);
        if (behind != 0) {
            takeRange(i, end, behind - 1);
        }
    }
    void tempoBefore(std::size_t i)
    {
        if (m_request.bpm || !isNumber(i) || !isTempo(valueAt(i))) {
            return;
        }
        const std::size_t unit = isMark(i + 1, "-") ? i + 2 : i + 1; // "140-bpm"
        if (const std::size_t behind = behindTempoUnit(unit)) {
            m_request.bpm = valueAt(i);
            use(i, behind - 1);
        }
    }
    void tempoAfter(std::size_t i)
    {
        if (m_request.bpm || (!isWord(i, "bpm") && !isWord(i, "tempo"))) {
            return;
        }
        const std::size_t at = isMark(i + 1, ":") || isWord(i + 1, "of") ? i + 2 : i + 1;
        if (const std::size_t end = rangeEnd(at)) {
            takeRange(at, end, end);
            use(i, at);
        } else if (isNumber(at) && isTempo(valueAt(at))) {
            m_request.bpm = valueAt(at);
            use(i, at);
        }
    }
    void bareRange(std::size_t i)
    {
        const std::size_t end = m_request.bpm ? 0 : rangeEnd(i);
        if (end != 0 && m_tokens[i + 1].text == "-" && isBare(valueAt(i)) && isBare(valueAt(end))) {
            takeRange(i, end, end);
        }
    }
    [[nodiscard]] static bool isBare(double value) { return value >= 50 && value <= 220; }
    void bareTempo(std::size_t i)
    {
        const bool isPartOfAName
            = isFree(i + 1) && m_tokens[i + 1].isGlued && m_tokens[i + 1].kind == Token::Kind::Word;
        if (!m_request.bpm && isNumber(i) && isBare(valueAt(i)) && !isPartOfAName
            && !(i > 0 && isMark(i - 1, "-") && !m_tokens[i - 1].isGlued)) {
            m_request.bpm = valueAt(i);
            use(i, i);
        }
    }

    [[nodiscard]] std::optional<NoteName> noteAt(std::size_t i) const
    {
        return noteName(m_tokens, i, m_isGerman);
    }
    void key(std::size_t i)
    {
        const auto note = m_request.key ? std::nullopt : noteAt(i);
        if (!note || note->hasSuffixM) {
            return;
        }
        const std::size_t mode = i + note->words;
        const bool isMinor = isWordOf(mode, Words<3> {"minor", "moll", "min"});
        if (isMinor || isWordOf(mode, Words<3> {"major", "dur", "maj"})) {
            m_request.key = Key {note->pitchClass, isMinor};
            const bool hasIn = i > 0 && isWord(i - 1, "in");
            use(hasIn ? i - 1 : i, mode);
        }
    }
    /// "in A", "Am", "in F#m": a key without a word for its mode. Lower-case single letters are
    /// words of a sentence ("in a dark room").
    void shortKey(std::size_t i)
    {
        const auto note = m_request.key ? std::nullopt : noteAt(i);
        if (!note) {
            return;
        }
        const bool hasIn = i > 0 && isWord(i - 1, "in");
        const bool isClear
            = m_tokens[i].isCapital || m_tokens[i].text.find('#') != std::string::npos;
        const bool isMinorName = note->hasSuffixM && (isClear || hasIn);
        if (isMinorName || (hasIn && isClear)) {
            m_request.key = Key {note->pitchClass, note->hasSuffixM};
            use(hasIn ? i - 1 : i, i + note->words - 1);
        }
    }

    std::vector<Token>& m_tokens;
    Request& m_request;
    bool m_isGerman {};
};

} // namespace

void takeNumbers(std::vector<Token>& tokens, Request& request)
{
    NumberTaker(tokens, request).run();
}

} // namespace nde::music
