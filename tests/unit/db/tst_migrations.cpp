#include "DbSamples.h"
#include "core/db/DatabasePrivate.h"
#include "core/db/JobRepository.h"
#include "core/db/Migrations.h"
#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>

#include <thread>

using namespace nde;
using namespace nde::test;
using db::Database;
using db::Migration;
using db::OpenMode;

namespace {

const QString kDatabase = QStringLiteral("dream.db");

QByteArray contents(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The shipped migrations and one more.
std::vector<Migration> withNext(const QString& sql)
{
    auto migrations = *db::shippedMigrations();
    const int next = migrations.back().version + 1;
    migrations.push_back({next, QStringLiteral("9999_next.sql"), sql});
    return migrations;
}

QStringList tables(Database& database)
{
    QStringList names;
    auto* connection = *database.d().connection();
    const auto done = connection->each(
        QStringLiteral("SELECT name FROM sqlite_master WHERE type = 'table' AND "
                       "name NOT LIKE 'sqlite_%' ORDER BY name"),
        {}, [&](const QSqlQuery& row) { names.append(row.value(0).toString()); });
    return done ? names : QStringList();
}

} // namespace

class TestMigrations : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void splits_data();
    void splits();
    void shippedOnesAreInSequence();
    void emptyFileGetsTheWholeSchema();
    void goldenVersion1Opens();
    void goldenVersion2Opens();
    void olderDataIsKeptAndBackedUp();
    void failingMigrationLeavesTheOldState();
    void newerFileIsRefusedAndUntouched();
    void foreignFileIsRefusedAndUntouched();
    void readOnlyNeedsTheCurrentSchema();
    void openingAtOnceMigratesOnce();
};

void TestMigrations::splits_data()
{
    QTest::addColumn<QString>("script");
    QTest::addColumn<QStringList>("statements");
    const auto add = [](const char* name, const char* script, const QStringList& statements) {
        QTest::newRow(name) << QString::fromUtf8(script) << statements;
    };
    const auto s = [](const char* text) { return QString::fromUtf8(text); };
    add("empty", "", {});
    add("only comments", "-- a; b\n/* c; */ ;;", {});
    add("two", "SELECT 1; SELECT 2;", {s("SELECT 1"), s("SELECT 2")});
    add("without the last semicolon", "SELECT 1;\nSELECT 2", {s("SELECT 1"), s("SELECT 2")});
    add("in quotes", "SELECT ';', \"a;b\", `c;d`, [e;f]; SELECT 2;",
        {s("SELECT ';', \"a;b\", `c;d`, [e;f]"), s("SELECT 2")});
    add("doubled quotes", "SELECT 'it''s;'; SELECT \"a\"\";\";",
        {s("SELECT 'it''s;'"), s("SELECT \"a\"\";\"")});
    add("in comments", "SELECT 1 -- ;'\n, 2 /* ;\" */; SELECT 3;",
        {s("SELECT 1 -- ;'\n, 2 /* ;\" */"), s("SELECT 3")});
    add("trigger",
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b = CASE WHEN 1 THEN 2 END; "
        "DELETE FROM c; END; SELECT 1;",
        {s("CREATE TRIGGER t AFTER INSERT ON a BEGIN UPDATE a SET b = CASE WHEN 1 THEN 2 END; "
           "DELETE FROM c; END"),
         s("SELECT 1")});
    add("temp trigger, lower case",
        "create temp trigger t after insert on a begin delete from c; end; select 1",
        {s("create temp trigger t after insert on a begin delete from c; end"), s("select 1")});
    add("columns named like words", "CREATE TABLE t (begin_at INTEGER, \"end\" TEXT); SELECT 1;",
        {s("CREATE TABLE t (begin_at INTEGER, \"end\" TEXT)"), s("SELECT 1")});
    add("case outside a trigger", "SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 2;",
        {s("SELECT CASE 1 WHEN 1 THEN 2 END"), s("SELECT 2")});
    add("open quote", "SELECT 'abc; SELECT 2;", {s("SELECT 'abc; SELECT 2;")});
}

void TestMigrations::splits()
{
    QFETCH(QString, script);
    QFETCH(QStringList, statements);
    QCOMPARE(db::splitStatements(script), statements);
}

