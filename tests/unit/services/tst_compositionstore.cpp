#include "FileLimit.h"
#include "ServiceFixtures.h"
#include "core/services/CompositionFiles.h"
#include "core/services/CompositionStore.h"
#include "core/services/PlanFiles.h"
#include "core/services/PlanParts.h"

#include <QTest>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

using PlanPtr = std::shared_ptr<const music::Plan>;

/// Eight bars of one kick; `gainDb` tells one state from another.
PlanPtr planWith(double gainDb)
{
    music::Plan plan;
    plan.prompt = "plain techno";
    plan.request = music::parsePrompt(plan.prompt);
    plan.bpm = 130.0;
    plan.key = {9, true};
    plan.bars = 8;
    plan.sections = {{1, "drop", 0, 8, 0.9, false}};
    music::Sound sound;
    sound.stem = 1;
    sound.name = "kick";
    sound.path = "/sounds/kick.wav";
    sound.hash = "abc";
    sound.category = Category::Kick;
    sound.durationS = 0.4;
    music::Clip clip;
    clip.id = 3;
    clip.sound = 0;
    clip.bars = 8;
    clip.events = {{0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0}, {0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0}};
    music::Lane lane;
    lane.id = 2;
    lane.role = "kick";
    lane.gainDb = gainDb;
    lane.sounds = {sound};
    lane.clips = {clip};
    plan.lanes = {lane};
    plan.nextId = 4;
    return std::make_shared<const music::Plan>(plan);
}

QString hashOf(const music::Plan& plan)
{
    return planHashOf(QByteArray::fromStdString(music::planToJson(plan)));
}

double gainOf(const CompositionStore& store)
{
    return store.plan()->lanes.front().gainDb;
}

} // namespace

class TestCompositionStore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stepsGoBackAndForth();
    void aNewStepEndsWhatCouldBeRedone();
    void versionsAreOpenedAndNamed();
    void reopensWhereItWasLeft();
    void findsItselfAgainWithoutItsNotes();
    void leavesBrokenVersionsOut();
    void nothingToOpen();
    void movingReplacesTheStep();
    void fullDiskChangesNothing();
    void listsTheNewestFirst();
    void twoStoresLoseNothing();
    void partsGoByNumberAndName();
};

void TestCompositionStore::stepsGoBackAndForth()
{
    const TestStudio test;
    auto store
        = CompositionStore::create(*test.studio, QStringLiteral("plain techno"), planWith(0));
    QVERIFY(store.has_value());
    QCOMPARE(store->id(), QStringLiteral("plain_techno"));
    QVERIFY(!store->canUndo() && !store->canRedo());
    QVERIFY(store->add(planWith(-1), QStringLiteral("quieter")).has_value());
    QVERIFY(store->add(planWith(-2), QStringLiteral("still quieter")).has_value());
    QCOMPARE(store->undoWhat(), QStringLiteral("still quieter"));
    QVERIFY(store->undo().has_value());
    QCOMPARE(gainOf(*store), -1.0);
    QCOMPARE(store->undoWhat(), QStringLiteral("quieter"));
    QCOMPARE(store->redoWhat(), QStringLiteral("still quieter"));
    QVERIFY(store->undo().has_value());
    QVERIFY(*store->plan() == *planWith(0));
    QVERIFY(!store->canUndo());
    QVERIFY(store->undo().has_value()); // nothing to undo is no failure
    QVERIFY(store->redo().has_value() && store->redo().has_value());
    QCOMPARE(gainOf(*store), -2.0);
    QVERIFY(!store->canRedo());
    // What lies on the disk is the plan itself, and says so.
    const auto file = loadPlan(store->planFile());
    QVERIFY(file.has_value() && *file == *planWith(-2));
    QCOMPARE(store->versions().back().planHash, hashOf(*planWith(-2)));
    QCOMPARE(planHashOf(readFile(store->planFile()).value()), hashOf(*planWith(-2)));
}

