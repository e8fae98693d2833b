#include "core/search/SearchLexicon.h"
#include "core/search/SearchQuery.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace nde;
using namespace nde::search;

namespace {

/// "+dark metallic kick": ids, '+' or '<' before a comparative, '-' before a negation, '!' after
/// "very", '!!' after "extremely", '?' after "slightly".
std::string shapeOf(const SearchQuery& query)
{
    std::string shape;
    for (const QueryTerm& term : query.terms) {
        shape += shape.empty() ? "" : " ";
        shape += term.isNegated ? "-" : term.comparison > 0 ? "+" : term.comparison < 0 ? "<" : "";
        shape += term.meaning->id;
        shape += term.degree == Degree::Very ? "!"
            : term.degree == Degree::Extreme ? "!!"
            : term.degree == Degree::Slight  ? "?"
                                             : "";
    }
    return shape;
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : "|") + word;
    }
    return text;
}

} // namespace

class TestSearchQuery : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void meaning_data();
    void meaning();
    void numbers_data();
    void numbers();
    void textsAreAsTyped();
    void namesOfATerm();
    void namesAreNoTypingErrors();
    void oneEdit_data();
    void oneEdit();
    void lexiconIsLargeAndConsistent();
    void everyWordIsUnderstood();
    void noTextBreaksIt();
};

void TestSearchQuery::meaning_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shape");
    QTest::addColumn<QString>("names");
    const auto row = [](const char* text, const char* shape, const char* names = "") {
        QTest::addRow("%s", text) << QString::fromUtf8(text) << QString::fromUtf8(shape)
                                  << QString::fromUtf8(names);
    };
    row("dark metallic kick", "dark metallic kick");
    row("dunkler metallischer Kick", "dark metallic kick");
    row("Dunkle Kicks", "dark kick");
    row("ein dunkles Becken", "dark cymbal");
    row("very bright pad", "bright! pad");
    row("sehr helle Fläche", "bright! pad");
    row("sehr helle Flaeche", "bright! pad");
    row("sehr helle Flache", "bright! pad");
    row("extremely noisy", "noisy!!");
    row("etwas warm", "warm?");
    row("slightly distorted guitar", "distorted? guitar");
    row("leicht verzerrte Gitarre", "distorted? guitar");
    row("not bright", "-bright");
    row("nicht zu hell", "-bright");
    row("Snare ohne Hall", "snare -wet");
    row("snare without reverb", "snare -wet");
    row("kick -loop", "kick -loop");
    row("darker", "+dark");
    row("dunkler", "+dark");
    row("etwas dunkler", "+dark?");
    row("viel kürzer", "+short");
    row("more metallic", "+metallic");
    row("weniger rau", "<rough");
    row("less noisy hihat", "<noisy hihat");
    row("not darker", "<dark");
    row("aber dunkler", "+dark");
    row("softer and wider", "+soft +wide");
    row("härtere Kick", "+hard kick");
    row("Bassdrum", "kick");
    row("bass drum", "kick");
    row("hi-hat", "hihat");
    row("offene Hi-Hat", "openhat");
    row("Metallkick", "metallic kick");
    row("Flächenklang", "pad");
    row("Holzkick", "woody kick");
    row("sehr Metallkick", "metallic! kick");
    row("lo-fi drums", "lofi drums");
    row("metalic snare", "metallic snare");
    row("dunkel snrae", "dark snare");
    row("wobbly pad", "moving pad");
    row("zorgon kick", "kick", "zorgon");
    row("the sound of a bright bell please", "bright bell");
    row("geträumte Kicks", "generated kick");
    row("808 kick", "tr808 kick");
    row("TR-909 Hats", "tr909 hihat");
    row("80s pad", "eighties pad");
    row("90er Fläche", "nineties pad");
    row("8-Bit-Melodie", "chiptune lead");
    row("hohle Tom", "hollow tom");
    row("Höhle", "wet");
    row("a little bit darker", "+dark?");
    row("little kick", "small kick");
    row("kind of dark pad", "dark? pad");
    row("Gummibass", "rubbery bass");
    row("gummiartiger Bass", "rubbery bass");
    row("Papierrascheln", "paper noise");
    row("stahlharte Clap", "metallic hard clap");
    row("dumfer Kick", "dull kick");
    row("metalische Snare", "metallic snare");
    row("dark atmosfere", "dark atmo");
    row("whispering voice", "whisper vocal");
    row("flüsternde Stimme", "whisper vocal");
    row("Zorgongitarre", "guitar", "zorgon");
    row("Salsa Kuhglocke", "latin cowbell");
    row("a", "");
    row("", "");
}

