#include "ServiceFixtures.h"
#include "core/audio/AudioFile.h"
#include "core/services/SyncedSounds.h"
#include "tests/support/Patience.h"

#include <QSignalSpy>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

constexpr int kRate = 44100;

Stem loopAt(double bpm, double seconds = 4.0)
{
    Stem stem;
    stem.id = 7;
    stem.name = "Loop";
    stem.contentHash = "0123456789abcdef";
    stem.soundClass = SoundClass::Loop;
    stem.durationS = seconds;
    stem.descriptors.bpm = bpm;
    return stem;
}

/// A bar of four hits at 120 BPM: each a burst of 5 kHz at its beat.
audio::AudioBuffer fourHits()
{
    audio::AudioBuffer buffer(2, 2 * kRate, kRate);
    for (std::size_t i = 0; i < buffer.frames(); ++i) {
        const double t = std::fmod(static_cast<double>(i) / kRate, 0.5);
        const double x = 0.8 * std::exp(-t * 60.0) * std::sin(2.0 * std::numbers::pi * 5000.0 * t);
        buffer.channel(0)[i] = buffer.channel(1)[i] = static_cast<float>(x);
    }
    return buffer;
}

audio::AudioBuffer tone(double hz)
{
    audio::AudioBuffer buffer(1, 2 * kRate, kRate);
    for (std::size_t i = 0; i < buffer.frames(); ++i) {
        buffer.channel(0)[i] = static_cast<float>(
            0.5 * std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(i) / kRate));
    }
    return buffer;
}

/// Of the middle of a tone, by its zero crossings.
double pitchOf(const audio::AudioBuffer& sound)
{
    const auto x = sound.channel(0);
    const std::size_t from = x.size() / 4;
    const std::size_t to = x.size() * 3 / 4;
    int rises = 0;
    std::size_t first = 0;
    std::size_t last = 0;
    for (std::size_t i = from; i < to; ++i) {
        if (x[i - 1] < 0.0F && x[i] >= 0.0F) {
            first = rises == 0 ? i : first;
            last = i;
            ++rises;
        }
    }
    return (rises - 1) * static_cast<double>(kRate) / static_cast<double>(last - first);
}

/// Where the energy first passes a tenth of its most near a time, s.
double hitNear(const audio::AudioBuffer& sound, double seconds)
{
    const auto x = sound.channel(0);
    const auto at = [](double s) { return static_cast<std::size_t>(std::max(0.0, s) * kRate); };
    float most = 0.0F;
    for (std::size_t i = at(seconds - 0.05); i < std::min(x.size(), at(seconds + 0.05)); ++i) {
        most = std::max(most, std::abs(x[i]));
    }
    for (std::size_t i = at(seconds - 0.05); i < x.size(); ++i) {
        if (std::abs(x[i]) > 0.3F * most) {
            return static_cast<double>(i) / kRate;
        }
    }
    return -1.0;
}

} // namespace

class TestSyncedSounds : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void onlyLoopsWithATempoChange();
    void halfAndDoubleTimeAreTheSame();
    void keysAreMetByTheBestShift();
    void hitsLieOnTheNewBeats_data();
    void hitsLieOnTheNewBeats();
    void stretchingKeepsThePitchAndRepitchingMovesIt();
    void draftsComeFirstAndTheGoodOneStays();
    void theLastRequestCounts();
};

void TestSyncedSounds::onlyLoopsWithATempoChange()
{
    const SyncWish wish {140.0, SyncMode::Stretch, {}};
    const auto change = syncChangeOf(loopAt(120.0), wish);
    QVERIFY(change.has_value());
    QCOMPARE(change->timeRatio, 120.0 / 140.0);
    QCOMPARE(change->semitones, 0.0);
    Stem hit = loopAt(120.0);
    hit.soundClass = SoundClass::OneShot;
    QVERIFY(!syncChangeOf(hit, wish));
    Stem unknown = loopAt(120.0);
    unknown.descriptors.bpm.reset();
    QVERIFY(!syncChangeOf(unknown, wish));
    QVERIFY(!syncChangeOf(loopAt(120.0, 61.0), wish));
    QVERIFY(!syncChangeOf(loopAt(140.0), wish)); // nothing to do
    QVERIFY(!syncChangeOf(loopAt(120.0), {0.0, SyncMode::Stretch, {}}));
}

