#include "core/mix/Workers.h"

#include "core/base/ComputeScope.h"
#include "core/base/WideRegisters.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <vector>

namespace nde::mix {

namespace {

constexpr int kMostThreads = 16;
constexpr auto kPoll = std::chrono::milliseconds(20);

Result<> guarded(std::size_t index, TaskContext& task,
                 const std::function<Result<>(std::size_t, TaskContext&)>& work)
{
    clearWideRegisters(); // whoever is told of progress uses Qt
    try {
        return work(index, task);
    } catch (const std::bad_alloc&) {
        return fail(ErrorCode::OutOfMemory, "there is not enough memory to mix this plan");
    } catch (const std::exception& error) {
        return fail(ErrorCode::Internal, error.what());
    }
}

/// What the threads share.
struct Shared
{
    std::mutex mutex;
    std::condition_variable changed;
    std::atomic<bool> isStopped {};
    std::size_t next {};
    std::size_t done {};
    int running {};
    std::optional<std::pair<std::size_t, Error>> failure;
};

void workOn(Shared& shared, std::size_t count,
            const std::function<Result<>(std::size_t, TaskContext&)>& work)
{
    const ComputeScope computing;
    TaskContext task({}, [&shared] { return shared.isStopped.load(std::memory_order_relaxed); });
    std::unique_lock lock(shared.mutex);
    while (shared.next < count && !shared.isStopped.load(std::memory_order_relaxed)) {
        const std::size_t index = shared.next++;
        lock.unlock();
        const auto result = guarded(index, task, work);
        lock.lock();
        ++shared.done;
        if (!result) {
            const bool isFirst = !shared.failure
                || (shared.failure->second.code == ErrorCode::Cancelled
                    && result.error().code != ErrorCode::Cancelled)
                || (result.error().code != ErrorCode::Cancelled && index < shared.failure->first);
            if (isFirst) {
                shared.failure = {index, result.error()};
            }
            shared.isStopped.store(true, std::memory_order_relaxed);
        }
        shared.changed.notify_all();
    }
    --shared.running;
    shared.changed.notify_all();
}

} // namespace

int threadsFor(int wished)
{
    const int all = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    return std::clamp(wished > 0 ? wished : all, 1, kMostThreads);
}

Result<> inParallel(std::size_t count, int threads, const TaskContext& task, std::string_view stage,
                    const std::function<Result<>(std::size_t, TaskContext&)>& work)
{
    const auto share = [count](std::size_t done) {
        return static_cast<double>(done) / static_cast<double>(std::max<std::size_t>(1, count));
    };
    const auto wanted
        = static_cast<int>(std::min(count, static_cast<std::size_t>(std::max(1, threads))));
    if (wanted <= 1) {
        const ComputeScope computing;
        for (std::size_t i = 0; i < count; ++i) {
            if (task.cancelled()) {
                return fail(ErrorCode::Cancelled, "rendering was cancelled");
            }
            task.progress(share(i), stage);
            TaskContext inner({}, [&task] { return task.cancelled(); });
            if (auto result = guarded(i, inner, work); !result) {
                return result;
            }
        }
        return {};
    }
    Shared shared;
    std::vector<std::thread> pool;
    shared.running = wanted;
    for (int i = 0; i < wanted; ++i) {
        pool.emplace_back([&] { workOn(shared, count, work); });
    }
    bool isCancelled = false;
    {
        std::unique_lock lock(shared.mutex);
        while (shared.running > 0) {
            shared.changed.wait_for(lock, kPoll);
            const std::size_t done = shared.done;
            lock.unlock();
            if (!isCancelled && task.cancelled()) {
                isCancelled = true;
                shared.isStopped.store(true, std::memory_order_relaxed);
            }
            task.progress(share(done), stage);
            lock.lock();
        }
    }
    for (auto& thread : pool) {
        thread.join();
    }
    if (isCancelled) {
        return fail(ErrorCode::Cancelled, "rendering was cancelled");
    }
    return shared.failure ? Result<>(tl::unexpected<Error>(shared.failure->second)) : Result<> {};
}

} // namespace nde::mix
