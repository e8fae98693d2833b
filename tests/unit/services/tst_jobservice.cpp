#include "ServiceFixtures.h"
#include "core/db/JobRepository.h"
#include "core/db/StemRepository.h"
#include "core/services/JobRun.h"
#include "core/services/JobService.h"
#include "core/services/UseCaseJson.h"
#include "tests/support/Patience.h"

#include <QCoreApplication>
#include <QSignalSpy>

#include <stdexcept>
#include <thread>

using namespace nde;
using namespace nde::services;
using namespace nde::services::test;

namespace {

constexpr int kWaitMs = 120'000;

JobRecord claimed(const TestStudio& test, const std::string& kind = "test")
{
    JobRecord job;
    job.kind = kind;
    job.state = JobState::Running;
    job.ownerPid = QCoreApplication::applicationPid();
    db::JobRepository jobs(test.studio->database());
    return *jobs.byId(*jobs.add(job));
}

JobRecord stored(const TestStudio& test, JobId id)
{
    return *db::JobRepository(test.studio->database()).byId(id);
}

} // namespace

class TestJobService : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void etaFollowsALinearRun();
    void doneStoresTheResult();
    void exceptionsBecomeErrors();
    void cancelFromAnotherProcessArrives();
    void requeueGoesBack();
    void runInPlaceIsBornRunning();
    void parametersSurviveJson();
    void importRunsToTheEnd();
    void failureIsStoredAndRetried();
    void cancelWhileRunning();
    void closingPutsBackAndReopeningFinishes();
    void pausedQueueStartsNothing();
    void moveAndClear();
    void takesUpWhatAKilledCommandLeft();
};

void TestJobService::etaFollowsALinearRun()
{
    EtaEstimator eta;
    QCOMPARE(eta.update(0.01, 0.1), -1.0);
    double left = 0.0;
    for (int i = 2; i <= 50; ++i) {
        left = eta.update(i / 100.0, i * 0.5);
    }
    QVERIFY(std::abs(left - 25.0) < 0.5); // half of 50 s is over
}

void TestJobService::doneStoresTheResult()
{
    const TestStudio test;
    const JobRecord job = claimed(test);
    std::vector<double> heard;
    JobRun run(test.studio, job, [&](const JobRecord& r) { heard.push_back(r.progress); });
    const auto outcome = run.execute([](TaskContext& task) -> Result<QJsonObject> {
        task.progress(0.5, "half");
        task.progress(0.2, "back");
        return QJsonObject {{QStringLiteral("answer"), 42}};
    });
    QVERIFY(outcome.has_value());
    QVERIFY(!heard.empty());
    QVERIFY(std::is_sorted(heard.begin(), heard.end()));
    const auto after = stored(test, job.id);
    QCOMPARE(after.state, JobState::Done);
    QCOMPARE(after.progress, 1.0);
    QCOMPARE(after.ownerPid, 0);
    QCOMPARE(after.result, std::string("{\"answer\":42}"));
}

void TestJobService::exceptionsBecomeErrors()
{
    const TestStudio test;
    const JobRecord job = claimed(test);
    JobRun run(test.studio, job);
    const auto outcome = run.execute(
        [](TaskContext&) -> Result<QJsonObject> { throw std::runtime_error("boom"); });
    QVERIFY(!outcome.has_value());
    const auto after = stored(test, job.id);
    QCOMPARE(after.state, JobState::Failed);
    QCOMPARE(after.errorCode, std::string("internal"));
    QCOMPARE(after.errorMessage, std::string("boom"));
}

void TestJobService::cancelFromAnotherProcessArrives()
{
    const TestStudio test;
    const JobRecord job = claimed(test);
    QVERIFY(db::JobRepository(test.studio->database()).requestCancel(job.id).has_value());
    JobRun run(test.studio, job);
    const auto outcome = run.execute([](TaskContext& task) -> Result<QJsonObject> {
        while (!task.cancelled()) {
            std::this_thread::yield();
        }
        return fail(ErrorCode::Cancelled, "stopped");
    });
    QCOMPARE(outcome.error().code, ErrorCode::Cancelled);
    QCOMPARE(stored(test, job.id).state, JobState::Cancelled);
}

