#pragma once

#include "core/api/Http.h"

#include <QByteArray>

namespace nde::api {

/// What stands before the body. Pure; nothing of it is believed.
struct HttpHead
{
    int status {}; ///< 0 = fine, else what to answer before the connection is closed
    QByteArray reason; ///< one sentence, when not fine
    HttpRequest request; ///< without body
    QByteArray rawTarget; ///< for the log
    qint64 contentLength {-1}; ///< −1 = none given
    bool isChunked {};
    bool isKeepAlive {}; ///< the client would like to
    bool isHttp10 {};
    bool wantsContinue {}; ///< Expect: 100-continue

    [[nodiscard]] bool hasBody() const { return isChunked || contentLength > 0; }
};

/// @param head  everything up to and including the empty line.
[[nodiscard]] HttpHead parseHead(const QByteArray& head);

/// Decodes percent signs, strictly: a broken one, a control
/// character other than tab and line ends, or bytes that are no UTF-8
/// make it unusable. @param plusIsSpace  as in queries.
[[nodiscard]] bool decodeUrl(const QByteArray& encoded, bool plusIsSpace, QString& decoded);

} // namespace nde::api
