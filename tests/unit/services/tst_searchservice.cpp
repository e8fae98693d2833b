#include "ServiceFixtures.h"
#include "core/db/CollectionRepository.h"
#include "core/db/Database.h"
#include "core/db/StemRepository.h"
#include "core/services/Collections.h"
#include "core/services/SearchEngine.h"
#include "core/services/SearchService.h"
#include "tests/support/Patience.h"

#include <QSignalSpy>

#include <cmath>
#include <memory>
#include <thread>
#include <utility>

using namespace nde;
using namespace nde::services;

namespace {

/// A measured sound: brightness in Hz, length in s, side share.
Stem soundOf(const std::string& name, Category category, double centroidHz, double lengthS,
             const std::vector<std::string>& tags = {})
{
    Stem stem;
    stem.name = name;
    stem.path = "/packs/Techno Tools/" + name + ".wav";
    stem.category = category;
    stem.categoryConfidence = 0.9;
    stem.durationS = lengthS;
    stem.quality = 0.5;
    stem.tags = tags;
    stem.analyserVersion = "test";
    Descriptors& d = stem.descriptors;
    d.centroidHz = centroidHz;
    d.rolloff95Hz = 3.0 * centroidHz;
    d.activeEndS = lengthS;
    d.attackS = 0.002;
    d.decayS = 0.4 * lengthS;
    d.temporalCentroidS = 0.2 * lengthS;
    d.crestDb = 12.0;
    for (int band = 0; band < 30; ++band) {
        const double hz = 25.0 * std::exp2(band / 3.0);
        d.ltasDb.push_back(static_cast<float>(-6.0 - 9.0 * std::abs(std::log2(hz / centroidHz))));
    }
    d.mfcc.assign(13, static_cast<float>(std::log2(centroidHz)));
    d.mfccDeviation.assign(13, 0.5F);
    d.neuro = NeuroMetrics {};
    return stem;
}

std::vector<Stem> library()
{
    std::vector<Stem> stems;
    for (int i = 0; i < 20; ++i) {
        stems.push_back(
            soundOf("Kick " + std::to_string(i), Category::Kick, 80.0 + 20.0 * i, 0.1 + 0.05 * i));
        stems.push_back(soundOf("Hat " + std::to_string(i), Category::Hihat, 6000.0 + 200.0 * i,
                                0.05 + 0.02 * i, {"vinyl"}));
        stems.push_back(
            soundOf("zorgon" + std::to_string(i), Category::Pad, 500.0 + 100.0 * i, 2.0 + i));
    }
    return stems;
}

std::vector<StemId> idsOf(const SearchAnswer& answer)
{
    std::vector<StemId> ids;
    for (const SearchHit& hit : answer.hits) {
        ids.push_back(hit.id);
    }
    return ids;
}

std::vector<StemId> sortedIds(const SearchAnswer& answer)
{
    std::vector<StemId> ids = idsOf(answer);
    std::sort(ids.begin(), ids.end());
    return ids;
}

/// Ids from 1: kick, hat, pad, kick, …
StemId kick(int i)
{
    return 3 * i + 1;
}
StemId hat(int i)
{
    return 3 * i + 2;
}

struct Filled
{
    Filled()
        : engine(test.studio->database())
        , stems(test.studio->database())
    {
        const auto ids = stems.insertAll(library());
        Q_ASSERT(ids && ids->front() == 1);
        TaskContext task;
        const auto read = engine.refresh(task);
        Q_ASSERT(read && *read);
    }
    [[nodiscard]] SearchAnswer ask(const std::string& text, int limit = 100) const
    {
        SearchRequest request;
        request.text = text;
        request.limit = limit;
        const auto answer = engine.search(request);
        Q_ASSERT(answer);
        return *answer;
    }
    void refresh()
    {
        TaskContext task;
        QVERIFY(engine.refresh(task));
    }
    test::TestStudio test;
    SearchEngine engine;
    db::StemRepository stems;
};

/// Files of the studio as sounds that are measured alike, so that only their waves tell them apart.
bool insertAlike(const test::TestStudio& studio, std::initializer_list<const char*> names)
{
    db::StemRepository stems(studio.studio->database());
    return std::all_of(names.begin(), names.end(), [&](const char* name) {
        Stem stem = soundOf(name, Category::Drums, 1000.0, 1.0);
        stem.path = toStd(studio.file(QString::fromLatin1(name)));
        return stems.insert(stem).has_value();
    });
}

} // namespace

