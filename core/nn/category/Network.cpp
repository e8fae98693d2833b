#include "core/nn/category/Network.h"

#include "core/nn/checkpoint/ByteSource.h"
#include "core/nn/checkpoint/SafeTensors.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <string>

namespace nde::nn::category {
namespace {

constexpr std::size_t kMostMembers = 16;
constexpr std::size_t kMostUnits = 1024;
constexpr std::size_t kLayers = 3;

void apply(const Layer& layer, std::span<const float> in, std::span<float> out)
{
    std::copy(layer.bias.begin(), layer.bias.end(), out.begin());
    for (std::size_t i = 0; i < layer.inputs; ++i) {
        const float value = in[i];
        if (value == 0.0F) { // half of what ReLU lets through
            continue;
        }
        const float* row = layer.weights.data() + i * layer.outputs;
        for (std::size_t o = 0; o < layer.outputs; ++o) {
            out[o] += value * row[o];
        }
    }
}

void rectify(std::span<float> values)
{
    for (float& value : values) {
        value = std::max(0.0F, value);
    }
}

/// Adds the softmax of `logits` to `sum`.
void addSoftmax(std::span<const float> logits, std::array<double, kClassCount>& sum)
{
    const double top = static_cast<double>(*std::max_element(logits.begin(), logits.end()));
    std::array<double, kClassCount> p {};
    double total = 0.0;
    for (std::size_t c = 0; c < kClassCount; ++c) {
        p[c] = std::exp(static_cast<double>(logits[c]) - top);
        total += p[c];
    }
    for (std::size_t c = 0; c < kClassCount; ++c) {
        sum[c] += p[c] / total;
    }
}

Error corrupt(const std::string& what)
{
    return {ErrorCode::Corrupt, "the category network " + what};
}

using Tensors = std::map<std::string, std::vector<float>>;

Result<std::vector<float>> take(Tensors& tensors, const std::string& name, std::size_t count)
{
    const auto found = tensors.find(name);
    if (found == tensors.end() || found->second.size() != count) {
        const Error error = corrupt("has no '" + name + "' of " + std::to_string(count));
        return fail(error.code, error.message);
    }
    std::vector<float> values = std::move(found->second);
    tensors.erase(found);
    return values;
}

Result<Member> takeMember(Tensors& tensors, const std::string& prefix,
                          const std::array<std::size_t, kLayers + 1>& sizes)
{
    Member member;
    auto mean = take(tensors, prefix + "mean", sizes[0]);
    auto scale = take(tensors, prefix + "scale", sizes[0]);
    if (!mean || !scale) {
        return propagate(mean ? scale : mean);
    }
    member.mean = std::move(*mean);
    member.scale = std::move(*scale);
    for (std::size_t k = 0; k < kLayers; ++k) {
        const std::string name = prefix + std::to_string(k);
        auto weights = take(tensors, name + ".weight", sizes[k] * sizes[k + 1]);
        auto bias = take(tensors, name + ".bias", sizes[k + 1]);
        if (!weights || !bias) {
            return propagate(weights ? bias : weights);
        }
        member.layers[k] = {sizes[k], sizes[k + 1], std::move(*weights), std::move(*bias)};
    }
    return member;
}

} // namespace

void scaleInputs(const Member& member, std::span<const float> inputs, std::span<float> out)
{
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i]
            = std::clamp((inputs[i] - member.mean[i]) * member.scale[i], -kInputBound, kInputBound);
    }
}

Output run(const Network& network, std::span<const float> inputs)
{
    Output output;
    std::vector<float> scaled;
    std::vector<float> hidden;
    std::vector<float> embedding;
    for (const Member& member : network.members) {
        scaled.resize(member.layers[0].inputs);
        hidden.resize(member.layers[0].outputs);
        embedding.resize(member.layers[1].outputs);
        scaleInputs(member, inputs, scaled);
        apply(member.layers[0], scaled, hidden);
        rectify(hidden);
        apply(member.layers[1], hidden, embedding);
        rectify(embedding);
        output.embedding.insert(output.embedding.end(), embedding.begin(), embedding.end());
    }
    output.probabilities = judge(network, output.embedding);
    return output;
}

