#include "core/audio/Loudness.h"
#include "core/audio/LoudnessSteps.h"
#include "core/dsp/Fft.h"
#include "core/mix/Biquad.h"
#include "core/mix/DraftStretch.h"
#include "core/mix/SoundFiles.h"
#include "tests/unit/mix/MixPlans.h"

#include <QTest>

#include <algorithm>
#include <complex>

using namespace nde;
using namespace nde::tests;
using audio::AudioBuffer;

namespace {

/// Energy above a frequency of a stretch of samples, dBFS (a full sine is −3).
double highDb(std::span<const float> samples, double hz)
{
    constexpr int kSize = 1024;
    dsp::RealFft fft(kSize);
    const auto window = dsp::hannWindow(kSize);
    std::vector<float> time(kSize);
    std::vector<std::complex<float>> bins(kSize / 2 + 1);
    for (std::size_t i = 0; i < kSize; ++i) {
        time[i] = samples[i] * window[i];
    }
    fft.forward(time, bins);
    double power = 0.0;
    for (std::size_t k = static_cast<std::size_t>(hz * kSize / kRate); k < bins.size(); ++k) {
        power += static_cast<double>(std::norm(bins[k]));
    }
    // Parseval for one side of the spectrum and the mean square of the window.
    return 10.0 * std::log10(2.0 * power / (double {kSize} * kSize * 0.375) + 1e-20);
}

/// composition.md C.10: largest second difference within 1 ms of a place, over the 99.9th
/// percentile of the 100 ms about it.
double clickAt(std::span<const float> samples, std::size_t place)
{
    const auto bend = [&](std::size_t i) {
        return std::abs(static_cast<double>(samples[i + 1] - 2 * samples[i] + samples[i - 1]));
    };
    std::vector<double> around;
    double near = 0.0;
    for (std::size_t i = std::max<std::size_t>(1, place - std::min<std::size_t>(place, 2400));
         i < std::min(place + 2400, samples.size() - 1); ++i) {
        around.push_back(bend(i));
        if (i + 48 >= place && i <= place + 48) {
            near = std::max(near, bend(i));
        }
    }
    std::sort(around.begin(), around.end());
    return near / std::max(1e-9, around[around.size() * 999 / 1000]);
}

double energy(std::span<const float> samples)
{
    double sum = 0.0;
    for (const float sample : samples) {
        sum += static_cast<double>(sample) * static_cast<double>(sample);
    }
    return sum;
}

/// Of the two channels, by filters of 24 dB an octave.
double correlationBelow150(const AudioBuffer& sound)
{
    constexpr double kHz = 150.0;
    mix::LowPass first[2] = {{kHz, kRate}, {kHz, kRate}};
    mix::LowPass second[2] = {{kHz, kRate}, {kHz, kRate}};
    double cross = 0.0;
    double power[2] {};
    for (std::size_t i = 0; i < sound.frames(); ++i) {
        double low[2];
        for (int c = 0; c < 2; ++c) {
            low[c] = static_cast<double>(second[c].process(first[c].process(sound.channel(c)[i])));
            power[c] += low[c] * low[c];
        }
        cross += low[0] * low[1];
    }
    return cross / std::sqrt(power[0] * power[1]);
}

double rmsDb(std::span<const float> samples)
{
    double sum = 0.0;
    for (const float sample : samples) {
        sum += static_cast<double>(sample) * static_cast<double>(sample);
    }
    return 10.0 * std::log10(sum / static_cast<double>(samples.size()) + 1e-20);
}

/// Strongest frequency of a second of sound, Hz.
double pitchOf(std::span<const float> samples)
{
    constexpr int kSize = 32768;
    dsp::RealFft fft(kSize);
    const auto window = dsp::hannWindow(kSize);
    std::vector<float> time(kSize);
    std::vector<std::complex<float>> bins(kSize / 2 + 1);
    for (std::size_t i = 0; i < kSize; ++i) {
        time[i] = samples[i] * window[i];
    }
    fft.forward(time, bins);
    std::size_t best = 1;
    for (std::size_t k = 1; k < bins.size(); ++k) {
        best = std::norm(bins[k]) > std::norm(bins[best]) ? k : best;
    }
    return static_cast<double>(best) * kRate / kSize;
}

} // namespace

class TestMixQuality : public QObject
{
    Q_OBJECT
private:
    MixPlans m_plans;

