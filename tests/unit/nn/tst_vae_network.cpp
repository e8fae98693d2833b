#include "SyntheticKicks.h"
#include "core/nn/vae/Trainer.h"

#include <torch/script.h>

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace nde;
using namespace nde::nn;
using namespace nde::nn::vae;

namespace {

/// 40 vectors of rank 3 whose components are known: orthonormal cosine columns on three axes.
struct LowRank
{
    static constexpr std::int64_t kCount = 40;
    static constexpr double kStrength[3] = {30.0, 20.0, 10.0};
    torch::Tensor rows = torch::full({kCount, static_cast<std::int64_t>(kVectorSize)}, 0.25F);

    LowRank()
    {
        for (std::int64_t j = 0; j < 3; ++j) {
            for (std::int64_t i = 0; i < kCount; ++i) {
                rows[i][100 * (j + 1)] += static_cast<float>(kStrength[j] * column(i, j));
            }
        }
    }
    static double column(std::int64_t i, std::int64_t j)
    {
        return std::sqrt(2.0 / kCount)
            * std::cos(std::numbers::pi * (static_cast<double>(i) + 0.5)
                       * static_cast<double>(j + 1) / kCount);
    }
    static double eigenvalue(std::int64_t j)
    {
        return kStrength[j] * kStrength[j] / kCount / static_cast<double>(kVectorSize);
    }
};

/// Random vectors of full rank.
torch::Tensor randomRows(std::int64_t count)
{
    Random random(11);
    return normals(count, static_cast<std::int64_t>(kVectorSize), random);
}

void compareNear(double value, double wanted, double relative)
{
    QVERIFY2(std::abs(value - wanted) <= relative * std::abs(wanted),
             qPrintable(QStringLiteral("%1 instead of %2").arg(value).arg(wanted)));
}

} // namespace

class TestVaeNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void denseLayerMatchesTorch();
    void analyticStartIsTheClosedForm();
    void everyParameterGetsAGradient();
    void oneBatchIsLearned();
    void stepsAreReproducible();
    void fileIsATorchArchiveOfData();
};

void TestVaeNetwork::denseLayerMatchesTorch()
{
    Random random(1);
    const auto make
        = [&](std::int64_t rows, std::int64_t columns) { return normals(rows, columns, random); };
    const torch::Tensor x = make(5, 17);
    const torch::Tensor w = make(9, 17);
    const torch::Tensor b = make(1, 9).squeeze(0);
    std::vector<torch::Tensor> results[2];
    for (const int own : {0, 1}) {
        std::vector<torch::Tensor> leaves;
        for (const torch::Tensor& t : {x, w, b}) {
            leaves.push_back(t.clone().requires_grad_(true));
        }
        const torch::Tensor y = own == 1 ? denseLayer(leaves[0], leaves[1], leaves[2])
                                         : torch::linear(leaves[0], leaves[1], leaves[2]);
        y.square().sum().backward();
        results[own] = {y.detach(), leaves[0].grad(), leaves[1].grad(), leaves[2].grad()};
    }
    for (std::size_t i = 0; i < results[0].size(); ++i) {
        QVERIFY(torch::allclose(results[0][i], results[1][i], 1e-4, 1e-3));
    }
}

void TestVaeNetwork::analyticStartIsTheClosedForm()
{
    const LowRank data;
    const double noise = LowRank::eigenvalue(1) / 2; // the third component lies below it
    const PrincipalFront front = fitFront(data.rows, noise, 32);
    QCOMPARE(front.eigenvalues.size(0), LowRank::kCount - 1);
    for (std::int64_t j = 0; j < 3; ++j) {
        compareNear(front.eigenvalues[j].item<double>(), LowRank::eigenvalue(j), 1e-4);
    }
    for (std::int64_t j = 0; j < 2; ++j) {
        const double ratio = noise / LowRank::eigenvalue(j);
        compareNear(front.encoderGain[j].item<double>(), std::sqrt(1.0 - ratio), 1e-4);
        compareNear(front.logVariance[j].item<double>(), std::log(ratio), 1e-3);
    }
    QCOMPARE(front.encoderGain[2].item<double>(), 0.0);
    QCOMPARE(front.logVariance[2].item<double>(), 0.0);

    // The untrained network is the linear VAE: mean = a·c, decoded = a²·c, an image in the
    // subspace.
    VaeNet net(front, 32, 1);
    torch::NoGradGuard noGrad;
    const torch::Tensor c = front.coefficients(data.rows);
    compareNear(std::abs(c[0][0].item<double>()),
                std::abs(LowRank::column(0, 0)) * std::sqrt(static_cast<double>(LowRank::kCount)),
                1e-3);
    const auto [mean, logVariance] = net->encode(c);
    const torch::Tensor gain = front.encoderGain;
    QVERIFY(torch::allclose(mean, c.narrow(1, 0, 32) * gain, 1e-4, 1e-5));
    QVERIFY(torch::allclose(net->decode(mean).narrow(1, 0, 32), mean * gain, 1e-4, 1e-5));
    QVERIFY(torch::allclose(front.image(c), data.rows, 1e-2, 1e-2));
}

