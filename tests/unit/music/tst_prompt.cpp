#include "core/base/Random.h"
#include "core/music/Lexicon.h"
#include "core/music/PlanEdit.h"
#include "core/music/PromptText.h"
#include "core/music/Request.h"

#include <QFile>
#include <QTest>

#include <nlohmann/json.hpp>

using nde::Key;
using nde::music::parsePrompt;
using nde::music::Request;
using nlohmann::json;

class TestPrompt : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void goldenPrompts_data()
    {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<QByteArray>("expected");
        QFile file(QStringLiteral(NDE_GOLDEN_DIR "/music/prompts.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const json root = json::parse(file.readAll().toStdString());
        for (const json& row : root.at("prompts")) {
            const auto prompt = QByteArray::fromStdString(row.at("prompt").get<std::string>());
            QTest::addRow("%s", prompt.constData())
                << prompt << QByteArray::fromStdString(row.at("request").dump());
        }
    }
    void goldenPrompts()
    {
        QFETCH(QByteArray, prompt);
        QFETCH(QByteArray, expected);
        const Request request = parsePrompt(prompt.toStdString());
        const auto read = nde::music::requestFromJson(requestToJson(request));
        QVERIFY(read.has_value() && *read == request);
        const json actual = json::parse(requestToJson(request));
        const json wanted = json::parse(expected.toStdString());
        for (const auto& [name, value] : wanted.items()) {
            QVERIFY2(actual.at(name) == value,
                     qPrintable(QString::fromStdString(name + ": " + actual.at(name).dump()
                                                       + " instead of " + value.dump())));
        }
    }

    void morePrompts_data()
    {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<QByteArray>("expected");
        QFile file(QStringLiteral(NDE_GOLDEN_DIR "/music/prompts_more.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const json root = json::parse(file.readAll().toStdString());
        QVERIFY(root.at("prompts").size() >= 60);
        for (const json& row : root.at("prompts")) {
            const auto prompt = QByteArray::fromStdString(row.at("prompt").get<std::string>());
            QTest::addRow("'%s'", prompt.constData())
                << prompt << QByteArray::fromStdString(row.at("request").dump());
        }
    }
    /// The file says what differs from an empty request; nothing else may be in the answer.
    void morePrompts()
    {
        QFETCH(QByteArray, prompt);
        QFETCH(QByteArray, expected);
        json wanted = json::parse(requestToJson(Request {}));
        wanted.update(json::parse(expected.toStdString()));
        if (wanted.at("genres").empty()) {
            wanted["genre_guessed"] = true;
        }
        const Request request = parsePrompt(prompt.toStdString());
        const json actual = json::parse(requestToJson(request));
        QVERIFY2(actual == wanted, (actual.dump() + "\ninstead of\n" + wanted.dump()).c_str());
    }

    void whatIsWrittenReadsTheSame_data()
    {
        goldenPrompts_data();
        morePrompts_data();
    }
    void whatIsWrittenReadsTheSame()
    {
        QFETCH(QByteArray, prompt);
        const Request request = parsePrompt(prompt.toStdString());
        const std::string text = nde::music::promptOf(request);
        QVERIFY2(parsePrompt(text) == request, text.c_str());
        QCOMPARE(QByteArray::fromStdString(nde::music::promptOf(parsePrompt(text))),
                 QByteArray::fromStdString(text));
    }

    /// Requests drawn from the whole lexicon, as the chips of the window make them.
    void anyRequestCanBeWritten()
    {
        const nde::music::Lexicon& lexicon = nde::music::lexicon();
        const std::vector<std::string> instruments {"kick", "bass",  "pad",     "vocal", "keys",
                                                    "fx",   "noise", "strings", "lead",  "texture"};
        const std::vector<std::string> sections {"intro", "build",  "drop",   "break",
                                                 "verse", "chorus", "bridge", "outro"};
        nde::Random random(31);
        for (int round = 0; round < 400; ++round) {
            Request request;
            const auto draws = [&] { return random.below(2) == 1; };
            request.genres.push_back(lexicon.genres[random.below(lexicon.genres.size())].name);
            const double degrees[] {1.0, 1.5, 0.5, -1.0, -1.5, -0.5};
            const auto mood = random.below(lexicon.moods.size());
            request.moods.emplace_back(lexicon.moods[mood].name, degrees[random.below(6)]);
            const auto first = random.below(instruments.size());
            request.instruments.push_back(instruments[first]);
            request.excluded.push_back(instruments[(first + 1) % instruments.size()]);
            nde::music::SectionWish wish;
            wish.name = sections[random.below(sections.size())];
            wish.isExcluded = draws();
            if (!wish.isExcluded) {
                wish.count = 1 + static_cast<int>(random.below(8));
                wish.length = draws() ? std::optional<std::string>("long") : std::nullopt;
            }
            request.sections.push_back(wish);
            if (draws()) {
                request.bpm = 60.0 + 0.5 * static_cast<double>(random.below(240));
            }
            if (draws()) {
                request.key = Key {static_cast<int>(random.below(12)), draws()};
            }
            if (draws()) {
                request.durationS = 1.0 + static_cast<double>(random.below(3600));
            }
            if (draws()) {
                request.bars = 1 + static_cast<int>(random.below(4096));
            }
            if (draws()) {
                request.lufs = -4.0 - 0.1 * static_cast<double>(random.below(300));
            }
            if (draws()) {
                request.seed = random.next();
            }
            if (draws()) {
                request.swing = 50.0 + static_cast<double>(random.below(26));
            }
            if (draws()) {
                request.meter = draws() ? "3/4" : "6/8";
            }
            if (draws()) {
                request.form
                    = std::next(lexicon.templates.begin(),
                                static_cast<std::ptrdiff_t>(random.below(lexicon.templates.size())))
                          ->first;
            }
            request.isClubLoud = draws();
            request.isHalfTime = draws();
            if (draws()) {
                request.sources
                    = nde::music::SourceChoice {random.below(2) == 0, random.below(2) == 0, false};
            }
            if (draws()) {
                request.unknown = {"wobbly", "klavierartig"};
            }
            const std::string text = nde::music::promptOf(request);
            QVERIFY2(parsePrompt(text) == request, text.c_str());
        }
    }

    void tempo_data()
    {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<double>("bpm");
        QTest::addColumn<double>("low"); // 0 = no range
        QTest::addRow("bare number") << QByteArray("techno 140") << 140.0 << 0.0;
        QTest::addRow("glued") << QByteArray("techno 140bpm") << 140.0 << 0.0;
        QTest::addRow("unit first") << QByteArray("bpm 140 techno") << 140.0 << 0.0;
        QTest::addRow("unit first, glued") << QByteArray("techno bpm140") << 140.0 << 0.0;
        QTest::addRow("colon") << QByteArray("BPM: 127.5") << 127.5 << 0.0;
        QTest::addRow("tempo") << QByteArray("tempo 96, hip hop") << 96.0 << 0.0;
        QTest::addRow("range") << QByteArray("house 120-128 bpm") << 124.0 << 120.0;
        QTest::addRow("range, en dash") << QByteArray("house 120–128 bpm") << 124.0 << 120.0;
        QTest::addRow("range, words") << QByteArray("house 120 to 128 bpm") << 124.0 << 120.0;
        QTest::addRow("range, German") << QByteArray("house 120 bis 128 bpm") << 124.0 << 120.0;
        QTest::addRow("range, bare") << QByteArray("house 120-128") << 124.0 << 120.0;
        QTest::addRow("between") << QByteArray("between 120 and 128 bpm") << 124.0 << 120.0;
        QTest::addRow("comma") << QByteArray("132,5 bpm") << 132.5 << 0.0;
        QTest::addRow("Schläge") << QByteArray("90 Schläge pro Minute") << 90.0 << 0.0;
        QTest::addRow("full width") << QByteArray("１４０ bpm") << 140.0 << 0.0;
        QTest::addRow("not a tempo") << QByteArray("techno 7") << 0.0 << 0.0;
        QTest::addRow("bass 808") << QByteArray("trap with 808") << 0.0 << 0.0;
    }
    void tempo()
    {
        QFETCH(QByteArray, prompt);
        QFETCH(double, bpm);
        QFETCH(double, low);
        const Request request = parsePrompt(prompt.toStdString());
        QCOMPARE(request.bpm.value_or(0.0), bpm);
        QCOMPARE(request.bpmRange ? request.bpmRange->first : 0.0, low);
    }

    void keys_data()
    {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<int>("pitchClass"); // −1 = none
        QTest::addColumn<bool>("minor");
        QTest::addRow("a-Moll") << QByteArray("techno a-Moll") << 9 << true;
        QTest::addRow("A minor") << QByteArray("techno in A minor") << 9 << true;
        QTest::addRow("F# minor") << QByteArray("F# minor") << 6 << true;
        QTest::addRow("F sharp minor") << QByteArray("f sharp minor") << 6 << true;
        QTest::addRow("B flat major") << QByteArray("B flat major") << 10 << false;
        QTest::addRow("Bb minor") << QByteArray("Bb minor") << 10 << true;
        QTest::addRow("English B") << QByteArray("dark techno, B minor") << 11 << true;
        QTest::addRow("German B") << QByteArray("dunkler Techno, b-Moll") << 10 << true;
        QTest::addRow("German B, other word") << QByteArray("düster, B minor") << 10 << true;
        QTest::addRow("H") << QByteArray("h-moll") << 11 << true;
        QTest::addRow("Es-Dur") << QByteArray("Es-Dur") << 3 << false;
        QTest::addRow("As-Dur") << QByteArray("As-Dur") << 8 << false;
        QTest::addRow("cis-moll") << QByteArray("cis-moll") << 1 << true;
        QTest::addRow("gis-moll") << QByteArray("gis-moll") << 8 << true;
        QTest::addRow("Des-Dur") << QByteArray("Des-Dur") << 1 << false;
        QTest::addRow("8A") << QByteArray("techno 8A") << 9 << true;
        QTest::addRow("12b") << QByteArray("12b house") << 4 << false;
        QTest::addRow("Am") << QByteArray("techno 140 bpm Am") << 9 << true;
        QTest::addRow("in F#m") << QByteArray("trance in F#m") << 6 << true;
        QTest::addRow("in A") << QByteArray("house in A") << 9 << false;
        QTest::addRow("an article") << QByteArray("techno in a dark room") << -1 << false;
        QTest::addRow("am Abend") << QByteArray("musik am abend") << -1 << false;
    }
    void keys()
    {
        QFETCH(QByteArray, prompt);
        QFETCH(int, pitchClass);
        QFETCH(bool, minor);
        const Request request = parsePrompt(prompt.toStdString());
        QCOMPARE(request.key ? request.key->pitchClass : -1, pitchClass);
        QCOMPARE(request.key && request.key->isMinor, minor);
    }

    void lengths_data()
    {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<double>("seconds"); // 0 = none
        QTest::addColumn<int>("bars");
        QTest::addRow("clock") << QByteArray("techno 2:30") << 150.0 << 0;
        QTest::addRow("minutes") << QByteArray("2 minutes") << 120.0 << 0;
        QTest::addRow("min") << QByteArray("3 min") << 180.0 << 0;
        QTest::addRow("min, glued") << QByteArray("3min") << 180.0 << 0;
        QTest::addRow("fraction") << QByteArray("2,5 Minuten") << 150.0 << 0;
        QTest::addRow("mixed") << QByteArray("2 min 30 s") << 150.0 << 0;
        QTest::addRow("bare seconds") << QByteArray("Trance, 2 Minuten 30") << 150.0 << 0;
        QTest::addRow("bare, then more") << QByteArray("2 minutes 30, techno") << 150.0 << 0;
        QTest::addRow("a tempo behind") << QByteArray("2 minutes 30 drums") << 120.0 << 0;
        QTest::addRow("seconds") << QByteArray("90 Sekunden") << 90.0 << 0;
        QTest::addRow("bars") << QByteArray("64 bars") << 0.0 << 64;
        QTest::addRow("Takte") << QByteArray("64 Takte") << 0.0 << 64;
        QTest::addRow("an era, not a length") << QByteArray("80s pop") << 0.0 << 0;
        QTest::addRow("both") << QByteArray("140 bpm, 2 minutes, 32 bars") << 120.0 << 32;
    }
    void lengths()
    {
        QFETCH(QByteArray, prompt);
        QFETCH(double, seconds);
        QFETCH(int, bars);
        const Request request = parsePrompt(prompt.toStdString());
        QCOMPARE(request.durationS.value_or(0.0), seconds);
        QCOMPARE(request.bars.value_or(0), bars);
        QVERIFY(!request.bpm || *request.bpm == 140.0);
    }

    void otherNumbers()
    {
        QCOMPARE(parsePrompt("techno -9 lufs").lufs, std::optional<double>(-9.0));
        QCOMPARE(parsePrompt("techno −9 LUFS").lufs, std::optional<double>(-9.0));
        QCOMPARE(parsePrompt("minus 9 lufs").lufs, std::optional<double>(-9.0));
        QCOMPARE(parsePrompt("seed 7").seed, std::optional<std::uint64_t>(7));
        QCOMPARE(parsePrompt("seed: 18446744073709551615").seed,
                 std::optional<std::uint64_t>(~std::uint64_t {0}));
        QCOMPARE(parsePrompt("waltz 3/4").meter, std::optional<std::string>("3/4"));
        QCOMPARE(parsePrompt("58% swing").swing, std::optional<double>(58.0));
        const Request wrong = parsePrompt("techno 900 bpm");
        QVERIFY(!wrong.bpm);
        QCOMPARE(wrong.unknown, (std::vector<std::string> {"900", "bpm"}));
    }

    void termsAndNegation()
    {
        const Request a = parsePrompt("techno without vocals and guitars, with pads");
        QCOMPARE(a.excluded, (std::vector<std::string> {"vocal", "guitar"}));
        QCOMPARE(a.instruments, (std::vector<std::string> {"pad"}));
        QCOMPARE(parsePrompt("ohne Gesang").excluded, (std::vector<std::string> {"vocal"}));
        QCOMPARE(parsePrompt("keine Gitarren mit Streichern").instruments,
                 (std::vector<std::string> {"strings"}));
        QCOMPARE(parsePrompt("not dark").moods.at(0).second, -1.0);
        const Request drops = parsePrompt("two drops, kein Intro, 3 long breakdowns");
        QCOMPARE(drops.sections.size(), std::size_t {3});
        QCOMPARE(drops.sections[0].count, std::optional<int>(2));
        QVERIFY(drops.sections[1].isExcluded && drops.sections[1].name == "intro");
        QCOMPARE(drops.sections[2].count, std::optional<int>(3));
        QCOMPARE(drops.sections[2].length, std::optional<std::string>("long"));
        QVERIFY(drops.isGenreGuessed);
        QVERIFY(!parsePrompt("Drum'n'Bass").isGenreGuessed);
        QCOMPARE(parsePrompt("wobbly wobbly techno").unknown,
                 (std::vector<std::string> {"wobbly"}));
    }

    void brokenRequestsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("member");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char* member, const char* value) {
            QTest::addRow("%s: %s", member, value) << QByteArray(member) << QByteArray(value);
        };
        row("bpm", "1e300");
        row("bpm", "\"fast\"");
        row("bars", "1e300");
        row("bars", "0");
        row("bars", "12.5");
        row("seed", "-1");
        row("key", R"({"pc":12,"minor":true})");
        row("key", R"({"pc":1})");
        row("genres", "[1]");
        row("genres", "\"techno\"");
        row("moods", "[[\"dark\"]]");
        row("moods", "[[\"dark\",\"very\"]]");
        row("sections", R"([{"name":"drop","count":0,"length":null}])");
        row("sections", R"([{"name":"drop","count":1,"length":"huge"}])");
        row("meter", "\"4\"");
        row("meter", "\"x/4\"");
        row("swing", "20");
        row("lufs", "3");
        row("duration_s", "1e12");
        row("bpm_range", "[120]");
        row("bpm_range", "[130,120]");
        row("sources", "[\"stolen\"]");
    }
    void brokenRequestsAreRefused()
    {
        QFETCH(QByteArray, member);
        QFETCH(QByteArray, value);
        json object = json::parse(requestToJson(parsePrompt("techno")));
        object[member.toStdString()] = json::parse(value.toStdString());
        const auto read = nde::music::requestFromJson(object.dump());
        QVERIFY(!read);
        QCOMPARE(read.error().code, nde::ErrorCode::Corrupt);
    }

    void decomposedUmlautsAreUmlauts()
    {
        QVERIFY(parsePrompt("du\xCC\x88ster") == parsePrompt("düster"));
        QVERIFY(!parsePrompt("düster").moods.empty());
    }

    void orderInsideAGroupDoesNotMatter()
    {
        const Request wanted
            = parsePrompt("dark aggressive techno 140 bpm A minor with pads vocals");
        for (const char* other : {"A minor techno aggressive dark pads vocals 140 bpm",
                                  "140 bpm vocals pads dark A minor aggressive techno",
                                  "pads dark vocals techno aggressive in A minor 140 bpm"}) {
            QVERIFY2(parsePrompt(other) == wanted, other);
        }
    }

    void randomTextNeverFails()
    {
        nde::Random random(11);
        constexpr std::string_view kPieces[] {"techno ",
                                              "140",
                                              "bpm",
                                              "-",
                                              ",",
                                              "a-moll ",
                                              "2:30",
                                              "8A",
                                              "no ",
                                              "\xC3",
                                              "ü",
                                              "\0",
                                              "/",
                                              "4/4",
                                              "very ",
                                              "#",
                                              "drop ",
                                              "seed",
                                              "\xF0\x9F\x8E\xB5"};
        for (int round = 0; round < 300; ++round) {
            std::string text;
            const std::size_t length = random.below(round < 290 ? 200 : 10'001);
            const bool isBytes = round % 2 == 0;
            while (text.size() < length) {
                if (isBytes) {
                    text += static_cast<char>(random.below(256));
                } else {
                    text += kPieces[random.below(std::size(kPieces))];
                }
            }
            const Request request = parsePrompt(text);
            QVERIFY(parsePrompt(text) == request);
            QVERIFY(json::accept(requestToJson(request)));
        }
        QVERIFY(parsePrompt("") == parsePrompt(" , ; "));
    }
};

QTEST_GUILESS_MAIN(TestPrompt)
#include "tst_prompt.moc"
