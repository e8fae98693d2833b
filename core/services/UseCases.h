#pragma once

#include "core/base/Job.h"
#include "core/base/Result.h"
#include "core/base/Stem.h"
#include "core/base/TaskContext.h"
#include "core/music/PlanEdit.h"
#include "core/nn/api/StemVae.h"
#include "core/services/Studio.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <map>
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
    /// {date} {bpm} {key} {artist} {title} {hash8}; '/' makes folders.
    QString nameTemplate {QStringLiteral("{track}/{stem}")};
    double startS {}; ///< only this part of the track …
    double lengthS {}; ///< … 0 = to the end
    QString outputFolder; ///< empty = the studio's stems folder
    QString format {QStringLiteral("wav32f")}; ///< wav16, wav24, wav32f, flac, ogg, mp3
    /// What is beyond ±1: "none" leaves it to the format (float keeps it, integers cut it), "clamp"
    /// cuts it in every format, "rescale" turns all files of a track down together.
    QString clipMode {QStringLiteral("none")};
    bool addToLibrary {true};
    bool chop {false}; ///< chop the drum stem afterwards
    bool chopReview {false}; ///< its hits wait for a person's decision; library sounds only
    bool overwrite {false};
    /// Where files of these names exist: false = Exists; true = this set is called after its
    /// profile, "Song (best)", and then "Song (best 2)", …
    bool keepBoth {false};
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
    double gainDb {}; ///< below 0: "rescale" turned every file down by so much
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

enum class ChopKind
{
    Auto, ///< by the sound's category: drums into hits, everything else into notes and loops
    Hits,
    Notes,
    Loops, ///< whole bars; needs a tempo
    Phrases, ///< what lies between rests
    OneShots ///< drums into hits, everything else into notes
};
/// "auto", "hits", "notes", "loops", "phrases", "oneshots"
[[nodiscard]] QString chopKindId(ChopKind kind);
[[nodiscard]] std::optional<ChopKind> chopKindFromId(const QString& id);

struct ChopParamsJob
{
    StemId stem {};
    QString
        input; ///< a file outside the library; slices go to `outputFolder` and not into the library
    QString outputFolder;
    double sensitivity {0.5}; ///< 0 … 1
    ChopKind kind {ChopKind::Auto};
    bool onlyConfident {false}; ///< leaves doubtful slices and near-duplicates out
    /// Library sounds only: nothing is written but the review, which waits for `keepSlices`.
    bool review {false};
};
struct ChoppedSlice
{
    StemId id {}; ///< 0 until it is in the library
    QString path; ///< empty in a review
    double startS {};
    double endS {};
    Category category {};
    double confidence {}; ///< 0 … 1; 1 when the user said so
    SoundClass soundClass {SoundClass::OneShot};
    int group {}; ///< near-duplicates share a number
    bool isFirstOfGroup {true}; ///< the clearest of its group
    double peak {}; ///< 0 … 1
    std::optional<double> pitchHz; ///< of notes
    double bars {}; ///< of loops
    bool isDoubtful {}; ///< below the confidence that the classifier vouches for
    bool keep {true}; ///< in a review: what is decided so far
    bool operator==(const ChoppedSlice&) const = default;
};
struct ChopOutcome
{
    QString input;
    StemId stem {}; ///< 0 for a file
    std::vector<ChoppedSlice> slices;
    QString reviewPath; ///< when `review`
};
/// Cuts a drum stem into hits, a melodic one into notes and bar-aligned loops.
[[nodiscard]] Result<ChopOutcome> chopStem(Studio& studio, const ChopParamsJob& params,
                                           TaskContext& task);

/// Slices that wait for a person's decision. A file `<studio>/.dream/chop/<stem>.json`: it outlives
/// the program, one a sound; a new chop of the sound replaces it.
struct ChopReview
{
    StemId stem {};
    QString name; ///< of the sound
    QString path; ///< the sound's file: slices are heard from it
    double sensitivity {};
    ChopKind kind {};
    std::vector<ChoppedSlice> slices; ///< by start
};
/// @errors  NotFound, Corrupt (checked before anything is believed), Io.
[[nodiscard]] Result<ChopReview> loadChopReview(const QString& reviewPath);
/// @errors  Io, DiskFull, ReadOnly.
[[nodiscard]] Result<> saveChopReview(const QString& reviewPath, const ChopReview& review);
/// Reviews that wait, the newest first.
[[nodiscard]] QStringList waitingChopReviews(const Studio& studio);

