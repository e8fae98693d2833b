#include "core/audio/Loudness.h"
#include "tests/unit/mix/MixPlans.h"

#include <QTest>

using namespace nde;
using namespace nde::tests;
using audio::AudioBuffer;

class TestRenderer : public QObject
{
    Q_OBJECT
private:
    MixPlans m_plans;

    mix::RenderReport renderTo(const music::Plan& plan, const QString& name,
                               const mix::RenderOptions& options) const
    {
        TaskContext task;
        const auto report = mix::render(plan, m_plans.file(name), options, task);
        if (!report) {
            qFatal("%s", report.error().message.c_str());
        }
        return *report;
    }
    [[nodiscard]] AudioBuffer heard(const QString& name) const
    {
        auto audio = audio::readAudio(m_plans.file(name));
        if (!audio) {
            qFatal("%s", audio.error().message.c_str());
        }
        return *std::move(audio);
    }
    /// 50 ms of 900 Hz that die away.
    static void addStroke(AudioBuffer& loop, std::size_t at)
    {
        for (std::size_t n = 0; n < 2400; ++n) {
            const double t = static_cast<double>(n) / kRate;
            loop.channel(0)[at + n] = static_cast<float>(
                0.8 * std::exp(-t / 0.01) * std::sin(2.0 * std::numbers::pi * 900.0 * t));
        }
    }

private Q_SLOTS:
    void kicksStandOnTheirSample()
    {
        music::Plan plan = m_plans.smallPlan();
        plan.lanes.resize(1);
        renderTo(plan, QStringLiteral("kicks.wav"), m_plans.options());
        const AudioBuffer out = heard(QStringLiteral("kicks.wav"));
        for (int beat = 0; beat < 4 * kBars; ++beat) {
            const auto wanted
                = static_cast<std::size_t>(std::llround(beat * 60.0 / plan.bpm * kRate));
            std::size_t loudest = wanted < 40 ? 0 : wanted - 40;
            for (std::size_t n = loudest; n < wanted + 40; ++n) {
                if (std::abs(out.channel(0)[n]) > std::abs(out.channel(0)[loudest])) {
                    loudest = n;
                }
            }
            QCOMPARE(loudest, wanted);
        }
    }

    void loudnessPeakAndLength()
    {
        const music::Plan plan = m_plans.smallPlan();
        const auto report = renderTo(plan, QStringLiteral("level.wav"), m_plans.options());
        const AudioBuffer out = heard(QStringLiteral("level.wav"));
        const auto loudness = audio::measureLoudness(out);
        QVERIFY(loudness.has_value());
        QVERIFY(std::abs(loudness->integratedLufs - report.targetLufs) <= 0.3);
        QVERIFY2(
            std::abs(report.lufs - loudness->integratedLufs) <= 0.01,
            qPrintable(QStringLiteral("%1 and %2").arg(report.lufs).arg(loudness->integratedLufs)));
        QVERIFY(loudness->truePeakDb <= -0.9);
        QVERIFY(report.gainReductionMaxDb <= 6.0);
        QVERIFY(report.gainReductionMeanDb <= 2.5);
        const double body = std::round(kBars * 240.0 / plan.bpm * kRate);
        QCOMPARE(std::round(report.bodySeconds * kRate), body);
        const auto frames = static_cast<double>(out.frames());
        QVERIFY(frames >= body && frames <= body + 4 * 240.0 / plan.bpm * kRate + 1.0);
        QVERIFY(peakOf(out, out.frames() - 200, out.frames()) < std::pow(10.0, -70.0 / 20.0));
        for (StemId stem = 1; stem <= 4; ++stem) {
            QVERIFY(report.audibleSeconds.at(stem) > 1.5);
        }
    }

    void unreachableLoudnessIsLowered()
    {
        music::Plan plan = m_plans.smallPlan();
        plan.lufs = 0.0;
        const auto report = renderTo(plan, QStringLiteral("loud.wav"), m_plans.options());
        QVERIFY(report.gainReductionMaxDb <= 6.0);
        QVERIFY(report.gainReductionMeanDb <= 2.5);
        QVERIFY(report.targetLufs < -3.0);
        QCOMPARE(report.targetLufs, report.lufs);
        QVERIFY(report.truePeakDb <= -0.9);
        // One of the bounds is what stopped it.
        QVERIFY(report.gainReductionMaxDb > 5.0 || report.gainReductionMeanDb > 2.2);
    }