void TestVaeNetwork::everyParameterGetsAGradient()
{
    const torch::Tensor rows = randomRows(12);
    VaeNet net(fitFront(rows, 1e-3, 32), 32, 1);
    BatchTrainer trainer(net, 1e-3, 1);
    const torch::Tensor c = net->front().coefficients(rows);
    // The last layers start at zero and let nothing through in the first step.
    QVERIFY(std::isfinite(trainer.step(c, 0.0)));
    QVERIFY(std::isfinite(trainer.step(c, 0.5)));
    for (const auto& parameter : net->named_parameters()) {
        QVERIFY2(parameter.value().grad().defined(), parameter.key().c_str());
        QVERIFY2(parameter.value().grad().abs().sum().item<double>() > 0, parameter.key().c_str());
    }
    QCOMPARE(net->parameters().size(), std::size_t {20});
}

void TestVaeNetwork::oneBatchIsLearned()
{
    // 39 equally strong components through 32 dimensions: the linear start must lose seven.
    const torch::Tensor rows = randomRows(40);
    PrincipalFront front = fitFront(rows, 0.02, 32);
    const torch::Tensor c = front.coefficients(rows);
    VaeNet net(std::move(front), 32, 1);
    const auto error = [&] {
        torch::NoGradGuard noGrad;
        const auto [mean, logVariance] = net->encode(c);
        return elboTerms(net->front(), c, net->decode(mean), mean, logVariance)
            .reconstruction.mean()
            .item<double>();
    };
    const double before = error();
    BatchTrainer trainer(net, 2e-3, 1);
    for (int step = 0; step < 80; ++step) {
        trainer.step(c, 0.0);
    }
    QVERIFY2(error() < 0.6 * before,
             qPrintable(QStringLiteral("%1 after %2").arg(error()).arg(before)));
}

void TestVaeNetwork::stepsAreReproducible()
{
    const DeterministicScope scope;
    const torch::Tensor rows = randomRows(10);
    double losses[2] {};
    torch::Tensor weights[2];
    for (const int run : {0, 1}) {
        VaeNet net(fitFront(rows, 1e-3, 32), 32, 5);
        BatchTrainer trainer(net, 1e-3, 7);
        for (int step = 0; step < 3; ++step) {
            losses[run] = trainer.step(net->front().coefficients(rows), 0.5);
        }
        weights[run] = net->parameters()[0].detach().clone();
    }
    QCOMPARE(losses[0], losses[1]);
    QVERIFY(torch::equal(weights[0], weights[1]));
}

void TestVaeNetwork::fileIsATorchArchiveOfData()
{
    QTemporaryDir folder;
    const auto path = std::filesystem::path(folder.path().toStdString()) / "kick_vae.pt";
    TaskContext task;
    auto params = test::smallTraining();
    params.epochs = 0;
    const auto report
        = StemVae::train(Category::Kick, test::syntheticKicks(9), params, path, {}, task);
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    torch::jit::ExtraFilesMap extra {{kManifestName, ""}};
    auto module = torch::jit::load(path.string(), torch::kCPU, extra);
    QVERIFY(module.get_methods().empty());
    QCOMPARE(module.attr("basis").toTensor().size(0), static_cast<std::int64_t>(kVectorSize));
    QVERIFY(module.attr("basis").toTensor().scalar_type() == torch::kFloat16);
    QCOMPARE(module.attr("posterior_mean").toTensor().size(0), std::int64_t {9});
    QVERIFY(extra[kManifestName].find("\"category\": \"kick\"") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestVaeNetwork)
#include "tst_vae_network.moc"
