#include "core/nn/vae/LongAnalysis.h"
#include "core/nn/vae/LongDreamer.h"
#include "core/nn/vae/LongPrepare.h"
#include "core/nn/vae/LongWalk.h"

#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <set>

using namespace nde;
using namespace nde::nn;
using namespace nde::nn::vae;

namespace {

constexpr double kTwoPi = 2.0 * std::numbers::pi;

std::vector<float> tones(std::size_t length, const std::vector<double>& frequencies)
{
    std::vector<float> out(length);
    for (std::size_t n = 0; n < length; ++n) {
        for (const double hz : frequencies) {
            out[n] += static_cast<float>(
                0.2 * std::sin(kTwoPi * hz * static_cast<double>(n) / kSampleRate + hz));
        }
    }
    return out;
}

std::vector<float> whiteNoise(std::size_t length, std::uint64_t seed)
{
    Random random(seed);
    std::vector<float> out(length);
    for (float& sample : out) {
        sample = static_cast<float>(random.uniform(-0.4, 0.4));
    }
    return out;
}

/// One chunk of what goes on unchanged.
std::vector<float> steadyChunk(const std::vector<float>& sound)
{
    LongAnalyser analyser;
    const auto picture = analyser.analyse(sound, gridOf(sound.size(), 0.0, false));
    std::vector<float> v(kVectorSize);
    writeChunk(picture, 1, 0, v);
    return v;
}

LongSound rendered(const LongGrid& grid, const ChunkFn& chunks, bool hasSide = false,
                   std::uint64_t seed = 7)
{
    LongImage image(grid, chunks);
    LongRenderer renderer;
    TaskContext task;
    auto sound = renderer.render(image, static_cast<std::size_t>(std::lround(grid.length())), seed,
                                 hasSide, task);
    return sound ? std::move(*sound) : LongSound {};
}

/// Levels in dB of windows of 46 ms, from `from` to `to` seconds.
std::vector<double> levels(std::span<const float> sound, double from, double to)
{
    constexpr std::size_t kWindow = 2048;
    std::vector<double> out;
    for (auto n = static_cast<std::size_t>(from * kSampleRate);
         n + kWindow < static_cast<std::size_t>(to * kSampleRate); n += kWindow / 4) {
        double sum = 1e-12;
        for (std::size_t i = 0; i < kWindow; ++i) {
            sum += static_cast<double>(sound[n + i]) * sound[n + i];
        }
        out.push_back(10.0 * std::log10(sum / kWindow));
    }
    return out;
}

/// Depth in dB of what comes and goes once a step: twice the amplitude of that component.
double rippleDb(const std::vector<double>& levels, double stepS)
{
    const double turn = kTwoPi * 512.0 / kSampleRate / stepS;
    const double count
        = std::floor(static_cast<double>(levels.size()) * turn / kTwoPi) * kTwoPi / turn;
    double re = 0;
    double im = 0;
    double mean = 0;
    const auto whole = static_cast<std::size_t>(count);
    for (std::size_t i = 0; i < whole; ++i) {
        mean += levels[i] / static_cast<double>(whole);
    }
    for (std::size_t i = 0; i < whole; ++i) {
        re += (levels[i] - mean) * std::cos(turn * static_cast<double>(i));
        im += (levels[i] - mean) * std::sin(turn * static_cast<double>(i));
    }
    return 4.0 * std::hypot(re, im) / static_cast<double>(whole);
}

/// A cloud of one dimension: the points' own numbers.
LatentCloud lineOf(int points)
{
    LatentCloud out;
    out.sounds = points;
    out.dimensions = 1;
    for (int i = 0; i < points; ++i) {
        out.mean.push_back(static_cast<float>(i % 8));
        out.logVariance.push_back(0.0F);
    }
    return out;
}

audio::AudioBuffer bufferOf(const std::vector<float>& samples)
{
    audio::AudioBuffer out(1, samples.size(), kSampleRate);
    std::copy(samples.begin(), samples.end(), out.channel(0).begin());
    return out;
}

} // namespace

class TestVaeLong : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void grids();
    void tempiFold_data();
    void tempiFold();
    void materialKeepsLoops();
    void chunksAreOfTheWholeSound();
    void identicalChunksDoNotPulse_data();
    void identicalChunksDoNotPulse();
    void differentChunksKeepTheirPower();
    void pitchAndLevelHoldOverBlocks();
    void loopsClose_data();
    void loopsClose();
    void sideIsNoiseOnly();
    void sameSeedSameSamples();
    void cancelledMidway();
    void walksGoOnAndOver();
    void noiseIsSlow();
    void shapesFollowWishes();
    void impossibleShapes();
    void loopsAreDeliveredWhole();
};

