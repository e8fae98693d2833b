#include "DbSamples.h"
#include "core/db/DatabasePrivate.h"
#include "core/db/JobRepository.h"
#include "core/db/ProcessIdentity.h"

#include <QCoreApplication>
#include <QProcess>

#include <cstdio>
#include <set>
#include <thread>

using namespace nde;
using namespace nde::test;

namespace {

JobRecord jobOf(const std::string& kind)
{
    JobRecord job;
    job.kind = kind;
    return job;
}

std::vector<JobId> order(db::JobRepository& jobs)
{
    std::vector<JobId> ids;
    const auto all = jobs.all();
    for (const JobRecord& job : *all) {
        ids.push_back(job.id);
    }
    return ids;
}

/// What the test starts itself as: claims whatever it can and prints the ids.
int claimEverything(const QString& path)
{
    const auto database = db::Database::open(path);
    if (!database) {
        return 1;
    }
    db::JobRepository jobs(*database);
    while (true) {
        const auto job = jobs.claimNext({"import"}, QCoreApplication::applicationPid());
        if (!job) {
            return 2;
        }
        if (!*job) {
            return 0;
        }
        std::printf("%lld\n", static_cast<long long>((*job)->id));
    }
}

/// Claims one job and waits for its end, which the test brings about.
int claimAndHang(const QString& path)
{
    const auto database = db::Database::open(path);
    if (!database
        || !db::JobRepository(*database).claimNext({"train"}, QCoreApplication::applicationPid())) {
        return 1;
    }
    std::puts("claimed");
    std::fflush(stdout);
    std::getchar();
    return 0;
}

} // namespace

class TestJobRepository : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyFieldSurvives();
    void updateKeepsPlaceAndBirth();
    void claimsOnce();
    void claimNextTakesTheFirstOfItsKinds();
    void threadsNeverShareAJob();
    void processesNeverShareAJob();
    void cancelling();
    void orphansComeBack();
    void aJobThatKillsItsProcessIsGivenUp();
    void killedProcessLeavesAnOrphan();
    void movingKeepsTheOthersInOrder();
    void clearFinished();
    void unknownIdsAreNotFound();
    void stampsTellProcessesApart();
};

void TestJobRepository::everyFieldSurvives()
{
    FreshDatabase fresh;
    db::JobRepository jobs(fresh.database);
    JobRecord job;
    job.kind = "separate";
    job.title = "Größe.wav";
    job.state = JobState::Failed;
    job.progress = 0.4;
    job.stage = "separating";
    job.etaS = 12.5;
    job.speed = 3.25;
    job.params = R"({"a":1})";
    job.result = R"({"b":2})";
    job.errorCode = "disk_full";
    job.errorMessage = "No space.";
    job.attempts = 2;
    job.startedAtMs = 10;
    job.finishedAtMs = 20;
    const auto id = jobs.add(job);
    QVERIFY(id.has_value());
    const auto read = jobs.byId(*id);
    QVERIFY(read.has_value());
    QVERIFY(read->createdAtMs > 1'600'000'000'000);
    QCOMPARE(read->position, std::int64_t {1});
    job.id = *id;
    job.createdAtMs = read->createdAtMs;
    job.position = 1;
    QVERIFY(*read == job);
    for (int i = 0; i < kJobStateCount; ++i) {
        job.state = static_cast<JobState>(i);
        QVERIFY(jobs.update(job).has_value());
        QCOMPARE(jobs.byId(*id)->state, job.state);
    }
}

void TestJobRepository::updateKeepsPlaceAndBirth()
{
    FreshDatabase fresh;
    db::JobRepository jobs(fresh.database);
    const JobId id = *jobs.add(jobOf("import"));
    const JobId second = *jobs.add(jobOf("import"));
    JobRecord job = *jobs.byId(id);
    QVERIFY(jobs.move(id, 2).has_value());
    job.state = JobState::Done;
    job.createdAtMs = 1;
    job.progress = 1.0;
    QVERIFY(jobs.update(job).has_value());
    QCOMPARE(order(jobs), (std::vector<JobId> {second, id}));
    QVERIFY(jobs.byId(id)->createdAtMs > 1);
    QCOMPARE(jobs.byId(id)->progress, 1.0);
}

