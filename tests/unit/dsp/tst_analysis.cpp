#include "TestSounds.h"
#include "core/dsp/Analysis.h"
#include "core/dsp/CategoryRules.h"
#include "core/dsp/Meters.h"

#include <QTest>

#include <algorithm>
#include <limits>
#include <memory>

using namespace testsounds;
using namespace nde::dsp;
using nde::Category;
using nde::SoundClass;

namespace {

AnalysisInput inputOf(const std::vector<float>& samples, int channels = 1)
{
    AnalysisInput input;
    input.sampleRate = kRate;
    input.channels = channels;
    input.frames = static_cast<std::int64_t>(samples.size()) / channels;
    auto at = std::make_shared<std::size_t>(0);
    const auto width = static_cast<std::size_t>(channels);
    input.read = [samples, at, width](float* to, std::size_t frames) -> nde::Result<std::size_t> {
        const std::size_t count = std::min(frames, samples.size() / width - *at);
        std::copy_n(samples.begin() + static_cast<std::ptrdiff_t>(*at * width), count * width, to);
        *at += count;
        return count;
    };
    return input;
}

AnalysisResult analysed(const std::vector<float>& samples, int channels = 1)
{
    nde::TaskContext task;
    const auto result = analyse(inputOf(samples, channels), task);
    return result ? *result : AnalysisResult {};
}

bool isFinite(const AnalysisResult& r)
{
    const auto& d = r.descriptors;
    for (const double value : {d.bpm.value_or(0.0),
                               d.bpmConfidence,
                               d.firstBeatS,
                               d.keyConfidence,
                               d.pitchHz.value_or(0.0),
                               d.peakDb,
                               d.crestDb,
                               d.centroidHz,
                               d.rolloffHz,
                               d.flatness,
                               d.flux,
                               d.transientRatio,
                               d.attackS,
                               d.decayS,
                               d.onsetS,
                               d.stereoCorrelation,
                               d.stereoWidth,
                               d.silentShare,
                               d.clippedShare,
                               d.dcOffset,
                               r.quality,
                               r.categoryConfidence}) {
        if (!std::isfinite(value)) {
            return false;
        }
    }
    const auto fine = [](float x) { return std::isfinite(x); };
    return std::all_of(d.ltasDb.begin(), d.ltasDb.end(), fine)
        && std::all_of(d.mfcc.begin(), d.mfcc.end(), fine);
}

/// A sound whose given share of samples lies in full-scale runs: its loudest cycles are cut flat.
Mono clippedTone(double share)
{
    Mono x = faded(tone(220.0, 1.0, 40, 0.25));
    const auto count = static_cast<std::size_t>(share * static_cast<double>(x.size()));
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = 2000 + (i / 8) * 16 + i % 8;
        x[at] = 1.0F;
    }
    x[1000] = 1.0F; // the peak is the same in all
    return x;
}

} // namespace