    void sameBytesForAnyThreadsAndCache()
    {
        music::Plan plan = m_plans.smallPlan();
        plan.lanes[1].clips[0].sweepFromHz = 300.0;
        plan.lanes[1].clips[0].sweepToHz = 9000.0;
        auto options = m_plans.options(nullptr);
        options.threads = 1;
        renderTo(plan, QStringLiteral("one.wav"), options);
        const QByteArray first = m_plans.bytesOf(QStringLiteral("one.wav"));
        QVERIFY(first.size() > 1000);
        options = m_plans.options("cache");
        for (const int threads : {2, 4, 3}) {
            options.threads = threads;
            const auto report = renderTo(plan, QStringLiteral("many.wav"), options);
            QCOMPARE(report.stretched, threads == 2 ? 1 : 0);
            QVERIFY(first == m_plans.bytesOf(QStringLiteral("many.wav")));
        }
        QCOMPARE(QDir(m_plans.path(QStringLiteral("cache"))).entryList(QDir::Files).size(), 1);
    }

    void damagedCacheIsMadeAgain()
    {
        const music::Plan plan = m_plans.smallPlan();
        renderTo(plan, QStringLiteral("a.wav"), m_plans.options("cache2"));
        const QString entry = m_plans.path(QStringLiteral("cache2/"))
            + QDir(m_plans.path(QStringLiteral("cache2"))).entryList(QDir::Files).at(0);
        QFile damaged(entry);
        QVERIFY(damaged.resize(50));
        renderTo(plan, QStringLiteral("b.wav"), m_plans.options("cache2"));
        QVERIFY(m_plans.bytesOf(QStringLiteral("a.wav"))
                == m_plans.bytesOf(QStringLiteral("b.wav")));
        QVERIFY(QFile(entry).size() > 1000);
    }

    void cancellingLeavesNothing()
    {
        const music::Plan plan = m_plans.smallPlan();
        auto options = m_plans.options();
        options.stems = m_plans.file(QStringLiteral("outstems"));
        options.stemWrite.overwrite = true;
        options.threads = 1; // counts the polls
        renderTo(plan, QStringLiteral("full.wav"), options); // fills the cache
        int polls = 0;
        TaskContext counting({}, [&] {
            ++polls;
            return false;
        });
        QVERIFY(mix::render(plan, m_plans.file(QStringLiteral("full.wav")), options, counting)
                    .has_value());
        QDir(m_plans.path(QStringLiteral("outstems"))).removeRecursively();
        for (int part = 0; part < 12; ++part) {
            int count = 0;
            TaskContext task({}, [&] { return count++ >= polls * part / 12; });
            const auto report
                = mix::render(plan, m_plans.file(QStringLiteral("out.wav")), options, task);
            QVERIFY2(!report.has_value(), qPrintable(QString::number(part)));
            QVERIFY(report.error().code == ErrorCode::Cancelled);
            QDir stems(m_plans.path(QStringLiteral("outstems")));
            QCOMPARE(stems.entryList(QDir::Files), QStringList());
            stems.removeRecursively();
            QCOMPARE(m_plans.leftovers(), QStringList());
        }
    }

    /// A lane beyond full scale is kept whole in any format, and the stems still add up.
    void stemsOfIntegersAreNotCut()
    {
        music::Plan plan = m_plans.smallPlan();
        plan.lanes[0].levelLu += 24.0;
        auto options = m_plans.options();
        options.stems = m_plans.file(QStringLiteral("outloud"));
        options.stemWrite.overwrite = true;
        const auto whole = renderTo(plan, QStringLiteral("loud.wav"), options);
        QCOMPARE(whole.stemGainDb, 0.0);
        const auto peakOfFile = [](const mix::LaneStem& stem) {
            const auto audio = audio::readAudio(stem.path);
            return audio ? peakOf(*audio, 0, audio->frames()) : -1.0;
        };
        const double loudest = peakOfFile(whole.stems.front());
        QVERIFY(loudest > 1.5);
        options.stemWrite.sampleFormat = audio::SampleFormat::Pcm24;
        const auto turned = renderTo(plan, QStringLiteral("loud.wav"), options);
        QVERIFY(std::abs(turned.stemGainDb + 20.0 * std::log10(loudest / 0.966)) < 0.01);
        QVERIFY(std::abs(peakOfFile(turned.stems.front()) - 0.966) < 1e-4);
        QCOMPARE(turned.stems.size(), whole.stems.size());
        const auto sum = audio::readAudio(turned.stems.back().path);
        QVERIFY(sum.has_value());
        std::vector<double> left(sum->frames());
        for (std::size_t i = 0; i + 1 < turned.stems.size(); ++i) {
            const auto part = audio::readAudio(turned.stems[i].path);
            QVERIFY(part.has_value());
            QCOMPARE(part->frames(), sum->frames());
            for (std::size_t n = 0; n < left.size(); ++n) {
                left[n] += static_cast<double>(part->channel(0)[n]);
            }
        }
        double worst = 0.0;
        for (std::size_t n = 0; n < left.size(); ++n) {
            worst = std::max(worst, std::abs(left[n] - static_cast<double>(sum->channel(0)[n])));
        }
        QVERIFY2(worst < 1e-5, qPrintable(QString::number(worst))); // −100 dBFS: dither of 24 bits
        QDir(m_plans.path(QStringLiteral("outloud"))).removeRecursively();
    }

