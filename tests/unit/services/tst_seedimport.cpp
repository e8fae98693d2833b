#include "ServiceFixtures.h"
#include "core/db/RunRepository.h"
#include "core/db/SeedDatabase.h"
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

    bool run(const char* sql)
    {
        QSqlQuery query(QSqlDatabase::database(m_name));
        const bool isDone = query.exec(QString::fromUtf8(sql));
        if (!isDone) {
            qWarning() << sql << query.lastError().text();
        }
        return isDone;
    }

private:
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
            return one.reason.english();
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
    void aRowThatCannotBeStoredStopsNothing();
    void aTrackThatIsThereGetsItsFamily();
    void nothingIsItsOwnParent();
    void onlyTablesAreRead();
    void valuesHaveAnEnd();
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
    QCOMPARE(outcome->notes.size(), std::size_t {2}); // the lost sound of the track, and the model
    QCOMPARE(outcome->notes[0].english(),
             QStringLiteral("track 1 uses row 5, which was not taken"));
    QVERIFY(outcome->notes[1].english().contains(QStringLiteral("kick_vae.pt")));
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

void TestSeedImport::aRowThatCannotBeStoredStopsNothing()
{
    const TestStudio test;
    SeedStudio seed(test.file(QStringLiteral("seed")));
    QVERIFY(seed.isWell && seed.makeDatabase());
    // Sounds without a name, which the library does not take: before and after those that are well.
    QVERIFY(write(seed.path(QStringLiteral("stereo_tracks_for_analysis/.wav")), sine(300.0, 0.5)));
    QVERIFY(write(seed.path(QStringLiteral("generated_tracks/.wav")), sine(310.0, 0.5)));
    QVERIFY(seed.run("INSERT INTO stems (id, filename, original_path, source) VALUES (0, 'x', "
                     "'stereo_tracks_for_analysis/.wav', 'original')")
            && seed.run("INSERT INTO generated_tracks (id, title, output_path) VALUES (0, 'x', "
                        "'generated_tracks/.wav')"));
    TaskContext task;
    const auto outcome = importSeed(*test.studio, {seed.root(), false}, task);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    QCOMPARE(outcome->taken.size(), std::size_t {6});
    QCOMPARE(outcome->skipped.size(), std::size_t {7});
    QVERIFY(reasonOf(*outcome, kStems, 0).contains(QStringLiteral("without a name")));
    QVERIFY(reasonOf(*outcome, kTracks, 0).contains(QStringLiteral("without a name")));
    QCOMPARE(*db::StemRepository(test.studio->database()).count(), qint64 {6});
    QCOMPARE(db::RunRepository(test.studio->database()).tracks()->size(), std::size_t {1});
}

void TestSeedImport::aTrackThatIsThereGetsItsFamily()
{
    const TestStudio test;
    SeedStudio seed(test.file(QStringLiteral("seed")));
    QVERIFY(seed.isWell);
    TaskContext task;
    QVERIFY(importSeed(*test.studio, {seed.root(), false}, task)); // files only
    db::RunRepository runs(test.studio->database());
    QVERIFY(runs.tracks()->empty());
    QVERIFY(seed.makeDatabase());
    QVERIFY(QFile::copy(seed.path(QStringLiteral("generated_tracks/out.wav")),
                        seed.path(QStringLiteral("generated_tracks/copy.wav"))));
    QVERIFY(seed.run("INSERT INTO generated_tracks (id, title, output_path) VALUES (3, 'Copy', "
                     "'generated_tracks/copy.wav')")
            && seed.run("INSERT INTO track_stems VALUES (4, 3, 3, 'drop', 'bass')"));
    const auto outcome = importSeed(*test.studio, {seed.root(), false}, task);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    const SeedTaken* track = takenOf(*outcome, kTracks, 1);
    const SeedTaken* copy = takenOf(*outcome, kTracks, 3);
    QVERIFY(track != nullptr && track->wasThere && copy != nullptr && copy->wasThere);
    QCOMPARE(copy->id, track->id); // the same samples
    db::StemRepository stems(test.studio->database());
    QCOMPARE(*stems.count(), qint64 {6});
    std::set<StemId> parents;
    const auto above = stems.ancestors(track->id);
    for (const auto& edge : *above) {
        if (edge.child == track->id) {
            QCOMPARE(edge.role, std::string("used_in"));
            parents.insert(edge.parent);
        }
    }
    QCOMPARE(parents,
             (std::set<StemId> {takenOf(*outcome, kStems, 2)->id, takenOf(*outcome, kStems, 4)->id,
                                takenOf(*outcome, kStems, 3)->id}));
    const auto records = runs.tracks();
    QCOMPARE(records->size(), std::size_t {1});
    QCOMPARE(records->front().stemId, track->id);
    QCOMPARE(records->front().prompt, std::string("dark techno 140 bpm"));
    QCOMPARE(runs.trackStems(records->front().id)->size(), std::size_t {2});
}