Probabilities judge(const Network& network, std::span<const float> embedding)
{
    std::array<double, kClassCount> sum {};
    std::array<float, kClassCount> logits {};
    std::size_t at = 0;
    for (const Member& member : network.members) {
        const Layer& last = member.layers[2];
        apply(last, embedding.subspan(at, last.inputs), logits);
        at += last.inputs;
        addSoftmax(logits, sum);
    }
    double total = 0.0;
    for (double& value : sum) {
        value = std::pow(value / static_cast<double>(network.members.size()),
                         static_cast<double>(network.sharpness));
        total += value;
    }
    Probabilities probabilities {};
    for (std::size_t c = 0; c < kClassCount; ++c) {
        probabilities[c] = static_cast<float>(sum[c] / total);
    }
    return probabilities;
}

Result<Network> readNetwork(std::span<const std::byte> bytes, std::size_t inputs)
{
    checkpoint::MemorySource source(bytes);
    auto package = checkpoint::readSafeTensors(source);
    if (!package) {
        return propagate(package);
    }
    Tensors tensors;
    std::array<std::size_t, kLayers + 1> sizes {inputs, 0, 0, kClassCount};
    std::size_t members = 0;
    for (const auto& [name, tensor] : package->state) {
        auto values = tensor.toFloat();
        if (!values) {
            return propagate(values);
        }
        if (!std::all_of(values->begin(), values->end(),
                         [](float v) { return std::isfinite(v); })) {
            const Error error = corrupt("has values that are not finite in '" + name + "'");
            return fail(error.code, error.message);
        }
        sizes[1] = name == "0.0.bias" ? values->size() : sizes[1];
        sizes[2] = name == "0.1.bias" ? values->size() : sizes[2];
        members += name.ends_with(".mean") ? 1 : 0;
        tensors.emplace(name, std::move(*values));
    }
    if (members == 0 || members > kMostMembers || std::max(sizes[1], sizes[2]) > kMostUnits) {
        return fail(ErrorCode::Unsupported,
                    "a category network of " + std::to_string(members) + " members with "
                        + std::to_string(std::max(sizes[1], sizes[2])) + " units");
    }
    Network network;
    auto sharpness = take(tensors, "sharpness", 1);
    if (!sharpness) {
        return propagate(sharpness);
    }
    network.sharpness = std::clamp(sharpness->front(), 0.1F, 10.0F);
    for (std::size_t k = 0; k < members; ++k) {
        auto member = takeMember(tensors, std::to_string(k) + '.', sizes);
        if (!member) {
            return propagate(member);
        }
        network.members.push_back(std::move(*member));
    }
    if (!tensors.empty()) {
        const Error error = corrupt("has an unknown tensor '" + tensors.begin()->first + "'");
        return fail(error.code, error.message);
    }
    return network;
}

std::vector<std::byte> writeNetwork(const Network& network)
{
    std::string header = "{";
    std::vector<float> data;
    const auto add
        = [&](const std::string& name, std::span<const float> values, const std::string& shape) {
              header += header.size() > 1 ? "," : "";
              header += '"' + name + R"(":{"dtype":"F32","shape":[)" + shape
                  + R"(],"data_offsets":[)" + std::to_string(data.size() * sizeof(float)) + ',';
              data.insert(data.end(), values.begin(), values.end());
              header += std::to_string(data.size() * sizeof(float)) + "]}";
          };
    add("sharpness", std::span(&network.sharpness, 1), "1");
    for (std::size_t k = 0; k < network.members.size(); ++k) {
        const Member& member = network.members[k];
        const std::string prefix = std::to_string(k) + '.';
        add(prefix + "mean", member.mean, std::to_string(member.mean.size()));
        add(prefix + "scale", member.scale, std::to_string(member.scale.size()));
        for (std::size_t i = 0; i < kLayers; ++i) {
            const Layer& layer = member.layers[i];
            const std::string outputs = std::to_string(layer.outputs);
            add(prefix + std::to_string(i) + ".weight", layer.weights,
                std::to_string(layer.inputs) + ',' + outputs);
            add(prefix + std::to_string(i) + ".bias", layer.bias, outputs);
        }
    }
    header += '}';
    header.resize((header.size() + 7) / 8 * 8, ' ');
    std::vector<std::byte> bytes(8 + header.size() + data.size() * sizeof(float));
    const std::uint64_t length = header.size();
    std::memcpy(bytes.data(), &length, sizeof length);
    std::memcpy(bytes.data() + 8, header.data(), header.size());
    std::memcpy(bytes.data() + 8 + header.size(), data.data(), data.size() * sizeof(float));
    return bytes;
}

} // namespace nde::nn::category