void TestMigrations::shippedOnesAreInSequence()
{
    const auto migrations = db::shippedMigrations();
    QVERIFY(migrations.has_value());
    QCOMPARE(migrations->front().name, QStringLiteral("0001_first.sql"));
    int version = 0;
    for (const Migration& migration : *migrations) {
        QCOMPARE(migration.version, ++version);
        QVERIFY(!db::splitStatements(migration.sql).isEmpty());
    }
}

void TestMigrations::emptyFileGetsTheWholeSchema()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(kDatabase)); // an empty file is as good as none
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const auto database = Database::open(file.fileName());
    QVERIFY(database.has_value());
    QCOMPARE((*database)->schemaVersion(), db::shippedMigrations()->back().version);
    const QStringList names = tables(**database);
    for (const char* name : {"collection_items", "collections", "configuration_settings",
                             "embeddings", "generated_tracks", "latents", "lineage_edges", "peaks",
                             "processing_jobs", "removed_stems", "run_points", "stems",
                             "system_metrics", "tags", "track_stems", "training_runs"}) {
        QVERIFY2(names.contains(QLatin1String(name)), name);
    }
    QVERIFY((*database)->check().has_value());
    QVERIFY(QDir(folder.path()).entryList({QStringLiteral("*.bak")}).isEmpty());
}

// The file is that of the first release; see the README beside it.
void TestMigrations::goldenVersion1Opens()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(kDatabase);
    QVERIFY(QFile::copy(QStringLiteral(NDE_GOLDEN_DB "/v1.db"), path));
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
    const auto database = Database::open(path);
    QVERIFY2(database.has_value(), database ? "" : database.error().message.c_str());
    QVERIFY((*database)->check().has_value());
    db::StemRepository stems(*database);
    const auto all = stems.all();
    QVERIFY(all.has_value());
    QCOMPARE(all->size(), std::size_t {2});
    Stem expected = fullStem();
    expected.id = 2;
    expected.parentId = 1;
    expected.createdAtMs = all->at(1).createdAtMs;
    expected.updatedAtMs = all->at(1).updatedAtMs;
    QVERIFY(all->at(1) == expected);
    QCOMPARE(*stems.ancestors(2),
             (std::vector<LineageEdge> {{1, 2, "dreamed_near", 0.75, R"({"t":1})"}}));
    QCOMPARE(*stems.latent(2), (std::vector<float> {0.5F, -1.25F}));
    QCOMPARE(db::JobRepository(*database).byId(1)->title, std::string("Größe.wav"));
    db::RunRepository runs(*database);
    QCOMPARE(runs.points(1)->at(0).train, 0.125);
    QCOMPARE(runs.tracks()->at(0).prompt, std::string("dunkler Techno"));
}

void TestMigrations::goldenVersion2Opens()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(kDatabase);
    QVERIFY(QFile::copy(QStringLiteral(NDE_GOLDEN_DB "/v2.db"), path));
    QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner));
    const auto database = Database::open(path);
    QVERIFY2(database.has_value(), database ? "" : database.error().message.c_str());
    QVERIFY((*database)->check().has_value());
    db::StemRepository stems(*database);
    Stem expected = fullStem();
    expected.id = 2;
    expected.parentId = 1;
    const auto full = stems.byId(2);
    QVERIFY(full.has_value());
    expected.createdAtMs = full->createdAtMs;
    expected.updatedAtMs = full->updatedAtMs;
    QVERIFY(*full == expected);
    const auto told = stems.byId(3);
    QVERIFY(told.has_value());
    QCOMPARE(told->name, std::string("told"));
    QCOMPARE(*told->descriptors.bpm, 127.5);
    QCOMPARE(told->descriptors.firstBeatS, 0.25);
    QCOMPARE(told->descriptors.firstDownbeatS, 0.75);
    QCOMPARE(told->descriptors.beatsPerBar, 3);
    QVERIFY(told->isGridByUser && told->isKeyByUser && told->isSoundClassByUser);
    QVERIFY(told->descriptors.key == (Key {9, true}));
    QCOMPARE(told->soundClass, SoundClass::Phrase);
    QCOMPARE(told->category, Category::OpenHihat);
}

