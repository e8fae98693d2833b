#include "ComposeFixtures.h"
#include "FileLimit.h"
#include "core/services/ComposeDesk.h"
#include "core/services/PlanFiles.h"
#include "core/services/SourceShelf.h"
#include "tests/support/Patience.h"

#include <QElapsedTimer>
#include <QSignalSpy>

#include <set>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

constexpr int kPatienceMs = 60000;
const QString kPrompt = QStringLiteral("dark techno 132 bpm in A minor, 1 minute");

QString hashOf(const ComposeDesk& desk)
{
    return planHashOf(QByteArray::fromStdString(music::planToJson(*desk.plan())));
}

const music::Lane& laneNamed(const music::Plan& plan, const std::string& role)
{
    for (const auto& lane : plan.lanes) {
        if (lane.role == role) {
            return lane;
        }
    }
    qFatal("no lane '%s'", role.c_str());
}

music::PlanEdit gain(const music::Lane& lane, double gainDb)
{
    music::SetLane edit;
    edit.lane = lane.id;
    edit.gainDb = gainDb;
    return edit;
}

music::PlanEdit lock(const music::Lane& lane)
{
    music::SetLane edit;
    edit.lane = lane.id;
    edit.isLocked = true;
    return edit;
}

/// Counts what a desk tells, and waits for it.
struct Ears
{
    explicit Ears(ComposeDesk& desk)
        : plans(&desk, &ComposeDesk::planChanged)
        , failures(&desk, &ComposeDesk::failed)
    {
    }
    /// @return  whether the next thing told is a plan.
    bool heardPlan()
    {
        const int before = static_cast<int>(plans.size() - taken);
        if (before > 0) {
            ++taken;
            return true;
        }
        const auto had = failures.size();
        QElapsedTimer clock;
        clock.start();
        while (plans.size() == taken && failures.size() == had && clock.elapsed() < kPatienceMs) {
            QTest::qWait(2);
        }
        if (plans.size() == taken) {
            return false;
        }
        ++taken;
        return true;
    }
    [[nodiscard]] Error failure() const { return failures.back()[0].value<Error>(); }

    QSignalSpy plans;
    QSignalSpy failures;
    qsizetype taken {};
};

} // namespace

class TestComposeDesk : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void nothingIsOpenYet();
    void aPromptBecomesAPlan();
    void undoRestoresTheExactPlan();
    void movingEditsAreOneStep();
    void whatIsLockedStays();
    void failedEditsLeaveThePlan();
    void editsAreDoneInOrder();
    void editsOfAClosedComposition();
    void candidatesToChooseFrom();
    void anotherDeskGoesOn();
    void soundsAreSwappedAndDraggedIn();
    void alternativesOfAClip();
    void aGapWithoutAModel();
    void ideasForTheLibrary();
    void sourcesAreCountedAside();
    void soundIsMadeReady();
    void cancelIsQuick();
    void fullDisk();
    void askingCostsNothing();

private:
    void composed(ComposeDesk& desk, const QString& prompt = kPrompt, quint64 seed = 3);

    ComposeStudio m_studio;
};

void TestComposeDesk::initTestCase()
{
    QVERIFY(m_studio.prepare());
}

void TestComposeDesk::composed(ComposeDesk& desk, const QString& prompt, quint64 seed)
{
    Ears ears(desk);
    desk.compose(prompt, {}, seed);
    QVERIFY2(ears.heardPlan(), ears.failures.isEmpty() ? "" : ears.failure().message.c_str());
}

void TestComposeDesk::nothingIsOpenYet()
{
    ComposeDesk desk(m_studio.studio);
    QVERIFY(!desk.plan() && !desk.canUndo() && !desk.canRedo() && !desk.isBusy());
    QVERIFY(desk.planFile().isEmpty() && desk.versions().empty());
    QVERIFY(desk.stream() != nullptr && desk.stream() == desk.stream());
    Ears ears(desk);
    desk.reroll({}, QStringLiteral("again"));
    QVERIFY(!ears.heardPlan());
    QVERIFY(ears.failure().code == ErrorCode::NotFound);
    desk.undo();
    QVERIFY(!ears.heardPlan());
    desk.compose(QStringLiteral("   "), {}, 1);
    QVERIFY(!ears.heardPlan());
    QVERIFY(ears.failure().code == ErrorCode::BadInput);
    QTRY_VERIFY(!desk.isBusy());
}

