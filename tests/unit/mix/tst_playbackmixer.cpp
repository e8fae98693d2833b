#include "core/audio/AudioFile.h"
#include "core/mix/PlaybackMixer.h"
#include "tests/support/Patience.h"

#include <QTemporaryDir>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>

using namespace nde;

namespace {

constexpr int kRate = 48000;
constexpr std::size_t kPull = 480; // 10 ms

std::filesystem::path writeTone(const QTemporaryDir& dir, const char* name, double hz,
                                double seconds, float level, int rate = kRate, int channels = 1)
{
    audio::AudioBuffer buffer(channels, static_cast<std::size_t>(seconds * rate), rate);
    for (int c = 0; c < channels; ++c) {
        auto samples = buffer.channel(c);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            samples[i] = level
                * static_cast<float>(
                             std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / rate));
        }
    }
    const std::filesystem::path path = dir.filePath(QString::fromLatin1(name)).toStdString();
    audio::WriteOptions options;
    options.sampleFormat = audio::SampleFormat::Float32;
    if (!audio::writeAudio(path, buffer, options)) {
        qFatal("could not write the test tone");
    }
    return path;
}

// Pulls until the mixer has started, then `frames` more; returns what was heard from the first
// sound on.
std::vector<float> listen(mix::PlaybackMixer& mixer, std::size_t frames)
{
    std::vector<float> heard;
    std::vector<float> block(kPull * 2);
    const auto isSilent = [](const std::vector<float>& samples) {
        return std::all_of(samples.begin(), samples.end(), [](float x) { return x == 0.0F; });
    };
    for (int tries = 0; tries < 30'000; ++tries) {
        mixer.pull(block);
        if (!isSilent(block)) {
            heard = block;
            break;
        }
        QTest::qWait(1);
    }
    while (heard.size() < frames * 2) {
        mixer.pull(block);
        heard.insert(heard.end(), block.begin(), block.end());
        QTest::qWait(5);
    }
    return heard;
}

float largestStep(const std::vector<float>& stereo)
{
    float step = std::abs(stereo[0]);
    for (std::size_t i = 2; i < stereo.size(); i += 2) {
        step = std::max(step, std::abs(stereo[i] - stereo[i - 2]));
    }
    return step;
}

// Waits for an error and takes it.
bool failed(mix::PlaybackMixer& mixer)
{
    for (int tries = 0; tries < 5000; ++tries) {
        if (mixer.takeError()) {
            return true;
        }
        QTest::qWait(1);
    }
    return false;
}

// Largest step of a full-scale tone from one sample to the next.
float toneStep(double hz, float level)
{
    return level * static_cast<float>(2.0 * std::numbers::pi * hz / kRate);
}

// A raw stereo file of a tone that is written whole; how much of it counts as done is up to the
// test.
struct RawTone
{
    std::filesystem::path path;
    std::shared_ptr<mix::GrowingFile> growing;
};

RawTone writeRaw(const QTemporaryDir& dir, const char* name, double hz, std::int64_t frames,
                 float level, int rate = kRate)
{
    const std::filesystem::path path = dir.filePath(QString::fromLatin1(name)).toStdString();
    std::ofstream file(path, std::ios::binary);
    for (std::int64_t i = 0; i < frames; ++i) {
        const auto value = level
            * static_cast<float>(std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i)
                                          / rate));
        const float frame[2] = {value, value};
        file.write(reinterpret_cast<const char*>(frame), sizeof frame);
    }
    return {path, std::make_shared<mix::GrowingFile>(rate, 2, frames)};
}

mix::PlaybackLane laneOf(const RawTone& tone)
{
    mix::PlaybackLane lane;
    lane.path = tone.path;
    lane.growing = tone.growing;
    return lane;
}

// Pulls, in the time that it would take, until `isDone` says so; returns what was heard.
template<typename IsDone>
std::vector<float> pullUntil(mix::PlaybackMixer& mixer, IsDone isDone)
{
    std::vector<float> heard;
    std::vector<float> block(kPull * 2);
    for (int i = 0; i < 3000 && !isDone(); ++i) {
        mixer.pull(block);
        heard.insert(heard.end(), block.begin(), block.end());
        QTest::qWait(5);
    }
    return heard;
}

} // namespace

