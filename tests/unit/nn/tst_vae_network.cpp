#include "SyntheticKicks.h"
#include "core/nn/vae/BroadDirections.h"
#include "core/nn/vae/Half.h"
#include "core/nn/vae/HalfRows.h"
#include "core/nn/vae/Layout.h"
#include "core/nn/vae/Network.h"
#include "core/nn/vae/Principal.h"
#include "core/nn/vae/TrainableNet.h"

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
    static constexpr std::size_t kCount = 40;
    static constexpr double kStrength[3] = {30.0, 20.0, 10.0};
    std::vector<float> rows = std::vector<float>(kCount * kVectorSize, 0.25F);
    std::vector<std::size_t> all;

    LowRank()
    {
        for (std::size_t i = 0; i < kCount; ++i) {
            all.push_back(i);
            for (std::size_t j = 0; j < 3; ++j) {
                rows[i * kVectorSize + 100 * (j + 1)]
                    += static_cast<float>(kStrength[j] * column(i, j));
            }
        }
    }
    static double column(std::size_t i, std::size_t j)
    {
        return std::sqrt(2.0 / kCount)
            * std::cos(std::numbers::pi * (static_cast<double>(i) + 0.5)
                       * static_cast<double>(j + 1) / kCount);
    }
    static double eigenvalue(std::size_t j)
    {
        return kStrength[j] * kStrength[j] / kCount / static_cast<double>(kVectorSize);
    }
};

void compareNear(double value, double wanted, double relative)
{
    QVERIFY2(std::abs(value - wanted) <= relative * std::abs(wanted),
             qPrintable(QStringLiteral("%1 instead of %2").arg(value).arg(wanted)));
}

/// The network written with torch's own operations: what the gradient is compared with.
class Reference
{
public:
    Reference(const TrainableNet& net, std::int64_t latent)
        : m_linear(net.linear())
        , m_latent(latent)
    {
        std::map<std::string, std::vector<std::uint8_t>> tensors;
        net.exportTo(tensors);
        for (const auto& [name, bytes] : tensors) {
            torch::Tensor t = torch::empty({static_cast<std::int64_t>(bytes.size() / 4)});
            std::memcpy(t.data_ptr(), bytes.data(), bytes.size());
            const bool isMatrix = name.find("linear") != std::string::npos
                && name.find("weight") != std::string::npos;
            if (isMatrix) {
                const auto out = static_cast<std::int64_t>(
                    tensors[name.substr(0, name.size() - 6) + "bias"].size() / 4);
                t = t.view({out, -1});
            }
            m_parameters[name] = t.clone().requires_grad_(true);
        }
    }

    torch::Tensor elbo(const torch::Tensor& c, const torch::Tensor& noise,
                       const torch::Tensor& encoderMask, const torch::Tensor& decoderMask)
    {
        const auto parts = mlp("encoder", c.clamp(-6, 6), encoderMask).chunk(2, 1);
        const torch::Tensor mean = parts[0] + fit(c, m_latent) * vector(m_linear.encoderGain);
        const torch::Tensor logVariance = (parts[1] + vector(m_linear.logVariance)).clamp(-12, 2);
        const torch::Tensor z = mean + noise * (logVariance / 2).exp();
        const torch::Tensor decoded
            = mlp("decoder", z, decoderMask) + fit(z * vector(m_linear.decoderGain), c.size(1));
        const torch::Tensor error = ((decoded - c).square() * vector(m_linear.eigenvalues)).sum(1);
        const torch::Tensor kl = 0.5 * (mean.square() + logVariance.exp() - 1 - logVariance).sum(1);
        return (error / (2 * m_linear.noiseVariance) + kl).mean();
    }
    std::map<std::string, torch::Tensor>& parameters() { return m_parameters; }

private:
    static torch::Tensor vector(const std::vector<float>& values) { return torch::tensor(values); }
    static torch::Tensor fit(const torch::Tensor& x, std::int64_t to)
    {
        return x.size(1) >= to ? x.narrow(1, 0, to)
                               : torch::constant_pad_nd(x, {0, to - x.size(1)});
    }
    torch::Tensor mlp(const std::string& name, const torch::Tensor& x, const torch::Tensor& mask)
    {
        const auto at = [&](const char* part) { return m_parameters.at(name + part); };
        torch::Tensor h = torch::linear(x, at("_linear0_weight"), at("_linear0_bias"));
        h = torch::silu(torch::layer_norm(h, {h.size(1)}, at("_norm0_weight"), at("_norm0_bias")));
        h = torch::linear(h * mask, at("_linear1_weight"), at("_linear1_bias"));
        h = torch::silu(torch::layer_norm(h, {h.size(1)}, at("_norm1_weight"), at("_norm1_bias")));
        return torch::linear(h, at("_linear2_weight"), at("_linear2_bias"));
    }

