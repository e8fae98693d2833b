#pragma once

#include "core/nn/kernels/KernelTable.h"
#include "core/nn/kernels/Weights.h"

#include <cstddef>
#include <vector>

namespace nde::nn::kernels {

/// Sizes of a convolution over [channels, rows, frames] with zero padding.
struct ConvShape
{
    std::size_t in {};
    std::size_t out {};
    std::size_t kernelRows {1};
    std::size_t kernelFrames {1};
    std::size_t strideRows {1};
    std::size_t strideFrames {1};
    std::size_t padRows {};
    std::size_t padFrames {};
    std::size_t dilationFrames {1};
    bool padsToStride {}; ///< zeros behind the last frame up to a multiple of strideFrames

    [[nodiscard]] std::size_t rowsOut(std::size_t rows) const;
    [[nodiscard]] std::size_t framesOut(std::size_t frames) const;
};

/// A convolution with what follows it, as one matrix product: no unfolded input is ever held, a
/// thread packs the columns of its block.
class Convolution
{
public:
    /// @param weight  [out, in, kernelRows, kernelFrames].
    /// @param bias    [out] or null.
    /// @param act     Glu halves the channels.
    Convolution(const Runtime& runtime, const ConvShape& shape, const float* weight,
                const float* bias, Act act);

    [[nodiscard]] const ConvShape& shape() const { return m_shape; }
    [[nodiscard]] std::size_t channelsOut() const;

    /// y = act(conv(x + skip) + bias) + residual.
    /// @param x         [in, rows, frames].
    /// @param skip      null or the shape of x.
    /// @param y         [channelsOut, rowsOut, framesOut]; not x.
    /// @param residual  null or the shape of y; may be y.
    void run(Runtime& runtime, const float* x, const float* skip, std::size_t rows,
             std::size_t frames, const float* residual, float* y) const;

private:
    ConvShape m_shape;
    Act m_act;
    LeftWeights m_weights;
};

/// A transposed convolution along one axis, kernel = 2 · stride: every output is the sum of two
/// taps, so it is one product with twice the inner dimension and nothing to add up afterwards.
class TransposedConvolution
{
public:
    enum class Axis
    {
        Rows,
        Frames
    };
    /// @param weight  [in, out, 2 · stride].
    /// @param bias    [out] or null.
    /// @param crop    taken off in front; at most the stride.
    TransposedConvolution(const Runtime& runtime, Axis axis, std::size_t in, std::size_t out,
                          std::size_t stride, std::size_t crop, const float* weight,
                          const float* bias, Act act);

    /// @param x     [in, rows, frames].
    /// @param kept  rows or frames of y along the axis, at most stride · (n + 1) − crop.
    /// @param y     [out, kept, frames] or [out, rows = 1, kept].
    void run(Runtime& runtime, const float* x, std::size_t rows, std::size_t frames,
             std::size_t kept, float* y) const;

private:
    void runRows(Runtime& runtime, const float* x, std::size_t rows, std::size_t frames,
                 std::size_t kept, float* y) const;
    void runFrames(Runtime& runtime, const float* x, std::size_t frames, std::size_t kept,
                   float* y) const;

    Axis m_axis;
    std::size_t m_in;
    std::size_t m_out;
    std::size_t m_stride;
    std::size_t m_crop;
    Act m_act;
    std::vector<LeftWeights>
        m_weights; ///< Rows: per phase [out, two taps · in]; Frames: [out · phase, …]
};

} // namespace nde::nn::kernels
