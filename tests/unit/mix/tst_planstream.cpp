#include "core/mix/PlanStream.h"
#include "core/mix/PlaybackMixer.h"
#include "tests/unit/mix/MixPlans.h"

#include <QElapsedTimer>
#include <QTest>

using namespace nde;
using namespace nde::tests;
using audio::AudioBuffer;

namespace {

using PlanPtr = std::shared_ptr<const music::Plan>;

PlanPtr shared(music::Plan plan)
{
    return std::make_shared<const music::Plan>(std::move(plan));
}

void prepareAll(mix::PlanStream& stream)
{
    TaskContext task;
    const auto missing = stream.prepare(0.0, task);
    if (!missing || !missing->empty()) {
        qFatal("the sounds of the test are not there");
    }
}

/// Left channel of `frames` frames, read in uneven portions.
std::vector<float> premaster(mix::PlanStream& stream, std::size_t frames)
{
    std::vector<float> stereo(2 * frames);
    std::size_t done = 0;
    for (std::size_t portion = 100; done < frames; portion = portion == 100 ? 257 : 100) {
        const std::size_t count = std::min(portion, frames - done);
        stream.readPremaster(stereo.data() + 2 * done, count);
        done += count;
    }
    std::vector<float> left(frames);
    for (std::size_t i = 0; i < frames; ++i) {
        left[i] = stereo[2 * i];
    }
    return left;
}

double largestDifference(const std::vector<float>& a, std::span<const float> b)
{
    double largest = 0.0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
        largest = std::max(largest, std::abs(static_cast<double>(a[i] - b[i])));
    }
    return largest;
}

double peakOf(std::span<const float> samples)
{
    double peak = 0.0;
    for (const float sample : samples) {
        peak = std::max(peak, std::abs(static_cast<double>(sample)));
    }
    return peak;
}

double sharpest(std::span<const float> samples)
{
    double largest = 0.0;
    for (std::size_t i = 2; i < samples.size(); ++i) {
        largest = std::max(
            largest,
            std::abs(static_cast<double>(samples[i] - 2 * samples[i - 1] + samples[i - 2])));
    }
    return largest;
}

const double kSame = std::pow(10.0, -90.0 / 20.0);

} // namespace

class TestPlanStream : public QObject
{
    Q_OBJECT
private:
    MixPlans m_plans;

    /// Two loops of steady tones, no ducking, no sends: bars at 120 bpm, 96000 frames each.
    [[nodiscard]] music::Plan tonePlan() const
    {
        music::Plan plan;
        plan.bpm = 120.0;
        plan.bars = 8;
        plan.sections = {{1, "drop", 0, 8, 1.0}};
        plan.nextId = 2;
        auto low = MixPlans::lane(
            plan, "bass", Category::Bass,
            m_plans.write(QStringLiteral("low.wav"), tone(4.0, 110.0, 1e9, kRate, 2)), 11);
        MixPlans::makeLoop(low, 2);
        MixPlans::addLoop(plan, low, 0, 8);
        auto high = MixPlans::lane(
            plan, "pad", Category::Pad,
            m_plans.write(QStringLiteral("high.wav"), tone(4.0, 330.0, 1e9, kRate, 2)), 12);
        MixPlans::makeLoop(high, 2);
        MixPlans::addLoop(plan, high, 0, 8);
        plan.lanes = {low, high};
        return plan;
    }
    [[nodiscard]] std::shared_ptr<mix::SoundPool> pool() const
    {
        return mix::makeSoundPool(kRate, {});
    }

private Q_SLOTS:
    void soundsAsTheRenderedPremaster()
    {
        music::Plan plan = m_plans.smallPlan();
        plan.lanes[3].clips[0].sweepFromHz = 300.0;
        plan.lanes[3].clips[0].sweepToHz = 12000.0;
        auto options = m_plans.options();
        options.stems = m_plans.file(QStringLiteral("stems"));
        options.stemWrite.overwrite = true;
        TaskContext task;
        const auto report
            = mix::render(plan, m_plans.file(QStringLiteral("track.wav")), options, task);
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        const auto rendered = audio::readAudio(report->stems.back().path);
        QVERIFY(rendered.has_value());
        QVERIFY(report->stems.back().role == "premaster");

        mix::PlanStream stream(pool());
        stream.setPlan(shared(plan));
        prepareAll(stream);
        const auto heard = premaster(stream, rendered->frames() - 200);
        QVERIFY(peakOf(heard) > 0.1);
        const double off = largestDifference(heard, rendered->channel(0));
        QVERIFY2(off <= kSame, qPrintable(QString::number(off)));
    }

