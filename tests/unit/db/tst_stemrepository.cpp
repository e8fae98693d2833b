#include "DbSamples.h"
#include "core/db/StemCounts.h"
#include "core/db/StemRepository.h"

#include <cmath>

using namespace nde;
using namespace nde::test;

class TestStemRepository : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyFieldSurvives();
    void emptyOptionalsSurvive();
    void rowsAgreeWithStems();
    void tagsAreNormalised();
    void failedInsertLeavesNothing();
    void findsByHashPathAndCategory();
    void unknownIdsAreNotFound();
    void manyIdsAreServedInChunks();
    void analysisKeepsWhatTheUserOwns();
    void gridKeyAndClassOfTheUserStand();
    void metricsOfACategory();
    void editsRefuseBadValues();
    void edgesAreTransitive();
    void circlesEnd();
    void removalLeavesTombstones();
    void changesComeOnceAndCompletely();
    void countsAndTotals();
    void countsByKeyTempoAndModel();
    void latentsSurvive();
};

void TestStemRepository::everyFieldSurvives()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    const auto parent = stems.insert(namedStem("parent"));
    QVERIFY(parent.has_value());
    Stem stem = completeStem();
    stem.parentId = *parent;
    const qint64 before = QDateTime::currentMSecsSinceEpoch();
    const auto id = stems.insert(stem);
    QVERIFY2(id.has_value(), id ? "" : id.error().message.c_str());
    const auto read = stems.byId(*id);
    QVERIFY(read.has_value());
    QVERIFY(read->createdAtMs >= before);
    QVERIFY(read->updatedAtMs >= before);
    stem.id = *id;
    stem.createdAtMs = read->createdAtMs;
    stem.updatedAtMs = read->updatedAtMs;
    QVERIFY(*read == stem);
}

void TestStemRepository::emptyOptionalsSurvive()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    Stem stem = namedStem("bare");
    const auto id = stems.insert(stem);
    QVERIFY(id.has_value());
    const auto read = stems.byId(*id);
    QVERIFY(read.has_value());
    QVERIFY(!read->descriptors.bpm && !read->descriptors.key && !read->descriptors.pitchHz);
    QVERIFY(read->descriptors == Descriptors {});
    QCOMPARE(read->parentId, StemId {0});
}

void TestStemRepository::rowsAgreeWithStems()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    QVERIFY(stems.insertAll({namedStem("a"), fullStem(), namedStem("c")}).has_value());
    const auto rows = stems.rows();
    const auto all = stems.all();
    QVERIFY(rows.has_value() && all.has_value());
    QCOMPARE(rows->size(), std::size_t {3});
    for (std::size_t i = 0; i < 3; ++i) {
        QVERIFY((*rows)[i] == rowOf((*all)[i]));
    }
    QCOMPARE((*rows)[1].tags, std::string("dark düster very-long"));
    QVERIFY((*rows)[1].needsAttention);
    QCOMPARE((*rows)[1].keyIndex, std::int8_t {21});
}

void TestStemRepository::tagsAreNormalised()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    const auto id = stems.insert(namedStem("a"));
    QVERIFY(id.has_value());
    QVERIFY(stems.setTags(*id, {" Dark  Room ", "ÄRGER", "", "dark-room"}).has_value());
    QCOMPARE(stems.byId(*id)->tags, (std::vector<std::string> {"dark-room", "ärger"}));
    QVERIFY(stems.setTags(*id, {}).has_value());
    QVERIFY(stems.byId(*id)->tags.empty());
}

void TestStemRepository::failedInsertLeavesNothing()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    const auto id = stems.insert(fullStem(), {{777, 0, "slice_of", 1.0, ""}});
    QVERIFY(!id.has_value());
    QCOMPARE(id.error().code, ErrorCode::NotFound);
    QCOMPARE(*stems.count(), qint64 {0});
    Stem bad = namedStem("bad");
    bad.rating = 6;
    QCOMPARE(stems.insertAll({namedStem("good"), bad}).error().code, ErrorCode::BadInput);
    QCOMPARE(*stems.count(), qint64 {0});
}

