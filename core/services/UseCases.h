#pragma once

#include "core/base/Job.h"
#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/base/TaskContext.h"
#include "core/nn/api/StemVae.h"
#include "core/services/Studio.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

/// The main job, one function a stage. Each is an ordinary blocking function that a worker thread
/// runs: inputs by value, progress and cancellation through TaskContext, results in the library
/// when it returns. Cancelling or failing leaves no half file and no half row. `…ToJson` prints the
/// objects of cli-json.md; `…FromJson` reads the parameters that a persisted job stores.
namespace nde::services {

struct ImportParams
{
    QStringList paths; ///< files and folders (recursive)
    std::optional<Category> category; ///< set by the user
    Source source {Source::Original};
    bool analyse {true};
};
struct ImportedItem
{
    StemId id {};
    QString path;
    Category category {};
    StemId duplicateOf {}; ///< same samples were there already; no new row then
};
struct FailedItem
{
    QString path;
    Error error;
};
struct ImportOutcome
{
    std::vector<ImportedItem> imported;
    std::vector<FailedItem> failed;
};
[[nodiscard]] Result<ImportOutcome> importFiles(Studio& studio, const ImportParams& params,
                                                TaskContext& task);

struct SeparateParams
{
    QString input; ///< a file; or empty when `stem` is set
    StemId stem {}; ///< a library sound
    /// A profile (draft, fast, balanced, best, 6s), a catalogue id (htdemucs, …), or the path of a
    /// `.th`, `.safetensors` or bag `.yaml`.
    QString model {QStringLiteral("draft")};
    QString modelsFolder; ///< of the ModelStore; empty = the default
    // Networks only; unset = what the profile says.
    std::optional<int> shifts; ///< 0 … 20
    std::optional<double> overlap; ///< 0 … 0.99
    std::optional<double> segmentS;
    quint64 seed {1}; ///< of the shifts; stored with the stems
    bool nativeRate {false}; ///< write at the model's rate, skip resampling back
    QString device {QStringLiteral("auto")}; ///< auto, cpu, cuda
    QString precision {QStringLiteral("float32")}; ///< float32, fast
    /// What is written: empty = every stem. A source ("vocals"), "no-<source>" or "instrumental",
    /// or a sum "drums+bass". The residual is always written beside whole sets of stems.
    QStringList recipe;
    /// Of the files, below the output folder, without the ending: {track} {stem} {model} {profile}
    /// {date} {bpm} {key}; '/' makes folders.
    QString nameTemplate {QStringLiteral("{track}/{stem}")};
    double startS {}; ///< only this part of the track …
    double lengthS {}; ///< … 0 = to the end
    QString outputFolder; ///< empty = the studio's stems folder
    QString format {QStringLiteral("wav32f")}; ///< wav16, wav24, wav32f, flac, ogg, mp3
    bool addToLibrary {true};
    bool chop {false}; ///< chop the drum stem afterwards
    bool overwrite {false};
};
struct SeparatedStem
{
    QString name; ///< "drums", "bass", "vocals", "other"
    QString path;
    StemId id {}; ///< 0 when not in the library
    bool isSilent {};
};
struct SeparateOutcome
{
    QString input;
    StemId inputId {};
    int inputChannels {}; ///< more than two were folded to stereo
    int sampleRate {};
    qint64 frames {};
    double elapsedS {};
    qint64 peakRssBytes {};
    std::vector<SeparatedStem> stems;
    QString residualPath;
    std::vector<StemId> slices; ///< when `chop`
    QString model; ///< "draft", a catalogue id or the file's path
    QString profile; ///< as asked, empty when a model was named
    QString device; ///< what really computed
    QStringList steps; ///< what was done about memory shortage
    QStringList assumed; ///< of a model file that holds weights only
    double speed {}; ///< track seconds a second
};
/// Takes a track apart and writes what the recipe asks for. With a network, a job that was killed
/// goes on from its last segment when it runs again, with the same bytes.
/// @errors  those of reading and writing audio and of separateMix; ModelMissing, Exists, BadInput.
[[nodiscard]] Result<SeparateOutcome> separateTrack(Studio& studio, const SeparateParams& params,
                                                    JobId job, TaskContext& task);
/// The file of the model that is asked for; empty for Draft. @errors  ModelMissing (with its size
/// and how to get it), NotFound, Corrupt.
[[nodiscard]] Result<QString> separationModelFile(const SeparateParams& params);
/// Whether the options fit each other and the model, before anything is done. A model that cannot
/// be read is not its matter. @errors  BadInput, one sentence.
[[nodiscard]] Result<> checkSeparateParams(const SeparateParams& params);
/// While a separation runs, `<jobFolder>/lanes.json` names the growing stem files for live lanes:
/// {"sample_rate","channels","frames_done","frames","lanes":[{"name","path"}]}; files are raw
/// float32 interleaved until the job is done.

struct ChopParamsJob
{
    StemId stem {};
    QString
        input; ///< a file outside the library; slices go to `outputFolder` and not into the library
    QString outputFolder;
    double sensitivity {0.5};
};
struct ChoppedSlice
{
    StemId id {};
    QString path;
    double startS {};
    double endS {};
    Category category {};
    double confidence {};
    int group {};
};
struct ChopOutcome
{
    QString input;
    std::vector<ChoppedSlice> slices;
};
[[nodiscard]] Result<ChopOutcome> chopStem(Studio& studio, const ChopParamsJob& params,
                                           TaskContext& task);

struct AnalyzeParams
{
    std::vector<StemId> stems; ///< empty with no file = everything that lacks analysis
    QStringList files; ///< measured without the library
    bool force {false};
};
struct AnalyzeOutcome
{
    std::vector<Stem> stems; ///< files have id 0
    std::vector<FailedItem> failed;
};
[[nodiscard]] Result<AnalyzeOutcome> analyzeStems(Studio* studio, const AnalyzeParams& params,
                                                  TaskContext& task);

struct TrainJobParams
{
    Category category {Category::Kick};
    nn::TrainParams params;
    double minQuality {0.3};
};
struct TrainOutcome
{
    qint64 runId {};
    QString modelPath;
    QString cardPath;
    nn::TrainReport report;
};
[[nodiscard]] Result<TrainOutcome>
trainCategory(Studio& studio, const TrainJobParams& params,
              const std::function<void(const nn::EpochPoint&)>& onEpoch, TaskContext& task);

struct GenerateJobParams
{
    Category category {Category::Kick};
    nn::GenerateParams params;
    QString outputFolder; ///< empty = the studio's generated stems
    bool addToLibrary {true};
};
struct GeneratedStem
{
    StemId id {};
    QString path;
    nn::GeneratedSound facts; ///< without audio
    QString nearestPath; ///< file of the nearest training sound, empty when it left the library
};
struct GenerateOutcome
{
    QString modelPath;
    QString modelHash;
    quint64 seed {};
    nn::GenerateReport counts; ///< without sounds
    std::vector<GeneratedStem> stems;
};
[[nodiscard]] Result<GenerateOutcome> generateStems(Studio& studio, const GenerateJobParams& params,
                                                    TaskContext& task);

struct ComposeParams
{
    QString prompt;
    QString output; ///< empty = generated_tracks/<name>.wav
    bool includeOriginal {true};
    bool includeSeparated {true};
    bool includeGenerated {true};
    std::optional<quint64> seed; ///< else the prompt's, else 1
    bool overwrite {false};
    bool planOnly {false};
};
struct ComposedStem
{
    StemId id {};
    QString path;
    QString lane;
    Source source {};
    std::map<std::string, double> why;
};
struct ComposeOutcome
{
    QString prompt;
    QString requestJson;
    quint64 seed {};
    QString planPath;
    QString planHash;
    QString output;
    StemId trackId {};
    double bpm {};
    QString key;
    int bars {};
    double durationS {};
    double lufs {};
    double truePeakDb {};
    std::vector<ComposedStem> stems;
    QStringList notes;
    double elapsedS {};
};
[[nodiscard]] Result<ComposeOutcome> composeTrack(Studio& studio, const ComposeParams& params,
                                                  JobId job, TaskContext& task);

struct StarterKitParams
{
    quint64 seed {7};
    bool withDemoTrack {true};
};
struct StarterKitOutcome
{
    int sounds {};
    QString demoTrack; ///< <studio>/stereo_tracks_for_analysis/demo_128_Am.wav
    QStringList
        demoStems; ///< the true parts, in <studio>/stereo_tracks_for_analysis/demo_128_Am_stems/
    std::vector<StemId> ids;
};
/// Writes the kit into <studio>/stereo_tracks_for_analysis/starter_kit/<category>/ and into the
/// library.
[[nodiscard]] Result<StarterKitOutcome>
makeStarterKit(Studio& studio, const StarterKitParams& params, TaskContext& task);

// JSON: what `dream --json` prints, and what jobs persist.
[[nodiscard]] QJsonObject toJson(const ImportOutcome& outcome);
[[nodiscard]] QJsonObject toJson(const SeparateOutcome& outcome); ///< one element of "results"
[[nodiscard]] QJsonObject toJson(const ChopOutcome& outcome); ///< one element of "results"
[[nodiscard]] QJsonObject toJson(const AnalyzeOutcome& outcome);
[[nodiscard]] QJsonObject toJson(const TrainOutcome& outcome);
[[nodiscard]] QJsonObject toJson(const GenerateOutcome& outcome);
[[nodiscard]] QJsonObject toJson(const ComposeOutcome& outcome);
[[nodiscard]] QJsonObject toJson(const StarterKitOutcome& outcome);
[[nodiscard]] QJsonObject toJson(const ImportParams& params);
[[nodiscard]] QJsonObject toJson(const SeparateParams& params);
[[nodiscard]] QJsonObject toJson(const ChopParamsJob& params);
[[nodiscard]] QJsonObject toJson(const AnalyzeParams& params);
[[nodiscard]] QJsonObject toJson(const TrainJobParams& params);
[[nodiscard]] QJsonObject toJson(const GenerateJobParams& params);
[[nodiscard]] QJsonObject toJson(const ComposeParams& params);
[[nodiscard]] QJsonObject toJson(const StarterKitParams& params);

} // namespace nde::services
