#include "core/music/PlanCheck.h"
#include "core/music/PlanWire.h"
#include "tests/unit/music/Library.h"

#include <QTest>

#include <array>
#include <limits>

using namespace nde;
using namespace nde::music;
using nde::music::testing::library;

namespace {

Plan planOf(std::string_view prompt, const std::vector<Candidate>& candidates)
{
    TaskContext task;
    auto plan = arrange(parsePrompt(prompt), candidates, {}, 1, task);
    if (!plan) {
        qFatal("%s", plan.error().message.c_str());
    }
    return *plan;
}

using Spoil = void (*)(Plan&);
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const std::array<std::pair<const char*, Spoil>, 22> kContradictions {
    {{"sections do not sum up", [](Plan& p) { p.sections.back().bars += 1; }},
     {"sections leave a gap", [](Plan& p) { p.sections.back().startBar += 1; }},
     {"an event outside its clip", [](Plan& p) { p.lanes[0].clips[0].events[0].bar = 100'000; }},
     {"an event outside its bar", [](Plan& p) { p.lanes[0].clips[0].events[0].beat = 4.0; }},
     {"events out of order",
      [](Plan& p) { std::swap(p.lanes[0].clips[0].events[0], p.lanes[0].clips[0].events[1]); }},
     {"a clip outside the track", [](Plan& p) { p.lanes[0].clips.back().bars = 4096; }},
     {"a clip's end that overflows", [](Plan& p) { p.lanes[0].clips.back().bars = 2147483647; }},
     {"clips that overlap", [](Plan& p) { p.lanes[0].clips[1].startBar = 0; }},
     {"a sound that there is not", [](Plan& p) { p.lanes[0].clips[0].sound = 9; }},
     {"a sound below −1", [](Plan& p) { p.lanes[0].clips[0].sound = -2; }},
     {"a gap with events", [](Plan& p) { p.lanes[0].clips[0].sound = -1; }},
     {"ids twice", [](Plan& p) { p.lanes[1].id = p.lanes[0].id; }},
     {"an id of the future", [](Plan& p) { p.lanes[0].clips[0].id = p.nextId; }},
     {"an unknown role", [](Plan& p) { p.lanes[0].role = "tuba"; }},
     {"a tempo", [](Plan& p) { p.bpm = 1.0; }},
     {"a key", [](Plan& p) { p.key.pitchClass = 12; }},
     {"a fader", [](Plan& p) { p.lanes[0].gainDb = 13.0; }},
     {"half a sweep", [](Plan& p) { p.lanes[0].clips[0].sweepFromHz = 300.0; }},
     {"a velocity", [](Plan& p) { p.lanes[0].clips[0].events[0].velocity = 1.5; }},
     {"a loop without length",
      [](Plan& p) {
          p.lanes[0].sounds[0].isLoop = true;
          p.lanes[0].sounds[0].stemBpm = 120.0;
      }},
     {"beats that duck backwards", [](Plan& p) { std::swap(p.duckBeats[0], p.duckBeats[1]); }},
     {"a number that is none", [](Plan& p) { p.lanes[0].clips[0].gainDb = kNan; }}}};

} // namespace

/// Plans as values and as files.
class TestPlan : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void idsAreUniqueAndFound()
    {
        const Plan plan = planOf("techno", library());
        for (const Lane& lane : plan.lanes) {
            QVERIFY(music::laneOf(plan, lane.id) == &lane);
            for (const Clip& clip : lane.clips) {
                QVERIFY(clipOf(plan, clip.id) == &clip);
                QVERIFY(laneOfClip(plan, clip.id) == &lane);
            }
        }
        QVERIFY(music::laneOf(plan, 99'999) == nullptr && clipOf(plan, 99'999) == nullptr);
        QVERIFY(music::laneOf(plan, 0) == nullptr && clipOf(plan, 0) == nullptr);
        QCOMPARE(sectionAt(plan, 0), 0);
        QCOMPARE(sectionAt(plan, plan.bars - 1), static_cast<int>(plan.sections.size()) - 1);
        QCOMPARE(sectionAt(plan, plan.bars), -1);
        QCOMPARE(sectionAt(plan, -1), -1);
    }

    /// Readers of doubles round what lies beyond 2^53: there a seed is its digits.
    void seedsComeThroughReadersOfDoubles()
    {
        Plan plan = planOf("techno 140, 16 bars", library());
        plan.seed = 18'446'744'073'709'551'615U;
        plan.lanes[0].seed = 9'007'199'254'740'992U; // 2^53
        plan.lanes[1].seed = 9'007'199'254'740'993U;
        plan.lanes[0].clips[0].seed = 17U;
        const std::string wire = planToWireJson(plan);
        QVERIFY(wire.find("\"seed\":\"18446744073709551615\"") != std::string::npos);
        QVERIFY(wire.find("\"seed\":9007199254740992,") != std::string::npos);
        QVERIFY(wire.find("\"seed\":\"9007199254740993\"") != std::string::npos);
        QVERIFY(wire.find("\"seed\":17,") != std::string::npos);
        const auto back = planFromJson(wire);
        QVERIFY(back.has_value());
        QVERIFY(*back == plan);
        for (const char* seed :
             {"\"\"", "\"-1\"", "\"1.0\"", "\" 1\"", "\"18446744073709551616\""}) {
            std::string broken = wire;
            const std::string digits = "\"18446744073709551615\"";
            broken.replace(broken.find(digits), digits.size(), seed);
            QVERIFY2(!planFromJson(broken), seed);
        }
    }

    void brokenPlansAreRefused()
    {
        const Plan plan = planOf("techno 140, 16 bars", library());
        const std::string text = planToJson(plan);
        QVERIFY(planFromJson(text).has_value());
        for (std::size_t length = 0; length + 2 < text.size(); length += 997) {
            const auto cut = planFromJson(std::string_view(text).substr(0, length));
            QVERIFY(!cut && cut.error().code == ErrorCode::Corrupt);
        }
        for (const int version : {1, 3}) {
            Plan other = plan;
            other.version = version;
            QVERIFY(planFromJson(planToJson(other)).error().code == ErrorCode::Unsupported);
        }
        QVERIFY(planFromJson("[]").error().code == ErrorCode::Corrupt);
        QVERIFY(planFromJson("").error().code == ErrorCode::Corrupt);
    }

    void contradictionsAreRefused_data()
    {
        QTest::addColumn<int>("which");
        for (int i = 0; i < static_cast<int>(kContradictions.size()); ++i) {
            QTest::addRow("%s", kContradictions[static_cast<std::size_t>(i)].first) << i;
        }
    }
    void contradictionsAreRefused()
    {
        QFETCH(int, which);
        const Plan plan = planOf("techno 140, 16 bars", library());
        Plan wrong = plan;
        kContradictions[static_cast<std::size_t>(which)].second(wrong);
        QVERIFY(!(wrong == plan));
        QVERIFY(!defectOf(wrong).empty());
        QVERIFY(planFromJson(planToJson(wrong)).error().code == ErrorCode::Corrupt);
    }

    /// Numbers that no type of ours holds, in every place that takes one.
    void wrongTypesAreRefused()
    {
        const Plan plan = planOf("techno 140, 16 bars", library());
        const std::string text = planToJson(plan);
        for (const char* member :
             {"\"bars\":", "\"hpf_hz\":", "\"seed\":", "\"sound\":", "\"next_id\":", "\"duck_db\":",
              "\"stretch\":", "\"muted\":", "\"role\":", "\"clips\":", "\"pc\":", "\"stem\":"}) {
            for (const char* value : {"1e999", "1e300", "-1e300", "99999999999999999999", "{}",
                                      "null", "[[1]]", "\"\"", "-1.5"}) {
                std::string broken = text;
                const std::size_t at = broken.rfind(member);
                QVERIFY2(at != std::string::npos, member);
                broken.insert(at + std::string_view(member).size(), std::string(value) + ",\"_\":");
                QVERIFY2(!planFromJson(broken), (std::string(member) + value).c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestPlan)
#include "tst_plan.moc"
