#pragma once

#include "core/nn/category/Network.h"

#include <algorithm>
#include <array>
#include <span>

/// Inline, so that one file alone is compiled for wide registers, and the same bits come out.
namespace nde::bench {

inline constexpr std::size_t kBlock = 32; ///< sums that stay in registers

/// sums [count] += Σ scales[k · stride] · rows[k · width …], in the order of k.
template<std::size_t Count>
void addScaled(const float* scales, std::size_t stride, const float* rows, std::size_t width,
               std::size_t times, float* sums)
{
    std::array<float, Count> sum {};
    std::copy_n(sums, Count, sum.begin());
    for (std::size_t k = 0; k < times; ++k) {
        const float scale = scales[k * stride];
        for (std::size_t i = 0; i < Count; ++i) {
            sum[i] += scale * rows[k * width + i];
        }
    }
    std::copy_n(sum.begin(), Count, sums);
}

/// The same for any width.
inline void addScaled(const float* scales, std::size_t stride, const float* rows, std::size_t width,
                      std::size_t times, std::span<float> sums)
{
    std::size_t at = 0;
    for (; at + kBlock <= sums.size(); at += kBlock) {
        addScaled<kBlock>(scales, stride, rows + at, width, times, sums.data() + at);
    }
    for (; at + 8 <= sums.size(); at += 8) {
        addScaled<8>(scales, stride, rows + at, width, times, sums.data() + at);
    }
    for (; at < sums.size(); ++at) {
        addScaled<1>(scales, stride, rows + at, width, times, sums.data() + at);
    }
}

inline float productOf(std::span<const float> a, const float* b)
{
    std::array<float, 8> sums {};
    std::size_t i = 0;
    for (; i + sums.size() <= a.size(); i += sums.size()) {
        for (std::size_t k = 0; k < sums.size(); ++k) {
            sums[k] += a[i + k] * b[i + k];
        }
    }
    for (; i < a.size(); ++i) {
        sums[0] += a[i] * b[i];
    }
    return ((sums[0] + sums[4]) + (sums[1] + sums[5]))
        + ((sums[2] + sums[6]) + (sums[3] + sums[7]));
}

/// y [rows, out] = bias + x [rows, in] · w. Sums run in the order of the inputs.
inline void forward(const nn::category::Layer& layer, const std::vector<float>& x,
                    std::vector<float>& y)
{
    const std::size_t rows = x.size() / layer.inputs;
    for (std::size_t row = 0; row < rows; ++row) {
        const std::span<float> out(y.data() + row * layer.outputs, layer.outputs);
        std::copy(layer.bias.begin(), layer.bias.end(), out.begin());
        addScaled(x.data() + row * layer.inputs, 1, layer.weights.data(), layer.outputs,
                  layer.inputs, out);
    }
}

/// Gradients of weights and bias, and of x where it is asked for.
inline void backward(const nn::category::Layer& layer, const std::vector<float>& x,
                     const std::vector<float>& dy, nn::category::Layer& gradient,
                     std::vector<float>* dx)
{
    std::fill(gradient.weights.begin(), gradient.weights.end(), 0.0F);
    std::fill(gradient.bias.begin(), gradient.bias.end(), 0.0F);
    const std::size_t rows = x.size() / layer.inputs;
    for (std::size_t row = 0; row < rows; ++row) {
        const float* d = dy.data() + row * layer.outputs;
        for (std::size_t o = 0; o < layer.outputs; ++o) {
            gradient.bias[o] += d[o];
        }
        for (std::size_t i = 0; dx != nullptr && i < layer.inputs; ++i) {
            const float* w = layer.weights.data() + i * layer.outputs;
            (*dx)[row * layer.inputs + i] = productOf({w, layer.outputs}, d);
        }
    }
    for (std::size_t i = 0; i < layer.inputs; ++i) {
        addScaled(x.data() + i, layer.inputs, dy.data(), layer.outputs, rows,
                  {gradient.weights.data() + i * layer.outputs, layer.outputs});
    }
}

} // namespace nde::bench