struct KeepSlicesParams
{
    QString reviewPath;
};
/// Writes the kept slices of a review to the library, as chopStem does, and ends the review. What
/// the user said of a slice's class counts as said by the user.
[[nodiscard]] Result<ChopOutcome> keepSlices(Studio& studio, const KeepSlicesParams& params,
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
    int unchanged {}; ///< of `stems`: the file and the analyser are those of last time
    int copied {}; ///< of `stems`: the same samples were measured already
    int quarantined {}; ///< failed before and are the same file since; not asked for by name
};
/// Measures sounds of the library and stores each at once, or files without storing. A bad file is
/// listed, keeps its reason in its row and never stops the batch; it is tried again when its file
/// changes or when it is asked for by name. Reading that fails for the moment is tried three times.
/// @param job  whose folder keeps what is done already, so that a killed batch goes on where it
///             was, also when it was forced; 0 = none.
[[nodiscard]] Result<AnalyzeOutcome> analyzeStems(Studio* studio, const AnalyzeParams& params,
                                                  TaskContext& task, JobId job = 0);

enum class TrainDataKind
{
    Category, ///< every sound of the category that is fit
    Collection, ///< sounds with a tag
    Filter, ///< sounds that a library search finds
    Sounds ///< exactly these
};
struct TrainJobParams
{
    Category category {Category::Kick};
    std::vector<Category> joint; ///< further categories of a joint model
    TrainDataKind data {TrainDataKind::Category};
    QString dataText; ///< Collection: its name, or a tag; Filter: the search
    std::vector<StemId> sounds; ///< Sounds
    nn::TrainParams params;
    double minQuality {0.3};
    bool usesTaste {}; ///< keep and drop decisions weigh the sounds near them
    qint64 branchOf {}; ///< a run whose weights of `branchEpoch` are the start; 0 = none
    int branchEpoch {};
};
struct TrainOutcome
{
    qint64 runId {};
    QString modelPath;
    QString cardPath;
    nn::TrainReport report;
};
/// Trains a model of the studio. A job that was paused, cancelled or killed goes on from where it
/// stood, with the same bytes.
[[nodiscard]] Result<TrainOutcome> trainCategory(Studio& studio, const TrainJobParams& params,
                                                 JobId job, const nn::TrainHooks& hooks,
                                                 TaskContext& task);

struct GenerateJobParams
{
    Category category {Category::Kick};
    QString model; ///< path; empty = the studio's model of the category
    bool isLong {}; ///< then the studio's model of the category's long sounds
    nn::GenerateParams params;
    std::vector<StemId> anchors;
    QStringList anchorFiles; ///< sounds outside the library, after `anchors`
    std::vector<std::vector<float>> anchorLatents; ///< places of the sky, after these
    std::vector<double> anchorWeights; ///< 0 … 1 in that order; of a mix without a path
    std::optional<Category> second; ///< Hybrid
    QString secondModel; ///< path; empty = the studio's model of `second`
    std::map<std::string, double> axisMoves; ///< by the axis' id, −3 … 3; added to params.axes
    QString text; ///< "darker, longer tail": moves along the axes; added as well
    bool usesTaste {true};
    QString outputFolder; ///< empty = the studio's generated stems
    bool addToLibrary {true};
    bool toTray {false}; ///< waits in the tray for a decision, not in the library
};
struct GeneratedStem
{
    StemId id {}; ///< 0 when not in the library
    qint64 trayItem {}; ///< 0 when not in the tray
    QString path;
    nn::GeneratedSound facts; ///< without audio
    QString nearestPath; ///< file of the nearest training sound, empty when it left the library
};
struct GenerateOutcome
{
    QString modelPath;
    QString modelHash;
    nn::DreamMode mode {};
    quint64 seed {};
    nn::GenerateReport counts; ///< without sounds
    std::vector<GeneratedStem> stems;
    QStringList unknownWords; ///< of `text`
};
[[nodiscard]] Result<GenerateOutcome> generateStems(Studio& studio, const GenerateJobParams& params,
                                                    TaskContext& task);

/// Makes a generated sound of the library anew from its recipe and compares.
struct RedreamOutcome
{
    StemId id {};
    bool isSame {}; ///< the same samples
    double differenceDb {-200.0}; ///< peak of the difference re full scale; −200 = none
    QString path; ///< of the new file beside the old one, empty when it is the same
};
/// The model is the one of the recipe, found by its hash also where another has taken its place.
/// @errors  NotFound (the sound, an anchor), BadInput (not generated, an anchor that has changed),
///          ModelMissing, those of writing.
[[nodiscard]] Result<RedreamOutcome> redream(Studio& studio, StemId stem, TaskContext& task);

