#include "core/db/Database.h"
#include "core/db/DatabasePrivate.h"
#include "core/db/EmbeddingRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/CategoryJudge.h"
#include "core/services/LibraryService.h"
#include "tests/support/Patience.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QFutureWatcher>
#include <QJsonArray>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <algorithm>
#include <cmath>

using namespace nde;
using services::LibraryEdit;
using services::LibraryService;
using services::Studio;

namespace {

Stem named(const std::string& name)
{
    Stem stem;
    stem.name = name;
    stem.path = "/music/" + name + ".wav";
    stem.category = Category::Kick;
    stem.durationS = 1800.0;
    stem.fileBytes = 10;
    return stem;
}

/// A studio with three sounds "a", "b", "c" (ids 1 to 3), a second way into it as another process
/// has it, and the signals of a service on it.
struct Fixture
{
    QTemporaryDir folder;
    std::shared_ptr<Studio> studio;
    std::unique_ptr<db::StemRepository> others;
    std::vector<StemId> ids;
    std::unique_ptr<LibraryService> library;
    std::vector<std::pair<std::vector<StemRow>, std::vector<StemId>>> changes;
    std::vector<Error> errors;

    explicit Fixture(bool isLoaded = true)
    {
        studio = *Studio::create(folder.path());
        others = std::make_unique<db::StemRepository>(*db::Database::open(studio->databaseFile()));
        ids = *others->insertAll({named("a"), named("b"), named("c")});
        library = std::make_unique<LibraryService>(studio);
        QObject::connect(
            library.get(), &LibraryService::rowsChanged, library.get(),
            [this](const auto& rows, const auto& removed) { changes.emplace_back(rows, removed); });
        QObject::connect(library.get(), &LibraryService::failed, library.get(),
                         [this](const Error& error) { errors.push_back(error); });
        if (isLoaded) {
            QSignalSpy loaded(library.get(), &LibraryService::loaded);
            library->refresh();
            if (!loaded.wait(nde::tests::kTryMs)) {
                qFatal("the library did not load");
            }
        }
    }

    [[nodiscard]] std::vector<StemId> rowIds() const
    {
        std::vector<StemId> list;
        for (const StemRow& row : library->rows()) {
            list.push_back(row.id);
        }
        return list;
    }
    [[nodiscard]] const StemRow& row(std::size_t index) const { return library->rows().at(index); }
};

} // namespace

class TestLibraryService : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void loadsOnce();
    void seesWhatOthersWrite();
    void pollsByItself();
    void editsShowAtOnceAndAreWritten();
    void editsDoNotEcho();
    void failedEditIsUndoneAndReported();
    void removalShowsAtOnceAndFailureBringsBack();
    void editsOfOneSoundKeepTheirOrder();
    void editsBeforeTheEndAreKept();
    void editsAreUndoneAndMadeAgain();
    void undoWaitsForTheLastEdit();
    void removalIsUndone();
    void filesGoToTheTrashAndBack();
    void aNewEditEndsRedo();
    void tooManyAreNotRemembered();
    void detailsAndFamily();
    void characterRanksWithinTheCategory();
    void userValuesShowAtOnceAndAreWritten();
    void correctionTeachesTheLikes();
    void statisticsAddUp();
};

void TestLibraryService::loadsOnce()
{
    Fixture f(false);
    QVERIFY(!f.library->isLoaded());
    QVERIFY(f.library->rows().empty());
    QSignalSpy loaded(f.library.get(), &LibraryService::loaded);
    f.library->refresh();
    f.library->refresh();
    QTRY_VERIFY(f.library->isLoaded());
    QCOMPARE(f.rowIds(), f.ids);
    f.library->refresh();
    QVERIFY(f.others->insert(named("d")).has_value());
    f.library->refresh();
    QTRY_COMPARE(f.library->rows().size(), std::size_t {4});
    QCOMPARE(loaded.count(), 1);
    QCOMPARE(f.changes.size(), std::size_t {1}); // the new one, and none for the load itself
}

