#include "ServiceFixtures.h"
#include "core/neuro/Metrics.h"
#include "core/services/PictureMaking.h"
#include "core/services/SoundPictures.h"
#include "tests/support/Patience.h"

#include <QFutureWatcher>

#include <bit>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

constexpr double kDbPerStep = kSpectrogramRangeDb / 255.0;

double dbOf(std::uint8_t level)
{
    return level * kDbPerStep - kSpectrogramRangeDb;
}

/// The row that a frequency lies in.
int rowOf(const SpectrogramPicture& picture, double hz)
{
    return static_cast<int>(std::floor(picture.rows * std::log(hz / picture.lowHz)
                                       / std::log(picture.highHz / picture.lowHz)));
}

std::uint8_t levelAt(const SpectrogramPicture& picture, int column, int row)
{
    return picture.levels[static_cast<std::size_t>(column * picture.rows + row)];
}

int loudestRow(const SpectrogramPicture& picture, int column)
{
    int best = 0;
    for (int row = 1; row < picture.rows; ++row) {
        if (levelAt(picture, column, row) > levelAt(picture, column, best)) {
            best = row;
        }
    }
    return best;
}

audio::AudioBuffer click(double atS, double seconds, int rate)
{
    audio::AudioBuffer buffer(1, static_cast<std::size_t>(seconds * rate), rate);
    buffer.channel(0)[static_cast<std::size_t>(std::lround(atS * rate))] = 1.0F;
    return buffer;
}

template<typename T>
bool waitFor(const QFuture<T>& future)
{
    return QTest::qWaitFor([&future] { return future.isFinished(); }, nde::tests::kTryMs);
}

} // namespace

class TestSoundPictures : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sineLightsItsRow_data();
    void sineLightsItsRow();
    void levelsAreRelativeToFullScale();
    void channelsAreFoldedToMono();
    void clickLightsItsColumn();
    void windowsMayBeReadInAnyOrder();
    void beyondTheEndsIsSilence();
    void rowsAboveTheFileAreEmpty();
    void badRequestsFail_data();
    void badRequestsFail();
    void clickFiresWhereItIs();
    void toneFiresItsChannel();
    void rateCountsTheSpikes();
    void silenceIsEmpty();
    void comparisonIsADistance();
    void distanceIsThatOfThePaper();
    void futuresDeliverAndJoin();
    void cancelledFuturesHaveNoResult();
    void brokenFilesFail();
    void changedFilesAreReadAgain();
};

void TestSoundPictures::sineLightsItsRow_data()
{
    QTest::addColumn<double>("hz");
    QTest::addColumn<int>("sampleRate");
    for (const int rate : {8000, 44100, 48000, 96000}) {
        for (const double hz : {60.0, 440.0, 1000.0, 2000.0, 3700.0, 12000.0}) {
            if (2.2 * hz < rate) {
                QTest::addRow("%g Hz at %d", hz, rate) << hz << rate;
            }
        }
    }
}

void TestSoundPictures::sineLightsItsRow()
{
    QFETCH(double, hz);
    QFETCH(int, sampleRate);
    const TestStudio test;
    const QString path = test.file(QStringLiteral("sine.wav"));
    QVERIFY(write(path, sine(hz, 0.6, 1, sampleRate, 0.5)));
    TaskContext task;
    const auto picture = makeSpectrogram({path, 0.0, 0.6, 12, 256}, task);
    QVERIFY(picture.has_value());
    QCOMPARE(picture->columns, 12);
    QCOMPARE(picture->levels.size(), std::size_t(12 * 256));
    for (int column = 2; column < 10; ++column) {
        // Rows of 3.7 % are finer than bins below some 700 Hz: the peak may lie in a neighbour.
        const int row = loudestRow(*picture, column);
        QVERIFY2(std::abs(row - rowOf(*picture, hz)) <= (hz < 100.0 ? 3 : 1),
                 qPrintable(QString::number(row)));
        const double level = dbOf(levelAt(*picture, column, row));
        QVERIFY2(std::abs(level + 6.02) < 1.0, qPrintable(QString::number(level)));
    }
    // Two octaves away there is nothing within 60 dB.
    QVERIFY(dbOf(levelAt(*picture, 6, rowOf(*picture, 4.0 * hz < 19000.0 ? 4.0 * hz : hz / 4.0)))
            < -66.0);
}

