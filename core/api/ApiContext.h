#pragma once

#include "core/api/JobPort.h"
#include "core/api/Json.h"
#include "core/api/RowsMirror.h"
#include "core/services/SearchEngine.h"
#include "core/services/Studio.h"

#include <QDateTime>
#include <QElapsedTimer>

#include <memory>

namespace nde::api {

/// What handlers work with.
class ApiContext
{
public:
    ApiContext(std::shared_ptr<services::Studio> opened, services::JobService& service)
        : studio(std::move(opened))
        , jobs(studio, service)
        , rows(studio)
        , search(studio->database())
    {
        uptime.start();
    }

    std::shared_ptr<services::Studio> studio;
    JobPort jobs;
    RowsMirror rows;
    services::SearchEngine search;
    QElapsedTimer uptime;

    /// A reply for an error of a service. What is our own fault goes to the log, not to the client.
    [[nodiscard]] HttpReply errorOf(const Error& error) const;
    [[nodiscard]] QString uploadFolder() const; ///< `.dream/uploads/<process>`
};

} // namespace nde::api