void TestLibraryService::seesWhatOthersWrite()
{
    Fixture f;
    const StemId added = *f.others->insert(named("d"));
    QVERIFY(f.others->setRating({f.ids[1]}, 4).has_value());
    QVERIFY(f.others->remove({f.ids[0]}).has_value());
    f.library->refresh();
    QTRY_COMPARE(f.changes.size(), std::size_t {1});
    QCOMPARE(f.rowIds(), (std::vector<StemId> {f.ids[1], f.ids[2], added}));
    QCOMPARE(int {f.row(0).rating}, 4);
    const auto& [rows, removed] = f.changes.front();
    QCOMPARE(rows.size(), std::size_t {2}); // only what is different
    QCOMPARE(rows[0].id, f.ids[1]);
    QCOMPARE(rows[1].id, added);
    QCOMPARE(removed, (std::vector<StemId> {f.ids[0]}));
}

void TestLibraryService::pollsByItself()
{
    Fixture f;
    QVERIFY(f.others->rename(f.ids[2], "renamed").has_value());
    QTRY_COMPARE(f.row(2).name, std::string("renamed"));
}

void TestLibraryService::editsShowAtOnceAndAreWritten()
{
    Fixture f;
    f.library->setFavorite({f.ids[0], f.ids[2]}, true);
    QVERIFY(f.row(0).isFavorite && !f.row(1).isFavorite && f.row(2).isFavorite);
    QCOMPARE(f.changes.size(), std::size_t {1});
    QCOMPARE(f.changes[0].first.size(), std::size_t {2});
    f.library->setRating({f.ids[1]}, 5);
    f.library->setCategory({f.ids[1]}, Category::Snare);
    f.library->setTags({{f.ids[1], {"Dark Room", "x"}}});
    f.library->rename(f.ids[1], QStringLiteral(" Größe "));
    QCOMPARE(int {f.row(1).rating}, 5);
    QCOMPARE(f.row(1).category, Category::Snare);
    QCOMPARE(f.row(1).tags, std::string("dark-room x"));
    QCOMPARE(f.row(1).name, std::string("Größe"));
    QTRY_COMPARE(f.others->byId(f.ids[1])->name, std::string("Größe"));
    const Stem stem = *f.others->byId(f.ids[1]);
    QCOMPARE(stem.rating, 5);
    QVERIFY(stem.isCategoryByUser);
    QCOMPARE(stem.category, Category::Snare);
    QCOMPARE(stem.tags, (std::vector<std::string> {"dark-room", "x"}));
    QVERIFY(f.others->byId(f.ids[2])->isFavorite);
    QVERIFY(rowOf(stem) == f.row(1));
    QVERIFY(f.errors.empty());
}

void TestLibraryService::editsDoNotEcho()
{
    Fixture f;
    f.library->setRating({f.ids[0]}, 2);
    QTRY_COMPARE(f.others->byId(f.ids[0])->rating, 2);
    QVERIFY(f.others->insert(named("d")).has_value());
    f.library->refresh();
    QTRY_COMPARE(f.library->rows().size(), std::size_t {4});
    QCOMPARE(f.changes.size(), std::size_t {2}); // the rating once, the new sound once
    QCOMPARE(f.changes[1].first.size(), std::size_t {1});
    f.library->setRating({f.ids[0]}, 2); // no change, no signal
    QCOMPARE(f.changes.size(), std::size_t {2});
}

void TestLibraryService::failedEditIsUndoneAndReported()
{
    Fixture f;
    f.library->setRating({f.ids[0]}, 9);
    QTRY_COMPARE(f.errors.size(), std::size_t {1});
    QCOMPARE(f.errors[0].code, ErrorCode::BadInput);
    QCOMPARE(int {f.row(0).rating}, 0);
    QCOMPARE(f.changes.back().first[0].rating, std::int8_t {0}); // those who listen know it, too
    f.library->rename(f.ids[0], QStringLiteral("  "));
    QTRY_COMPARE(f.errors.size(), std::size_t {2});
    QCOMPARE(f.row(0).name, std::string("a"));
    // A sound that another program removed a moment ago.
    QVERIFY(f.others->remove({f.ids[1]}).has_value());
    f.library->setFavorite({f.ids[1]}, true);
    QTRY_COMPARE(f.errors.size(), std::size_t {3});
    QCOMPARE(f.errors[2].code, ErrorCode::NotFound);
    QCOMPARE(f.rowIds(), (std::vector<StemId> {f.ids[0], f.ids[2]}));
}

