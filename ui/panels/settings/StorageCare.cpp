#include "ui/panels/settings/StorageCare.h"

#include "ui/theme/Theme.h"

#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

namespace nde::ui {

qint64 folderBytes(const QString& folder)
{
    qint64 bytes = 0;
    QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        it.next();
        bytes += it.fileInfo().size();
    }
    return bytes;
}

qint64 emptyFolder(const QString& folder)
{
    qint64 freed = 0;
    QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QString path = it.next();
        const qint64 size = it.fileInfo().size();
        freed += QFile::remove(path) ? size : 0;
    }
    return freed;
}

QString bytesText(qint64 bytes)
{
    if (bytes < 1000) {
        return QStringLiteral("%1 B").arg(bytes);
    }
    if (bytes < 1'000'000) {
        return QStringLiteral("%1 kB").arg(formatNumber(static_cast<double>(bytes) / 1e3, 1));
    }
    if (bytes < 1'000'000'000) {
        return QStringLiteral("%1 MB").arg(formatNumber(static_cast<double>(bytes) / 1e6, 1));
    }
    return QStringLiteral("%1 GB").arg(formatNumber(static_cast<double>(bytes) / 1e9, 2));
}

} // namespace nde::ui
