#pragma once

#include "core/audio/AudioFile.h"
#include "core/audio/Tags.h"
#include "core/nn/api/Separation.h"
#include "core/services/Formats.h"
#include "core/services/NameTemplate.h"
#include "core/services/StemRecipe.h"
#include "core/services/TrackReader.h"
#include "core/services/UseCases.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

/// What the steps of a separation hand each other: SeparateStage.cpp chooses and orders them,
/// SeparationInput.cpp finds the track and names the files, DraftSeparation.cpp or
/// NetworkSeparation.cpp take it apart into raw files, StemPublisher.cpp makes of those what was
/// asked for.
namespace nde::services {

/// The track, where it lies and what is known of it.
struct SeparationInput
{
    QString path;
    QString name; ///< for {track}
    audio::AudioInfo info;
    TrackPart part;
    StemId id {}; ///< its row, 0 = not in the library
    std::string contentHash; ///< of its row; or where {hash8} asks for it
    audio::TrackTags tags; ///< where {artist} or {title} asks for them
    QString bpm; ///< for {bpm}, empty = not known
    QString key;
};

/// The files that are to be written.
struct SeparationTargets
{
    StemRecipe recipe;
    QStringList outputs; ///< a path for each of recipe.outputs
    QString residual; ///< empty = none is written
    [[nodiscard]] QStringList all() const
    {
        return residual.isEmpty() ? outputs : outputs + QStringList {residual};
    }
};

/// A track taken apart: raw float32, interleaved, one file a source, all of the same length.
struct SeparatedParts
{
    QStringList names;
    QStringList files;
    QString residual; ///< of the Draft separator; else it is the track minus the sum
    QString mix; ///< what was separated, as these files are; empty where there is none
    int sampleRate {};
    int channels {};
    std::int64_t frames {};
    std::int64_t inputFrames {}; ///< of the part of the track that was read
    bool isKept {}; ///< the raw files are worth keeping until everything is written
    QString device;
    QStringList steps;
    QStringList assumed; ///< of a model file that does not describe itself
    QJsonObject recipe; ///< everything needed to make it again
};

/// A network and how it is to run.
struct NetworkChoice
{
    QString file; ///< checkpoint or bag
    QString name; ///< catalogue id, or the file's path
    nn::SeparationPlan plan;
    nn::SeparationOptions options;
};

/// Finds the track and its row, which it makes where results go into the library.
/// @errors  those of openAudio, measureFile and the library.
[[nodiscard]] Result<SeparationInput> separationInput(Studio& studio, const SeparateParams& params,
                                                      TaskContext& task);
/// @param model  for {model}
/// @errors  BadInput (recipe, template, two files of one name), Exists.
[[nodiscard]] Result<SeparationTargets>
separationTargets(Studio& studio, const SeparateParams& params, const SeparationInput& input,
                  const QStringList& sources, const QString& model, const OutputFormat& format);

/// The names of the Draft separator's stems.
[[nodiscard]] QStringList draftSources();
/// @param scratch  the job's folder. @errors  those of reading; DiskFull, Io, Cancelled.
[[nodiscard]] Result<SeparatedParts> separateByDraft(const SeparationInput& input,
                                                     const QString& scratch, TaskContext& task);

/// @errors  BadInput (device, precision).
[[nodiscard]] Result<nn::SeparationOptions> networkOptions(const SeparateParams& params);
/// Resolves a profile, catalogue id or path to files that are there, and reads their configuration.
/// @errors  ModelMissing (with size and how to get it), BadInput (options), those of
/// planSeparation.
[[nodiscard]] Result<NetworkChoice> chooseNetwork(const SeparateParams& params);
/// Goes on where a killed process stopped when `scratch` says so.
/// @errors  those of reading and of separateMix; DiskFull, Io, Cancelled.
[[nodiscard]] Result<SeparatedParts> separateByNetwork(const SeparationInput& input,
                                                       const NetworkChoice& network,
                                                       const QString& scratch, TaskContext& task);

/// Writes the files and, where asked for, their rows; whatever fails in between takes the files
/// away again. Fills the outcome's stems and residual.
[[nodiscard]] Result<> publishStems(Studio& studio, const SeparateParams& params,
                                    const SeparationInput& input, const SeparationTargets& targets,
                                    const SeparatedParts& parts, SeparateOutcome& outcome,
                                    TaskContext& task);

} // namespace nde::services
