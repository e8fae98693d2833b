#include "AudioTestSignals.h"
#include "core/audio/Peaks.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cstring>

using namespace nde;
using namespace nde::audio;

namespace {

// Left rises from 0 by 1/4096 per frame, right is its negative.
AudioBuffer ramp(std::size_t frames)
{
    AudioBuffer buffer(2, frames, 48000);
    for (std::size_t i = 0; i < frames; ++i) {
        buffer.channel(0)[i] = static_cast<float>(i) / 4096.0F;
        buffer.channel(1)[i] = -static_cast<float>(i) / 4096.0F;
    }
    return buffer;
}

bool isSame(const PeakPyramid& a, const PeakPyramid& b)
{
    if (a.frames() != b.frames() || a.sampleRate() != b.sampleRate()
        || a.levelCount() != b.levelCount()) {
        return false;
    }
    for (int k = 0; k < a.levelCount(); ++k) {
        if (a.framesPerColumn(k) != b.framesPerColumn(k) || a.level(k).size() != b.level(k).size()
            || std::memcmp(a.level(k).data(), b.level(k).data(),
                           a.level(k).size() * sizeof(PeakColumn))
                != 0) {
            return false;
        }
    }
    return true;
}

float brightnessOfSine(double hz)
{
    const auto pyramid = PeakPyramid::fromBuffer(test::sine(1, 48000, 48000, hz, 0.5));
    return pyramid.level(pyramid.levelCount() - 1)[0].brightness;
}

} // namespace

