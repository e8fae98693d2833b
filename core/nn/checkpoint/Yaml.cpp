#include "core/nn/checkpoint/Yaml.h"

#include "core/nn/checkpoint/Text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace nde::nn::checkpoint {

namespace {

constexpr int kMaxListDepth = 8;
constexpr std::size_t kMaxEntries = 100;
constexpr std::size_t kMaxTextBytes = 1U << 16U;

struct Line
{
    std::size_t number {};
    std::size_t indent {};
    std::string_view content; ///< without comment and trailing blanks; never empty
};

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && isBlank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && isBlank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

bool isDigits(std::string_view text)
{
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool isPlainChar(char c)
{
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (c >= '0' && c <= '9')
        || std::string_view("_.+-/~").find(c) != std::string_view::npos;
}

/// Length of the part of a line in front of its comment. Quotes do not span lines here.
std::size_t codeLength(std::string_view line)
{
    char quote = '\0';
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (quote != '\0') {
            quote = c == quote ? '\0' : quote;
        } else if (c == '\'' || c == '"') {
            quote = c;
        } else if (c == '#' && (i == 0 || isBlank(line[i - 1]))) {
            return i;
        }
    }
    return line.size();
}

/// YAML 1.1's floats as PyYAML reads them: a point is needed, an exponent needs its sign.
bool isFloat(std::string_view text)
{
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        text.remove_prefix(1);
    }
    const std::size_t exponent = text.find_first_of("eE");
    if (exponent != std::string_view::npos) {
        const std::string_view power = text.substr(exponent + 1);
        if (power.size() < 2 || (power.front() != '-' && power.front() != '+')
            || !isDigits(power.substr(1))) {
            return false;
        }
        text = text.substr(0, exponent);
    }
    const std::size_t point = text.find('.');
    if (point == std::string_view::npos || text.size() < 2) {
        return false;
    }
    const std::string_view whole = text.substr(0, point);
    const std::string_view part = text.substr(point + 1);
    return (whole.empty() || isDigits(whole)) && (part.empty() || isDigits(part));
}

template<typename T>
std::optional<T> parsed(std::string_view text)
{
    text.remove_prefix(!text.empty() && text.front() == '+' ? 1 : 0);
    T value {};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc() && end == text.data() + text.size();
    return whole ? std::optional(value) : std::nullopt;
}

class Parser
{
public:
    Result<Value> run(std::string_view text);

private:
    Result<> split(std::string_view text);
    Result<> entry(Value::Dict& table);
    Result<Value> sequence(int depth);
    Result<Value> flow(std::string_view start);
    Result<Value> flowValue(std::string_view& rest, int depth);
    Result<Value> flowList(std::string_view& rest, int depth);
    Result<Value> scalar(std::string_view& rest);
    Result<Value> plain(std::string_view text) const;

    [[nodiscard]] bool more() const { return m_next < m_lines.size(); }
    [[nodiscard]] bool isItem() const
    {
        const std::string_view content = m_lines[m_next].content;
        return content == "-" || content.starts_with("- ");
    }
    [[nodiscard]] tl::unexpected<Error> refuse(const std::string& why) const
    {
        return fail(ErrorCode::BadInput, "line " + std::to_string(m_number) + " " + why);
    }

    std::vector<Line> m_lines;
    std::size_t m_next {};
    std::size_t m_number {1}; ///< of the line at hand
    std::string m_flow; ///< the lines of the flow list at hand
};

Result<> Parser::split(std::string_view text)
{
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        line = line.substr(0, codeLength(line));
        const std::string_view content = trimmed(line);
        if (!content.empty() && !(m_lines.empty() && content == "---")) {
            const auto indent = static_cast<std::size_t>(content.data() - line.data());
            if (line.substr(0, indent).find('\t') != std::string_view::npos) {
                return refuse("is indented with tabs");
            }
            m_lines.push_back({m_number, indent, content});
        }
        ++m_number;
    }
    return {};
}

Result<Value> Parser::plain(std::string_view text) const
{
    if (text.empty() || !std::ranges::all_of(text, isPlainChar)) {
        return refuse("has " + inQuotes(text) + ", which is not understood");
    }
    if (text == "~" || text == "null") {
        return Value {};
    }
    if (text == "true" || text == "false") {
        return Value {text == "true"};
    }
    std::string_view digits = text;
    digits.remove_prefix(digits.front() == '-' || digits.front() == '+' ? 1 : 0);
    if (isDigits(digits)) {
        const auto number = parsed<std::int64_t>(text);
        if (!number || (digits.size() > 1 && digits.front() == '0')) {
            return refuse("has the number " + inQuotes(text) + ", which is not understood");
        }
        return Value {*number};
    }
    if (isFloat(text)) {
        const auto number = parsed<double>(text);
        if (!number || !std::isfinite(*number)) {
            return refuse("has the number " + inQuotes(text) + ", which is not understood");
        }
        return Value {*number};
    }
    return Value {std::string(text)};
}

Result<Value> Parser::scalar(std::string_view& rest)
{
    const char quote = rest.front();
    if (quote != '\'' && quote != '"') {
        const std::size_t end = std::min(rest.find_first_of(",[]"), rest.size());
        auto value = plain(trimmed(rest.substr(0, end)));
        rest.remove_prefix(end);
        return value;
    }
    std::string text;
    std::size_t at = 1;
    for (; at < rest.size(); ++at) {
        if (rest[at] == quote) {
            if (quote == '"' || at + 1 >= rest.size() || rest[at + 1] != quote) {
                break;
            }
            ++at; // '' is one quote
        }
        if (static_cast<unsigned char>(rest[at]) < 0x20U || (quote == '"' && rest[at] == '\\')) {
            return refuse("has a text that is not understood");
        }
        text += rest[at];
    }
    if (at >= rest.size()) {
        return refuse("has a quote that does not end");
    }
    rest.remove_prefix(at + 1);
    return Value {std::move(text)};
}

