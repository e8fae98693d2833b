#include "core/nn/kernels/Convolution.h"
#include "core/nn/kernels/Residual.h"
#include "core/nn/kernels/Runtime.h"
#include "core/nn/kernels/Tokens.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace kernels = nde::nn::kernels;
using namespace nde::nn::kernels;

namespace nde::nn::kernels::wide {
extern const KernelTable kTable;
}

namespace {

using Values = std::vector<float>;

Values noise(std::size_t count, unsigned seed)
{
    std::mt19937 engine(seed);
    std::normal_distribution<float> normal;
    Values out(count);
    for (float& v : out) {
        v = normal(engine);
    }
    return out;
}

/// Signal to error ratio in dB. Everything here is a sum of at most some thousand float products in
/// another order than the reference's double: 2^-24 · sqrt(terms) leaves well over 120 dB.
double ratioDb(const std::vector<double>& expected, const Values& actual)
{
    if (expected.size() != actual.size()) {
        return -1000.0;
    }
    double signal = 0.0;
    double error = 0.0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        signal += expected[i] * expected[i];
        error += std::pow(expected[i] - static_cast<double>(actual[i]), 2);
    }
    return error == 0.0 ? 400.0 : 10.0 * std::log10(signal / error);
}

constexpr double kEnoughDb = 120.0;

double d(float x)
{
    return static_cast<double>(x);
}
double gelu(double x)
{
    return 0.5 * x * (1.0 + std::erf(x / std::sqrt(2.0)));
}
double sigmoid(double x)
{
    return 1.0 / (1.0 + std::exp(-x));
}
double act(double x, Act a)
{
    return a == Act::Gelu ? gelu(x) : a == Act::Relu ? std::max(0.0, x) : x;
}

std::vector<double> convolved(const ConvShape& s, const Values& weight, const Values& bias,
                              const Values& x, std::size_t rows, std::size_t frames, Act a)
{
    const std::size_t rowsOut = s.rowsOut(rows);
    const std::size_t framesOut = s.framesOut(frames);
    std::vector<double> out(s.out * rowsOut * framesOut);
    for (std::size_t o = 0; o < s.out; ++o) {
        for (std::size_t r = 0; r < rowsOut; ++r) {
            for (std::size_t t = 0; t < framesOut; ++t) {
                double sum = d(bias[o]);
                for (std::size_t c = 0; c < s.in; ++c) {
                    for (std::size_t kr = 0; kr < s.kernelRows; ++kr) {
                        for (std::size_t kf = 0; kf < s.kernelFrames; ++kf) {
                            const auto row = static_cast<long>(r * s.strideRows + kr)
                                - static_cast<long>(s.padRows);
                            const auto frame
                                = static_cast<long>(t * s.strideFrames + kf * s.dilationFrames)
                                - static_cast<long>(s.padFrames);
                            if (row < 0 || row >= static_cast<long>(rows) || frame < 0
                                || frame >= static_cast<long>(frames)) {
                                continue;
                            }
                            sum += d(weight[((o * s.in + c) * s.kernelRows + kr) * s.kernelFrames
                                            + kf])
                                * d(x[(c * rows + static_cast<std::size_t>(row)) * frames
                                      + static_cast<std::size_t>(frame)]);
                        }
                    }
                }
                out[(o * rowsOut + r) * framesOut + t] = sum;
            }
        }
    }
    if (a == Act::Glu) {
        const std::size_t half = out.size() / 2;
        std::vector<double> gated(half);
        for (std::size_t i = 0; i < half; ++i) {
            gated[i] = out[i] * sigmoid(out[half + i]);
        }
        return gated;
    }
    for (double& v : out) {
        v = act(v, a);
    }
    return out;
}

/// GroupNorm(1) over values laid out [channels][n].
void normalise(std::vector<double>& x, std::size_t channels, const Values& weight,
               const Values& bias)
{
    double mean = 0.0;
    for (const double v : x) {
        mean += v;
    }
    mean /= static_cast<double>(x.size());
    double variance = 0.0;
    for (const double v : x) {
        variance += (v - mean) * (v - mean);
    }
    variance /= static_cast<double>(x.size());
    const std::size_t n = x.size() / channels;
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = (x[i] - mean) / std::sqrt(variance + 1e-5) * d(weight[i / n]) + d(bias[i / n]);
    }
}

} // namespace

