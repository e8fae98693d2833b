#include "core/api/HttpServer.h"

#include "core/api/HttpForm.h"
#include "core/api/HttpRefusal.h"
#include "core/api/HttpWire.h"

#include <QElapsedTimer>
#include <QFile>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
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

/// Whether this machine has the other loopback address at all.
bool hasIpv6()
{
    const int probe = ::socket(AF_INET6, SOCK_STREAM, 0);
    if (probe < 0) {
        return false;
    }
    sockaddr_in6 address {};
    address.sin6_family = AF_INET6;
    address.sin6_addr = in6addr_loopback;
    const bool isThere
        = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
    ::close(probe);
    return isThere;
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
        void unbind() ///< of one that never listened: the library would leave it open
        {
            if (const socket_t socket = svr_sock_.exchange(INVALID_SOCKET);
                socket != INVALID_SOCKET) {
                ::close(socket);
            }
        }
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
    [[nodiscard]] std::unique_ptr<Server> makeServer();
    [[nodiscard]] int bindBoth(int port);
    void start(Server& server);

    HttpSite site;
    HttpLimits limits;
    std::atomic<bool> stop {false};
    std::atomic<int> open {0};
    std::unique_ptr<HttpPool> pool; ///< outlives the servers
    std::unique_ptr<Server> server; ///< 127.0.0.1
    std::unique_ptr<Server> other; ///< ::1, where there is one
    std::vector<std::thread> listeners;
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
    // A client that was told to go on may be sending already: it is given a moment before it goes.
    constexpr int kGraceMs = 500;
    QElapsedTimer sinceReply;
    const auto mayStay = [&] { return !stop && (isWanted() || !sinceReply.hasExpired(kGraceMs)); };
    int count = 0;
    for (; count < limits.requestsPerConnection && !stop; ++count) {
        sinceReply.start();
        const int timeoutMs = count == 0 ? limits.headTimeoutMs : limits.idleTimeoutMs;
        const auto found
            = line.awaitRequest(timeoutMs,
                                count == 0 ? std::function<bool()>([this] { return !stop.load(); })
                                           : std::function<bool()>(mayStay));
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

std::unique_ptr<HttpServer::Private::Server> HttpServer::Private::makeServer()
{
    auto made = std::make_unique<Server>(*this);
    made->new_task_queue = [this] { return new HttpDoor(*pool); }; // the server deletes it
    // Without SO_REUSEPORT, which lets two servers share a port and each get half of the requests.
    made->set_socket_options([](socket_t socket) {
        const int on = 1;
        ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    });
    made->set_keep_alive_max_count(static_cast<std::size_t>(limits.requestsPerConnection));
    // Both cover all addresses: what cpp-httplib sees of a request is always "/".
    const auto plain = [this](const httplib::Request&, httplib::Response& response) {
        handle(response, nullptr);
    };
    const auto withBody
        = [this](const httplib::Request&, httplib::Response& response,
                 const httplib::ContentReader& reader) { handle(response, &reader); };
    made->Get("/", plain).Options("/", plain);
    made->Post("/", withBody).Put("/", withBody).Patch("/", withBody).Delete("/", withBody);
    return made;
}

/// One number on both addresses, since "localhost" may mean either: where another program has it on
/// one of them, it is taken. @return  the port, −1 = taken.
int HttpServer::Private::bindBoth(int port)
{
    constexpr int kTries = 50; // what is free here may be taken there
    const bool isDouble = hasIpv6();
    for (int i = 0; i < kTries; ++i) {
        server = makeServer();
        const int bound = port == 0                   ? server->bind_to_any_port("127.0.0.1")
            : server->bind_to_port("127.0.0.1", port) ? port
                                                      : -1;
        if (bound <= 0 || !isDouble) {
            return bound;
        }
        other = makeServer();
        if (other->bind_to_port("::1", bound)) {
            return bound;
        }
        other.reset();
        server->unbind();
        if (port != 0) {
            break;
        }
    }
    return -1;
}

void HttpServer::Private::start(Server& one)
{
    one.widenBacklog();
    listeners.emplace_back([&one] { one.listen_after_bind(); });
    while (!one.is_running()) {
        std::this_thread::yield(); // a stop before this would be forgotten
    }
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
    const int bound = m_d->bindBoth(port);
    if (bound <= 0) {
        m_d->server.reset();
        return fail(ErrorCode::Busy, "port " + std::to_string(port) + " is taken");
    }
    m_d->pool = std::make_unique<HttpPool>(m_d->limits.threads,
                                           static_cast<std::size_t>(m_d->limits.mostWaiting));
    m_d->start(*m_d->server);
    if (m_d->other) {
        m_d->start(*m_d->other);
    }
    return bound;
}

bool HttpServer::hasBothAddresses() const
{
    return m_d->other != nullptr;
}

void HttpServer::stop()
{
    m_d->stop = true;
    for (auto* server : {m_d->server.get(), m_d->other.get()}) {
        if (server != nullptr) {
            server->stop();
        }
    }
    for (auto& listener : m_d->listeners) {
        listener.join();
    }
    m_d->listeners.clear();
    m_d->pool.reset(); // its threads still speak to the servers
    m_d->server.reset();
    m_d->other.reset();
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
