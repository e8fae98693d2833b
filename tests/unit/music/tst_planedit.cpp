#include "core/base/Random.h"
#include "core/music/PlanCheck.h"
#include "core/music/PlanEdit.h"
#include "core/music/Roles.h"
#include "core/music/Sections.h"
#include "tests/unit/music/Library.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <set>

using namespace nde;
using namespace nde::music;
using nde::music::testing::library;
using nde::music::testing::sound;

namespace {

Plan planOf(std::string_view prompt, std::uint64_t seed = 1)
{
    TaskContext task;
    auto plan = arrange(parsePrompt(prompt), library(), {}, seed, task);
    if (!plan) {
        qFatal("%s", plan.error().message.c_str());
    }
    return *plan;
}

const Plan& techno()
{
    static const Plan plan
        = planOf("dark techno 132 bpm in A minor, 3 minutes, with pads, lead, vocals");
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

Plan applied(const Plan& plan, const PlanEdit& edit)
{
    auto result = applyEdit(plan, edit);
    if (!result) {
        qFatal("%s", result.error().message.c_str());
    }
    return *result;
}

ErrorCode refused(const Plan& plan, const PlanEdit& edit)
{
    const auto result = applyEdit(plan, edit);
    return result ? ErrorCode::Internal : result.error().code;
}

/// A clip with the sound that it uses: what is heard of it.
std::pair<Clip, Sound> heard(const Lane& lane, const Clip& clip)
{
    return {clip, clip.sound < 0 ? Sound {} : lane.sounds[static_cast<std::size_t>(clip.sound)]};
}

const Clip& firstClip(const Lane& lane, std::string_view pattern, int bars)
{
    const auto at = std::find_if(lane.clips.begin(), lane.clips.end(), [&](const Clip& clip) {
        return clip.pattern == pattern && clip.bars >= bars;
    });
    if (at == lane.clips.end()) {
        qFatal("no clip %s in %s", std::string(pattern).c_str(), lane.role.c_str());
    }
    return *at;
}

/// Beats from bar 0 of everything that a lane plays, with their transposition.
std::vector<std::pair<double, double>> strokes(const Plan& plan, const Lane& lane)
{
    std::vector<std::pair<double, double>> result;
    for (const Clip& clip : lane.clips) {
        for (const Event& event : clip.events) {
            result.emplace_back(beatOf(plan, clip, event), event.semitones);
        }
    }
    return result;
}

/// A random edit, some of them nonsense.
PlanEdit randomEdit(const Plan& plan, const std::vector<Candidate>& candidates, Random& random)
{
    const auto number = [&](int low, int high) {
        return low + static_cast<int>(random.below(static_cast<std::uint64_t>(high - low + 1)));
    };
    const auto flag = [&] { return random.below(2) == 1; };
    const Lane& lane = plan.lanes[random.below(plan.lanes.size())];
    const int laneId = random.below(30) == 0 ? 99'999 : lane.id;
    const int clip = lane.clips.empty() ? 0 : lane.clips[random.below(lane.clips.size())].id;
    const int section = plan.sections[random.below(plan.sections.size())].id;
    const auto sections = static_cast<int>(plan.sections.size());
    const auto anySound = [&] {
        const auto found = soundFor(plan, lane.id, candidates[random.below(candidates.size())]);
        return found ? *found : Sound {};
    };
    switch (random.below(20)) {
    case 0:
        return SwapSound {{clip}, anySound(), flag()};
    case 1:
        return MoveClip {clip, plan.lanes[random.below(plan.lanes.size())].id,
                         number(-4, plan.bars), flag()};
    case 2:
        return ResizeClip {clip, number(-2, plan.bars), number(0, 40)};
    case 3:
        return SplitClip {clip, number(0, plan.bars)};
    case 4:
        return RemoveClips {{clip}};
    case 5:
        return AddClip {flag() ? laneId : 0, number(-1, plan.bars), anySound()};
    case 6:
        return SetClip {
            {clip}, flag(), {}, random.uniform(-12.0, 6.0), {}, {}, random.uniform(-13.0, 13.0)};
    case 7: {
        std::vector<Event> events;
        for (int i = number(0, 12); i > 0; --i) {
            Event event;
            event.bar = number(0, 2);
            event.beat = 0.25 * number(0, plan.beatsPerBar * 4 - 1);
            event.velocity = random.uniform();
            events.push_back(event);
        }
        return SetEvents {clip, events, flag()};
    }
    case 8:
        return SetLane {
            laneId, flag(), flag(), {}, random.uniform(-70.0, 15.0), random.uniform(-1.1, 1.1)};
    case 9:
        return MoveLane {laneId, number(-1, static_cast<int>(plan.lanes.size()))};
    case 10:
        return plan.lanes.size() > 4 ? PlanEdit(RemoveLane {laneId})
                                     : PlanEdit(LockChip {"key", flag()});
    case 11:
        return SetSection {section, flag() ? std::optional<std::string>("drop") : std::nullopt,
                           random.uniform(-0.1, 1.1)};
    case 12:
        return ResizeSection {section, number(0, 24)};
    case 13:
        return InsertSection {number(-1, sections), "bridge", number(0, 16), 0.5,
                              flag() ? section : 0};
    case 14:
        return MoveSection {section, number(-1, sections)};
    case 15:
        return RemoveSection {section};
    case 16:
        return SetTempo {random.uniform(90.0, 180.0)};
    case 17:
        return SetKey {{number(0, 12), flag()}};
    case 18:
        return SetMaster {random.uniform(-20.0, 1.0), {}, random.uniform(49.0, 76.0)};
    default:
        return LockChip {"tempo", flag()};
    }
}

} // namespace

class TestPlanEdit : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anySequenceOfEditsLeavesASoundPlan()
    {
        const std::vector<Candidate> candidates = library();
        Random random(12);
        Plan plan = planOf("techno 132 bpm, 48 bars, with pads");
        int done = 0;
        for (int step = 0; step < 2000; ++step) {
            const PlanEdit edit = randomEdit(plan, candidates, random);
            auto changed = applyEdit(plan, edit);
            if (!changed) {
                QVERIFY(changed.error().code == ErrorCode::NotFound
                        || changed.error().code == ErrorCode::BadInput);
                QVERIFY(!changed.error().message.empty());
                continue;
            }
            ++done;
            plan = *std::move(changed);
            const std::string defect = defectOf(plan);
            QVERIFY2(defect.empty(),
                     (defect + " after edit " + std::to_string(edit.index()) + " at step "
                      + std::to_string(step))
                         .c_str());
            if (step % 100 == 0) {
                const auto copy = planFromJson(planToJson(plan));
                QVERIFY2(copy.has_value(), copy ? "" : copy.error().message.c_str());
                QVERIFY(*copy == plan);
            }
            if (plan.bars > 400 || plan.lanes.size() > 40) {
                plan = planOf("techno 132 bpm, 48 bars, with pads",
                              static_cast<std::uint64_t>(step));
            }
        }
        QVERIFY(done > 800);
    }