void TestVaeLong::grids()
{
    // Four beats at 120: 88200 samples, a beat of 86 frames.
    const auto loop = gridOf(88200, 120.0, true);
    QVERIFY(loop.isCircular);
    QCOMPARE(loop.steps(), 4);
    QCOMPARE(loop.hop, 88200.0 / 344.0);
    QCOMPARE(loop.rate, 120.0);
    // The same a quarter of a beat too long is none.
    const auto cut = gridOf(88200 + 5512, 120.0, true);
    QVERIFY(!cut.isCircular);
    QCOMPARE(cut.frames, 5 * kStepFrames);
    QCOMPARE(cut.steps(), 4);
    // Ten half seconds of 22016 samples and a little.
    const auto plain = gridOf(10 * 22016 + 1000, 0.0, false);
    QCOMPARE(plain.hop, 256.0);
    QCOMPARE(plain.steps(), 9);
    QCOMPARE(gridOf(1, 0.0, false).frames, kFrames);
    QCOMPARE(gridOfSteps(3, false, 0.0).length(), 4.0 * 22016.0);
    QCOMPARE(gridOfSteps(8, true, 100.0).length(), 8.0 * 0.6 * 44100.0);
}

void TestVaeLong::tempiFold_data()
{
    QTest::addColumn<double>("bpm");
    QTest::addColumn<double>("rate");
    QTest::addRow("none") << 0.0 << 0.0;
    QTest::addRow("as it is") << 128.0 << 128.0;
    QTest::addRow("slow") << 60.0 << 120.0;
    QTest::addRow("fast") << 190.0 << 95.0;
    QTest::addRow("at the edge") << 180.0 << 180.0;
}

void TestVaeLong::tempiFold()
{
    QFETCH(double, bpm);
    QFETCH(double, rate);
    QCOMPARE(stepRate(bpm), rate);
}

void TestVaeLong::materialKeepsLoops()
{
    auto sound = tones(88200, {440.0});
    std::fill_n(sound.begin(), 4410, 0.0F);
    const auto loop = longMaterial(bufferOf(sound), {120.0, true, 0.0});
    QVERIFY(loop.problem.empty());
    QCOMPARE(loop.samples.size(), std::size_t {88200}); // a rest at its start is part of a loop
    const auto free = longMaterial(bufferOf(sound), {});
    QVERIFY(free.samples.size() <= 88200 - 4410 + 44 && free.samples.size() > 88200 - 4500);
    const auto peak = std::max_element(loop.samples.begin(), loop.samples.end());
    QVERIFY(std::abs(*peak - 0.9F) < 0.01F);
    QCOMPARE(longMaterial(bufferOf(std::vector<float>(88200, 0.0F)), {}).problem,
             std::string("silent"));
    QCOMPARE(longMaterial(bufferOf(tones(20000, {440.0})), {}).problem, std::string("too short"));
}

/// The middle chunk of a tone looks the same at every frame: nothing of its edges is seen.
void TestVaeLong::chunksAreOfTheWholeSound()
{
    const auto v = steadyChunk(tones(5 * 22016, {1000.0}));
    const std::size_t band = 46; // 1000 Hz lies at bin 46.4
    for (std::size_t f = 0; f < kFrames; ++f) {
        const float level = v[band * kFrames + f] * 80.0F - 80.0F;
        QVERIFY2(std::abs(level - (v[band * kFrames] * 80.0F - 80.0F)) < 0.05F,
                 qPrintable(QString::number(f)));
    }
}

void TestVaeLong::identicalChunksDoNotPulse_data()
{
    QTest::addColumn<bool>("isNoise");
    QTest::addColumn<double>("limit");
    QTest::addRow("tones") << false << 0.25;
    // Noise has a ripple of its own: 0.14 dB here for 1/sqrt of 280 windows.
    QTest::addRow("noise") << true << 0.3;
}

