#pragma once

#include "core/api/Route.h"
#include "core/base/Job.h"
#include "core/base/TaskContext.h"
#include "core/services/Studio.h"

#include <functional>

namespace nde::api {

/// A job as the endpoints show it: that of `dream jobs list`, with its result once it is done.
[[nodiscard]] QJsonObject jobToReply(const services::Studio& studio, const JobRecord& job,
                                     bool withResult);

/// The end of every handler that starts a job.
struct JobReply
{
    QJsonObject fields; ///< of the seed's reply; `job_id` is added
    QString startedText; ///< message while it runs
    /// Adds what came of it. @param result  the job's object.
    std::function<void(const QJsonObject& result, QJsonObject& fields)> finish;
    /// The status of an error that means something of its own here; 0 = the usual one.
    std::function<int(ErrorCode code)> statusFor {};
};
/// Answers at once, or when the call waits, at the job's end.
[[nodiscard]] HttpReply answerJob(Call& call, const Result<JobId>& job, JobReply reply,
                                  bool isWaiting);

/// Work of moments in the request's own thread: only so many requests do it at a time (503), and it
/// ends when the client or the server goes.
[[nodiscard]] HttpReply atLength(Call& call, const std::function<HttpReply(TaskContext&)>& answer);

} // namespace nde::api
