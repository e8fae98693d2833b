#pragma once

#include "core/nn/demucs/Config.h"
#include "core/nn/demucs/Layers.h"
#include "core/nn/demucs/Network.h"
#include "core/nn/demucs/Transformer.h"

#include <optional>
#include <string>
#include <vector>

namespace nde::nn::demucs {

/// Hybrid Transformer Demucs: a spectrogram and a waveform branch, a cross-domain transformer
/// between encoder and decoder.
/// @source  Rouard, Massa, Défossez, "Hybrid Transformers for Music Source Separation", ICASSP
/// 2023;
///          facebookresearch/demucs, htdemucs.HTDemucs; demucs.md.
class HTDemucs : public Network
{
public:
    HTDemucs(Parameters& parameters, const HTDemucsConfig& config);
    [[nodiscard]] at::Tensor forward(const OpContext& context, at::Tensor mix) const override;

private:
    struct Branches;
    void encode(const OpContext& context, Branches& state) const;
    void transform(const OpContext& context, Branches& state) const;
    void decode(const OpContext& context, Branches& state) const;

    HTDemucsConfig m_config;
    std::vector<EncoderLayer> m_encoder, m_timeEncoder;
    std::vector<DecoderLayer> m_decoder, m_timeDecoder; ///< deepest first
    at::Tensor m_freqEmb; ///< [channels, rows, 1], both scales applied; undefined = none
    std::optional<CrossTransformer> m_transformer;
    std::optional<Linear> m_up, m_upTime, m_down, m_downTime;
};

/// The spec of a level's encoder layer; decoder layers differ in `in`, `out` and the context.
[[nodiscard]] LayerSpec encoderSpec(const HybridConfig& config, std::size_t level);
[[nodiscard]] LayerSpec timeEncoderSpec(const HybridConfig& config, std::size_t level);
[[nodiscard]] LayerSpec decoderSpec(const HybridConfig& config, std::size_t level);
[[nodiscard]] LayerSpec timeDecoderSpec(const HybridConfig& config, std::size_t level);

/// The frequency embedding with both of its scales, [channels, rows, 1]; undefined without one.
[[nodiscard]] at::Tensor makeFreqEmbedding(Parameters& parameters, const HybridConfig& config);

} // namespace nde::nn::demucs
