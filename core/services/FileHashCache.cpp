#include "core/services/FileHashCache.h"

#include "core/services/Files.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonObject>
#include <QStandardPaths>

#include <sys/stat.h>

#include <optional>

namespace nde::services {

namespace {

constexpr qint64 kWorthIt = 1 << 20; ///< bytes; less is read in no time
constexpr qint64 kSettledMs = 2000;
constexpr qsizetype kMostKept = 256;

/// What tells a file from what it was before; empty = no such file.
QString stampOf(const QString& path)
{
    struct stat status = {};
    if (::stat(QFile::encodeName(path).constData(), &status) != 0) {
        return {};
    }
    return QStringLiteral("%1 %2 %3 %4.%5 %6.%7")
        .arg(static_cast<qulonglong>(status.st_dev))
        .arg(static_cast<qulonglong>(status.st_ino))
        .arg(static_cast<qlonglong>(status.st_size))
        .arg(static_cast<qlonglong>(status.st_mtim.tv_sec))
        .arg(static_cast<qlonglong>(status.st_mtim.tv_nsec))
        .arg(static_cast<qlonglong>(status.st_ctim.tv_sec))
        .arg(static_cast<qlonglong>(status.st_ctim.tv_nsec));
}

bool isSettled(const QString& path)
{
    const QFileInfo info(path);
    const QDateTime now = QDateTime::currentDateTime();
    const auto isLongAgo = [&now](const QDateTime& time) { return time.msecsTo(now) > kSettledMs; };
    return isLongAgo(info.lastModified()) && isLongAgo(info.metadataChangeTime());
}

QJsonObject readCache()
{
    const auto bytes = readFile(fileHashCache());
    const auto object = bytes ? parseJsonObject(*bytes) : Result<QJsonObject> {propagate(bytes)};
    return object ? *object : QJsonObject {};
}

} // namespace

QString fileHashCache()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation)
        + QStringLiteral("/dream-engine/file-hashes.json");
}

Result<std::string> rememberedHash(const QString& path)
{
    const QString absolute = absolutePath(path);
    const QString stamp = stampOf(absolute);
    if (QFileInfo(absolute).size() < kWorthIt || stamp.isEmpty() || !isSettled(absolute)) {
        return hashFile(absolute);
    }
    const QJsonObject kept = readCache().value(absolute).toObject();
    const QString known = kept.value(QStringLiteral("sha256")).toString();
    if (kept.value(QStringLiteral("stamp")).toString() == stamp && known.size() == 64) {
        return toStd(known);
    }
    auto hash = hashFile(absolute);
    if (hash && stampOf(absolute) == stamp) { // nobody wrote meanwhile
        QJsonObject cache = readCache();
        if (cache.size() >= kMostKept) {
            cache = {};
        }
        cache.insert(absolute,
                     QJsonObject {{QStringLiteral("stamp"), stamp},
                                  {QStringLiteral("sha256"), toQt(*hash)}});
        static_cast<void>(makeFolder(QFileInfo(fileHashCache()).absolutePath()));
        static_cast<void>(writeFile(fileHashCache(), compactJson(cache), true));
    }
    return hash;
}

} // namespace nde::services
