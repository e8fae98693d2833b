#include "core/nn/vae/Workers.h"

#include "core/base/ComputeScope.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace nde::nn::vae {

namespace {

/// What the threads of one call share.
struct Shared
{
    std::size_t items {};
    const std::function<void(std::size_t, std::size_t)>& body;
    std::atomic<std::size_t> next {0};
    std::atomic<std::size_t> done {0};
    std::atomic<bool> isStopped {false};
    std::mutex mutex;
    std::exception_ptr error;

    /// @return  false when there is nothing left.
    bool one(std::size_t worker)
    {
        const std::size_t item = isStopped ? items : next.fetch_add(1);
        if (item >= items) {
            return false;
        }
        const ComputeScope computing; // anew: whoever is told of progress uses Qt
        try {
            body(item, worker);
            done.fetch_add(1);
        } catch (...) {
            const std::lock_guard lock(mutex);
            error = error ? error : std::current_exception();
            isStopped = true;
        }
        return true;
    }
};

} // namespace

std::size_t workerCount()
{
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    return std::min<std::size_t>(cores, std::max<std::size_t>(2, cores / 2));
}

bool forItems(std::size_t items, std::size_t workers,
              const std::function<void(std::size_t item, std::size_t worker)>& body,
              const std::function<bool(std::size_t done)>& poll)
{
    Shared shared {items, body, {}, {}, {}, {}, {}};
    std::vector<std::thread> threads;
    for (std::size_t worker = 1; worker < std::min(workers, items); ++worker) {
        threads.emplace_back([&shared, worker] {
            while (shared.one(worker)) { }
        });
    }
    bool isWanted = true;
    while (isWanted && shared.one(0)) {
        isWanted = poll(shared.done);
    }
    shared.isStopped = shared.isStopped || !isWanted;
    for (std::thread& thread : threads) {
        thread.join();
    }
    if (shared.error) {
        std::rethrow_exception(shared.error);
    }
    return isWanted;
}

} // namespace nde::nn::vae