class TestPlaybackMixer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void playsTheFileSampleBySample()
    {
        const QTemporaryDir dir;
        const auto path = writeTone(dir, "a.wav", 441.0, 1.0, 0.5F);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{path}});
        mixer.play(0);
        const auto heard = listen(mixer, 24000);
        QVERIFY(heard.size() >= 48000);
        // After the 0.5 ms attack ramp the output is the file, on both channels. The first sample
        // of a sine is 0, so the first one heard is sample 0 or, if the block began earlier, still
        // aligned to it.
        for (std::size_t i = 100; i < 20000; ++i) {
            const auto expected = 0.5F
                * static_cast<float>(std::sin(2.0 * std::numbers::pi * 441.0
                                              * static_cast<double>(i) / kRate));
            QVERIFY(std::abs(heard[2 * i] - expected) < 1e-6F);
            QCOMPARE(heard[2 * i], heard[2 * i + 1]);
        }
        QCOMPARE(mixer.status().underruns, std::int64_t {0});
    }

    void neverClicksAtStartStopSeekAndMute()
    {
        const QTemporaryDir dir;
        const auto path = writeTone(dir, "a.wav", 100.0, 5.0, 0.8F);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{path}});
        mixer.play(12345); // in the middle of a cycle
        auto heard = listen(mixer, 9600);
        mixer.seek(100021);
        const auto after = listen(mixer, 9600);
        heard.insert(heard.end(), after.begin(), after.end());
        mixer.setLaneMuted(0, true);
        const auto muted = listen(mixer, 960);
        heard.insert(heard.end(), muted.begin(), muted.end());
        QVERIFY(std::abs(muted.back()) == 0.0F);
        mixer.setLaneMuted(0, false);
        const auto again = listen(mixer, 960);
        heard.insert(heard.end(), again.begin(), again.end());
        mixer.stop();
        std::vector<float> tail(kPull * 2 * 2);
        mixer.pull(tail);
        heard.insert(heard.end(), tail.begin(), tail.end());
        // A ramp of 5 ms adds at most level / 240 frames to the tone's own step.
        QVERIFY2(largestStep(heard) < toneStep(100.0, 0.8F) + 2.0F * 0.8F / 240.0F,
                 qPrintable(QString::number(largestStep(heard))));
        QVERIFY(!mixer.status().isPlaying);
    }

    void isSilentTenMillisecondsAfterStop()
    {
        const QTemporaryDir dir;
        const auto path = writeTone(dir, "a.wav", 300.0, 2.0, 0.9F);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{path}});
        mixer.play(0);
        (void)listen(mixer, 4800);
        mixer.stop();
        std::vector<float> block(kPull * 2);
        mixer.pull(block);
        QVERIFY(std::abs(block[2 * 300]) == 0.0F); // 6.25 ms
        mixer.pull(block);
        QVERIFY(std::all_of(block.begin(), block.end(), [](float x) { return x == 0.0F; }));
    }

    void lanesAreSampleLocked()
    {
        const QTemporaryDir dir;
        // The second lane is the first one inverted: any slip between them would be heard.
        const auto a = writeTone(dir, "a.wav", 997.0, 3.0, 0.5F);
        const auto b = writeTone(dir, "b.wav", 997.0, 3.0, -0.5F);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{a}, {b}, {a, 0.25F}});
        mixer.play(1000);
        const auto heard = listen(mixer, 96000);
        float worst = 0.0F;
        for (std::size_t i = 400; i < 90000; ++i) {
            const auto expected = 0.125F
                * static_cast<float>(std::sin(2.0 * std::numbers::pi * 997.0
                                              * static_cast<double>(i + 1000) / kRate));
            worst = std::max(worst, std::abs(heard[2 * i] - expected));
        }
        QVERIFY2(worst < 1e-4F, qPrintable(QString::number(worst)));
    }

    void soloSilencesTheOthers()
    {
        const QTemporaryDir dir;
        const auto a = writeTone(dir, "a.wav", 500.0, 2.0, 0.5F);
        const auto b = writeTone(dir, "b.wav", 700.0, 2.0, 0.5F);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{a}, {b}});
        mixer.setLaneSolo(1, true);
        mixer.play(0);
        const auto heard = listen(mixer, 9600);
        for (std::size_t i = 400; i < 9000; ++i) {
            const auto expected = 0.5F
                * static_cast<float>(std::sin(2.0 * std::numbers::pi * 700.0
                                              * static_cast<double>(i) / kRate));
            QVERIFY(std::abs(heard[2 * i] - expected) < 1e-5F);
        }
    }

    void loopsWithoutGapOrClick()
    {
        const QTemporaryDir dir;
        const auto path = writeTone(dir, "a.wav", 130.0, 2.0, 0.7F);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{path}});
        mixer.setLoop(4801, 14403, true); // ends in the middle of a cycle
        mixer.play(4801);
        const auto heard = listen(mixer, 48000);
        const float allowed = toneStep(130.0, 0.7F) + 2.0F * 1.4F / 144.0F + 0.7F / 240.0F;
        QVERIFY2(largestStep(heard) < allowed, qPrintable(QString::number(largestStep(heard))));
        const auto at = mixer.positionFrames();
        QVERIFY(at >= 4801 && at <= 14403);
        QVERIFY(mixer.isPlaying());
    }

    void aPartEndsWhereItIsToldWithAFade()
    {
        const QTemporaryDir dir;
        const auto path = writeTone(dir, "a.wav", 441.0, 1.0, 0.5F);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{path}});
        mixer.setLoop(0, 48000, true); // counts for less than the part
        mixer.play(10007, 14440);
        const auto heard = listen(mixer, 9600);
        const auto tone = [](std::size_t frame) {
            return 0.5F
                * static_cast<float>(std::sin(2.0 * std::numbers::pi * 441.0
                                              * static_cast<double>(frame) / kRate));
        };
        for (std::size_t i = 400; i < 4433 - 240; ++i) {
            QVERIFY(std::abs(heard[2 * i] - tone(10007 + i)) < 1e-4F);
        }
        for (std::size_t i = 4433 - 240; i < 4433; ++i) {
            const float level = static_cast<float>(4433 - i) / 240.0F;
            QVERIFY(std::abs(heard[2 * i] - level * tone(10007 + i)) < 1e-4F);
        }
        for (std::size_t i = 4433; i < 9600; ++i) {
            QCOMPARE(heard[2 * i], 0.0F);
        }
        QVERIFY(!mixer.isPlaying());
        mixer.play(20000); // and after it everything is as ever: the loop counts again
        (void)listen(mixer, 9600);
        QVERIFY(mixer.isPlaying());
    }

    void endsByItself()
    {
        const QTemporaryDir dir;
        const auto path = writeTone(dir, "a.wav", 441.0, 0.1, 0.5F);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{path}});
        mixer.play(0);
        (void)listen(mixer, 9600);
        QVERIFY(!mixer.isPlaying());
        QCOMPARE(mixer.lengthFrames(), std::int64_t {4800});
        mixer.play(0); // and can be heard again
        (void)listen(mixer, 480);
        QVERIFY(mixer.isPlaying());
    }

    void resamplesToTheOutputRate()
    {
        const QTemporaryDir dir;
        const auto path = writeTone(dir, "a.wav", 1000.0, 1.0, 0.5F, 44100, 2);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{path}});
        mixer.play(0);
        const auto heard = listen(mixer, 40000);
        QCOMPARE(mixer.lengthFrames(), std::int64_t {48000});
        // The tone is found at its frequency with its level (correlation over whole cycles).
        double re = 0.0;
        double im = 0.0;
        constexpr std::size_t kFrom = 4800;
        constexpr std::size_t kCount = 28800;
        for (std::size_t i = kFrom; i < kFrom + kCount; ++i) {
            const double phase = 2.0 * std::numbers::pi * 1000.0 * static_cast<double>(i) / kRate;
            re += static_cast<double>(heard[2 * i]) * std::cos(phase);
            im += static_cast<double>(heard[2 * i]) * std::sin(phase);
        }
        QVERIFY(std::abs(2.0 * std::hypot(re, im) / kCount - 0.5) < 0.005);
    }

    void reportsWhatCannotBeOpened()
    {
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{"/nowhere/at/all.wav"}});
        mixer.play(0);
        std::optional<Error> error;
        std::vector<float> block(kPull * 2);
        const auto arrived = [&] {
            mixer.pull(block);
            if (auto next = mixer.takeError()) {
                error = std::move(next);
            }
            return error.has_value();
        };
        QTRY_VERIFY(arrived());
        QVERIFY(error->code == ErrorCode::NotFound);
        QTRY_VERIFY(!mixer.isPlaying());
    }

    void playingNothingEndsAtOnce()
    {
        mix::PlaybackMixer mixer(kRate);
        mixer.play(0);
        QTRY_VERIFY(!mixer.isPlaying());
        mixer.load({{"/nowhere/at/all.wav"}});
        QVERIFY(failed(mixer));
        mixer.play(0); // after the failure is known
        QTRY_VERIFY(!mixer.isPlaying());
    }

    void anOldSoundRunningOutDoesNotUndoALaterFailure()
    {
        const QTemporaryDir dir;
        const auto path = writeTone(dir, "a.wav", 441.0, 0.1, 0.5F);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{path}});
        mixer.play(0);
        (void)listen(mixer, 4320);
        std::vector<float> block(64 * 2);
        while (mixer.positionFrames() < 4700) { // less is left than a stop ramp takes
            mixer.pull(block);
        }
        mixer.load({{"/nowhere/at/all.wav"}});
        mixer.play(0);
        QVERIFY(failed(mixer));
        for (int i = 0; i < 20; ++i) {
            mixer.pull(block);
        }
        QVERIFY(!mixer.isPlaying());
    }

    void aStarvedVoiceIsGivenBackWhenStopped()
    {
        const QTemporaryDir dir;
        const auto path = writeTone(dir, "a.wav", 441.0, 1.0, 0.5F, 44100);
        mix::PlaybackMixer mixer(kRate);
        std::vector<float> block(kPull * 2);
        for (int tries = 0; tries < 20; ++tries) {
            mixer.load(std::vector<mix::PlaybackLane>(8, {path}));
            mixer.play(0);
            (void)listen(mixer, 480);
            const auto before = mixer.status().underruns;
            while (mixer.isPlaying() && mixer.status().underruns == before) {
                mixer.pull(block); // as fast as the reader never can
            }
            mixer.stop();
            for (int i = 0; i < 3; ++i) {
                mixer.pull(block);
            }
            const auto after = mixer.status().underruns;
            for (int i = 0; i < 10; ++i) {
                mixer.pull(block);
            }
            QCOMPARE(mixer.status().underruns, after);
        }
    }

    void waitsAtTheGrowingEdgeAndGoesOnThere()
    {
        const QTemporaryDir dir;
        const RawTone tone = writeRaw(dir, "a.f32", 100.0, 4 * kRate, 0.8F);
        tone.growing->framesDone = 30'000;
        mix::PlaybackMixer mixer(kRate);
        mixer.load({laneOf(tone)});
        mixer.play(480); // past the start, whose ramp is shorter
        auto heard = pullUntil(mixer, [&] { return mixer.status().isWaiting; });
        QVERIFY(mixer.isPlaying());
        const auto edge = mixer.positionFrames();
        QVERIFY2(edge <= 30'000 && edge > 30'000 - 1024, qPrintable(QString::number(edge)));
        QCOMPARE(mixer.lengthFrames(), std::int64_t {4 * kRate});
        // Pulled at ten times its speed, the reader may have been late before; waiting is not that.
        const auto underruns = mixer.status().underruns;
        // A little more is not enough to go on: it would stutter.
        tone.growing->framesDone = 40'000;
        std::vector<float> block(kPull * 2);
        for (int i = 0; i < 20; ++i) {
            QTest::qWait(2);
            mixer.pull(block);
            heard.insert(heard.end(), block.begin(), block.end());
        }
        QCOMPARE(mixer.positionFrames(), edge);
        QCOMPARE(mixer.status().underruns, underruns);
        tone.growing->framesDone = 4 * kRate;
        const auto more = pullUntil(mixer, [&] { return mixer.positionFrames() > 60'000; });
        heard.insert(heard.end(), more.begin(), more.end());
        QVERIFY(!mixer.status().isWaiting);
        // It faded out and in again, without a click ...
        QVERIFY2(largestStep(heard) < toneStep(100.0, 0.8F) + 2.0F * 0.8F / 240.0F,
                 qPrintable(QString::number(largestStep(heard))));
        // ... and what is heard at the end is the file at that position.
        const auto last = static_cast<double>(mixer.positionFrames() - 1);
        const auto expected
            = 0.8F * static_cast<float>(std::sin(2.0 * std::numbers::pi * 100.0 * last / kRate));
        QVERIFY(std::abs(heard.back() - expected) < 1e-5F);
    }

    void aLaneThatIsNotHeardHoldsUpNobody()
    {
        const QTemporaryDir dir;
        const auto original = writeTone(dir, "o.wav", 300.0, 2.0, 0.5F);
        const RawTone stem = writeRaw(dir, "a.f32", 700.0, 2 * kRate, 0.25F);
        stem.growing->framesDone = 10'000;
        mix::PlaybackLane muted = laneOf(stem);
        muted.isMuted = true;
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{original}, muted});
        mixer.play(0);
        (void)pullUntil(mixer, [&] { return mixer.positionFrames() > 40'000; });
        QVERIFY(mixer.positionFrames() > 40'000);
        // Now the stem is wanted, past its edge: playback waits for it there.
        mixer.setLaneMuted(0, true);
        mixer.setLaneMuted(1, false);
        (void)pullUntil(mixer, [&] { return mixer.status().isWaiting; });
        QVERIFY(mixer.status().isWaiting);
        const auto at = mixer.positionFrames();
        stem.growing->framesDone = 2 * kRate;
        const auto heard = pullUntil(mixer, [&] { return mixer.positionFrames() > at + 9000; });
        const auto last = static_cast<double>(mixer.positionFrames() - 1);
        const auto expected
            = 0.25F * static_cast<float>(std::sin(2.0 * std::numbers::pi * 700.0 * last / kRate));
        QVERIFY(std::abs(heard.back() - expected) < 1e-4F);
    }

    void aLaneFarBehindComesInWhereItIsWritten()
    {
        const QTemporaryDir dir;
        const RawTone first = writeRaw(dir, "a.f32", 100.0, 20 * kRate, 0.5F);
        const RawTone second = writeRaw(dir, "b.f32", 100.0, 20 * kRate, 0.3F);
        first.growing->framesDone = 20 * kRate; // the first network is done with its stem
        second.growing->framesDone = 24'000; // the second has only begun
        mix::PlaybackMixer mixer(kRate);
        mixer.load({laneOf(first), laneOf(second)});
        mixer.play(480);
        auto heard = pullUntil(mixer, [&] { return mixer.positionFrames() > 60'000; });
        QVERIFY(!mixer.status().isWaiting);
        const auto expected = [&](double level, std::int64_t at) {
            return static_cast<float>(
                level * std::sin(2.0 * std::numbers::pi * 100.0 * static_cast<double>(at) / kRate));
        };
        QVERIFY(std::abs(heard.back() - expected(0.5, mixer.positionFrames() - 1)) < 1e-4F);
        second.growing->framesDone = 20 * kRate;
        const auto more = pullUntil(mixer, [&] { return mixer.positionFrames() > 150'000; });
        heard.insert(heard.end(), more.begin(), more.end());
        QVERIFY(std::abs(heard.back() - expected(0.8, mixer.positionFrames() - 1)) < 1e-4F);
        // It went and came with ramps.
        QVERIFY2(largestStep(heard) < toneStep(100.0, 0.8F) + 0.3F / 100.0F,
                 qPrintable(QString::number(largestStep(heard))));
        QCOMPARE(mixer.status().underruns, std::int64_t {0});
    }

    void anAbandonedFileEndsWhereItStands()
    {
        const QTemporaryDir dir;
        const RawTone tone = writeRaw(dir, "a.f32", 100.0, kRate, 0.5F);
        tone.growing->framesDone = 20'000;
        mix::PlaybackMixer mixer(kRate);
        mixer.load({laneOf(tone)});
        mixer.play(0);
        (void)pullUntil(mixer, [&] { return mixer.status().isWaiting; });
        QVERIFY(mixer.isPlaying());
        tone.growing->isAbandoned = true;
        (void)pullUntil(mixer, [&] { return !mixer.isPlaying(); });
        QVERIFY(!mixer.isPlaying());
        QVERIFY(mixer.positionFrames() <= 20'000);
    }

    void finishedFilesTakeOverWithoutAGap_data()
    {
        QTest::addColumn<int>("rate");
        QTest::addRow("at the output's rate") << 48000;
        QTest::addRow("at the model's rate") << 44100;
    }
    void finishedFilesTakeOverWithoutAGap()
    {
        QFETCH(int, rate);
        const QTemporaryDir dir;
        const RawTone tone = writeRaw(dir, "a.f32", 100.0, 3 * rate, 0.8F, rate);
        tone.growing->framesDone = 3 * rate;
        const auto file = writeTone(dir, "a.wav", 100.0, 3.0, 0.8F, kRate, 2);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({laneOf(tone)});
        QVERIFY(!mixer.exchange({{file}, {file}})); // another number of lanes
        mixer.play(0);
        auto heard = pullUntil(mixer, [&] { return mixer.positionFrames() > 20'000; });
        QVERIFY(mixer.exchange({{file}}));
        std::filesystem::remove(tone.path); // as the job does
        const auto more = pullUntil(mixer, [&] { return mixer.positionFrames() > 110'000; });
        heard.insert(heard.end(), more.begin(), more.end());
        QVERIFY(!mixer.takeError());
        QVERIFY2(largestStep(heard) < toneStep(100.0, 0.8F) + 0.01F,
                 qPrintable(QString::number(largestStep(heard))));
        const auto last = static_cast<double>(mixer.positionFrames() - 1);
        const auto expected
            = 0.8F * static_cast<float>(std::sin(2.0 * std::numbers::pi * 100.0 * last / kRate));
        QVERIFY(std::abs(heard.back() - expected) < 1e-4F);
    }

    void oneBandIsHeard_data()
    {
        QTest::addColumn<double>("bandHz");
        QTest::addColumn<float>("leastPeak");
        QTest::addColumn<float>("mostPeak");
        QTest::addRow("its own") << 1000.0 << 0.48F << 0.51F;
        // A critical band at 1 kHz is 133 Hz wide: −3 dB at its edge.
        QTest::addRow("the edge") << 1066.0 << 0.32F << 0.39F;
        QTest::addRow("two octaves up") << 4000.0 << 0.0F << 0.01F;
        QTest::addRow("two octaves down") << 250.0 << 0.0F << 0.01F;
        QTest::addRow("above half the rate") << 30000.0 << 0.0F << 0.0F;
    }
    void oneBandIsHeard()
    {
        QFETCH(double, bandHz);
        QFETCH(float, leastPeak);
        QFETCH(float, mostPeak);
        const QTemporaryDir dir;
        const auto path = writeTone(dir, "a.wav", 1000.0, 3.0, 0.5F, kRate, 2);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{path}});
        mix::PlaybackLane lane {path};
        lane.bandHz = bandHz;
        QVERIFY(mixer.exchange({lane}));
        mixer.play(0);
        // The filters have settled long before one second.
        const auto heard = pullUntil(mixer, [&] { return mixer.positionFrames() > 96'000; });
        QVERIFY(heard.size() > 2 * 90'000);
        float peak = 0.0F;
        for (std::size_t i = heard.size() / 2; i < heard.size(); ++i) {
            peak = std::max(peak, std::abs(heard[i]));
        }
        QVERIFY2(peak >= leastPeak && peak <= mostPeak, qPrintable(QString::number(peak)));
    }

    void whatCannotTakeOverLeavesTheOldOnePlaying()
    {
        const QTemporaryDir dir;
        const auto path = writeTone(dir, "a.wav", 441.0, 2.0, 0.5F);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{path}});
        mixer.play(0);
        (void)listen(mixer, 4800);
        QVERIFY(mixer.exchange({{"/nowhere/at/all.wav"}}));
        QVERIFY(failed(mixer));
        QVERIFY(mixer.isPlaying());
        const auto at = mixer.positionFrames();
        (void)pullUntil(mixer, [&] { return mixer.positionFrames() > at + 48'000; });
        QVERIFY(mixer.positionFrames() > at + 48'000);
    }

    void survivesAThousandRestarts()
    {
        const QTemporaryDir dir;
        const auto path = writeTone(dir, "a.wav", 441.0, 1.0, 0.5F);
        mix::PlaybackMixer mixer(kRate);
        mixer.load({{path}});
        std::vector<float> block(kPull * 2);
        for (int i = 0; i < 1000; ++i) {
            mixer.play(i % 7 * 1000);
            if (i % 3 != 0) {
                mixer.pull(block);
            }
            if (i % 11 == 0) {
                mixer.stop();
            }
        }
        mixer.play(0);
        (void)listen(mixer, 4800);
        QVERIFY(mixer.isPlaying());
    }
};

QTEST_GUILESS_MAIN(TestPlaybackMixer)
#include "tst_playbackmixer.moc"
