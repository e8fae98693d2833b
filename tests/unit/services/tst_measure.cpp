#include "QualitySounds.h"
#include "ServiceFixtures.h"
#include "core/db/StemRepository.h"
#include "core/dsp/Quality.h"
#include "core/neuro/Character.h"
#include "core/services/Measure.h"
#include "tests/unit/dsp/TestSounds.h"

#include <QTest>

#include <algorithm>
#include <limits>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;
using testsounds::kRate;
using testsounds::kTau;
using testsounds::Mono;
using namespace testsounds::quality;

namespace {

audio::AudioBuffer bufferOf(const std::vector<Mono>& channels, int rate = kRate)
{
    audio::AudioBuffer buffer(static_cast<int>(channels.size()), channels.front().size(), rate);
    for (std::size_t c = 0; c < channels.size(); ++c) {
        std::copy(channels[c].begin(), channels[c].end(),
                  buffer.channel(static_cast<int>(c)).begin());
    }
    return buffer;
}

/// A WAV file of 32-bit floats as they are, NaN and all: the writer would refuse them.
QByteArray rawWav(const std::vector<float>& interleaved, int channels, int rate)
{
    QByteArray bytes;
    const auto word = [&bytes](quint32 value, int size) {
        for (int i = 0; i < size; ++i) {
            bytes.append(static_cast<char>(value >> (8 * i) & 0xFFU));
        }
    };
    const auto size = static_cast<quint32>(interleaved.size() * sizeof(float));
    const auto width = static_cast<quint32>(channels) * 4U;
    bytes += "RIFF";
    word(36U + size, 4);
    bytes += "WAVEfmt ";
    word(16U, 4);
    word(3U, 2); // IEEE float
    word(static_cast<quint32>(channels), 2);
    word(static_cast<quint32>(rate), 4);
    word(static_cast<quint32>(rate) * width, 4);
    word(width, 2);
    word(32U, 2);
    bytes += "data";
    word(size, 4);
    bytes.append(reinterpret_cast<const char*>(interleaved.data()), static_cast<qsizetype>(size));
    return bytes;
}

} // namespace

class TestMeasure : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void loudness_data();
    void loudness();
    void truePeak();
    void levelsOfATone();
    void edgesAreSampleExact();
    void stereo();
    void aCleanKickIsGood();
    void qualityFalls_data();
    void qualityFalls();
    void anOffsetIsNotHeard();
    void phaseGrowsWithTheTurnedOne();
    void noiseFillsNoPause();
    void damageLeavesTheCharacterInDoubt();
    void bandwidthByCategory();
    void qualityDoesNotDependOnGain();
    void silenceIsWorthNothing();
    void hardSounds_data();
    void hardSounds();
    void nonFiniteSamples();
    void tooShortOrEmpty();
    void valuesByTheUserStay();
    void requalified();

private:
    Stem measured(const std::vector<Mono>& channels, int rate = kRate,
                  std::optional<Category> category = std::nullopt);

    QTemporaryDir m_folder;
};

void TestMeasure::initTestCase()
{
    QVERIFY(m_folder.isValid());
}

Stem TestMeasure::measured(const std::vector<Mono>& channels, int rate,
                           std::optional<Category> category)
{
    const QString path = m_folder.filePath(QStringLiteral("sound.wav"));
    if (!write(path, bufferOf(channels, rate))) {
        return {};
    }
    const MeasureRequest request {path, Source::Original, category, true};
    TaskContext task;
    const auto result = measureFile(request, task);
    return result ? stemOf(request, *result) : Stem {};
}

namespace {

const Defect* defect(const Stem& stem, DefectKind kind)
{
    const auto& all = stem.descriptors.defects;
    const auto at = std::find_if(all.begin(), all.end(),
                                 [kind](const Defect& item) { return item.kind == kind; });
    return at == all.end() ? nullptr : &*at;
}

bool isFinite(const Stem& stem)
{
    const Descriptors& d = stem.descriptors;
    double sum = d.lufs + d.momentaryLufs + d.shortTermLufs + d.loudnessRangeLu + d.truePeakDb
        + d.peakDb + d.rmsDb + d.crestDb + d.centroidHz + d.rolloffHz + d.rolloff95Hz
        + d.bandwidthHz + d.flatness + d.flux + d.transientRatio + d.attackS + d.decayS
        + d.temporalCentroidS + d.activeStartS + d.activeEndS + d.stereoCorrelation
        + d.lowCorrelation + d.antiPhaseShare + d.stereoWidth + d.balanceDb + d.monoLossDb
        + d.silentShare + d.clippedShare + d.dcOffset + d.noiseFloorDb.value_or(0.0) + d.edgeStep
        + d.technicalQuality + d.characterQuality + stem.quality + d.pitchConfidence
        + d.pitchHz.value_or(0.0) + d.bpm.value_or(0.0);
    for (const auto* list : {&d.ltasDb, &d.mfcc, &d.mfccDeviation}) {
        for (const float value : *list) {
            sum += static_cast<double>(value);
        }
    }
    for (const auto& info : neuroMetricInfos()) {
        sum += d.neuro ? (*d.neuro).*info.value : 0.0;
    }
    return std::isfinite(sum);
}

} // namespace

