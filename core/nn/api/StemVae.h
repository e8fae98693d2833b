#pragma once

#include "core/audio/AudioBuffer.h"
#include "core/base/Category.h"
#include "core/base/Result.h"
#include "core/base/TaskContext.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace nde::nn {

/// Sets torch's thread count and allocator thresholds; call once at program start, before anything
/// else of this folder. OpenMP reports one thread on some machines, so the count is explicit.
void configureInference(int threads);

/// One sound of a training set.
struct TrainingSound
{
    std::int64_t id {}; ///< StemId
    std::string contentHash;
    std::string group; ///< source folder or track: validation is split by it
    audio::AudioBuffer audio; ///< any rate, mono or stereo; folded to mono 44.1 kHz inside
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
};

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
};

struct DroppedSound
{
    std::int64_t id {};
    std::string reason; ///< "silent", "too short", "unreadable", "near duplicate"
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
};

struct GenerateParams
{
    int count {10}; ///< 1 … 50
    double creativity {0.5}; ///< 0 = near copies … 1 = tied-covariance clusters (vae.md 5)
    double temperature {1.0};
    std::uint64_t seed {1};
    int sampleRate {44100}; ///< 44100 or 48000
};

struct Neighbour
{
    std::int64_t id {}; ///< StemId of a training sound
    double weight {}; ///< share in the latent mix, sums to 1
};

struct GeneratedSound
{
    audio::AudioBuffer audio; ///< mono, peak −1 dBFS, no DC, starts and ends at 0
    std::vector<float> latent; ///< [latentDim]
    std::vector<Neighbour> parents; ///< training sounds that it was mixed from
    std::uint64_t seed {}; ///< of this one sound
    double fidelity {}; ///< 0 … 1: how near to the training distribution (1 = typical)
    double novelty {}; ///< 0 … : distance to the nearest training sound / typical distance between
                       ///< them
    std::int64_t nearestId {};
    double nearestDistance {};
};

struct GenerateReport
{
    std::vector<GeneratedSound> sounds; ///< a place stays empty after 12 rejected draws
    int rejectedSilent {};
    int rejectedBroken {}; ///< clicks, DC, non-finite
    int rejectedCopies {}; ///< nearer than a quarter of the typical distance
    int rejectedOther {}; ///< off category
};

/// A trained variational autoencoder of one category, after the recommended design of vae.md 6:
/// exact pPCA start with a residual MLP, PGHI and noise renderer.
///
/// @thread  any; not reentrant per instance. Polls cancellation per batch and per rendered sound.
/// @source  vae.md 6; Prusa, Balazs, Sondergaard 2017 (phase); Tipping and Bishop 1999 (pPCA).
class StemVae
{
public:
    /// Trains and writes `modelPath` (a torch archive that also Python's torch.jit.load reads;
    /// tensors only) and the card beside it (`<category>_metadata.json`), both through a part file
    /// and rename.
    /// @param onEpoch  called after each epoch on the training thread.
    /// @errors  NotEnoughData (fewer than 8 usable sounds), Cancelled, OutOfMemory, Inference (NaN
    ///          twice), DiskFull, Io.
    [[nodiscard]] static Result<TrainReport>
    train(Category category, const std::vector<TrainingSound>& sounds, const TrainParams& params,
          const std::filesystem::path& modelPath,
          const std::function<void(const EpochPoint&)>& onEpoch, TaskContext& task);

    /// Reads a model: sizes, names, dtypes and version are checked before use, nothing is executed.
    /// @errors  NotFound, Corrupt, Unsupported (another analysis version), OutOfMemory.
    [[nodiscard]] static Result<StemVae> load(const std::filesystem::path& modelPath);

    StemVae(StemVae&&) noexcept;
    StemVae& operator=(StemVae&&) noexcept;
    ~StemVae();

    [[nodiscard]] Category category() const;
    [[nodiscard]] int latentDim() const;
    [[nodiscard]] const std::string& modelHash() const; ///< SHA-256 of the file
    /// Same model, parameters and seed: the same samples.
    [[nodiscard]] Result<GenerateReport> generate(const GenerateParams& params, TaskContext& task);
    /// Posterior mean of a sound. [latentDim]
    [[nodiscard]] Result<std::vector<float>> encode(const audio::AudioBuffer& audio);
    [[nodiscard]] Result<audio::AudioBuffer> decode(const std::vector<float>& latent,
                                                    std::uint64_t noiseSeed, int sampleRate);

private:
    struct Impl;
    explicit StemVae(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace nde::nn
