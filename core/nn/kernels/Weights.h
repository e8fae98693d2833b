#pragma once

#include "core/nn/kernels/Runtime.h"

#include <cstddef>
#include <vector>

namespace nde::nn::kernels {

/// Weights of a convolution: rows are output channels. Packed once, for one instruction set.
class LeftWeights
{
public:
    LeftWeights() = default;
    /// @param weight    [rows, inner], contiguous.
    /// @param bias      [rows] or null.
    /// @param isPaired  for GLU: row c and row c + rows / 2 end up in one tile.
    LeftWeights(const KernelTable& table, const float* weight, const float* bias, std::size_t rows,
                std::size_t inner, bool isPaired);

    [[nodiscard]] const float* data() const { return m_data.data(); }
    [[nodiscard]] const float* bias() const { return m_bias.data(); }
    [[nodiscard]] std::size_t rows() const { return m_order.size(); }
    [[nodiscard]] std::size_t inner() const { return m_inner; }
    /// The row that stands at a packed place.
    [[nodiscard]] const std::vector<std::size_t>& order() const { return m_order; }

private:
    std::size_t m_inner {};
    std::vector<std::size_t> m_order;
    FloatBuffer m_data;
    FloatBuffer m_bias;
};

/// Weights of a linear layer: y = x · weightᵀ + bias.
class RightWeights
{
public:
    RightWeights() = default;
    /// @param weight  [outs, inner], contiguous.
    /// @param bias    [outs] or null.
    /// @param scale   [outs] or null: factor on the result.
    RightWeights(const KernelTable& table, const float* weight, const float* bias,
                 const float* scale, std::size_t outs, std::size_t inner);

    [[nodiscard]] const float* data() const { return m_data.data(); }
    [[nodiscard]] const float* bias() const { return m_bias.data(); }
    [[nodiscard]] const float* scale() const { return m_scale.data(); }
    [[nodiscard]] std::size_t outs() const { return m_outs; }
    [[nodiscard]] std::size_t inner() const { return m_inner; }

private:
    std::size_t m_outs {};
    std::size_t m_inner {};
    FloatBuffer m_data;
    FloatBuffer m_bias;
    FloatBuffer m_scale;
};

} // namespace nde::nn::kernels
