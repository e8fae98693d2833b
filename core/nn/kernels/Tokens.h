#pragma once

#include "core/nn/kernels/KernelTable.h"
#include "core/nn/kernels/Weights.h"

#include <cstddef>

/// Kernels over tokens [tokens, channels], as transformers use them.
namespace nde::nn::kernels {

/// y = act(x · weightᵀ + bias), contiguous. @param y  [tokens, outs]; not x.
void linear(Runtime& runtime, const RightWeights& weights, const float* x, std::size_t tokens,
            Act act, float* y);

/// y += scale · (x · weightᵀ + bias); the scale is in the weights.
void addLinear(Runtime& runtime, const RightWeights& weights, const float* x, std::size_t tokens,
               float* y);

/// A matrix of tokens whose rows may be strided.
struct TokenView
{
    const float* data {};
    std::size_t stride {};
    std::size_t tokens {};
};

/// softmax(q · kᵀ / sqrt(width)) · v for each of `heads` consecutive ranges of `width` channels.
/// @param out  [q.tokens, heads · width], contiguous.
void attention(Runtime& runtime, const TokenView& q, const TokenView& k, const TokenView& v,
               std::size_t heads, std::size_t width, float* out);

/// y = LayerNorm(x) over the channels of every token. @param y  may be x.
void layerNorm(Runtime& runtime, const float* x, std::size_t tokens, std::size_t channels,
               const float* weight, const float* bias, float eps, float* y);

/// y = GroupNorm(1, channels) over all tokens and channels together. @param y  may be x.
void tokenGroupNorm(Runtime& runtime, const float* x, std::size_t tokens, std::size_t channels,
                    const float* weight, const float* bias, double eps, float* y);

/// [channels, rows, frames] → [frames · rows, channels], rows fastest.
void toTokens(Runtime& runtime, const float* x, std::size_t channels, std::size_t rows,
              std::size_t frames, float* tokens);
/// The way back.
void fromTokens(Runtime& runtime, const float* tokens, std::size_t channels, std::size_t rows,
                std::size_t frames, float* x);

/// Sum and sum of squares, in the same order for every number of threads.
[[nodiscard]] Sums sumsOf(Runtime& runtime, const float* x, std::size_t count);

} // namespace nde::nn::kernels
