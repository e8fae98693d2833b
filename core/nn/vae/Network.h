#pragma once

#include "core/nn/vae/ModelFile.h"

#include <torch/torch.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace nde::nn::vae {

/// x [rows, in] · weightᵀ [in, out] + bias, differentiable, on the project's own matrix kernel.
[[nodiscard]] torch::Tensor denseLayer(const torch::Tensor& x, const torch::Tensor& weight,
                                       const torch::Tensor& bias);
/// a [rows, inner] · b [inner, columns] on the same kernel, not differentiable. Transposed views
/// are read in place.
[[nodiscard]] torch::Tensor product(const torch::Tensor& a, const torch::Tensor& b);

/// Tensors to raw bytes and back.
[[nodiscard]] std::vector<std::uint8_t> bytesOf(const torch::Tensor& tensor);
[[nodiscard]] torch::Tensor tensorOf(const TensorSpec& spec,
                                     const std::vector<std::uint8_t>& bytes);

/// The linear front: principal components of the training vectors, and the exact linear VAE on
/// them. Frozen after fitting.
/// @source  Tipping and Bishop, "Probabilistic principal component analysis", 1999; vae.md 6.
struct PrincipalFront
{
    torch::Tensor mean; ///< [vector]
    torch::Tensor basis; ///< [vector, components], orthonormal columns rounded to half precision
    torch::Tensor eigenvalues; ///< a pixel's share, [components]
    torch::Tensor scale; ///< deviation of each coefficient, [components]
    torch::Tensor encoderGain; ///< [latent]; 0 for dimensions below the noise
    torch::Tensor decoderGain; ///< [latent]
    torch::Tensor logVariance; ///< of the posterior, [latent]
    double noiseVariance {}; ///< s2

    /// Whitened coefficients of rows. [rows, vector] -> [rows, components]
    [[nodiscard]] torch::Tensor coefficients(const torch::Tensor& rows) const;
    /// [rows, components] -> [rows, vector]
    [[nodiscard]] torch::Tensor image(const torch::Tensor& coefficients) const;
};

/// @param rows           training vectors, [rows, vector].
/// @param noiseVariance  s2: per-pixel variance that counts as noise.
[[nodiscard]] PrincipalFront fitFront(const torch::Tensor& rows, double noiseVariance,
                                      int latentDim);

struct ResidualMlpOptions
{
    int in {};
    int hidden {kHiddenUnits};
    int out {};
    std::uint64_t seed {}; ///< of the initial weights
};

/// Linear, LayerNorm, SiLU, dropout, Linear, LayerNorm, SiLU, Linear (starting at zero, so that a
/// model starts as its linear front).
class ResidualMlpImpl : public torch::nn::Module
{
public:
    explicit ResidualMlpImpl(const ResidualMlpOptions& options);
    /// @param keep  dropout mask [rows, hidden] already scaled, or undefined for none.
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& keep);

private:
    struct Layer
    {
        torch::Tensor weight;
        torch::Tensor bias;
    };
    Layer addLinear(const std::string& name, int in, int out, double bound, std::uint64_t seed);
    Layer addNorm(const std::string& name, int size);
    Layer m_linear0;
    Layer m_norm0;
    Layer m_linear1;
    Layer m_norm1;
    Layer m_linear2;
};
TORCH_MODULE(ResidualMlp);

/// The trainable part: residuals on the linear VAE, both on whitened coefficients.
class VaeNetImpl : public torch::nn::Module
{
public:
    VaeNetImpl(PrincipalFront front, int latentDim, std::uint64_t seed);

    [[nodiscard]] const PrincipalFront& front() const { return m_front; }
    [[nodiscard]] int latentDim() const { return m_latentDim; }
    [[nodiscard]] int components() const;
    /// @return  posterior mean and log variance, each [rows, latent].
    [[nodiscard]] std::pair<torch::Tensor, torch::Tensor> encode(const torch::Tensor& coefficients,
                                                                 const torch::Tensor& keep = {});
    /// [rows, latent] -> [rows, components]
    [[nodiscard]] torch::Tensor decode(const torch::Tensor& z, const torch::Tensor& keep = {});

private:
    PrincipalFront m_front;
    int m_latentDim {};
    ResidualMlp m_encoder {nullptr};
    ResidualMlp m_decoder {nullptr};
};
TORCH_MODULE(VaeNet);

/// Terms of −ELBO in nats. [rows] each
struct ElboTerms
{
    torch::Tensor reconstruction;
    torch::Tensor kl;
};
[[nodiscard]] ElboTerms elboTerms(const PrincipalFront& front, const torch::Tensor& wanted,
                                  const torch::Tensor& decoded, const torch::Tensor& mean,
                                  const torch::Tensor& logVariance);

/// Network from a checked file.
[[nodiscard]] VaeNet networkOf(const ModelFile& file);
/// Adds the network's tensors under the names of `tensorLayout`.
void exportNetwork(const VaeNet& net, std::map<std::string, std::vector<std::uint8_t>>& tensors);

/// For its lifetime: one torch thread, so that sums have one order, and denormals flushed.
class DeterministicScope
{
public:
    DeterministicScope();
    ~DeterministicScope();
    DeterministicScope(const DeterministicScope&) = delete;
    DeterministicScope& operator=(const DeterministicScope&) = delete;

private:
    int m_threads {};
};

} // namespace nde::nn::vae
