#pragma once

#include "core/api/HttpHead.h"
#include "core/api/HttpLine.h"
#include "core/api/HttpPool.h"

#include <httplib.h>

#include <atomic>

/// Between cpp-httplib and us. Internal to HttpServer.cpp.
namespace nde::api {

/// What cpp-httplib reads from and writes to: first the head in our words, then the socket.
class HttpStream final : public httplib::Stream
{
public:
    HttpStream(HttpLine& line, QByteArray head)
        : m_line(line)
        , m_head(std::move(head))
    {
    }
    [[nodiscard]] bool is_readable() const override { return true; }
    [[nodiscard]] bool is_writable() const override { return !m_isBroken; }
    ssize_t read(char* to, std::size_t most) override
    {
        if (m_at < m_head.size()) {
            const auto count = std::min(static_cast<qsizetype>(most), m_head.size() - m_at);
            std::copy_n(m_head.constData() + m_at, count, to);
            m_at += count;
            return count;
        }
        return m_line.readBody(to, static_cast<qint64>(most));
    }
    ssize_t write(const char* from, std::size_t bytes) override
    {
        m_isBroken = m_isBroken || !m_line.write(from, static_cast<qint64>(bytes));
        return m_isBroken ? -1 : static_cast<ssize_t>(bytes);
    }
    void get_remote_ip_and_port(std::string& ip, int& port) const override
    {
        ip = "127.0.0.1";
        port = 0;
    }
    void get_local_ip_and_port(std::string& ip, int& port) const override
    {
        get_remote_ip_and_port(ip, port);
    }
    [[nodiscard]] socket_t socket() const override { return m_line.socket(); }

private:
    HttpLine& m_line;
    QByteArray m_head;
    qsizetype m_at {};
    bool m_isBroken {};
};

/// Tasks of one listening address, done by the threads that all addresses share.
class HttpDoor final : public httplib::TaskQueue
{
public:
    explicit HttpDoor(HttpPool& pool)
        : m_pool(pool)
    {
    }
    void enqueue(std::function<void()> task) override { m_pool.enqueue(std::move(task)); }
    void shutdown() override { } ///< the pool ends with the server

private:
    HttpPool& m_pool;
};

/// The head as cpp-httplib gets it: no address of the client's, only what says how long the body is
/// and how it is packed.
[[nodiscard]] QByteArray plainHead(const HttpHead& head);

/// Hands one of our replies to cpp-httplib. @param stop  ends a stream.
void give(HttpReply reply, httplib::Response& response, const std::atomic<bool>& stop);

} // namespace nde::api
