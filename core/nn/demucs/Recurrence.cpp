#include "core/nn/demucs/Recurrence.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace nde::nn::demucs {

namespace {

constexpr std::size_t kRows = PackedMatrix::kRows;
constexpr std::size_t kColumns = PackedMatrix::kColumns;
constexpr std::size_t kInnerBlock = 256; ///< a panel's share stays in the first-level cache

using Lane = float __attribute__((vector_size(32)));

#if defined(__x86_64__) && defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
#define NDE_CLONES __attribute__((target_clones("arch=x86-64-v4", "fma", "default")))
#else
#define NDE_CLONES
#endif

/// e^x within 2 ulp for |x| ≤ 87, clamped beyond; no branch, so that loops over it become vectors.
/// Cody-Waite reduction and the minimax polynomial of Cephes' expf.
inline float exponential(float x)
{
    const float clamped = std::min(std::max(x, -87.0F), 87.0F);
    constexpr float kRound = 12582912.0F; // 1.5 · 2^23: adding it rounds to an integer
    const float shifted = clamped * 1.44269504F + kRound;
    const float n = shifted - kRound;
    const float r = (clamped - n * 0.693359375F) - n * -2.12194440e-4F;
    float p = 1.9875691500e-4F;
    p = p * r + 1.3981999507e-3F;
    p = p * r + 8.3334519073e-3F;
    p = p * r + 4.1665795894e-2F;
    p = p * r + 1.6666665459e-1F;
    p = p * r + 5.0000001201e-1F;
    p = p * r * r + r + 1.0F;
    const auto bits = std::bit_cast<std::uint32_t>(shifted) << 23U;
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(p) + bits);
}

inline float sigmoid(float x)
{
    return 1.0F / (1.0F + exponential(-x));
}

/// Odd polynomial near 0, where 1 − e loses digits; the quotient elsewhere.
inline float tangent(float x)
{
    const float square = x * x;
    float p = -5.70498872745e-3F;
    p = p * square + 2.06390887954e-2F;
    p = p * square - 5.37397155531e-2F;
    p = p * square + 1.33314422036e-1F;
    p = p * square - 3.33332819422e-1F;
    const float near = x + x * square * p;
    const float far = 1.0F - 2.0F / (exponential(2.0F * x) + 1.0F);
    return square < 0.390625F ? near : far;
}

/// sums [6, 16] += left [inner, 6]ᵀ · panel [inner, 16].
NDE_CLONES
void multiplyTile(std::size_t inner, const float* left, const float* panel, float* sums,
                  std::size_t stride)
{
    Lane sum[kRows][2];
    for (std::size_t i = 0; i < kRows; ++i) {
        std::memcpy(&sum[i][0], sums + i * stride, sizeof(Lane));
        std::memcpy(&sum[i][1], sums + i * stride + 8, sizeof(Lane));
    }
    for (std::size_t k = 0; k < inner; ++k) {
        Lane b0;
        Lane b1;
        std::memcpy(&b0, panel, sizeof b0);
        std::memcpy(&b1, panel + 8, sizeof b1);
#pragma GCC unroll 6
        for (std::size_t i = 0; i < kRows; ++i) {
            sum[i][0] += left[i] * b0;
            sum[i][1] += left[i] * b1;
        }
        left += kRows;
        panel += kColumns;
    }
    for (std::size_t i = 0; i < kRows; ++i) {
        std::memcpy(sums + i * stride, &sum[i][0], sizeof(Lane));
        std::memcpy(sums + i * stride + 8, &sum[i][1], sizeof(Lane));
    }
}

/// One sequence, one step: gates [4, size] in the order i, f, g, o.
NDE_CLONES
void activate(const float* gates, std::size_t size, float* cell, float* output)
{
    for (std::size_t j = 0; j < size; ++j) {
        const float keep = sigmoid(gates[size + j]);
        const float enter = sigmoid(gates[j]) * tangent(gates[2 * size + j]);
        cell[j] = keep * cell[j] + enter;
        output[j] = sigmoid(gates[3 * size + j]) * tangent(cell[j]);
    }
}

NDE_CLONES
float penalise(float* row, std::size_t columns, std::size_t self, float scale, float slope)
{
    const auto own = static_cast<std::int32_t>(self);
    const auto count = static_cast<std::int32_t>(columns);
    for (std::int32_t c = 0; c < count; ++c) {
        const std::int32_t distance = c > own ? c - own : own - c;
        row[c] = row[c] * scale - slope * static_cast<float>(distance);
    }
    row[self] = -100.0F;
    float peak = row[0];
    for (std::int32_t c = 1; c < count; ++c) {
        peak = std::max(peak, row[c]);
    }
    return peak;
}

NDE_CLONES
void exponentials(float* row, std::size_t columns, float peak)
{
    for (std::size_t c = 0; c < columns; ++c) {
        row[c] = exponential(row[c] - peak);
    }
}

NDE_CLONES
void scaleRow(float* row, std::size_t columns, float factor)
{
    for (std::size_t c = 0; c < columns; ++c) {
        row[c] *= factor;
    }
}

} // namespace

