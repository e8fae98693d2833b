#include "core/music/PromptText.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace nde::music {

namespace {

struct Character
{
    std::string text; ///< normalised; empty = nothing
    char kind {
        ' '}; ///< a letter, d digit, s separator, m mark, ' ' space, + joins the letter before
    bool isUpper {};
    bool isGerman {};
};

/// Decodes one code point; 0 for a broken sequence, of which one byte is skipped.
char32_t decode(std::string_view text, std::size_t& at)
{
    const auto byte
        = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(text[i])); };
    const unsigned lead = byte(at);
    if (lead < 0x80U) {
        ++at;
        return lead;
    }
    const int extra = lead >= 0xF0U ? 3 : lead >= 0xE0U ? 2 : lead >= 0xC2U ? 1 : 0;
    if (extra == 0 || lead > 0xF4U || at + static_cast<std::size_t>(extra) >= text.size()) {
        ++at;
        return 0;
    }
    char32_t code = lead & (0x3FU >> static_cast<unsigned>(extra));
    for (std::size_t i = 1; i <= static_cast<std::size_t>(extra); ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) {
            ++at;
            return 0;
        }
        code = (code << 6U) | (byte(at + i) & 0x3FU);
    }
    at += static_cast<std::size_t>(extra) + 1;
    return code;
}

void encode(char32_t code, std::string& out)
{
    const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80U) {
        put(code);
    } else if (code < 0x800U) {
        put(0xC0U | (code >> 6U));
        put(0x80U | (code & 0x3FU));
    } else if (code < 0x10000U) {
        put(0xE0U | (code >> 12U));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    } else {
        put(0xF0U | (code >> 18U));
        put(0x80U | ((code >> 12U) & 0x3FU));
        put(0x80U | ((code >> 6U) & 0x3FU));
        put(0x80U | (code & 0x3FU));
    }
}

// Base letters of U+00C0 … U+00FF; '*' marks what is spelt out below, ' ' what is no letter.
constexpr std::string_view kLatin1 = "aaaa*aaceeeeiiiidnoooo* ouuu*y**"
                                     "aaaa*aaceeeeiiiidnoooo* ouuu*y*y";

struct Spelling
{
    char32_t code;
    const char* text;
    bool isGerman;
};
constexpr std::array<Spelling, 10> kSpellings {{{U'Ä', "ae", true},
                                                {U'ä', "ae", true},
                                                {U'Ö', "oe", true},
                                                {U'ö', "oe", true},
                                                {U'Ü', "ue", true},
                                                {U'ü', "ue", true},
                                                {U'ß', "ss", true},
                                                {U'ẞ', "ss", true},
                                                {U'Þ', "th", false},
                                                {U'þ', "th", false}}};

Character ascii(char c)
{
    Character result;
    if (c >= 'A' && c <= 'Z') {
        return {std::string(1, static_cast<char>(c - 'A' + 'a')), 'a', true, false};
    }
    if ((c >= 'a' && c <= 'z') || c == '#' || c == '&') {
        return {std::string(1, c), 'a', false, false};
    }
    if (c >= '0' && c <= '9') {
        return {std::string(1, c), 'd', false, false};
    }
    if (c == ',' || c == ';' || c == '.' || c == '|' || c == '\n' || c == '\r') {
        return {std::string(1, c), 's', false, false};
    }
    if (c == '-' || c == '/' || c == ':') {
        return {std::string(1, c), 'm', false, false};
    }
    return result;
}

