#include "core/nn/api/StemVae.h"

#include "core/audio/PartFile.h"
#include "core/nn/Sha256.h"
#include "core/nn/vae/Analysis.h"
#include "core/nn/vae/Card.h"
#include "core/nn/vae/Generator.h"
#include "core/nn/vae/ModelWriter.h"
#include "core/nn/vae/Trainer.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>

#include <dlfcn.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <new>

namespace nde::nn {

using namespace vae;

namespace {

constexpr int kAttempts = 12; ///< draws for one place before it stays empty

/// Runs `body` and turns what the libraries throw into an Error.
template<typename Body>
auto guarded(const std::string& doing, Body body) -> decltype(body())
{
    try {
        return body();
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "not enough memory while " + doing);
    } catch (const c10::Error& error) {
        const std::string what = error.what_without_backtrace();
        const bool isMemory = what.find("can't allocate memory") != std::string::npos
            || what.find("not enough memory") != std::string::npos;
        return fail(isMemory ? ErrorCode::OutOfMemory : ErrorCode::Inference,
                    "torch failed while " + doing + ": " + what);
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, "failed while " + doing + ": " + error.what());
    }
}

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

Result<> checkParams(const GenerateParams& p)
{
    if (p.count < 1 || p.count > 50) {
        return fail(ErrorCode::BadInput,
                    "the number of sounds must be 1 to 50, not " + std::to_string(p.count));
    }
    if (!(p.creativity >= 0.0 && p.creativity <= 1.0)) {
        return fail(ErrorCode::BadInput,
                    "creativity must be 0 to 1, not " + std::to_string(p.creativity));
    }
    if (!(p.temperature >= 0.0 && p.temperature <= 3.0)) {
        return fail(ErrorCode::BadInput,
                    "temperature must be 0 to 3, not " + std::to_string(p.temperature));
    }
    return {};
}

Result<> checkRate(int sampleRate)
{
    if (sampleRate != 44100 && sampleRate != 48000) {
        return fail(ErrorCode::BadInput,
                    "sounds are made at 44100 or 48000 Hz, not " + std::to_string(sampleRate));
    }
    return {};
}

