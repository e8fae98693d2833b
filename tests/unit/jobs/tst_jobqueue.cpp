#include "core/jobs/JobQueue.h"
#include "tests/support/Patience.h"

#include <QFutureWatcher>
#include <QSemaphore>
#include <QSignalSpy>
#include <QThread>

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <new>
#include <stdexcept>

using namespace nde;
using jobs::JobQueue;

class TestJobQueue : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deliversValueAndError();
    void turnsExceptionsIntoErrors();
    void reportsProgress();
    void cancelMidwayLeavesNoResult();
    void cancelBeforeStartNeverRuns();
    void oneThreadKeepsOrder();
    void destructorCancelsAndWaits();
    void waitForDoneRunsEverything();
    void threadsAreNamedAndNice();
};

void TestJobQueue::deliversValueAndError()
{
    JobQueue queue(1);
    auto value = queue.run<int>([](TaskContext&) -> Result<int> { return 7; });
    auto error = queue.run<int>(
        [](TaskContext&) -> Result<int> { return fail(ErrorCode::DiskFull, "full"); });
    auto nothing = queue.run<void>([](TaskContext&) -> Result<> { return {}; });
    QCOMPARE(value.result().value(), 7);
    QVERIFY(error.result().error() == (Error {ErrorCode::DiskFull, "full"}));
    QVERIFY(nothing.result().has_value());
}

void TestJobQueue::turnsExceptionsIntoErrors()
{
    JobQueue queue(1);
    auto boom
        = queue.run<int>([](TaskContext&) -> Result<int> { throw std::runtime_error("boom"); });
    auto memory = queue.run<int>([](TaskContext&) -> Result<int> { throw std::bad_alloc(); });
    auto odd = queue.run<int>([](TaskContext&) -> Result<int> { throw 5; });
    QVERIFY(boom.result().error() == (Error {ErrorCode::Internal, "boom"}));
    QCOMPARE(memory.result().error().code, ErrorCode::OutOfMemory);
    QCOMPARE(odd.result().error().code, ErrorCode::Internal);
}

void TestJobQueue::reportsProgress()
{
    JobQueue queue(1);
    QSemaphore reported;
    QSemaphore seen;
    auto future = queue.run<int>([&](TaskContext& task) -> Result<int> {
        task.sub(0.5, 1.0).progress(0.5, "separating");
        reported.release();
        seen.acquire();
        return 1;
    });
    reported.acquire();
    QCOMPARE(future.progressMaximum(), JobQueue::kProgressSteps);
    QCOMPARE(future.progressValue(), 750);
    QCOMPARE(future.progressText(), QStringLiteral("separating"));
    seen.release();
    future.waitForFinished();
}

void TestJobQueue::cancelMidwayLeavesNoResult()
{
    JobQueue queue(1);
    QSemaphore started;
    auto future = queue.run<int>([&started](TaskContext& task) -> Result<int> {
        started.release();
        while (!task.cancelled()) {
            QThread::yieldCurrentThread();
        }
        return fail(ErrorCode::Cancelled, "");
    });
    QFutureWatcher<Result<int>> watcher;
    QSignalSpy finished(&watcher, &QFutureWatcherBase::finished);
    watcher.setFuture(future);
    started.acquire();
    future.cancel();
    QTRY_COMPARE(finished.count(), 1);
    QVERIFY(future.isCanceled());
    QCOMPARE(future.resultCount(), 0);
}

void TestJobQueue::cancelBeforeStartNeverRuns()
{
    JobQueue queue(1);
    QSemaphore gate;
    std::atomic<bool> hasRun {false};
    auto first = queue.run<int>([&gate](TaskContext&) -> Result<int> {
        gate.acquire();
        return 1;
    });
    auto second = queue.run<int>([&hasRun](TaskContext&) -> Result<int> {
        hasRun = true;
        return 2;
    });
    second.cancel();
    gate.release();
    queue.waitForDone();
    QVERIFY(!hasRun);
    QCOMPARE(first.result().value(), 1);
    QVERIFY(second.isFinished());
    QCOMPARE(second.resultCount(), 0);
}

void TestJobQueue::oneThreadKeepsOrder()
{
    JobQueue queue(1);
    std::vector<int> order;
    std::vector<QFuture<Result<>>> futures;
    for (int i = 0; i < 100; ++i) {
        futures.push_back(queue.run<void>([&order, i](TaskContext&) -> Result<> {
            order.push_back(i);
            return {};
        }));
    }
    queue.waitForDone();
    QCOMPARE(order.size(), std::size_t {100});
    QVERIFY(std::is_sorted(order.begin(), order.end()));
}

void TestJobQueue::destructorCancelsAndWaits()
{
    std::atomic<bool> wasCancelled {false};
    std::atomic<bool> hasRunSecond {false};
    QFuture<Result<int>> first;
    QFuture<Result<int>> second;
    {
        JobQueue queue(1);
        QSemaphore started;
        first = queue.run<int>([&](TaskContext& task) -> Result<int> {
            started.release();
            while (!task.cancelled()) {
                QThread::yieldCurrentThread();
            }
            wasCancelled = true;
            return 1;
        });
        second = queue.run<int>([&](TaskContext&) -> Result<int> {
            hasRunSecond = true;
            return 2;
        });
        started.acquire();
    }
    QVERIFY(wasCancelled);
    QVERIFY(!hasRunSecond);
    QVERIFY(first.isFinished() && second.isFinished());
}

void TestJobQueue::waitForDoneRunsEverything()
{
    JobQueue queue(2);
    std::atomic<int> count {0};
    for (int i = 0; i < 50; ++i) {
        const auto future = queue.run<void>([&count](TaskContext&) -> Result<> {
            ++count;
            return {};
        });
    }
    queue.waitForDone();
    QCOMPARE(count.load(), 50);
}

void TestJobQueue::threadsAreNamedAndNice()
{
    struct Facts
    {
        std::string name;
        int nice;
    };
    const auto facts = [](TaskContext&) -> Result<Facts> {
        char name[16] = {};
        pthread_getname_np(pthread_self(), name, sizeof name);
        return Facts {name, getpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)))};
    };
    const auto ask = [&facts](JobQueue& queue) {
        const auto future = queue.run<Facts>(facts);
        while (!future.isFinished()) {
            QTest::qWait(1); // result() would run it here if the pool had not begun
        }
        return future.result().value();
    };
    const int ours = getpriority(PRIO_PROCESS, 0);
    JobQueue low(1, QStringLiteral("nde-compute-with-a-long-name"));
    QCOMPARE(ask(low).name, std::string("nde-compute-wit"));
    QVERIFY(ask(low).nice > ours || ours >= 10);
    JobQueue normal(1, QStringLiteral("nde-io"), JobQueue::Priority::Normal);
    QCOMPARE(ask(normal).name, std::string("nde-io"));
    QCOMPARE(ask(normal).nice, ours);

    // A future that is waited for before its turn runs in the waiting thread, which stays what it
    // was.
    std::atomic<bool> isReleased {false};
    const auto busy = low.run<void>([&isReleased](TaskContext&) -> Result<> {
        while (!isReleased) {
            QThread::msleep(1);
        }
        return {};
    });
    const Facts stolen = low.run<Facts>(facts).result().value();
    isReleased = true;
    QCOMPARE(stolen.nice, ours);
    QVERIFY(stolen.name != "nde-compute-wit");
    low.waitForDone();
}

QTEST_GUILESS_MAIN(TestJobQueue)
#include "tst_jobqueue.moc"