void TestJobRepository::claimsOnce()
{
    FreshDatabase fresh;
    const auto other = *db::Database::open(fresh.database->path());
    db::JobRepository here(fresh.database);
    db::JobRepository there(other);
    const JobId id = *here.add(jobOf("import"));
    const qint64 pid = QCoreApplication::applicationPid();
    const auto first = there.claim(id, pid);
    QVERIFY(first.has_value() && first->has_value());
    QCOMPARE((*first)->state, JobState::Running);
    QCOMPARE((*first)->ownerPid, std::int64_t {pid});
    QVERIFY((*first)->startedAtMs > 0);
    const auto second = here.claim(id, pid);
    QVERIFY(second.has_value() && !second->has_value());
    QVERIFY(!here.claim(999, pid)->has_value());
}

void TestJobRepository::claimNextTakesTheFirstOfItsKinds()
{
    FreshDatabase fresh;
    db::JobRepository jobs(fresh.database);
    const JobId train = *jobs.add(jobOf("train"));
    const JobId first = *jobs.add(jobOf("import"));
    const JobId second = *jobs.add(jobOf("chop"));
    QVERIFY(jobs.move(second, 1).has_value());
    QCOMPARE(jobs.claimNext({"import", "chop"}, 1).value()->id, second);
    QCOMPARE(jobs.claimNext({"import", "chop"}, 1).value()->id, first);
    QVERIFY(!jobs.claimNext({"import", "chop"}, 1)->has_value());
    QVERIFY(!jobs.claimNext({}, 1)->has_value());
    QCOMPARE(jobs.byId(train)->state, JobState::Queued);
}

void TestJobRepository::threadsNeverShareAJob()
{
    FreshDatabase fresh;
    db::JobRepository jobs(fresh.database);
    constexpr int kJobs = 60;
    for (int i = 0; i < kJobs; ++i) {
        QVERIFY(jobs.add(jobOf("import")).has_value());
    }
    const auto other = *db::Database::open(fresh.database->path());
    std::vector<std::vector<JobId>> claimed(4);
    std::vector<std::string> faults(4);
    std::vector<std::thread> threads;
    for (std::size_t t = 0; t < claimed.size(); ++t) {
        threads.emplace_back([&, t] {
            db::JobRepository mine(t % 2 == 0 ? fresh.database : other);
            for (;;) {
                const auto job = mine.claimNext({"import"}, 1);
                if (!job) {
                    faults[t] = job.error().message;
                    return;
                }
                if (!*job) {
                    return;
                }
                claimed[t].push_back((*job)->id);
            }
        });
    }
    std::set<JobId> all;
    std::size_t count = 0;
    for (std::size_t t = 0; t < threads.size(); ++t) {
        threads[t].join();
        QCOMPARE(faults[t], std::string());
        all.insert(claimed[t].begin(), claimed[t].end());
        count += claimed[t].size();
    }
    QCOMPARE(count, std::size_t {kJobs});
    QCOMPARE(all.size(), std::size_t {kJobs});
}

void TestJobRepository::processesNeverShareAJob()
{
    FreshDatabase fresh;
    db::JobRepository jobs(fresh.database);
    constexpr int kJobs = 60;
    for (int i = 0; i < kJobs; ++i) {
        QVERIFY(jobs.add(jobOf("import")).has_value());
    }
    QProcess first;
    QProcess second;
    for (QProcess* process : {&first, &second}) {
        process->start(QCoreApplication::applicationFilePath(),
                       {QStringLiteral("--claim"), fresh.database->path()});
    }
    QList<QByteArray> ids;
    for (QProcess* process : {&first, &second}) {
        QVERIFY(process->waitForFinished());
        QCOMPARE(process->exitCode(), 0);
        ids += process->readAllStandardOutput().trimmed().split('\n');
    }
    ids.removeAll(QByteArray());
    QCOMPARE(ids.size(), qsizetype {kJobs});
    QCOMPARE(QSet<QByteArray>(ids.begin(), ids.end()).size(), qsizetype {kJobs});
}

