#include "core/nn/demucs/WeightsOnly.h"

#include <cstdint>
#include <unordered_map>
#include <utility>

namespace nde::nn::demucs {

using checkpoint::Value;

namespace {

constexpr std::int64_t kMaxLayers = 64;

/// The tensors' names and shapes.
class Shapes
{
public:
    explicit Shapes(const checkpoint::Package& package)
    {
        for (const checkpoint::NamedTensor& entry : package.state) {
            m_shapes.emplace(entry.name, &entry.tensor.shape);
        }
    }
    [[nodiscard]] bool has(const std::string& name) const { return m_shapes.count(name) > 0; }
    /// An extent, 0 where there is none.
    [[nodiscard]] std::int64_t extent(const std::string& name, std::size_t axis) const
    {
        const auto found = m_shapes.find(name);
        return found != m_shapes.end() && axis < found->second->size() ? (*found->second)[axis] : 0;
    }
    /// How many of `before + N + behind` there are, N from 0.
    [[nodiscard]] std::int64_t count(const std::string& before, const std::string& behind) const
    {
        std::int64_t index = 0;
        while (index < kMaxLayers && has(before + std::to_string(index) + behind)) {
            ++index;
        }
        return index;
    }

private:
    std::unordered_map<std::string, const std::vector<std::int64_t>*> m_shapes;
};

/// Names as the official models have them, in their order.
std::vector<std::string> sourceNames(std::int64_t count)
{
    std::vector<std::string> names {"drums", "bass", "other", "vocals", "guitar", "piano"};
    if (count == 4 || count == 6) {
        names.resize(static_cast<std::size_t>(count));
        return names;
    }
    names.clear();
    for (std::int64_t i = 1; i <= count; ++i) {
        names.push_back("source" + std::to_string(i));
    }
    return names;
}

class Arguments
{
public:
    void set(const char* name, Value value) { m_dict.emplace_back(text(name), std::move(value)); }
    void set(const char* name, std::int64_t value) { set(name, wrap(value)); }
    void set(const char* name, bool value) { set(name, wrap(value)); }
    void set(const char* name, double value) { set(name, wrap(value)); }
    [[nodiscard]] Value::Dict take() { return std::move(m_dict); }
    [[nodiscard]] static Value text(std::string value) { return wrap(std::move(value)); }

private:
    template<typename T>
    static Value wrap(T value)
    {
        Value wrapped;
        wrapped.data = std::move(value);
        return wrapped;
    }
    Value::Dict m_dict;
};

void setTransformer(const Shapes& shapes, Arguments& arguments)
{
    const std::string first = "crosstransformer.layers.0.";
    const std::int64_t layers = shapes.count("crosstransformer.layers.", ".linear1.weight");
    arguments.set("t_layers", layers);
    if (layers == 0) {
        return;
    }
    const std::int64_t width = shapes.extent(first + "linear1.weight", 1);
    const std::int64_t hidden = shapes.extent(first + "linear1.weight", 0);
    if (width > 0) {
        arguments.set("t_hidden_scale", static_cast<double>(hidden) / static_cast<double>(width));
    }
    arguments.set("t_cross_first", shapes.has(first + "cross_attn.in_proj_weight"));
    arguments.set("t_layer_scale", shapes.has(first + "gamma_1.scale"));
    arguments.set("t_norm_out", shapes.has(first + "norm_out.weight"));
    arguments.set("t_norm_in", shapes.has("crosstransformer.norm_in.weight"));
}

} // namespace

Result<std::vector<std::string>> completeWeightsOnly(checkpoint::Package& package)
{
    const Shapes shapes(package);
    const std::int64_t depth = shapes.count("encoder.", ".conv.weight");
    const std::string last = std::to_string(depth - 1);
    const std::int64_t audioChannels = shapes.extent("tencoder.0.conv.weight", 1);
    const std::int64_t channels = shapes.extent("encoder.0.conv.weight", 0);
    const std::int64_t kernel = shapes.extent("encoder.0.conv.weight", 2);
    const bool isHTDemucs = depth > 0 && audioChannels > 0 && channels > 0
        && shapes.has("tdecoder." + last + ".conv_tr.weight")
        && shapes.has("crosstransformer.layers.0.linear1.weight");
    if (!isHTDemucs) {
        return fail(ErrorCode::Unsupported,
                    "the file holds weights without a description, and they are not of HTDemucs");
    }
    const std::int64_t outputs = shapes.extent("tdecoder." + last + ".conv_tr.weight", 1);
    const std::int64_t sources = outputs / audioChannels;
    if (sources < 1 || sources > 32 || outputs % audioChannels != 0 || kernel < 2) {
        return fail(ErrorCode::Corrupt, "the weights' shapes contradict each other");
    }
    Arguments arguments;
    Value::List names;
    for (std::string& name : sourceNames(sources)) {
        names.push_back(Arguments::text(std::move(name)));
    }
    Value list;
    list.data = std::move(names);
    arguments.set("sources", std::move(list));
    arguments.set("audio_channels", audioChannels);
    arguments.set("channels", channels);
    arguments.set("channels_time", shapes.extent("tencoder.0.conv.weight", 0));
    arguments.set("depth", depth);
    if (depth > 1) {
        arguments.set("growth",
                      static_cast<double>(shapes.extent("encoder.1.conv.weight", 0))
                          / static_cast<double>(channels));
    }
    arguments.set("kernel_size", kernel);
    arguments.set("stride", kernel / 2);
    const std::int64_t embedded = shapes.extent("freq_emb.embedding.weight", 0);
    arguments.set("nfft", embedded > 0 ? embedded * (kernel / 2) * 2 : std::int64_t {4096});
    arguments.set("freq_emb", embedded > 0 ? 0.2 : 0.0);
    arguments.set("rewrite", shapes.has("encoder.0.rewrite.weight"));
    arguments.set("context", (shapes.extent("decoder.0.rewrite.weight", 3) - 1) / 2);
    arguments.set("context_enc", (shapes.extent("encoder.0.rewrite.weight", 3) - 1) / 2);
    std::int64_t normStarts = 0;
    while (normStarts < depth
           && !shapes.has("encoder." + std::to_string(normStarts) + ".norm1.weight")) {
        ++normStarts;
    }
    arguments.set("norm_starts", normStarts);
    const bool inEncoder = shapes.has("encoder.0.dconv.layers.0.0.weight");
    const bool inDecoder = shapes.has("decoder.0.dconv.layers.0.0.weight");
    arguments.set("dconv_mode", std::int64_t {inEncoder ? 1 : 0} + (inDecoder ? 2 : 0));
    const std::string residual
        = inEncoder ? "encoder.0.dconv.layers." : "decoder." + last + ".dconv.layers.";
    if (inEncoder || inDecoder) {
        const std::int64_t hidden = shapes.extent(residual + "0.0.weight", 0);
        arguments.set("dconv_depth", shapes.count(residual, ".0.weight"));
        if (hidden > 0) {
            arguments.set("dconv_comp",
                          static_cast<double>(channels) / static_cast<double>(hidden));
        }
    }
    arguments.set("bottom_channels", shapes.extent("channel_upsampler.weight", 0));
    setTransformer(shapes, arguments);
    Value segment;
    segment.data = Value::Rational {39, 5};
    arguments.set("segment", std::move(segment));
    package.klass = "demucs.htdemucs.HTDemucs";
    package.args.data = Value::List {};
    package.kwargs.data = arguments.take();
    return std::vector<std::string> {"names of the sources", "samplerate = 44100",
                                     "segment = 39/5 s", "t_heads = 8", "stride = kernel_size / 2"};
}

} // namespace nde::nn::demucs
