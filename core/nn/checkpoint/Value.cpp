#include "core/nn/checkpoint/Value.h"

#include "core/nn/checkpoint/Text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <system_error>

namespace nde::nn::checkpoint {

namespace {

tl::unexpected<Error> isNot(const Value& value, std::string_view what, std::string_view wanted)
{
    return fail(ErrorCode::BadInput,
                std::string(what) + " is " + describe(value) + ", not " + std::string(wanted));
}

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

std::string shortest(double number)
{
    std::array<char, 32> buffer {};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return error == std::errc() ? std::string(buffer.data(), end) : std::string("?");
}

/// "7.8e-1" as a fraction of whole numbers; nothing if it is no decimal or needs over 64 bits.
std::optional<std::pair<std::int64_t, std::int64_t>> decimal(std::string_view text)
{
    std::string digits;
    std::int64_t exponent = 0;
    std::size_t at = 0;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) {
        if (text[at] == '-') {
            digits += '-';
        }
        ++at;
    }
    bool point = false;
    bool any = false;
    for (; at < text.size(); ++at) {
        if (text[at] == '.' && !point) {
            point = true;
        } else if (text[at] >= '0' && text[at] <= '9') {
            digits += text[at];
            any = true;
            exponent -= point ? 1 : 0;
        } else {
            break;
        }
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        std::string_view rest = text.substr(at + 1);
        rest.remove_prefix(!rest.empty() && rest.front() == '+' ? 1 : 0);
        const auto power = wholeNumber(rest);
        if (!power || *power > 40 || *power < -40) {
            return std::nullopt;
        }
        exponent += *power;
        at = text.size();
    }
    if (at != text.size() || !any) {
        return std::nullopt;
    }
    while (exponent < 0 && digits.size() > 1 && digits.back() == '0') {
        digits.pop_back();
        ++exponent;
    }
    const auto number = wholeNumber(digits == "-" ? "0" : digits);
    if (!number || exponent < -18 || exponent > 18) {
        return std::nullopt;
    }
    std::int64_t scale = 1;
    for (std::int64_t i = 0; i < std::abs(exponent); ++i) {
        scale *= 10;
    }
    if (exponent <= 0) {
        return std::pair(*number, scale);
    }
    if (std::abs(static_cast<double>(*number)) * static_cast<double>(scale) > 9e18) {
        return std::nullopt;
    }
    return std::pair(*number * scale, std::int64_t {1});
}

struct Describe
{
    std::string operator()(std::monostate) const { return "nothing"; }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(std::int64_t value) const { return std::to_string(value); }
    std::string operator()(double value) const { return shortest(value); }
    std::string operator()(const std::string& value) const { return "the text " + inQuotes(value); }
    std::string operator()(const Value::Rational& value) const
    {
        return std::to_string(value.numerator) + "/" + std::to_string(value.denominator);
    }
    std::string operator()(const Value::Opaque& value) const
    {
        return "an object of " + inQuotes(value.name);
    }
    std::string operator()(const Value::List& value) const
    {
        return "a list of " + std::to_string(value.size());
    }
    std::string operator()(const Value::Dict& value) const
    {
        return "a table of " + std::to_string(value.size());
    }
};

} // namespace

bool operator==(const Value& a, const Value& b)
{
    return a.data == b.data;
}

std::string describe(const Value& value)
{
    return std::visit(Describe {}, value.data);
}

const Value* find(const Value& dict, std::string_view key)
{
    const auto* entries = std::get_if<Value::Dict>(&dict.data);
    if (entries == nullptr) {
        return nullptr;
    }
    for (const auto& [name, value] : *entries) {
        const auto* text = std::get_if<std::string>(&name.data);
        if (text != nullptr && *text == key) {
            return &value;
        }
    }
    return nullptr;
}

bool isNone(const Value& value)
{
    return std::holds_alternative<std::monostate>(value.data);
}

Result<bool> asBool(const Value& value, std::string_view what)
{
    if (const auto* flag = std::get_if<bool>(&value.data)) {
        return *flag;
    }
    return isNot(value, what, "true or false");
}

Result<std::int64_t> asInt(const Value& value, std::string_view what)
{
    if (const auto* number = std::get_if<std::int64_t>(&value.data)) {
        return *number;
    }
    return isNot(value, what, "a whole number");
}

Result<double> asDouble(const Value& value, std::string_view what)
{
    if (const auto* real = std::get_if<double>(&value.data);
        real != nullptr && std::isfinite(*real)) {
        return *real;
    }
    if (const auto* number = std::get_if<std::int64_t>(&value.data)) {
        return static_cast<double>(*number);
    }
    if (const auto* ratio = std::get_if<Value::Rational>(&value.data)) {
        return static_cast<double>(ratio->numerator) / static_cast<double>(ratio->denominator);
    }
    return isNot(value, what, "a number");
}

Result<std::string> asString(const Value& value, std::string_view what)
{
    if (const auto* text = std::get_if<std::string>(&value.data)) {
        return *text;
    }
    return isNot(value, what, "a text");
}

Result<Value::Rational> asRational(const Value& value, std::string_view what)
{
    if (const auto* ratio = std::get_if<Value::Rational>(&value.data)) {
        return *ratio;
    }
    if (const auto* number = std::get_if<std::int64_t>(&value.data)) {
        return Value::Rational {*number, 1};
    }
    const auto* text = std::get_if<std::string>(&value.data);
    const auto* real = std::get_if<double>(&value.data);
    if (text != nullptr || real != nullptr) {
        if (auto ratio = parseRational(text != nullptr ? *text : shortest(*real))) {
            return ratio;
        }
    }
    return isNot(value, what, "a number that can be a fraction");
}

Result<std::span<const Value>> asList(const Value& value, std::string_view what)
{
    if (const auto* list = std::get_if<Value::List>(&value.data)) {
        return std::span<const Value>(*list);
    }
    return isNot(value, what, "a list");
}

Result<Value::Rational> parseRational(std::string_view text)
{
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) {
        if (const auto parts = decimal(text)) {
            return makeRational(parts->first, parts->second);
        }
    } else {
        const auto numerator = wholeNumber(text.substr(0, slash));
        const auto denominator = wholeNumber(text.substr(slash + 1));
        if (numerator && denominator) {
            return makeRational(*numerator, *denominator);
        }
    }
    return fail(ErrorCode::BadInput, inQuotes(text) + " is not a fraction of 64-bit numbers");
}

Result<Value::Rational> makeRational(std::int64_t numerator, std::int64_t denominator)
{
    constexpr auto kLowest = std::numeric_limits<std::int64_t>::min();
    if (denominator == 0 || numerator == kLowest || denominator == kLowest) {
        return fail(ErrorCode::BadInput,
                    "the fraction " + std::to_string(numerator) + "/" + std::to_string(denominator)
                        + " has no meaning here");
    }
    const std::int64_t common = std::gcd(numerator, denominator) * (denominator < 0 ? -1 : 1);
    return Value::Rational {numerator / common, denominator / common};
}

} // namespace nde::nn::checkpoint