Result<Value> Parser::flowList(std::string_view& rest, int depth)
{
    Value::List items;
    rest.remove_prefix(1);
    while (true) {
        rest = trimmed(rest);
        if (rest.empty()) {
            return refuse("begins a list that does not end");
        }
        if (rest.front() == ']') {
            rest.remove_prefix(1);
            return Value {std::move(items)};
        }
        auto item = flowValue(rest, depth + 1);
        if (!item) {
            return item;
        }
        items.push_back(std::move(*item));
        rest = trimmed(rest);
        if (!rest.empty() && rest.front() == ',') {
            rest.remove_prefix(1);
        } else if (!rest.starts_with(']')) {
            return refuse("has a list whose items are not separated by commas");
        }
    }
}

Result<Value> Parser::flowValue(std::string_view& rest, int depth)
{
    if (depth > kMaxListDepth) {
        return refuse("has lists in lists in lists without end");
    }
    rest = trimmed(rest);
    if (rest.empty()) {
        return refuse("has no value");
    }
    return rest.front() == '[' ? flowList(rest, depth) : scalar(rest);
}

/// A scalar, or a flow list that may go on over the following lines.
Result<Value> Parser::flow(std::string_view start)
{
    m_flow = start;
    int open = 0;
    char quote = '\0';
    std::size_t seen = 0;
    while (true) {
        for (; seen < m_flow.size(); ++seen) {
            const char c = m_flow[seen];
            if (quote != '\0') {
                quote = c == quote ? '\0' : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else {
                open += c == '[' ? 1 : (c == ']' ? -1 : 0);
            }
        }
        if (open <= 0 || !more()) {
            break;
        }
        m_flow += ' ';
        m_flow += m_lines[m_next++].content;
    }
    std::string_view rest = m_flow;
    auto value = flowValue(rest, 0);
    if (value && !trimmed(rest).empty()) {
        return refuse("has " + inQuotes(trimmed(rest)) + " behind its value");
    }
    return value;
}

/// Items "- value" of one indent; an item may be a list itself.
Result<Value> Parser::sequence(int depth)
{
    if (depth > kMaxListDepth) {
        return refuse("has lists in lists in lists without end");
    }
    const std::size_t indent = m_lines[m_next].indent;
    Value::List items;
    while (more() && m_lines[m_next].indent == indent && isItem()) {
        Line& line = m_lines[m_next];
        m_number = line.number;
        const std::string_view value = trimmed(line.content.substr(1));
        const auto skipped
            = value.empty() ? 0 : static_cast<std::size_t>(value.data() - line.content.data());
        Result<Value> item = Value {};
        if (!value.empty() && (value == "-" || value.starts_with("- "))) {
            line.indent += skipped;
            line.content = value;
            item = sequence(depth + 1);
        } else if (!value.empty()) {
            ++m_next;
            item = flow(value);
        } else {
            ++m_next;
            if (more() && m_lines[m_next].indent > indent && isItem()) {
                item = sequence(depth + 1);
            }
        }
        if (!item) {
            return item;
        }
        items.push_back(std::move(*item));
    }
    return Value {std::move(items)};
}

Result<> Parser::entry(Value::Dict& table)
{
    const Line line = m_lines[m_next++];
    m_number = line.number;
    const std::size_t colon = line.content.find(':');
    const std::string_view key = trimmed(line.content.substr(0, colon));
    const bool named = colon != std::string_view::npos && !key.empty()
        && std::ranges::all_of(key, [](char c) { return isPlainChar(c) && c != '/' && c != '~'; });
    if (!named || line.indent != 0
        || (colon + 1 < line.content.size() && !isBlank(line.content[colon + 1]))) {
        return refuse("is not of the form 'name: value'");
    }
    if (table.size() >= kMaxEntries) {
        return refuse("is one entry too many");
    }
    for (const auto& known : table) {
        if (std::get<std::string>(known.first.data) == key) {
            return refuse("has " + inQuotes(key) + " a second time");
        }
    }
    const std::string_view rest = trimmed(line.content.substr(colon + 1));
    Result<Value> value = Value {};
    if (!rest.empty()) {
        value = flow(rest);
    } else if (more() && isItem()) {
        value = sequence(0);
    }
    if (!value) {
        return propagate(value);
    }
    table.push_back({Value {std::string(key)}, std::move(*value)});
    return {};
}

Result<Value> Parser::run(std::string_view text)
{
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text.starts_with(kByteOrderMark)) {
        text.remove_prefix(kByteOrderMark.size());
    }
    if (text.size() > kMaxTextBytes || !isUtf8(text)) {
        return fail(ErrorCode::BadInput, "it is not a short text in UTF-8");
    }
    if (auto done = split(text); !done) {
        return propagate(done);
    }
    Value::Dict table;
    while (more()) {
        if (auto done = entry(table); !done) {
            return propagate(done);
        }
    }
    return Value {std::move(table)};
}

} // namespace

Result<Value> parseYaml(std::string_view text)
{
    return Parser().run(text);
}

} // namespace nde::nn::checkpoint
