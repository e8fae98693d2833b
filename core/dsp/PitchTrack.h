#pragma once

#include <span>
#include <vector>

namespace nde::dsp {

struct PitchTrack
{
    double hopS {}; ///< frame k is centred on k·hopS
    std::vector<float> hz; ///< [frames], 0 = no single tone
};

/// Pitch of what sounds alone, 40 … 1500 Hz, every 10 ms.
/// @source  de Cheveigné, Kawahara, "YIN", JASA 111, 2002.
[[nodiscard]] PitchTrack trackPitch(std::span<const float> mono, int sampleRate);

} // namespace nde::dsp
