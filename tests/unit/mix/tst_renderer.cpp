#include "core/audio/AudioFile.h"
#include "core/audio/Loudness.h"
#include "core/base/Random.h"
#include "core/mix/Renderer.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>
#include <numbers>

using namespace nde;
using audio::AudioBuffer;

namespace {

constexpr int kRate = 48000;
constexpr int kBars = 4; ///< of the small plan
constexpr std::size_t kOnset = 100; // frames before the hit in the test kick

AudioBuffer tone(double seconds, double hz, double decayS, int rate = kRate, int channels = 1)
{
    AudioBuffer buffer(channels, static_cast<std::size_t>(seconds * rate), rate);
    for (int c = 0; c < channels; ++c) {
        for (std::size_t n = 0; n < buffer.frames(); ++n) {
            const double t = static_cast<double>(n) / rate;
            buffer.channel(c)[n] = static_cast<float>(0.5 * std::exp(-t / decayS)
                                                      * std::sin(2.0 * std::numbers::pi * hz * t));
        }
    }
    return buffer;
}

/// Silence, one full sample at `kOnset`, then a soft decaying tone: its place is seen to the
/// sample.
AudioBuffer clickKick()
{
    AudioBuffer buffer(1, 12000, kRate);
    for (std::size_t n = kOnset; n < buffer.frames(); ++n) {
        const double t = static_cast<double>(n - kOnset) / kRate;
        buffer.channel(0)[n] = static_cast<float>(0.3 * std::exp(-t / 0.06)
                                                  * std::sin(2.0 * std::numbers::pi * 55.0 * t));
    }
    buffer.channel(0)[kOnset] = 0.9F;
    return buffer;
}

AudioBuffer noise(double seconds, double decayS, std::uint64_t seed, int rate = kRate)
{
    Random random(seed);
    AudioBuffer buffer(2, static_cast<std::size_t>(seconds * rate), rate);
    for (int c = 0; c < 2; ++c) {
        for (std::size_t n = 0; n < buffer.frames(); ++n) {
            const double t = static_cast<double>(n) / rate;
            buffer.channel(c)[n]
                = static_cast<float>(0.3 * std::exp(-t / decayS) * random.uniform(-1.0, 1.0));
        }
    }
    return buffer;
}

music::Lane laneAt(std::string role, Category category, std::string path, StemId id, int sections)
{
    music::Lane lane;
    lane.role = std::move(role);
    lane.category = category;
    lane.stem = id;
    lane.stemPath = std::move(path);
    lane.stemHash = "hash" + std::to_string(id);
    lane.activity.assign(static_cast<std::size_t>(sections), 2);
    return lane;
}

void addHits(music::Lane& lane, int fromBar, int toBar, std::initializer_list<double> beats)
{
    for (int bar = fromBar; bar < toBar; ++bar) {
        for (const double beat : beats) {
            music::Event event;
            event.bar = bar;
            event.beat = beat;
            lane.events.push_back(event);
        }
    }
}

double peakOf(const AudioBuffer& buffer, std::size_t from, std::size_t to)
{
    double peak = 0.0;
    for (int c = 0; c < buffer.channels(); ++c) {
        for (std::size_t n = from; n < std::min(to, buffer.frames()); ++n) {
            peak = std::max(peak, std::abs(static_cast<double>(buffer.channel(c)[n])));
        }
    }
    return peak;
}

QByteArray bytesOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestRenderer : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_dir;