Character normalise(char32_t code)
{
    if (code >= 0xFF01U && code <= 0xFF5EU) {
        code -= 0xFEE0U; // full-width forms (NFKC)
    }
    if (code < 0x80U) {
        return ascii(static_cast<char>(code));
    }
    for (const Spelling& spelling : kSpellings) {
        if (spelling.code == code) {
            return {spelling.text, 'a', false, spelling.isGerman};
        }
    }
    if (code >= 0xC0U && code <= 0xFFU) {
        const char base = kLatin1[code - 0xC0U];
        return base == ' ' ? Character {} : Character {std::string(1, base), 'a', false, false};
    }
    if (code == 0x266FU) {
        return {"#", 'a', false, false};
    }
    if (code == 0x266DU) {
        return {"b", 'a', false, false};
    }
    if ((code >= 0x2010U && code <= 0x2015U) || code == 0x2212U) {
        return {"-", 'm', false, false};
    }
    if (code >= 0x300U && code <= 0x36FU) { // combining: only the diaeresis changes the spelling
        return {code == 0x308U ? "\xCC\x88" : "", '+', false, code == 0x308U};
    }
    if (code < 0xC0U || (code >= 0x2000U && code <= 0x2BFFU) || (code >= 0x3000U && code <= 0x3004U)
        || (code >= 0xD800U && code <= 0xF8FFU) || code >= 0x1F000U) {
        return {}; // punctuation, symbols, private use, emoji
    }
    Character other {{}, 'a', false, false};
    encode(code, other.text);
    return other;
}

/// Appends characters to tokens; one instance a prompt.
class Lexer
{
public:
    explicit Lexer(std::string_view text)
    {
        m_characters.reserve(text.size());
        for (std::size_t at = 0; at < text.size();) {
            Character character = normalise(decode(text, at));
            if (character.kind == '+') {
                combine(character);
            } else {
                m_characters.push_back(std::move(character));
            }
        }
    }

    std::vector<Token> run()
    {
        while (m_at < m_characters.size()) {
            const std::size_t before = m_at;
            const char kind = m_characters[m_at].kind;
            if (kind == 'd') {
                number();
            } else if (kind == 'a') {
                word();
            } else if (kind == 's') {
                push(Token::Kind::Separator, m_characters[m_at++].text, before);
            } else if (kind == 'm' && isMarkKept()) {
                push(Token::Kind::Mark, m_characters[m_at++].text, before);
            } else {
                ++m_at;
            }
        }
        return std::move(m_tokens);
    }

private:
    void combine(const Character& mark)
    {
        if (m_characters.empty() || mark.text.empty()) {
            return;
        }
        Character& last = m_characters.back();
        if (last.text == "a" || last.text == "o" || last.text == "u") {
            last.text += 'e';
            last.isGerman = true;
        }
    }
    [[nodiscard]] bool isDigit(std::size_t at) const
    {
        return at < m_characters.size() && m_characters[at].kind == 'd';
    }
    /// Between letters a hyphen or a slash only joins words ("lo-fi", "dub/techno").
    [[nodiscard]] bool isMarkKept() const
    {
        return isDigit(m_at + 1) || (m_at > 0 && m_characters[m_at - 1].kind == 'd')
            || (!m_tokens.empty() && m_tokens.back().kind == Token::Kind::Number);
    }
    void push(Token::Kind kind, std::string text, std::size_t from)
    {
        Token token;
        token.kind = kind;
        token.text = std::move(text);
        token.isGlued = from > 0 && from == m_end && !m_tokens.empty();
        for (std::size_t i = from; i < m_at; ++i) {
            token.isGerman = token.isGerman || m_characters[i].isGerman;
        }
        token.isCapital = m_characters[from].isUpper;
        if (kind == Token::Kind::Number) {
            std::from_chars(token.text.data(), token.text.data() + token.text.size(), token.value);
        }
        m_end = m_at;
        m_tokens.push_back(std::move(token));
    }
    void number()
    {
        const std::size_t from = m_at;
        std::string text;
        while (isDigit(m_at)) {
            text += m_characters[m_at++].text;
        }
        if (m_at + 1 < m_characters.size() && isDigit(m_at + 1)
            && (m_characters[m_at].text == "," || m_characters[m_at].text == ".")) {
            text += '.';
            ++m_at;
            while (isDigit(m_at)) {
                text += m_characters[m_at++].text;
            }
        }
        push(Token::Kind::Number, std::move(text), from);
    }
    void word()
    {
        const std::size_t from = m_at;
        std::string text;
        while (m_at < m_characters.size() && m_characters[m_at].kind == 'a') {
            text += m_characters[m_at++].text;
        }
        push(Token::Kind::Word, std::move(text), from);
    }

