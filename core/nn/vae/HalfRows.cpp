#include "core/nn/vae/HalfRows.h"

#include "core/nn/vae/Half.h"
#include "core/nn/vae/LaneMath.h"

#include <array>
#include <cstddef>

namespace nde::nn::vae {

namespace {

using LaneHalves = std::uint16_t __attribute__((vector_size(8)));

/// Four halves. Those below 2^-14 by way of whole numbers: as floats they would go through values
/// that a processor told to flush denormals takes for 0.
Lanes four(const std::uint16_t* from)
{
    constexpr int kRebias = (127 - 15) << 23;
    constexpr float kSmallest = 0x1p-24F;
    LaneHalves halves;
    __builtin_memcpy(&halves, from, sizeof halves);
    const LaneInts bits = __builtin_convertvector(halves, LaneInts);
    const LaneInts rest = bits & 0x7FFF;
    const LaneInts isSmall = rest < 0x400;
    const LaneInts normal = (rest << 13) + kRebias;
    const LaneInts small = laneBits(__builtin_convertvector(rest, Lanes) * kSmallest);
    return laneFloats((normal & ~isSmall) | (small & isSmall) | ((bits & 0x8000) << 16));
}

} // namespace

void widen(std::span<const std::uint16_t> halves, std::span<float> out)
{
    std::size_t i = 0;
    for (; i + kLanes <= halves.size(); i += kLanes) {
        laneStore(out.data() + i, four(halves.data() + i));
    }
    for (; i < halves.size(); ++i) {
        out[i] = fromHalf(halves[i]);
    }
}

void multiplyHalf(std::span<const std::uint16_t> rows, std::span<const float> x, std::span<float> y)
{
    // Four sums, so that none waits for the one before it.
    constexpr std::size_t kSums = 4;
    constexpr std::size_t kStep = kSums * kLanes;
    const std::size_t width = x.size();
    const std::size_t whole = width / kStep * kStep;
    for (std::size_t row = 0; row < y.size(); ++row) {
        const std::uint16_t* from = rows.data() + row * width;
        std::array<Lanes, kSums> sums {};
        for (std::size_t k = 0; k < whole; k += kStep) {
            for (std::size_t s = 0; s < kSums; ++s) {
                const std::size_t at = k + s * kLanes;
                sums[s] += four(from + at) * laneLoad(x.data() + at);
            }
        }
        const Lanes sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
        float out = (sum[0] + sum[1]) + (sum[2] + sum[3]);
        for (std::size_t k = whole; k < width; ++k) {
            out += fromHalf(from[k]) * x[k];
        }
        y[row] = out;
    }
}

} // namespace nde::nn::vae