void TestJobService::requeueGoesBack()
{
    const TestStudio test;
    const JobRecord job = claimed(test);
    JobRun run(test.studio, job);
    run.requestRequeue();
    const auto outcome = run.execute([](TaskContext& task) -> Result<QJsonObject> {
        return task.cancelled() ? Result<QJsonObject> {fail(ErrorCode::Cancelled, "stopped")}
                                : Result<QJsonObject> {QJsonObject {}};
    });
    QVERIFY(!outcome.has_value());
    const auto after = stored(test, job.id);
    QCOMPARE(after.state, JobState::Queued);
    QCOMPARE(after.ownerPid, 0);
}

void TestJobService::runInPlaceIsBornRunning()
{
    const TestStudio test;
    TaskContext task;
    JobState seen {};
    const auto outcome = runJobInPlace(
        test.studio, "import", QStringLiteral("x"), {},
        [&](JobId id, TaskContext&) -> Result<QJsonObject> {
            seen = stored(test, id).state;
            return QJsonObject {{QStringLiteral("job"), qint64 {id}}};
        },
        task);
    QVERIFY(outcome.has_value());
    QCOMPARE(seen, JobState::Running);
    QCOMPARE(stored(test, outcome->value(QStringLiteral("job")).toInteger()).state, JobState::Done);
}

void TestJobService::parametersSurviveJson()
{
    TrainJobParams train;
    train.category = Category::Snare;
    train.params.seed = ~quint64 {0};
    train.params.epochs = 3;
    train.params.detail = 3e-5;
    const auto again = trainParamsFromJson(toJson(train));
    QVERIFY(again.has_value());
    QCOMPARE(toJson(*again), toJson(train));
    QCOMPARE(quint64 {again->params.seed}, ~quint64 {0});

    ComposeParams compose;
    compose.prompt = QStringLiteral("dunkler Techno");
    compose.sources.includeOriginal = false;
    compose.sources.roots = {7};
    compose.seed = 9;
    compose.bpm = 132.5;
    compose.key = Key {9, true};
    compose.moods << QStringLiteral("dark");
    compose.scope.lanes = {4};
    compose.lockedClips = {17, 18};
    const auto composed = composeParamsFromJson(toJson(compose));
    QVERIFY(composed.has_value());
    QCOMPARE(toJson(*composed), toJson(compose));
    QVERIFY(composed->sources == compose.sources && composed->scope == compose.scope);
    QVERIFY(composed->key == compose.key && composed->bpm == compose.bpm);
    QCOMPARE(composed->lockedClips, compose.lockedClips);

    SeparateParams separate;
    separate.stem = 5;
    separate.chop = true;
    QCOMPARE(toJson(*separateParamsFromJson(toJson(separate))), toJson(separate));
    const auto bad = trainParamsFromJson({{QStringLiteral("epochs"), QStringLiteral("many")}});
    QVERIFY(!bad.has_value());
    QVERIFY(toQt(bad.error().message).contains(QStringLiteral("epochs")));
}

void TestJobService::importRunsToTheEnd()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("a.wav"));
    QVERIFY(write(path, sine(300.0, 0.3)));
    JobService service(test.studio, true);
    QSignalSpy finished(&service, &JobService::jobFinished);
    QSignalSpy library(&service, &JobService::libraryChanged);
    service.start();
    ImportParams params;
    params.paths = QStringList {path};
    const auto id = service.enqueue(params);
    QVERIFY(id.has_value());
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kWaitMs);
    QCOMPARE(service.job(*id)->state, JobState::Done);
    QVERIFY(library.size() > 0);
    QCOMPARE(*db::StemRepository(test.studio->database()).count(), qint64 {1});
    QCOMPARE(service.job(*id)->title, std::string("a.wav"));
}

void TestJobService::failureIsStoredAndRetried()
{
    const TestStudio test;
    JobService service(test.studio, true);
    QSignalSpy finished(&service, &JobService::jobFinished);
    service.start();
    SeparateParams params;
    params.input = test.file(QStringLiteral("later.wav"));
    const auto id = service.enqueue(params);
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kWaitMs);
    QCOMPARE(service.job(*id)->state, JobState::Failed);
    QCOMPARE(service.job(*id)->errorCode, std::string("not_found"));
    QVERIFY(write(params.input, beatMusic(0.5, 1, 22050, 1)));
    QVERIFY(service.retry(*id).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 2, kWaitMs);
    QCOMPARE(service.job(*id)->state, JobState::Done);
    QVERIFY(!service.retry(*id).has_value());
}

