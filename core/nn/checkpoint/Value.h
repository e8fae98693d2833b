#pragma once

#include "core/base/Result.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace nde::nn::checkpoint {

/// A plain value of a checkpoint: what Python's pickle or JSON can say without running anything.
/// The readers of this folder never nest deeper than `kMaxDepth`, so recursion over one is safe.
/// @thread  a value type.
struct Value
{
    struct Rational ///< fractions.Fraction; denominator > 0, in lowest terms
    {
        std::int64_t numerator {};
        std::int64_t denominator {1};
        bool operator==(const Rational&) const = default;
    };
    struct Opaque ///< an object of a class that is not known here: kept as its name, never built
    {
        std::string name; ///< e.g. "demucs.htdemucs.HTDemucs", "numpy.core.multiarray.scalar"
        bool operator==(const Opaque&) const = default;
    };
    struct Entry; ///< of a dict; std::pair needs complete types
    using List = std::vector<Value>; ///< list, tuple, set
    using Dict = std::vector<Entry>; ///< in file order; string keys are unique

    std::variant<std::monostate, bool, std::int64_t, double, std::string, Rational, Opaque, List,
                 Dict>
        data;

    friend bool operator==(const Value& a, const Value& b);
};

struct Value::Entry
{
    Value first; ///< key
    Value second;
    bool operator==(const Entry&) const = default;
};

inline constexpr int kMaxDepth = 64; ///< of nested lists and dicts in a Value

/// What a value is, in words for a message: "the text 'abc'", "a list of 3", "nothing".
[[nodiscard]] std::string describe(const Value& value);

/// The value of a string key; null if `dict` has no such key or is no dict.
[[nodiscard]] const Value* find(const Value& dict, std::string_view key);
[[nodiscard]] bool isNone(const Value& value);

/// Typed access to what `find` returned. `what` names the value in the message.
/// @errors  BadInput, e.g. "channels is the text 'abc', not a whole number".
[[nodiscard]] Result<bool> asBool(const Value& value, std::string_view what);
[[nodiscard]] Result<std::int64_t> asInt(const Value& value, std::string_view what);
/// Whole numbers and fractions too; always finite.
[[nodiscard]] Result<double> asDouble(const Value& value, std::string_view what);
[[nodiscard]] Result<std::string> asString(const Value& value, std::string_view what);
/// Fractions, whole numbers, texts as "39/5", "44" or "7.8", and floating-point numbers as the
/// shortest decimal that means them: 7.8 is 39/5 exactly.
[[nodiscard]] Result<Value::Rational> asRational(const Value& value, std::string_view what);
/// The items of a list; they live as long as `value`.
[[nodiscard]] Result<std::span<const Value>> asList(const Value& value, std::string_view what);

/// "39/5", "-3", "7.8", "1e-3"; in lowest terms. @errors  BadInput (no number, beyond 64 bits).
[[nodiscard]] Result<Value::Rational> parseRational(std::string_view text);
/// @errors  BadInput (denominator 0, beyond 64 bits).
[[nodiscard]] Result<Value::Rational> makeRational(std::int64_t numerator,
                                                   std::int64_t denominator);

} // namespace nde::nn::checkpoint