    void anyPlaceSoundsTheSame()
    {
        music::Plan plan = m_plans.smallPlan();
        for (music::Lane& lane : plan.lanes) {
            lane.reverbSend = lane.delaySend = 0.0;
        }
        plan.lanes[3].clips[0].sweepFromHz = 200.0;
        plan.lanes[3].clips[0].sweepToHz = 12000.0;
        mix::PlanStream stream(pool());
        stream.setPlan(shared(plan));
        prepareAll(stream);
        const auto all = premaster(stream, 300000);
        QVERIFY(peakOf(std::span(all).subspan(230000)) > 0.05);
        for (const std::size_t place : {1u, 30011u, 171003u, 250000u}) {
            stream.seek(static_cast<std::int64_t>(place));
            const auto part = premaster(stream, 20000);
            const double off = largestDifference(part, std::span(all).subspan(place, 20000));
            QVERIFY2(off <= kSame, qPrintable(QString::number(off)));
        }
    }

    void fadersAreHeardAtOnceWithoutClicks()
    {
        const music::Plan plan = tonePlan();
        mix::PlanStream stream(pool());
        stream.setPlan(shared(plan));
        prepareAll(stream);
        const auto before = premaster(stream, 24000);
        music::Plan muted = plan;
        muted.lanes[1].isMuted = true;
        stream.setPlan(shared(muted));
        const auto change = premaster(stream, 480); // 10 ms
        const auto after = premaster(stream, 24000);
        QVERIFY(sharpest(change) < 1.5 * sharpest(before));
        mix::PlanStream other(pool());
        other.setPlan(shared(muted));
        prepareAll(other);
        other.seek(24480);
        QVERIFY(largestDifference(after, premaster(other, 24000)) <= kSame);
        QVERIFY(peakOf(after) < 0.8 * peakOf(before));
    }

    /// A high cut three octaves under the tone of 330 Hz takes it out (−36 dB), and nothing clicks.
    void filtersAreHeardBeforeTheNextBar()
    {
        const music::Plan plan = tonePlan();
        music::Plan cut = plan;
        cut.lanes[1].lowPassHz = 41.25;
        mix::PlanStream only(pool()); // what is left: the low tone
        music::Plan low = plan;
        low.lanes[1].isMuted = true;
        only.setPlan(shared(low));
        prepareAll(only);
        only.seek(9000);
        const auto rest = premaster(only, 20000);

        mix::PlanStream stream(pool());
        stream.setPlan(shared(plan));
        prepareAll(stream);
        const auto before = premaster(stream, 7000); // the bar lasts 96000
        stream.setPlan(shared(cut));
        const auto waiting = premaster(stream, 1000); // as it was, until it is ready
        QVERIFY(peakOf(waiting) > 0.9 * peakOf(before));
        prepareAll(stream);
        const auto change = premaster(stream, 1000);
        const auto after = premaster(stream, 20000);
        QVERIFY(sharpest(change) < 1.5 * sharpest(before));
        const double left = largestDifference(after, rest) / peakOf(before);
        QVERIFY2(left < 0.05, qPrintable(QString::number(left)));
    }

    /// Between 25 and 400 Hz the nearer one stands in.
    void theNearestFilterStandsIn()
    {
        music::Plan plan = tonePlan();
        const auto sounds = pool();
        mix::PlanStream stream(sounds);
        for (const double hz : {25.0, 400.0}) {
            plan.lanes[1].highPassHz = hz;
            stream.setPlan(shared(plan));
            prepareAll(stream);
        }
        const auto stripped = premaster(stream, 20000);
        plan.lanes[1].highPassHz = 380.0;
        stream.setPlan(shared(plan)); // and nothing is prepared
        stream.seek(0);
        QVERIFY(largestDifference(premaster(stream, 20000), stripped) <= kSame);
    }

