#include "AudioTestSignals.h"
#include "core/audio/Resample.h"
#include "core/audio/TimeStretch.h"

#include <QTest>

using namespace nde;
using namespace nde::audio;

class TestResample : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSineStaysASine_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addRow("CD to studio") << 44100 << 48000;
        QTest::addRow("studio to CD") << 48000 << 44100;
        QTest::addRow("high to studio") << 96000 << 48000;
        QTest::addRow("analysis") << 48000 << 22050;
    }
    void aSineStaysASine()
    {
        QFETCH(int, from);
        QFETCH(int, to);
        const auto frames = static_cast<std::size_t>(from);
        const auto out = resample(test::sine(2, frames, from, 1000.0, 0.5), to);
        QVERIFY(out.has_value());
        QCOMPARE(out->sampleRate(), to);
        QCOMPARE(out->frames(), static_cast<std::size_t>(to));
        const auto middle = out->channel(1).subspan(out->frames() / 10, out->frames() * 8 / 10);
        QVERIFY(std::abs(test::amplitudeAt(middle, to, 1000.0) - 0.5) < 0.0005);
        QVERIFY(std::abs(test::crossingHz(middle, to) - 1000.0) < 0.01);
        // In phase with the input: no delay.
        const std::size_t frame = out->frames() / 2;
        QVERIFY(std::abs(double {out->channel(0)[frame]}
                         - 0.5 * std::sin(test::turns(1000.0, frame, to)))
                < 0.001);
    }

    void lengthsAreExact()
    {
        for (const std::size_t frames : {0, 1, 2, 333, 44099, 44101}) {
            const AudioBuffer buffer = test::sine(1, frames, 44100, 100.0, 0.5);
            const auto out = resample(buffer, 48000);
            QVERIFY(out.has_value());
            QCOMPARE(out->frames(),
                     static_cast<std::size_t>(
                         std::llround(static_cast<double>(frames) * 48000.0 / 44100.0)));
        }
        const AudioBuffer same = test::sine(1, 500, 44100, 100.0, 0.5);
        QVERIFY(resample(same, 44100) == same);
    }

    void whatWouldAliasIsGone()
    {
        const auto out = resample(test::sine(1, 96000, 96000, 30000.0, 1.0), 48000);
        QVERIFY(out.has_value());
        QVERIFY(peakOf(deinterleave(out->channel(0).subspan(2000, 44000), 1, 48000)) < 1e-4F);
    }

    void blocksGiveTheSameSamplesAsOneCall()
    {
        const AudioBuffer buffer = test::sine(2, 20000, 44100, 440.0, 0.5);
        const std::vector<float> samples = interleave(buffer);
        auto whole = Resampler::create(2, 44100, 48000);
        auto parts = Resampler::create(2, 44100, 48000);
        QVERIFY(whole && parts);
        std::vector<float> a;
        std::vector<float> b;
        whole->process(samples, true, a);
        for (std::size_t at = 0; at < samples.size(); at += 1234) {
            const std::size_t count = std::min<std::size_t>(1234, samples.size() - at);
            parts->process(std::span(samples).subspan(at, count), false, b);
        }
        parts->process({}, true, b);
        QVERIFY(a == b);
        QVERIFY(std::abs(static_cast<double>(a.size()) / 2.0 - 21768.7) < 2.0);
    }

    void refusesNonsense()
    {
        QVERIFY(!Resampler::create(0, 44100, 48000).has_value());
        QVERIFY(!Resampler::create(2, 10, 48000).has_value());
        QVERIFY(!Resampler::create(2, 44100, std::nan("")).has_value());
        QVERIFY(!resample(AudioBuffer(1, 10, 44100), 0).has_value());
    }

    void stretchKeepsPitchAndTransposeKeepsLength_data()
    {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<double>("semitones");
        QTest::addColumn<double>("hz");
        QTest::addRow("longer") << 1.5 << 0.0 << 440.0;
        QTest::addRow("shorter") << 0.7 << 0.0 << 440.0;
        QTest::addRow("octave up") << 1.0 << 12.0 << 880.0;
        QTest::addRow("fifth down and longer") << 1.25 << -7.0 << 293.665;
    }
    void stretchKeepsPitchAndTransposeKeepsLength()
    {
        QFETCH(double, ratio);
        QFETCH(double, semitones);
        QFETCH(double, hz);
        const AudioBuffer buffer = test::sine(1, 48001, 48000, 440.0, 0.5);
        TaskContext task;
        const auto out = timeStretch(buffer, ratio, semitones, task);
        QVERIFY(out.has_value());
        QCOMPARE(out->frames(), static_cast<std::size_t>(std::llround(48001.0 * ratio)));
        const auto middle = out->channel(0).subspan(out->frames() / 5, out->frames() * 3 / 5);
        QVERIFY(std::abs(test::crossingHz(middle, 48000) / hz - 1.0) < 0.003);
        QVERIFY(std::abs(test::amplitudeAt(middle, 48000, hz) - 0.5) < 0.05);
    }

    void stretchIsDeterministicAndKeepsSmallThings()
    {
        TaskContext task;
        const AudioBuffer buffer = test::sine(2, 9000, 44100, 300.0, 0.5);
        const auto a = timeStretch(buffer, 1.3, 2.0, task);
        const auto b = timeStretch(buffer, 1.3, 2.0, task);
        QVERIFY(a && b && *a == *b);
        QVERIFY(timeStretch(buffer, 1.0, 0.0, task) == buffer);
        for (const std::size_t frames : {0, 1, 50, 1000}) {
            const auto tiny
                = timeStretch(test::sine(1, frames, 48000, 1000.0, 0.5), 2.0, 0.0, task);
            QVERIFY(tiny.has_value());
            QCOMPARE(tiny->frames(), 2 * frames);
        }
    }

    void stretchRefusesAndCancels()
    {
        TaskContext task;
        const AudioBuffer buffer = test::sine(1, 48000, 48000, 300.0, 0.5);
        for (const auto& [ratio, semitones] : {std::pair {0.2, 0.0},
                                               {4.1, 0.0},
                                               {1.0, 25.0},
                                               {std::nan(""), 0.0},
                                               {1.0, std::nan("")}}) {
            const auto refused = timeStretch(buffer, ratio, semitones, task);
            QVERIFY(!refused && refused.error().code == ErrorCode::BadInput);
        }
        int polls = 0;
        double last = -1.0;
        TaskContext cancelling([&](double fraction, std::string_view) { last = fraction; },
                               [&] { return ++polls > 30; });
        const auto stopped = timeStretch(buffer, 1.5, 0.0, cancelling);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
        QVERIFY(last > 0.2 && last < 0.9);
    }
};

QTEST_GUILESS_MAIN(TestResample)
#include "tst_resample.moc"