class TestKernels : public QObject
{
    Q_OBJECT

private:
    /// Every table that can run here; the wide one stands for AVX-512.
    static std::vector<const KernelTable*> tables()
    {
        std::vector<const KernelTable*> out {&wide::kTable};
        for (const Isa isa : {Isa::Baseline, Isa::Avx2, Isa::Avx512}) {
            if (isSupported(isa)) {
                out.push_back(tableFor(isa));
            }
        }
        return out;
    }

private Q_SLOTS:
    void theBestIsOffered()
    {
        QVERIFY(isSupported(Isa::Baseline));
        QVERIFY(isSupported(bestIsa()));
        QVERIFY(tableFor(bestIsa()) != nullptr);
        QCOMPARE(Runtime().isa(), bestIsa());
        QCOMPARE(QString::fromLatin1(name(Isa::Avx2)), QStringLiteral("AVX2"));
    }

    void exponential()
    {
        for (const KernelTable* table : tables()) {
            Values x;
            for (float v = -86.5F; v < 88.0F; v += 0.0137F) {
                x.push_back(v);
            }
            Values y(x.size());
            table->exponential(x.data(), x.size(), y.data());
            double worst = 0.0;
            for (std::size_t i = 0; i < x.size(); ++i) {
                const double e = std::exp(d(x[i]));
                worst = std::max(worst, std::abs(d(y[i]) - e) / e);
            }
            // one unit in the last place is at most 1.2e-7
            QVERIFY2(worst < 1.3e-7, qPrintable(QString::number(worst)));
            const float special[] {0.0F, -1000.0F, std::numeric_limits<float>::quiet_NaN()};
            float out[3];
            table->exponential(special, 3, out);
            QCOMPARE(out[0], 1.0F);
            QVERIFY(out[1] >= 0.0F && out[1] < 1e-37F);
            QVERIFY(std::isnan(out[2]));
        }
    }

    void errorFunction()
    {
        for (const KernelTable* table : tables()) {
            Values x;
            for (float v = -6.0F; v < 6.0F; v += 0.00113F) {
                x.push_back(v);
            }
            x.push_back(1e-6F);
            Values y(x.size());
            table->errorFunction(x.data(), x.size(), y.data());
            double worst = 0.0;
            for (std::size_t i = 0; i < x.size(); ++i) {
                const double e = std::erf(d(x[i]));
                worst = std::max(worst, std::abs(d(y[i]) - e) / std::abs(e));
            }
            // without fused multiply-add a little more than with it
            QVERIFY2(worst < 4e-7, qPrintable(QString::number(worst)));
        }
    }

    void gateAndGelu()
    {
        for (const KernelTable* table : tables()) {
            const Values a = noise(1003, 1);
            Values b = noise(1003, 2);
            for (float& v : b) {
                v *= 8.0F;
            }
            Values y(a.size());
            table->glu(a.data(), b.data(), a.size(), y.data());
            Values z(a.size());
            table->affine(b.data(), b.size(), 0.5F, 0.25F, Act::Gelu, z.data());
            double worstGate = 0.0;
            double worstGelu = 0.0;
            for (std::size_t i = 0; i < a.size(); ++i) {
                const double g = d(a[i]) * sigmoid(d(b[i]));
                worstGate = std::max(worstGate, std::abs(d(y[i]) - g) / std::abs(g));
                const double x = d(b[i]) * 0.5 + 0.25;
                // 1 + erf cancels for negative x, as it does in the original
                worstGelu
                    = std::max(worstGelu, std::abs(d(z[i]) - gelu(x)) / std::max(1.0, std::abs(x)));
            }
            QVERIFY2(worstGate < 5e-7, qPrintable(QString::number(worstGate)));
            QVERIFY2(worstGelu < 3e-7, qPrintable(QString::number(worstGelu)));
        }
    }