    LinearPart m_linear;
    std::int64_t m_latent {};
    std::map<std::string, torch::Tensor> m_parameters;
};

LinearPart someLinear(std::size_t components, int latent)
{
    std::vector<float> eigenvalues;
    for (std::size_t k = 0; k < components; ++k) {
        eigenvalues.push_back(0.5F / static_cast<float>(1 + k));
    }
    return linearPart(std::move(eigenvalues), 0.02, latent);
}

/// Random weights everywhere, also where training starts at zero.
void scramble(TrainableNet& net)
{
    std::map<std::string, std::vector<std::uint8_t>> tensors;
    net.exportTo(tensors);
    Random random(5);
    for (auto& [name, bytes] : tensors) {
        for (std::size_t i = 0; i < bytes.size(); i += 4) {
            float value = 0;
            std::memcpy(&value, bytes.data() + i, 4);
            value += static_cast<float>(0.05 * random.normal());
            std::memcpy(bytes.data() + i, &value, 4);
        }
    }
    QVERIFY(net.importFrom(tensors));
}

torch::Tensor normals(std::int64_t rows, std::int64_t columns, std::uint64_t seed)
{
    Random random(seed);
    torch::Tensor out = torch::empty({rows, columns});
    std::generate(out.data_ptr<float>(), out.data_ptr<float>() + out.numel(),
                  [&random] { return static_cast<float>(random.normal()); });
    return out;
}

/// Copies rows into a wider matrix.
void lay(const torch::Tensor& rows, float* to, std::size_t stride)
{
    for (std::int64_t i = 0; i < rows.size(0); ++i) {
        std::copy_n(rows[i].data_ptr<float>(), rows.size(1),
                    to + static_cast<std::size_t>(i) * stride);
    }
}

} // namespace

class TestVaeNetwork : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void analyticStartIsTheClosedForm();
    void pitchAndPictureAreApart();
    void whatNoSoundShowsIsCoded();
    void halvesAreWidenedExactly();
    void halfRowsMultiply();
    void iterationFindsTheSameDirections_data();
    void iterationFindsTheSameDirections();
    void gradientMatchesAutograd_data();
    void gradientMatchesAutograd();
    void stepMatchesAdamW();
    void fileIsATorchArchiveOfData();
};

