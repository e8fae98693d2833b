#include "core/nn/Gemm.h"

#include "core/nn/kernels/KernelTable.h"
#include "core/nn/kernels/Runtime.h"

#include <algorithm>
#include <vector>

namespace nde::nn {

namespace {

constexpr std::size_t kInnerBlock = 256; ///< a panel of B stays in the first-level cache
constexpr std::size_t kPanelsOfRows = 10; ///< of A that stay in the second-level cache
constexpr std::size_t kColumnBlock = 1024;
constexpr std::size_t kColumnsOfFew = 64;

float at(const MatrixView& m, std::size_t row, std::size_t column)
{
    return m.isTransposed ? m.data[column * m.stride + row] : m.data[row * m.stride + column];
}

/// Panels of `tile` rows, inner index outermost; missing rows are zero.
void packA(const MatrixView& a, std::size_t row0, std::size_t rows, std::size_t inner0,
           std::size_t inner, std::size_t tile, float* out)
{
    for (std::size_t panel = 0; panel < rows; panel += tile, out += tile * inner) {
        for (std::size_t i = 0; i < tile; ++i) {
            for (std::size_t k = 0; k < inner; ++k) {
                out[k * tile + i] = panel + i < rows ? at(a, row0 + panel + i, inner0 + k) : 0.0F;
            }
        }
    }
}

void packB(const kernels::KernelTable& table, const MatrixView& b, std::size_t inner0,
           std::size_t inner, std::size_t column0, std::size_t columns, float* out)
{
    const std::size_t tile = table.nr;
    for (std::size_t panel = 0; panel < columns; panel += tile, out += tile * inner) {
        const std::size_t width = std::min(tile, columns - panel);
        if (b.isTransposed) {
            table.transpose(b.data + (column0 + panel) * b.stride + inner0, b.stride, width, inner,
                            out, tile);
        } else {
            for (std::size_t k = 0; k < inner; ++k) {
                const float* from = b.data + (inner0 + k) * b.stride + column0 + panel;
                std::copy_n(from, width, out + k * tile);
            }
        }
        for (std::size_t k = 0; width < tile && k < inner; ++k) {
            std::fill(out + k * tile + width, out + (k + 1) * tile, 0.0F);
        }
    }
}

struct Block
{
    const kernels::KernelTable& table;
    const float* packedA {};
    const float* packedB {};
    std::size_t rows {};
    std::size_t columns {};
    std::size_t depth {};
    float* c {};
    std::size_t stride {};
};

/// c += A · B for one block, in tiles; those at the right edge go through `edge`.
void addBlock(const Block& block, std::vector<float>& edge)
{
    const std::size_t mr = block.table.mr;
    const std::size_t nr = block.table.nr;
    for (std::size_t j = 0; j < block.columns; j += nr) {
        const std::size_t width = std::min(nr, block.columns - j);
        for (std::size_t i = 0; i < block.rows; i += mr) {
            kernels::Product p;
            p.a = block.packedA + i * block.depth;
            p.aRow = 1;
            p.aInner = mr;
            p.b = block.packedB + j * block.depth;
            p.bInner = nr;
            p.columns = nr;
            p.inner = block.depth;
            p.rows = width == nr ? std::min(mr, block.rows - i) : mr;
            float* c = block.c + i * block.stride + j;
            p.c = width == nr ? c : edge.data();
            p.cStride = width == nr ? block.stride : nr;
            p.isAdded = width == nr;
            block.table.product(p);
            for (std::size_t row = 0; width < nr && row < std::min(mr, block.rows - i); ++row) {
                for (std::size_t column = 0; column < width; ++column) {
                    c[row * block.stride + column] += edge[row * nr + column];
                }
            }
        }
    }
}

} // namespace

void multiply(std::size_t rows, std::size_t columns, std::size_t inner, MatrixView a, MatrixView b,
              float* c)
{
    multiplyInto(rows, columns, inner, a, b, c, columns);
}

void multiplyInto(std::size_t rows, std::size_t columns, std::size_t inner, MatrixView a,
                  MatrixView b, float* c, std::size_t stride)
{
    static const kernels::KernelTable& table = *kernels::tableFor(kernels::bestIsa());
    const std::size_t rowBlock = kPanelsOfRows * table.mr;
    for (std::size_t row = 0; row < rows; ++row) {
        std::fill_n(c + row * stride, columns, 0.0F);
    }
    kernels::FloatBuffer packedA(rowBlock * kInnerBlock);
    kernels::FloatBuffer packedB((std::min(columns, kColumnBlock) + table.nr) * kInnerBlock);
    std::vector<float> edge(table.mr * table.nr);
    // A few rows use every panel of B once: it must come from the cache where it was packed.
    const bool areFew = rows <= rowBlock;
    const std::size_t columnBlock = areFew ? kColumnsOfFew : kColumnBlock;
    for (std::size_t inner0 = 0; inner0 < inner; inner0 += kInnerBlock) {
        const std::size_t depth = std::min(kInnerBlock, inner - inner0);
        if (areFew) {
            packA(a, 0, rows, inner0, depth, table.mr, packedA.data());
        }
        for (std::size_t column0 = 0; column0 < columns; column0 += columnBlock) {
            const std::size_t width = std::min(columnBlock, columns - column0);
            packB(table, b, inner0, depth, column0, width, packedB.data());
            for (std::size_t row0 = 0; row0 < rows; row0 += rowBlock) {
                const std::size_t height = std::min(rowBlock, rows - row0);
                if (!areFew) {
                    packA(a, row0, height, inner0, depth, table.mr, packedA.data());
                }
                addBlock({table, packedA.data(), packedB.data(), height, width, depth,
                          c + row0 * stride + column0, stride},
                         edge);
            }
        }
    }
}

} // namespace nde::nn