    void convolution_data()
    {
        QTest::addColumn<ConvShape>("shape");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("act");
        const auto shape = [](std::size_t in, std::size_t out, std::size_t kr, std::size_t kf,
                              std::size_t sr, std::size_t sf, std::size_t pr, std::size_t pf) {
            ConvShape s;
            s.in = in;
            s.out = out;
            s.kernelRows = kr;
            s.kernelFrames = kf;
            s.strideRows = sr;
            s.strideFrames = sf;
            s.padRows = pr;
            s.padFrames = pf;
            return s;
        };
        const auto none = static_cast<int>(Act::None);
        const auto glu = static_cast<int>(Act::Glu);
        const auto geluAct = static_cast<int>(Act::Gelu);
        QTest::addRow("frequency encoder")
            << shape(4, 48, 8, 1, 4, 1, 2, 0) << 32 << 336 << geluAct;
        QTest::addRow("frequency encoder, odd")
            << shape(3, 13, 8, 1, 4, 1, 2, 0) << 20 << 37 << geluAct;
        QTest::addRow("time encoder") << shape(2, 48, 1, 8, 1, 4, 0, 2) << 1 << 1444 << geluAct;
        QTest::addRow("time encoder, odd") << shape(5, 7, 1, 8, 1, 4, 0, 2) << 1 << 101 << none;
        QTest::addRow("1x1 with gate") << shape(48, 96, 1, 1, 1, 1, 0, 0) << 3 << 336 << glu;
        QTest::addRow("1x1 with gate, odd") << shape(9, 22, 1, 1, 1, 1, 0, 0) << 1 << 19 << glu;
        QTest::addRow("3x3 with gate") << shape(48, 96, 3, 3, 1, 1, 1, 1) << 5 << 336 << glu;
        QTest::addRow("3x3 with gate, odd") << shape(7, 10, 3, 3, 1, 1, 1, 1) << 4 << 29 << glu;
        QTest::addRow("3 with gate") << shape(24, 48, 1, 3, 1, 1, 0, 1) << 1 << 1345 << glu;
        QTest::addRow("two depths") << shape(120, 100, 1, 3, 1, 1, 0, 1) << 1 << 350 << none;
        QTest::addRow("one by one") << shape(1, 1, 1, 1, 1, 1, 0, 0) << 1 << 1 << none;
        QTest::addRow("shorter than its padding") << shape(2, 4, 1, 3, 1, 1, 0, 2) << 2 << 1 << glu;
    }

    void convolution()
    {
        QFETCH(ConvShape, shape);
        QFETCH(int, rows);
        QFETCH(int, frames);
        QFETCH(int, act);
        const auto r = static_cast<std::size_t>(rows);
        const auto t = static_cast<std::size_t>(frames);
        const Values weight
            = noise(shape.out * shape.in * shape.kernelRows * shape.kernelFrames, 3);
        const Values bias = noise(shape.out, 4);
        const Values x = noise(shape.in * r * t, 5);
        const Values skip = noise(x.size(), 6);
        const auto a = static_cast<Act>(act);
        Values sum = x;
        for (std::size_t i = 0; i < sum.size(); ++i) {
            sum[i] += skip[i];
        }
        const std::vector<double> expected = convolved(shape, weight, bias, sum, r, t, a);
        for (const KernelTable* table : tables()) {
            Values one;
            for (const int threads : {1, 2, 5}) {
                Runtime runtime(*table, threads);
                const Convolution conv(runtime, shape, weight.data(), bias.data(), a);
                Values y(conv.channelsOut() * shape.rowsOut(r) * shape.framesOut(t));
                conv.run(runtime, x.data(), skip.data(), r, t, nullptr, y.data());
                const double ratio = ratioDb(expected, y);
                QVERIFY2(ratio > kEnoughDb, qPrintable(QString::number(ratio)));
                if (threads == 1) {
                    one = y;
                }
                QVERIFY2(y == one, "depends on the number of threads");
                Values z = y;
                conv.run(runtime, sum.data(), nullptr, r, t, y.data(), z.data());
                for (std::size_t i = 0; i < y.size(); ++i) {
                    QCOMPARE(z[i], y[i] + y[i]);
                }
            }
        }
    }

