#include "ComposeFixtures.h"
#include "core/db/RunRepository.h"
#include "core/services/ComposePlanning.h"
#include "core/services/PlanFiles.h"
#include "core/services/UseCases.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

constexpr const char* kPrompt = "dark techno 132 bpm in A minor, 30 seconds";

ComposeParams paramsFor(const TestStudio& test, const QString& name)
{
    ComposeParams params;
    params.prompt = QString::fromLatin1(kPrompt);
    params.seed = 3;
    params.output = test.file(name);
    return params;
}

QString messageOf(const Result<ComposeOutcome>& outcome)
{
    return outcome ? QString() : toQt(outcome.error().message);
}

#define VERIFY_DONE(outcome) QVERIFY2((outcome).has_value(), qPrintable(messageOf(outcome)))

} // namespace

class TestComposeStage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void aTrackWithItsPapers();
    void theSameAgain();
    void anotherOrderOfTheLibrary();
    void whatIsSaidBesideThePrompt();
    void wrongWords_data();
    void wrongWords();
    void severalCandidates();
    void aPlanIsRenderedAsItIs();
    void rollingKeepsWhatIsLocked();
    void aNewTempoForAPlan();
    void filesThatAreGone();
    void nothingThere();
    void cancelledLeavesNothing();

private:
    ComposeStudio m_studio;
    ComposeOutcome m_first;
};

void TestComposeStage::initTestCase()
{
    QVERIFY(m_studio.prepare());
}

void TestComposeStage::aTrackWithItsPapers()
{
    TaskContext task;
    const auto done
        = composeTrack(*m_studio.studio, paramsFor(m_studio, QStringLiteral("a.wav")), 0, task);
    VERIFY_DONE(done);
    m_first = *done;
    QCOMPARE(done->bpm, 132.0);
    QCOMPARE(done->key, QStringLiteral("Am"));
    const double barS = 240.0 / 132.0;
    QVERIFY(std::abs(done->bars * barS - 30.0) <= barS);
    QVERIFY(std::abs(done->lufs - done->targetLufs) <= 0.5);
    QVERIFY(done->truePeakDb <= -0.9);
    QVERIFY(!done->lanes.empty() && !done->sections.empty() && !done->stems.empty());
    int bars = 0;
    for (const auto& section : done->sections) {
        QCOMPARE(section.startBar, bars);
        bars += section.bars;
    }
    QCOMPARE(bars, done->bars);
    const auto plan = loadPlan(done->planPath);
    QVERIFY(plan.has_value());
    QCOMPARE(done->planPath, m_studio.file(QStringLiteral("a_plan.json")));
    QCOMPARE(planHashOf(readFile(done->planPath).value()), done->planHash);
    QVERIFY(QFileInfo::exists(m_studio.file(QStringLiteral("a_metadata.json"))));
    // The library knows what it was made of.
    db::StemRepository stems(m_studio.studio->database());
    const auto row = stems.byId(done->trackId);
    QVERIFY(row.has_value());
    QVERIFY(row->source == Source::Track);
    std::set<StemId> parents;
    const auto edges = stems.ancestors(done->trackId).value();
    for (const auto& edge : edges) {
        QCOMPARE(edge.role, std::string("used_in"));
        parents.insert(edge.parent);
    }
    for (const auto& stem : done->stems) {
        QVERIFY(parents.count(stem.id) == 1);
    }
    db::RunRepository runs(m_studio.studio->database());
    QCOMPARE(runs.tracks()->size(), std::size_t {1});
    QCOMPARE(toQt(runs.tracks()->front().planHash), done->planHash);
}

void TestComposeStage::theSameAgain()
{
    TaskContext task;
    const auto again
        = composeTrack(*m_studio.studio, paramsFor(m_studio, QStringLiteral("b.wav")), 0, task);
    VERIFY_DONE(again);
    QCOMPARE(again->planHash, m_first.planHash);
    QCOMPARE(hashFile(again->output).value(), hashFile(m_first.output).value());
    const auto refused
        = composeTrack(*m_studio.studio, paramsFor(m_studio, QStringLiteral("b.wav")), 0, task);
    QVERIFY(refused.error().code == ErrorCode::Exists);
}

void TestComposeStage::anotherOrderOfTheLibrary()
{
    ComposeStudio other;
    QVERIFY(other.prepare(true));
    TaskContext task;
    const auto done
        = composeTrack(*other.studio, paramsFor(other, QStringLiteral("a.wav")), 0, task);
    VERIFY_DONE(done);
    QCOMPARE(hashFile(done->output).value(), hashFile(m_first.output).value());
    QVERIFY(withoutPlaces(*loadPlan(done->planPath)) == withoutPlaces(*loadPlan(m_first.planPath)));
}

