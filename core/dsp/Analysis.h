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
    /// Loudness and true peak are left to audio::LoudnessMeter, quality to judgeQuality.
    Descriptors descriptors;
    SoundClass soundClass {};
    Category category {Category::Unclear}; ///< the inherited one; else nn::CategoryModel judges
    double categoryConfidence {};
    bool isSilent {};
    double edgeStep {}; ///< of first or last sample, 0 … 1
    double seamStep {}; ///< from the last sample to the first, 0 … 2
    std::vector<std::string> tags; ///< English ids: "dark", "bright", "punchy", "soft", …
};

/// Streams a sound once and measures the classic descriptors of analysis.md part B. Memory is
/// bounded: spectra and samples are kept for the first 120 s at an analysis rate of 22.05 kHz mono,
/// beyond that only running sums.
/// @errors  those of the reader; BadInput (rate outside 4 … 768 kHz, no channels, no reader);
///          OutOfMemory; Cancelled.
/// @source  analysis.md B.3.
[[nodiscard]] Result<AnalysisResult> analyse(const AnalysisInput& input, TaskContext& task);

/// What stands in `Descriptors::edgeStep` for a class: loops have a seam, the others edges.
[[nodiscard]] double edgeStepOf(const AnalysisResult& result, SoundClass soundClass);

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
    double tuningCents {}; ///< against 440 Hz, −50 … 50; 0 when nothing is tonal
};
[[nodiscard]] KeyEstimate estimateKey(std::span<const float> mono, int sampleRate);

struct PitchEstimate
{
    double hz {};
    double confidence {}; ///< 0 … 1: how periodic it is, and for how much of the time
};
/// YIN on the loudest sustained part, its later half: where a pitch that glides has settled. Empty
/// when unpitched.
[[nodiscard]] std::optional<PitchEstimate> estimatePitch(std::span<const float> mono,
                                                         int sampleRate);
/// The same without the confidence.
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

} // namespace nde::dsp
