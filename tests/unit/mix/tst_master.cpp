#include "core/audio/Loudness.h"
#include "core/base/Random.h"
#include "core/mix/Biquad.h"
#include "core/mix/Buses.h"
#include "core/mix/Effects.h"
#include "core/mix/Master.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace nde;
using mix::Bus;
using mix::BusBlock;
using mix::BusMixer;

namespace {

constexpr double kRate = 48000.0;

std::vector<float> run(mix::Master& master, std::vector<float> stereo)
{
    stereo.resize(stereo.size() + 2 * master.latency());
    master.process(stereo);
    stereo.erase(stereo.begin(),
                 stereo.begin() + static_cast<std::ptrdiff_t>(2 * master.latency()));
    return stereo;
}

double truePeakDb(const std::vector<float>& stereo)
{
    auto meter = audio::LoudnessMeter::create(2, 48000);
    meter->add(stereo);
    return meter->finish().truePeakDb;
}

} // namespace

class TestMaster : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// Tones whose samples miss their peaks: the amplitude is what a meter must read.
    void theMeterReadsBetweenSamples_data()
    {
        QTest::addColumn<double>("share"); // of the rate
        for (const double share : {0.01, 0.1, 0.25, 0.4, 0.45}) {
            QTest::addRow("%.2f", share) << share;
        }
    }

    void theMeterReadsBetweenSamples()
    {
        QFETCH(double, share);
        mix::PeakMeter meter;
        std::vector<float> stereo;
        for (int n = 0; n < 48000; ++n) {
            // It comes and goes: the edge of a tone is no tone.
            const double envelope = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * n / 48000.0);
            const double x = 2.0 * std::numbers::pi * share * n + std::numbers::pi / 4.0;
            stereo.push_back(static_cast<float>(0.5 * envelope * std::sin(x)));
            stereo.push_back(0.0F);
        }
        for (std::size_t from = 0; from < stereo.size(); from += 1000) { // any blocks
            meter.add(std::span<const float>(stereo).subspan(from, 1000));
        }
        const double read = meter.peakDb();
        QVERIFY2(std::abs(read - 20.0 * std::log10(0.5)) < 0.12, qPrintable(QString::number(read)));
    }

    void quietSignalPassesUnchanged()
    {
        Random random(2);
        std::vector<float> input(20000);
        for (float& x : input) {
            x = static_cast<float>(random.uniform(-0.3, 0.3));
        }
        mix::Master master({0.0, -1.0, kRate});
        const std::vector<float> output = run(master, input);
        QCOMPARE(output.size(), input.size());
        QVERIFY(output == input);
        QVERIFY(master.limiting().maxDb < 1e-6);
    }

    void ceilingHolds_data()
    {
        QTest::addColumn<double>("hz"); // 0 = noise
        QTest::addColumn<double>("gainDb");
        QTest::addRow("quarter of the rate, between the samples") << 12000.0 << 3.0;
        QTest::addRow("bass") << 60.0 << 9.0;
        QTest::addRow("high") << 17900.0 << 6.0;
        QTest::addRow("noise") << 0.0 << 12.0;
    }
    void ceilingHolds()
    {
        QFETCH(double, hz);
        QFETCH(double, gainDb);
        Random random(3);
        std::vector<float> input(2 * 24000);
        for (std::size_t n = 0; n < 24000; ++n) {
            // 45 degrees off: at 12 kHz every sample lies 3 dB under the peak between them.
            const double phase = 2.0 * std::numbers::pi * hz * static_cast<double>(n) / kRate
                + std::numbers::pi / 4.0;
            const double value = hz > 0.0 ? 0.9 * std::sin(phase) : random.uniform(-0.9, 0.9);
            const bool isOn = n > 6000 && n < 18000;
            input[2 * n] = input[2 * n + 1] = isOn ? static_cast<float>(value) : 0.0F;
        }
        mix::Master master({gainDb, -1.0, kRate});
        const std::vector<float> output = run(master, input);
        const double peak = truePeakDb(output);
        QVERIFY2(peak <= -0.9, qPrintable(QString::number(peak)));
        QVERIFY2(peak >= -3.0, qPrintable(QString::number(peak)));
        QVERIFY(master.limiting().maxDb > 0.5);
    }

    void peaksKeepTheirPlace()
    {
        std::vector<float> input(4000);
        input[2000] = input[2001] = 1.0F; // frame 1000, over the ceiling
        mix::Master master({0.0, -6.0, kRate});
        const std::vector<float> output = run(master, input);
        std::size_t loudest = 0;
        for (std::size_t n = 0; n < output.size() / 2; ++n) {
            loudest = std::abs(output[2 * n]) > std::abs(output[2 * loudest]) ? n : loudest;
        }
        QCOMPARE(loudest, std::size_t {1000});
    }

    void blockSizeDoesNotMatter()
    {
        Random random(4);
        std::vector<float> input(8000);
        for (float& x : input) {
            x = static_cast<float>(random.uniform(-1.0, 1.0));
        }
        mix::Master whole({6.0, -1.0, kRate});
        mix::Master parts({6.0, -1.0, kRate});
        std::vector<float> a = input;
        whole.process(a);
        std::vector<float> b = input;
        for (std::size_t at = 0; at < b.size(); at += 320) {
            parts.process(std::span(b).subspan(at, 320));
        }
        QVERIFY(a == b);
    }

    // What falls together on the drum bus is pressed; a quieter hit and the other buses are not.
    void drumsTogetherStayBelowTheirCeiling()
    {
        const auto through = [](Bus bus, float peak, bool hasGlue, double lufs = -14.0) {
            BusMixer mixer(48000, 120.0, hasGlue);
            mixer.setLoudness(lufs);
            BusBlock block;
            block.clear(64);
            block.buses[static_cast<std::size_t>(bus)][0][0] = peak;
            block.buses[static_cast<std::size_t>(bus)][1][0] = -peak;
            std::vector<float> left(64);
            std::vector<float> right(64);
            mixer.process(block, left, right);
            return std::pair(left[0], right[0]);
        };
        const float ceiling = 0.42170F; // -7.5 dBFS
        QCOMPARE(through(Bus::Drums, 0.25F, true), std::pair(0.25F, -0.25F));
        const auto pressed = through(Bus::Drums, 0.9F, true);
        QVERIFY(pressed.first < ceiling && pressed.first > 0.41F);
        QCOMPARE(pressed.second, -pressed.first);
        QVERIFY(through(Bus::Drums, 0.6F, true).first < pressed.first); // louder stays louder
        QVERIFY(through(Bus::Drums, 8.0F, true).first <= ceiling);
        QVERIFY(through(Bus::Drums, 8.0F, true, -9.0).first <= 0.31623F); // -10 dBFS
        QCOMPARE(through(Bus::Drums, 0.9F, true, -20.0), pressed);
        QCOMPARE(through(Bus::Drums, 0.9F, false).first, 0.9F);
        QCOMPARE(through(Bus::Bass, 0.9F, true).first, 0.9F);
    }

    void highPassFallsBy12DbPerOctave()
    {
        const auto levelAt = [](double hz) {
            mix::HighPass filter(200.0, kRate);
            double sum = 0.0;
            for (int n = 0; n < 48000; ++n) {
                const double x = std::sin(2.0 * std::numbers::pi * hz * n / kRate);
                const double y = static_cast<double>(filter.process(static_cast<float>(x)));
                sum += n >= 24000 ? y * y : 0.0;
            }
            return 10.0 * std::log10(sum / 12000.0);
        };
        QVERIFY(std::abs(levelAt(200.0) + 3.01) < 0.05);
        QVERIFY(std::abs(levelAt(5000.0)) < 0.01);
        QVERIFY(std::abs(levelAt(25.0) - levelAt(50.0) + 12.0) < 0.2);
    }

    void reverbDecaysInItsTimeAndStaysFinite()
    {
        mix::Reverb reverb(kRate, 1.0);
        std::vector<float> send(48000 * 2);
        send[0] = 1.0F;
        std::vector<float> left(send.size());
        std::vector<float> right(send.size());
        reverb.process(send, left, right);
        const auto energy = [&](std::size_t from) {
            double sum = 1e-30;
            for (std::size_t n = from; n < from + 4800; ++n) {
                sum += static_cast<double>(left[n]) * static_cast<double>(left[n])
                    + static_cast<double>(right[n]) * static_cast<double>(right[n]);
            }
            return 10.0 * std::log10(sum);
        };
        const double fall = energy(4800) - energy(4800 + 24000);
        QVERIFY2(fall > 28.0 && fall < 60.0,
                 qPrintable(QString::number(fall))); // >= 30 dB in 0.5 s
        QVERIFY(left != right);
    }

    void delayRepeatsAtItsTime()
    {
        mix::Delay delay(kRate, 0.1);
        std::vector<float> send(20000);
        send[0] = 1.0F;
        std::vector<float> left(send.size());
        std::vector<float> right(send.size());
        delay.process(send, left, right);
        QCOMPARE(left[4800], 1.0F);
        QVERIFY(std::abs(right[9600] - 0.4F) < 1e-6F);
        QCOMPARE(left[4799], 0.0F);
    }
};

QTEST_GUILESS_MAIN(TestMaster)
#include "tst_master.moc"