void TestCompositionStore::aNewStepEndsWhatCouldBeRedone()
{
    const TestStudio test;
    auto store = CompositionStore::create(*test.studio, QStringLiteral("x"), planWith(0)).value();
    QVERIFY(store.add(planWith(-1), QStringLiteral("a")).has_value());
    QVERIFY(store.undo().has_value());
    QVERIFY(store.add(planWith(-5), QStringLiteral("b")).has_value());
    QVERIFY(!store.canRedo());
    // The branch that was left is a version still.
    QCOMPARE(store.versions().size(), std::size_t {3});
    QCOMPARE(store.versions()[1].parent, store.versions()[0].id);
    QCOMPARE(store.versions()[2].parent, store.versions()[0].id);
}

void TestCompositionStore::versionsAreOpenedAndNamed()
{
    const TestStudio test;
    auto store = CompositionStore::create(*test.studio, QStringLiteral("x"), planWith(0)).value();
    const qint64 first = store.current();
    QVERIFY(store.add(planWith(-1), QStringLiteral("a")).has_value());
    QVERIFY(store.add(planWith(-2), QStringLiteral("b")).has_value());
    QVERIFY(store.goTo(first).has_value());
    QCOMPARE(gainOf(store), 0.0);
    QCOMPARE(store.current(), first);
    QVERIFY(store.undo().has_value()); // opening was a step
    QCOMPARE(gainOf(store), -2.0);
    QVERIFY(store.goTo(99).error().code == ErrorCode::NotFound);
    QVERIFY(store.name(first, QStringLiteral(" the beginning ")).has_value());
    QVERIFY(store.star(first, true).has_value());
    QCOMPARE(store.versions().front().name, QStringLiteral("the beginning"));
    QVERIFY(store.versions().front().isStarred);
    QVERIFY(store.name(99, QStringLiteral("x")).error().code == ErrorCode::NotFound);
}

void TestCompositionStore::reopensWhereItWasLeft()
{
    const TestStudio test;
    QString id;
    {
        auto store = CompositionStore::create(*test.studio, QStringLiteral("one two"), planWith(0))
                         .value();
        id = store.id();
        QVERIFY(store.add(planWith(-1), QStringLiteral("a")).has_value());
        QVERIFY(store.add(planWith(-2), QStringLiteral("b")).has_value());
        QVERIFY(store.star(store.current(), true).has_value());
        QVERIFY(store.undo().has_value());
    }
    QStringList warnings;
    auto again = CompositionStore::open(*test.studio, id, warnings);
    QVERIFY(again.has_value() && warnings.isEmpty());
    QVERIFY(*again->plan() == *planWith(-1));
    QCOMPARE(again->redoWhat(), QStringLiteral("b"));
    QCOMPARE(again->undoWhat(), QStringLiteral("a"));
    QVERIFY(again->versions().back().isStarred);
    QVERIFY(again->redo().has_value());
    QVERIFY(*again->plan() == *planWith(-2));
}

void TestCompositionStore::findsItselfAgainWithoutItsNotes()
{
    const TestStudio test;
    QString folder;
    QString id;
    {
        auto store
            = CompositionStore::create(*test.studio, QStringLiteral("x"), planWith(0)).value();
        QVERIFY(store.add(planWith(-1), QStringLiteral("a")).has_value());
        folder = QFileInfo(store.planFile()).path();
        id = store.id();
    }
    // Killed right after a version was written: the list of steps does not know of it.
    const QByteArray third = QByteArray::fromStdString(music::planToJson(*planWith(-7)));
    QVERIFY(writeFile(folder + QStringLiteral("/3.json"), third, false).has_value());
    QStringList warnings;
    auto store = CompositionStore::open(*test.studio, id, warnings).value();
    QCOMPARE(gainOf(store), -7.0);
    QVERIFY(store.undo().has_value());
    QCOMPARE(gainOf(store), -1.0);
    for (const auto& name : {"/desk.json", "/1.note", "/2.note"}) {
        QVERIFY(QFile::remove(folder + QString::fromLatin1(name)));
    }
    store = CompositionStore::open(*test.studio, id, warnings).value();
    QVERIFY(warnings.isEmpty());
    QCOMPARE(gainOf(store), -7.0);
    QCOMPARE(store.versions().size(), std::size_t {3});
    QVERIFY(store.undo().has_value() && store.undo().has_value());
    QCOMPARE(gainOf(store), 0.0);
    QVERIFY(!store.canUndo());
}

