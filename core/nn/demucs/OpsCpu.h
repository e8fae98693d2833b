#pragma once

#include "core/nn/demucs/Ops.h"
#include "core/nn/kernels/Runtime.h"

#include <memory>
#include <optional>

namespace nde::nn::demucs {

/// What the CPU kernels keep between ops of one network.
///
/// @thread  one op at a time.
class CpuKernels
{
public:
    explicit CpuKernels(kernels::Isa isa = kernels::bestIsa());

    [[nodiscard]] kernels::Runtime& runtime() { return m_runtime; }
    /// An uninitialised float tensor whose memory comes back to this when the last handle goes, so
    /// that a segment finds the memory of the one before instead of new pages.
    [[nodiscard]] at::Tensor empty(at::IntArrayRef sizes);

private:
    class Pool;
    kernels::Runtime m_runtime;
    std::shared_ptr<Pool> m_pool;
};

} // namespace nde::nn::demucs

/// The ops of `Ops.h` on `core/nn/kernels`. Each returns nothing where it has no kernel for what it
/// is asked: no kernels in the context, another device, taps set, a norm in between, odd strides.
namespace nde::nn::demucs::cpu {

using Maybe = std::optional<at::Tensor>;

[[nodiscard]] Maybe convNormGelu(const OpContext& context, const at::Tensor& x, const Conv& conv,
                                 const GroupNorm* norm, const at::Tensor* inject, bool hasGelu);
[[nodiscard]] Maybe rewriteGlu(const OpContext& context, const at::Tensor& x,
                               const at::Tensor* skip, const Conv& conv, const GroupNorm* norm);
[[nodiscard]] Maybe dconv(const OpContext& context, const at::Tensor& x, const DConvLayer& layer);
[[nodiscard]] Maybe convTransposeGelu(const OpContext& context, const at::Tensor& x,
                                      const ConvTranspose& conv, const GroupNorm* norm,
                                      std::int64_t frames, bool hasGelu);
[[nodiscard]] Maybe linear(const OpContext& context, const at::Tensor& x, const Linear& layer,
                           Activation activation);
/// @return  whether it was done.
[[nodiscard]] bool addLinear(const OpContext& context, at::Tensor& residual, const at::Tensor& x,
                             const Linear& layer, const at::Tensor& scale);
[[nodiscard]] Maybe attention(const OpContext& context, const at::Tensor& q, const at::Tensor& k,
                              const at::Tensor& v, std::int64_t heads);
[[nodiscard]] Maybe tokenNorm(const OpContext& context, const at::Tensor& x, const TokenNorm& norm);
[[nodiscard]] Maybe toTokens(const OpContext& context, const at::Tensor& x);
[[nodiscard]] Maybe fromTokens(const OpContext& context, const at::Tensor& tokens,
                               std::int64_t rows, std::int64_t frames);

} // namespace nde::nn::demucs::cpu
