#include "core/nn/demucs/OpsCpu.h"
#include "core/nn/demucs/OpsFast.h"
#include "core/nn/demucs/OpsPortable.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <QTest>

#include <cmath>

using namespace nde::nn::demucs;

namespace {

/// Both ways compute float32 sums in another order. 115 dB is a hundredth of what the fixtures ask
/// of the whole network, and far from what any wrong tap, row or norm would leave (below 60 dB).
constexpr double kEnoughDb = 115.0;

double snrDb(const at::Tensor& actual, const at::Tensor& wanted)
{
    if (actual.sizes() != wanted.sizes()) {
        return -1000.0;
    }
    const at::Tensor w = wanted.to(at::kDouble);
    const double signal = at::square(w).sum().item<double>();
    const double error = at::square(actual.to(at::kDouble) - w).sum().item<double>();
    return 10.0 * std::log10(signal / (error + 1e-300));
}

at::Tensor draw(at::IntArrayRef sizes)
{
    return at::randn(sizes, at::kFloat);
}

GroupNorm drawNorm(std::int64_t channels)
{
    GroupNorm norm;
    norm.weight = draw({channels});
    norm.bias = draw({channels});
    return norm;
}

Conv drawConv(std::int64_t in, std::int64_t out, std::int64_t rows, std::int64_t frames)
{
    Conv conv;
    conv.weight = draw({out, in, rows, frames});
    conv.bias = draw({out});
    return conv;
}

std::int64_t between(std::int64_t low, std::int64_t high)
{
    return at::randint(low, high + 1, {1}, at::kLong).item<std::int64_t>();
}

constexpr int kRounds = 12;

} // namespace

/// The kernels against torch's operators, on shapes drawn with a fixed seed.
class TestOpsCpu : public QObject
{
    Q_OBJECT

private:
    OpContext m_context;
    const std::string m_name;

    void check(const cpu::Maybe& fast, const at::Tensor& wanted)
    {
        QVERIFY(fast.has_value());
        const double snr = snrDb(*fast, wanted);
        QVERIFY2(snr >= kEnoughDb, qPrintable(QString::number(snr)));
    }

private Q_SLOTS:
    void init()
    {
        at::manual_seed(7);
        at::set_num_threads(2);
        m_context = {};
        m_context.cpu = std::make_shared<CpuKernels>();
    }

    void encoderConvolution()
    {
        const c10::InferenceMode inference;
        for (int round = 0; round < kRounds; ++round) {
            const bool isOverRows = round % 2 == 0;
            const std::int64_t stride = between(1, 4);
            const std::int64_t pad = between(0, 2);
            Conv conv
                = drawConv(between(1, 20), between(1, 60), isOverRows ? 8 : 1, isOverRows ? 1 : 8);
            (isOverRows ? conv.strideRows : conv.strideFrames) = stride;
            (isOverRows ? conv.padRows : conv.padFrames) = pad;
            conv.padsToStride = !isOverRows;
            const at::Tensor x
                = draw({conv.weight.size(1), isOverRows ? between(8, 40) : 1, between(9, 400)});
            const bool hasGelu = round % 3 != 0;
            check(cpu::convNormGelu(m_context, x, conv, nullptr, nullptr, hasGelu),
                  portable::convNormGelu(m_context, m_name, x, conv, nullptr, nullptr, hasGelu));
        }
    }

    void rewrite()
    {
        const c10::InferenceMode inference;
        for (int round = 0; round < kRounds; ++round) {
            const std::int64_t context = round % 2;
            const std::int64_t channels = between(1, 50);
            const std::int64_t rows = between(1, 6);
            Conv conv
                = drawConv(channels, 2 * channels, rows > 1 ? 2 * context + 1 : 1, 2 * context + 1);
            conv.padRows = rows > 1 ? context : 0;
            conv.padFrames = context;
            const at::Tensor x = draw({channels, rows, between(1, 400)});
            const at::Tensor skip = draw(x.sizes());
            const at::Tensor* added = round % 3 == 0 ? nullptr : &skip;
            check(
                cpu::rewriteGlu(m_context, x, added, conv, nullptr),
                portable::rewriteGlu(m_context, m_name, x.clone(), added, conv, nullptr, "norm1"));
        }
    }

