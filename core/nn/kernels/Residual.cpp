#include "core/nn/kernels/Residual.h"

#include "core/nn/kernels/KernelTable.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace nde::nn::kernels {

namespace {

constexpr std::size_t kTileFrames = 512;

struct Moments
{
    double mean;
    double inverse; ///< of the standard deviation
};

Moments momentsOf(const Sums& sums, double count, double eps)
{
    const double mean = sums.sum / count;
    const double variance = std::max(0.0, sums.squares / count - mean * mean);
    return {mean, 1.0 / std::sqrt(variance + eps)};
}

} // namespace

/// A stretch of one row with its neighbourhood, and what is computed from it.
struct ResidualLayer::Tile
{
    Tile(const ResidualLayer& layer, const KernelTable& kernels, std::size_t columns,
         float* scratch)
        : table(kernels)
        , padded((columns + kernels.nr - 1) / kernels.nr * kernels.nr)
        // a cache line on each side at least, and no power of two between rows
        , margin((layer.m_taps / 2 * layer.m_dilation + 15) / 16 * 16)
        , stride(padded + 2 * margin + 16)
        , input(scratch)
        , hidden(input + layer.m_channels * stride)
        , factor(hidden + layer.m_hidden * stride)
        , offset(factor + 2 * layer.m_channels)
    {
    }

    /// Copies frames [first, first + count) of every channel; outside the row there are zeros.
    void loadFrom(const float* row, std::size_t channelStride, std::size_t channels,
                  std::size_t frames, std::size_t first, std::size_t count) const
    {
        const std::size_t before = std::min(margin, first);
        const std::size_t after = std::min(margin, frames - first - count);
        const std::size_t tail = padded + 2 * margin - (margin + count + after);
        for (std::size_t c = 0; c < channels; ++c) {
            float* to = input + c * stride;
            std::fill(to, to + (margin - before), 0.0F);
            std::memcpy(to + (margin - before), row + c * channelStride + first - before,
                        (before + count + after) * sizeof(float));
            std::fill(to + margin + count + after, to + margin + count + after + tail, 0.0F);
        }
    }

    const KernelTable& table;
    std::size_t padded;
    std::size_t margin;
    std::size_t stride;
    float* input; ///< [channels][stride], frame 0 at `margin`
    float* hidden; ///< [hidden][stride]
    float* factor; ///< [2 · channels]
    float* offset;
};

std::size_t ResidualLayer::tileFloats(std::size_t columns) const
{
    const std::size_t margin = m_taps / 2 * m_dilation + 15;
    return (m_channels + m_hidden) * (columns + 2 * margin + 48) + 4 * m_channels;
}

ResidualLayer::ResidualLayer(const Runtime& runtime, const Parameters& p)
    : m_channels(p.channels)
    , m_hidden(p.hidden)
    , m_taps(p.taps)
    , m_dilation(p.dilation)
    , m_eps(p.eps)
    , m_first(runtime.table(), p.weight1, p.bias1, p.hidden, p.channels * p.taps, false)
    , m_second(runtime.table(), p.weight2, p.bias2, 2 * p.channels, p.hidden, true)
    , m_scale(p.scale, p.scale + p.channels)
{
    m_norm1.assign(p.normWeight1, p.normWeight1 + p.hidden);
    m_norm1.insert(m_norm1.end(), p.normBias1, p.normBias1 + p.hidden);
    for (const float* values : {p.normWeight2, p.normBias2}) {
        for (const std::size_t row : m_second.order()) {
            m_norm2.push_back(values[row]);
        }
    }
}

namespace {

DilatedConv firstConv(const LeftWeights& weights, std::size_t channels, std::size_t taps,
                      std::size_t dilation)
{
    DilatedConv g;
    g.left = weights.data();
    g.rows = weights.rows();
    g.channels = channels;
    g.taps = taps;
    g.dilation = dilation;
    g.bias = weights.bias();
    return g;
}

/// hidden = GELU(GN(hidden)).
void normHidden(const KernelTable& table, const Moments& moments, const std::vector<float>& norm,
                float* hidden, std::size_t rows, std::size_t stride, std::size_t columns)
{
    for (std::size_t h = 0; h < rows; ++h) {
        const double a = moments.inverse * static_cast<double>(norm[h]);
        const double b = static_cast<double>(norm[rows + h]) - moments.mean * a;
        float* row = hidden + h * stride;
        table.affine(row, columns, static_cast<float>(a), static_cast<float>(b), Act::Gelu, row);
    }
}

/// Bias and norm of the second convolution as one factor and offset per row.
void foldNorm(const Moments& moments, const std::vector<float>& norm, const float* bias,
              std::size_t rows, float* factor, float* offset)
{
    for (std::size_t r = 0; r < rows; ++r) {
        const double a = moments.inverse * static_cast<double>(norm[r]);
        factor[r] = static_cast<float>(a);
        offset[r] = static_cast<float>((static_cast<double>(bias[r]) - moments.mean) * a
                                       + static_cast<double>(norm[rows + r]));
    }
}

} // namespace

