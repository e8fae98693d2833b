#include "app/cli/InOrder.h"

#include "core/nn/api/StemVae.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace nde::cli {
namespace {

using Outcome = Result<QJsonObject>;

class Workers
{
public:
    Workers(std::size_t count, int threads, const std::function<Outcome(std::size_t)>& work)
        : m_outcomes(count)
    {
        const auto wanted = std::min(count, static_cast<std::size_t>(threads));
        const auto cores = std::max(1U, std::thread::hardware_concurrency());
        const int share = std::max(1, static_cast<int>(cores / wanted));
        for (std::size_t i = 0; i < wanted; ++i) {
            m_threads.emplace_back([this, &work, share] {
                nn::configureInference(share); // the number is one of the thread
                run(work);
            });
        }
    }
    ~Workers()
    {
        m_isStopped = true;
        for (auto& thread : m_threads) {
            thread.join();
        }
    }
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;

    const Outcome& waitFor(std::size_t index)
    {
        std::unique_lock lock(m_mutex);
        m_changed.wait(lock, [&] { return m_outcomes[index].has_value(); });
        return *m_outcomes[index];
    }

private:
    void run(const std::function<Outcome(std::size_t)>& work)
    {
        for (std::size_t index = m_next++; index < m_outcomes.size() && !m_isStopped;
             index = m_next++) {
            Outcome outcome = work(index);
            const std::scoped_lock lock(m_mutex);
            m_outcomes[index].emplace(std::move(outcome));
            m_changed.notify_all();
        }
    }

    std::atomic<std::size_t> m_next {0};
    std::atomic<bool> m_isStopped {false};
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::optional<Outcome>> m_outcomes;
    std::vector<std::thread> m_threads;
};

} // namespace

void runInOrder(std::size_t count, int threads, const std::function<Outcome(std::size_t)>& work,
                const std::function<bool(std::size_t, const Outcome&)>& onDone)
{
    if (threads <= 1 || count <= 1) {
        for (std::size_t i = 0; i < count; ++i) {
            if (!onDone(i, work(i))) {
                return;
            }
        }
        return;
    }
    Workers workers(count, threads, work);
    for (std::size_t i = 0; i < count; ++i) {
        if (!onDone(i, workers.waitFor(i))) {
            return;
        }
    }
}

} // namespace nde::cli
