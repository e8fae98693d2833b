#include "SyntheticKicks.h"
#include "core/nn/Gemm.h"
#include "core/nn/Sha256.h"
#include "core/nn/vae/Analysis.h"
#include "core/nn/vae/Dataset.h"
#include "core/nn/vae/LaneFft.h"
#include "core/nn/vae/LaneMath.h"
#include "core/nn/vae/Levels.h"
#include "core/nn/vae/Pghi.h"
#include "core/nn/vae/PhaseRefiner.h"
#include "core/nn/vae/Prepare.h"
#include "core/nn/vae/Renderer.h"
#include "core/nn/vae/Sampler.h"
#include "core/nn/vae/SoundMetrics.h"
#include "core/nn/vae/SubOscillator.h"
#include "core/nn/vae/Tour.h"
#include "core/nn/vae/VectorMix.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <complex>
#include <functional>
#include <limits>
#include <numeric>
#include <set>

using namespace nde;
using namespace nde::nn;
using namespace nde::nn::vae;

namespace {

std::vector<float> sine(double bin, float amplitude = 1.0F)
{
    std::vector<float> out(kLength);
    for (std::size_t n = 0; n < out.size(); ++n) {
        out[n] = amplitude
            * static_cast<float>(
                     std::sin(2.0 * std::numbers::pi * bin * static_cast<double>(n) / kFftSize));
    }
    return out;
}

std::vector<float> noise(std::uint64_t seed)
{
    Random random(seed);
    std::vector<float> out(kLength);
    std::generate(out.begin(), out.end(),
                  [&] { return static_cast<float>(0.1 * random.normal()); });
    return out;
}

std::vector<float> lowPassed(std::vector<float> x, double cutoffHz)
{
    x.resize(65536, 0.0F);
    dsp::RealFft fft(65536);
    std::vector<Complex> bins(32769);
    fft.forward(x, bins);
    for (std::size_t k = 0; k < bins.size(); ++k) {
        const double ratio = static_cast<double>(k) * kSampleRate / 65536.0 / cutoffHz;
        bins[k] *= static_cast<float>(1.0 / (1.0 + std::pow(ratio, 8)));
    }
    fft.inverse(bins, x);
    return x;
}

std::span<const std::uint8_t> bytesOf(const std::string& text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// A decaying glide: `hz` at every moment, phase in cycles at the start.
std::vector<float> glide(const std::function<double(double)>& hz, double decayS, double phase = 0.0)
{
    std::vector<float> out(kLength);
    for (std::size_t n = 0; n < out.size(); ++n) {
        const double t = static_cast<double>(n) / kSampleRate;
        phase += hz(t) / kSampleRate;
        out[n] = static_cast<float>(0.8 * std::sin(2.0 * std::numbers::pi * phase)
                                    * std::exp(-t / decayS));
    }
    return out;
}

double cents(double hz, double wanted)
{
    return 1200.0 * std::abs(std::log2(hz / wanted));
}

double hertzOf(const SubTrack& track)
{
    return kSubReferenceHz * std::exp2(track.pitch);
}

/// Frequency of the strongest tone from 50 to 250 ms, refined to a small part of a bin.
double strongestHz(const std::vector<float>& x)
{
    constexpr std::size_t kFrom = 2205;
    constexpr std::size_t kCount = 8820;
    const auto window = dsp::hannWindow(kCount);
    std::vector<float> block(65536, 0.0F);
    for (std::size_t n = 0; n < kCount; ++n) {
        block[n] = x[kFrom + n] * window[n];
    }
    dsp::RealFft fft(65536);
    std::vector<Complex> bins(32769);
    fft.forward(block, bins);
    std::size_t best = 44;
    for (std::size_t k = 44; k < 520; ++k) {
        best = std::norm(bins[k]) > std::norm(bins[best]) ? k : best;
    }
    const double a = std::log(std::norm(bins[best - 1]));
    const double b = std::log(std::norm(bins[best]));
    const double c = std::log(std::norm(bins[best + 1]));
    const double offset = 0.5 * (a - c) / (a - 2.0 * b + c);
    return (static_cast<double>(best) + offset) * kSampleRate / 65536.0;
}

LatentCloud smallCloud()
{
    LatentCloud cloud;
    cloud.sounds = 24;
    cloud.dimensions = 4;
    Random random(3);
    for (int i = 0; i < cloud.sounds * cloud.dimensions; ++i) {
        cloud.mean.push_back(static_cast<float>(random.normal()));
        cloud.logVariance.push_back(-4.0F);
    }
    fitClusters(cloud, 5);
    return cloud;
}

} // namespace

class TestVaeSound : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hashesMatchTheStandard();
    void matrixProductMatchesTheDefinition();
    void transformInvertsItself();
    void fourTransformsAtOnceAreTheSame();
    void lanesKnowTheElementaryFunctions();
    void refinerKeepsWhatIsConsistent();
    void shapedNoiseHasItsLevels();
    void fullScaleSineIsZeroDecibels();
    void noisinessTellsNoiseFromTones();
    void integratedPhaseIsConsistent();
    void aFaintPlainDoesNotTick();
    void trueFeaturesRenderBack();
    void subFollowsAGlide();
    void subKeepsThePhaseOfAGlide();
    void subFindsTheFundamental();
    void subHearsNoToneInNoise();
    void subSurvivesTheVector();
    void pullTunesWhatIsOutOfTune();
    void renderedPitchIsExact();
    void noiseSeedChangesOnlyTheNoise();
    void finishedSoundsAreClean();
    void finishedSoundsKeepTheirLevel();
    void alignmentFindsTheOnset();
    void polarityIsTheSameForBoth();
    void unusableSoundsSayWhy();
    void variantsKeepTheirStart();
    void variantsTakeTheirNoisinessAlong();
    void averagedPicturesKeepTheirLevel();
    void clicksAreSeen();
    void drawsComeFromTheirParents();
    void notesAreMixedWithTheirOwn();
    void aMixIsAsLoudAsItsEnds();
    void aTourTakesEverySoundOnceAndNoneOften();
    void aTourIsEvenAtAnyTime();
    void creativitySpreadsDraws();
    void validationKeepsGroupsWhole();
};

