#pragma once

#include <cstdint>
#include <cstring>

namespace nde::nn::vae {

/// IEEE 754 half precision, rounded to nearest even; overflow becomes infinity.
[[nodiscard]] inline std::uint16_t toHalf(float value)
{
    std::uint32_t bits = 0;
    std::memcpy(&bits, &value, sizeof bits);
    const std::uint32_t sign = (bits >> 16U) & 0x8000U;
    bits &= 0x7FFFFFFFU;
    if (bits >= 0x47800000U) { // 65536 and more, infinities, NaN
        return static_cast<std::uint16_t>(sign | (bits > 0x7F800000U ? 0x7E00U : 0x7C00U));
    }
    if (bits < 0x38800000U) { // below 2^-14: adding 0.5 aligns the bits of a denormal half
        float magnitude = 0;
        std::memcpy(&magnitude, &bits, sizeof magnitude);
        const float shifted = magnitude + 0.5F;
        std::uint32_t out = 0;
        std::memcpy(&out, &shifted, sizeof out);
        return static_cast<std::uint16_t>(sign | (out - 0x3F000000U));
    }
    const std::uint32_t odd = (bits >> 13U) & 1U;
    return static_cast<std::uint16_t>(sign | ((bits - 0x38000000U + 0xFFFU + odd) >> 13U));
}

[[nodiscard]] inline float fromHalf(std::uint16_t half)
{
    const std::uint32_t sign = (half & 0x8000U) << 16U;
    const std::uint32_t rest = half & 0x7FFFU;
    std::uint32_t bits = 0;
    if (rest >= 0x7C00U) {
        bits = 0x7F800000U | ((rest & 0x3FFU) << 13U);
    } else if (rest >= 0x400U) {
        bits = (rest << 13U) + 0x38000000U;
    } else {
        const float value = static_cast<float>(rest) * 0x1p-24F;
        std::memcpy(&bits, &value, sizeof bits);
    }
    bits |= sign;
    float out = 0;
    std::memcpy(&out, &bits, sizeof out);
    return out;
}

} // namespace nde::nn::vae
