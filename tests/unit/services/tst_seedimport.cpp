#include "ServiceFixtures.h"
#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/SeedImport.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

#include <algorithm>
#include <set>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

/// A studio as the seed leaves one, with rows that are well and rows that are not. Its database
/// stays open and in WAL mode, so that the newest rows are not in the file itself.
class SeedStudio
{
public:
    explicit SeedStudio(const QString& root)
        : m_root(root)
    {
        for (const char* folder : {"stereo_tracks_for_analysis", "processed_database/stems/Song",
                                   "generated_stems", "generated_tracks", "models"}) {
            QDir().mkpath(path(QString::fromLatin1(folder)));
        }
        const auto put = [this](const char* name, double hz, double seconds) {
            return write(path(QString::fromLatin1(name)), sine(hz, seconds));
        };
        isWell = write(path(QStringLiteral("stereo_tracks_for_analysis/Song.wav")),
                       beatMusic(2.0, 2, 44100, 1))
            && put("processed_database/stems/Song/drums.wav", 60.0, 1.0)
            && put("processed_database/stems/Song/bass.wav", 80.0, 1.0)
            && put("processed_database/stems/loose_kick.wav", 50.0, 0.3)
            && put("generated_stems/kick_gen_0.wav", 55.0, 0.4)
            && put("generated_tracks/out.wav", 220.0, 1.5)
            && writeBytes(path(QStringLiteral("models/kick_vae.pt")), "not ours")
            && writeBytes(path(QStringLiteral("generated_stems/broken.wav")), "no sound at all");
    }
    ~SeedStudio()
    {
        if (m_isOpen) {
            QSqlDatabase::database(m_name).close();
            QSqlDatabase::removeDatabase(m_name);
        }
    }
    [[nodiscard]] QString path(const QString& name) const { return m_root + u'/' + name; }
    [[nodiscard]] QString root() const { return m_root; }

    /// @return  whether all statements went well.
    bool makeDatabase()
    {
        m_isOpen = true;
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_name);
        database.setDatabaseName(path(QStringLiteral("stems.db")));
        if (!database.open()) {
            return false;
        }
        bool isRun = run("PRAGMA journal_mode = WAL")
            && run("CREATE TABLE stems (id INTEGER PRIMARY KEY, filename VARCHAR(255) NOT NULL, "
                   "original_path VARCHAR(500) NOT NULL, processed_path VARCHAR(500), file_hash "
                   "VARCHAR(64), duration FLOAT, bpm FLOAT, key VARCHAR(10), genre VARCHAR(100), "
                   "instrument VARCHAR(100), source VARCHAR(20), auto_tags JSON, manual_tags JSON, "
                   "neural_features JSON, audio_embedding JSON, processing_error TEXT, created_at "
                   "DATETIME)")
            && run("CREATE TABLE generated_tracks (id INTEGER PRIMARY KEY, title VARCHAR(255), "
                   "original_prompt TEXT, output_path VARCHAR(500), target_bpm FLOAT, target_key "
                   "VARCHAR(10), created_at DATETIME)")
            && run("CREATE TABLE track_stems (id INTEGER PRIMARY KEY, track_id INTEGER, stem_id "
                   "INTEGER, section_name VARCHAR(100), layer_name VARCHAR(100))");
        const QString song = path(QStringLiteral("stereo_tracks_for_analysis/Song.wav"));
        const auto texts = [&song](std::initializer_list<const char*> words) {
            QStringList list;
            for (const char* word : words) {
                list << (qstrcmp(word, "SONG") == 0 ? song : QString::fromUtf8(word));
            }
            return list;
        };
        isRun = isRun
            && stem(1,
                    texts({"Song.wav", "SONG", "", "original", "mixed", R"(["meins"])",
                           R"(["dark", "Techno"])"}))
            && stem(2,
                    texts({"drums.wav", "SONG", "processed_database/stems/Song/drums.wav",
                           "separated", "drums"}))
            // of a machine where the studio lay elsewhere
            && stem(3,
                    texts({"bass.wav", R"(C:\old\processed_database\stems\Song\bass.wav)", "",
                           "separated", "bass"}))
            && stem(4,
                    texts({"kick_gen_0.wav", "generated_stems/kick_gen_0.wav", "", "generated",
                           "kick", "", "auto, generated",
                           R"({"generation_mode": "interpolated", "anchor_ids": [2, 99]})"}))
            && stem(5, texts({"gone.wav", "/nowhere/gone.wav", "", "original", "kick"}))
            && stem(6,
                    texts({"broken.wav", "generated_stems/broken.wav", "", "generated", "snare", "",
                           "{not json"}))
            && stem(7,
                    texts({"again.wav", "", "processed_database/stems/Song/drums.wav", "separated",
                           "drums"}))
            && stem(8, texts({"", "", "", "separated"}));
        return isRun
            && run("INSERT INTO generated_tracks VALUES (1, 'Nacht', 'dark techno 140 bpm', "
                   "'generated_tracks/out.wav', 140.0, 'Am', '2025-03-01 12:30:00.500000')")
            && run("INSERT INTO generated_tracks VALUES (2, 'Lost', 'x', NULL, NULL, NULL, NULL)")
            && run("INSERT INTO track_stems VALUES (1, 1, 2, 'drop', 'drums')")
            && run("INSERT INTO track_stems VALUES (2, 1, 4, 'drop', 'kick')")
            && run("INSERT INTO track_stems VALUES (3, 1, 5, 'drop', 'hat')");
    }

    /// Every file with its hash, hidden ones too; times of change as well.
    [[nodiscard]] QMap<QString, QByteArray> tree() const
    {
        QMap<QString, QByteArray> found;
        QDirIterator walk(m_root, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            QFile file(walk.next());
            if (file.open(QIODevice::ReadOnly)) {
                // The index of the log is SQLite's own scratch memory.
                const bool isIndex = file.fileName().endsWith(QLatin1String("-shm"));
                found.insert(
                    file.fileName(),
                    isIndex ? QByteArray()
                            : QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256));
            }
        }
        return found;
    }

    bool isWell {};