void TestSyncedSounds::halfAndDoubleTimeAreTheSame()
{
    QVERIFY(!syncChangeOf(loopAt(174.0), {87.0, SyncMode::Stretch, {}}));
    QVERIFY(!syncChangeOf(loopAt(70.0), {140.0, SyncMode::Repitch, {}}));
    const auto change = syncChangeOf(loopAt(90.0), {170.0, SyncMode::Stretch, {}});
    QCOMPARE(change->timeRatio, 180.0 / 170.0);
    for (double bpm = 50.0; bpm <= 220.0; bpm += 3.0) {
        const auto any = syncChangeOf(loopAt(bpm), {128.0, SyncMode::Stretch, {}});
        const double ratio = any ? any->timeRatio : 1.0;
        QVERIFY(ratio <= std::numbers::sqrt2 + 1e-9 && ratio >= 1.0 / std::numbers::sqrt2 - 1e-9);
    }
}

void TestSyncedSounds::keysAreMetByTheBestShift()
{
    const Key aMinor {9, true};
    Stem stem = loopAt(120.0);
    stem.descriptors.key = Key {11, true}; // B minor
    const auto change = syncChangeOf(stem, {120.0, SyncMode::Stretch, aMinor});
    QVERIFY(change.has_value());
    QCOMPARE(change->timeRatio, 1.0);
    QCOMPARE(change->semitones, -2.0); // its tonic onto the other
    QVERIFY(!syncChangeOf(stem, {120.0, SyncMode::Repitch, aMinor})); // a record has no choice
    stem.descriptors.key = Key {2, true}; // D minor goes with A minor as it is
    QVERIFY(!syncChangeOf(stem, {120.0, SyncMode::Stretch, aMinor}));
    stem.descriptors.key = aMinor;
    QVERIFY(!syncChangeOf(stem, {120.0, SyncMode::Stretch, aMinor}));
    stem.descriptors.key.reset(); // drums
    QVERIFY(!syncChangeOf(stem, {120.0, SyncMode::Stretch, aMinor}));
}

void TestSyncedSounds::hitsLieOnTheNewBeats_data()
{
    QTest::addColumn<bool>("isRepitched");
    QTest::addColumn<bool>("isDraft");
    QTest::addColumn<double>("withinMs");
    QTest::newRow("stretched") << false << false << 5.0;
    QTest::newRow("draft") << false << true << 20.0;
    QTest::newRow("repitched") << true << false << 1.0;
}

