#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace nde::nn::checkpoint {

/// A plain value of a checkpoint: what Python's pickle or JSON can say without running anything.
/// @thread  a value type.
struct Value
{
    struct Rational ///< fractions.Fraction; denominator > 0
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
    struct TensorRef ///< index into the tensors of the file that was read
    {
        std::size_t index {};
        bool operator==(const TensorRef&) const = default;
    };
    using List = std::vector<Value>; ///< list, tuple, set
    using Dict = std::vector<std::pair<Value, Value>>; ///< in file order; keys may be any value

    std::variant<std::monostate, bool, std::int64_t, double, std::string, Rational, Opaque,
                 TensorRef, List, Dict>
        data;

    bool operator==(const Value&) const = default;
};

} // namespace nde::nn::checkpoint