void TestMigrations::olderDataIsKeptAndBackedUp()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(kDatabase);
    const int first = db::shippedMigrations()->back().version;
    StemId id = 0;
    {
        db::StemRepository stems(*Database::open(path));
        id = *stems.insert(fullStem());
    }
    const auto newer = Database::openWith(
        path, OpenMode::ReadWrite,
        withNext(QStringLiteral("ALTER TABLE stems ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm';\n"
                                "CREATE TRIGGER t AFTER UPDATE OF mood ON stems BEGIN "
                                "SELECT 1; SELECT 2; END;")));
    QVERIFY2(newer.has_value(), newer ? "" : newer.error().message.c_str());
    QCOMPARE((*newer)->schemaVersion(), first + 1);
    QVERIFY(db::StemRepository(*newer).byId(id)->tags == fullStem().tags);
    auto* connection = *(*newer)->d().connection();
    QCOMPARE(connection->value(QStringLiteral("SELECT mood FROM stems"))->toString(),
             QStringLiteral("calm"));
    // The backup is a whole database of the old version.
    const QString backup = QStringLiteral("%1.v%2.bak").arg(path).arg(first);
    QVERIFY(QFile::exists(backup));
    const auto old = Database::open(backup);
    QVERIFY(old.has_value());
    QCOMPARE(*db::StemRepository(*old).count(), qint64 {1});
}

void TestMigrations::failingMigrationLeavesTheOldState()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(kDatabase);
    QVERIFY(db::StemRepository(*Database::open(path)).insert(fullStem()).has_value());
    const auto newer = Database::openWith(
        path, OpenMode::ReadWrite,
        withNext(
            QStringLiteral("CREATE TABLE half (a INTEGER); DELETE FROM stems; SELECT nonsense;")));
    QVERIFY(!newer.has_value());
    QVERIFY(newer.error().message.find("9999_next.sql") != std::string::npos);
    QVERIFY(newer.error().message.find("nonsense") != std::string::npos);
    const auto again = Database::open(path);
    QVERIFY(again.has_value());
    QVERIFY(!tables(**again).contains(QStringLiteral("half")));
    QCOMPARE(*db::StemRepository(*again).count(), qint64 {1});
}

void TestMigrations::newerFileIsRefusedAndUntouched()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(kDatabase);
    QVERIFY(Database::openWith(path, OpenMode::ReadWrite,
                               withNext(QStringLiteral("CREATE TABLE later (a INTEGER)")))
                .has_value());
    const QByteArray before = contents(path);
    QVERIFY(!before.isEmpty());
    for (const OpenMode mode : {OpenMode::ReadWrite, OpenMode::ReadOnly}) {
        const auto refused = Database::open(path, mode);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().code, ErrorCode::Unsupported);
        QVERIFY(refused.error().message.find(path.toStdString()) != std::string::npos);
        QVERIFY(refused.error().message.find("newer version") != std::string::npos);
    }
    QVERIFY(contents(path) == before);
    QVERIFY(QDir(folder.path()).entryList({QStringLiteral("*.bak")}).isEmpty());
}

void TestMigrations::foreignFileIsRefusedAndUntouched()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(kDatabase);
    {
        auto foreign = db::Connection::open(path, OpenMode::ReadWrite);
        QVERIFY(foreign.has_value());
        QVERIFY((*foreign)->run(QStringLiteral("CREATE TABLE stems (id INTEGER)")).has_value());
    }
    const QByteArray before = contents(path);
    QCOMPARE(Database::open(path).error().code, ErrorCode::Unsupported);
    QVERIFY(contents(path) == before);
}

void TestMigrations::readOnlyNeedsTheCurrentSchema()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(kDatabase);
    QVERIFY(Database::open(path).has_value());
    const auto later = Database::openWith(
        path, OpenMode::ReadOnly, withNext(QStringLiteral("CREATE TABLE later (a INTEGER)")));
    QCOMPARE(later.error().code, ErrorCode::Unsupported);
    QVERIFY(Database::open(path, OpenMode::ReadOnly).has_value());
}

void TestMigrations::openingAtOnceMigratesOnce()
{
    QTemporaryDir folder;
    const QString path = folder.filePath(kDatabase);
    std::vector<Result<std::shared_ptr<Database>>> opened(4);
    std::vector<std::thread> threads;
    for (auto& slot : opened) {
        threads.emplace_back([&slot, &path] { slot = Database::open(path); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (auto& slot : opened) {
        QVERIFY2(slot.has_value(), slot ? "" : slot.error().message.c_str());
        QVERIFY((*slot)->check().has_value());
    }
}

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