void TestComposeStage::whatIsSaidBesideThePrompt()
{
    ComposeParams params = paramsFor(m_studio, QStringLiteral("said.wav"));
    params.planOnly = true;
    params.bpm = 126.0;
    params.key = Key {2, true};
    params.durationS = 61.0;
    params.lufs = -10.0;
    params.genres << QStringLiteral("deep house");
    params.moods << QStringLiteral("calm");
    params.form = QStringLiteral("song");
    TaskContext task;
    const auto done = composeTrack(*m_studio.studio, params, 0, task);
    VERIFY_DONE(done);
    QVERIFY(done->output.isEmpty());
    QVERIFY(!QFileInfo::exists(params.output));
    const auto plan = loadPlan(done->planPath).value();
    QCOMPARE(plan.bpm, 126.0);
    QVERIFY((plan.key == Key {2, true}));
    QCOMPARE(plan.bars, 32); // 61 s at 126 bpm
    QCOMPARE(plan.lufs, -10.0);
    QCOMPARE(plan.request.genres, std::vector<std::string> {"deep_house"});
    QCOMPARE(plan.request.moods.size(), std::size_t {1});
    const bool hasVerse = std::any_of(plan.sections.begin(), plan.sections.end(),
                                      [](const auto& s) { return s.name == "verse"; });
    QVERIFY(hasVerse);
}

void TestComposeStage::wrongWords_data()
{
    QTest::addColumn<QString>("what");
    for (const char* what : {"genre", "mood", "form", "bpm", "duration", "loudness", "sources",
                             "prompt", "candidates", "reroll"}) {
        QTest::newRow(what) << QString::fromLatin1(what);
    }
}

void TestComposeStage::wrongWords()
{
    QFETCH(QString, what);
    ComposeParams params = paramsFor(m_studio, QStringLiteral("wrong.wav"));
    params.planOnly = true;
    if (what == u"genre") {
        params.genres << QStringLiteral("xyzzy");
    } else if (what == u"mood") {
        params.moods << QStringLiteral("xyzzy");
    } else if (what == u"form") {
        params.form = QStringLiteral("xyzzy");
    } else if (what == u"bpm") {
        params.bpm = 1000.0;
    } else if (what == u"duration") {
        params.durationS = 0.0;
    } else if (what == u"loudness") {
        params.lufs = 3.0;
    } else if (what == u"sources") {
        params.sources.includeOriginal = params.sources.includeSeparated = false;
        params.sources.includeGenerated = false;
    } else if (what == u"prompt") {
        params.prompt = QStringLiteral("  ");
    } else if (what == u"candidates") {
        params.candidates = 0;
    } else {
        params.reroll = true;
    }
    TaskContext task;
    const auto done = composeTrack(*m_studio.studio, params, 0, task);
    QVERIFY(!done.has_value());
    QVERIFY(done.error().code == ErrorCode::BadInput);
    QVERIFY(!QFileInfo::exists(m_studio.file(QStringLiteral("wrong_plan.json"))));
}

void TestComposeStage::severalCandidates()
{
    ComposeParams params = paramsFor(m_studio, QStringLiteral("many.wav"));
    params.candidates = 3;
    TaskContext task;
    const auto done = composeTrack(*m_studio.studio, params, 0, task);
    VERIFY_DONE(done);
    QCOMPARE(done->plans.size(), std::size_t {3});
    double best = 0.0;
    std::set<QString> hashes;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto& plan = done->plans[i];
        QCOMPARE(plan.seed, quint64 {3 + i});
        QCOMPARE(plan.path, m_studio.file(QStringLiteral("many_%1_plan.json").arg(3 + i)));
        QCOMPARE(planHashOf(readFile(plan.path).value()), plan.hash);
        QCOMPARE(loadPlan(plan.path)->seed, std::uint64_t {3 + i});
        best = std::max(best, plan.score);
        hashes.insert(plan.hash);
        if (plan.path == done->planPath) {
            QCOMPARE(plan.hash, done->planHash);
        }
    }
    QCOMPARE(hashes.size(), std::size_t {3});
    QVERIFY(best > 0.0 && best <= 1.0);
    QVERIFY(!QFileInfo::exists(params.output));
}

void TestComposeStage::aPlanIsRenderedAsItIs()
{
    ComposeParams params;
    params.planFile = m_first.planPath;
    params.output = m_studio.file(QStringLiteral("again.wav"));
    TaskContext task;
    const auto done = composeTrack(*m_studio.studio, params, 0, task);
    VERIFY_DONE(done);
    QCOMPARE(hashFile(done->output).value(), hashFile(m_first.output).value());
    QCOMPARE(done->planHash, m_first.planHash);
    QCOMPARE(done->prompt, m_first.prompt);
    params.planOnly = true;
    QVERIFY(composeTrack(*m_studio.studio, params, 0, task).error().code == ErrorCode::BadInput);
    params.planFile = m_studio.file(QStringLiteral("none.json"));
    QVERIFY(composeTrack(*m_studio.studio, params, 0, task).error().code == ErrorCode::NotFound);
    QVERIFY(writeBytes(params.planFile, "{\"version\":2}"));
    QVERIFY(composeTrack(*m_studio.studio, params, 0, task).error().code == ErrorCode::Corrupt);
}

