#pragma once

#include "core/audio/AudioFile.h"
#include "core/base/TaskContext.h"
#include "core/music/Plan.h"

#include <filesystem>

namespace nde::mix {

[[nodiscard]] inline audio::WriteOptions floatWav()
{
    audio::WriteOptions options;
    options.sampleFormat = audio::SampleFormat::Float32;
    return options;
}

struct RenderOptions
{
    int sampleRate {48000};
    audio::WriteOptions write; ///< 24-bit WAV by default
    std::filesystem::path stretchCache; ///< folder for stretched loops; empty = none
    std::filesystem::path scratch; ///< folder for the pre-master file; must exist
    int threads {0}; ///< that read, stretch and mix lanes; 0 = all processors. Same bytes for any.
    /// Folder for one file a lane, `<nn>_<role>.wav`, and the returns `reverb.wav` and `delay.wav`;
    /// empty = none. Their sum is the mix before buses and master; `premaster.wav` beside them is
    /// what they add up to.
    std::filesystem::path stems;
    audio::WriteOptions stemWrite {floatWav()};
    bool hasMaster {true}; ///< false: gain, glue, tilt, clip and limiter are off (stems only)
    bool skipMissing {}; ///< sounds whose file is gone are silent and named in the report
};

struct LaneStem
{
    int laneId {}; ///< 0 for the returns and the sum
    std::string role; ///< also "reverb", "delay", "premaster"
    std::filesystem::path path;
};

struct RenderReport
{
    double seconds {};
    std::int64_t frames {};
    double lufs {};
    double truePeakDb {};
    double gainReductionMaxDb {};
    double gainReductionMeanDb {}; ///< over what was limited at all
    double targetLufs {}; ///< lower than the plan's where limiting would have exceeded 6 dB at most
                          ///< or 2.5 dB on average
    /// dB by which each section was turned down to follow the plan's energy; empty without master.
    std::vector<double> sectionTrimsDb;
    std::vector<double> forecastTrimsDb; ///< what these were thought to be, as heard live
    std::map<StemId, double> audibleSeconds; ///< per stem
    double bodySeconds {}; ///< the bars; what follows is the tail, four bars at most
    std::vector<LaneStem> stems;
    double stemGainDb {}; ///< by which all of them are quieter, so that none is cut
    int stretched {}; ///< loops that were stretched; others came from the cache
    /// Sounds whose file is gone; their clips are silent. Empty unless `skipMissing`.
    std::vector<StemId> missing;
};

/// Fixes what a plan leaves to the sounds: the loudest window of each long stem, on its bar grid.
/// `render` does this on its own copy; call it before saving a plan that shall say it.
/// @errors  as `render`.
[[nodiscard]] Result<> chooseWindows(music::Plan& plan, TaskContext& task);

/// Renders a plan to a file: the chain of composition.md C.7, streaming, deterministic, by way of
/// the scratch folder (pre-master, tone, limiter). Memory grows with the sounds in use, not with
/// the length of the track. No partial file is left on failure. The tail is trimmed to end below
/// −70 dBFS and faded where it would last longer than four bars.
/// @errors  BadInput, NotEnoughData (no lanes), Exists, NotFound (a sound's file is gone: the
///          lane's name is in the message), Cancelled, DiskFull, Io.
[[nodiscard]] Result<RenderReport> render(const music::Plan& plan,
                                          const std::filesystem::path& output,
                                          const RenderOptions& options, TaskContext& task);

} // namespace nde::mix