void TestSoundPictures::levelsAreRelativeToFullScale()
{
    const TestStudio test;
    TaskContext task;
    double previous = 1.0;
    for (const double amplitude : {1.0, 0.1, 0.01, 0.001}) {
        const QString path = test.file(QStringLiteral("%1.wav").arg(amplitude));
        QVERIFY(write(path, sine(1000.0, 0.5, 1, 48000, amplitude)));
        const auto picture = makeSpectrogram({path, 0.2, 0.3, 1, 128}, task);
        QVERIFY(picture.has_value());
        const double level = dbOf(levelAt(*picture, 0, loudestRow(*picture, 0)));
        QVERIFY(std::abs(level - 20.0 * std::log10(amplitude)) < 1.0);
        QVERIFY(level < previous);
        previous = level;
    }
}

void TestSoundPictures::channelsAreFoldedToMono()
{
    const TestStudio test;
    TaskContext task;
    auto buffer = sine(1000.0, 0.5, 2, 48000, 0.5);
    const QString both = test.file(QStringLiteral("both.wav"));
    QVERIFY(write(both, buffer));
    std::fill(buffer.channel(1).begin(), buffer.channel(1).end(), 0.0F);
    const QString left = test.file(QStringLiteral("left.wav"));
    QVERIFY(write(left, buffer));
    const auto loud = makeSpectrogram({both, 0.2, 0.3, 1, 128}, task);
    const auto half = makeSpectrogram({left, 0.2, 0.3, 1, 128}, task);
    QVERIFY(loud && half);
    const int row = loudestRow(*loud, 0);
    QVERIFY(std::abs(dbOf(levelAt(*loud, 0, row)) - dbOf(levelAt(*half, 0, row)) - 6.02) < 0.4);
}

void TestSoundPictures::clickLightsItsColumn()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("click.wav"));
    QVERIFY(write(path, click(0.333, 1.0, 48000)));
    TaskContext task;
    const auto picture = makeSpectrogram({path, 0.0, 1.0, 100, 64}, task);
    QVERIFY(picture.has_value());
    const int row = rowOf(*picture, 8000.0);
    int best = 0;
    for (int column = 0; column < 100; ++column) {
        best = levelAt(*picture, column, row) > levelAt(*picture, best, row) ? column : best;
    }
    QCOMPARE(best, 33);
    // A single sample has 2 / Σw in every bin: Hann of 1024, Σw = 512, is −48.2 dB.
    QVERIFY(std::abs(dbOf(levelAt(*picture, 33, row)) + 48.2) < 1.0);
    QCOMPARE(levelAt(*picture, 33 + 5, row), std::uint8_t(0)); // 50 ms later
    QCOMPARE(levelAt(*picture, 33 - 5, row), std::uint8_t(0));
}

void TestSoundPictures::windowsMayBeReadInAnyOrder()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("music.flac"));
    audio::WriteOptions options;
    options.format = audio::FileFormat::Flac;
    QVERIFY(audio::writeAudio(toPath(path), beatMusic(4.0, 2, 44100, 7), options).has_value());
    TaskContext task;
    // Columns close together are read on, columns far apart are sought: the same numbers.
    const auto far = makeSpectrogram({path, 0.0, 4.0, 4, 64}, task);
    const auto close = makeSpectrogram({path, 0.0, 4.0, 204, 64}, task);
    QVERIFY(far && close);
    for (int column = 0; column < 4; ++column) {
        // Column centres: (c + ½) s = ((51 c + 25) + ½) · 4/204 s.
        for (int row = 0; row < 64; ++row) {
            QCOMPARE(levelAt(*far, column, row), levelAt(*close, 51 * column + 25, row));
        }
    }
}

void TestSoundPictures::beyondTheEndsIsSilence()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("sine.wav"));
    QVERIFY(write(path, sine(1000.0, 0.5, 1, 48000)));
    TaskContext task;
    const auto picture = makeSpectrogram({path, -1.0, 2.0, 30, 64}, task);
    QVERIFY(picture.has_value());
    const int row = rowOf(*picture, 1000.0);
    QCOMPARE(levelAt(*picture, 0, row), std::uint8_t(0));
    QVERIFY(levelAt(*picture, 12, row) > 200); // 0.25 s
    QCOMPARE(levelAt(*picture, 29, row), std::uint8_t(0));
}

