#pragma once

#include "core/nn/vae/Dataset.h"
#include "core/nn/vae/Network.h"

#include <functional>

namespace nde::nn::vae {

struct TrainedNet
{
    VaeNet net {nullptr}; ///< with the weights of the best epoch
    std::vector<EpochPoint> curve; ///< first the analytic start
    int bestEpoch {};
    /// Nats of the validation sounds that no weights can reach because they lie outside the basis;
    /// not part of the curve, where they would be the same in every epoch.
    double validationOutside {};
};

/// Fits the linear front on the training rows and trains the residual network on its coefficients:
/// AdamW with warm-up and cosine, mixup, −ELBO on fixed draws after every epoch, early stop with
/// the best weights; numbers that are not finite restart from the best weights at half the rate,
/// once.
/// @errors  Cancelled, Inference (not finite twice).
[[nodiscard]] Result<TrainedNet> trainNet(const Dataset& data, const TrainParams& params,
                                          const std::function<void(const EpochPoint&)>& onEpoch,
                                          TaskContext& task);

/// Isotropic space of the aligned sounds' embeddings.
[[nodiscard]] SoundSpace fitSoundSpace(const std::vector<std::vector<float>>& embeddings);

/// Optimises one batch and returns the loss; the building block of `trainNet`.
class BatchTrainer
{
public:
    BatchTrainer(VaeNet net, double learningRate, std::uint64_t seed);
    void setLearningRate(double rate);
    /// @param batch   coefficients, [rows, components].
    /// @param mixup   share of rows that are mixed with another row.
    /// @return        mean −ELBO; not finite when the step was not taken.
    double step(torch::Tensor batch, double mixup);

private:
    [[nodiscard]] torch::Tensor dropoutMask(std::int64_t rows);
    [[nodiscard]] torch::Tensor mixed(const torch::Tensor& batch, double share);

    VaeNet m_net;
    torch::optim::AdamW m_optimizer;
    Random m_random;
};

/// Normal draws, reproducible on every machine. [rows, columns]
[[nodiscard]] torch::Tensor normals(std::int64_t rows, std::int64_t columns, Random& random);

} // namespace nde::nn::vae
