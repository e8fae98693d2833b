#include "core/nn/apply/OverlapAdd.h"

#include <algorithm>
#include <utility>

namespace nde::nn::apply {

OverlapAdd::OverlapAdd(std::size_t rows, std::vector<float> weights)
    : m_rows(rows)
    , m_width(weights.size())
    , m_weights(std::move(weights))
    , m_sums((rows + 1) * m_width, 0.0F)
{
}

void OverlapAdd::add(const float* chunk, std::int64_t columns, std::int64_t column,
                     std::int64_t frames)
{
    const auto count = static_cast<std::size_t>(frames);
    for (std::size_t row = 0; row < m_rows; ++row) {
        const float* in
            = chunk + row * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column);
        float* sum = m_sums.data() + row * m_width;
        for (std::size_t i = 0; i < count; ++i) {
            sum[i] += m_weights[i] * in[i];
        }
    }
    float* total = m_sums.data() + m_rows * m_width;
    for (std::size_t i = 0; i < count; ++i) {
        total[i] += m_weights[i];
    }
}

void OverlapAdd::take(std::int64_t frames, std::vector<float>& finished)
{
    const auto count = static_cast<std::size_t>(frames);
    finished.resize(m_rows * count);
    const float* total = m_sums.data() + m_rows * m_width;
    for (std::size_t row = 0; row < m_rows; ++row) {
        const float* sum = m_sums.data() + row * m_width;
        float* out = finished.data() + row * count;
        for (std::size_t i = 0; i < count; ++i) {
            out[i] = sum[i] / total[i];
        }
    }
    for (std::size_t row = 0; row <= m_rows; ++row) {
        const auto begin = m_sums.begin() + static_cast<std::ptrdiff_t>(row * m_width);
        const auto end = begin + static_cast<std::ptrdiff_t>(m_width);
        std::fill(std::copy(begin + static_cast<std::ptrdiff_t>(count), end, begin), end, 0.0F);
    }
}

void OverlapAdd::clear()
{
    std::fill(m_sums.begin(), m_sums.end(), 0.0F);
}

std::vector<float> OverlapAdd::save(std::int64_t frames) const
{
    const auto count = static_cast<std::size_t>(frames);
    std::vector<float> kept((m_rows + 1) * count);
    for (std::size_t row = 0; row <= m_rows; ++row) {
        std::copy_n(m_sums.data() + row * m_width, count, kept.data() + row * count);
    }
    return kept;
}

void OverlapAdd::restore(std::span<const float> kept, std::int64_t frames)
{
    const auto count = static_cast<std::size_t>(frames);
    clear();
    for (std::size_t row = 0; row <= m_rows; ++row) {
        std::copy_n(kept.data() + row * count, count, m_sums.data() + row * m_width);
    }
}

} // namespace nde::nn::apply