class TestSearchService : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void wordsRank();
    void bothLanguagesAgree();
    void operatorsAndNumbersRestrict();
    void theLibraryAnswersItsOperators();
    void savedSearchesAreLive();
    void unknownWordsSearchNames();
    void hitsSayWhy();
    void soundsLikeThis();
    void likeThisButDarker();
    void facetsMeet();
    void changesAreSeen();
    void duplicatesOfTheLibrary();
    void fileFindsItsOriginal();
    void twinsAreToldApart();
    void onlyTheNewestIsAnswered();
    void otherWritersAreSeen();
    void aChangeThatASearchReadIsToldToo();
    void collectionsAreReadAgainWhereTheyChangeMeanwhile();
    void aCollectionComesWithItsSounds();
    void errorsAreAnswered();
};

void TestSearchService::wordsRank()
{
    const Filled filled;
    const auto dark = filled.ask("dark kick");
    QVERIFY(dark.isRanked);
    QCOMPARE(dark.hits.front().id, kick(0));
    QVERIFY(std::is_sorted(dark.hits.begin(), dark.hits.end(),
                           [](const auto& a, const auto& b) { return a.score > b.score; }));
    QCOMPARE(filled.ask("bright kick").hits.front().id, kick(19));
    QCOMPARE(filled.ask("short hihat").hits.front().id, hat(0));
    QCOMPARE(filled.ask("long hihat").hits.front().id, hat(19));
}

void TestSearchService::bothLanguagesAgree()
{
    const Filled filled;
    QCOMPARE(idsOf(filled.ask("very dark kick")), idsOf(filled.ask("sehr dunkler Kick")));
    QCOMPARE(idsOf(filled.ask("short bright hi-hat")), idsOf(filled.ask("kurze helle Hihat")));
}

void TestSearchService::operatorsAndNumbersRestrict()
{
    const Filled filled;
    const auto answer = filled.ask("dark cat:hihat tag:vinyl");
    QVERIFY(!answer.hits.empty());
    for (const StemId id : idsOf(answer)) {
        QCOMPARE(id % 3, StemId {2});
    }
    QCOMPARE(answer.counts.categories[static_cast<std::size_t>(Category::Hihat)], 20);
    for (const StemId id : idsOf(filled.ask("kick kürzer als 300 ms"))) {
        QVERIFY(id <= kick(4));
    }
    QCOMPARE(filled.ask("\"Kick 7\"").matched, 1);
    QCOMPARE(filled.ask("rating:many").notUnderstood, std::vector<std::string> {"rating:many"});
    const auto all = filled.ask("");
    QVERIFY(!all.isRanked);
    QCOMPARE(all.matched, 60);
}