void TestVaeNetwork::analyticStartIsTheClosedForm()
{
    LowRank data;
    const double noise = LowRank::eigenvalue(1) / 2; // the third component lies below it
    TaskContext task;
    const auto basis = fitBasis(data.rows, data.all, {}, task);
    QVERIFY(basis.has_value());
    QCOMPARE(basis->components(), LowRank::kCount - 1);
    for (std::size_t j = 0; j < 3; ++j) {
        compareNear(static_cast<double>(basis->eigenvalues[j]), LowRank::eigenvalue(j), 1e-4);
    }
    const LinearPart linear = linearPart(basis->eigenvalues, noise, 32);
    for (std::size_t j = 0; j < 2; ++j) {
        const double ratio = noise / LowRank::eigenvalue(j);
        compareNear(static_cast<double>(linear.encoderGain[j]), std::sqrt(1.0 - ratio), 1e-4);
        compareNear(static_cast<double>(linear.logVariance[j]), std::log(ratio), 1e-3);
    }
    QCOMPARE(linear.encoderGain[2], 0.0F);
    QCOMPARE(linear.logVariance[2], 0.0F);

    // The untrained network is the linear VAE: mean = a·c, decoded = a²·c.
    std::vector<double> outside;
    const auto c = coefficientsOf(*basis, data.rows, &outside, task);
    QVERIFY(c.has_value());
    QVERIFY(*std::max_element(outside.begin(), outside.end()) < 1e-6);
    compareNear(std::abs(static_cast<double>((*c)[0])),
                std::abs(LowRank::column(0, 0)) * std::sqrt(static_cast<double>(LowRank::kCount)),
                1e-3);
    TrainableNet net(linear, 1);
    net.reserve(8);
    for (std::size_t i = 0; i < 8; ++i) {
        std::copy_n(c->data() + i * basis->components(), basis->components(),
                    net.coefficients() + i * net.componentStride());
    }
    static_cast<void>(net.evaluate(8));
    const float* decoded = net.decode(8);
    for (std::size_t i = 0; i < 8; ++i) {
        for (std::size_t j = 0; j < 32; ++j) {
            const float gain = linear.encoderGain[j];
            const float value = (*c)[i * basis->components() + j];
            QVERIFY(std::abs(net.means()[i * net.latentStride() + j] - gain * value) < 1e-5F);
            QVERIFY(std::abs(decoded[i * net.componentStride() + j] - gain * gain * value) < 1e-5F);
        }
    }
}

/// In the training sounds the pitch goes with the picture; a sound of another pitch with the same
/// picture keeps both.
void TestVaeNetwork::pitchAndPictureAreApart()
{
    LowRank data;
    for (std::size_t i = 0; i < LowRank::kCount; ++i) {
        data.rows[i * kVectorSize + kSubOffset] += static_cast<float>(60.0 * LowRank::column(i, 0));
    }
    TaskContext task;
    const auto basis = fitBasis(data.rows, data.all, {}, task);
    QVERIFY(basis.has_value());
    const std::size_t components = basis->components();
    QCOMPARE(components, LowRank::kCount); // all that the pictures give, and the pitch
    const auto directions = basis->floatDirections();
    for (std::size_t k = 0; k < 4; ++k) { // the pitch's variance is the largest
        const bool isPitch = k == 0;
        for (std::size_t j = 0; j < kVectorSize; ++j) {
            const bool isSub = j >= kSubOffset;
            QVERIFY(isPitch == isSub || directions[j * components + k] == 0.0F);
        }
    }
    std::vector<float> stranger(kVectorSize, 0.0F); // less the mean
    stranger[100] = 5.0F;
    stranger[kSubOffset] = -7.0F;
    std::vector<double> outside;
    QVERIFY(coefficientsOf(*basis, stranger, &outside, task).has_value());
    QVERIFY2(outside.front() < 1e-9, qPrintable(QString::number(outside.front())));
}

/// Sounds that are loud and short teach nothing of one that is dark and held; a prior does.
void TestVaeNetwork::whatNoSoundShowsIsCoded()
{
    TaskContext task;
    const auto leftOver = [&task](const std::vector<float>& deviations) {
        LowRank data;
        const auto basis = fitBasis(data.rows, data.all, deviations, task);
        if (!basis) {
            return -1.0;
        }
        std::vector<float> held = basis->mean;
        for (std::size_t b = 0; b < kBands; ++b) {
            for (std::size_t f = 0; f < kFrames; ++f) {
                const double tilt = 0.3 - 0.2 * static_cast<double>(b) / kBands;
                const double fall = 0.1 * static_cast<double>(f) / kFrames;
                held[b * kFrames + f] += static_cast<float>(tilt - fall);
                held[kLevelOffset + b / 8 * kEtaFrames + f / 4]
                    += kLevelWeight * static_cast<float>(tilt - fall) / 32.0F;
            }
        }
        double whole = 0;
        for (std::size_t i = 0; i < held.size(); ++i) {
            held[i] -= basis->mean[i];
            whole += static_cast<double>(held[i]) * held[i];
        }
        std::vector<double> outside;
        const auto coefficients = coefficientsOf(*basis, held, &outside, task);
        return coefficients ? outside[0] * kVectorSize / whole : -1.0;
    };
    QVERIFY(leftOver({}) > 0.9);
    const double rest = leftOver(broadDirections());
    QVERIFY2(rest >= 0.0 && rest < 0.03, qPrintable(QString::number(rest)));
}

