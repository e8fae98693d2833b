#include "core/nn/api/VaeTraining.h"

#include "core/audio/PartFile.h"
#include "core/nn/Sha256.h"
#include "core/nn/vae/Card.h"
#include "core/nn/vae/Facade.h"
#include "core/nn/vae/ModelWriter.h"
#include "core/nn/vae/Network.h"
#include "core/nn/vae/Prepared.h"
#include "core/nn/vae/Probes.h"
#include "core/nn/vae/Snapshot.h"
#include "core/nn/vae/Trainer.h"

#include <cstring>
#include <optional>
#include <system_error>

namespace nde::nn {

using namespace vae;

namespace {

std::string librariesText()
{
    return std::string("LibTorch ") + TORCH_VERSION;
}

Result<> checkParams(const TrainParams& p)
{
    const auto outside = [](const std::string& name, double value, double low, double high) {
        return fail(ErrorCode::BadInput,
                    "training parameter " + name + " = " + std::to_string(value) + " is outside "
                        + std::to_string(low) + " to " + std::to_string(high));
    };
    struct Range
    {
        const char* name;
        double value;
        double low;
        double high;
    };
    for (const Range& r : {Range {"latentDim", static_cast<double>(p.latentDim), 32, 512},
                           Range {"epochs", static_cast<double>(p.epochs), 0, 1000},
                           Range {"batchSize", static_cast<double>(p.batchSize), 1, 128},
                           Range {"learningRate", p.learningRate, 1e-6, 1e-1},
                           Range {"detail", p.detail, 1e-5, 1e-2},
                           Range {"augmentations", static_cast<double>(p.augmentations), 0, 8},
                           Range {"validationShare", p.validationShare, 0, 0.5},
                           Range {"patience", static_cast<double>(p.patience), 1, 1000}}) {
        if (!(r.value >= r.low && r.value <= r.high)) {
            return outside(r.name, r.value, r.low, r.high);
        }
    }
    return {};
}

template<typename Value>
std::vector<std::uint8_t> rawBytes(const std::vector<Value>& values)
{
    const auto* first = reinterpret_cast<const std::uint8_t*>(values.data());
    return {first, first + values.size() * sizeof(Value)};
}

struct Content
{
    ModelMeta meta;
    std::map<std::string, std::vector<std::uint8_t>> tensors;
};

/// Positions of all used sounds in the latent space and in the space of novelty.
void addSounds(Content& content, const Prepared& prepared, const TrainParams& params,
               TrainableNet& net)
{
    const LatentCloud cloud = cloudOf(prepared, params, net);
    std::vector<std::int64_t> ids;
    std::vector<float> stats;
    bool isJoint = false;
    for (const PreparedSound& sound : prepared.sounds) {
        ids.push_back(sound.id);
        stats.insert(
            stats.end(),
            {sound.gain, static_cast<float>(sound.onset), static_cast<float>(sound.length)});
        content.meta.soundHashes.push_back(sound.hash);
        content.meta.soundCategories.push_back(sound.category);
        isJoint = isJoint || sound.category != prepared.sounds[0].category;
    }
    if (!isJoint) {
        content.meta.soundCategories.clear();
    }
    content.meta.sequences = prepared.sequences;
    const SoundSpace space = fitSoundSpace(prepared.embeddings);
    content.meta.sounds = cloud.sounds;
    content.meta.clusters = cloud.clusters;
    content.meta.spaceDimensions = space.dimensions;
    content.meta.spaceScale = static_cast<double>(space.scale);
    auto& tensors = content.tensors;
    tensors["posterior_mean"] = rawBytes(cloud.mean);
    tensors["posterior_log_variance"] = rawBytes(cloud.logVariance);
    tensors["sound_ids"] = rawBytes(ids);
    tensors["sound_gain_onset_length"] = rawBytes(stats);
    tensors["cluster_centres"] = rawBytes(cloud.centres);
    tensors["cluster_of"] = rawBytes(cloud.clusterOf);
    tensors["cluster_spread"] = rawBytes(cloud.spread);
    tensors["space_mean"] = rawBytes(space.mean);
    tensors["space_basis"] = rawBytes(space.basis);
    tensors["space_points"] = rawBytes(space.points);
}

void addFront(Content& content, const Prepared& prepared, const LinearPart& linear)
{
    auto& tensors = content.tensors;
    tensors["mean"] = rawBytes(prepared.basis.mean);
    tensors["basis"] = rawBytes(prepared.basis.directions);
    tensors["eigenvalues"] = rawBytes(prepared.basis.eigenvalues);
    tensors["scale"] = rawBytes(prepared.basis.scale);
    tensors["encoder_gain"] = rawBytes(linear.encoderGain);
    tensors["decoder_gain"] = rawBytes(linear.decoderGain);
    tensors["log_variance"] = rawBytes(linear.logVariance);
}

Content contentOf(Category category, const Prepared& prepared, Trainer& trainer,
                  const TrainParams& params)
{
    Content out;
    out.meta.category = category;
    out.meta.latentDim = params.latentDim;
    out.meta.components = static_cast<int>(prepared.basis.components());
    out.meta.noiseVariance = prepared.noiseVariance;
    out.meta.seed = params.seed;
    out.meta.bestEpoch = trainer.state().bestEpoch;
    out.meta.parameters = parametersText(params);
    out.meta.libraries = librariesText();
    out.meta.curvePoints = static_cast<int>(trainer.state().curve.size());
    std::vector<float> curve;
    for (const EpochPoint& p : trainer.state().curve) {
        for (const double value : {p.train, p.validation, p.reconstruction, p.kl,
                                   static_cast<double>(p.activeDimensions), p.learningRate}) {
            curve.push_back(static_cast<float>(value));
        }
    }
    out.tensors["curve"] = rawBytes(curve);
    addFront(out, prepared, trainer.net().linear());
    trainer.net().exportTo(out.tensors);
    addSounds(out, prepared, params, trainer.net());
    return out;
}

TrainReport reportOf(Category category, const Prepared& prepared, const TrainState& state,
                     const TrainParams& params)
{
    TrainReport out;
    out.category = category;
    out.used = static_cast<int>(prepared.sequences.empty() ? prepared.sounds.size()
                                                           : prepared.sequences.size());
    out.dropped = prepared.dropped;
    out.epochs = static_cast<int>(state.curve.size()) - 1;
    out.bestEpoch = state.bestEpoch;
    out.curve = state.curve;
    for (const EpochPoint& point : state.curve) {
        if (point.epoch == state.bestEpoch) {
            out.best = point;
        }
    }
    out.seed = params.seed;
    out.elapsedS = state.elapsedS;
    out.stoppedEarly = state.isStoppedEarly;
    return out;
}

Result<> writeBoth(const std::filesystem::path& modelPath, const std::string& model,
                   const std::filesystem::path& cardPath, const std::string& card)
{
    auto modelPart = audio::PartFile::create(modelPath, true);
    if (!modelPart) {
        return propagate(modelPart);
    }
    auto cardPart = audio::PartFile::create(cardPath, true);
    if (!cardPart) {
        return propagate(cardPart);
    }
    for (const auto& result : {modelPart->write(model.data(), model.size()),
                               cardPart->write(card.data(), card.size())}) {
        if (!result) {
            return propagate(result);
        }
    }
    if (const auto done = modelPart->commit(); !done) {
        return propagate(done);
    }
    return cardPart->commit();
}

/// A model to go on from.
struct Start
{
    GivenBasis basis;
    std::map<std::string, std::vector<std::uint8_t>> weights;
    std::string name; ///< tells it from others
};

template<typename Value>
std::vector<Value> valuesOf(const std::vector<std::uint8_t>& bytes)
{
    std::vector<Value> out(bytes.size() / sizeof(Value));
    std::memcpy(out.data(), bytes.data(), out.size() * sizeof(Value));
    return out;
}

/// Nothing when no start is named.
Result<std::optional<Start>> startOf(const TrainHooks& hooks, const TrainParams& params)
{
    if (hooks.startModel.empty()) {
        return std::optional<Start> {};
    }
    auto file = readModelFile(hooks.startModel);
    if (!file) {
        return propagate(file);
    }
    if (file->meta.latentDim != params.latentDim) {
        return fail(ErrorCode::BadInput,
                    "a branch keeps the latent size of its run, "
                        + std::to_string(file->meta.latentDim) + ", not "
                        + std::to_string(params.latentDim));
    }
    Start out;
    out.name = file->fileHash + hooks.startWeights.filename().string();
    out.basis.basis.mean = file->floats("mean");
    out.basis.basis.directions = valuesOf<std::uint16_t>(file->tensors.at("basis"));
    out.basis.basis.eigenvalues = file->floats("eigenvalues");
    out.basis.basis.scale = file->floats("scale");
    out.basis.noiseVariance = file->meta.noiseVariance;
    out.weights = std::move(file->tensors);
    if (!hooks.startWeights.empty()) {
        auto snapshot = readSnapshot(hooks.startWeights);
        if (!snapshot) {
            return propagate(snapshot);
        }
        out.weights = std::move(*snapshot);
    }
    return std::optional(std::move(out));
}

std::filesystem::path preparedFile(const std::filesystem::path& folder)
{
    return folder / "prepared.bin";
}

/// What a killed run prepared, or new.
Result<Prepared> preparedOf(Category category, const std::vector<TrainingSound>& sounds,
                            const TrainParams& params, const std::optional<Start>& start,
                            const std::filesystem::path& folder, TaskContext& task)
{
    const std::string key = parametersText(params) + preparedKey(category, params)
        + (start ? start->name : std::string());
    if (isTrainingPrepared(folder)) {
        auto stored = Prepared::load(preparedFile(folder));
        if (stored && stored->key != key) {
            return fail(ErrorCode::Corrupt,
                        "the state in '" + folder.string()
                            + "' belongs to another training run, or to one of an earlier version");
        }
        return stored;
    }
    auto made = prepare(sounds, params, start ? &start->basis : nullptr, task);
    if (!made) {
        return made;
    }
    made->key = key;
    if (!folder.empty()) {
        if (const auto saved = made->save(preparedFile(folder)); !saved) {
            return propagate(saved);
        }
    }
    return made;
}

Result<TrainReport> writeModel(Category category, const Prepared& prepared, Trainer& trainer,
                               const TrainParams& params, const std::filesystem::path& modelPath,
                               const TaskContext& task)
{
    const Content content = contentOf(category, prepared, trainer, params);
    const auto archive = archiveOf(content.meta, content.tensors);
    if (!archive) {
        return propagate(archive);
    }
    if (task.cancelled()) {
        return fail(ErrorCode::Cancelled, "training was cancelled");
    }
    TrainReport report = reportOf(category, prepared, trainer.state(), params);
    report.modelHash
        = sha256Hex({reinterpret_cast<const std::uint8_t*>(archive->data()), archive->size()});
    const std::string name = std::string(categoryId(category)) + (params.isLong ? "_long" : "");
    const auto cardPath = modelPath.parent_path() / (name + "_metadata.json");
    const auto written = writeBoth(modelPath, *archive, cardPath,
                                   cardText(report, params, prepared, content.meta.libraries));
    if (!written) {
        return propagate(written);
    }
    return report;
}

/// The training proper, from what is prepared to the file.
Result<TrainReport> trainPrepared(Category category, const Prepared& prepared,
                                  const std::optional<Start>& start, const TrainParams& params,
                                  const std::filesystem::path& modelPath, const TrainHooks& hooks,
                                  TaskContext& task)
{
    Probes probes(prepared, params, hooks.onProbe);
    std::optional<Error> snapshotError;
    TrainerHooks inner;
    inner.onEpoch = hooks.onEpoch;
    inner.shouldFinish = hooks.shouldFinish;
    inner.onProbe = [&](int epoch, TrainableNet& net) {
        if (!hooks.snapshotFolder.empty()) {
            const auto kept = writeSnapshot(hooks.snapshotFolder, epoch, net);
            snapshotError = kept || snapshotError ? snapshotError : std::optional(kept.error());
        }
        return probes.listen(epoch, net);
    };
    Trainer trainer(prepared, params, inner);
    const auto stateFile
        = hooks.stateFolder.empty() ? std::filesystem::path() : hooks.stateFolder / "training.bin";
    Result<> ready;
    if (!stateFile.empty() && std::filesystem::exists(stateFile)) {
        ready = trainer.resume(stateFile);
    } else {
        probes.originals();
        ready = start ? trainer.startFrom(start->weights) : Result<> {};
    }
    if (!ready) {
        return propagate(ready);
    }
    TaskContext training = task.sub(0.0, 0.95);
    if (const auto done = trainer.run(stateFile, training); !done) {
        return propagate(done);
    }
    if (snapshotError) {
        return tl::unexpected<Error>(*snapshotError);
    }
    task.progress(0.95, "writing");
    return writeModel(category, prepared, trainer, params, modelPath, task);
}

} // namespace

TrainParams trainPreset(TrainPreset preset)
{
    TrainParams out;
    switch (preset) {
    case TrainPreset::Quick:
        out.epochs = 30; // the rate falls to nothing within them: patience hardly matters
        break;
    // Half the noise keeps the pitch of kicks and basses nearer (vae.md 6: 1e-4 for these); it
    // needs the epochs that Quick does not have.
    case TrainPreset::Good:
        out.detail = 1e-4;
        break;
    case TrainPreset::Deep:
        out.detail = 1e-4;
        out.epochs = 300;
        out.augmentations = 8;
        out.patience = 40;
        break;
    }
    return out;
}

bool isTrainingPrepared(const std::filesystem::path& stateFolder)
{
    std::error_code error;
    return !stateFolder.empty() && std::filesystem::exists(preparedFile(stateFolder), error);
}

Result<TrainReport> trainStemVae(Category category, const std::vector<TrainingSound>& sounds,
                                 const TrainParams& params, const std::filesystem::path& modelPath,
                                 const TrainHooks& hooks, TaskContext& task)
{
    if (const auto checked = checkParams(params); !checked) {
        return propagate(checked);
    }
    return guarded("training", [&]() -> Result<TrainReport> {
        const DeterministicScope scope;
        const auto start = startOf(hooks, params);
        if (!start) {
            return propagate(start);
        }
        TaskContext preparing = task.sub(0.0, 0.3);
        const auto prepared
            = preparedOf(category, sounds, params, *start, hooks.stateFolder, preparing);
        if (!prepared) {
            return propagate(prepared);
        }
        TaskContext training = task.sub(0.3, 1.0);
        auto report
            = trainPrepared(category, *prepared, *start, params, modelPath, hooks, training);
        if (report) {
            task.progress(1.0, "writing");
        }
        return report;
    });
}

} // namespace nde::nn
