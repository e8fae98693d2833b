#include "core/nn/demucs/Kwargs.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <sstream>
#include <utility>

namespace nde::nn::demucs {

using checkpoint::Value;

namespace {

constexpr std::size_t kMaxSources = 32;
constexpr std::size_t kMaxSourceBytes = 64;
constexpr std::int64_t kMaxSegmentPart = std::int64_t {1} << 40; ///< numerator, denominator

std::string lower(std::string_view name)
{
    std::string text {name};
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
        return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
    });
    return text;
}

/// Bytes of the UTF-8 sequence that starts at `at`, or 0 if it is none.
std::size_t utf8Length(std::string_view text, std::size_t at)
{
    const auto first = static_cast<unsigned char>(text[at]);
    std::size_t length = 0;
    if (first < 0x80) {
        length = 1;
    } else if (first >= 0xc2 && first < 0xe0) {
        length = 2;
    } else if (first >= 0xe0 && first < 0xf0) {
        length = 3;
    } else if (first >= 0xf0 && first < 0xf5) {
        length = 4;
    }
    if (length == 0 || at + length > text.size()) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((static_cast<unsigned char>(text[at + i]) & 0xc0U) != 0x80U) {
            return 0;
        }
    }
    return length;
}

/// Names that Windows keeps for devices.
bool isDeviceName(const std::string& lowered)
{
    const std::string stem = lowered.substr(0, lowered.find('.'));
    if (stem == "con" || stem == "prn" || stem == "aux" || stem == "nul") {
        return true;
    }
    return stem.size() == 4 && (stem.rfind("com", 0) == 0 || stem.rfind("lpt", 0) == 0)
        && stem[3] >= '0' && stem[3] <= '9';
}

std::optional<double> asReal(const Value& value)
{
    if (const auto* flag = std::get_if<bool>(&value.data)) {
        return *flag ? 1.0 : 0.0;
    }
    if (const auto* whole = std::get_if<std::int64_t>(&value.data)) {
        return static_cast<double>(*whole);
    }
    if (const auto* real = std::get_if<double>(&value.data)) {
        return *real;
    }
    if (const auto* ratio = std::get_if<Value::Rational>(&value.data)) {
        return static_cast<double>(ratio->numerator) / static_cast<double>(ratio->denominator);
    }
    return std::nullopt;
}

bool isTrue(const Value& value)
{
    if (const auto* list = std::get_if<Value::List>(&value.data)) {
        return !list->empty();
    }
    if (const auto* dict = std::get_if<Value::Dict>(&value.data)) {
        return !dict->empty();
    }
    if (const auto* text = std::get_if<std::string>(&value.data)) {
        return !text->empty();
    }
    if (const auto number = asReal(value)) {
        return *number != 0.0;
    }
    return !std::holds_alternative<std::monostate>(value.data);
}

std::string number(double value)
{
    std::ostringstream text;
    text << value;
    return text.str();
}

/// The simplest fraction within 1e-12 of a positive number.
std::pair<std::int64_t, std::int64_t> toFraction(double value)
{
    std::int64_t p0 = 0;
    std::int64_t q0 = 1;
    std::int64_t p1 = 1;
    std::int64_t q1 = 0;
    double rest = value;
    for (int step = 0; step < 40; ++step) {
        const double whole = std::floor(rest);
        if (whole > 1e9) {
            break;
        }
        const auto a = static_cast<std::int64_t>(whole);
        const std::int64_t p2 = a * p1 + p0;
        const std::int64_t q2 = a * q1 + q0;
        if (q2 > 1'000'000) {
            break;
        }
        p0 = std::exchange(p1, p2);
        q0 = std::exchange(q1, q2);
        const double error = std::abs(static_cast<double>(p1) / static_cast<double>(q1) - value);
        if (error <= 1e-12 * value || rest == whole) {
            break;
        }
        rest = 1.0 / (rest - whole);
    }
    return {p1, q1};
}

} // namespace

