#include "core/music/PlanCheck.h"
#include "core/music/PlanEdit.h"
#include "tests/unit/music/Library.h"

#include <QTest>

#include <algorithm>

using namespace nde;
using namespace nde::music;
using nde::music::testing::library;
using nde::music::testing::sound;

namespace {

/// The library with words in some names: three pads, one of them called wobbly; two basses with a
/// tag; a string sound that a pad lane takes as well.
std::vector<Candidate> named()
{
    std::vector<Candidate> all = library();
    int pads = 0;
    int basses = 0;
    for (Candidate& one : all) {
        if (one.category == Category::Pad && ++pads == 2) {
            one.name = "Wobbly pad";
        }
        if (one.category == Category::Bass && ++basses <= 2) {
            one.tags = {"zorb"};
        }
    }
    all.push_back(sound(9001, Category::Strings, Source::Original, SoundClass::OneShot));
    return all;
}

const Plan& techno()
{
    static const Plan plan = [] {
        TaskContext task;
        auto made
            = arrange(parsePrompt("dark techno 132 bpm in A minor, 3 minutes, with pads, lead"),
                      named(), {}, 1, task);
        if (!made) {
            qFatal("%s", made.error().message.c_str());
        }
        return *made;
    }();
    return plan;
}

const Lane& laneWith(const Plan& plan, std::string_view role)
{
    const auto at = std::find_if(plan.lanes.begin(), plan.lanes.end(),
                                 [&](const Lane& lane) { return lane.role == role; });
    if (at == plan.lanes.end()) {
        qFatal("no lane %s", std::string(role).c_str());
    }
    return *at;
}

Result<Plan> asked(const Plan& plan, std::string_view role, std::string_view words,
                   std::uint64_t seed = 5)
{
    TaskContext task;
    return requery(plan, named(), laneWith(plan, role).id, words, seed, task);
}

std::string mainSound(const Plan& plan, std::string_view role)
{
    return laneWith(plan, role).sounds.front().name;
}

} // namespace

