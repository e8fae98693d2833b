#include "core/services/LibraryFilter.h"

#include <QTest>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

using namespace nde;
using namespace nde::services;

namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

StemRow row(StemId id, const std::string& name)
{
    StemRow r;
    r.id = id;
    r.name = name;
    return r;
}

std::vector<StemId> ids(const std::vector<StemRow>& rows, const FilterResult& result)
{
    std::vector<StemId> list;
    for (const auto index : result.order) {
        list.push_back(rows[index].id);
    }
    return list;
}

std::vector<StemId> matching(const std::vector<StemRow>& rows, std::string_view text,
                             SortColumn sort = SortColumn::Added, bool descending = false)
{
    return ids(rows, applyFilter(rows, parseSearch(text), sort, descending));
}

/// A small library in which every operator has something to find and something to leave.
std::vector<StemRow> library()
{
    std::vector<StemRow> rows {row(1, "Kick dark 01"), row(2, "Snare ÜBER"), row(3, "Pad Loop"),
                               row(4, "kick bright"),
                               row(5,
                                   "Vocal u\xCC\x88"
                                   "ber")};
    rows[0].category = Category::Kick;
    rows[0].tags = "dark vinyl";
    rows[0].rating = 3;
    rows[0].durationS = 0.6F;
    rows[0].quality = 0.7F;
    rows[1].category = Category::Snare;
    rows[1].source = Source::Generated;
    rows[1].bpm = 60.0F;
    rows[1].keyIndex = 21; // Am = 8A
    rows[1].rating = 5;
    rows[1].durationS = 1.0F;
    rows[2].soundClass = SoundClass::Loop;
    rows[2].category = Category::Pad;
    rows[2].bpm = 120.0F;
    rows[2].keyIndex = 0; // C = 8B
    rows[2].durationS = 8.0F;
    rows[2].isFavorite = true;
    rows[2].quality = 0.9F;
    rows[3].category = Category::Kick;
    rows[3].tags = "dark-room";
    rows[3].keyIndex = 16; // Em = 9A
    rows[3].durationS = 0.2F;
    rows[4].bpm = 128.0F;
    rows[4].keyIndex = 18; // F#m = 11A
    rows[4].durationS = 90.0F;
    rows[4].needsAttention = true;
    return rows;
}

} // namespace

class TestLibraryFilter : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void folds_data();
    void folds();
    void finds_data();
    void finds();
    void parsesFields();
    void collectsWhatItDoesNotUnderstand_data();
    void collectsWhatItDoesNotUnderstand();
    void ages();
    void whatOnlyTheLibraryKnows();
    void operatorsBeingTypedRestrictNothing();
    void anyTextIsSafe();
    void facetsAreCountedWithTheirOwnRestrictionLifted();
    void histogramBins();
    void measuredFacetsAreCounted();
    void tagsAreCounted();
    void sorts_data();
    void sorts();
    void sortsNamesLikeAReferenceSort();
    void tiesKeepIdOrder();
    void emptyLibrary();
};

void TestLibraryFilter::folds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("folded");
    QTest::newRow("ascii") << QByteArray("KiCk_09 Z") << QByteArray("kick_09 z");
    QTest::newRow("umlauts") << QByteArray("ÄÖÜ ÀÉÑ Ÿ") << QByteArray("äöü àéñ ÿ");
    QTest::newRow("no letter") << QByteArray("× ÷ ß") << QByteArray("× ÷ ß");
    QTest::newRow("latin extended") << QByteArray("ŁŠŽČŃ") << QByteArray("łšžčń");
    QTest::newRow("greek and cyrillic") << QByteArray("ΣΩ ДЯЁ") << QByteArray("σω дяё");
    QTest::newRow("decomposed") << QByteArray("U\xCC\x88"
                                              "ber")
                                << QByteArray("über");
    QTest::newRow("other marks stay") << QByteArray("e\xCC\x81") << QByteArray("e\xCC\x81");
    QTest::newRow("three and four bytes") << QByteArray("鼓🥁") << QByteArray("鼓🥁");
    QTest::newRow("broken") << QByteArray("A\xC3") << QByteArray("a\xC3");
    QTest::newRow("stray bytes") << QByteArray("\xFF\x80X") << QByteArray("\xFF\x80x");
}

