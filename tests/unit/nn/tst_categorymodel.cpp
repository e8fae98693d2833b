#include "core/dsp/CategoryFeatures.h"
#include "core/nn/api/CategoryModel.h"
#include "core/nn/category/Network.h"

#include <QFile>
#include <QTest>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numbers>
#include <numeric>

using namespace nde;
using namespace nde::nn;

namespace {

using Mono = std::vector<float>;
constexpr int kRate = 32000;

std::span<const std::byte> bytesOf(const QByteArray& bytes)
{
    return std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

QByteArray shippedBytes()
{
    QFile file(QStringLiteral(NDE_SOURCE_DIR "/models/category.safetensors"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

CategoryModel shipped()
{
    return *CategoryModel::read(bytesOf(shippedBytes()));
}

/// A sine that falls from 250 to 50 Hz and dies away.
Mono kick(int rate = kRate)
{
    Mono x(static_cast<std::size_t>(0.4 * rate));
    double phase = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double t = static_cast<double>(i) / rate;
        phase += (50.0 + 200.0 * std::exp(-t / 0.02)) / rate;
        x[i] = static_cast<float>(0.9 * std::exp(-t / 0.1)
                                  * std::sin(2.0 * std::numbers::pi * phase));
    }
    return x;
}

/// Differences of white noise, dying away in 30 ms.
Mono hat()
{
    Mono x(6400);
    std::uint32_t state = 1;
    float last = 0.0F;
    for (std::size_t i = 0; i < x.size(); ++i) {
        state = state * 1664525U + 1013904223U;
        const float white = static_cast<float>(state >> 8) / 8388608.0F - 1.0F;
        const double t = static_cast<double>(i) / kRate;
        x[i] = static_cast<float>(0.4 * std::exp(-t / 0.03)) * (white - last);
        last = white;
    }
    return x;
}

float of(const CategoryProbabilities& p, Category category)
{
    return p[static_cast<std::size_t>(category)];
}

Category best(const CategoryProbabilities& p)
{
    return static_cast<Category>(std::max_element(p.begin(), p.end()) - p.begin());
}

/// One member whose weights are 0 and whose last bias is log(1), log(2), …: whatever it hears,
/// class c has (c + 1) / 231.
category::Network constantNetwork()
{
    category::Network network;
    category::Member member;
    const std::array<std::size_t, 4> sizes {dsp::kCategoryInputs, 2, 3, category::kClassCount};
    member.mean.assign(sizes[0], 0.0F);
    member.scale.assign(sizes[0], 1.0F);
    for (std::size_t k = 0; k < 3; ++k) {
        member.layers[k] = {sizes[k], sizes[k + 1], Mono(sizes[k] * sizes[k + 1]),
                            Mono(sizes[k + 1], k < 2 ? 1.0F : 0.0F)};
    }
    for (std::size_t c = 0; c < category::kClassCount; ++c) {
        member.layers[2].bias[c] = static_cast<float>(std::log(static_cast<double>(c) + 1.0));
    }
    network.members.push_back(std::move(member));
    return network;
}

} // namespace

class TestCategoryModel : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aKnownNetworkGivesKnownNumbers()
    {
        const auto bytes = category::writeNetwork(constantNetwork());
        const auto model = CategoryModel::read(bytes);
        QVERIFY(model.has_value());
        QCOMPARE(model->embeddingSize(), std::size_t {3});
        const auto opinion = model->classify(kick(), kRate);
        QVERIFY(opinion.has_value());
        QVERIFY(!opinion->isSilent);
        QCOMPARE(opinion->embedding, Mono({1.0F, 1.0F, 1.0F})); // ReLU of the bias
        for (std::size_t c = 0; c < category::kClassCount; ++c) {
            const float wanted = static_cast<float>(c + 1) / 231.0F;
            QVERIFY(std::abs(of(opinion->probabilities, category::kClasses[c]) - wanted) < 1e-5F);
        }
        QCOMPARE(of(opinion->probabilities, Category::Mix), 0.0F);
    }

    void sharpnessIsAnExponent()
    {
        auto network = constantNetwork();
        network.sharpness = 2.0F;
        const auto p = category::judge(network, Mono({0.0F, 0.0F, 0.0F}));
        // Sum of the squares of 1 … 21 is 3311.
        QVERIFY(std::abs(p[20] - 441.0F / 3311.0F) < 1e-5F);
    }

    void writtenIsRead()
    {
        const QByteArray bytes = shippedBytes();
        const auto network = category::readNetwork(bytesOf(bytes), dsp::kCategoryInputs);
        QVERIFY(network.has_value());
        const auto again = category::writeNetwork(*network);
        QCOMPARE(again.size(), static_cast<std::size_t>(bytes.size()));
        QVERIFY(std::memcmp(again.data(), bytes.constData(), again.size()) == 0);
    }

    void plainDrumsAreHeard()
    {
        const CategoryModel model = shipped();
        const auto low = model.classify(kick(), kRate);
        QCOMPARE(best(low->probabilities), Category::Kick);
        QVERIFY(of(low->probabilities, Category::Kick) > 0.7F);
        const auto high = model.classify(hat(), kRate);
        QCOMPARE(best(high->probabilities), Category::Hihat);
        QVERIFY(of(high->probabilities, Category::Hihat) > 0.5F);
        const float sum
            = std::accumulate(high->probabilities.begin(), high->probabilities.end(), 0.0F);
        QVERIFY(std::abs(sum - 1.0F) < 1e-4F);
    }

    void levelSilenceAndRateDoNotMatter()
    {
        const CategoryModel model = shipped();
        const float wanted = of(model.classify(kick(), kRate)->probabilities, Category::Kick);
        Mono quiet(16000);
        for (const float value : kick()) {
            quiet.push_back(0.01F * value);
        }
        quiet.resize(quiet.size() + 20000);
        const float padded = of(model.classify(quiet, kRate)->probabilities, Category::Kick);
        QVERIFY(std::abs(padded - wanted) < 0.01F);
        const float other = of(model.classify(kick(48000), 48000)->probabilities, Category::Kick);
        QVERIFY(std::abs(other - wanted) < 0.05F);
    }

    void sameSoundSameBits()
    {
        const auto a = shipped().classify(hat(), kRate);
        const auto b = shipped().classify(hat(), kRate);
        QCOMPARE(a->embedding, b->embedding);
        QVERIFY(a->probabilities == b->probabilities);
    }

    void theEmbeddingIsEnough()
    {
        const CategoryModel model = shipped();
        Mono loop; // over six seconds: several windows
        for (int hit = 0; hit < 16; ++hit) {
            const Mono x = hit % 2 == 0 ? kick() : hat();
            loop.insert(loop.end(), x.begin(), x.end());
            loop.resize(static_cast<std::size_t>(hit + 1) * 16000);
        }
        const auto opinion = model.classify(loop, kRate);
        QCOMPARE(opinion->embedding.size(), model.embeddingSize());
        const auto judged = model.judge(opinion->embedding);
        QVERIFY(judged.has_value());
        QVERIFY(*judged == opinion->probabilities);
        QCOMPARE(model.judge(Mono(3)).error().code, ErrorCode::BadInput);
        Mono broken = opinion->embedding;
        broken[0] = std::numeric_limits<float>::quiet_NaN();
        QCOMPARE(model.judge(broken).error().code, ErrorCode::BadInput);
    }

    void silenceAndBrokenSamples()
    {
        const CategoryModel model = shipped();
        QVERIFY(model.classify({}, kRate)->isSilent);
        QVERIFY(model.classify(Mono(1), kRate)->isSilent);
        QVERIFY(model.classify(Mono(32000), kRate)->isSilent);
        QVERIFY(
            model.classify(Mono(5000, std::numeric_limits<float>::quiet_NaN()), kRate)->isSilent);
        Mono spoilt = kick();
        spoilt[100] = std::numeric_limits<float>::infinity();
        const auto opinion = model.classify(spoilt, kRate);
        for (const float value : opinion->probabilities) {
            QVERIFY(std::isfinite(value));
        }
        QCOMPARE(model.classify(kick(), 0).error().code, ErrorCode::BadInput);
    }

    void brokenFilesAreRefused()
    {
        const QByteArray whole = shippedBytes();
        QVERIFY(whole.size() > 100000);
        for (const qsizetype size : {0LL, 7LL, 8LL, 100LL, 5000LL, qint64 {whole.size() - 1}}) {
            QVERIFY(!CategoryModel::read(bytesOf(whole.left(size))).has_value());
        }
        QByteArray renamed = whole;
        renamed.replace("\"1.mean\"", "\"1.main\"");
        QVERIFY(!CategoryModel::read(bytesOf(renamed)).has_value());
        QByteArray notANumber = whole;
        const float nan = std::numeric_limits<float>::quiet_NaN();
        std::memcpy(notANumber.data() + notANumber.size() - 4, &nan, 4);
        QCOMPARE(CategoryModel::read(bytesOf(notANumber)).error().code, ErrorCode::Corrupt);
        auto narrow = constantNetwork();
        narrow.members[0].mean.pop_back();
        const auto bytes = category::writeNetwork(narrow);
        QCOMPARE(CategoryModel::read(bytes).error().code, ErrorCode::Corrupt);
        auto none = constantNetwork();
        none.members.clear();
        QCOMPARE(CategoryModel::read(category::writeNetwork(none)).error().code,
                 ErrorCode::Unsupported);
    }

    void correctionsSpeakForTheirLike()
    {
        const auto model = CategoryModel::read(category::writeNetwork(constantNetwork()));
        CategoryProbabilities base {};
        base[static_cast<std::size_t>(Category::Snare)] = 0.6F;
        base[static_cast<std::size_t>(Category::Perc)] = 0.4F;
        QVERIFY(LocalHead().judge(Mono({1, 0, 0}), base) == base);
        const LocalHead head(*model, {{{1, 0, 0}, Category::Atmo}, {{1, 0}, Category::Bass}});
        const auto like = head.judge(Mono({2, 0, 0}), base); // length does not matter
        // Weight 1 against the network's ¼.
        QVERIFY(std::abs(of(like, Category::Atmo) - 0.8F) < 1e-5F);
        QVERIFY(std::abs(of(like, Category::Snare) - 0.12F) < 1e-5F);
        const auto unlike = head.judge(Mono({0, 1, 0}), base); // squared distance 2
        QVERIFY(std::abs(of(unlike, Category::Snare) - 0.6F) < 1e-5F);
        const LocalHead turned(*model, {{{0, 1, 0}, Category::Keys}, {{1, 0, 0}, Category::Atmo}});
        const LocalHead straight(*model,
                                 {{{1, 0, 0}, Category::Atmo}, {{0, 1, 0}, Category::Keys}});
        QVERIFY(turned.judge(Mono({1, 2, 3}), base) == straight.judge(Mono({1, 2, 3}), base));
    }
};

QTEST_GUILESS_MAIN(TestCategoryModel)
#include "tst_categorymodel.moc"
