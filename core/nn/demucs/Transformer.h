#pragma once

#include "core/nn/demucs/Config.h"
#include "core/nn/demucs/Ops.h"
#include "core/nn/demucs/Parameters.h"

#include <string>
#include <vector>

namespace nde::nn::demucs {

/// Self-attention, or attention of one branch to the other, and the feed-forward block behind it.
/// @source  facebookresearch/demucs, transformer.MyTransformerEncoderLayer,
///          CrossTransformerEncoderLayer.
class TransformerLayer
{
public:
    TransformerLayer(Parameters& parameters, const std::string& name,
                     const TransformerConfig& config, bool isCross);
    /// @param x      [tokens, channels]; its memory may be overwritten.
    /// @param other  the other branch's tokens for a cross layer, else null.
    [[nodiscard]] at::Tensor forward(const OpContext& context, const std::string& name,
                                     at::Tensor x, const at::Tensor* other) const;

private:
    [[nodiscard]] at::Tensor attend(const OpContext& context, const at::Tensor& x,
                                    const at::Tensor* other) const;

    bool m_isCross;
    bool m_isNormFirst;
    Activation m_activation;
    std::int64_t m_heads;
    TokenNorm m_norm1, m_norm2, m_norm3, m_normOut;
    Linear m_in; ///< q, k, v of self-attention; q of cross attention
    Linear m_inOther; ///< k, v of cross attention
    Linear m_out, m_linear1, m_linear2;
    at::Tensor m_gamma1, m_gamma2; ///< undefined without layer scale
};

/// The two token streams with their positions, layer by layer.
class CrossTransformer
{
public:
    CrossTransformer(Parameters& parameters, const std::string& name,
                     const TransformerConfig& config);
    /// @param x      [frames · rows, channels], rows fastest.
    /// @param xTime  [timeFrames, channels].
    void forward(const OpContext& context, const std::string& name, at::Tensor& x,
                 at::Tensor& xTime, std::int64_t rows, std::int64_t frames) const;

private:
    [[nodiscard]] at::Tensor timePositions(std::int64_t length, const at::Tensor& like) const;

    TransformerConfig m_config;
    TokenNorm m_normIn, m_normInTime;
    at::Tensor m_learnt; ///< [maxPositions, channels], Embedding::Scaled only
    std::vector<TransformerLayer> m_layers, m_timeLayers;
    /// Positions depend on the shape alone, which is the same for every segment.
    mutable at::Tensor m_positions, m_timePositions;
    mutable std::int64_t m_rows {-1}, m_frames {-1};
};

/// Positions of the spectrogram tokens: [frames · rows, channels], rows fastest; the first half of
/// the channels is for the frame, the second for the row, sine and cosine alternate.
[[nodiscard]] at::Tensor gridPositions(std::int64_t channels, std::int64_t rows,
                                       std::int64_t frames, double maxPeriod);
/// Positions of the waveform tokens: [length, channels], cosine half, then sine half.
/// @param isCentred  positions have mean 0 (t_emb = "cape").
[[nodiscard]] at::Tensor linePositions(std::int64_t channels, std::int64_t length, double maxPeriod,
                                       bool isCentred);

} // namespace nde::nn::demucs
