#include "core/nn/demucs/Layers.h"

#include <ATen/ATen.h>

#include <utility>

namespace nde::nn::demucs {

namespace {

/// The shape of a kernel of the checkpoint, 1-d or 2-d, as [a, b, kernelRows, kernelFrames].
at::Tensor asKernel(at::Tensor weight)
{
    return weight.defined() && weight.dim() == 3 ? weight.unsqueeze(2) : weight;
}

Conv makeRewrite(Parameters& parameters, const std::string& name, std::int64_t channels,
                 const LayerSpec& spec)
{
    const std::int64_t kernel = 1 + 2 * spec.context;
    if (!spec.isAlongRows) {
        Conv conv = makeConv1d(parameters, name, channels, 2 * channels, kernel);
        conv.padFrames = spec.context;
        return conv;
    }
    const std::int64_t rows = spec.hasContextRows ? kernel : 1;
    Conv conv = makeConv2d(parameters, name, channels, 2 * channels, rows, kernel);
    conv.padRows = spec.hasContextRows ? spec.context : 0;
    conv.padFrames = spec.context;
    return conv;
}

const GroupNorm* pointer(const std::optional<GroupNorm>& norm)
{
    return norm ? &*norm : nullptr;
}

} // namespace

GroupNorm makeGroupNorm(Parameters& parameters, const std::string& name, std::int64_t channels,
                        std::int64_t groups)
{
    return {parameters.take(name + ".weight", {channels}),
            parameters.take(name + ".bias", {channels}), groups};
}

Conv makeConv1d(Parameters& parameters, const std::string& name, std::int64_t in, std::int64_t out,
                std::int64_t kernel)
{
    Conv conv;
    conv.weight = asKernel(parameters.take(name + ".weight", {out, in, kernel}));
    conv.bias = parameters.take(name + ".bias", {out});
    return conv;
}

Conv makeConv2d(Parameters& parameters, const std::string& name, std::int64_t in, std::int64_t out,
                std::int64_t kernelRows, std::int64_t kernelFrames)
{
    Conv conv;
    conv.weight = parameters.take(name + ".weight", {out, in, kernelRows, kernelFrames});
    conv.bias = parameters.take(name + ".bias", {out});
    return conv;
}

ConvTranspose makeConvTranspose1d(Parameters& parameters, const std::string& name, std::int64_t in,
                                  std::int64_t out, std::int64_t kernel)
{
    ConvTranspose conv;
    conv.weight = asKernel(parameters.take(name + ".weight", {in, out, kernel}));
    conv.bias = parameters.take(name + ".bias", {out});
    return conv;
}

Linear makeLinear(Parameters& parameters, const std::string& name, std::int64_t in,
                  std::int64_t out)
{
    Linear linear;
    linear.weight = parameters.take(name + ".weight", {out, in});
    linear.bias = parameters.take(name + ".bias", {out});
    return linear;
}

std::vector<DConvLayer> makeDConv(Parameters& parameters, const std::string& name,
                                  std::int64_t channels, std::int64_t hidden, int depth,
                                  bool isDilated, const InnerFactory& inner)
{
    std::vector<DConvLayer> layers;
    for (int index = 0; index < depth; ++index) {
        const std::string prefix = name + ".layers." + std::to_string(index);
        DConvLayer layer;
        const std::int64_t dilation = isDilated ? std::int64_t {1} << index : 1;
        layer.conv1 = makeConv1d(parameters, prefix + ".0", channels, hidden, 3);
        layer.conv1.dilationFrames = dilation;
        layer.conv1.padFrames = dilation;
        layer.norm1 = makeGroupNorm(parameters, prefix + ".1", hidden, 1);
        if (inner) {
            layer.inner = inner(parameters, prefix, hidden);
        }
        const int next = 3 + (layer.inner ? layer.inner->modules() : 0);
        layer.conv2
            = makeConv1d(parameters, prefix + "." + std::to_string(next), hidden, 2 * channels, 1);
        layer.norm2
            = makeGroupNorm(parameters, prefix + "." + std::to_string(next + 1), 2 * channels, 1);
        layer.scale
            = parameters.take(prefix + "." + std::to_string(next + 3) + ".scale", {channels});
        layers.push_back(std::move(layer));
    }
    return layers;
}

at::Tensor runDConv(const OpContext& context, const std::string& name, at::Tensor x,
                    const std::vector<DConvLayer>& layers)
{
    for (std::size_t index = 0; index < layers.size(); ++index) {
        const std::string prefix
            = context.tap ? name + ".layers." + std::to_string(index) : std::string {};
        x = ops::dconv(context, prefix, std::move(x), layers[index]);
    }
    if (context.tap) {
        context.show(name, x.permute({1, 0, 2}));
    }
    return x;
}

EncoderLayer::EncoderLayer(Parameters& parameters, const std::string& name, const LayerSpec& spec)
    : isEmpty(spec.isEmpty)
{
    if (spec.isAlongRows) {
        conv = makeConv2d(parameters, name + ".conv", spec.in, spec.out, spec.kernel, 1);
        conv.strideRows = spec.stride;
        conv.padRows = spec.pad;
    } else {
        conv = makeConv1d(parameters, name + ".conv", spec.in, spec.out, spec.kernel);
        conv.strideFrames = spec.stride;
        conv.padFrames = spec.pad;
        conv.padsToStride = true;
    }
    if (isEmpty) {
        return;
    }
    if (spec.normGroups > 0) {
        norm1 = makeGroupNorm(parameters, name + ".norm1", spec.out, spec.normGroups);
    }
    if (spec.hasRewrite) {
        rewrite = makeRewrite(parameters, name + ".rewrite", spec.out, spec);
        if (spec.normGroups > 0) {
            norm2 = makeGroupNorm(parameters, name + ".norm2", 2 * spec.out, spec.normGroups);
        }
    }
    dconv = makeDConv(parameters, name + ".dconv", spec.out, spec.dconvHidden, spec.dconvDepth,
                      spec.isDilated, spec.inner);
}

at::Tensor EncoderLayer::forward(const OpContext& context, const std::string& name, at::Tensor x,
                                 const at::Tensor* inject) const
{
    x = ops::convNormGelu(context, name, x, conv, pointer(norm1), inject, !isEmpty);
    if (!isEmpty) {
        if (!dconv.empty()) {
            x = runDConv(context, name + ".dconv", std::move(x), dconv);
        }
        if (rewrite) {
            x = ops::rewriteGlu(context, name, std::move(x), nullptr, *rewrite, pointer(norm2),
                                "norm2");
        }
    }
    context.show(name, x);
    return x;
}

DecoderLayer::DecoderLayer(Parameters& parameters, const std::string& name, const LayerSpec& spec)
    : isAlongRows(spec.isAlongRows)
    , isEmpty(spec.isEmpty)
    , isLast(spec.isLast)
{
    if (isAlongRows) {
        convTr.weight
            = parameters.take(name + ".conv_tr.weight", {spec.in, spec.out, spec.kernel, 1});
        convTr.strideRows = spec.stride;
        convTr.cropRows = spec.pad;
    } else {
        convTr.weight
            = asKernel(parameters.take(name + ".conv_tr.weight", {spec.in, spec.out, spec.kernel}));
        convTr.strideFrames = spec.stride;
        convTr.cropFrames = spec.pad;
    }
    convTr.bias = parameters.take(name + ".conv_tr.bias", {spec.out});
    if (spec.normGroups > 0) {
        norm2 = makeGroupNorm(parameters, name + ".norm2", spec.out, spec.normGroups);
    }
    if (isEmpty) {
        return;
    }
    if (spec.hasRewrite) {
        rewrite = makeRewrite(parameters, name + ".rewrite", spec.in, spec);
        if (spec.normGroups > 0) {
            norm1 = makeGroupNorm(parameters, name + ".norm1", 2 * spec.in, spec.normGroups);
        }
    }
    dconv = makeDConv(parameters, name + ".dconv", spec.in, spec.dconvHidden, spec.dconvDepth,
                      spec.isDilated, spec.inner);
}

DecoderLayer::Output DecoderLayer::forward(const OpContext& context, const std::string& name,
                                           at::Tensor x, const at::Tensor* skip,
                                           std::int64_t frames) const
{
    if (!isEmpty) {
        TORCH_CHECK(skip != nullptr && skip->sizes() == x.sizes(), name, ": input ", x.sizes(),
                    " and skip do not fit");
        if (rewrite) {
            x = ops::rewriteGlu(context, name, std::move(x), skip, *rewrite, pointer(norm1),
                                "norm1");
        } else {
            x = x.add(*skip);
        }
        if (!dconv.empty()) {
            x = runDConv(context, name + ".dconv", std::move(x), dconv);
        }
    }
    context.show(name + "[1]", x);
    at::Tensor y = ops::convTransposeGelu(context, name, x, convTr, pointer(norm2),
                                          isAlongRows ? -1 : frames, !isLast);
    context.show(name + "[0]", y);
    return {std::move(y), std::move(x)};
}

} // namespace nde::nn::demucs
