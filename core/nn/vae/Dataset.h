#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"
#include "core/nn/api/VaeTraining.h"
#include "core/nn/vae/Layout.h"
#include "core/nn/vae/LongSequence.h"
#include "core/nn/vae/Prepare.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace nde::nn::vae {

/// One sound that training uses.
struct DatasetSound
{
    std::int64_t id {};
    std::string hash;
    std::string group;
    std::string name;
    std::string licence;
    Category category {};
    double weight {1.0};
    AlignedSound aligned;
    bool isValidation {};
};

/// Everything that training looks at, computed once and kept in memory.
struct Dataset
{
    std::vector<DatasetSound> sounds; ///< by content hash, so that the order of input is no matter
    std::vector<DroppedSound> dropped;
    std::vector<float> rows; ///< [rowCount, kVectorSize]: first one a sound, then the variants
    std::vector<std::uint32_t> soundOf; ///< whose row it is, [rowCount]
    std::vector<std::size_t> trainRows; ///< rows of training sounds and their variants
    std::vector<std::size_t> validationRows; ///< originals only
    bool isSplitByGroup {};
    int variants {}; ///< a training sound

    /// Of long sounds: which of the `sounds`, that are chunks then, belong together; else empty.
    std::vector<LongSequence> sequences;

    std::vector<float> embeddings; ///< of the sounds, [sounds, kEmbeddingSize]

    /// Of long sounds the samples of a chunk, which `aligned` has not. [kLength]
    std::function<std::vector<float>(std::size_t sound)> chunkSamples;

    /// Samples of a sound or chunk. [kLength]
    [[nodiscard]] std::vector<float> samplesOf(std::size_t sound) const
    {
        return chunkSamples ? chunkSamples(sound) : sounds[sound].aligned.samples;
    }
    [[nodiscard]] std::size_t rowCount() const { return rows.size() / kVectorSize; }
    [[nodiscard]] const float* row(std::size_t index) const
    {
        return rows.data() + index * kVectorSize;
    }
};

/// Fewer usable sounds are no training set.
inline constexpr std::size_t kFewestSounds = 8;
/// With fewer the analytic start is the model: no set to validate with, and nothing to gain.
/// @source  vae.md 5, "What training the MLP adds".
inline constexpr std::size_t kFewestForNetwork = 60;

/// Aligns, drops unusable sounds and near duplicates, chooses the validation set, augments and
/// analyses, on several threads; the result does not depend on their number.
/// @errors  NotEnoughData (fewer than 8 usable sounds), Cancelled.
[[nodiscard]] Result<Dataset> buildDataset(const std::vector<TrainingSound>& sounds,
                                           const TrainParams& params, TaskContext& task);

/// Which sounds validate: whole groups until about `share` of all; none below 60 sounds or for
/// share 0. Where no set of groups fits, single sounds.
/// @param isByGroup  set to whether groups were kept whole.
[[nodiscard]] std::vector<bool> chooseValidation(const std::vector<std::string>& groups,
                                                 double share, std::uint64_t seed, bool& isByGroup);

} // namespace nde::nn::vae
