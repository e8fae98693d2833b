#pragma once

#include "core/nn/api/VaeTraining.h"
#include "core/nn/vae/Dataset.h"
#include "core/nn/vae/Principal.h"

#include <filesystem>
#include <string>
#include <vector>

namespace nde::nn::vae {

/// What the card and the model say of a sound.
struct PreparedSound
{
    std::int64_t id {};
    std::string hash;
    std::string group;
    std::string name;
    std::string licence;
    Category category {};
    double weight {1.0};
    float gain {};
    int onset {};
    int length {};
    bool isValidation {};
};

/// All that training needs of its sounds: a few megabytes instead of the dataset's hundreds. Kept
/// in a run's state, so that a run goes on without reading a single sound again.
struct Prepared
{
    std::string key; ///< of the parameters that it depends on
    std::vector<PreparedSound> sounds;
    std::vector<LongSequence> sequences; ///< of long sounds, whose chunks are the `sounds`
    std::vector<DroppedSound> dropped;
    int variants {}; ///< a sound
    bool isSplitByGroup {};
    double noiseVariance {}; ///< s2 of vae.md
    double validationOutside {}; ///< nats that no weights can reach, outside the basis
    Basis basis;
    std::vector<float> coefficients; ///< [rows, components]: one a sound, then the variants
    std::vector<std::uint32_t> soundOf; ///< [rows]
    std::vector<std::uint32_t> trainRows;
    std::vector<std::uint32_t> validationRows;
    std::vector<float> embeddings; ///< [sounds, kEmbeddingSize]
    std::vector<std::uint32_t> probes; ///< sounds that are listened to
    std::vector<float> probeSamples; ///< aligned, [probes, kLength]

    [[nodiscard]] std::size_t rowCount() const { return soundOf.size(); }
    [[nodiscard]] const float* row(std::size_t index) const
    {
        return coefficients.data() + index * basis.components();
    }

    /// @errors  DiskFull, Io, ReadOnly.
    [[nodiscard]] Result<> save(const std::filesystem::path& path) const;
    /// Checks every size and index. @errors  NotFound, Corrupt, Io, OutOfMemory.
    [[nodiscard]] static Result<Prepared> load(const std::filesystem::path& path);
};

inline constexpr std::size_t kProbes = 8;

/// The least noise from `wanted` on with which the code of a training sound, on average and where
/// the model starts, is not longer than a healthy one: 240 nats.
/// @param latent  dimensions of the code.
[[nodiscard]] double noiseFor(const Prepared& prepared, double wanted, std::size_t latent);

/// Builds the dataset and fits the basis to it, or takes the basis of the model that is gone on
/// from.
/// @param given  null, or a basis with its noise variance.
/// @errors       those of buildDataset.
struct GivenBasis
{
    Basis basis;
    double noiseVariance {};
};
[[nodiscard]] Result<Prepared> prepare(const std::vector<TrainingSound>& sounds,
                                       const TrainParams& params, const GivenBasis* given,
                                       TaskContext& task);

/// Names what `prepare` depends on besides the sounds.
[[nodiscard]] std::string preparedKey(Category category, const TrainParams& params);

} // namespace nde::nn::vae