void TestComposeDesk::aPromptBecomesAPlan()
{
    ComposeDesk desk(m_studio.studio);
    QSignalSpy busy(&desk, &ComposeDesk::busyChanged);
    composed(desk);
    QVERIFY(desk.plan());
    QCOMPARE(desk.plan()->bpm, 132.0);
    QCOMPARE(toQt(desk.plan()->prompt), kPrompt);
    QCOMPARE(desk.plan()->seed, std::uint64_t {3});
    QTRY_VERIFY(!desk.isBusy());
    QCOMPARE(busy.size(), 2);
    // It is on the disk, as it is.
    QVERIFY(*loadPlan(desk.planFile()) == *desk.plan());
    QCOMPARE(desk.versions().size(), std::size_t {1});
    QCOMPARE(desk.versions().front().planHash, hashOf(desk));
    QCOMPARE(desk.versions().front().name, kPrompt);
    // The same as the command line makes.
    ComposeParams params;
    params.prompt = kPrompt;
    params.seed = 3;
    params.planOnly = true;
    params.output = m_studio.file(QStringLiteral("cli.wav"));
    TaskContext task;
    const auto other = composeTrack(*m_studio.studio, params, 0, task);
    QVERIFY(other.has_value());
    QCOMPARE(other->planHash, hashOf(desk));
    QSignalSpy listed(&desk, &ComposeDesk::compositionsChanged);
    desk.refreshCompositions();
    QVERIFY(listed.wait(kPatienceMs));
    QCOMPARE(desk.compositions().front().id, desk.compositionId());
    QCOMPARE(desk.compositions().front().bpm, 132.0);
}

void TestComposeDesk::undoRestoresTheExactPlan()
{
    ComposeDesk desk(m_studio.studio);
    composed(desk);
    Ears ears(desk);
    const auto first = desk.plan();
    const QString hash = hashOf(desk);
    desk.apply(gain(laneNamed(*first, "bass"), -4.0), QStringLiteral("bass level"));
    QVERIFY(ears.heardPlan());
    QCOMPARE(laneNamed(*desk.plan(), "bass").gainDb, -4.0);
    QCOMPARE(laneNamed(*first, "bass").gainDb, 0.0); // it never changes
    desk.reroll({}, QStringLiteral("roll again"));
    QVERIFY(ears.heardPlan());
    const QString rolled = hashOf(desk);
    QVERIFY(rolled != hash);
    QCOMPARE(desk.undoWhat(), QStringLiteral("roll again"));
    desk.undo();
    QVERIFY(ears.heardPlan());
    QCOMPARE(desk.redoWhat(), QStringLiteral("roll again"));
    desk.undo();
    QVERIFY(ears.heardPlan());
    QCOMPARE(hashOf(desk), hash);
    QVERIFY(*desk.plan() == *first);
    QVERIFY(!desk.canUndo() && desk.canRedo());
    desk.redo();
    desk.redo();
    QVERIFY(ears.heardPlan() && ears.heardPlan());
    QCOMPARE(hashOf(desk), rolled);
    QCOMPARE(desk.versions().size(), std::size_t {3});
    desk.undo();
    QVERIFY(ears.heardPlan());
    desk.reroll({}, QStringLiteral("roll again"));
    QVERIFY(ears.heardPlan());
    QVERIFY(hashOf(desk) != rolled); // rolled again is not what was rolled before
    QCOMPARE(ears.failures.size(), 0);
    desk.openVersion(1);
    QVERIFY(ears.heardPlan());
    QCOMPARE(hashOf(desk), hash);
    QCOMPARE(desk.currentVersion(), qint64 {1});
    QSignalSpy versions(&desk, &ComposeDesk::versionsChanged);
    desk.nameVersion(1, QStringLiteral("beginning"));
    QVERIFY(versions.wait(kPatienceMs));
    desk.starVersion(1, true);
    QVERIFY(versions.wait(kPatienceMs));
    QCOMPARE(desk.versions().front().name, QStringLiteral("beginning"));
    QVERIFY(desk.versions().front().isStarred);
}

