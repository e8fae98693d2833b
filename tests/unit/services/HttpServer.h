#pragma once

#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

/// A web server of a few lines on 127.0.0.1 that can be as bad as the worst line. It lives in the
/// thread that made it and works whenever an event loop runs there.
namespace nde::services::test {

struct HttpRequest
{
    QString target; ///< "/folder/file", or a whole URL when we are the proxy
    QHash<QByteArray, QByteArray> headers; ///< names in lower case
    /// Where a "bytes=N-" asks to begin, −1 = no range.
    [[nodiscard]] qint64 rangeStart() const
    {
        const QByteArray range = headers.value("range");
        return range.startsWith("bytes=") ? range.mid(6, range.size() - 7).toLongLong() : -1;
    }
};

struct HttpAnswer
{
    int status {200};
    QByteArray headers; ///< lines with "\r\n"
    QByteArray body;
    qint64 cutAfter {-1}; ///< bytes of the body after which …
    bool stalls {}; ///< … nothing more comes; else the line drops
};

/// How a server treats one file.
struct Manners
{
    QByteArray content;
    QByteArray etag {"\"v1\""};
    bool knowsRanges {true};
    bool saysLength {true};
};

inline HttpAnswer serve(const HttpRequest& request, const Manners& manners)
{
    HttpAnswer answer;
    const qint64 start = request.rangeStart();
    const auto condition = request.headers.value("if-range");
    const bool isSame = condition.isEmpty() || condition == manners.etag;
    answer.body = manners.content;
    if (manners.knowsRanges && isSame && start >= 0) {
        if (start >= manners.content.size()) {
            answer.status = 416;
            answer.body.clear();
        } else {
            answer.status = 206;
            answer.body = manners.content.mid(start);
            answer.headers += "Content-Range: bytes " + QByteArray::number(start) + '-'
                + QByteArray::number(manners.content.size() - 1) + '/'
                + QByteArray::number(manners.content.size()) + "\r\n";
        }
    }
    if (!manners.etag.isEmpty()) {
        answer.headers += "ETag: " + manners.etag + "\r\n";
    }
    if (manners.saysLength) {
        answer.headers += "Content-Length: " + QByteArray::number(answer.body.size()) + "\r\n";
    }
    return answer;
}

class HttpServer
{
public:
    using Handler = std::function<HttpAnswer(const HttpRequest&)>;

    explicit HttpServer(Handler handler)
        : m_handler(std::move(handler))
    {
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this] { accept(); });
        const bool listens = m_server.listen(QHostAddress::LocalHost);
        Q_ASSERT(listens);
        static_cast<void>(listens);
    }

    [[nodiscard]] QString url(const QString& path = QStringLiteral("/")) const
    {
        return QStringLiteral("http://127.0.0.1:%1%2").arg(m_server.serverPort()).arg(path);
    }
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }
    [[nodiscard]] const std::vector<HttpRequest>& requests() const { return m_requests; }
    /// Where each request began, −1 = no range; the same twice in a row counts once.
    [[nodiscard]] std::vector<qint64> starts() const
    {
        std::vector<qint64> starts;
        for (const auto& request : m_requests) {
            starts.push_back(request.rangeStart());
        }
        starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
        return starts;
    }

private:
    void accept()
    {
        while (QTcpSocket* socket = m_server.nextPendingConnection()) {
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                QByteArray& head = m_heads[socket];
                head += socket->readAll();
                const auto end = head.indexOf("\r\n\r\n");
                if (end >= 0) {
                    const QByteArray whole = head.left(end);
                    m_heads.remove(socket);
                    answer(*socket, whole);
                }
            });
            QObject::connect(socket, &QTcpSocket::disconnected, socket, [this, socket] {
                m_heads.remove(socket);
                socket->deleteLater();
            });
        }
    }

    void answer(QTcpSocket& socket, const QByteArray& head)
    {
        HttpRequest request;
        const auto lines = head.split('\n');
        request.target = QString::fromLatin1(lines.value(0).split(' ').value(1));
        for (const auto& line : lines.mid(1)) {
            const auto colon = line.indexOf(':');
            request.headers.insert(line.left(colon).trimmed().toLower(),
                                   line.mid(colon + 1).trimmed());
        }
        m_requests.push_back(request);
        const HttpAnswer answer = m_handler(request);
        socket.write("HTTP/1.1 " + QByteArray::number(answer.status) + " X\r\n" + answer.headers
                     + "Connection: close\r\n\r\n");
        socket.write(answer.cutAfter < 0 ? answer.body : answer.body.left(answer.cutAfter));
        if (answer.cutAfter < 0) {
            // Told the length, the other side ends it, as it is asked to; if we did before it has
            // read anything, it would silently ask once more.
            if (!answer.headers.contains("Content-Length")) {
                socket.disconnectFromHost(); // after what was written
            }
        } else if (!answer.stalls) {
            constexpr int kTimeToReadMs = 500; // for the same reason
            QTimer::singleShot(kTimeToReadMs, &socket, [&socket] { socket.disconnectFromHost(); });
        }
    }

    Handler m_handler;
    QHash<QTcpSocket*, QByteArray> m_heads;
    std::vector<HttpRequest> m_requests;
    QTcpServer m_server; ///< last: as it goes it drops its sockets, which call back here
};

} // namespace nde::services::test