PackedMatrix::PackedMatrix(std::size_t inner, std::size_t columns, const float* data,
                           std::size_t innerStride, std::size_t columnStride)
    : m_inner(inner)
    , m_columns(columns)
    , m_panels((columns + kColumns - 1) / kColumns)
    , m_packed(m_panels * inner * kColumns)
{
    for (std::size_t j = 0; j < columns; ++j) {
        float* panel = m_packed.data() + j / kColumns * inner * kColumns + j % kColumns;
        const float* column = data + j * columnStride;
        for (std::size_t k = 0; k < inner; ++k) {
            panel[k * kColumns] = column[k * innerStride];
        }
    }
}

void PackedMatrix::accumulate(const float* packed, float* sums) const
{
    const std::size_t stride = m_panels * kColumns;
    for (std::size_t panel = 0; panel < m_panels; ++panel) {
        multiplyTile(m_inner, packed, m_packed.data() + panel * m_inner * kColumns,
                     sums + panel * kColumns, stride);
    }
}

void PackedMatrix::multiply(const float* a, std::size_t rows, std::size_t rowStride,
                            std::size_t innerStride, float* c, std::size_t cStride) const
{
    constexpr std::size_t kRowBlock = 16 * kRows;
    std::vector<float> left(kRowBlock * m_inner); // [tiles, inner, kRows]
    float tile[kRows * kColumns];
    for (std::size_t row0 = 0; row0 < rows; row0 += kRowBlock) {
        const std::size_t height = std::min(kRowBlock, rows - row0);
        const std::size_t tiles = (height + kRows - 1) / kRows;
        for (std::size_t i = 0; i < tiles * kRows; ++i) {
            float* out = left.data() + i / kRows * m_inner * kRows + i % kRows;
            const float* in = a + (row0 + std::min(i, height - 1)) * rowStride;
            for (std::size_t k = 0; k < m_inner; ++k) {
                out[k * kRows] = in[k * innerStride];
            }
        }
        for (std::size_t panel = 0; panel < m_panels; ++panel) {
            const float* right = m_packed.data() + panel * m_inner * kColumns;
            const std::size_t column0 = panel * kColumns;
            const std::size_t width = std::min(kColumns, m_columns - column0);
            for (std::size_t t = 0; t < tiles; ++t) {
                std::fill(tile, tile + kRows * kColumns, 0.0F);
                for (std::size_t k0 = 0; k0 < m_inner; k0 += kInnerBlock) {
                    multiplyTile(std::min(kInnerBlock, m_inner - k0),
                                 left.data() + (t * m_inner + k0) * kRows, right + k0 * kColumns,
                                 tile, kColumns);
                }
                const std::size_t last = std::min(kRows, height - t * kRows);
                for (std::size_t i = 0; i < last; ++i) {
                    std::copy(tile + i * kColumns, tile + i * kColumns + width,
                              c + (row0 + t * kRows + i) * cStride + column0);
                }
            }
        }
    }
}

LstmRecurrence::LstmRecurrence(std::size_t hidden, const float* weight)
    : m_hidden(hidden)
    , m_weight(hidden, 4 * hidden, weight, 1, hidden)
{
}

void LstmRecurrence::run(const float* gates, std::size_t steps, std::size_t sequences,
                         std::size_t first, std::size_t last, bool isBackward, float* output,
                         std::size_t outputStride) const
{
    const std::size_t width = 4 * m_hidden;
    const std::size_t stride = m_weight.panels() * kColumns;
    std::vector<float> sums(kRows * stride);
    std::vector<float> cells(kRows * m_hidden);
    std::vector<float> previous(kRows * m_hidden); // [hidden, rows]: what the kernel broadcasts
    for (std::size_t row0 = first; row0 < last; row0 += kRows) {
        const std::size_t rows = std::min(kRows, last - row0);
        std::fill(cells.begin(), cells.end(), 0.0F);
        std::fill(previous.begin(), previous.end(), 0.0F);
        for (std::size_t index = 0; index < steps; ++index) {
            const std::size_t t = isBackward ? steps - 1 - index : index;
            for (std::size_t i = 0; i < rows; ++i) {
                const float* in = gates + (t * sequences + row0 + i) * width;
                std::copy(in, in + width, sums.begin() + static_cast<std::ptrdiff_t>(i * stride));
            }
            m_weight.accumulate(previous.data(), sums.data());
            for (std::size_t i = 0; i < rows; ++i) {
                float* out = output + (t * sequences + row0 + i) * outputStride;
                activate(sums.data() + i * stride, m_hidden, cells.data() + i * m_hidden, out);
                for (std::size_t k = 0; k < m_hidden; ++k) {
                    previous[k * kRows + i] = out[k];
                }
            }
        }
    }
}

void addToRows(float* y, std::size_t rows, std::size_t columns, const float* bias)
{
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
            y[i * columns + j] += bias[j];
        }
    }
}

void localSoftmax(float* scores, std::size_t rows, std::size_t columns, std::size_t first,
                  float scale, const float* slope)
{
    for (std::size_t r = 0; r < rows; ++r) {
        float* row = scores + r * columns;
        exponentials(row, columns, penalise(row, columns, first + r, scale, slope[r]));
        double total = 0;
        for (std::size_t c = 0; c < columns; ++c) {
            total += static_cast<double>(row[c]);
        }
        scaleRow(row, columns, static_cast<float>(1.0 / total));
    }
}

} // namespace nde::nn::demucs
