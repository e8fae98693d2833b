#pragma once

#include "core/nn/demucs/Ops.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What Demucs v3 has in its residual branches and the transformer models do not: a recurrent layer
/// and attention with a penalty on distance. Here items of a batch are independent: [items,
/// channels, frames].
namespace nde::nn::demucs {

/// Bidirectional LSTM, hidden size equal to the input size of the first layer.
struct LstmStack
{
    std::int64_t size {};
    std::int64_t layers {};
    /// Of a layer: weight_ih [4·size, in], weight_hh [4·size, size], bias_ih, bias_hh [4·size],
    /// then the same four of the reverse direction.
    std::vector<at::Tensor> weights;

    /// Kernels of ours for float32 on the CPU, torch's elsewhere.
    /// @param x  [frames, items, size]  @return [frames, items, 2·size]
    [[nodiscard]] at::Tensor forward(const OpContext& context, const at::Tensor& x) const;
    /// The same through at::lstm: what `forward` is compared with.
    [[nodiscard]] at::Tensor reference(const at::Tensor& x) const;
};

/// Recurrent layer over time with a linear way back to its own width. Long inputs are cut into
/// chunks of `maxSteps` frames with half overlap, each run on its own; the outer quarters of inner
/// chunks are dropped.
struct Blstm
{
    LstmStack lstm;
    at::Tensor weight; ///< [size, 2·size], `linear.weight`
    at::Tensor bias; ///< [size]
    std::int64_t maxSteps {}; ///< 0 = never cut
    bool hasSkip {};

    /// @param x  [items, size, frames]  @return the same shape
    /// @param name  of the module; taps are name + ".lstm[0]", ".linear" and name itself.
    [[nodiscard]] at::Tensor forward(const OpContext& context, const std::string& name,
                                     const at::Tensor& x) const;
};

/// Attention over time whose only notion of place is a learnt penalty on distance, different for
/// each query; a query never looks at itself. With skip.
struct LocalState
{
    struct Pointwise
    {
        at::Tensor weight; ///< [out, in, 1]
        at::Tensor bias; ///< [out]
    };
    Pointwise content, query, key, queryDecay, proj;

    /// Heads and decay rates are four of each: v3 has no way to ask for others.
    static constexpr std::int64_t kHeads = 4;
    static constexpr std::int64_t kDecays = 4;

    /// @param x  [items, size, frames], size a multiple of kHeads  @return the same shape
    /// @param name  of the module; taps are name + ".query" … and name itself.
    [[nodiscard]] at::Tensor forward(const OpContext& context, const std::string& name,
                                     const at::Tensor& x) const;
};

/// keys, queries, content [items, heads, channels, frames]; slopes [items, heads, frames], ≥ 0:
/// what a step of distance takes off a query's scores.
/// @return  [items, heads·channels, frames]
[[nodiscard]] at::Tensor localAttention(const at::Tensor& keys, const at::Tensor& queries,
                                        const at::Tensor& content, const at::Tensor& slopes);
/// The same with whole matrices in torch operations: for devices without the kernel, and what
/// `localAttention` is compared with.
[[nodiscard]] at::Tensor localAttentionReference(const at::Tensor& keys, const at::Tensor& queries,
                                                 const at::Tensor& content,
                                                 const at::Tensor& slopes);

/// The two in the middle of a residual layer, in this order, either may be missing.
class RecurrentAttention : public DConvInner
{
public:
    RecurrentAttention(std::optional<Blstm> blstm, std::optional<LocalState> attention);
    [[nodiscard]] at::Tensor forward(const OpContext& context, const std::string& name,
                                     at::Tensor hidden) const override;
    [[nodiscard]] int modules() const override;

private:
    std::optional<Blstm> m_blstm;
    std::optional<LocalState> m_attention;
};

} // namespace nde::nn::demucs