std::vector<float> listOf(const torch::Tensor& tensor)
{
    const torch::Tensor flat = tensor.detach().contiguous();
    return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
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
void addSounds(Content& content, const Dataset& data, const TrainedNet& trained,
               const TrainParams& params)
{
    torch::NoGradGuard noGrad;
    VaeNet net = trained.net;
    LatentCloud cloud;
    cloud.sounds = static_cast<int>(data.sounds.size());
    cloud.dimensions = params.latentDim;
    std::vector<std::int64_t> ids;
    std::vector<float> stats;
    std::vector<std::vector<float>> embeddings;
    for (std::size_t i = 0; i < data.sounds.size(); ++i) {
        const std::vector<float> row(data.row(i), data.row(i) + kVectorSize);
        const torch::Tensor v = torch::tensor(row).unsqueeze(0);
        const auto [mean, logVariance] = net->encode(net->front().coefficients(v));
        const auto mu = listOf(mean);
        const auto variance = listOf(logVariance);
        cloud.mean.insert(cloud.mean.end(), mu.begin(), mu.end());
        cloud.logVariance.insert(cloud.logVariance.end(), variance.begin(), variance.end());
        const DatasetSound& sound = data.sounds[i];
        ids.push_back(sound.id);
        stats.insert(stats.end(),
                     {sound.aligned.gain, static_cast<float>(sound.aligned.onset),
                      static_cast<float>(sound.aligned.length)});
        embeddings.push_back(soundEmbedding(sound.aligned.samples));
        content.meta.soundHashes.push_back(sound.hash);
    }
    fitClusters(cloud, streamSeed(params.seed, "vae.clusters"));
    const SoundSpace space = fitSoundSpace(embeddings);
    content.meta.sounds = cloud.sounds;
    content.meta.clusters = cloud.clusters;
    content.meta.spaceDimensions = space.dimensions;
    content.meta.spaceScale = space.scale;
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

Content contentOf(Category category, const Dataset& data, const TrainedNet& trained,
                  const TrainParams& params)
{
    Content out;
    out.meta.category = category;
    out.meta.latentDim = params.latentDim;
    out.meta.components = trained.net->components();
    out.meta.noiseVariance = trained.net->front().noiseVariance;
    out.meta.seed = params.seed;
    out.meta.bestEpoch = trained.bestEpoch;
    out.meta.parameters = parametersText(params);
    out.meta.libraries = librariesText();
    out.meta.curvePoints = static_cast<int>(trained.curve.size());
    std::vector<float> curve;
    for (const EpochPoint& p : trained.curve) {
        for (const double value : {p.train, p.validation, p.reconstruction, p.kl,
                                   static_cast<double>(p.activeDimensions), p.learningRate}) {
            curve.push_back(static_cast<float>(value));
        }
    }
    out.tensors["curve"] = rawBytes(curve);
    exportNetwork(trained.net, out.tensors);
    addSounds(out, data, trained, params);
    return out;
}

TrainReport reportOf(Category category, const Dataset& data, const TrainedNet& trained,
                     const TrainParams& params)
{
    TrainReport out;
    out.category = category;
    out.used = static_cast<int>(data.sounds.size());
    out.dropped = data.dropped;
    out.epochs = static_cast<int>(trained.curve.size()) - 1;
    out.bestEpoch = trained.bestEpoch;
    out.curve = trained.curve;
    for (const EpochPoint& point : trained.curve) {
        if (point.epoch == trained.bestEpoch) {
            out.best = point;
        }
    }
    out.seed = params.seed;
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

} // namespace

void configureInference(int threads)
{
    // Large tensors stay in the heap between steps instead of being mapped and cleared anew; 32 MB
    // is the largest threshold that glibc takes.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 512 << 20);
    mallopt(M_TOP_PAD, 64 << 20);
    at::set_num_threads(std::max(1, threads));
    at::globalContext().setFlushDenormal(true);
    // OpenBLAS, where it is installed, has a pool of its own that torch does not control.
    using SetThreads = void (*)(int);
    if (void* symbol = dlsym(RTLD_DEFAULT, "openblas_set_num_threads")) {
        reinterpret_cast<SetThreads>(symbol)(1);
    }
}

struct StemVae::Impl
{
    ModelMeta meta;
    std::string hash;
    VaeNet net {nullptr};
    LatentCloud cloud;
    std::vector<std::int64_t> ids;
    Judge judge;
    Renderer renderer;
    Analyser analyser;

    explicit Impl(ModelFile file)
        : meta(file.meta)
        , hash(file.fileHash)
        , net(networkOf(file))
        , cloud(file.cloud())
        , ids(file.integers("sound_ids"))
        , judge(file.space())
    {
    }

    /// Finished 44.1 kHz samples of a latent point; empty when silent.
    std::vector<float> sound(const std::vector<float>& latent, std::uint64_t noiseSeed)
    {
        torch::InferenceMode inference;
        const torch::Tensor z = torch::tensor(latent).unsqueeze(0);
        const auto v = listOf(net->front().image(net->decode(z)));
        return finish(renderer.render(v, noiseSeed));
    }

    struct Candidate
    {
        GeneratedSound sound;
        std::vector<float> samples;
        Verdict verdict {};
    };

    /// One draw for place `index`. Later attempts at the same place are a little wilder, so that a
    /// small set, where near copies are likely, still fills its places.
    Candidate candidate(const GenerateParams& params, std::uint64_t index, std::uint64_t attempt)
    {
        Random random(streamSeed(params.seed, "vae.latent", index, attempt));
        const double wilder = 1.0 + 0.1 * static_cast<double>(attempt);
        auto draw = drawLatent(cloud, params.creativity, params.temperature * wilder, random);
        Candidate out;
        out.sound.latent = std::move(draw.z);
        out.sound.seed = streamSeed(params.seed, "vae.render", index, attempt);
        out.samples = sound(out.sound.latent, out.sound.seed);
        const auto opinion = judge.judge(out.samples);
        out.verdict = opinion.verdict;
        out.sound.fidelity = opinion.fidelity;
        out.sound.novelty = opinion.novelty;
        out.sound.nearestId = ids[static_cast<std::size_t>(opinion.nearest)];
        out.sound.nearestDistance = opinion.nearestDistance;
        for (const LatentParent& parent : draw.parents) {
            out.sound.parents.push_back(
                {ids[static_cast<std::size_t>(parent.sound)], parent.weight});
        }
        std::stable_sort(
            out.sound.parents.begin(), out.sound.parents.end(),
            [](const Neighbour& a, const Neighbour& b) { return a.weight > b.weight; });
        return out;
    }

    Result<GenerateReport> generate(const GenerateParams& params, TaskContext& task);
};

Result<GenerateReport> StemVae::Impl::generate(const GenerateParams& params, TaskContext& task)
{
    GenerateReport out;
    const auto count = static_cast<std::uint64_t>(params.count);
    for (std::uint64_t index = 0; index < count; ++index) {
        task.progress(static_cast<double>(index) / static_cast<double>(count), "dreaming");
        for (std::uint64_t attempt = 0; attempt < kAttempts; ++attempt) {
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "dreaming was cancelled");
            }
            Candidate made = candidate(params, index, attempt);
            out.rejectedSilent += made.verdict == Verdict::Silent ? 1 : 0;
            out.rejectedBroken += made.verdict == Verdict::Broken ? 1 : 0;
            out.rejectedCopies += made.verdict == Verdict::Copy ? 1 : 0;
            out.rejectedOther += made.verdict == Verdict::OffCategory ? 1 : 0;
            if (made.verdict != Verdict::Good) {
                continue;
            }
            auto audio = deliver(made.samples, params.sampleRate);
            if (!audio) {
                return propagate(audio);
            }
            made.sound.audio = std::move(*audio);
            out.sounds.push_back(std::move(made.sound));
            break;
        }
    }
    if (out.sounds.empty()) {
        return fail(ErrorCode::Inference,
                    "none of " + std::to_string(params.count * kAttempts)
                        + " draws gave a usable sound: " + std::to_string(out.rejectedCopies)
                        + " were near copies, " + std::to_string(out.rejectedSilent) + " silent, "
                        + std::to_string(out.rejectedBroken) + " broken, "
                        + std::to_string(out.rejectedOther) + " off category");
    }
    task.progress(1.0, "dreaming");
    return out;
}