void TestVaeSound::hashesMatchTheStandard()
{
    QCOMPARE(sha256Hex({}),
             std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(sha256Hex(bytesOf("abc")),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(sha256Hex(bytesOf(std::string(1000000, 'a'))),
             std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
}

void TestVaeSound::matrixProductMatchesTheDefinition()
{
    constexpr std::size_t kRows = 37;
    constexpr std::size_t kColumns = 19;
    constexpr std::size_t kInner = 301;
    Random random(1);
    std::vector<float> a(kRows * kInner);
    std::vector<float> b(kInner * kColumns);
    for (auto* m : {&a, &b}) {
        std::generate(m->begin(), m->end(), [&] { return static_cast<float>(random.normal()); });
    }
    for (const bool aFlipped : {false, true}) {
        for (const bool bFlipped : {false, true}) {
            std::vector<float> c(kRows * kColumns, 99.0F);
            multiply(kRows, kColumns, kInner, {a.data(), aFlipped ? kRows : kInner, aFlipped},
                     {b.data(), bFlipped ? kInner : kColumns, bFlipped}, c.data());
            for (std::size_t i = 0; i < kRows; ++i) {
                for (std::size_t j = 0; j < kColumns; ++j) {
                    double sum = 0;
                    for (std::size_t k = 0; k < kInner; ++k) {
                        sum += static_cast<double>(aFlipped ? a[k * kRows + i] : a[i * kInner + k])
                            * (bFlipped ? b[j * kInner + k] : b[k * kColumns + j]);
                    }
                    QVERIFY(std::abs(sum - c[i * kColumns + j]) < 1e-3);
                }
            }
        }
    }
}

void TestVaeSound::transformInvertsItself()
{
    const auto x = noise(1);
    Stft stft(kFftSize, kHop);
    Spectrogram spectrogram;
    stft.forward(x, kFrames + 1, spectrogram);
    std::vector<float> y(x.size());
    stft.inverse(spectrogram, kFrames + 1, y);
    float worst = 0;
    for (std::size_t n = 0; n < x.size(); ++n) {
        worst = std::max(worst, std::abs(x[n] - y[n]));
    }
    QVERIFY2(worst < 1e-5F, qPrintable(QString::number(worst)));
}

void TestVaeSound::fourTransformsAtOnceAreTheSame()
{
    for (const std::size_t size : {std::size_t {32}, std::size_t {2048}}) {
        LaneFft lanes(size);
        dsp::RealFft single(static_cast<int>(size));
        std::vector<std::vector<float>> inputs(kLanes, std::vector<float>(size));
        for (std::size_t l = 0; l < kLanes; ++l) {
            const auto draws = noise(l + 1);
            for (std::size_t n = 0; n < size; ++n) {
                inputs[l][n] = draws[n];
                lanes.time()[n * kLanes + l] = draws[n];
            }
        }
        std::vector<LaneBin> bins(size / 2 + 1);
        lanes.forward(bins.data());
        std::vector<Complex> wanted(size / 2 + 1);
        for (std::size_t l = 0; l < kLanes; ++l) {
            single.forward(inputs[l], wanted);
            for (std::size_t k = 0; k < bins.size(); ++k) {
                const Complex got(bins[k].re[l], bins[k].im[l]);
                QVERIFY(std::abs(got - wanted[k]) < 1e-4F);
            }
        }
        lanes.inverse(bins.data());
        for (std::size_t l = 0; l < kLanes; ++l) {
            for (std::size_t n = 0; n < size; ++n) {
                QVERIFY(std::abs(lanes.time()[n * kLanes + l] - inputs[l][n]) < 1e-6F);
            }
        }
    }
}

/// Against the library in double precision; the limits are the header's.
void TestVaeSound::lanesKnowTheElementaryFunctions()
{
    double worstExp = 0;
    double worstLog = 0;
    double worstTurn = 0;
    double worstRoot = 0;
    Random random(3);
    for (int i = 0; i < 200000; ++i) {
        const auto x = static_cast<float>(random.uniform(-80.0, 80.0));
        const double power = std::exp(static_cast<double>(x));
        worstExp = std::max(worstExp, std::abs(laneExp(Lanes {} + x)[3] / power - 1.0));
        const auto positive = static_cast<float>(power);
        const double log = std::log(static_cast<double>(positive));
        worstLog = std::max(worstLog,
                            std::abs(static_cast<double>(laneLog(Lanes {} + positive)[1]) - log)
                                / std::max(1.0, std::abs(log)));
        const double root = std::sqrt(static_cast<double>(positive));
        worstRoot = std::max(worstRoot, std::abs(laneRoot(Lanes {} + positive)[0] / root - 1.0));
        const auto angle = static_cast<float>(random.uniform(-1e4, 1e4));
        const LaneTurn turn = laneTurn(Lanes {} + angle);
        worstTurn = std::max(
            {worstTurn,
             std::abs(static_cast<double>(turn.cosine[2]) - std::cos(static_cast<double>(angle))),
             std::abs(static_cast<double>(turn.sine[2]) - std::sin(static_cast<double>(angle)))});
    }
    for (const double worst : {worstExp, worstLog, worstRoot, worstTurn}) {
        QVERIFY2(worst < 2e-7, qPrintable(QString::number(worst)));
    }
    QCOMPARE(laneExp(Lanes {})[0], 1.0F);
    QCOMPARE(laneLog(Lanes {} + 1.0F)[0], 0.0F);
    QCOMPARE(laneTurn(Lanes {}).cosine[0], 1.0F);
    QCOMPARE(laneTurn(Lanes {}).sine[0], 0.0F);
    QCOMPARE(laneRoot(Lanes {})[0], 0.0F);
}

void TestVaeSound::refinerKeepsWhatIsConsistent()
{
    const auto x = noise(11);
    constexpr int kCount = kFrames + 1;
    Stft stft(kFftSize, kHop);
    Spectrogram spectrogram;
    stft.forward(x, kCount, spectrogram);
    LaneImage image(kCount, kBins);
    std::vector<float> phases(image.groups() * kLanes * kBins, 0.0F);
    for (std::size_t i = 0; i < spectrogram.size(); ++i) {
        image.set(i / kBins, i % kBins, std::abs(spectrogram[i]));
        phases[i] = std::arg(spectrogram[i]);
    }
    PhaseRefiner refiner(kFftSize, kHop, kLength);
    std::vector<float> y(kLength);
    for (const int rounds : {0, 3}) {
        refiner.refine(image, phases, rounds, y);
        const double sdr = siSdr(x, y);
        QVERIFY2(sdr > 80.0, qPrintable(QString::number(sdr)));
    }
    // Half of the frames: the sound ends with them.
    image.cut(80);
    refiner.refine(image, phases, 2, y);
    QCOMPARE(*std::max_element(y.begin() + 80 * kHop + kFftSize / 2, y.end()), 0.0F);
    QVERIFY(siSdr(std::span(x).first(70 * kHop), std::span(y).first(70 * kHop)) > 30.0);
}

void TestVaeSound::shapedNoiseHasItsLevels()
{
    LaneImage image(kFrames + 1, kBins);
    for (std::size_t f = 0; f <= kFrames; ++f) {
        for (std::size_t k = 0; k < kBins; ++k) {
            image.set(f, k, k < 512 ? 8.0F : 0.0F);
        }
    }
    Random random(2);
    std::vector<float> white(kLength);
    std::generate(white.begin(), white.end(), [&] { return static_cast<float>(random.normal()); });
    std::vector<float> y(kLength, 0.0F);
    PhaseRefiner(kFftSize, kHop, kLength).addShaped(image, white, y);
    Stft stft(kFftSize, kHop);
    Spectrogram got;
    stft.forward(y, kFrames, got);
    double below = 0;
    double above = 0;
    for (std::size_t f = 10; f < 160; ++f) {
        for (std::size_t k = 4; k < kBins; ++k) {
            (k < 508 ? below : above) += k < 508 || k > 516 ? std::norm(got[f * kBins + k]) : 0.0;
        }
    }
    const double level = std::sqrt(below / (150.0 * 504.0));
    QVERIFY2(std::abs(level - 8.0) < 0.3, qPrintable(QString::number(level)));
    QVERIFY(above < 1e-4 * below);
}

void TestVaeSound::fullScaleSineIsZeroDecibels()
{
    Analyser analyser;
    const auto v = analyser.analyse(sine(20));
    QCOMPARE(v.size(), kVectorSize);
    // Feature 1 = 0 dB; band 20 is bin 20; the Hann window's neighbours lie 6 dB lower.
    QVERIFY(std::abs(v[20 * kFrames + 80] - 1.0F) < 0.002F);
    QVERIFY(std::abs(v[21 * kFrames + 80] - (1.0F - 6.02F / 80.0F)) < 0.002F);
    QCOMPARE(v[120 * kFrames + 80], 0.0F);
    const float length = std::hypot(v[kSeedOffset], v[kSeedOffset + 1]);
    QVERIFY(std::abs(length - kSeedWeight) < 1e-4F);
}

void TestVaeSound::noisinessTellsNoiseFromTones()
{
    Analyser analyser;
    const auto mean = [](const std::vector<float>& eta, std::size_t from, std::size_t to) {
        double sum = 0;
        for (std::size_t b = from; b < to; ++b) {
            for (std::size_t f = 20; f < 150; ++f) {
                sum += eta[b * kFrames + f];
            }
        }
        return sum / static_cast<double>((to - from) * 130);
    };
    QVERIFY(mean(analyser.noisiness(noise(2)), 60, 150) > 0.7);
    QVERIFY(mean(analyser.noisiness(sine(60, 0.5F)), 57, 64) < 0.1);
}

void TestVaeSound::integratedPhaseIsConsistent()
{
    std::vector<float> chirp(kLength);
    double phase = 0;
    for (std::size_t n = 0; n < chirp.size(); ++n) {
        phase += 2.0 * std::numbers::pi * (400.0 + 0.06 * static_cast<double>(n)) / kSampleRate;
        chirp[n] = static_cast<float>(0.5 * std::sin(phase));
    }
    Stft stft(kFftSize, kHop);
    Spectrogram wanted;
    stft.forward(chirp, kFrames, wanted);
    std::vector<float> logMagnitude;
    for (const Complex& cell : wanted) {
        logMagnitude.push_back(std::log(std::abs(cell) + 1e-6F));
    }
    const auto errorOf = [&](const std::vector<float>& phases) {
        Spectrogram guess(wanted.size());
        for (std::size_t i = 0; i < guess.size(); ++i) {
            const float flip = (i % kBins) % 2 == 0 ? 1.0F : -1.0F;
            guess[i] = std::polar(std::abs(wanted[i]) * flip, phases[i]);
        }
        std::vector<float> sound(kLength);
        stft.inverse(guess, kFrames, sound);
        Spectrogram got;
        stft.forward(sound, kFrames, got);
        double error = 0;
        double energy = 0;
        for (std::size_t i = 20 * kBins; i < 150 * kBins; ++i) {
            error += std::pow(std::abs(got[i]) - std::abs(wanted[i]), 2);
            energy += std::norm(wanted[i]);
        }
        return std::sqrt(error / energy);
    };
    const auto phases = integratePhase(logMagnitude, kFrames, kFftSize, kHop, 1);
    std::vector<float> random(phases.size());
    Random draws(4);
    std::generate(random.begin(), random.end(),
                  [&] { return static_cast<float>(draws.uniform(-3.14, 3.14)); });
    const double error = errorOf(phases);
    QVERIFY2(error < 0.1, qPrintable(QString::number(error)));
    QVERIFY(errorOf(random) > 0.4);
}

/// A tone, and 70 dB below it what a split of tones and noise leaves over: the bins of a frame must
/// not be in step at its centre, where they would add up to a tick.
void TestVaeSound::aFaintPlainDoesNotTick()
{
    constexpr int kShort = 40;
    constexpr int kFrom = 100;
    std::vector<float> logMagnitude(std::size_t {kShort} * kBins, std::log(1e-6F));
    for (std::size_t f = 0; f < kShort; ++f) {
        float* row = logMagnitude.data() + f * kBins;
        std::fill(row + kFrom, row + kBins, std::log(500.0F) - 70.0F / 8.686F);
        row[20] = std::log(500.0F);
        row[19] = row[21] = std::log(250.0F);
    }
    const auto phases = integratePhase(logMagnitude, kShort, kFftSize, kHop, 1);
    for (std::size_t f = 0; f < kShort; ++f) {
        std::complex<double> sum;
        for (std::size_t k = kFrom; k < kBins; ++k) {
            sum += std::polar(1.0, static_cast<double>(phases[f * kBins + k]));
        }
        // Of chance: 1/sqrt(925) = .033 on the mean.
        QVERIFY(std::abs(sum) / (kBins - kFrom) < 0.15);
    }
}

void TestVaeSound::trueFeaturesRenderBack()
{
    Analyser analyser;
    Renderer renderer;
    for (int i = 0; i < 3; ++i) {
        const auto x = align(test::syntheticKick(i)).samples;
        const auto y = renderer.render(analyser.analyse(x), 1);
        const double lowSdr = siSdr(lowPassed(x, 300), lowPassed(y, 300));
        QVERIFY2(lowSdr >= 15.0, qPrintable(QString::number(lowSdr))); // vae.md 8
        const double mel = melDistance(x, y);
        QVERIFY2(mel <= 3.5, qPrintable(QString::number(mel)));
        QVERIFY(melDistance(x, noise(3)) > 10.0);
    }
}

void TestVaeSound::subFollowsAGlide()
{
    SubOscillator sub;
    for (const double base : {40.0, 55.0, 110.0, 240.0}) {
        const auto track = sub.analyse(glide([base](double) { return base; }, 0.3));
        QVERIFY2(cents(hertzOf(track), base) < 2.0, qPrintable(QString::number(hertzOf(track))));
        QCOMPARE(track.tonal, 1.0);
    }
    // A kick: 150 Hz falling to 50.
    const auto fall = [](double t) { return 50.0 + 100.0 * std::exp(-t / 0.03); };
    const auto track = sub.analyse(glide(fall, 0.2));
    for (std::size_t k = 4; k < kSubKnots.size() - 3; ++k) { // 16 ms to 320 ms
        const double hz = hertzOf(track) * std::exp2(track.course[k]);
        QVERIFY2(cents(hz, fall(kSubKnots[k])) < 60.0,
                 qPrintable(QStringLiteral("%1 Hz at %2 s").arg(hz).arg(kSubKnots[k])));
    }
}

void TestVaeSound::subKeepsThePhaseOfAGlide()
{
    // What a track is worth: a sound that is pulled onto its own track stays as it is.
    SubOscillator sub;
    for (const double base : {45.0, 60.0, 90.0}) {
        const auto x = glide([base](double t) { return base * (1.0 + 2.0 * std::exp(-t / 0.05)); },
                             0.25, 0.15);
        auto pulled = x;
        sub.pull(sub.analyse(x), pulled);
        const double sdr = siSdr(x, pulled);
        QVERIFY2(sdr >= 36.0, qPrintable(QStringLiteral("%1 Hz: %2 dB").arg(base).arg(sdr)));
    }
}

void TestVaeSound::subFindsTheFundamental()
{
    SubOscillator sub;
    std::vector<float> x(kLength, 0.0F);
    for (int h = 1; h <= 5; ++h) { // the second harmonic is the loudest
        const auto partial = glide([h](double) { return 43.65 * h; }, 0.4, 0.13 * h);
        for (std::size_t n = 0; n < x.size(); ++n) {
            x[n] += partial[n] * (h == 2 ? 0.5F : 0.2F);
        }
    }
    const auto track = sub.analyse(x);
    QVERIFY2(cents(hertzOf(track), 43.65) < 3.0, qPrintable(QString::number(hertzOf(track))));
    QCOMPARE(track.harmonic, 1.0);
    QVERIFY(sub.analyse(glide([](double) { return 43.65; }, 0.4)).harmonic < 1e-9);
}

void TestVaeSound::subHearsNoToneInNoise()
{
    SubOscillator sub;
    const auto hiss = noise(8);
    auto high = hiss;
    const auto low = lowPassed(hiss, 3000.0);
    for (std::size_t n = 0; n < high.size(); ++n) {
        high[n] -= low[n];
    }
    const auto track = sub.analyse(high);
    QCOMPARE(track.tonal, 0.0);
    std::vector<float> v(kVectorSize, 0.0F);
    writeSub(track, v);
    auto untouched = high;
    sub.pull(readSub(v), untouched);
    QCOMPARE(untouched, high);
    QCOMPARE(sub.analyse(std::vector<float>(kLength, 0.0F)).tonal, 0.0);
}

void TestVaeSound::subSurvivesTheVector()
{
    SubOscillator sub;
    const auto track
        = sub.analyse(glide([](double t) { return 60.0 + 60.0 * std::exp(-t / 0.05); }, 0.3, 0.2));
    std::vector<float> v(kVectorSize, 0.0F);
    writeSub(track, v);
    const auto back = readSub(v);
    QVERIFY(std::abs(back.pitch - track.pitch) < 1e-6);
    QVERIFY(std::abs(back.phase - track.phase) < 1e-5);
    for (std::size_t k = 0; k < track.course.size(); ++k) {
        QVERIFY(std::abs(back.course[k] - track.course[k]) < 1e-6);
    }
    QCOMPARE(back.tonal, 1.0);
}

void TestVaeSound::pullTunesWhatIsOutOfTune()
{
    SubOscillator sub;
    const auto wanted = glide([](double) { return 55.0; }, 0.4, 0.1);
    const auto detuned = glide([](double) { return 55.0 * std::exp2(0.06); }, 0.4, 0.4);
    auto tuned = detuned;
    sub.pull(sub.analyse(wanted), tuned);
    QVERIFY(cents(strongestHz(detuned), 55.0) > 60.0);
    QVERIFY2(cents(strongestHz(tuned), 55.0) < 3.0,
             qPrintable(QString::number(strongestHz(tuned))));
    const double sdr = siSdr(wanted, tuned);
    QVERIFY2(sdr > 20.0, qPrintable(QString::number(sdr)));
}

void TestVaeSound::renderedPitchIsExact()
{
    Analyser analyser;
    Renderer renderer;
    for (const double base : {43.0, 52.0, 61.0, 98.0}) {
        const auto x = glide([base](double t) { return base * (1.0 + 2.0 * std::exp(-t / 0.015)); },
                             0.25, 0.05);
        const auto y = renderer.render(analyser.analyse(x), 1);
        const double error = cents(strongestHz(y), strongestHz(x));
        QVERIFY2(error <= 5.0,
                 qPrintable(QStringLiteral("%1 at %2 Hz").arg(error).arg(base))); // vae.md 8
    }
}

void TestVaeSound::noiseSeedChangesOnlyTheNoise()
{
    Analyser analyser;
    Renderer renderer;
    auto x = noise(5);
    for (std::size_t n = 0; n < x.size(); ++n) {
        x[n] *= std::exp(-static_cast<float>(n) / 6000.0F);
    }
    const auto v = analyser.analyse(x);
    const auto first = renderer.render(v, 1);
    QCOMPARE(renderer.render(v, 1), first);
    const auto second = renderer.render(v, 2);
    QVERIFY(siSdr(first, second) < 3.0);
    QVERIFY(melDistance(first, second) < 4.0);
}

void TestVaeSound::finishedSoundsAreClean()
{
    std::vector<float> raw(kLength, 0.0F);
    const auto kick = test::syntheticKick(1);
    for (std::size_t n = 0; n < kick.frames(); ++n) {
        raw[n] = 0.3F * kick.channel(0)[n] + 0.05F * std::exp(-static_cast<float>(n) / 4000.0F);
    }
    const auto y = finish(raw);
    QVERIFY(y.size() > 4410 && y.size() < raw.size());
    QCOMPARE(y.front(), 0.0F);
    QVERIFY(std::abs(y.back()) < 1e-4F);
    const double mean = std::accumulate(y.begin(), y.end(), 0.0) / static_cast<double>(y.size());
    QVERIFY(std::abs(mean) < 1e-5);
    const auto [low, high] = std::minmax_element(y.begin(), y.end());
    QVERIFY(std::abs(std::max(-*low, *high) - kPeak) < 1e-5F);
    QVERIFY(finish(std::vector<float>(kLength, 0.0F)).empty());
}

void TestVaeSound::finishedSoundsKeepTheirLevel()
{
    // One peak of chance, 7 dB over what the sounds of training had, goes; the rest keeps its
    // level.
    constexpr std::size_t kLoud = 22050;
    auto raw = noise(3);
    std::fill(raw.begin() + kLoud, raw.end(), 0.0F);
    raw[8000] = 2.0F;
    const auto y = finish(raw);
    QVERIFY(y.size() >= kLoud);
    const auto levelDb = [](const std::vector<float>& x) {
        double sum = 0;
        for (std::size_t n = 10000; n < kLoud - 1000; ++n) {
            sum += static_cast<double>(x[n]) * x[n];
        }
        return 10.0 * std::log10(sum);
    };
    const double change = levelDb(y) - levelDb(raw) - 20.0 * std::log10(kPeak / 0.9);
    QVERIFY2(std::abs(change) < 0.1, qPrintable(QString::number(change)));

    // A tone that is too loud is turned down rather than bent: cut off at 0.785 of its peak, its
    // third harmonic lies 20 dB below it; limited by 7 dB it would lie 11 dB below it.
    constexpr double kBin = 3; // of 2048: 65 Hz
    const auto tone = finish(sine(kBin, 2.0F));
    const auto part = [&tone](double bin) {
        std::complex<double> sum = 0;
        for (std::size_t n = 4096; n < 4096 + 8 * kFftSize; ++n) {
            sum += std::polar(static_cast<double>(tone[n]),
                              2.0 * std::numbers::pi * bin * static_cast<double>(n) / kFftSize);
        }
        return std::abs(sum);
    };
    const double third = 20.0 * std::log10(part(3.0 * kBin) / part(kBin));
    QVERIFY2(third < -16.0, qPrintable(QString::number(third)));
}

void TestVaeSound::alignmentFindsTheOnset()
{
    const auto kick = test::syntheticKick(2);
    const auto after = [&kick](std::size_t silence, int channels) {
        audio::AudioBuffer out(channels, kick.frames() + silence, 44100);
        for (int c = 0; c < channels; ++c) {
            std::copy(kick.channel(0).begin(), kick.channel(0).end(),
                      out.channel(c).begin() + static_cast<std::ptrdiff_t>(silence));
        }
        return align(out);
    };
    const auto early = after(100, 1);
    const auto shifted = after(5000, 2);
    QVERIFY(early.problem.empty());
    QCOMPARE(early.samples.size(), std::size_t {kLength});
    QCOMPARE(shifted.onset - early.onset, 4900);
    QCOMPARE(shifted.length, early.length);
    // Not equal: the mean that is taken out of both differs with the silence before them.
    QVERIFY(siSdr(early.samples, shifted.samples) > 25.0);
    const auto [low, high] = std::minmax_element(shifted.samples.begin(), shifted.samples.end());
    QVERIFY(std::abs(std::max(-*low, *high) - 0.9F) < 1e-5F);
}

void TestVaeSound::polarityIsTheSameForBoth()
{
    for (int i = 0; i < 4; ++i) {
        auto kick = test::syntheticKick(i);
        const auto one = align(kick);
        for (float& sample : kick.channel(0)) {
            sample = -sample;
        }
        const auto other = align(kick);
        QCOMPARE(other.samples, one.samples);
        QCOMPARE(other.gain, -one.gain);
        QVERIFY(Analyser().analyse(one.samples)[kSeedOffset] >= 0.0F);
    }
}

void TestVaeSound::unusableSoundsSayWhy()
{
    QCOMPARE(align({}).problem, std::string("unreadable"));
    QCOMPARE(align(audio::AudioBuffer(1, 500, 44100)).problem, std::string("too short"));
    QCOMPARE(align(audio::AudioBuffer(1, 5000, 44100)).problem, std::string("silent"));
    auto broken = test::syntheticKick(0);
    broken.channel(0)[7] = std::numeric_limits<float>::quiet_NaN();
    QCOMPARE(align(broken).problem, std::string("unreadable"));
}

void TestVaeSound::variantsKeepTheirStart()
{
    const auto x = align(test::syntheticKick(3)).samples;
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        Random random(seed);
        const auto y = augment(x, random).samples;
        QCOMPARE(y.size(), x.size());
        QCOMPARE(y.front(), 0.0F);
        const auto loud
            = std::find_if(y.begin(), y.end(), [](float s) { return std::abs(s) > 0.1F; });
        QVERIFY(loud - y.begin() < 400);
        QVERIFY(melDistance(x, y) > 0.1);
    }
}

/// Twice the speed: an octave is three pooled bands above 1.4 kHz, and frames come twice as early.
void TestVaeSound::variantsTakeTheirNoisinessAlong()
{
    constexpr std::size_t kFirstBand = 12;
    constexpr std::size_t kLastFrame = 20;
    std::vector<float> original(kVectorSize, 0.0F);
    for (std::size_t b = kFirstBand; b < kEtaBands; ++b) {
        std::fill_n(original.begin() + static_cast<std::ptrdiff_t>(kEtaOffset + b * kEtaFrames),
                    kLastFrame, kEtaWeight);
    }
    Analyser analyser;
    const auto v = analyser.analyseVariant(noise(4), 2.0, original);
    const auto at = [&v](std::size_t b, std::size_t f) {
        return v[kEtaOffset + b * kEtaFrames + f] / kEtaWeight;
    };
    QCOMPARE(at(kFirstBand + 1, 0), 0.0F);
    QVERIFY(std::abs(at(kFirstBand + 4, 0) - 1.0F) < 1e-6F);
    QVERIFY(std::abs(at(kEtaBands - 1, kLastFrame / 2 - 1) - 1.0F) < 1e-6F);
    QCOMPARE(at(kEtaBands - 1, kLastFrame / 2), 0.0F);
    const auto same = analyser.analyseVariant(noise(4), 1.0, original);
    QVERIFY(std::equal(same.begin() + kEtaOffset, same.begin() + kSeedOffset,
                       original.begin() + kEtaOffset));
}

/// Halfway between two tones neither has its peak; the level of what is heard stays.
void TestVaeSound::averagedPicturesKeepTheirLevel()
{
    Analyser analyser;
    const auto a = analyser.analyse(sine(26.4, 0.5F));
    const auto b = analyser.analyse(sine(29.7, 0.5F));
    const auto same = levelledPicture(a);
    for (std::size_t i = 0; i < kFeatureSize; ++i) { // a true picture stays as it is
        QVERIFY(std::abs(same[i] - a[i]) < 0.002F);
    }
    const auto middle = mixVectors(a, b, 0.5, false);
    const auto level = [](std::span<const float> picture) { // of the eight bands of both tones
        double sum = 0;
        for (std::size_t band = 24; band < 32; ++band) {
            sum += std::pow(10.0, 8.0 * (static_cast<double>(picture[band * kFrames + 80]) - 1.0));
        }
        return 10.0 * std::log10(sum);
    };
    const double wanted = level(a);
    QVERIFY(std::abs(wanted + 4.3) < 0.3); // −6 dB and what a Hann window's lobe adds
    QVERIFY2(level(middle) < wanted - 12.0, qPrintable(QString::number(level(middle))));
    const double levelled = level(levelledPicture(middle));
    QVERIFY2(std::abs(levelled - wanted) < 2.5, qPrintable(QString::number(levelled)));
    const std::vector<float> silence(kVectorSize, 0.0F);
    QCOMPARE(levelledPicture(silence), std::vector<float>(kFeatureSize, 0.0F));
}

void TestVaeSound::clicksAreSeen()
{
    auto x = align(test::syntheticKick(4)).samples;
    QVERIFY(!inspect(x).isBroken());
    x[20000] += 0.5F;
    QVERIFY(inspect(x).clicks);
    QVERIFY(inspect(std::vector<float>(kLength, 0.001F)).isSilent);
    x[3] = std::numeric_limits<float>::infinity();
    QVERIFY(inspect(x).isNotFinite);
}

void TestVaeSound::drawsComeFromTheirParents()
{
    const auto cloud = smallCloud();
    QCOMPARE(cloud.clusters, 6);
    for (const double creativity : {0.0, 0.3, 0.5, 0.8, 1.0}) {
        Random random(9);
        Random again(9);
        for (int i = 0; i < 20; ++i) {
            const auto draw = drawLatent(cloud, creativity, 1.0, random);
            QCOMPARE(drawLatent(cloud, creativity, 1.0, again).z, draw.z);
            double sum = 0;
            for (const auto& parent : draw.parents) {
                QVERIFY(parent.sound >= 0 && parent.sound < cloud.sounds && parent.weight > 0);
                sum += parent.weight;
            }
            QVERIFY(std::abs(sum - 1.0) < 1e-9);
            QVERIFY(creativity > 0.0 || draw.parents.size() == 1);
        }
    }
}

/// Of a mix of two notes the overtones would be in one and the fundamental between them.
void TestVaeSound::notesAreMixedWithTheirOwn()
{
    auto cloud = smallCloud();
    cloud.note.assign(static_cast<std::size_t>(cloud.sounds), kNoNote);
    for (std::size_t i = 0; i < cloud.note.size(); ++i) {
        // A and, a semitone above, B flat; every third has none.
        cloud.note[i] = i % 3 == 2 ? kNoNote : 1.0F + static_cast<float>(i % 3) / 12.0F;
    }
    Random random(3);
    int mixed = 0;
    for (int i = 0; i < 200; ++i) {
        const auto draw = drawLatent(cloud, 0.5, 1.0, random);
        const float own = cloud.note[static_cast<std::size_t>(draw.parents.front().sound)];
        for (const auto& parent : draw.parents) {
            const float other = cloud.note[static_cast<std::size_t>(parent.sound)];
            QVERIFY(own == kNoNote || other == kNoNote || own == other);
        }
        mixed += draw.parents.size() > 1 ? 1 : 0;
    }
    QCOMPARE(mixed, 200);
    QCOMPARE(partOf(cloud, {1, 3}).note, (std::vector {1.0F + 1.0F / 12.0F, 1.0F}));
}

void TestVaeSound::aMixIsAsLoudAsItsEnds()
{
    // Tones of −8 and −16 dB in cells far apart, and hiss of −64 dB everywhere.
    const auto sound = [](std::size_t cell, float level) {
        std::vector<float> v(kVectorSize, 0.0F);
        std::fill_n(v.begin() + kLevelOffset, kEtaSize, 0.2F * kLevelWeight);
        std::fill_n(v.begin() + static_cast<std::ptrdiff_t>(kLevelOffset + cell * kEtaFrames),
                    kEtaFrames, level * kLevelWeight);
        return v;
    };
    const auto a = sound(2, 0.9F);
    const auto b = sound(7, 0.8F);
    std::vector<float> mix(kVectorSize);
    for (std::size_t i = 0; i < mix.size(); ++i) {
        mix[i] = 0.5F * (a[i] + b[i]);
    }
    const auto decibels = [](const std::vector<float>& v, std::size_t cell, std::size_t frame) {
        return 80.0 * static_cast<double>(v[kLevelOffset + cell * kEtaFrames + frame])
            / static_cast<double>(kLevelWeight)
            - 80.0;
    };
    QVERIFY(std::abs(decibels(mix, 2, 5) + 36.0) < 0.01); // the mean of −8 and −64
    holdLoudness(mix, {a, b}, {0.5, 0.5});
    // Two cells, of which the second was 4 dB lower, make −12 dB together; the hiss is 28 dB under
    // the first and comes up by two fifteenths of what these do.
    const double first = decibels(mix, 2, 5);
    const double second = decibels(mix, 7, 5);
    const double total
        = 10.0 * std::log10(std::pow(10.0, first / 10.0) + std::pow(10.0, second / 10.0));
    QVERIFY2(std::abs(total + 12.0) < 0.1, qPrintable(QString::number(total)));
    QVERIFY2(std::abs(first - second - 4.0) < 0.01, qPrintable(QString::number(first - second)));
    QVERIFY(std::abs(decibels(mix, 12, 5) + 64.0 - (first + 36.0) * 2.0 / 15.0) < 0.1);
    auto same = a;
    holdLoudness(same, {a, b}, {1.0, 0.0});
    QVERIFY(std::equal(same.begin(), same.end(), a.begin(),
                       [](float x, float y) { return std::abs(x - y) < 1e-4F; }));
}

void TestVaeSound::aTourTakesEverySoundOnceAndNoneOften()
{
    for (const int count : {1, 2, 3, 8, 24, 41, 326}) {
        LatentCloud cloud;
        cloud.sounds = count;
        cloud.dimensions = 2;
        Random random(static_cast<std::uint64_t>(count));
        for (int i = 0; i < 2 * count; ++i) {
            cloud.mean.push_back(static_cast<float>(random.normal()));
        }
        const Tour tour(cloud);
        std::vector<int> taken(static_cast<std::size_t>(count), 0);
        for (int i = 0; i < 3 * count; ++i) {
            const int least = *std::min_element(taken.begin(), taken.end());
            const int sound = tour.sound(static_cast<std::uint64_t>(i), 0.37);
            QCOMPARE(taken[static_cast<std::size_t>(sound)], least); // all rounds are whole
            ++taken[static_cast<std::size_t>(sound)];
        }
        // Three of four draws go to the last sound where its weight says so.
        std::vector<double> weights(static_cast<std::size_t>(count), 1.0);
        weights.back() = count > 1 ? 3.0 * (count - 1) : 1.0;
        int last = 0;
        for (std::uint64_t i = 0; i < 1000; ++i) {
            last += tour.sound(i, 0.37, weights) == count - 1 ? 1 : 0;
        }
        QVERIFY2(std::abs(last - (count > 1 ? 750 : 1000)) <= 5, qPrintable(QString::number(last)));
    }
}

/// 64 sounds in eight clumps: eight dreams in a row start in nearly seven of these, where
/// independent draws reach 8 (1 - (7/8)^8) = 5.25.
void TestVaeSound::aTourIsEvenAtAnyTime()
{
    LatentCloud cloud;
    cloud.sounds = 64;
    cloud.dimensions = 3;
    Random random(5);
    for (int i = 0; i < 64; ++i) {
        for (int d = 0; d < 3; ++d) { // clump i % 8 is a corner of a cube
            cloud.mean.push_back(static_cast<float>((i >> d) & 1) * 10.0F
                                 + static_cast<float>(random.normal()) * 0.1F);
        }
    }
    const Tour tour(cloud);
    double reached = 0;
    for (std::uint64_t from = 0; from <= 56; ++from) {
        std::set<int> clumps;
        for (std::uint64_t i = from; i < from + 8; ++i) {
            clumps.insert(tour.sound(i, 0.61) % 8);
        }
        QVERIFY2(clumps.size() >= 5, qPrintable(QString::number(clumps.size())));
        reached += static_cast<double>(clumps.size()) / 57.0;
    }
    QVERIFY2(reached > 6.5, qPrintable(QString::number(reached)));
}

void TestVaeSound::creativitySpreadsDraws()
{
    const auto cloud = smallCloud();
    const auto meanNearest = [&](double creativity) {
        Random random(2);
        double sum = 0;
        for (int i = 0; i < 200; ++i) {
            const auto draw = drawLatent(cloud, creativity, 1.0, random);
            double nearest = 1e9;
            for (std::size_t s = 0; s < 24; ++s) {
                double d = 0;
                for (std::size_t k = 0; k < 4; ++k) {
                    d += std::pow(static_cast<double>(draw.z[k]) - cloud.mean[s * 4 + k], 2);
                }
                nearest = std::min(nearest, std::sqrt(d));
            }
            sum += nearest / 200.0;
        }
        return sum;
    };
    QVERIFY(meanNearest(0.0) < meanNearest(0.5));
    QVERIFY(meanNearest(0.0) < meanNearest(1.0));
    Random random(1);
    double mean = 0;
    for (int i = 0; i < 2000; ++i) {
        mean += drawBeta(0.4, random) / 2000.0;
    }
    QVERIFY(std::abs(mean - 0.5) < 0.03);
}

void TestVaeSound::validationKeepsGroupsWhole()
{
    bool isByGroup = true;
    std::vector<std::string> groups(40, "a");
    const auto none = chooseValidation(groups, 0.2, 1, isByGroup);
    QCOMPARE(std::count(none.begin(), none.end(), true), 0);
    groups.clear();
    for (int i = 0; i < 100; ++i) {
        groups.push_back("pack" + std::to_string(i / 5));
    }
    const auto whole = chooseValidation(groups, 0.12, 1, isByGroup);
    QVERIFY(isByGroup);
    std::set<std::string> held;
    std::set<std::string> kept;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        (whole[i] ? held : kept).insert(groups[i]);
    }
    for (const auto& name : held) {
        QVERIFY(!kept.contains(name));
    }
    QVERIFY(held.size() >= 2 && held.size() <= 4);
    groups.assign(100, "one");
    const auto single = chooseValidation(groups, 0.12, 1, isByGroup);
    QVERIFY(!isByGroup);
    QCOMPARE(std::count(single.begin(), single.end(), true), 12);
}

QTEST_GUILESS_MAIN(TestVaeSound)
#include "tst_vae_sound.moc"
