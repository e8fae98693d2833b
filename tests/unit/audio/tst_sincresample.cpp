#include "AudioTestSignals.h"
#include "core/audio/AudioFile.h"
#include "core/audio/SincResample.h"
#include "core/base/Random.h"
#include "tests/support/SharedData.h"

#include <QTest>

using namespace nde;
using namespace nde::audio;

namespace {

/// Through the resampler in blocks of `block` frames.
std::vector<float> through(const std::vector<float>& in, int channels, int from, int to,
                           std::size_t block, std::int64_t total = -1)
{
    auto resampler = SincResampler::create(channels, from, to);
    std::vector<float> out;
    const std::size_t step = block * static_cast<std::size_t>(channels);
    for (std::size_t at = 0; at < in.size(); at += step) {
        resampler->push({in.data() + at, std::min(step, in.size() - at)}, out);
    }
    resampler->finish(out, total);
    return out;
}

std::vector<float> noise(std::size_t samples)
{
    Random random(7);
    std::vector<float> values(samples);
    for (float& value : values) {
        value = static_cast<float>(random.uniform(-1.0, 1.0));
    }
    return values;
}

} // namespace

class TestSincResample : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void matchesTheOriginal_data()
    {
        QTest::addColumn<int>("from");
        QTest::addRow("down") << 48000;
        QTest::addRow("up") << 22050;
    }
    void matchesTheOriginal()
    {
        QFETCH(int, from);
        const QString folder = test::demucsFixture({});
        if (folder.isEmpty()) {
            QSKIP("The shared fixtures are not on this machine.");
        }
        const auto mix = readAudio(QString(folder + u"mix.wav").toStdString());
        QVERIFY(mix.has_value());
        const auto wanted
            = test::readFloats(folder + QStringLiteral("resample_%1_to_44100.f32").arg(from));
        constexpr std::size_t kStored = 14700; // every third of 44100 frames, two channels
        QCOMPARE(wanted.size(), kStored * 2);
        std::vector<float> in = interleave(*mix);
        in.resize(static_cast<std::size_t>(from) * 2);
        const auto got = through(in, 2, from, 44100, 4096);
        QCOMPARE(got.size(), std::size_t {44100 * 2});
        test::SnrMeter meter;
        for (std::size_t c = 0; c < 2; ++c) {
            for (std::size_t i = 0; i < kStored; ++i) {
                meter.add(double {wanted[c * kStored + i]}, double {got[i * 6 + c]});
            }
        }
        qInfo("SNR %.1f dB", meter.db());
        QVERIFY2(meter.db() >= 105.0, qPrintable(QString::number(meter.db())));
    }

    void aSineStaysASine_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addRow("studio to CD") << 48000 << 44100;
        QTest::addRow("CD to studio") << 44100 << 48000;
        QTest::addRow("high to CD") << 96000 << 44100;
        QTest::addRow("odd") << 44056 << 44100;
        QTest::addRow("low") << 8000 << 44100;
    }
    void aSineStaysASine()
    {
        QFETCH(int, from);
        QFETCH(int, to);
        const auto in = interleave(test::sine(1, static_cast<std::size_t>(from), from, 997.0, 0.5));
        const auto out = through(in, 1, from, to, 1000);
        QCOMPARE(out.size(), static_cast<std::size_t>(to));
        test::SnrMeter meter;
        for (std::size_t i = out.size() / 10; i < out.size() * 9 / 10; ++i) {
            meter.add(0.5 * std::sin(test::turns(997.0, i, to)), double {out[i]});
        }
        // A window over 24 crossings ripples a little in the pass band.
        QVERIFY2(meter.db() > 60.0, qPrintable(QString::number(meter.db())));
    }

    void blocksDoNotMatter_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        QTest::addRow("down") << 48000 << 44100;
        QTest::addRow("up") << 32000 << 44100;
        QTest::addRow("odd") << 44056 << 44100;
        QTest::addRow("without a table") << 44101 << 7919;
        QTest::addRow("same") << 44100 << 44100;
    }
    void blocksDoNotMatter()
    {
        QFETCH(int, from);
        QFETCH(int, to);
        const auto in = noise(2 * 9001);
        const auto whole = through(in, 2, from, to, in.size());
        QCOMPARE(through(in, 2, from, to, 1), whole);
        QCOMPARE(through(in, 2, from, to, 777), whole);
    }

    void aConstantStaysConstant()
    {
        // Also at both ends: the first and last frame are repeated, and every phase sums to 1.
        for (const std::size_t frames : {1U, 2U, 5000U}) {
            const std::vector<float> in(frames, 0.25F);
            const auto out = through(in, 1, 22050, 44100, 100);
            QCOMPARE(out.size(), frames * 2);
            for (const float value : out) {
                QVERIFY(std::abs(value - 0.25F) < 1e-6F);
            }
        }
    }

    void lengthsAreThoseOfTheOriginal()
    {
        const auto down = SincResampler::create(1, 48000, 44100);
        QCOMPARE(down->outputFrames(48000), std::int64_t {44100});
        QCOMPARE(down->outputFrames(1), std::int64_t {0});
        QCOMPARE(down->outputFrames(2), std::int64_t {1});
        // 1000000·147/160 = 918750 exactly; one frame more is 918750.91875.
        QCOMPARE(down->outputFrames(1'000'001), std::int64_t {918'750});
        // 2^24 and more: exact.
        QCOMPARE(down->outputFrames(std::int64_t {48000} * 86400), std::int64_t {44100} * 86400);
        const auto same = SincResampler::create(1, 44100, 44100);
        QCOMPARE(same->outputFrames(20'000'001), std::int64_t {20'000'001});
    }

    void aGivenLengthIsKept()
    {
        const auto in = noise(1000);
        const auto plain = through(in, 1, 44100, 48000, 64);
        QCOMPARE(plain.size(), std::size_t {1088});
        auto longer = through(in, 1, 44100, 48000, 64, 1090);
        QCOMPARE(longer.size(), std::size_t {1090});
        longer.resize(1088);
        QCOMPARE(longer, plain);
        QCOMPARE(through(in, 1, 44100, 44100, 64, 1002).size(), std::size_t {1002});
        QVERIFY(through({}, 1, 44100, 48000, 64, 10).empty());
    }

    void wrongRatesAreRefused()
    {
        QCOMPARE(SincResampler::create(0, 44100, 48000).error().code, ErrorCode::BadInput);
        QCOMPARE(SincResampler::create(2, 0, 48000).error().code, ErrorCode::BadInput);
        QCOMPARE(SincResampler::create(2, 44100, 1'000'000).error().code, ErrorCode::BadInput);
    }
};

QTEST_GUILESS_MAIN(TestSincResample)
#include "tst_sincresample.moc"
