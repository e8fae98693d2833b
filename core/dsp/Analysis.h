#pragma once

#include "core/base/Category.h"
#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/base/TaskContext.h"

#include <array>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace nde::dsp {

/// Version of everything below; stored with each result, so that a better analyser re-measures.
inline constexpr const char* kAnalyserVersion = "classic-2";

/// A block source for analysis: fills interleaved [frames, channels], returns frames, 0 at the end.
using BlockReader = std::function<Result<std::size_t>(float* interleaved, std::size_t frames)>;

struct AnalysisInput
{
    int sampleRate {};
    int channels {};
    std::int64_t frames {}; ///< expected; progress only
    BlockReader read;
    std::string nameHint; ///< file and folder name: a prior for category and tempo, never more
    Source source {Source::Original};
    std::optional<Category> inheritedCategory; ///< separated stems keep theirs
};

struct AnalysisResult
{
    Descriptors descriptors; ///< lufs and truePeakDb are left to audio::LoudnessMeter
    SoundClass soundClass {};
    Category category {Category::Unclear};
    double categoryConfidence {};
    bool isSilent {};
    double quality {}; ///< 0 … 1 = T·(0.6 + 0.4·K) of analysis.md A.5, with K = 1 where unknown
    std::string qualityReasons;
    std::vector<std::string> tags; ///< English ids: "dark", "bright", "punchy", "soft", …
};

/// Streams a sound once and measures the classic descriptors of analysis.md part B. Memory is
/// bounded: spectra and samples are kept for the first 120 s at an analysis rate of 22.05 kHz mono,
/// beyond that only running sums.
/// @errors  those of the reader; BadInput (rate outside 4 … 768 kHz, no channels, no reader);
///          OutOfMemory; Cancelled.
/// @source  analysis.md B.3.
[[nodiscard]] Result<AnalysisResult> analyse(const AnalysisInput& input, TaskContext& task);

struct Tempo
{
    double bpm {}; ///< 0 = none
    double confidence {};
    double firstBeatS {};
};
/// @param mono      [frames]
/// @param isLoop    apply the length prior of B.3.
[[nodiscard]] Tempo estimateTempo(std::span<const float> mono, int sampleRate, bool isLoop);

struct KeyEstimate
{
    std::optional<Key> key; ///< empty = atonal
    double confidence {};
};
[[nodiscard]] KeyEstimate estimateKey(std::span<const float> mono, int sampleRate);

/// YIN on the loudest sustained part. Empty when unpitched.
[[nodiscard]] std::optional<double> estimatePitchHz(std::span<const float> mono, int sampleRate);

enum class OnsetKind
{
    Any, ///< notes and hits
    Drums ///< hits: clear edges only, but quiet hats in the tail of a kick or of another hat too
};
/// Onset times in seconds, sample accurate to about 2 ms (rise of the band energy).
/// @param sensitivity  0 … 1, 0.5 = default.
[[nodiscard]] std::vector<double> detectOnsets(std::span<const float> mono, int sampleRate,
                                               double sensitivity = 0.5,
                                               OnsetKind kind = OnsetKind::Any);

struct CategoryGuess
{
    Category category {Category::Unclear};
    double confidence {}; ///< 0 … 1
};
/// Class of a drum hit: Kick, Snare, Hihat or Other.
/// @param before  what sounded right before the hit, same rate; may be empty. Its tail is taken
/// off.
/// @param least  new power in the bands of HitFeatures.h below which a band does not count.
[[nodiscard]] CategoryGuess classifyHit(std::span<const float> mono, int sampleRate,
                                        std::span<const float> before = {},
                                        const std::array<double, 4>& least = {});

struct Slice
{
    std::int64_t startFrame {};
    std::int64_t endFrame {}; ///< exclusive
    CategoryGuess guess;
    int group {}; ///< near-duplicates share a number
    double peak {}; ///< 0 … 1
};
struct ChopParams
{
    double sensitivity {0.5};
    double minSeconds {0.03};
    double maxSeconds {1.5};
    double minPeakDb {-40.0}; ///< relative to the loudest slice
};
/// Cuts a drum stem at its onsets: each slice starts 2 ms before its onset at a zero crossing where
/// one is near, and ends where its tail has decayed by 60 dB or the next onset begins. Frames are
/// those of the input. Call it on windows of a long stem: the caller streams.
/// @return  the slices by start; none when `task` was cancelled, which it polls hit by hit.
[[nodiscard]] std::vector<Slice> chopDrums(std::span<const float> mono, int sampleRate,
                                           const ChopParams& params, const TaskContext& task = {});

} // namespace nde::dsp