void TestSyncedSounds::hitsLieOnTheNewBeats()
{
    QFETCH(bool, isRepitched);
    QFETCH(bool, isDraft);
    QFETCH(double, withinMs);
    const QTemporaryDir dir;
    const QString source = dir.filePath(QStringLiteral("loop.wav"));
    const QString target = dir.filePath(QStringLiteral("deep/made.wav"));
    QVERIFY(write(source, fourHits()));
    const SyncChange change {120.0 / 150.0, 0.0,
                             isRepitched ? SyncMode::Repitch : SyncMode::Stretch};
    TaskContext task;
    const auto written = writeSynced(source, change, target, isDraft, task);
    QVERIFY2(written.has_value(), written ? "" : written.error().message.c_str());
    const auto made = audio::readAudio(toPath(target));
    QVERIFY(made.has_value());
    QCOMPARE(made->frames(), std::size_t {70'560}); // 2 s · 0.8
    QCOMPARE(made->channels(), 2);
    for (int beat = 1; beat < 4; ++beat) { // the first begins with the file
        const double hit = hitNear(*made, 0.4 * beat);
        QVERIFY2(std::abs(hit - 0.4 * beat) * 1000.0 < withinMs,
                 qPrintable(QStringLiteral("beat %1 at %2 s").arg(beat).arg(hit)));
    }
}

void TestSyncedSounds::stretchingKeepsThePitchAndRepitchingMovesIt()
{
    const QTemporaryDir dir;
    const QString source = dir.filePath(QStringLiteral("tone.wav"));
    const QString target = dir.filePath(QStringLiteral("made.wav"));
    QVERIFY(write(source, tone(440.0)));
    const auto pitch = [&](const SyncChange& change, bool isDraft) {
        TaskContext task;
        return writeSynced(source, change, target, isDraft, task)
            ? pitchOf(*audio::readAudio(toPath(target)))
            : 0.0;
    };
    QVERIFY(std::abs(pitch({0.8, 0.0, SyncMode::Stretch}, false) - 440.0) < 1.0);
    QVERIFY(std::abs(pitch({0.8, 0.0, SyncMode::Stretch}, true) - 440.0) < 5.0);
    QVERIFY(std::abs(pitch({0.8, 0.0, SyncMode::Repitch}, false) - 550.0) < 1.0);
    QVERIFY(std::abs(pitch({1.0, 7.0, SyncMode::Stretch}, false) - 659.26) < 2.0);
    QVERIFY(std::abs(pitch({1.0, 7.0, SyncMode::Stretch}, true) - 659.26) < 8.0);
}

void TestSyncedSounds::draftsComeFirstAndTheGoodOneStays()
{
    const TestStudio test;
    Stem stem = loopAt(120.0, 2.0);
    stem.path = toStd(test.file(QStringLiteral("loop.wav")));
    QVERIFY(write(test.file(QStringLiteral("loop.wav")), fourHits()));
    SyncedSounds sounds(test.studio);
    std::vector<std::pair<bool, QString>> made;
    connect(&sounds, &SyncedSounds::ready, &sounds,
            [&](StemId id, const SyncChange&, const QString& path, bool isDraft) {
                QCOMPARE(id, StemId {7});
                QVERIFY(QFileInfo::exists(path));
                made.emplace_back(isDraft, path);
            });
    const SyncChange change {0.9, 0.0, SyncMode::Stretch};
    sounds.request(stem, change);
    QTRY_COMPARE(made.size(), std::size_t {2});
    QVERIFY(made[0].first && !made[1].first);
    sounds.request(stem, change);
    QTRY_COMPARE(made.size(), std::size_t {3});
    QVERIFY(!made[2].first); // it is there
    QCOMPARE(made[2].second, made[1].second);
    sounds.request(stem, {0.9, 0.0, SyncMode::Repitch});
    QTRY_COMPARE(made.size(), std::size_t {4});
    QVERIFY(!made[3].first); // made at once: no draft is needed
    QVERIFY(made[3].second != made[1].second);
}

void TestSyncedSounds::theLastRequestCounts()
{
    const TestStudio test;
    Stem stem = loopAt(120.0, 2.0);
    stem.path = toStd(test.file(QStringLiteral("loop.wav")));
    QVERIFY(write(test.file(QStringLiteral("loop.wav")), fourHits()));
    SyncedSounds sounds(test.studio);
    std::vector<double> ratios;
    connect(&sounds, &SyncedSounds::ready, &sounds,
            [&](StemId, const SyncChange& change, const QString&, bool) {
                ratios.push_back(change.timeRatio);
            });
    QSignalSpy failed(&sounds, &SyncedSounds::failed);
    sounds.request(stem, {0.8, 0.0, SyncMode::Stretch});
    sounds.request(stem, {0.9, 0.0, SyncMode::Stretch});
    QTRY_COMPARE(ratios.size(), std::size_t {2});
    QVERIFY(ratios == std::vector<double>({0.9, 0.9}));
    stem.path = toStd(test.file(QStringLiteral("nowhere.wav")));
    sounds.request(stem, {0.7, 0.0, SyncMode::Stretch});
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(failed.at(0).at(0).value<StemId>(), stem.id);
}

QTEST_GUILESS_MAIN(TestSyncedSounds)
#include "tst_syncedsounds.moc"
