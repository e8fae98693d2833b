#pragma once

#include "core/nn/demucs/ConfigV3.h"
#include "core/nn/demucs/Layers.h"
#include "core/nn/demucs/LayersV3.h"
#include "core/nn/demucs/Network.h"
#include "core/nn/demucs/Ops.h"
#include "core/nn/demucs/Parameters.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace nde::nn::demucs {

/// Demucs v3 on the waveform alone, at twice the sample rate inside.
///
/// Any length goes; `DemucsConfig::validLength` is what the original fills a chunk up to, with the
/// track's own samples where there are any.
/// @thread  immutable after construction.
/// @source  Défossez, Usunier, Bottou, Bach, "Music Source Separation in the Waveform Domain",
/// 2019,
///          with the residual branches of "Hybrid Spectrogram and Waveform Source Separation",
///          2021.
class Demucs : public Network
{
public:
    Demucs(Parameters& parameters, const DemucsConfig& config);
    /// @param mix  [channels, frames]
    /// @return     [sources · channels, frames]
    [[nodiscard]] at::Tensor forward(const OpContext& context, at::Tensor mix) const override;

private:
    struct Layer
    {
        Conv conv; ///< encoder
        ConvTranspose convTr; ///< decoder
        std::optional<GroupNorm> convNorm;
        std::vector<DConvLayer> dconv;
        std::string dconvName;
        std::optional<Conv> rewrite;
        std::optional<GroupNorm> rewriteNorm;
    };
    void makeLevel(Parameters& parameters, std::int64_t index);
    [[nodiscard]] at::Tensor encode(const OpContext& context, std::int64_t level,
                                    const at::Tensor& x) const;
    [[nodiscard]] at::Tensor decode(const OpContext& context, std::int64_t level,
                                    const at::Tensor& x, const at::Tensor& skip) const;
    [[nodiscard]] at::Tensor rewrite(const OpContext& context, const std::string& name,
                                     const at::Tensor& x, const at::Tensor* skip,
                                     const Layer& layer) const;

    DemucsConfig m_config;
    std::vector<Layer> m_encoder, m_decoder; ///< by level
    std::optional<Blstm> m_lstm;
};

/// Windowed-sinc resampling by 2 (up) or 1/2 (down) of [channels, frames], ends repeated.
/// @source  julius.resample_frac: 24 zero crossings, roll-off 0.945, each phase with sum 1.
[[nodiscard]] at::Tensor resampleByTwo(const at::Tensor& x, bool isUp);

} // namespace nde::nn::demucs
