#include "DbSamples.h"
#include "core/db/CollectionRepository.h"
#include "core/db/EmbeddingRepository.h"
#include "core/db/StemDelta.h"
#include "core/db/StemRepository.h"

#include <QTest>

#include <functional>

using namespace nde;
using namespace nde::db;

namespace {

/// A track, a stem of it with everything set and in a collection, and a slice of that stem.
struct Filled : test::FreshDatabase
{
    Filled()
        : stems(database)
        , collections(database)
    {
        Stem mix;
        mix.name = "mix";
        mix.path = "/music/mix.wav";
        track = stems.insert(mix).value();
        Stem full = test::completeStem();
        full.parentId = track;
        sound = stems.insert(full).value();
        Stem cut;
        cut.name = "cut";
        cut.path = "/music/cut.wav";
        cut.parentId = sound;
        slice = stems.insert(cut).value();
        if (!stems.addEdges(
                {{track, sound, "separated", 1.0, "{}"}, {sound, slice, "slice_of", 0.5, "{}"}})) {
            qFatal("no edges");
        }
        collection = collections.create("Best", "").value();
        if (!collections.add(collection, {slice, sound})) {
            qFatal("no collection");
        }
    }
    [[nodiscard]] Stem stem(StemId id) { return stems.byId(id).value(); }
    /// All that there is of a sound but its stamp.
    [[nodiscard]] Stem known(StemId id)
    {
        Stem one = stem(id);
        one.updatedAtMs = 0;
        return one;
    }
    Result<StemDelta> record(const std::vector<StemId>& ids, const std::function<Result<>()>& edit)
    {
        return StemDelta::record(*database, ids, edit);
    }

    StemRepository stems;
    CollectionRepository collections;
    StemId track {};
    StemId sound {};
    StemId slice {};
    CollectionId collection {};
};

} // namespace

class TestStemDelta : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void valuesComeBack();
    void whatChangedSinceStays();
    void whatBelongsTogetherStays();
    void tagsComeBackInTheirOrder();
    void aRemovedSoundComesBackWhole();
    void aFamilyRemovedTogetherComesBack();
    void whatIsGoneMeanwhileStaysGone();
    void addedAgainIsRefused();
    void aFailedEditLeavesNothing();
    void anEditOfNothingIsEmpty();
};

void TestStemDelta::valuesComeBack()
{
    Filled f;
    const Stem before = f.known(f.sound);
    const auto delta = f.record({f.sound}, [&] {
        auto done = f.stems.setRating({f.sound}, 1);
        return done ? f.stems.setCategory({f.sound}, Category::Snare) : done;
    });
    QVERIFY(delta.has_value());
    QVERIFY(!delta->isEmpty());
    QCOMPARE(f.stem(f.sound).category, Category::Snare);
    const qint64 stamp = f.stem(f.sound).updatedAtMs;
    QVERIFY(delta->undo(*f.database).has_value());
    QVERIFY(f.known(f.sound) == before); // also that a person had not said the category
    QVERIFY(f.stem(f.sound).updatedAtMs > stamp); // others hear of it
}

/// Undo takes back what the edit did, and nothing that came later.
void TestStemDelta::whatChangedSinceStays()
{
    Filled f;
    const auto delta = f.record({f.sound}, [&] {
        auto done = f.stems.setRating({f.sound}, 1);
        return done ? f.stems.setFavorite({f.sound}, false) : done;
    });
    QVERIFY(f.stems.setRating({f.sound}, 5));
    QVERIFY(f.stems.rename(f.sound, "later"));
    QVERIFY(delta->undo(*f.database).has_value());
    QCOMPARE(f.stem(f.sound).rating, 5);
    QCOMPARE(f.stem(f.sound).name, std::string("later"));
    QVERIFY(f.stem(f.sound).isFavorite);
}

/// What a person said later is still what a person said.
void TestStemDelta::whatBelongsTogetherStays()
{
    Filled f;
    const auto delta
        = f.record({f.sound}, [&] { return f.stems.setCategory({f.sound}, Category::Snare); });
    QVERIFY(f.stems.setCategory({f.sound}, Category::Tom));
    QVERIFY(delta->undo(*f.database).has_value());
    QCOMPARE(f.stem(f.sound).category, Category::Tom);
    QVERIFY(f.stem(f.sound).isCategoryByUser);
    const auto tags = f.record({f.sound}, [&] { return f.stems.setTags(f.sound, {"x"}); });
    QVERIFY(f.stems.setTags(f.sound, {"y"}));
    QVERIFY(tags->undo(*f.database).has_value());
    QCOMPARE(f.stem(f.sound).tags, (std::vector<std::string> {"y"}));
}