// BS.1770: 997 Hz at full scale is −3.01 LUFS in one channel, 0.00 in two.
void TestMeasure::loudness_data()
{
    QTest::addColumn<int>("channels");
    QTest::addColumn<double>("lufs");
    QTest::addRow("one channel of two") << 1 << -3.01;
    QTest::addRow("both") << 2 << 0.0;
}
void TestMeasure::loudness()
{
    QFETCH(int, channels);
    QFETCH(double, lufs);
    const Mono x = testsounds::tone(997.0, 5.0, 1, 1.0);
    const Mono other = channels == 2 ? x : testsounds::silence(5.0);
    const auto d = measured({x, other}).descriptors;
    QVERIFY(std::abs(d.lufs - lufs) <= 0.1);
    QVERIFY(std::abs(d.momentaryLufs - lufs) <= 0.1);
    QVERIFY(std::abs(d.shortTermLufs - lufs) <= 0.1);
    QVERIFY(d.loudnessRangeLu <= 0.1);
    QVERIFY(std::abs(d.balanceDb - (channels == 2 ? 0.0 : -60.0)) < 1e-6);
    QVERIFY(std::abs(d.monoLossDb - (channels == 2 ? 0.0 : 3.0103)) < 0.001);
    QCOMPARE(d.clippedShare, 0.0);
}

// A sine of a quarter of the rate, sampled halfway up its slopes: its samples are 0.707.
void TestMeasure::truePeak()
{
    Mono x = testsounds::silence(1.0);
    for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = i % 4 < 2 ? 0.70710678F : -0.70710678F;
    }
    const auto d = measured({x}).descriptors;
    QVERIFY(std::abs(d.peakDb + 3.0103) < 0.001);
    QVERIFY2(std::abs(d.truePeakDb) <= 0.3, qPrintable(QString::number(d.truePeakDb)));
}

void TestMeasure::levelsOfATone()
{
    const auto d = measured({testsounds::tone(441.0, 2.0, 1, 0.5)}).descriptors;
    QVERIFY(std::abs(d.peakDb + 6.0206) < 0.01);
    QVERIFY(std::abs(d.rmsDb + 9.0309) < 0.01);
    QVERIFY(std::abs(d.crestDb - 3.0103) < 0.01);
    QVERIFY(std::abs(d.temporalCentroidS - 1.0) < 0.002);
    QVERIFY(d.pitchHz || d.key);
}

void TestMeasure::edgesAreSampleExact()
{
    Mono x = testsounds::silence(1.0);
    std::fill(x.begin() + 4410, x.begin() + 22050, 0.5F);
    x[100] = 0.0004F; // 62 dB down
    x[4400] = -0.0006F; // 58 dB down
    x[30000] = 0.0006F;
    x[30001] = 0.0004F;
    const auto d = measured({x}).descriptors;
    QCOMPARE(std::lround(d.activeStartS * kRate), 4400L);
    QCOMPARE(std::lround(d.activeEndS * kRate), 30001L);
    // The centre of a rectangle, seen from the first frame that counts.
    QVERIFY(std::abs(d.temporalCentroidS - ((4410 + 22049) / 2.0 - 4400) / kRate) < 1e-4);
}

