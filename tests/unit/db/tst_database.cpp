#include "DbSamples.h"
#include "core/db/DatabasePrivate.h"
#include "core/db/StemRepository.h"
#include "tests/support/Patience.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSemaphore>
#include <QThreadPool>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <thread>

using namespace nde;
using namespace nde::test;
using db::Database;
using db::OpenMode;

namespace {

/// What the test starts itself as: stands in the middle of a transaction until it is killed.
int hangInTransaction(const QString& path)
{
    const auto database = Database::open(path);
    if (!database) {
        return 1;
    }
    auto* connection = *(*database)->d().connection();
    const auto done = connection->write([&]() -> Result<> {
        for (int i = 0; i < 2000; ++i) {
            auto step = connection->run(
                QStringLiteral("INSERT INTO stems (name, source, category, sound_class, path, "
                               "created_at, updated_at, recipe) "
                               "VALUES ('x', 'original', 'kick', 'loop', '/x', 1, 1, ?)"),
                {QString(2000, u'r')});
            if (!step) {
                return propagate(step);
            }
        }
        std::puts("ready");
        std::fflush(stdout);
        std::getchar();
        return {};
    });
    return done ? 0 : 1;
}

void overwrite(const QString& path, qint64 from, qint64 count)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(from));
    QCOMPARE(file.write(QByteArray(count, '\x5A')), count);
}

// Open descriptors of the process that lead to the database.
int openFiles(const QString& path)
{
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code ignored;
        const auto target = std::filesystem::read_symlink(entry.path(), ignored);
        count += target.string() == path.toStdString() ? 1 : 0;
    }
    return count;
}

} // namespace

class TestDatabase : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pragmasAreSet();
    void refusesPlaces();
    void damagedFilesAreRefused();
    void damageInTheMiddleIsFound();
    void backupIsWhole();
    void eachThreadHasItsConnection();
    void connectionsCloseWithTheirThread();
    void databaseMayGoBeforeItsThreads();
    void dataVersionShowsOthersWrites();
    void writersWaitForEachOther();
    void throwingBodyRollsBack();
    void togetherIsAllOrNothing();
    void killInTransactionLosesNothing();
};

void TestDatabase::pragmasAreSet()
{
    const FreshDatabase fresh;
    auto* connection = *fresh.database->d().connection();
    const auto value = [&](const char* name) {
        return connection->value(QStringLiteral("PRAGMA ") + QLatin1String(name))->toString();
    };
    QCOMPARE(value("journal_mode"), QStringLiteral("wal"));
    QCOMPARE(value("foreign_keys"), QStringLiteral("1"));
    QCOMPARE(value("busy_timeout"), QStringLiteral("10000"));
    QCOMPARE(value("synchronous"), QStringLiteral("2"));
    QCOMPARE(fresh.database->path(), fresh.folder.filePath(QStringLiteral("dream.db")));
}

void TestDatabase::refusesPlaces()
{
    QTemporaryDir folder;
    QCOMPARE(Database::open(folder.filePath(QStringLiteral("no/dream.db"))).error().code,
             ErrorCode::NotFound);
    QCOMPARE(Database::open(folder.path()).error().code, ErrorCode::BadInput);
    QCOMPARE(
        Database::open(folder.filePath(QStringLiteral("x.db")), OpenMode::ReadOnly).error().code,
        ErrorCode::NotFound);
    QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("x.db"))));
    QCOMPARE(Database::open(QStringLiteral("/proc/dream.db")).error().code, ErrorCode::ReadOnly);
    if (QFile::exists(QStringLiteral("/sys/kernel"))) { // not in every container
        QCOMPARE(Database::open(QStringLiteral("/sys/kernel/dream.db")).error().code,
                 ErrorCode::ReadOnly);
    }
}

void TestDatabase::damagedFilesAreRefused()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("Größe ?#%.db"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    for (const OpenMode mode : {OpenMode::ReadWrite, OpenMode::ReadOnly}) {
        const auto opened = Database::open(path, mode);
        QCOMPARE(opened.error().code, ErrorCode::Corrupt);
        QVERIFY(opened.error().message.find(path.toStdString()) != std::string::npos);
    }
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray(5000, 'x'));
}

