#include "PlanFixtures.h"
#include "core/interchange/Items.h"

#include <QTest>

#include <cmath>
#include <sstream>

using namespace nde;
using namespace nde::interchange;
using namespace nde::interchange::test;

namespace {

using Words = std::vector<std::string>;

/// A chunk of the project: its head, its lines and the chunks in it.
struct Node
{
    Words head;
    std::vector<Words> lines;
    std::vector<Node> nodes;

    [[nodiscard]] const Words* line(const std::string& name) const
    {
        for (const auto& words : lines) {
            if (words.front() == name) {
                return &words;
            }
        }
        return nullptr;
    }
    [[nodiscard]] double number(const std::string& name, std::size_t word = 1) const
    {
        const Words* words = line(name);
        return words == nullptr || word >= words->size() ? NAN : std::stod((*words)[word]);
    }
    [[nodiscard]] std::vector<const Node*> all(const std::string& name) const
    {
        std::vector<const Node*> found;
        for (const auto& node : nodes) {
            if (node.head.front() == name) {
                found.push_back(&node);
            }
        }
        return found;
    }
};

/// Words separated by blanks; in ", ' or ` they may hold blanks.
Words wordsOf(const std::string& line)
{
    Words words;
    for (std::size_t at = 0; at < line.size();) {
        if (line[at] == ' ') {
            ++at;
            continue;
        }
        const bool isQuoted = line[at] == '"' || line[at] == '\'' || line[at] == '`';
        const std::size_t from = isQuoted ? at + 1 : at;
        const std::size_t end = std::min(line.size(), line.find(isQuoted ? line[at] : ' ', from));
        words.push_back(line.substr(from, end - from));
        at = end + 1;
    }
    return words;
}

/// Empty head where brackets do not balance.
Node parse(const std::string& text)
{
    std::vector<Node> open(1);
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto words = wordsOf(line);
        if (words.empty()) {
            return {};
        }
        if (words.front() == ">") {
            if (open.size() < 2) {
                return {};
            }
            Node done = std::move(open.back());
            open.pop_back();
            open.back().nodes.push_back(std::move(done));
        } else if (words.front().front() == '<') {
            Node node;
            node.head = words;
            node.head.front().erase(0, 1);
            open.push_back(std::move(node));
        } else {
            open.back().lines.push_back(words);
        }
    }
    return open.size() == 1 && open[0].nodes.size() == 1 ? open[0].nodes[0] : Node {};
}

} // namespace