    std::vector<Character> m_characters;
    std::vector<Token> m_tokens;
    std::size_t m_at {};
    std::size_t m_end {}; ///< where the last token ended
};

} // namespace

std::vector<Token> lexPrompt(std::string_view utf8)
{
    return Lexer(utf8).run();
}

std::string aliasKey(const std::vector<Token>& tokens, std::size_t from, std::size_t count)
{
    std::string key;
    for (std::size_t i = from; i < from + count; ++i) {
        const Token& token = tokens[i];
        if (token.kind != Token::Kind::Word && token.kind != Token::Kind::Number) {
            return {};
        }
        if (i > from && !token.isGlued) {
            key += ' ';
        }
        key += token.text;
    }
    return key;
}

std::string aliasKey(const std::vector<Token>& tokens)
{
    return aliasKey(tokens, 0, tokens.size());
}

std::optional<NoteName> noteName(const std::vector<Token>& tokens, std::size_t i, bool isGerman)
{
    const auto isWord = [&](std::size_t at, std::string_view word) {
        return at < tokens.size() && !tokens[at].isUsed && tokens[at].kind == Token::Kind::Word
            && tokens[at].text == word;
    };
    if (i >= tokens.size() || tokens[i].isUsed || tokens[i].kind != Token::Kind::Word) {
        return std::nullopt;
    }
    constexpr std::string_view kLetters = "c d ef g a h"; // index = pitch class
    std::string_view text = tokens[i].text;
    const char letter = text.front();
    NoteName note;
    if (letter == 'b') {
        const bool isNatural = text.size() > 1 && (text[1] == '#' || text[1] == 'b');
        note.pitchClass = isGerman && !isNatural ? 10 : 11;
    } else if (const auto at = kLetters.find(letter);
               at != std::string_view::npos && letter != ' ') {
        note.pitchClass = static_cast<int>(at);
    } else {
        return std::nullopt;
    }
    text.remove_prefix(1);
    int shift = 0;
    for (const auto& [suffix, step] :
         {std::pair<std::string_view, int> {"is", 1}, {"es", -1}, {"#", 1}, {"b", -1}, {"s", -1}}) {
        // "as" and "es" are the only names with a bare s.
        if (text.substr(0, suffix.size()) == suffix
            && (suffix != "s" || letter == 'a' || letter == 'e')) {
            shift = step;
            text.remove_prefix(suffix.size());
            break;
        }
    }
    if (text == "m") {
        note.hasSuffixM = true;
    } else if (!text.empty()) {
        return std::nullopt;
    }
    if (shift == 0 && !note.hasSuffixM) {
        const bool isSharp = isWord(i + 1, "sharp") || isWord(i + 1, "#");
        if (isSharp || isWord(i + 1, "flat")) {
            shift = isSharp ? 1 : -1;
            note.words = 2;
            note.pitchClass = tokens[i].text == "b" ? 11 : note.pitchClass; // "B flat" is English
        }
    }
    note.pitchClass = (note.pitchClass + shift + 12) % 12;
    return note;
}

int countWord(std::string_view word)
{
    constexpr std::array<std::pair<std::string_view, int>, 14> kCounts {{{"one", 1},
                                                                         {"a", 1},
                                                                         {"single", 1},
                                                                         {"ein", 1},
                                                                         {"eine", 1},
                                                                         {"einen", 1},
                                                                         {"two", 2},
                                                                         {"double", 2},
                                                                         {"zwei", 2},
                                                                         {"three", 3},
                                                                         {"drei", 3},
                                                                         {"four", 4},
                                                                         {"vier", 4},
                                                                         {"five", 5}}};
    for (const auto& [name, count] : kCounts) {
        if (name == word) {
            return count;
        }
    }
    return 0;
}

std::vector<std::string> wordsOf(std::string_view utf8)
{
    std::vector<std::string> words;
    for (Token& token : lexPrompt(utf8)) {
        if (token.kind == Token::Kind::Word) {
            words.push_back(std::move(token.text));
        }
    }
    return words;
}

} // namespace nde::music
