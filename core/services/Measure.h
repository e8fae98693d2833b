#pragma once

#include "core/audio/AudioFile.h"
#include "core/audio/Loudness.h"
#include "core/base/Stem.h"
#include "core/base/TaskContext.h"
#include "core/dsp/Analysis.h"

#include <QString>

#include <optional>

namespace nde::services {

struct MeasureRequest
{
    QString path;
    Source source {Source::Original};
    std::optional<Category> inheritedCategory;
    bool analyse {true}; ///< false = facts and hashes only
};

/// Everything that one reading of a file tells.
struct Measured
{
    audio::AudioInfo info;
    qint64 fileBytes {};
    std::string fileHash;
    std::string contentHash;
    std::optional<dsp::AnalysisResult> analysis;
    audio::Loudness loudness;
};

/// Hashes the file's bytes, then decodes it once: content hash, loudness and analysis share that
/// pass. Memory does not grow with the length.
/// @errors  those of openAudio and AudioReader, Cancelled; BadInput when nothing can be decoded.
[[nodiscard]] Result<Measured> measureFile(const MeasureRequest& request, TaskContext& task);

/// Fills what `measured` knows into `stem`. Name, path, source, parent and a category by the user
/// are left alone.
void applyMeasured(const Measured& measured, Stem& stem);

/// A stem of a file with name, path and source set and the measured values applied.
[[nodiscard]] Stem stemOf(const MeasureRequest& request, const Measured& measured);

/// Content hash of samples in memory, as `measureFile` computes it of their file.
[[nodiscard]] std::string contentHashOf(const audio::AudioBuffer& buffer);

} // namespace nde::services
