#include "ServiceFixtures.h"
#include "core/db/JobRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/FolderWatch.h"
#include "core/services/JobService.h"
#include "core/services/WatchFolders.h"
#include "tests/support/Patience.h"

#include <QSignalSpy>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

constexpr int kPaceMs = 20;

void writeTone(const QString& path, double seconds, double hz)
{
    constexpr int kRate = 44100;
    audio::AudioBuffer buffer(1, static_cast<std::size_t>(seconds * kRate), kRate);
    for (std::size_t i = 0; i < buffer.frames(); ++i) {
        const double t = static_cast<double>(i) / kRate;
        buffer.channel(0)[i] = static_cast<float>(0.5 * std::exp(-t * 8.0)
                                                  * std::sin(2.0 * std::numbers::pi * hz * t));
    }
    QVERIFY(write(path, buffer));
}

/// A folder beside the studio with sounds in it.
struct Place
{
    QTemporaryDir dir;

    [[nodiscard]] QString path(const QString& name = {}) const
    {
        return name.isEmpty() ? dir.path() : dir.filePath(name);
    }
    void addSound(const QString& name, double hz) const
    {
        QVERIFY(QDir().mkpath(QFileInfo(path(name)).path()));
        writeTone(path(name), 0.2, hz);
    }
};

} // namespace

class TestWatchFolders : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatWasToldGoesOn();
    void unreadableLedgersCountForNothing();
    void newSoundsComeInAndChangedOnesAreMeasured();
    void removedSoundsStayAway();
    void foldersAreChecked();
};

void TestWatchFolders::whatWasToldGoesOn()
{
    const Place place;
    place.addSound(QStringLiteral("a.wav"), 100.0);
    FolderWatch first({place.path()}, true);
    QVERIFY(first.look().isEmpty()); // may still be being written
    const QString a = place.path(QStringLiteral("a.wav"));
    QCOMPARE(first.look(), QStringList {a});
    QVERIFY(first.isNew(a));
    QVERIFY(first.look().isEmpty());
    FolderWatch second({place.path()}, true);
    second.restore(first.told());
    QVERIFY(second.look().isEmpty());
    QVERIFY(second.look().isEmpty()); // was told by the first one
    place.addSound(QStringLiteral("deep/b.wav"), 200.0);
    writeTone(a, 0.4, 300.0);
    QVERIFY(second.look().isEmpty());
    QCOMPARE(second.look(), QStringList({a, place.path(QStringLiteral("deep/b.wav"))}));
    QVERIFY(!second.isNew(a));
    QVERIFY(second.isNew(place.path(QStringLiteral("deep/b.wav"))));
}

void TestWatchFolders::unreadableLedgersCountForNothing()
{
    const Place place;
    place.addSound(QStringLiteral("a.wav"), 100.0);
    FolderWatch known({place.path()}, true);
    static_cast<void>(known.look());
    QCOMPARE(known.look().size(), 1);
    const QByteArray told = known.told();
    for (const QByteArray& bytes :
         {QByteArray(), QByteArray("x"), told.left(told.size() - 3), QByteArray(200, '\xff')}) {
        FolderWatch watch({place.path()}, true);
        watch.restore(bytes);
        static_cast<void>(watch.look());
        QCOMPARE(watch.look().size(), 1); // told again; the library knows it by its path
    }
}

