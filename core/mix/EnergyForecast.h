#pragma once

#include "core/mix/MixPlan.h"

#include <span>
#include <vector>

namespace nde::mix {

/// How loud each section of a plan will be before the master, from the energies of its sounds and
/// without mixing them: lanes add up in power, the duck, moving filters, fades and sends are
/// reckoned with, the glue of the buses roughly. Sounds that are not ready count as loud as their
/// lane wants them. Takes milliseconds, however long the track.
/// @param gains  one a lane.
/// @return  LUFS, one a section of the plan; −70 for silence.
[[nodiscard]] std::vector<double> forecastLufs(const MixPlan& plan,
                                               std::span<const LaneGains> gains);

} // namespace nde::mix
