#include "core/api/Gate.h"

#include "core/api/Json.h"

#include <QCryptographicHash>

#include <algorithm>

namespace nde::api {
namespace {

/// Anybody may see the page itself: its requests carry the token.
bool isOpen(const HttpRequest& request)
{
    const QString first = request.segments.value(0);
    return first == u"docs" || first == u"redoc";
}

} // namespace

Gate::Gate(QString token, QStringList origins, double requestsPerS, double burst)
    : m_token(token.toUtf8())
    , m_origins(std::move(origins))
    , m_perS(requestsPerS)
    , m_burst(burst)
    , m_tickets(burst)
    , m_filledAt(std::chrono::steady_clock::now())
{
}

bool Gate::isSame(const QByteArray& given, const QByteArray& wanted)
{
    // Hashes have one length, and their bytes say nothing of the texts.
    const auto a = QCryptographicHash::hash(given, QCryptographicHash::Sha256);
    const auto b = QCryptographicHash::hash(wanted, QCryptographicHash::Sha256);
    unsigned difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i) {
        difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    }
    return difference == 0;
}

bool Gate::isLoopbackHost(const QByteArray& host)
{
    const bool isBracketed = host.startsWith('[');
    const qsizetype end = isBracketed ? host.indexOf(']') + 1 : host.indexOf(':');
    const QByteArray name = (end <= 0 ? host : host.left(end)).toLower();
    const QByteArray rest = end <= 0 ? QByteArray() : host.mid(end);
    const bool isPort = rest.isEmpty()
        || (rest.startsWith(':') && rest.size() > 1 && rest.size() <= 6
            && std::all_of(rest.begin() + 1, rest.end(),
                           [](char c) { return c >= '0' && c <= '9'; }));
    return isPort && (name == "localhost" || name == "127.0.0.1" || name == "[::1]");
}

bool Gate::isOwnPage(const HttpRequest& request) const
{
    const QByteArray origin = request.header("origin");
    if (!origin.isEmpty()) {
        return origin == "http://" + request.header("host")
            || m_origins.contains(QString::fromUtf8(origin));
    }
    // Pages that load a picture or a sound send no origin, but browsers say where it comes from.
    const QByteArray site = request.header("sec-fetch-site");
    return site.isEmpty() || site == "same-origin" || site == "none" || !m_origins.isEmpty();
}

bool Gate::takeTicket()
{
    const std::lock_guard lock(m_mutex);
    const auto now = std::chrono::steady_clock::now();
    const double elapsedS = std::chrono::duration<double>(now - m_filledAt).count();
    m_filledAt = now;
    m_tickets = std::min(m_burst, m_tickets + elapsedS * m_perS);
    if (m_tickets < 1.0) {
        return false;
    }
    m_tickets -= 1.0;
    return true;
}

bool Gate::isPreflight(const HttpRequest& request)
{
    return request.method == "OPTIONS"
        && !request.header("access-control-request-method").isEmpty();
}

std::optional<HttpReply> Gate::check(const HttpRequest& request)
{
    if (!isLoopbackHost(request.header("host"))) {
        return errorReply(403, u"Only requests to this machine itself are answered."_s);
    }
    if (!isOwnPage(request)) {
        return errorReply(403, u"Requests from other pages are not answered."_s);
    }
    if (!takeTicket()) {
        HttpReply reply = errorReply(429, u"Too many requests."_s);
        reply.headers.emplace_back("Retry-After", "1");
        return reply;
    }
    if (m_token.isEmpty() || isOpen(request) || isPreflight(request)) {
        return std::nullopt;
    }
    const QByteArray given = request.header("authorization");
    const bool isBearer = given.left(7).toLower() == "bearer ";
    if (isBearer && isSame(given.mid(7).trimmed(), m_token)) {
        return std::nullopt;
    }
    HttpReply reply = errorReply(401, u"Not authenticated"_s);
    reply.headers.emplace_back("WWW-Authenticate", "Bearer");
    return reply;
}

void Gate::addCors(const HttpRequest& request, HttpReply& reply) const
{
    const QByteArray origin = request.header("origin");
    if (origin.isEmpty() || !m_origins.contains(QString::fromUtf8(origin))) {
        return;
    }
    reply.headers.emplace_back("Access-Control-Allow-Origin", origin);
    reply.headers.emplace_back("Vary", "Origin");
    if (isPreflight(request)) {
        reply.headers.emplace_back("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
        reply.headers.emplace_back("Access-Control-Allow-Headers", "authorization, content-type");
        reply.headers.emplace_back("Access-Control-Max-Age", "600");
    }
}

} // namespace nde::api
