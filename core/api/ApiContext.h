#pragma once

#include "core/api/JobPort.h"
#include "core/api/Json.h"
#include "core/api/RowsMirror.h"
#include "core/services/Arrangements.h"
#include "core/services/SearchEngine.h"
#include "core/services/Studio.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QSet>

#include <memory>
#include <mutex>

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
        , arrangements(studio)
    {
        uptime.start();
    }

    std::shared_ptr<services::Studio> studio;
    JobPort jobs;
    RowsMirror rows;
    services::SearchEngine search;
    services::Arrangements arrangements;
    QElapsedTimer uptime;

    /// A reply for an error of a service. What is our own fault goes to the log, not to the client.
    [[nodiscard]] HttpReply errorOf(const Error& error) const;
    /// The same where the error means something of its own to the client, who hears its sentence.
    [[nodiscard]] HttpReply errorOf(const Error& error, int status) const;
    /// Where a track can be written: nothing is there, and no other request was told the same.
    [[nodiscard]] QString freshTrack(const QString& name, const QString& format);
    [[nodiscard]] QString uploadFolder() const; ///< `.dream/uploads/<process>`

private:
    std::mutex m_mutex;
    QSet<QString> m_promised; ///< to jobs that have not written yet
};

} // namespace nde::api