    [[nodiscard]] std::string file(const QString& name) const
    {
        return m_dir.filePath(name).toStdString();
    }
    std::string write(const QString& name, const AudioBuffer& buffer) const
    {
        audio::WriteOptions options;
        options.sampleFormat = audio::SampleFormat::Float32;
        options.overwrite = true;
        const auto written = audio::writeAudio(file(name), buffer, options);
        if (!written) {
            qFatal("%s", written.error().message.c_str());
        }
        return file(name);
    }
    [[nodiscard]] mix::RenderOptions options(const char* cache = "shared") const
    {
        mix::RenderOptions result;
        QDir(m_dir.path()).mkpath(QStringLiteral("scratch"));
        result.scratch = file(QStringLiteral("scratch"));
        if (cache != nullptr) {
            QDir(m_dir.path()).mkpath(QLatin1String(cache));
            result.stretchCache = file(QLatin1String(cache));
        }
        result.write.overwrite = true;
        return result;
    }
    /// Four bars at 137 bpm: kick, bass, hat and a pad loop that was made at 130 bpm.
    [[nodiscard]] music::Plan smallPlan() const
    {
        music::Plan plan;
        plan.bpm = 137.0;
        plan.bars = kBars;
        plan.sections = {{"intro", 0, 2, 0.4}, {"drop", 2, 2, 1.0}};
        auto kick
            = laneAt("kick", Category::Kick, write(QStringLiteral("kick.wav"), clickKick()), 1, 2);
        kick.onsetS = static_cast<double>(kOnset) / kRate;
        addHits(kick, 0, kBars, {0.0, 1.0, 2.0, 3.0});
        auto bass = laneAt("bass", Category::Bass,
                           write(QStringLiteral("bass.wav"), tone(0.4, 55.0, 0.3)), 2, 2);
        addHits(bass, 2, kBars, {0.5, 1.5, 2.5, 3.5});
        bass.events[1].semitones = 3.0;
        bass.levelLu = -1.5;
        bass.duckDb = 6.0;
        auto hat = laneAt("hat", Category::Hihat,
                          write(QStringLiteral("hat.wav"), noise(0.08, 0.02, 4)), 3, 2);
        addHits(hat, 0, kBars, {0.5, 1.5, 2.5, 3.5});
        hat.levelLu = -10.0;
        hat.highPassHz = 300.0;
        hat.pan = 0.2;
        hat.reverbSend = 0.1;
        auto pad = laneAt(
            "pad", Category::Pad,
            write(QStringLiteral("pad.wav"), tone(2 * 4 * 60.0 / 130.0, 220.0, 1e9, kRate, 2)), 4,
            2);
        pad.isLoop = true;
        pad.loopBars = 2;
        pad.semitones = 2.0;
        pad.levelLu = -9.0;
        pad.delaySend = 0.1;
        addHits(pad, 2, 3, {0.0});
        pad.events[0].lengthBeats = 8.0;
        plan.lanes = {kick, bass, hat, pad};
        return plan;
    }
    [[nodiscard]] QStringList leftovers() const
    {
        QStringList found
            = QDir(m_dir.path())
                  .entryList({QStringLiteral("*.part"), QStringLiteral("out*")}, QDir::Files);
        return found + QDir(m_dir.filePath(QStringLiteral("scratch"))).entryList(QDir::Files);
    }

private Q_SLOTS:
    void kicksStandOnTheirSample()
    {
        music::Plan plan = smallPlan();
        plan.lanes.resize(1);
        TaskContext task;
        const auto report = mix::render(plan, file(QStringLiteral("kicks.wav")), options(), task);
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        const auto out = audio::readAudio(file(QStringLiteral("kicks.wav")));
        QVERIFY(out.has_value());
        for (int beat = 0; beat < 4 * kBars; ++beat) {
            const auto wanted
                = static_cast<std::size_t>(std::llround(beat * 60.0 / plan.bpm * kRate));
            std::size_t loudest = wanted < 40 ? 0 : wanted - 40;
            for (std::size_t n = loudest; n < wanted + 40; ++n) {
                if (std::abs(out->channel(0)[n]) > std::abs(out->channel(0)[loudest])) {
                    loudest = n;
                }
            }
            QCOMPARE(loudest, wanted);
        }
    }

    void loudnessPeakAndLength()
    {
        const music::Plan plan = smallPlan();
        TaskContext task;
        const auto report = mix::render(plan, file(QStringLiteral("level.wav")), options(), task);
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        const auto out = audio::readAudio(file(QStringLiteral("level.wav")));
        QVERIFY(out.has_value());
        const auto loudness = audio::measureLoudness(*out);
        QVERIFY(loudness.has_value());
        QVERIFY(std::abs(loudness->integratedLufs - report->targetLufs) <= 0.3);
        QVERIFY(std::abs(report->lufs - loudness->integratedLufs) <= 0.01);
        QVERIFY(loudness->truePeakDb <= -0.9);
        QVERIFY(report->gainReductionMaxDb <= 6.1);
        const double body = std::round(kBars * 240.0 / plan.bpm * kRate);
        QCOMPARE(std::round(report->bodySeconds * kRate), body);
        const double frames = static_cast<double>(out->frames());
        QVERIFY(frames >= body && frames <= body + 240.0 / plan.bpm * kRate + 1.0);
        QVERIFY(peakOf(*out, out->frames() - 200, out->frames()) < std::pow(10.0, -70.0 / 20.0));
        for (StemId stem = 1; stem <= 4; ++stem) {
            QVERIFY(report->audibleSeconds.at(stem) > 1.5);
        }
    }

