#pragma once

#include "core/nn/vae/LaneFft.h"

#include <cmath>

/// Elementary functions of four numbers at once, for loops over pictures where the library's are
/// most of the time. The same results on every processor: plain single precision, no fused steps.
/// Polynomials fitted for the least greatest error in double precision.
namespace nde::nn::vae {

using LaneInts = int __attribute__((vector_size(16)));

inline Lanes laneLoad(const float* from)
{
    Lanes out;
    __builtin_memcpy(&out, from, sizeof out);
    return out;
}

inline void laneStore(float* to, Lanes value)
{
    __builtin_memcpy(to, &value, sizeof value);
}

inline LaneInts laneBits(Lanes x)
{
    LaneInts out;
    __builtin_memcpy(&out, &x, sizeof out);
    return out;
}

inline Lanes laneFloats(LaneInts bits)
{
    Lanes out;
    __builtin_memcpy(&out, &bits, sizeof out);
    return out;
}

/// Square root of what is not negative.
inline Lanes laneRoot(Lanes x)
{
#if defined(__SSE__)
    return __builtin_ia32_sqrtps(x);
#else
    Lanes out {};
    for (std::size_t l = 0; l < kLanes; ++l) {
        out[l] = std::sqrt(x[l]);
    }
    return out;
#endif
}

/// Nearest whole numbers; |x| < 2^22.
inline Lanes laneRound(Lanes x)
{
    constexpr float kMagic = 12582912.0F; // 1.5 · 2^23: adding it leaves no room for fractions
    return (x + kMagic) - kMagic;
}

/// e^x within 2e-7 of itself for x in [-80, 80].
inline Lanes laneExp(Lanes x)
{
    const Lanes n = laneRound(x * 1.44269504F);
    const Lanes r = (x - n * 0.693359375F) + n * 2.12194440e-4F; // ln 2 in two parts
    Lanes p = r * 0.001381313175F + 0.008369420039F;
    p = p * r + 0.04166845706F;
    p = p * r + 0.1666651478F;
    p = p * r + 0.4999999305F;
    const Lanes mantissa = (p * (r * r) + r) + 1.0F;
    return laneFloats(laneBits(mantissa) + (__builtin_convertvector(n, LaneInts) << 23));
}

/// Natural logarithm within 2e-7 (absolute, or of itself) of positive normal numbers.
inline Lanes laneLog(Lanes x)
{
    // Mantissa in [sqrt 1/2, sqrt 2), by moving the exponent's border to sqrt 1/2.
    constexpr int kBorder = 0x3F3504F3;
    const LaneInts moved = laneBits(x) - kBorder;
    const Lanes n = __builtin_convertvector(moved >> 23, Lanes);
    const Lanes t = laneFloats((moved & 0x007FFFFF) + kBorder) - 1.0F;
    Lanes p = t * -0.0785955421F + 0.1288163514F;
    p = p * t - 0.1312877029F;
    p = p * t + 0.141811945F;
    p = p * t - 0.1662455274F;
    p = p * t + 0.2000228614F;
    p = p * t - 0.2500081044F;
    p = p * t + 0.3333331673F;
    const Lanes square = t * t;
    const Lanes small = n * -2.12194440e-4F + (square * t * p - 0.5F * square);
    return n * 0.693359375F + (small + t);
}

struct LaneTurn
{
    Lanes cosine;
    Lanes sine;
};

/// cos x and sin x within 2e-7 for |x| < 10^4.
inline LaneTurn laneTurn(Lanes x)
{
    const Lanes n = laneRound(x * 0.636619772F);
    // π/2 in three parts, of which the first two have few bits: their multiples are exact.
    const Lanes r = ((x - n * 1.5703125F) - n * 4.8351287841796875e-4F) - n * 3.1391647326e-7F;
    const Lanes u = r * r;
    const Lanes s = ((u * -0.0001951087F + 0.0083321317F) * u - 0.1666665423F) * (u * r) + r;
    const Lanes c = ((u * 2.4431238397e-5F - 0.0013887306327F) * u + 0.041666645658F) * (u * u)
        + (1.0F - 0.5F * u);
    // A quarter turn exchanges them; two turn both signs.
    const LaneInts quarter = __builtin_convertvector(n, LaneInts);
    const LaneInts isOdd = (quarter & 1) == 1;
    const LaneInts cosineSign = ((quarter + 1) & 2) << 30;
    const LaneInts sineSign = (quarter & 2) << 30;
    const LaneInts cosine = (laneBits(c) & ~isOdd) | (laneBits(s) & isOdd);
    const LaneInts sine = (laneBits(s) & ~isOdd) | (laneBits(c) & isOdd);
    return {laneFloats(cosine ^ cosineSign), laneFloats(sine ^ sineSign)};
}

} // namespace nde::nn::vae
