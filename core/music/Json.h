#pragma once

#include "core/music/Plan.h"

#include <nlohmann/json.hpp>

#include <limits>

/// Shared by the JSON of requests and plans. Only .cpp files of this folder include it.
namespace nde::music {

/// What a text says against itself or against the format; becomes an Error before it leaves.
struct Contradiction
{
    std::string what;
};

inline void require(bool claim, const char* what)
{
    if (!claim) {
        throw Contradiction {what};
    }
}

/// Values of an object with their types checked: conversions of nlohmann-json are silent, and
/// undefined for numbers that the target cannot hold.
class JsonReader
{
public:
    /// @param what  what the object is, for messages: "a lane".
    JsonReader(const nlohmann::json& object, const char* what);

    [[nodiscard]] bool has(const char* name) const; ///< there, and not null
    [[nodiscard]] const nlohmann::json& at(const char* name) const;
    /// An array of at most `most` elements.
    [[nodiscard]] const nlohmann::json& list(const char* name, std::size_t most) const;
    [[nodiscard]] int integer(const char* name) const;
    [[nodiscard]] std::int64_t integer64(const char* name) const;
    [[nodiscard]] std::uint64_t seed(const char* name) const;
    [[nodiscard]] double number(const char* name) const;
    [[nodiscard]] bool flag(const char* name) const;
    [[nodiscard]] std::string text(const char* name) const;
    [[nodiscard]] std::vector<std::string> texts(const char* name) const;
    [[nodiscard]] Key key(const char* name) const;
    [[nodiscard]] std::optional<double> maybeNumber(const char* name) const;
    [[nodiscard]] std::optional<int> maybeInteger(const char* name) const;
    [[nodiscard]] std::optional<std::string> maybeText(const char* name) const;

    [[noreturn]] void refuse(const char* name) const;

private:
    const nlohmann::json& m_object;
    const char* m_what;
};

/// @errors by exception: Contradiction.
[[nodiscard]] double numberOf(const nlohmann::json& value);
[[nodiscard]] int integerOf(const nlohmann::json& value);
[[nodiscard]] std::string textOf(const nlohmann::json& value);

[[nodiscard]] nlohmann::json requestObject(const Request& request);
/// Throws Contradiction.
[[nodiscard]] Request requestFrom(const nlohmann::json& object);

[[nodiscard]] inline nlohmann::json keyObject(Key key)
{
    return {{"pc", key.pitchClass}, {"minor", key.isMinor}};
}

/// Canonical: members sorted, invalid UTF-8 replaced.
[[nodiscard]] inline std::string canonical(const nlohmann::json& object)
{
    return object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace nde::music