void TestJobRepository::cancelling()
{
    FreshDatabase fresh;
    db::JobRepository jobs(fresh.database);
    const JobId queued = *jobs.add(jobOf("import"));
    const JobId running = *jobs.add(jobOf("train"));
    QVERIFY(jobs.claim(running, QCoreApplication::applicationPid())->has_value());
    QVERIFY(jobs.requestCancel(queued).has_value());
    QCOMPARE(jobs.byId(queued)->state, JobState::Cancelled);
    QVERIFY(jobs.byId(queued)->finishedAtMs > 0);
    QCOMPARE(*jobs.isCancelRequested(queued), false);

    QCOMPARE(*jobs.isCancelRequested(running), false);
    QVERIFY(jobs.requestCancel(running).has_value());
    QCOMPARE(jobs.byId(running)->state, JobState::Running);
    QCOMPARE(*jobs.isCancelRequested(running), true);
    // Progress goes on until the runner notices, and does not make it forget.
    QVERIFY(jobs.setProgress(running, 0.5, "training", 3.0, 0.0).has_value());
    QCOMPARE(*jobs.isCancelRequested(running), true);
    QCOMPARE(jobs.byId(running)->progress, 0.5);
    QCOMPARE(jobs.byId(running)->stage, std::string("training"));
    JobRecord job = *jobs.byId(running);
    job.state = JobState::Cancelled;
    QVERIFY(jobs.update(job).has_value());
    job.state = JobState::Queued; // retried
    QVERIFY(jobs.update(job).has_value());
    QCOMPARE(*jobs.isCancelRequested(running), false);

    job.state = JobState::Done;
    QVERIFY(jobs.update(job).has_value());
    QVERIFY(jobs.requestCancel(running).has_value()); // too late
    QCOMPARE(jobs.byId(running)->state, JobState::Done);
}

void TestJobRepository::orphansComeBack()
{
    FreshDatabase fresh;
    db::JobRepository jobs(fresh.database);
    const qint64 pid = QCoreApplication::applicationPid();
    const JobId ours = *jobs.add(jobOf("import"));
    const JobId reused = *jobs.add(jobOf("import"));
    const JobId dead = *jobs.add(jobOf("import"));
    const JobId unwanted = *jobs.add(jobOf("import"));
    const JobId waiting = *jobs.add(jobOf("import"));
    QVERIFY(jobs.claim(ours, pid)->has_value());
    QVERIFY(jobs.claim(reused, pid)->has_value());
    QVERIFY(jobs.claim(dead, 999'999'999)->has_value());
    QVERIFY(jobs.claim(unwanted, 999'999'999)->has_value());
    QVERIFY(jobs.requestCancel(unwanted).has_value());
    // A process with our number, but started at another time.
    auto* connection = *fresh.database->d().connection();
    QVERIFY(
        connection
            ->run(QStringLiteral("UPDATE processing_jobs SET owner_start = 'boot:1' WHERE id = ?"),
                  {QVariant::fromValue<qint64>(reused)})
            .has_value());
    QCOMPARE(*jobs.recoverOrphans(), (std::vector<JobId> {reused, dead}));
    QCOMPARE(jobs.byId(ours)->state, JobState::Running);
    for (const JobId id : {reused, dead}) {
        const JobRecord job = *jobs.byId(id);
        QCOMPARE(job.state, JobState::Queued);
        QCOMPARE(job.attempts, 1);
        QCOMPARE(job.ownerPid, std::int64_t {0});
    }
    QCOMPARE(jobs.byId(unwanted)->state, JobState::Cancelled);
    QCOMPARE(jobs.byId(waiting)->attempts, 0);
    QVERIFY(jobs.recoverOrphans()->empty());
}

void TestJobRepository::aJobThatKillsItsProcessIsGivenUp()
{
    FreshDatabase fresh;
    db::JobRepository jobs(fresh.database);
    const JobId id = *jobs.add(jobOf("import"));
    for (int death = 1; death <= 2; ++death) {
        QVERIFY(jobs.claim(id, 999'999'999)->has_value());
        QCOMPARE(*jobs.recoverOrphans(), (std::vector<JobId> {id}));
    }
    QVERIFY(jobs.claim(id, 999'999'999)->has_value());
    QVERIFY(jobs.recoverOrphans()->empty());
    const JobRecord job = *jobs.byId(id);
    QCOMPARE(job.state, JobState::Failed);
    QCOMPARE(job.attempts, 3);
    QCOMPARE(job.errorCode, std::string("internal"));
    QVERIFY(!job.errorMessage.empty());
    QVERIFY(job.finishedAtMs > 0);
}