void TestCompositionStore::leavesBrokenVersionsOut()
{
    const TestStudio test;
    auto store = CompositionStore::create(*test.studio, QStringLiteral("x"), planWith(0)).value();
    QVERIFY(store.add(planWith(-1), QStringLiteral("a")).has_value());
    QVERIFY(store.add(planWith(-2), QStringLiteral("b")).has_value());
    const QString folder = QFileInfo(store.planFile()).path();
    const auto whole = readFile(folder + QStringLiteral("/3.json")).value();
    QVERIFY(writeBytes(folder + QStringLiteral("/3.json"), whole.left(whole.size() / 2)));
    QVERIFY(writeBytes(folder + QStringLiteral("/2.note"), "{"));
    QStringList warnings;
    auto again = CompositionStore::open(*test.studio, store.id(), warnings).value();
    QCOMPARE(warnings.size(), 1);
    QVERIFY(warnings.front().contains(QStringLiteral("version 3")));
    QCOMPARE(again.versions().size(), std::size_t {2});
    QCOMPARE(gainOf(again), -1.0);
    // Its number is not given again.
    QVERIFY(again.add(planWith(-3), QStringLiteral("c")).has_value());
    QCOMPARE(again.current(), qint64 {4});
}

void TestCompositionStore::nothingToOpen()
{
    const TestStudio test;
    QStringList warnings;
    for (const auto& id : {QStringLiteral("none"), QStringLiteral("../x"), QString()}) {
        QVERIFY(CompositionStore::open(*test.studio, id, warnings).error().code
                == ErrorCode::NotFound);
    }
    const QString folder = compositionsFolder(*test.studio) + QStringLiteral("/bad");
    QVERIFY(makeFolder(folder).has_value());
    QVERIFY(writeBytes(folder + QStringLiteral("/1.json"), "no plan"));
    QVERIFY(CompositionStore::open(*test.studio, QStringLiteral("bad"), warnings).error().code
            == ErrorCode::Corrupt);
    QVERIFY(listCompositions(*test.studio).empty());
}

void TestCompositionStore::movingReplacesTheStep()
{
    const TestStudio test;
    auto store = CompositionStore::create(*test.studio, QStringLiteral("x"), planWith(0)).value();
    QVERIFY(store.add(planWith(-1), QStringLiteral("fader")).has_value());
    for (int i = 2; i < 20; ++i) {
        QVERIFY(store.replace(planWith(-i)).has_value());
    }
    QCOMPARE(store.versions().size(), std::size_t {2});
    QCOMPARE(store.versions().back().planHash, hashOf(*planWith(-19)));
    QVERIFY(store.undo().has_value());
    QCOMPARE(gainOf(store), 0.0);
    QVERIFY(store.redo().has_value());
    QCOMPARE(gainOf(store), -19.0);
}

void TestCompositionStore::fullDiskChangesNothing()
{
    const TestStudio test;
    auto store = CompositionStore::create(*test.studio, QStringLiteral("x"), planWith(0)).value();
    const QString folder = QFileInfo(store.planFile()).path();
    const auto before = filesBelow(folder);
    {
        const FileLimit full(64);
        const auto added = store.add(planWith(-1), QStringLiteral("a"));
        QVERIFY(!added.has_value());
        QVERIFY(!store.replace(planWith(-1)).has_value());
        QVERIFY(!CompositionStore::create(*test.studio, QStringLiteral("y"), planWith(0)));
    }
    QCOMPARE(gainOf(store), 0.0);
    QVERIFY(!store.canUndo());
    QCOMPARE(filesBelow(folder), before);
    QVERIFY(!QFileInfo::exists(compositionsFolder(*test.studio) + QStringLiteral("/y")));
    QVERIFY(store.add(planWith(-1), QStringLiteral("a")).has_value());
    QCOMPARE(gainOf(store), -1.0);
}

