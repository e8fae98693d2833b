#include "core/api/ApiContext.h"

#include "core/api/Paths.h"
#include "core/services/Files.h"
#include "core/services/Formats.h"
#include "core/services/Logging.h"

#include <QCoreApplication>

namespace nde::api {

HttpReply ApiContext::errorOf(const Error& error) const
{
    const int status = statusOf(error.code);
    constexpr int kOurs = 500;
    if (status == kOurs) {
        qCWarning(services::lcServices).noquote()
            << "request failed:" << errorCodeId(error.code) << services::toQt(error.message);
        return errorReply(status, u"The request failed; the server's log says why."_s);
    }
    return errorOf(error, status);
}

HttpReply ApiContext::errorOf(const Error& error, int status) const
{
    QString sentence = publicText(*studio, error.message);
    if (!sentence.isEmpty()) {
        sentence[0] = sentence[0].toUpper();
    }
    return errorReply(status, sentence);
}

QString ApiContext::freshTrack(const QString& name, const QString& format)
{
    const std::lock_guard lock(m_mutex);
    QString path = services::freshPath(studio->generatedTracksFolder(), name, format);
    for (int number = 2; m_promised.contains(path); ++number) {
        path = services::freshPath(studio->generatedTracksFolder(),
                                   u"%1_%2"_s.arg(name).arg(number), format);
    }
    m_promised.insert(path);
    return path;
}

QString ApiContext::uploadFolder() const
{
    return studio->root() + u"/.dream/uploads/%1"_s.arg(QCoreApplication::applicationPid());
}

} // namespace nde::api
