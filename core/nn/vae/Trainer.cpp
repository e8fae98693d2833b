#include "core/nn/vae/Trainer.h"

#include "core/base/Random.h"
#include "core/base/WideRegisters.h"
#include "core/nn/vae/Draws.h"
#include "core/nn/vae/TrainStateFile.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <new>
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
constexpr std::size_t kMostScoredRows = 1024; ///< of the training set after every epoch
constexpr std::size_t kScoreBlock = 128;
constexpr double kSmoothing = 0.5; ///< of the curve that early stopping looks at
constexpr double kActiveVariance = 0.01; ///< of the posterior means
constexpr double kSaveEveryS = 2.0;
constexpr int kProbeEvery = 10; ///< epochs

double secondsNow()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

std::int64_t residentBytes()
{
    long pages = 0;
    if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(file, "%*s %ld", &pages) != 1) {
            pages = 0;
        }
        std::fclose(file);
    }
    return static_cast<std::int64_t>(pages) * ::sysconf(_SC_PAGESIZE);
}

/// Normal draws that a score uses after every epoch. [rows, latent]
std::vector<float> scoreDraws(std::uint64_t seed, std::string_view purpose, std::size_t count)
{
    Random random(streamSeed(seed, purpose));
    std::vector<float> out(count);
    std::generate(out.begin(), out.end(),
                  [&random] { return static_cast<float>(random.normal()); });
    return out;
}

} // namespace

int usefulEpochs(const Prepared& prepared, const TrainParams& params)
{
    return prepared.sounds.size() < kFewestForNetwork ? 0 : params.epochs;
}

Trainer::Trainer(const Prepared& prepared, const TrainParams& params, TrainerHooks hooks)
    : m_prepared(prepared)
    , m_params(params)
    , m_hooks(std::move(hooks))
    , m_epochs(usefulEpochs(prepared, params))
    , m_net(linearPart(prepared.basis.eigenvalues, prepared.noiseVariance, params.latentDim),
            params.seed)
{
    const auto latent = static_cast<std::size_t>(params.latentDim);
    for (const std::uint32_t row : prepared.trainRows) {
        if (row < prepared.sounds.size() && m_scoredRows.size() < kMostScoredRows) {
            m_scoredRows.push_back(row);
        }
    }
    m_scoredDraws = scoreDraws(params.seed, "vae.scores", m_scoredRows.size() * latent);
    m_validationDraws
        = scoreDraws(params.seed, "vae.validation_scores", prepared.validationRows.size() * latent);
    m_largestBatch
        = std::min(static_cast<std::size_t>(params.batchSize), prepared.trainRows.size());
    m_state.batch = static_cast<std::int64_t>(m_largestBatch);
    m_net.reserve(std::max(kScoreBlock, m_largestBatch));
}

Result<> Trainer::startFrom(const std::map<std::string, std::vector<std::uint8_t>>& tensors)
{
    return m_net.importFrom(tensors);
}

std::size_t Trainer::stepsPerEpoch() const
{
    return std::max(kFewestSteps,
                    m_prepared.trainRows.size() / static_cast<std::size_t>(m_state.batch));
}

Trainer::Scores Trainer::score(const std::vector<std::uint32_t>& rows,
                               const std::vector<float>& draws)
{
    const auto latent = static_cast<std::size_t>(m_params.latentDim);
    const std::size_t components = m_prepared.basis.components();
    Scores out;
    std::vector<double> kl(latent, 0.0);
    std::vector<double> sum(latent, 0.0);
    std::vector<double> squares(latent, 0.0);
    const auto total = static_cast<double>(rows.size());
    for (std::size_t first = 0; first < rows.size(); first += kScoreBlock) {
        const std::size_t count = std::min(kScoreBlock, rows.size() - first);
        for (std::size_t i = 0; i < count; ++i) {
            std::copy_n(m_prepared.row(rows[first + i]), components,
                        m_net.coefficients() + i * m_net.componentStride());
            std::copy_n(draws.data() + (first + i) * latent, latent,
                        m_net.noise() + i * m_net.latentStride());
        }
        const Elbo part = m_net.evaluate(count);
        out.elbo.reconstruction += part.reconstruction * static_cast<double>(count) / total;
        out.elbo.kl += part.kl * static_cast<double>(count) / total;
        for (std::size_t i = 0; i < count; ++i) {
            const float* mean = m_net.means() + i * m_net.latentStride();
            const float* logVariance = m_net.logVariances() + i * m_net.latentStride();
            for (std::size_t j = 0; j < latent; ++j) {
                const auto m = static_cast<double>(mean[j]);
                const auto v = static_cast<double>(logVariance[j]);
                kl[j] += 0.5 * (m * m + std::exp(v) - 1.0 - v);
                sum[j] += m;
                squares[j] += m * m;
            }
        }
    }
    for (std::size_t j = 0; j < latent; ++j) {
        const double variance = (squares[j] - sum[j] * sum[j] / total) / std::max(1.0, total - 1.0);
        out.active += variance > kActiveVariance ? 1 : 0;
        out.klPerDimension.push_back(static_cast<float>(kl[j] / total));
    }
    return out;
}