void TestMeasure::stereo()
{
    const Mono sine = testsounds::tone(100.0, 1.0);
    Mono cosine = sine;
    for (std::size_t i = 0; i < cosine.size(); ++i) {
        cosine[i]
            = static_cast<float>(0.2 * std::cos(kTau * 100.0 * static_cast<double>(i) / kRate));
    }
    const auto d = measured({sine, cosine}).descriptors;
    QVERIFY(std::abs(d.stereoCorrelation) < 0.001);
    QVERIFY(std::abs(d.lowCorrelation) < 0.01);
    QVERIFY(std::abs(d.balanceDb + 6.0206) < 0.01);
    // (1 + 1/4)/2 against a quarter of it: 3.01 dB for what is uncorrelated.
    QVERIFY(std::abs(d.monoLossDb - 3.0103) < 0.01);
    QVERIFY(std::abs(d.stereoWidth - 0.5) < 0.001);
    const auto opposite = measured(turnedOver(sine, 1.0)).descriptors;
    QVERIFY(std::abs(opposite.stereoCorrelation + 1.0) < 0.001);
    QVERIFY(std::abs(opposite.lowCorrelation + 1.0) < 0.001);
    QCOMPARE(opposite.monoLossDb, 60.0);
    QVERIFY(std::abs(opposite.antiPhaseShare - 1.0) < 0.01);
    const auto half = measured(turnedOver(sine, 0.5)).descriptors;
    QVERIFY(std::abs(half.stereoCorrelation) < 0.01);
    QVERIFY(std::abs(half.antiPhaseShare - 0.5) < 0.011); // 10 ms blocks
    // Half the energy of a short hit is over in 21 ms.
    Mono hit = testsounds::noise(0.6, 4);
    for (std::size_t i = 0; i < hit.size(); ++i) {
        hit[i] *= static_cast<float>(std::exp(-static_cast<double>(i) / (0.06 * kRate)));
    }
    const auto struck = measured(turnedOver(hit, 0.5)).descriptors;
    QVERIFY2(std::abs(struck.antiPhaseShare - 0.5) < 0.15,
             qPrintable(QString::number(struck.antiPhaseShare)));
}

void TestMeasure::aCleanKickIsGood()
{
    const Stem stem = measured({levelled(testsounds::kick(), 0.9F)}, kRate, Category::Kick);
    QVERIFY2(stem.quality >= 0.85, stem.qualityReasons.c_str());
    QVERIFY2(stem.descriptors.defects.empty(), stem.qualityReasons.c_str());
}

void TestMeasure::qualityFalls_data()
{
    QTest::addColumn<int>("sound");
    QTest::addColumn<QString>("how");
    for (std::size_t i = 0; i < sounds().size(); ++i) {
        for (const char* how : {"clipping", "noise_floor", "dc", "bandwidth", "phase"}) {
            QTest::addRow("%s, %s", sounds()[i].name, how)
                << static_cast<int>(i) << QString::fromLatin1(how);
        }
    }
}
void TestMeasure::qualityFalls()
{
    QFETCH(int, sound);
    QFETCH(QString, how);
    const Sound& clean = sounds()[static_cast<std::size_t>(sound)];
    // A pad that fills the whole range would hide a hiss 70 dB below it.
    const bool isDark = how == u"noise_floor" && clean.category == Category::Pad;
    const Mono x = isDark ? lowPassed(clean.samples, 6000.0) : clean.samples;
    const auto plus = [&x](auto value) {
        Mono y = x;
        for (float& sample : y) {
            sample += value();
        }
        return y;
    };
    std::vector<std::vector<Mono>> worse;
    if (how == u"clipping") {
        worse = {{clipped(x, 0.01)}, {clipped(x, 0.05)}, {clipped(x, 0.2)}};
    } else if (how == u"noise_floor") {
        for (const double db : {-70.0, -50.0, -30.0}) {
            Random random(9);
            const double level = 0.2 * std::sqrt(3.0) * std::pow(10.0, db / 20.0); // re the peak
            worse.push_back(
                {plus([&] { return static_cast<float>(level * random.uniform(-1.0, 1.0)); })});
        }
    } else if (how == u"dc") {
        worse = {{plus([] { return 0.02F; })}, {plus([] { return 0.08F; })}};
    } else if (how == u"bandwidth") {
        worse = {{lowPassed(x, 16000.0)}, {lowPassed(x, 8000.0)}, {lowPassed(x, 3000.0)}};
    } else {
        worse = {turnedOver(x, 1.0)};
        if (x.size()
            > kRate / 2) { // what is over within one block is in or out of phase as a whole
            worse.insert(worse.begin(), turnedOver(x, 0.5));
        }
    }
    const bool isStereo = how == u"phase";
    const std::vector<Mono> plain(isStereo ? 2 : 1, x);
    const Stem before = measured(plain, kRate, clean.category);
    const auto kind = defectFromId(how.toStdString());
    QVERIFY(kind.has_value());
    QVERIFY2(defect(before, *kind) == nullptr, before.qualityReasons.c_str());
    QString seen = QString::number(100.0 * before.quality);
    double last = before.quality;
    for (std::size_t i = 0; i < worse.size(); ++i) {
        const Stem stem = measured(worse[i], kRate, clean.category);
        seen += QStringLiteral(" | %1 = T %2 K %3 (%4)")
                    .arg(100.0 * stem.quality)
                    .arg(stem.descriptors.technicalQuality)
                    .arg(stem.descriptors.characterQuality)
                    .arg(QString::fromStdString(stem.qualityReasons));
        // Above 16 kHz there is nothing that is asked of anybody.
        const bool mayBeEqual = how == u"bandwidth" && i == 0;
        QVERIFY2(mayBeEqual ? stem.quality <= last + 0.002 : stem.quality < last - 0.002,
                 qPrintable(seen));
        QVERIFY2(mayBeEqual || defect(stem, *kind) != nullptr, qPrintable(seen));
        last = stem.quality;
    }
}