class TestRpp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void projectHasTempoMeterAndMarkers()
    {
        const Node project = parse(rppOf(test::plan(), media()));
        QCOMPARE(project.head.at(0), std::string("REAPER_PROJECT"));
        QCOMPARE(project.number("TEMPO"), 137.0);
        QCOMPARE(project.number("TEMPO", 2), 4.0);
        QCOMPARE(project.number("SAMPLERATE"), 48000.0);
        std::vector<Words> markers;
        std::vector<Words> regions;
        for (const auto& line : project.lines) {
            if (line.front() == "MARKER") {
                (line.at(4) == "1" ? regions : markers).push_back(line);
            }
        }
        QCOMPARE(markers.size(), std::size_t {2});
        QCOMPARE(markers[1].at(3), std::string("drop"));
        QVERIFY(std::abs(std::stod(markers[1].at(2)) - seconds(16.0)) < 1e-9);
        QCOMPARE(regions.size(), std::size_t {4}); // begin and end of each
        QCOMPARE(regions[2].at(1), regions[3].at(1));
        QVERIFY(std::abs(std::stod(regions[3].at(2)) - seconds(32.0)) < 1e-9);
    }

    void tracksLookLikeTheirLanes()
    {
        const auto plan = test::plan();
        const Node project = parse(rppOf(plan, media()));
        const auto tracks = project.all("TRACK");
        QCOMPARE(tracks.size(), plan.lanes.size());
        QCOMPARE(tracks[0]->line("NAME")->at(1), std::string("kick"));
        // #E69F00 with red lowest, and the bit that says "coloured".
        QCOMPARE(tracks[0]->number("PEAKCOL"), 16777216.0 + 0xE6 + 256.0 * 0x9F);
        QVERIFY(std::abs(tracks[1]->number("VOLPAN") - std::pow(10.0, 1.5 / 20.0)) < 1e-8);
        QCOMPARE(tracks[1]->number("VOLPAN", 2), -0.25);
        QCOMPARE(tracks[1]->number("MUTESOLO", 2), 1.0);
        QCOMPARE(tracks[3]->number("MUTESOLO", 1), 1.0);
    }

    void itemsLieOnTheSample()
    {
        const auto plan = test::plan();
        const auto files = media();
        const Node project = parse(rppOf(plan, files));
        const auto tracks = project.all("TRACK");
        int compared = 0;
        for (std::size_t lane = 0; lane < plan.lanes.size(); ++lane) {
            const auto expected = itemsOf(plan, plan.lanes[lane], files);
            const auto items = tracks[lane]->all("ITEM");
            QCOMPARE(items.size(), expected.size());
            for (std::size_t i = 0; i < items.size(); ++i, ++compared) {
                const Node& item = *items[i];
                const auto frames = [&](const char* name) { return item.number(name) * kRate; };
                QVERIFY(std::abs(frames("POSITION") - double(expected[i].start)) < 1e-3);
                QVERIFY(std::abs(frames("LENGTH") - double(expected[i].frames)) < 1e-3);
                QVERIFY(std::abs(frames("SOFFS") - double(expected[i].skipped)) < 1e-3);
                QCOMPARE(item.number("LOOP"), expected[i].isLooped ? 1.0 : 0.0);
                QVERIFY(std::abs(item.number("VOLPAN") - expected[i].gain) < 1e-8);
                QCOMPARE(item.number("PLAYRATE"), 1.0);
                QCOMPARE(item.number("PLAYRATE", 3), 0.0); // the media are prepared
                const auto sources = item.all("SOURCE");
                QCOMPARE(sources.size(), std::size_t {1});
                const std::string path = sources[0]->line("FILE")->at(1);
                QCOMPARE(path, files.files.at(expected[i].media).path);
                QVERIFY(path.front() != '/');
            }
        }
        QCOMPARE(compared, 8 + 2 + 2 + 2);
        // Told by hand: the second kick's onset lies on beat 1.
        const Node& second = *tracks[0]->all("ITEM")[1];
        QVERIFY(std::abs((second.number("POSITION") + 0.01 - seconds(1.0)) * kRate) <= 0.5);
        QVERIFY(std::abs(second.number("SNAPOFFS") - 0.01) < 1e-9);
    }

    void mutedClipsStay()
    {
        auto plan = test::plan();
        plan.lanes[0].clips[0].isMuted = true;
        const Node project = parse(rppOf(plan, media()));
        QCOMPARE(project.all("TRACK")[0]->all("ITEM")[3]->number("MUTE"), 1.0);
    }

    void namesCannotBreakTheText_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("read");
        QTest::addRow("double quotes") << QStringLiteral("a \"b\"") << QStringLiteral("a \"b\"");
        QTest::addRow("single quotes") << QStringLiteral("it's") << QStringLiteral("it's");
        QTest::addRow("both") << QStringLiteral("a\"b'c") << QStringLiteral("a\"b'c");
        QTest::addRow("all three") << QStringLiteral("a\"b'c`d") << QStringLiteral("a\"b'c'd");
        QTest::addRow("line end") << QStringLiteral("a\n>\n<TRACK") << QStringLiteral("a > <TRACK");
        QTest::addRow("umlaut") << QStringLiteral("Trübe") << QStringLiteral("Trübe");
    }
    void namesCannotBreakTheText()
    {
        QFETCH(QString, name);
        QFETCH(QString, read);
        auto plan = test::plan();
        plan.prompt = name.toStdString();
        plan.lanes[0].sounds[0].name = name.toStdString();
        plan.sections[0].name = name.toStdString();
        const Node project = parse(rppOf(plan, media()));
        QCOMPARE(project.all("TRACK").size(), plan.lanes.size());
        QCOMPARE(project.all("TRACK")[0]->all("ITEM")[0]->line("NAME")->at(1), read.toStdString());
        QCOMPARE(project.line("MARKER")->at(3), read.toStdString());
    }

    void samePlanSameText()
    {
        QCOMPARE(rppOf(test::plan(), media()), rppOf(test::plan(), media()));
    }
};

QTEST_GUILESS_MAIN(TestRpp)
#include "tst_rpp.moc"
