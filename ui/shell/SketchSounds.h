#pragma once

#include "core/base/Category.h"

#include <cstdint>
#include <vector>

namespace nde::ui {

/// Rough sketches of sounds, only to be drawn (pictures of the welcome page): seeded, mono, never
/// heard, so that a page without a single file has waveforms that look like what they stand for.
inline constexpr int kSketchRate = 5512;
[[nodiscard]] std::vector<float> sketchSound(Category category, std::uint64_t seed, double seconds);
[[nodiscard]] double sketchLength(Category category); ///< usual seconds of such a sound

} // namespace nde::ui