void TestJobService::cancelWhileRunning()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("long.wav"));
    QVERIFY(write(path, beatMusic(60.0, 2, 22050, 1)));
    JobService service(test.studio, true);
    QSignalSpy finished(&service, &JobService::jobFinished);
    service.start();
    SeparateParams params;
    params.input = path;
    params.outputFolder = test.file(QStringLiteral("out"));
    params.addToLibrary = false;
    const auto id = service.enqueue(params);
    QTRY_VERIFY_WITH_TIMEOUT(service.job(*id)->progress > 0.0, kWaitMs);
    QVERIFY(service.cancel(*id).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kWaitMs);
    QCOMPARE(service.job(*id)->state, JobState::Cancelled);
    QVERIFY(filesBelow(test.file(QStringLiteral("out"))).isEmpty());
}

void TestJobService::closingPutsBackAndReopeningFinishes()
{
    const TestStudio test;
    const QString path = test.file(QStringLiteral("long.wav"));
    QVERIFY(write(path, beatMusic(20.0, 1, 22050, 1)));
    JobId id = 0;
    {
        JobService service(test.studio, true);
        service.start();
        SeparateParams params;
        params.input = path;
        params.outputFolder = test.file(QStringLiteral("out"));
        params.addToLibrary = false;
        id = *service.enqueue(params);
        QTRY_VERIFY_WITH_TIMEOUT(service.job(id)->state == JobState::Running, kWaitMs);
    }
    const auto between = stored(test, id);
    QVERIFY(between.state == JobState::Queued || between.state == JobState::Done);
    JobService service(test.studio, true);
    QSignalSpy finished(&service, &JobService::jobFinished);
    service.start();
    QTRY_VERIFY_WITH_TIMEOUT(service.job(id)->state == JobState::Done, kWaitMs);
    QCOMPARE(filesBelow(test.file(QStringLiteral("out"))).size(), 5);
}

void TestJobService::pausedQueueStartsNothing()
{
    const TestStudio test;
    JobService service(test.studio, true);
    QVERIFY(service.pauseQueue(true).has_value());
    service.start();
    const auto id = service.enqueue(AnalyzeParams {});
    QVERIFY(id.has_value());
    QCOMPARE(service.runningCount(), 0);
    QCOMPARE(service.job(*id)->state, JobState::Queued);
    QSignalSpy finished(&service, &JobService::jobFinished);
    QVERIFY(service.pauseQueue(false).has_value());
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, kWaitMs);
    QCOMPARE(service.job(*id)->state, JobState::Done);
}

void TestJobService::moveAndClear()
{
    const TestStudio test;
    JobService service(test.studio, false);
    const auto a = service.enqueue(AnalyzeParams {});
    const auto b = service.enqueue(AnalyzeParams {});
    const auto c = service.enqueue(AnalyzeParams {});
    QVERIFY(service.move(*c, -2).has_value());
    QCOMPARE(service.jobs().front().id, *c);
    QVERIFY(service.move(*a, 99).has_value());
    QCOMPARE(service.jobs().back().id, *a);
    QVERIFY(service.cancel(*b).has_value());
    QCOMPARE(service.job(*b)->state, JobState::Cancelled);
    QVERIFY(service.clearFinished().has_value());
    QCOMPARE(service.jobs().size(), 2U);
    QVERIFY(!service.move(*b, 1).has_value());
}

void TestJobService::takesUpWhatAKilledCommandLeft()
{
    const TestStudio test;
    JobService service(test.studio, true);
    service.start();
    // Now a command in a terminal starts a job and is killed at once.
    db::JobRepository jobs(test.studio->database());
    JobRecord job;
    job.kind = "test"; // of no kind that would be run here
    job.state = JobState::Running;
    job.ownerPid = 999'999'999;
    JobId id = 0;
    std::thread([&] { id = *jobs.add(job); }).join(); // as another connection
    const auto state = [&] {
        const auto row = service.job(id);
        return row ? row->state : JobState::Done;
    };
    QTRY_COMPARE_WITH_TIMEOUT(state(), JobState::Queued, kWaitMs);
    QCOMPARE(service.runningCount(), 0);
}

QTEST_GUILESS_MAIN(TestJobService)
#include "tst_jobservice.moc"