class TestPeaks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRampHasKnownColumns()
    {
        const PeakPyramid pyramid = PeakPyramid::fromBuffer(ramp(4096));
        QCOMPARE(pyramid.frames(), std::int64_t {4096});
        QCOMPARE(pyramid.levelCount(), 7); // 64, 32, … 1 columns
        QCOMPARE(pyramid.framesPerColumn(0), std::int64_t {64});
        for (int k = 0; k < 7; ++k) {
            const auto& level = pyramid.level(k);
            const auto step = static_cast<std::size_t>(pyramid.framesPerColumn(k));
            QCOMPARE(level.size(), 4096 / step);
            for (std::size_t i = 0; i < level.size(); ++i) {
                const float last = static_cast<float>((i + 1) * step - 1) / 4096.0F;
                QCOMPARE(level[i].high, last);
                QCOMPARE(level[i].low, -last);
            }
        }
        // Root of the mean of i² for 0 <= i < n is sqrt((n-1)(2n-1)/6).
        const double expected = std::sqrt(4095.0 * 8191.0 / 6.0) / 4096.0;
        QVERIFY(std::abs(double {pyramid.level(6)[0].rms} - expected) < 1e-4);
    }

    void requestsAreFoldedFromTheRightLevel()
    {
        const PeakPyramid pyramid = PeakPyramid::fromBuffer(ramp(4096));
        const auto four = pyramid.columns(0, 4096, 4);
        QCOMPARE(four.size(), std::size_t {4});
        for (std::size_t i = 0; i < 4; ++i) {
            QCOMPARE(four[i].high, static_cast<float>((i + 1) * 1024 - 1) / 4096.0F);
        }
        // Columns of a width that no level has still cover every frame.
        const auto seven = pyramid.columns(0, 4096, 7);
        QCOMPARE(seven.back().high, 4095.0F / 4096.0F);
        // Outside the file it is silent; nothing asked, nothing given.
        const auto beyond = pyramid.columns(-4096, 8192, 3);
        QCOMPARE(beyond[0].high, 0.0F);
        QCOMPARE(beyond[1].high, 4095.0F / 4096.0F);
        QCOMPARE(beyond[2].high, 0.0F);
        QVERIFY(pyramid.columns(0, 4096, 0).empty());
        QCOMPARE(pyramid.columns(100, 100, 5).size(), std::size_t {5});
        QVERIFY(PeakPyramid().columns(0, 10, 2).size() == 2);
    }

    void brightnessFollowsFrequencyOnALogarithmicScale()
    {
        QVERIFY(brightnessOfSine(50.0) < 0.02F);
        QVERIFY(std::abs(brightnessOfSine(894.43) - 0.5F) < 0.02F); // between 100 Hz and 8 kHz
        QVERIFY(brightnessOfSine(8000.0) > 0.98F);
        QVERIFY(brightnessOfSine(2000.0) > brightnessOfSine(1000.0) + 0.1F);
        QCOMPARE(PeakPyramid::fromBuffer(AudioBuffer(1, 100, 48000)).level(0)[0].brightness, 0.0F);
    }

    void blocksAndSnapshotsAgree()
    {
        const AudioBuffer buffer = test::sine(2, 10007, 48000, 333.0, 0.7);
        const std::vector<float> samples = interleave(buffer);
        PeakBuilder builder(2, 48000, 10007);
        builder.add(std::span(samples).first(2 * 5001));
        QVERIFY(isSame(
            builder.finish(),
            PeakPyramid::fromBuffer(deinterleave(std::span(samples).first(2 * 5001), 2, 48000))));
        for (std::size_t i = 5001; i < 10007; i += 17) {
            const std::size_t count = std::min<std::size_t>(17, 10007 - i);
            builder.add(std::span(samples).subspan(2 * i, 2 * count));
        }
        const PeakPyramid whole = PeakPyramid::fromBuffer(buffer);
        const PeakPyramid parts = builder.finish();
        QCOMPARE(parts.frames(), whole.frames());
        for (std::size_t i = 0; i < whole.level(0).size(); ++i) {
            QCOMPARE(parts.level(0)[i].high, whole.level(0)[i].high);
            QVERIFY(std::abs(parts.level(0)[i].rms - whole.level(0)[i].rms) < 1e-5F);
        }
    }

    void longFilesStayBounded()
    {
        // 100 hours at 48 kHz are announced; then ten seconds come.
        PeakBuilder announced(1, 48000, 17280000000LL);
        const std::vector<float> block(480000, 0.5F);
        announced.add(block);
        const PeakPyramid coarse = announced.finish();
        QCOMPARE(coarse.framesPerColumn(0), std::int64_t {32768});
        QCOMPARE(coarse.level(0).size(), std::size_t {15});
        QCOMPARE(coarse.level(0)[3].high, 0.5F);

        // Nothing is announced; a little more than 2^20 columns come.
        PeakBuilder surprised(1, 48000, 0);
        std::vector<float> part(std::size_t {1} << 20U, 0.25F);
        for (int i = 0; i < 64; ++i) {
            surprised.add(part);
        }
        part.assign(100, 1.0F);
        surprised.add(part);
        const PeakPyramid grown = surprised.finish();
        QCOMPARE(grown.frames(), (std::int64_t {1} << 26) + 100);
        QCOMPARE(grown.framesPerColumn(0), std::int64_t {128});
        QCOMPARE(grown.level(0).size(), (std::size_t {1} << 19U) + 1);
        QCOMPARE(grown.level(0).back().high, 1.0F);
        QCOMPARE(grown.level(0).back().low, 1.0F);
        QCOMPARE(grown.level(0)[1000].rms, 0.25F);
    }

    void buildsFromAFileAndCancels()
    {
        const QTemporaryDir dir;
        const auto path = std::filesystem::path(dir.path().toStdString()) / "x.wav";
        const AudioBuffer buffer = test::sine(2, 100000, 48000, 333.0, 0.7);
        QVERIFY(writeAudio(path, buffer, {FileFormat::Wav, SampleFormat::Float32}));
        auto reader = openAudio(path);
        QVERIFY(reader.has_value());
        TaskContext task;
        const auto built = PeakPyramid::build(**reader, task);
        QVERIFY(built.has_value());
        QVERIFY(isSame(*built, PeakPyramid::fromBuffer(buffer)));

        QVERIFY((*reader)->seek(0).has_value());
        int polls = 0;
        TaskContext cancelling(nullptr, [&] { return ++polls > 2; });
        const auto stopped = PeakPyramid::build(**reader, cancelling);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
    }

    void savesAndLoads()
    {
        const QTemporaryDir dir;
        const auto path = std::filesystem::path(dir.path().toStdString()) / "x.peaks";
        for (const std::size_t frames : {0, 1, 63, 64, 65, 100000}) {
            const auto pyramid = PeakPyramid::fromBuffer(test::sine(2, frames, 44100, 500.0, 0.6));
            QVERIFY(pyramid.save(path).has_value());
            const auto back = PeakPyramid::load(path);
            QVERIFY(back.has_value());
            QVERIFY(isSame(*back, pyramid));
        }
        const auto missing = PeakPyramid::load(path.string() + "x");
        QVERIFY(!missing && missing.error().code == ErrorCode::NotFound);
        const auto nowhere
            = PeakPyramid().save(std::filesystem::path(dir.path().toStdString()) / "a" / "b");
        QVERIFY(!nowhere && nowhere.error().code == ErrorCode::NotFound);
    }

    void hostileFilesAreRefused()
    {
        const QTemporaryDir dir;
        const auto path = std::filesystem::path(dir.path().toStdString()) / "x.peaks";
        QVERIFY(PeakPyramid::fromBuffer(test::sine(1, 1000, 48000, 500.0, 0.6)).save(path));
        QFile file(QString::fromStdString(path.string()));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray good = file.readAll();
        file.close();
        const auto isRefused = [&](const QByteArray& bytes) {
            return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size()
                && (file.close(), true) && !PeakPyramid::load(path).has_value();
        };
        QVERIFY(!isRefused(good));
        for (qsizetype keep = 0; keep < good.size(); ++keep) {
            QVERIFY2(isRefused(good.left(keep)), qPrintable(QString::number(keep)));
        }
        QVERIFY(isRefused(good + '\0'));
        QVERIFY(isRefused("NDEPEAK2" + good.mid(8)));
        // Each 32-bit word of the header after the magic (rate, columns, frames, step), set to
        // something huge; the rate has one more honest value than the others.
        for (qsizetype at = 8; at < 32; at += 4) {
            QByteArray bytes = good;
            bytes.replace(at, 4, QByteArray(4, '\x7F'));
            QVERIFY2(isRefused(bytes), qPrintable(QString::number(at)));
        }
        QByteArray nan = good;
        nan.replace(32, 4, QByteArray(4, '\xFF'));
        QVERIFY(isRefused(nan));
    }
};

QTEST_GUILESS_MAIN(TestPeaks)
#include "tst_peaks.moc"
