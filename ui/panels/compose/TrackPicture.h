#pragma once

#include "core/audio/Peaks.h"
#include "core/music/Plan.h"

#include <functional>
#include <memory>
#include <utility>
#include <vector>

namespace nde::ui {

/// Peaks of a clip over its length, in as many columns as are known; empty = not known.
using ClipPeaks = std::function<std::vector<std::pair<float, float>>(int clipId)>;

/// The level of a whole composition over its time, from the peaks of its clips: an overview for the
/// Deck, not its samples. Clips whose sound is not known yet are silent in it.
[[nodiscard]] std::shared_ptr<const audio::PeakPyramid> trackPicture(const music::Plan& plan,
                                                                     const ClipPeaks& peaks);

} // namespace nde::ui
