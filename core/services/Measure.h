#pragma once

#include "core/audio/AudioFile.h"
#include "core/audio/Loudness.h"
#include "core/base/Stem.h"
#include "core/base/TaskContext.h"
#include "core/dsp/Analysis.h"
#include "core/neuro/Metrics.h"
#include "core/nn/api/CategoryModel.h"
#include "core/services/CharacterBook.h"
#include "core/services/ImportFacts.h"

#include <QString>

#include <optional>

namespace nde::services {

class CategoryJudge;

/// Version of everything that a stem's analysis holds; stored with it, so that a better analyser
/// measures anew.
inline constexpr const char* kAnalyserVersion = "classic-11 neuro-2 category-3";

struct MeasureRequest
{
    QString path;
    Source source {Source::Original};
    std::optional<Category> inheritedCategory;
    bool analyse {true}; ///< false = facts and hashes only
    std::string fileHash {}; ///< where the caller has just computed it
};

/// Everything that one reading of a file tells.
struct Measured
{
    audio::AudioInfo info;
    qint64 fileBytes {};
    std::string fileHash;
    std::string contentHash;
    std::optional<dsp::AnalysisResult> analysis;
    std::optional<neuro::Hearing> hearing; ///< with `analysis`
    std::optional<nn::CategoryOpinion>
        opinion; ///< with `analysis`, unless the category is inherited
    audio::Loudness loudness;
    std::optional<FileFacts> facts; ///< what the file says itself
};

/// Hashes the file's bytes, then decodes it once: content hash, loudness and analysis share that
/// pass. Memory does not grow with the length. Samples that are not finite are taken as 0; their
/// number goes into the content hash, so that a broken file is no copy of a repaired one.
/// @errors  those of openAudio and AudioReader, Cancelled; BadInput when nothing can be decoded.
[[nodiscard]] Result<Measured> measureFile(const MeasureRequest& request, TaskContext& task);

/// The same, tried up to three times while reading fails for a reason that may pass (Io, Busy).
[[nodiscard]] Result<Measured> measureWithPatience(const MeasureRequest& request,
                                                   TaskContext& task);

/// Fills what `measured` knows into `stem`. Name, path, source, parent and what the user said of
/// category, class, tempo and key are left alone.
/// @param book   what is usual in each category; without one the default table.
/// @param judge  names the category by what the user corrected; without one by the network alone.
void applyMeasured(const Measured& measured, Stem& stem, const CharacterBook* book = nullptr,
                   const CategoryJudge* judge = nullptr);

/// A stem of a file with name, path and source set and the measured values applied.
[[nodiscard]] Stem stemOf(const MeasureRequest& request, const Measured& measured,
                          const CharacterBook* book = nullptr,
                          const CategoryJudge* judge = nullptr);

/// Judges anew from what is stored: defects, technical quality, character, quality and its reasons,
/// after category or class have changed. Leaves a stem alone that was not measured.
void requalify(Stem& stem, const CharacterBook* book = nullptr);

/// `requalify` for rows of the library, stored. Unknown ids and rows without measures are skipped.
/// @errors  those of StemRepository.
[[nodiscard]] Result<> requalifyStems(db::StemRepository& stems, const std::vector<StemId>& ids);

/// Content hash of samples in memory, as `measureFile` computes it of their file.
[[nodiscard]] std::string contentHashOf(const audio::AudioBuffer& buffer);

} // namespace nde::services
