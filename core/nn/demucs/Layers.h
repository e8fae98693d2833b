#pragma once

#include "core/nn/demucs/Ops.h"
#include "core/nn/demucs/Parameters.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

/// Encoder and decoder layers that HTDemucs and HDemucs share.
namespace nde::nn::demucs {

/// Makes what v3 puts into residual layers; `name` is that of the residual layer
/// ("encoder.4.dconv.layers.0"), the first inner module is name + ".3".
using InnerFactory = std::function<std::shared_ptr<const DConvInner>(
    Parameters& parameters, const std::string& name, std::int64_t hidden)>;

struct LayerSpec
{
    std::int64_t in {};
    std::int64_t out {};
    std::int64_t kernel {};
    std::int64_t stride {};
    std::int64_t pad {};
    bool isAlongRows {}; ///< frequency layer: 2-d kernels; otherwise 1-d ones along the frames
    bool isEmpty {}; ///< only the strided convolution: where the branches meet
    bool isLast {}; ///< decoder: no activation behind
    std::int64_t normGroups {}; ///< 0 = no norms
    bool hasRewrite {true};
    std::int64_t context {}; ///< of the rewrite
    bool hasContextRows {true}; ///< false: the rewrite looks along the frames only
    int dconvDepth {}; ///< residual layers; 0 = none
    bool isDilated {true};
    std::int64_t dconvHidden {};
    InnerFactory inner; ///< may be empty
};

/// conv → norm1 → GELU → dconv → rewrite → norm2 → GLU.
struct EncoderLayer
{
    EncoderLayer() = default;
    EncoderLayer(Parameters& parameters, const std::string& name, const LayerSpec& spec);
    /// @param x       [in, rows, frames].
    /// @param inject  [out, 1, frames] or null.
    [[nodiscard]] at::Tensor forward(const OpContext& context, const std::string& name,
                                     at::Tensor x, const at::Tensor* inject) const;

    Conv conv;
    std::optional<GroupNorm> norm1;
    std::vector<DConvLayer> dconv;
    std::optional<Conv> rewrite;
    std::optional<GroupNorm> norm2;
    bool isEmpty {};
};

/// skip → rewrite → norm1 → GLU → dconv → conv_tr → norm2 → crop → GELU.
struct DecoderLayer
{
    struct Output
    {
        at::Tensor x; ///< [out, rows', frames]
        at::Tensor before; ///< what the transposed convolution got: [in, rows, frames]
    };
    DecoderLayer() = default;
    DecoderLayer(Parameters& parameters, const std::string& name, const LayerSpec& spec);
    /// @param skip    null for an empty layer.
    /// @param frames  kept by a layer along the frames; one along the rows keeps all.
    [[nodiscard]] Output forward(const OpContext& context, const std::string& name, at::Tensor x,
                                 const at::Tensor* skip, std::int64_t frames) const;

    std::optional<Conv> rewrite;
    std::optional<GroupNorm> norm1;
    std::vector<DConvLayer> dconv;
    ConvTranspose convTr;
    std::optional<GroupNorm> norm2;
    bool isAlongRows {};
    bool isEmpty {};
    bool isLast {};
};

/// Residual layers `name + ".layers.N"`.
[[nodiscard]] std::vector<DConvLayer> makeDConv(Parameters& parameters, const std::string& name,
                                                std::int64_t channels, std::int64_t hidden,
                                                int depth, bool isDilated,
                                                const InnerFactory& inner);
[[nodiscard]] at::Tensor runDConv(const OpContext& context, const std::string& name, at::Tensor x,
                                  const std::vector<DConvLayer>& layers);

[[nodiscard]] GroupNorm makeGroupNorm(Parameters& parameters, const std::string& name,
                                      std::int64_t channels, std::int64_t groups);
/// A Conv1d of the checkpoint as a kernel along the frames.
[[nodiscard]] Conv makeConv1d(Parameters& parameters, const std::string& name, std::int64_t in,
                              std::int64_t out, std::int64_t kernel);
/// A Conv2d of the checkpoint.
[[nodiscard]] Conv makeConv2d(Parameters& parameters, const std::string& name, std::int64_t in,
                              std::int64_t out, std::int64_t kernelRows, std::int64_t kernelFrames);
/// A ConvTranspose1d of the checkpoint along the frames.
[[nodiscard]] ConvTranspose makeConvTranspose1d(Parameters& parameters, const std::string& name,
                                                std::int64_t in, std::int64_t out,
                                                std::int64_t kernel);
[[nodiscard]] Linear makeLinear(Parameters& parameters, const std::string& name, std::int64_t in,
                                std::int64_t out);

} // namespace nde::nn::demucs
