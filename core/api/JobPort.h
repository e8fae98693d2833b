#pragma once

#include "core/base/Job.h"
#include "core/base/Result.h"
#include "core/services/JobService.h"

#include <QMetaObject>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <vector>

namespace nde::api {

/// The queue of the studio from the server's threads. The service itself lives on the thread of the
/// window or of `dream serve`, so what changes the queue is posted there.
/// @thread  any but the service's own.
class JobPort
{
public:
    /// @param service  outlives this, or `close` is called before it ends.
    JobPort(std::shared_ptr<services::Studio> studio, services::JobService& service);

    /// @errors  those of JobService::enqueue; Busy (the queue is full, or the server is ending).
    template<typename Params>
    [[nodiscard]] Result<JobId> enqueue(const Params& params)
    {
        if (auto room = checkRoom(); !room) {
            return propagate(room);
        }
        return ask<JobId>([params](services::JobService& jobs) { return jobs.enqueue(params); });
    }
    [[nodiscard]] Result<> cancel(JobId id);
    [[nodiscard]] Result<> pause(JobId id);
    [[nodiscard]] Result<> resume(JobId id);

    [[nodiscard]] Result<JobRecord> job(JobId id) const;
    /// By position; read from the database at most five times a second, whoever asks.
    [[nodiscard]] Result<std::shared_ptr<const std::vector<JobRecord>>> jobs();
    /// Until it is done, failed, cancelled or paused.
    /// @param isWanted  asked between looks; false ends the wait with Cancelled.
    /// @errors  Busy (the server is ending, or too many wait already), Cancelled, NotFound.
    [[nodiscard]] Result<JobRecord> wait(JobId id, const std::function<bool()>& isWanted);

    void close(); ///< every wait ends

    /// A place among the requests that may take long; at most `most` at a time.
    class Place
    {
    public:
        explicit Place(std::atomic<int>& taken, int most)
            : m_taken(taken)
            , m_isIn(taken.fetch_add(1) < most)
        {
        }
        ~Place() { --m_taken; }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;
        [[nodiscard]] bool isIn() const { return m_isIn; }

    private:
        std::atomic<int>& m_taken;
        bool m_isIn;
    };
    [[nodiscard]] std::unique_ptr<Place> place();
    void setMostLong(int most) { m_mostLong = most; }
    [[nodiscard]] bool isClosed() const { return m_isClosed; }

private:
    template<typename T>
    [[nodiscard]] Result<T> ask(std::function<Result<T>(services::JobService&)> question)
    {
        auto answer = std::make_shared<std::promise<Result<T>>>();
        auto future = answer->get_future();
        QMetaObject::invokeMethod(
            &m_service,
            [answer, question = std::move(question), service = &m_service] {
                answer->set_value(question(*service));
            },
            Qt::QueuedConnection);
        while (future.wait_for(std::chrono::milliseconds(20)) != std::future_status::ready) {
            if (m_isClosed) {
                return fail(ErrorCode::Busy, "the server is shutting down");
            }
        }
        return future.get();
    }
    [[nodiscard]] Result<> checkRoom();

    std::shared_ptr<services::Studio> m_studio;
    services::JobService& m_service;
    std::atomic<bool> m_isClosed {false};
    std::atomic<int> m_long {0};
    int m_mostLong {16};
    std::mutex m_mutex;
    std::shared_ptr<const std::vector<JobRecord>> m_list;
    std::chrono::steady_clock::time_point m_readAt;
};

} // namespace nde::api