void TestSeedImport::nothingIsItsOwnParent()
{
    const TestStudio test;
    SeedStudio seed(test.file(QStringLiteral("seed")));
    QVERIFY(seed.isWell);
    QVERIFY(QFile::copy(seed.path(QStringLiteral("generated_stems/kick_gen_0.wav")),
                        seed.path(QStringLiteral("generated_stems/z_copy.wav"))));
    TaskContext task;
    QVERIFY(importSeed(*test.studio, {seed.root(), false}, task));
    QVERIFY(seed.makeDatabase());
    // Row 9 holds the samples of row 4, which says that it was made from row 9.
    QVERIFY(seed.run("INSERT INTO stems (id, filename, original_path, source) VALUES (9, 'z', "
                     "'generated_stems/z_copy.wav', 'original')")
            && seed.run("UPDATE stems SET neural_features = '{\"anchor_ids\": [2, 9]}' WHERE id = "
                        "4"));
    const auto outcome = importSeed(*test.studio, {seed.root(), false}, task);
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().message.c_str());
    const StemId kick = takenOf(*outcome, kStems, 4)->id;
    QCOMPARE(takenOf(*outcome, kStems, 9)->id, kick);
    int own = 0;
    const auto above = db::StemRepository(test.studio->database()).ancestors(kick);
    for (const auto& edge : *above) {
        QVERIFY(edge.parent != edge.child);
        own += edge.child == kick ? 1 : 0;
    }
    QCOMPARE(own, 1); // from row 2
    QCOMPARE(outcome->edges, 5); // and not six
}

void TestSeedImport::onlyTablesAreRead()
{
    const TestStudio test;
    SeedStudio seed(test.file(QStringLiteral("seed")));
    QVERIFY(seed.isWell && seed.makeDatabase());
    QVERIFY(seed.run("ALTER TABLE generated_tracks RENAME TO others")
            && seed.run("CREATE VIEW generated_tracks AS SELECT * FROM others"));
    TaskContext task;
    auto outcome = importSeed(*test.studio, {seed.root(), true}, task);
    QVERIFY(outcome.has_value());
    QVERIFY(takenOf(*outcome, kTracks, 1) == nullptr);
    QVERIFY(takenOf(*outcome, kStems, 1) != nullptr);
    QVERIFY(seed.run("ALTER TABLE stems RENAME TO sounds")
            && seed.run("CREATE VIEW stems AS SELECT * FROM sounds"));
    outcome = importSeed(*test.studio, {seed.root(), true}, task);
    QVERIFY(!outcome.has_value());
    QCOMPARE(outcome.error().code, ErrorCode::Unsupported);
}

void TestSeedImport::valuesHaveAnEnd()
{
    const TestStudio test;
    SeedStudio seed(test.file(QStringLiteral("seed")));
    QVERIFY(seed.makeDatabase());
    QVERIFY(seed.run("ALTER TABLE stems ADD COLUMN \"odd %2 %1\" TEXT")
            && seed.run("UPDATE stems SET \"odd %2 %1\" = 'kept', genre = "
                        "printf('%.*c', 20000, 'g'), processing_error = printf('%.*c', 20000, 'e') "
                        "WHERE id = 1")
            && seed.run("UPDATE stems SET manual_tags = (WITH RECURSIVE n(i) AS (SELECT 1 UNION "
                        "ALL SELECT i + 1 FROM n WHERE i < 300) SELECT group_concat('t' || i) FROM "
                        "n), auto_tags = '[\"more\"]' WHERE id = 1")
            && seed.run("UPDATE stems SET manual_tags = printf('[%.*c', 20000, ','), auto_tags = "
                        "'[\"kept\"]' WHERE id = 2")
            && seed.run("PRAGMA wal_checkpoint(TRUNCATE)"));
    const auto read = db::readSeedDatabase(seed.path(QStringLiteral("stems.db")));
    QVERIFY2(read.has_value(), read ? "" : read.error().message.c_str());
    const db::SeedStem& first = read->stems[0];
    QCOMPARE(first.processingError.size(), 16384);
    QVERIFY(!first.facts.contains(QStringLiteral("genre"))); // as ever: what is longer is not kept
    QCOMPARE(first.facts.value(QStringLiteral("odd %2 %1")).toString(), QStringLiteral("kept"));
    QCOMPARE(first.bpm, 128.0);
    QCOMPARE(first.tags.size(), 256);
    QCOMPARE(first.tags[255], QStringLiteral("t256"));
    QCOMPARE(read->stems[1].tags, (QStringList {QStringLiteral("kept")}));
}

QTEST_GUILESS_MAIN(TestSeedImport)
#include "tst_seedimport.moc"
