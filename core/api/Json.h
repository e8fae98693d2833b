#pragma once

#include "core/api/Http.h"
#include "core/base/Result.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QString>

/// Replies as JSON, in the shapes that FastAPI gives them.
namespace nde::api {

using Qt::Literals::StringLiterals::operator""_s;

[[nodiscard]] HttpReply jsonReply(const QJsonObject& object, int status = 200);
[[nodiscard]] HttpReply jsonReply(const QJsonArray& array, int status = 200);
/// {"detail": sentence}
[[nodiscard]] HttpReply errorReply(int status, const QString& sentence);
/// 422 {"detail": [{"loc", "msg", "type"}]}
[[nodiscard]] HttpReply invalidReply(const QJsonArray& problems);
/// One element of `invalidReply`.
[[nodiscard]] QJsonObject problem(const QString& where, const QString& field,
                                  const QString& sentence, const QString& type);

/// A moment as ISO 8601 in UTC; 0 = unknown, null.
[[nodiscard]] QJsonValue timeJson(qint64 ms);

/// The status that an error of a service means to a client.
[[nodiscard]] int statusOf(ErrorCode code);

} // namespace nde::api