    void residual()
    {
        const c10::InferenceMode inference;
        for (int round = 0; round < kRounds; ++round) {
            const std::int64_t channels = between(2, 60);
            const std::int64_t hidden = between(1, 12);
            DConvLayer layer;
            layer.conv1 = drawConv(channels, hidden, 1, 3);
            layer.conv1.dilationFrames = layer.conv1.padFrames = between(1, 2);
            layer.norm1 = drawNorm(hidden);
            layer.conv2 = drawConv(hidden, 2 * channels, 1, 1);
            layer.norm2 = drawNorm(2 * channels);
            layer.scale = draw({channels});
            const std::int64_t rows = round % 2 == 0 ? 1 : between(2, 9);
            const at::Tensor x = draw({channels, rows, between(5, rows == 1 ? 3000 : 400)});
            check(cpu::dconv(m_context, x.clone(), layer),
                  portable::dconv(m_context, m_name, x.clone(), layer));
        }
    }

    void transposedConvolution()
    {
        const c10::InferenceMode inference;
        for (int round = 0; round < kRounds; ++round) {
            const bool isOverRows = round % 2 == 0;
            const std::int64_t stride = between(2, 4);
            const std::int64_t in = between(1, 40);
            const std::int64_t out = between(1, 20);
            ConvTranspose conv;
            conv.weight
                = isOverRows ? draw({in, out, 2 * stride, 1}) : draw({in, out, 1, 2 * stride});
            conv.bias = draw({out});
            (isOverRows ? conv.strideRows : conv.strideFrames) = stride;
            (isOverRows ? conv.cropRows : conv.cropFrames) = between(0, stride);
            const at::Tensor x = draw({in, isOverRows ? between(1, 9) : 1, between(2, 400)});
            const std::int64_t frames = isOverRows ? -1 : stride * (x.size(2) - 1);
            const bool hasGelu = round % 3 != 0;
            check(
                cpu::convTransposeGelu(m_context, x, conv, nullptr, frames, hasGelu),
                portable::convTransposeGelu(m_context, m_name, x, conv, nullptr, frames, hasGelu));
        }
    }

    void linear()
    {
        const c10::InferenceMode inference;
        for (int round = 0; round < kRounds; ++round) {
            Linear layer;
            layer.weight = draw({between(1, 300), between(1, 700)});
            layer.bias = draw({layer.weight.size(0)});
            const at::Tensor x = draw({between(1, 300), layer.weight.size(1)});
            const auto activation = static_cast<Activation>(round % 3);
            check(cpu::linear(m_context, x, layer, activation),
                  portable::linear(m_context, m_name, x, layer, activation));
            layer.packed.reset();
            const at::Tensor scale = round % 2 == 0 ? draw({layer.weight.size(0)}) : at::Tensor {};
            at::Tensor fast = draw({x.size(0), layer.weight.size(0)});
            at::Tensor slow = fast.clone();
            QVERIFY(cpu::addLinear(m_context, fast, x, layer, scale));
            portable::addLinear(m_context, m_name, m_name, slow, x, layer, scale);
            check(fast, slow);
        }
    }

    void attention()
    {
        const c10::InferenceMode inference;
        for (int round = 0; round < kRounds; ++round) {
            const std::int64_t heads = between(1, 8);
            const std::int64_t channels = heads * between(1, 64);
            const at::Tensor all = draw({between(1, 400), 3 * channels});
            const at::Tensor q
                = round % 2 == 0 ? all.narrow(1, 0, channels) : draw({between(1, 300), channels});
            const at::Tensor k = all.narrow(1, channels, channels);
            const at::Tensor v = all.narrow(1, 2 * channels, channels);
            check(cpu::attention(m_context, q, k, v, heads),
                  portable::attention(m_context, q, k, v, heads));
        }
    }

    void normsAndTokens()
    {
        const c10::InferenceMode inference;
        for (int round = 0; round < kRounds; ++round) {
            const at::Tensor x = draw({between(1, 90), between(1, 9), between(1, 200)});
            check(cpu::toTokens(m_context, x), portable::toTokens(x));
            const at::Tensor tokens = portable::toTokens(x) * 3.0 + 1.0;
            check(cpu::fromTokens(m_context, tokens, x.size(1), x.size(2)),
                  portable::fromTokens(tokens, x.size(1), x.size(2)));
            if (x.size(0) < 8) {
                continue; // a variance over a handful of values is too badly conditioned to compare
            }
            TokenNorm norm;
            norm.weight = draw({x.size(0)});
            norm.bias = draw({x.size(0)});
            for (const auto kind : {TokenNorm::Kind::Layer, TokenNorm::Kind::Group}) {
                norm.kind = kind;
                check(cpu::tokenNorm(m_context, tokens, norm), portable::tokenNorm(tokens, norm));
            }
        }
    }

