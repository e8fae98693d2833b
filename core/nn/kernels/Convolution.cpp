#include "core/nn/kernels/Convolution.h"

#include <algorithm>
#include <cassert>
#include <vector>

namespace nde::nn::kernels {

namespace {

using Index = std::ptrdiff_t;

Index toIndex(std::size_t n)
{
    return static_cast<Index>(n);
}
std::size_t toSize(Index n)
{
    return static_cast<std::size_t>(n);
}

/// Columns that a thread packs at a time: with 72 rows of weights they take a part of the
/// second-level cache that is left when another thread shares the core. Three blocks of 7 tiles of
/// 16 are one row of the official networks.
std::size_t columnBlock(const KernelTable& table)
{
    return 7 * table.nr;
}

/// Blocks of columns and, when these are too few for the threads, of rows of weights.
struct Grid
{
    std::size_t width; ///< columns of a block, a multiple of nr
    std::size_t columnBlocks;
    std::size_t height; ///< rows of weights of a block, a multiple of mr
    std::size_t rowBlocks;
};

Grid gridFor(const Runtime& runtime, std::size_t columns, std::size_t rows)
{
    const auto threads = static_cast<std::size_t>(runtime.threads());
    const KernelTable& table = runtime.table();
    std::size_t blocks = (columns + columnBlock(table) - 1) / columnBlock(table);
    if (blocks < 8 * threads) {
        blocks = (blocks + threads - 1) / threads * threads;
    }
    const std::size_t unit = table.nr;
    Grid grid {};
    grid.width = std::max(unit, ((columns + blocks - 1) / blocks + unit - 1) / unit * unit);
    grid.columnBlocks = (columns + grid.width - 1) / grid.width;
    const std::size_t parts
        = std::max<std::size_t>(1, threads / std::max<std::size_t>(1, grid.columnBlocks));
    grid.height = ((rows + parts - 1) / parts + table.mr - 1) / table.mr * table.mr;
    grid.rowBlocks = (rows + grid.height - 1) / grid.height;
    return grid;
}

/// Packs columns [first, first + count) of the unfolded x (+ skip).
void packColumns(const KernelTable& table, const ConvShape& shape, const float* x,
                 const float* skip, std::size_t rows, std::size_t frames, std::size_t first,
                 std::size_t count, float* packed)
{
    const std::size_t framesOut = shape.framesOut(frames);
    const std::size_t inner = shape.in * shape.kernelRows * shape.kernelFrames;
    const std::size_t panelStride = inner * table.nr;
    const std::size_t padded = (count + table.nr - 1) / table.nr * table.nr;
    float* row = packed;
    for (std::size_t c = 0; c < shape.in; ++c) {
        for (std::size_t kr = 0; kr < shape.kernelRows; ++kr) {
            for (std::size_t kf = 0; kf < shape.kernelFrames; ++kf, row += table.nr) {
                const Index shift = toIndex(kf * shape.dilationFrames) - toIndex(shape.padFrames);
                const Index step = toIndex(shape.strideFrames);
                for (std::size_t done = 0; done < count;) {
                    const std::size_t r = (first + done) / framesOut;
                    const std::size_t t = (first + done) % framesOut;
                    const std::size_t n = std::min(framesOut - t, count - done);
                    const Index source
                        = toIndex(r * shape.strideRows + kr) - toIndex(shape.padRows);
                    // frames t … t + n read shift + step · t …; those inside [0, frames) are copied
                    Index from = toIndex(t);
                    Index to = toIndex(t + n);
                    if (source < 0 || source >= toIndex(rows)) {
                        to = from;
                    } else {
                        const Index lowest = shift < 0 ? (-shift + step - 1) / step : 0;
                        const Index highest = (toIndex(frames) - 1 - shift) < 0
                            ? 0
                            : (toIndex(frames) - 1 - shift) / step + 1;
                        from = std::clamp(lowest, toIndex(t), toIndex(t + n));
                        to = std::clamp(highest, from, toIndex(t + n));
                    }
                    const std::size_t before = toSize(from) - t;
                    const std::size_t inside = toSize(to - from);
                    const std::size_t after = n - before - inside;
                    if (before > 0) {
                        table.clearPanels(before, row, done, panelStride);
                    }
                    if (inside > 0) {
                        const Index offset
                            = (toIndex(c * rows) + source) * toIndex(frames) + from * step + shift;
                        table.copyToPanels(x + offset, skip != nullptr ? skip + offset : nullptr,
                                           inside, shape.strideFrames, row, done + before,
                                           panelStride);
                    }
                    if (after > 0) {
                        table.clearPanels(after, row, done + before + inside, panelStride);
                    }
                    done += n;
                }
                if (padded > count) {
                    table.clearPanels(padded - count, row, count, panelStride);
                }
            }
        }
    }
}

} // namespace

std::size_t ConvShape::rowsOut(std::size_t rows) const
{
    return (rows + 2 * padRows - kernelRows) / strideRows + 1;
}

std::size_t ConvShape::framesOut(std::size_t frames) const
{
    const std::size_t padded
        = padsToStride ? (frames + strideFrames - 1) / strideFrames * strideFrames : frames;
    return (padded + 2 * padFrames - dilationFrames * (kernelFrames - 1) - 1) / strideFrames + 1;
}

Convolution::Convolution(const Runtime& runtime, const ConvShape& shape, const float* weight,
                         const float* bias, Act act)
    : m_shape(shape)
    , m_act(act)
    , m_weights(runtime.table(), weight, bias, shape.out,
                shape.in * shape.kernelRows * shape.kernelFrames, act == Act::Glu)
{
}

std::size_t Convolution::channelsOut() const
{
    return m_act == Act::Glu ? m_shape.out / 2 : m_shape.out;
}

void Convolution::run(Runtime& runtime, const float* x, const float* skip, std::size_t rows,
                      std::size_t frames, const float* residual, float* y) const
{
    const KernelTable& table = runtime.table();
    const std::size_t columns = m_shape.rowsOut(rows) * m_shape.framesOut(frames);
    const Grid grid = gridFor(runtime, columns, m_shape.out);
    const std::size_t inner = m_weights.inner();
    const std::size_t packedFloats = grid.width * inner;
    const std::size_t partialFloats = table.partialFloats(grid.width);
    runtime.parallelRanges(
        grid.columnBlocks * grid.rowBlocks, packedFloats + partialFloats,
        [&](std::size_t first, std::size_t end, float* scratch) {
            std::size_t packedBlock = grid.columnBlocks; // none
            for (std::size_t task = first; task < end; ++task) {
                const std::size_t block = task / grid.rowBlocks;
                const std::size_t row0 = task % grid.rowBlocks * grid.height;
                const std::size_t column0 = block * grid.width;
                const std::size_t count = std::min(grid.width, columns - column0);
                if (block != packedBlock) {
                    packColumns(table, m_shape, x, skip, rows, frames, column0, count, scratch);
                    packedBlock = block;
                }
                const std::size_t out0 = m_act == Act::Glu ? row0 / 2 : row0;
                ConvBlock g;
                g.left = m_weights.data() + row0 * inner;
                g.rows = std::min(grid.height, m_shape.out - row0);
                g.inner = inner;
                g.right = scratch;
                g.columns = count;
                g.bias = m_weights.bias() + row0;
                g.out = y + out0 * columns + column0;
                g.residual = residual != nullptr ? residual + out0 * columns + column0 : nullptr;
                g.outStride = columns;
                g.act = m_act;
                g.partial = scratch + packedFloats;
                table.convBlock(g);
            }
        });
}

TransposedConvolution::TransposedConvolution(const Runtime& runtime, Axis axis, std::size_t in,
                                             std::size_t out, std::size_t stride, std::size_t crop,
                                             const float* weight, const float* bias, Act act)
    : m_axis(axis)
    , m_in(in)
    , m_out(out)
    , m_stride(stride)
    , m_crop(crop)
    , m_act(act)
{
    // Rows: one matrix per phase, for the phases of an output go to different rows.
    const bool isSplit = axis == Axis::Rows;
    const std::size_t matrices = isSplit ? stride : 1;
    const std::size_t phases = stride / matrices; // of one matrix
    for (std::size_t matrix = 0; matrix < matrices; ++matrix) {
        std::vector<float> arranged(phases * out * 2 * in);
        std::vector<float> biases(phases * out);
        for (std::size_t row = 0; row < phases * out; ++row) {
            const std::size_t o = row / phases;
            const std::size_t phase = isSplit ? matrix : row % phases;
            biases[row] = bias != nullptr ? bias[o] : 0.0F;
            for (std::size_t k = 0; k < 2 * in; ++k) {
                arranged[row * 2 * in + k]
                    = weight[(k % in * out + o) * 2 * stride + k / in * stride + phase];
            }
        }
        m_weights.emplace_back(runtime.table(), arranged.data(), biases.data(), phases * out,
                               2 * in, false);
    }
}

void TransposedConvolution::run(Runtime& runtime, const float* x, std::size_t rows,
                                std::size_t frames, std::size_t kept, float* y) const
{
    if (m_axis == Axis::Rows) {
        runRows(runtime, x, rows, frames, kept, y);
    } else {
        assert(rows == 1);
        runFrames(runtime, x, frames, kept, y);
    }
}

// Output o · stride + p − crop is the sum of tap p at input o and tap p + stride at input o − 1.
void TransposedConvolution::runRows(Runtime& runtime, const float* x, std::size_t rows,
                                    std::size_t frames, std::size_t kept, float* y) const
{
    const KernelTable& table = runtime.table();
    const std::size_t width
        = std::min<std::size_t>((frames + table.nr - 1) / table.nr * table.nr, columnBlock(table));
    const std::size_t pieces = (frames + width - 1) / width;
    const std::size_t inner = 2 * m_in;
    const std::size_t packedFloats = width * inner;
    const std::size_t tasks = (rows + 1) * pieces;
    runtime.parallel(
        tasks, packedFloats + table.partialFloats(width), [&](std::size_t task, float* scratch) {
            const std::size_t at = task / pieces;
            const std::size_t column0 = task % pieces * width;
            const std::size_t count = std::min(width, frames - column0);
            const std::size_t padded = (count + table.nr - 1) / table.nr * table.nr;
            for (std::size_t tap = 0; tap < 2; ++tap) {
                for (std::size_t c = 0; c < m_in; ++c) {
                    float* row = scratch + (tap * m_in + c) * table.nr;
                    std::size_t have = 0;
                    if (at >= tap && at - tap < rows) {
                        table.copyToPanels(x + (c * rows + at - tap) * frames + column0, nullptr,
                                           count, 1, row, 0, inner * table.nr);
                        have = count;
                    }
                    table.clearPanels(padded - have, row, have, inner * table.nr);
                }
            }
            for (std::size_t phase = 0; phase < m_stride; ++phase) {
                const Index row = toIndex(at * m_stride + phase) - toIndex(m_crop);
                if (row < 0 || row >= toIndex(kept)) {
                    continue;
                }
                ConvBlock g;
                g.left = m_weights[phase].data();
                g.rows = m_out;
                g.inner = inner;
                g.right = scratch;
                g.columns = count;
                g.bias = m_weights[phase].bias();
                g.out = y + toSize(row) * frames + column0;
                g.outStride = kept * frames;
                g.act = m_act;
                g.partial = scratch + packedFloats;
                table.convBlock(g);
            }
        });
}

void TransposedConvolution::runFrames(Runtime& runtime, const float* x, std::size_t frames,
                                      std::size_t kept, float* y) const
{
    const KernelTable& table = runtime.table();
    const Grid grid = gridFor(runtime, frames + 1, table.mr); // rows are not split
    const std::size_t inner = 2 * m_in;
    const std::size_t outs = m_stride * m_out;
    const std::size_t packedFloats = grid.width * inner;
    const std::size_t partialFloats = table.partialFloats(grid.width);
    const std::size_t blockFloats = (outs + m_stride) * grid.width;
    runtime.parallel(grid.columnBlocks, packedFloats + partialFloats + blockFloats,
                     [&](std::size_t task, float* scratch) {
                         const std::size_t column0 = task * grid.width;
                         const std::size_t count = std::min(grid.width, frames + 1 - column0);
                         const std::size_t padded = (count + table.nr - 1) / table.nr * table.nr;
                         for (std::size_t tap = 0; tap < 2; ++tap) {
                             // columns whose input column − tap exists
                             const std::size_t first = std::max(column0, tap) - column0;
                             const std::size_t last
                                 = std::min(column0 + count, frames + tap) - column0;
                             for (std::size_t c = 0; c < m_in; ++c) {
                                 float* row = scratch + (tap * m_in + c) * table.nr;
                                 table.clearPanels(first, row, 0, inner * table.nr);
                                 table.copyToPanels(x + c * frames + column0 + first - tap, nullptr,
                                                    last - first, 1, row, first, inner * table.nr);
                                 table.clearPanels(padded - last, row, last, inner * table.nr);
                             }
                         }
                         float* block = scratch + packedFloats + partialFloats;
                         float* woven = block + outs * grid.width;
                         ConvBlock g;
                         g.left = m_weights.front().data();
                         g.rows = outs;
                         g.inner = inner;
                         g.right = scratch;
                         g.columns = count;
                         g.bias = m_weights.front().bias();
                         g.out = block;
                         g.outStride = grid.width;
                         g.partial = scratch + packedFloats;
                         table.convBlock(g);
                         const std::size_t start = column0 * m_stride;
                         const std::size_t from = std::max(start, m_crop);
                         const std::size_t to = std::min(start + count * m_stride, m_crop + kept);
                         for (std::size_t o = 0; o < m_out && from < to; ++o) {
                             table.interleave(block + o * m_stride * grid.width, grid.width,
                                              m_stride, count, m_act, woven);
                             std::copy(woven + (from - start), woven + (to - start),
                                       y + o * kept + from - m_crop);
                         }
                     });
}

} // namespace nde::nn::kernels
