#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace nde::nn::vae {

/// Phases for a log-magnitude spectrogram by phase-gradient heap integration. The heap is one of
/// levels a tenth of a decibel apart, so that it costs the same for every cell.
///
/// @param logMagnitude  natural logarithm, [frames, bins = size/2 + 1].
/// @param seed          of the random phases of cells below the tolerance (1e-3 of the loudest);
///                      those 1e-9 of the loudest and less, which are nothing, get 0.
/// @param known         phases of the first frames that are settled already, [frames there, bins]:
///                      the others go on from them, so that a long spectrogram can be integrated
///                      in overlapping pieces.
/// @return              phases in radians, −π … π, with respect to each frame's centre. [frames,
/// bins]
/// @source  Prusa, Balazs, Sondergaard, "A noniterative method for reconstruction of phase from
///          STFT magnitude", 2017; γ = 0.25645·size² is theirs for the Hann window.
[[nodiscard]] std::vector<float> integratePhase(std::span<const float> logMagnitude, int frames,
                                                int size, int hop, std::uint64_t seed,
                                                std::span<const float> known = {});

} // namespace nde::nn::vae