void TestSearchService::theLibraryAnswersItsOperators()
{
    Filled filled;
    db::CollectionRepository collections(filled.test.studio->database());
    const auto night = collections.create("Nacht Schicht", "").value();
    QVERIFY(collections.add(night, {kick(3), hat(5)}));
    QCOMPARE(sortedIds(filled.ask("in:\"nacht schicht\"")),
             (std::vector<StemId> {kick(3), hat(5)}));
    QCOMPARE(idsOf(filled.ask("in:\"Nacht Schicht\" dark kick")).front(), kick(3));
    QCOMPARE(filled.ask("in:\"Nacht Schicht\"")
                 .counts.categories[static_cast<std::size_t>(Category::Kick)],
             1);
    QCOMPARE(filled.ask("in:none").matched, 58);
    QCOMPARE(filled.ask("in:\"No such\"").matched, 0);
    // A family: a track, a stem of it, a slice of that.
    Stem track = soundOf("Nacht", Category::Drums, 1000.0, 100.0);
    track.licence = "CC-BY 4.0";
    const StemId trackId = filled.stems.insert(track).value();
    Stem part = soundOf("Nacht drums", Category::Drums, 1100.0, 90.0);
    part.parentId = trackId;
    part.model = "htdemucs";
    const StemId partId = filled.stems.insert(part).value();
    Stem slice = soundOf("slice 1", Category::Snare, 1200.0, 0.2);
    slice.parentId = partId;
    slice.model = "kick_vae@3";
    const StemId sliceId = filled.stems.insert(slice).value();
    filled.refresh();
    QCOMPARE(sortedIds(filled.ask("from:\"Nacht.flac\"")),
             (std::vector<StemId> {trackId, partId, sliceId}));
    QCOMPARE(sortedIds(filled.ask("from:nacht cat:snare")), (std::vector<StemId> {sliceId}));
    QCOMPARE(sortedIds(filled.ask("model:kick_vae")), (std::vector<StemId> {sliceId}));
    QCOMPARE(sortedIds(filled.ask("model:kick_vae@3,htdemucs")),
             (std::vector<StemId> {partId, sliceId}));
    QCOMPARE(sortedIds(filled.ask("lic:ccby")), (std::vector<StemId> {trackId}));
    QCOMPARE(filled.ask("added:<7d").matched, 63);
    QCOMPARE(filled.ask("added:>1d").matched, 0);
    QCOMPARE(filled.ask("added:soon").notUnderstood, (std::vector<std::string> {"added:soon"}));
    // What is excluded so is not understood rather than ignored.
    QCOMPARE(filled.ask("-in:\"Nacht Schicht\"").notUnderstood.size(), std::size_t {1});
}

void TestSearchService::savedSearchesAreLive()
{
    Filled filled;
    db::CollectionRepository collections(filled.test.studio->database());
    QVERIFY(collections.create("Kicks", "cat:kick"));
    QVERIFY(collections.create("Short ones", "in:Kicks len:<=0.21s"));
    QVERIFY(collections.create("Round", "in:Round"));
    QCOMPARE(filled.ask("in:Kicks").matched, 20);
    QVERIFY(filled.stems.insert(soundOf("Kick new", Category::Kick, 100.0, 0.2)));
    filled.refresh();
    QCOMPARE(filled.ask("in:Kicks").matched, 21);
    QCOMPARE(filled.ask("in:\"Short ones\"").matched, 4); // 0.10, 0.15, 0.20 and the new one
    QCOMPARE(filled.ask("in:Round").matched, 0); // names itself, and ends
}

void TestSearchService::unknownWordsSearchNames()
{
    const Filled filled;
    const auto answer = filled.ask("zorgon");
    QCOMPARE(answer.matched, 20);
    QCOMPARE(answer.notUnderstood, std::vector<std::string> {"zorgon"});
    QVERIFY(filled.ask("qwertz").hits.empty());
    QCOMPARE(filled.ask("zorgon bright").hits.front().id % 3, StemId {0});
    QCOMPARE(filled.ask("techno").matched, 60); // a folder
}

void TestSearchService::hitsSayWhy()
{
    const Filled filled;
    const auto hit = filled.ask("dark short kick").hits.front();
    QCOMPARE(hit.reasons.size(), std::size_t {4}); // three words and the name
    QCOMPARE(hit.reasons[0].text, std::string("dark"));
    QVERIFY(hit.reasons[0].fit > 0.8F);
    QCOMPARE(hit.reasons[0].axis, std::optional(search::Axis::Brightness));
    QVERIFY(std::abs(hit.reasons[0].value - 80.0) < 0.1);
    QCOMPARE(hit.reasons[1].unit, std::string_view("s"));
    QVERIFY(std::abs(hit.reasons[1].value - 0.1) < 1e-3);
    QCOMPARE(hit.reasons[3].kind, SearchReason::Kind::Name);
}

