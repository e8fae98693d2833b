#pragma once

#include "core/nn/vae/Trainer.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace nde::nn::vae {

/// What of a network a stored state holds. All of one length.
struct TrainWeights
{
    std::span<const float> values;
    std::span<const float> first; ///< moments
    std::span<const float> second;
    std::span<const float> best; ///< values of the best epoch
};

struct StoredTraining
{
    TrainState state;
    std::vector<float> values;
    std::vector<float> first;
    std::vector<float> second;
    std::vector<float> best;
};

/// @param key  names the run that the state belongs to.
/// @errors     DiskFull, Io, ReadOnly.
[[nodiscard]] Result<> saveTrainState(const std::filesystem::path& path, const std::string& key,
                                      const TrainState& state, const TrainWeights& weights);
/// @param count   of parameters.
/// @param latent  dimensions.
/// @errors        NotFound, Corrupt (damaged, or of another run), Io, OutOfMemory.
[[nodiscard]] Result<StoredTraining> loadTrainState(const std::filesystem::path& path,
                                                    const std::string& key, std::size_t count,
                                                    std::size_t latent);

} // namespace nde::nn::vae