private:
    bool run(const char* sql)
    {
        QSqlQuery query(QSqlDatabase::database(m_name));
        const bool isDone = query.exec(QString::fromUtf8(sql));
        if (!isDone) {
            qWarning() << sql << query.lastError().text();
        }
        return isDone;
    }
    /// Columns in their order: name, original and processed path, source, instrument, tags by hand
    /// and automatic ones, features.
    bool stem(int id, const QStringList& given)
    {
        QSqlQuery query(QSqlDatabase::database(m_name));
        query.prepare(QStringLiteral(
            "INSERT INTO stems (id, filename, original_path, processed_path, source, instrument, "
            "manual_tags, auto_tags, neural_features, bpm, key, genre, duration, audio_embedding, "
            "created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 128.0, 'Am', 'techno', 1.0, '[0.5]', "
            "'2025-03-01 12:00:00')"));
        query.addBindValue(id);
        for (qsizetype i = 0; i < 8; ++i) {
            const QString value = given.value(i);
            query.addBindValue(value.isEmpty() && i > 1 ? QVariant() : QVariant(value));
        }
        const bool isDone = query.exec();
        if (!isDone) {
            qWarning() << id << query.lastError().text();
        }
        return isDone;
    }
    QString m_root;
    QString m_name {QStringLiteral("seed-of-the-test")};
    bool m_isOpen {};
};

const SeedTaken* takenOf(const SeedOutcome& outcome, const QString& table, qint64 row)
{
    const auto found
        = std::find_if(outcome.taken.begin(), outcome.taken.end(),
                       [&](const SeedTaken& one) { return one.table == table && one.row == row; });
    return found != outcome.taken.end() ? &*found : nullptr;
}

QString reasonOf(const SeedOutcome& outcome, const QString& table, qint64 row)
{
    for (const SeedSkipped& one : outcome.skipped) {
        if (one.table == table && one.row == row) {
            return one.reason;
        }
    }
    return {};
}

/// The analysis adds tags of its own.
bool hasTags(const Stem& stem, const std::set<std::string>& wanted)
{
    const std::set<std::string> tags(stem.tags.begin(), stem.tags.end());
    return std::includes(tags.begin(), tags.end(), wanted.begin(), wanted.end());
}

const QString kStems = QStringLiteral("stems");
const QString kTracks = QStringLiteral("generated_tracks");

} // namespace

class TestSeedImport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesOver();
    void secondRunFindsEverything();
    void dryRunWritesNothing();
    void foldersWithoutADatabase();
    void whatIsNoSeed_data();
    void whatIsNoSeed();
    void cancelKeepsWhatIsTaken();
};