void TestWatchFolders::newSoundsComeInAndChangedOnesAreMeasured()
{
    const TestStudio test;
    const Place place;
    place.addSound(QStringLiteral("kick.wav"), 60.0);
    JobService jobs(test.studio, true);
    jobs.start();
    WatchFolders watch(test.studio, jobs);
    watch.setPaceMs(kPaceMs);
    QSignalSpy found(&watch, &WatchFolders::found);
    QVERIFY(watch.add(place.path()).has_value());
    db::StemRepository stems(test.studio->database());
    const auto row = [&](const QString& name) {
        return stems.byPath(toStd(place.path(name))).value_or(std::nullopt);
    };
    QTRY_VERIFY(row(QStringLiteral("kick.wav")).has_value());
    QCOMPARE(found.count(), 1);
    QCOMPARE(found.at(0).at(0).toInt(), 1);
    place.addSound(QStringLiteral("deep/hat.wav"), 5000.0);
    QTRY_VERIFY(row(QStringLiteral("deep/hat.wav")).has_value());
    const auto before = row(QStringLiteral("kick.wav"));
    QVERIFY(std::abs(before->durationS - 0.2) < 1e-3);
    writeTone(place.path(QStringLiteral("kick.wav")), 0.5, 60.0);
    QTRY_VERIFY(std::abs(row(QStringLiteral("kick.wav"))->durationS - 0.5) < 1e-3);
    QCOMPARE(row(QStringLiteral("kick.wav"))->id, before->id); // the same sound, measured anew
}

void TestWatchFolders::removedSoundsStayAway()
{
    const TestStudio test;
    const Place place;
    place.addSound(QStringLiteral("a.wav"), 100.0);
    place.addSound(QStringLiteral("b.wav"), 200.0);
    db::StemRepository stems(test.studio->database());
    const auto idOf = [&](const char* name) {
        const auto row = stems.byPath(toStd(place.path(QLatin1String(name))));
        return row && *row ? (*row)->id : StemId {0};
    };
    {
        JobService jobs(test.studio, true);
        jobs.start();
        WatchFolders watch(test.studio, jobs);
        watch.setPaceMs(kPaceMs);
        QVERIFY(watch.add(place.path()).has_value());
        QTRY_VERIFY(idOf("a.wav") != 0 && idOf("b.wav") != 0);
        QTRY_VERIFY(QFileInfo::exists(test.studio->root() + QStringLiteral("/.dream/watched.bin")));
    }
    QVERIFY(stems.remove({idOf("a.wav")}).has_value());
    JobService jobs(test.studio, true);
    jobs.start();
    WatchFolders watch(test.studio, jobs); // in another run of the program
    watch.setPaceMs(kPaceMs);
    QTRY_COMPARE(watch.folders(), QStringList {place.path()});
    place.addSound(QStringLiteral("c.wav"), 300.0);
    QTRY_VERIFY(idOf("c.wav") != 0); // by then a.wav would have come as well
    QCOMPARE(idOf("a.wav"), StemId {0});
    watch.remove(place.path());
    QVERIFY(watch.folders().isEmpty());
    QVERIFY(idOf("b.wav") != 0);
}

void TestWatchFolders::foldersAreChecked()
{
    const TestStudio test;
    const Place place;
    QVERIFY(QDir().mkpath(place.path(QStringLiteral("deep"))));
    JobService jobs(test.studio, true);
    WatchFolders watch(test.studio, jobs);
    const auto code = [&](const QString& folder) {
        const auto added = watch.add(folder);
        return added ? std::optional<ErrorCode> {} : added.error().code;
    };
    QVERIFY(code(place.path(QStringLiteral("nowhere"))) == ErrorCode::NotFound);
    QVERIFY(code(test.studio->root()) == ErrorCode::BadInput);
    QVERIFY(code(test.studio->modelsFolder()) == ErrorCode::BadInput);
    QVERIFY(code(QFileInfo(test.studio->root()).path()) == ErrorCode::BadInput);
    QVERIFY(!code(place.path(QStringLiteral("deep"))));
    QVERIFY(code(place.path(QStringLiteral("deep"))) == ErrorCode::Exists);
    QVERIFY(!code(place.path())); // takes the other one in
    QCOMPARE(watch.folders(), QStringList {place.path()});
    QVERIFY(code(place.path(QStringLiteral("deep"))) == ErrorCode::Exists);
}

QTEST_GUILESS_MAIN(TestWatchFolders)
#include "tst_watchfolders.moc"
