#include "app/cli/FolderWatch.h"

#include "core/services/AudioFiles.h"

#include <QFileInfo>

namespace nde::cli {

FolderWatch::FolderWatch(QStringList places, bool isRecursive)
    : m_places(std::move(places))
    , m_isRecursive(isRecursive)
{
}

QStringList FolderWatch::look()
{
    QStringList files;
    for (const QString& place : m_places) {
        if (QFileInfo(place).isDir()) {
            files << services::audioFilesIn(place, m_isRecursive);
        } else if (QFileInfo::exists(place)) {
            files << place;
        }
    }
    files.removeDuplicates();
    files.sort();
    QHash<QString, Stamp> here;
    QStringList ready;
    for (const QString& file : files) {
        const QFileInfo info(file);
        const Stamp stamp {info.size(), info.lastModified()};
        here.insert(file, stamp);
        const auto seen = m_seen.constFind(file);
        const auto told = m_told.constFind(file);
        const bool isStill = seen != m_seen.constEnd() && *seen == stamp;
        if (isStill && (told == m_told.constEnd() || *told != stamp)) {
            m_told.insert(file, stamp);
            ready << file;
        }
    }
    m_seen = here;
    return ready;
}

void FolderWatch::settle(const QStringList& files)
{
    for (const QString& file : files) {
        const QFileInfo info(file);
        m_told.insert(file, {info.size(), info.lastModified()});
    }
}

} // namespace nde::cli
