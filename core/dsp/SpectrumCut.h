#pragma once

#include <optional>
#include <span>

namespace nde::dsp {

/// Where a filter or a codec has cut a spectrum off: it is filled up to there, falls by 18 dB or
/// more within 800 Hz, or, below 12 kHz, by 28 within two thirds of an octave behind a sharp knee,
/// and nothing comes back above. What ends by itself falls more slowly, and the last partial of a
/// tone has a gap below it.
/// @param power  [bins] mean of whole frames only: a sound that begins or ends abruptly at the edge
///               of a frame splashes over all bins.
/// @return  Hz, 1300 … 20 500, where it is 10 dB down; empty = it is not cut.
[[nodiscard]] std::optional<double> cutoffOf(std::span<const double> power, double binHz,
                                             int sampleRate);

} // namespace nde::dsp