    void missingSoundNamesItsLane()
    {
        music::Plan plan = m_plans.smallPlan();
        plan.lanes[1].sounds[0].path = m_plans.file(QStringLiteral("gone.wav"));
        plan.lanes[1].sounds[0].hash = "gone";
        TaskContext task;
        auto options = m_plans.options();
        const auto report
            = mix::render(plan, m_plans.file(QStringLiteral("out.wav")), options, task);
        QVERIFY(!report.has_value());
        QVERIFY(report.error().code == ErrorCode::NotFound);
        QVERIFY(report.error().message.find("'bass'") != std::string::npos);
        QVERIFY(report.error().message.find("gone.wav") != std::string::npos);
        QCOMPARE(m_plans.leftovers(), QStringList());

        options.skipMissing = true;
        const auto sparse = renderTo(plan, QStringLiteral("sparse.wav"), options);
        QCOMPARE(sparse.missing, std::vector<StemId> {2});
        QVERIFY(!sparse.audibleSeconds.contains(2));
        QVERIFY(sparse.audibleSeconds.at(1) > 1.0);
    }

    void existingFileIsNotReplacedUnasked()
    {
        const music::Plan plan = m_plans.smallPlan();
        m_plans.write(QStringLiteral("precious.wav"), clickKick());
        const QByteArray before = m_plans.bytesOf(QStringLiteral("precious.wav"));
        mix::RenderOptions careful = m_plans.options();
        careful.write.overwrite = false;
        TaskContext task;
        const auto report
            = mix::render(plan, m_plans.file(QStringLiteral("precious.wav")), careful, task);
        QVERIFY(!report && report.error().code == ErrorCode::Exists);
        QVERIFY(m_plans.bytesOf(QStringLiteral("precious.wav")) == before);
    }

    void everyRateAndChannelCount()
    {
        music::Plan plan = m_plans.smallPlan();
        plan.lanes[0].sounds[0].path
            = m_plans.write(QStringLiteral("k44.wav"), tone(0.3, 50.0, 0.1, 44100, 1));
        plan.lanes[1].sounds[0].path
            = m_plans.write(QStringLiteral("b96.wav"), tone(0.4, 55.0, 0.3, 96000, 2));
        plan.lanes[2].sounds[0].path
            = m_plans.write(QStringLiteral("h6.wav"), tone(0.1, 6000.0, 0.02, 32000, 6));
        const auto report = renderTo(plan, QStringLiteral("rates.wav"), m_plans.options(nullptr));
        QVERIFY(std::abs(report.lufs - report.targetLufs) <= 0.3);
    }

    void loopsKeepToTheGrid()
    {
        // Clicks on every beat at 130 bpm come out on every beat at 137.
        AudioBuffer loop(1, static_cast<std::size_t>(std::lround(8 * 60.0 / 130.0 * kRate)), kRate);
        for (int beat = 0; beat < 8; ++beat) {
            addStroke(loop, static_cast<std::size_t>(std::lround(beat * 60.0 / 130.0 * kRate)));
        }
        music::Plan plan;
        plan.bpm = 137.0;
        plan.bars = 8;
        plan.sections = {{1, "drop", 0, 8, 1.0}};
        auto lane = MixPlans::lane(plan, "drums", Category::Drums,
                                   m_plans.write(QStringLiteral("loop.wav"), loop), 9);
        MixPlans::makeLoop(lane, 2);
        MixPlans::addLoop(plan, lane, 0, 8);
        plan.lanes = {lane};
        renderTo(plan, QStringLiteral("loops.wav"), m_plans.options());
        const AudioBuffer out = heard(QStringLiteral("loops.wav"));
        const double top = peakOf(out, 0, out.frames());
        for (int beat = 1; beat < 32; ++beat) {
            const auto wanted
                = static_cast<std::size_t>(std::llround(beat * 60.0 / plan.bpm * kRate));
            // Quiet 10 ms before, loud within 5 ms after.
            QVERIFY(peakOf(out, wanted - 2400, wanted - 480) < 0.2 * top);
            QVERIFY(peakOf(out, wanted - 120, wanted + 240) > 0.4 * top);
        }
    }

