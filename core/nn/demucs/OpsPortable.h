#pragma once

#include "core/nn/demucs/Ops.h"

/// The ops of `Ops.h` on torch's own operators: any device, and the reference that kernels are
/// tested against. Contracts as there.
namespace nde::nn::demucs::portable {

[[nodiscard]] at::Tensor convNormGelu(const OpContext& context, const std::string& name,
                                      const at::Tensor& x, const Conv& conv, const GroupNorm* norm,
                                      const at::Tensor* inject, bool hasGelu);
[[nodiscard]] at::Tensor rewriteGlu(const OpContext& context, const std::string& name, at::Tensor x,
                                    const at::Tensor* skip, const Conv& conv, const GroupNorm* norm,
                                    const char* normName);
[[nodiscard]] at::Tensor dconv(const OpContext& context, const std::string& name, at::Tensor x,
                               const DConvLayer& layer);
[[nodiscard]] at::Tensor convTransposeGelu(const OpContext& context, const std::string& name,
                                           const at::Tensor& x, const ConvTranspose& conv,
                                           const GroupNorm* norm, std::int64_t frames,
                                           bool hasGelu);
[[nodiscard]] at::Tensor linear(const OpContext& context, const std::string& name,
                                const at::Tensor& x, const Linear& layer, Activation activation);
void addLinear(const OpContext& context, const std::string& name, const std::string& scaleName,
               at::Tensor& residual, const at::Tensor& x, const Linear& layer,
               const at::Tensor& scale);
[[nodiscard]] at::Tensor attention(const OpContext& context, const at::Tensor& q,
                                   const at::Tensor& k, const at::Tensor& v, std::int64_t heads);
[[nodiscard]] at::Tensor tokenNorm(const at::Tensor& x, const TokenNorm& norm);
[[nodiscard]] at::Tensor toTokens(const at::Tensor& x);
[[nodiscard]] at::Tensor fromTokens(const at::Tensor& tokens, std::int64_t rows,
                                    std::int64_t frames);
[[nodiscard]] at::Tensor stft(const at::Tensor& mix, std::int64_t nfft);
[[nodiscard]] at::Tensor istft(const at::Tensor& x, std::int64_t nfft, std::int64_t length);
[[nodiscard]] Moments moments(const at::Tensor& x);
[[nodiscard]] at::Tensor standardise(const at::Tensor& x, const Moments& moments);
void restore(at::Tensor& x, const Moments& moments);

} // namespace nde::nn::demucs::portable