void TestStemRepository::findsByHashPathAndCategory()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    Stem kick = fullStem();
    const auto ids = stems.insertAll({namedStem("a"), kick, kick});
    QVERIFY(ids.has_value());
    QCOMPARE(stems.byContentHash("hash-a").value()->id, (*ids)[0]);
    QVERIFY(!stems.byContentHash("nothing").value().has_value());
    QCOMPARE(stems.byPath(kick.path).value()->id, (*ids)[2]); // the newest
    QCOMPARE(stems.byPath(kick.path).value()->tags, kick.tags);
    QCOMPARE(stems.byCategory(Category::Kick)->size(), std::size_t {2});
    QVERIFY(stems.byCategory(Category::Snare)->empty());
    QCOMPARE(stems.withoutAnalysis("v1").value(), (std::vector<StemId> {(*ids)[0]}));
    QCOMPARE(stems.withoutAnalysis("v2")->size(), std::size_t {3});
}

void TestStemRepository::unknownIdsAreNotFound()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    QCOMPARE(stems.byId(5).error().code, ErrorCode::NotFound);
    QCOMPARE(stems.rename(5, "x").error().code, ErrorCode::NotFound);
    QCOMPARE(stems.setFavorite({5}, true).error().code, ErrorCode::NotFound);
    QCOMPARE(stems.setTags(5, {}).error().code, ErrorCode::NotFound);
    QCOMPARE(stems.remove({5}).error().code, ErrorCode::NotFound);
    QCOMPARE(stems.updateAnalysis(namedStem("x")).error().code, ErrorCode::NotFound);
    QCOMPARE(stems.ancestors(5).error().code, ErrorCode::NotFound);
    QCOMPARE(stems.latent(5).error().code, ErrorCode::NotFound);
    QCOMPARE(stems.saveLatent(5, "m", {1.0F}).error().code, ErrorCode::NotFound);
    const auto id = stems.insert(namedStem("a"));
    QVERIFY(stems.setRating({5, *id}, 3).has_value()); // one of them is known
    QCOMPARE(stems.byId(*id)->rating, 3);
}

void TestStemRepository::manyIdsAreServedInChunks()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    std::vector<Stem> many(1234, namedStem("m"));
    many[1233].tags = {"last"};
    const auto ids = stems.insertAll(many);
    QVERIFY(ids.has_value());
    QVERIFY(stems.setFavorite(*ids, true).has_value());
    const auto read = stems.byIds(*ids);
    QVERIFY(read.has_value());
    QCOMPARE(read->size(), std::size_t {1234});
    QVERIFY(std::all_of(read->begin(), read->end(), [](const Stem& s) { return s.isFavorite; }));
    QCOMPARE(read->back().tags, (std::vector<std::string> {"last"}));
    QCOMPARE(stems.rowsByIds(*ids)->size(), std::size_t {1234});
    QVERIFY(stems.remove(*ids).has_value());
    QCOMPARE(*stems.count(), qint64 {0});
}

void TestStemRepository::analysisKeepsWhatTheUserOwns()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    const auto id = stems.insert(namedStem("a"));
    QVERIFY(id.has_value());
    Stem analysed = *stems.byId(*id); // what a job read before the user touched the sound
    QVERIFY(stems.setFavorite({*id}, true) && stems.setRating({*id}, 5)
            && stems.setTags(*id, {"mine"}) && stems.rename(*id, "my name")
            && stems.setCategory({*id}, Category::Clap));
    analysed.category = Category::Snare;
    analysed.categoryConfidence = 0.5;
    analysed.descriptors.bpm = 120.0;
    analysed.analyserVersion = "2";
    analysed.quality = 0.5;
    QVERIFY(stems.updateAnalysis(analysed).has_value());
    const Stem read = *stems.byId(*id);
    QVERIFY(read.isFavorite);
    QCOMPARE(read.rating, 5);
    QCOMPARE(read.tags, (std::vector<std::string> {"mine"}));
    QCOMPARE(read.name, std::string("my name"));
    QCOMPARE(read.category, Category::Clap);
    QCOMPARE(read.categoryConfidence, 1.0);
    QVERIFY(read.isCategoryByUser);
    QCOMPARE(read.descriptors.bpm.value(), 120.0);
    QCOMPARE(read.analyserVersion, std::string("2"));
    QCOMPARE(read.quality, 0.5);

    const auto other = stems.insert(namedStem("b")); // nobody said what this one is
    analysed.id = *other;
    QVERIFY(stems.updateAnalysis(analysed).has_value());
    QCOMPARE(stems.byId(*other)->category, Category::Snare);
    QCOMPARE(stems.byId(*other)->categoryConfidence, 0.5);
}

