#pragma once

#include "core/base/Stem.h"

#include <string>
#include <vector>

namespace nde::dsp {

struct QualityScore
{
    double technical {1.0}; ///< 0 … 1
    std::vector<Defect> defects; ///< worst first; empty = clean
};

/// Technical quality: each defect of the table takes its weight times its severity away.
///
/// Where the table ends (severity 1) a defect goes on taking, ever less: all of its weight more
/// for noise, half for clipping and phase, a tenth for the others, so that worse always scores
/// lower. Further differences: where the spectrum was cut off (`Descriptors::cutoffHz`), up to 0.15
/// more for the place of the cut, by how loud the sound is right below it (a filter at 8 kHz is
/// heard in a kick too); what is out of phase for more than a third of the time counts by its
/// share; noise is no defect of a noise; gaps of exact zeros count only behind an abrupt end.
/// Silence is worth nothing. All begin at nothing: a step of 5 % at the edge takes nothing, one of
/// 10 % all of its weight; the phase of the whole counts from a width of 0.6 on, which is a
/// correlation of −0.2 at equal levels.
/// @param descriptors  everything measured, true peak included; quality fields are not read.
/// @source  analysis.md A.5.
[[nodiscard]] QualityScore judgeQuality(const Descriptors& descriptors, Category category,
                                        SoundClass soundClass);

/// How much defects have changed what the ear hears of a sound, 0 … 1: clipping, noise, a cut top,
/// phase. Small ones as much as they take (phase more, by its severity); where the table of one
/// ends (severity 1), all is changed. An offset is not heard.
[[nodiscard]] double damageOf(const std::vector<Defect>& defects);

/// "clipping 0.03; dc 0.01": ids and values, worst first; empty = clean; "silence" alone for
/// silence.
[[nodiscard]] std::string reasonsOf(const std::vector<Defect>& defects);

} // namespace nde::dsp