void TestVaeNetwork::halvesAreWidenedExactly()
{
    std::vector<std::uint16_t> halves;
    for (int bits = 0; bits < 0x10000; ++bits) {
        if ((bits & 0x7C00) != 0x7C00) {
            halves.push_back(static_cast<std::uint16_t>(bits));
        }
    }
    halves.push_back(toHalf(1.5F)); // one that is left over
    const DeterministicScope flushesDenormals;
    std::vector<float> wide(halves.size());
    widen(halves, wide);
    for (std::size_t i = 0; i < halves.size(); ++i) {
        QCOMPARE(wide[i], fromHalf(halves[i]));
    }
}

void TestVaeNetwork::halfRowsMultiply()
{
    constexpr std::size_t kWidth = 37; // two steps and some that are left over
    std::vector<std::uint16_t> rows;
    std::vector<float> x;
    for (std::size_t k = 0; k < kWidth; ++k) {
        x.push_back(static_cast<float>(k % 5) - 2.0F);
    }
    for (std::size_t i = 0; i < 3 * kWidth; ++i) {
        rows.push_back(toHalf(static_cast<float>(i % 7) * 0.25F));
    }
    std::vector<float> y(3);
    multiplyHalf(rows, x, y);
    for (std::size_t row = 0; row < y.size(); ++row) {
        float sum = 0; // multiples of 1/4 below 2^20: exact
        for (std::size_t k = 0; k < kWidth; ++k) {
            sum += static_cast<float>((row * kWidth + k) % 7) * 0.25F * x[k];
        }
        QCOMPARE(y[row], sum);
    }
}

void TestVaeNetwork::iterationFindsTheSameDirections_data()
{
    QTest::addColumn<double>("decay");
    QTest::addColumn<int>("rank");
    QTest::addRow("slow") << 0.97 << 300;
    QTest::addRow("fast, of low rank") << 0.9 << 120;
}

/// Above 512 rows the eigenvectors are iterated for; a matrix with known ones says how well.
void TestVaeNetwork::iterationFindsTheSameDirections()
{
    QFETCH(double, decay);
    QFETCH(int, rank);
    constexpr std::size_t kSize = 600;
    const auto wave = [](std::size_t i, std::size_t k) {
        return std::sqrt(2.0 / kSize)
            * std::cos(std::numbers::pi * (static_cast<double>(i) + 0.5)
                       * static_cast<double>(k + 1) / kSize);
    };
    const auto strength
        = [decay](std::size_t k) { return 1e6 * std::pow(decay, static_cast<double>(k)); };
    std::vector<double> sum(kSize * kSize, 0.0);
    std::vector<double> column(kSize);
    for (std::size_t k = 0; k < static_cast<std::size_t>(rank); ++k) {
        for (std::size_t i = 0; i < kSize; ++i) {
            column[i] = wave(i, k);
        }
        for (std::size_t i = 0; i < kSize; ++i) {
            for (std::size_t j = 0; j < kSize; ++j) {
                sum[i * kSize + j] += strength(k) * column[i] * column[j];
            }
        }
    }
    const std::vector<float> matrix(sum.begin(), sum.end());
    const Eigen eigen = leadingEigen(matrix, kSize, 200);
    for (std::size_t k = 0; k < 200; ++k) {
        const double wanted = k < static_cast<std::size_t>(rank) ? strength(k) : 0.0;
        // What float sums leave: a few parts in ten million of the largest.
        QVERIFY2(
            std::abs(eigen.values[k] - wanted) < 2e-3 * wanted + 2.0,
            qPrintable(
                QStringLiteral("%1: %2 instead of %3").arg(k).arg(eigen.values[k]).arg(wanted)));
    }
    for (std::size_t k = 0; k < 60; ++k) {
        double along = 0;
        for (std::size_t i = 0; i < kSize; ++i) {
            along += static_cast<double>(eigen.vectors[i * 200 + k]) * wave(i, k);
        }
        QVERIFY2(std::abs(along) > 0.999, qPrintable(QStringLiteral("%1: %2").arg(k).arg(along)));
    }
}