void TestVaeLong::identicalChunksDoNotPulse()
{
    QFETCH(bool, isNoise);
    QFETCH(double, limit);
    const auto v = steadyChunk(isNoise ? whiteNoise(5 * 22016, 3)
                                       : tones(5 * 22016, {220.0, 887.0, 3000.0}));
    // Noise's own picture pulses; a flat one of the same mean does not.
    auto flat = v;
    for (std::size_t b = 0; b < kBands; ++b) {
        float mean = 0;
        for (std::size_t f = 0; f < kFrames; ++f) {
            mean += v[b * kFrames + f] / kFrames;
        }
        std::fill_n(flat.begin() + static_cast<std::ptrdiff_t>(b * kFrames), kFrames, mean);
    }
    const auto sound = rendered(gridOfSteps(19, false, 0.0), [&](int) { return flat; });
    const auto course = levels(sound.middle, 0.5, 9.5);
    const double ripple = rippleDb(course, 22016.0 / kSampleRate);
    QVERIFY2(ripple < limit, qPrintable(QString::number(ripple)));
    const auto [least, most] = std::minmax_element(course.begin(), course.end());
    if (!isNoise) {
        QVERIFY2(*most - *least < 2.0, qPrintable(QString::number(*most - *least)));
    }
}

/// Between two different tones the level hardly sinks: all through a step there is the mean power
/// of both within 2 dB, where a mix of decibels alone leaves 30 dB less in its middle.
void TestVaeLong::differentChunksKeepTheirPower()
{
    const auto a = steadyChunk(tones(5 * 22016, {300.0}));
    const auto b = steadyChunk(tones(5 * 22016, {430.0}));
    LongImage image(gridOfSteps(6, false, 0.0), [&](int step) { return step % 2 == 0 ? a : b; });
    const double before = image.power(0);
    for (int frame = kStepFrames; frame < 5 * kStepFrames; ++frame) {
        const double gap = 10.0 * std::log10(image.power(frame) / before);
        QVERIFY2(std::abs(gap) < 2.0, qPrintable(QStringLiteral("%1: %2").arg(frame).arg(gap)));
    }
}

void TestVaeLong::pitchAndLevelHoldOverBlocks()
{
    constexpr double kHz = 440.0;
    const auto v = steadyChunk(tones(5 * 22016, {kHz}));
    const auto sound = rendered(gridOfSteps(23, false, 0.0), [&](int) { return v; });
    // Phase against a sine of that frequency, every 10 ms: a straight line with no step in it.
    std::vector<double> phases;
    for (std::size_t start = 22050; start + 4410 < sound.middle.size() - 22050; start += 441) {
        std::complex<double> sum;
        for (std::size_t n = start; n < start + 4410; ++n) {
            sum += static_cast<double>(sound.middle[n])
                * std::polar(1.0, -kTwoPi * kHz * static_cast<double>(n) / kSampleRate);
        }
        QVERIFY(std::abs(sum) > 100.0);
        phases.push_back(std::arg(sum));
    }
    double drift = 0;
    for (std::size_t i = 1; i < phases.size(); ++i) {
        const double step = std::remainder(phases[i] - phases[i - 1], kTwoPi);
        QVERIFY2(std::abs(step) < 0.2, qPrintable(QString::number(i)));
        drift += step;
    }
    const double hz = drift / kTwoPi / (static_cast<double>(phases.size() - 1) * 0.01);
    const double cents = 1200.0 * std::log2((kHz + hz) / kHz);
    QVERIFY2(std::abs(cents) < 5.0, qPrintable(QString::number(cents)));
}

void TestVaeLong::loopsClose_data()
{
    QTest::addColumn<double>("rate");
    QTest::addColumn<bool>("isNoise");
    QTest::addRow("tones at 120") << 120.0 << false;
    QTest::addRow("tones at 133.7") << 133.7 << false;
    QTest::addRow("noise at 90") << 90.0 << true;
}

/// Twice round there is no step at the seam that is larger than those within, and no hole.
void TestVaeLong::loopsClose()
{
    QFETCH(double, rate);
    QFETCH(bool, isNoise);
    const auto v = steadyChunk(isNoise ? whiteNoise(5 * 22016, 3)
                                       : tones(5 * 22016, {200.0, 520.0, 1234.0}));
    const auto grid = gridOfSteps(8, true, rate);
    const auto once = rendered(grid, [&](int) { return v; }).middle;
    QCOMPARE(once.size(), static_cast<std::size_t>(std::lround(8.0 * 60.0 / rate * kSampleRate)));
    float largest = 0;
    for (std::size_t n = 1; n < once.size(); ++n) {
        largest = std::max(largest, std::abs(once[n] - once[n - 1]));
    }
    QVERIFY(std::abs(once.front() - once.back()) <= largest);
    std::vector<float> twice = once;
    twice.insert(twice.end(), once.begin(), once.end());
    const auto course = levels(twice, 0.0, static_cast<double>(twice.size()) / kSampleRate);
    auto sorted = course;
    std::sort(sorted.begin(), sorted.end());
    const double median = sorted[sorted.size() / 2];
    QVERIFY2(sorted.front() > median - 4.0, qPrintable(QString::number(sorted.front() - median)));
    QVERIFY2(sorted.back() < median + 4.0, qPrintable(QString::number(sorted.back() - median)));
}