void TestLibraryFilter::folds()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, folded);
    QCOMPARE(QByteArray::fromStdString(foldText(text.toStdString())), folded);
}

void TestLibraryFilter::finds_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QList<int>>("expected");
    const auto add = [](const char* text, const QList<int>& expected) {
        QTest::newRow(text) << QByteArray(text) << expected;
    };
    add("", {1, 2, 3, 4, 5});
    add("   ", {1, 2, 3, 4, 5});
    add("kick", {1, 4});
    add("KICK Dark", {1, 4}); // 4 by its tag
    add("kick -dark", {});
    add("kick -vinyl", {4});
    add("-kick", {2, 3, 5});
    add("-", {1, 2, 3, 4, 5});
    add("über", {2, 5});
    add("ÜBER", {2, 5});
    add("\"kick dark\"", {1});
    add("„kick dark“", {1});
    add("\"dark kick\"", {});
    add("-\"kick dark\"", {2, 3, 4, 5});
    add("\"kick d", {1}); // still open
    add("01dark", {}); // does not reach from the name into the tags
    add("cat:kick", {1, 4});
    add("cat:kick,snare", {1, 2, 4});
    add("cat:kick cat:pad", {1, 3, 4});
    add("-cat:kick", {2, 3, 5});
    add("Cat:KICK bright", {4});
    add("class:loop", {3});
    add("class:oneshot", {1, 2, 4, 5});
    add("class:one-shot", {1, 2, 4, 5});
    add("-class:loop", {1, 2, 4, 5});
    add("src:generated", {2});
    add("-src:original", {2});
    add("fav", {3});
    add("\"fav\"", {});
    add("bpm:120", {3});
    add("bpm:120-128", {3, 5});
    add("bpm:128-120", {3, 5});
    add("bpm:119,6-120,4", {3});
    add("bpm:>120", {5});
    add("bpm:>=120", {3, 5});
    add("bpm:<=60", {2});
    add("bpm:<60", {});
    add("~bpm:120", {2, 3}); // 60 is half of it
    add("~bpm:115", {}); // nothing lies within 4 % of 115, 57.5 or 230
    add("~bpm:116", {2, 3}); // 120 is 3.4 % above, 60 is half of that
    add("~bpm:124", {2, 3, 5});
    add("~bpm:256", {5});
    add("key:Am", {2});
    add("key:8A", {2});
    add("key:C", {3});
    add("key:Am,C", {2, 3});
    add("key:~8A", {2, 3, 4});
    add("~key:Am", {2, 3, 4});
    add("len:<1s", {1, 4});
    add("len:<=1s", {1, 2, 4});
    add("len:<600ms", {4});
    add("len:<=600ms", {1, 4});
    add("len:>600ms", {2, 3, 5});
    add("len:>1min", {5});
    add("len:1:30", {5});
    add("len:0.5-1", {1, 2});
    add("len:0,5-1", {1, 2});
    add("len:500-1000ms", {1, 2});
    add("len:500ms..1s", {1, 2});
    add("rating:>=3", {1, 2});
    add("rating:>3", {2});
    add("rating:3", {1, 2});
    add("quality:>0.7", {3});
    add("quality:>=0.7", {1, 3});
    add("quality:>=0,7", {1, 3});
    add("tag:dark", {1});
    add("tag:\"dark room\"", {4});
    add("tag:dark,vinyl", {1});
    add("-tag:vinyl", {2, 3, 4, 5});
    add("tag:dar", {});
    add("kick bpm:120", {});
    add("cat:pad class:loop bpm:>100 fav", {3});
    add("unknown:kick", {});
}

void TestLibraryFilter::finds()
{
    QFETCH(QByteArray, text);
    QFETCH(QList<int>, expected);
    QList<int> found;
    for (const StemId id : matching(library(), text.toStdString())) {
        found.append(static_cast<int>(id));
    }
    QCOMPARE(found, expected);
}

