#include "core/nn/demucs/OpsFast.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace nde::nn::demucs::fast {

namespace {

/// Of a block's attention weights: enough work for a GPU.
constexpr std::int64_t kGpuBlockBytes = std::int64_t {512} << 20;

/// Weights in bfloat16, beside the tensors that they come from.
struct Halved : Packed
{
    at::Tensor weight;
    at::Tensor bias;
};

const Halved& halved(std::shared_ptr<Packed>& slot, const at::Tensor& weight,
                     const at::Tensor& bias)
{
    auto* have = dynamic_cast<Halved*>(slot.get());
    if (have == nullptr) {
        auto fresh = std::make_shared<Halved>();
        fresh->weight = weight.to(at::kBFloat16);
        fresh->bias = bias.defined() ? bias.to(at::kBFloat16) : bias;
        have = fresh.get();
        slot = std::move(fresh);
    }
    return *have;
}

bool suits(const OpContext& context, const at::Tensor& x)
{
    return context.isFast && !context.tap && x.scalar_type() == at::kFloat;
}

at::Tensor product(const at::Tensor& x, const Linear& layer)
{
    const Halved& weights = halved(layer.packed, layer.weight, layer.bias);
    return at::linear(x.to(at::kBFloat16), weights.weight, weights.bias).to(at::kFloat);
}

} // namespace

Maybe rewriteGlu(const OpContext& context, const at::Tensor& x, const at::Tensor* skip,
                 const Conv& conv, const GroupNorm* norm)
{
    const bool isWide = conv.weight.size(2) == 3 && conv.weight.size(3) == 3;
    if (!suits(context, x) || norm != nullptr || !isWide) {
        return {};
    }
    const Halved& weights = halved(conv.packed, conv.weight, conv.bias);
    const at::Tensor in = (skip != nullptr ? at::add(x, *skip) : x).to(at::kBFloat16);
    const at::Tensor y = at::conv2d(in.unsqueeze(0), weights.weight, weights.bias,
                                    {conv.strideRows, conv.strideFrames},
                                    {conv.padRows, conv.padFrames}, {1, conv.dilationFrames});
    return at::glu(y.to(at::kFloat), 1).squeeze(0);
}

Maybe linear(const OpContext& context, const at::Tensor& x, const Linear& layer,
             Activation activation)
{
    if (!suits(context, x)) {
        return {};
    }
    at::Tensor y = product(x, layer);
    if (activation == Activation::Gelu) {
        at::gelu_(y);
    } else if (activation == Activation::Relu) {
        at::relu_(y);
    }
    return y;
}

bool addLinear(const OpContext& context, at::Tensor& residual, const at::Tensor& x,
               const Linear& layer, const at::Tensor& scale)
{
    if (!suits(context, x)) {
        return false;
    }
    at::Tensor y = product(x, layer);
    if (scale.defined()) {
        y.mul_(scale);
    }
    residual.add_(y);
    return true;
}

Maybe attention(const OpContext& context, const at::Tensor& q, const at::Tensor& k,
                const at::Tensor& v, std::int64_t heads)
{
    // On the CPU our float32 kernel is faster than torch's bfloat16 products, and exact.
    if (!suits(context, q) || !q.is_cuda()) {
        return {};
    }
    const std::int64_t queries = q.size(0);
    const std::int64_t keys = k.size(0);
    const std::int64_t depth = q.size(1) / heads;
    const auto perHead = [&](const at::Tensor& x) {
        return x.to(at::kBFloat16).reshape({x.size(0), heads, depth}).transpose(0, 1);
    };
    const at::Tensor transposedKeys = perHead(k).transpose(1, 2).contiguous();
    const at::Tensor values = perHead(v).contiguous();
    const at::Tensor scaled
        = perHead(q * (1.0 / std::sqrt(static_cast<double>(depth)))).contiguous();
    at::Tensor out = at::empty({queries, heads, depth}, q.options());
    const std::int64_t block
        = std::clamp<std::int64_t>(kGpuBlockBytes / (4 * heads * keys), 1, queries);
    for (std::int64_t first = 0; first < queries; first += block) {
        context.poll();
        const std::int64_t count = std::min(block, queries - first);
        const at::Tensor scores
            = at::bmm(scaled.narrow(1, first, count), transposedKeys).to(at::kFloat);
        const at::Tensor weights = at::softmax(scores, -1).to(at::kBFloat16);
        out.narrow(0, first, count).copy_(at::bmm(weights, values).transpose(0, 1));
    }
    return out.view({queries, heads * depth});
}

} // namespace nde::nn::demucs::fast