void TestVaeLong::sideIsNoiseOnly()
{
    const auto tone = steadyChunk(tones(5 * 22016, {500.0}));
    const auto quiet = rendered(
        gridOfSteps(3, false, 0.0), [&](int) { return tone; }, true);
    const auto hiss = steadyChunk(whiteNoise(5 * 22016, 4));
    const auto wide = rendered(
        gridOfSteps(3, false, 0.0), [&](int) { return hiss; }, true);
    const auto level
        = [](const std::vector<float>& samples) { return levels(samples, 0.5, 1.5)[9]; };
    QVERIFY(level(quiet.side) < level(quiet.middle) - 25.0);
    const double gap = level(wide.side) - level(wide.middle);
    QVERIFY2(gap > -9.0 && gap < -4.0, qPrintable(QString::number(gap))); // 6 dB below, by chance
}

void TestVaeLong::sameSeedSameSamples()
{
    const auto v = steadyChunk(whiteNoise(5 * 22016, 5));
    const auto grid = gridOfSteps(9, false, 0.0);
    const auto chunks = [&](int) { return v; };
    const auto first = rendered(grid, chunks, false, 11).middle;
    QVERIFY(first == rendered(grid, chunks, true, 11).middle);
    QVERIFY(first != rendered(grid, chunks, false, 12).middle);
}

void TestVaeLong::cancelledMidway()
{
    const auto v = steadyChunk(tones(5 * 22016, {500.0}));
    LongImage image(gridOfSteps(39, false, 0.0), [&](int) { return v; });
    LongRenderer renderer;
    double done = 0;
    TaskContext task([&](double fraction, std::string_view) { done = fraction; },
                     [&] { return done > 0.4; });
    const auto sound = renderer.render(image, 40 * 22016, 1, false, task);
    QVERIFY(!sound);
    QCOMPARE(sound.error().code, ErrorCode::Cancelled);
    QVERIFY2(done > 0.4 && done < 0.7, qPrintable(QString::number(done)));
    // And the renderer is none the worse for it.
    QCOMPARE(rendered(gridOfSteps(2, false, 0.0), [&](int) { return v; }).middle.size(),
             std::size_t {3 * 22016});
}

void TestVaeLong::walksGoOnAndOver()
{
    const auto cloud = lineOf(32);
    std::vector<LongSequence> sequences;
    for (int s = 0; s < 4; ++s) {
        sequences.push_back({100 + s, "h", 8 * s, 8, 120.0, 256.0, true});
    }
    Random still(1);
    const auto same = walkThrough(cloud, sequences, 20, 0.0, 2, still);
    for (int t = 0; t < 20; ++t) {
        QCOMPARE(same[static_cast<std::size_t>(t)], 16 + t % 8); // round and round
    }
    Random one(5);
    Random two(5);
    const auto wild = walkThrough(cloud, sequences, 64, 1.0, -1, one);
    QVERIFY(wild == walkThrough(cloud, sequences, 64, 1.0, -1, two));
    std::set<int> visited;
    for (std::size_t t = 0; t < wild.size(); ++t) {
        QCOMPARE(wild[t] % kBarSteps, static_cast<int>(t) % kBarSteps); // always in the bar
        visited.insert(sequenceOf(sequences, wild[t]));
    }
    QVERIFY(visited.size() >= 3);
    // The end of a sound is left before it is reached twice.
    for (LongSequence& sequence : sequences) {
        sequence.isCircular = false;
        sequence.rate = 0.0;
    }
    Random three(6);
    const auto ending = walkThrough(cloud, sequences, 30, 0.0, 0, three);
    for (std::size_t t = 1; t < ending.size(); ++t) {
        QVERIFY(ending[t] != ending[t - 1]);
    }
}

