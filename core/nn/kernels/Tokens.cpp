#include "core/nn/kernels/Tokens.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

namespace nde::nn::kernels {

namespace {

std::size_t roundUp(std::size_t n, std::size_t unit)
{
    return (n + unit - 1) / unit * unit;
}

void run(Runtime& runtime, const RightWeights& weights, const float* x, std::size_t tokens, Act act,
         bool isAdded, float* y)
{
    const KernelTable& table = runtime.table();
    const auto threads = static_cast<std::size_t>(runtime.threads());
    const std::size_t inner = weights.inner();
    const std::size_t outs = weights.outs();
    // Blocks of equal height that all threads share; columns are split when tokens are too few.
    std::size_t blocks = (tokens + table.tokenBlock - 1) / table.tokenBlock;
    blocks = roundUp(std::max<std::size_t>(blocks, 1), threads);
    const std::size_t height
        = std::min(table.tokenBlock, roundUp((tokens + blocks - 1) / blocks, table.mr));
    blocks = (tokens + height - 1) / height;
    const std::size_t parts = std::max<std::size_t>(1, threads / blocks);
    const std::size_t width = roundUp((outs + parts - 1) / parts, table.nr);
    const std::size_t columnBlocks = (outs + width - 1) / width;
    // Rows a cache line apart from a power of two: six rows at once must not share cache sets.
    const std::size_t stride = inner + 16;
    const std::size_t copied = height * stride;
    runtime.parallel(blocks * columnBlocks, copied + table.partialFloats(table.featureBlock),
                     [&](std::size_t task, float* scratch) {
                         const std::size_t token0 = task / columnBlocks * height;
                         const std::size_t column0 = task % columnBlocks * width;
                         const std::size_t count = std::min(height, tokens - token0);
                         for (std::size_t t = 0; t < count; ++t) {
                             std::memcpy(scratch + t * stride, x + (token0 + t) * inner,
                                         inner * sizeof(float));
                         }
                         TokenBlock g;
                         g.x = scratch;
                         g.xStride = stride;
                         g.tokens = count;
                         g.right = weights.data() + column0 * inner;
                         g.inner = inner;
                         g.outs = std::min(width, outs - column0);
                         g.bias = weights.bias() + column0;
                         g.scale = weights.scale() + column0;
                         g.y = y + token0 * outs + column0;
                         g.yStride = outs;
                         g.isAdded = isAdded;
                         g.act = act;
                         g.partial = scratch + copied;
                         table.tokenBlockRun(g);
                     });
}

constexpr std::size_t kTokensPerTask = 64;

} // namespace

void linear(Runtime& runtime, const RightWeights& weights, const float* x, std::size_t tokens,
            Act act, float* y)
{
    run(runtime, weights, x, tokens, act, false, y);
}

void addLinear(Runtime& runtime, const RightWeights& weights, const float* x, std::size_t tokens,
               float* y)
{
    run(runtime, weights, x, tokens, Act::None, true, y);
}

void attention(Runtime& runtime, const TokenView& q, const TokenView& k, const TokenView& v,
               std::size_t heads, std::size_t width, float* out)
{
    const KernelTable& table = runtime.table();
    const std::size_t channels = heads * width;
    const std::size_t perHead = k.tokens * width;
    float* keys = runtime.shared(0, heads * perHead);
    float* values = runtime.shared(1, heads * perHead);
    const std::size_t keyBlocks = (k.tokens + table.keyBlock - 1) / table.keyBlock;
    runtime.parallel(heads * keyBlocks, 0, [&](std::size_t task, float*) {
        const std::size_t head = task / keyBlocks;
        const std::size_t key = task % keyBlocks * table.keyBlock;
        const std::size_t count = std::min(table.keyBlock, k.tokens - key);
        const std::size_t at = head * perHead + key * width;
        table.packKeys(k.data + key * k.stride + head * width, k.stride, count, width, keys + at);
        table.packValues(v.data + key * v.stride + head * width, v.stride, count, width,
                         values + at);
    });
    std::size_t blocks = (q.tokens + table.queryBlock - 1) / table.queryBlock;
    const auto threads = static_cast<std::size_t>(runtime.threads());
    while (blocks * heads < 4 * threads && blocks * 2 * table.nr <= q.tokens) {
        blocks *= 2;
    }
    const std::size_t height
        = std::min(table.queryBlock, roundUp((q.tokens + blocks - 1) / blocks, table.nr));
    blocks = (q.tokens + height - 1) / height;
    runtime.parallel(heads * blocks, table.attentionFloats(width),
                     [&](std::size_t task, float* scratch) {
                         const std::size_t head = task / blocks;
                         const std::size_t query = task % blocks * height;
                         AttentionBlock g;
                         g.q = q.data + query * q.stride + head * width;
                         g.qStride = q.stride;
                         g.queries = std::min(height, q.tokens - query);
                         g.keys = keys + head * perHead;
                         g.values = values + head * perHead;
                         g.count = k.tokens;
                         g.width = width;
                         g.scale = 1.0F / std::sqrt(static_cast<float>(width));
                         g.out = out + query * channels + head * width;
                         g.outStride = channels;
                         g.scratch = scratch;
                         table.attention(g);
                     });
}

void layerNorm(Runtime& runtime, const float* x, std::size_t tokens, std::size_t channels,
               const float* weight, const float* bias, float eps, float* y)
{
    const std::size_t tasks = (tokens + kTokensPerTask - 1) / kTokensPerTask;
    runtime.parallel(tasks, 0, [&](std::size_t task, float*) {
        const std::size_t first = task * kTokensPerTask;
        runtime.table().normTokens(x + first * channels, std::min(kTokensPerTask, tokens - first),
                                   channels, weight, bias, eps, y + first * channels);
    });
}

Sums sumsOf(Runtime& runtime, const float* x, std::size_t count)
{
    constexpr std::size_t kPiece = 16384;
    std::vector<Sums> parts((count + kPiece - 1) / kPiece);
    runtime.parallel(parts.size(), 0, [&](std::size_t task, float*) {
        parts[task]
            = runtime.table().sums(x + task * kPiece, std::min(kPiece, count - task * kPiece));
    });
    Sums total;
    for (const Sums& part : parts) {
        total.sum += part.sum;
        total.squares += part.squares;
    }
    return total;
}

void tokenGroupNorm(Runtime& runtime, const float* x, std::size_t tokens, std::size_t channels,
                    const float* weight, const float* bias, double eps, float* y)
{
    const Sums total = sumsOf(runtime, x, tokens * channels);
    const double count = static_cast<double>(tokens * channels);
    const double mean = total.sum / count;
    const double inverse
        = 1.0 / std::sqrt(std::max(0.0, total.squares / count - mean * mean) + eps);
    std::vector<float> factor(channels);
    std::vector<float> offset(channels);
    for (std::size_t c = 0; c < channels; ++c) {
        const double f = inverse * static_cast<double>(weight[c]);
        factor[c] = static_cast<float>(f);
        offset[c] = static_cast<float>(static_cast<double>(bias[c]) - mean * f);
    }
    const std::size_t tasks = (tokens + kTokensPerTask - 1) / kTokensPerTask;
    runtime.parallel(tasks, 0, [&](std::size_t task, float*) {
        const std::size_t first = task * kTokensPerTask;
        runtime.table().affineTokens(x + first * channels, std::min(kTokensPerTask, tokens - first),
                                     channels, factor.data(), offset.data(), y + first * channels);
    });
}

void toTokens(Runtime& runtime, const float* x, std::size_t channels, std::size_t rows,
              std::size_t frames, float* tokens)
{
    // token (t, r) is row t · rows + r: for one r a transposition with a wider step
    const std::size_t pieces = (frames + kTokensPerTask - 1) / kTokensPerTask;
    runtime.parallel(rows * pieces, 0, [&](std::size_t task, float*) {
        const std::size_t r = task / pieces;
        const std::size_t t = task % pieces * kTokensPerTask;
        runtime.table().transpose(x + r * frames + t, rows * frames, channels,
                                  std::min(kTokensPerTask, frames - t),
                                  tokens + (t * rows + r) * channels, rows * channels);
    });
}

void fromTokens(Runtime& runtime, const float* tokens, std::size_t channels, std::size_t rows,
                std::size_t frames, float* x)
{
    const std::size_t pieces = (frames + kTokensPerTask - 1) / kTokensPerTask;
    runtime.parallel(rows * pieces, 0, [&](std::size_t task, float*) {
        const std::size_t r = task / pieces;
        const std::size_t t = task % pieces * kTokensPerTask;
        runtime.table().transpose(tokens + (t * rows + r) * channels, rows * channels,
                                  std::min(kTokensPerTask, frames - t), channels,
                                  x + r * frames + t, rows * frames);
    });
}

} // namespace nde::nn::kernels