void ResidualLayer::run(Runtime& runtime, float* x, std::size_t rows, std::size_t frames) const
{
    if (rows >= static_cast<std::size_t>(runtime.threads()) && frames <= 4 * kTileFrames) {
        runRows(runtime, x, rows, frames);
        return;
    }
    for (std::size_t row = 0; row < rows; ++row) {
        runTiles(runtime, x, rows, row, frames);
    }
}

void ResidualLayer::runRows(Runtime& runtime, float* x, std::size_t rows, std::size_t frames) const
{
    const KernelTable& table = runtime.table();
    const std::size_t channelStride = rows * frames;
    runtime.parallel(rows, tileFloats(frames), [&](std::size_t row, float* scratch) {
        const Tile tile(*this, table, frames, scratch);
        float* at = x + row * frames;
        tile.loadFrom(at, channelStride, m_channels, frames, 0, frames);
        DilatedConv first = firstConv(m_first, m_channels, m_taps, m_dilation);
        first.x = tile.input + tile.margin;
        first.xStride = tile.stride;
        first.columns = frames;
        first.hidden = tile.hidden;
        first.hiddenStride = tile.stride;
        const Sums sums1 = table.dilatedConv(first);
        const auto count = static_cast<double>(frames * m_hidden);
        normHidden(table, momentsOf(sums1, count, m_eps), m_norm1, tile.hidden, m_hidden,
                   tile.stride, frames);
        Expansion second;
        second.left = m_second.data();
        second.rows = 2 * m_channels;
        second.inner = m_hidden;
        second.hidden = tile.hidden;
        second.hiddenStride = tile.stride;
        second.columns = frames;
        second.offset = m_second.bias();
        const Sums sums2 = table.expansionSums(second);
        foldNorm(momentsOf(sums2, static_cast<double>(frames * 2 * m_channels), m_eps), m_norm2,
                 m_second.bias(), 2 * m_channels, tile.factor, tile.offset);
        second.factor = tile.factor;
        second.offset = tile.offset;
        second.scale = m_scale.data();
        second.x = tile.input + tile.margin;
        second.xStride = tile.stride;
        second.out = at;
        second.outStride = channelStride;
        table.expansion(second);
    });
}

void ResidualLayer::runTiles(Runtime& runtime, float* x, std::size_t rows, std::size_t row,
                             std::size_t frames) const
{
    const KernelTable& table = runtime.table();
    const std::size_t channelStride = rows * frames;
    const std::size_t tiles = (frames + kTileFrames - 1) / kTileFrames;
    const std::size_t hiddenStride = tiles * kTileFrames + 16;
    float* at = x + row * frames;
    float* hidden = runtime.shared(0, m_hidden * hiddenStride);
    std::vector<Sums> parts(tiles);
    const auto total = [&] {
        Sums sums;
        for (const Sums& part : parts) {
            sums.sum += part.sum;
            sums.squares += part.squares;
        }
        return sums;
    };
    const auto columnsOf
        = [&](std::size_t task) { return std::min(kTileFrames, frames - task * kTileFrames); };
    runtime.parallel(tiles, tileFloats(kTileFrames), [&](std::size_t task, float* scratch) {
        const Tile tile(*this, table, kTileFrames, scratch);
        tile.loadFrom(at, channelStride, m_channels, frames, task * kTileFrames, columnsOf(task));
        DilatedConv first = firstConv(m_first, m_channels, m_taps, m_dilation);
        first.x = tile.input + tile.margin;
        first.xStride = tile.stride;
        first.columns = columnsOf(task);
        first.hidden = hidden + task * kTileFrames;
        first.hiddenStride = hiddenStride;
        parts[task] = table.dilatedConv(first);
    });
    const Moments moments1 = momentsOf(total(), static_cast<double>(frames * m_hidden), m_eps);
    Expansion second;
    second.left = m_second.data();
    second.rows = 2 * m_channels;
    second.inner = m_hidden;
    second.hiddenStride = hiddenStride;
    second.offset = m_second.bias();
    runtime.parallel(tiles, 0, [&](std::size_t task, float*) {
        Expansion g = second;
        float* stretch = hidden + task * kTileFrames;
        normHidden(table, moments1, m_norm1, stretch, m_hidden, hiddenStride, columnsOf(task));
        g.hidden = stretch;
        g.columns = columnsOf(task);
        parts[task] = table.expansionSums(g);
    });
    std::vector<float> folded(4 * m_channels);
    foldNorm(momentsOf(total(), static_cast<double>(frames * 2 * m_channels), m_eps), m_norm2,
             m_second.bias(), 2 * m_channels, folded.data(), folded.data() + 2 * m_channels);
    runtime.parallel(tiles, 0, [&](std::size_t task, float*) {
        Expansion g = second;
        g.hidden = hidden + task * kTileFrames;
        g.columns = columnsOf(task);
        g.factor = folded.data();
        g.offset = folded.data() + 2 * m_channels;
        g.scale = m_scale.data();
        g.x = at + task * kTileFrames;
        g.xStride = channelStride;
        g.out = at + task * kTileFrames;
        g.outStride = channelStride;
        table.expansion(g);
    });
}

} // namespace nde::nn::kernels
