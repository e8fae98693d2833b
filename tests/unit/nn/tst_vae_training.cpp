#include "core/base/Random.h"
#include "core/nn/vae/Draws.h"
#include "core/nn/vae/Half.h"
#include "core/nn/vae/TrainStateFile.h"
#include "core/nn/vae/Trainer.h"

#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <fstream>
#include <limits>
#include <new>

using namespace nde;
using namespace nde::nn;
using namespace nde::nn::vae;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kComponents = 45;
constexpr std::size_t kSounds = 80;

/// What training needs of sounds that never were: coefficients with two clusters, so that there is
/// something to learn beyond the linear start. The first 70 sounds train, the others validate.
Prepared preparedSounds()
{
    Prepared out;
    out.key = "test";
    out.noiseVariance = 0.02;
    Random random(4);
    out.basis.mean.assign(kVectorSize, 0.0F);
    out.basis.directions.assign(kVectorSize * kComponents, 0);
    for (std::size_t k = 0; k < kComponents; ++k) {
        out.basis.eigenvalues.push_back(1.0F / static_cast<float>(1 + k));
        out.basis.scale.push_back(1.0F);
    }
    for (std::uint32_t i = 0; i < kSounds; ++i) {
        PreparedSound sound;
        sound.id = 100 + i;
        sound.hash = "hash" + std::to_string(i);
        sound.group = "pack" + std::to_string(i % 7);
        sound.isValidation = i >= 70;
        out.sounds.push_back(sound);
        out.soundOf.push_back(i);
        (sound.isValidation ? out.validationRows : out.trainRows).push_back(i);
        const double bend = random.normal();
        for (std::size_t k = 0; k < kComponents; ++k) {
            const double value = k == 0 ? bend : k == 1 ? bend * bend - 1.0 : random.normal();
            out.coefficients.push_back(static_cast<float>(value));
        }
    }
    out.embeddings.assign(kSounds * kEmbeddingSize, 0.0F);
    return out;
}

TrainParams shortTraining()
{
    TrainParams params;
    params.latentDim = 33; // no multiple of anything that the kernels like
    params.epochs = 4;
    params.batchSize = 16;
    params.seed = 9;
    return params;
}

/// Everything of a curve but the time it took.
bool isSameCurve(const std::vector<EpochPoint>& a, const std::vector<EpochPoint>& b)
{
    return std::equal(
        a.begin(), a.end(), b.begin(), b.end(), [](const EpochPoint& x, const EpochPoint& y) {
            return x.epoch == y.epoch && x.train == y.train && x.validation == y.validation
                && x.reconstruction == y.reconstruction && x.kl == y.kl
                && x.activeDimensions == y.activeDimensions && x.learningRate == y.learningRate
                && x.gradientNorm == y.gradientNorm && x.steps == y.steps && x.event == y.event
                && x.klPerDimension == y.klPerDimension;
        });
}

std::vector<float> weightsOf(Trainer& trainer)
{
    const auto values = trainer.net().values();
    return {values.begin(), values.end()};
}

/// Cancels once a number of steps was taken.
TaskContext cancelledAfter(const Trainer*& trainer, std::int64_t steps)
{
    return {[](double, std::string_view) {},
            [&trainer, steps] { return trainer != nullptr && trainer->state().step >= steps; }};
}

} // namespace

class TestVaeTraining : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void halvesRoundToEven();
    void drawsHaveTheirDistribution();
    void noiseKeepsTheCodeShort();
    void trainingLearns();
    void resumeGivesTheSame_data();
    void resumeGivesTheSame();
    void manyCutsGiveTheSame();
    void finishingEarlyKeepsTheBest();
    void nanGoesBackOnce();
    void nanTwiceIsAnError();
    void memoryHalvesTheBatch();
    void tasteDrawsMoreOften();
    void fewSoundsStayLinear();
    void damagedStatesAreRefused();
    void fullDiskKeepsTheLastState();
    void preparedSurvivesItsFile();

private:
    [[nodiscard]] fs::path file(const char* name) const
    {
        return fs::path(m_folder.path().toStdString()) / name;
    }
    QTemporaryDir m_folder;
};

