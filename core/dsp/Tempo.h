#pragma once

#include "core/dsp/Chroma.h"
#include "core/dsp/Novelty.h"

#include <optional>
#include <span>

namespace nde::dsp {

/// A tempo with what speaks for it.
struct TempoGuess
{
    double bpm {}; ///< 0 = none
    double confidence {}; ///< 0 … 1
    double bars {}; ///< > 0: the length is that many bars at `bpm`, within 1.5 %
    bool isExact {}; ///< the length is whole bars to the frame, at a whole number of bpm
    double phaseS {}; ///< a sixteenth lies here
};

/// Bars that a loop of this length has at `bpm`, within 1.5 %; empty when it is not musical.
/// @param bpm  becomes the tempo at which the length is exact.
struct WholeBars
{
    double bars {};
    double bpm {};
};
[[nodiscard]] std::optional<WholeBars> wholeBarsNear(double durationS, double bpm);

/// Tempo of a sound of seconds, which may be whole bars.
/// @param onsets  s; @param durationS  of the file
/// @source  analysis.md B.3: length prior within 1.5 %, log-normal at 125, σ 0.35 octaves.
[[nodiscard]] TempoGuess tempoOfLoop(const Novelty& novelty, const Chromagram& chroma,
                                     std::span<const double> onsets, double durationS);

/// Tempo of minutes of music: 12 s windows, a comb over 40–220 bpm, the best path over time.
[[nodiscard]] TempoGuess tempoOfTrack(const Novelty& novelty, std::span<const double> onsets);

/// Log-normal at 125 bpm. @source  analysis.md B.3.
[[nodiscard]] double tempoPrior(double bpm, double octaves);

} // namespace nde::dsp