    /// bfloat16 keeps 8 bits: a product of two random vectors is good for about 50 dB. Without such
    /// instructions torch also sums in bfloat16, which costs some; this way is not taken there.
    void bfloat16()
    {
        const c10::InferenceMode inference;
        const double least = nde::nn::kernels::hasBfloat16() ? 42.0 : 34.0;
        OpContext quick = m_context;
        quick.isFast = true;
        Linear layer;
        layer.weight = draw({40, 64});
        layer.bias = draw({40});
        const at::Tensor x = draw({50, 64});
        const auto y = fast::linear(quick, x, layer, Activation::Gelu);
        QVERIFY(y.has_value());
        QVERIFY(snrDb(*y, portable::linear(m_context, m_name, x, layer, Activation::Gelu)) > least);
        at::Tensor added = draw({50, 40});
        at::Tensor slow = added.clone();
        const at::Tensor scale = draw({40});
        QVERIFY(fast::addLinear(quick, added, x, layer, scale));
        portable::addLinear(m_context, m_name, m_name, slow, x, layer, scale);
        QVERIFY(snrDb(added, slow) > least);
        const Conv wide = drawConv(4, 10, 3, 3);
        const at::Tensor image = draw({4, 6, 20});
        const at::Tensor skip = draw({4, 6, 20});
        const auto rewritten = fast::rewriteGlu(quick, image, &skip, wide, nullptr);
        QVERIFY(rewritten.has_value());
        const double snr = snrDb(
            *rewritten,
            portable::rewriteGlu(m_context, m_name, image.clone(), &skip, wide, nullptr, ""));
        QVERIFY2(snr > least, qPrintable(QString::number(snr)));
        QVERIFY(!fast::linear(m_context, x, layer, Activation::Gelu).has_value());
        // On the CPU the float32 kernel is better in every way.
        QVERIFY(!fast::attention(quick, x, x, x, 4).has_value());
    }

    /// What has no kernel is left to torch.
    void leavesTheRestAlone()
    {
        const Conv conv = drawConv(3, 6, 1, 1);
        const at::Tensor x = draw({3, 2, 10});
        const GroupNorm norm = drawNorm(6);
        QVERIFY(cpu::rewriteGlu(m_context, x, nullptr, conv, nullptr).has_value());
        QVERIFY(!cpu::rewriteGlu(m_context, x, nullptr, conv, &norm).has_value());
        QVERIFY(!cpu::rewriteGlu(m_context, x.to(at::kDouble), nullptr, conv, nullptr).has_value());
        OpContext other = m_context;
        other.tap = [](const std::string&, const at::Tensor&) {};
        QVERIFY(!cpu::rewriteGlu(other, x, nullptr, conv, nullptr).has_value());
        other = {};
        QVERIFY(!cpu::rewriteGlu(other, x, nullptr, conv, nullptr).has_value());
        ConvTranspose odd;
        odd.weight = draw({3, 2, 7, 1});
        odd.strideRows = 4;
        QVERIFY(!cpu::convTransposeGelu(m_context, x, odd, nullptr, -1, false).has_value());
    }

    /// Memory comes back for the next tensor of that size, and outlives its owner if need be.
    void memoryIsUsedAgain()
    {
        at::Tensor first = m_context.cpu->empty({1000, 1000});
        const void* place = first.data_ptr();
        first.reset();
        at::Tensor second = m_context.cpu->empty({1000, 990});
        QCOMPARE(second.data_ptr(), place);
        const at::Tensor third = m_context.cpu->empty({1000, 1000});
        QVERIFY(third.data_ptr() != place);
        m_context.cpu.reset();
        second.fill_(3.0F);
        QCOMPARE(second.sum().item<double>(), 2970000.0);
    }
};

QTEST_GUILESS_MAIN(TestOpsCpu)
#include "tst_ops_cpu.moc"