// More and more side, until the mono sum is silent: each step costs, and where nothing is left for
// the ear nothing is typical.
void TestMeasure::phaseGrowsWithTheTurnedOne()
{
    for (const Sound& sound : sounds()) {
        double last = measured({sound.samples, sound.samples}, kRate, sound.category).quality;
        for (const double side : {0.7, 0.8, 0.9, 1.0}) {
            Mono right = sound.samples;
            for (float& sample : right) {
                sample *= static_cast<float>(1.0 - 2.0 * side);
            }
            const Stem stem = measured({sound.samples, right}, kRate, sound.category);
            // The last step turns 1 % of the energy over, of a character that is in doubt already.
            QVERIFY2(stem.quality < last - 0.0002,
                     qPrintable(QStringLiteral("%1 %2: %3 -> %4, T %5 K %6 (%7)")
                                    .arg(QLatin1String(sound.name))
                                    .arg(side)
                                    .arg(last)
                                    .arg(stem.quality)
                                    .arg(stem.descriptors.technicalQuality)
                                    .arg(stem.descriptors.characterQuality)
                                    .arg(QString::fromStdString(stem.qualityReasons))));
            QVERIFY2(defect(stem, DefectKind::Phase) != nullptr, sound.name);
            last = stem.quality;
            if (side == 1.0) {
                QCOMPARE(stem.descriptors.characterQuality, 0.0);
            }
        }
        // One channel alone, side 0.5, is no defect of phase.
        const Mono nothing(sound.samples.size());
        QVERIFY2(
            defect(measured({sound.samples, nothing}, kRate, sound.category), DefectKind::Phase)
                == nullptr,
            sound.name);
    }
}

// The ear and the spectrum take an offset for no click: nothing is lost but by the offset itself,
// and by each more.
void TestMeasure::anOffsetIsNotHeard()
{
    for (const Sound& sound : sounds()) {
        const Stem clean = measured({sound.samples}, kRate, sound.category);
        double last = clean.quality;
        for (const double offset : {0.01, 0.05, 0.1, 0.2}) {
            Mono x = sound.samples;
            for (float& sample : x) {
                sample += static_cast<float>(offset);
            }
            const Stem stem = measured({x}, kRate, sound.category);
            QVERIFY2(stem.quality < last - 0.0005, sound.name);
            QVERIFY2(defect(stem, DefectKind::Dc) != nullptr, sound.name);
            QVERIFY2(stem.descriptors.defects.size() == clean.descriptors.defects.size() + 1,
                     stem.qualityReasons.c_str());
            QVERIFY2(
                std::abs(stem.descriptors.characterQuality - clean.descriptors.characterQuality)
                    < 0.01,
                sound.name);
            last = stem.quality;
        }
    }
}

// A second of kick and three of digital silence: the pause stays one when a hiss fills it.
void TestMeasure::noiseFillsNoPause()
{
    Mono x = levelled(testsounds::kick());
    x.resize(4 * kRate);
    const double plain = measured({x}, kRate, Category::Kick).descriptors.silentShare;
    QVERIFY(plain > 0.7);
    Random random(4);
    for (float& sample : x) {
        sample += static_cast<float>(random.uniform(-0.0006, 0.0006)); // −55 dB of the peak
    }
    const Stem hissing = measured({x}, kRate, Category::Kick);
    QVERIFY(defect(hissing, DefectKind::NoiseFloor) != nullptr);
    QVERIFY2(hissing.descriptors.silentShare > plain - 0.02,
             qPrintable(QString::number(hissing.descriptors.silentShare)));
}