void TestCompositionStore::listsTheNewestFirst()
{
    const TestStudio test;
    QVERIFY(listCompositions(*test.studio).empty());
    const auto old = CompositionStore::create(*test.studio, QStringLiteral("same"), planWith(0));
    QTest::qWait(3); // another millisecond
    auto other
        = CompositionStore::create(*test.studio, QStringLiteral("same"), planWith(0)).value();
    QVERIFY(other.add(planWith(-1), QStringLiteral("a")).has_value());
    auto infos = listCompositions(*test.studio);
    QCOMPARE(infos.size(), std::size_t {2});
    QCOMPARE(infos[0].id, QStringLiteral("same_2"));
    QCOMPARE(infos[0].title, QStringLiteral("same"));
    QCOMPARE(infos[0].prompt, QStringLiteral("plain techno"));
    QCOMPARE(infos[0].bpm, 130.0);
    QCOMPARE(infos[0].key, QStringLiteral("Am"));
    QCOMPARE(infos[0].bars, 8);
    QCOMPARE(infos[0].versions, 2);
    QCOMPARE(infos[1].id, old->id());
    // Without what the desk wrote down the plans themselves are asked.
    QVERIFY(QFile::remove(deskPath(QFileInfo(other.planFile()).path())));
    infos = listCompositions(*test.studio);
    QCOMPARE(infos.size(), std::size_t {2});
    QCOMPARE(infos[0].bpm, 130.0);
}

/// The window and a script on one composition: each state is kept, as branches of what each saw.
void TestCompositionStore::twoStoresLoseNothing()
{
    const TestStudio test;
    auto window
        = CompositionStore::create(*test.studio, QStringLiteral("shared"), planWith(0)).value();
    QStringList warnings;
    auto script = CompositionStore::open(*test.studio, window.id(), warnings).value();
    QVERIFY(window.add(planWith(-1), QStringLiteral("window")).has_value());
    QVERIFY(script.add(planWith(-2), QStringLiteral("script")).has_value());
    QVERIFY(script.add(planWith(-3), QStringLiteral("script again")).has_value());
    QVERIFY(window.add(planWith(-4), QStringLiteral("window again")).has_value());
    QCOMPARE(window.current(), qint64 {5});
    QCOMPARE(script.current(), qint64 {4});
    const auto both = CompositionStore::open(*test.studio, window.id(), warnings).value();
    QVERIFY(warnings.isEmpty());
    QStringList names;
    std::vector<qint64> parents;
    for (const auto& version : both.versions()) {
        names << version.name;
        parents.push_back(version.parent);
        QCOMPARE(version.planHash,
                 hashOf(*planWith(version.id == 1       ? 0.0
                                      : version.id == 2 ? -1.0
                                      : version.id == 3 ? -2.0
                                      : version.id == 4 ? -3.0
                                                        : -4.0)));
    }
    names.removeFirst(); // the prompt
    QCOMPARE(names,
             QStringList({QStringLiteral("window"), QStringLiteral("script"),
                          QStringLiteral("script again"), QStringLiteral("window again")}));
    QCOMPARE(parents, (std::vector<qint64> {0, 1, 1, 3, 2}));
    QCOMPARE(gainOf(both), -4.0); // the newest
}

void TestCompositionStore::partsGoByNumberAndName()
{
    const auto plan = planWith(0);
    const auto parts = partsOfPlan(*plan,
                                   {QStringLiteral("lane:kick"), QStringLiteral("lane:2"),
                                    QStringLiteral(" section:drop"), QStringLiteral("clip:3"),
                                    QStringLiteral("clip:4"), QStringLiteral("lane:bass"),
                                    QStringLiteral("kick"), QString(), QStringLiteral("section:")});
    QCOMPARE(parts.lanes, std::vector<int> {2});
    QCOMPARE(parts.sections, std::vector<int> {1});
    QCOMPARE(parts.clips, std::vector<int> {3});
    QCOMPARE(parts.unknown,
             QStringList({QStringLiteral("clip:4"), QStringLiteral("lane:bass"),
                          QStringLiteral("kick"), QString(), QStringLiteral("section:")}));
}

QTEST_GUILESS_MAIN(TestCompositionStore)
#include "tst_compositionstore.moc"