void TestComposeDesk::movingEditsAreOneStep()
{
    ComposeDesk desk(m_studio.studio);
    composed(desk);
    Ears ears(desk);
    const auto& bass = laneNamed(*desk.plan(), "bass");
    const auto first = desk.plan();
    for (int i = 1; i <= 50; ++i) {
        desk.applyMoving(gain(bass, -0.1 * i), QStringLiteral("bass level"));
    }
    QTRY_VERIFY_WITH_TIMEOUT(laneNamed(*desk.plan(), "bass").gainDb == -5.0, kPatienceMs);
    QCOMPARE(desk.versions().size(), std::size_t {2});
    QVERIFY(*loadPlan(desk.planFile()) == *desk.plan());
    desk.apply(gain(laneNamed(*first, "kick"), -0.5), QStringLiteral("kick level"));
    desk.applyMoving(gain(laneNamed(*first, "kick"), -1.0), QStringLiteral("kick level"));
    QTRY_VERIFY_WITH_TIMEOUT(laneNamed(*desk.plan(), "kick").gainDb == -1.0, kPatienceMs);
    QCOMPARE(desk.versions().size(), std::size_t {3}); // the hand went on where it had begun
    desk.undo();
    QTRY_COMPARE_WITH_TIMEOUT(laneNamed(*desk.plan(), "kick").gainDb, 0.0, kPatienceMs);
    QCOMPARE(laneNamed(*desk.plan(), "bass").gainDb, -5.0);
    desk.undo();
    QTRY_VERIFY_WITH_TIMEOUT(*desk.plan() == *first, kPatienceMs);
    QCOMPARE(ears.failures.size(), 0);
}

void TestComposeDesk::whatIsLockedStays()
{
    ComposeDesk desk(m_studio.studio);
    composed(desk);
    Ears ears(desk);
    desk.apply(lock(laneNamed(*desk.plan(), "bass")), QStringLiteral("lock"));
    QVERIFY(ears.heardPlan());
    music::SetSection section;
    section.section = desk.plan()->sections[desk.plan()->sections.size() / 2].id;
    section.isLocked = true;
    desk.apply(section, QStringLiteral("lock"));
    QVERIFY(ears.heardPlan());
    const auto before = desk.plan();
    for (int i = 0; i < 4; ++i) {
        desk.reroll({}, QStringLiteral("roll again"));
        QVERIFY(ears.heardPlan());
        const auto after = desk.plan();
        const auto& bass = laneNamed(*before, "bass");
        const auto* kept = music::laneOf(*after, bass.id);
        QVERIFY(kept != nullptr);
        QVERIFY(kept->clips == bass.clips && kept->sounds == bass.sounds);
        QVERIFY(after->duckBeats == before->duckBeats);
        const auto& held = before->sections[before->sections.size() / 2];
        for (const auto& lane : before->lanes) {
            for (const auto& clip : lane.clips) {
                if (music::sectionAt(*before, clip.startBar)
                    == static_cast<int>(before->sections.size() / 2)) {
                    const auto* same = music::clipOf(*after, clip.id);
                    QVERIFY(same != nullptr && same->startBar == clip.startBar);
                    QVERIFY(same->events == clip.events);
                    const auto* now = music::laneOfClip(*after, clip.id);
                    if (clip.sound >= 0) {
                        QVERIFY(now->sounds[static_cast<std::size_t>(same->sound)]
                                == lane.sounds[static_cast<std::size_t>(clip.sound)]);
                    }
                }
            }
        }
        QVERIFY(held.isLocked);
        QVERIFY(*after != *before);
    }
}

void TestComposeDesk::failedEditsLeaveThePlan()
{
    ComposeDesk desk(m_studio.studio);
    composed(desk);
    Ears ears(desk);
    const auto before = desk.plan();
    desk.apply(music::SetLane {9999}, QStringLiteral("nowhere"));
    QVERIFY(!ears.heardPlan());
    QVERIFY(ears.failure().code == ErrorCode::NotFound);
    desk.swapIn(9999, m_studio.ids.front(), false, QStringLiteral("swap"));
    QVERIFY(!ears.heardPlan());
    desk.useSound(laneNamed(*before, "kick").id, 0, 123456, QStringLiteral("use"));
    QVERIFY(!ears.heardPlan());
    desk.openVersion(77);
    QVERIFY(!ears.heardPlan());
    QVERIFY(desk.plan() == before);
    QCOMPARE(desk.versions().size(), std::size_t {1});
    // And the next one works.
    desk.apply(gain(laneNamed(*before, "kick"), -1.0), QStringLiteral("kick"));
    QVERIFY(ears.heardPlan());
}

