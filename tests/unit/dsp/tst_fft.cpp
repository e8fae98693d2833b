#include "core/dsp/Fft.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace nde::dsp;

class TestFft : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void cosineOnABinHasOneLine()
    {
        constexpr int kSize = 64;
        constexpr int kBin = 5;
        std::vector<float> time(kSize);
        for (int i = 0; i < kSize; ++i) {
            time[static_cast<std::size_t>(i)] = static_cast<float>(
                0.5 * std::cos(2.0 * std::numbers::pi * kBin * i / kSize + 0.25));
        }
        std::vector<std::complex<float>> bins(kSize / 2 + 1);
        RealFft fft(kSize);
        QCOMPARE(fft.size(), kSize);
        fft.forward(time, bins);
        for (int k = 0; k <= kSize / 2; ++k) {
            const auto expected
                = k == kBin ? std::polar(0.25F * kSize, 0.25F) : std::complex<float> {};
            QVERIFY(std::abs(bins[static_cast<std::size_t>(k)] - expected) < 1e-4F);
        }
    }

    void impulseIsFlat()
    {
        constexpr int kSize = 48; // no power of two
        std::vector<float> time(kSize);
        time[0] = 1.0F;
        std::vector<std::complex<float>> bins(kSize / 2 + 1);
        RealFft(kSize).forward(time, bins);
        for (const auto& bin : bins) {
            QVERIFY(std::abs(bin - 1.0F) < 1e-6F);
        }
    }

    void inverseReturnsTheSignal()
    {
        constexpr int kSize = 1024;
        std::vector<float> time(kSize);
        for (int i = 0; i < kSize; ++i) {
            time[static_cast<std::size_t>(i)] = static_cast<float>((i * 7919 % 1000) / 500.0 - 1.0);
        }
        std::vector<std::complex<float>> bins(kSize / 2 + 1);
        std::vector<float> back(kSize);
        RealFft fft(kSize);
        RealFft moved = std::move(fft);
        moved.forward(time, bins);
        moved.inverse(bins, back);
        for (std::size_t i = 0; i < time.size(); ++i) {
            QVERIFY(std::abs(time[i] - back[i]) < 1e-5F);
        }
    }

    void hannOverlapsToTwoAtQuarterHop()
    {
        const auto window = hannWindow(16);
        QCOMPARE(window[0], 0.0F);
        QCOMPARE(window[8], 1.0F);
        for (std::size_t i = 0; i < 4; ++i) {
            QVERIFY(std::abs(window[i] + window[i + 4] + window[i + 8] + window[i + 12] - 2.0F)
                    < 1e-6F);
        }
    }
};

QTEST_GUILESS_MAIN(TestFft)
#include "tst_fft.moc"