    void aLoudTargetIsLoweredRatherThanCrushed()
    {
        music::Plan plan = smallPlan();
        plan.lufs = -4.0;
        TaskContext task;
        const auto report = mix::render(plan, file(QStringLiteral("loud.wav")), options(), task);
        QVERIFY(report.has_value());
        QVERIFY(report->gainReductionMaxDb <= 6.1);
        QVERIFY(report->targetLufs < -4.5);
        QVERIFY(std::abs(report->targetLufs - report->lufs) < 1e-9);
        QVERIFY(report->truePeakDb <= -0.9);
    }

    void sameBytesEveryTime()
    {
        const music::Plan plan = smallPlan();
        TaskContext task;
        QVERIFY(mix::render(plan, file(QStringLiteral("first.wav")), options(nullptr), task)
                    .has_value());
        QVERIFY(mix::render(plan, file(QStringLiteral("second.wav")), options("cache"), task)
                    .has_value());
        QCOMPARE(QDir(m_dir.filePath(QStringLiteral("cache"))).entryList(QDir::Files).size(), 1);
        QVERIFY(mix::render(plan, file(QStringLiteral("third.wav")), options("cache"), task)
                    .has_value());
        const QByteArray first = bytesOf(m_dir.filePath(QStringLiteral("first.wav")));
        QVERIFY(first.size() > 1000);
        QVERIFY(first == bytesOf(m_dir.filePath(QStringLiteral("second.wav"))));
        QVERIFY(first == bytesOf(m_dir.filePath(QStringLiteral("third.wav"))));
    }

    void damagedCacheIsMadeAgain()
    {
        const music::Plan plan = smallPlan();
        TaskContext task;
        QVERIFY(
            mix::render(plan, file(QStringLiteral("a.wav")), options("cache2"), task).has_value());
        const QString entry = m_dir.filePath(QStringLiteral("cache2/"))
            + QDir(m_dir.filePath(QStringLiteral("cache2"))).entryList(QDir::Files).at(0);
        QFile damaged(entry);
        QVERIFY(damaged.resize(50));
        QVERIFY(
            mix::render(plan, file(QStringLiteral("b.wav")), options("cache2"), task).has_value());
        QVERIFY(bytesOf(m_dir.filePath(QStringLiteral("a.wav")))
                == bytesOf(m_dir.filePath(QStringLiteral("b.wav"))));
        QVERIFY(QFile(entry).size() > 1000);
    }

    void cancellingLeavesNothing()
    {
        const music::Plan plan = smallPlan();
        for (const int polls : {0, 3, 10, 60, 300, 600}) {
            int count = 0;
            TaskContext task({}, [&] { return count++ >= polls; });
            const auto report = mix::render(plan, file(QStringLiteral("out.wav")), options(), task);
            QVERIFY2(!report.has_value(), qPrintable(QString::number(polls)));
            QVERIFY(report.error().code == ErrorCode::Cancelled);
            QCOMPARE(leftovers(), QStringList());
        }
    }

    void missingStemNamesItsLane()
    {
        music::Plan plan = smallPlan();
        plan.lanes[1].stemPath = file(QStringLiteral("gone.wav"));
        TaskContext task;
        const auto report = mix::render(plan, file(QStringLiteral("out.wav")), options(), task);
        QVERIFY(!report.has_value());
        QVERIFY(report.error().code == ErrorCode::NotFound);
        QVERIFY(report.error().message.find("'bass'") != std::string::npos);
        QVERIFY(report.error().message.find("gone.wav") != std::string::npos);
        QCOMPARE(leftovers(), QStringList());
    }

    void existingFileIsNotReplacedUnasked()
    {
        const music::Plan plan = smallPlan();
        write(QStringLiteral("precious.wav"), clickKick());
        const QByteArray before = bytesOf(m_dir.filePath(QStringLiteral("precious.wav")));
        mix::RenderOptions careful = options();
        careful.write.overwrite = false;
        TaskContext task;
        const auto report = mix::render(plan, file(QStringLiteral("precious.wav")), careful, task);
        QVERIFY(!report && report.error().code == ErrorCode::Exists);
        QVERIFY(bytesOf(m_dir.filePath(QStringLiteral("precious.wav"))) == before);
    }

    void everyRateAndChannelCount()
    {
        music::Plan plan = smallPlan();
        plan.lanes[0].stemPath = write(QStringLiteral("k44.wav"), tone(0.3, 50.0, 0.1, 44100, 1));
        plan.lanes[1].stemPath = write(QStringLiteral("b96.wav"), tone(0.4, 55.0, 0.3, 96000, 2));
        plan.lanes[2].stemPath = write(QStringLiteral("h6.wav"), tone(0.1, 6000.0, 0.02, 32000, 6));
        TaskContext task;
        const auto report = mix::render(plan, file(QStringLiteral("rates.wav")), options(), task);
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        QVERIFY(std::abs(report->lufs - report->targetLufs) <= 0.3);
    }

