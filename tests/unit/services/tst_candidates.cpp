#include "ComposeFixtures.h"
#include "core/db/RunRepository.h"
#include "core/services/Candidates.h"
#include "core/services/SourceShelf.h"
#include "core/services/TrackMaterial.h"

#include <QElapsedTimer>
#include <QTest>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

const music::Candidate* find(const CandidateList& list, StemId id)
{
    const auto at
        = std::find_if(list.begin(), list.end(), [id](const auto& one) { return one.id == id; });
    return at == list.end() ? nullptr : &*at;
}

Stem row(const std::string& name, StemId parent = 0)
{
    Stem stem;
    stem.name = name;
    stem.path = "/sounds/" + name + ".wav";
    stem.contentHash = name;
    stem.category = Category::Kick;
    stem.parentId = parent;
    return stem;
}

} // namespace

class TestCandidates : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void materialAndNothingElse();
    void rootsAreFollowedUp();
    void onlyChangesAreRead();
    void usesOfTheLastTenTracks();
    void aShelfOfSources();
    void onlyTheLatestTracks();
    void tenThousand();
};

void TestCandidates::materialAndNothingElse()
{
    const TestStudio test;
    db::StemRepository stems(test.studio->database());
    Stem good = row("z good");
    good.rating = 4;
    good.isFavorite = true;
    good.licence = "CC0";
    good.tags = {"deep"};
    Stem missing = row("missing");
    missing.isMissing = true;
    Stem broken = row("broken");
    broken.processingError = "cannot be read";
    Stem track = row("track");
    track.source = Source::Track;
    Stem mix = row("mix");
    mix.category = Category::Mix;
    mix.soundClass = SoundClass::Track;
    Stem whole = row("b bass of a whole song");
    whole.source = Source::Separated;
    whole.category = Category::Bass;
    whole.soundClass = SoundClass::Track;
    Stem rest = row("rest");
    rest.category = Category::Residual;
    const auto ids
        = stems.insertAll({good, missing, broken, track, mix, rest, row("a other"), whole});
    QVERIFY(ids.has_value());
    // Whoever offers sounds by their rows offers the same.
    for (const Stem& stem : {good, missing, broken, track, mix, rest, whole}) {
        QCOMPARE(isTrackMaterial(rowOf(stem)), isTrackMaterial(stem));
    }
    CandidateBook book(*test.studio);
    const auto list = book.candidates({}, {});
    QVERIFY(list.has_value());
    QCOMPARE((*list)->size(), std::size_t {3});
    QCOMPARE((**list)[1].contentHash, std::string("b bass of a whole song"));
    // By content, not by number.
    QCOMPARE((*list)->front().contentHash, std::string("a other"));
    const auto& found = (*list)->back();
    QCOMPARE(found.id, ids->front());
    QCOMPARE(found.rating, 4);
    QVERIFY(found.isFavorite);
    QCOMPARE(found.licence, std::string("CC0"));
    QCOMPARE(found.tags, std::vector<std::string> {"deep"});
    QCOMPARE(found.root, found.id);
    // What is no material can still be named.
    const auto named = book.candidate((*ids)[1]);
    QVERIFY(named.has_value());
    QCOMPARE(named->name, std::string("missing"));
    QVERIFY(book.candidate(999).error().code == ErrorCode::NotFound);
}

void TestCandidates::rootsAreFollowedUp()
{
    const TestStudio test;
    db::StemRepository stems(test.studio->database());
    Stem track = row("track");
    track.source = Source::Track;
    const StemId root = stems.insert(track).value();
    const StemId drums = stems.insert(row("drums", root)).value();
    const StemId hit = stems.insert(row("hit", drums)).value();
    CandidateBook book(*test.studio);
    const auto list = book.candidates({}, {}).value();
    QCOMPARE(find(*list, hit)->root, root);
    QCOMPARE(find(*list, drums)->root, root);
    QCOMPARE(book.candidate(hit)->root, root);
}

void TestCandidates::onlyChangesAreRead()
{
    const TestStudio test;
    db::StemRepository stems(test.studio->database());
    const StemId first = stems.insert(row("first")).value();
    CandidateBook book(*test.studio);
    const auto list = book.candidates({}, {}).value();
    QCOMPARE(list->size(), std::size_t {1});
    QVERIFY(book.candidates({}, {}).value() == list); // the very same
    const StemId second = stems.insert(row("second")).value();
    QVERIFY(stems.setRating({first}, 5).has_value());
    auto now = book.candidates({}, {}).value();
    QCOMPARE(now->size(), std::size_t {2});
    QCOMPARE(find(*now, first)->rating, 5);
    QVERIFY(stems.setMissing(second, true).has_value());
    now = book.candidates({}, {}).value();
    QCOMPARE(now->size(), std::size_t {1});
    QVERIFY(stems.setMissing(second, false).has_value());
    QVERIFY(stems.remove({first}).has_value());
    now = book.candidates({}, {}).value();
    QCOMPARE(now->size(), std::size_t {1});
    QCOMPARE(now->front().id, second);
    // What was handed out before stays what it was.
    QCOMPARE(list->size(), std::size_t {1});
    QCOMPARE(list->front().id, first);
}