bool isSafeSourceName(std::string_view name)
{
    if (name.empty() || name.size() > kMaxSourceBytes || name.front() == '.' || name.front() == '-'
        || name.front() == ' ' || name.back() == '.' || name.back() == ' '
        || isDeviceName(lower(name))) {
        return false;
    }
    for (std::size_t at = 0; at < name.size();) {
        const auto c = static_cast<unsigned char>(name[at]);
        constexpr std::string_view kForbidden = "/\\:*?\"<>|";
        if (c < 0x20 || c == 0x7f || kForbidden.find(name[at]) != std::string_view::npos) {
            return false;
        }
        const std::size_t length = utf8Length(name, at);
        if (length == 0) {
            return false;
        }
        at += length;
    }
    return true;
}

Kwargs::Kwargs(const checkpoint::Package& package, std::vector<std::string> order)
{
    m_kwargs = std::get_if<Value::Dict>(&package.kwargs.data);
    if (m_kwargs == nullptr) {
        setFault(ErrorCode::Corrupt, "the package's kwargs are not a dictionary");
    }
    if (const auto* list = std::get_if<Value::List>(&package.args.data)) {
        if (list->size() > order.size()) {
            setFault(ErrorCode::BadInput, "the package has more arguments than its class takes");
        }
        for (std::size_t i = 0; i < std::min(list->size(), order.size()); ++i) {
            m_positional.emplace_back(std::move(order[i]), &(*list)[i]);
        }
    } else if (!std::holds_alternative<std::monostate>(package.args.data)) {
        setFault(ErrorCode::Corrupt, "the package's args are not a list");
    }
}

const Value* Kwargs::find(std::string_view name) const
{
    for (const auto& [key, value] : m_positional) {
        if (key == name) {
            return value;
        }
    }
    if (m_kwargs != nullptr) {
        for (const auto& [key, value] : *m_kwargs) {
            const auto* text = std::get_if<std::string>(&key.data);
            if (text != nullptr && *text == name) {
                return &value;
            }
        }
    }
    return nullptr;
}

void Kwargs::setFault(ErrorCode code, std::string message)
{
    if (!m_fault) {
        m_fault = Error {code, std::move(message)};
    }
}

bool Kwargs::has(std::string_view name) const
{
    const Value* value = find(name);
    return value != nullptr && !std::holds_alternative<std::monostate>(value->data);
}

std::int64_t Kwargs::integer(std::string_view name, std::int64_t fallback, std::int64_t low,
                             std::int64_t high)
{
    const Value* value = find(name);
    if (value == nullptr) {
        return fallback;
    }
    if (const auto* whole = std::get_if<std::int64_t>(&value->data)) {
        if (*whole < low || *whole > high) {
            setFault(ErrorCode::BadInput,
                     std::string {name} + " = " + std::to_string(*whole) + " is outside "
                         + std::to_string(low) + " … " + std::to_string(high));
            return fallback;
        }
        return *whole;
    }
    const auto real = asReal(*value);
    if (!real || !(std::abs(*real) < 1e15) || *real != std::floor(*real)) {
        setFault(ErrorCode::BadInput, std::string {name} + " is not a whole number");
        return fallback;
    }
    const auto whole = static_cast<std::int64_t>(*real);
    if (whole < low || whole > high) {
        setFault(ErrorCode::BadInput,
                 std::string {name} + " = " + std::to_string(whole) + " is outside "
                     + std::to_string(low) + " … " + std::to_string(high));
        return fallback;
    }
    return whole;
}

double Kwargs::real(std::string_view name, double fallback, double low, double high)
{
    const Value* value = find(name);
    if (value == nullptr) {
        return fallback;
    }
    const auto real = asReal(*value);
    if (!real) {
        setFault(ErrorCode::BadInput, std::string {name} + " is not a number");
        return fallback;
    }
    if (!(*real >= low && *real <= high)) {
        setFault(ErrorCode::BadInput,
                 std::string {name} + " = " + number(*real) + " is outside " + number(low) + " … "
                     + number(high));
        return fallback;
    }
    return *real;
}

bool Kwargs::flag(std::string_view name, bool fallback)
{
    const Value* value = find(name);
    return value == nullptr ? fallback : isTrue(*value);
}

std::string Kwargs::text(std::string_view name, std::string_view fallback)
{
    const Value* value = find(name);
    if (value == nullptr) {
        return std::string {fallback};
    }
    if (const auto* text = std::get_if<std::string>(&value->data)) {
        return *text;
    }
    setFault(ErrorCode::BadInput, std::string {name} + " is not a text");
    return std::string {fallback};
}

