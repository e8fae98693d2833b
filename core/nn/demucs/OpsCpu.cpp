#include "core/nn/demucs/OpsCpu.h"

#include "core/nn/kernels/Convolution.h"
#include "core/nn/kernels/Residual.h"
#include "core/nn/kernels/Tokens.h"

#include <ATen/ATen.h>

#include <utility>

namespace nde::nn::demucs::cpu {

namespace {

using kernels::Act;

/// Weights in a kernel's own layout, beside the tensor they come from.
template<typename Kernel>
struct PackedAs : Packed
{
    template<typename... Arguments>
    explicit PackedAs(Arguments&&... arguments)
        : kernel(std::forward<Arguments>(arguments)...)
    {
    }
    Kernel kernel;
};

/// The packed weights in `slot`, made at the first call.
template<typename Kernel, typename Make>
const Kernel& packed(std::shared_ptr<Packed>& slot, Make make)
{
    auto* have = dynamic_cast<PackedAs<Kernel>*>(slot.get());
    if (have == nullptr) {
        auto fresh = std::make_shared<PackedAs<Kernel>>(make());
        have = fresh.get();
        slot = std::move(fresh);
    }
    return have->kernel;
}

bool suits(const OpContext& context, const at::Tensor& x)
{
    return context.cpu && !context.tap && x.device().is_cpu() && x.scalar_type() == at::kFloat;
}

std::size_t size(std::int64_t n)
{
    return static_cast<std::size_t>(n);
}

const float* data(const at::Tensor& x)
{
    return x.data_ptr<float>();
}

const float* dataOrNull(const at::Tensor& x)
{
    return x.defined() ? x.data_ptr<float>() : nullptr;
}

kernels::ConvShape shapeOf(const Conv& conv)
{
    kernels::ConvShape shape;
    shape.in = size(conv.weight.size(1));
    shape.out = size(conv.weight.size(0));
    shape.kernelRows = size(conv.weight.size(2));
    shape.kernelFrames = size(conv.weight.size(3));
    shape.strideRows = size(conv.strideRows);
    shape.strideFrames = size(conv.strideFrames);
    shape.padRows = size(conv.padRows);
    shape.padFrames = size(conv.padFrames);
    shape.dilationFrames = size(conv.dilationFrames);
    shape.padsToStride = conv.padsToStride;
    return shape;
}

at::Tensor convolve(const OpContext& context, const at::Tensor& x, const at::Tensor* skip,
                    const Conv& conv, Act act)
{
    kernels::Runtime& runtime = context.cpu->runtime();
    const auto& kernel = packed<kernels::Convolution>(conv.packed, [&] {
        return kernels::Convolution(runtime, shapeOf(conv), data(conv.weight.contiguous()),
                                    dataOrNull(conv.bias), act);
    });
    const at::Tensor in = x.contiguous();
    const at::Tensor added = skip != nullptr ? skip->contiguous() : at::Tensor {};
    const std::size_t rows = size(x.size(1));
    const std::size_t frames = size(x.size(2));
    at::Tensor y
        = context.cpu->empty({static_cast<std::int64_t>(kernel.channelsOut()),
                              static_cast<std::int64_t>(kernel.shape().rowsOut(rows)),
                              static_cast<std::int64_t>(kernel.shape().framesOut(frames))});
    kernel.run(runtime, data(in), dataOrNull(added), rows, frames, nullptr, y.data_ptr<float>());
    return y;
}

/// What a convolution needs at least; anything smaller is torch's to complain about.
bool isLongEnough(const at::Tensor& x, const Conv& conv)
{
    return x.size(0) == conv.weight.size(1) && x.size(1) + 2 * conv.padRows >= conv.weight.size(2)
        && x.size(2) + 2 * conv.padFrames >= conv.dilationFrames * (conv.weight.size(3) - 1) + 1;
}

} // namespace

Maybe convNormGelu(const OpContext& context, const at::Tensor& x, const Conv& conv,
                   const GroupNorm* norm, const at::Tensor* inject, bool hasGelu)
{
    if (!suits(context, x) || norm != nullptr || inject != nullptr || !isLongEnough(x, conv)) {
        return std::nullopt;
    }
    return convolve(context, x, nullptr, conv, hasGelu ? Act::Gelu : Act::None);
}

Maybe rewriteGlu(const OpContext& context, const at::Tensor& x, const at::Tensor* skip,
                 const Conv& conv, const GroupNorm* norm)
{
    if (!suits(context, x) || norm != nullptr || !isLongEnough(x, conv)) {
        return std::nullopt;
    }
    return convolve(context, x, skip, conv, Act::Glu);
}

Maybe dconv(const OpContext& context, const at::Tensor& x, const DConvLayer& layer)
{
    const Conv& conv = layer.conv1;
    const std::int64_t taps = conv.weight.size(3);
    if (!suits(context, x) || !x.is_contiguous() || layer.inner || layer.norm1.groups != 1
        || layer.norm2.groups != 1 || taps % 2 != 1 || conv.weight.size(2) != 1
        || conv.padFrames != taps / 2 * conv.dilationFrames || conv.strideFrames != 1) {
        return std::nullopt;
    }
    kernels::Runtime& runtime = context.cpu->runtime();
    const auto& kernel = packed<kernels::ResidualLayer>(layer.packed, [&] {
        kernels::ResidualLayer::Parameters p;
        p.channels = size(conv.weight.size(1));
        p.hidden = size(conv.weight.size(0));
        p.taps = size(taps);
        p.dilation = size(conv.dilationFrames);
        p.eps = kNormEps;
        p.weight1 = data(conv.weight);
        p.bias1 = dataOrNull(conv.bias);
        p.normWeight1 = data(layer.norm1.weight);
        p.normBias1 = data(layer.norm1.bias);
        p.weight2 = data(layer.conv2.weight);
        p.bias2 = dataOrNull(layer.conv2.bias);
        p.normWeight2 = data(layer.norm2.weight);
        p.normBias2 = data(layer.norm2.bias);
        p.scale = data(layer.scale);
        return kernels::ResidualLayer(runtime, p);
    });
    kernel.run(runtime, x.data_ptr<float>(), size(x.size(1)), size(x.size(2)));
    return x;
}

Maybe convTransposeGelu(const OpContext& context, const at::Tensor& x, const ConvTranspose& conv,
                        const GroupNorm* norm, std::int64_t frames, bool hasGelu)
{
    using Axis = kernels::TransposedConvolution::Axis;
    const bool isOverRows = conv.weight.size(3) == 1 && conv.strideFrames == 1;
    const bool isOverFrames = conv.weight.size(2) == 1 && conv.strideRows == 1 && x.size(1) == 1;
    const std::int64_t stride = isOverRows ? conv.strideRows : conv.strideFrames;
    const std::int64_t kernelSize = isOverRows ? conv.weight.size(2) : conv.weight.size(3);
    const std::int64_t crop = isOverRows ? conv.cropRows : conv.cropFrames;
    const std::int64_t otherCrop = isOverRows ? conv.cropFrames : conv.cropRows;
    if (!suits(context, x) || norm != nullptr || (!isOverRows && !isOverFrames)
        || kernelSize != 2 * stride || crop > stride || otherCrop != 0
        || (isOverRows && frames >= 0 && frames != x.size(2))) {
        return std::nullopt;
    }
    const std::int64_t full = stride * ((isOverRows ? x.size(1) : x.size(2)) + 1);
    const std::int64_t kept = isOverRows ? full - 2 * crop : frames < 0 ? full - crop : frames;
    if (kept < 0 || crop + kept > full) {
        return std::nullopt;
    }
    kernels::Runtime& runtime = context.cpu->runtime();
    const auto& kernel = packed<kernels::TransposedConvolution>(conv.packed, [&] {
        return kernels::TransposedConvolution(
            runtime, isOverRows ? Axis::Rows : Axis::Frames, size(conv.weight.size(0)),
            size(conv.weight.size(1)), size(stride), size(crop), data(conv.weight.contiguous()),
            dataOrNull(conv.bias), hasGelu ? Act::Gelu : Act::None);
    });
    const at::Tensor in = x.contiguous();
    at::Tensor y = isOverRows ? context.cpu->empty({conv.weight.size(1), kept, x.size(2)})
                              : context.cpu->empty({conv.weight.size(1), 1, kept});
    kernel.run(runtime, data(in), size(x.size(1)), size(x.size(2)), size(kept),
               y.data_ptr<float>());
    return y;
}

namespace {

const kernels::RightWeights& packedLinear(const OpContext& context, const Linear& layer,
                                          const at::Tensor& scale)
{
    return packed<kernels::RightWeights>(layer.packed, [&] {
        return kernels::RightWeights(
            context.cpu->runtime().table(), data(layer.weight.contiguous()), dataOrNull(layer.bias),
            dataOrNull(scale), size(layer.weight.size(0)), size(layer.weight.size(1)));
    });
}

bool suitsLinear(const OpContext& context, const at::Tensor& x, const Linear& layer)
{
    return suits(context, x) && x.dim() == 2 && x.size(1) == layer.weight.size(1);
}

} // namespace

Maybe linear(const OpContext& context, const at::Tensor& x, const Linear& layer,
             Activation activation)
{
    if (!suitsLinear(context, x, layer)) {
        return std::nullopt;
    }
    const Act act = activation == Activation::Gelu ? Act::Gelu
        : activation == Activation::Relu           ? Act::Relu
                                                   : Act::None;
    const at::Tensor in = x.contiguous();
    at::Tensor y = context.cpu->empty({x.size(0), layer.weight.size(0)});
    kernels::linear(context.cpu->runtime(), packedLinear(context, layer, {}), data(in),
                    size(x.size(0)), act, y.data_ptr<float>());
    return y;
}

bool addLinear(const OpContext& context, at::Tensor& residual, const at::Tensor& x,
               const Linear& layer, const at::Tensor& scale)
{
    if (!suitsLinear(context, x, layer) || !residual.is_contiguous()) {
        return false;
    }
    const at::Tensor in = x.contiguous();
    kernels::addLinear(context.cpu->runtime(), packedLinear(context, layer, scale), data(in),
                       size(x.size(0)), residual.data_ptr<float>());
    return true;
}

Maybe attention(const OpContext& context, const at::Tensor& q, const at::Tensor& k,
                const at::Tensor& v, std::int64_t heads)
{
    const auto isFit = [&](const at::Tensor& x) {
        return suits(context, x) && x.dim() == 2 && x.stride(1) == 1 && x.size(1) == q.size(1);
    };
    if (!isFit(q) || !isFit(k) || !isFit(v) || q.size(1) % heads != 0 || k.size(0) == 0) {
        return std::nullopt;
    }
    const auto view = [](const at::Tensor& x) {
        return kernels::TokenView {data(x), size(x.stride(0)), size(x.size(0))};
    };
    at::Tensor y = context.cpu->empty({q.size(0), q.size(1)});
    kernels::attention(context.cpu->runtime(), view(q), view(k), view(v), size(heads),
                       size(q.size(1) / heads), y.data_ptr<float>());
    return y;
}

Maybe tokenNorm(const OpContext& context, const at::Tensor& x, const TokenNorm& norm)
{
    const bool isGroup = norm.kind == TokenNorm::Kind::Group && norm.groups == 1;
    if (!suits(context, x) || x.dim() != 2 || (norm.kind != TokenNorm::Kind::Layer && !isGroup)) {
        return std::nullopt;
    }
    const at::Tensor in = x.contiguous();
    at::Tensor y = context.cpu->empty(in.sizes());
    kernels::Runtime& runtime = context.cpu->runtime();
    if (isGroup) {
        kernels::tokenGroupNorm(runtime, data(in), size(x.size(0)), size(x.size(1)),
                                data(norm.weight), data(norm.bias), kNormEps, y.data_ptr<float>());
    } else {
        kernels::layerNorm(runtime, data(in), size(x.size(0)), size(x.size(1)), data(norm.weight),
                           data(norm.bias), static_cast<float>(kNormEps), y.data_ptr<float>());
    }
    return y;
}

Maybe toTokens(const OpContext& context, const at::Tensor& x)
{
    if (!suits(context, x)) {
        return std::nullopt;
    }
    const at::Tensor in = x.contiguous();
    at::Tensor y = context.cpu->empty({x.size(2) * x.size(1), x.size(0)});
    kernels::toTokens(context.cpu->runtime(), data(in), size(x.size(0)), size(x.size(1)),
                      size(x.size(2)), y.data_ptr<float>());
    return y;
}

Maybe fromTokens(const OpContext& context, const at::Tensor& tokens, std::int64_t rows,
                 std::int64_t frames)
{
    if (!suits(context, tokens)) {
        return std::nullopt;
    }
    const at::Tensor in = tokens.contiguous();
    at::Tensor y = context.cpu->empty({tokens.size(1), rows, frames});
    kernels::fromTokens(context.cpu->runtime(), data(in), size(tokens.size(1)), size(rows),
                        size(frames), y.data_ptr<float>());
    return y;
}

} // namespace nde::nn::demucs::cpu
