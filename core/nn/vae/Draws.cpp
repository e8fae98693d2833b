#include "core/nn/vae/Draws.h"

#include "core/base/Random.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace nde::nn::vae {

namespace {

constexpr std::size_t kLevels = std::size_t {1} << 14U; ///< of |x|

/// Where the upper tail of a normal distribution holds `tail`, 0 < tail <= 0.5, by bisection.
double upperQuantile(double tail)
{
    double low = 0.0;
    double high = 8.0;
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        const bool isBelow = 0.5 * std::erfc(middle / std::numbers::sqrt2) > tail;
        (isBelow ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

std::vector<float> makeLevels()
{
    std::vector<float> out(kLevels);
    for (std::size_t i = 0; i < kLevels; ++i) {
        const double tail
            = 0.5 * (1.0 - (static_cast<double>(i) + 0.5) / static_cast<double>(kLevels));
        out[i] = static_cast<float>(upperQuantile(tail));
    }
    return out;
}

/// Calls put(index, 16 random bits).
template<typename Put>
void forEach16(std::uint64_t seed, std::size_t count, Put put)
{
    Random random(seed);
    for (std::size_t i = 0; i < count; i += 4) {
        std::uint64_t bits = random.next();
        const std::size_t end = std::min(count, i + 4);
        for (std::size_t j = i; j < end; ++j, bits >>= 16U) {
            put(j, static_cast<std::uint32_t>(bits & 0xFFFFU));
        }
    }
}

} // namespace

void drawNormals(std::uint64_t seed, std::size_t count, float* out)
{
    static const std::vector<float> levels = makeLevels();
    const float* level = levels.data();
    forEach16(seed, count, [out, level](std::size_t i, std::uint32_t bits) {
        const float value = level[bits & (kLevels - 1)];
        out[i] = (bits & kLevels) != 0 ? -value : value;
    });
}

void drawMask(std::uint64_t seed, double drop, std::size_t count, float* out)
{
    const auto limit = static_cast<std::uint32_t>(std::lround(drop * 65536.0));
    const auto kept = static_cast<float>(1.0 / (1.0 - drop));
    forEach16(seed, count,
              [=](std::size_t i, std::uint32_t bits) { out[i] = bits < limit ? 0.0F : kept; });
}

} // namespace nde::nn::vae
