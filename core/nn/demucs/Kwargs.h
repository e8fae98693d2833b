#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/Checkpoint.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nde::nn::demucs {

/// Reads the arguments that a checkpoint was constructed with: typed, with the original's defaults,
/// each with its range. The first fault is kept and all later reads give defaults, so a
/// configuration reads straight down and asks for `fault()` once.
class Kwargs
{
public:
    /// @param order  names of the positional arguments, from the first.
    Kwargs(const checkpoint::Package& package, std::vector<std::string> order);

    [[nodiscard]] bool has(std::string_view name) const; ///< there and not None
    [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t fallback,
                                       std::int64_t low, std::int64_t high);
    [[nodiscard]] double real(std::string_view name, double fallback, double low, double high);
    [[nodiscard]] bool flag(std::string_view name, bool fallback); ///< Python's truth of the value
    [[nodiscard]] std::string text(std::string_view name, std::string_view fallback);
    /// Refuses the package when the option is true (a non-empty list, a number that is not 0).
    void refuse(std::string_view name, bool fallback, std::string_view why);
    /// A list of finite numbers; None and a missing option are empty.
    [[nodiscard]] std::vector<double> reals(std::string_view name);
    /// Distinct names that can be parts of file names.
    [[nodiscard]] std::vector<std::string> sources();

    struct Segment
    {
        std::int64_t numerator {}; ///< seconds
        std::int64_t denominator {1};
        std::int64_t frames {}; ///< int(segment · samplerate) as Python computes it
    };
    /// @param fallbackS  seconds, the original's default.
    [[nodiscard]] Segment segment(std::int64_t fallbackS, std::int64_t sampleRate);

    void setFault(ErrorCode code, std::string message); ///< kept only if it is the first
    [[nodiscard]] const std::optional<Error>& fault() const { return m_fault; }

private:
    [[nodiscard]] const checkpoint::Value* find(std::string_view name) const;

    const checkpoint::Value::Dict* m_kwargs {nullptr};
    std::vector<std::pair<std::string, const checkpoint::Value*>> m_positional;
    std::optional<Error> m_fault;
};

/// Whether a name can stand in a file name on every system: printable UTF-8 without separators,
/// 1 to 64 bytes.
[[nodiscard]] bool isSafeSourceName(std::string_view name);

} // namespace nde::nn::demucs
