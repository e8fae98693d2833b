#include "TestSounds.h"
#include "core/dsp/Analysis.h"
#include "core/dsp/CategoryNames.h"
#include "core/dsp/Meters.h"
#include "core/dsp/Quality.h"

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

/// As services judge it; true peak is not known here.
QualityScore judged(const AnalysisResult& r)
{
    auto d = r.descriptors;
    d.edgeStep = edgeStepOf(r, r.soundClass);
    return judgeQuality(d, r.category, r.soundClass);
}

bool has(const QualityScore& score, nde::DefectKind kind)
{
    return std::any_of(score.defects.begin(), score.defects.end(),
                       [kind](const nde::Defect& defect) { return defect.kind == kind; });
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
                               judged(r).technical,
                               d.rmsDb,
                               d.rolloff95Hz,
                               d.bandwidthHz,
                               d.temporalCentroidS,
                               d.activeStartS,
                               d.activeEndS,
                               d.lowCorrelation,
                               d.balanceDb,
                               d.monoLossDb,
                               d.noiseFloorDb.value_or(0.0),
                               d.edgeStep,
                               d.pitchConfidence,
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
        QVERIFY2(judged(r).technical >= 0.85, reasonsOf(judged(r).defects).c_str());
        QCOMPARE(r.category, Category::Unclear); // nn::CategoryModel judges
        QCOMPARE(r.soundClass, SoundClass::OneShot);
        QVERIFY(!r.isSilent);
        QVERIFY(r.descriptors.pitchHz.has_value());
        QVERIFY(std::abs(*r.descriptors.pitchHz - 50.0) < 1.5);
        QVERIFY(r.descriptors.onsetS < 0.01);
        QVERIFY(!r.descriptors.bpm.has_value());
        QVERIFY(isFinite(r));
    }

    void aSliceIsStruckBehindWhatItWasCutFrom()
    {
        // Two milliseconds of what sounded before, 30 dB below: not what the sound is placed by.
        const Mono struck = kick();
        Mono slice(96 + struck.size());
        for (std::size_t i = 0; i < slice.size(); ++i) {
            slice[i] = 0.02F * static_cast<float>((i * 7919) % 101) / 101.0F - 0.01F
                + (i < 96 ? 0.0F : struck[i - 96]);
        }
        const double alone = analysed(struck).descriptors.onsetS;
        const double inSlice = analysed(slice).descriptors.onsetS;
        QVERIFY2(std::abs(inSlice - 0.002 - alone) < 0.0006,
                 qPrintable(QStringLiteral("%1 %2").arg(alone).arg(inSlice)));
    }

    void silenceHasNoQuality()
    {
        for (const double seconds : {0.0, 0.5, 5.0}) {
            const AnalysisResult r = analysed(silence(seconds));
            QVERIFY(r.isSilent);
            QCOMPARE(judged(r).technical, 0.0);
            QCOMPARE(QByteArray::fromStdString(reasonsOf(judged(r).defects)),
                     QByteArray("silence"));
            QCOMPARE(r.category, Category::Unclear);
            QVERIFY(isFinite(r));
        }
    }

    void clippedShare()
    {
        for (const double share : {0.0, 0.01, 0.05, 0.2}) {
            const AnalysisResult r = analysed(clippedTone(share));
            QVERIFY(std::abs(r.descriptors.clippedShare - share) < 0.002);
        }
    }

    void aFullScaleBassIsNotClipped()
    {
        for (const double hz : {30.0, 50.0, 110.0, 997.0}) {
            QCOMPARE(analysed(tone(hz, 1.0, 1, 1.0)).descriptors.clippedShare, 0.0);
            Mono hot = tone(hz, 1.0, 1, 1.1); // above 1 for 2·acos(1/1.1)/2π of the time, twice
            for (float& value : hot) {
                value = std::clamp(value, -1.0F, 1.0F);
            }
            const double truth = 2.0 / std::numbers::pi * std::acos(1.0 / 1.1);
            QVERIFY(std::abs(analysed(hot).descriptors.clippedShare - truth) <= 0.01);
        }
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

    void centroidAndRolloffOfTones_data()
    {
        QTest::addColumn<double>("hz");
        for (const double hz : {220.0, 441.3, 1000.0, 3300.0, 12345.0}) {
            QTest::addRow("%g Hz", hz) << hz;
        }
    }
    void centroidAndRolloffOfTones()
    {
        QFETCH(double, hz);
        const auto d = analysed(faded(tone(hz, 2.0))).descriptors;
        QVERIFY2(std::abs(d.centroidHz - hz) <= 0.01 * hz,
                 qPrintable(QString::number(d.centroidHz)));
        QVERIFY2(std::abs(d.rolloffHz - hz) <= 0.01 * hz, qPrintable(QString::number(d.rolloffHz)));
        QVERIFY2(std::abs(d.rolloff95Hz - hz) <= 0.01 * hz,
                 qPrintable(QString::number(d.rolloff95Hz)));
    }

    // A tone of a hundredth of the energy above another one moves only the 95 % point when it is a
    // tenth of it.
    void rolloffOfTwoTones()
    {
        const auto two = [](double share) {
            Mono x = tone(500.0, 2.0, 1, 0.3);
            mixAt(x, 0.0, tone(5000.0, 2.0, 1, 0.3 * std::sqrt(share / (1.0 - share))));
            return analysed(faded(std::move(x))).descriptors;
        };
        QVERIFY(std::abs(two(0.01).rolloff95Hz - 500.0) <= 5.0);
        QVERIFY(std::abs(two(0.1).rolloffHz - 500.0) <= 5.0);
        QVERIFY(std::abs(two(0.1).rolloff95Hz - 5000.0) <= 50.0);
        QVERIFY(std::abs(two(0.2).rolloffHz - 5000.0) <= 50.0);
    }

    void spectrumOfNoise()
    {
        const AnalysisResult r = analysed(noise(3.0, 8));
        QVERIFY(std::abs(r.descriptors.centroidHz - kRate / 4.0) <= 0.01 * kRate / 4.0);
        QVERIFY(std::abs(r.descriptors.rolloffHz - 0.85 * kRate / 2.0)
                <= 0.01 * 0.85 * kRate / 2.0);
        QVERIFY(std::abs(r.descriptors.rolloff95Hz - 0.95 * kRate / 2.0)
                <= 0.01 * 0.95 * kRate / 2.0);
        QVERIFY(r.descriptors.flatness > 0.4);
        QVERIFY(r.descriptors.bandwidthHz > 20000.0);
    }

    void mfccDeviates()
    {
        // Frames of one steady tone are alike; of a tone and noise in turn they are not.
        QVERIFY(analysed(tone(1000.0, 2.0)).descriptors.mfccDeviation[1] < 2.0F);
        Mono turns = tone(1000.0, 2.0);
        mixAt(turns, 0.5, noise(0.5, 3));
        mixAt(turns, 1.5, noise(0.5, 4));
        const auto d = analysed(turns).descriptors;
        QCOMPARE(d.mfccDeviation.size(), std::size_t {13});
        QVERIFY(d.mfccDeviation[0] > 10.0F);
    }

    // e^(−t/τ): the energy falls with τ/2, which is where its centre lies; −20 dB after 2.303 τ.
    void decayAndCentreOfADecay()
    {
        for (const double tau : {0.05, 0.2}) {
            Mono x = tone(2000.0, 2.0, 1, 0.5);
            for (std::size_t i = 0; i < x.size(); ++i) {
                x[i] *= static_cast<float>(std::exp(-static_cast<double>(i) / kRate / tau));
            }
            const auto d = analysed(x).descriptors;
            QVERIFY(std::abs(d.temporalCentroidS - tau / 2.0) <= 0.02 * tau);
            QVERIFY(std::abs(d.decayS - std::log(10.0) * tau) <= 0.1 * std::log(10.0) * tau);
            // 60 dB below the peak after 6.908 τ, seen at the samples next to a crest.
            QVERIFY(std::abs(d.activeEndS - 3.0 * std::log(10.0) * tau) < 0.005);
        }
    }

    void noiseFloor_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addRow("in the tail of a one-shot") << 0;
        QTest::addRow("in pauses") << 1;
        QTest::addRow("under a steady chord") << 2;
    }
    // The level of the noise against that of the loud blocks, both known.
    void noiseFloor()
    {
        QFETCH(int, kind);
        for (const double db : {-70.0, -50.0, -30.0}) {
            Mono x = noise(kind == 0 ? 1.0 : 4.0, 5,
                           static_cast<float>(std::sqrt(3.0) * std::pow(10.0, db / 20.0)));
            double loudDb = -9.0309; // of a sine of 0.5
            if (kind == 0) {
                mixAt(x, 0.0, faded(tone(441.0, 0.3, 1, 0.5)));
            } else if (kind == 1) {
                mixAt(x, 0.0, faded(tone(441.0, 1.5, 1, 0.5)));
                mixAt(x, 2.5, faded(tone(441.0, 1.0, 1, 0.5)));
            } else {
                mixAt(x, 0.0, tone(441.0, 4.0, 1, 0.5));
                mixAt(x, 0.0, tone(1102.5, 4.0, 1, 0.5));
                loudDb += 3.0103;
            }
            const auto d = analysed(x).descriptors;
            QVERIFY(d.noiseFloorDb.has_value());
            QVERIFY2(std::abs(*d.noiseFloorDb - (db - loudDb)) <= 1.5,
                     qPrintable(QString::number(*d.noiseFloorDb)));
        }
    }

    void noiseIsNoFloor()
    {
        QVERIFY(!analysed(noise(2.0, 5)).descriptors.noiseFloorDb.has_value());
        QVERIFY(!has(judged(analysed(noise(2.0, 5))), nde::DefectKind::NoiseFloor));
        QVERIFY(!has(judged(analysed(kick())), nde::DefectKind::NoiseFloor));
        QVERIFY(!has(judged(analysed(snare())), nde::DefectKind::NoiseFloor));
    }

    void edges()
    {
        Mono x = faded(tone(441.0, 1.0, 1, 0.5));
        QVERIFY(analysed(x).edgeStep < 0.001);
        x.resize(x.size() - 2000); // ends within the tone
        while (std::abs(x.back()) < 0.4F) {
            x.pop_back();
        }
        const AnalysisResult cut = analysed(x);
        QVERIFY(std::abs(cut.edgeStep - static_cast<double>(std::abs(x.back())) / 0.5) < 0.01);
        QVERIFY(has(judged(cut), nde::DefectKind::EdgeClick));
        // Whole periods meet without a step, however they begin; half a period more does not.
        Mono loop = silence(1.0);
        for (std::size_t i = 0; i < loop.size(); ++i) {
            loop[i]
                = static_cast<float>(0.5 * std::cos(kTau * 441.0 * static_cast<double>(i) / kRate));
        }
        QVERIFY(analysed(loop).seamStep < 0.01);
        loop.resize(loop.size() - 50);
        QVERIFY(analysed(loop).seamStep > 1.9);
    }

    void pitchIsSure()
    {
        const auto sure = estimatePitch(tone(220.0, 0.5, 5), kRate);
        QVERIFY(sure.has_value());
        QVERIFY(std::abs(1200.0 * std::log2(sure->hz / 220.0)) <= 10.0);
        QVERIFY(sure->confidence > 0.95);
        Mono hoarse = tone(220.0, 0.5, 5);
        mixAt(hoarse, 0.0, noise(0.5, 6, 0.25F));
        const auto less = estimatePitch(hoarse, kRate);
        QVERIFY(!less || less->confidence < sure->confidence);
        const auto low = estimatePitch(kick(), kRate);
        QVERIFY(low && std::abs(1200.0 * std::log2(low->hz / 50.0)) <= 50.0);
    }

    void theActivePartOfSlowChanges()
    {
        // More rising and falling levels than are kept: still right to a sample in 60 dB.
        ActivePart part;
        constexpr int kFrames = 400'000;
        for (int i = 0; i < 2 * kFrames; ++i) {
            const double place = i < kFrames ? i : 2 * kFrames - 1 - i;
            part.push(std::pow(10.0, (place / kFrames - 1.0) * 100.0 / 20.0));
        }
        // 60 of 100 dB below: after 40 % of the way up, and 40 % before the end.
        const auto [start, end] = part.range();
        QVERIFY(std::abs(static_cast<double>(start) - 0.4 * kFrames) <= 10.0);
        QVERIFY(std::abs(static_cast<double>(end) - 1.6 * kFrames) <= 10.0);
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
        QCOMPARE(has(judged(r), nde::DefectKind::Phase), right < 0.0F);
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
    }

    void brokenSamplesAreReported()
    {
        Mono x = noise(1.0, 2);
        x[500] = std::numeric_limits<float>::quiet_NaN();
        x[600] = -std::numeric_limits<float>::infinity();
        const AnalysisResult r = analysed(x);
        QVERIFY(isFinite(r));
        QCOMPARE(r.descriptors.nonFinite, 2);
        QVERIFY(has(judged(r), nde::DefectKind::NonFinite));
        QVERIFY(judged(r).technical <= 0.5);
    }

    void dropoutsAreReported()
    {
        Mono x = tone(300.0, 2.0);
        std::fill(x.begin() + 20000, x.begin() + 20441, 0.0F);
        const AnalysisResult r = analysed(x);
        QCOMPARE(r.descriptors.dropouts, 1);
        QVERIFY(has(judged(r), nde::DefectKind::Dropouts));
        Mono pauses = silence(2.0); // sounds that end by themselves
        mixAt(pauses, 0.1, kick());
        mixAt(pauses, 1.1, kick());
        QCOMPARE(analysed(pauses).descriptors.dropouts, 0);
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
        QCOMPARE(a.tags, b.tags);
    }

    void namesAreRead()
    {
        QVERIFY(categoryFromName("/samples/Kicks/BD 01.wav") == Category::Kick);
        QVERIFY(categoryFromName("Drums/Open Hi-Hat 3") == Category::OpenHihat);
        QVERIFY(categoryFromName("GMRockKit/HatOpen-Soft") == Category::OpenHihat);
        QVERIFY(categoryFromName("samples/03.OH.808") == Category::OpenHihat);
        QVERIFY(categoryFromName("samples/03.CH.808") == Category::Hihat);
        QVERIFY(categoryFromName("electro/K_8bit") == Category::Kick);
        QVERIFY(categoryFromName("misc_claps/u_don_t_kno") == Category::Clap);
        QVERIFY(categoryFromName("basses/synth 1") == Category::Bass);
        QVERIFY(categoryFromName("Becken 2") == Category::Cymbal);
        QVERIFY(categoryFromName("x/Kleine Trommel") == Category::Snare);
        QVERIFY(categoryFromName("Klatschen") == Category::Clap);
        QVERIFY(categoryFromName("popsnare") == Category::Snare);
        QVERIFY(!categoryFromName("what is that").has_value());
        QVERIFY(categoryFromName("bass drum 2") == Category::Kick);
        QVERIFY(categoryFromName("Kick Drum") == Category::Kick);
        QVERIFY(categoryFromName("SubBass") == Category::Bass);
        QVERIFY(categoryFromName("Bass/untitled 7") == Category::Bass);
        QVERIFY(!categoryFromName("xyz 123").has_value());
        QVERIFY(categoryFromName("KickDrum/FMBass 3") == Category::Bass); // capitals part words
        QVERIFY(categoryFromName("Kl\xC3\xA4nge/Fl\xC3\xB6te") == Category::Lead);
        QVERIFY(categoryFromName("x/floortom 2") == Category::Tom);
        QVERIFY(!categoryFromName("x/phantom bottom").has_value());
        QVERIFY(categoryFromName("x/saxophone") == Category::Lead);
        QVERIFY(categoryFromName("x/tom-hh") == Category::Tom); // "high", not "hi-hat"
        QVERIFY(categoryFromName("808/CHH 01") == Category::Hihat);
        QCOMPARE(bpmFromName("loop_124bpm.wav"), 124.0);
        QCOMPARE(bpmFromName("Loop 128 BPM"), 128.0);
        QCOMPARE(bpmFromName("1999bpm"), 0.0);
        QCOMPARE(bpmFromName("bpm"), 0.0);
    }

    void namesMayClaimMoreThanOneThing()
    {
        using Claims = std::vector<NameClaim>;
        QVERIFY(claimsOfName("hats/flat_cymbal")
                == Claims({{Category::Cymbal, 1.0}, {Category::Hihat, 0.6}}));
        QVERIFY(claimsOfName("x/snare&hat")
                == Claims({{Category::Hihat, 1.0}, {Category::Snare, 0.75}}));
        QVERIFY(claimsOfName("x/cowbell") == Claims({{Category::Perc, 1.0}}));
        QVERIFY(claimsOfName("x/bell") == Claims({{Category::Keys, 1.0}, {Category::Perc, 1.0}}));
        QVERIFY(claimsOfName("x/dark_synth") == Claims({{Category::Synth, 0.5}}));
        QVERIFY(claimsOfName("Drums/one") == Claims({{Category::Drums, 1.0}}));
        QVERIFY(claimsOfName("xyz").empty());
        // Then the sound decides.
        std::array<float, nde::kCategoryCount> p {};
        auto of
            = [&p](Category category) -> float& { return p[static_cast<std::size_t>(category)]; };
        of(Category::Hihat) = 0.6F;
        of(Category::Cymbal) = 0.02F;
        of(Category::Snare) = 0.38F;
        weighByName(p, claimsOfName("hats/flat_cymbal"), 100.0);
        // 0.6 · 100^0.6 against 0.02 · 100 against 0.38
        const double total = 0.6 * std::pow(100.0, 0.6) + 2.0 + 0.38;
        QVERIFY(std::abs(static_cast<double>(of(Category::Cymbal)) - 2.0 / total) < 1e-6);
        QVERIFY(of(Category::Hihat) > 0.79F);
    }

    void namesArePriors()
    {
        std::array<float, nde::kCategoryCount> p {};
        auto of
            = [&p](Category category) -> float& { return p[static_cast<std::size_t>(category)]; };
        of(Category::Snare) = 0.8F;
        of(Category::Clap) = 0.2F;
        weighByName(p, std::vector {NameClaim {Category::Clap}}, 4.0); // 0.8 against 0.8
        QVERIFY(std::abs(of(Category::Clap) - 0.5F) < 1e-6F);
        p = {};
        of(Category::Pad) = 0.5F;
        of(Category::Bass) = 0.5F;
        weighByName(p, std::vector {NameClaim {Category::Strings}},
                    9.0); // a relative: three to one
        QVERIFY(std::abs(of(Category::Pad) - 0.75F) < 1e-6F);
        p = {};
        of(Category::Kick) = 0.985F;
        of(Category::Clap) = 0.015F;
        weighByName(p, std::vector {NameClaim {Category::Clap}}); // what is clear stays
        QCOMPARE(of(Category::Kick), 0.985F);
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
