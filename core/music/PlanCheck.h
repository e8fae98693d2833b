#pragma once

#include "core/music/Plan.h"

namespace nde::music {

// Bounds of what a plan may ask of the renderer; a plan that is read is untrusted.
inline constexpr int kMaxPlanBars = 4096;
inline constexpr std::size_t kMaxSections = 256;
inline constexpr std::size_t kMaxLanes = 64;
inline constexpr std::size_t kMaxSounds = 512; ///< of a lane
inline constexpr std::size_t kMaxClips = 4096; ///< of a lane
inline constexpr std::size_t kMaxEvents = 400'000; ///< of a plan
inline constexpr double kMinClipSemitones = -12.0;
inline constexpr double kMaxClipSemitones = 12.0;

/// What contradicts itself in a plan or lies out of range; empty = nothing. What planFromJson
/// refuses, and what no edit may leave behind.
[[nodiscard]] std::string defectOf(const Plan& plan);

} // namespace nde::music
