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

const Plan& techno()
{
    static const Plan plan = [] {
        TaskContext task;
        auto made
            = arrange(parsePrompt("dark techno 132 bpm in A minor, 3 minutes, with pads, lead"),
                      library(), {}, 1, task);
        if (!made) {
            qFatal("%s", made.error().message.c_str());
        }
        return *made;
    }();
    return plan;
}

Plan with(const Plan& plan, const PlanEdit& edit)
{
    auto result = applyEdit(plan, edit);
    if (!result) {
        qFatal("%s", result.error().message.c_str());
    }
    return *result;
}

Plan lockedLane(const Plan& plan, int id)
{
    SetLane lock;
    lock.lane = id;
    lock.isLocked = true;
    return with(plan, lock);
}

Plan lockedSection(const Plan& plan, int id)
{
    SetSection lock;
    lock.section = id;
    lock.isLocked = true;
    return with(plan, lock);
}

Plan rolled(const Plan& plan, const Scope& scope, std::uint64_t seed)
{
    TaskContext task;
    auto result = reroll(plan, library(), scope, seed, task);
    if (!result) {
        qFatal("%s", result.error().message.c_str());
    }
    return *result;
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

/// A clip is as it was, and so is the sound that it refers to.
bool isSame(const Plan& before, const Plan& after, int clipId)
{
    const Clip* a = clipOf(before, clipId);
    const Clip* b = clipOf(after, clipId);
    if (a == nullptr || b == nullptr || !(*a == *b)) {
        return false;
    }
    const auto soundOf = [&](const Plan& plan, const Clip& clip) {
        return clip.sound < 0
            ? Sound {}
            : laneOfClip(plan, clip.id)->sounds[static_cast<std::size_t>(clip.sound)];
    };
    return soundOf(before, *a) == soundOf(after, *b);
}

bool isIn(const Section& section, const Clip& clip)
{
    return clip.startBar >= section.startBar && clip.startBar < section.startBar + section.bars;
}

} // namespace

