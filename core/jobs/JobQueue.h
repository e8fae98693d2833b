#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"

#include <QFuture>
#include <QPromise>
#include <QString>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <mutex>
#include <utility>
#include <vector>

namespace nde::jobs {

/// What an exception that nobody caught means to the user.
[[nodiscard]] Error currentExceptionToError() noexcept;

/// The one way to leave a thread: runs ordinary functions `Result<T> f(TaskContext&)` on its own
/// pool, oldest first.
///
/// Exceptions become errors here, because through QtConcurrent they would arrive without their
/// message. A future that was cancelled holds no result; keep and cancel the root future, since
/// cancelling a continuation does not reach the worker.
///
/// @thread  run(): any; the others: the owner's.
class JobQueue
{
public:
    enum class Priority
    {
        Normal,
        Low ///< for computing: the window, the audio and other programs go first
    };

    /// @param threads  at least 1.
    /// @param name     what the threads are called in a debugger or `top`, at most 15 characters.
    explicit JobQueue(int threads, const QString& name = QStringLiteral("nde-job"),
                      Priority priority = Priority::Low);
    /// Cancels what runs or waits, and waits for it.
    ~JobQueue();
    JobQueue(const JobQueue&) = delete;
    JobQueue& operator=(const JobQueue&) = delete;

    /// @return  the root future: progress value 0 … 1000, progress text = stage.
    template<typename T, typename Body>
    [[nodiscard]] QFuture<Result<T>> run(Body body)
    {
        auto future = QtConcurrent::run(
            &m_pool,
            [body = std::move(body), setup = m_setup](QPromise<Result<T>>& promise) mutable {
                setUpThread(setup);
                promise.setProgressRange(0, kProgressSteps);
                TaskContext task {[&promise](double fraction, std::string_view stage) {
                                      report(promise, fraction, stage);
                                  },
                                  [&promise] { return promise.isCanceled(); }};
                try {
                    promise.addResult(body(task));
                } catch (...) {
                    promise.addResult(Result<T> {tl::unexpected<Error>(currentExceptionToError())});
                }
            });
        remember(QFuture<void>(future));
        return future;
    }

    void cancelAll(); ///< what runs is asked to stop; what waits never starts
    void waitForDone(); ///< until everything that was given has run

    static constexpr int kProgressSteps = 1000;

private:
    struct ThreadSetup
    {
        QByteArray name;
        Priority priority;
        const QThreadPool* pool;
    };

    /// Only threads of the pool are named and made nice: whoever waits for a future that has not
    /// begun runs it himself (QFuture steals it), and must stay as he is.
    static void setUpThread(const ThreadSetup& setup);
    template<typename Promise>
    static void report(Promise& promise, double fraction, std::string_view stage)
    {
        promise.setProgressValueAndText(
            static_cast<int>(fraction * kProgressSteps),
            QString::fromUtf8(stage.data(), static_cast<qsizetype>(stage.size())));
    }
    void remember(QFuture<void> future);

    ThreadSetup m_setup;
    std::mutex m_mutex;
    std::vector<QFuture<void>> m_futures; ///< those not yet seen finished
    QThreadPool m_pool;
};

} // namespace nde::jobs
