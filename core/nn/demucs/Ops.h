#pragma once

#include "core/base/TaskContext.h"
#include "core/nn/demucs/Profile.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

/// The operations that the Demucs networks are made of, each as large as a kernel can fuse.
///
/// There is no batch axis. Activations are contiguous float32 [channels, rows, frames]: rows are
/// frequency bins in the spectrogram branch and 1 in the waveform branch. Tokens are
/// [tokens, channels]. `Ops.cpp` times each op and chooses who computes it; `OpsPortable.cpp` does
/// on any device.
///
/// @thread  one at a time; an op uses torch's intra-op threads.
/// @source  demucs.md 3 and 6.
namespace nde::nn::demucs {

/// Of GroupNorm and LayerNorm in every Demucs.
inline constexpr double kNormEps = 1e-5;

/// What a kernel keeps of a weight beside it (its own layout, bfloat16); made at the first use.
struct Packed
{
    virtual ~Packed() = default;
};

/// A convolution over [channels, rows, frames], zero padding.
struct Conv
{
    at::Tensor weight; ///< [out, in, kernelRows, kernelFrames]; 1-d kernels have kernelRows = 1
    at::Tensor bias; ///< [out]
    std::int64_t strideRows {1};
    std::int64_t strideFrames {1};
    std::int64_t padRows {};
    std::int64_t padFrames {};
    std::int64_t dilationFrames {1};
    bool padsToStride {
        false}; ///< zeros behind the last frame up to a multiple of strideFrames first
    mutable std::shared_ptr<Packed> packed;
};

/// A transposed convolution, one axis strided; its crop is part of it.
struct ConvTranspose
{
    at::Tensor weight; ///< [in, out, kernelRows, kernelFrames]
    at::Tensor bias; ///< [out]
    std::int64_t strideRows {1};
    std::int64_t strideFrames {1};
    std::int64_t cropRows {}; ///< taken off at both ends of the rows
    std::int64_t cropFrames {}; ///< taken off in front; the length behind is given per call
    mutable std::shared_ptr<Packed> packed;
};

/// GroupNorm over [channels, rows, frames] or [channels, frames].
struct GroupNorm
{
    at::Tensor weight; ///< [channels]
    at::Tensor bias; ///< [channels]
    std::int64_t groups {1};
};

struct Linear
{
    at::Tensor weight; ///< [out, in]
    at::Tensor bias; ///< [out]
    mutable std::shared_ptr<Packed> packed;
};

enum class Activation
{
    None,
    Gelu, ///< the exact one, with erf
    Relu
};

/// Norm of tokens [tokens, channels]: none, per token, or GroupNorm over all tokens together.
struct TokenNorm
{
    enum class Kind
    {
        None,
        Layer,
        Group
    };
    Kind kind {Kind::None};
    at::Tensor weight; ///< [channels]
    at::Tensor bias; ///< [channels]
    std::int64_t groups {1};
};

struct OpContext;

/// What v3 puts between the two convolutions of a residual block (LSTM, local attention).
struct DConvInner
{
    virtual ~DConvInner() = default;
    /// @param hidden  [rows, hidden, frames], contiguous; each row is an item of its own.
    [[nodiscard]] virtual at::Tensor forward(const OpContext& context, const std::string& name,
                                             at::Tensor hidden) const = 0;
    /// How many modules it is: the second convolution of the block is number 3 + modules().
    [[nodiscard]] virtual int modules() const = 0;
};

/// One residual layer: x + scale · GLU(GN(conv2(inner(GELU(GN(conv1(x))))))); every row of x is an
/// item of its own, so both norms are over (channels, frames) of one row.
struct DConvLayer
{
    Conv conv1; ///< [hidden, channels, 1, 3], dilated
    GroupNorm norm1; ///< (1, hidden)
    Conv conv2; ///< [2 · channels, hidden, 1, 1]
    GroupNorm norm2; ///< (1, 2 · channels)
    at::Tensor scale; ///< [channels]
    std::shared_ptr<const DConvInner> inner; ///< may be empty
    mutable std::shared_ptr<Packed> packed;
};

class CpuKernels;

/// Thrown by OpContext::poll; caught at the facade.
struct Interrupted
{
};

/// What every op is told besides its tensors.
struct OpContext
{
    const TaskContext* task {nullptr}; ///< polled between and within long ops
    Profile* profile {nullptr};
    bool isFast {false}; ///< Precision::Fast, on a device that has it
    /// Own kernels for float32 on the CPU (`OpsCpu.h`); empty = torch's operators only.
    std::shared_ptr<CpuKernels> cpu;
    /// For tests: sees every module's output by its name in the checkpoint. Where it is set, ops
    /// compute in single steps, so that the values inside a fused op exist.
    std::function<void(const std::string& name, const at::Tensor& value)> tap;