    /// What an edit does not name is the same value as before, and so is what is locked.
    void lockedThingsStayWhateverHappens()
    {
        const std::vector<Candidate> candidates = library();
        Random random(5);
        for (int round = 0; round < 8; ++round) {
            Plan plan = planOf("techno 132 bpm, 48 bars, with pads");
            const int kept = plan.lanes[random.below(plan.lanes.size())].id;
            SetLane lock;
            lock.lane = kept;
            lock.isLocked = true;
            plan = applied(plan, lock);
            const Lane before = *laneOf(plan, kept);
            for (int step = 0; step < 60; ++step) {
                const PlanEdit edit = randomEdit(plan, candidates, random);
                // These move what follows, retime it, or are about the mixer or the lock itself.
                const bool isForAll = std::holds_alternative<SetTempo>(edit)
                    || std::holds_alternative<ResizeSection>(edit)
                    || std::holds_alternative<InsertSection>(edit)
                    || std::holds_alternative<MoveSection>(edit)
                    || std::holds_alternative<RemoveSection>(edit)
                    || std::holds_alternative<SetLane>(edit);
                auto changed = isForAll ? Result<Plan>(plan) : applyEdit(plan, edit);
                if (changed) {
                    plan = *std::move(changed);
                    QVERIFY(laneOf(plan, kept) != nullptr);
                    QVERIFY2(*laneOf(plan, kept) == before, std::to_string(edit.index()).c_str());
                }
            }
        }
    }

