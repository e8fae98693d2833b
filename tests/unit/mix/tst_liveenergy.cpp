#include "core/audio/LoudnessSteps.h"
#include "core/mix/PlanStream.h"
#include "core/mix/SoundEnergy.h"
#include "tests/unit/mix/MixPlans.h"

#include <QTest>

using namespace nde;
using namespace nde::tests;

namespace {

constexpr std::size_t kBar = 96000; // at 120 bpm

std::shared_ptr<const music::Plan> shared(music::Plan plan)
{
    return std::make_shared<const music::Plan>(std::move(plan));
}

/// What is heard, interleaved.
std::vector<float> heard(mix::PlanStream& stream, std::size_t frames)
{
    std::vector<float> stereo(2 * frames);
    stream.read(stereo.data(), frames);
    return stereo;
}

double rmsDb(std::span<const float> samples)
{
    double sum = 0.0;
    for (const float sample : samples) {
        sum += static_cast<double>(sample) * static_cast<double>(sample);
    }
    return 10.0 * std::log10(sum / static_cast<double>(samples.size()) + 1e-20);
}

double sharpest(std::span<const float> stereo)
{
    float largest = 0.0F;
    for (std::size_t i = 4; i < stereo.size(); i += 2) {
        largest = std::max(largest, std::abs(stereo[i] - 2 * stereo[i - 2] + stereo[i - 4]));
    }
    return static_cast<double>(largest);
}

} // namespace

class TestLiveEnergy : public QObject
{
    Q_OBJECT
private:
    MixPlans m_plans;

    /// Two bars of little energy and two of full, in which the same two loops turn.
    [[nodiscard]] music::Plan evenPlan(double energy) const
    {
        music::Plan plan;
        plan.bpm = 120.0;
        plan.bars = 4;
        plan.lufs = -22.0; // far from the limiter
        plan.sections = {{1, "break", 0, 2, energy}, {2, "drop", 2, 2, 1.0}};
        plan.nextId = 3;
        const double hz[] = {220.0, 330.0};
        for (int i = 0; i < 2; ++i) {
            auto lane = MixPlans::lane(
                plan, i == 0 ? "synth" : "pad", Category::Pad,
                m_plans.write(QStringLiteral("tone%1.wav").arg(i), tone(4.0, hz[i], 1e9, kRate, 2)),
                11 + i);
            MixPlans::makeLoop(lane, 2);
            lane.sounds[0].stemBpm = 120.0;
            MixPlans::addLoop(plan, lane, 0, 4);
            plan.lanes.push_back(lane);
        }
        return plan;
    }
    static void prepare(mix::PlanStream& stream)
    {
        TaskContext task;
        const auto missing = stream.prepare(0.0, task);
        QVERIFY(missing && missing->empty());
    }
    static double stepDb(const std::vector<float>& stereo)
    {
        return rmsDb(std::span(stereo).subspan(2 * (2 * kBar + 9600), 2 * 48000))
            - rmsDb(std::span(stereo).subspan(2 * 48000, 2 * 48000));
    }

private Q_SLOTS:
    void weightsAreThoseOfTheFilters()
    {
        // BS.1770: the filters raise 997 Hz by 0.691 dB; 38 Hz lie about 6 dB down.
        const auto db = [](double hz) { return 10.0 * std::log10(audio::kWeighting(hz, kRate)); };
        QVERIFY(std::abs(db(997.0) - 0.691) < 0.02);
        QVERIFY(std::abs(db(12000.0) - 4.0) < 0.05);
        QVERIFY(db(38.0) < -5.0 && db(38.0) > -7.0);
    }

    void energiesAddUpToTheMeter()
    {
        const auto sound = noise(1.0, 0.4, 7);
        audio::LoudnessSteps meter(kRate);
        double measured = 0.0;
        for (std::size_t i = 0; i < sound.frames(); ++i) {
            measured += meter.take(sound.channel(0)[i], sound.channel(1)[i]);
        }
        const mix::SoundEnergy energy(sound);
        const auto total = [](const mix::SoundEnergy::Sums& sums) {
            double all = 0.0;
            for (const auto& part : sums.bands) {
                all += part.left + part.right;
            }
            return all;
        };
        const double all = total(energy.until(48000.0));
        QVERIFY(std::abs(all / measured - 1.0) < 0.01);
        const double rest = total(energy.until(48000.0) - energy.until(20000.0));
        QVERIFY(std::abs((total(energy.until(20000.0)) + rest) / all - 1.0) < 1e-9);
        QCOMPARE(total(energy.until(70000.0)), all); // there is no more
        QCOMPARE(total(energy.until(-5.0)), 0.0);
        double plain = 0.0;
        for (const float sample : sound.channel(0)) {
            plain += static_cast<double>(sample) * static_cast<double>(sample);
        }
        QVERIFY(std::abs(energy.until(48000.0).plain.left / plain - 1.0) < 1e-6);
        QVERIFY(mix::SoundEnergy().isEmpty());
    }

