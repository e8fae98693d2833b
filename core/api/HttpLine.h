#pragma once

#include "core/api/Http.h"

#include <QByteArray>
#include <QElapsedTimer>

#include <atomic>

namespace nde::api {

/// A connected socket with deadlines. Every wait ends soon after `stop` is set.
/// @thread  one.
class HttpLine
{
public:
    enum class Wait
    {
        Ready,
        Closed,
        TimedOut
    };

    HttpLine(int socket, const HttpLimits& limits, const std::atomic<bool>& stop);
    ~HttpLine(); ///< closes
    HttpLine(const HttpLine&) = delete;
    HttpLine& operator=(const HttpLine&) = delete;

    /// Until the first byte of a request is there.
    [[nodiscard]] Wait awaitRequest(int timeoutMs, const std::function<bool()>& isWanted);
    /// Reads up to and with the empty line, all of it under one deadline.
    /// @return  0, or the status to refuse with; 0 with an empty `head` when the client has gone.
    [[nodiscard]] int readHead(QByteArray& head);

    /// Of a body: at least one byte, −1 when it stays out or comes too slowly.
    [[nodiscard]] qint64 readBody(char* to, qint64 most);
    void startBody(); ///< its pace counts from here
    [[nodiscard]] bool isTooSlow() const { return m_isTooSlow; }

    [[nodiscard]] bool write(const char* from, qint64 bytes);
    [[nodiscard]] bool isGone() const; ///< the client has closed its side
    /// Says that nothing more comes and lets the client finish sending for a moment, so that the
    /// reply is not lost in a reset.
    void linger();
    [[nodiscard]] int socket() const { return m_socket; }

private:
    [[nodiscard]] Wait await(short events, int timeoutMs) const;

    int m_socket;
    const HttpLimits& m_limits;
    const std::atomic<bool>& m_stop;
    QByteArray m_rest; ///< read beyond the head
    QElapsedTimer m_sinceBody;
    qint64 m_bodyBytes {};
    bool m_isTooSlow {};
};

} // namespace nde::api