void TestSeedImport::takesOver()
{
    const TestStudio test;
    SeedStudio seed(test.file(QStringLiteral("seed")));
    QVERIFY(seed.isWell && seed.makeDatabase());
    const auto before = seed.tree();
    TaskContext task;
    const auto outcome = importSeed(*test.studio, {seed.root(), false}, task);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(seed.tree(), before);

    // Rows 1 to 4, one track, and the kick that no row names.
    QCOMPARE(outcome->taken.size(), std::size_t {6});
    db::StemRepository stems(test.studio->database());
    QCOMPARE(stems.all()->size(), std::size_t {6});
    const auto row = [&](const QString& table, qint64 id) {
        const SeedTaken* taken = takenOf(*outcome, table, id);
        return taken != nullptr ? *stems.byId(taken->id) : Stem {};
    };
    const Stem song = row(kStems, 1);
    QCOMPARE(song.path,
             seed.path(QStringLiteral("stereo_tracks_for_analysis/Song.wav")).toStdString());
    QCOMPARE(song.source, Source::Original);
    QCOMPARE(song.category, Category::Mix);
    QVERIFY(hasTags(song, {"meins", "dark", "techno"}));
    QVERIFY(!song.analyserVersion.empty());
    const auto recipe = parseJsonObject(QByteArray::fromStdString(song.recipe));
    const auto facts = recipe->value(QStringLiteral("seed")).toObject();
    QCOMPARE(facts.value(QStringLiteral("bpm")).toDouble(), 128.0);
    QCOMPARE(facts.value(QStringLiteral("genre")).toString(), QStringLiteral("techno"));
    QVERIFY(!facts.contains(QStringLiteral("audio_embedding")));

    const Stem drums = row(kStems, 2);
    const Stem bass = row(kStems, 3);
    const Stem kick = row(kStems, 4);
    const Stem track = row(kTracks, 1);
    QCOMPARE(drums.source, Source::Separated);
    QCOMPARE(drums.category, Category::Drums);
    QCOMPARE(drums.parentId, song.id); // its row names the track
    QCOMPARE(bass.parentId, song.id); // its folder does
    QCOMPARE(bass.path,
             seed.path(QStringLiteral("processed_database/stems/Song/bass.wav")).toStdString());
    QCOMPARE(kick.source, Source::Generated);
    QCOMPARE(kick.category, Category::Kick);
    QVERIFY(hasTags(kick, {"auto", "generated"}));
    QCOMPARE(track.source, Source::Track);

    const auto above = stems.ancestors(track.id);
    std::set<std::pair<StemId, std::string>> parents;
    for (const auto& edge : *above) {
        parents.insert({edge.parent, edge.role});
    }
    QCOMPARE(parents,
             (std::set<std::pair<StemId, std::string>> {{drums.id, "used_in"},
                                                        {kick.id, "used_in"},
                                                        {drums.id, "dreamed_near"},
                                                        {song.id, "separated_from"}}));
    QCOMPARE(outcome->edges, 5); // two separated, one dreamed, two used

    db::RunRepository runs(test.studio->database());
    const auto tracks = runs.tracks();
    QCOMPARE(tracks->size(), std::size_t {1});
    QCOMPARE(tracks->front().prompt, std::string("dark techno 140 bpm"));
    QCOMPARE(tracks->front().bpm, 140.0);
    QCOMPARE(tracks->front().createdAtMs, qint64 {1740832200500}); // 2025-03-01T12:30:00.5Z
    QCOMPARE(runs.trackStems(tracks->front().id)->size(), std::size_t {2});

    // What was not well, with its reason.
    QCOMPARE(outcome->skipped.size(), std::size_t {5});
    QCOMPARE(reasonOf(*outcome, kStems, 5), QStringLiteral("its file is not there"));
    QVERIFY(!reasonOf(*outcome, kStems, 6).isEmpty());
    QCOMPARE(reasonOf(*outcome, kStems, 7), QStringLiteral("row 2 names the same file"));
    QCOMPARE(reasonOf(*outcome, kStems, 8), QStringLiteral("the row names no file"));
    QCOMPARE(reasonOf(*outcome, kTracks, 2), QStringLiteral("the row names no file"));
    QCOMPARE(outcome->notes.size(), 2); // the lost sound of the track, and the model
    QVERIFY(outcome->notes.join(u' ').contains(QStringLiteral("kick_vae.pt")));
}

void TestSeedImport::secondRunFindsEverything()
{
    const TestStudio test;
    SeedStudio seed(test.file(QStringLiteral("seed")));
    QVERIFY(seed.isWell && seed.makeDatabase());
    TaskContext task;
    const auto first = importSeed(*test.studio, {seed.root(), false}, task);
    QVERIFY(first.has_value());
    db::StemRepository stems(test.studio->database());
    const auto before = stems.all();
    const auto second = importSeed(*test.studio, {seed.root(), false}, task);
    QVERIFY(second.has_value());
    QCOMPARE(*stems.all(), *before);
    QCOMPARE(db::RunRepository(test.studio->database()).tracks()->size(), std::size_t {1});
    QCOMPARE(second->taken.size(), first->taken.size());
    QVERIFY(std::all_of(second->taken.begin(), second->taken.end(),
                        [](const SeedTaken& one) { return one.wasThere && one.id != 0; }));
    QCOMPARE(second->edges, first->edges);
    const auto family = stems.ancestors(takenOf(*second, kTracks, 1)->id);
    QCOMPARE(family->size(), std::size_t {4});
}

