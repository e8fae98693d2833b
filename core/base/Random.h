#pragma once

#include <cstdint>
#include <string_view>

namespace nde {

/// Mixes a purpose and up to two indices into a seed, so that draws depend on what they are for and
/// never on the order of calls. Same arguments, same result, on every machine.
[[nodiscard]] std::uint64_t streamSeed(std::uint64_t seed, std::string_view purpose,
                                       std::uint64_t a = 0, std::uint64_t b = 0);

/// splitmix64 with own conversions: the standard library's distributions differ between
/// implementations, these do not.
///
/// @source  Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
class Random
{
public:
    explicit Random(std::uint64_t seed)
        : m_state(seed)
    {
    }

    [[nodiscard]] std::uint64_t next();
    [[nodiscard]] double uniform(); ///< [0, 1)
    [[nodiscard]] double uniform(double low, double high); ///< [low, high)
    [[nodiscard]] double normal(); ///< mean 0, deviation 1 (Box-Muller, no cached second value)
    [[nodiscard]] std::uint64_t below(std::uint64_t bound); ///< [0, bound); 0 for bound 0

private:
    std::uint64_t m_state;
};

} // namespace nde
