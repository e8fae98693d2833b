#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/Category.h"
#include "core/base/Result.h"
#include "core/base/TaskContext.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace nde::nn {

/// One sound of a training set.
struct TrainingSound
{
    std::int64_t id {}; ///< StemId
    std::string contentHash;
    std::string group; ///< source folder or track: validation is split by it
    audio::AudioBuffer audio; ///< any rate, mono or stereo; folded to mono 44.1 kHz inside
    Category category {}; ///< of joint models; else the model's own
    double weight {1.0}; ///< how often it is drawn, 0.1 … 10: the user's taste
    std::string name; ///< for the card
    std::string licence; ///< for the card
    // Of long sounds:
    double bpm {}; ///< 0 = no tempo
    bool isLoop {}; ///< its end goes on at its start
    double startS {}; ///< of the first "one" where there is a tempo
};

enum class TrainPreset
{
    Quick,
    Good,
    Deep
};

struct TrainParams
{
    int latentDim {128}; ///< 32 … 512
    int epochs {100}; ///< 0 … 1000; 0 = the analytic start only
    int batchSize {32}; ///< 1 … 128
    double learningRate {1e-3};
    double detail {2e-4}; ///< s2rel of vae.md: 2e-5 … 5e-4
    int augmentations {4}; ///< variants a sound besides itself, 0 … 8; doubled below 50 sounds
    double validationShare {0.12}; ///< 0 … 0.5; none below 60 sounds
    int patience {20}; ///< epochs without improvement
    std::uint64_t seed {1};
    /// Long sounds (loops, phrases, pads) as sequences: a point a half second or beat.
    bool isLong {};
    bool operator==(const TrainParams&) const = default;
};

/// What the presets stand for. Pure.
[[nodiscard]] TrainParams trainPreset(TrainPreset preset);

struct EpochPoint
{
    int epoch {}; ///< 0 = analytic start
    double train {}; ///< −ELBO, nats
    double validation {}; ///< −ELBO, nats; NaN-free: equals train where there is no validation set
    double reconstruction {}; ///< nats
    double kl {}; ///< nats
    int activeDimensions {};
    double learningRate {};
    double examplesPerS {};
    double gradientNorm {}; ///< mean over the epoch, before clipping
    double spectralDistance {-1.0}; ///< mel-LSD of the probes in dB; −1 = not measured this epoch
    double elapsedS {}; ///< of training, pauses left out
    std::int64_t steps {}; ///< since the start
    std::int64_t memoryBytes {}; ///< resident
    std::vector<float> klPerDimension; ///< nats, [latentDim]
    std::string event; ///< "", "batch_halved", "rolled_back"
};

/// A probe sound through the model as it was after an epoch.
struct ProbeSound
{
    static constexpr int kOriginal = -1;
    int epoch {}; ///< kOriginal = the original itself, cut to its onset as the model hears it
    int probe {}; ///< 0 … 7; 8 … 15 = random dreams with the same draws every time
    std::int64_t id {}; ///< of the original, 0 for dreams
    audio::AudioBuffer audio; ///< mono 44.1 kHz, at the loudness of the original
};

struct DroppedSound
{
    std::int64_t id {};
    std::string reason; ///< "silent", "too short", "unreadable", "near duplicate", "missing", …
};

struct TrainReport
{
    Category category {};
    int used {};
    std::vector<DroppedSound> dropped;
    int epochs {};
    int bestEpoch {};
    EpochPoint best;
    std::vector<EpochPoint> curve;
    std::uint64_t seed {};
    double elapsedS {};
    std::string modelHash; ///< SHA-256 of the file
    bool stoppedEarly {}; ///< by patience or by the user
};

/// What goes on while a model is trained. All are called on the training thread.
struct TrainHooks
{
    std::function<void(const EpochPoint&)> onEpoch;
    /// Before epoch 1 (the analytic start) and then every few epochs.
    std::function<void(const ProbeSound&)> onProbe;
    /// Asked after every batch: end now, with the best weights, as if the epochs were over.
    std::function<bool()> shouldFinish;
    /// Where the whole state is kept, so that a run that was cancelled, paused or killed goes on
    /// with the same bytes as one that never stopped; empty = nowhere. The caller removes it.
    std::filesystem::path stateFolder;
    /// Where the weights of the epochs that are heard stay, `weights_e<epoch>.bin`, for branches;
    /// empty = nowhere.
    std::filesystem::path snapshotFolder;
    /// A model of the same latent size to go on from, with its basis; empty = the analytic start.
    std::filesystem::path startModel;
    /// A snapshot of that model's run instead of its own weights.
    std::filesystem::path startWeights;
};

/// Whether a state folder holds what was prepared of the sounds: then they need not be read again.
[[nodiscard]] bool isTrainingPrepared(const std::filesystem::path& stateFolder);

/// Trains and writes `modelPath` (a torch archive that also Python's torch.jit.load reads; tensors
/// only) and the card beside it (`<category>_metadata.json`, of long sounds
/// `<category>_long_metadata.json`), both through a part file and rename.
/// Fewer than 60 sounds, or chunks of long ones, give the analytic start alone.
/// @param sounds  not looked at where `isTrainingPrepared(hooks.stateFolder)`.
/// @thread        any. Polls cancellation per batch; a cancelled run leaves its state in
///                `hooks.stateFolder`.
/// @errors  NotEnoughData (fewer than 8 usable sounds; 4 long ones with together 16 chunks),
/// Cancelled, OutOfMemory, Inference (NaN
///          twice), DiskFull, Io, BadInput (parameters, a start that does not fit), Corrupt (the
///          state folder: empty it and start again).
[[nodiscard]] Result<TrainReport>
trainStemVae(Category category, const std::vector<TrainingSound>& sounds, const TrainParams& params,
             const std::filesystem::path& modelPath, const TrainHooks& hooks, TaskContext& task);

/// The tensors and facts of a model as a `.safetensors` file.
/// @errors  those of reading a model; Exists (and not `overwrite`), ReadOnly, DiskFull, Io.
[[nodiscard]] Result<> exportSafeTensors(const std::filesystem::path& modelPath,
                                         const std::filesystem::path& path, bool overwrite);

} // namespace nde::nn