Result<TrainReport> StemVae::train(Category category, const std::vector<TrainingSound>& sounds,
                                   const TrainParams& params,
                                   const std::filesystem::path& modelPath,
                                   const std::function<void(const EpochPoint&)>& onEpoch,
                                   TaskContext& task)
{
    if (const auto checked = checkParams(params); !checked) {
        return propagate(checked);
    }
    return guarded(
        "training on " + std::to_string(sounds.size()) + " sounds", [&]() -> Result<TrainReport> {
            const DeterministicScope scope;
            const auto start = std::chrono::steady_clock::now();
            TaskContext preparing = task.sub(0.0, 0.4);
            const auto data = buildDataset(sounds, params, preparing);
            if (!data) {
                return propagate(data);
            }
            TaskContext training = task.sub(0.4, 0.97);
            const auto trained = trainNet(*data, params, onEpoch, training);
            if (!trained) {
                return propagate(trained);
            }
            task.progress(0.97, "writing");
            const Content content = contentOf(category, *data, *trained, params);
            const auto archive = archiveOf(content.meta, content.tensors);
            if (!archive) {
                return propagate(archive);
            }
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "training was cancelled");
            }
            TrainReport report = reportOf(category, *data, *trained, params);
            report.modelHash = sha256Hex(
                {reinterpret_cast<const std::uint8_t*>(archive->data()), archive->size()});
            report.elapsedS
                = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            const auto cardPath
                = modelPath.parent_path() / (std::string(categoryId(category)) + "_metadata.json");
            const auto written
                = writeBoth(modelPath, *archive, cardPath,
                            cardText(report, params, *data, trained->validationOutside,
                                     content.meta.libraries));
            if (!written) {
                return propagate(written);
            }
            task.progress(1.0, "writing");
            return report;
        });
}

Result<StemVae> StemVae::load(const std::filesystem::path& modelPath)
{
    return guarded("loading '" + modelPath.string() + "'", [&]() -> Result<StemVae> {
        auto file = readModelFile(modelPath);
        if (!file) {
            return propagate(file);
        }
        return StemVae(std::make_unique<Impl>(std::move(*file)));
    });
}

StemVae::StemVae(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl))
{
}

StemVae::StemVae(StemVae&&) noexcept = default;
StemVae& StemVae::operator=(StemVae&&) noexcept = default;
StemVae::~StemVae() = default;

Category StemVae::category() const
{
    return m_impl->meta.category;
}

int StemVae::latentDim() const
{
    return m_impl->meta.latentDim;
}

const std::string& StemVae::modelHash() const
{
    return m_impl->hash;
}

Result<GenerateReport> StemVae::generate(const GenerateParams& params, TaskContext& task)
{
    if (const auto checked = checkParams(params); !checked) {
        return propagate(checked);
    }
    if (const auto checked = checkRate(params.sampleRate); !checked) {
        return propagate(checked);
    }
    return guarded("dreaming", [&] {
        const DeterministicScope scope;
        return m_impl->generate(params, task);
    });
}

Result<std::vector<float>> StemVae::encode(const audio::AudioBuffer& audio)
{
    return guarded("encoding a sound", [&]() -> Result<std::vector<float>> {
        const DeterministicScope scope;
        const AlignedSound aligned = align(audio);
        if (!aligned.problem.empty()) {
            return fail(ErrorCode::BadInput,
                        "the sound cannot be encoded: it is " + aligned.problem);
        }
        torch::InferenceMode inference;
        const torch::Tensor v
            = torch::tensor(m_impl->analyser.analyse(aligned.samples)).unsqueeze(0);
        VaeNet& net = m_impl->net;
        return listOf(net->encode(net->front().coefficients(v)).first);
    });
}

Result<audio::AudioBuffer> StemVae::decode(const std::vector<float>& latent,
                                           std::uint64_t noiseSeed, int sampleRate)
{
    if (const auto checked = checkRate(sampleRate); !checked) {
        return propagate(checked);
    }
    if (latent.size() != static_cast<std::size_t>(latentDim())
        || !std::all_of(latent.begin(), latent.end(), [](float z) { return std::isfinite(z); })) {
        return fail(ErrorCode::BadInput,
                    "a latent point of this model is " + std::to_string(latentDim())
                        + " finite numbers, not " + std::to_string(latent.size()));
    }
    return guarded("decoding a latent point", [&]() -> Result<audio::AudioBuffer> {
        const DeterministicScope scope;
        const auto samples = m_impl->sound(latent, noiseSeed);
        if (samples.empty()) {
            return fail(ErrorCode::Inference, "the latent point decodes to silence");
        }
        return deliver(samples, sampleRate);
    });
}

} // namespace nde::nn
