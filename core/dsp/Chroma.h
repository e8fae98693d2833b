#pragma once

#include "core/dsp/Analysis.h"

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace nde::dsp {

inline constexpr std::size_t kChromaSteps = 36; ///< three per semitone, step 0 = C

/// Pitch classes over time.
/// @source  harmonic pitch class profile: Gómez, "Tonal description of music audio signals", 2006,
///          ch. 3; ranges of analysis.md B.3.
struct Chromagram
{
    double frameS {};
    /// Each frame sums to 1, or is 0 where nothing tonal sounds; tuned: step 3k is semitone k.
    std::vector<std::array<float, kChromaSteps>> frames;
    std::array<double, kChromaSteps> mean {}; ///< of all frames, loud ones counting more
    std::array<double, kChromaSteps> beginning {}; ///< of the first second that sounds
    std::array<double, 12> bass {}; ///< share of time that each pitch class is the lowest note
    double tonalShare {}; ///< of the energy between 120 Hz and 5 kHz that lies in clear peaks
    double tuningCents {}; ///< against 440 Hz, −50 … 50
};

/// @param mono  [frames], at most minutes.
[[nodiscard]] Chromagram chromagramOf(std::span<const float> mono, int sampleRate);

/// @source  profiles and limits: analysis.md B.3.
[[nodiscard]] KeyEstimate keyOf(const Chromagram& chroma);

/// How much the harmony changes at a moment: 1 − likeness of the half seconds before and after,
/// 0 … 1; 0 where one of the two is not tonal.
[[nodiscard]] double harmonicChange(const Chromagram& chroma, double seconds, double reachS);

} // namespace nde::dsp
