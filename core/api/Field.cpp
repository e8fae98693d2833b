#include "core/api/Field.h"

#include "core/api/Json.h"
#include "core/services/UseCaseJson.h"

#include <algorithm>
#include <cmath>

namespace nde::api {
namespace {

constexpr qsizetype kMostItems = 1000;
constexpr qsizetype kMostItemSize = 4096;
constexpr double kExact = 9007199254740992.0; // 2^53: above it JSON's numbers skip integers

using Problem = Field::Problem;

std::optional<double> numberOf(const QJsonValue& given)
{
    if (given.isDouble()) {
        return given.toDouble();
    }
    bool isNumber = false;
    const double number = given.isString() ? given.toString().trimmed().toDouble(&isNumber) : 0.0;
    return isNumber ? std::optional(number) : std::nullopt;
}

bool hasControl(const QString& text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) {
        return c.unicode() < 0x20 && c != u'\n' && c != u'\t' && c != u'\r';
    });
}

QJsonValue limitValue(double limit, Field::Kind kind)
{
    return kind == Field::Kind::Integer ? QJsonValue(static_cast<qint64>(limit))
                                        : QJsonValue(limit);
}

} // namespace

Field::Field(Kind kind, const char* name, const char* help, const char* german)
    : m_kind(kind)
    , m_name(QString::fromLatin1(name))
    , m_help(QString::fromUtf8(help))
    , m_german(QString::fromUtf8(german))
{
}

Field Field::text(const char* name, const char* help, const char* german, int most)
{
    Field field(Kind::Text, name, help, german);
    field.m_high = most;
    return field;
}

Field Field::integer(const char* name, const char* help, const char* german, double low,
                     double high)
{
    Field field(Kind::Integer, name, help, german);
    field.m_low = low;
    field.m_high = high;
    return field;
}

Field Field::number(const char* name, const char* help, const char* german, double low, double high)
{
    Field field(Kind::Number, name, help, german);
    field.m_low = low;
    field.m_high = high;
    return field;
}

Field Field::flag(const char* name, const char* help, const char* german)
{
    return {Kind::Flag, name, help, german};
}

Field Field::choice(const char* name, const char* help, const char* german,
                    const QStringList& choices)
{
    Field field(Kind::Choice, name, help, german);
    field.m_choices = choices;
    return field;
}

Field Field::seed(const char* help, const char* german)
{
    return {Kind::Seed, "seed", help, german};
}

Field Field::ids(const char* name, const char* help, const char* german)
{
    return {Kind::Ids, name, help, german};
}

Field Field::texts(const char* name, const char* help, const char* german)
{
    return {Kind::Texts, name, help, german};
}

Field Field::object(const char* name, const char* help, const char* german)
{
    return {Kind::Object, name, help, german};
}

Field Field::required() const
{
    Field field = *this;
    field.m_isRequired = true;
    return field;
}

Field Field::alias(const QStringList& names) const
{
    Field field = *this;
    field.m_aliases += names;
    return field;
}

Field Field::otherwise(const QJsonValue& value) const
{
    Field field = *this;
    field.m_otherwise = value;
    return field;
}

QJsonObject Field::schema() const
{
    QJsonObject schema;
    switch (m_kind) {
    case Kind::Text:
        schema = {{u"type"_s, u"string"_s}, {u"maxLength"_s, static_cast<qint64>(m_high)}};
        break;
    case Kind::Integer:
    case Kind::Number:
        schema[u"type"_s] = m_kind == Kind::Integer ? u"integer"_s : u"number"_s;
        if (std::isfinite(m_low)) {
            schema[u"minimum"_s] = limitValue(m_low, m_kind);
        }
        if (std::isfinite(m_high)) {
            schema[u"maximum"_s] = limitValue(m_high, m_kind);
        }
        break;
    case Kind::Flag:
        schema[u"type"_s] = u"boolean"_s;
        break;
    case Kind::Choice:
        schema = {{u"type"_s, u"string"_s}, {u"enum"_s, QJsonArray::fromStringList(m_choices)}};
        break;
    case Kind::Seed:
        schema = {{u"type"_s, QJsonArray {u"integer"_s, u"string"_s}}, {u"minimum"_s, 0}};
        break;
    case Kind::Ids:
        schema = {{u"type"_s, u"array"_s},
                  {u"maxItems"_s, qint64 {kMostItems}},
                  {u"items"_s, QJsonObject {{u"type"_s, u"integer"_s}, {u"minimum"_s, 1}}}};
        break;
    case Kind::Texts:
        schema = {{u"type"_s, u"array"_s},
                  {u"maxItems"_s, qint64 {kMostItems}},
                  {u"items"_s, QJsonObject {{u"type"_s, u"string"_s}}}};
        break;
    case Kind::Object:
        schema[u"type"_s] = u"object"_s;
        break;
    }
    schema[u"description"_s] = m_help;
    schema[u"x-description-de"_s] = m_german;
    if (!m_otherwise.isUndefined()) {
        schema[u"default"_s] = m_otherwise;
    }
    return schema;
}