void TestLibraryService::removalShowsAtOnceAndFailureBringsBack()
{
    Fixture f;
    f.library->removeFromLibrary({f.ids[1]});
    QCOMPARE(f.rowIds(), (std::vector<StemId> {f.ids[0], f.ids[2]}));
    QCOMPARE(f.changes[0].second, (std::vector<StemId> {f.ids[1]}));
    QTRY_COMPARE(f.others->byId(f.ids[1]).has_value(), false);

    // A trigger stands in for whatever may keep SQLite from deleting.
    auto* connection = *f.studio->database()->d().connection();
    QVERIFY(connection
                ->run(QStringLiteral("CREATE TRIGGER no BEFORE DELETE ON stems BEGIN "
                                     "SELECT RAISE(ABORT, 'not today'); END"))
                .has_value());
    f.library->removeFromLibrary({f.ids[0], f.ids[2]});
    QVERIFY(f.library->rows().empty());
    QTRY_COMPARE(f.errors.size(), std::size_t {1});
    QCOMPARE(f.rowIds(), (std::vector<StemId> {f.ids[0], f.ids[2]}));
    QCOMPARE(f.changes.back().first.size(), std::size_t {2});
}

void TestLibraryService::editsOfOneSoundKeepTheirOrder()
{
    Fixture f;
    for (int i = 0; i <= 50; ++i) {
        f.library->setRating({f.ids[0]}, i % 6);
        QCOMPARE(int {f.row(0).rating}, i % 6);
    }
    bool hasFlickered = false;
    QObject::connect(f.library.get(), &LibraryService::rowsChanged, f.library.get(),
                     [&] { hasFlickered = true; });
    f.library->refresh();
    f.library->rename(f.ids[1], QStringLiteral("last"));
    hasFlickered = false;
    QTRY_COMPARE(f.others->byId(f.ids[1])->name, std::string("last"));
    QCOMPARE(f.others->byId(f.ids[0])->rating, 50 % 6);
    QCoreApplication::processEvents();
    QCOMPARE(int {f.row(0).rating}, 50 % 6);
    QVERIFY(!hasFlickered); // no older value came back in between
}

void TestLibraryService::editsBeforeTheEndAreKept()
{
    Fixture f;
    for (int i = 0; i < 30; ++i) {
        f.library->setRating({f.ids[0]}, i % 5);
    }
    f.library->setRating({f.ids[0]}, 5);
    f.library.reset();
    QCOMPARE(f.others->byId(f.ids[0])->rating, 5);
}

void TestLibraryService::editsAreUndoneAndMadeAgain()
{
    Fixture f;
    QVERIFY(!f.library->undoable().has_value());
    f.library->setRating({f.ids[0], f.ids[2]}, 4);
    f.library->setFavorite({f.ids[0]}, true);
    QTRY_VERIFY(f.library->undoable().has_value()
                && f.library->undoable()->edit == LibraryEdit::Favorite);
    f.library->undo();
    QTRY_VERIFY(!f.row(0).isFavorite);
    QTRY_COMPARE(f.library->undoable(),
                 std::optional(services::LibraryStep {LibraryEdit::Rating, 2}));
    f.library->undo();
    QTRY_COMPARE(f.row(2).rating, std::int8_t {0});
    QTRY_VERIFY(!f.library->undoable().has_value());
    QCOMPARE(f.others->byId(f.ids[0])->rating, 0);
    f.library->redo();
    QTRY_COMPARE(f.row(2).rating, std::int8_t {4});
    QTRY_COMPARE(f.library->redoable(),
                 std::optional(services::LibraryStep {LibraryEdit::Favorite, 1}));
    f.library->undo(); // and back again
    QTRY_COMPARE(f.row(0).rating, std::int8_t {0});
    QVERIFY(f.errors.empty());
}

/// Both keys at once: what was asked for last happens last.
void TestLibraryService::undoWaitsForTheLastEdit()
{
    Fixture f;
    f.library->setRating({f.ids[0]}, 2);
    f.library->setRating({f.ids[0]}, 5);
    f.library->undo();
    QCOMPARE(f.row(0).rating, std::int8_t {5});
    QTRY_COMPARE(f.row(0).rating, std::int8_t {2});
    f.library->undo();
    f.library->undo(); // one more than there is
    QTRY_COMPARE(f.row(0).rating, std::int8_t {0});
    QTRY_VERIFY(f.library->redoable().has_value());
    f.library->setRating({f.ids[0]}, 1);
    QTRY_COMPARE(f.others->byId(f.ids[0])->rating, 1); // nothing that was left over undoes it
    QTest::qWait(50);
    QCOMPARE(f.row(0).rating, std::int8_t {1});
}