void TestLibraryFilter::parsesFields()
{
    const auto filter
        = parseSearch("kick -loop \"Exact Words\" bpm:120-128 key:Am cat:kick class:loop "
                      "src:generated rating:>=3 len:<=1s tag:dark -tag:vinyl "
                      "quality:>=0.75 fav");
    LibraryFilter expected;
    expected.words = {"kick", "exact words"};
    expected.excludedWords = {"loop"};
    expected.bpm = {120.0, 128.0};
    expected.keys = {Key {9, true}};
    expected.categories = {Category::Kick};
    expected.soundClasses = {SoundClass::Loop};
    expected.sources = {Source::Generated};
    expected.minRating = 3;
    expected.lengthS = {-kInf, 1.0};
    expected.tags = {"dark"};
    expected.excludedTags = {"vinyl"};
    expected.quality = {0.75, kInf};
    expected.favoritesOnly = true;
    QVERIFY(filter == expected);
    const auto near = parseSearch("~bpm:100");
    QVERIFY(near.foldBpm);
    QCOMPARE(near.bpm->first, 96.0);
    QCOMPARE(near.bpm->second, 104.0);
}

void TestLibraryFilter::collectsWhatItDoesNotUnderstand_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"bpm:fast",  "bpm:120-",   "bpm:>",    "bpm:nan",      "bpm:1e",      "key:H",
          "key:13A",   "key:~",      "cat:cow",  "cat:kick,cow", "class:song",  "src:web",
          "rating:<3", "rating:2.5", "rating:9", "len:5h",       "len:1:x",     "quality:good",
          "-bpm:120",  "-key:Am",    "-len:<1s", "in:Nacht",     "from:x.flac", "model:kick_vae@3",
          "lic:cc0",   "unheard",    "like:#12"}) {
        QTest::newRow(text) << QByteArray(text);
    }
}

void TestLibraryFilter::collectsWhatItDoesNotUnderstand()
{
    QFETCH(QByteArray, text);
    const auto filter = parseSearch("kick " + text.toStdString());
    LibraryFilter expected;
    expected.words = {"kick"};
    expected.notUnderstood = {text.toStdString()};
    QVERIFY(filter == expected);
}

void TestLibraryFilter::ages()
{
    const auto age = [](const char* text) {
        return parseSearch(text).ageDays.value_or(std::pair(-1.0, -1.0));
    };
    const double most = std::numeric_limits<double>::infinity();
    QCOMPARE(age("added:7d").second, age("added:<7d").second);
    QVERIFY(std::abs(age("added:<=2w").second - 14.0) < 1e-9);
    QVERIFY(std::abs(age("added:<=12h").second - 0.5) < 1e-9);
    QVERIFY(std::abs(age("added:>=1y").first - 365.25) < 1e-9);
    QCOMPARE(age("added:>=1y").second, most);
    QVERIFY(age("added:1-3d") == std::pair(1.0, 3.0));
    QCOMPARE(parseSearch("added:soon").notUnderstood.size(), std::size_t {1});
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    std::vector<StemRow> rows {row(1, "old"), row(2, "new")};
    rows[0].createdAtMs = now - 10LL * 86'400'000;
    rows[1].createdAtMs = now - 3'600'000;
    QCOMPARE(matching(rows, "added:<7d"), (std::vector<StemId> {2}));
    QCOMPARE(matching(rows, "added:>1w"), (std::vector<StemId> {1}));
    QCOMPARE(matching(rows, "added:<1m"), (std::vector<StemId> {1, 2}));
}

void TestLibraryFilter::whatOnlyTheLibraryKnows()
{
    auto filter = parseSearch(
        "in:\"Nacht Schicht\" in:none from:Nacht.flac model:kick_vae lic:cc0,cc-by", true);
    QVERIFY(filter.notUnderstood.empty());
    QVERIFY(filter.needsLibrary());
    QCOMPARE(filter.collections, (std::vector<std::string> {"Nacht Schicht"}));
    QVERIFY(filter.inNoCollection);
    QCOMPARE(filter.origins, (std::vector<std::string> {"Nacht"}));
    QCOMPARE(filter.models, (std::vector<std::string> {"kick_vae"}));
    QCOMPARE(filter.licences, (std::vector<std::string> {"cc0", "cc-by"}));
    // Nobody has looked: nothing, rather than everything.
    const auto rows = library();
    QVERIFY(filterRows(rows, filter).order.empty());
    filter.within = std::vector<StemId> {2, 4};
    QCOMPARE(filterRows(rows, filter).order, (std::vector<std::uint32_t> {1, 3}));
}

