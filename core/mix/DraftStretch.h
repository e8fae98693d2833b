#pragma once

#include "core/audio/AudioBuffer.h"

namespace nde::mix {

/// Another length and pitch at a fortieth of what Rubber Band takes: for hearing a loop at once,
/// while the good one is still being made. Pieces of 40 ms are laid anew where they fit best
/// (WSOLA) and then read faster or slower.
///
/// @return  round(frames · timeRatio) frames, give or take one.
/// @source  W. Verhelst, M. Roelands, "An overlap-add technique based on waveform similarity
/// (WSOLA)
///          for high quality time-scale modification of speech", ICASSP 1993.
[[nodiscard]] audio::AudioBuffer draftStretch(const audio::AudioBuffer& source, double timeRatio);

} // namespace nde::mix
