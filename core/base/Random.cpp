#include "core/base/Random.h"

#include <cmath>
#include <numbers>

namespace nde {

namespace {

std::uint64_t mix(std::uint64_t z)
{
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15ULL;

} // namespace

std::uint64_t streamSeed(std::uint64_t seed, std::string_view purpose, std::uint64_t a,
                         std::uint64_t b)
{
    std::uint64_t hash = 0xCBF29CE484222325ULL; // FNV-1a of the purpose
    for (const char c : purpose) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
    }
    std::uint64_t state = mix(seed + kGolden);
    state = mix(state ^ hash);
    state = mix(state + kGolden * (a + 1));
    return mix(state + kGolden * (b + 1));
}

std::uint64_t Random::next()
{
    m_state += kGolden;
    return mix(m_state);
}

double Random::uniform()
{
    return static_cast<double>(next() >> 11U) * 0x1.0p-53;
}

double Random::uniform(double low, double high)
{
    return low + (high - low) * uniform();
}

double Random::normal()
{
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

std::uint64_t Random::below(std::uint64_t bound)
{
    // The bias of the multiply-shift is under 2^-32 for every bound that occurs here.
    return bound == 0 ? 0
                      : static_cast<std::uint64_t>(uniform() * static_cast<double>(bound)) % bound;
}

} // namespace nde