void TestStemRepository::gridKeyAndClassOfTheUserStand()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    const StemId id = *stems.insert(namedStem("a"));
    Stem analysed = *stems.byId(id); // what a job read before the user touched the sound
    const BeatGrid grid {174.0, 0.25, 0.5948275862068966, 3};
    QVERIFY(stems.setGrid({id}, grid).has_value());
    QVERIFY(stems.setKey({id}, Key {5, true}).has_value());
    QVERIFY(stems.setSoundClass({id}, SoundClass::Phrase).has_value());
    analysed.soundClass = SoundClass::Loop;
    analysed.descriptors.bpm = 87.0;
    analysed.descriptors.firstBeatS = 0.1;
    analysed.descriptors.bpmConfidence = 0.4;
    analysed.descriptors.bars = 4.0;
    analysed.descriptors.key = Key {0, false};
    analysed.analyserVersion = "2";
    for (int i = 0; i < 2; ++i) { // for ever
        QVERIFY(stems.updateAnalysis(analysed).has_value());
        const Stem read = *stems.byId(id);
        QVERIFY(read.isGridByUser && read.isKeyByUser && read.isSoundClassByUser);
        QCOMPARE(read.descriptors.bpm.value(), 174.0);
        QCOMPARE(read.descriptors.firstBeatS, 0.25);
        QCOMPARE(read.descriptors.firstDownbeatS, 0.5948275862068966);
        QCOMPARE(read.descriptors.beatsPerBar, 3);
        QCOMPARE(read.descriptors.bars, 0.0);
        QCOMPARE(read.descriptors.bpmConfidence, 1.0);
        QVERIFY(read.descriptors.key == (Key {5, true}));
        QCOMPARE(read.descriptors.keyConfidence, 1.0);
        QCOMPARE(read.soundClass, SoundClass::Phrase);
    }
    // Twice the tempo makes twice the bars.
    const StemId loop = *stems.insert(namedStem("loop"));
    analysed.id = loop;
    QVERIFY(stems.updateAnalysis(analysed).has_value());
    QVERIFY(stems.setGrid({loop}, {174.0, 0.1, 0.1, 4}).has_value());
    QCOMPARE(stems.byId(loop)->descriptors.bars, 8.0);

    // What is taken back is measured again.
    QVERIFY(stems.forgetUserValues({id}, {UserValue::SoundClass, UserValue::Grid, UserValue::Key})
                .has_value());
    QCOMPARE(*stems.withoutAnalysis("2"), (std::vector<StemId> {id}));
    analysed.id = id;
    QVERIFY(stems.updateAnalysis(analysed).has_value());
    QCOMPARE(stems.byId(id)->descriptors.bpm.value(), 87.0);
    QCOMPARE(stems.byId(id)->soundClass, SoundClass::Loop);
    QVERIFY(stems.byId(id)->descriptors.key == (Key {0, false}));
    // "Atonal" and "no tempo" are answers too.
    QVERIFY(stems.setKey({id}, std::nullopt).has_value());
    QVERIFY(stems.setGrid({id}, {}).has_value());
    QVERIFY(stems.updateAnalysis(analysed).has_value());
    QVERIFY(!stems.byId(id)->descriptors.key && !stems.byId(id)->descriptors.bpm);
}

void TestStemRepository::metricsOfACategory()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    Stem heard = completeStem();
    QVERIFY(stems.insert(heard).has_value());
    heard.descriptors.neuro = NeuroMetrics {}; // silent
    QVERIFY(stems.insert(heard).has_value());
    heard.descriptors.neuro.reset(); // not measured
    QVERIFY(stems.insert(heard).has_value());
    QCOMPARE(stems.neuroOfCategory(Category::Snare)->size(), std::size_t {0});
    const auto kicks = stems.neuroOfCategory(Category::Kick);
    QCOMPARE(kicks->size(), std::size_t {1});
    QVERIFY(kicks->front() == *completeStem().descriptors.neuro);
}

