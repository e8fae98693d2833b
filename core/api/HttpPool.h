#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace nde::api {

/// A fixed number of threads with a bounded queue before them. Internal to HttpServer.
class HttpPool
{
public:
    HttpPool(int threads, std::size_t mostWaiting)
        : m_mostWaiting(mostWaiting)
    {
        for (int i = 0; i < threads; ++i) {
            m_threads.emplace_back([this] { work(); });
        }
    }

    /// What finds no room runs at once in the calling thread, which it can tell by `isTurnedAway`.
    void enqueue(std::function<void()> task)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_tasks.size() < m_mostWaiting) {
                m_tasks.push_back(std::move(task));
                m_wake.notify_one();
                return;
            }
        }
        turnedAway() = true;
        task();
        turnedAway() = false;
    }
    ~HttpPool() ///< does what waits, then ends
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isEnding = true;
        }
        m_wake.notify_all();
        for (auto& thread : m_threads) {
            thread.join();
        }
    }
    HttpPool(const HttpPool&) = delete;
    HttpPool& operator=(const HttpPool&) = delete;
    [[nodiscard]] bool hasWaiting() const
    {
        const std::lock_guard lock(m_mutex);
        return !m_tasks.empty();
    }
    [[nodiscard]] static bool isTurnedAway() { return turnedAway(); }

private:
    static bool& turnedAway()
    {
        thread_local bool isAway = false;
        return isAway;
    }
    void work()
    {
        for (;;) {
            std::function<void()> task;
            {
                std::unique_lock lock(m_mutex);
                m_wake.wait(lock, [this] { return m_isEnding || !m_tasks.empty(); });
                if (m_tasks.empty()) {
                    return;
                }
                task = std::move(m_tasks.front());
                m_tasks.pop_front();
            }
            task();
        }
    }

    std::size_t m_mostWaiting;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<std::function<void()>> m_tasks;
    std::vector<std::thread> m_threads;
    bool m_isEnding {};
};

} // namespace nde::api