    /// Drummers are a few milliseconds early: what a stop silences must not be heard to begin.
    void aStopLetsNothingOfTheNextHitThrough()
    {
        AudioBuffer loop(1, 4 * kRate, kRate); // two bars at 120, hits 4 ms before each beat
        for (std::size_t beat = 1; beat < 8; ++beat) {
            addStroke(loop, beat * kRate / 2 - 192);
        }
        music::Plan plan;
        plan.bpm = 120.0;
        plan.bars = 4;
        plan.sections = {{1, "drop", 0, 4, 1.0}};
        auto lane = MixPlans::lane(plan, "drums", Category::Drums,
                                   m_plans.write(QStringLiteral("early.wav"), loop), 19);
        MixPlans::makeLoop(lane, 2);
        MixPlans::addLoop(plan, lane, 0, 2).events[0].lengthBeats = 6.0; // then a stop
        music::Clip& split = MixPlans::addClip(plan, lane, 2, 2); // here the loop goes on
        split.events = {{0, 0.0, 0.0, 1.0, 4.0}, {1, 0.0, 0.0, 1.0, 4.0, 4.0}};
        plan.lanes = {lane};
        renderTo(plan, QStringLiteral("stop.wav"), m_plans.options());
        const AudioBuffer out = heard(QStringLiteral("stop.wav"));
        const double top = peakOf(out, 0, out.frames());
        const std::size_t beat = kRate / 2;
        QVERIFY(peakOf(out, 5 * beat - 192, 5 * beat) > 0.4 * top);
        QVERIFY(peakOf(out, 6 * beat - 240, 7 * beat) < 1e-3 * top);
        QVERIFY(peakOf(out, 12 * beat - 192, 12 * beat) > 0.4 * top); // over a join it is heard
    }

    void longSoundsPlayTheirLoudestBars()
    {
        const double barS = 240.0 / 120.0;
        AudioBuffer stem = noise(32 * barS + 0.5, 1e9, 5, 8000);
        for (int c = 0; c < 2; ++c) {
            for (std::size_t n = 0; n < stem.frames(); ++n) {
                const double bar = (static_cast<double>(n) / 8000.0 - 0.5) / barS;
                stem.channel(c)[n] *= bar >= 12.0 && bar < 20.0 ? 1.0F : 0.1F;
            }
        }
        music::Plan plan;
        plan.bpm = 120.0;
        plan.bars = 8;
        auto lane = MixPlans::lane(plan, "drums", Category::Drums,
                                   m_plans.write(QStringLiteral("stem.wav"), stem), 9);
        MixPlans::makeLoop(lane, 8);
        music::Sound& sound = lane.sounds[0];
        sound.windowStartS = -1.0;
        sound.windowS = 8 * barS;
        sound.gridStartS = 0.5;
        plan.lanes = {lane};
        TaskContext task;
        QVERIFY(mix::chooseWindows(plan, task).has_value());
        QVERIFY(std::abs(plan.lanes[0].sounds[0].windowStartS - (0.5 + 12 * barS)) < 1e-9);
    }

    void silenceIsRenderedAsSilence()
    {
        music::Plan plan = m_plans.smallPlan();
        plan.lanes.resize(1);
        plan.lanes[0].sounds[0].path
            = m_plans.write(QStringLiteral("silent.wav"), AudioBuffer(1, 4800, kRate));
        const auto report = renderTo(plan, QStringLiteral("silence.wav"), m_plans.options());
        QVERIFY(report.audibleSeconds.empty());
        QCOMPARE(report.lufs, -70.0);
    }

    void gapsAndMutesAreSilent()
    {
        music::Plan plan = m_plans.smallPlan();
        plan.lanes[0].clips[0].sound = -1;
        plan.lanes[1].clips[0].isMuted = true;
        plan.lanes[2].isMuted = true;
        const auto report = renderTo(plan, QStringLiteral("mutes.wav"), m_plans.options());
        QCOMPARE(report.audibleSeconds.size(), std::size_t {1});
        QVERIFY(report.audibleSeconds.at(4) > 1.5);
        music::Plan solo = m_plans.smallPlan();
        solo.lanes[1].isSolo = true;
        const auto alone = renderTo(solo, QStringLiteral("solo.wav"), m_plans.options());
        QCOMPARE(alone.audibleSeconds.size(), std::size_t {1});
        QVERIFY(alone.audibleSeconds.at(2) > 0.5);
    }

    void unusablePlansAreRefused()
    {
        music::Plan plan;
        TaskContext task;
        const auto refusal = [&] {
            return mix::render(plan, m_plans.file(QStringLiteral("out.wav")), m_plans.options(),
                               task)
                .error()
                .code;
        };
        QVERIFY(refusal() == ErrorCode::BadInput);
        plan.bpm = 120.0;
        plan.bars = 4;
        QVERIFY(refusal() == ErrorCode::NotEnoughData);
        plan = m_plans.smallPlan();
        plan.lanes[3].sounds[0].loopBars = 0;
        QVERIFY(refusal() == ErrorCode::BadInput);
        QCOMPARE(m_plans.leftovers(), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestRenderer)
#include "tst_renderer.moc"