void TestStemDelta::tagsComeBackInTheirOrder()
{
    Filled f;
    const auto before = f.stem(f.sound).tags;
    const qint64 stamp = f.stem(f.sound).updatedAtMs;
    const auto delta = f.record({f.sound}, [&] {
        return f.stems.setTags(f.sound, {before[2], "new", before[0]});
    });
    QVERIFY(delta.has_value());
    QVERIFY(f.stem(f.sound).tags != before);
    QVERIFY(delta->undo(*f.database).has_value());
    QCOMPARE(f.stem(f.sound).tags, before);
    QVERIFY(f.stem(f.sound).updatedAtMs > stamp);
}

void TestStemDelta::aRemovedSoundComesBackWhole()
{
    Filled f;
    EmbeddingRepository embeddings(f.database);
    QVERIFY(embeddings.save(f.sound, "clap", {1.0F, 2.0F}));
    const Stem before = f.known(f.sound);
    const Stem slice = f.known(f.slice);
    const auto family = f.stems.ancestors(f.slice).value();
    const auto delta = f.record({f.sound}, [&] { return f.stems.remove({f.sound}); });
    QVERIFY(delta.has_value());
    QCOMPARE(f.stems.byId(f.sound).error().code, ErrorCode::NotFound);
    QCOMPARE(f.stem(f.slice).parentId, StemId {0});
    const qint64 since = f.stems.changesSince(0)->upToMs;

    QVERIFY(delta->undo(*f.database).has_value());
    QVERIFY(f.known(f.sound) == before);
    QVERIFY(f.known(f.slice) == slice);
    QVERIFY(f.stems.ancestors(f.slice).value() == family);
    QCOMPARE(f.collections.itemsOf(f.collection).value(), (std::vector<StemId> {f.slice, f.sound}));
    QCOMPARE(embeddings.newestOf(f.sound).value(), (std::vector<float> {1.0F, 2.0F}));
    // Another process sees it come, and does not hear that it went.
    const auto changes = f.stems.changesSince(since + 1);
    QVERIFY(changes->removed.empty());
    QCOMPARE(changes->rows.size(), std::size_t {2}); // the sound, and its slice's parent
}

void TestStemDelta::aFamilyRemovedTogetherComesBack()
{
    Filled f;
    const std::vector<StemId> all {f.slice, f.sound, f.track};
    std::vector<Stem> before;
    for (const StemId id : all) {
        before.push_back(f.known(id));
    }
    const auto delta = f.record(all, [&] { return f.stems.remove(all); });
    QCOMPARE(f.stems.count().value(), qint64 {0});
    const auto undone = delta->undo(*f.database);
    QVERIFY2(undone.has_value(), undone ? "" : undone.error().message.c_str());
    for (std::size_t i = 0; i < all.size(); ++i) {
        QVERIFY(f.known(all[i]) == before[i]);
    }
    QVERIFY(f.database->check().has_value());
}

void TestStemDelta::whatIsGoneMeanwhileStaysGone()
{
    Filled f;
    const auto delta = f.record({f.sound}, [&] { return f.stems.remove({f.sound}); });
    QVERIFY(f.collections.remove(f.collection));
    QVERIFY(f.stems.remove({f.track}));
    QVERIFY(delta->undo(*f.database).has_value());
    QCOMPARE(f.stem(f.sound).parentId, StemId {0});
    QVERIFY(f.stems.ancestors(f.sound).value().empty());
    QCOMPARE(f.stem(f.slice).parentId, f.sound);
    QVERIFY(f.database->check().has_value());
}

void TestStemDelta::addedAgainIsRefused()
{
    Filled f;
    const auto delta = f.record({f.slice, f.sound}, [&] {
        return f.stems.remove({f.slice, f.sound});
    });
    Stem again;
    again.name = "cut";
    again.path = "/music/cut.wav";
    const StemId id = f.stems.insert(again).value();
    const auto undone = delta->undo(*f.database);
    QVERIFY(!undone.has_value());
    QCOMPARE(undone.error().code, ErrorCode::Exists);
    QCOMPARE(f.stems.byId(f.sound).error().code, ErrorCode::NotFound); // all or nothing
    QVERIFY(f.stems.byId(id).has_value());
}

void TestStemDelta::aFailedEditLeavesNothing()
{
    Filled f;
    const Stem before = f.stem(f.sound);
    const auto delta = f.record({f.sound}, [&]() -> Result<> {
        if (auto done = f.stems.setRating({f.sound}, 1); !done) {
            return done;
        }
        return fail(ErrorCode::DiskFull, "full");
    });
    QCOMPARE(delta.error().code, ErrorCode::DiskFull);
    QVERIFY(f.stem(f.sound) == before);
}

void TestStemDelta::anEditOfNothingIsEmpty()
{
    Filled f;
    const int rating = f.stem(f.sound).rating;
    const auto delta = f.record({f.sound}, [&] { return f.stems.setRating({f.sound}, rating); });
    QVERIFY(delta->isEmpty());
    QVERIFY(delta->undo(*f.database).has_value());
    QVERIFY(StemDelta().isEmpty());
}

QTEST_GUILESS_MAIN(TestStemDelta)
#include "tst_stemdelta.moc"