    [[nodiscard]] AudioBuffer rendered(const music::Plan& plan, bool hasMaster,
                                       mix::RenderReport* report = nullptr) const
    {
        auto options = m_plans.options();
        options.hasMaster = hasMaster;
        options.write.sampleFormat = audio::SampleFormat::Float32;
        TaskContext task;
        const auto done = mix::render(plan, m_plans.file(QStringLiteral("q.wav")), options, task);
        if (!done) {
            qFatal("%s", done.error().message.c_str());
        }
        if (report != nullptr) {
            *report = *done;
        }
        auto audio = audio::readAudio(m_plans.file(QStringLiteral("q.wav")));
        if (!audio) {
            qFatal("%s", audio.error().message.c_str());
        }
        return *std::move(audio);
    }
    /// A loop of one bar, 130 bpm, whose tone does not close upon itself, at 137 bpm; clips that
    /// meet, that leave gaps, and that come from another sound.
    [[nodiscard]] music::Plan cutPlan(double hz, Category category, const char* role) const
    {
        music::Plan plan;
        plan.bpm = 137.0;
        plan.bars = 16;
        plan.lufs = -16.0;
        plan.sections = {{1, "drop", 0, 16, 1.0}};
        plan.nextId = 2;
        auto lane = MixPlans::lane(plan, role, category,
                                   m_plans.write(QStringLiteral("cut.wav"),
                                                 tone(4 * 60.0 / 130.0, hz, 1e9, kRate, 2, 0.3)),
                                   21);
        lane.sounds[0].hash.clear(); // no cache: another tone has the same name
        MixPlans::makeLoop(lane, 1);
        music::Sound other = lane.sounds[0];
        other.path = m_plans.write(QStringLiteral("cut2.wav"),
                                   tone(4 * 60.0 / 130.0, hz * 0.83, 1e9, kRate, 2, 0.3));
        other.stem = 22;
        lane.sounds.push_back(other);
        MixPlans::addLoop(plan, lane, 0, 3);
        MixPlans::addLoop(plan, lane, 3, 2); // goes on, out of phase
        MixPlans::addLoop(plan, lane, 5, 2).sound = 1;
        MixPlans::addLoop(plan, lane, 8, 4);
        MixPlans::addLoop(plan, lane, 12, 1);
        plan.lanes = {lane};
        return plan;
    }
    [[nodiscard]] static std::vector<std::size_t> bars(const music::Plan& plan)
    {
        std::vector<std::size_t> frames;
        for (int bar = 1; bar < plan.bars; ++bar) {
            frames.push_back(
                static_cast<std::size_t>(std::llround(bar * 240.0 / plan.bpm * kRate)));
        }
        return frames;
    }

private Q_SLOTS:
    void cutsDoNotClick_data()
    {
        QTest::addColumn<double>("hz");
        QTest::addRow("bass") << 61.7;
        QTest::addRow("middle") << 223.0;
        QTest::addRow("high") << 491.3;
    }
    void cutsDoNotClick()
    {
        QFETCH(double, hz);
        const music::Plan plan = cutPlan(hz, Category::Synth, "synth");
        const AudioBuffer out = rendered(plan, false);
        QVERIFY(peakOf(out, 0, out.frames()) > 0.05);
        for (const std::size_t at : bars(plan)) {
            const double high = highDb(out.channel(0).subspan(at - 512, 1024), 8000.0);
            QVERIFY2(high <= -70.0, qPrintable(QString::number(high)));
            if (rmsDb(out.channel(0).subspan(at - 2400, 4800)) > -60.0) {
                const double click = clickAt(out.channel(0), at);
                QVERIFY2(click <= 4.0, qPrintable(QString::number(click)));
            }
        }
    }

    void aLoopThatGoesOnHasNoSeams()
    {
        // One clip over eight bars, and the same in three clips that follow each other.
        music::Plan whole = cutPlan(130.0 / 60.0 * 100.0, Category::Synth, "synth");
        whole.lanes[0].clips.clear();
        MixPlans::addLoop(whole, whole.lanes[0], 0, 8);
        music::Plan parts = whole;
        parts.lanes[0].clips.clear();
        MixPlans::addLoop(parts, parts.lanes[0], 0, 2);
        MixPlans::addLoop(parts, parts.lanes[0], 2, 4);
        MixPlans::addLoop(parts, parts.lanes[0], 6, 2);
        const AudioBuffer one = rendered(whole, false);
        const AudioBuffer many = rendered(parts, false);
        QCOMPARE(one.frames(), many.frames());
        double off = 0.0;
        for (std::size_t i = 0; i < one.frames(); ++i) {
            off = std::max(off,
                           std::abs(static_cast<double>(one.channel(0)[i] - many.channel(0)[i])));
        }
        QVERIFY2(off < 1e-6, qPrintable(QString::number(off)));
        // A sine that closes upon itself is a sine without end: the seam is not to be heard.
        for (const std::size_t at : bars(whole)) {
            if (at < 7 * 84088) {
                const double high = highDb(one.channel(0).subspan(at - 512, 1024), 2000.0);
                QVERIFY2(high <= -70.0, qPrintable(QString::number(high)));
            }
        }
    }