class TestReroll : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everythingButTheLocks()
    {
        const Section drop = techno().sections[2];
        const int bass = laneWith(techno(), "bass").id;
        const Plan plan = lockedSection(lockedLane(techno(), bass), drop.id);
        for (std::uint64_t seed = 1; seed <= 4; ++seed) {
            const Plan now = rolled(plan, {}, seed);
            QCOMPARE(QByteArray::fromStdString(defectOf(now)), QByteArray());
            QVERIFY(*laneOf(now, bass) == *laneOf(plan, bass));
            QVERIFY(now.duckBeats == plan.duckBeats);
            QVERIFY(now.sections == plan.sections);
            QCOMPARE(now.bpm, plan.bpm);
            QVERIFY(now.key == plan.key);
            int others = 0;
            for (const Lane& lane : plan.lanes) {
                for (const Clip& clip : lane.clips) {
                    if (isIn(drop, clip)) {
                        QVERIFY2(isSame(plan, now, clip.id), lane.role.c_str());
                    } else if (lane.id != bass && !isSame(plan, now, clip.id)) {
                        ++others;
                    }
                }
                for (const Clip& clip : laneOf(now, lane.id)->clips) { // and nothing new in it
                    QVERIFY(!isIn(drop, clip) || clipOf(plan, clip.id) != nullptr);
                }
            }
            QVERIFY(others > 0);
            QVERIFY(rolled(plan, {}, seed) == now);
        }
        QVERIFY(!(rolled(plan, {}, 1) == rolled(plan, {}, 2)));
    }

    void oneLaneGetsAnotherSound()
    {
        for (const Lane& lane : techno().lanes) {
            const Plan now = rolled(techno(), {{}, {lane.id}, {}}, 3);
            const Lane& changed = *laneOf(now, lane.id);
            QVERIFY2(changed.sounds.front().stem != lane.sounds.front().stem, lane.role.c_str());
            QVERIFY(changed.seed != 0);
            for (const Lane& other : techno().lanes) {
                QVERIFY(other.id == lane.id || *laneOf(now, other.id) == other);
            }
            QCOMPARE(QByteArray::fromStdString(defectOf(now)), QByteArray());
        }
    }

    void oneClipChangesAlone()
    {
        for (const Lane& lane : techno().lanes) {
            const Clip& clip = lane.clips.front();
            const Plan now = rolled(techno(), {{clip.id}, {}, {}}, 5);
            QVERIFY2(!isSame(techno(), now, clip.id), lane.role.c_str());
            QVERIFY(clipOf(now, clip.id)->seed != 0);
            for (const Lane& other : techno().lanes) {
                for (const Clip& kept : other.clips) {
                    QVERIFY2(kept.id == clip.id || isSame(techno(), now, kept.id),
                             lane.role.c_str());
                }
            }
        }
    }

    void oneSectionChangesAlone()
    {
        for (const Section& section : techno().sections) {
            const Plan now = rolled(techno(), {{}, {}, {section.id}}, 6);
            bool hasChanged = false;
            for (const Lane& lane : techno().lanes) {
                for (const Clip& clip : lane.clips) {
                    if (isIn(section, clip)) {
                        hasChanged = hasChanged || !isSame(techno(), now, clip.id);
                    } else {
                        QVERIFY2(isSame(techno(), now, clip.id), section.name.c_str());
                    }
                }
            }
            QVERIFY2(hasChanged, section.name.c_str());
            QCOMPARE(QByteArray::fromStdString(defectOf(now)), QByteArray());
        }
    }

    void energyActsWithTheNextRoll()
    {
        const auto lanesIn = [](const Plan& plan, std::size_t section) {
            return std::count_if(plan.lanes.begin(), plan.lanes.end(), [&](const Lane& lane) {
                return std::any_of(lane.clips.begin(), lane.clips.end(), [&](const Clip& clip) {
                    return isIn(plan.sections[section], clip);
                });
            });
        };
        const int intro = techno().sections[0].id;
        SetSection energy;
        energy.section = intro;
        energy.energy = 0.9;
        energy.name = "groove";
        const Plan loud = rolled(with(techno(), energy), {{}, {}, {intro}}, 2);
        energy.energy = 0.05;
        const Plan calm = rolled(with(techno(), energy), {{}, {}, {intro}}, 2);
        QVERIFY(lanesIn(loud, 0) > lanesIn(calm, 0));
    }

    void refusals()
    {
        TaskContext task;
        const int bass = laneWith(techno(), "bass").id;
        const Plan locked = lockedLane(techno(), bass);
        QCOMPARE(reroll(locked, library(), {{}, {bass}, {}}, 1, task).error().code,
                 ErrorCode::BadInput);
        QCOMPARE(reroll(locked, library(), {{}, {77'777}, {}}, 1, task).error().code,
                 ErrorCode::NotFound);
        TaskContext stopped({}, [] { return true; });
        QCOMPARE(reroll(techno(), library(), {}, 1, stopped).error().code, ErrorCode::Cancelled);
        // One held sound that nothing can vary, and nothing else to take.
        const auto plan = arrange(
            parsePrompt("ambient, 32 bars"),
            {sound(1, Category::Texture, Source::Original, SoundClass::Track)}, {}, 1, task);
        QVERIFY(plan.has_value());
        const auto again = reroll(
            *plan, {sound(1, Category::Texture, Source::Original, SoundClass::Track)}, {}, 2, task);
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::NotEnoughData);
    }

    void alternativesSayWhy()
    {
        TaskContext task;
        const Lane& kick = laneWith(techno(), "kick");
        const auto found = alternatives(techno(), kick.clips.front().id, library(), 5, false, task);
        QVERIFY(found.has_value());
        QCOMPARE(found->size(), std::size_t {6});
        QCOMPARE(found->front().stem, kick.sounds.front().stem);
        for (std::size_t i = 1; i < found->size(); ++i) {
            const Alternative& other = (*found)[i];
            QVERIFY(other.stem != kick.sounds.front().stem);
            QCOMPARE(other.category, Category::Kick);
            QVERIFY(i == 1 || (*found)[i - 1].total >= other.total);
            for (const char* term : {"prompt", "mood", "key", "tempo", "masking", "rhythm",
                                     "quality", "novelty", "source", "total"}) {
                QVERIFY2(other.why.contains(term), term);
            }
            QVERIFY(applyEdit(techno(), SwapSound {{kick.clips.front().id}, other.sound, false})
                        .has_value());
        }
        QCOMPARE(alternatives(techno(), 77'777, library(), 5, false, task).error().code,
                 ErrorCode::NotFound);
        TaskContext stopped({}, [] { return true; });
        QCOMPARE(alternatives(techno(), kick.clips.front().id, library(), 5, false, stopped)
                     .error()
                     .code,
                 ErrorCode::Cancelled);
    }

    void aGapIsFilledFromAWiderChoice()
    {
        TaskContext task;
        std::vector<Candidate> candidates = library();
        std::erase_if(candidates, [](const Candidate& c) { return c.category == Category::Pad; });
        const auto plan
            = arrange(parsePrompt("techno 132 bpm with guitar"), candidates, {}, 1, task);
        QVERIFY(plan.has_value());
        const Lane& guitar = laneWith(*plan, "guitar");
        QVERIFY(guitar.sounds.empty());
        const int gap = guitar.clips.front().id;
        QCOMPARE(alternatives(*plan, gap, candidates, 5, false, task)->size(), std::size_t {0});
        const auto wide = alternatives(*plan, gap, candidates, 5, true, task);
        QVERIFY(wide.has_value());
        QCOMPARE(wide->size(), std::size_t {5});
        const Plan filled = with(*plan, SwapSound {{gap}, wide->front().sound, true});
        for (const Clip& clip : laneOf(filled, guitar.id)->clips) {
            QVERIFY(clip.sound == 0 && clip.gap.empty() && !clip.events.empty());
        }
    }

    void tempoAndKeyChipsRechooseNothing()
    {
        TaskContext task;
        Request request = techno().request;
        request.bpm = 126.0;
        request.key = Key {2, true};
        const auto now = rearrange(techno(), request, techno().sources, library(), task);
        QVERIFY(now.has_value());
        QCOMPARE(now->bpm, 126.0);
        QVERIFY((now->key == Key {2, true}));
        QVERIFY(now->sections == techno().sections);
        for (const Lane& lane : techno().lanes) {
            const Lane& after = *laneOf(*now, lane.id);
            QCOMPARE(after.clips.size(), lane.clips.size());
            for (std::size_t i = 0; i < lane.clips.size(); ++i) {
                QCOMPARE(after.clips[i].id, lane.clips[i].id);
                QCOMPARE(after.sounds[static_cast<std::size_t>(after.clips[i].sound)].stem,
                         lane.sounds[static_cast<std::size_t>(lane.clips[i].sound)].stem);
            }
        }
        QVERIFY(laneWith(*now, "kick").clips == laneWith(techno(), "kick").clips);
    }

    void otherChipsKeepTheLocks()
    {
        TaskContext task;
        const int bass = laneWith(techno(), "bass").id;
        const Section drop = techno().sections[2];
        const Plan plan = lockedSection(lockedLane(techno(), bass), drop.id);
        for (const char* prompt :
             {"bright house 124 bpm in A minor, 3 minutes", "ambient, 5 minutes",
              "techno 132 bpm in A minor without pads, 3 minutes",
              "techno 140 bpm, 1 minute, three drops"}) {
            const auto now = rearrange(plan, parsePrompt(prompt), plan.sources, library(), task);
            QVERIFY2(now.has_value(), now ? "" : now.error().message.c_str());
            QCOMPARE(QByteArray::fromStdString(defectOf(*now)), QByteArray());
            const auto kept = std::find_if(now->sections.begin(), now->sections.end(),
                                           [&](const Section& s) { return s.id == drop.id; });
            const bool isInside = drop.startBar + drop.bars <= now->bars;
            QVERIFY2(!isInside || (kept != now->sections.end() && *kept == plan.sections[2]),
                     prompt);
            for (const Lane& lane : plan.lanes) {
                for (const Clip& clip : lane.clips) {
                    const bool isKept = lane.id == bass || isIn(drop, clip);
                    if (isKept && clip.startBar + clip.bars <= now->bars) {
                        QVERIFY2(clipOf(*now, clip.id) != nullptr, prompt);
                        QVERIFY2(*clipOf(*now, clip.id) == clip, prompt);
                    }
                }
            }
            for (const Lane& lane : now->lanes) {
                for (const Clip& clip : lane.clips) {
                    QVERIFY2(!isInside || !isIn(drop, clip) || clipOf(plan, clip.id) != nullptr,
                             prompt);
                }
            }
        }
    }

    void lockedChipsStand()
    {
        TaskContext task;
        const Plan plan = with(with(techno(), LockChip {"tempo", true}), LockChip {"key", true});
        const auto now
            = rearrange(plan, parsePrompt("house 118 bpm, C major"), plan.sources, library(), task);
        QVERIFY(now.has_value());
        QCOMPARE(now->bpm, 132.0);
        QVERIFY((now->key == Key {9, true}));
        QVERIFY(now->request.genres == std::vector<std::string> {"house"});
        QCOMPARE(now->lockedChips.size(), std::size_t {2});
    }

    void faderAndFormOutliveAChip()
    {
        TaskContext task;
        SetLane fader;
        fader.lane = laneWith(techno(), "kick").id;
        fader.gainDb = -2.5;
        Plan plan = with(techno(), fader);
        plan = with(plan, ResizeSection {plan.sections[0].id, plan.sections[0].bars + 4});
        Request request = plan.request;
        request.moods = {{"aggressive", 1.0}};
        const auto now = rearrange(plan, request, plan.sources, library(), task);
        QVERIFY(now.has_value());
        QCOMPARE(laneWith(*now, "kick").gainDb, -2.5);
        QVERIFY(now->sections == plan.sections);
    }
};

QTEST_GUILESS_MAIN(TestReroll)
#include "tst_reroll.moc"
