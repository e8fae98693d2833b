#include "core/music/Json.h"

#include <charconv>
#include <cmath>

namespace nde::music {

using nlohmann::json;

namespace {

// Longer texts are no names, paths or prompts.
constexpr std::size_t kMaxText = 100'000;
constexpr std::size_t kMaxTexts = 10'000;

bool fitsInt(const json& value)
{
    if (value.is_number_unsigned()) {
        return value.get<std::uint64_t>()
            <= static_cast<std::uint64_t>(std::numeric_limits<int>::max());
    }
    if (!value.is_number_integer()) {
        return false;
    }
    const auto number = value.get<std::int64_t>();
    return number >= std::numeric_limits<int>::min() && number <= std::numeric_limits<int>::max();
}

} // namespace

double numberOf(const json& value)
{
    require(value.is_number(), "a number is missing");
    const double number = value.get<double>();
    require(std::isfinite(number), "a number is not finite");
    return number;
}

int integerOf(const json& value)
{
    require(fitsInt(value), "a whole number is missing");
    return value.get<int>();
}

std::string textOf(const json& value)
{
    require(value.is_string(), "a text is missing");
    const auto& text = value.get_ref<const std::string&>();
    require(text.size() <= kMaxText, "a text is too long");
    return text;
}

JsonReader::JsonReader(const json& object, const char* what)
    : m_object(object)
    , m_what(what)
{
    if (!object.is_object()) {
        throw Contradiction {std::string(what) + " is not an object"};
    }
}

void JsonReader::refuse(const char* name) const
{
    throw Contradiction {std::string(m_what) + " has no usable '" + name + "'"};
}

bool JsonReader::has(const char* name) const
{
    const auto found = m_object.find(name);
    return found != m_object.end() && !found->is_null();
}

const json& JsonReader::at(const char* name) const
{
    const auto found = m_object.find(name);
    if (found == m_object.end()) {
        refuse(name);
    }
    return *found;
}

const json& JsonReader::list(const char* name, std::size_t most) const
{
    const json& value = at(name);
    if (!value.is_array() || value.size() > most) {
        refuse(name);
    }
    return value;
}

int JsonReader::integer(const char* name) const
{
    const json& value = at(name);
    if (!fitsInt(value)) {
        refuse(name);
    }
    return value.get<int>();
}

std::int64_t JsonReader::integer64(const char* name) const
{
    const json& value = at(name);
    const bool isTooLarge = value.is_number_unsigned()
        && value.get<std::uint64_t>()
            > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (!value.is_number_integer() || isTooLarge) {
        refuse(name);
    }
    return value.get<std::int64_t>();
}

std::uint64_t JsonReader::seed(const char* name) const
{
    const json& value = at(name);
    if (value.is_string()) {
        // What has come through a reader of doubles keeps its 64 bits as digits.
        const auto& digits = value.get_ref<const std::string&>();
        std::uint64_t seed = 0;
        const auto [end, error]
            = std::from_chars(digits.data(), digits.data() + digits.size(), seed);
        if (error != std::errc {} || end != digits.data() + digits.size() || digits.empty()) {
            refuse(name);
        }
        return seed;
    }
    if (!value.is_number_unsigned()) {
        refuse(name);
    }
    return value.get<std::uint64_t>();
}

double JsonReader::number(const char* name) const
{
    const json& value = at(name);
    if (!value.is_number() || !std::isfinite(value.get<double>())) {
        refuse(name);
    }
    return value.get<double>();
}

bool JsonReader::flag(const char* name) const
{
    const json& value = at(name);
    if (!value.is_boolean()) {
        refuse(name);
    }
    return value.get<bool>();
}

std::string JsonReader::text(const char* name) const
{
    const json& value = at(name);
    if (!value.is_string() || value.get_ref<const std::string&>().size() > kMaxText) {
        refuse(name);
    }
    return value.get<std::string>();
}

std::vector<std::string> JsonReader::texts(const char* name) const
{
    std::vector<std::string> result;
    for (const json& value : list(name, kMaxTexts)) {
        result.push_back(textOf(value));
    }
    return result;
}

Key JsonReader::key(const char* name) const
{
    const JsonReader object(at(name), "a key");
    const Key key {object.integer("pc"), object.flag("minor")};
    if (key.pitchClass < 0 || key.pitchClass > 11) {
        refuse(name);
    }
    return key;
}

std::optional<double> JsonReader::maybeNumber(const char* name) const
{
    return has(name) ? std::optional(number(name)) : std::nullopt;
}

std::optional<int> JsonReader::maybeInteger(const char* name) const
{
    return has(name) ? std::optional(integer(name)) : std::nullopt;
}

std::optional<std::string> JsonReader::maybeText(const char* name) const
{
    return has(name) ? std::optional(text(name)) : std::nullopt;
}

} // namespace nde::music
