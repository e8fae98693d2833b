#pragma once

#include "core/api/Http.h"
#include "core/base/Result.h"
#include "core/services/Studio.h"

#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <memory>

namespace nde::services {
class JobService;
}

namespace nde::api {

struct ApiOptions
{
    int port {8000}; ///< the first of those that are tried; 0 = any
    QString token; ///< empty = none is asked for
    QStringList allowedOrigins; ///< "https://example.org"; of other pages nothing is answered
    bool hasDocs {true};
    HttpLimits limits;
};

/// The REST server of a studio: endpoints over core/services, on 127.0.0.1 and ::1 only. Jobs go
/// into the studio's queue, so that the window sees them and whoever is free runs them.
///
/// @thread  that of the job service; requests run on threads of the server's own.
class ApiServer
{
public:
    /// @param jobs  outlives this, or `stop` is called before it ends.
    ApiServer(std::shared_ptr<services::Studio> studio, services::JobService& jobs,
              ApiOptions options);
    ~ApiServer(); ///< stops
    ApiServer(const ApiServer&) = delete;
    ApiServer& operator=(const ApiServer&) = delete;

    /// Listens on the port or the next free one (100 are tried) and writes
    /// `<studio>/.dream/api.json`, where other programs find it.
    /// @return  the address, "http://127.0.0.1:8000". @errors  Busy (no port is free).
    [[nodiscard]] Result<QString> start();
    void stop(); ///< lets requests end, removes the file
    [[nodiscard]] int port() const; ///< 0 = it does not listen

    [[nodiscard]] static QJsonObject openApi(); ///< the document of all endpoints

private:
    class Private;
    std::unique_ptr<Private> m_d;
};

} // namespace nde::api
