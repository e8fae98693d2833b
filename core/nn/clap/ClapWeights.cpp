#include "core/nn/clap/ClapWeights.h"

#include "core/nn/checkpoint/Text.h"
#include "core/nn/kernels/Tokens.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

namespace nde::nn::clap {

using checkpoint::DType;
using checkpoint::HostTensor;
using checkpoint::inQuotes;
using checkpoint::NamedTensor;

namespace {

constexpr std::int64_t kMostParameters = std::int64_t {1} << 29; ///< 2 GiB of float32

using Wanted = std::vector<WantedTensor>;

/// @param hasBias  else only a weight.
void addLinear(Wanted& list, const std::string& name, std::int64_t outs, std::int64_t inner,
               bool hasBias = true)
{
    list.push_back({name + ".weight", {outs, inner}});
    if (hasBias) {
        list.push_back({name + ".bias", {outs}});
    }
}

void addNorm(Wanted& list, const std::string& name, std::int64_t width)
{
    list.push_back({name + ".weight", {width}});
    list.push_back({name + ".bias", {width}});
}

void addAudioBlock(Wanted& list, const std::string& name, const AudioConfig& audio,
                   std::int64_t stage)
{
    const std::int64_t width = audio.widthOf(stage);
    const std::int64_t side = 2 * audio.windowOf(stage) - 1;
    addNorm(list, name + ".layernorm_before", width);
    addNorm(list, name + ".layernorm_after", width);
    for (const char* part : {"query", "key", "value"}) {
        addLinear(list, name + ".attention.self." + part, width, width, audio.hasBias);
    }
    list.push_back({name + ".attention.self.relative_position_bias_table",
                    {side * side, audio.heads[static_cast<std::size_t>(stage)]}});
    addLinear(list, name + ".attention.output.dense", width, width);
    addLinear(list, name + ".intermediate.dense", audio.hiddenOf(stage), width);
    addLinear(list, name + ".output.dense", width, audio.hiddenOf(stage));
}

void addAudio(Wanted& list, const AudioConfig& audio)
{
    const std::string root = "audio_model.audio_encoder.";
    addNorm(list, root + "batch_norm", audio.mels);
    list.push_back({root + "batch_norm.running_mean", {audio.mels}});
    list.push_back({root + "batch_norm.running_var", {audio.mels}});
    list.push_back({root + "patch_embed.proj.weight", {audio.width, 1, audio.patch, audio.patch}});
    list.push_back({root + "patch_embed.proj.bias", {audio.width}});
    addNorm(list, root + "patch_embed.norm", audio.width);
    for (std::int64_t s = 0; s < audio.stages(); ++s) {
        const std::string stage = root + "layers." + std::to_string(s);
        for (std::int64_t b = 0; b < audio.depths[static_cast<std::size_t>(s)]; ++b) {
            addAudioBlock(list, stage + ".blocks." + std::to_string(b), audio, s);
        }
        if (s + 1 < audio.stages()) {
            addNorm(list, stage + ".downsample.norm", 4 * audio.widthOf(s));
            addLinear(list, stage + ".downsample.reduction", 2 * audio.widthOf(s),
                      4 * audio.widthOf(s), false);
        }
    }
    addNorm(list, root + "norm", audio.features());
}

void addText(Wanted& list, const TextConfig& text)
{
    const std::string root = "text_model.";
    list.push_back({root + "embeddings.word_embeddings.weight", {text.vocabulary, text.width}});
    list.push_back({root + "embeddings.position_embeddings.weight", {text.positions, text.width}});
    list.push_back({root + "embeddings.token_type_embeddings.weight", {text.types, text.width}});
    addNorm(list, root + "embeddings.LayerNorm", text.width);
    for (std::int64_t i = 0; i < text.layers; ++i) {
        const std::string layer = root + "encoder.layer." + std::to_string(i);
        for (const char* part : {"query", "key", "value"}) {
            addLinear(list, layer + ".attention.self." + part, text.width, text.width);
        }
        addLinear(list, layer + ".attention.output.dense", text.width, text.width);
        addNorm(list, layer + ".attention.output.LayerNorm", text.width);
        addLinear(list, layer + ".intermediate.dense", text.hidden, text.width);
        addLinear(list, layer + ".output.dense", text.width, text.hidden);
        addNorm(list, layer + ".output.LayerNorm", text.width);
    }
    addLinear(list, root + "pooler.dense", text.width, text.width);
}

/// Kept in files, but computed anew or of no use here.
bool isBuffer(std::string_view name)
{
    constexpr std::array<std::string_view, 4> kEnds {
        "position_ids", "token_type_ids", "relative_position_index", "num_batches_tracked"};
    return std::ranges::any_of(kEnds, [&](std::string_view end) { return name.ends_with(end); });
}

bool isOf(Part part, std::string_view name)
{
    return name.starts_with(part == Part::Audio ? "audio_" : "text_") && !isBuffer(name);
}

std::string shapeText(const std::vector<std::int64_t>& shape)
{
    std::string text = "[";
    for (const std::int64_t extent : shape) {
        text += (text.size() > 1 ? ", " : "") + std::to_string(extent);
    }
    return text + "]";
}

bool isFloating(DType dtype)
{
    return dtype == DType::Float16 || dtype == DType::BFloat16 || dtype == DType::Float32
        || dtype == DType::Float64;
}

Result<> checkDeclared(std::span<const NamedTensor> declared, const Wanted& wanted)
{
    std::unordered_map<std::string_view, const HostTensor*> given;
    for (const NamedTensor& entry : declared) {
        given.emplace(entry.name, &entry.tensor);
    }
    std::int64_t parameters = 0;
    for (const WantedTensor& entry : wanted) {
        const auto found = given.find(entry.name);
        if (found == given.end()) {
            return fail(ErrorCode::Corrupt, "the tensor " + inQuotes(entry.name) + " is missing");
        }
        if (found->second->shape != entry.shape) {
            return fail(ErrorCode::Corrupt,
                        "the tensor " + inQuotes(entry.name) + " has the shape "
                            + shapeText(found->second->shape) + " instead of "
                            + shapeText(entry.shape));
        }
        if (!isFloating(found->second->dtype)) {
            return fail(ErrorCode::Unsupported,
                        "the tensor " + inQuotes(entry.name)
                            + " does not hold floating-point numbers");
        }
        parameters += found->second->numel();
        given.erase(found);
    }
    for (const NamedTensor& entry : declared) {
        if (given.contains(entry.name) && !isBuffer(entry.name)) {
            return fail(ErrorCode::Corrupt,
                        "the tensor " + inQuotes(entry.name) + " is not part of a CLAP model");
        }
    }
    if (parameters > kMostParameters) {
        return fail(ErrorCode::OutOfMemory, "the model has more than 536 million parameters");
    }
    return {};
}

} // namespace

std::vector<WantedTensor> wantedTensors(const ClapConfig& config)
{
    Wanted list {{"logit_scale_a", {}}, {"logit_scale_t", {}}};
    addAudio(list, config.audio);
    addText(list, config.text);
    const std::int64_t outs = config.dimensions;
    addLinear(list, "audio_projection.linear1", outs, config.audio.features());
    addLinear(list, "audio_projection.linear2", outs, outs);
    addLinear(list, "text_projection.linear1", outs, config.text.width);
    addLinear(list, "text_projection.linear2", outs, outs);
    return list;
}

Result<ClapWeights> ClapWeights::read(const std::filesystem::path& file, const ClapConfig& config,
                                      Part part)
{
    const Wanted wanted = wantedTensors(config);
    checkpoint::Selection selection;
    selection.isWanted = [part](std::string_view name) { return isOf(part, name); };
    selection.check = [&wanted](std::span<const NamedTensor> declared) {
        return checkDeclared(declared, wanted);
    };
    auto package = checkpoint::readPackage(file, selection);
    if (!package) {
        return propagate(package);
    }
    ClapWeights weights;
    for (NamedTensor& entry : package->state) {
        if (!isOf(part, entry.name)) {
            continue;
        }
        weights.m_tensors.emplace(std::move(entry.name), std::move(entry.tensor));
    }
    return weights;
}

std::vector<float> ClapWeights::take(const std::string& name)
{
    const auto found = m_tensors.find(name);
    auto values
        = found == m_tensors.end() ? Result<std::vector<float>> {} : found->second.toFloat();
    if (found != m_tensors.end()) {
        m_tensors.erase(found);
    }
    std::vector<float> floats = std::move(values).value_or(std::vector<float> {});
    m_taken += static_cast<std::int64_t>(floats.size());
    if (!m_problem
        && !std::ranges::all_of(floats, [](float value) { return std::isfinite(value); })) {
        m_problem = Error {ErrorCode::Corrupt,
                           "the tensor " + inQuotes(name) + " holds values that are not finite"};
    }
    return floats;
}

checkpoint::HostTensor ClapWeights::takeRaw(const std::string& name)
{
    const auto found = m_tensors.find(name);
    if (found == m_tensors.end()) {
        return {};
    }
    checkpoint::HostTensor tensor = std::move(found->second);
    m_tensors.erase(found);
    m_taken += tensor.numel();
    return tensor;
}

kernels::RightWeights ClapWeights::takeLinear(const kernels::KernelTable& table,
                                              const std::string& name)
{
    return takeLinears(table, {name});
}

kernels::RightWeights ClapWeights::takeLinears(const kernels::KernelTable& table,
                                               const std::vector<std::string>& names)
{
    std::vector<float> weight;
    std::vector<float> bias;
    std::size_t inner = 1;
    for (const std::string& name : names) {
        const auto found = m_tensors.find(name + ".weight");
        if (found != m_tensors.end()) {
            const auto& shape = found->second.shape;
            inner = static_cast<std::size_t>(std::accumulate(
                shape.begin() + 1, shape.end(), std::int64_t {1}, std::multiplies<>()));
        }
        const std::vector<float> part = take(name + ".weight");
        const std::vector<float> partBias = take(name + ".bias");
        weight.insert(weight.end(), part.begin(), part.end());
        bias.insert(bias.end(), partBias.begin(), partBias.end());
    }
    return {table,   weight.data(),         bias.empty() ? nullptr : bias.data(),
            nullptr, weight.size() / inner, inner};
}

Norm Norm::take(ClapWeights& weights, const std::string& name, double eps)
{
    return {weights.take(name + ".weight"), weights.take(name + ".bias"), static_cast<float>(eps)};
}

Projection Projection::take(ClapWeights& weights, const kernels::KernelTable& table,
                            const std::string& name)
{
    return {weights.takeLinear(table, name + ".linear1"),
            weights.takeLinear(table, name + ".linear2")};
}

Result<std::vector<float>> Projection::run(kernels::Runtime& runtime,
                                           const std::vector<float>& pooled) const
{
    std::vector<float> hidden(first.outs());
    std::vector<float> out(second.outs());
    kernels::linear(runtime, first, pooled.data(), 1, kernels::Act::Relu, hidden.data());
    kernels::linear(runtime, second, hidden.data(), 1, kernels::Act::None, out.data());
    if (auto done = makeUnit(out); !done) {
        return propagate(done);
    }
    return out;
}

Result<> makeUnit(std::vector<float>& vector)
{
    double squares = 0.0;
    for (const float value : vector) {
        squares += static_cast<double>(value) * static_cast<double>(value);
    }
    if (!(squares > 0.0) || !std::isfinite(squares)) {
        return fail(ErrorCode::Inference, "the network gave a vector without a direction");
    }
    const double scale = 1.0 / std::sqrt(squares);
    for (float& value : vector) {
        value = static_cast<float>(static_cast<double>(value) * scale);
    }
    return {};
}

} // namespace nde::nn::clap