void TestCandidates::usesOfTheLastTenTracks()
{
    const TestStudio test;
    db::StemRepository stems(test.studio->database());
    db::RunRepository runs(test.studio->database());
    const StemId often = stems.insert(row("often")).value();
    const StemId early = stems.insert(row("early")).value();
    for (int i = 0; i < 12; ++i) {
        const StemId track = stems.insert(row("track" + std::to_string(i))).value();
        db::TrackRecord record;
        record.stemId = track;
        record.prompt = i == 11 ? "mine" : "theirs";
        std::vector<db::TrackStem> used {{often, "kick"}, {often, "perc"}};
        if (i == 0) {
            used.push_back({early, "bass"});
        }
        QVERIFY(runs.addTrack(record, used).has_value());
    }
    CandidateBook book(*test.studio);
    auto list = book.candidates("another", {}).value();
    QCOMPARE(find(*list, often)->recentUses, 10); // once a track, ten tracks
    QCOMPARE(find(*list, early)->recentUses, 0);
    // Of twelve tracks eleven are of other prompts: the first two are too long ago.
    list = book.candidates("mine", {}).value();
    QCOMPARE(find(*list, often)->recentUses, 10);
    list = book.candidates("theirs", {}).value();
    QCOMPARE(find(*list, often)->recentUses, 1);
}

void TestCandidates::aShelfOfSources()
{
    const TestStudio test;
    db::StemRepository stems(test.studio->database());
    const auto add = [&](const char* name, StemId parent, Source source,
                         const std::vector<std::string>& tags, const char* licence) {
        Stem stem = row(name, parent);
        stem.source = source;
        stem.tags = tags;
        stem.licence = licence;
        return stems.insert(stem).value();
    };
    // A track, its stem, a slice of that; a sound of its own; a dream made of that sound.
    const StemId track = add("track", 0, Source::Original, {}, "unknown");
    const StemId stem = add("stem", track, Source::Separated, {"dark"}, "unknown");
    const StemId slice = add("slice", stem, Source::Slice, {"darker"}, "unknown");
    add("own", 0, Source::Original, {"dark", "warm"}, "CC0");
    const StemId dream = add("dream", 0, Source::Generated, {}, "CC0");
    add("dreamt of it", dream, Source::Generated, {}, "CC0");
    CandidateBook book(*test.studio);
    const auto list = book.candidates({}, {}).value();
    music::SourceWish wish;
    const auto shelf = sourceShelf(*test.studio, *list, wish);
    QVERIFY(shelf.has_value());
    QCOMPARE(shelf->usable, 6);
    QVERIFY((shelf->mix == SourceMix {2, 2, 2}));
    // A dream is no track that sounds come from.
    QVERIFY((shelf->tracks == std::vector<SourceShelf::Track> {{track, QStringLiteral("track")}}));
    QCOMPARE(
        shelf->tags,
        (QStringList {QStringLiteral("dark"), QStringLiteral("darker"), QStringLiteral("warm")}));
    QCOMPARE(shelf->licences, (QStringList {QStringLiteral("CC0"), QStringLiteral("unknown")}));

    wish.roots = {track};
    QVERIFY((sourceMixOf(*list, wish) == SourceMix {1, 2, 0}));
    wish.roots = {slice};
    QVERIFY((sourceMixOf(*list, wish) == SourceMix {0, 1, 0}));
    wish.roots.clear();
    wish.tags = {"dark"};
    QVERIFY((sourceMixOf(*list, wish) == SourceMix {1, 1, 0}));
    wish.tags.clear();
    wish.licences = {"CC0"};
    QVERIFY((sourceMixOf(*list, wish) == SourceMix {1, 0, 2}));
    wish.includeGenerated = false;
    const auto less = sourceShelf(*test.studio, *list, wish);
    QVERIFY((less->mix == SourceMix {1, 0, 0}));
    QCOMPARE(less->usable, 6); // whatever is wished
    QVERIFY(less->tracks == shelf->tracks);
    wish.minRating = 3;
    QVERIFY((sourceMixOf(*list, wish) == SourceMix {}));
}

void TestCandidates::onlyTheLatestTracks()
{
    const TestStudio test;
    db::StemRepository stems(test.studio->database());
    std::vector<StemId> tracks;
    for (int i = 0; i < 45; ++i) {
        const std::string name = "track " + std::to_string(i);
        tracks.push_back(stems.insert(row(name)).value());
        Stem stem = row("stem of " + name, tracks.back());
        stem.source = Source::Separated;
        QVERIFY(stems.insert(stem).has_value());
    }
    CandidateBook book(*test.studio);
    const auto list = book.candidates({}, {}).value();
    const auto shelf = sourceShelf(*test.studio, *list, {}).value();
    QCOMPARE(shelf.tracks.size(), std::size_t {40});
    QCOMPARE(shelf.tracks.front().id, tracks.back());
    QCOMPARE(shelf.tracks.back().id, tracks[5]);
}

void TestCandidates::tenThousand()
{
    const TestStudio test;
    db::StemRepository stems(test.studio->database());
    std::vector<Stem> many;
    for (int i = 0; i < 10'000; ++i) {
        Stem stem = row("sound " + std::to_string(i));
        stem.descriptors.ltasDb.assign(30, -20.0F);
        stem.descriptors.mfcc.assign(13, 1.0F);
        stem.descriptors.mfccDeviation.assign(13, 1.0F);
        stem.descriptors.neuro.emplace();
        stem.tags = {"dark", "punchy"};
        many.push_back(std::move(stem));
    }
    QVERIFY(stems.insertAll(many).has_value());
    CandidateBook book(*test.studio);
    QElapsedTimer clock;
    clock.start();
    const auto list = book.candidates({}, {}).value();
    qInfo("10 000 sounds read in %lld ms", static_cast<long long>(clock.restart()));
    QCOMPARE(list->size(), std::size_t {10'000});
    QVERIFY(stems.setRating({list->front().id}, 3).has_value());
    clock.restart();
    QCOMPARE(book.candidates({}, {}).value()->front().rating, 3);
    qInfo("one change read in %lld ms", static_cast<long long>(clock.elapsed()));
}

QTEST_GUILESS_MAIN(TestCandidates)
#include "tst_candidates.moc"
