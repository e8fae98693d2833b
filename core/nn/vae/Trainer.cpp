#include "core/nn/vae/Trainer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <numeric>

namespace nde::nn::vae {

namespace {

constexpr double kDropout = 0.2;
constexpr double kWeightDecay = 0.05;
constexpr double kClipNorm = 5.0;
constexpr double kMixupShare = 0.5;
constexpr double kMixupShape = 0.4;
constexpr int kWarmUpSteps = 100;
constexpr std::size_t kFewestSteps = 30; ///< an epoch
constexpr std::size_t kMostFrontRows = 4096; ///< of the eigen-decomposition
constexpr std::size_t kMostScoredRows = 1024; ///< of the training set after every epoch
constexpr double kSmoothing = 0.5; ///< of the curve that early stopping looks at
constexpr double kActiveVariance = 0.01; ///< of the posterior means

double secondsNow()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

/// At most `most` of the rows, evenly spread. [rows, kVectorSize]
torch::Tensor gather(const Dataset& data, const std::vector<std::size_t>& rows, std::size_t most)
{
    const std::size_t count = std::min(rows.size(), most);
    torch::Tensor out
        = torch::empty({static_cast<std::int64_t>(count), static_cast<std::int64_t>(kVectorSize)});
    for (std::size_t i = 0; i < count; ++i) {
        const float* from = data.row(rows[i * rows.size() / count]);
        std::copy_n(from, kVectorSize, out.data_ptr<float>() + i * kVectorSize);
    }
    return out;
}

/// Coefficients of many rows without a second copy of them all.
torch::Tensor coefficientsOf(const PrincipalFront& front, const Dataset& data,
                             const std::vector<std::size_t>& rows)
{
    std::vector<torch::Tensor> parts;
    constexpr std::size_t kChunk = 512;
    for (std::size_t first = 0; first < rows.size(); first += kChunk) {
        const std::vector<std::size_t> chunk(
            rows.begin() + static_cast<std::ptrdiff_t>(first),
            rows.begin() + static_cast<std::ptrdiff_t>(std::min(first + kChunk, rows.size())));
        parts.push_back(front.coefficients(gather(data, chunk, chunk.size())));
    }
    return torch::cat(parts);
}

/// What of the rows lies outside the basis: mean squared error a pixel.
double outside(const PrincipalFront& front, const torch::Tensor& rows,
               const torch::Tensor& coefficients)
{
    return (rows - front.image(coefficients)).square().mean().item<double>();
}

double featureVariance(const Dataset& data)
{
    std::vector<std::size_t> originals;
    for (const std::size_t row : data.trainRows) {
        if (row < data.sounds.size()) {
            originals.push_back(row);
        }
    }
    return gather(data, originals, kMostFrontRows)
        .narrow(1, 0, static_cast<std::int64_t>(kFeatureSize))
        .var(0)
        .mean()
        .item<double>();
}

/// One training run's state.
class Run
{
public:
    Run(const Dataset& data, const TrainParams& params, VaeNet net);
    Result<TrainedNet> go(const std::function<void(const EpochPoint&)>& onEpoch, TaskContext& task);

private:
    struct Score
    {
        double elbo {};
        double reconstruction {};
        double kl {};
        int active {};
    };
    Score score(const torch::Tensor& coefficients, const torch::Tensor& draws);
    EpochPoint measure(int epoch);
    bool trainEpoch(TaskContext& task, bool& isFinite);
    double learningRate() const;
    void keepBest(int epoch, double value);
    void restoreBest();
    void shuffle();