void TestDatabase::damageInTheMiddleIsFound()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("dream.db"));
    {
        db::StemRepository stems(*Database::open(path));
        QVERIFY(stems.insertAll(std::vector<Stem>(500, fullStem())).has_value());
    }
    const qint64 size = QFileInfo(path).size();
    QVERIFY(size > 200'000);
    overwrite(path, size / 2, 20'000);
    QCOMPARE(Database::open(path).error().code, ErrorCode::Corrupt);
    // A file cut off, as by a broken copy.
    QVERIFY(QFile::resize(path, size / 3));
    QCOMPARE(Database::open(path).error().code, ErrorCode::Corrupt);
}

void TestDatabase::backupIsWhole()
{
    const FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    QVERIFY(stems.insert(fullStem()).has_value());
    const QString target = fresh.folder.filePath(QStringLiteral("copy's.db"));
    QVERIFY(fresh.database->backup(target).has_value());
    QCOMPARE(fresh.database->backup(target).error().code, ErrorCode::Exists);
    QCOMPARE(fresh.database->backup(QStringLiteral("/proc/copy.db")).error().code,
             ErrorCode::ReadOnly);
    QCOMPARE(
        fresh.database->backup(fresh.folder.filePath(QStringLiteral("no/copy.db"))).error().code,
        ErrorCode::NotFound);
    QVERIFY(stems.insert(namedStem("later")).has_value());
    const auto copy = *Database::open(target);
    QCOMPARE(*db::StemRepository(copy).count(), qint64 {1});
    QVERIFY(QDir(fresh.folder.path()).entryList({QStringLiteral("*.part")}).isEmpty());
}

void TestDatabase::eachThreadHasItsConnection()
{
    const FreshDatabase fresh;
    auto* here = *fresh.database->d().connection();
    QCOMPARE(*fresh.database->d().connection(), here);
    db::Connection* there = nullptr;
    std::thread([&] { there = *fresh.database->d().connection(); }).join();
    QVERIFY(there != nullptr && there != here);
    // Two databases in one thread do not mix.
    const FreshDatabase other;
    QVERIFY(db::StemRepository(other.database).insert(namedStem("a")).has_value());
    QCOMPARE(*db::StemRepository(fresh.database).count(), qint64 {0});
}

void TestDatabase::connectionsCloseWithTheirThread()
{
    FreshDatabase fresh;
    const QString path = fresh.database->path();
    auto& registry = *fresh.database->d().registry;
    QCOMPARE(registry.count(), std::size_t {1});
    {
        QThreadPool pool;
        pool.setMaxThreadCount(3);
        QSemaphore arrived;
        QSemaphore go;
        for (int i = 0; i < 3; ++i) {
            pool.start([&] {
                if (db::StemRepository(fresh.database).count().has_value()) {
                    arrived.release();
                }
                go.acquire();
            });
        }
        arrived.acquire(3);
        QCOMPARE(registry.count(), std::size_t {4});
        go.release(3);
    }
    // Qt counts a thread as finished a moment before its thread-local objects go.
    QTRY_COMPARE(registry.count(), std::size_t {1});
    fresh.database.reset();
    // SQLite keeps descriptors for reuse while a connection holds locks; with the last one all go.
    QCOMPARE(openFiles(path), 0);
}

void TestDatabase::databaseMayGoBeforeItsThreads()
{
    QThreadPool pool;
    pool.setMaxThreadCount(1);
    pool.setExpiryTimeout(-1);
    for (int i = 0; i < 5; ++i) {
        FreshDatabase fresh;
        const QString path = fresh.database->path();
        std::atomic<bool> isGood {false};
        pool.start([&] {
            isGood = db::StemRepository(fresh.database).insert(namedStem("a")).has_value();
        });
        pool.waitForDone();
        QVERIFY(isGood);
        fresh.database.reset(); // the pool's thread lives on and had a connection
        QCOMPARE(openFiles(path), 0);
    }
}

void TestDatabase::dataVersionShowsOthersWrites()
{
    const FreshDatabase fresh;
    const auto other = *Database::open(fresh.database->path());
    const qint64 before = fresh.database->dataVersion();
    QCOMPARE(fresh.database->dataVersion(), before);
    QVERIFY(db::StemRepository(other).insert(namedStem("a")).has_value());
    const qint64 after = fresh.database->dataVersion();
    QVERIFY(after != before);
    QCOMPARE(fresh.database->dataVersion(), after);
    std::thread([&] {
        QVERIFY(db::StemRepository(fresh.database).insert(namedStem("b")).has_value());
    }).join();
    QVERIFY(fresh.database->dataVersion() != after); // another thread counts as well
}

void TestDatabase::writersWaitForEachOther()
{
    const FreshDatabase fresh;
    std::atomic<int> failures {0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t) {
        threads.emplace_back([&] {
            db::StemRepository stems(fresh.database);
            for (int i = 0; i < 8; ++i) {
                const auto id = stems.insert(fullStem());
                failures += id && stems.setRating({*id}, 5) ? 0 : 1;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    QCOMPARE(failures.load(), 0);
    QCOMPARE(*db::StemRepository(fresh.database).count(), qint64 {32});
}

void TestDatabase::throwingBodyRollsBack()
{
    const FreshDatabase fresh;
    auto* connection = *fresh.database->d().connection();
    bool wasThrown = false;
    try {
        static_cast<void>(connection->write([&]() -> Result<> {
            connection->run(QStringLiteral("UPDATE change_clock SET last_ms = 77"));
            throw std::bad_alloc();
        }));
    } catch (const std::bad_alloc&) {
        wasThrown = true;
    }
    QVERIFY(wasThrown);
    QCOMPARE(connection->value(QStringLiteral("SELECT last_ms FROM change_clock"))->toInt(), 0);
    QVERIFY(db::StemRepository(fresh.database).insert(namedStem("a")).has_value());
}

void TestDatabase::togetherIsAllOrNothing()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    Stem kick = fullStem();
    kick.parentId = 0;
    StemId first = 0;
    const auto insertTwo = [&](bool isSound) -> Result<> {
        const auto one = stems.insert(kick);
        if (!one) {
            return propagate(one);
        }
        first = *one;
        const auto two = stems.insert(isSound ? kick : Stem {}); // one without a name is refused
        return two ? Result<> {} : Result<> {propagate(two)};
    };
    const auto refused = fresh.database->together([&] { return insertTwo(false); });
    QCOMPARE(refused.error().code, ErrorCode::BadInput);
    QCOMPARE(*stems.count(), 0);
    // A part that failed cannot be passed over either.
    QVERIFY(!fresh.database->together([&]() -> Result<> {
        static_cast<void>(insertTwo(false));
        return {};
    }));
    QCOMPARE(*stems.count(), 0);
    QVERIFY(fresh.database->together([&] { return insertTwo(true); }).has_value());
    QCOMPARE(*stems.count(), 2);
    QVERIFY(stems.setFavorite({first}, true).has_value()); // and plain writes go on as before
}

void TestDatabase::killInTransactionLosesNothing()
{
    FreshDatabase fresh;
    QVERIFY(db::StemRepository(fresh.database).insert(fullStem()).has_value());
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(),
                  {QStringLiteral("--hang"), fresh.database->path()});
    QVERIFY(process.waitForReadyRead());
    // Readers are not kept waiting and see nothing of it.
    QCOMPARE(*db::StemRepository(fresh.database).count(), qint64 {1});
    process.kill();
    QVERIFY(process.waitForFinished());
    const QString path = fresh.database->path();
    fresh.database.reset();
    const auto again = Database::open(path);
    QVERIFY(again.has_value());
    QVERIFY((*again)->check().has_value());
    db::StemRepository stems(*again);
    QCOMPARE(*stems.count(), qint64 {1});
    QVERIFY(stems.insert(namedStem("after")).has_value());
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--hang")) {
        return hangInTransaction(arguments.value(2));
    }
    TestDatabase test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_database.moc"