void TestComposeDesk::editsAreDoneInOrder()
{
    ComposeDesk desk(m_studio.studio);
    composed(desk);
    Ears ears(desk);
    const auto& kick = laneNamed(*desk.plan(), "kick");
    desk.reroll({{}, {laneNamed(*desk.plan(), "hat").id}, {}}, QStringLiteral("another hat"));
    QVERIFY(desk.isBusy());
    desk.apply(gain(kick, -2.0), QStringLiteral("kick level"));
    desk.apply(gain(kick, -3.0), QStringLiteral("kick level"));
    QVERIFY(ears.heardPlan() && ears.heardPlan() && ears.heardPlan());
    QCOMPARE(laneNamed(*desk.plan(), "kick").gainDb, -3.0);
    QCOMPARE(desk.versions().size(), std::size_t {4});
    QCOMPARE(desk.versions()[1].name, QStringLiteral("another hat"));
    QCOMPARE(ears.failures.size(), 0);
}

void TestComposeDesk::editsOfAClosedComposition()
{
    ComposeDesk desk(m_studio.studio);
    composed(desk);
    Ears ears(desk);
    const auto& kick = laneNamed(*desk.plan(), "kick");
    desk.compose(QStringLiteral("house 124 bpm, 1 minute"), {}, 5);
    desk.apply(gain(kick, -9.0), QStringLiteral("kick level")); // of the one before
    QVERIFY(ears.heardPlan());
    QTRY_COMPARE_WITH_TIMEOUT(ears.failures.size(), qsizetype {1}, kPatienceMs);
    QVERIFY(ears.failure().code == ErrorCode::BadInput);
    QCOMPARE(desk.versions().size(), std::size_t {1});
    for (const auto& lane : desk.plan()->lanes) {
        QVERIFY(lane.gainDb != -9.0);
    }
}

