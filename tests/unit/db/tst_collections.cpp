#include "core/db/CollectionRepository.h"
#include "core/db/ConfigurationRepository.h"
#include "core/db/Database.h"
#include "core/db/StemRepository.h"

#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace nde;
using namespace nde::db;

namespace {

struct Filled
{
    Filled()
        : database(*Database::open(folder.filePath(QStringLiteral("dream.db"))))
        , collections(database)
    {
        std::vector<Stem> stems;
        for (int i = 0; i < 4; ++i) {
            Stem stem;
            stem.name = "Sound " + std::to_string(i);
            stem.path = "/nowhere/" + std::to_string(i) + ".wav";
            stems.push_back(stem);
        }
        ids = StemRepository(database).insertAll(stems).value();
    }
    QTemporaryDir folder;
    std::shared_ptr<Database> database;
    CollectionRepository collections;
    std::vector<StemId> ids;
};

} // namespace

class TestCollections : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void soundsComeAndGo()
    {
        Filled filled;
        const CollectionId id = filled.collections.create("  Dark   peak time ", "").value();
        QVERIFY(filled.collections.add(id, {filled.ids[2], filled.ids[0], filled.ids[2], 9999}));
        QCOMPARE(filled.collections.itemsOf(id).value(),
                 (std::vector<StemId> {filled.ids[2], filled.ids[0]})); // as they came
        const auto all = filled.collections.all().value();
        QCOMPARE(all.size(), std::size_t {1});
        QCOMPARE(all[0].name, std::string("Dark peak time"));
        QCOMPARE(all[0].count, 2);
        QVERIFY(!all[0].isSmart());
        QVERIFY(filled.collections.take(id, {filled.ids[2]}));
        QCOMPARE(filled.collections.itemsOf(id).value(), (std::vector<StemId> {filled.ids[0]}));
        QCOMPARE(filled.collections.everyItem().value(), (std::vector<StemId> {filled.ids[0]}));
        // What leaves the library leaves its collections.
        QVERIFY(StemRepository(filled.database).remove({filled.ids[0]}));
        QVERIFY(filled.collections.itemsOf(id).value().empty());
    }

    void whatComesLaterComesBehind()
    {
        Filled filled;
        const CollectionId id = filled.collections.create("Nacht", "").value();
        QVERIFY(filled.collections.add(id, {filled.ids[3], filled.ids[1]}));
        // Known ones and strangers among new ones change no order.
        QVERIFY(filled.collections.add(
            id, {filled.ids[1], filled.ids[2], 9999, filled.ids[3], filled.ids[0]}));
        QCOMPARE(
            filled.collections.itemsOf(id).value(),
            (std::vector<StemId> {filled.ids[3], filled.ids[1], filled.ids[2], filled.ids[0]}));
        QVERIFY(filled.collections.take(id, {filled.ids[0], filled.ids[2]}));
        QVERIFY(filled.collections.add(id, {filled.ids[2], filled.ids[0]}));
        QCOMPARE(
            filled.collections.itemsOf(id).value(),
            (std::vector<StemId> {filled.ids[3], filled.ids[1], filled.ids[2], filled.ids[0]}));
    }

    void namesAreOneEach()
    {
        Filled filled;
        const CollectionId one = filled.collections.create("Nacht", "").value();
        const auto twice = filled.collections.create("nacht", "");
        QVERIFY(!twice);
        QCOMPARE(twice.error().code, ErrorCode::Exists);
        QCOMPARE(filled.collections.create("   ", "").error().code, ErrorCode::BadInput);
        const CollectionId two = filled.collections.create("Tag", "cat:kick rating:>=4").value();
        QCOMPARE(filled.collections.rename(two, "NACHT").error().code, ErrorCode::Exists);
        QVERIFY(filled.collections.rename(one, "NACHT")); // its own in other letters
        QCOMPARE(filled.collections.rename(77, "x").error().code, ErrorCode::NotFound);
        QCOMPARE(filled.collections.all().value()[1].filter, std::string("cat:kick rating:>=4"));
    }

    void aSavedSearchTakesNothingByHand()
    {
        Filled filled;
        const CollectionId smart = filled.collections.create("Kicks", "cat:kick").value();
        QCOMPARE(filled.collections.add(smart, filled.ids).error().code, ErrorCode::BadInput);
        QCOMPARE(filled.collections.add(99, filled.ids).error().code, ErrorCode::NotFound);
        QVERIFY(filled.collections.remove(smart));
        QCOMPARE(filled.collections.remove(smart).error().code, ErrorCode::NotFound);
        QVERIFY(filled.collections.all().value().empty());
    }

    void aStudioRemembersWords()
    {
        Filled filled;
        ConfigurationRepository configuration(filled.database);
        QCOMPARE(configuration.value("clap_folder").value(), std::string());
        QVERIFY(configuration.setValue("clap_folder", "/models/a"));
        QVERIFY(configuration.setValue("clap_folder", "/models/ä"));
        QCOMPARE(configuration.value("clap_folder").value(), std::string("/models/ä"));
        QVERIFY(configuration.setValue("clap_folder", ""));
        QCOMPARE(configuration.value("clap_folder").value(), std::string());
    }
};

QTEST_GUILESS_MAIN(TestCollections)
#include "tst_collections.moc"