void TestMeasure::damageLeavesTheCharacterInDoubt()
{
    QCOMPARE(dsp::damageOf({}), 0.0);
    QVERIFY(std::abs(dsp::damageOf({{DefectKind::Clipping, 0.0, 0.2},
                                    {DefectKind::TruePeak, 0.0, 0.15}, // does not change the sound
                                    {DefectKind::NoiseFloor, 0.0, 0.1}})
                     - 0.28)
            < 1e-12);
    // Where a table ends all is in doubt; of phase the ear loses what it says; an offset is not
    // heard.
    QCOMPARE(dsp::damageOf({{DefectKind::NoiseFloor, 0.0, 0.4}}), 1.0);
    QVERIFY(std::abs(dsp::damageOf({{DefectKind::Clipping, 0.0, 0.48}}) - 0.64) < 1e-12);
    QVERIFY(std::abs(dsp::damageOf({{DefectKind::Phase, 0.0, 0.15}}) - 0.5) < 1e-12);
    QCOMPARE(dsp::damageOf({{DefectKind::Dc, 0.0, 0.2}}), 0.0);
    NeuroMetrics metrics;
    metrics.rateHz = 10.0;
    metrics.centroidHz = 350.0; // a bass has at most 400, and nothing of 800 …
    metrics.spreadErb = 4.0; // … and at most 5, nothing of 10
    const auto characterAt = [&metrics](double damage) {
        return neuro::characterOf(metrics, Category::Bass, SoundClass::OneShot, {}, damage);
    };
    QCOMPARE(characterAt(0.0), 1.0);
    // An octave and 3.3 ERB may be missing: (800 − 700) / 400 and (10 − 7.3) / 5. By a tenth it may
    // be a loop, and has no pulse.
    QVERIFY(std::abs(characterAt(0.1) - (0.9 * 0.79 / 2.0 + 0.1 * 0.79 / 3.0)) < 1e-9);
    // What is a loop or not for the damage does not get better by it.
    const auto loopAt = [&metrics](SoundClass soundClass, double damage) {
        return neuro::characterOf(metrics, Category::Drums, soundClass, {}, damage);
    };
    QCOMPARE(loopAt(SoundClass::Phrase, 0.0), 1.0);
    QCOMPARE(loopAt(SoundClass::Phrase, 0.25), 0.75);
    QCOMPARE(loopAt(SoundClass::Phrase, 1.0), loopAt(SoundClass::Loop, 1.0));
    QVERIFY(characterAt(0.05) < characterAt(0.0) && characterAt(0.05) > characterAt(0.1));
    QCOMPARE(characterAt(1.0), 0.0);
    metrics.rateHz = 0.0;
    QCOMPARE(characterAt(0.0), 0.0);
}

// analysis.md A.5: a kick needs 4 kHz, a bass 3, a hat 14, the others 10.
void TestMeasure::bandwidthByCategory()
{
    const Mono noise = testsounds::noise(1.0, 4);
    const auto lossOf = [&](double hz, Category category) {
        const Stem stem = measured({lowPassed(noise, hz)}, kRate, category);
        const Defect* found = defect(stem, DefectKind::Bandwidth);
        return found == nullptr ? 0.0 : found->loss;
    };
    // The place of the cut tells both what is missing and how low it is, to 150 Hz.
    const auto expected = [](double cutHz, double needHz) {
        const double missing = std::max(0.0, (needHz - cutHz) / needHz);
        return 1.0 - (1.0 - 0.3 * missing) * (1.0 - 0.15 * (20000.0 - cutHz) / 20000.0);
    };
    const auto near = [](double needHz) { return 150.0 * (0.15 / 20000.0 + 0.3 / needHz); };
    QVERIFY(std::abs(lossOf(3000.0, Category::Kick) - expected(3000.0, 4000.0)) < near(4000.0));
    QVERIFY(std::abs(lossOf(3000.0, Category::Bass) - expected(3000.0, 3000.0)) < near(3000.0));
    QVERIFY(std::abs(lossOf(8000.0, Category::Hihat) - expected(8000.0, 14000.0)) < near(14000.0));
    QVERIFY(std::abs(lossOf(8000.0, Category::Synth) - expected(8000.0, 10000.0)) < near(10000.0));
    QVERIFY(std::abs(lossOf(8000.0, Category::Kick) - expected(8000.0, 4000.0)) < near(4000.0));
}

