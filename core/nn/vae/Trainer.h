#pragma once

#include "core/nn/vae/Prepared.h"
#include "core/nn/vae/TrainableNet.h"

#include <functional>
#include <map>

namespace nde::nn::vae {

/// Everything that changes while a network is trained, besides its weights and their moments. All
/// random draws are streams named by these numbers, so nothing else is needed to go on.
struct TrainState
{
    std::int64_t step {}; ///< taken since the start
    std::int64_t momentSteps {}; ///< since the moments were last empty
    int epoch {1}; ///< that is being trained, from 1
    std::int64_t stepInEpoch {};
    std::int64_t pass {}; ///< through the shuffled rows
    std::int64_t position {}; ///< in the pass
    std::int64_t batch {};
    int rollbacks {};
    double rateFactor {1.0};
    double gradientSum {}; ///< of norms in this epoch
    double smoothed {};
    double bestSmoothed {};
    int waited {}; ///< epochs without improvement
    double bestValue {};
    int bestEpoch {};
    double elapsedS {}; ///< of training, pauses left out
    double epochElapsedS {}; ///< of this epoch
    std::string event; ///< of this epoch
    bool isFinished {};
    bool isStoppedEarly {};
    std::vector<EpochPoint> curve;
};

/// What `Trainer` tells and asks. All on the training thread.
struct TrainerHooks
{
    std::function<void(const EpochPoint&)> onEpoch;
    std::function<bool()> shouldFinish;
    /// Before epoch 1, then every ten epochs and for the best one. @return  mel distance in dB.
    std::function<double(int epoch, TrainableNet& net)> onProbe;
    /// Before every step; tests plant faults here.
    std::function<void(std::int64_t step, TrainableNet& net)> beforeStep;
};

/// Trains the residual network on prepared coefficients: AdamW with warm-up and cosine, mixup,
/// −ELBO on fixed draws after every epoch, early stop with the best weights; numbers that are not
/// finite restart from the best weights at half the rate, once; memory that runs out halves the
/// batch.
/// @source  vae.md 6.
class Trainer
{
public:
    /// `prepared` and `params` must outlive this.
    Trainer(const Prepared& prepared, const TrainParams& params, TrainerHooks hooks);

    /// Starts from the weights of another run. @errors  Corrupt (another shape).
    [[nodiscard]] Result<>
    startFrom(const std::map<std::string, std::vector<std::uint8_t>>& tensors);
    /// Goes on where a stored state stands. @errors  NotFound, Corrupt, Io.
    [[nodiscard]] Result<> resume(const std::filesystem::path& stateFile);
    /// To the end, or until it is cancelled.
    /// @param stateFile  where to keep the state, empty = nowhere.
    /// @errors  Cancelled (the state is kept), Inference (not finite twice), DiskFull, Io.
    [[nodiscard]] Result<> run(const std::filesystem::path& stateFile, TaskContext& task);

    [[nodiscard]] const TrainState& state() const { return m_state; }
    [[nodiscard]] TrainableNet& net() { return m_net; } ///< after `run` with the best weights
    [[nodiscard]] std::size_t stepsPerEpoch() const;

private:
    struct Scores
    {
        Elbo elbo;
        int active {};
        std::vector<float> klPerDimension;
    };
    enum class EpochEnd
    {
        Done,
        NotFinite,
        Cancelled,
        Finish
    };

    [[nodiscard]] Scores score(const std::vector<std::uint32_t>& rows,
                               const std::vector<float>& draws);
    [[nodiscard]] EpochPoint measure(int epoch);
    [[nodiscard]] Result<> begin();
    [[nodiscard]] Result<> endEpoch(TaskContext& task);
    [[nodiscard]] Result<> rollBack();
    EpochEnd trainEpoch(const std::filesystem::path& stateFile, TaskContext& task);
    [[nodiscard]] bool takeStep();
    [[nodiscard]] bool takeStepWithRoom();
    void layBatch();
    void shuffle();
    [[nodiscard]] double rate() const;
    void report(EpochPoint point);
    void keepBest(int epoch, double value);
    void restoreBest();
    void listenToBest();
    [[nodiscard]] Result<> save(const std::filesystem::path& stateFile) const;

    const Prepared& m_prepared;
    const TrainParams& m_params;
    TrainerHooks m_hooks;
    int m_epochs {};
    TrainableNet m_net;
    TrainState m_state;
    std::vector<float> m_best; ///< values
    std::vector<std::uint32_t> m_scoredRows;
    std::vector<float> m_scoredDraws;
    std::vector<float> m_validationDraws;
    std::vector<std::uint32_t> m_order; ///< of the pass
    std::size_t m_largestBatch {};
    double m_lastSaved {};
    Result<> m_saveResult;
};

/// How many epochs these sounds are worth: none below `kFewestForNetwork`.
[[nodiscard]] int usefulEpochs(const Prepared& prepared, const TrainParams& params);

} // namespace nde::nn::vae
