#pragma once

#include "core/api/Http.h"

#include <QString>
#include <QStringList>

#include <chrono>
#include <mutex>
#include <optional>

namespace nde::api {

/// Who may ask at all. Looks at heads only.
/// @thread  any.
class Gate
{
public:
    Gate(QString token, QStringList origins, double requestsPerS, double burst);

    /// A refusal (403 foreign host or page, 401 no or a wrong token, 429 too many), or nothing.
    [[nodiscard]] std::optional<HttpReply> check(const HttpRequest& request);
    /// For pages of the allowed origins; nothing for all others.
    void addCors(const HttpRequest& request, HttpReply& reply) const;
    /// Whether this asks, before the real request, what a page may do.
    [[nodiscard]] static bool isPreflight(const HttpRequest& request);

    /// Takes as long whatever the texts have in common.
    [[nodiscard]] static bool isSame(const QByteArray& given, const QByteArray& wanted);
    /// "localhost", "127.0.0.1" or "[::1]", with or without a port.
    [[nodiscard]] static bool isLoopbackHost(const QByteArray& host);

private:
    [[nodiscard]] bool isOwnPage(const HttpRequest& request) const;
    [[nodiscard]] bool takeTicket();

    QByteArray m_token;
    QStringList m_origins;
    double m_perS;
    double m_burst;
    std::mutex m_mutex;
    double m_tickets;
    std::chrono::steady_clock::time_point m_filledAt;
};

} // namespace nde::api