void TestLibraryService::removalIsUndone()
{
    Fixture f;
    f.library->setTags({{f.ids[1], {"dark", "long"}}});
    f.library->removeFromLibrary({f.ids[1], f.ids[0]});
    QCOMPARE(f.rowIds(), (std::vector<StemId> {f.ids[2]}));
    QTRY_VERIFY(f.library->undoable().has_value()
                && f.library->undoable()->edit == LibraryEdit::Removal);
    f.library->undo();
    QTRY_COMPARE(f.rowIds(), f.ids);
    QCOMPARE(f.row(1).tags, std::string("dark long"));
    QVERIFY(f.others->byId(f.ids[1])->tags == (std::vector<std::string> {"dark", "long"}));
    f.library->redo();
    QTRY_COMPARE(f.rowIds(), (std::vector<StemId> {f.ids[2]}));
    QVERIFY(f.errors.empty());
}

void TestLibraryService::filesGoToTheTrashAndBack()
{
    Fixture f;
    const QTemporaryDir away; // not the studio's
    QVERIFY(QDir(away.path()).mkdir(QStringLiteral("data"))); // else there is no trash
    const auto before = qgetenv("XDG_DATA_HOME");
    qputenv("XDG_DATA_HOME", QFile::encodeName(away.filePath(QStringLiteral("data"))));
    const auto home = qScopeGuard(
        [&] { before.isNull() ? qunsetenv("XDG_DATA_HOME") : qputenv("XDG_DATA_HOME", before); });
    const QString inside = f.studio->tracksFolder() + QStringLiteral("/in.wav");
    const QString outside = away.filePath(QStringLiteral("out.wav"));
    std::vector<StemId> ids;
    for (const QString& path : {inside, outside}) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("sound") == 5);
        Stem stem = named(QFileInfo(path).baseName().toStdString());
        stem.path = path.toStdString();
        ids.push_back(*f.others->insert(stem, {}));
    }
    f.library->refresh();
    QTRY_COMPARE(f.library->rows().size(), std::size_t {5});
    QSignalSpy moved(f.library.get(), &LibraryService::filesMoved);
    const auto moves = [&moved](int at) { return moved[at][0].value<services::FileMoves>(); };
    f.library->removeFromLibrary({f.ids[0]}); // without its file, which nothing is said of
    f.library->removeFromLibrary(ids, true);
    QCOMPARE(f.rowIds(), (std::vector<StemId> {f.ids[1], f.ids[2]}));
    QTRY_COMPARE(moved.count(), 1);
    QCOMPARE(moves(0).trashed, QStringList {inside});
    QCOMPARE(moves(0).kept, QStringList {outside});
    QVERIFY(!QFile::exists(inside) && QFile::exists(outside));
    f.library->undo();
    QTRY_COMPARE(moved.count(), 2);
    QCOMPARE(moves(1).restored, QStringList {inside});
    QVERIFY(QFile::exists(inside));
    QCOMPARE(f.rowIds().size(), std::size_t {4});
    const QDir trash(away.filePath(QStringLiteral("data/Trash")));
    QVERIFY(QDir(trash.filePath(QStringLiteral("files"))).isEmpty());
    QVERIFY(QDir(trash.filePath(QStringLiteral("info"))).isEmpty());
    f.library->redo();
    QTRY_COMPARE(moved.count(), 3);
    QVERIFY(!QFile::exists(inside));
    // The trash was emptied: the row comes back, and it is said that its file does not.
    QDir(trash.filePath(QStringLiteral("files"))).removeRecursively();
    f.library->undo();
    QTRY_COMPARE(moved.count(), 4);
    QCOMPARE(moves(3).lost, QStringList {inside});
    QCOMPARE(f.rowIds().size(), std::size_t {4});
    QVERIFY(f.errors.empty());
}

void TestLibraryService::aNewEditEndsRedo()
{
    Fixture f;
    f.library->rename(f.ids[0], QStringLiteral("first"));
    f.library->undo();
    QTRY_VERIFY(f.library->redoable().has_value());
    f.library->rename(f.ids[0], QStringLiteral("second"));
    QTRY_VERIFY(!f.library->redoable().has_value());
    QTRY_VERIFY(f.library->undoable().has_value());
    f.library->setRating({f.ids[0]}, 0); // changes nothing: no step
    QTRY_COMPARE(f.library->undoable(),
                 std::optional(services::LibraryStep {LibraryEdit::Name, 1}));
}

