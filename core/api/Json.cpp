#include "core/api/Json.h"

#include <QDateTime>
#include <QJsonDocument>

namespace nde::api {
namespace {

HttpReply replyOf(QByteArray body, int status)
{
    HttpReply reply;
    reply.status = status;
    reply.body = std::move(body);
    reply.headers.emplace_back("Cache-Control", "no-store");
    return reply;
}

} // namespace

HttpReply jsonReply(const QJsonObject& object, int status)
{
    return replyOf(QJsonDocument(object).toJson(QJsonDocument::Compact), status);
}

HttpReply jsonReply(const QJsonArray& array, int status)
{
    return replyOf(QJsonDocument(array).toJson(QJsonDocument::Compact), status);
}

HttpReply errorReply(int status, const QString& sentence)
{
    return jsonReply(QJsonObject {{u"detail"_s, sentence}}, status);
}

HttpReply invalidReply(const QJsonArray& problems)
{
    return jsonReply(QJsonObject {{u"detail"_s, problems}}, 422);
}

QJsonObject problem(const QString& where, const QString& field, const QString& sentence,
                    const QString& type)
{
    QJsonArray place {where};
    if (!field.isEmpty()) {
        place.append(field);
    }
    return {{u"loc"_s, place}, {u"msg"_s, sentence}, {u"type"_s, type}};
}

QJsonValue timeJson(qint64 ms)
{
    return ms <= 0
        ? QJsonValue()
        : QJsonValue(QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODateWithMs));
}

int statusOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::BadInput:
    case ErrorCode::NotEnoughData:
    case ErrorCode::Unsupported:
    case ErrorCode::Corrupt:
        return 400;
    case ErrorCode::NotFound:
        return 404;
    case ErrorCode::ModelMissing:
    case ErrorCode::Busy:
    case ErrorCode::Exists:
    case ErrorCode::Cancelled:
        return 409;
    case ErrorCode::ReadOnly:
        return 403;
    case ErrorCode::DiskFull:
        return 507;
    case ErrorCode::OutOfMemory:
        return 503;
    case ErrorCode::Io:
    case ErrorCode::Inference:
    case ErrorCode::AudioDevice:
    case ErrorCode::Internal:
        break;
    }
    return 500;
}

} // namespace nde::api