    const TrainParams& m_params;
    VaeNet m_net;
    std::unique_ptr<BatchTrainer> m_trainer;
    Random m_random;
    torch::Tensor m_train; ///< coefficients of all training rows
    torch::Tensor m_scored;
    torch::Tensor m_scoredDraws;
    torch::Tensor m_validation; ///< undefined without a validation set
    torch::Tensor m_validationDraws;
    double m_validationOutside {};
    std::vector<std::int64_t> m_order;
    std::size_t m_next {};
    std::size_t m_batch {};
    std::size_t m_stepsPerEpoch {};
    std::size_t m_step {};
    double m_rateFactor {1.0};
    std::vector<torch::Tensor> m_best;
    double m_bestValue {std::numeric_limits<double>::infinity()};
    int m_bestEpoch {};
};

Run::Run(const Dataset& data, const TrainParams& params, VaeNet net)
    : m_params(params)
    , m_net(net)
    , m_trainer(std::make_unique<BatchTrainer>(net, params.learningRate,
                                               streamSeed(params.seed, "vae.batches")))
    , m_random(streamSeed(params.seed, "vae.order"))
{
    const PrincipalFront& front = net->front();
    m_train = coefficientsOf(front, data, data.trainRows);
    const auto originals = static_cast<std::int64_t>(
        std::min(data.sounds.size() - data.validationRows.size(), kMostScoredRows));
    m_scored = m_train.narrow(0, 0, originals).clone();
    Random draws(streamSeed(params.seed, "vae.scores"));
    m_scoredDraws = normals(originals, params.latentDim, draws);
    if (!data.validationRows.empty()) {
        const torch::Tensor rows = gather(data, data.validationRows, data.validationRows.size());
        m_validation = front.coefficients(rows);
        m_validationDraws = normals(rows.size(0), params.latentDim, draws);
        m_validationOutside = outside(front, rows, m_validation) / (2.0 * front.noiseVariance);
    }
    const auto count = static_cast<std::size_t>(m_train.size(0));
    m_order.resize(count);
    std::iota(m_order.begin(), m_order.end(), std::int64_t {0});
    m_batch = std::min(static_cast<std::size_t>(params.batchSize), count);
    m_stepsPerEpoch = std::max(kFewestSteps, count / m_batch);
    m_next = count;
}

Run::Score Run::score(const torch::Tensor& coefficients, const torch::Tensor& draws)
{
    torch::NoGradGuard noGrad;
    const auto [mean, logVariance] = m_net->encode(coefficients);
    const torch::Tensor z = mean + draws * (logVariance / 2).exp();
    const auto terms = elboTerms(m_net->front(), coefficients, m_net->decode(z), mean, logVariance);
    Score out;
    out.reconstruction = terms.reconstruction.mean().item<double>();
    out.kl = terms.kl.mean().item<double>();
    out.elbo = out.reconstruction + out.kl;
    out.active = (mean.var(0) > kActiveVariance).sum().item<int>();
    return out;
}

EpochPoint Run::measure(int epoch)
{
    const Score train = score(m_scored, m_scoredDraws);
    EpochPoint point;
    point.epoch = epoch;
    point.train = train.elbo;
    point.validation
        = m_validation.defined() ? score(m_validation, m_validationDraws).elbo : train.elbo;
    point.reconstruction = train.reconstruction;
    point.kl = train.kl;
    point.activeDimensions = train.active;
    point.learningRate = epoch == 0 ? 0.0 : learningRate();
    return point;
}

double Run::learningRate() const
{
    const double total = static_cast<double>(m_stepsPerEpoch) * std::max(1, m_params.epochs);
    const double warm = std::min(1.0, static_cast<double>(m_step + 1) / kWarmUpSteps);
    const double position = std::min(1.0, static_cast<double>(m_step) / total);
    const double cosine = 0.5 * (1.0 + std::cos(std::numbers::pi * position)) * 0.99 + 0.01;
    return m_params.learningRate * m_rateFactor * warm * cosine;
}

void Run::shuffle()
{
    for (std::size_t i = m_order.size(); i > 1; --i) {
        std::swap(m_order[i - 1], m_order[m_random.below(i)]);
    }
    m_next = 0;
}

/// @return  false when cancelled.
bool Run::trainEpoch(TaskContext& task, bool& isFinite)
{
    for (std::size_t step = 0; step < m_stepsPerEpoch; ++step, ++m_step) {
        if (task.cancelled()) {
            return false;
        }
        if (m_next + m_batch > m_order.size()) {
            shuffle();
        }
        const torch::Tensor index = torch::from_blob(
            m_order.data() + m_next, {static_cast<std::int64_t>(m_batch)}, torch::kInt64);
        m_next += m_batch;
        m_trainer->setLearningRate(learningRate());
        if (!std::isfinite(m_trainer->step(m_train.index_select(0, index), kMixupShare))) {
            isFinite = false;
            return true;
        }
    }
    return true;
}

void Run::keepBest(int epoch, double value)
{
    if (value >= m_bestValue) {
        return;
    }
    m_bestValue = value;
    m_bestEpoch = epoch;
    m_best.clear();
    for (const torch::Tensor& parameter : m_net->parameters()) {
        m_best.push_back(parameter.detach().clone());
    }
}

void Run::restoreBest()
{
    torch::NoGradGuard noGrad;
    const auto parameters = m_net->parameters();
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        parameters[i].copy_(m_best[i]);
    }
}

Result<TrainedNet> Run::go(const std::function<void(const EpochPoint&)>& onEpoch, TaskContext& task)
{
    TrainedNet out;
    const auto report = [&](EpochPoint point) {
        out.curve.push_back(point);
        if (onEpoch) {
            onEpoch(point);
        }
    };
    report(measure(0));
    keepBest(0, out.curve[0].validation);
    double smoothed = out.curve[0].validation;
    double bestSmoothed = smoothed;
    int waited = 0;
    bool hasFailed = false;
    for (int epoch = 1; epoch <= m_params.epochs && waited < m_params.patience; ++epoch) {
        task.progress(static_cast<double>(epoch - 1) / m_params.epochs, "training");
        const double start = secondsNow();
        bool isFinite = true;
        if (!trainEpoch(task, isFinite)) {
            return fail(ErrorCode::Cancelled, "training was cancelled");
        }
        EpochPoint point = measure(epoch);
        if (!isFinite || !std::isfinite(point.train) || !std::isfinite(point.validation)) {
            if (hasFailed) {
                return fail(ErrorCode::Inference,
                            "training gave numbers that are not finite twice; a lower learning "
                            "rate than "
                                + std::to_string(m_params.learningRate) + " may help");
            }
            hasFailed = true;
            restoreBest();
            m_rateFactor *= 0.5;
            m_trainer = std::make_unique<BatchTrainer>(m_net, m_params.learningRate,
                                                       streamSeed(m_params.seed, "vae.retry"));
            continue;
        }
        point.examplesPerS
            = static_cast<double>(m_stepsPerEpoch * m_batch) / std::max(1e-6, secondsNow() - start);
        report(point);
        keepBest(epoch, point.validation);
        smoothed = std::lerp(smoothed, point.validation, kSmoothing);
        // While the rate warms up and is at its highest the curve may rise before it falls.
        const bool isEarly = epoch <= m_params.epochs / 5;
        waited = isEarly || smoothed < bestSmoothed ? 0 : waited + 1;
        bestSmoothed = std::min(bestSmoothed, smoothed);
    }
    restoreBest();
    m_net->eval();
    out.net = m_net;
    out.bestEpoch = m_bestEpoch;
    out.validationOutside = m_validationOutside;
    return out;
}

} // namespace

