#pragma once

#include "core/api/Http.h"

#include <QTemporaryFile>

#include <memory>
#include <string>

namespace nde::api {

/// A body that is read piece by piece: how much there is of it, and why it was stopped.
struct HttpIntake
{
    qint64 bytes {};
    int status {}; ///< 0 = fine

    [[nodiscard]] bool take(qint64 more, qint64 most)
    {
        bytes += more;
        status = bytes > most ? 413 : status;
        return status == 0;
    }
};

/// A multipart body on its way: the one file to the disk, text fields into the request.
/// @thread  one.
class HttpForm
{
public:
    HttpForm(HttpRequest& request, QString folder, const HttpLimits& limits);

    [[nodiscard]] bool begin(const std::string& name, const std::string& fileName);
    [[nodiscard]] bool take(const char* data, std::size_t bytes);
    void finish();

    HttpIntake intake;

private:
    HttpRequest& m_request;
    QString m_folder;
    const HttpLimits& m_limits;
    std::unique_ptr<QTemporaryFile> m_file;
    bool m_isFile {};
};

} // namespace nde::api