void TestMeasure::qualityDoesNotDependOnGain()
{
    for (const Sound& sound : sounds()) {
        const double plain = measured({sound.samples}, kRate, sound.category).quality;
        for (const float peak : {0.05F, 0.8F}) {
            const Stem stem = measured({levelled(sound.samples, peak)}, kRate, sound.category);
            QVERIFY2(std::abs(stem.quality - plain) <= 0.005, sound.name);
        }
    }
}

void TestMeasure::silenceIsWorthNothing()
{
    const Stem stem = measured({testsounds::silence(1.0)});
    QCOMPARE(stem.quality, 0.0);
    QCOMPARE(stem.qualityReasons, std::string("silence"));
    QCOMPARE(stem.descriptors.silentShare, 1.0);
    QCOMPARE(stem.descriptors.neuro, std::optional(NeuroMetrics {}));
    QCOMPARE(stem.category, Category::Unclear);
}

void TestMeasure::hardSounds_data()
{
    QTest::addColumn<std::vector<Mono>>("channels");
    QTest::addColumn<int>("rate");
    QTest::addColumn<bool>("silent");
    QTest::addColumn<double>("peakDb");
    const Mono tone = testsounds::tone(441.0, 1.0, 1, 0.5); // 100 samples a period
    const auto add
        = [](const char* name, std::vector<Mono> channels, int rate, bool silent, double peakDb) {
              QTest::addRow("%s", name) << std::move(channels) << rate << silent << peakDb;
          };
    add("one sample", {{0.5F}}, kRate, false, -6.0206);
    add("8 kHz mono", {Mono(tone.begin(), tone.begin() + 8000)}, 8000, false, -6.0206);
    add("192 kHz stereo", {tone, tone}, 192000, false, -6.0206);
    add("six channels", {tone, tone, tone, tone, tone, tone}, 48000, false, -6.0206);
    add("denormals", {Mono(20000, 1e-41F)}, kRate, true, -120.0);
    add("constant", {Mono(20000, 0.25F)}, kRate, true, -12.0412);
    add("noise of −100 dB", {testsounds::noise(1.0, 3, 1e-5F)}, kRate, true, -100.0);
    Mono square(44100);
    for (std::size_t i = 0; i < square.size(); ++i) {
        square[i] = i / 50 % 2 == 0 ? 1.0F : -1.0F;
    }
    add("full-scale square", {square}, kRate, false, 0.0);
}
void TestMeasure::hardSounds()
{
    QFETCH(std::vector<Mono>, channels);
    QFETCH(int, rate);
    QFETCH(bool, silent);
    QFETCH(double, peakDb);
    const Stem stem = measured(channels, rate);
    QVERIFY(stem.frames == static_cast<std::int64_t>(channels.front().size()));
    QVERIFY(isFinite(stem));
    QVERIFY(std::abs(stem.descriptors.peakDb - peakDb) < 0.01);
    QCOMPARE(stem.descriptors.silentShare >= 1.0, silent);
    QCOMPARE(stem.quality == 0.0, silent);
    if (channels.front().size() == 8000U) {
        QVERIFY(std::abs(*stem.descriptors.pitchHz - 80.0) < 0.5);
    }
    if (QByteArray(QTest::currentDataTag()) == "constant") {
        QVERIFY(std::abs(stem.descriptors.dcOffset - 0.25) < 1e-4);
    }
    if (QByteArray(QTest::currentDataTag()) == "full-scale square") {
        QVERIFY(std::abs(stem.descriptors.clippedShare - 1.0) <= 0.01);
        QVERIFY(defect(stem, DefectKind::Clipping) != nullptr);
    }
}