void TestLibraryFilter::operatorsBeingTypedRestrictNothing()
{
    for (const char* text : {"bpm:", "cat:", "-tag:", "key:", "len: ", "rating:", "src:", "in:"}) {
        QVERIFY2(parseSearch(text) == LibraryFilter {}, text);
    }
}

void TestLibraryFilter::anyTextIsSafe()
{
    const auto rows = library();
    const std::string alphabet = "a:-~\"<>=,.19 k\xC3\xBC\xCC\x88\xFF\x01#";
    std::uint64_t state = 12345;
    for (int i = 0; i < 3000; ++i) {
        std::string text;
        for (int j = 0; j < 12; ++j) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            text += alphabet[(state >> 33U) % alphabet.size()];
        }
        for (const char* head :
             {"", "bpm:", "len:", "key:", "cat:", "rating:", "-tag:", "~key:~"}) {
            QVERIFY(matching(rows, head + text).size() <= rows.size());
        }
    }
}

void TestLibraryFilter::facetsAreCountedWithTheirOwnRestrictionLifted()
{
    const auto rows = library();
    const auto at = [](auto item) { return static_cast<std::size_t>(item); };
    const auto all = applyFilter(rows, {}, SortColumn::Added, false).counts;
    QCOMPARE(all.categories[at(Category::Kick)], 2);
    QCOMPARE(all.sources[at(Source::Original)], 4);
    QCOMPARE(all.soundClasses[at(SoundClass::Loop)], 1);
    QCOMPARE(all.favorites, 1);
    QCOMPARE(all.needsAttention, 1);

    // Restricted to kicks: categories count as before, everything else only kicks.
    const auto kicks = applyFilter(rows, parseSearch("cat:kick"), SortColumn::Added, false).counts;
    QVERIFY(kicks.categories == all.categories);
    QCOMPARE(kicks.sources[at(Source::Original)], 2);
    QCOMPARE(kicks.sources[at(Source::Generated)], 0);
    QCOMPARE(kicks.favorites, 0);

    // Two restrictions: each sees the other's.
    const auto both
        = applyFilter(rows, parseSearch("cat:snare src:original"), SortColumn::Added, false).counts;
    QCOMPARE(both.categories[at(Category::Snare)], 0);
    QCOMPARE(both.categories[at(Category::Kick)], 2);
    QCOMPARE(both.sources[at(Source::Generated)], 1);
    QCOMPARE(both.sources[at(Source::Original)], 0);

    // A word is no facet and restricts all of them.
    const auto word
        = applyFilter(rows, parseSearch("kick cat:pad"), SortColumn::Added, false).counts;
    QCOMPARE(word.categories[at(Category::Kick)], 2);
    QCOMPARE(word.categories[at(Category::Pad)], 0);
}

void TestLibraryFilter::histogramBins()
{
    std::vector<StemRow> rows;
    for (const float bpm : {0.0F, 39.9F, 40.0F, 43.9F, 44.0F, 215.9F, 216.0F, 1000.0F}) {
        rows.push_back(row(static_cast<StemId>(rows.size()) + 1, "x"));
        rows.back().bpm = bpm;
    }
    const auto counts = applyFilter(rows, parseSearch("bpm:100"), SortColumn::Added, false).counts;
    QCOMPARE(counts.bpmHistogram[0], 2);
    QCOMPARE(counts.bpmHistogram[1], 1);
    QCOMPARE(counts.bpmHistogram[43], 1);
    QCOMPARE(std::accumulate(counts.bpmHistogram.begin(), counts.bpmHistogram.end(), 0), 4);
}