    void editsAreHeardFromTheNextBar()
    {
        const music::Plan plan = tonePlan();
        music::Plan edited = plan;
        edited.lanes[1].sounds[0].path
            = m_plans.write(QStringLiteral("other.wav"), tone(4.0, 440.0, 1e9, kRate, 2));
        edited.lanes[1].sounds[0].hash = "other";
        mix::PlanStream old(pool());
        old.setPlan(shared(plan));
        prepareAll(old);
        const auto oldSound = premaster(old, 200000);
        mix::PlanStream fresh(pool());
        fresh.setPlan(shared(edited));
        prepareAll(fresh);
        const auto newSound = premaster(fresh, 200000);
        QVERIFY(largestDifference(oldSound, newSound) > 0.05);

        mix::PlanStream stream(pool());
        stream.setPlan(shared(edited));
        prepareAll(stream); // both sounds are in its pool
        stream.setPlan(shared(plan));
        prepareAll(stream);
        stream.seek(0);
        const auto first = premaster(stream, 50000);
        stream.setPlan(shared(edited));
        const auto rest = premaster(stream, 150000);
        QVERIFY(largestDifference(first, oldSound) <= kSame);
        const auto part = [&](const std::vector<float>& all, std::size_t from, std::size_t to) {
            return std::span(all).subspan(from, to - from);
        };
        const std::vector<float> untilBar(rest.begin(), rest.begin() + 46000);
        QVERIFY(largestDifference(untilBar, part(oldSound, 50000, 96000)) <= kSame);
        const std::vector<float> fromBar(rest.begin() + 46000 + 240, rest.end());
        QVERIFY(largestDifference(fromBar, part(newSound, 96240, 200000)) <= kSame);
        QVERIFY(sharpest(part(rest, 45000, 47000)) < 2.0 * sharpest(part(newSound, 0, 9000)));

        stream.seek(0);
        stream.setPlan(shared(plan), true);
        premaster(stream, 64);
        stream.setPlan(shared(edited), true);
        const auto atOnce = premaster(stream, 10000);
        const std::vector<float> later(atOnce.begin() + 304, atOnce.end());
        QVERIFY(largestDifference(later, part(newSound, 64 + 304, 10064)) <= kSame);
    }

    void auditioningComesAndGoes()
    {
        const music::Plan plan = tonePlan();
        music::Sound other = plan.lanes[1].sounds[0];
        other.path = m_plans.write(QStringLiteral("other.wav"), tone(4.0, 440.0, 1e9, kRate, 2));
        other.hash = "other";
        other.stem = 13;
        mix::PlanStream stream(pool());
        stream.setPlan(shared(plan));
        prepareAll(stream);
        const auto asItIs = premaster(stream, 20000);
        TaskContext task;
        QVERIFY(stream.setAuditioned(plan.lanes[1].clips[0].id, other, task).has_value());
        stream.seek(0);
        const auto tried = premaster(stream, 20000);
        QVERIFY(largestDifference(tried, asItIs) > 0.05);
        QVERIFY(stream.plan()->lanes[1].sounds.size() == 1); // the plan is as it was
        QVERIFY(stream.setAuditioned(plan.lanes[1].clips[0].id, {}, task).has_value());
        stream.seek(0);
        QCOMPARE(largestDifference(premaster(stream, 20000), asItIs), 0.0);
        other.path = m_plans.file(QStringLiteral("nowhere.wav"));
        other.hash = "nowhere";
        const auto gone = stream.setAuditioned(plan.lanes[1].clips[0].id, other, task);
        QVERIFY(!gone && gone.error().code == ErrorCode::NotFound);
    }

    void whatIsNotReadyIsSilent()
    {
        music::Plan plan = tonePlan();
        plan.lanes[1].clips[0].startBar = 4;
        plan.lanes[1].clips[0].bars = 4;
        plan.lanes[1].sounds[0].path = m_plans.file(QStringLiteral("gone.wav"));
        plan.lanes[1].sounds[0].hash = "gone";
        mix::PlanStream stream(pool());
        QVERIFY(!stream.isReady(0.0, 8.0));
        stream.setPlan(shared(plan));
        QVERIFY(!stream.isReady(0.0, 4.0));
        QCOMPARE(peakOf(premaster(stream, 9600)), 0.0);
        int told = 0;
        TaskContext task;
        const auto missing = stream.prepare(2.0, task, [&] { ++told; });
        QVERIFY(missing.has_value());
        QCOMPARE(*missing, std::vector<StemId> {12});
        QVERIFY(told >= 1);
        QVERIFY(stream.isReady(0.0, 3.9));
        QVERIFY(!stream.isReady(0.0, 5.0));
        const auto coming = premaster(stream, 9600);
        QVERIFY(peakOf(coming) > 0.05);
        QVERIFY(sharpest(coming) < 0.01); // it fades in
        TaskContext cancelled({}, [] { return true; });
        stream.setPlan(shared(m_plans.smallPlan()));
        const auto stopped = stream.prepare(0.0, cancelled);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
    }