void TestSoundPictures::rowsAboveTheFileAreEmpty()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("low.wav"));
    audio::AudioBuffer noise(1, 8000, 8000);
    Random random(3);
    for (float& sample : noise.channel(0)) {
        sample = static_cast<float>(random.uniform(-0.5, 0.5));
    }
    QVERIFY(write(path, noise));
    TaskContext task;
    const auto picture = makeSpectrogram({path, 0.2, 0.8, 8, 128}, task);
    QVERIFY(picture.has_value());
    QVERIFY(levelAt(*picture, 4, rowOf(*picture, 3000.0)) > 0);
    for (int row = rowOf(*picture, 4100.0) + 1; row < 128; ++row) {
        QCOMPARE(levelAt(*picture, 4, row), std::uint8_t(0));
    }
}

void TestSoundPictures::badRequestsFail_data()
{
    QTest::addColumn<double>("startS");
    QTest::addColumn<double>("endS");
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("rows");
    QTest::addRow("no length") << 1.0 << 1.0 << 10 << 64;
    QTest::addRow("backwards") << 1.0 << 0.0 << 10 << 64;
    QTest::addRow("not a number") << std::nan("") << 1.0 << 10 << 64;
    QTest::addRow("no columns") << 0.0 << 1.0 << 0 << 64;
    QTest::addRow("too many columns") << 0.0 << 1.0 << 4097 << 64;
    QTest::addRow("too few rows") << 0.0 << 1.0 << 10 << 15;
    QTest::addRow("too many rows") << 0.0 << 1.0 << 10 << 513;
}

void TestSoundPictures::badRequestsFail()
{
    QFETCH(double, startS);
    QFETCH(double, endS);
    QFETCH(int, columns);
    QFETCH(int, rows);
    const TestStudio test;
    const QString path = test.file(QStringLiteral("sine.wav"));
    QVERIFY(write(path, sine(1000.0, 0.2)));
    TaskContext task;
    const auto picture = makeSpectrogram({path, startS, endS, columns, rows}, task);
    QVERIFY(!picture);
    QCOMPARE(picture.error().code, ErrorCode::BadInput);
}

void TestSoundPictures::clickFiresWhereItIs()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("clicks.wav"));
    auto buffer = click(0.5, 2.0, 44100);
    buffer.channel(0)[static_cast<std::size_t>(1.25 * 44100)] = 1.0F;
    QVERIFY(write(path, buffer));
    TaskContext task;
    const auto heard = hearSound(path, task);
    QVERIFY(heard.has_value());
    const SpikePicture& picture = heard->picture;
    QCOMPARE(picture.onsetS.size(), std::size_t(2));
    QVERIFY2(std::abs(picture.onsetS[0] - 0.5) < 0.006,
             qPrintable(QString::number(picture.onsetS[0])));
    QVERIFY2(std::abs(picture.onsetS[1] - 1.25) < 0.006,
             qPrintable(QString::number(picture.onsetS[1])));
    // Every channel fires within 15 ms of the first click, and none between the two.
    std::uint64_t near = 0;
    std::uint64_t between = 0;
    for (std::size_t t = 0; t < picture.raster.size(); ++t) {
        const double seconds = picture.startS + static_cast<double>(t) * 250e-6;
        near |= std::abs(seconds - 0.5) < 0.015 ? picture.raster[t] : 0;
        between |= seconds > 0.7 && seconds < 1.2 ? picture.raster[t] : 0;
    }
    QCOMPARE(std::popcount(near), 48);
    QCOMPARE(between, std::uint64_t(0));
}

void TestSoundPictures::toneFiresItsChannel()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("tone.wav"));
    QVERIFY(write(path, sine(1000.0, 1.0, 1, 48000)));
    TaskContext task;
    const auto heard = hearSound(path, task);
    QVERIFY(heard.has_value());
    std::array<int, 48> spikes {};
    for (const std::uint64_t bits : heard->picture.raster) {
        for (std::uint64_t left = bits; left != 0; left &= left - 1) {
            ++spikes[static_cast<std::size_t>(std::countr_zero(left))];
        }
    }
    const auto most = std::max_element(spikes.begin(), spikes.end()) - spikes.begin();
    const double hz = heard->picture.centreHz[static_cast<std::size_t>(most)];
    QVERIFY2(hz > 850.0 && hz < 1150.0, qPrintable(QString::number(hz)));
    QVERIFY(std::abs(heard->picture.activeS - 1.0) < 0.01);
    QVERIFY(heard->metrics.rateHz > 0.0);
}