void TestLibraryService::tooManyAreNotRemembered()
{
    Fixture f;
    std::vector<StemId> many(LibraryService::kMostUndone + 1, f.ids[0]);
    f.library->setRating(many, 3);
    QTRY_COMPARE(f.others->byId(f.ids[0])->rating, 3);
    QTRY_COMPARE(f.row(0).rating, std::int8_t {3});
    f.library->rename(f.ids[1], QStringLiteral("after"));
    QTRY_VERIFY(f.library->undoable().has_value());
    f.library->undo();
    f.library->undo();
    QTRY_VERIFY(!f.library->undoable().has_value());
    QCOMPARE(f.row(0).rating, std::int8_t {3});
}

void TestLibraryService::detailsAndFamily()
{
    Fixture f;
    QVERIFY(f.others->addEdges({{f.ids[0], f.ids[1], "slice_of", 1.0, ""},
                                {f.ids[1], f.ids[2], "dreamed_near", 0.5, ""}}));
    auto stem = f.library->stem(f.ids[1]);
    auto family = f.library->family(f.ids[1]);
    auto unknown = f.library->stem(999);
    auto unknownFamily = f.library->family(999);
    auto alone = f.library->family(*f.others->insert(named("alone")));
    QCOMPARE(stem.result()->path, std::string("/music/b.wav"));
    QCOMPARE(family.result()->stems.size(), std::size_t {3});
    QCOMPARE(family.result()->ancestors,
             (std::vector<LineageEdge> {{f.ids[0], f.ids[1], "slice_of", 1.0, ""}}));
    QCOMPARE(family.result()->descendants,
             (std::vector<LineageEdge> {{f.ids[1], f.ids[2], "dreamed_near", 0.5, ""}}));
    QCOMPARE(unknown.result().error().code, ErrorCode::NotFound);
    QCOMPARE(unknownFamily.result().error().code, ErrorCode::NotFound);
    QCOMPARE(alone.result()->stems.size(), std::size_t {1});
}

void TestLibraryService::characterRanksWithinTheCategory()
{
    Fixture f;
    // Punch 0.1, 0.2, 0.2 among the kicks; the others' categories do not count.
    for (std::size_t i = 0; i < 3; ++i) {
        Stem stem = *f.others->byId(f.ids[i]);
        NeuroMetrics metrics;
        metrics.punch = i == 0 ? 0.1 : 0.2;
        metrics.centroidHz = 100.0 * static_cast<double>(i + 1);
        stem.descriptors.neuro = metrics;
        QVERIFY(f.others->updateAnalysis(stem).has_value());
    }
    Stem pad = named("pad");
    pad.category = Category::Pad;
    pad.descriptors.neuro = NeuroMetrics {};
    pad.descriptors.neuro->punch = 0.01;
    QVERIFY(f.others->insert(pad).has_value());
    const auto unmeasured = f.others->insert(named("d"));
    const auto ranked = f.library->character(f.ids[1]).result();
    QVERIFY2(ranked.has_value(), ranked ? "" : ranked.error().message.c_str());
    QCOMPARE(ranked->category, Category::Kick);
    QCOMPARE(ranked->among, 3);
    QCOMPARE(ranked->percentiles[0], 2.0 / 3.0); // one below, two ties counted half
    QCOMPARE(ranked->percentiles[2], 0.5); // one below, itself counted half, one above
    QCOMPARE(ranked->medians[0], 0.2);
    QCOMPARE(ranked->medians[2], 200.0);
    QCOMPARE(f.library->character(*unmeasured).result().error().code, ErrorCode::NotFound);
}