void TestLibraryFilter::measuredFacetsAreCounted()
{
    // Key (24 = none), seconds, quality, stars.
    struct Sound
    {
        int key;
        float seconds;
        float quality;
        int rating;
    };
    const std::vector<Sound> sounds {{21, 0.25F, 0.9F, 5}, // Am
                                     {21, 0.5F, 0.8F, 3},
                                     {0, 1.999F, 0.7F, 3}, // C
                                     {24, 2.0F, 0.4F, 0},
                                     {24, 600.0F, 0.1F, 1}};
    std::vector<StemRow> rows;
    for (const Sound& sound : sounds) {
        StemRow row;
        row.id = static_cast<StemId>(rows.size() + 1);
        row.keyIndex = static_cast<std::int8_t>(sound.key == 24 ? -1 : sound.key);
        row.durationS = sound.seconds;
        row.quality = sound.quality;
        row.rating = static_cast<std::int8_t>(sound.rating);
        rows.push_back(row);
    }
    const auto countsOf = [&rows](const LibraryFilter& filter) {
        return applyFilter(rows, filter, SortColumn::Added, false).counts;
    };
    const auto all = countsOf({});
    QCOMPARE(all.keys[21], 2);
    QCOMPARE(all.keys[0], 1);
    QCOMPARE(std::accumulate(all.keys.begin(), all.keys.end(), 0), 3);
    QCOMPARE(all.lengths, (std::array<int, 5> {1, 2, 1, 0, 1}));
    QCOMPARE(all.qualities, (std::array<int, 4> {1, 1, 1, 2}));
    QCOMPARE(all.ratings, (std::array<int, 6> {1, 1, 0, 2, 0, 1}));
    // What a value of a facet asks for is what it counts.
    for (std::size_t i = 0; i < all.lengths.size(); ++i) {
        LibraryFilter filter;
        filter.lengthS = lengthStep(i);
        const auto found = applyFilter(rows, filter, SortColumn::Added, false);
        QCOMPARE(static_cast<int>(found.order.size()), all.lengths[i]);
        QCOMPARE(found.counts.lengths, all.lengths); // its own restriction is lifted
    }
    for (std::size_t i = 0; i < all.qualities.size(); ++i) {
        LibraryFilter filter;
        filter.quality = qualityStep(i);
        const auto found = applyFilter(rows, filter, SortColumn::Added, false);
        QCOMPARE(static_cast<int>(found.order.size()), all.qualities[i]);
        QCOMPARE(found.counts.qualities, all.qualities);
    }
    const auto good = countsOf(parseSearch("rating:>=3 key:Am"));
    QCOMPARE(good.ratings, (std::array<int, 6> {0, 0, 0, 1, 0, 1})); // in A minor
    QCOMPARE(good.keys[21], 2);
    QCOMPARE(good.keys[0], 1); // with three stars
    QCOMPARE(good.lengths, (std::array<int, 5> {1, 1, 0, 0, 0}));
    QVERIFY(parseSearch("len:<0.5s").lengthS == lengthStep(0));
    QVERIFY(parseSearch("len:>=60s").lengthS == lengthStep(4));
    // Wishes that contradict each other find nothing, and nothing is counted.
    const auto none = countsOf(bothOf(parseSearch("src:original"), parseSearch("src:generated")));
    QCOMPARE(std::accumulate(none.lengths.begin(), none.lengths.end(), 0), 0);
}

void TestLibraryFilter::tagsAreCounted()
{
    std::vector<StemRow> rows(2500);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i].id = static_cast<StemId>(i + 1);
        // Everyone has one of 1250 tags of its own, every second "dark", every fifth "warm".
        rows[i].tags = "own" + std::to_string(i / 2) + (i % 2 == 0 ? " dark" : "")
            + (i % 5 == 0 ? " warm" : "");
    }
    const auto all = applyFilter(rows, {}, SortColumn::Added, false).counts.tags;
    QCOMPARE(all.size(), FacetCounts::kMostTags);
    QCOMPARE(all[0], (std::pair<std::string, int> {"dark", 1250}));
    QCOMPARE(all[1], (std::pair<std::string, int> {"warm", 500}));
    QCOMPARE(all[2], (std::pair<std::string, int> {"own0", 2})); // of equals by name
    QCOMPARE(all[3].first, std::string("own1"));
    // All that is asked for must be there: what is left is counted.
    const auto dark
        = applyFilter(rows, parseSearch("tag:dark"), SortColumn::Added, false).counts.tags;
    QCOMPARE(dark[0], (std::pair<std::string, int> {"dark", 1250}));
    QCOMPARE(dark[1], (std::pair<std::string, int> {"warm", 250}));
}

