#include "core/audio/Loudness.h"
#include "core/synth/StarterKit.h"
#include "tests/unit/audio/AudioTestSignals.h"

#include <QTest>

#include <cmath>

using namespace nde;
using namespace nde::synth;

namespace {

constexpr std::size_t kBarFrames = 90000; // 240 / 128 s at 48 kHz

double powerOf(const audio::AudioBuffer& buffer, std::size_t fromBar, std::size_t toBar)
{
    double power = 0.0;
    for (int c = 0; c < buffer.channels(); ++c) {
        for (const float sample :
             buffer.channel(c).subspan(fromBar * kBarFrames, (toBar - fromBar) * kBarFrames)) {
            power += double {sample} * double {sample};
        }
    }
    return power / static_cast<double>((toBar - fromBar) * kBarFrames * 2);
}

} // namespace

class TestDemoTrack : public QObject
{
    Q_OBJECT

    DemoTrack m_track;

private Q_SLOTS:
    void initTestCase()
    {
        TaskContext task;
        auto track = synthesiseDemoTrack(1, task);
        QVERIFY(track.has_value());
        m_track = std::move(*track);
    }

    void itLastsThirtyTwoBars()
    {
        QCOMPARE(m_track.bpm, 128.0);
        QCOMPARE(m_track.bars, 32);
        QVERIFY(m_track.key == (Key {9, true}));
        for (const audio::AudioBuffer* part :
             {&m_track.mix, &m_track.drums, &m_track.bass, &m_track.vocals, &m_track.other}) {
            QCOMPARE(part->frames(), 32 * kBarFrames);
            QCOMPARE(part->channels(), 2);
            QCOMPARE(part->sampleRate(), 48000);
            QCOMPARE(part->channel(0).front(), 0.0F);
            QCOMPARE(part->channel(1).back(), 0.0F);
        }
    }

    void theMixIsTheSumOfItsParts()
    {
        for (int c = 0; c < 2; ++c) {
            for (std::size_t i = 0; i < m_track.mix.frames(); ++i) {
                const float sum = m_track.drums.channel(c)[i] + m_track.bass.channel(c)[i]
                    + m_track.vocals.channel(c)[i] + m_track.other.channel(c)[i];
                if (m_track.mix.channel(c)[i] != sum) {
                    QCOMPARE(m_track.mix.channel(c)[i], sum);
                }
            }
        }
    }

    void levelsAreThoseOfATrack()
    {
        const float peak = audio::peakOf(m_track.mix);
        QVERIFY(peak <= 0.8912510F && peak > 0.85F);
        const auto loudness = audio::measureLoudness(m_track.mix);
        QVERIFY(loudness.has_value());
        QVERIFY(loudness->integratedLufs > -15.0 && loudness->integratedLufs < -10.0);
        for (const audio::AudioBuffer* part :
             {&m_track.drums, &m_track.bass, &m_track.vocals, &m_track.other}) {
            const auto level = audio::measureLoudness(*part);
            QVERIFY(level.has_value());
            QVERIFY(level->integratedLufs > -25.0); // nothing is buried
            for (int c = 0; c < 2; ++c) {
                double sum = 0.0;
                for (const float sample : part->channel(c)) {
                    QVERIFY(std::isfinite(sample));
                    sum += double {sample};
                }
                QVERIFY(std::abs(sum / static_cast<double>(part->frames())) < 1e-4);
            }
        }
    }

    void bassIsInTheMiddleAndPadsAreWide()
    {
        const auto left = m_track.bass.channel(0);
        QVERIFY(std::equal(left.begin(), left.end(), m_track.bass.channel(1).begin()));
        double side = 0.0;
        double middle = 0.0;
        for (std::size_t i = 0; i < m_track.other.frames(); ++i) {
            const double l = double {m_track.other.channel(0)[i]};
            const double r = double {m_track.other.channel(1)[i]};
            side += (l - r) * (l - r);
            middle += (l + r) * (l + r);
        }
        QVERIFY(side > 0.05 * middle);
    }

    void theArrangementBreathes()
    {
        const double groove = powerOf(m_track.drums, 4, 12);
        QVERIFY(powerOf(m_track.drums, 13, 16) < 0.01 * groove); // the break has hats only
        QVERIFY(powerOf(m_track.drums, 20, 28) > 0.8 * groove);
        QVERIFY(powerOf(m_track.vocals, 0, 8) == 0.0);
        QVERIFY(powerOf(m_track.vocals, 12, 16) > powerOf(m_track.vocals, 20, 28));
        QVERIFY(powerOf(m_track.bass, 0, 2) == 0.0);
        QVERIFY(powerOf(m_track.bass, 16, 20) < 1e-6); // gone before the drop
        QVERIFY(powerOf(m_track.bass, 20, 28) > 1e-4);
        QVERIFY(powerOf(m_track.mix, 20, 28) > powerOf(m_track.mix, 0, 4));
    }

    // A kick on every beat of the groove: the drums are loud right after the beat and have decayed
    // before the next.
    void theKickIsOnTheGrid()
    {
        const std::size_t beat = kBarFrames / 4;
        for (std::size_t b = 16; b < 40; b += 2) {
            const auto at = m_track.drums.channel(0).subspan(b * beat, 2400);
            const auto before = m_track.drums.channel(0).subspan(b * beat - 1200, 1200);
            QVERIFY(test::amplitudeAt(at, 48000, 60.0)
                    > 5.0 * test::amplitudeAt(before, 48000, 60.0));
        }
    }

    // The break's long notes: a bar on A (55 Hz), then one on F (43.65 Hz).
    void theBassPlaysTheChords()
    {
        const auto amplitude = [this](std::size_t bar, double hz) {
            return test::amplitudeAt(m_track.bass.channel(0).subspan(bar * kBarFrames, kBarFrames),
                                     48000, hz);
        };
        QVERIFY(amplitude(12, 55.0) > 0.02);
        QVERIFY(amplitude(12, 55.0) > 4.0 * amplitude(12, 43.65));
        QVERIFY(amplitude(13, 43.65) > 0.02);
        QVERIFY(amplitude(13, 43.65) > 4.0 * amplitude(13, 55.0));
    }

    void theSameSeedGivesTheSameTrack()
    {
        TaskContext task;
        const auto again = synthesiseDemoTrack(1, task);
        QVERIFY(again.has_value());
        QVERIFY(again->mix == m_track.mix);
        QVERIFY(again->vocals == m_track.vocals);
    }

    void cancelling()
    {
        double last = 0.0;
        TaskContext task([&](double fraction, std::string_view) { last = fraction; },
                         [&] { return last > 0.2; });
        const auto stopped = synthesiseDemoTrack(1, task);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
        QVERIFY(last < 0.6);
    }
};

QTEST_GUILESS_MAIN(TestDemoTrack)
#include "tst_demotrack.moc"
