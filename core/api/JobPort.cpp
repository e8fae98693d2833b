#include "core/api/JobPort.h"

#include "core/services/LibraryReads.h"

#include <algorithm>
#include <thread>

namespace nde::api {
namespace {

constexpr auto kLookEvery = std::chrono::milliseconds(60);
constexpr auto kListEvery = std::chrono::milliseconds(200);
constexpr std::ptrdiff_t kMostQueued = 1000;

} // namespace

JobPort::JobPort(std::shared_ptr<services::Studio> studio, services::JobService& service)
    : m_studio(std::move(studio))
    , m_service(service)
{
}

Result<> JobPort::checkRoom()
{
    const auto list = jobs();
    if (!list) {
        return propagate(list);
    }
    const auto queued = std::count_if((*list)->begin(), (*list)->end(), [](const auto& job) {
        return job.state == JobState::Queued;
    });
    return queued < kMostQueued
        ? Result<> {}
        : Result<> {fail(ErrorCode::Busy, "a thousand jobs are waiting already")};
}

Result<> JobPort::cancel(JobId id)
{
    if (const auto known = job(id); !known) {
        return propagate(known);
    }
    return ask<void>([id](services::JobService& jobs) { return jobs.cancel(id); });
}

Result<> JobPort::pause(JobId id)
{
    return ask<void>([id](services::JobService& jobs) { return jobs.pause(id); });
}

Result<> JobPort::resume(JobId id)
{
    return ask<void>([id](services::JobService& jobs) { return jobs.resume(id); });
}

Result<JobRecord> JobPort::job(JobId id) const
{
    return services::jobById(*m_studio, id);
}

Result<std::shared_ptr<const std::vector<JobRecord>>> JobPort::jobs()
{
    const std::lock_guard lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    if (!m_list || now - m_readAt > kListEvery) {
        auto list = services::allJobs(*m_studio);
        if (!list) {
            return propagate(list);
        }
        m_list = std::make_shared<const std::vector<JobRecord>>(std::move(*list));
        m_readAt = now;
    }
    return m_list;
}

Result<JobRecord> JobPort::wait(JobId id, const std::function<bool()>& isWanted)
{
    const auto in = place();
    if (!in->isIn()) {
        return fail(ErrorCode::Busy,
                    "too many requests are waiting for jobs; this one goes on as job "
                        + std::to_string(id));
    }
    for (;;) {
        auto found = job(id);
        if (!found || isFinished(found->state) || found->state == JobState::Paused) {
            return found;
        }
        if (m_isClosed) {
            return fail(ErrorCode::Busy, "the server is shutting down");
        }
        if (isWanted && !isWanted()) {
            return fail(ErrorCode::Cancelled, "the client does not wait any more");
        }
        std::this_thread::sleep_for(kLookEvery);
    }
}

std::unique_ptr<JobPort::Place> JobPort::place()
{
    return std::make_unique<Place>(m_long, m_mostLong);
}

void JobPort::close()
{
    m_isClosed = true;
}

} // namespace nde::api