torch::Tensor normals(std::int64_t rows, std::int64_t columns, Random& random)
{
    torch::Tensor out = torch::empty({rows, columns});
    float* values = out.data_ptr<float>();
    std::generate(values, values + out.numel(),
                  [&random] { return static_cast<float>(random.normal()); });
    return out;
}

BatchTrainer::BatchTrainer(VaeNet net, double learningRate, std::uint64_t seed)
    : m_net(net)
    , m_optimizer(net->parameters(),
                  torch::optim::AdamWOptions(learningRate)
                      .betas(std::make_tuple(0.9, 0.99))
                      .weight_decay(kWeightDecay))
    , m_random(seed)
{
}

void BatchTrainer::setLearningRate(double rate)
{
    for (auto& group : m_optimizer.param_groups()) {
        static_cast<torch::optim::AdamWOptions&>(group.options()).lr(rate);
    }
}

torch::Tensor BatchTrainer::dropoutMask(std::int64_t rows)
{
    torch::Tensor out = torch::empty({rows, kHiddenUnits});
    float* values = out.data_ptr<float>();
    std::generate(values, values + out.numel(), [this] {
        return m_random.uniform() < kDropout ? 0.0F : static_cast<float>(1.0 / (1.0 - kDropout));
    });
    return out;
}

