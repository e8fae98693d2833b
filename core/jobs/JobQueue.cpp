#include "core/jobs/JobQueue.h"

#include <QThread>

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <new>

namespace nde::jobs {

namespace {

constexpr int kLowNice = 10; // of 19: slow beside anything else, full speed on an idle machine

} // namespace

Error currentExceptionToError() noexcept
{
    try {
        throw;
    } catch (const std::bad_alloc&) {
        return {ErrorCode::OutOfMemory, "out of memory"};
    } catch (const std::exception& e) {
        return {ErrorCode::Internal, e.what()};
    } catch (...) {
        return {ErrorCode::Internal, "unknown exception"};
    }
}

JobQueue::JobQueue(int threads, const QString& name, Priority priority)
    : m_setup {name.toLatin1().left(15), priority, &m_pool}
{
    m_pool.setMaxThreadCount(qMax(1, threads));
}

JobQueue::~JobQueue()
{
    cancelAll();
    m_pool.waitForDone();
}

void JobQueue::cancelAll()
{
    const std::lock_guard lock(m_mutex);
    for (QFuture<void>& future : m_futures) {
        future.cancel();
    }
    m_futures.clear();
}

void JobQueue::waitForDone()
{
    m_pool.waitForDone();
}

// QThread's own priorities do nothing under Linux' normal scheduler, where niceness is what counts
// and belongs to the single thread.
void JobQueue::setUpThread(const ThreadSetup& setup)
{
    thread_local bool isDone = false;
    if (isDone || !setup.pool->contains(QThread::currentThread())) {
        return;
    }
    isDone = true;
    pthread_setname_np(pthread_self(), setup.name.constData());
    if (setup.priority == Priority::Low) {
        const auto thread = static_cast<id_t>(syscall(SYS_gettid));
        // Becoming nicer is always allowed; should it fail, the thread only computes less politely.
        static_cast<void>(setpriority(PRIO_PROCESS, thread, kLowNice));
    }
}

void JobQueue::remember(QFuture<void> future)
{
    const std::lock_guard lock(m_mutex);
    std::erase_if(m_futures, [](const QFuture<void>& known) { return known.isFinished(); });
    m_futures.push_back(std::move(future));
}

} // namespace nde::jobs