void TestVaeTraining::halvesRoundToEven()
{
    QCOMPARE(toHalf(1.0F), std::uint16_t {0x3C00});
    QCOMPARE(toHalf(-2.0F), std::uint16_t {0xC000});
    QCOMPARE(toHalf(65504.0F), std::uint16_t {0x7BFF});
    QCOMPARE(toHalf(65536.0F), std::uint16_t {0x7C00});
    QCOMPARE(toHalf(0x1p-24F), std::uint16_t {0x0001});
    QCOMPARE(toHalf(1.0F + 0x1p-11F), std::uint16_t {0x3C00}); // half way: to the even one
    QCOMPARE(toHalf(1.0F + 0x3p-11F), std::uint16_t {0x3C02});
    for (std::uint32_t bits = 0; bits < 0x7C00U; ++bits) {
        QCOMPARE(toHalf(fromHalf(static_cast<std::uint16_t>(bits))), bits);
    }
}

void TestVaeTraining::drawsHaveTheirDistribution()
{
    constexpr std::size_t kCount = 400000;
    std::vector<float> x(kCount);
    drawNormals(3, kCount, x.data());
    double moments[5] {};
    for (const float value : x) {
        for (int power = 1; power <= 4; ++power) {
            moments[power] += std::pow(static_cast<double>(value), power) / kCount;
        }
    }
    QVERIFY(std::abs(moments[1]) < 0.01);
    QVERIFY(std::abs(moments[2] - 1.0) < 0.01);
    QVERIFY(std::abs(moments[3]) < 0.03);
    QVERIFY(std::abs(moments[4] - 3.0) < 0.06);
    const auto beyond = std::count_if(x.begin(), x.end(), [](float v) { return v > 2.0F; });
    QVERIFY(std::abs(static_cast<double>(beyond) / kCount - 0.02275) < 0.001);

    drawMask(3, 0.2, kCount, x.data());
    const auto dropped = std::count(x.begin(), x.end(), 0.0F);
    QVERIFY(std::abs(static_cast<double>(dropped) / kCount - 0.2) < 0.004);
    QCOMPARE(*std::max_element(x.begin(), x.end()), 1.25F);
    std::vector<float> again(kCount);
    drawMask(3, 0.2, kCount, again.data());
    QVERIFY(x == again);
}

void TestVaeTraining::noiseKeepsTheCodeShort()
{
    // Two sounds at deviations 1 and -1 of 100 directions of variance 1: the code of each is
    // -ln(noise) / 2 nats a direction, so that 240 are reached at exp(-4.8) = 0.00823.
    constexpr std::size_t kDirections = 100;
    Prepared prepared;
    prepared.sounds.resize(3);
    prepared.sounds[2].isValidation = true;
    prepared.basis.eigenvalues.assign(kDirections, 1.0F);
    prepared.basis.scale.assign(kDirections, 1.0F);
    for (const float value : {1.0F, -1.0F, 50.0F, 50.0F}) { // the last one is a variant
        prepared.coefficients.insert(prepared.coefficients.end(), kDirections, value);
    }
    prepared.soundOf = {0, 1, 2, 0};
    prepared.trainRows = {0, 1, 3};
    prepared.validationRows = {2};
    const double limit = std::exp(-4.8);
    const double raised = noiseFor(prepared, 0.001, kDirections);
    QVERIFY2(raised >= limit && raised <= 1.02 * limit, qPrintable(QString::number(raised)));
    QCOMPARE(noiseFor(prepared, 0.02, kDirections), 0.02); // short enough as it is
    QCOMPARE(noiseFor(prepared, 0.001, kDirections / 2), 0.001); // half of the directions: 173
    prepared.coefficients.assign(prepared.coefficients.size(), 3.0F);
    // Three deviations out: (8 (1 - noise) - ln(noise)) / 2 nats a direction, 2.4 at 0.49.
    QVERIFY(std::abs(noiseFor(prepared, 0.001, kDirections) - 0.49) < 0.02);
}

