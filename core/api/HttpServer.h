#pragma once

#include "core/api/Http.h"
#include "core/base/Result.h"

#include <functional>
#include <memory>
#include <optional>

namespace nde::api {

/// What a server asks before and after it has read a body. Called from several threads at once.
struct HttpSite
{
    enum class BodyKind
    {
        Json, ///< into memory, at most HttpLimits::mostBody
        Upload ///< multipart; its file goes to the disk, at most HttpLimits::mostUpload
    };
    /// Looks at the head alone. @return  a refusal, or nothing.
    std::function<std::optional<HttpReply>(const HttpRequest&)> admit;
    std::function<BodyKind(const HttpRequest&)> bodyKind;
    std::function<HttpReply(HttpRequest&)> answer; ///< never throws
    QString uploadFolder; ///< of files that are being sent
};

/// HTTP/1.1 on the loopback interface, by cpp-httplib behind a gate of ours: heads are read whole
/// under one deadline and checked before the library sees them, bodies must keep a pace, threads
/// and waiting connections are bounded.
///
/// @thread  the owner's; `site` is called by the server's own threads.
class HttpServer
{
public:
    HttpServer(HttpSite site, const HttpLimits& limits);
    ~HttpServer(); ///< stops
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Binds 127.0.0.1 and, where the machine has it, ::1 with the same number.
    /// @param port  0 = any. @return  the port. @errors  Busy (it is taken on one of them).
    [[nodiscard]] Result<int> listen(int port);
    /// No new request is taken; waits for those that run.
    void stop();
    [[nodiscard]] bool hasBothAddresses() const;
    [[nodiscard]] bool isStopping() const;
    [[nodiscard]] int connections() const; ///< open now

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace nde::api
