#include "core/api/HttpServer.h"

#include "core/api/HttpForm.h"
#include "core/api/HttpHead.h"
#include "core/api/HttpLine.h"
#include "core/api/HttpPool.h"

#include <QFile>

#include <httplib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <thread>

namespace nde::api {
namespace {

/// The request that a thread is answering: cpp-httplib hands its own form of it to the handler,
/// which has no room for ours.
struct Exchange
{
    HttpHead* head {};
    HttpLine* line {};
    bool mustClose {}; ///< the body was not read to its end
};
thread_local Exchange* exchange = nullptr;

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

/// The head as cpp-httplib gets it: no address of the client's, only what says how long the body is
/// and how it is packed.
QByteArray plainHead(const HttpHead& head)
{
    QByteArray plain = head.request.method + " / HTTP/1.1\r\nHost: localhost\r\n";
    for (const char* name :
         {"content-type", "content-length", "transfer-encoding", "content-encoding"}) {
        if (const QByteArray value = head.request.header(name); !value.isEmpty()) {
            plain += QByteArray(name) + ": " + value + "\r\n";
        }
    }
    if (head.wantsContinue) {
        plain += "Expect: 100-continue\r\n";
    }
    return plain + "\r\n";
}

/// A reply without cpp-httplib, before or instead of a request; the connection ends with it.
void writeRefusal(HttpLine& line, const HttpReply& reply, bool isHead)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(reply.status) + ' '
        + statusText(reply.status) + "\r\nContent-Type: " + reply.type + "\r\nContent-Length: "
        + QByteArray::number(reply.body.size()) + "\r\nConnection: close\r\n";
    for (const auto& [name, value] : reply.headers) {
        bytes += name + ": " + value + "\r\n";
    }
    bytes += "\r\n";
    if (!isHead) {
        bytes += reply.body;
    }
    static_cast<void>(line.write(bytes.constData(), bytes.size()));
}

HttpReply refusal(int status, const QByteArray& sentence)
{
    HttpReply reply;
    reply.status = status;
    reply.body = "{\"detail\":\"" + sentence + "\"}";
    return reply;
}

/// Hands one of our replies to cpp-httplib.
void give(HttpReply reply, httplib::Response& response, const std::atomic<bool>& stop)
{
    response.status = reply.status;
    for (const auto& [name, value] : reply.headers) {
        response.set_header(name.toStdString(), value.toStdString());
    }
    const std::string type = reply.type.toStdString();
    if (reply.stream) {
        response.set_chunked_content_provider(
            type, [stream = std::move(reply.stream), &stop](std::size_t, httplib::DataSink& sink) {
                stream([&](const QByteArray& bytes) {
                    return !stop
                        && sink.write(bytes.constData(), static_cast<std::size_t>(bytes.size()));
                });
                sink.done();
                return true;
            });
    } else if (!reply.file.isEmpty() && reply.fileLength > 0) {
        auto file = std::make_shared<QFile>(reply.file);
        response.set_content_provider(
            static_cast<std::size_t>(reply.fileLength), type,
            [file, from = reply.fileFrom](std::size_t offset, std::size_t length,
                                          httplib::DataSink& sink) {
                constexpr std::size_t kBlock = 256 * 1024;
                if (!file->isOpen() && !file->open(QIODevice::ReadOnly)) {
                    return false;
                }
                file->seek(from + static_cast<qint64>(offset));
                const QByteArray block = file->read(static_cast<qint64>(std::min(length, kBlock)));
                return !block.isEmpty()
                    && sink.write(block.constData(), static_cast<std::size_t>(block.size()));
            });
    } else {
        response.set_content(reply.body.toStdString(), type);
    }
}

} // namespace

class HttpServer::Private
{
public:
    /// cpp-httplib with our way of reading from a connection.
    class Server final : public httplib::Server
    {
    public:
        explicit Server(Private& owner)
            : m_owner(owner)
        {
        }
        void widenBacklog() { ::listen(svr_sock_, 128); } // the library's is 5
        bool answerOne(httplib::Stream& stream, bool isLast, bool& isClosed)
        {
            return process_request(stream, isLast, isClosed, nullptr);
        }

