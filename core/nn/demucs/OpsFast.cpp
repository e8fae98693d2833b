#include "core/nn/demucs/OpsCpu.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>

namespace nde::nn::demucs::cpu {

namespace {

struct HalfWeights : Packed
{
    at::Tensor weight;
    at::Tensor bias;
};

/// Queries of all heads at a time: their scores stay in the last-level cache.
constexpr std::int64_t kQueriesAtATime = 168;

} // namespace

at::Tensor fastLinear(const at::Tensor& x, const Linear& layer)
{
    auto* half = dynamic_cast<HalfWeights*>(layer.packed.get());
    if (half == nullptr) {
        auto fresh = std::make_shared<HalfWeights>();
        fresh->weight = layer.weight.to(at::kBFloat16);
        fresh->bias = layer.bias.to(at::kBFloat16);
        half = fresh.get();
        layer.packed = std::move(fresh);
    }
    return at::linear(x.to(at::kBFloat16), half->weight, half->bias).to(at::kFloat);
}

at::Tensor fastAttention(const OpContext& context, const at::Tensor& q, const at::Tensor& k,
                         const at::Tensor& v, std::int64_t heads)
{
    const std::int64_t queries = q.size(0);
    const std::int64_t width = q.size(1) / heads;
    const auto perHead = [&](const at::Tensor& x) { // [heads, tokens, width]
        return x.to(at::kBFloat16).reshape({x.size(0), heads, width}).transpose(0, 1).contiguous();
    };
    const at::Tensor scaled = perHead(q * (1.0 / std::sqrt(static_cast<double>(width))));
    const at::Tensor keys = perHead(k).transpose(1, 2);
    const at::Tensor values = perHead(v);
    at::Tensor out = context.cpu->empty({queries, heads, width});
    for (std::int64_t first = 0; first < queries; first += kQueriesAtATime) {
        context.poll();
        const std::int64_t count = std::min(kQueriesAtATime, queries - first);
        const at::Tensor scores = at::bmm(scaled.narrow(1, first, count), keys);
        const at::Tensor weights = at::softmax(scores.to(at::kFloat), -1).to(at::kBFloat16);
        out.narrow(0, first, count).copy_(at::bmm(weights, values).transpose(0, 1));
    }
    return out.view({queries, heads * width});
}

} // namespace nde::nn::demucs::cpu