void TestSoundPictures::rateCountsTheSpikes()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("music.wav"));
    QVERIFY(write(path, beatMusic(2.0, 2, 44100, 5)));
    TaskContext task;
    const auto heard = hearSound(path, task);
    QVERIFY(heard.has_value());
    double spikes = 0.0;
    for (const std::uint64_t bits : heard->picture.raster) {
        spikes += std::popcount(bits);
    }
    double rates = 0.0;
    for (const float rate : heard->picture.rateHz) {
        rates += static_cast<double>(rate);
    }
    QVERIFY(spikes > 1000.0);
    QVERIFY(std::abs(rates * 0.010 * 48.0 - spikes) < 1.0);
    QCOMPARE(heard->picture.rateHz.size(), (heard->picture.raster.size() + 39) / 40);
}

void TestSoundPictures::silenceIsEmpty()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("silence.wav"));
    QVERIFY(write(path, audio::AudioBuffer(2, 24000, 48000)));
    TaskContext task;
    const auto picture = makeSpectrogram({path, 0.0, 0.5, 8, 64}, task);
    QVERIFY(picture.has_value());
    QCOMPARE(std::count(picture->levels.begin(), picture->levels.end(), 0), 8 * 64);
    const auto heard = hearSound(path, task);
    QVERIFY(heard.has_value());
    QCOMPARE(heard->picture.activeS, 0.0);
    QVERIFY(heard->picture.raster.empty() && heard->picture.onsetS.empty());
    QVERIFY(heard->picture.centreHz[47] > 13'900.0); // the axis is there all the same
    QCOMPARE(compareSounds(*heard, *heard).distance, 0.0);
}

void TestSoundPictures::comparisonIsADistance()
{
    const TestStudio test;
    const QString low = test.file(QStringLiteral("low.wav"));
    const QString high = test.file(QStringLiteral("high.wav"));
    QVERIFY(write(low, sine(120.0, 0.5, 1, 48000)));
    QVERIFY(write(high, sine(4000.0, 0.5, 1, 48000)));
    TaskContext task;
    const auto a = hearSound(low, task);
    const auto b = hearSound(high, task);
    QVERIFY(a && b);
    QVERIFY(compareSounds(*a, *a).distance < 1e-6);
    const SoundComparison there = compareSounds(*a, *b);
    const SoundComparison back = compareSounds(*b, *a);
    QVERIFY(there.distance > 0.5 && there.distance < 1.5);
    QVERIFY(std::abs(there.distance - back.distance) < 1e-9);
    QCOMPARE(there.first, back.second);
    for (std::size_t c = 0; c < 48; ++c) {
        QVERIFY(std::abs(there.channelDistance[c] - back.channelDistance[c]) < 1e-9);
    }
    // One plays where the other is silent: nothing in common is 1 when spikes are far apart, and
    // nearer spikes of one train add up to more.
    QVERIFY(there.channelDistance[46] == 0.0 || there.channelDistance[46] >= 1.0);
}

void TestSoundPictures::distanceIsThatOfThePaper()
{
    const std::vector<double> one {0.5};
    const std::vector<double> other {0.52};
    const std::vector<double> far {3.0, 200.0};
    const auto distance = [](const std::vector<double>& a, const std::vector<double>& b) {
        return neuro::vanRossum(a, b, 0.010);
    };
    QVERIFY(std::abs(distance(one, {}) - std::sqrt(0.5)) < 1e-12);
    QVERIFY(std::abs(distance(one, other) - std::sqrt(1.0 - std::exp(-2.0))) < 1e-12);
    QVERIFY(std::abs(distance(one, far) - std::sqrt(1.5)) < 1e-12);
    QVERIFY(std::abs(distance(far, one) - std::sqrt(1.5)) < 1e-12);
    // Against the sum over all pairs.
    Random random(11);
    std::vector<double> a(40);
    std::vector<double> b(55);
    for (auto* train : {&a, &b}) {
        for (double& time : *train) {
            time = random.uniform(0.0, 0.5);
        }
    }
    const auto pairs = [](const std::vector<double>& x, const std::vector<double>& y) {
        double sum = 0.0;
        for (const double s : x) {
            for (const double t : y) {
                sum += std::exp(-std::abs(s - t) / 0.010);
            }
        }
        return sum;
    };
    const double expected = std::sqrt(0.5 * pairs(a, a) + 0.5 * pairs(b, b) - pairs(a, b));
    QVERIFY(std::abs(distance(a, b) - expected) < 1e-9);
}