void TestVaeTraining::trainingLearns()
{
    const Prepared prepared = preparedSounds();
    TrainParams params = shortTraining();
    params.epochs = 30;
    params.patience = 100;
    std::vector<EpochPoint> seen;
    TrainerHooks hooks;
    hooks.onEpoch = [&](const EpochPoint& point) { seen.push_back(point); };
    Trainer trainer(prepared, params, hooks);
    TaskContext task;
    const auto done = trainer.run({}, task);
    QVERIFY2(done.has_value(), done ? "" : done.error().message.c_str());
    QCOMPARE(seen.size(), std::size_t {31});
    QVERIFY2(seen.back().train < 0.97 * seen.front().train,
             qPrintable(QStringLiteral("%1 after %2").arg(seen.back().train).arg(seen[0].train)));
    for (const EpochPoint& point : seen) {
        QCOMPARE(point.klPerDimension.size(), std::size_t {33});
        double sum = 0;
        for (const float kl : point.klPerDimension) {
            sum += static_cast<double>(kl);
        }
        QVERIFY(std::abs(sum - point.kl) < 1e-3 * point.kl);
        QVERIFY(point.epoch == 0 || (point.gradientNorm > 0.0 && point.examplesPerS > 0.0));
        QVERIFY(point.memoryBytes > 1'000'000);
    }
    // The weights that are left are those of the best epoch.
    const auto best = std::min_element(seen.begin(), seen.end(), [](const auto& a, const auto& b) {
        return a.validation < b.validation;
    });
    QCOMPARE(trainer.state().bestEpoch, best->epoch);
    QCOMPARE(trainer.state().bestValue, best->validation);
}

void TestVaeTraining::resumeGivesTheSame_data()
{
    QTest::addColumn<qint64>("steps");
    QTest::addRow("before the first step") << qint64 {0};
    QTest::addRow("in the first epoch") << qint64 {7};
    QTest::addRow("at the end of an epoch") << qint64 {30};
    QTest::addRow("in the last epoch") << qint64 {97};
    QTest::addRow("after everything") << qint64 {1000};
}

void TestVaeTraining::resumeGivesTheSame()
{
    QFETCH(qint64, steps);
    const Prepared prepared = preparedSounds();
    const TrainParams params = shortTraining();
    TaskContext task;
    Trainer whole(prepared, params, {});
    QVERIFY(whole.run({}, task));

    const fs::path state = file("cut.bin");
    fs::remove(state);
    {
        Trainer first(prepared, params, {});
        const Trainer* watched = &first;
        TaskContext stopping = cancelledAfter(watched, steps);
        const auto stopped = first.run(state, stopping);
        QVERIFY(steps == 1000 ? stopped.has_value() : stopped.error().code == ErrorCode::Cancelled);
        QVERIFY(steps == 1000 || first.state().step == steps);
    }
    Trainer second(prepared, params, {});
    const auto resumed = second.resume(state);
    QVERIFY2(resumed.has_value(), resumed ? "" : resumed.error().message.c_str());
    QVERIFY(second.run(state, task));
    QVERIFY(weightsOf(second) == weightsOf(whole));
    QVERIFY(isSameCurve(second.state().curve, whole.state().curve));
    QCOMPARE(second.state().bestEpoch, whole.state().bestEpoch);
}

void TestVaeTraining::manyCutsGiveTheSame()
{
    const Prepared prepared = preparedSounds();
    TrainParams params = shortTraining();
    params.epochs = 2;
    TaskContext task;
    Trainer whole(prepared, params, {});
    QVERIFY(whole.run({}, task));
    const fs::path state = file("cuts.bin");
    fs::remove(state);
    for (std::int64_t steps = 0; steps < 60; steps += 11) {
        Trainer part(prepared, params, {});
        QVERIFY(!fs::exists(state) || part.resume(state));
        const Trainer* watched = &part;
        TaskContext stopping = cancelledAfter(watched, steps);
        QVERIFY(!part.run(state, stopping));
    }
    Trainer last(prepared, params, {});
    QVERIFY(last.resume(state));
    QVERIFY(last.run(state, task));
    QVERIFY(weightsOf(last) == weightsOf(whole));
    QVERIFY(isSameCurve(last.state().curve, whole.state().curve));
}

void TestVaeTraining::finishingEarlyKeepsTheBest()
{
    const Prepared prepared = preparedSounds();
    TrainParams params = shortTraining();
    params.epochs = 50;
    TrainerHooks hooks;
    int epochs = 0;
    hooks.onEpoch = [&](const EpochPoint& point) { epochs = point.epoch; };
    hooks.shouldFinish = [&] { return epochs >= 3; };
    Trainer trainer(prepared, params, hooks);
    TaskContext task;
    QVERIFY(trainer.run({}, task));
    QCOMPARE(trainer.state().curve.size(), std::size_t {4});
    QVERIFY(trainer.state().isStoppedEarly);
}