EpochPoint Trainer::measure(int epoch)
{
    Scores train = score(m_scoredRows, m_scoredDraws);
    EpochPoint point;
    point.epoch = epoch;
    point.train = train.elbo.total();
    point.validation = m_prepared.validationRows.empty()
        ? point.train
        : score(m_prepared.validationRows, m_validationDraws).elbo.total();
    point.reconstruction = train.elbo.reconstruction;
    point.kl = train.elbo.kl;
    point.activeDimensions = train.active;
    point.klPerDimension = std::move(train.klPerDimension);
    point.learningRate = epoch == 0 ? 0.0 : rate();
    point.steps = m_state.step;
    point.memoryBytes = residentBytes();
    point.elapsedS = m_state.elapsedS;
    return point;
}

double Trainer::rate() const
{
    const double inEpoch
        = static_cast<double>(m_state.stepInEpoch) / static_cast<double>(stepsPerEpoch());
    const double position = std::min(1.0, (m_state.epoch - 1 + inEpoch) / std::max(1, m_epochs));
    const double warm = std::min(1.0, static_cast<double>(m_state.momentSteps + 1) / kWarmUpSteps);
    const double cosine = 0.5 * (1.0 + std::cos(std::numbers::pi * position)) * 0.99 + 0.01;
    return m_params.learningRate * m_state.rateFactor * warm * cosine;
}

/// The order of a pass follows from its number; a sound that is liked comes more often.
void Trainer::shuffle()
{
    m_order.clear();
    Random random(streamSeed(m_params.seed, "vae.order", static_cast<std::uint64_t>(m_state.pass)));
    for (const std::uint32_t row : m_prepared.trainRows) {
        const double weight = m_prepared.sounds[m_prepared.soundOf[row]].weight;
        auto times = static_cast<std::size_t>(weight);
        const double rest = weight - static_cast<double>(times);
        times += rest > 0.0 && random.uniform() < rest ? 1 : 0;
        m_order.insert(m_order.end(), times, row);
    }
    // Weights below 1 everywhere may leave too few for a batch.
    for (std::size_t i = 0; m_order.size() < m_largestBatch; ++i) {
        m_order.push_back(m_prepared.trainRows[i % m_prepared.trainRows.size()]);
    }
    for (std::size_t i = m_order.size(); i > 1; --i) {
        std::swap(m_order[i - 1], m_order[random.below(i)]);
    }
}

void Trainer::layBatch()
{
    const auto batch = static_cast<std::size_t>(m_state.batch);
    if (m_order.empty()) {
        shuffle();
    }
    if (static_cast<std::size_t>(m_state.position) + batch > m_order.size()) {
        ++m_state.pass;
        m_state.position = 0;
        shuffle();
    }
    const std::uint32_t* rows = m_order.data() + m_state.position;
    const auto step = static_cast<std::uint64_t>(m_state.step);
    const auto attempt = static_cast<std::uint64_t>(m_state.rollbacks);
    Random random(streamSeed(m_params.seed, "vae.mixup", step, attempt));
    std::vector<std::uint32_t> partners(rows, rows + batch);
    for (std::size_t i = batch; i > 1; --i) {
        std::swap(partners[i - 1], partners[random.below(i)]);
    }
    const std::size_t components = m_prepared.basis.components();
    for (std::size_t i = 0; i < batch; ++i) {
        const bool isMixed = random.uniform() < kMixupShare;
        const float share = isMixed ? static_cast<float>(drawBeta(kMixupShape, random)) : 1.0F;
        const float* a = m_prepared.row(rows[i]);
        const float* b = m_prepared.row(partners[i]);
        float* to = m_net.coefficients() + i * m_net.componentStride();
        for (std::size_t k = 0; k < components; ++k) {
            to[k] = share * a[k] + (1.0F - share) * b[k];
        }
    }
    const auto latent = static_cast<std::size_t>(m_params.latentDim);
    const std::uint64_t noise = streamSeed(m_params.seed, "vae.noise", step, attempt);
    for (std::size_t i = 0; i < batch; ++i) {
        drawNormals(noise + i, latent, m_net.noise() + i * m_net.latentStride());
    }
    drawMask(streamSeed(m_params.seed, "vae.mask0", step, attempt), kDropout, batch * kHiddenUnits,
             m_net.encoderMask());
    drawMask(streamSeed(m_params.seed, "vae.mask1", step, attempt), kDropout, batch * kHiddenUnits,
             m_net.decoderMask());
    m_state.position += m_state.batch;
}