void TestSearchService::soundsLikeThis()
{
    const Filled filled;
    const auto like = filled.ask("like:#" + std::to_string(kick(10)), 2);
    const auto ids = idsOf(like);
    QVERIFY(ids == (std::vector<StemId> {kick(11), kick(9)})
            || ids == (std::vector<StemId> {kick(9), kick(11)}));
    QVERIFY(like.hits.front().similarity > 0.5F);
    SearchRequest request;
    request.like.features = filled.engine.featuresOf(hat(3));
    request.limit = 1;
    QCOMPARE(filled.engine.search(request)->hits.front().id, hat(3));
    QCOMPARE(filled.engine.search(request)->hits.front().similarity, 1.0F);
}

void TestSearchService::likeThisButDarker()
{
    const Filled filled;
    const auto darker = filled.ask("like:#" + std::to_string(kick(10)) + " aber dunkler", 5);
    for (const StemId id : idsOf(darker)) {
        QVERIFY2(id < kick(10) && id % 3 == 1, std::to_string(id).c_str());
    }
    const auto brighter = filled.ask("like:#" + std::to_string(kick(10)) + " brighter", 3);
    for (const StemId id : idsOf(brighter)) {
        QVERIFY2(id > kick(10), std::to_string(id).c_str());
    }
}

void TestSearchService::facetsMeet()
{
    const Filled filled;
    SearchRequest request;
    request.text = "cat:kick,hihat";
    request.facets.categories = {Category::Hihat, Category::Pad};
    QCOMPARE(filled.engine.search(request)->matched, 20);
    request.text = "cat:kick";
    QCOMPARE(filled.engine.search(request)->matched, 0); // and not all
    request.facets.categories.clear();
    request.facets.lengthS = std::pair {0.2, 10.0};
    request.text = "kick <300ms";
    const auto both = filled.engine.search(request);
    QVERIFY(both.has_value() && !both->hits.empty());
    for (const SearchHit& hit : both->hits) {
        QVERIFY2(hit.id >= kick(2) && hit.id <= kick(4),
                 qPrintable(QStringLiteral("%1: %2").arg(hit.id).arg(hit.score)));
    }
}

void TestSearchService::changesAreSeen()
{
    Filled filled;
    TaskContext task;
    QCOMPARE(*filled.engine.refresh(task), false);
    QVERIFY(filled.stems.rename(kick(3), "wobbulator").has_value());
    QVERIFY(filled.stems.remove({kick(4), hat(5)}).has_value());
    QVERIFY(filled.stems.insert(soundOf("Kick new", Category::Kick, 60.0, 0.1)).has_value());
    QCOMPARE(*filled.engine.refresh(task), true);
    QCOMPARE(filled.engine.size(), std::size_t {59});
    QCOMPARE(filled.ask("wobbulator").hits.front().id, kick(3));
    QCOMPARE(filled.ask("dark kick").hits.front().id, StemId {61});
    QVERIFY(!filled.engine.featuresOf(kick(4)));
    QVERIFY(filled.ask("\"Kick 4\"").hits.empty());
}

void TestSearchService::duplicatesOfTheLibrary()
{
    Filled filled;
    Stem copy = library()[static_cast<std::size_t>(hat(2) - 1)];
    copy.name = "copy";
    copy.contentHash = "x";
    QVERIFY(filled.stems.insert(copy).has_value());
    TaskContext task;
    QVERIFY(filled.engine.refresh(task).has_value());
    const auto groups
        = nearDuplicatesOf(filled.engine.snapshot(), filled.engine.database(), 0.999F, task);
    QVERIFY(groups.has_value());
    QCOMPARE(groups->size(), std::size_t {1});
    QCOMPARE(groups->front().ids, (std::vector<StemId> {hat(2), 61}));
    QVERIFY(!groups->front().areSameSamples);
    QVERIFY(groups->front().similarity > 0.999F);
}