void TestVaeTraining::nanGoesBackOnce()
{
    const Prepared prepared = preparedSounds();
    const TrainParams params = shortTraining();
    TrainerHooks hooks;
    bool isPlanted = false;
    hooks.beforeStep = [&](std::int64_t step, TrainableNet& net) {
        if (step == 40 && !isPlanted) {
            isPlanted = true;
            net.values()[5] = std::numeric_limits<float>::quiet_NaN();
        }
    };
    Trainer trainer(prepared, params, hooks);
    TaskContext task;
    const auto done = trainer.run({}, task);
    QVERIFY2(done.has_value(), done ? "" : done.error().message.c_str());
    const auto& curve = trainer.state().curve;
    QCOMPARE(curve.size(), std::size_t {5}); // the epoch that failed was trained again
    QCOMPARE(curve[2].event, std::string("rolled_back"));
    QVERIFY(curve[1].event.empty() && curve[3].event.empty());
    QCOMPARE(trainer.state().rateFactor, 0.5);
    for (const float value : weightsOf(trainer)) {
        QVERIFY(std::isfinite(value));
    }
}

void TestVaeTraining::nanTwiceIsAnError()
{
    const Prepared prepared = preparedSounds();
    const TrainParams params = shortTraining();
    TrainerHooks hooks;
    hooks.beforeStep = [](std::int64_t step, TrainableNet& net) {
        if (step >= 35) {
            net.values()[5] = std::numeric_limits<float>::infinity();
        }
    };
    Trainer trainer(prepared, params, hooks);
    TaskContext task;
    const auto done = trainer.run({}, task);
    QVERIFY(!done && done.error().code == ErrorCode::Inference);
    QVERIFY(done.error().message.find("lower learning rate") != std::string::npos);
}

void TestVaeTraining::memoryHalvesTheBatch()
{
    const Prepared prepared = preparedSounds();
    const TrainParams params = shortTraining();
    TrainerHooks hooks;
    int failures = 2;
    hooks.beforeStep = [&](std::int64_t step, TrainableNet&) {
        if (step == 3 && failures > 0) {
            --failures;
            throw std::bad_alloc();
        }
    };
    Trainer trainer(prepared, params, hooks);
    TaskContext task;
    QVERIFY(trainer.run({}, task));
    QCOMPARE(trainer.state().batch, std::int64_t {4});
    QCOMPARE(trainer.state().curve[1].event, std::string("batch_halved"));
    QCOMPARE(trainer.state().curve.size(), std::size_t {5});
    hooks.beforeStep = [](std::int64_t, TrainableNet&) { throw std::bad_alloc(); };
    Trainer hopeless(prepared, params, hooks);
    QVERIFY_THROWS_EXCEPTION(std::bad_alloc, static_cast<void>(hopeless.run({}, task)));
}

/// A sound of weight 8 pulls the model towards itself.
void TestVaeTraining::tasteDrawsMoreOften()
{
    Prepared prepared = preparedSounds();
    prepared.trainRows.insert(prepared.trainRows.end(), prepared.validationRows.begin(),
                              prepared.validationRows.end());
    prepared.validationRows.clear();
    TrainParams params = shortTraining();
    params.epochs = 10;
    params.patience = 100;
    const auto errorOfFirst = [&params](const Prepared& sounds) {
        Trainer trainer(sounds, params, {});
        TaskContext task;
        if (!trainer.run({}, task)) {
            return -1.0;
        }
        TrainableNet& net = trainer.net();
        std::copy_n(sounds.row(0), kComponents, net.coefficients());
        std::fill_n(net.noise(), net.latentStride(), 0.0F);
        return net.evaluate(1).total();
    };
    const double plain = errorOfFirst(prepared);
    prepared.sounds[0].weight = 8.0;
    const double liked = errorOfFirst(prepared);
    QVERIFY2(liked > 0.0 && liked < plain,
             qPrintable(QStringLiteral("%1 instead of %2").arg(liked).arg(plain)));
}

void TestVaeTraining::fewSoundsStayLinear()
{
    Prepared prepared = preparedSounds();
    prepared.sounds.resize(59);
    prepared.soundOf.resize(59);
    prepared.trainRows.resize(59);
    prepared.validationRows.clear();
    const TrainParams params = shortTraining();
    QCOMPARE(usefulEpochs(prepared, params), 0);
    Trainer trainer(prepared, params, {});
    TaskContext task;
    QVERIFY(trainer.run({}, task));
    QCOMPARE(trainer.state().curve.size(), std::size_t {1});
    QCOMPARE(trainer.state().curve[0].validation, trainer.state().curve[0].train);
}

