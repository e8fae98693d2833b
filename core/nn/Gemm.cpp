#include "core/nn/Gemm.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace nde::nn {

namespace {

constexpr std::size_t kRowTile = 6; ///< 6 × 16 accumulators fill the 16 registers of AVX2
constexpr std::size_t kColumnTile = 16;
constexpr std::size_t kInnerBlock = 256; ///< a panel of B stays in the first-level cache
constexpr std::size_t kRowBlock = 16 * kRowTile;
constexpr std::size_t kColumnBlock = 64 * kColumnTile;

using Lane = float __attribute__((vector_size(32)));

float at(const MatrixView& m, std::size_t row, std::size_t column)
{
    return m.isTransposed ? m.data[column * m.stride + row] : m.data[row * m.stride + column];
}

/// Panels of kRowTile rows, inner index outermost; missing rows are zero.
void packA(const MatrixView& a, std::size_t row0, std::size_t rows, std::size_t inner0,
           std::size_t inner, float* out)
{
    for (std::size_t panel = 0; panel < rows; panel += kRowTile) {
        for (std::size_t k = 0; k < inner; ++k) {
            for (std::size_t i = 0; i < kRowTile; ++i) {
                *out++ = panel + i < rows ? at(a, row0 + panel + i, inner0 + k) : 0.0F;
            }
        }
    }
}

void packB(const MatrixView& b, std::size_t inner0, std::size_t inner, std::size_t column0,
           std::size_t columns, float* out)
{
    for (std::size_t panel = 0; panel < columns; panel += kColumnTile) {
        for (std::size_t k = 0; k < inner; ++k) {
            for (std::size_t j = 0; j < kColumnTile; ++j) {
                *out++ = panel + j < columns ? at(b, inner0 + k, column0 + panel + j) : 0.0F;
            }
        }
    }
}

#if defined(__x86_64__) && defined(__linux__) && !defined(__SANITIZE_ADDRESS__)
#define NDE_GEMM_CLONES __attribute__((target_clones("fma", "default")))
#else
#define NDE_GEMM_CLONES
#endif

/// tile [6, 16] = panel of A · panel of B.
NDE_GEMM_CLONES
void multiplyTile(std::size_t inner, const float* a, const float* b, float* tile)
{
    Lane sum[kRowTile][2] = {};
    for (std::size_t k = 0; k < inner; ++k) {
        Lane b0;
        Lane b1;
        std::memcpy(&b0, b, sizeof b0);
        std::memcpy(&b1, b + 8, sizeof b1);
#pragma GCC unroll 6
        for (std::size_t i = 0; i < kRowTile; ++i) {
            sum[i][0] += a[i] * b0;
            sum[i][1] += a[i] * b1;
        }
        a += kRowTile;
        b += kColumnTile;
    }
    std::memcpy(tile, sum, sizeof sum);
}

void addTile(const float* tile, std::size_t rows, std::size_t columns, float* c, std::size_t stride)
{
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
            c[i * stride + j] += tile[i * kColumnTile + j];
        }
    }
}

} // namespace

void multiply(std::size_t rows, std::size_t columns, std::size_t inner, MatrixView a, MatrixView b,
              float* c)
{
    std::fill(c, c + rows * columns, 0.0F);
    std::vector<float> packedA((kRowBlock + kRowTile) * kInnerBlock);
    std::vector<float> packedB((std::min(columns, kColumnBlock) + kColumnTile) * kInnerBlock);
    float tile[kRowTile * kColumnTile];
    for (std::size_t column0 = 0; column0 < columns; column0 += kColumnBlock) {
        const std::size_t width = std::min(kColumnBlock, columns - column0);
        for (std::size_t inner0 = 0; inner0 < inner; inner0 += kInnerBlock) {
            const std::size_t depth = std::min(kInnerBlock, inner - inner0);
            packB(b, inner0, depth, column0, width, packedB.data());
            for (std::size_t row0 = 0; row0 < rows; row0 += kRowBlock) {
                const std::size_t height = std::min(kRowBlock, rows - row0);
                packA(a, row0, height, inner0, depth, packedA.data());
                for (std::size_t j = 0; j < width; j += kColumnTile) {
                    for (std::size_t i = 0; i < height; i += kRowTile) {
                        multiplyTile(depth, packedA.data() + i * depth, packedB.data() + j * depth,
                                     tile);
                        addTile(tile, std::min(kRowTile, height - i),
                                std::min(kColumnTile, width - j),
                                c + (row0 + i) * columns + column0 + j, columns);
                    }
                }
            }
        }
    }
}

} // namespace nde::nn