void TestSearchQuery::meaning()
{
    QFETCH(const QString, text);
    QFETCH(const QString, shape);
    QFETCH(const QString, names);
    const SearchQuery query = readQuery(text.toStdString());
    QCOMPARE(QString::fromStdString(shapeOf(query)), shape);
    QCOMPARE(QString::fromStdString(joined(query.nameWords)), names);
}

void TestSearchQuery::numbers_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("what"); // "len", "bpm" or a key
    QTest::addColumn<double>("from");
    QTest::addColumn<double>("to");
    constexpr double kOpen = std::numeric_limits<double>::infinity();
    const auto row = [](const char* text, const char* what, double from = 0, double to = 0) {
        QTest::addRow("%s", text) << QString::fromUtf8(text) << QString::fromUtf8(what) << from
                                  << to;
    };
    row("loop 128 bpm", "bpm", 128 * 0.98, 128 * 1.02);
    row("loop 128bpm", "bpm", 128 * 0.98, 128 * 1.02);
    row("120-130 bpm", "bpm", 120, 130);
    row("120 bis 130 bpm", "bpm", 120, 130);
    row("unter 100 bpm", "bpm", 0, 100);
    row("faster than 140 bpm", "bpm", 140, kOpen);
    row("kick < 1 s", "len", 0, 1);
    row("kick <1s", "len", 0, 1);
    row("kürzer als 300 ms", "len", 0, 0.3);
    row("shorter than 1,5 seconds", "len", 0, 1.5);
    row("länger als 2 Sekunden", "len", 2, kOpen);
    row("more than 1 min", "len", 60, kOpen);
    row("pad < 80s", "len", 0, 80);
    row("90 bpm", "bpm", 90 * 0.98, 90 * 1.02);
    row("808 bpm", "bpm", 808 * 0.98, 808 * 1.02);
    row("mindestens 2 s", "len", 2, kOpen);
    row("500 ms bis 1 s", "len", 0.5, 1);
    row("about 1 s", "len", 0.8, 1.2);
    row("pad A minor", "Am");
    row("Bass a-Moll", "Am");
    row("fis-Moll", "F#m");
    row("b minor", "Bm");
    row("h-Moll", "Bm");
    row("B-Dur", "A#");
    row("es-dur", "D#");
    row("B flat major", "A#");
    row("Am", "Am");
    row("8A", "Am");
    row("wir sind am Meer", "");
}

void TestSearchQuery::numbers()
{
    QFETCH(const QString, text);
    QFETCH(const QString, what);
    QFETCH(const double, from);
    QFETCH(const double, to);
    const SearchQuery query = readQuery(text.toStdString());
    const auto& range = what == QStringLiteral("bpm") ? query.bpm : query.lengthS;
    if (what == QStringLiteral("bpm") || what == QStringLiteral("len")) {
        QVERIFY(range.has_value());
        QCOMPARE(range->first, from);
        QCOMPARE(range->second, to);
        QVERIFY(query.keys.empty());
    } else if (!what.isEmpty()) {
        QCOMPARE(query.keys.size(), std::size_t {1});
        QCOMPARE(QString::fromStdString(keyName(query.keys.front())), what);
    } else {
        QVERIFY(query.keys.empty() && !query.bpm && !query.lengthS);
    }
    QCOMPARE(query.numbers.size(), what.isEmpty() ? std::size_t {0} : std::size_t {1});
}

void TestSearchQuery::textsAreAsTyped()
{
    const SearchQuery query = readQuery("Sehr Dunkler Kick, nicht verhallt <300ms");
    QCOMPARE(query.terms.size(), std::size_t {3});
    QCOMPARE(query.terms[0].text, std::string("Sehr Dunkler"));
    QCOMPARE(query.terms[1].text, std::string("Kick,"));
    QCOMPARE(query.terms[2].text, std::string("nicht verhallt"));
    QCOMPARE(query.numbers.front(), std::string("<300ms"));
    const SearchQuery wrong = readQuery("mettallic");
    QCOMPARE(wrong.terms.front().correctedTo, std::string("metallic"));
}

