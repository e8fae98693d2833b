#pragma once

#include "core/nn/kernels/KernelTable.h"
#include "core/nn/kernels/Runtime.h"
#include "core/nn/vae/ModelFile.h"

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace nde::nn::vae {

/// The linear VAE that a network starts as, on whitened coefficients.
/// @source  Tipping, Bishop 1999; vae.md 6.
struct LinearPart
{
    std::vector<float> eigenvalues; ///< a pixel, [components]
    std::vector<float> encoderGain; ///< [latent]
    std::vector<float> decoderGain; ///< [latent]
    std::vector<float> logVariance; ///< [latent]
    double noiseVariance {}; ///< s2 of vae.md

    [[nodiscard]] std::size_t components() const { return eigenvalues.size(); }
    [[nodiscard]] std::size_t latent() const { return encoderGain.size(); }
};

/// The closed form for these eigenvalues.
[[nodiscard]] LinearPart linearPart(std::vector<float> eigenvalues, double noiseVariance,
                                    int latentDim);

/// Means over the rows of a batch, in nats.
struct Elbo
{
    double reconstruction {};
    double kl {};
    [[nodiscard]] double total() const { return reconstruction + kl; }
};

/// The residual VAE of `Network.h` with its gradient written out, on our own kernels: no autograd,
/// no allocation in a step, one thread, one order of every sum.
///
/// What the networks add to the linear part counts in deviations of what the model takes for noise:
/// sqrt(s2 / eigenvalue). A step of the optimiser is as long in every output; in whitened numbers
/// it would be a hundred times the noise of the strongest components, and training would be worse
/// than its start until the rate has fallen. Files hold plain weights: the units are multiplied in.
///
/// A batch is laid into `coefficients()`, `noise()` and the masks, then `gradient` and `adam` make
/// a step of it. All matrices have widths rounded up to 32; the filling is and stays zero.
/// @thread  one at a time. Throws std::bad_alloc.
class TrainableNet
{
public:
    /// @param seed  of the first weights, as `VaeNet` draws them.
    TrainableNet(LinearPart linear, std::uint64_t seed,
                 const kernels::KernelTable& table = *kernels::tableFor(kernels::bestIsa()));

    [[nodiscard]] const LinearPart& linear() const { return m_linear; }
    [[nodiscard]] std::size_t componentStride() const { return m_components; }
    [[nodiscard]] std::size_t latentStride() const { return m_latent; }

    /// Makes room for batches of so many rows.
    void reserve(std::size_t rows);
    [[nodiscard]] std::size_t capacity() const { return m_capacity; }
    [[nodiscard]] float* coefficients() { return m_input.data(); } ///< [rows, componentStride]
    [[nodiscard]] float* noise() { return m_noise.data(); } ///< [rows, latentStride], filling 0
    [[nodiscard]] float* encoderMask() { return m_encoder.mask.data(); } ///< [rows, hidden]
    [[nodiscard]] float* decoderMask() { return m_decoder.mask.data(); } ///< [rows, hidden]

    /// −ELBO of the batch as it is laid out, without the masks.
    [[nodiscard]] Elbo evaluate(std::size_t rows);
    [[nodiscard]] const float* means() const { return m_mean.data(); } ///< [rows, latentStride]
    [[nodiscard]] const float* logVariances() const { return m_logVariance.data(); }
    /// Decodes what was laid into `latents()`. @return  [rows, componentStride]
    [[nodiscard]] const float* decode(std::size_t rows);
    [[nodiscard]] float* latents() { return m_z.data(); } ///< [rows, latentStride], filling 0

    /// −ELBO with the masks, and its gradient.
    [[nodiscard]] Elbo gradient(std::size_t rows);
    [[nodiscard]] double gradientNorm() const;
    /// AdamW on the last gradient, scaled to a norm of at most `clip`.
    /// @param step  counts from 1.
    void adam(std::int64_t step, double rate, double weightDecay, double norm, double clip);

    /// Everything that a step changes, padded. [parameters]
    [[nodiscard]] std::span<float> values() { return span(m_values); }
    [[nodiscard]] std::span<const float> gradientValues() const
    {
        return {m_gradient.data(), m_gradient.size()};
    }
    [[nodiscard]] std::span<float> firstMoments() { return span(m_first); }
    [[nodiscard]] std::span<float> secondMoments() { return span(m_second); }
    [[nodiscard]] std::span<const float> values() const { return {m_values.data(), m_count}; }
    [[nodiscard]] std::span<const float> firstMoments() const { return {m_first.data(), m_count}; }
    [[nodiscard]] std::span<const float> secondMoments() const
    {
        return {m_second.data(), m_count};
    }
    void resetMoments();
    /// What the outputs of the last layers count in. [2 · latentStride], [componentStride]
    [[nodiscard]] std::span<const float> encoderUnits() const { return m_encoderUnit; }
    [[nodiscard]] std::span<const float> decoderUnits() const { return m_decoderUnit; }

    /// The tensors of `tensorLayout`, as bytes.
    void exportTo(std::map<std::string, std::vector<std::uint8_t>>& tensors) const;
    /// The way back. @errors  Corrupt (a tensor is missing or has another size).
    [[nodiscard]] Result<>
    importFrom(const std::map<std::string, std::vector<std::uint8_t>>& tensors);

private:
    /// A linear layer: weight [in, out] and bias [out] in the flat parameters.
    struct Linear
    {
        std::string name;
        std::size_t in {};
        std::size_t out {};
        std::size_t weight {};
        std::size_t bias {};
    };
    struct Norm
    {
        std::string name;
        std::size_t weight {};
        std::size_t bias {};
    };
    struct Mlp
    {
        std::array<Linear, 3> linear;
        std::array<Norm, 2> norm;
        std::array<kernels::FloatBuffer, 2> normal; ///< [rows, hidden]
        std::array<kernels::FloatBuffer, 2> inverse; ///< [rows]
        std::array<kernels::FloatBuffer, 2> active; ///< [rows, hidden]
        kernels::FloatBuffer mask;
    };
    static std::span<float> span(kernels::FloatBuffer& buffer)
    {
        return {buffer.data(), buffer.size()};
    }
    void addMlp(Mlp& mlp, const std::string& name, std::size_t in, std::size_t out);
    void draw(const Mlp& mlp, std::size_t in, std::uint64_t seed);
    void forward(Mlp& mlp, const float* x, std::size_t rows, bool isMasked, float* out);
    void backward(Mlp& mlp, const float* x, std::size_t rows, float* dOut, float* dx);
    void linearForward(const Linear& layer, const float* x, std::size_t rows, float* y);
    void linearBackward(const Linear& layer, const float* x, std::size_t rows, const float* dy,
                        float* dx);
    void posterior(std::size_t rows, bool isMasked);
    void decoded(std::size_t rows, bool isMasked);
    Elbo loss(std::size_t rows);
    [[nodiscard]] std::size_t column(const Linear& layer, std::size_t out) const;
    [[nodiscard]] float unit(const Linear& layer, std::size_t column) const;

    LinearPart m_linear;
    const kernels::KernelTable& m_table;
    std::size_t m_components {}; ///< rounded up
    std::size_t m_latent {}; ///< rounded up
    std::size_t m_count {}; ///< of parameters
    Mlp m_encoder;
    Mlp m_decoder;
    kernels::FloatBuffer m_values;
    kernels::FloatBuffer m_gradient;
    kernels::FloatBuffer m_first;
    kernels::FloatBuffer m_second;
    std::vector<float> m_encoderUnit; ///< [2 latent strides], that of a log variance is 1
    std::vector<float> m_decoderUnit; ///< [componentStride]
    std::vector<float> m_rootWeight; ///< sqrt(eigenvalue / 2 s2), [componentStride]

    std::size_t m_capacity {};
    kernels::FloatBuffer m_input;
    kernels::FloatBuffer m_clamped;
    kernels::FloatBuffer m_noise;
    kernels::FloatBuffer m_head; ///< encoder's output, [rows, 2 latent]
    kernels::FloatBuffer m_mean;
    kernels::FloatBuffer m_logVariance;
    kernels::FloatBuffer m_deviation;
    kernels::FloatBuffer m_z;
    kernels::FloatBuffer m_decoded;
    kernels::FloatBuffer m_error;
    kernels::FloatBuffer m_hidden; ///< gradient between layers, [rows, hidden]
    kernels::FloatBuffer m_dLatent;
    kernels::FloatBuffer m_transposed;
};

} // namespace nde::nn::vae