    void lockedClipsAreBitIdentical()
    {
        // Whatever happens in the lane about it, a clip alone gives the same samples.
        const music::Plan plan = m_plans.smallPlan();
        music::Plan other = plan;
        other.lanes[1].clips.clear(); // the bass is rolled again
        MixPlans::addHits(other, other.lanes[1], 0, 4, {0.0, 3.5});
        other.lanes[0].clips[0].events.resize(3);
        const auto only = [](music::Plan from) {
            music::Plan kept = from;
            kept.lanes = {from.lanes[3]};
            return kept;
        };
        QVERIFY(rendered(only(plan), false) == rendered(only(other), false));
    }

    void masterMeetsItsFigures()
    {
        music::Plan plan = m_plans.smallPlan();
        plan.bars = 16;
        for (music::Lane& lane : plan.lanes) {
            const music::Clip first = lane.clips[0];
            for (int bar = 4; bar < 16; bar += 4) {
                music::Clip next = first;
                next.id = plan.nextId++;
                next.startBar += bar;
                lane.clips.push_back(next);
            }
        }
        plan.lufs = -12.0;
        mix::RenderReport report;
        const AudioBuffer out = rendered(plan, true, &report);
        const auto loudness = audio::measureLoudness(out);
        QVERIFY(loudness.has_value());
        QVERIFY2(std::abs(loudness->integratedLufs - report.targetLufs) <= 0.3,
                 qPrintable(QString::number(loudness->integratedLufs)));
        QVERIFY(loudness->truePeakDb <= -0.9);
        double sums[2] = {0.0, 0.0};
        int flat = 0;
        int longest = 0;
        for (int c = 0; c < 2; ++c) {
            for (std::size_t i = 1; i < out.frames(); ++i) {
                sums[c] += static_cast<double>(out.channel(c)[i]);
                const bool isFlat = std::abs(out.channel(c)[i]) > 0.5F
                    && out.channel(c)[i] == out.channel(c)[i - 1];
                flat = isFlat ? flat + 1 : 0;
                longest = std::max(longest, flat);
            }
        }
        QVERIFY(std::abs(sums[0] / static_cast<double>(out.frames())) < 1e-3);
        QVERIFY(std::abs(sums[1] / static_cast<double>(out.frames())) < 1e-3);
        QVERIFY(longest < 3);
        QCOMPARE(std::llround(report.bodySeconds * kRate),
                 std::llround(16 * 240.0 / 137.0 * kRate));
    }

    void lowEndIsMono()
    {
        // Two noises that have nothing in common, as wide as a pad can be.
        AudioBuffer sound(2, 20 * kRate, kRate);
        Random random(5);
        for (std::size_t i = 0; i < sound.frames(); ++i) {
            sound.channel(0)[i] = static_cast<float>(0.2 * (2.0 * random.uniform() - 1.0));
            sound.channel(1)[i] = static_cast<float>(0.2 * (2.0 * random.uniform() - 1.0));
        }
        mix::filterSound(sound, 130.0, 0.0, true);
        QVERIFY(correlationBelow150(sound) > 0.8);
        // Above, the side stays: at 1 kHz the two high-passes take 0.01 dB.
        AudioBuffer side = tone(2.0, 1000.0, 1e9, kRate, 2);
        for (float& sample : side.channel(1)) {
            sample = -sample;
        }
        const double before = energy(side.channel(0));
        mix::filterSound(side, 0.0, 0.0, true);
        QVERIFY(std::abs(10.0 * std::log10(energy(side.channel(0)) / before)) < 0.1);
        // 60 Hz in opposite phase: 2 * 10 log10(1 + (200 / 60)^4) = 41.9 dB less.
        AudioBuffer low = tone(2.0, 60.0, 1e9, kRate, 2);
        for (float& sample : low.channel(1)) {
            sample = -sample;
        }
        const double full = energy(low.channel(0));
        mix::filterSound(low, 0.0, 0.0, true);
        const double fall = 10.0 * std::log10(full / energy(low.channel(0)));
        QVERIFY(std::abs(fall - 41.9) < 1.0);
    }