void TestVaeLong::noiseIsSlow()
{
    constexpr int kSteps = 40;
    constexpr int kWidth = 2000;
    Random random(8);
    const auto noise = slowNoise(kSteps, kWidth, 0.8, random);
    for (const int t : {0, 17, kSteps - 1}) {
        double energy = 0;
        double cross = 0;
        for (int d = 0; d < kWidth; ++d) {
            const double here = noise[static_cast<std::size_t>(t * kWidth + d)];
            const double next = noise[static_cast<std::size_t>((t + 1) % kSteps * kWidth + d)];
            energy += here * here / kWidth;
            cross += here * next / kWidth;
        }
        QVERIFY2(std::abs(energy - 1.0) < 0.12, qPrintable(QString::number(energy)));
        QVERIFY2(std::abs(cross - 0.8) < 0.12, qPrintable(QString::number(cross)));
    }
}

void TestVaeLong::shapesFollowWishes()
{
    const std::vector<LongSequence> loops {{1, "a", 0, 8, 120.0, 256.0, true},
                                           {2, "b", 8, 16, 130.0, 256.0, true},
                                           {3, "c", 24, 8, 140.0, 256.0, true}};
    const auto typical = typicalShape(loops);
    QCOMPARE(typical.steps(), 8);
    QCOMPARE(typical.grid.rate, 130.0);
    QVERIFY(typical.grid.isCircular);
    GenerateParams params;
    params.bars = 4.0;
    params.bpm = 120.0;
    const auto four = wishedShape(typical, params, false);
    QVERIFY(four.has_value());
    QCOMPARE(four->steps(), 16);
    QCOMPARE(four->length, std::size_t {8 * 44100}); // sixteen beats of half a second
    params.bars = 0.0;
    params.lengthS = 3.9; // a loop is whole beats: eight
    QCOMPARE(wishedShape(typical, params, false)->length, std::size_t {4 * 44100});
    params.bpm = 60.0; // played in half beats
    params.lengthS = 8.0;
    QCOMPARE(wishedShape(typical, params, false)->steps(), 16);

    const std::vector<LongSequence> pads {{1, "a", 0, 7, 0.0, 256.0, false},
                                          {2, "b", 7, 9, 0.0, 256.0, false}};
    GenerateParams long10;
    long10.lengthS = 10.0;
    const auto pad = wishedShape(typicalShape(pads), long10, false);
    QCOMPARE(pad->length, std::size_t {441000});
    QCOMPARE(pad->steps(), 19);
    // Of one sound the steps stay and are played slower.
    const auto stretched = wishedShape({gridOfSteps(11, false, 0.0), 12 * 22016}, long10, true);
    QCOMPARE(stretched->steps(), 11);
    QCOMPARE(stretched->length, std::size_t {441000});
}

void TestVaeLong::impossibleShapes()
{
    const LongShape pad {gridOfSteps(11, false, 0.0), 12 * 22016};
    GenerateParams params;
    params.bars = 2.0;
    QCOMPARE(wishedShape(pad, params, false).error().code, ErrorCode::BadInput); // no tempo
    params.bpm = 100.0;
    QCOMPARE(wishedShape(pad, params, false)->length, std::size_t {211680}); // 4.8 s
    params.bars = 0.0;
    params.lengthS = 20.0; // 12 · 0.499 s is six seconds
    QCOMPARE(wishedShape(pad, params, true).error().code, ErrorCode::BadInput);
    QVERIFY(wishedShape(pad, params, false).has_value());
}

void TestVaeLong::loopsAreDeliveredWhole()
{
    // 100 periods of a sine in exactly 44100 samples go on from the end into the start.
    LongSound sound {tones(44100, {100.0}), {}};
    QVERIFY(finishLong(sound, true));
    const auto at48 = deliverLong(sound, true, 48000);
    QVERIFY(at48.has_value());
    QCOMPARE(at48->frames(), std::size_t {48000});
    const auto samples = at48->channel(0);
    const float largest = 2.0F * std::numbers::pi_v<float> * 100.0F / 48000.0F; // of a sine
    QVERIFY(std::abs(samples.front() - samples.back()) < 1.05F * largest);
    QVERIFY(std::abs(samples.back()) > 1e-6F); // no fade
    LongSound free {tones(44100, {100.0}), {}};
    QVERIFY(finishLong(free, false));
    QCOMPARE(free.middle.front(), 0.0F);
    QVERIFY(std::abs(free.middle.back()) < 1e-6F);
    LongSound silence {std::vector<float>(44100, 0.0F), {}};
    QVERIFY(!finishLong(silence, false));
}

QTEST_GUILESS_MAIN(TestVaeLong)
#include "tst_vae_long.moc"