std::optional<Problem> Field::checkNumber(const QJsonValue& given, QJsonValue& value) const
{
    const bool isInteger = m_kind == Kind::Integer;
    const auto number = numberOf(given);
    if (!number || !std::isfinite(*number)) {
        return isInteger ? Problem {u"Input should be a valid integer"_s, u"int_parsing"_s}
                         : Problem {u"Input should be a valid number"_s, u"float_parsing"_s};
    }
    if (isInteger && (*number != std::floor(*number) || std::abs(*number) > kExact)) {
        return Problem {u"Input should be a valid integer, got a number with a fractional part"_s,
                        u"int_from_float"_s};
    }
    if (*number < m_low) {
        return Problem {u"Input should be greater than or equal to %1"_s.arg(m_low),
                        u"greater_than_equal"_s};
    }
    if (*number > m_high) {
        return Problem {u"Input should be less than or equal to %1"_s.arg(m_high),
                        u"less_than_equal"_s};
    }
    value = isInteger ? QJsonValue(static_cast<qint64>(*number)) : QJsonValue(*number);
    return std::nullopt;
}

std::optional<Problem> Field::checkFlag(const QJsonValue& given, QJsonValue& value) const
{
    static const QStringList kYes {u"true"_s, u"1"_s, u"yes"_s, u"on"_s, u"y"_s, u"t"_s};
    static const QStringList kNo {u"false"_s, u"0"_s, u"no"_s, u"off"_s, u"n"_s, u"f"_s};
    const QString word = given.isString() ? given.toString().trimmed().toLower()
        : given.isDouble()                ? QString::number(given.toDouble())
                                          : QString();
    if (given.isBool()) {
        value = given;
    } else if (kYes.contains(word)) {
        value = true;
    } else if (kNo.contains(word)) {
        value = false;
    } else {
        return Problem {u"Input should be a valid boolean"_s, u"bool_parsing"_s};
    }
    return std::nullopt;
}

std::optional<Problem> Field::checkText(const QJsonValue& given, QJsonValue& value) const
{
    if (!given.isString()) {
        return Problem {u"Input should be a valid string"_s, u"string_type"_s};
    }
    const QString text = given.toString();
    if (m_kind == Kind::Choice) {
        const QString word = text.trimmed().toLower();
        if (!m_choices.contains(word)) {
            return Problem {u"Input should be one of %1"_s.arg(m_choices.join(u", "_s)), u"enum"_s};
        }
        value = word;
        return std::nullopt;
    }
    if (text.size() > static_cast<qsizetype>(m_high)) {
        return Problem {u"String should have at most %1 characters"_s.arg(m_high),
                        u"string_too_long"_s};
    }
    if (hasControl(text)) {
        return Problem {u"String should have no control characters"_s,
                        u"string_pattern_mismatch"_s};
    }
    if (m_isRequired && text.trimmed().isEmpty()) {
        return Problem {u"String should have at least 1 character"_s, u"string_too_short"_s};
    }
    value = text;
    return std::nullopt;
}

std::optional<Problem> Field::checkSeed(const QJsonValue& given, QJsonValue& value) const
{
    const bool isWhole = given.isString()
        || (given.isDouble() && given.toDouble() == std::floor(given.toDouble())
            && given.toDouble() <= kExact);
    if (!isWhole || !services::seedFromJson(given)) {
        return Problem {u"Input should be an integer from 0 to 18446744073709551615"_s,
                        u"int_parsing"_s};
    }
    value = given;
    return std::nullopt;
}

std::optional<Problem> Field::checkList(const QJsonValue& given, QJsonValue& value) const
{
    // A query has no arrays: there it is a list with commas.
    QJsonArray items = given.toArray();
    if (given.isString()) {
        items = QJsonArray::fromStringList(given.toString().split(u',', Qt::SkipEmptyParts));
    }
    if (!given.isArray() && !given.isString()) {
        return Problem {u"Input should be a valid list"_s, u"list_type"_s};
    }
    if (items.size() > kMostItems) {
        return Problem {u"List should have at most %1 items"_s.arg(kMostItems), u"too_long"_s};
    }
    QJsonArray clean;
    for (const auto& item : items) {
        if (m_kind == Kind::Ids) {
            const auto number = numberOf(item);
            if (!number || !(*number >= 1.0) || *number > kExact
                || *number != std::floor(*number)) {
                return Problem {u"List items should be ids, which are positive integers"_s,
                                u"int_parsing"_s};
            }
            clean.append(static_cast<qint64>(*number));
        } else if (!item.isString() || item.toString().size() > kMostItemSize
                   || hasControl(item.toString())) {
            return Problem {u"List items should be valid strings"_s, u"string_type"_s};
        } else {
            clean.append(item);
        }
    }
    value = clean;
    return std::nullopt;
}

std::optional<Problem> Field::check(const QJsonValue& given, QJsonValue& value) const
{
    switch (m_kind) {
    case Kind::Integer:
    case Kind::Number:
        return checkNumber(given, value);
    case Kind::Flag:
        return checkFlag(given, value);
    case Kind::Seed:
        return checkSeed(given, value);
    case Kind::Ids:
    case Kind::Texts:
        return checkList(given, value);
    case Kind::Object:
        if (!given.isObject()) {
            return Problem {u"Input should be a valid dictionary"_s, u"dict_type"_s};
        }
        value = given;
        return std::nullopt;
    case Kind::Text:
    case Kind::Choice:
        break;
    }
    return checkText(given, value);
}

} // namespace nde::api