void TestJobRepository::killedProcessLeavesAnOrphan()
{
    FreshDatabase fresh;
    db::JobRepository jobs(fresh.database);
    const JobId id = *jobs.add(jobOf("train"));
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(),
                  {QStringLiteral("--hang"), fresh.database->path()});
    QVERIFY(process.waitForReadyRead());
    QCOMPARE(jobs.byId(id)->state, JobState::Running);
    QVERIFY(jobs.recoverOrphans()->empty()); // it lives
    process.kill();
    QVERIFY(process.waitForFinished());
    QCOMPARE(*jobs.recoverOrphans(), (std::vector<JobId> {id}));
}

void TestJobRepository::movingKeepsTheOthersInOrder()
{
    FreshDatabase fresh;
    db::JobRepository jobs(fresh.database);
    std::vector<JobId> ids;
    for (int i = 0; i < 5; ++i) {
        ids.push_back(*jobs.add(jobOf("import")));
    }
    QVERIFY(jobs.move(ids[3], 1).has_value());
    QCOMPARE(order(jobs), (std::vector<JobId> {ids[3], ids[0], ids[1], ids[2], ids[4]}));
    QVERIFY(jobs.move(ids[3], 4).has_value());
    QCOMPARE(order(jobs), ids);
    QVERIFY(jobs.move(ids[0], 2).has_value()); // one down
    QCOMPARE(order(jobs), (std::vector<JobId> {ids[1], ids[0], ids[2], ids[3], ids[4]}));
    QVERIFY(jobs.move(ids[2], 3).has_value()); // where it is
    QCOMPARE(order(jobs), (std::vector<JobId> {ids[1], ids[0], ids[2], ids[3], ids[4]}));
}

void TestJobRepository::clearFinished()
{
    FreshDatabase fresh;
    db::JobRepository jobs(fresh.database);
    std::vector<JobId> ids;
    for (int i = 0; i < kJobStateCount; ++i) {
        JobRecord job = jobOf("import");
        job.state = static_cast<JobState>(i);
        ids.push_back(*jobs.add(job));
    }
    QVERIFY(jobs.clearFinished().has_value());
    QCOMPARE(order(jobs), (std::vector<JobId> {ids[0], ids[1], ids[2]}));
}

void TestJobRepository::unknownIdsAreNotFound()
{
    FreshDatabase fresh;
    db::JobRepository jobs(fresh.database);
    QCOMPARE(jobs.byId(1).error().code, ErrorCode::NotFound);
    QCOMPARE(jobs.update({}).error().code, ErrorCode::NotFound);
    QCOMPARE(jobs.setProgress(1, 0.5, "", -1.0, 0.0).error().code, ErrorCode::NotFound);
    QCOMPARE(jobs.requestCancel(1).error().code, ErrorCode::NotFound);
    QCOMPARE(jobs.isCancelRequested(1).error().code, ErrorCode::NotFound);
    QCOMPARE(jobs.move(1, 1).error().code, ErrorCode::NotFound);
}

void TestJobRepository::stampsTellProcessesApart()
{
    const qint64 pid = QCoreApplication::applicationPid();
    QVERIFY(db::isProcessAlive(pid, db::processStamp(pid)));
    QVERIFY(!db::isProcessAlive(pid, QString()));
    QVERIFY(!db::isProcessAlive(pid, db::processStamp(pid) + u'1'));
    QVERIFY(db::processStamp(999'999'999).isEmpty());
    QVERIFY(db::processStamp(0).isEmpty());
    QVERIFY(db::processStamp(-1).isEmpty());
}

int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.value(1) == QLatin1String("--claim")) {
        return claimEverything(arguments.value(2));
    }
    if (arguments.value(1) == QLatin1String("--hang")) {
        return claimAndHang(arguments.value(2));
    }
    TestJobRepository test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_jobrepository.moc"