    void poll() const;
    void show(const std::string& name, const at::Tensor& value) const
    {
        if (tap) {
            tap(name, value);
        }
    }
};

/// Mean and unbiased standard deviation over a whole tensor; 0-d tensors on its device.
struct Moments
{
    at::Tensor mean;
    at::Tensor std;
};

namespace ops {

/// conv → norm → GELU of an encoder layer; `inject` is added after the convolution.
/// With norm and activation left out it is the bare convolution.
/// @param name  of the layer ("encoder.0"): taps are name + ".conv", ".norm1".
[[nodiscard]] at::Tensor convNormGelu(const OpContext& context, const std::string& name,
                                      const at::Tensor& x, const Conv& conv, const GroupNorm* norm,
                                      const at::Tensor* inject, bool hasGelu);

/// conv → norm → GLU over channels: [channels, R, T] → [channels, R, T], `skip` is added to x
/// first.
/// @param name  of the layer; taps are name + ".rewrite", and `normName`.
[[nodiscard]] at::Tensor rewriteGlu(const OpContext& context, const std::string& name, at::Tensor x,
                                    const at::Tensor* skip, const Conv& conv, const GroupNorm* norm,
                                    const char* normName);

/// A residual layer, in place where it can be. @return  x or its successor.
[[nodiscard]] at::Tensor dconv(const OpContext& context, const std::string& name, at::Tensor x,
                               const DConvLayer& layer);

/// Transposed convolution → norm → crop → GELU.
/// @param frames  kept after cropFrames; -1 = all.
/// @param name  of the layer; taps are name + ".conv_tr", ".norm2".
[[nodiscard]] at::Tensor convTransposeGelu(const OpContext& context, const std::string& name,
                                           const at::Tensor& x, const ConvTranspose& conv,
                                           const GroupNorm* norm, std::int64_t frames,
                                           bool hasGelu);

/// activation(x · weightᵀ + bias). [tokens, in] → [tokens, out]
/// @param name  tap of the product before the activation.
[[nodiscard]] at::Tensor linear(const OpContext& context, const std::string& name,
                                const at::Tensor& x, const Linear& layer, Activation activation);

/// residual += scale · (x · weightᵀ + bias), in place.
/// @param scale  [out] or undefined (1).
/// @param name, scaleName  taps of the product and of the scaled product.
void addLinear(const OpContext& context, const std::string& name, const std::string& scaleName,
               at::Tensor& residual, const at::Tensor& x, const Linear& layer,
               const at::Tensor& scale);

/// softmax(q · kᵀ / sqrt(channels / heads)) · v per head; heads are consecutive channel ranges.
/// @param q  [queries, channels]; k, v [keys, channels]; rows may be strided, channels are not.
/// @return   [queries, channels], contiguous. The whole score matrix is never held.
[[nodiscard]] at::Tensor attention(const OpContext& context, const at::Tensor& q,
                                   const at::Tensor& k, const at::Tensor& v, std::int64_t heads);

/// @return  a new tensor, or x itself for Kind::None.
[[nodiscard]] at::Tensor tokenNorm(const OpContext& context, const at::Tensor& x,
                                   const TokenNorm& norm);

/// [channels, rows, frames] → [frames · rows, channels], rows fastest.
[[nodiscard]] at::Tensor toTokens(const OpContext& context, const at::Tensor& x);
/// The way back.
[[nodiscard]] at::Tensor fromTokens(const OpContext& context, const at::Tensor& tokens,
                                    std::int64_t rows, std::int64_t frames);

/// The spectrogram as the networks see it: reflected so that there are ceil(length / hop) frames,
/// periodic Hann window, orthonormal, without the last bin; real and imaginary part are channels.
/// @param mix  [channels, length].
/// @return     [2 · channels, nfft / 2, ceil(length / (nfft / 4))].
/// @source     demucs.md 3.1.
[[nodiscard]] at::Tensor stft(const OpContext& context, const at::Tensor& mix, std::int64_t nfft);
/// The way back. @param x  [2 · signals, nfft / 2, frames]. @return  [signals, length].
[[nodiscard]] at::Tensor istft(const OpContext& context, const at::Tensor& x, std::int64_t nfft,
                               std::int64_t length);

[[nodiscard]] Moments moments(const OpContext& context, const at::Tensor& x);
/// (x − mean) / (1e-5 + std), a new tensor.
[[nodiscard]] at::Tensor standardise(const OpContext& context, const at::Tensor& x,
                                     const Moments& moments);
/// x · std + mean, in place.
void restore(const OpContext& context, at::Tensor& x, const Moments& moments);

} // namespace ops

} // namespace nde::nn::demucs