void TestSearchService::fileFindsItsOriginal()
{
    test::TestStudio studio;
    const auto original = test::beatMusic(1.0, 1, 44100, 5);
    QVERIFY(test::write(studio.file(QStringLiteral("a.wav")), original));
    QVERIFY(test::write(studio.file(QStringLiteral("b.wav")), test::beatMusic(1.0, 1, 44100, 6)));
    QVERIFY(insertAlike(studio, {"a.wav", "b.wav"}));
    SearchEngine engine(studio.studio->database());
    TaskContext task;
    QVERIFY(engine.refresh(task).has_value());
    audio::AudioBuffer copy(1, original.frames() + 4410, 44100); // 100 ms later and 12 dB softer
    for (std::size_t i = 0; i < original.frames(); ++i) {
        copy.channel(0)[i + 4410] = 0.25F * original.channel(0)[i];
    }
    QVERIFY(test::write(studio.file(QStringLiteral("copy.wav")), copy));
    const auto like = likeFile(engine, studio.file(QStringLiteral("copy.wav")), task);
    QVERIFY(like.has_value());
    QCOMPARE(like->same.size(), std::size_t {1});
    QCOMPARE(like->same.front().first, StemId {1});
    QVERIFY(like->same.front().second > 0.999F);
    SearchRequest request;
    request.like = *like;
    QCOMPARE(engine.search(request)->hits.front().id, StemId {1});
    QVERIFY(test::write(studio.file(QStringLiteral("nothing.wav")),
                        audio::AudioBuffer(1, 44100, 44100)));
    QCOMPARE(likeFile(engine, studio.file(QStringLiteral("nothing.wav")), task).error().code,
             ErrorCode::NotEnoughData);
}

/// Two takes of one wave that differ by 80 dB less than they sound: the one that was copied comes
/// first, and the other behind it, before all that only measures alike.
void TestSearchService::twinsAreToldApart()
{
    test::TestStudio studio;
    const auto original = test::beatMusic(1.0, 1, 44100, 5);
    const auto other = test::beatMusic(1.0, 1, 44100, 6);
    auto twin = original;
    auto copy = original;
    for (std::size_t i = 0; i < original.frames(); ++i) {
        twin.channel(0)[i] += 1e-4F * other.channel(0)[i];
        copy.channel(0)[i] *= 0.25F;
    }
    QVERIFY(test::write(studio.file(QStringLiteral("a.wav")), twin));
    QVERIFY(test::write(studio.file(QStringLiteral("b.wav")), original));
    QVERIFY(test::write(studio.file(QStringLiteral("c.wav")), other));
    QVERIFY(insertAlike(studio, {"a.wav", "b.wav", "c.wav"}));
    SearchEngine engine(studio.studio->database());
    TaskContext task;
    QVERIFY(engine.refresh(task).has_value());
    QVERIFY(test::write(studio.file(QStringLiteral("copy.wav")), copy));
    const auto like = likeFile(engine, studio.file(QStringLiteral("copy.wav")), task);
    QVERIFY(like.has_value());
    QCOMPARE(like->same.size(), std::size_t {2});
    QCOMPARE(like->same[0].first, StemId {2});
    QCOMPARE(like->same[1].first, StemId {1});
    QVERIFY(like->same[0].second > like->same[1].second && like->same[1].second > 0.999F);
    SearchRequest request;
    request.like = *like;
    const auto found = engine.search(request);
    QCOMPARE(found->hits[0].id, StemId {2});
    QCOMPARE(found->hits[1].id, StemId {1});
}

void TestSearchService::onlyTheNewestIsAnswered()
{
    const Filled filled;
    SearchService service(filled.test.studio);
    QSignalSpy ready(&service, &SearchService::ready);
    QSignalSpy answered(&service, &SearchService::answered);
    SearchRequest request;
    std::uint64_t last = 0;
    for (const char* text : {"d", "da", "dar", "dark", "dark kick"}) {
        request.text = text;
        const auto generation = service.search(request);
        QVERIFY(generation > last);
        last = generation;
    }
    QTRY_COMPARE(answered.size(), 1);
    const auto answer = answered.front().front().value<SearchAnswer>();
    QCOMPARE(answer.generation, last);
    QCOMPARE(answer.hits.front().id, kick(0));
    QTRY_COMPARE(ready.size(), 1);
    QVERIFY(service.isReady());
    service.search(request);
    service.cancel();
    request.text = "hihat";
    last = service.search(request);
    QTRY_COMPARE(answered.size(), 2);
    QCOMPARE(answered.back().front().value<SearchAnswer>().generation, last);
}