    void whatIsLockedIsRefused()
    {
        const Plan& plan = techno();
        const Lane& bass = laneWith(plan, "bass");
        const Clip& clip = bass.clips.front();
        SetLane lockLane;
        lockLane.lane = bass.id;
        lockLane.isLocked = true;
        SetClip lockClip;
        lockClip.clips = {clip.id};
        lockClip.isLocked = true;
        SetSection lockSection;
        lockSection.section
            = plan.sections[static_cast<std::size_t>(sectionAt(plan, clip.startBar))].id;
        lockSection.isLocked = true;
        for (const PlanEdit& lock :
             {PlanEdit(lockLane), PlanEdit(lockClip), PlanEdit(lockSection)}) {
            const Plan locked = applied(plan, lock);
            SetClip gain;
            gain.clips = {clip.id};
            gain.gainDb = -3.0;
            QCOMPARE(refused(locked, gain), ErrorCode::BadInput);
            QCOMPARE(refused(locked, RemoveClips {{clip.id}}), ErrorCode::BadInput);
            QCOMPARE(refused(locked, MoveClip {clip.id, bass.id, 0, false}), ErrorCode::BadInput);
            QCOMPARE(refused(locked, ResizeClip {clip.id, clip.startBar, 1}), ErrorCode::BadInput);
            QCOMPARE(refused(locked, SplitClip {clip.id, clip.startBar + 1}), ErrorCode::BadInput);
            QCOMPARE(refused(locked, SwapSound {{clip.id}, bass.sounds.front(), false}),
                     ErrorCode::BadInput);
            QCOMPARE(refused(locked, RemoveLane {bass.id}), ErrorCode::BadInput);
            QCOMPARE(refused(locked, RemoveSection {lockSection.section}), ErrorCode::BadInput);
        }
        SetClip unlock;
        unlock.clips = {clip.id};
        unlock.isLocked = false;
        unlock.gainDb = -3.0;
        QCOMPARE(clipOf(applied(applied(plan, lockClip), unlock), clip.id)->gainDb, -3.0);
        QCOMPARE(refused(plan, RemoveClips {{77'777}}), ErrorCode::NotFound);
        QCOMPARE(refused(plan, RemoveLane {77'777}), ErrorCode::NotFound);
        QCOMPARE(refused(plan, RemoveSection {77'777}), ErrorCode::NotFound);
    }

    void aSwapKeepsTheNotes()
    {
        const Plan& plan = techno();
        const Lane& lead = laneWith(plan, "lead");
        Sound other = lead.sounds.front();
        other.stem = 9999;
        other.name = "another";
        other.pitchHz = 220.0;
        other.isChord = false;
        other.isLoop = false;
        const Clip& clip = lead.clips.front();
        const Plan swapped = applied(plan, SwapSound {{clip.id}, other, false});
        const Clip& now = *clipOf(swapped, clip.id);
        const Lane& lane = laneWith(swapped, "lead");
        QCOMPARE(lane.sounds[static_cast<std::size_t>(now.sound)].stem, StemId {9999});
        QCOMPARE(now.events.size(), clip.events.size());
        if (lead.sounds.front().pitchHz) {
            for (std::size_t i = 0; i < now.events.size(); ++i) {
                QCOMPARE(now.events[i].beat, clip.events[i].beat);
                const double before = 12.0 * std::log2(*lead.sounds.front().pitchHz / 440.0)
                    + clip.events[i].semitones;
                const double after = 12.0 * std::log2(220.0 / 440.0) + now.events[i].semitones;
                const double octaves = (after - before) / 12.0;
                QVERIFY(std::abs(octaves - std::round(octaves)) < 1e-6);
            }
        }
        for (const Clip& unnamed : lead.clips) {
            if (unnamed.id != clip.id) {
                QVERIFY(*clipOf(swapped, unnamed.id) == unnamed);
            }
        }
        const Plan whole = applied(plan, SwapSound {{clip.id}, other, true});
        for (const Clip& changed : laneWith(whole, "lead").clips) {
            QCOMPARE(heard(laneWith(whole, "lead"), changed).second.stem, StemId {9999});
        }
        QCOMPARE(laneWith(whole, "lead").sounds.size(), std::size_t {1});
    }

    void aLoopFillsTheClip()
    {
        const Plan& plan = techno();
        const Lane& hat = laneWith(plan, "hat");
        const Clip& clip = firstClip(hat, "A", 8);
        Sound loop = hat.sounds.front();
        loop.isLoop = true;
        loop.loopBars = 2;
        loop.stemBpm = 132.0;
        const Clip now = *clipOf(applied(plan, SwapSound {{clip.id}, loop, false}), clip.id);
        QCOMPARE(now.events.size(), std::size_t {1});
        QCOMPARE(now.events[0].lengthBeats, clip.bars * 4.0);
    }

    void aSplitSoundsAsBefore()
    {
        const Plan& plan = techno();
        for (const Lane& lane : plan.lanes) {
            for (const Clip& clip : lane.clips) {
                if (clip.bars < 2) {
                    continue;
                }
                const Plan split = applied(plan, SplitClip {clip.id, clip.startBar + 1});
                const Lane& now = *laneOf(split, lane.id);
                QCOMPARE(now.clips.size(), lane.clips.size() + 1);
                if (!heard(lane, clip).second.isLoop) {
                    QVERIFY(strokes(split, now) == strokes(plan, lane));
                    break;
                }
                const Clip& left = *clipOf(split, clip.id);
                const auto right
                    = std::find_if(now.clips.begin(), now.clips.end(), [&](const Clip& other) {
                          return other.startBar == clip.startBar + 1;
                      });
                QCOMPARE(left.events[0].lengthBeats, 4.0);
                QCOMPARE(right->events[0].lengthBeats, clip.events[0].lengthBeats - 4.0);
                const double turn = 4.0 * heard(lane, clip).second.loopBars;
                QCOMPARE(right->events[0].offsetBeats,
                         std::fmod(clip.events[0].offsetBeats + 4.0, turn));
                break;
            }
        }
        const Clip& clip = laneWith(plan, "bass").clips.front();
        QCOMPARE(refused(plan, SplitClip {clip.id, clip.startBar}), ErrorCode::BadInput);
        QCOMPARE(refused(plan, SplitClip {clip.id, clip.startBar + clip.bars}),
                 ErrorCode::BadInput);
    }

    void movingCutsWhatIsInTheWay()
    {
        const Plan& plan = techno();
        const Lane& hat = laneWith(plan, "hat");
        const Clip& clip = firstClip(hat, "A", 8);
        const Plan moved = applied(plan, MoveClip {clip.id, hat.id, clip.startBar + 4, false});
        const Clip& now = *clipOf(moved, clip.id);
        QCOMPARE(now.startBar, clip.startBar + 4);
        QVERIFY(now.events == clip.events);
        QCOMPARE(QByteArray::fromStdString(defectOf(moved)), QByteArray());
        const Lane& perc = laneWith(plan, "perc");
        const Plan copied = applied(plan, MoveClip {clip.id, perc.id, 0, true});
        QVERIFY(*clipOf(copied, clip.id) == clip);
        const Clip& copy = laneWith(copied, "perc").clips.front();
        QVERIFY(copy.id == plan.nextId && copy.startBar == 0 && copy.events == clip.events);
        QCOMPARE(heard(laneWith(copied, "perc"), copy).second.stem, heard(hat, clip).second.stem);
        QVERIFY(laneWith(copied, "hat") == hat);
        // Over the edge of the track it is cut.
        const Plan edge = applied(plan, MoveClip {clip.id, hat.id, plan.bars - 2, false});
        QCOMPARE(clipOf(edge, clip.id)->bars, 2);
        QCOMPARE(refused(plan, MoveClip {clip.id, hat.id, plan.bars, false}), ErrorCode::BadInput);
    }

    void resizingGoesOnOrCuts()
    {
        const Plan& plan = techno();
        const Lane& hat = laneWith(plan, "hat");
        const Clip& clip = firstClip(hat, "A", 8);
        const Plan longer = applied(plan, ResizeClip {clip.id, clip.startBar, 12});
        const Clip& now = *clipOf(longer, clip.id);
        QCOMPARE(now.bars, 12);
        std::vector<double> first;
        std::vector<double> ninth;
        for (const Event& event : now.events) {
            if (event.bar == 0) {
                first.push_back(event.beat);
            } else if (event.bar == 8) {
                ninth.push_back(event.beat);
            }
        }
        QVERIFY(!first.empty() && first == ninth);
        const Plan shorter = applied(plan, ResizeClip {clip.id, clip.startBar + 2, 3});
        for (const Event& event : clipOf(shorter, clip.id)->events) {
            QVERIFY(event.bar < 3);
        }
        QCOMPARE(refused(plan, ResizeClip {clip.id, clip.startBar, 0}), ErrorCode::BadInput);
    }

    void drawnPatternsGoToLikeClips()
    {
        const Plan& plan = techno();
        const Lane& hat = laneWith(plan, "hat");
        const Clip& clip = firstClip(hat, "A", 8);
        Event stroke;
        stroke.bar = 0;
        stroke.beat = 1.5;
        const Plan drawn = applied(plan, SetEvents {clip.id, {stroke}, true});
        for (const Clip& now : laneWith(drawn, "hat").clips) {
            if (now.pattern == "A") {
                QCOMPARE(now.events.front().beat, 1.5);
            } else {
                QVERIFY(now == *clipOf(plan, now.id));
            }
        }
        stroke.beat = 4.0;
        QCOMPARE(refused(plan, SetEvents {clip.id, {stroke}, false}), ErrorCode::BadInput);
    }

    void duckingFollowsTheKick()
    {
        const Plan& plan = techno();
        const Lane& kick = laneWith(plan, "kick");
        const Plan without = applied(plan, RemoveClips {{kick.clips.front().id}});
        QCOMPARE(without.duckBeats.size(),
                 plan.duckBeats.size() - kick.clips.front().events.size());
        SetLane lock;
        lock.lane = laneWith(plan, "bass").id;
        lock.isLocked = true;
        QVERIFY(laneWith(plan, "bass").duckDb > 0.0);
        const Plan kept = applied(applied(plan, lock), RemoveClips {{kick.clips.front().id}});
        QVERIFY(kept.duckBeats == plan.duckBeats);
    }

    void sectionsRipple()
    {
        const Plan& plan = techno();
        const Section& second = plan.sections[1];
        const Plan longer = applied(plan, ResizeSection {second.id, second.bars + 4});
        QCOMPARE(longer.bars, plan.bars + 4);
        for (const Lane& lane : plan.lanes) {
            for (const Clip& clip : lane.clips) {
                const Clip& now = *clipOf(longer, clip.id);
                const bool isBehind = clip.startBar >= second.startBar + second.bars;
                QCOMPARE(now.startBar, clip.startBar + (isBehind ? 4 : 0));
                QVERIFY(now.events == clip.events);
            }
        }
        const Plan shorter = applied(plan, ResizeSection {second.id, 1});
        QCOMPARE(shorter.bars, plan.bars - second.bars + 1);
        const Plan back
            = applied(applied(plan, MoveSection {second.id, 3}), MoveSection {second.id, 1});
        for (const Lane& lane : plan.lanes) {
            QVERIFY(strokes(back, *laneOf(back, lane.id)) == strokes(plan, lane));
        }
        const Plan copy = applied(plan, InsertSection {1, "", 0, 0.0, second.id});
        QCOMPARE(copy.bars, plan.bars + second.bars);
        QCOMPARE(QByteArray::fromStdString(copy.sections[1].name),
                 QByteArray::fromStdString(second.name));
        const Plan gone = applied(copy, RemoveSection {copy.sections[1].id});
        QCOMPARE(gone.bars, plan.bars);
        for (const Lane& lane : plan.lanes) {
            QVERIFY(strokes(gone, *laneOf(gone, lane.id)) == strokes(plan, lane));
        }
    }

    void tempoMovesLoopsWithinTheirCaps()
    {
        const Plan& plan = techno();
        const Plan slower = applied(plan, SetTempo {126.0});
        QCOMPARE(slower.bpm, 126.0);
        for (const Lane& lane : plan.lanes) {
            const Lane& now = *laneOf(slower, lane.id);
            for (std::size_t i = 0; i < lane.sounds.size(); ++i) {
                const Sound& sound = lane.sounds[i];
                if (sound.isLoop && sound.stretch != 1.0) {
                    QVERIFY(std::abs(now.sounds[i].stretch - sound.stretch * 132.0 / 126.0) < 1e-9);
                }
            }
            QVERIFY(strokes(slower, now) == strokes(plan, lane));
        }
        const Lane& bass = laneWith(plan, "bass");
        Sound loop = bass.sounds.front();
        loop.isLoop = true;
        loop.loopBars = 1;
        loop.stemBpm = 132.0;
        loop.name = "a loop";
        const Plan looped = applied(plan, SwapSound {{bass.clips.front().id}, loop, true});
        const Plan slow = applied(looped, SetTempo {98.0});
        int gaps = 0;
        for (const Clip& clip : laneWith(slow, "bass").clips) {
            gaps += clip.sound < 0 ? 1 : 0;
        }
        QVERIFY(gaps > 0);
        QVERIFY(std::any_of(slow.notes.begin(), slow.notes.end(), [](const std::string& note) {
            return note.find("a loop") != std::string::npos
                && note.find("98 bpm") != std::string::npos;
        }));
        QCOMPARE(refused(plan, SetTempo {1.0}), ErrorCode::BadInput);
    }

    void keyMovesTheNotes()
    {
        const Plan& plan = techno();
        const Plan up = applied(plan, SetKey {{11, true}});
        const Lane& before = laneWith(plan, "lead");
        const Lane& after = laneWith(up, "lead");
        if (before.sounds.front().pitchHz && !before.sounds.front().isLoop) {
            const auto a = strokes(plan, before);
            const auto b = strokes(up, after);
            for (std::size_t i = 0; i < a.size(); ++i) {
                const double octaves = (b[i].second - a[i].second - 2.0) / 12.0;
                QVERIFY(std::abs(octaves - std::round(octaves)) < 1e-6);
            }
        }
        QVERIFY(laneWith(up, "kick").clips == laneWith(plan, "kick").clips);
        // A drum with a pitch is tuned anew: G1 to the tonic of A minor, then to the fifth of B.
        Plan pitched = plan;
        for (Lane& lane : pitched.lanes) {
            if (lane.role == "kick") {
                lane.sounds.front().pitchHz = 48.9994;
                lane.sounds.front().semitones = 2.0;
            }
        }
        const Plan tuned = applied(pitched, SetKey {{11, true}});
        const Lane& kick = laneWith(tuned, "kick");
        const int used = kick.clips.front().sound;
        QVERIFY(std::abs(kick.sounds[static_cast<std::size_t>(used)].semitones + 1.0) < 1e-4);
        SetLane lock;
        lock.lane = before.id;
        lock.isLocked = true;
        const Plan locked = applied(plan, lock);
        QVERIFY(laneWith(applied(locked, SetKey {{11, true}}), "lead") == laneWith(locked, "lead"));
    }

    void swingMovesTheOffSteps()
    {
        const Plan& plan = techno();
        SetMaster swing;
        swing.swing = 60.0;
        const Plan swung = applied(plan, swing);
        swing.swing = plan.swing;
        const Plan back = applied(swung, swing);
        bool hasMoved = false;
        for (const Lane& lane : plan.lanes) {
            const auto a = strokes(plan, lane);
            const auto b = strokes(swung, *laneOf(swung, lane.id));
            const auto c = strokes(back, *laneOf(back, lane.id));
            for (std::size_t i = 0; i < a.size(); ++i) {
                const double moved = b[i].first - a[i].first;
                QVERIFY(moved == 0.0 || std::abs(moved - 0.05) < 1e-9);
                QVERIFY(std::abs(c[i].first - a[i].first) < 1e-9);
                hasMoved = hasMoved || moved != 0.0;
            }
        }
        QVERIFY(hasMoved);
    }

    /// What double clicks in the mixer go back to.
    void theComposersMixIsKnownWhateverWasTurned()
    {
        Plan plan = techno();
        const auto mixer = [](Lane lane) {
            lane.sounds.clear();
            lane.clips.clear();
            lane.id = 0;
            lane.levelLu = 0.0; // is set by the other voices as well
            lane.query.clear();
            return lane;
        };
        for (std::size_t i = 0; i < plan.lanes.size(); ++i) {
            const Lane composed = mixer(plan.lanes[i]);
            SetLane change;
            change.lane = plan.lanes[i].id;
            change.width = 0.3;
            change.highPassHz = 777.0;
            change.lowPassHz = 3000.0;
            change.reverbSend = 0.9;
            change.delaySend = 0.8;
            change.duckDb = 11.0;
            plan = applied(plan, change);
            QCOMPARE(plan.lanes[i].lowPassHz, 3000.0);
            QVERIFY2(mixer(mixAsComposed(plan, plan.lanes[i])) == composed, composed.role.c_str());
        }
        const Lane bass = mixAsComposed(plan, laneWith(plan, "bass"));
        QCOMPARE(bass.highPassHz, 28.0);
        QCOMPARE(bass.width, 0.0);
        QVERIFY(bass.duckDb > 7.0 * 0.4 && bass.duckDb <= 7.0); // by the energy of the genre
        std::erase_if(plan.lanes, [](const Lane& lane) { return lane.role == "kick"; });
        QCOMPARE(mixAsComposed(plan, laneWith(plan, "bass")).duckDb, 0.0); // nobody ducks it
    }

    void draggedSoundsGetClips()
    {
        const Plan& plan = techno();
        const auto fresh
            = soundFor(plan, plan.lanes.front().id,
                       sound(400, Category::Guitar, Source::Original, SoundClass::OneShot));
        QVERIFY(fresh.has_value());
        const Section& drop = plan.sections[2];
        const Plan added = applied(plan, AddClip {0, drop.startBar, *fresh});
        QCOMPARE(added.lanes.size(), plan.lanes.size() + 1);
        const Lane& lane = laneWith(added, "guitar");
        int bars = 0;
        for (const Clip& clip : lane.clips) {
            QVERIFY(clip.startBar >= drop.startBar
                    && clip.startBar + clip.bars <= drop.startBar + drop.bars);
            bars += clip.bars;
        }
        QCOMPARE(bars, drop.bars);
        QCOMPARE(refused(added, AddClip {lane.id, drop.startBar, *fresh}), ErrorCode::BadInput);
        QCOMPARE(soundFor(plan, 77'777, library()[0]).error().code, ErrorCode::NotFound);
    }

    void onlyNamedClipsAreHeard()
    {
        const Plan& plan = techno();
        const Lane& bass = laneWith(plan, "bass");
        const Plan only = onlyClips(plan, {bass.clips[0].id});
        for (const Lane& lane : only.lanes) {
            QCOMPARE(lane.clips.size(), std::size_t {lane.id == bass.id ? 1U : 0U});
        }
        QVERIFY(only.duckBeats == plan.duckBeats);
    }
};

QTEST_GUILESS_MAIN(TestPlanEdit)
#include "tst_planedit.moc"