void TestLibraryFilter::sorts_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<QList<int>>("ascending");
    QTest::addColumn<QList<int>>("descending");
    const auto add
        = [](const char* name, SortColumn column, const QList<int>& up, const QList<int>& down) {
              QTest::newRow(name) << static_cast<int>(column) << up << down;
          };
    add("name", SortColumn::Name, {4, 1, 3, 2, 5}, {5, 2, 3, 1, 4});
    add("source", SortColumn::Source, {1, 3, 4, 5, 2}, {2, 1, 3, 4, 5});
    add("bpm, none last", SortColumn::Bpm, {2, 3, 5, 1, 4}, {5, 3, 2, 1, 4});
    add("key on the wheel, none last", SortColumn::Key, {2, 3, 4, 5, 1}, {5, 4, 3, 2, 1});
    add("length", SortColumn::Length, {4, 1, 2, 3, 5}, {5, 3, 2, 1, 4});
    add("rating", SortColumn::Rating, {3, 4, 5, 1, 2}, {2, 1, 3, 4, 5});
    add("favourite", SortColumn::Favorite, {1, 2, 4, 5, 3}, {3, 1, 2, 4, 5});
}

void TestLibraryFilter::sorts()
{
    QFETCH(int, column);
    QFETCH(QList<int>, ascending);
    QFETCH(QList<int>, descending);
    const auto rows = library();
    for (const bool isDown : {false, true}) {
        QList<int> found;
        for (const StemId id : matching(rows, "", static_cast<SortColumn>(column), isDown)) {
            found.append(static_cast<int>(id));
        }
        QCOMPARE(found, isDown ? descending : ascending);
    }
    std::vector<StemRow> loud {row(1, "a"), row(2, "b"), row(3, "c"), row(4, "d")};
    loud[0].lufs = -20.0F;
    loud[1].lufs = 0.0F;
    loud[2].lufs = -70.0F;
    loud[3].lufs = -0.0F;
    QCOMPARE(matching(loud, "", SortColumn::Loudness), (std::vector<StemId> {3, 1, 2, 4}));
}

void TestLibraryFilter::sortsNamesLikeAReferenceSort()
{
    const std::vector<std::string> sorted {"",
                                           "!bang",
                                           "7",
                                           "07",
                                           "10",
                                           "100 kicks",
                                           "a",
                                           "A",
                                           "a 2",
                                           "a 10",
                                           "kick",
                                           "Kick",
                                           "kick 2",
                                           "kick 02",
                                           "kick 10",
                                           "kick 10 b",
                                           "kick 10 long name 3",
                                           "kick 10 long name 20",
                                           "kick a",
                                           "kickdrum",
                                           "zebra",
                                           "über"};
    std::vector<StemRow> rows;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        rows.push_back(row(static_cast<StemId>(i) + 1, sorted[i]));
    }
    std::vector<StemId> expected;
    for (const StemRow& r : rows) {
        expected.push_back(r.id);
    }
    QCOMPARE(matching(rows, "", SortColumn::Name), expected);
    // From the other end, too, but equal names ("a" and "A", "7" and "07") keep id order.
    std::reverse(rows.begin(), rows.end());
    QCOMPARE(matching(rows, "", SortColumn::Name).front(), StemId {1});
    QCOMPARE(matching(rows, "", SortColumn::Name, true).front(), StemId {22});
}

void TestLibraryFilter::tiesKeepIdOrder()
{
    std::vector<StemRow> rows;
    for (StemId id = 1; id <= 500; ++id) {
        rows.push_back(row(id, "the same name for all of them"));
    }
    std::vector<StemId> expected(500);
    std::iota(expected.begin(), expected.end(), StemId {1});
    for (int column = 0; column <= static_cast<int>(SortColumn::Added); ++column) {
        for (const bool isDown : {false, true}) {
            QCOMPARE(matching(rows, "", static_cast<SortColumn>(column), isDown), expected);
        }
    }
}

void TestLibraryFilter::emptyLibrary()
{
    QVERIFY(matching({}, "kick", SortColumn::Name).empty());
    QVERIFY(matching({}, "", SortColumn::Bpm).empty());
}

QTEST_APPLESS_MAIN(TestLibraryFilter)
#include "tst_libraryfilter.moc"
