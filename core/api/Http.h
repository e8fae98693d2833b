#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <functional>
#include <map>
#include <utility>
#include <vector>

/// Requests and replies as plain values: nothing here knows a socket or a library.
namespace nde::api {

using Send = std::function<bool(const QByteArray&)>; ///< false = the client is gone

/// One request, checked and decoded.
struct HttpRequest
{
    QByteArray method; ///< upper case
    QStringList segments; ///< of the path, each decoded; none is empty
    std::vector<std::pair<QString, QString>> query; ///< decoded, in order
    std::map<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body; ///< JSON, at most HttpLimits::mostBody
    std::vector<std::pair<QString, QString>> form; ///< text fields of a multipart body
    QString uploadFile; ///< where a multipart file was streamed to; the server removes it
    QString uploadName; ///< what the client calls it; not to be believed
    std::function<bool()> isGone; ///< whether the client has closed; may be empty

    [[nodiscard]] QByteArray header(const QByteArray& name) const
    {
        const auto at = headers.find(name);
        return at == headers.end() ? QByteArray() : at->second;
    }
};

struct HttpReply
{
    int status {200};
    QByteArray type {"application/json"};
    QByteArray body;
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    /// When set, `fileLength` bytes of it from `fileFrom` on take the place of `body`.
    QString file;
    qint64 fileFrom {};
    qint64 fileLength {};
    /// When set, sends the body piece by piece until it returns.
    std::function<void(const Send&)> stream;
};

struct HttpLimits
{
    qint64 mostBody {16LL * 1024 * 1024}; ///< of JSON; more is 413
    qint64 mostUpload {1024LL * 1024 * 1024}; ///< of a file; more is 413
    int mostHeadBytes {32 * 1024}; ///< request line and headers; more is 431
    int headTimeoutMs {10'000}; ///< for all of the head; then 408
    int bodyGraceMs {10'000}; ///< before a body must come at …
    int leastBytesPerS {4096}; ///< … this rate at least
    int writeTimeoutMs {30'000}; ///< without a byte taken
    int idleTimeoutMs {5'000}; ///< of a connection between requests
    int requestsPerConnection {1000};
    int threads {24};
    int mostWaiting {256}; ///< connections that wait for a thread; more are turned away with 503
    double requestsPerS {4000.0}; ///< then 429
    double burst {8000.0};
};

/// The reason of a status, "Not Found".
[[nodiscard]] const char* statusText(int status);

} // namespace nde::api
