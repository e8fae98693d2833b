#include "core/services/RequestQueue.h"

#include "core/jobs/JobQueue.h"
#include "core/services/Files.h"

#include <algorithm>
#include <optional>

namespace nde::services {
namespace {

bool isAnEdit(RequestQueue::Kind kind)
{
    return kind == RequestQueue::Kind::Edit || kind == RequestQueue::Kind::Moving;
}

bool isAQuestion(RequestQueue::Kind kind)
{
    return !isAnEdit(kind) && kind != RequestQueue::Kind::Slow;
}

} // namespace

RequestQueue::RequestQueue(Hooks hooks)
    : m_hooks(std::move(hooks))
    , m_thread([this] { loop(); })
{
}

RequestQueue::~RequestQueue()
{
    finish();
}

void RequestQueue::finish()
{
    {
        const std::lock_guard lock(m_mutex);
        m_isEnding = true;
        std::erase_if(m_requests, [](const Request& one) { return !isAnEdit(one.kind); });
    }
    m_wake.notify_one();
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

void RequestQueue::post(Kind kind, quint64 document, const QString& what,
                        std::function<Result<bool>(TaskContext&)> run)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_isEnding) {
            return;
        }
        if (isAQuestion(kind)) {
            std::erase_if(m_requests, [kind](const Request& one) { return one.kind == kind; });
        }
        m_requests.push_back({kind, ++m_ticket, document, what, std::move(run)});
    }
    m_wake.notify_one();
}

void RequestQueue::goOn(const Request& part)
{
    {
        const std::lock_guard lock(m_mutex);
        const bool isOvertaken = isAQuestion(part.kind)
            && std::any_of(m_requests.begin(), m_requests.end(),
                           [&part](const Request& one) { return one.kind == part.kind; });
        if (m_isEnding || isOvertaken) {
            return;
        }
        m_requests.push_back(part);
    }
    m_wake.notify_one();
}

void RequestQueue::cancel()
{
    m_cancelledUpTo = m_ticket.load();
}

bool RequestQueue::isWaiting()
{
    const std::lock_guard lock(m_mutex);
    return m_isEnding || !m_requests.empty();
}

bool RequestQueue::movesOn()
{
    const std::lock_guard lock(m_mutex);
    return !m_requests.empty() && m_requests.front().kind == Kind::Moving
        && m_requests.front().document == m_current.document
        && m_requests.front().what == m_current.what;
}

bool RequestQueue::isCancelled() const
{
    return (m_isEnding && !isAnEdit(m_current.kind))
        || (m_current.kind == Kind::Slow && m_current.ticket <= m_cancelledUpTo);
}

bool RequestQueue::next()
{
    std::unique_lock lock(m_mutex);
    m_wake.wait(lock, [this] { return m_isEnding || !m_requests.empty(); });
    if (m_requests.empty()) {
        return false;
    }
    m_current = std::move(m_requests.front());
    m_requests.pop_front();
    return true;
}

void RequestQueue::loop()
{
    while (next()) {
        serve();
    }
}

void RequestQueue::serve()
{
    const bool isSlow = m_current.kind == Kind::Slow;
    TaskContext task(
        [this, isSlow](double fraction, std::string_view stage) {
            if (isSlow) {
                m_hooks.progressed(fraction, toQt(stage));
            }
        },
        [this] { return isCancelled(); });
    std::optional<Error> error;
    bool isAll = true;
    try {
        Result<> allowed = m_hooks.check(m_current);
        if (isCancelled()) {
            allowed = fail(ErrorCode::Cancelled, "what was asked for was cancelled");
        }
        const auto done = allowed ? m_current.run(task) : Result<bool> {propagate(allowed)};
        if (done) {
            isAll = *done;
        } else {
            error = done.error();
        }
    } catch (...) {
        error = jobs::currentExceptionToError();
    }
    if (error) {
        m_hooks.failed(*error);
    }
    if (isAll) {
        m_hooks.done(isSlow);
    }
}

} // namespace nde::services
