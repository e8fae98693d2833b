#pragma once

#include "core/base/Result.h"
#include "core/base/TaskContext.h"

#include <QString>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace nde::services {

/// A thread that serves requests in the order in which they come.
/// @thread  any.
class RequestQueue
{
public:
    enum class Kind
    {
        Slow, ///< reports progress, can be cancelled
        Edit, ///< done even when everything ends
        Moving, ///< an edit of something that is being dragged
        List, ///< of each of these only the newest waits
        Alternatives,
        Ideas,
        Sources
    };
    static constexpr quint64 kNoDocument = ~quint64 {0};
    struct Request
    {
        Kind kind {};
        quint64 ticket {}; ///< rises
        quint64 document {}; ///< that it is about, or kNoDocument
        QString what;
        /// @return  whether that was all; false = a part of it waits in the queue.
        std::function<Result<bool>(TaskContext&)> run;
    };
    struct Hooks
    {
        /// On the own thread, before a request; an error stands for the request's own.
        std::function<Result<>(const Request&)> check;
        std::function<void(double, QString)> progressed;
        std::function<void(Error)> failed;
        std::function<void(bool isSlow)> done; ///< after everything else of a request
    };

    explicit RequestQueue(Hooks hooks);
    ~RequestQueue();
    RequestQueue(const RequestQueue&) = delete;
    RequestQueue& operator=(const RequestQueue&) = delete;

    void post(Kind kind, quint64 document, const QString& what,
              std::function<Result<bool>(TaskContext&)> run);
    /// A further part of a request, behind those that wait.
    void goOn(const Request& part);
    void cancel(); ///< everything slow that was asked for so far
    /// Ends what is slow or only asked, does the edits that wait. No more requests after this.
    void finish();

    // For what runs on the thread.
    [[nodiscard]] const Request& current() const { return m_current; }
    [[nodiscard]] bool isWaiting(); ///< whether there is more to do
    /// Whether the next request moves the same thing on.
    [[nodiscard]] bool movesOn();

private:
    void loop();
    [[nodiscard]] bool next();
    void serve();
    [[nodiscard]] bool isCancelled() const;

    Hooks m_hooks;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Request> m_requests;
    std::atomic<quint64> m_ticket {};
    std::atomic<quint64> m_cancelledUpTo {};
    std::atomic<bool> m_isEnding {};
    Request m_current; ///< the thread's own
    std::thread m_thread;
};

} // namespace nde::services