/// product.md E4: other words for a lane.
class TestRequery : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void theComposersWordsStandWithoutTheRole()
    {
        QCOMPARE(laneWith(techno(), "pad").query, std::string("dark pad"));
        QCOMPARE(askedWords(laneWith(techno(), "pad")), std::string("dark"));
        Lane lane;
        lane.role = "hat_open";
        lane.query = "hat_open";
        QCOMPARE(askedWords(lane), std::string());
        lane.query = "dark, not a hat_open one";
        QCOMPARE(askedWords(lane), lane.query);
    }

    /// Only the lane's sound changes: the others stay to the bit, and so do the lane's places.
    void onlyThisLaneIsChosenAnew()
    {
        const auto plan = asked(techno(), "pad", "  wobbly\t warm ");
        QVERIFY2(plan.has_value(), plan ? "" : plan.error().message.c_str());
        QCOMPARE(QByteArray::fromStdString(defectOf(*plan)), QByteArray());
        const Lane& pad = laneWith(*plan, "pad");
        const Lane& before = laneWith(techno(), "pad");
        QCOMPARE(mainSound(*plan, "pad"), std::string("Wobbly pad"));
        QVERIFY(mainSound(techno(), "pad") != "Wobbly pad");
        QCOMPARE(pad.query, std::string("wobbly warm pad"));
        QVERIFY(pad.isQueryOwn && pad.seed != 0);
        QCOMPARE(pad.clips.size(), before.clips.size());
        for (std::size_t i = 0; i < pad.clips.size(); ++i) {
            QCOMPARE(pad.clips[i].id, before.clips[i].id);
            QCOMPARE(pad.clips[i].startBar, before.clips[i].startBar);
            QCOMPARE(pad.clips[i].bars, before.clips[i].bars);
            QVERIFY(pad.clips[i].sound >= 0);
        }
        Plan same = *plan;
        for (Lane& lane : same.lanes) {
            if (lane.id == pad.id) {
                lane = before;
            }
        }
        QVERIFY(same == techno());
        QVERIFY(*plan == *asked(techno(), "pad", "wobbly warm"));
    }

    void tagsCountAsNamesDo()
    {
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            const auto plan = asked(techno(), "bass", "zorb", seed);
            QVERIFY(plan.has_value());
            const auto all = named();
            const StemId stem = laneWith(*plan, "bass").sounds.front().stem;
            const auto chosen = std::find_if(all.begin(), all.end(),
                                             [&](const Candidate& one) { return one.id == stem; });
            QCOMPARE(chosen->tags, std::vector<std::string> {"zorb"});
        }
    }

    /// An instrument that the lane takes as well leaves no other ones.
    void anInstrumentNarrowsTheChoice()
    {
        const auto plan = asked(techno(), "pad", "strings");
        QVERIFY2(plan.has_value(), plan ? "" : plan.error().message.c_str());
        for (const Sound& one : laneWith(*plan, "pad").sounds) {
            QVERIFY(one.category == Category::Strings);
        }
        const auto wrong = asked(techno(), "pad", "kick");
        QVERIFY(!wrong && wrong.error().code == ErrorCode::BadInput);
        QCOMPARE(wrong.error().message, std::string("the lane 'pad' takes no 'kick'"));
    }

    /// What is asked for stays asked for.
    void laterRollsFollowTheWords()
    {
        const auto plan = asked(techno(), "bass", "zorb");
        QVERIFY(plan.has_value());
        TaskContext task;
        const Lane& bass = laneWith(*plan, "bass");
        const auto found = alternatives(*plan, bass.clips.front().id, named(), 3, false, task);
        QVERIFY(found.has_value() && found->size() >= 2);
        const auto all = named();
        const auto isZorb = [&](StemId stem) {
            return std::any_of(all.begin(), all.end(), [&](const Candidate& one) {
                return one.id == stem && !one.tags.empty();
            });
        };
        // The present one and, before all others, the other one of the two.
        QVERIFY(isZorb((*found)[0].stem) && isZorb((*found)[1].stem));
        const auto rolled = reroll(*plan, named(), {{}, {bass.id}, {}}, 9, task);
        QVERIFY(rolled.has_value());
        QVERIFY(isZorb(laneWith(*rolled, "bass").sounds.front().stem));
        QVERIFY(laneWith(*rolled, "bass").sounds.front().stem != bass.sounds.front().stem);
        QVERIFY(laneWith(*rolled, "bass").isQueryOwn);
        // Saved with the plan, and only where it is so.
        const auto read = planFromJson(planToJson(*plan));
        QVERIFY(read.has_value() && *read == *plan);
        QVERIFY(planToJson(techno()).find("query_own") == std::string::npos);
    }

    void noWordsAreThePromptsAgain()
    {
        const auto plan = asked(techno(), "pad", "wobbly");
        QVERIFY(plan.has_value());
        const auto back = asked(*plan, "pad", " ");
        QVERIFY(back.has_value());
        QCOMPARE(laneWith(*back, "pad").query, std::string("dark pad"));
        QVERIFY(!laneWith(*back, "pad").isQueryOwn);
        QVERIFY(mainSound(*back, "pad") != "Wobbly pad");
    }

    void gapsOfTheLaneAreFilled()
    {
        std::vector<Candidate> few = named();
        std::erase_if(few, [](const Candidate& one) { return one.name == "Wobbly pad"; });
        Plan plan = techno();
        for (Lane& lane : plan.lanes) {
            if (lane.role == "pad") {
                for (Clip& clip : lane.clips) {
                    clip.sound = -1;
                    clip.gap = "no dark pad in Am";
                    clip.events.clear();
                }
                lane.sounds.clear();
            }
        }
        const auto filled = asked(plan, "pad", "wobbly");
        QVERIFY(filled.has_value());
        for (const Clip& clip : laneWith(*filled, "pad").clips) {
            QCOMPARE(clip.sound, 0);
            QVERIFY(clip.gap.empty() && !clip.events.empty());
        }
    }

    void whatDoesNotFitIsSaidInASentence()
    {
        const auto nothing = asked(techno(), "pad", "dark glimmering");
        QVERIFY(!nothing && nothing.error().code == ErrorCode::NotEnoughData);
        QCOMPARE(nothing.error().message,
                 std::string("no sound that fits the lane 'pad' has in its name or its tags: "
                             "glimmering"));
        for (const char* words : {"140 bpm", "in D minor", "without drums", "2 drops"}) {
            const auto wrong = asked(techno(), "pad", words);
            QVERIFY2(!wrong && wrong.error().code == ErrorCode::BadInput, words);
        }
        QVERIFY(!asked(techno(), "pad", std::string(201, 'a')));
        TaskContext task;
        const auto nowhere = requery(techno(), named(), 9999, "dark", 1, task);
        QVERIFY(!nowhere && nowhere.error().code == ErrorCode::NotFound);
        SetLane lock;
        lock.lane = laneWith(techno(), "pad").id;
        lock.isLocked = true;
        const auto locked = asked(*applyEdit(techno(), lock), "pad", "warm");
        QVERIFY(!locked && locked.error().code == ErrorCode::BadInput);
    }

    /// A word of the prompt that no sound has is no reason to refuse another mood.
    void wordsThatWereThereNeedNotBeFound()
    {
        Plan plan = techno();
        for (Lane& lane : plan.lanes) {
            lane.query = lane.role == "pad" ? "dark squelchy pad" : lane.query;
        }
        QVERIFY(asked(plan, "pad", "bright squelchy").has_value());
        QVERIFY(!asked(plan, "pad", "bright gurgling").has_value());
    }

    void lockedClipsStay()
    {
        const Lane& pad = laneWith(techno(), "pad");
        SetClip lock;
        lock.clips = {pad.clips.front().id};
        lock.isLocked = true;
        const Plan plan = *applyEdit(techno(), lock);
        const auto now = asked(plan, "pad", "wobbly");
        QVERIFY(now.has_value());
        const Lane& after = laneWith(*now, "pad");
        QVERIFY(*clipOf(*now, pad.clips.front().id) == *clipOf(plan, pad.clips.front().id));
        QVERIFY(after.sounds.front() == pad.sounds.front());
        for (std::size_t i = 1; i < after.clips.size(); ++i) {
            QCOMPARE(after.sounds[static_cast<std::size_t>(after.clips[i].sound)].name,
                     std::string("Wobbly pad"));
        }
        TaskContext cancelled({}, [] { return true; });
        const auto stopped = requery(plan, named(), pad.id, "wobbly", 1, cancelled);
        QVERIFY(!stopped && stopped.error().code == ErrorCode::Cancelled);
    }
};

QTEST_GUILESS_MAIN(TestRequery)
#include "tst_requery.moc"