    void transposition_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::addRow("blocks") << 64 << 96;
        QTest::addRow("one row") << 1 << 37;
        QTest::addRow("one column") << 37 << 1;
        QTest::addRow("neither whole") << 45 << 51;
        QTest::addRow("whole rows only") << 48 << 21;
    }

    void transposition()
    {
        QFETCH(int, rows);
        QFETCH(int, columns);
        const auto r = static_cast<std::size_t>(rows);
        const auto c = static_cast<std::size_t>(columns);
        const std::size_t inStride = c + 3;
        const std::size_t outStride = r + 5;
        const Values in = noise(r * inStride, 21);
        for (const KernelTable* table : tables()) {
            Values out(c * outStride, 7.0F);
            table->transpose(in.data(), inStride, r, c, out.data(), outStride);
            for (std::size_t j = 0; j < c; ++j) {
                for (std::size_t i = 0; i < outStride; ++i) {
                    QCOMPARE(out[j * outStride + i], i < r ? in[i * inStride + j] : 7.0F);
                }
            }
        }
    }

    void transposedConvolution_data()
    {
        QTest::addColumn<bool>("overRows");
        QTest::addColumn<int>("in");
        QTest::addColumn<int>("out");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("frames");
        QTest::addColumn<int>("kept");
        QTest::addRow("frequency") << true << 48 << 16 << 8 << 336 << 32;
        QTest::addRow("frequency, odd") << true << 13 << 5 << 3 << 41 << 11;
        QTest::addRow("frequency, long rows") << true << 6 << 4 << 2 << 700 << 8;
        QTest::addRow("time") << false << 48 << 8 << 1 << 1344 << 5375;
        QTest::addRow("time, odd") << false << 7 << 3 << 1 << 19 << 71;
        QTest::addRow("time, one frame") << false << 3 << 2 << 1 << 1 << 4;
    }

    void transposedConvolution()
    {
        QFETCH(bool, overRows);
        QFETCH(int, in);
        QFETCH(int, out);
        QFETCH(int, rows);
        QFETCH(int, frames);
        QFETCH(int, kept);
        const auto ci = static_cast<std::size_t>(in);
        const auto co = static_cast<std::size_t>(out);
        const auto r = static_cast<std::size_t>(rows);
        const auto t = static_cast<std::size_t>(frames);
        const auto k = static_cast<std::size_t>(kept);
        const Values weight = noise(ci * co * 8, 7);
        const Values bias = noise(co, 8);
        const Values x = noise(ci * r * t, 9);
        // the definition: every input adds its kernel to the outputs from 4 · its place on
        const std::size_t along = overRows ? r : t;
        const std::size_t across = overRows ? t : 1;
        std::vector<double> full(co * (4 * along + 4) * across);
        for (std::size_t c = 0; c < ci; ++c) {
            for (std::size_t o = 0; o < co; ++o) {
                for (std::size_t i = 0; i < along; ++i) {
                    for (std::size_t tap = 0; tap < 8; ++tap) {
                        for (std::size_t j = 0; j < across; ++j) {
                            full[(o * (4 * along + 4) + 4 * i + tap) * across + j]
                                += d(x[(c * along + i) * across + j])
                                * d(weight[(c * co + o) * 8 + tap]);
                        }
                    }
                }
            }
        }
        for (const Act a : {Act::None, Act::Gelu}) {
            std::vector<double> expected;
            for (std::size_t o = 0; o < co; ++o) {
                for (std::size_t i = 0; i < k * across; ++i) {
                    expected.push_back(
                        act(full[(o * (4 * along + 4) + 2) * across + i] + d(bias[o]), a));
                }
            }
            for (const KernelTable* table : tables()) {
                for (const int threads : {1, 3}) {
                    Runtime runtime(*table, threads);
                    const TransposedConvolution conv(runtime,
                                                     overRows ? TransposedConvolution::Axis::Rows
                                                              : TransposedConvolution::Axis::Frames,
                                                     ci, co, 4, 2, weight.data(), bias.data(), a);
                    Values y(expected.size(), 1e9F);
                    conv.run(runtime, x.data(), r, t, k, y.data());
                    const double ratio = ratioDb(expected, y);
                    QVERIFY2(ratio > kEnoughDb, qPrintable(QString::number(ratio)));
                }
            }
        }
    }

    void linear_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("inner");
        QTest::addColumn<int>("outs");
        QTest::addRow("wide") << 200 << 512 << 600;
        QTest::addRow("deep") << 31 << 2048 << 40;
        QTest::addRow("odd") << 13 << 7 << 17;
        QTest::addRow("one") << 1 << 1 << 1;
    }

    void linear()
    {
        QFETCH(int, tokens);
        QFETCH(int, inner);
        QFETCH(int, outs);
        const auto n = static_cast<std::size_t>(tokens);
        const auto k = static_cast<std::size_t>(inner);
        const auto m = static_cast<std::size_t>(outs);
        const Values weight = noise(k * m, 10);
        const Values bias = noise(m, 11);
        const Values scale = noise(m, 12);
        const Values x = noise(n * k, 13);
        std::vector<double> plain;
        for (std::size_t t = 0; t < n; ++t) {
            for (std::size_t o = 0; o < m; ++o) {
                double sum = d(bias[o]);
                for (std::size_t c = 0; c < k; ++c) {
                    sum += d(x[t * k + c]) * d(weight[o * k + c]);
                }
                plain.push_back(sum);
            }
        }
        const Values before = noise(n * m, 14);
        std::vector<double> activated = plain;
        std::vector<double> added = plain;
        for (std::size_t i = 0; i < plain.size(); ++i) {
            activated[i] = gelu(plain[i]);
            added[i] = d(before[i]) + plain[i] * d(scale[i % m]);
        }
        for (const KernelTable* table : tables()) {
            for (const int threads : {1, 2, 7}) {
                Runtime runtime(*table, threads);
                const RightWeights weights(*table, weight.data(), bias.data(), nullptr, m, k);
                Values y(n * m);
                kernels::linear(runtime, weights, x.data(), n, Act::Gelu, y.data());
                QVERIFY(ratioDb(activated, y) > kEnoughDb);
                const RightWeights scaled(*table, weight.data(), bias.data(), scale.data(), m, k);
                y = before;
                addLinear(runtime, scaled, x.data(), n, y.data());
                QVERIFY(ratioDb(added, y) > kEnoughDb);
            }
        }
    }

    void attention_data()
    {
        QTest::addColumn<int>("queries");
        QTest::addColumn<int>("keys");
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("width");
        QTest::addColumn<float>("gain");
        QTest::addRow("self") << 500 << 500 << 2 << 64 << 1.0F;
        QTest::addRow("cross, six stems") << 130 << 401 << 3 << 48 << 1.0F;
        QTest::addRow("sharp") << 70 << 450 << 1 << 64 << 30.0F;
        QTest::addRow("odd") << 5 << 3 << 2 << 5 << 1.0F;
        QTest::addRow("one") << 1 << 1 << 1 << 1 << 1.0F;
    }

    void attention()
    {
        QFETCH(int, queries);
        QFETCH(int, keys);
        QFETCH(int, heads);
        QFETCH(int, width);
        QFETCH(float, gain);
        const auto n = static_cast<std::size_t>(queries);
        const auto m = static_cast<std::size_t>(keys);
        const auto h = static_cast<std::size_t>(heads);
        const auto w = static_cast<std::size_t>(width);
        const std::size_t channels = h * w;
        Values q = noise(n * (channels + 3), 15);
        const Values kv = noise(m * 2 * channels, 16);
        for (float& v : q) {
            v *= gain;
        }
        std::vector<double> expected(n * channels);
        for (std::size_t head = 0; head < h; ++head) {
            for (std::size_t i = 0; i < n; ++i) {
                std::vector<double> score(m);
                double top = -1e300;
                for (std::size_t j = 0; j < m; ++j) {
                    for (std::size_t c = 0; c < w; ++c) {
                        score[j] += d(q[i * (channels + 3) + head * w + c])
                            * d(kv[j * 2 * channels + head * w + c])
                            / std::sqrt(static_cast<double>(w));
                    }
                    top = std::max(top, score[j]);
                }
                double total = 0.0;
                for (double& s : score) {
                    s = std::exp(s - top);
                    total += s;
                }
                for (std::size_t j = 0; j < m; ++j) {
                    for (std::size_t c = 0; c < w; ++c) {
                        expected[i * channels + head * w + c]
                            += score[j] / total * d(kv[j * 2 * channels + channels + head * w + c]);
                    }
                }
            }
        }
        for (const KernelTable* table : tables()) {
            Values one;
            for (const int threads : {1, 2, 4}) {
                Runtime runtime(*table, threads);
                Values y(n * channels);
                kernels::attention(runtime, {q.data(), channels + 3, n},
                                   {kv.data(), 2 * channels, m},
                                   {kv.data() + channels, 2 * channels, m}, h, w, y.data());
                const double ratio = ratioDb(expected, y);
                // sharp scores are large numbers: their rounding alone is 2^-24 · 200 in the
                // exponent
                QVERIFY2(ratio > (gain > 1.0F ? 95.0 : kEnoughDb),
                         qPrintable(QString::number(ratio)));
                if (threads == 1) {
                    one = y;
                }
                QVERIFY2(y == one, "depends on the number of threads");
            }
        }
    }

    void residual_data()
    {
        QTest::addColumn<int>("channels");
        QTest::addColumn<int>("hidden");
        QTest::addColumn<int>("dilation");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("frames");
        QTest::addRow("first level") << 48 << 6 << 1 << 4 << 336;
        QTest::addRow("second level, dilated") << 96 << 12 << 2 << 3 << 336;
        QTest::addRow("time branch") << 48 << 6 << 2 << 1 << 3001;
        QTest::addRow("odd") << 10 << 3 << 1 << 6 << 27;
        QTest::addRow("tiny") << 2 << 1 << 2 << 1 << 1;
    }

    void residual()
    {
        QFETCH(int, channels);
        QFETCH(int, hidden);
        QFETCH(int, dilation);
        QFETCH(int, rows);
        QFETCH(int, frames);
        const auto c = static_cast<std::size_t>(channels);
        const auto h = static_cast<std::size_t>(hidden);
        const auto r = static_cast<std::size_t>(rows);
        const auto t = static_cast<std::size_t>(frames);
        const Values weight1 = noise(h * c * 3, 17);
        const Values bias1 = noise(h, 18);
        const Values normWeight1 = noise(h, 19);
        const Values normBias1 = noise(h, 20);
        const Values weight2 = noise(2 * c * h, 21);
        const Values bias2 = noise(2 * c, 22);
        const Values normWeight2 = noise(2 * c, 23);
        const Values normBias2 = noise(2 * c, 24);
        const Values scale = noise(c, 25);
        const Values x = noise(c * r * t, 26);
        ResidualLayer::Parameters p;
        p.channels = c;
        p.hidden = h;
        p.dilation = static_cast<std::size_t>(dilation);
        p.weight1 = weight1.data();
        p.bias1 = bias1.data();
        p.normWeight1 = normWeight1.data();
        p.normBias1 = normBias1.data();
        p.weight2 = weight2.data();
        p.bias2 = bias2.data();
        p.normWeight2 = normWeight2.data();
        p.normBias2 = normBias2.data();
        p.scale = scale.data();
        ConvShape first;
        first.in = c;
        first.out = h;
        first.kernelFrames = 3;
        first.padFrames = p.dilation;
        first.dilationFrames = p.dilation;
        std::vector<double> expected(x.size());
        for (std::size_t row = 0; row < r; ++row) {
            Values one;
            for (std::size_t i = 0; i < c; ++i) {
                const auto at = x.begin() + static_cast<long>((i * r + row) * t);
                one.insert(one.end(), at, at + static_cast<long>(t));
            }
            std::vector<double> a = convolved(first, weight1, bias1, one, 1, t, Act::None);
            normalise(a, h, normWeight1, normBias1);
            std::vector<double> b(2 * c * t);
            for (std::size_t o = 0; o < 2 * c; ++o) {
                for (std::size_t j = 0; j < t; ++j) {
                    b[o * t + j] = d(bias2[o]);
                    for (std::size_t i = 0; i < h; ++i) {
                        b[o * t + j] += d(weight2[o * h + i]) * gelu(a[i * t + j]);
                    }
                }
            }
            normalise(b, 2 * c, normWeight2, normBias2);
            for (std::size_t i = 0; i < c; ++i) {
                for (std::size_t j = 0; j < t; ++j) {
                    expected[(i * r + row) * t + j] = d(one[i * t + j])
                        + d(scale[i]) * b[i * t + j] * sigmoid(b[(c + i) * t + j]);
                }
            }
        }
        for (const KernelTable* table : tables()) {
            for (const int threads : {1, 2, 4}) {
                Runtime runtime(*table, threads);
                const ResidualLayer layer(runtime, p);
                Values y = x;
                layer.run(runtime, y.data(), r, t);
                const double ratio = ratioDb(expected, y);
                QVERIFY2(ratio > kEnoughDb, qPrintable(QString::number(ratio)));
            }
        }
    }

    /// Rows in cache and a long row in tiles are the same layer.
    void residualWaysAgree()
    {
        const std::size_t c = 6;
        const std::size_t t = 1000;
        const Values w = noise(2 * c * c * 3, 27);
        ResidualLayer::Parameters p;
        p.channels = c;
        p.hidden = 2;
        p.weight1 = p.weight2 = w.data();
        p.bias1 = p.bias2 = p.normWeight1 = p.normWeight2 = p.normBias1 = p.normBias2 = p.scale
            = w.data();
        Runtime narrow(bestIsa(), 1);
        Runtime broad(bestIsa(), 2);
        Values a = noise(c * t, 28);
        Values b = a;
        ResidualLayer(narrow, p).run(narrow, a.data(), 1, t);
        ResidualLayer(broad, p).run(broad, b.data(), 1, t);
        QVERIFY(ratioDb(std::vector<double>(a.begin(), a.end()), b) > kEnoughDb);
    }

    void norms()
    {
        const std::size_t tokens = 131;
        const std::size_t channels = 37;
        Values x = noise(tokens * channels, 29);
        for (float& v : x) {
            v = 3.0F + 0.5F * v;
        }
        const Values weight = noise(channels, 30);
        const Values bias = noise(channels, 31);
        std::vector<double> perToken;
        std::vector<double> together(x.begin(), x.end());
        for (std::size_t t = 0; t < tokens; ++t) {
            double mean = 0.0;
            double variance = 0.0;
            for (std::size_t c = 0; c < channels; ++c) {
                mean += d(x[t * channels + c]) / static_cast<double>(channels);
            }
            for (std::size_t c = 0; c < channels; ++c) {
                variance
                    += std::pow(d(x[t * channels + c]) - mean, 2) / static_cast<double>(channels);
            }
            for (std::size_t c = 0; c < channels; ++c) {
                perToken.push_back((d(x[t * channels + c]) - mean) / std::sqrt(variance + 1e-5)
                                       * d(weight[c])
                                   + d(bias[c]));
            }
        }
        const Values ones(1, 1.0F);
        const Values zeros(1, 0.0F);
        normalise(together, 1, ones, zeros);
        for (std::size_t i = 0; i < together.size(); ++i) {
            together[i] = together[i] * d(weight[i % channels]) + d(bias[i % channels]);
        }
        for (const KernelTable* table : tables()) {
            Runtime runtime(*table, 2);
            Values y = x;
            layerNorm(runtime, y.data(), tokens, channels, weight.data(), bias.data(), 1e-5F,
                      y.data());
            QVERIFY(ratioDb(perToken, y) > kEnoughDb);
            y = x;
            tokenGroupNorm(runtime, y.data(), tokens, channels, weight.data(), bias.data(), 1e-5,
                           y.data());
            QVERIFY(ratioDb(together, y) > kEnoughDb);
        }
    }

    void tokensAndBack()
    {
        const std::size_t channels = 19;
        const std::size_t rows = 3;
        const std::size_t frames = 70;
        const Values x = noise(channels * rows * frames, 32);
        for (const KernelTable* table : tables()) {
            Runtime runtime(*table, 2);
            Values tokens(x.size());
            toTokens(runtime, x.data(), channels, rows, frames, tokens.data());
            for (std::size_t c = 0; c < channels; ++c) {
                for (std::size_t r = 0; r < rows; ++r) {
                    for (std::size_t t = 0; t < frames; ++t) {
                        QCOMPARE(tokens[(t * rows + r) * channels + c],
                                 x[(c * rows + r) * frames + t]);
                    }
                }
            }
            Values back(x.size());
            fromTokens(runtime, tokens.data(), channels, rows, frames, back.data());
            QCOMPARE(back, x);
        }
    }

    /// One hundred thousand numbers around 100: float sums would lose the variance.
    void sumsAreExactEnough()
    {
        Values x = noise(100003, 33);
        double sum = 0.0;
        double squares = 0.0;
        for (float& v : x) {
            v += 100.0F;
            sum += d(v);
            squares += d(v) * d(v);
        }
        for (const KernelTable* table : tables()) {
            Runtime runtime(*table, 2);
            const Sums sums = sumsOf(runtime, x.data(), x.size());
            QVERIFY(std::abs(sums.sum - sum) < 1e-7 * sum);
            QVERIFY(std::abs(sums.squares - squares) < 1e-7 * squares);
        }
    }

    void plainProduct_data()
    {
        QTest::addColumn<bool>("isTransposed");
        QTest::addColumn<bool>("isAdded");
        for (const bool isTransposed : {false, true}) {
            for (const bool isAdded : {false, true}) {
                QTest::addRow("%s, %s", isTransposed ? "rows side by side" : "inner side by side",
                              isAdded ? "added" : "set")
                    << isTransposed << isAdded;
            }
        }
    }

    void plainProduct()
    {
        QFETCH(bool, isTransposed);
        QFETCH(bool, isAdded);
        const std::size_t rows = 23; // 12 + 8 + 2 + 1
        const std::size_t inner = 37;
        const std::size_t columns = 64;
        const Values a = noise(rows * inner, 41);
        const Values b = noise(inner * columns, 42);
        const Values bias = noise(columns, 43);
        const Values before = noise(rows * columns, 44);
        std::vector<double> expected;
        for (std::size_t i = 0; i < rows; ++i) {
            for (std::size_t j = 0; j < columns; ++j) {
                double sum = d(bias[j]) + (isAdded ? d(before[i * columns + j]) : 0.0);
                for (std::size_t k = 0; k < inner; ++k) {
                    sum += d(a[isTransposed ? k * rows + i : i * inner + k])
                        * d(b[k * columns + j]);
                }
                expected.push_back(sum);
            }
        }
        for (const KernelTable* table : tables()) {
            Values c = before;
            Product p;
            p.a = a.data();
            p.aRow = isTransposed ? 1 : inner;
            p.aInner = isTransposed ? rows : 1;
            p.b = b.data();
            p.bInner = columns;
            p.rows = rows;
            p.columns = columns;
            p.inner = inner;
            p.bias = bias.data();
            p.c = c.data();
            p.cStride = columns;
            p.isAdded = isAdded;
            table->product(p);
            QVERIFY(ratioDb(expected, c) > kEnoughDb);
        }
    }

    /// The gradient is that of the function: by differences in double.
    void normSiluAndItsGradient()
    {
        const std::size_t rows = 3;
        const std::size_t width = 64;
        Values x = noise(rows * width, 51);
        const Values weight = noise(width, 52);
        const Values bias = noise(width, 53);
        Values keep = noise(rows * width, 54);
        for (float& value : keep) {
            value = value > -0.8F ? 1.25F : 0.0F;
        }
        const Values dy = noise(rows * width, 55);
        const auto forward = [&](const std::vector<double>& in, const std::vector<double>& w,
                                 const std::vector<double>& b) {
            std::vector<double> y(in.size());
            for (std::size_t row = 0; row < rows; ++row) {
                double mean = 0.0;
                double variance = 0.0;
                for (std::size_t j = 0; j < width; ++j) {
                    mean += in[row * width + j] / width;
                }
                for (std::size_t j = 0; j < width; ++j) {
                    variance += std::pow(in[row * width + j] - mean, 2) / width;
                }
                for (std::size_t j = 0; j < width; ++j) {
                    const std::size_t at = row * width + j;
                    const double u = (in[at] - mean) / std::sqrt(variance + 1e-5) * w[j] + b[j];
                    y[at] = u / (1.0 + std::exp(-u)) * d(keep[at]);
                }
            }
            return y;
        };
        const auto wide = [](const Values& v) { return std::vector<double>(v.begin(), v.end()); };
        const auto loss = [&](const std::vector<double>& in, const std::vector<double>& w,
                              const std::vector<double>& b) {
            const auto y = forward(in, w, b);
            double sum = 0.0;
            for (std::size_t i = 0; i < y.size(); ++i) {
                sum += y[i] * d(dy[i]);
            }
            return sum;
        };
        constexpr double kStep = 1e-5;
        std::vector<double> dx;
        std::vector<double> dWeight;
        std::vector<double> dBias;
        const auto differences = [&](std::vector<double>& out, std::size_t count, auto evaluate) {
            for (std::size_t i = 0; i < count; ++i) {
                out.push_back((evaluate(i, kStep) - evaluate(i, -kStep)) / (2.0 * kStep));
            }
        };
        differences(dx, rows * width, [&](std::size_t i, double step) {
            auto in = wide(x);
            in[i] += step;
            return loss(in, wide(weight), wide(bias));
        });
        differences(dWeight, width, [&](std::size_t i, double step) {
            auto w = wide(weight);
            w[i] += step;
            return loss(wide(x), w, wide(bias));
        });
        differences(dBias, width, [&](std::size_t i, double step) {
            auto b = wide(bias);
            b[i] += step;
            return loss(wide(x), wide(weight), b);
        });
        const auto expected = forward(wide(x), wide(weight), wide(bias));
        for (const KernelTable* table : tables()) {
            Values normal = x;
            Values inverse(rows);
            Values y(x.size());
            table->normSilu({rows, width, normal.data(), weight.data(), bias.data(), keep.data(),
                             1e-5F, inverse.data(), y.data()});
            QVERIFY(ratioDb(expected, y) > kEnoughDb);
            Values gx = dy;
            Values gw(width);
            Values gb(width);
            table->normSiluBack({rows, width, normal.data(), weight.data(), bias.data(),
                                 keep.data(), inverse.data(), gx.data(), gx.data(), gw.data(),
                                 gb.data()});
            // Differences of this step are good to 1e-9 of the loss.
            QVERIFY(ratioDb(dx, gx) > 100.0);
            QVERIFY(ratioDb(dWeight, gw) > 100.0);
            QVERIFY(ratioDb(dBias, gb) > 100.0);
        }
    }

    void adamStepAndColumnSums()
    {
        const std::size_t count = 77;
        const Values start = noise(count, 61);
        const Values gradient = noise(count, 62);
        std::vector<double> expected;
        for (std::size_t i = 0; i < count; ++i) {
            const double g = d(gradient[i]) * 0.5;
            const double mean = 0.1 * g;
            const double square = 0.01 * g * g;
            expected.push_back(d(start[i]) * 0.99 - 0.02 * mean / (std::sqrt(square) * 10 + 1e-8));
        }
        const Values matrix = noise(5 * 64, 63);
        std::vector<double> sums(64, 0.0);
        for (std::size_t i = 0; i < matrix.size(); ++i) {
            sums[i % 64] += d(matrix[i]);
        }
        for (const KernelTable* table : tables()) {
            Values value = start;
            Values mean(count, 0.0F);
            Values square(count, 0.0F);
            table->adamStep({count, value.data(), mean.data(), square.data(), gradient.data(), 0.5F,
                             0.99F, 0.02F, 0.9F, 0.99F, 10.0F, 1e-8F});
            QVERIFY(ratioDb(expected, value) > kEnoughDb - 10.0);
            Values out(64);
            table->columnSums(matrix.data(), 5, 64, out.data());
            QVERIFY(ratioDb(sums, out) > kEnoughDb);
        }
    }
};

QTEST_GUILESS_MAIN(TestKernels)
#include "tst_kernels.moc"
