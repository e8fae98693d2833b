#include "core/api/ApiContext.h"

#include "core/api/Paths.h"
#include "core/services/Files.h"
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
    QString sentence = publicText(*studio, error.message);
    if (!sentence.isEmpty()) {
        sentence[0] = sentence[0].toUpper();
    }
    return errorReply(status, sentence);
}

QString ApiContext::uploadFolder() const
{
    return studio->root() + u"/.dream/uploads/%1"_s.arg(QCoreApplication::applicationPid());
}

} // namespace nde::api