void TestComposeDesk::candidatesToChooseFrom()
{
    ComposeDesk desk(m_studio.studio);
    Ears ears(desk);
    desk.compose(kPrompt, {}, 10, 3);
    QVERIFY(ears.heardPlan());
    QTRY_COMPARE_WITH_TIMEOUT(desk.candidates().size(), std::size_t {3}, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(!desk.isBusy(), kPatienceMs);
    QVERIFY(desk.plan() == desk.candidates()[0].plan);
    std::set<std::uint64_t> seeds;
    for (const auto& candidate : desk.candidates()) {
        seeds.insert(candidate.plan->seed);
        QVERIFY(candidate.score > 0.0 && candidate.score <= 1.0);
    }
    QCOMPARE(seeds, (std::set<std::uint64_t> {10, 11, 12}));
    desk.takeCandidate(2);
    QVERIFY(ears.heardPlan());
    QVERIFY(*desk.plan() == *desk.candidates()[2].plan);
    desk.undo();
    QVERIFY(ears.heardPlan());
    QVERIFY(*desk.plan() == *desk.candidates()[0].plan);
    desk.takeCandidate(7); // there is none
    QTest::qWait(20);
    QCOMPARE(ears.failures.size(), 0);
}

void TestComposeDesk::anotherDeskGoesOn()
{
    QString id;
    QString hash;
    {
        ComposeDesk desk(m_studio.studio);
        composed(desk);
        Ears ears(desk);
        desk.apply(gain(laneNamed(*desk.plan(), "kick"), -2.0), QStringLiteral("kick level"));
        QVERIFY(ears.heardPlan());
        id = desk.compositionId();
        hash = hashOf(desk);
        // Asked for and then closed: done all the same.
        desk.apply(gain(laneNamed(*desk.plan(), "bass"), -6.0), QStringLiteral("bass level"));
    }
    ComposeDesk desk(m_studio.studio);
    Ears ears(desk);
    desk.open(id);
    QVERIFY(ears.heardPlan());
    QCOMPARE(laneNamed(*desk.plan(), "bass").gainDb, -6.0);
    QCOMPARE(desk.undoWhat(), QStringLiteral("bass level"));
    desk.undo();
    QVERIFY(ears.heardPlan());
    QCOMPARE(hashOf(desk), hash);
    desk.open(QStringLiteral("nowhere"));
    QVERIFY(!ears.heardPlan());
    QVERIFY(ears.failure().code == ErrorCode::NotFound);
    QCOMPARE(desk.compositionId(), id);
}

void TestComposeDesk::soundsAreSwappedAndDraggedIn()
{
    ComposeDesk desk(m_studio.studio);
    composed(desk);
    Ears ears(desk);
    const auto& kick = laneNamed(*desk.plan(), "kick");
    const StemId old = kick.sounds.front().stem;
    StemId other = 0;
    db::StemRepository stems(m_studio.studio->database());
    const auto kicks = stems.byCategory(Category::Kick).value();
    for (const auto& stem : kicks) {
        other = stem.id != old ? stem.id : other;
    }
    const auto clip = kick.clips.front();
    desk.swapIn(clip.id, other, true, QStringLiteral("another kick"));
    QVERIFY2(ears.heardPlan(), ears.failures.isEmpty() ? "" : ears.failure().message.c_str());
    const auto* lane = music::laneOf(*desk.plan(), kick.id);
    const auto* now = music::clipOf(*desk.plan(), clip.id);
    QCOMPARE(lane->sounds[static_cast<std::size_t>(now->sound)].stem, other);
    QVERIFY(now->events == clip.events);
    const auto lanes = desk.plan()->lanes.size();
    const StemId crash = stems.byCategory(Category::Cymbal)->front().id;
    desk.useSound(0, 4, crash, QStringLiteral("a crash"));
    QVERIFY2(ears.heardPlan(), ears.failures.isEmpty() ? "" : ears.failure().message.c_str());
    QCOMPARE(desk.plan()->lanes.size(), lanes + 1);
    const auto& all = desk.plan()->lanes;
    QVERIFY(std::any_of(all.begin(), all.end(), [crash](const auto& one) {
        return one.sounds.size() == 1 && one.sounds.front().stem == crash;
    }));
}

void TestComposeDesk::alternativesOfAClip()
{
    ComposeDesk desk(m_studio.studio);
    composed(desk);
    int told = 0;
    std::vector<music::Alternative> found;
    connect(&desk, &ComposeDesk::alternativesReady, this,
            [&](int clip, const std::vector<music::Alternative>& list) {
                told = clip;
                found = list;
            });
    const auto& hat = laneNamed(*desk.plan(), "hat");
    const auto clip = hat.clips.front();
    desk.findAlternatives(clip.id, 3);
    QTRY_COMPARE_WITH_TIMEOUT(told, clip.id, kPatienceMs);
    QVERIFY(found.size() >= 2);
    QCOMPARE(found.front().stem, hat.sounds[static_cast<std::size_t>(clip.sound)].stem);
    for (std::size_t i = 2; i < found.size(); ++i) {
        QVERIFY(found[i].total <= found[i - 1].total);
    }
}

void TestComposeDesk::aGapWithoutAModel()
{
    ComposeDesk desk(m_studio.studio);
    composed(desk, QStringLiteral("techno 132 bpm with vocals, 1 minute"));
    Ears ears(desk);
    const auto before = desk.plan();
    int gap = 0;
    for (const auto& lane : before->lanes) {
        for (const auto& clip : lane.clips) {
            gap = clip.sound < 0 ? clip.id : gap;
        }
    }
    QVERIFY(gap != 0); // the library has no voice
    desk.dreamInto(gap);
    QVERIFY(desk.isBusy());
    QVERIFY(!ears.heardPlan());
    QVERIFY(ears.failure().code == ErrorCode::ModelMissing);
    QVERIFY(ears.failure().message.find("vocal") != std::string::npos);
    QVERIFY(desk.plan() == before);
    desk.dreamInto(laneNamed(*before, "kick").clips.front().id);
    QVERIFY(!ears.heardPlan());
    QVERIFY(ears.failure().code == ErrorCode::BadInput);
}

void TestComposeDesk::ideasForTheLibrary()
{
    ComposeDesk desk(m_studio.studio);
    std::vector<PromptIdea> found;
    bool isTold = false;
    connect(&desk, &ComposeDesk::ideasReady, this, [&](const std::vector<PromptIdea>& ideas) {
        found = ideas;
        isTold = true;
    });
    for (const bool isGerman : {false, true}) {
        isTold = false;
        desk.findIdeas(isGerman);
        QTRY_VERIFY_WITH_TIMEOUT(isTold, kPatienceMs);
        QVERIFY(!found.empty());
        const bool hasTechno
            = std::any_of(found.begin(), found.end(), [isGerman](const auto& idea) {
                  return idea.prompt
                      == (isGerman ? QStringLiteral("Techno 132 bpm, düster")
                                   : QStringLiteral("techno 132 bpm, dark"));
              });
        QVERIFY(hasTechno);
        for (const auto& idea : found) {
            QVERIFY(idea.fitting > 0 && !idea.lanes.empty());
            for (const auto& [lane, count] : idea.lanes) {
                QVERIFY2(count > 0, qPrintable(idea.prompt + u' ' + lane));
            }
        }
    }
    const TestStudio empty;
    ComposeDesk none(empty.studio);
    QSignalSpy told(&none, &ComposeDesk::ideasReady);
    none.findIdeas(false);
    QVERIFY(told.wait(kPatienceMs));
    QVERIFY(told[0][0].value<std::vector<PromptIdea>>().empty());
}

void TestComposeDesk::sourcesAreCountedAside()
{
    db::StemRepository stems(m_studio.studio->database());
    ComposeDesk desk(m_studio.studio);
    std::shared_ptr<const SourceShelf> shelf;
    connect(&desk, &ComposeDesk::sourcesFound, this,
            [&shelf](const auto& found) { shelf = found; });
    const auto asked = [&](const music::SourceWish& wish) {
        shelf.reset();
        desk.findSources(wish);
        return QTest::qWaitFor([&] { return shelf != nullptr; }, kPatienceMs);
    };
    QVERIFY(asked({}));
    const SourceShelf whole = *shelf;
    QVERIFY(whole.usable > 0);
    QCOMPARE(whole.mix.original + whole.mix.separated + whole.mix.generated, whole.usable);
    // One sound more of a kind, and it alone where only its tag is wished.
    Stem dreamed;
    dreamed.name = "dreamed for the shelf";
    dreamed.path = "/sounds/dreamed.wav";
    dreamed.contentHash = "dreamed for the shelf";
    dreamed.category = Category::Kick;
    dreamed.source = Source::Generated;
    dreamed.tags = {"velvet"};
    const auto id = stems.insert(dreamed);
    QVERIFY(id.has_value());
    QVERIFY(asked({}));
    QCOMPARE(shelf->usable, whole.usable + 1);
    QCOMPARE(shelf->mix.generated, whole.mix.generated + 1);
    QVERIFY(shelf->tags.contains(QStringLiteral("velvet")));
    QVERIFY(asked({.tags = {"velvet"}}));
    QCOMPARE(shelf->mix.original, 0);
    QCOMPARE(shelf->mix.generated, 1);
    QCOMPARE(shelf->usable, whole.usable + 1);
    QVERIFY(asked({.includeGenerated = false}));
    QCOMPARE(shelf->mix.generated, 0);
    QVERIFY(stems.remove({*id}).has_value());
}

void TestComposeDesk::soundIsMadeReady()
{
    ComposeDesk desk(m_studio.studio);
    composed(desk);
    double share = 0.0;
    connect(&desk, &ComposeDesk::prepared, this, [&](double fraction) { share = fraction; });
    QSignalSpy drawn(&desk, &ComposeDesk::peaksChanged);
    const int clip = laneNamed(*desk.plan(), "kick").clips.front().id;
    QVERIFY(desk.peaks(clip, 40).empty());
    desk.prepareFrom(0.0);
    QTRY_COMPARE_WITH_TIMEOUT(share, 1.0, kPatienceMs);
    QVERIFY(desk.stream()->isReady(0.0, desk.plan()->bars));
    QTRY_VERIFY_WITH_TIMEOUT(!drawn.isEmpty(), kPatienceMs);
    const auto peaks = desk.peaks(clip, 40);
    QCOMPARE(peaks.size(), std::size_t {40});
    float loudest = 0.0F;
    for (const auto& [low, high] : peaks) {
        QVERIFY(low <= high);
        loudest = std::max(loudest, high);
    }
    QVERIFY(loudest > 0.01F);
    // It is heard, and follows an edit.
    std::vector<float> block(2 * 48000);
    desk.stream()->seek(0);
    desk.stream()->read(block.data(), block.size() / 2);
    QVERIFY(std::any_of(block.begin(), block.end(), [](float x) { return std::abs(x) > 0.01F; }));
    Ears ears(desk);
    desk.apply(gain(laneNamed(*desk.plan(), "kick"), -3.0), QStringLiteral("kick level"));
    QVERIFY(ears.heardPlan());
    QVERIFY(*desk.stream()->plan() == *desk.plan());
    QVERIFY(desk.missing().empty());
}

void TestComposeDesk::cancelIsQuick()
{
    ComposeDesk desk(m_studio.studio);
    composed(desk);
    Ears ears(desk);
    const auto before = desk.plan();
    desk.compose(kPrompt, {}, 100, 40);
    desk.reroll({}, QStringLiteral("waits behind it"));
    QTest::qWait(30);
    QElapsedTimer clock;
    clock.start();
    desk.cancel();
    QTRY_VERIFY_WITH_TIMEOUT(!desk.isBusy(), kPatienceMs);
    qInfo("cancelled after %lld ms", static_cast<long long>(clock.elapsed()));
    QVERIFY(desk.candidates().size() < 40);
    QVERIFY(!ears.failures.isEmpty());
    for (const auto& failure : ears.failures) {
        const auto code = failure[0].value<Error>().code;
        QVERIFY(code == ErrorCode::Cancelled || code == ErrorCode::BadInput);
    }
    // What comes after is done as if nothing had been.
    const auto taken = ears.plans.size();
    desk.compose(kPrompt, {}, 3);
    QTRY_VERIFY_WITH_TIMEOUT(ears.plans.size() > taken, kPatienceMs);
    QVERIFY(*desk.plan() == *before);
}

void TestComposeDesk::fullDisk()
{
    ComposeDesk desk(m_studio.studio);
    composed(desk);
    Ears ears(desk);
    const auto before = desk.plan();
    const auto& kick = laneNamed(*before, "kick");
    {
        const FileLimit full(64);
        desk.apply(gain(kick, -2.0), QStringLiteral("kick level"));
        QVERIFY(!ears.heardPlan());
        desk.applyMoving(gain(kick, -2.0), QStringLiteral("kick level"));
        QVERIFY(!ears.heardPlan());
        desk.compose(kPrompt, {}, 9);
        QVERIFY(!ears.heardPlan());
    }
    QVERIFY(desk.plan() == before);
    QVERIFY(*desk.stream()->plan() == *before);
    desk.apply(gain(kick, -2.0), QStringLiteral("kick level"));
    QVERIFY(ears.heardPlan());
    QCOMPARE(desk.versions().size(), std::size_t {2});
}

void TestComposeDesk::askingCostsNothing()
{
    ComposeDesk desk(m_studio.studio);
    composed(desk);
    const auto plan = desk.plan();
    QElapsedTimer clock;
    clock.start();
    constexpr int kTimes = 200;
    for (int i = 0; i < kTimes; ++i) {
        for (const auto& lane : plan->lanes) {
            for (const auto& clip : lane.clips) {
                static_cast<void>(desk.peaks(clip.id, 30));
            }
        }
        desk.applyMoving(gain(plan->lanes.front(), -0.01 * i), QStringLiteral("level"));
        desk.findAlternatives(plan->lanes.front().clips.front().id);
    }
    qInfo("%.3f ms for the peaks of all clips, a moving edit and a question",
          static_cast<double>(clock.nsecsElapsed()) / 1e6 / kTimes);
    QTRY_VERIFY_WITH_TIMEOUT(desk.plan()->lanes.front().gainDb < -1.9, kPatienceMs);
}

QTEST_GUILESS_MAIN(TestComposeDesk)
#include "tst_composedesk.moc"
