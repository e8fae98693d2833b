#include "core/api/JobReply.h"

#include "core/api/ApiContext.h"
#include "core/api/Paths.h"
#include "core/services/Files.h"
#include "core/services/UseCaseJson.h"

#include <array>

namespace nde::api {
namespace {

/// The code of a stored error.
ErrorCode codeOf(const std::string& id)
{
    constexpr std::array kCodes {
        ErrorCode::BadInput,      ErrorCode::NotFound,  ErrorCode::Io,
        ErrorCode::Corrupt,       ErrorCode::ReadOnly,  ErrorCode::Unsupported,
        ErrorCode::DiskFull,      ErrorCode::Busy,      ErrorCode::ModelMissing,
        ErrorCode::NotEnoughData, ErrorCode::Inference, ErrorCode::OutOfMemory,
        ErrorCode::Exists,        ErrorCode::Cancelled};
    for (const ErrorCode code : kCodes) {
        if (id == errorCodeId(code)) {
            return code;
        }
    }
    return ErrorCode::Internal;
}

HttpReply failedReply(const ApiContext& api, const JobRecord& job, const JobReply& reply)
{
    const Error error {codeOf(job.errorCode), job.errorMessage};
    const int status = reply.statusFor ? reply.statusFor(error.code) : 0;
    return status == 0 ? api.errorOf(error) : api.errorOf(error, status);
}

} // namespace

QJsonObject jobToReply(const services::Studio& studio, const JobRecord& job, bool withResult)
{
    QJsonObject object = services::jobToJson(job);
    object[u"job_id"_s] = qint64 {job.id};
    object[u"status"_s] = object.value(u"state"_s);
    if (!job.errorCode.empty()) {
        object[u"error"_s] = QJsonObject {{u"code"_s, services::toQt(job.errorCode)},
                                          {u"message"_s, publicText(studio, job.errorMessage)}};
    }
    if (withResult) {
        const auto result = services::parseJsonObject(QByteArray::fromStdString(job.result));
        object[u"result"_s] = result ? QJsonValue(*result) : QJsonValue();
    }
    return object;
}

HttpReply answerJob(Call& call, const Result<JobId>& job, JobReply reply, bool isWaiting)
{
    ApiContext& api = call.api;
    if (!job) {
        HttpReply answer = api.errorOf(job.error());
        answer.status = job.error().code == ErrorCode::Busy ? 503 : answer.status;
        return answer;
    }
    QJsonObject& fields = reply.fields;
    fields[u"success"_s] = true;
    fields[u"job_id"_s] = qint64 {*job};
    fields[u"job_url"_s] = QStringLiteral("/api/v1/jobs/%1").arg(*job);
    fields[u"message"_s] = reply.startedText;
    if (!isWaiting) {
        return jsonReply(fields);
    }
    const auto done
        = api.jobs.wait(*job, [&call] { return !call.request.isGone || !call.request.isGone(); });
    if (!done) {
        HttpReply answer = api.errorOf(done.error());
        answer.status = done.error().code == ErrorCode::Busy ? 503 : answer.status;
        return answer;
    }
    if (done->state == JobState::Failed) {
        return failedReply(api, *done, reply);
    }
    if (done->state != JobState::Done) {
        return errorReply(409,
                          QStringLiteral("Job %1 is %2.")
                              .arg(done->id)
                              .arg(QLatin1StringView(jobStateId(done->state))));
    }
    const auto result = services::parseJsonObject(QByteArray::fromStdString(done->result));
    if (!result) {
        return api.errorOf(result.error());
    }
    reply.finish(*result, fields);
    return jsonReply(fields);
}

HttpReply atLength(Call& call, const std::function<HttpReply(TaskContext&)>& answer)
{
    const auto place = call.api.jobs.place();
    if (!place->isIn()) {
        return errorReply(503, u"Too many requests are working already."_s);
    }
    TaskContext task({}, [&call] {
        return call.api.jobs.isClosed() || (call.request.isGone && call.request.isGone());
    });
    return answer(task);
}

} // namespace nde::api