void TestStemRepository::editsRefuseBadValues()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    const auto id = stems.insert(namedStem("a"));
    QCOMPARE(stems.setRating({*id}, 6).error().code, ErrorCode::BadInput);
    QCOMPARE(stems.setRating({*id}, -1).error().code, ErrorCode::BadInput);
    QCOMPARE(stems.setGrid({*id}, {401.0, 0.0, 0.0, 4}).error().code, ErrorCode::BadInput);
    QCOMPARE(stems.setGrid({*id}, {NAN, 0.0, 0.0, 4}).error().code, ErrorCode::BadInput);
    QCOMPARE(stems.setGrid({*id}, {120.0, INFINITY, 0.0, 4}).error().code, ErrorCode::BadInput);
    QCOMPARE(stems.setGrid({*id}, {120.0, 0.0, 0.0, 0}).error().code, ErrorCode::BadInput);
    QCOMPARE(stems.setKey({777}, std::nullopt).error().code, ErrorCode::NotFound);
    QCOMPARE(stems.rename(*id, "  ").error().code, ErrorCode::BadInput);
    QCOMPARE(stems.insert(namedStem("")).error().code, ErrorCode::BadInput);
    QCOMPARE(stems.byId(*id)->name, std::string("a"));
}

void TestStemRepository::edgesAreTransitive()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    const StemId song = *stems.insert(namedStem("song"));
    const StemId drums = *stems.insert(namedStem("drums"), {{song, 0, "separated_from", 1.0, ""}});
    const StemId kick = *stems.insert(namedStem("kick"), {{drums, 0, "slice_of", 1.0, ""}});
    const StemId dream = *stems.insert(namedStem("dream"), {{kick, 0, "dreamed_near", 0.7, "{}"}});
    const StemId other = *stems.insert(namedStem("other"));
    QVERIFY(stems.addEdges({{other, dream, "trained_on", 0.3, ""}}).has_value());
    const auto up = stems.ancestors(dream);
    QVERIFY(up.has_value());
    QCOMPARE(*up,
             (std::vector<LineageEdge> {{song, drums, "separated_from", 1.0, ""},
                                        {drums, kick, "slice_of", 1.0, ""},
                                        {kick, dream, "dreamed_near", 0.7, "{}"},
                                        {other, dream, "trained_on", 0.3, ""}}));
    QCOMPARE(stems.descendants(song)->size(), std::size_t {3});
    QVERIFY(stems.descendants(dream)->empty());
    QVERIFY(stems.ancestors(song)->empty());
    QVERIFY(stems.addEdges({{other, dream, "trained_on", 0.4, ""}}).has_value()); // replaces
    QCOMPARE(stems.ancestors(dream)->back().weight, 0.4);
    QCOMPARE(stems.addEdges({{999, dream, "used_in", 1.0, ""}}).error().code, ErrorCode::NotFound);
}

void TestStemRepository::circlesEnd()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    const auto ids = *stems.insertAll({namedStem("a"), namedStem("b")});
    QVERIFY(stems.addEdges({{ids[0], ids[1], "x", 1.0, ""}, {ids[1], ids[0], "x", 1.0, ""}}));
    QCOMPARE(stems.ancestors(ids[0])->size(), std::size_t {2});
}

void TestStemRepository::removalLeavesTombstones()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    const StemId song = *stems.insert(namedStem("song"));
    Stem part = namedStem("part");
    part.parentId = song;
    part.tags = {"t"};
    const StemId drums = *stems.insert(part, {{song, 0, "separated_from", 1.0, ""}});
    QVERIFY(stems.saveLatent(song, "m", {1.0F}).has_value());
    const qint64 upTo = stems.changesSince(0)->upToMs;
    QVERIFY(stems.remove({song}).has_value());
    const auto changes = stems.changesSince(upTo + 1);
    QVERIFY(changes.has_value());
    QCOMPARE(changes->removed, (std::vector<StemId> {song}));
    QCOMPARE(changes->rows.size(), std::size_t {1}); // the child lost its parent
    QCOMPARE(changes->rows[0].id, drums);
    QCOMPARE(changes->rows[0].parentId, StemId {0});
    QVERIFY(stems.ancestors(drums)->empty());
    QVERIFY(fresh.database->check().has_value());
    QVERIFY(*stems.insert(namedStem("new")) > drums); // ids are never given twice
}

