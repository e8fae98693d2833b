#include "core/api/HttpLine.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace nde::api {
namespace {

constexpr int kSliceMs = 50; ///< how often a wait looks whether it is still wanted
constexpr int kTimeout = 408;
constexpr int kHeadTooLong = 431;

} // namespace

HttpLine::HttpLine(int socket, const HttpLimits& limits, const std::atomic<bool>& stop)
    : m_socket(socket)
    , m_limits(limits)
    , m_stop(stop)
{
}

HttpLine::~HttpLine()
{
    ::close(m_socket);
}

HttpLine::Wait HttpLine::await(short events, int timeoutMs) const
{
    QElapsedTimer clock;
    clock.start();
    for (;;) {
        const auto left = static_cast<int>(timeoutMs - clock.elapsed());
        pollfd poller {m_socket, events, 0};
        const int found = ::poll(&poller, 1, std::clamp(left, 0, kSliceMs));
        if (found > 0) {
            return (poller.revents & (POLLERR | POLLNVAL)) != 0 ? Wait::Closed : Wait::Ready;
        }
        if (found < 0 && errno != EINTR) {
            return Wait::Closed;
        }
        if (left <= 0) {
            return Wait::TimedOut;
        }
        if (m_stop) {
            return Wait::Closed;
        }
    }
}

HttpLine::Wait HttpLine::awaitRequest(int timeoutMs, const std::function<bool()>& isWanted)
{
    QElapsedTimer clock;
    clock.start();
    while (m_rest.isEmpty()) {
        const Wait found = await(POLLIN, kSliceMs);
        if (found != Wait::TimedOut) {
            return found;
        }
        if (clock.hasExpired(timeoutMs) || !isWanted()) {
            return Wait::TimedOut;
        }
    }
    return Wait::Ready;
}

int HttpLine::readHead(QByteArray& head)
{
    QElapsedTimer clock;
    clock.start();
    QByteArray bytes = std::move(m_rest);
    m_rest.clear();
    for (;;) {
        // Empty lines before a request are passed over, as the protocol asks for.
        while (bytes.startsWith("\r\n")) {
            bytes.remove(0, 2);
        }
        const qsizetype crlf = bytes.indexOf("\r\n\r\n");
        const qsizetype lf = bytes.indexOf("\n\n");
        const bool isShort = lf >= 0 && (crlf < 0 || lf < crlf);
        const qsizetype end = isShort ? lf + 2 : crlf < 0 ? -1 : crlf + 4;
        if (end > m_limits.mostHeadBytes || (end < 0 && bytes.size() > m_limits.mostHeadBytes)) {
            return kHeadTooLong;
        }
        if (end >= 0) {
            head = bytes.left(end);
            m_rest = bytes.mid(end);
            return 0;
        }
        const auto left = static_cast<int>(m_limits.headTimeoutMs - clock.elapsed());
        const Wait found = left > 0 ? await(POLLIN, left) : Wait::TimedOut;
        if (found != Wait::Ready) {
            return found == Wait::TimedOut ? kTimeout : 0;
        }
        std::array<char, 4096> buffer {};
        const ssize_t count = ::recv(m_socket, buffer.data(), buffer.size(), 0);
        if (count <= 0) {
            return 0;
        }
        bytes.append(buffer.data(), count);
    }
}

void HttpLine::startBody()
{
    m_sinceBody.start();
    m_bodyBytes = 0;
}

qint64 HttpLine::readBody(char* to, qint64 most)
{
    if (!m_rest.isEmpty()) {
        const auto count = std::min<qint64>(most, m_rest.size());
        std::memcpy(to, m_rest.constData(), static_cast<std::size_t>(count));
        m_rest.remove(0, count);
        m_bodyBytes += count;
        return count;
    }
    const qint64 due = m_limits.bodyGraceMs + 1000 * m_bodyBytes / m_limits.leastBytesPerS;
    const auto left = std::min<qint64>(due - m_sinceBody.elapsed(), m_limits.bodyGraceMs);
    const Wait found = left > 0 ? await(POLLIN, static_cast<int>(left)) : Wait::TimedOut;
    if (found != Wait::Ready) {
        m_isTooSlow = found == Wait::TimedOut;
        return -1;
    }
    const ssize_t count = ::recv(m_socket, to, static_cast<std::size_t>(most), 0);
    if (count <= 0) {
        return -1;
    }
    m_bodyBytes += count;
    return count;
}

bool HttpLine::write(const char* from, qint64 bytes)
{
    while (bytes > 0) {
        const ssize_t count
            = ::send(m_socket, from, static_cast<std::size_t>(bytes), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count > 0) {
            from += count;
            bytes -= count;
            continue;
        }
        if (errno != EAGAIN && errno != EINTR) {
            return false;
        }
        if (await(POLLOUT, m_limits.writeTimeoutMs) != Wait::Ready) {
            return false;
        }
    }
    return true;
}

bool HttpLine::isGone() const
{
    char byte = 0;
    const ssize_t count = ::recv(m_socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
}

void HttpLine::linger()
{
    constexpr int kLingerMs = 1000;
    constexpr qint64 kMostBytes = 8LL * 1024 * 1024;
    ::shutdown(m_socket, SHUT_WR);
    QElapsedTimer clock;
    clock.start();
    qint64 bytes = 0;
    std::array<char, 16384> buffer {};
    while (!clock.hasExpired(kLingerMs) && bytes < kMostBytes
           && await(POLLIN, kLingerMs) == Wait::Ready) {
        const ssize_t count = ::recv(m_socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
        if (count <= 0) {
            return;
        }
        bytes += count;
    }
}

} // namespace nde::api
