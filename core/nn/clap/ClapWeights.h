#pragma once

#include "core/base/Result.h"
#include "core/nn/checkpoint/Checkpoint.h"
#include "core/nn/clap/ClapConfig.h"
#include "core/nn/kernels/Weights.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace nde::nn::clap {

enum class Part
{
    Audio,
    Text
};

/// Name and shape of a tensor that a model of this configuration has.
struct WantedTensor
{
    std::string name;
    std::vector<std::int64_t> shape;
};
/// Of both towers with their projections, by the names of Hugging Face's format.
[[nodiscard]] std::vector<WantedTensor> wantedTensors(const ClapConfig& config);

/// The tensors of one tower in memory. Each goes when it is taken, so a model is held about once.
class ClapWeights
{
public:
    /// Names, shapes and types of both towers are checked before anything of one is read.
    /// @errors  Corrupt (a tensor missing, misshapen, left over), Unsupported (whole numbers),
    ///          those of checkpoint::readPackage.
    [[nodiscard]] static Result<ClapWeights> read(const std::filesystem::path& file,
                                                  const ClapConfig& config, Part part);

    /// One that `wantedTensors` names and this part has.
    [[nodiscard]] std::vector<float> take(const std::string& name);
    /// The same as it is in the file, for tables of which a few rows are used.
    [[nodiscard]] checkpoint::HostTensor takeRaw(const std::string& name);
    /// `<name>.weight` and, where there is one, `<name>.bias`.
    [[nodiscard]] kernels::RightWeights takeLinear(const kernels::KernelTable& table,
                                                   const std::string& name);
    /// Layers of the same input as one, their outputs one after the other.
    [[nodiscard]] kernels::RightWeights takeLinears(const kernels::KernelTable& table,
                                                    const std::vector<std::string>& names);

    /// The first of the tensors taken whose values are not all finite.
    [[nodiscard]] const std::optional<Error>& problem() const { return m_problem; }
    [[nodiscard]] std::int64_t taken() const { return m_taken; } ///< numbers, in all

private:
    std::unordered_map<std::string, checkpoint::HostTensor> m_tensors;
    std::optional<Error> m_problem;
    std::int64_t m_taken {};
};

/// LayerNorm.
struct Norm
{
    std::vector<float> weight;
    std::vector<float> bias;
    float eps {};

    [[nodiscard]] static Norm take(ClapWeights& weights, const std::string& name, double eps);
};

/// Linear, ReLU, linear; then a unit vector.
struct Projection
{
    kernels::RightWeights first;
    kernels::RightWeights second;

    [[nodiscard]] static Projection take(ClapWeights& weights, const kernels::KernelTable& table,
                                         const std::string& name);
    /// @param pooled  as many as the first layer takes.
    /// @errors  Inference (nothing to scale to 1: zero, or not finite).
    [[nodiscard]] Result<std::vector<float>> run(kernels::Runtime& runtime,
                                                 const std::vector<float>& pooled) const;
};
/// Scales to length 1. @errors  Inference.
[[nodiscard]] Result<> makeUnit(std::vector<float>& vector);

} // namespace nde::nn::clap
