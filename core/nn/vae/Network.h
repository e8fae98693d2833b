#pragma once

#include "core/base/ComputeScope.h"
#include "core/nn/vae/ModelFile.h"

#include <torch/torch.h>

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace nde::nn::vae {

/// a [rows, inner] · b [inner, columns] on the project's own matrix kernel, not differentiable.
/// Transposed views are read in place.
[[nodiscard]] torch::Tensor product(const torch::Tensor& a, const torch::Tensor& b);

/// A tensor from raw bytes.
[[nodiscard]] torch::Tensor tensorOf(const TensorSpec& spec,
                                     const std::vector<std::uint8_t>& bytes);

/// The linear front: principal components of the training vectors, and the exact linear VAE on
/// them. Frozen after fitting.
/// @source  Tipping and Bishop, "Probabilistic principal component analysis", 1999; vae.md 6.
struct PrincipalFront
{
    torch::Tensor mean; ///< [vector]
    torch::Tensor basis; ///< half precision, orthonormal columns, [vector, components]
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

private:
    [[nodiscard]] std::span<const std::uint16_t> halves() const;
};

/// Linear, LayerNorm, SiLU, Linear, LayerNorm, SiLU, Linear.
class ResidualMlpImpl : public torch::nn::Module
{
public:
    ResidualMlpImpl(int in, int out);
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& x);

private:
    struct Layer
    {
        torch::Tensor weight;
        torch::Tensor bias;
    };
    Layer addLinear(const std::string& name, int in, int out);
    Layer addNorm(const std::string& name, int size);
    Layer m_linear0;
    Layer m_norm0;
    Layer m_linear1;
    Layer m_norm1;
    Layer m_linear2;
};
TORCH_MODULE(ResidualMlp);

/// The trained part: residuals on the linear VAE, both on whitened coefficients. What trains is
/// `TrainableNet`.
class VaeNetImpl : public torch::nn::Module
{
public:
    VaeNetImpl(PrincipalFront front, int latentDim);

    [[nodiscard]] const PrincipalFront& front() const { return m_front; }
    [[nodiscard]] int latentDim() const { return m_latentDim; }
    [[nodiscard]] int components() const;
    /// @return  posterior mean and log variance, each [rows, latent].
    [[nodiscard]] std::pair<torch::Tensor, torch::Tensor> encode(const torch::Tensor& coefficients);
    /// [rows, latent] -> [rows, components]
    [[nodiscard]] torch::Tensor decode(const torch::Tensor& z);

private:
    PrincipalFront m_front;
    int m_latentDim {};
    ResidualMlp m_encoder {nullptr};
    ResidualMlp m_decoder {nullptr};
};
TORCH_MODULE(VaeNet);

/// Network from a checked file.
[[nodiscard]] VaeNet networkOf(const ModelFile& file);

/// For its lifetime: one torch thread, so that sums have one order, and denormals flushed.
class DeterministicScope
{
public:
    DeterministicScope();
    ~DeterministicScope();
    DeterministicScope(const DeterministicScope&) = delete;
    DeterministicScope& operator=(const DeterministicScope&) = delete;

private:
    ComputeScope m_computing;
    int m_threads {};
};

} // namespace nde::nn::vae
