#include "core/nn/demucs/Demucs.h"

#include "core/nn/demucs/HDemucs.h"

#include <ATen/ATen.h>

#include <cmath>
#include <utility>

namespace nde::nn::demucs {

namespace {

std::string moduleName(const std::string& layer, int index)
{
    return layer + "." + std::to_string(index);
}

/// The middle `frames` of x, the odd one taken off on the right.
at::Tensor centred(const at::Tensor& x, std::int64_t frames)
{
    const std::int64_t last = x.dim() - 1;
    const std::int64_t over = x.size(last) - frames;
    TORCH_CHECK(over >= 0, "cannot trim ", x.size(last), " frames to ", frames);
    return over == 0 ? x : x.narrow(last, over / 2, frames).contiguous();
}

} // namespace

at::Tensor resampleByTwo(const at::Tensor& x, bool isUp)
{
    constexpr double kZeros = 24.0;
    const std::int64_t oldRate = isUp ? 1 : 2;
    const std::int64_t newRate = isUp ? 2 : 1;
    const double rate = 0.945; // of the lower one, which is 1
    const auto width
        = static_cast<std::int64_t>(std::ceil(kZeros * static_cast<double>(oldRate) / rate));
    std::vector<at::Tensor> phases;
    const at::Tensor places
        = at::arange(-width, width + oldRate, at::TensorOptions(at::kFloat)) / oldRate;
    for (std::int64_t i = 0; i < newRate; ++i) {
        const double shift = static_cast<double>(-i) / static_cast<double>(newRate);
        at::Tensor t = ((places + shift) * rate).clamp(-kZeros, kZeros) * M_PI;
        const at::Tensor window = at::cos(t / kZeros / 2).square();
        const at::Tensor sinc = at::where(t == 0, at::ones_like(t), at::sin(t) / t);
        const at::Tensor kernel = sinc * window;
        phases.push_back(kernel / kernel.sum());
    }
    const at::Tensor kernels = at::stack(phases).unsqueeze(1).to(x.device());
    const std::int64_t length = x.size(1);
    at::Tensor padded = at::replication_pad1d(x.unsqueeze(1), {width, width + oldRate});
    at::Tensor y = at::conv1d(padded, kernels, {}, oldRate); // [channels, newRate, frames]
    y = y.transpose(1, 2).reshape({x.size(0), -1});
    return y.slice(1, 0, newRate * length / oldRate).contiguous();
}

Demucs::Demucs(Parameters& parameters, const DemucsConfig& config)
    : m_config(config)
{
    for (std::int64_t index = 0; index < config.depth; ++index) {
        makeLevel(parameters, index);
    }
    if (config.lstmLayers > 0) {
        m_lstm = makeBlstm(parameters, "lstm", config.channels.back(), config.lstmLayers, 0, false);
    }
}

void Demucs::makeLevel(Parameters& parameters, std::int64_t index)
{
    const DemucsConfig& c = m_config;
    const std::int64_t channels = c.channels[static_cast<std::size_t>(index)];
    const std::int64_t below
        = index == 0 ? c.audioChannels : c.channels[static_cast<std::size_t>(index) - 1];
    const std::int64_t out
        = index == 0 ? c.audioChannels * static_cast<std::int64_t>(c.sources.size()) : below;
    const std::int64_t widened = c.hasGlu ? 2 * channels : channels;
    const InnerFactory inner = recurrentInner(index >= c.dconvLstm, index >= c.dconvAttn);
    const auto norm = [&](const std::string& name, std::int64_t size) -> std::optional<GroupNorm> {
        if (index < c.normStarts) {
            return std::nullopt;
        }
        return makeGroupNorm(parameters, name, size, c.normGroups);
    };
    const auto residual = [&](Layer& layer, const std::string& name) {
        layer.dconvName = name;
        layer.dconv = makeDConv(parameters, name, channels, dconvHidden(channels, c.dconvComp),
                                c.dconvDepth, c.isDilated, inner);
    };

    const std::string down = "encoder." + std::to_string(index);
    Layer encoder;
    int at = 0;
    encoder.conv = makeConv1d(parameters, moduleName(down, at++), below, channels, c.kernelSize);
    encoder.conv.strideFrames = c.stride;
    encoder.convNorm = norm(moduleName(down, at++), channels);
    ++at; // activation
    if (c.hasEncoderDConv) {
        residual(encoder, moduleName(down, at++));
    }
    if (c.hasRewrite) {
        encoder.rewrite = makeConv1d(parameters, moduleName(down, at++), channels, widened, 1);
        encoder.rewriteNorm = norm(moduleName(down, at++), widened);
    }
    m_encoder.push_back(std::move(encoder));

    const std::string up = "decoder." + std::to_string(c.depth - 1 - index);
    Layer decoder;
    at = 0;
    if (c.hasRewrite) {
        decoder.rewrite
            = makeConv1d(parameters, moduleName(up, at++), channels, widened, 2 * c.context + 1);
        decoder.rewrite->padFrames = c.context;
        decoder.rewriteNorm = norm(moduleName(up, at++), widened);
        ++at;
    }
    if (c.hasDecoderDConv) {
        residual(decoder, moduleName(up, at++));
    }
    decoder.convTr
        = makeConvTranspose1d(parameters, moduleName(up, at++), channels, out, c.kernelSize);
    decoder.convTr.strideFrames = c.stride;
    if (index > 0) {
        decoder.convNorm = norm(moduleName(up, at), out);
    }
    m_decoder.push_back(std::move(decoder));
}

at::Tensor Demucs::rewrite(const OpContext& context, const std::string& name, const at::Tensor& x,
                           const at::Tensor* skip, const Layer& layer) const
{
    const GroupNorm* norm = layer.rewriteNorm ? &*layer.rewriteNorm : nullptr;
    if (m_config.hasGlu) {
        return ops::rewriteGlu(context, name, x, skip, *layer.rewrite, norm, "norm2");
    }
    const at::Tensor sum = skip != nullptr ? x + *skip : x;
    return ops::convNormGelu(context, name, sum, *layer.rewrite, norm, nullptr, false).relu_();
}

at::Tensor Demucs::encode(const OpContext& context, std::int64_t level, const at::Tensor& x) const
{
    const Layer& layer = m_encoder[static_cast<std::size_t>(level)];
    const std::string name = "encoder." + std::to_string(level);
    at::Tensor y
        = ops::convNormGelu(context, name, x, layer.conv,
                            layer.convNorm ? &*layer.convNorm : nullptr, nullptr, m_config.hasGelu);
    if (!m_config.hasGelu) {
        y = y.relu_();
    }
    y = runDConv(context, layer.dconvName, std::move(y), layer.dconv);
    if (layer.rewrite) {
        y = rewrite(context, name, y, nullptr, layer);
    }
    context.show(name, y);
    return y;
}

at::Tensor Demucs::decode(const OpContext& context, std::int64_t level, const at::Tensor& x,
                          const at::Tensor& skip) const
{
    const Layer& layer = m_decoder[static_cast<std::size_t>(level)];
    const std::string name = "decoder." + std::to_string(m_config.depth - 1 - level);
    const at::Tensor trimmed = centred(skip, x.size(2));
    at::Tensor y = layer.rewrite ? rewrite(context, name, x, &trimmed, layer) : x + trimmed;
    y = runDConv(context, layer.dconvName, std::move(y), layer.dconv);
    y = ops::convTransposeGelu(context, name, y, layer.convTr,
                               layer.convNorm ? &*layer.convNorm : nullptr, -1,
                               m_config.hasGelu && level > 0);
    if (!m_config.hasGelu && level > 0) {
        y = y.relu_();
    }
    context.show(name, y);
    return y;
}

at::Tensor Demucs::forward(const OpContext& context, at::Tensor mix) const
{
    const std::int64_t length = mix.size(1);
    at::Tensor x = mix;
    Moments moments;
    if (m_config.normalises) {
        moments = ops::moments(context, mix.mean(0));
        x = ops::standardise(context, mix, moments);
    }
    const std::int64_t delta = m_config.validLength(length) - length;
    x = at::constant_pad_nd(x, {delta / 2, delta - delta / 2});
    if (m_config.resamples) {
        x = resampleByTwo(x, true);
    }
    x = x.unsqueeze(1); // [channels, 1, frames]
    std::vector<at::Tensor> saved;
    for (std::int64_t level = 0; level < m_config.depth; ++level) {
        context.poll();
        x = encode(context, level, x);
        saved.push_back(x);
    }
    if (m_lstm) {
        x = m_lstm->forward(context, "lstm", x.transpose(0, 1)).transpose(0, 1).contiguous();
    }
    for (std::int64_t level = m_config.depth - 1; level >= 0; --level) {
        context.poll();
        const at::Tensor skip = std::move(saved.back());
        saved.pop_back();
        x = decode(context, level, x, skip);
    }
    x = x.squeeze(1);
    if (m_config.resamples) {
        x = resampleByTwo(x, false);
    }
    x = centred(x, length);
    if (m_config.normalises) {
        ops::restore(context, x, moments);
    }
    context.show("@output", x);
    return x;
}

} // namespace nde::nn::demucs
