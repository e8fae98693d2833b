#pragma once

#include "core/nn/demucs/Ops.h"

#include <optional>

/// Products in bfloat16 for `Precision::Fast`: linear layers, the 3 × 3 convolutions of the
/// decoder, and on a GPU attention (its softmax stays in float32). The other convolutions are not
/// worth their loss. Each returns nothing where Fast is not asked for or the device cannot do it.
/// @source  demucs.md 6.
namespace nde::nn::demucs::fast {

using Maybe = std::optional<at::Tensor>;

[[nodiscard]] Maybe rewriteGlu(const OpContext& context, const at::Tensor& x,
                               const at::Tensor* skip, const Conv& conv, const GroupNorm* norm);
[[nodiscard]] Maybe linear(const OpContext& context, const at::Tensor& x, const Linear& layer,
                           Activation activation);
/// @return  whether it was done.
[[nodiscard]] bool addLinear(const OpContext& context, at::Tensor& residual, const at::Tensor& x,
                             const Linear& layer, const at::Tensor& scale);
[[nodiscard]] Maybe attention(const OpContext& context, const at::Tensor& q, const at::Tensor& k,
                              const at::Tensor& v, std::int64_t heads);

} // namespace nde::nn::demucs::fast