/// What each output of a layer counts in: [outputs]
static torch::Tensor unitsOf(const TrainableNet& net, const std::string& name, std::int64_t outputs,
                             std::int64_t latent)
{
    torch::Tensor out = torch::ones({outputs});
    if (name.find("encoder_linear2") == 0) {
        for (std::int64_t i = 0; i < latent; ++i) {
            out[i] = net.encoderUnits()[static_cast<std::size_t>(i)];
        }
    } else if (name.find("decoder_linear2") == 0) {
        for (std::int64_t i = 0; i < outputs; ++i) {
            out[i] = net.decoderUnits()[static_cast<std::size_t>(i)];
        }
    }
    return out;
}

void TestVaeNetwork::gradientMatchesAutograd_data()
{
    QTest::addColumn<int>("components");
    QTest::addColumn<int>("latent");
    QTest::addColumn<int>("rows");
    QTest::addRow("sizes of the kernels") << 320 << 128 << 32;
    QTest::addRow("odd sizes") << 45 << 33 << 7;
    QTest::addRow("more latent than components") << 20 << 40 << 1;
}

void TestVaeNetwork::gradientMatchesAutograd()
{
    QFETCH(int, components);
    QFETCH(int, latent);
    QFETCH(int, rows);
    const auto count = static_cast<std::size_t>(rows);
    TrainableNet net(someLinear(static_cast<std::size_t>(components), latent), 3);
    scramble(net);
    net.reserve(count);
    const torch::Tensor c = normals(rows, components, 1) * 3;
    const torch::Tensor noise = normals(rows, latent, 2);
    const torch::Tensor masks[2]
        = {(normals(rows, kHiddenUnits, 3) > -0.8).to(torch::kFloat32) * 1.25,
           (normals(rows, kHiddenUnits, 4) > -0.8).to(torch::kFloat32) * 1.25};
    lay(c, net.coefficients(), net.componentStride());
    lay(noise, net.noise(), net.latentStride());
    lay(masks[0], net.encoderMask(), kHiddenUnits);
    lay(masks[1], net.decoderMask(), kHiddenUnits);
    Reference reference(net, latent);
    const torch::Tensor loss = reference.elbo(c, noise, masks[0], masks[1]);
    loss.backward();
    const Elbo elbo = net.gradient(count);
    compareNear(elbo.total(), loss.item<double>(), 1e-5);

    // The names of the file stand for the gradients, too.
    std::map<std::string, std::vector<std::uint8_t>> gradients;
    const auto gradient = net.gradientValues();
    std::copy(gradient.begin(), gradient.end(), net.values().begin());
    net.exportTo(gradients);
    double squares = 0;
    for (const auto& [name, parameter] : reference.parameters()) {
        // A weight of the file is a unit times ours, so its gradient times the unit is that of
        // ours, which was exported times the unit once more.
        const torch::Tensor units = unitsOf(net, name, parameter.size(0), latent);
        const torch::Tensor grad
            = parameter.grad() * (parameter.dim() == 2 ? units.unsqueeze(1) : units);
        const torch::Tensor wanted
            = (grad * (parameter.dim() == 2 ? units.unsqueeze(1) : units)).flatten();
        const auto& bytes = gradients.at(name);
        torch::Tensor got = torch::empty_like(wanted);
        QCOMPARE(bytes.size(), static_cast<std::size_t>(got.nbytes()));
        std::memcpy(got.data_ptr(), bytes.data(), bytes.size());
        const double error = (got - wanted).norm().item<double>();
        const double size = wanted.norm().item<double>();
        QVERIFY2(error < 2e-4 * size + 1e-6,
                 qPrintable(QStringLiteral("%1: %2 of %3")
                                .arg(QString::fromStdString(name))
                                .arg(error)
                                .arg(size)));
        squares += std::pow(grad.norm().item<double>(), 2);
    }
    // What fills the rows of the matrices has no gradient.
    compareNear(net.gradientNorm(), std::sqrt(squares), 1e-4);
}

