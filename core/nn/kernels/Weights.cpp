#include "core/nn/kernels/Weights.h"

#include "core/nn/kernels/KernelTable.h"

#include <algorithm>

namespace nde::nn::kernels {

LeftWeights::LeftWeights(const KernelTable& table, const float* weight, const float* bias,
                         std::size_t rows, std::size_t inner, bool isPaired)
    : m_inner(inner)
    , m_data(rows * inner)
    , m_bias(rows)
{
    float* out = m_data.data();
    for (std::size_t row = 0; row < rows;) {
        const std::size_t size = panelRows(table, rows - row);
        for (std::size_t i = 0; i < size; ++i) {
            const std::size_t half = size / 2;
            const std::size_t pair = row / 2 + (i < half ? i : i - half);
            m_order.push_back(!isPaired ? row + i : pair + (i < half ? 0 : rows / 2));
        }
        for (std::size_t k = 0; k < inner; ++k) {
            for (std::size_t i = 0; i < size; ++i) {
                *out++ = weight[m_order[row + i] * inner + k];
            }
        }
        row += size;
    }
    for (std::size_t i = 0; i < rows; ++i) {
        m_bias.data()[i] = bias != nullptr ? bias[m_order[i]] : 0.0F;
    }
}

RightWeights::RightWeights(const KernelTable& table, const float* weight, const float* bias,
                           const float* scale, std::size_t outs, std::size_t inner)
    : m_outs(outs)
    , m_inner(inner)
{
    const std::size_t padded = (outs + table.nr - 1) / table.nr * table.nr;
    m_data = FloatBuffer(padded * inner);
    m_bias = FloatBuffer(padded);
    m_scale = FloatBuffer(padded);
    for (std::size_t n = 0; n < padded; ++n) {
        float* to = m_data.data() + n / table.nr * table.nr * inner + n % table.nr;
        for (std::size_t k = 0; k < inner; ++k) {
            to[k * table.nr] = n < outs ? weight[n * inner + k] : 0.0F;
        }
        m_bias.data()[n] = n < outs && bias != nullptr ? bias[n] : 0.0F;
        m_scale.data()[n] = n < outs && scale != nullptr ? scale[n] : 1.0F;
    }
}

} // namespace nde::nn::kernels