    void loopsKeepToTheGrid()
    {
        // Clicks on every beat at 130 bpm come out on every beat at 137.
        AudioBuffer loop(1, static_cast<std::size_t>(std::lround(8 * 60.0 / 130.0 * kRate)), kRate);
        for (int beat = 0; beat < 8; ++beat) {
            const auto at = static_cast<std::size_t>(std::lround(beat * 60.0 / 130.0 * kRate));
            for (std::size_t n = 0; n < 2400; ++n) {
                const double t = static_cast<double>(n) / kRate;
                loop.channel(0)[at + n] = static_cast<float>(
                    0.8 * std::exp(-t / 0.01) * std::sin(2.0 * std::numbers::pi * 900.0 * t));
            }
        }
        music::Plan plan;
        plan.bpm = 137.0;
        plan.bars = 8;
        plan.sections = {{"drop", 0, 8, 1.0}};
        auto lane = laneAt("drums", Category::Drums, write(QStringLiteral("loop.wav"), loop), 9, 1);
        lane.isLoop = true;
        lane.loopBars = 2;
        addHits(lane, 0, 1, {0.0});
        lane.events[0].lengthBeats = 32.0;
        plan.lanes = {lane};
        TaskContext task;
        QVERIFY(mix::render(plan, file(QStringLiteral("loops.wav")), options(), task).has_value());
        const auto out = audio::readAudio(file(QStringLiteral("loops.wav")));
        QVERIFY(out.has_value());
        const double top = peakOf(*out, 0, out->frames());
        for (int beat = 1; beat < 32; ++beat) {
            const auto wanted
                = static_cast<std::size_t>(std::llround(beat * 60.0 / plan.bpm * kRate));
            // Quiet 10 ms before, loud within 5 ms after.
            QVERIFY(peakOf(*out, wanted - 2400, wanted - 480) < 0.2 * top);
            QVERIFY(peakOf(*out, wanted - 120, wanted + 240) > 0.4 * top);
        }
    }

    void longStemsPlayTheirLoudestBars()
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
        plan.sections = {{"drop", 0, 8, 1.0}};
        auto lane = laneAt("drums", Category::Drums, write(QStringLiteral("stem.wav"), stem), 9, 1);
        lane.isLoop = true;
        lane.loopBars = 8;
        lane.windowStartS = -1.0;
        lane.windowS = 8 * barS;
        lane.gridStartS = 0.5;
        plan.lanes = {lane};
        TaskContext task;
        QVERIFY(mix::chooseWindows(plan, task).has_value());
        QVERIFY(std::abs(plan.lanes[0].windowStartS - (0.5 + 12 * barS)) < 1e-9);
    }

    void oneSoundMakesATrack()
    {
        music::Candidate kick;
        kick.id = 7;
        kick.path = write(QStringLiteral("only.wav"), clickKick());
        kick.contentHash = "only";
        kick.name = "only kick";
        kick.source = Source::Generated;
        kick.category = Category::Kick;
        kick.soundClass = SoundClass::OneShot;
        kick.durationS = 0.25;
        kick.quality = 0.9;
        TaskContext task;
        const auto plan
            = music::arrange(music::parsePrompt("techno 140 bpm 8 bars"), {kick}, {}, task);
        QVERIFY(plan.has_value());
        const auto report = mix::render(*plan, file(QStringLiteral("one.wav")), options(), task);
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        QVERIFY(report->audibleSeconds.at(7) > 1.0);
    }

    void silenceIsRenderedAsSilence()
    {
        music::Plan plan = smallPlan();
        plan.lanes.resize(1);
        plan.lanes[0].stemPath = write(QStringLiteral("silent.wav"), AudioBuffer(1, 4800, kRate));
        TaskContext task;
        const auto report = mix::render(plan, file(QStringLiteral("silence.wav")), options(), task);
        QVERIFY2(report.has_value(), report ? "" : report.error().message.c_str());
        QVERIFY(report->audibleSeconds.empty());
        QCOMPARE(report->lufs, -70.0);
    }

    void unusablePlansAreRefused()
    {
        music::Plan plan;
        TaskContext task;
        QVERIFY(mix::render(plan, file(QStringLiteral("out.wav")), options(), task).error().code
                == ErrorCode::BadInput);
        plan.bpm = 120.0;
        plan.bars = 4;
        QVERIFY(mix::render(plan, file(QStringLiteral("out.wav")), options(), task).error().code
                == ErrorCode::NotEnoughData);
        QCOMPARE(leftovers(), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestRenderer)
#include "tst_renderer.moc"