void TestVaeNetwork::stepMatchesAdamW()
{
    TrainableNet net(someLinear(64, 32), 3);
    scramble(net);
    net.reserve(4);
    const torch::Tensor c = normals(4, 64, 1);
    lay(c, net.coefficients(), net.componentStride());
    std::fill_n(net.encoderMask(), 4 * kHiddenUnits, 1.0F);
    std::fill_n(net.decoderMask(), 4 * kHiddenUnits, 1.0F);
    torch::Tensor values
        = torch::from_blob(net.values().data(), {static_cast<std::int64_t>(net.values().size())})
              .clone();
    values.requires_grad_(true);
    torch::optim::AdamW optimizer(
        {values},
        torch::optim::AdamWOptions(1e-2).betas(std::make_tuple(0.9, 0.99)).weight_decay(0.05));
    for (int step = 1; step <= 3; ++step) {
        static_cast<void>(net.gradient(4));
        const auto gradient = net.gradientValues();
        values.mutable_grad() = torch::from_blob(const_cast<float*>(gradient.data()),
                                                 {static_cast<std::int64_t>(gradient.size())})
                                    .clone();
        const double norm = torch::nn::utils::clip_grad_norm_({values}, 5.0);
        compareNear(net.gradientNorm(), norm, 1e-4);
        optimizer.step();
        net.adam(step, 1e-2, 0.05, net.gradientNorm(), 5.0);
        const torch::Tensor got = torch::from_blob(
            net.values().data(), {static_cast<std::int64_t>(net.values().size())});
        QVERIFY(torch::allclose(got, values.detach(), 1e-4, 1e-5));
    }
}

void TestVaeNetwork::fileIsATorchArchiveOfData()
{
    QTemporaryDir folder;
    const auto path = std::filesystem::path(folder.path().toStdString()) / "kick_vae.pt";
    TaskContext task;
    auto params = test::smallTraining();
    params.epochs = 0;
    const auto report
        = trainStemVae(Category::Kick, test::syntheticKicks(9), params, path, {}, task);
    QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
    torch::jit::ExtraFilesMap extra {{kManifestName, ""}};
    auto module = torch::jit::load(path.string(), torch::kCPU, extra);
    QVERIFY(module.get_methods().empty());
    QCOMPARE(module.attr("basis").toTensor().size(0), static_cast<std::int64_t>(kVectorSize));
    QVERIFY(module.attr("basis").toTensor().scalar_type() == torch::kFloat16);
    QCOMPARE(module.attr("posterior_mean").toTensor().size(0), std::int64_t {9});
    QVERIFY(extra[kManifestName].find("\"category\": \"kick\"") != std::string::npos);

    // The network that reads the file agrees with the one that wrote it.
    const auto file = readModelFile(path);
    QVERIFY(file.has_value());
    TrainableNet trained(linearPart(file->floats("eigenvalues"), file->meta.noiseVariance, 32), 1);
    QVERIFY(trained.importFrom(file->tensors));
    scramble(trained);
    std::map<std::string, std::vector<std::uint8_t>> tensors = file->tensors;
    trained.exportTo(tensors);
    ModelFile changed = *file;
    changed.tensors = tensors;
    VaeNet reader = networkOf(changed);
    const auto components = static_cast<std::int64_t>(file->meta.components);
    const torch::Tensor c = normals(3, components, 8);
    trained.reserve(3);
    lay(c, trained.coefficients(), trained.componentStride());
    static_cast<void>(trained.evaluate(3));
    const auto [mean, logVariance] = reader->encode(c);
    for (std::int64_t i = 0; i < 3; ++i) {
        for (std::int64_t j = 0; j < 32; ++j) {
            const std::size_t at = static_cast<std::size_t>(i) * trained.latentStride()
                + static_cast<std::size_t>(j);
            QVERIFY(std::abs(mean[i][j].item<float>() - trained.means()[at]) < 1e-4F);
            QVERIFY(std::abs(logVariance[i][j].item<float>() - trained.logVariances()[at]) < 1e-4F);
        }
    }
}

QTEST_GUILESS_MAIN(TestVaeNetwork)
#include "tst_vae_network.moc"
