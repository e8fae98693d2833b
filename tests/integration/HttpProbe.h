#pragma once

#include <QByteArray>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/// A small HTTP client over plain sockets, so that a test shares no code with the server and can
/// say things that no honest client would.
namespace nde::test {

struct Reply
{
    int status {}; ///< 0 = none came
    QMap<QByteArray, QByteArray> headers; ///< names in lower case
    QByteArray body;

    [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(body).object(); }
    [[nodiscard]] QJsonArray array() const { return QJsonDocument::fromJson(body).array(); }
    [[nodiscard]] QString detail() const
    {
        return object().value(QStringLiteral("detail")).toString();
    }
};

/// For messages of a test.
inline QByteArray shown(const Reply& reply)
{
    QByteArray text = QByteArray::number(reply.status);
    text += ' ';
    text += reply.body.left(2000);
    return text;
}

class Wire
{
public:
    explicit Wire(int port, bool isVersionSix = false)
        : m_socket(::socket(isVersionSix ? AF_INET6 : AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<quint16>(port));
        ::inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
        sockaddr_in6 six {};
        six.sin6_family = AF_INET6;
        six.sin6_port = address.sin_port;
        six.sin6_addr = in6addr_loopback;
        m_isOpen = (isVersionSix ? connectTo(six) : connectTo(address));
    }
    ~Wire() { ::close(m_socket); }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    [[nodiscard]] bool isOpen() const { return m_isOpen; }
    /// False when the other side has closed.
    bool send(const QByteArray& bytes)
    {
        const char* from = bytes.constData();
        qsizetype left = bytes.size();
        while (left > 0) {
            const auto count = ::send(m_socket, from, static_cast<std::size_t>(left), MSG_NOSIGNAL);
            if (count <= 0) {
                return false;
            }
            from += count;
            left -= count;
        }
        return true;
    }
    /// Everything until the other side closes, or until a whole reply is there.
    Reply read(int timeoutMs = 300'000, bool isHead = false)
    {
        QElapsedTimer clock;
        clock.start();
        Reply reply;
        while (!isWhole(isHead)) {
            pollfd poller {m_socket, POLLIN, 0};
            const auto left = static_cast<int>(timeoutMs - clock.elapsed());
            if (left <= 0 || ::poll(&poller, 1, left) <= 0) {
                return reply;
            }
            char buffer[65536];
            const auto count = ::recv(m_socket, buffer, sizeof(buffer), 0);
            if (count <= 0) {
                break;
            }
            m_bytes.append(buffer, static_cast<qsizetype>(count));
        }
        return parse();
    }
    [[nodiscard]] const QByteArray& bytes() const { return m_bytes; }
    /// Of a reply that never ends: until a text has come, a minute at most.
    bool readUntil(const QByteArray& text)
    {
        constexpr int kTries = 600;
        for (int i = 0; i < kTries && !m_bytes.contains(text); ++i) {
            read(100);
        }
        return m_bytes.contains(text);
    }

private:
    template<typename Address>
    [[nodiscard]] bool connectTo(const Address& address) const
    {
        return ::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), // NOLINT
                         sizeof(address))
            == 0;
    }
    [[nodiscard]] static QMap<QByteArray, QByteArray> headersOf(const QByteArray& head)
    {
        QMap<QByteArray, QByteArray> headers;
        for (const auto& line : head.split('\n').mid(1)) {
            const auto colon = line.indexOf(':');
            if (colon > 0) {
                headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
            }
        }
        return headers;
    }
    [[nodiscard]] bool isWhole(bool isHead) const
    {
        const auto end = m_bytes.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        const auto headers = headersOf(m_bytes.left(end));
        if (isHead) {
            return true;
        }
        if (headers.value("transfer-encoding") == "chunked") {
            return m_bytes.endsWith("0\r\n\r\n");
        }
        return headers.contains("content-length")
            && m_bytes.size() - end - 4 >= headers.value("content-length").toLongLong();
    }
    [[nodiscard]] Reply parse() const
    {
        Reply reply;
        const auto end = m_bytes.indexOf("\r\n\r\n");
        if (end >= 0 && m_bytes.startsWith("HTTP/1.1 ")) {
            reply.status = m_bytes.mid(9, 3).toInt();
            reply.headers = headersOf(m_bytes.left(end));
            reply.body = m_bytes.mid(end + 4);
        }
        return reply;
    }

    int m_socket;
    bool m_isOpen {};
    QByteArray m_bytes;
};

/// One request on a connection of its own.
inline Reply ask(int port, const QByteArray& method, const QByteArray& target,
                 const QByteArray& body = {}, const QByteArray& headers = {})
{
    Wire wire(port);
    QByteArray head = method + ' ' + target + " HTTP/1.1\r\nConnection: close\r\n" + headers;
    if (!headers.contains("Host:")) {
        head += "Host: localhost\r\n";
    }
    if (!body.isEmpty() && !headers.contains("Content-Type:")) {
        head += "Content-Type: application/json\r\n";
    }
    if (!body.isEmpty()) {
        head += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    }
    wire.send(head + "\r\n" + body);
    return wire.read(300'000, method == "HEAD");
}

inline Reply ask(int port, const QByteArray& method, const QByteArray& target,
                 const QJsonObject& body)
{
    return ask(port, method, target, QJsonDocument(body).toJson(QJsonDocument::Compact));
}

/// A multipart body with one file and text fields.
inline QByteArray formBody(const QByteArray& fileName, const QByteArray& file,
                           const QMap<QByteArray, QByteArray>& fields)
{
    QByteArray body;
    for (auto it = fields.begin(); it != fields.end(); ++it) {
        body += "--seam\r\nContent-Disposition: form-data; name=\"" + it.key() + "\"\r\n\r\n"
            + it.value() + "\r\n";
    }
    return body + "--seam\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + file + "\r\n--seam--\r\n";
}
inline const QByteArray kFormHeader {"Content-Type: multipart/form-data; boundary=seam\r\n"};

} // namespace nde::test
