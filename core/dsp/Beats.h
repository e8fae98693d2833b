#pragma once

#include "core/dsp/Chroma.h"
#include "core/dsp/Novelty.h"
#include "core/dsp/Tempo.h"

#include <span>
#include <vector>

namespace nde::dsp {

/// Beats of a constant tempo.
struct BeatFit
{
    double bpm {};
    double firstBeatS {}; ///< 0 … a beat
    double firstDownbeatS {}; ///< 0 … a bar
    int beatsPerBar {4};
    double confidence {}; ///< 0 … 1
};

/// Beats that follow the music, by dynamic programming.
/// @return  seconds, ascending.
/// @source  Ellis, "Beat tracking by dynamic programming", JNMR 36(1), 2007.
[[nodiscard]] std::vector<double> trackBeats(const Novelty& novelty, double bpm);

/// The grid that fits best near a known tempo, and where its bars begin.
/// @param onsets  s, sharp
/// @source  analysis.md B.3: least squares over the beats; downbeat by kick, snare and harmony.
[[nodiscard]] BeatFit fitBeats(const Novelty& novelty, const Chromagram& chroma,
                               std::span<const double> onsets, const TempoGuess& tempo);

} // namespace nde::dsp