void TestSoundPictures::futuresDeliverAndJoin()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("music.wav"));
    QVERIFY(write(path, beatMusic(2.0, 2, 44100, 9)));
    SoundPictures pictures(test.studio);
    const auto first = pictures.spectrogram(path, 0.0, 2.0, 300, 128);
    auto joined = pictures.spectrogram(path, 0.0, 2.0, 300, 128);
    const auto spikes = pictures.spikes(path);
    const auto comparison = pictures.compare(path, path);
    joined.cancel(); // one leaves: the other still gets it
    QVERIFY(waitFor(first) && waitFor(joined) && waitFor(spikes) && waitFor(comparison));
    QVERIFY(first.result().has_value());
    QCOMPARE((*first.result())->columns, 300);
    QCOMPARE(joined.resultCount(), 0);
    QVERIFY(spikes.result().has_value());
    QVERIFY(!(*spikes.result())->raster.empty());
    QVERIFY((*comparison.result())->distance < 1e-6);
    // Asked again it is the very same picture.
    const auto again = pictures.spectrogram(path, 0.0, 2.0, 300, 128);
    QVERIFY(waitFor(again));
    QCOMPARE(again.result()->get(), first.result()->get());
    const auto spikesAgain = pictures.spikes(path);
    QVERIFY(waitFor(spikesAgain));
    QCOMPARE(spikesAgain.result()->get(), spikes.result()->get());
}

void TestSoundPictures::cancelledFuturesHaveNoResult()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("music.wav"));
    QVERIFY(write(path, beatMusic(3.0, 2, 44100, 9)));
    TaskContext midway = cancelledAfter(5);
    const auto stopped = makeSpectrogram({path, 0.0, 3.0, 4096, 512}, midway);
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().code, ErrorCode::Cancelled);
    TaskContext reading = cancelledAfter(2);
    const auto unheard = hearSound(path, reading);
    QVERIFY(!unheard);
    QCOMPARE(unheard.error().code, ErrorCode::Cancelled);

    SoundPictures pictures(test.studio);
    auto future = pictures.spectrogram(path, 0.0, 3.0, 4096, 512);
    future.cancel();
    QVERIFY(waitFor(future));
    QCOMPARE(future.resultCount(), 0);
    // Whoever asks after that gets it all the same.
    const auto wanted = pictures.spectrogram(path, 0.0, 3.0, 64, 32);
    QVERIFY(waitFor(wanted));
    QVERIFY(wanted.result().has_value());
}

void TestSoundPictures::brokenFilesFail()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("broken.wav"));
    QVERIFY(writeBytes(path, "this is no audio"));
    SoundPictures pictures(test.studio);
    const auto spectrogram = pictures.spectrogram(path, 0.0, 1.0, 10, 64);
    const auto spikes = pictures.spikes(path);
    const auto missing = pictures.compare(path, test.file(QStringLiteral("nowhere.wav")));
    const auto nothing = pictures.spikes(test.file(QStringLiteral("nowhere.wav")));
    QVERIFY(waitFor(spectrogram) && waitFor(spikes) && waitFor(missing) && waitFor(nothing));
    QVERIFY(!spectrogram.result());
    QVERIFY(!spikes.result());
    QVERIFY(!spikes.result().error().message.empty());
    QVERIFY(!missing.result());
    QCOMPARE(nothing.result().error().code, ErrorCode::NotFound);
}

void TestSoundPictures::changedFilesAreReadAgain()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("sound.wav"));
    QVERIFY(write(path, sine(200.0, 0.5)));
    SoundPictures pictures(test.studio);
    const auto before = pictures.spectrogram(path, 0.0, 0.5, 4, 128);
    QVERIFY(waitFor(before));
    QVERIFY(write(path, sine(5000.0, 0.7)));
    const auto after = pictures.spectrogram(path, 0.0, 0.5, 4, 128);
    QVERIFY(waitFor(after));
    QVERIFY(loudestRow(**after.result(), 2) > loudestRow(**before.result(), 2) + 30);
}

QTEST_GUILESS_MAIN(TestSoundPictures)
#include "tst_soundpictures.moc"