void TestStemRepository::changesComeOnceAndCompletely()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    const auto ids = *stems.insertAll({namedStem("a"), namedStem("b")});
    auto changes = *stems.changesSince(0);
    QCOMPARE(changes.rows.size(), std::size_t {2});
    changes = *stems.changesSince(changes.upToMs + 1);
    QVERIFY(changes.rows.empty() && changes.removed.empty());
    // Writes within one millisecond still have stamps of their own.
    for (int i = 0; i < 20; ++i) {
        QVERIFY(stems.setRating({ids[1]}, i % 6).has_value());
        changes = *stems.changesSince(changes.upToMs + 1);
        QCOMPARE(changes.rows.size(), std::size_t {1});
        QCOMPARE(int {changes.rows[0].rating}, i % 6);
    }
    QCOMPARE(stems.rowsChangedSince(changes.upToMs)->first.size(), std::size_t {1});
}

void TestStemRepository::countsAndTotals()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    QCOMPARE(stems.totals()->stems, qint64 {0});
    QVERIFY(stems.insertAll({namedStem("a"), namedStem("b"), fullStem()}).has_value());
    const auto sources = *stems.countBySource();
    QCOMPARE(sources.size(), std::size_t {2});
    QCOMPARE(sources[0].id, std::string("original"));
    QCOMPARE(sources[0].count, qint64 {2});
    QCOMPARE(sources[1].id, std::string("generated"));
    QCOMPARE(stems.countByCategory()->at(1).id, std::string("kick"));
    const auto totals = *stems.totals();
    QCOMPARE(totals.stems, qint64 {3});
    QCOMPARE(totals.analysed, qint64 {1});
    QCOMPARE(totals.durationS, 1.0 / 3.0);
    QCOMPARE(totals.fileBytes, qint64 {5'000'000'000});
}

void TestStemRepository::countsByKeyTempoAndModel()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    const auto with = [](double bpm, std::optional<Key> key, const char* model) {
        Stem stem = namedStem("x");
        stem.descriptors.bpm = bpm > 0.0 ? std::optional(bpm) : std::nullopt;
        stem.descriptors.key = key;
        stem.model = model;
        return stem;
    };
    QVERIFY(stems
                .insertAll({with(123.9, Key {9, true}, ""), with(120.0, Key {9, true}, "draft"),
                            with(124.0, Key {0, false}, "draft"), with(0.0, std::nullopt, "")})
                .has_value());
    db::StemCounts counts(fresh.database);
    const auto keys = *counts.byKey();
    QCOMPARE(keys.size(), std::size_t {3});
    QVERIFY(keys[0].key == (Key {0, false}) && keys[1].key == (Key {9, true}) && !keys[2].key);
    QCOMPARE(keys[1].count, qint64 {2});
    const auto tempos = *counts.byTempo(4.0);
    QCOMPARE(tempos.size(), std::size_t {3});
    QCOMPARE(tempos[0].fromBpm.value_or(0.0), 120.0);
    QCOMPARE(tempos[0].count, qint64 {2});
    QCOMPARE(tempos[1].fromBpm.value_or(0.0), 124.0);
    QCOMPARE(tempos[1].count, qint64 {1});
    QVERIFY(!tempos[2].fromBpm.has_value());
    const auto models = *counts.byModel();
    QCOMPARE(models.size(), std::size_t {2});
    QCOMPARE(models[0].id, std::string());
    QCOMPARE(models[1].id, std::string("draft"));
    QCOMPARE(models[1].count, qint64 {2});
}

void TestStemRepository::latentsSurvive()
{
    FreshDatabase fresh;
    db::StemRepository stems(fresh.database);
    const StemId id = *stems.insert(namedStem("a"));
    const std::vector<float> point {0.1F, -3.4e38F, 1.17549435e-38F, 0.0F};
    QVERIFY(stems.saveLatent(id, "m1", point).has_value());
    QCOMPARE(*stems.latent(id), point);
    QVERIFY(stems.saveLatent(id, "m2", {2.0F}).has_value());
    QCOMPARE(*stems.latent(id), (std::vector<float> {2.0F}));
    QVERIFY(stems.saveLatent(id, "m2", {3.0F}).has_value());
    QCOMPARE(*stems.latent(id), (std::vector<float> {3.0F}));
}

QTEST_GUILESS_MAIN(TestStemRepository)
#include "tst_stemrepository.moc"