    void transposedHitsAreClean()
    {
        // 5 kHz three semitones up is 5946 Hz and nothing else.
        const AudioBuffer source = tone(2.0, 5000.0, 1e9, kRate, 2);
        const auto up = mix::transposed(source, 3.0);
        QVERIFY(up.has_value());
        const double ratio = std::exp2(3.0 / 12.0);
        QVERIFY(std::abs(static_cast<double>(up->frames()) - 2.0 * kRate / ratio) <= 2.0);
        const auto middle = up->channel(0).subspan(20000, 32768);
        QVERIFY(std::abs(pitchOf(middle) - 5000.0 * ratio) < 2.0);
        // What remains when that sine is taken out.
        double a = 0.0;
        double b = 0.0;
        const double w = 2.0 * std::numbers::pi * 5000.0 * ratio / kRate;
        for (std::size_t i = 0; i < middle.size(); ++i) {
            a += static_cast<double>(middle[i]) * std::cos(w * static_cast<double>(i));
            b += static_cast<double>(middle[i]) * std::sin(w * static_cast<double>(i));
        }
        a *= 2.0 / static_cast<double>(middle.size());
        b *= 2.0 / static_cast<double>(middle.size());
        std::vector<float> rest(middle.size());
        for (std::size_t i = 0; i < rest.size(); ++i) {
            const double at = w * static_cast<double>(i);
            rest[i] = middle[i] - static_cast<float>(a * std::cos(at) + b * std::sin(at));
        }
        QVERIFY2(rmsDb(rest) < -85.0, qPrintable(QString::number(rmsDb(rest))));
    }

    void draftsKeepTimeAndPitch()
    {
        AudioBuffer source = tone(4.0, 220.0, 1e9, kRate, 2, 0.3);
        for (int beat = 0; beat < 8; ++beat) { // clicks on the beats of 120 bpm
            for (std::size_t n = 0; n < 480; ++n) {
                const double t = static_cast<double>(n) / kRate;
                source.channel(0)[static_cast<std::size_t>(beat) * 24000 + n] += static_cast<float>(
                    0.6 * std::exp(-t / 0.002) * std::sin(2.0 * std::numbers::pi * 3000.0 * t));
            }
        }
        const AudioBuffer out = mix::draftStretch(source, 1.1);
        QCOMPARE(out.frames(), std::size_t {211200});
        QVERIFY(std::abs(pitchOf(out.channel(1).subspan(60000, 32768)) - 220.0) < 2.0);
        for (int beat = 1; beat < 8; ++beat) {
            const auto wanted = static_cast<std::size_t>(beat) * 26400;
            std::size_t loudest = wanted - 1200;
            for (std::size_t i = wanted - 1200; i < wanted + 1200; ++i) {
                loudest
                    = std::abs(out.channel(0)[i]) > std::abs(out.channel(0)[loudest]) ? i : loudest;
            }
            const auto off = std::abs(static_cast<double>(loudest) - static_cast<double>(wanted));
            QVERIFY2(off < 0.012 * kRate, qPrintable(QString::number(off / kRate)));
        }
    }

    void stepsMeasureAsTheMeter()
    {
        for (const int rate : {44100, 48000, 96000}) {
            AudioBuffer sound = noise(6.0, 2.0, 8, rate);
            const auto tones = tone(6.0, 97.0, 3.0, rate, 2);
            for (int c = 0; c < 2; ++c) {
                for (std::size_t i = 0; i < sound.frames(); ++i) {
                    sound.channel(c)[i] += tones.channel(c)[i];
                }
            }
            audio::LoudnessSteps steps(rate);
            steps.add(sound.channel(0), sound.channel(1));
            const auto energies = steps.finish();
            const auto wanted = audio::measureLoudness(sound);
            QVERIFY(wanted.has_value());
            QVERIFY(std::abs(audio::integratedLufs(energies) - wanted->integratedLufs) < 0.02);
            QVERIFY(std::abs(audio::highestLufs(energies, 30) - wanted->shortTermMaxLufs) < 0.02);
            QVERIFY(std::abs(audio::highestLufs(energies, 4) - wanted->momentaryMaxLufs) < 0.02);
        }
        QCOMPARE(audio::integratedLufs({}), -70.0);
    }
};

QTEST_GUILESS_MAIN(TestMixQuality)
#include "tst_mixquality.moc"