void TestVaeTraining::damagedStatesAreRefused()
{
    const Prepared prepared = preparedSounds();
    const TrainParams params = shortTraining();
    const fs::path state = file("damaged.bin");
    TaskContext task;
    Trainer whole(prepared, params, {});
    QVERIFY(whole.run(state, task));
    std::ifstream in(state, std::ios::binary);
    const std::string good {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const auto refused = [&](const std::string& bytes) {
        std::ofstream(state, std::ios::binary) << bytes;
        Trainer other(prepared, params, {});
        const auto resumed = other.resume(state);
        return !resumed && resumed.error().code == ErrorCode::Corrupt;
    };
    for (std::size_t part = 0; part < 10; ++part) {
        QVERIFY(refused(good.substr(0, good.size() * part / 10)));
    }
    Random random(1);
    for (int i = 0; i < 8; ++i) {
        std::string bad = good;
        char& byte = bad[random.below(bad.size())];
        byte = static_cast<char>(byte ^ 0x10);
        QVERIFY(refused(bad));
    }
    QVERIFY(refused(good + "x"));
    QVERIFY(!refused(good));
    Prepared stranger = preparedSounds();
    stranger.key = "another run";
    Trainer other(stranger, params, {});
    QVERIFY(other.resume(state).error().code == ErrorCode::Corrupt);
    QVERIFY(other.resume(file("nothing.bin")).error().code == ErrorCode::NotFound);
}

/// A file size limit stands for the full disk.
void TestVaeTraining::fullDiskKeepsTheLastState()
{
    const Prepared prepared = preparedSounds();
    const TrainParams params = shortTraining();
    const fs::path state = file("full.bin");
    TaskContext task;
    {
        Trainer first(prepared, params, {});
        const Trainer* watched = &first;
        TaskContext stopping = cancelledAfter(watched, 20);
        QVERIFY(!first.run(state, stopping));
    }
    const auto size = fs::file_size(state);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit before {};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    rlimit small = before;
    small.rlim_cur = 100'000;
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    Trainer second(prepared, params, {});
    const bool isResumed = second.resume(state).has_value();
    const auto stopped = second.run(state, task);
    setrlimit(RLIMIT_FSIZE, &before);
    QVERIFY(isResumed);
    QVERIFY(!stopped);
    QVERIFY2(stopped.error().code == ErrorCode::DiskFull, stopped.error().message.c_str());
    QCOMPARE(fs::file_size(state), size);

    Trainer third(prepared, params, {});
    QVERIFY(third.resume(state));
    QVERIFY(third.run(state, task));
    Trainer whole(prepared, params, {});
    QVERIFY(whole.run({}, task));
    QVERIFY(weightsOf(third) == weightsOf(whole));
}

void TestVaeTraining::preparedSurvivesItsFile()
{
    Prepared prepared = preparedSounds();
    prepared.dropped.push_back({7, "silent"});
    prepared.probes = {1, 5};
    prepared.probeSamples.assign(2 * kLength, 0.25F);
    prepared.sounds[3].licence = "CC0 \"quoted\"";
    QVERIFY(prepared.save(file("prepared.bin")));
    const auto loaded = Prepared::load(file("prepared.bin"));
    QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().message.c_str());
    QCOMPARE(loaded->key, prepared.key);
    QVERIFY(loaded->coefficients == prepared.coefficients);
    QVERIFY(loaded->trainRows == prepared.trainRows);
    QVERIFY(loaded->probeSamples == prepared.probeSamples);
    QCOMPARE(loaded->sounds[3].licence, prepared.sounds[3].licence);
    QVERIFY(loaded->sounds[75].isValidation);
    QCOMPARE(loaded->dropped[0].reason, std::string("silent"));
    prepared.trainRows[0] = 4000; // of a row that is not there
    QVERIFY(prepared.save(file("prepared.bin")));
    QVERIFY(Prepared::load(file("prepared.bin")).error().code == ErrorCode::Corrupt);
}

QTEST_GUILESS_MAIN(TestVaeTraining)
#include "tst_vae_training.moc"