/// @return  false when the numbers were not finite; then no step was taken.
bool Trainer::takeStep()
{
    if (m_hooks.beforeStep) {
        m_hooks.beforeStep(m_state.step, m_net);
    }
    layBatch();
    const Elbo elbo = m_net.gradient(static_cast<std::size_t>(m_state.batch));
    const double norm = m_net.gradientNorm();
    if (!std::isfinite(elbo.total()) || !std::isfinite(norm)) {
        return false;
    }
    m_net.adam(m_state.momentSteps + 1, rate(), kWeightDecay, norm, kClipNorm);
    m_state.gradientSum += norm;
    ++m_state.step;
    ++m_state.momentSteps;
    ++m_state.stepInEpoch;
    return true;
}

/// Memory that runs out halves the batch; with one row there is nothing left to halve.
bool Trainer::takeStepWithRoom()
{
    for (;;) {
        const std::int64_t position = m_state.position;
        const std::int64_t pass = m_state.pass;
        try {
            return takeStep();
        } catch (const std::bad_alloc&) {
            if (m_state.batch <= 1) {
                throw;
            }
            m_state.pass = pass;
            m_state.position = position;
            m_order.clear();
            m_state.batch = (m_state.batch + 1) / 2;
            m_state.event = "batch_halved";
        }
    }
}

Trainer::EpochEnd Trainer::trainEpoch(const std::filesystem::path& stateFile, TaskContext& task)
{
    clearWideRegisters(); // the monitor, which is told of epochs, uses Qt
    double before = secondsNow();
    const auto book = [&] {
        const double now = secondsNow();
        m_state.elapsedS += now - before;
        m_state.epochElapsedS += now - before;
        before = now;
    };
    while (static_cast<std::size_t>(m_state.stepInEpoch) < stepsPerEpoch()) {
        const bool isCancelled = task.cancelled();
        if (isCancelled || (m_hooks.shouldFinish && m_hooks.shouldFinish())) {
            book();
            return isCancelled ? EpochEnd::Cancelled : EpochEnd::Finish;
        }
        if (!takeStepWithRoom()) {
            book();
            return EpochEnd::NotFinite;
        }
        if (!stateFile.empty() && secondsNow() - m_lastSaved > kSaveEveryS) {
            book();
            m_saveResult = save(stateFile);
            m_lastSaved = secondsNow();
            before = m_lastSaved;
            if (!m_saveResult) {
                return EpochEnd::Cancelled;
            }
        }
    }
    book();
    return EpochEnd::Done;
}

void Trainer::keepBest(int epoch, double value)
{
    if (epoch > 0 && value >= m_state.bestValue) {
        return;
    }
    m_state.bestValue = value;
    m_state.bestEpoch = epoch;
    const auto values = m_net.values();
    m_best.assign(values.begin(), values.end());
}

void Trainer::restoreBest()
{
    std::copy(m_best.begin(), m_best.end(), m_net.values().begin());
}

void Trainer::report(EpochPoint point)
{
    if (m_hooks.onProbe && point.epoch % kProbeEvery == 0) {
        point.spectralDistance = m_hooks.onProbe(point.epoch, m_net);
    }
    m_state.curve.push_back(point);
    if (m_hooks.onEpoch) {
        m_hooks.onEpoch(point);
    }
}

Result<> Trainer::begin()
{
    EpochPoint start = measure(0);
    if (!std::isfinite(start.train) || !std::isfinite(start.validation)) {
        return fail(ErrorCode::Inference,
                    "the analytic start of the model is not finite; the sounds may be damaged");
    }
    m_state.smoothed = start.validation;
    m_state.bestSmoothed = start.validation;
    keepBest(0, start.validation);
    report(std::move(start));
    return {};
}

