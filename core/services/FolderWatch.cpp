#include "core/services/FolderWatch.h"

#include "core/services/AudioFiles.h"

#include <QDataStream>
#include <QFileInfo>

namespace nde::services {

namespace {

constexpr qint32 kVersion = 1;

} // namespace

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
            files << audioFilesIn(place, m_isRecursive);
        } else if (QFileInfo::exists(place)) {
            files << place;
        }
    }
    files.removeDuplicates();
    files.sort();
    QHash<QString, Stamp> here;
    QStringList ready;
    m_new.clear();
    for (const QString& file : files) {
        const QFileInfo info(file);
        const Stamp stamp {info.size(), info.lastModified()};
        here.insert(file, stamp);
        const auto seen = m_seen.constFind(file);
        const auto told = m_told.constFind(file);
        const bool isStill = seen != m_seen.constEnd() && *seen == stamp;
        if (isStill && (told == m_told.constEnd() || *told != stamp)) {
            if (told == m_told.constEnd()) {
                m_new.insert(file);
            }
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

QByteArray FolderWatch::told() const
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_4);
    stream << kVersion << static_cast<qint64>(m_told.size());
    for (auto it = m_told.begin(); it != m_told.end(); ++it) {
        stream << it.key() << it->bytes << it->changed.toMSecsSinceEpoch();
    }
    return bytes;
}

void FolderWatch::restore(const QByteArray& told)
{
    QDataStream stream(told);
    stream.setVersion(QDataStream::Qt_6_4);
    qint32 version = 0;
    qint64 count = 0;
    stream >> version >> count;
    for (qint64 i = 0; i < count && version == kVersion; ++i) {
        QString path;
        qint64 bytes = 0;
        qint64 changedMs = 0;
        stream >> path >> bytes >> changedMs;
        if (stream.status() != QDataStream::Ok) {
            return;
        }
        m_told.insert(path, {bytes, QDateTime::fromMSecsSinceEpoch(changedMs)});
    }
}

} // namespace nde::services
