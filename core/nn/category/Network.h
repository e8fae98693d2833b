#pragma once

#include "core/base/Category.h"
#include "core/base/Result.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

/// The category network: several small perceptrons whose probabilities are averaged. Plain loops in
/// a fixed order: the same bits for any number of threads.
namespace nde::nn::category {

/// Classes in the order of the outputs.
inline constexpr std::array kClasses {
    Category::Kick,   Category::Snare,   Category::Clap,  Category::Hihat, Category::OpenHihat,
    Category::Cymbal, Category::Tom,     Category::Perc,  Category::Drums, Category::Bass,
    Category::Lead,   Category::Synth,   Category::Chord, Category::Pad,   Category::Keys,
    Category::Guitar, Category::Strings, Category::Vocal, Category::Fx,    Category::Texture,
    Category::Noise};
inline constexpr std::size_t kClassCount = kClasses.size();
using Probabilities = std::array<float, kClassCount>;

struct Layer
{
    std::size_t inputs {};
    std::size_t outputs {};
    std::vector<float> weights; ///< [inputs, outputs]
    std::vector<float> bias; ///< [outputs]
};

/// inputs → scaled and bounded → hidden → embedding → logits; ReLU between.
struct Member
{
    std::vector<float> mean; ///< [inputs]
    std::vector<float> scale; ///< [inputs], 1 / deviation
    std::array<Layer, 3> layers;
};

inline constexpr float kInputBound = 3.5F; ///< of scaled inputs, either side

struct Network
{
    std::vector<Member> members; ///< of equal shapes
    float sharpness {1.0F}; ///< exponent of the averaged probabilities that calibrates them
};

struct Output
{
    Probabilities probabilities {}; ///< sum to 1
    std::vector<float> embedding; ///< second hidden layer of all members, one after the other
};

/// @param inputs  as many as the members take; finite.
[[nodiscard]] Output run(const Network& network, std::span<const float> inputs);
/// The last layers alone. @param embedding  as `run` gave it.
[[nodiscard]] Probabilities judge(const Network& network, std::span<const float> embedding);
/// Scales and bounds. @param out  [inputs]
void scaleInputs(const Member& member, std::span<const float> inputs, std::span<float> out);

/// Reads a network from the bytes of a safetensors file: `sharpness` [1] and for each member k
/// `k.mean`, `k.scale`, `k.0.weight` [in, out], `k.0.bias`, … `k.2.bias`, all float32.
/// @param inputs  that it must take.
/// @errors  those of readSafeTensors; Corrupt (missing or unknown tensors, wrong shapes, values
///          that are not finite); Unsupported (more than 16 members or 1024 units).
[[nodiscard]] Result<Network> readNetwork(std::span<const std::byte> bytes, std::size_t inputs);
/// The bytes that `readNetwork` reads; same network, same bytes.
[[nodiscard]] std::vector<std::byte> writeNetwork(const Network& network);

} // namespace nde::nn::category
