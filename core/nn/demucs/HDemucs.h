#pragma once

#include "core/nn/demucs/ConfigV3.h"
#include "core/nn/demucs/Layers.h"
#include "core/nn/demucs/LayersV3.h"
#include "core/nn/demucs/Network.h"
#include "core/nn/demucs/Ops.h"
#include "core/nn/demucs/Parameters.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace nde::nn::demucs {

/// Hybrid Demucs v3: a spectrogram branch and a waveform branch that become one at the innermost
/// levels, with recurrent layers and local attention in their residual branches.
///
/// Takes any length that its strides fit (`checkShapes`); nothing is padded to a training length.
/// @thread  immutable after construction.
/// @source  Défossez, "Hybrid Spectrogram and Waveform Source Separation", 2021.
class HDemucs : public Network
{
public:
    HDemucs(Parameters& parameters, const HDemucsConfig& config);
    /// @param mix  [channels, frames]
    /// @return     [sources · channels, frames]
    [[nodiscard]] at::Tensor forward(const OpContext& context, at::Tensor mix) const override;

private:
    /// One layer, or one a band of frequencies (names "layers.N").
    struct Encoder
    {
        std::vector<EncoderLayer> layers;
    };
    struct Decoder
    {
        std::vector<DecoderLayer> layers;
    };
    struct State; ///< of one forward pass

    void makeLevel(Parameters& parameters, std::int64_t index);
    [[nodiscard]] at::Tensor encodeBands(const OpContext& context, std::int64_t level,
                                         const at::Tensor& x) const;
    [[nodiscard]] at::Tensor decodeBands(const OpContext& context, std::int64_t level,
                                         const at::Tensor& x, const at::Tensor& skip) const;
    void encode(const OpContext& context, State& state) const;
    void decode(const OpContext& context, State& state) const;
    [[nodiscard]] at::Tensor toWave(const OpContext& context, const State& state,
                                    at::Tensor spectrum, std::int64_t length) const;

    HDemucsConfig m_config;
    std::vector<Encoder> m_encoder; ///< by level
    std::vector<Decoder> m_decoder; ///< by level: the checkpoint counts from the deepest
    std::vector<EncoderLayer> m_timeEncoder;
    std::vector<DecoderLayer> m_timeDecoder; ///< by level
    at::Tensor m_freqEmb; ///< [channels, rows, 1], both scales applied; undefined = none
};

/// Adds what v3 puts into the residual layers of levels that have it; `hasLstm` and
/// `hasAttention` false: an empty function.
[[nodiscard]] InnerFactory recurrentInner(bool hasLstm, bool hasAttention);
/// @param name  of the module; names are those of torch.nn.LSTM.
[[nodiscard]] Blstm makeBlstm(Parameters& parameters, const std::string& name, std::int64_t size,
                              std::int64_t layers, std::int64_t maxSteps, bool hasSkip);

} // namespace nde::nn::demucs