    void levelsAreThoseOfTheLanes()
    {
        music::Plan plan = tonePlan();
        plan.lanes[0].isMuted = true;
        mix::PlanStream stream(pool());
        stream.setPlan(shared(plan));
        prepareAll(stream);
        std::vector<float> out(2 * 9600);
        stream.read(out.data(), 9600);
        const auto levels = stream.levels();
        QCOMPARE(levels.size(), std::size_t {3});
        QCOMPARE(levels[0].laneId, 0);
        QVERIFY(levels[0].peakLeft > 0.05F && levels[0].peakLeft <= 0.9F);
        QCOMPARE(levels[1].laneId, plan.lanes[0].id);
        QCOMPARE(levels[1].peakLeft, 0.0F);
        QVERIFY(levels[2].peakRight > 0.05F);
        QCOMPARE(stream.levels()[2].peakRight, 0.0F);
    }

    void limiterKeepsItsPlaceAndCeiling()
    {
        music::Plan plan = tonePlan();
        plan.lanes[0].gainDb = plan.lanes[1].gainDb = 12.0;
        mix::PlanStream stream(pool());
        stream.setPlan(shared(plan));
        prepareAll(stream);
        std::vector<float> out(2 * 96000);
        stream.read(out.data(), 96000);
        QVERIFY(peakOf(out) <= 0.9 && peakOf(out) > 0.8);
        // The limiter's delay is taken out: the kick stands where it stands in the plan.
        music::Plan kicks = m_plans.smallPlan();
        kicks.lanes.resize(1);
        mix::PlanStream other(pool());
        other.setPlan(shared(kicks));
        prepareAll(other);
        const auto wanted = static_cast<std::size_t>(std::llround(60.0 / kicks.bpm * kRate));
        other.seek(static_cast<std::int64_t>(wanted) - 500);
        std::vector<float> hit(2 * 1000);
        other.read(hit.data(), 1000);
        std::size_t loudest = 0;
        for (std::size_t i = 0; i < 1000; ++i) {
            loudest = std::abs(hit[2 * i]) > std::abs(hit[2 * loudest]) ? i : loudest;
        }
        QCOMPARE(loudest, std::size_t {500});
    }

    void playsThroughTheMixer()
    {
        auto stream = std::make_shared<mix::PlanStream>(pool());
        stream->setPlan(shared(tonePlan()));
        prepareAll(*stream);
        mix::PlaybackMixer mixer(kRate);
        mix::PlaybackLane lane;
        lane.stream = stream;
        mixer.load({lane});
        mixer.play(48000);
        std::vector<float> out(2 * 256);
        double peak = 0.0;
        QElapsedTimer clock;
        clock.start();
        while (mixer.positionFrames() < 96000 && clock.elapsed() < 10000) {
            mixer.pull(out);
            peak = std::max(peak, peakOf(out));
        }
        QVERIFY(mixer.positionFrames() >= 96000);
        QVERIFY(peak > 0.05);
        QCOMPARE(mixer.lengthFrames(), 9 * 96000);
        // It goes on at once where the plan is edited, and ends where the shorter plan ends.
        music::Plan shorter = tonePlan();
        shorter.bars = 2;
        stream->setPlan(shared(shorter));
        while (mixer.isPlaying() && clock.elapsed() < 20000) {
            mixer.pull(out);
        }
        QVERIFY(!mixer.isPlaying());
        QCOMPARE(mixer.lengthFrames(), 3 * 96000);
    }

    void peaksAndPreparedSounds()
    {
        const music::Plan plan = m_plans.smallPlan();
        const auto sounds = pool();
        const int clip = plan.lanes[3].clips[0].id;
        QVERIFY(mix::clipPeaks(*sounds, plan, clip, 50).empty());
        TaskContext task;
        const auto prepared
            = mix::preparedSound(*sounds, plan, plan.lanes[3], plan.lanes[3].sounds[0], task);
        QVERIFY(prepared.has_value());
        QCOMPARE((*prepared)->frames(),
                 static_cast<std::size_t>(std::llround(8 * 60.0 / plan.bpm * kRate)));
        const auto peaks = mix::clipPeaks(*sounds, plan, clip, 50);
        QCOMPARE(peaks.size(), std::size_t {50});
        for (const auto& [low, high] : peaks) {
            QVERIFY(low < -0.05F && high > 0.05F);
        }
        QVERIFY(mix::clipPeaks(*sounds, plan, 12345, 50).empty());
        const auto hit
            = mix::preparedSound(*sounds, plan, plan.lanes[0], plan.lanes[0].sounds[0], task);
        QVERIFY(hit.has_value());
        QCOMPARE((*hit)->frames(), std::size_t {12000});
    }
};

QTEST_GUILESS_MAIN(TestPlanStream)
#include "tst_planstream.moc"