void TestComposeStage::rollingKeepsWhatIsLocked()
{
    const auto before = loadPlan(m_first.planPath).value();
    const auto bass = std::find_if(before.lanes.begin(), before.lanes.end(),
                                   [](const auto& lane) { return lane.role == "bass"; });
    QVERIFY(bass != before.lanes.end());
    ComposeParams params;
    params.planFile = m_first.planPath;
    params.output = m_studio.file(QStringLiteral("rolled.wav"));
    params.reroll = true;
    params.planOnly = true;
    params.seed = 77;
    params.lockedLanes = {bass->id};
    const auto old = readFile(m_first.planPath).value();
    TaskContext task;
    const auto done = composeTrack(*m_studio.studio, params, 0, task);
    VERIFY_DONE(done);
    QCOMPARE(readFile(m_first.planPath).value(), old);
    QCOMPARE(done->planPath, m_studio.file(QStringLiteral("rolled_plan.json")));
    const auto after = loadPlan(done->planPath).value();
    const auto* kept = music::laneOf(after, bass->id);
    QVERIFY(kept != nullptr && kept->isLocked);
    QVERIFY(kept->sounds == bass->sounds && kept->clips == bass->clips);
    QVERIFY(after.lanes != before.lanes);
    QCOMPARE(after.duckBeats, before.duckBeats);
    // Onto itself it is not written.
    params.output = m_studio.file(QStringLiteral("a.wav"));
    params.overwrite = true;
    QVERIFY(composeTrack(*m_studio.studio, params, 0, task).error().code == ErrorCode::Exists);
    QCOMPARE(readFile(m_first.planPath).value(), old);
    params.lockedLanes = {9999};
    QVERIFY(!composeTrack(*m_studio.studio, params, 0, task).has_value());
}

void TestComposeStage::aNewTempoForAPlan()
{
    ComposeParams params;
    params.planFile = m_first.planPath;
    params.output = m_studio.file(QStringLiteral("faster.wav"));
    params.planOnly = true;
    params.bpm = 136.0;
    TaskContext task;
    const auto done = composeTrack(*m_studio.studio, params, 0, task);
    VERIFY_DONE(done);
    const auto before = loadPlan(m_first.planPath).value();
    const auto after = loadPlan(done->planPath).value();
    QCOMPARE(after.bpm, 136.0);
    QCOMPARE(after.bars, before.bars);
    QCOMPARE(after.lanes.size(), before.lanes.size());
}

void TestComposeStage::filesThatAreGone()
{
    ComposeStudio other;
    QVERIFY(other.prepare());
    ComposeParams params = paramsFor(other, QStringLiteral("x.wav"));
    params.planOnly = true;
    TaskContext task;
    const auto first = composeTrack(*other.studio, params, 0, task);
    VERIFY_DONE(first);
    const auto& lost = first->stems.front();
    QVERIFY(QFile::remove(lost.path));
    params.output = other.file(QStringLiteral("y.wav"));
    const auto second = composeTrack(*other.studio, params, 0, task);
    VERIFY_DONE(second);
    for (const auto& stem : second->stems) {
        QVERIFY(stem.id != lost.id);
    }
    QVERIFY(db::StemRepository(other.studio->database()).byId(lost.id)->isMissing);
    // A copy of the same samples stands in when the old plan is rendered.
    Stem copy = db::StemRepository(other.studio->database()).byId(lost.id).value();
    music::Plan plan = loadPlan(first->planPath).value();
    QVERIFY(missingSounds(plan) == std::vector<StemId> {lost.id});
    const QString place = other.file(QStringLiteral("moved.wav"));
    QVERIFY(writeBytes(place, "anything"));
    copy.id = 0;
    copy.path = toStd(place);
    copy.isMissing = false;
    QVERIFY(db::StemRepository(other.studio->database()).insert(copy).has_value());
    QVERIFY(findMovedSounds(*other.studio, plan).has_value());
    QVERIFY(missingSounds(plan).empty());
}

void TestComposeStage::nothingThere()
{
    const TestStudio empty;
    TaskContext task;
    const auto done
        = composeTrack(*empty.studio, paramsFor(empty, QStringLiteral("x.wav")), 0, task);
    QVERIFY(done.error().code == ErrorCode::NotEnoughData);
    // And where there is something, but nothing of what is wanted.
    ComposeParams params = paramsFor(m_studio, QStringLiteral("none.wav"));
    params.sources.licences = {"CC0"};
    QVERIFY(composeTrack(*m_studio.studio, params, 0, task).error().code
            == ErrorCode::NotEnoughData);
    QVERIFY(filesBelow(empty.folder.path()).filter(QStringLiteral("x_")).isEmpty());
}

void TestComposeStage::cancelledLeavesNothing()
{
    for (const int questions : {0, 5, 60}) {
        TaskContext task = cancelledAfter(questions);
        const auto done = composeTrack(
            *m_studio.studio, paramsFor(m_studio, QStringLiteral("cancelled.wav")), 0, task);
        QVERIFY(!done.has_value());
        QVERIFY(done.error().code == ErrorCode::Cancelled);
        QVERIFY(filesBelow(m_studio.folder.path()).filter(QStringLiteral("cancelled")).isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestComposeStage)
#include "tst_composestage.moc"
