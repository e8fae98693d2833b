#include "core/api/Paths.h"

#include "core/services/Files.h"
#include "core/services/LibraryReads.h"

#include <QDir>
#include <QFileInfo>

namespace nde::api {
namespace {

bool isBelow(const QString& path, const QString& folder)
{
    return path.startsWith(folder + u'/');
}

Result<bool> isAllowed(services::Studio& studio, const QString& real)
{
    const QString root = QFileInfo(studio.root()).canonicalFilePath();
    if (isBelow(real, root)) {
        return !isBelow(real, root + QStringLiteral("/.dream"));
    }
    return services::isLibraryFolder(studio, QFileInfo(real).absolutePath());
}

/// Of a name that leads to no file: where it would lie.
QString nearestReal(const QString& path)
{
    QString folder = path;
    QString rest;
    while (!QFileInfo::exists(folder) && folder != u"/") {
        rest = u'/' + QFileInfo(folder).fileName() + rest;
        folder = QFileInfo(folder).absolutePath();
    }
    return QFileInfo(folder).canonicalFilePath() + rest;
}

} // namespace

Result<QString> confinedFile(services::Studio& studio, const QString& asked)
{
    if (asked.trimmed().isEmpty() || asked.contains(QChar(u'\0'))) {
        return fail(ErrorCode::BadInput, "no file is named");
    }
    QString path = QDir::cleanPath(asked);
    if (!QFileInfo(path).isAbsolute()) {
        const QString inStudio = QDir::cleanPath(studio.root() + u'/' + asked);
        const QString inTracks = QDir::cleanPath(studio.tracksFolder() + u'/' + asked);
        // What leads out of the studio is refused whether or not something is there.
        const bool isInside = isBelow(inStudio, QDir::cleanPath(studio.root()));
        path = !isInside || QFileInfo::exists(inStudio) ? inStudio : inTracks;
    }
    const bool isThere = QFileInfo::exists(path);
    const QString real = isThere ? QFileInfo(path).canonicalFilePath() : nearestReal(path);
    const auto allowed = isAllowed(studio, real);
    if (!allowed) {
        return propagate(allowed);
    }
    if (!*allowed) {
        return fail(ErrorCode::ReadOnly,
                    "this path lies neither in the studio nor in a folder of its library");
    }
    if (!isThere) {
        return fail(ErrorCode::NotFound,
                    services::toStd(QStringLiteral("'%1' is not there").arg(asked)));
    }
    if (!QFileInfo(real).isFile()) {
        return fail(ErrorCode::BadInput,
                    services::toStd(QStringLiteral("'%1' is no file").arg(asked)));
    }
    return real;
}

QString publicText(const services::Studio& studio, const std::string& message)
{
    QString text = services::toQt(message);
    text.replace(studio.root(), QStringLiteral("<studio>"));
    text.replace(QDir::homePath(), QStringLiteral("~"));
    return text;
}

} // namespace nde::api