torch::Tensor BatchTrainer::mixed(const torch::Tensor& batch, double share)
{
    const std::int64_t rows = batch.size(0);
    std::vector<float> weights;
    std::vector<std::int64_t> partners(static_cast<std::size_t>(rows));
    std::iota(partners.begin(), partners.end(), std::int64_t {0});
    for (std::size_t i = partners.size(); i > 1; --i) {
        std::swap(partners[i - 1], partners[m_random.below(i)]);
    }
    for (std::int64_t i = 0; i < rows; ++i) {
        const bool isMixed = m_random.uniform() < share;
        weights.push_back(isMixed ? static_cast<float>(drawBeta(kMixupShape, m_random)) : 1.0F);
    }
    const torch::Tensor w = torch::tensor(weights).view({rows, 1});
    return w * batch + (1 - w) * batch.index_select(0, torch::tensor(partners));
}

double BatchTrainer::step(torch::Tensor batch, double mixup)
{
    if (mixup > 0.0) {
        batch = mixed(batch, mixup);
    }
    const std::int64_t rows = batch.size(0);
    const auto [mean, logVariance] = m_net->encode(batch, dropoutMask(rows));
    const torch::Tensor noise = normals(rows, m_net->latentDim(), m_random);
    const torch::Tensor z = mean + noise * (logVariance / 2).exp();
    const auto terms
        = elboTerms(m_net->front(), batch, m_net->decode(z, dropoutMask(rows)), mean, logVariance);
    const torch::Tensor loss = (terms.reconstruction + terms.kl).mean();
    const auto value = loss.item<double>();
    if (std::isfinite(value)) {
        m_optimizer.zero_grad();
        loss.backward();
        torch::nn::utils::clip_grad_norm_(m_net->parameters(), kClipNorm);
        m_optimizer.step();
    }
    return value;
}

Result<TrainedNet> trainNet(const Dataset& data, const TrainParams& params,
                            const std::function<void(const EpochPoint&)>& onEpoch,
                            TaskContext& task)
{
    task.progress(0.0, "components");
    const double noise = std::max(1e-9, params.detail * featureVariance(data));
    PrincipalFront front
        = fitFront(gather(data, data.trainRows, kMostFrontRows), noise, params.latentDim);
    if (task.cancelled()) {
        return fail(ErrorCode::Cancelled, "training was cancelled");
    }
    VaeNet net(std::move(front), params.latentDim, params.seed);
    Run run(data, params, net);
    TaskContext rest = task.sub(0.05, 1.0);
    return run.go(onEpoch, rest);
}

SoundSpace fitSoundSpace(const std::vector<std::vector<float>>& embeddings)
{
    torch::NoGradGuard noGrad;
    const auto count = static_cast<std::int64_t>(embeddings.size());
    torch::Tensor rows = torch::empty({count, kEmbeddingSize});
    for (std::size_t i = 0; i < embeddings.size(); ++i) {
        std::copy_n(embeddings[i].data(), kEmbeddingSize,
                    rows.data_ptr<float>() + i * kEmbeddingSize);
    }
    const torch::Tensor mean = rows.mean(0);
    const torch::Tensor centred = rows - mean;
    const torch::Tensor covariance
        = product(centred.t(), centred).to(torch::kFloat64) / static_cast<double>(count);
    const auto [values, vectors] = torch::linalg_eigh(covariance);
    const std::int64_t dimensions = std::min<std::int64_t>(24, count - 1);
    const torch::Tensor basis
        = vectors.flip(1).narrow(1, 0, dimensions).to(torch::kFloat32).contiguous();
    const torch::Tensor points = product(centred, basis);
    const double scale = std::max(1e-6, points.std().item<double>());
    const auto list = [](const torch::Tensor& t) {
        const torch::Tensor flat = t.contiguous();
        return std::vector<float>(flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel());
    };
    return {static_cast<int>(dimensions), list(mean), list(basis), static_cast<float>(scale),
            list(points / scale)};
}

} // namespace nde::nn::vae