void TestSeedImport::dryRunWritesNothing()
{
    const TestStudio test;
    SeedStudio seed(test.file(QStringLiteral("seed")));
    QVERIFY(seed.isWell && seed.makeDatabase());
    const auto before = seed.tree();
    TaskContext task;
    const auto outcome = importSeed(*test.studio, {seed.root(), true}, task);
    QVERIFY(outcome.has_value());
    QCOMPARE(outcome->taken.size(), std::size_t {6});
    QCOMPARE(outcome->skipped.size(), std::size_t {5});
    QCOMPARE(outcome->edges, 5);
    QCOMPARE(seed.tree(), before);
    QCOMPARE(*db::StemRepository(test.studio->database()).count(), qint64 {0});
    QCOMPARE(db::RunRepository(test.studio->database()).tracks()->size(), std::size_t {0});
}

void TestSeedImport::foldersWithoutADatabase()
{
    const TestStudio test;
    const SeedStudio seed(test.file(QStringLiteral("seed")));
    QVERIFY(seed.isWell);
    TaskContext task;
    const auto outcome = importSeed(*test.studio, {seed.root(), false}, task);
    QVERIFY(outcome.has_value());
    QVERIFY(outcome->database.isEmpty());
    QCOMPARE(outcome->taken.size(), std::size_t {6});
    QCOMPARE(outcome->skipped.size(), std::size_t {1}); // broken.wav
    QCOMPARE(outcome->edges, 2); // both stems of Song
    db::StemRepository stems(test.studio->database());
    const auto kick = stems.byPath(
        seed.path(QStringLiteral("processed_database/stems/loose_kick.wav")).toStdString());
    QVERIFY(kick.has_value() && kick->has_value());
    QCOMPARE((*kick)->category, Category::Kick); // by its name
    QCOMPARE((*kick)->source, Source::Separated); // by its folder
}

void TestSeedImport::whatIsNoSeed_data()
{
    QTest::addColumn<QString>("content"); ///< of stems.db; "-" = none, empty = no folder either
    QTest::addColumn<nde::ErrorCode>("code");
    QTest::newRow("no folder") << QString() << ErrorCode::NotFound;
    QTest::newRow("an empty folder") << QStringLiteral("-") << ErrorCode::NotFound;
    QTest::newRow("no database") << QStringLiteral("these are words, and more of them")
                                 << ErrorCode::Corrupt;
    QTest::newRow("another program's") << QStringLiteral("other") << ErrorCode::Unsupported;
}

void TestSeedImport::whatIsNoSeed()
{
    QFETCH(QString, content);
    QFETCH(nde::ErrorCode, code);
    const TestStudio test;
    const QString folder = test.file(QStringLiteral("seed"));
    if (!content.isEmpty()) {
        QVERIFY(QDir().mkpath(folder));
    }
    const QString file = folder + QStringLiteral("/stems.db");
    if (content == u"other") {
        {
            auto database
                = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
            database.setDatabaseName(file);
            QVERIFY(database.open());
            QVERIFY(QSqlQuery(database).exec(QStringLiteral("CREATE TABLE stems (a TEXT)")));
            database.close();
        }
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
    } else if (content.size() > 1) {
        QVERIFY(writeBytes(file, content.toUtf8().repeated(100)));
    }
    TaskContext task;
    const auto outcome = importSeed(*test.studio, {folder, false}, task);
    QVERIFY(!outcome.has_value());
    QCOMPARE(outcome.error().code, code);
    QVERIFY(QString::fromStdString(outcome.error().message).contains(folder));
}

void TestSeedImport::cancelKeepsWhatIsTaken()
{
    const TestStudio test;
    SeedStudio seed(test.file(QStringLiteral("seed")));
    QVERIFY(seed.isWell && seed.makeDatabase());
    int seen = 0;
    TaskContext task([&seen](double fraction, std::string_view) { seen += fraction > 0.2 ? 1 : 0; },
                     [&seen] { return seen > 0; });
    const auto outcome = importSeed(*test.studio, {seed.root(), false}, task);
    QVERIFY(!outcome.has_value());
    QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
    const auto kept = db::StemRepository(test.studio->database()).count();
    QVERIFY(*kept >= 1 && *kept < 6);
    TaskContext whole;
    QVERIFY(importSeed(*test.studio, {seed.root(), false}, whole).has_value());
    QCOMPARE(*db::StemRepository(test.studio->database()).count(), qint64 {6});
}

QTEST_GUILESS_MAIN(TestSeedImport)
#include "tst_seedimport.moc"