void Kwargs::refuse(std::string_view name, bool fallback, std::string_view why)
{
    if (flag(name, fallback)) {
        setFault(ErrorCode::Unsupported,
                 std::string {name} + " is not supported: " + std::string {why});
    }
}

std::vector<double> Kwargs::reals(std::string_view name)
{
    if (!has(name)) {
        return {};
    }
    const auto* list = std::get_if<Value::List>(&find(name)->data);
    std::vector<double> values;
    if (list != nullptr && list->size() <= kMaxSources) {
        for (const Value& item : *list) {
            if (const auto value = asReal(item); value && std::isfinite(*value)) {
                values.push_back(*value);
            }
        }
    }
    if (list == nullptr || values.size() != list->size()) {
        setFault(ErrorCode::BadInput,
                 std::string {name} + " is not a list of at most " + std::to_string(kMaxSources)
                     + " numbers");
        return {};
    }
    return values;
}

std::vector<std::string> Kwargs::sources()
{
    const Value* value = find("sources");
    const auto* list = value == nullptr ? nullptr : std::get_if<Value::List>(&value->data);
    if (list == nullptr || list->empty() || list->size() > kMaxSources) {
        setFault(ErrorCode::BadInput,
                 "sources is not a list of 1 … " + std::to_string(kMaxSources) + " names");
        return {};
    }
    std::vector<std::string> names;
    std::vector<std::string> lowered;
    for (const Value& item : *list) {
        const auto* name = std::get_if<std::string>(&item.data);
        if (name == nullptr || !isSafeSourceName(*name)) {
            setFault(ErrorCode::BadInput,
                     "sources: name " + std::to_string(names.size() + 1)
                         + " cannot be part of a file name");
            return {};
        }
        std::string key = lower(*name);
        if (std::find(lowered.begin(), lowered.end(), key) != lowered.end()) {
            setFault(ErrorCode::BadInput, "sources: \"" + *name + "\" occurs more than once");
            return {};
        }
        names.push_back(*name);
        lowered.push_back(std::move(key));
    }
    return names;
}

Kwargs::Segment Kwargs::segment(std::int64_t fallbackS, std::int64_t sampleRate)
{
    Segment segment {fallbackS, 1, fallbackS * sampleRate};
    const Value* value = find("segment");
    if (value == nullptr) {
        return segment;
    }
    if (const auto* real = std::get_if<double>(&value->data)) {
        if (!(*real > 0.0 && *real < 1e6)) {
            setFault(ErrorCode::BadInput, "segment = " + number(*real) + " s is not usable");
            return segment;
        }
        // Python multiplies the floats and cuts off.
        const auto frames = static_cast<std::int64_t>(*real * static_cast<double>(sampleRate));
        const auto [numerator, denominator] = toFraction(*real);
        return {numerator, denominator, frames};
    }
    if (const auto* whole = std::get_if<std::int64_t>(&value->data)) {
        segment.numerator = *whole;
        segment.denominator = 1;
    } else if (const auto* ratio = std::get_if<Value::Rational>(&value->data)) {
        segment.numerator = ratio->numerator;
        segment.denominator = ratio->denominator;
    } else if (const auto parsed = checkpoint::asRational(*value, "segment"); parsed) {
        segment.numerator = parsed->numerator; // "39/5", as JSON has it
        segment.denominator = parsed->denominator;
    } else {
        setFault(ErrorCode::BadInput, "segment is not a number");
        return segment;
    }
    if (segment.numerator <= 0 || segment.denominator <= 0 || segment.numerator > kMaxSegmentPart
        || segment.denominator > kMaxSegmentPart) {
        setFault(ErrorCode::BadInput,
                 "segment = " + std::to_string(segment.numerator) + "/"
                     + std::to_string(segment.denominator) + " s is not usable");
        return {fallbackS, 1, fallbackS * sampleRate};
    }
    // 40 + 20 bits: the product fits.
    segment.frames = segment.numerator * sampleRate / segment.denominator;
    return segment;
}

} // namespace nde::nn::demucs
