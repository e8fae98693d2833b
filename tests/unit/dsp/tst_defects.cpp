#include "TestSounds.h"
#include "core/dsp/Downmix.h"
#include "core/dsp/HissMeter.h"
#include "core/dsp/Meters.h"
#include "core/dsp/OffsetRemover.h"

#include <QTest>

using namespace nde;
using namespace testsounds;

/// What was added to a sound, or taken from it: noise in what it leaves room for, and the place
/// where a filter cut it.
class TestDefects : public QObject
{
    Q_OBJECT

    static Mono withNoise(Mono x, double rmsDb)
    {
        Random random(11);
        const double level = std::sqrt(3.0) * std::pow(10.0, rmsDb / 20.0);
        for (float& value : x) {
            value += static_cast<float>(level * random.uniform(-1.0, 1.0));
        }
        return x;
    }
    static std::optional<dsp::HissMeter::Hiss> hissOf(const Mono& x)
    {
        dsp::HissMeter meter(kRate);
        meter.push(x);
        return meter.hiss();
    }

    /// Noise through a windowed sinc: 475 Hz from full to nothing.
    static Mono cutNoise(double hz, double seconds)
    {
        constexpr int kHalf = 255;
        std::vector<double> taps;
        for (int i = -kHalf; i <= kHalf; ++i) {
            const double ideal = i == 0 ? 2.0 * hz / kRate
                                        : std::sin(kTau * hz * i / kRate) / (std::numbers::pi * i);
            const double place = std::numbers::pi * i / (kHalf + 1);
            taps.push_back(ideal * (0.42 + 0.5 * std::cos(place) + 0.08 * std::cos(2.0 * place)));
        }
        const Mono x = noise(seconds + 0.02, 5);
        Mono y(framesOf(seconds));
        for (std::size_t n = 0; n < y.size(); ++n) {
            double sum = 0.0;
            for (std::size_t i = 0; i < taps.size(); ++i) {
                sum += taps[i] * static_cast<double>(x[n + i]);
            }
            y[n] = static_cast<float>(sum);
        }
        return y;
    }
    static Mono withoutOffset(const Mono& x)
    {
        dsp::OffsetRemover remover(kRate);
        Mono y;
        for (std::size_t at = 0; at < x.size(); at += 5000) {
            remover.push(std::span(x).subspan(at, std::min<std::size_t>(5000, x.size() - at)), y);
        }
        remover.finish(y);
        return y;
    }
    static Mono mixOf(const std::vector<float>& interleaved, int channels)
    {
        dsp::Downmix downmix(kRate, channels);
        Mono mono;
        const std::size_t some = 1000 * static_cast<std::size_t>(channels);
        for (std::size_t at = 0; at < interleaved.size(); at += some) {
            downmix.push(
                std::span(interleaved).subspan(at, std::min(some, interleaved.size() - at)), mono);
        }
        downmix.finish(mono);
        return mono;
    }
    static std::optional<double> cutOf(const Mono& x)
    {
        dsp::SpectrumMeter meter(kRate);
        meter.push(x);
        return meter.finish().cutoffHz;
    }

private Q_SLOTS:
    /// A codec's edge at 9 kHz under a converter's at 15: the lower one is where it ends.
    void theLowestCutCounts()
    {
        Mono x = cutNoise(9000.0, 1.5);
        const Mono rest = cutNoise(15000.0, 1.5);
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] += 0.03F * rest[i]; // −30 dB
        }
        const auto cut = cutOf(x);
        QVERIFY(cut.has_value());
        QVERIFY2(std::abs(*cut - 9000.0) < 150.0, qPrintable(QString::number(*cut)));
    }
    void hissIsHeardUnderAHit_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<double>("rmsDb");
        for (const double seconds : {0.12, 0.3, 2.0}) {
            for (const double db : {-70.0, -50.0, -30.0}) {
                QTest::addRow("%.2f s, %.0f dB", seconds, db) << seconds << db;
            }
        }
    }
    // A 60 Hz thump leaves all the room above; the level is known.
    void hissIsHeardUnderAHit()
    {
        QFETCH(double, seconds);
        QFETCH(double, rmsDb);
        Mono x = tone(60.0, seconds);
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] *= static_cast<float>(std::exp(-static_cast<double>(i) / (0.05 * kRate)));
        }
        const auto heard = hissOf(withNoise(x, rmsDb));
        QVERIFY(heard.has_value());
        QVERIFY2(std::abs(heard->levelDb - rmsDb) < 1.5,
                 qPrintable(QString::number(heard->levelDb)));
    }

    void whatDecaysIsNoHiss()
    {
        Mono x = noise(0.6, 3);
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] *= static_cast<float>(std::exp(-static_cast<double>(i) / (0.05 * kRate)));
        }
        QVERIFY(!hissOf(x));
        QVERIFY(!hissOf(silence(1.0)));
        QVERIFY(!hissOf(tone(440.0, 1.0, 8)));
        QVERIFY(!hissOf({}));
        QVERIFY(!hissOf({0.5F}));
        // No three bands of 1.5 kHz fit in 8 kHz.
        dsp::HissMeter slow(8000);
        slow.push(noise(1.0, 3));
        QVERIFY(!slow.hiss());
        // Short and long, to the end and not.
        for (int i = 0; i < 12; ++i) {
            const double decay = 0.02 * std::exp2(0.4 * i);
            Mono hit = noise((4.0 + i % 3) * decay, static_cast<std::uint64_t>(20 + i));
            for (std::size_t k = 0; k < hit.size(); ++k) {
                hit[k] *= static_cast<float>(std::exp(-static_cast<double>(k) / (decay * kRate)));
            }
            QVERIFY2(!hissOf(hit), qPrintable(QString::number(decay)));
        }
    }

    // A hat that never gets below it above 8 kHz; there is room below.
    void hissIsHeardBelowAHat()
    {
        Mono x = noise(1.0, 6);
        std::array<double, 6> states {};
        const double step = 1.0 - std::exp(-kTau * 8000.0 / kRate);
        for (std::size_t i = 0; i < x.size(); ++i) {
            auto value = static_cast<double>(x[i]);
            for (double& state : states) {
                state += step * (value - state);
                value -= state;
            }
            const double fade = std::exp(-static_cast<double>(i) / (0.3 * kRate));
            x[i] = static_cast<float>(value * fade);
        }
        const auto heard = hissOf(withNoise(x, -55.0));
        QVERIFY(heard.has_value());
        QVERIFY2(std::abs(heard->levelDb + 55.0) < 1.5,
                 qPrintable(QString::number(heard->levelDb)));
    }

    // The last tenth of the frames leaves it alone, and it lies at one density in all bands.
    void hissIsHeardInAFewFrames()
    {
        Mono x = noise(0.7, 8);
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] *= static_cast<float>(std::exp(-static_cast<double>(i) / (0.07 * kRate)));
        }
        const auto heard = hissOf(withNoise(x, -75.0)); // the sound ends at −92
        QVERIFY(heard.has_value());
        QVERIFY2(std::abs(heard->levelDb + 75.0) < 1.5,
                 qPrintable(QString::number(heard->levelDb)));
    }

    void noiseMayBeTheSoundItself()
    {
        const auto itself = hissOf(noise(2.0, 3));
        QVERIFY(itself.has_value() && !itself->isUnderSomething);
        Mono hit = noise(1.0, 4);
        for (std::size_t i = 0; i < hit.size(); ++i) {
            hit[i] *= static_cast<float>(std::exp(-static_cast<double>(i) / (0.05 * kRate)));
        }
        const auto under = hissOf(withNoise(hit, -50.0));
        QVERIFY(under.has_value() && under->isUnderSomething);
        QVERIFY(std::abs(under->levelDb + 50.0) < 1.5);
    }

    void aCutIsFoundWhereItIs_data()
    {
        QTest::addColumn<double>("hz");
        for (const double hz : {2000.0, 3000.0, 4000.0, 8000.0, 12000.0, 16000.0, 19000.0}) {
            QTest::addRow("%.0f Hz", hz) << hz;
        }
    }
    void aCutIsFoundWhereItIs()
    {
        QFETCH(double, hz);
        const auto cut = cutOf(cutNoise(hz, 0.5));
        QVERIFY(cut.has_value());
        QVERIFY2(std::abs(*cut - hz) < 200.0, qPrintable(QString::number(*cut)));
    }

    // 48 dB an octave: 10 dB down at 1.15 times its frequency.
    void aSteepFilterIsFound_data()
    {
        QTest::addColumn<double>("hz");
        for (const double hz : {2500.0, 4000.0, 8000.0, 10000.0}) {
            QTest::addRow("%.0f Hz", hz) << hz;
        }
    }
    void aSteepFilterIsFound()
    {
        QFETCH(double, hz);
        Mono x = noise(0.5, 4);
        const double w = kTau * hz / kRate;
        for (int section = 0; section < 4; ++section) { // Butterworth
            const double q = 0.5 / std::cos(kTau * (2.0 * section + 1.0) / 32.0);
            const double alpha = std::sin(w) / (2.0 * q);
            const double b = (1.0 - std::cos(w)) / (2.0 * (1.0 + alpha));
            double s1 = 0.0;
            double s2 = 0.0;
            for (float& value : x) {
                const auto in = static_cast<double>(value);
                const double out = b * in + s1;
                s1 = 2.0 * b * in + 2.0 * std::cos(w) / (1.0 + alpha) * out + s2;
                s2 = b * in - (1.0 - alpha) / (1.0 + alpha) * out;
                value = static_cast<float>(out);
            }
        }
        const auto cut = cutOf(x);
        QVERIFY(cut.has_value());
        QVERIFY2(*cut > hz && *cut < 1.25 * hz, qPrintable(QString::number(*cut)));
    }

    void whatEndsByItselfIsNotCut()
    {
        QVERIFY(!cutOf(noise(1.0, 4)));
        QVERIFY(!cutOf(tone(440.0, 1.0)));
        QVERIFY(!cutOf(tone(500.0, 1.0, 8))); // its last partial lies at 4 kHz
        QVERIFY(!cutOf(kick()));
        QVERIFY(!cutOf(silence(1.0)));
        QVERIFY(!cutOf(silence(0.01)));
        // Noise through two poles at 4 kHz falls by 12 dB an octave.
        Mono soft = noise(1.0, 4);
        double first = 0.0;
        double second = 0.0;
        const double step = 1.0 - std::exp(-kTau * 4000.0 / kRate);
        for (float& value : soft) {
            first += step * (static_cast<double>(value) - first);
            second += step * (first - second);
            value = static_cast<float>(second);
        }
        QVERIFY(!cutOf(soft));
    }

    void anOffsetIsTakenOff_data()
    {
        QTest::addColumn<double>("seconds");
        QTest::addColumn<double>("offset");
        for (const double seconds : {0.02, 1.0, 12.0}) { // the last is longer than what is held
            for (const double offset : {-0.2, 0.01}) {
                QTest::addRow("%g s, %g", seconds, offset) << seconds << offset;
            }
        }
    }
    void anOffsetIsTakenOff()
    {
        QFETCH(double, seconds);
        QFETCH(double, offset);
        const Mono x = tone(1000.0, seconds);
        Mono y = x;
        for (float& value : y) {
            value += static_cast<float>(offset);
        }
        const Mono without = withoutOffset(y);
        QCOMPARE(without.size(), x.size());
        for (std::size_t i = 0; i < x.size(); ++i) {
            QVERIFY(std::abs(without[i] - x[i]) < 1e-4F);
        }
    }

    // Neither a lopsided wave nor the mean of one hit is an offset, nor what is below 0.002.
    void whatIsNoOffsetStays()
    {
        Mono pulses = silence(1.0);
        for (std::size_t i = 0; i < pulses.size(); ++i) {
            pulses[i] = i % 441 < 40 ? 0.5F : -0.5F * 40.0F / 401.0F;
        }
        QCOMPARE(withoutOffset(pulses), pulses);
        Mono hit = silence(1.0);
        std::fill_n(hit.begin(), 800, 0.5F); // a mean of 0.009
        QCOMPARE(withoutOffset(hit), hit);
        Mono little = tone(1000.0, 1.0);
        for (float& value : little) {
            value += 0.0015F;
        }
        QCOMPARE(withoutOffset(little), little);
        QCOMPARE(withoutOffset({}), Mono {});
        // A bass is cut anywhere in its wave.
        for (const double hz : {30.0, 49.0, 55.0, 110.0}) {
            for (const double turns : {0.0, 0.25}) {
                for (const double seconds : {0.5, 1.05, 12.0}) {
                    Mono bass = silence(seconds);
                    for (std::size_t i = 0; i < bass.size(); ++i) {
                        const double place = hz * static_cast<double>(i) / kRate + turns;
                        bass[i]
                            = static_cast<float>(0.8 * std::sin(2.0 * std::numbers::pi * place));
                    }
                    QVERIFY2(withoutOffset(bass) == bass,
                             qPrintable(QStringLiteral("%1 Hz, %2 s").arg(hz).arg(seconds)));
                }
            }
        }
        // A short kick has a mean, and ends at nothing without its being taken off.
        Mono kick = silence(0.08);
        for (std::size_t i = 0; i < kick.size(); ++i) {
            const double place = static_cast<double>(i) / static_cast<double>(kick.size());
            kick[i] = static_cast<float>((1.0 - place)
                                         * std::sin(2.0 * std::numbers::pi * 2.3 * place));
        }
        QCOMPARE(withoutOffset(kick), kick);
    }

    void aTurnedChannelTakesNothingAway()
    {
        const Mono x = noise(1.03, 6);
        const std::size_t turn = framesOf(0.5);
        Mono stereo;
        for (std::size_t i = 0; i < x.size(); ++i) {
            stereo.push_back(x[i]);
            stereo.push_back(i < turn ? x[i] : -x[i]);
        }
        const Mono mixed = mixOf(stereo, 2);
        QCOMPARE(mixed.size(), x.size());
        const std::size_t faded = turn + framesOf(0.005) + 1;
        for (std::size_t i = 0; i < x.size(); ++i) {
            QVERIFY(i >= turn && i < faded ? std::abs(mixed[i]) <= std::abs(x[i])
                                           : mixed[i] == x[i]);
        }
        // Turned from the start there is nothing to fade from.
        Mono turned;
        for (const float value : x) {
            turned.push_back(value);
            turned.push_back(-value);
        }
        QCOMPARE(mixOf(turned, 2), x);
        // Nor is there from silence: hits right behind it keep their attack.
        Mono hits = silence(1.0);
        for (const double at : {0.1, 0.5}) { // where blocks of 50 ms begin
            for (std::size_t i = 0; i < 400; ++i) {
                hits[framesOf(at) + i] = x[i];
            }
        }
        Mono gaps;
        for (const float value : hits) {
            gaps.push_back(value);
            gaps.push_back(-value);
        }
        QCOMPARE(mixOf(gaps, 2), hits);
    }
    void othersAreMixedAsTheyAre()
    {
        QCOMPARE(mixOf({1.0F, 0.5F, 0.0F, 0.5F}, 2), (Mono {0.75F, 0.25F}));
        QCOMPARE(mixOf({0.5F, -0.25F}, 1), (Mono {0.5F, -0.25F}));
        QCOMPARE(mixOf({0.75F, -0.75F, 0.75F}, 3), (Mono {0.25F}));
    }

    // Tops of one sample: two at exactly one level are a limit, one or others are not.
    void aLimitIsFoundByItsTops_data()
    {
        QTest::addColumn<std::vector<float>>("tops");
        QTest::addColumn<bool>("isLimit");
        QTest::newRow("three alike") << std::vector<float> {1.0F, -1.0F, 1.0F} << true;
        QTest::newRow("two alike") << std::vector<float> {1.0F, -1.0F} << true;
        QTest::newRow("one") << std::vector<float> {1.0F} << false;
        QTest::newRow("three levels") << std::vector<float> {1.0F, -0.9995F, 0.9992F} << false;
    }
    void aLimitIsFoundByItsTops()
    {
        QFETCH(std::vector<float>, tops);
        QFETCH(bool, isLimit);
        Mono x = tone(3000.0, 0.2);
        for (std::size_t i = 0; i < tops.size(); ++i) {
            x[1000 + 500 * i] = tops[i];
        }
        dsp::SampleMeter meter(kRate, 1);
        meter.push(x);
        QCOMPARE(meter.finish().clippedShare > 0.0, isLimit);
    }

    // A loop of one hit has its top as often, by the same step each time.
    // Nor has a sine whose period is a whole number of samples.
    void copiesOfOneHitAreNoLimit()
    {
        dsp::SampleMeter sine(kRate, 1);
        Mono periodic = tone(kRate / 40.0, 0.5);
        const float top = *std::max_element(periodic.begin(), periodic.end());
        for (float& value : periodic) {
            value /= top;
        }
        sine.push(periodic);
        QCOMPARE(sine.finish().clippedShare, 0.0);
        Mono x = silence(0.5);
        for (std::size_t i = 0; i < 12; ++i) {
            x[1000 + 1500 * i] = 0.6F;
            x[1001 + 1500 * i] = 1.0F;
        }
        dsp::SampleMeter meter(kRate, 1);
        meter.push(x);
        QCOMPARE(meter.finish().clippedShare, 0.0);
    }

    void anOffsetMakesNoEdgeSmaller()
    {
        Mono x = tone(100.0, 0.5);
        x.back() = 0.1F;
        const auto edgeOf = [](Mono y, float offset) {
            for (float& value : y) {
                value += offset;
            }
            dsp::SampleMeter meter(kRate, 1);
            meter.push(y);
            return meter.finish().edgeStep;
        };
        QVERIFY(std::abs(edgeOf(x, 0.3F) - edgeOf(x, 0.0F)) < 1e-4);
        QVERIFY(std::abs(edgeOf(x, 0.0F) - 0.25) < 0.01);
    }
};

QTEST_GUILESS_MAIN(TestDefects)
#include "tst_defects.moc"
