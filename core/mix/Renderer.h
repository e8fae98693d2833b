#pragma once

#include "core/audio/AudioFile.h"
#include "core/base/TaskContext.h"
#include "core/music/Plan.h"

#include <filesystem>

namespace nde::mix {

struct RenderOptions
{
    int sampleRate {48000};
    audio::WriteOptions write; ///< 24-bit WAV by default
    std::filesystem::path stretchCache; ///< folder for stretched loops; empty = none
    std::filesystem::path scratch; ///< folder for the pre-master file; must exist
};

struct RenderReport
{
    double seconds {};
    std::int64_t frames {};
    double lufs {};
    double truePeakDb {};
    double gainReductionMaxDb {};
    double targetLufs {}; ///< lower than the plan's where limiting would have exceeded 6 dB
    std::map<StemId, double> audibleSeconds; ///< per stem
    double bodySeconds {}; ///< the bars; what follows is the tail, one bar at most
};

/// Fixes what a plan leaves to the sounds: the loudest window of each long stem, on its bar grid.
/// `render` does this on its own copy; call it before saving a plan that shall say it.
/// @errors  as `render`.
[[nodiscard]] Result<> chooseWindows(music::Plan& plan, TaskContext& task);

/// Renders a plan to a file: fixed chain of composition.md C.7, block 1024, streaming,
/// deterministic, two passes (pre-master to scratch, then loudness and limiter). No partial file is
/// left on failure. The tail is faded and trimmed to end below −70 dBFS; it lasts one bar at most,
/// so that a track of asked duration stays within a bar of it. Left out of C.7: shelf, bus glue,
/// tilt.
/// @errors  NotFound (a stem's file is gone: the lane's name is in the message), Cancelled,
/// DiskFull, Io.
[[nodiscard]] Result<RenderReport> render(const music::Plan& plan,
                                          const std::filesystem::path& output,
                                          const RenderOptions& options, TaskContext& task);

} // namespace nde::mix
