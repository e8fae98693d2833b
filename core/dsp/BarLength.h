#pragma once

#include "core/dsp/Chroma.h"
#include "core/dsp/Novelty.h"

#include <optional>

namespace nde::dsp {

/// How many beats a bar has: 3 or 6 where the accents clearly come back after as many beats and not
/// after four; else 4.
struct BarLength
{
    int beats {4};
    double confidence {}; ///< 0 … 1; 0 = the accents do not say, so it is 4 by habit
};

/// @param periodS      of the beats; @param startS  of one of them, not before the sound
/// @param loopedBeats  beats of a loop, whose end goes on at its beginning; empty = no loop
[[nodiscard]] BarLength barLengthOf(const Novelty& novelty, const Chromagram& chroma,
                                    double periodS, double startS, std::optional<int> loopedBeats);

} // namespace nde::dsp