void TestSearchService::otherWritersAreSeen()
{
    Filled filled;
    SearchService service(filled.test.studio);
    QSignalSpy ready(&service, &SearchService::ready);
    QSignalSpy changed(&service, &SearchService::libraryChanged);
    QTRY_COMPARE(ready.size(), 1);
    QVERIFY(filled.stems.setRating({kick(0)}, 4).has_value());
    service.refresh();
    QTRY_VERIFY(!changed.isEmpty());
}

void TestSearchService::aChangeThatASearchReadIsToldToo()
{
    Filled filled;
    const std::uint64_t before = filled.engine.revision();
    TaskContext task;
    QVERIFY(filled.engine.refresh(task));
    QCOMPARE(filled.engine.revision(), before); // nothing was there to read
    SearchService service(filled.test.studio);
    QSignalSpy ready(&service, &SearchService::ready);
    QSignalSpy changed(&service, &SearchService::libraryChanged);
    QSignalSpy answered(&service, &SearchService::answered);
    QTRY_COMPARE(ready.size(), 1);
    QVERIFY(filled.stems.setRating({kick(0)}, 4).has_value());
    service.search({}); // reads it before anybody looks
    QTRY_COMPARE(answered.size(), 1);
    QTRY_VERIFY(!changed.isEmpty()); // of the look that comes by itself
    QVERIFY(filled.engine.refresh(task));
    QCOMPARE(filled.engine.revision(), before + 1);
}

void TestSearchService::collectionsAreReadAgainWhereTheyChangeMeanwhile()
{
    Filled filled;
    const auto database = filled.test.studio->database();
    QVERIFY(db::CollectionRepository(database).create("Kicks", "cat:kick"));
    const auto engine = std::make_shared<SearchEngine>(database);
    Collections sets(engine);
    // While the engine reads, the collections' own read waits for it, past their names.
    bool isDone = false;
    TaskContext reading({}, [&] {
        if (!std::exchange(isDone, true)) {
            sets.refresh();
            QTest::qSleep(300);
            std::thread([&database] {
                static_cast<void>(db::CollectionRepository(database).create("Later", ""));
            }).join();
            sets.refresh();
        }
        return false;
    });
    QVERIFY(engine->refresh(reading));
    QVERIFY(isDone);
    QTRY_COMPARE(sets.rows().size(), std::size_t {2});
    QCOMPARE(sets.rows()[0].count, 20);
}

void TestSearchService::aCollectionComesWithItsSounds()
{
    Filled filled;
    const auto database = filled.test.studio->database();
    const auto engine = std::make_shared<SearchEngine>(database);
    Collections sets(engine);
    QSignalSpy members(&sets, &Collections::membersChanged);
    sets.create(QStringLiteral("Nacht"), {}, {kick(2), hat(1)});
    QTRY_COMPARE(members.size(), 1);
    QCOMPARE(sets.rows().size(), std::size_t {1});
    QCOMPARE(sets.rows()[0].count, 2);
    QCOMPARE(db::CollectionRepository(database).itemsOf(sets.rows()[0].id).value(),
             (std::vector<StemId> {kick(2), hat(1)}));
}

void TestSearchService::errorsAreAnswered()
{
    const Filled filled;
    SearchService service(filled.test.studio);
    QSignalSpy failed(&service, &SearchService::failed);
    SearchRequest request;
    request.text = "like:#999";
    const auto generation = service.search(request);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.front().at(0).toULongLong(), quint64 {generation});
    QCOMPARE(failed.front().at(1).value<Error>().code, ErrorCode::NotFound);
    const auto future = service.measure(QStringLiteral("/nowhere.wav"));
    QTRY_VERIFY(future.isFinished());
    QCOMPARE(future.result().error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestSearchService)
#include "tst_searchservice.moc"