    void playbackRidesTheFader_data()
    {
        QTest::addColumn<double>("energy");
        QTest::addColumn<double>("stepDb"); // 13 LU times the lack of energy
        QTest::newRow("half") << 0.5 << 6.5;
        QTest::newRow("as much") << 1.0 << 0.0;
        QTest::newRow("none: 11 dB at most") << 0.0 << 11.0;
    }
    void playbackRidesTheFader()
    {
        QFETCH(double, energy);
        QFETCH(double, stepDb);
        mix::PlanStream stream(mix::makeSoundPool(kRate, {}));
        stream.setPlan(shared(evenPlan(energy)));
        prepare(stream);
        const auto stereo = heard(stream, 4 * kBar);
        const double found = this->stepDb(stereo);
        QVERIFY2(std::abs(found - stepDb) < 0.15, qPrintable(QString::number(found)));
        // From anywhere: a seek lands where the fader stands.
        stream.seek(48000);
        const auto part = heard(stream, 48000);
        QVERIFY(std::abs(rmsDb(part) - rmsDb(std::span(stereo).subspan(2 * 48000, 2 * 48000)))
                < 0.05);
    }

    void theFaderIsNoPartOfThePremaster()
    {
        mix::PlanStream stream(mix::makeSoundPool(kRate, {}));
        stream.setPlan(shared(evenPlan(0.2)));
        prepare(stream);
        std::vector<float> stereo(2 * 4 * kBar);
        stream.readPremaster(stereo.data(), 4 * kBar);
        QVERIFY(std::abs(stepDb(stereo)) < 0.01);
    }

    void aSoloLaneStaysWhereItIs()
    {
        music::Plan plan = evenPlan(0.5);
        plan.lanes[0].isSolo = true;
        plan.lanes[1].clips[0].bars = 2; // the drop has one lane less, so the break is louder
        mix::PlanStream stream(mix::makeSoundPool(kRate, {}));
        stream.setPlan(shared(plan));
        prepare(stream);
        // Alone, the lane would ask for 6.5 dB; two lanes before one are 3 dB louder.
        QVERIFY(std::abs(stepDb(heard(stream, 4 * kBar)) - 9.5) < 0.3);
    }

    void theCurveIsHeardWhileItIsDrawn()
    {
        mix::PlanStream stream(mix::makeSoundPool(kRate, {}));
        stream.setPlan(shared(evenPlan(1.0)));
        prepare(stream);
        const auto before = heard(stream, 24000);
        stream.setPlan(shared(evenPlan(0.5)));
        const auto change = heard(stream, 24000); // half a second
        const auto after = heard(stream, 24000);
        QVERIFY(std::abs(rmsDb(after) - rmsDb(before) + 6.5) < 0.15);
        QVERIFY(sharpest(change) < 1.1 * sharpest(std::span(before).subspan(9600)));
    }

    void theForecastIsNearTheMeasure()
    {
        // Duck, pan, width, sends, a moving filter, hits and loops, over three sections.
        music::Plan plan = m_plans.smallPlan();
        plan.bars = 12;
        plan.sections = {{1, "intro", 0, 4, 0.3}, {2, "break", 4, 4, 0.4}, {3, "drop", 8, 4, 1.0}};
        for (music::Lane& lane : plan.lanes) {
            lane.clips.clear();
        }
        MixPlans::addHits(plan, plan.lanes[0], 0, 4, {0.0, 1.0, 2.0, 3.0});
        MixPlans::addHits(plan, plan.lanes[0], 8, 4, {0.0, 1.0, 2.0, 3.0});
        MixPlans::addHits(plan, plan.lanes[1], 8, 4, {0.5, 1.5, 2.5, 3.5});
        MixPlans::addHits(plan, plan.lanes[2], 4, 8, {0.5, 1.5, 2.5, 3.5});
        music::Clip& swept = MixPlans::addLoop(plan, plan.lanes[3], 4, 4);
        swept.sweepFromHz = 300.0;
        swept.sweepToHz = 12000.0;
        MixPlans::addLoop(plan, plan.lanes[3], 8, 4);
        plan.lanes[3].sounds[0].path
            = m_plans.write(QStringLiteral("bed.wav"), noise(2 * 4 * 60.0 / 130.0, 1e9, 9));
        plan.lanes[3].sounds[0].hash = "bed";
        plan.lanes[3].levelLu = -3.0;
        plan.lanes[3].pan = -0.4;
        plan.lanes[3].width = 1.3;
        plan.lanes[3].duckDb = 5.0;
        plan.lanes[3].reverbSend = 0.3;
        plan.duckBeats.clear();
        for (const int first : {0, 32}) {
            for (int beat = 0; beat < 16; ++beat) {
                plan.duckBeats.push_back(first + beat);
            }
        }
        TaskContext task;
        const auto report
            = mix::render(plan, m_plans.file(QStringLiteral("track.wav")), m_plans.options(), task);
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        QCOMPARE(report->forecastTrimsDb.size(), std::size_t {3});
        QVERIFY(report->sectionTrimsDb[0] < -1.0); // there is something to forecast
        for (std::size_t i = 0; i < 3; ++i) {
            const double off = report->forecastTrimsDb[i] - report->sectionTrimsDb[i];
            QVERIFY2(std::abs(off) < 1.0,
                     qPrintable(QStringLiteral("%1: %2 for %3")
                                    .arg(i)
                                    .arg(report->forecastTrimsDb[i])
                                    .arg(report->sectionTrimsDb[i])));
        }
    }
};

QTEST_GUILESS_MAIN(TestLiveEnergy)
#include "tst_liveenergy.moc"