void TestMeasure::nonFiniteSamples()
{
    std::vector<float> x = testsounds::tone(441.0, 1.0, 1, 0.5);
    const Stem clean = measured({x});
    x[1000] = std::numeric_limits<float>::quiet_NaN();
    x[2000] = std::numeric_limits<float>::infinity();
    x[3000] = -std::numeric_limits<float>::infinity();
    const QString path = m_folder.filePath(QStringLiteral("nan.wav"));
    QVERIFY(writeBytes(path, rawWav(x, 1, kRate)));
    TaskContext task;
    const MeasureRequest request {path, Source::Original, std::nullopt, true};
    const auto result = measureFile(request, task);
    QVERIFY(result.has_value());
    const Stem stem = stemOf(request, *result);
    QVERIFY(isFinite(stem));
    QCOMPARE(stem.descriptors.nonFinite, 3);
    QVERIFY(defect(stem, DefectKind::NonFinite) != nullptr);
    QCOMPARE(defect(stem, DefectKind::NonFinite)->value, 3.0);
    QVERIFY(stem.descriptors.technicalQuality <= 0.5);
    // Neither the meter nor the ear was poisoned: three samples of 44100 change next to nothing.
    QVERIFY(std::abs(stem.descriptors.lufs - clean.descriptors.lufs) < 0.1);
    QVERIFY(std::abs(stem.descriptors.neuro->centroidHz - clean.descriptors.neuro->centroidHz)
            < 0.3 * clean.descriptors.neuro->centroidHz);
    // A repaired file is another sound.
    for (const std::size_t at : {1000U, 2000U, 3000U}) {
        x[at] = 0.0F;
    }
    QVERIFY(stem.contentHash != measured({x}).contentHash);
}

void TestMeasure::tooShortOrEmpty()
{
    TaskContext task;
    const QString path = m_folder.filePath(QStringLiteral("empty.wav"));
    QVERIFY(writeBytes(path, rawWav({}, 1, kRate)));
    const auto none = measureFile({path, Source::Original, std::nullopt, true}, task);
    QVERIFY(!none.has_value());
    QCOMPARE(none.error().code, ErrorCode::BadInput);
    QVERIFY(none.error().message.find("no audio") != std::string::npos);
    for (const std::size_t frames : {1U, 2U, 3U, 100U}) {
        QVERIFY(isFinite(measured({Mono(frames, 0.3F)})));
        QVERIFY(isFinite(measured({Mono(frames, 0.3F), Mono(frames, -0.3F)}, 192000)));
    }
}

void TestMeasure::valuesByTheUserStay()
{
    const QString path = m_folder.filePath(QStringLiteral("user.wav"));
    QVERIFY(write(path, bufferOf({testsounds::kick()})));
    const MeasureRequest request {path, Source::Original, std::nullopt, true};
    TaskContext task;
    const auto result = measureFile(request, task);
    QVERIFY(result.has_value());
    Stem stem;
    stem.isGridByUser = true;
    stem.isKeyByUser = true;
    stem.isSoundClassByUser = true;
    stem.isCategoryByUser = true;
    stem.category = Category::Tom;
    stem.soundClass = SoundClass::Phrase;
    stem.descriptors.bpm = 93.5;
    stem.descriptors.firstDownbeatS = 0.25;
    stem.descriptors.beatsPerBar = 3;
    stem.descriptors.key = Key {7, true};
    applyMeasured(*result, stem);
    QCOMPARE(stem.category, Category::Tom);
    QCOMPARE(stem.soundClass, SoundClass::Phrase);
    QCOMPARE(stem.descriptors.bpm, std::optional(93.5));
    QCOMPARE(stem.descriptors.firstDownbeatS, 0.25);
    QCOMPARE(stem.descriptors.beatsPerBar, 3);
    QVERIFY(stem.descriptors.key == Key({7, true}));
    QCOMPARE(stem.analyserVersion, std::string(kAnalyserVersion));
}

void TestMeasure::requalified()
{
    Stem stem
        = measured({levelled(lowPassed(testsounds::kick(), 5000.0), 0.9F)}, kRate, Category::Kick);
    const Stem asKick = stem;
    stem.category = Category::Hihat; // asks for 14 kHz, and for a bright centroid
    requalify(stem);
    QVERIFY(stem.descriptors.technicalQuality < asKick.descriptors.technicalQuality);
    QVERIFY(stem.descriptors.characterQuality < asKick.descriptors.characterQuality);
    QVERIFY(stem.qualityReasons.find("bandwidth") != std::string::npos);
    stem.category = Category::Kick;
    requalify(stem);
    QVERIFY(stem == asKick);
    Stem unmeasured;
    unmeasured.quality = 0.7;
    requalify(unmeasured);
    QCOMPARE(unmeasured.quality, 0.7);
}

QTEST_GUILESS_MAIN(TestMeasure)
#include "tst_measure.moc"