// Words that name different things of one kind find their own name only; synonyms find each other.
void TestSearchQuery::namesOfATerm()
{
    const auto namesOf = [](const char* text) { return namesFor(readQuery(text).terms.at(0)); };
    using Names = std::vector<std::string>;
    QCOMPARE(namesOf("salsa"), Names {"salsa"});
    const auto has = [&namesOf](const char* text, const char* name) {
        const Names names = namesOf(text);
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    QVERIFY(has("TR-808", "808") && has("TR-808", "tr808") && !has("TR-808", "909"));
    QVERIFY(has("Bassdrum", "kick"));
    QVERIFY(has("gleaming", "gleaming") && has("gleaming", "bright"));
    QVERIFY(has("Flöte", "flute") && !has("Flöte", "trumpet"));
}

void TestSearchQuery::namesAreNoTypingErrors()
{
    const std::vector<QueryWord> words {{"drak", false}};
    QCOMPARE(QString::fromStdString(shapeOf(readQuery(words))), QStringLiteral("dark"));
    const auto query = readQuery(words, [](std::string_view word) { return word == "drak"; });
    QVERIFY(query.terms.empty());
    QCOMPARE(query.nameWords, std::vector<std::string> {"drak"});
}

void TestSearchQuery::oneEdit_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<bool>("isOne");
    QTest::addRow("same") << "dark"
                          << "dark" << false;
    QTest::addRow("missing") << "dark"
                             << "drk" << true;
    QTest::addRow("too many") << "dark"
                              << "darrk" << true;
    QTest::addRow("wrong") << "dark"
                           << "dork" << true;
    QTest::addRow("exchanged") << "dark"
                               << "dakr" << true;
    QTest::addRow("two wrong") << "dark"
                               << "dolk" << false;
    QTest::addRow("two missing") << "dark"
                                 << "dk" << false;
    QTest::addRow("at the end") << "dark"
                                << "darks" << true;
    QTest::addRow("far exchange") << "dark"
                                  << "kard" << false;
}

void TestSearchQuery::oneEdit()
{
    QFETCH(const QString, a);
    QFETCH(const QString, b);
    QFETCH(const bool, isOne);
    QCOMPARE(isOneEditAway(a.toStdString(), b.toStdString()), isOne);
    QCOMPARE(isOneEditAway(b.toStdString(), a.toStdString()), isOne);
}

void TestSearchQuery::lexiconIsLargeAndConsistent()
{
    std::set<std::string> english;
    std::set<std::string> german;
    std::set<std::string> ids;
    for (const Concept& meaning : searchLexicon().concepts()) {
        QVERIFY2(ids.insert(meaning.id).second, meaning.id.c_str());
        QVERIFY2(!meaning.english.empty() && !meaning.german.empty(), meaning.id.c_str());
        QVERIFY2(!meaning.axes.empty() || !meaning.categories.empty()
                     || !meaning.soundClasses.empty() || !meaning.sources.empty(),
                 meaning.id.c_str());
        QVERIFY2(meaning.axes.size() <= 4, meaning.id.c_str());
        english.insert(meaning.english.begin(), meaning.english.end());
        german.insert(meaning.german.begin(), meaning.german.end());
    }
    QVERIFY(english.size() >= 2000);
    QVERIFY(german.size() >= 2000);
}

// Each word of the lexicon leads to its own meaning, and to nothing else besides.
void TestSearchQuery::everyWordIsUnderstood()
{
    for (const Concept& meaning : searchLexicon().concepts()) {
        for (const auto* words : {&meaning.english, &meaning.german}) {
            for (const std::string& word : *words) {
                const SearchQuery query = readQuery(word);
                QVERIFY2(query.terms.size() == 1 && query.terms.front().meaning == &meaning,
                         (meaning.id + ": " + word).c_str());
            }
        }
    }
}

void TestSearchQuery::noTextBreaksIt()
{
    std::string bytes;
    for (int c = 1; c < 256; ++c) {
        bytes += static_cast<char>(c);
        if (c % 7 == 0) {
            bytes += ' ';
        }
    }
    QVERIFY(readQuery(bytes).terms.size() < 100);
    QVERIFY(readQuery("- < > -- <<< 1- -1 128- bpm 9999999999999999999 s").terms.empty());
    QVERIFY(readQuery(std::string(20000, 'x')).nameWords.size() == 1);
}

QTEST_GUILESS_MAIN(TestSearchQuery)
#include "tst_searchquery.moc"
