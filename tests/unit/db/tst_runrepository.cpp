#include "DbSamples.h"
#include "core/db/RunRepository.h"
#include "core/db/StemRepository.h"

using namespace nde;
using namespace nde::test;

class TestRunRepository : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runsSurvive();
    void pointsFormTheCurve();
    void tracksSurvive();
    void unknownRunsAreNotFound();
    void removedStemLeavesTheTrack();
};

void TestRunRepository::runsSurvive()
{
    FreshDatabase fresh;
    db::RunRepository runs(fresh.database);
    db::TrainingRun run {0,  "kick",    "/m/kick_vae.pt",         "abc", R"({"epochs":5})",
                         "", "running", 0xFFFF'FFFF'FFFF'FFFFULL, 11,    0};
    const auto id = runs.addRun(run);
    QVERIFY(id.has_value());
    run.id = *id;
    QVERIFY(runs.runs()->at(0) == run);
    run.state = "done";
    run.report = R"({"used":12})";
    run.finishedAtMs = 22;
    QVERIFY(runs.updateRun(run).has_value());
    QCOMPARE(runs.runs()->size(), std::size_t {1});
    QVERIFY(runs.runs()->at(0) == run);
}

void TestRunRepository::pointsFormTheCurve()
{
    FreshDatabase fresh;
    db::RunRepository runs(fresh.database);
    const qint64 id = *runs.addRun({});
    const db::RunPoint second {2, 0.1, 0.2, 0.3, 0.4, 5, 1e-3, 123.5};
    db::RunPoint first {1, 1.1, 1.2, 1.3, 1.4, 6, 1e-4, 99.0};
    QVERIFY(runs.addPoint(id, second).has_value());
    QVERIFY(runs.addPoint(id, first).has_value());
    QVERIFY(*runs.points(id) == (std::vector<db::RunPoint> {first, second}));
    first.train = 9.0; // a resumed run does the epoch again
    QVERIFY(runs.addPoint(id, first).has_value());
    QVERIFY(*runs.points(id) == (std::vector<db::RunPoint> {first, second}));
    QVERIFY(runs.points(id + 1)->empty());
}

void TestRunRepository::tracksSurvive()
{
    FreshDatabase fresh;
    db::RunRepository runs(fresh.database);
    const auto stems = *db::StemRepository(fresh.database)
                            .insertAll({namedStem("track"), namedStem("a"), namedStem("b")});
    db::TrackRecord track {0,    stems[0], "dunkler Techno", "/p.json", "ff", "/t.wav", 77, 128.5,
                           "Am", 5};
    const auto id
        = runs.addTrack(track, {{stems[2], "bass"}, {stems[1], "drums"}, {stems[1], "drums"}});
    QVERIFY(id.has_value());
    track.id = *id;
    QVERIFY(runs.tracks()->at(0) == track);
    QVERIFY(*runs.trackStems(*id)
            == (std::vector<db::TrackStem> {{stems[1], "drums"}, {stems[2], "bass"}}));
    track.createdAtMs = 0;
    track.stemId = 0;
    QVERIFY(runs.addTrack(track).has_value());
    QCOMPARE(runs.tracks()->at(1).stemId, qint64 {0});
    QVERIFY(runs.tracks()->at(1).createdAtMs > 1'600'000'000'000);
}

void TestRunRepository::unknownRunsAreNotFound()
{
    FreshDatabase fresh;
    db::RunRepository runs(fresh.database);
    db::TrainingRun run;
    run.id = 3;
    QCOMPARE(runs.updateRun(run).error().code, ErrorCode::NotFound);
    QCOMPARE(runs.addPoint(3, {}).error().code, ErrorCode::NotFound);
    db::TrackRecord track;
    track.stemId = 99;
    QCOMPARE(runs.addTrack(track).error().code, ErrorCode::NotFound);
    track.stemId = 0;
    QCOMPARE(runs.addTrack(track, {{99, "drums"}}).error().code, ErrorCode::NotFound);
    QVERIFY(runs.tracks()->empty()); // nothing of the failed one stays
}

void TestRunRepository::removedStemLeavesTheTrack()
{
    FreshDatabase fresh;
    db::RunRepository runs(fresh.database);
    db::StemRepository stems(fresh.database);
    const StemId id = *stems.insert(namedStem("track"));
    db::TrackRecord track;
    track.stemId = id;
    track.outputPath = "/t.wav";
    const qint64 trackId = *runs.addTrack(track, {{id, "drums"}});
    QVERIFY(stems.remove({id}).has_value());
    QCOMPARE(runs.tracks()->at(0).stemId, qint64 {0});
    QVERIFY(runs.trackStems(trackId)->empty());
}

QTEST_GUILESS_MAIN(TestRunRepository)
#include "tst_runrepository.moc"