/// What a track is to be, or what is to be done to a plan that there is.
struct ComposeParams
{
    QString prompt;
    QString output; ///< empty = generated_tracks/<name>.wav
    music::SourceWish sources;
    std::optional<quint64> seed; ///< else the prompt's, else 1
    // What is said beside the prompt stands against it.
    std::optional<double> bpm;
    std::optional<Key> key;
    std::optional<double> durationS;
    std::optional<double> lufs;
    QStringList genres; ///< names of the lexicon
    QStringList moods;
    QString form; ///< name of a template
    int candidates {1}; ///< plans only: with seeds seed, seed + 1, …; `<name>_<seed>_plan.json`
    QString planFile; ///< renders this plan instead of a prompt; or the start of `reroll`
    bool reroll {};
    music::Scope scope;
    std::vector<int> lockedLanes; ///< ids; beside what the plan says
    std::vector<int> lockedSections;
    std::vector<int> lockedClips;
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
struct ComposedLane
{
    int id {};
    QString role;
    int clips {};
    int gaps {}; ///< of the clips
    bool isLocked {};
};
struct ComposedPlan
{
    quint64 seed {};
    QString path;
    QString hash;
    double score {}; ///< mean total of its sounds, 0 … 1
};
struct ComposeOutcome
{
    QString prompt;
    QString requestJson;
    quint64 seed {};
    QString planPath; ///< of several candidates the one with the best score
    QString planHash;
    std::vector<ComposedPlan> plans; ///< of several candidates, by seed
    QString output;
    StemId trackId {};
    std::vector<music::Section> sections;
    std::vector<ComposedLane> lanes;
    double bpm {};
    QString key;
    int bars {};
    double durationS {};
    double lufs {};
    double truePeakDb {};
    double targetLufs {}; ///< other than asked where limiting would have been too hard
    std::vector<ComposedStem> stems;
    QStringList notes;
    double elapsedS {};
};
/// Plans and renders. A reroll or another request on a plan file writes a new plan and leaves the
/// old one.
/// @errors  BadInput, NotFound (the plan file, a sound's file), Corrupt, NotEnoughData (the message
///          names the wish that nothing fits), Exists, DiskFull, Cancelled; nothing half is left.
[[nodiscard]] Result<ComposeOutcome> composeTrack(Studio& studio, const ComposeParams& params,
                                                  JobId job, TaskContext& task);

/// Everything that leaves the studio: a mixdown, stems, projects for other programs, packs.
struct ExportParams
{
    // One of these three.
    StemId track {}; ///< a composed track of the library, by its plan
    QString planFile;
    std::vector<StemId> sounds; ///< single sounds: converted files or a pack

    QString folder; ///< made where it is not there; empty = `<studio>/exports`
    QString name; ///< of files and folders, a NameTemplate; empty = the track's
    bool overwrite {};
    // Of a plan
    bool master {};
    QString format {QStringLiteral("wav24")}; ///< wav16, wav24, wav32f, flac, ogg, mp3
    int sampleRate {}; ///< 0 = 48000; of sounds: their own
    std::optional<double> lufs; ///< else the plan's
    std::optional<double> ceilingDbtp;
    bool laneStems {};
    QString stemFormat {QStringLiteral("wav24")};
    bool midi {};
    bool rpp {};
    bool dawProject {};
    bool cues {};
    bool influences {}; ///< who is in this track: `<name>_influences.json` and `.md`
    // Of sounds
    bool isPack {}; ///< folders by category, manifest, licence list
    bool withFacts {true}; ///< ACID, bext, smpl, cue and provenance in WAV files
};
struct ExportOutcome
{
    struct File
    {
        QString path;
        QString kind; ///< "master", "stem", "premaster", "midi", "rpp", "dawproject", "sound", …
        qint64 bytes {};
    };
    std::vector<File> files;
    QString folder;
    double lufs {};
    double truePeakDb {};
    double targetLufs {}; ///< other than asked where limiting would have been too hard
    double stemGainDb {}; ///< below 0: all lane stems are so much quieter, so that none is cut
    double elapsedS {};
};
/// "stems-for-daw", "stream", "club", "dj-stems", "pack" (product.md K1); false = unknown.
[[nodiscard]] bool applyExportPreset(const QString& preset, ExportParams& params);
/// Bytes that it will need, roughly; before anything is done. @errors  NotFound, Corrupt.
[[nodiscard]] Result<qint64> exportSize(Studio& studio, const ExportParams& params);
/// @errors  NotFound, BadInput (nothing asked for), Exists (names the file), DiskFull, Cancelled;
///          nothing half is left.
[[nodiscard]] Result<ExportOutcome> exportFiles(Studio& studio, const ExportParams& params,
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
[[nodiscard]] QJsonObject toJson(const RedreamOutcome& outcome);
[[nodiscard]] QJsonObject toJson(const ComposeOutcome& outcome);
[[nodiscard]] QJsonObject toJson(const StarterKitOutcome& outcome);
[[nodiscard]] QJsonObject toJson(const ExportOutcome& outcome);
[[nodiscard]] QJsonObject toJson(const ImportParams& params);
[[nodiscard]] QJsonObject toJson(const SeparateParams& params);
[[nodiscard]] QJsonObject toJson(const ChopParamsJob& params);
[[nodiscard]] QJsonObject toJson(const KeepSlicesParams& params);
[[nodiscard]] QJsonObject toJson(const AnalyzeParams& params);
[[nodiscard]] QJsonObject toJson(const TrainJobParams& params);
[[nodiscard]] QJsonObject toJson(const GenerateJobParams& params);
[[nodiscard]] QJsonObject toJson(const ComposeParams& params);
[[nodiscard]] QJsonObject toJson(const StarterKitParams& params);
[[nodiscard]] QJsonObject toJson(const ExportParams& params);

} // namespace nde::services