Result<> Trainer::rollBack()
{
    if (m_state.rollbacks > 0) {
        return fail(ErrorCode::Inference,
                    "training gave numbers that are not finite twice; a lower learning rate than "
                        + std::to_string(m_params.learningRate) + " may help");
    }
    ++m_state.rollbacks;
    m_state.rateFactor *= 0.5;
    m_state.momentSteps = 0;
    m_state.stepInEpoch = 0;
    m_state.gradientSum = 0.0;
    m_state.epochElapsedS = 0.0;
    m_state.event = "rolled_back";
    restoreBest();
    m_net.resetMoments();
    return {};
}

Result<> Trainer::endEpoch(TaskContext& task)
{
    EpochPoint point = measure(m_state.epoch);
    if (!std::isfinite(point.train) || !std::isfinite(point.validation)) {
        return rollBack();
    }
    const auto steps = static_cast<double>(m_state.stepInEpoch);
    point.gradientNorm = m_state.gradientSum / std::max(1.0, steps);
    point.examplesPerS
        = steps * static_cast<double>(m_state.batch) / std::max(1e-6, m_state.epochElapsedS);
    point.event = m_state.event;
    keepBest(m_state.epoch, point.validation);
    m_state.smoothed = std::lerp(m_state.smoothed, point.validation, kSmoothing);
    // While the rate warms up and is at its highest the curve may rise before it falls.
    const bool isEarly = m_state.epoch <= m_epochs / 5;
    m_state.waited = isEarly || m_state.smoothed < m_state.bestSmoothed ? 0 : m_state.waited + 1;
    m_state.bestSmoothed = std::min(m_state.bestSmoothed, m_state.smoothed);
    report(std::move(point));
    task.progress(static_cast<double>(m_state.epoch) / std::max(1, m_epochs), "training");
    ++m_state.epoch;
    m_state.stepInEpoch = 0;
    m_state.gradientSum = 0.0;
    m_state.epochElapsedS = 0.0;
    m_state.event.clear();
    return {};
}

Result<> Trainer::run(const std::filesystem::path& stateFile, TaskContext& task)
{
    m_lastSaved = secondsNow();
    const auto keep
        = [&]() -> Result<> { return stateFile.empty() ? Result<> {} : save(stateFile); };
    if (m_state.curve.empty()) {
        if (auto begun = begin(); !begun) {
            return begun;
        }
    }
    while (!m_state.isFinished) {
        const bool isOver = m_state.epoch > m_epochs || m_state.waited >= m_params.patience;
        const EpochEnd end = isOver ? EpochEnd::Finish : trainEpoch(stateFile, task);
        if (end == EpochEnd::Cancelled) {
            if (auto kept = m_saveResult ? keep() : m_saveResult; !kept) {
                return kept;
            }
            return fail(ErrorCode::Cancelled, "training was cancelled");
        }
        if (end == EpochEnd::Finish) {
            m_state.isStoppedEarly = m_state.epoch <= m_epochs;
            m_state.isFinished = true;
            break;
        }
        if (auto done = end == EpochEnd::Done ? endEpoch(task) : rollBack(); !done) {
            return done;
        }
    }
    if (auto kept = keep(); !kept) {
        return kept;
    }
    restoreBest();
    listenToBest();
    return {};
}

/// The best epoch is heard even where it is not one of those that are heard anyway.
void Trainer::listenToBest()
{
    if (!m_hooks.onProbe || m_state.bestEpoch % kProbeEvery == 0) {
        return;
    }
    const double distance = m_hooks.onProbe(m_state.bestEpoch, m_net);
    for (EpochPoint& point : m_state.curve) {
        if (point.epoch == m_state.bestEpoch) {
            point.spectralDistance = distance;
            if (m_hooks.onEpoch) {
                m_hooks.onEpoch(point);
            }
        }
    }
}

Result<> Trainer::save(const std::filesystem::path& stateFile) const
{
    return saveTrainState(stateFile, m_prepared.key, m_state,
                          {m_net.values(), m_net.firstMoments(), m_net.secondMoments(), m_best});
}

Result<> Trainer::resume(const std::filesystem::path& stateFile)
{
    auto stored = loadTrainState(stateFile, m_prepared.key, m_net.values().size(),
                                 static_cast<std::size_t>(m_params.latentDim));
    if (!stored) {
        return propagate(stored);
    }
    m_state = std::move(stored->state);
    std::copy(stored->values.begin(), stored->values.end(), m_net.values().begin());
    std::copy(stored->first.begin(), stored->first.end(), m_net.firstMoments().begin());
    std::copy(stored->second.begin(), stored->second.end(), m_net.secondMoments().begin());
    m_best = std::move(stored->best);
    m_order.clear();
    return {};
}

} // namespace nde::nn::vae
