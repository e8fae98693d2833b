#pragma once

#include "core/audio/AudioFile.h"
#include "core/dsp/Chop.h"
#include "core/services/UseCases.h"

/// The steps of a chop, in this order: what is cut and how (`ChopSource`), where (`findSlices`),
/// the files and rows (`writeSlices`). A review stores what lies between the last two.
namespace nde::services {

/// What a sound is cut into, once `ChopKind` and the sound are known.
struct ChopPlan
{
    bool hits {};
    bool notes {};
    bool loops {};
    bool phrases {};
};

struct ChopSource
{
    Stem row; ///< id 0 outside the library
    QString path;
    QString folder; ///< of the slices
    ChopPlan plan;
    BeatGrid grid; ///< in the time of `path`; of the sound or of the track it was separated from
};

/// Looks the sound up; measures a file outside the library where the plan depends on what it is.
/// @errors  NotFound, BadInput (loops of what has no tempo), those of measureFile.
[[nodiscard]] Result<ChopSource> findChopSource(Studio& studio, const ChopParamsJob& params,
                                                TaskContext& task);
/// Row, file, folder and grid of a library sound, without a plan. @errors  NotFound, Io.
[[nodiscard]] Result<ChopSource> chopSourceOf(Studio& studio, StemId stem);

/// All slices of the file by start, named and grouped. Memory is that of one window and a few
/// hundred bytes a slice.
/// @param classify  names notes of a sound that has no class itself; may be empty.
/// @param refine    names hits better than the built-in classifier; may be empty.
/// @errors  those of reading, Cancelled.
[[nodiscard]] Result<std::vector<ChoppedSlice>>
findSlices(const ChopSource& source, audio::AudioReader& reader, double sensitivity,
           const dsp::SliceClassifier& classify, const dsp::HitRefiner& refine, TaskContext& task);

/// Writes files and rows. Samples that the library has already are not kept twice. Cancelled,
/// failed or killed, it leaves no file and no row.
/// @errors  those of writing and measuring, Cancelled; BadInput (a slice is outside the file).
[[nodiscard]] Result<ChopOutcome> writeSlices(Studio& studio, const ChopSource& source,
                                              audio::AudioReader& reader,
                                              std::vector<ChoppedSlice> slices, TaskContext& task);

[[nodiscard]] QString chopReviewPath(const Studio& studio, StemId stem);

/// Below, a class is a guess: "unclear" of analysis.md B.3.
inline constexpr double kLeastConfidence = 0.45;

} // namespace nde::services
