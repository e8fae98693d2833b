#pragma once

#include "core/nn/demucs/Ops.h"

#include <ATen/core/Tensor.h>

#include <cstdint>

/// Spectra as only some models of the third generation see them; real and imaginary parts are
/// channels, as in Ops.h.
namespace nde::nn::demucs {

/// Spectrum of the models without `ops::stft`'s framing.
/// @param isOldHybrid  true: zeros instead of a reflection outside the signal, ceil(length / hop)
///                     frames (`hybrid_old`); false: plain centred frames, 1 + length / hop of
///                     them.
/// @param mix  [channels, length]  @return  [2·channels, nfft / 2, frames]
[[nodiscard]] at::Tensor spectrumV3(const OpContext& context, const at::Tensor& mix,
                                    std::int64_t nfft, bool isOldHybrid);
/// The way back. With `isOldHybrid` the output starts 3/8 of a window early: the fault that these
/// models were trained with.
/// @param x  [2·signals, nfft / 2, frames]  @return  [signals, length]
[[nodiscard]] at::Tensor inverseSpectrumV3(const OpContext& context, const at::Tensor& x,
                                           std::int64_t nfft, std::int64_t length,
                                           bool isOldHybrid);

/// @param x  [2·channels, rows, frames]  @return  [channels, rows, frames]
[[nodiscard]] at::Tensor amplitude(const at::Tensor& x);
/// Amplitudes with the phase of the mix.
/// @param x    [sources·channels, rows, frames]
/// @param mix  [2·channels, rows, frames]
/// @param isMasked  times mix / (1e-8 + |mix|) instead of the phase alone: differs where the mix is
///                  next to nothing.
/// @return  [2·sources·channels, rows, frames]
[[nodiscard]] at::Tensor withMixPhase(const at::Tensor& x, const at::Tensor& mix, bool isMasked);

} // namespace nde::nn::demucs