class TestAnalysis : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aCleanKick()
    {
        const AnalysisResult r = analysed(kick());
        QVERIFY2(r.quality >= 0.85, r.qualityReasons.c_str());
        QCOMPARE(r.category, Category::Kick);
        QCOMPARE(r.soundClass, SoundClass::OneShot);
        QVERIFY(!r.isSilent);
        QVERIFY(r.descriptors.pitchHz.has_value());
        QVERIFY(std::abs(*r.descriptors.pitchHz - 50.0) < 1.5);
        QVERIFY(r.descriptors.onsetS < 0.01);
        QVERIFY(!r.descriptors.key.has_value());
        QVERIFY(!r.descriptors.bpm.has_value());
        QVERIFY(isFinite(r));
    }

    void silenceHasNoQuality()
    {
        for (const double seconds : {0.0, 0.5, 5.0}) {
            const AnalysisResult r = analysed(silence(seconds));
            QVERIFY(r.isSilent);
            QCOMPARE(r.quality, 0.0);
            QCOMPARE(QByteArray::fromStdString(r.qualityReasons), QByteArray("silence"));
            QCOMPARE(r.category, Category::Unclear);
            QVERIFY(isFinite(r));
        }
    }

    void qualityFallsWithClipping()
    {
        double last = 2.0;
        for (const double share : {0.0, 0.01, 0.05, 0.2}) {
            const AnalysisResult r = analysed(clippedTone(share));
            QVERIFY(std::abs(r.descriptors.clippedShare - share) < 0.002);
            QVERIFY2(r.quality < last - 0.01, r.qualityReasons.c_str());
            last = r.quality;
        }
    }

    void qualityFallsWithDc()
    {
        double last = 2.0;
        for (const float dc : {0.0F, 0.02F, 0.08F}) {
            Mono x = faded(tone(220.0, 1.0, 40, 0.2));
            for (float& value : x) {
                value += dc;
            }
            const AnalysisResult r = analysed(x);
            QVERIFY(std::abs(r.descriptors.dcOffset - static_cast<double>(dc)) < 1e-4);
            QVERIFY(r.quality < last - 0.01);
            last = r.quality;
        }
    }

    void qualityFallsWithNoiseInPauses()
    {
        double last = 2.0;
        for (const float level : {0.0F, 0.0005F, 0.005F, 0.015F}) {
            Mono x = level > 0.0F ? noise(6.0, 3, level) : silence(6.0);
            for (int i = 0; i < 4; ++i) {
                mixAt(x, 0.2 + 1.4 * i, faded(tone(220.0, 0.7, 40, 0.3)));
            }
            const AnalysisResult r = analysed(x);
            QVERIFY2(r.quality < last - 0.01, r.qualityReasons.c_str());
            last = r.quality;
        }
        QVERIFY(last < 0.75);
    }

    void qualityDoesNotDependOnGain()
    {
        Mono x = kick();
        const double full = analysed(x).quality;
        for (float& value : x) {
            value *= 0.25F;
        }
        QVERIFY(std::abs(analysed(x).quality - full) <= 0.005);
    }

    void spectrumOfATone()
    {
        const AnalysisResult r = analysed(faded(tone(1000.0, 2.0)));
        QVERIFY(std::abs(r.descriptors.centroidHz - 1000.0) <= 10.0);
        QVERIFY(std::abs(r.descriptors.rolloffHz - 1000.0) <= 30.0);
        QCOMPARE(r.descriptors.ltasDb.size(), std::size_t {30});
        QVERIFY(r.descriptors.ltasDb[16] > -0.5F); // 25 Hz · 2^(16/3) = 1008 Hz
        QVERIFY(r.descriptors.flatness < 0.01);
        QCOMPARE(r.descriptors.mfcc.size(), std::size_t {13});
        QVERIFY(std::abs(r.descriptors.crestDb - 3.01) < 0.2);
    }

    void spectrumOfNoise()
    {
        const AnalysisResult r = analysed(noise(3.0, 8));
        QVERIFY(std::abs(r.descriptors.centroidHz - kRate / 4.0) <= 0.01 * kRate / 4.0);
        QVERIFY(r.descriptors.flatness > 0.4);
    }

    void transientsAndTonesDiffer()
    {
        Mono clicks = silence(2.0);
        for (int i = 0; i < 8; ++i) {
            mixAt(clicks, 0.1 + 0.23 * i, click());
        }
        QVERIFY(analysed(clicks).descriptors.transientRatio > 0.9);
        QVERIFY(analysed(faded(tone(440.0, 2.0, 5, 0.3))).descriptors.transientRatio < 0.1);
    }

    void attackOfRamps_data()
    {
        QTest::addColumn<double>("ramp");
        QTest::addRow("5 ms") << 0.005;
        QTest::addRow("20 ms") << 0.02;
        QTest::addRow("100 ms") << 0.1;
    }
    void attackOfRamps()
    {
        QFETCH(double, ramp);
        Mono x = tone(2000.0, 0.6);
        for (std::size_t i = 0; i < x.size(); ++i) {
            x[i] *= static_cast<float>(std::min(1.0, static_cast<double>(i) / (ramp * kRate)));
        }
        const double attack = analysed(x).descriptors.attackS; // 10–90 % of it
        QVERIFY2(std::abs(attack - 0.8 * ramp) <= 0.2 * 0.8 * ramp,
                 qPrintable(QString::number(attack)));
    }

    void stereo_data()
    {
        QTest::addColumn<float>("right");
        QTest::addColumn<double>("correlation");
        QTest::addColumn<double>("width");
        QTest::addRow("the same") << 1.0F << 1.0 << 0.0;
        QTest::addRow("opposite") << -1.0F << -1.0 << 1.0;
    }
    void stereo()
    {
        QFETCH(float, right);
        QFETCH(double, correlation);
        QFETCH(double, width);
        std::vector<float> x;
        for (const float value : noise(1.0, 6)) {
            x.push_back(value);
            x.push_back(right * value);
        }
        const AnalysisResult r = analysed(x, 2);
        QVERIFY(std::abs(r.descriptors.stereoCorrelation - correlation) < 0.001);
        QVERIFY(std::abs(r.descriptors.stereoWidth - width) < 0.001);
        QCOMPARE(r.qualityReasons.find("phase") != std::string::npos, right < 0.0F);
    }

    void loopsAreKnownByLengthAndRepetition()
    {
        Mono x = silence(16 * 60.0 / 128.0);
        for (int beat = 0; beat < 16; ++beat) {
            mixAt(x, beat * 60.0 / 128.0, kick());
            mixAt(x, (beat + 0.5) * 60.0 / 128.0, hat());
        }
        const AnalysisResult r = analysed(x);
        QCOMPARE(r.soundClass, SoundClass::Loop);
        QVERIFY(r.descriptors.bpm.has_value());
        QVERIFY(std::abs(*r.descriptors.bpm - 128.0) < 0.05);
        QCOMPARE(r.category, Category::Drums);
        QVERIFY(!r.descriptors.key.has_value());
    }

    void brokenSamplesAreReported()
    {
        Mono x = noise(1.0, 2);
        x[500] = std::numeric_limits<float>::quiet_NaN();
        x[600] = -std::numeric_limits<float>::infinity();
        const AnalysisResult r = analysed(x);
        QVERIFY(isFinite(r));
        QVERIFY(r.qualityReasons.find("broken samples 2") != std::string::npos);
        QVERIFY(r.quality <= 0.5);
    }

    void dropoutsAreReported()
    {
        Mono x = tone(300.0, 2.0);
        std::fill(x.begin() + 20000, x.begin() + 20441, 0.0F);
        const AnalysisResult r = analysed(x);
        QVERIFY(r.qualityReasons.find("dropouts 1") != std::string::npos);
        Mono pauses = silence(2.0); // sounds that end by themselves
        mixAt(pauses, 0.1, kick());
        mixAt(pauses, 1.1, kick());
        QVERIFY(analysed(pauses).qualityReasons.find("dropouts") == std::string::npos);
    }

    void tinySoundsDoNotHurt()
    {
        for (const std::size_t frames : {1U, 2U, 44U, 500U}) {
            QVERIFY(isFinite(analysed(Mono(frames, 0.5F))));
        }
    }

    void inheritedCategoriesStay()
    {
        AnalysisInput input = inputOf(kick());
        input.inheritedCategory = Category::Bass;
        nde::TaskContext task;
        const auto result = analyse(input, task);
        QVERIFY(result.has_value());
        QCOMPARE(result->category, Category::Bass);
    }

    void errorsAreResults()
    {
        nde::TaskContext task;
        AnalysisInput input = inputOf(kick());
        input.sampleRate = 0;
        QCOMPARE(analyse(input, task).error().code, nde::ErrorCode::BadInput);
        input = inputOf(kick());
        input.channels = 0;
        QCOMPARE(analyse(input, task).error().code, nde::ErrorCode::BadInput);
        input = inputOf(kick());
        input.read = [](float*, std::size_t) -> nde::Result<std::size_t> {
            return nde::fail(nde::ErrorCode::Io, "cannot read a.wav");
        };
        const auto failed = analyse(input, task);
        QCOMPARE(failed.error().code, nde::ErrorCode::Io);
        QCOMPARE(failed.error().message, std::string("cannot read a.wav"));
        nde::TaskContext cancelled({}, [] { return true; });
        QCOMPARE(analyse(inputOf(kick()), cancelled).error().code, nde::ErrorCode::Cancelled);
    }

    void sameSoundSameResult()
    {
        const AnalysisResult a = analysed(snare());
        const AnalysisResult b = analysed(snare());
        QVERIFY(a.descriptors == b.descriptors);
        QCOMPARE(a.quality, b.quality);
        QCOMPARE(a.tags, b.tags);
    }

    void namesAreRead()
    {
        QVERIFY(categoryFromName("/samples/Kicks/BD 01.wav") == Category::Kick);
        QVERIFY(categoryFromName("Drums/Open Hi-Hat 3") == Category::Hihat);
        QVERIFY(categoryFromName("bass drum 2") == Category::Kick);
        QVERIFY(categoryFromName("Kick Drum") == Category::Kick);
        QVERIFY(categoryFromName("SubBass") == std::nullopt);
        QVERIFY(categoryFromName("Bass/untitled 7") == Category::Bass);
        QVERIFY(!categoryFromName("xyz 123").has_value());
        QCOMPARE(bpmFromName("loop_124bpm.wav"), 124.0);
        QCOMPARE(bpmFromName("Loop 128 BPM"), 128.0);
        QCOMPARE(bpmFromName("1999bpm"), 0.0);
        QCOMPARE(bpmFromName("bpm"), 0.0);
    }

    void decimatorKeepsToneAndPlace()
    {
        for (const int factor : {1, 2, 4}) {
            Decimator decimator(factor);
            Mono out;
            const Mono x = tone(500.0, 0.5);
            decimator.push(std::span(x).first(1000), out);
            decimator.push(std::span(x).subspan(1000), out);
            decimator.finish(out);
            QVERIFY(out.size() >= x.size() / static_cast<std::size_t>(factor));
            for (std::size_t i = 200; i + 200 < x.size() / static_cast<std::size_t>(factor); ++i) {
                QVERIFY(std::abs(out[i] - x[i * static_cast<std::size_t>(factor)]) < 2e-3F);
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestAnalysis)
#include "tst_analysis.moc"
