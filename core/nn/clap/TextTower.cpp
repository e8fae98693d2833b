#include "core/nn/clap/TextTower.h"

#include "core/nn/kernels/Tokens.h"

#include <cmath>
#include <string>

namespace nde::nn::clap {

namespace {

/// One row of a table, widened.
std::vector<float> rowOf(const checkpoint::HostTensor& table, std::int32_t row)
{
    const auto size = static_cast<std::ptrdiff_t>(static_cast<std::size_t>(table.shape[1])
                                                  * checkpoint::itemSize(table.dtype));
    const auto first = table.bytes.begin() + row * size;
    const checkpoint::HostTensor one {table.dtype, {table.shape[1]}, {first, first + size}};
    return one.toFloat().value_or(std::vector<float> {});
}

void normalise(kernels::Runtime& runtime, const Norm& norm, std::vector<float>& x)
{
    const std::size_t width = norm.weight.size();
    kernels::layerNorm(runtime, x.data(), x.size() / width, width, norm.weight.data(),
                       norm.bias.data(), norm.eps, x.data());
}

} // namespace

TextTower::TextTower(const ClapConfig& config, ClapWeights& weights,
                     const kernels::KernelTable& table)
    : m_width(static_cast<std::size_t>(config.text.width))
    , m_heads(static_cast<std::size_t>(config.text.heads))
    , m_longest(static_cast<std::size_t>(config.text.positions - config.text.pad - 1))
    , m_pad(static_cast<std::int32_t>(config.text.pad))
{
    const std::string root = "text_model.";
    const double eps = config.text.normEps;
    m_words = weights.takeRaw(root + "embeddings.word_embeddings.weight");
    m_places = weights.take(root + "embeddings.position_embeddings.weight");
    m_type = weights.take(root + "embeddings.token_type_embeddings.weight");
    m_type.resize(m_width);
    m_norm = Norm::take(weights, root + "embeddings.LayerNorm", eps);
    for (std::int64_t i = 0; i < config.text.layers; ++i) {
        const std::string name = root + "encoder.layer." + std::to_string(i);
        const std::string self = name + ".attention.self.";
        Layer layer;
        layer.attentionIn
            = weights.takeLinears(table, {self + "query", self + "key", self + "value"});
        layer.attentionOut = weights.takeLinear(table, name + ".attention.output.dense");
        layer.attentionNorm = Norm::take(weights, name + ".attention.output.LayerNorm", eps);
        layer.widen = weights.takeLinear(table, name + ".intermediate.dense");
        layer.narrow = weights.takeLinear(table, name + ".output.dense");
        layer.outNorm = Norm::take(weights, name + ".output.LayerNorm", eps);
        m_layers.push_back(std::move(layer));
    }
    m_pooler = weights.takeLinear(table, root + "pooler.dense");
    m_projection = Projection::take(weights, table, "text_projection");
}

std::vector<float> TextTower::embedded(std::span<const std::int32_t> ids) const
{
    std::vector<float> x(ids.size() * m_width);
    // Places are counted from behind the pad's id, and only what is no pad has one of its own.
    std::int32_t counted = m_pad;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        const std::int32_t place = ids[i] == m_pad ? m_pad : ++counted;
        const std::vector<float> word = rowOf(m_words, ids[i]);
        const float* position = m_places.data() + static_cast<std::size_t>(place) * m_width;
        for (std::size_t c = 0; c < m_width; ++c) {
            x[i * m_width + c] = word[c] + m_type[c] + position[c];
        }
    }
    return x;
}

void TextTower::runLayer(kernels::Runtime& runtime, const Layer& layer, std::vector<float>& x) const
{
    const std::size_t tokens = x.size() / m_width;
    std::vector<float> wide(tokens * std::max(layer.attentionIn.outs(), layer.widen.outs()));
    std::vector<float> mixed(x.size());
    kernels::linear(runtime, layer.attentionIn, x.data(), tokens, kernels::Act::None, wide.data());
    const std::size_t stride = 3 * m_width;
    kernels::attention(
        runtime, {wide.data(), stride, tokens}, {wide.data() + m_width, stride, tokens},
        {wide.data() + 2 * m_width, stride, tokens}, m_heads, m_width / m_heads, mixed.data());
    kernels::addLinear(runtime, layer.attentionOut, mixed.data(), tokens, x.data());
    normalise(runtime, layer.attentionNorm, x);
    kernels::linear(runtime, layer.widen, x.data(), tokens, kernels::Act::Gelu, wide.data());
    kernels::addLinear(runtime, layer.narrow, wide.data(), tokens, x.data());
    normalise(runtime, layer.outNorm, x);
}

Result<std::vector<float>> TextTower::run(kernels::Runtime& runtime,
                                          std::span<const std::int32_t> ids, const Tap& tap) const
{
    std::vector<float> x = embedded(ids);
    normalise(runtime, m_norm, x);
    if (tap) {
        tap("embeddings", x);
    }
    for (const Layer& layer : m_layers) {
        runLayer(runtime, layer, x);
    }
    if (tap) {
        tap("last_hidden", x);
    }
    std::vector<float> pooled(m_pooler.outs());
    kernels::linear(runtime, m_pooler, x.data(), 1, kernels::Act::None, pooled.data());
    for (float& value : pooled) {
        value = std::tanh(value);
    }
    if (tap) {
        tap("pooled", pooled);
    }
    return m_projection.run(runtime, pooled);
}

} // namespace nde::nn::clap
