#pragma once

#include "core/nn/kernels/Weights.h"

#include <cstddef>
#include <vector>

namespace nde::nn::kernels {

/// One residual layer of Demucs: x + scale · GLU(GN(conv2(GELU(GN(conv1(x)))))). Every row of
/// [channels, rows, frames] is an item of its own; GN is over (channels, frames) of it.
///
/// With many rows each is computed in one core's cache; a single long row goes in tiles, once per
/// norm and once for the result. Nothing of 2 · channels is ever stored.
class ResidualLayer
{
public:
    struct Parameters
    {
        std::size_t channels {};
        std::size_t hidden {};
        std::size_t taps {3}; ///< odd
        std::size_t dilation {1};
        double eps {1e-5};
        const float* weight1 {}; ///< [hidden, channels, taps]
        const float* bias1 {};
        const float* normWeight1 {}; ///< [hidden]
        const float* normBias1 {};
        const float* weight2 {}; ///< [2 · channels, hidden]
        const float* bias2 {};
        const float* normWeight2 {}; ///< [2 · channels]
        const float* normBias2 {};
        const float* scale {}; ///< [channels]
    };

    ResidualLayer(const Runtime& runtime, const Parameters& parameters);

    /// In place. @param x  [channels, rows, frames].
    void run(Runtime& runtime, float* x, std::size_t rows, std::size_t frames) const;

private:
    struct Tile;
    void runRows(Runtime& runtime, float* x, std::size_t rows, std::size_t frames) const;
    void runTiles(Runtime& runtime, float* x, std::size_t rows, std::size_t row,
                  std::size_t frames) const;
    [[nodiscard]] std::size_t tileFloats(std::size_t columns) const;

    std::size_t m_channels;
    std::size_t m_hidden;
    std::size_t m_taps;
    std::size_t m_dilation;
    double m_eps;
    LeftWeights m_first;
    LeftWeights m_second;
    std::vector<float> m_norm1; ///< weight, then bias
    std::vector<float> m_norm2; ///< weight, then bias, in packed order
    std::vector<float> m_scale;
};

} // namespace nde::nn::kernels