    private:
        bool process_and_close_socket(socket_t socket) override { return m_owner.serve(socket); }
        Private& m_owner;
    };

    Private(HttpSite asked, const HttpLimits& bounds)
        : site(std::move(asked))
        , limits(bounds)
    {
    }

    bool serve(int socket);
    bool serveOne(HttpLine& line, bool isLast);
    void handle(httplib::Response& response, const httplib::ContentReader* reader);
    int readBody(HttpRequest& request, const httplib::ContentReader& reader);
    void setUp();

    HttpSite site;
    HttpLimits limits;
    std::atomic<bool> stop {false};
    std::atomic<int> open {0};
    HttpPool* pool {}; ///< owned by the server while it listens
    std::unique_ptr<Server> server;
    std::thread listener;
};

bool HttpServer::Private::serve(int socket)
{
    HttpLine line(socket, limits, stop);
    if (HttpPool::isTurnedAway()) {
        HttpReply reply = refusal(503, "The server is busy.");
        reply.headers.emplace_back("Retry-After", "1");
        writeRefusal(line, reply, false);
        return false;
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    ++open;
    // Whoever waits for a thread goes before a connection that only might say more.
    const auto isWanted = [this] { return !stop && !pool->hasWaiting(); };
    int count = 0;
    for (; count < limits.requestsPerConnection && !stop; ++count) {
        const int timeoutMs = count == 0 ? limits.headTimeoutMs : limits.idleTimeoutMs;
        const auto found
            = line.awaitRequest(timeoutMs,
                                count == 0 ? std::function<bool()>([this] { return !stop.load(); })
                                           : std::function<bool()>(isWanted));
        if (found != HttpLine::Wait::Ready
            || !serveOne(line, count + 1 == limits.requestsPerConnection || !isWanted())) {
            break;
        }
    }
    --open;
    return true;
}

/// @return  whether the connection may go on.
bool HttpServer::Private::serveOne(HttpLine& line, bool isLast)
{
    QByteArray bytes;
    const int refused = line.readHead(bytes);
    if (refused != 0) {
        writeRefusal(line, refusal(refused, statusText(refused)), false);
        line.linger();
        return false;
    }
    if (bytes.isEmpty()) {
        return false;
    }
    HttpHead head = parseHead(bytes);
    static const std::array<QByteArray, 7> kMethods {"GET",    "HEAD",    "POST", "PUT",
                                                     "DELETE", "OPTIONS", "PATCH"};
    std::optional<HttpReply> no;
    if (head.status != 0) {
        no = refusal(head.status, head.reason);
    } else if (std::find(kMethods.begin(), kMethods.end(), head.request.method) == kMethods.end()) {
        no = refusal(501, "This method is not known here.");
    } else {
        no = site.admit(head.request);
    }
    const bool isUpload
        = !no && head.hasBody() && site.bodyKind(head.request) == HttpSite::BodyKind::Upload;
    if (!no && head.contentLength > (isUpload ? limits.mostUpload : limits.mostBody)) {
        no = refusal(413, "The body is too large.");
    }
    if (no) {
        writeRefusal(line, *no, head.request.method == "HEAD");
        line.linger();
        return false;
    }
    // A body that nobody reads would be taken for the next request.
    const bool isRead = head.request.method == "POST" || head.request.method == "PUT"
        || head.request.method == "DELETE" || head.request.method == "PATCH";
    Exchange current {&head, &line, head.hasBody() && !isRead};
    exchange = &current;
    line.startBody();
    head.request.isGone = [&line] { return line.isGone(); };
    HttpStream stream(line, plainHead(head));
    bool isClosed = false;
    const bool isDone
        = server->answerOne(stream, isLast || !head.isKeepAlive || current.mustClose, isClosed);
    exchange = nullptr;
    if (!head.request.uploadFile.isEmpty()) {
        QFile::remove(head.request.uploadFile);
    }
    if (current.mustClose) {
        line.linger();
    }
    return isDone && !isClosed && !isLast && head.isKeepAlive && !current.mustClose;
}

/// @return  0, or the status to refuse with.
int HttpServer::Private::readBody(HttpRequest& request, const httplib::ContentReader& reader)
{
    const bool isForm = request.header("content-type").toLower().startsWith("multipart/form-data");
    bool isWhole = false;
    HttpIntake intake;
    if (isForm && site.bodyKind(request) == HttpSite::BodyKind::Upload) {
        HttpForm form(request, site.uploadFolder, limits);
        isWhole = reader(
            [&](const httplib::MultipartFormData& part) {
                return form.begin(part.name, part.filename);
            },
            [&](const char* data, std::size_t bytes) { return form.take(data, bytes); });
        form.finish();
        intake = form.intake;
    } else if (isForm) {
        return 415;
    } else {
        isWhole = reader([&](const char* data, std::size_t bytes) {
            request.body.append(data, static_cast<qsizetype>(bytes));
            return intake.take(static_cast<qint64>(bytes), limits.mostBody);
        });
    }
    if (intake.status != 0) {
        return intake.status;
    }
    return isWhole ? 0 : exchange->line->isTooSlow() ? 408 : 400;
}

void HttpServer::Private::handle(httplib::Response& response, const httplib::ContentReader* reader)
{
    HttpRequest& request = exchange->head->request;
    int refused = 0;
    if (reader != nullptr && exchange->head->hasBody()) {
        refused = readBody(request, *reader);
    }
    if (refused == 0) {
        give(site.answer(request), response, stop);
        return;
    }
    exchange->mustClose = true;
    HttpReply reply = refusal(refused, statusText(refused));
    reply.headers.emplace_back("Connection", "close");
    give(std::move(reply), response, stop);
}

void HttpServer::Private::setUp()
{
    server = std::make_unique<Server>(*this);
    server->new_task_queue = [this] {
        pool = new HttpPool(limits.threads, static_cast<std::size_t>(limits.mostWaiting));
        return pool; // the server deletes it
    };
    // Without SO_REUSEPORT, which lets two servers share a port and each get half of the requests.
    server->set_socket_options([](socket_t socket) {
        const int on = 1;
        ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    });
    server->set_keep_alive_max_count(static_cast<std::size_t>(limits.requestsPerConnection));
    // Both cover all addresses: what cpp-httplib sees of a request is always "/".
    const auto plain = [this](const httplib::Request&, httplib::Response& response) {
        handle(response, nullptr);
    };
    const auto withBody
        = [this](const httplib::Request&, httplib::Response& response,
                 const httplib::ContentReader& reader) { handle(response, &reader); };
    server->Get("/", plain).Options("/", plain);
    server->Post("/", withBody).Put("/", withBody).Patch("/", withBody).Delete("/", withBody);
}

HttpServer::HttpServer(HttpSite site, const HttpLimits& limits)
    : m_d(std::make_unique<Private>(std::move(site), limits))
{
}

HttpServer::~HttpServer()
{
    stop();
}

Result<int> HttpServer::listen(int port)
{
    m_d->stop = false;
    m_d->setUp();
    const std::string host = "127.0.0.1";
    const int bound = port == 0                 ? m_d->server->bind_to_any_port(host)
        : m_d->server->bind_to_port(host, port) ? port
                                                : -1;
    if (bound <= 0) {
        m_d->server.reset();
        return fail(ErrorCode::Busy, "port " + std::to_string(port) + " is taken");
    }
    m_d->server->widenBacklog();
    m_d->listener = std::thread([server = m_d->server.get()] { server->listen_after_bind(); });
    while (!m_d->server->is_running()) {
        std::this_thread::yield(); // a stop before this would be forgotten
    }
    return bound;
}

void HttpServer::stop()
{
    m_d->stop = true;
    if (m_d->server) {
        m_d->server->stop();
    }
    if (m_d->listener.joinable()) {
        m_d->listener.join();
    }
    m_d->server.reset();
}

bool HttpServer::isStopping() const
{
    return m_d->stop;
}

int HttpServer::connections() const
{
    return m_d->open;
}

} // namespace nde::api
