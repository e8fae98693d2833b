#include "core/nn/demucs/Transformer.h"

#include "core/nn/demucs/Layers.h"

#include <ATen/ATen.h>

#include <cmath>
#include <utility>

namespace nde::nn::demucs {

namespace {

constexpr double kLearntBoost = 3.0; ///< transformer.ScaledEmbedding's `boost`

TokenNorm makeNorm(Parameters& parameters, const std::string& name, std::int64_t channels,
                   std::int64_t groups)
{
    TokenNorm norm;
    norm.kind = groups > 0 ? TokenNorm::Kind::Group : TokenNorm::Kind::Layer;
    norm.groups = groups > 0 ? groups : 1;
    norm.weight = parameters.take(name + ".weight", {channels});
    norm.bias = parameters.take(name + ".bias", {channels});
    return norm;
}

/// Rows [from, from + count) of a joint projection; undefined stays undefined.
Linear rowsOf(const Linear& all, std::int64_t from, std::int64_t count)
{
    Linear part;
    if (all.weight.defined()) {
        part.weight = all.weight.narrow(0, from, count);
        part.bias = all.bias.narrow(0, from, count);
    }
    return part;
}

} // namespace

TransformerLayer::TransformerLayer(Parameters& parameters, const std::string& name,
                                   const TransformerConfig& config, bool isCross)
    : m_isCross(isCross)
    , m_isNormFirst(config.isNormFirst)
    , m_activation(config.hasGelu ? Activation::Gelu : Activation::Relu)
    , m_heads(config.heads)
{
    const std::int64_t channels = config.channels;
    const std::string attention = name + (isCross ? ".cross_attn" : ".self_attn");
    Linear joint;
    joint.weight = parameters.take(attention + ".in_proj_weight", {3 * channels, channels});
    joint.bias = parameters.take(attention + ".in_proj_bias", {3 * channels});
    if (isCross) {
        m_in = rowsOf(joint, 0, channels);
        m_inOther = rowsOf(joint, channels, 2 * channels);
    } else {
        m_in = std::move(joint);
    }
    m_out = makeLinear(parameters, attention + ".out_proj", channels, channels);
    m_linear1 = makeLinear(parameters, name + ".linear1", channels, config.hidden);
    m_linear2 = makeLinear(parameters, name + ".linear2", config.hidden, channels);
    m_norm1 = makeNorm(parameters, name + ".norm1", channels, config.normGroups);
    m_norm2 = makeNorm(parameters, name + ".norm2", channels, config.normGroups);
    if (isCross) {
        m_norm3 = makeNorm(parameters, name + ".norm3", channels, config.normGroups);
    }
    if (config.normOutGroups > 0) {
        m_normOut = makeNorm(parameters, name + ".norm_out", channels, config.normOutGroups);
    }
    if (config.hasLayerScale) {
        m_gamma1 = parameters.take(name + ".gamma_1.scale", {channels});
        m_gamma2 = parameters.take(name + ".gamma_2.scale", {channels});
    }
}

at::Tensor TransformerLayer::attend(const OpContext& context, const at::Tensor& x,
                                    const at::Tensor* other) const
{
    const std::int64_t channels = x.size(1);
    if (!m_isCross) {
        const at::Tensor all = ops::linear(context, {}, x, m_in, Activation::None);
        return ops::attention(context, all.narrow(1, 0, channels),
                              all.narrow(1, channels, channels),
                              all.narrow(1, 2 * channels, channels), m_heads);
    }
    TORCH_CHECK(other != nullptr, "a cross layer needs the other branch");
    const at::Tensor q = ops::linear(context, {}, x, m_in, Activation::None);
    const at::Tensor kv = ops::linear(context, {}, *other, m_inOther, Activation::None);
    return ops::attention(context, q, kv.narrow(1, 0, channels), kv.narrow(1, channels, channels),
                          m_heads);
}

at::Tensor TransformerLayer::forward(const OpContext& context, const std::string& name,
                                     at::Tensor x, const at::Tensor* other) const
{
    const auto norm = [&](const char* part, const at::Tensor& value, const TokenNorm& with) {
        at::Tensor y = ops::tokenNorm(context, value, with);
        context.show(name + part, y);
        return y;
    };
    const auto feedForward = [&](const at::Tensor& value) {
        const at::Tensor hidden
            = ops::linear(context, name + ".linear1", value, m_linear1, m_activation);
        ops::addLinear(context, name + ".linear2", name + ".gamma_2", x, hidden, m_linear2,
                       m_gamma2);
    };
    const std::string attention = name + (m_isCross ? ".cross_attn[0]" : ".self_attn[0]");
    if (m_isNormFirst) {
        at::Tensor mixed;
        {
            const at::Tensor query = norm(".norm1", x, m_norm1);
            const at::Tensor keys = m_isCross ? norm(".norm2", *other, m_norm2) : at::Tensor {};
            mixed = attend(context, query, m_isCross ? &keys : nullptr);
        }
        ops::addLinear(context, attention, name + ".gamma_1", x, mixed, m_out, m_gamma1);
        mixed.reset();
        feedForward(norm(m_isCross ? ".norm3" : ".norm2", x, m_isCross ? m_norm3 : m_norm2));
        if (m_normOut.kind != TokenNorm::Kind::None) {
            x = norm(".norm_out", x, m_normOut);
        }
    } else {
        const at::Tensor mixed = attend(context, x, other);
        ops::addLinear(context, attention, name + ".gamma_1", x, mixed, m_out, m_gamma1);
        x = norm(".norm1", x, m_norm1);
        feedForward(x);
        x = norm(".norm2", x, m_norm2);
    }
    context.show(name, x);
    return x;
}

at::Tensor gridPositions(std::int64_t channels, std::int64_t rows, std::int64_t frames,
                         double maxPeriod)
{
    const std::int64_t half = channels / 2;
    const at::Tensor rate = at::exp(at::arange(0.0, static_cast<double>(half), 2.0)
                                    * -(std::log(maxPeriod) / static_cast<double>(half)));
    const auto axis = [&](std::int64_t length) {
        const at::Tensor phase = at::arange(0.0, static_cast<double>(length)).unsqueeze(1) * rate;
        return at::stack({at::sin(phase), at::cos(phase)}, 2).view({length, half});
    };
    at::Tensor grid = at::empty({frames, rows, channels});
    grid.narrow(2, 0, half).copy_(axis(frames).unsqueeze(1).expand({frames, rows, half}));
    grid.narrow(2, half, half).copy_(axis(rows).unsqueeze(0).expand({frames, rows, half}));
    return grid.view({frames * rows, channels});
}

at::Tensor linePositions(std::int64_t channels, std::int64_t length, double maxPeriod,
                         bool isCentred)
{
    const std::int64_t half = channels / 2;
    at::Tensor position = at::arange(0.0, static_cast<double>(length)).unsqueeze(1);
    if (isCentred) {
        position = position - position.mean();
    }
    const at::Tensor exponent
        = at::arange(0.0, static_cast<double>(half)) / static_cast<double>(half - 1);
    const at::Tensor phase = position / at::pow(maxPeriod, exponent);
    return at::cat({at::cos(phase), at::sin(phase)}, 1);
}

CrossTransformer::CrossTransformer(Parameters& parameters, const std::string& name,
                                   const TransformerConfig& config)
    : m_config(config)
{
    if (config.embedding == TransformerConfig::Embedding::Scaled) {
        m_learnt = parameters.take(name + ".position_embeddings.embedding.weight",
                                   {config.maxPositions, config.channels});
    }
    if (config.hasNormIn) {
        m_normIn = makeNorm(parameters, name + ".norm_in", config.channels, config.normInGroups);
        m_normInTime
            = makeNorm(parameters, name + ".norm_in_t", config.channels, config.normInGroups);
    }
    for (std::int64_t index = 0; index < config.layers; ++index) {
        const bool isCross = (index % 2 == 1) != config.isCrossFirst;
        const std::string number = std::to_string(index);
        m_layers.emplace_back(parameters, name + ".layers." + number, config, isCross);
        m_timeLayers.emplace_back(parameters, name + ".layers_t." + number, config, isCross);
    }
}

at::Tensor CrossTransformer::timePositions(std::int64_t length, const at::Tensor& like) const
{
    if (m_config.embedding == TransformerConfig::Embedding::Scaled) {
        TORCH_CHECK(length <= m_config.maxPositions, length, " positions are more than the ",
                    m_config.maxPositions, " that were learnt");
        return m_learnt.narrow(0, 0, length) * kLearntBoost;
    }
    return linePositions(m_config.channels, length, m_config.maxPeriod,
                         m_config.embedding == TransformerConfig::Embedding::Cape)
        .to(like.device());
}

void CrossTransformer::forward(const OpContext& context, const std::string& name, at::Tensor& x,
                               at::Tensor& xTime, std::int64_t rows, std::int64_t frames) const
{
    const std::int64_t timeFrames = xTime.size(0);
    if (m_rows != rows || m_frames != frames || !m_timePositions.defined()
        || m_timePositions.size(0) != timeFrames) {
        m_positions = gridPositions(m_config.channels, rows, frames, m_config.maxPeriod)
                          .mul_(m_config.embeddingWeight)
                          .to(x.device());
        m_timePositions = timePositions(timeFrames, xTime).mul_(m_config.embeddingWeight);
        m_rows = rows;
        m_frames = frames;
    }
    x = ops::tokenNorm(context, x, m_normIn);
    context.show(name + ".norm_in", x);
    x.add_(m_positions);
    context.show("@transformer_freq_tokens_with_pos", x);
    xTime = ops::tokenNorm(context, xTime, m_normInTime);
    context.show(name + ".norm_in_t", xTime);
    xTime.add_(m_timePositions);
    context.show("@transformer_time_tokens_with_pos", xTime);
    for (std::size_t index = 0; index < m_layers.size(); ++index) {
        const bool isCross = (index % 2 == 1) != m_config.isCrossFirst;
        const std::string layer = name + ".layers." + std::to_string(index);
        const std::string timeLayer = name + ".layers_t." + std::to_string(index);
        if (isCross) {
            // Both branches look at the other as it was before this layer.
            const at::Tensor old = x.clone();
            x = m_layers[index].forward(context, layer, std::move(x), &xTime);
            xTime = m_timeLayers[index].forward(context, timeLayer, std::move(xTime), &old);
        } else {
            x = m_layers[index].forward(context, layer, std::move(x), nullptr);
            xTime = m_timeLayers[index].forward(context, timeLayer, std::move(xTime), nullptr);
        }
    }
}

} // namespace nde::nn::demucs
