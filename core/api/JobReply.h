#pragma once

#include "core/api/Route.h"
#include "core/base/Job.h"
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

} // namespace nde::api
