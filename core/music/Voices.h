#pragma once

#include "core/music/Plan.h"

#include <vector>

namespace nde::music {

/// Lets chords, pads and figures that the rest covers come up by up to 3 LU, to 6 below it, and
/// leads and voices stand out (composition.md C.10, "masking"): where what sounds along with
/// one covers the three critical bands in which it is strongest, its lane is raised by up to 5 LU,
/// and where that does not do, the chords, pads and figures that cover it are brought down by up to
/// 3 LU. A forecast from long-term spectra, levels and strokes: nothing is rendered for it. Changes
/// `Lane::levelLu` of lanes that are not locked, in tenths, never against its purpose.
///
/// @param candidates  with the lanes' main sounds; a lane whose sound is not among them, or was not
///                    measured, counts as if it were not there.
void clearVoices(Plan& plan, const std::vector<Candidate>& candidates);

} // namespace nde::music