void TestLibraryService::userValuesShowAtOnceAndAreWritten()
{
    Fixture f;
    f.library->setGrid({f.ids[0]}, {128.0, 0.1, 0.2, 4});
    f.library->setKey({f.ids[0]}, Key {9, true});
    f.library->setSoundClass({f.ids[0]}, SoundClass::Loop);
    QCOMPARE(f.row(0).bpm, 128.0F);
    QCOMPARE(int {f.row(0).keyIndex}, 21);
    QCOMPARE(f.row(0).soundClass, SoundClass::Loop);
    QTRY_VERIFY(f.others->byId(f.ids[0])->isSoundClassByUser);
    const Stem written = *f.others->byId(f.ids[0]);
    QCOMPARE(written.descriptors.bpm.value(), 128.0);
    QCOMPARE(written.descriptors.firstDownbeatS, 0.2);
    QVERIFY(written.descriptors.key == (Key {9, true}));
    // One thing at a time.
    f.library->forgetUserValues({f.ids[0]}, {UserValue::Grid});
    QTRY_VERIFY(!f.others->byId(f.ids[0])->isGridByUser);
    QVERIFY(f.others->byId(f.ids[0])->isKeyByUser);
    QVERIFY(f.others->byId(f.ids[0])->isSoundClassByUser);
    QVERIFY(f.errors.empty());
}

void TestLibraryService::correctionTeachesTheLikes()
{
    Fixture f;
    const auto& model = services::shippedCategoryModel();
    QVERIFY(model.has_value());
    // A chirp that is heard twice, and a thump that is unlike.
    std::vector<float> chirp(12000);
    std::vector<float> thump(12000);
    for (std::size_t i = 0; i < chirp.size(); ++i) {
        const double t = static_cast<double>(i) / 32000.0;
        chirp[i] = static_cast<float>(0.5 * std::sin(9000.0 * t + 20000.0 * t * t));
        thump[i] = static_cast<float>(std::exp(-t / 0.05) * std::sin(350.0 * t));
    }
    db::EmbeddingRepository embeddings(*db::Database::open(f.studio->databaseFile()));
    for (std::size_t i = 0; i < 3; ++i) {
        const auto opinion = model->classify(i == 2 ? thump : chirp, 32000);
        QVERIFY(opinion.has_value());
        QVERIFY(embeddings.save(f.ids[i], model->hash(), opinion->embedding).has_value());
        Stem stem = *f.others->byId(f.ids[i]);
        stem.category = i == 2 ? Category::Kick : Category::Unclear;
        QVERIFY(f.others->updateAnalysis(stem).has_value());
    }
    f.library->setCategory({f.ids[0]}, Category::Guitar);
    QTRY_COMPARE_WITH_TIMEOUT(f.row(1).category, Category::Guitar, 10'000);
    QVERIFY(!f.others->byId(f.ids[1])->isCategoryByUser);
    QVERIFY(f.row(2).category != Category::Guitar);
    QVERIFY(f.errors.empty());
}

void TestLibraryService::statisticsAddUp()
{
    Fixture f;
    Stem dream = named("dream");
    dream.source = Source::Generated;
    dream.category = Category::Snare;
    dream.analyserVersion = "v1";
    QVERIFY(f.others->insert(dream).has_value());
    QFile model(f.studio->modelsFolder() + QStringLiteral("/kick_vae.pt"));
    QVERIFY(model.open(QIODevice::WriteOnly));
    const auto json = services::statistics(*f.studio);
    QVERIFY(json.has_value());
    const QJsonObject expected {
        {QStringLiteral("total_stems"), 4},
        {QStringLiteral("by_source"),
         QJsonArray {QJsonObject {{QStringLiteral("source"), QStringLiteral("original")},
                                  {QStringLiteral("count"), 3}},
                     QJsonObject {{QStringLiteral("source"), QStringLiteral("generated")},
                                  {QStringLiteral("count"), 1}}}},
        {QStringLiteral("by_category"),
         QJsonArray {QJsonObject {{QStringLiteral("category"), QStringLiteral("kick")},
                                  {QStringLiteral("count"), 3}},
                     QJsonObject {{QStringLiteral("category"), QStringLiteral("snare")},
                                  {QStringLiteral("count"), 1}}}},
        {QStringLiteral("processed_stems"), 1},
        {QStringLiteral("category_distribution"),
         QJsonObject {{QStringLiteral("kick"), 3}, {QStringLiteral("snare"), 1}}},
        {QStringLiteral("hours"), 2.0},
        {QStringLiteral("disk_bytes"), 40},
        {QStringLiteral("models"), 1}};
    QCOMPARE(*json, expected);
}

QTEST_GUILESS_MAIN(TestLibraryService)
#include "tst_libraryservice.moc"
