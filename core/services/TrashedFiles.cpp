#include "core/services/TrashedFiles.h"

#include "core/services/Files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace nde::services {

namespace {

/// Back from the trash of the desktop, with the note that lies beside it there.
bool takeOut(const QString& inTrash, const QString& path)
{
    if (QFileInfo::exists(path) || !QDir().mkpath(QFileInfo(path).absolutePath())
        || !QFile::rename(inTrash, path)) {
        return false;
    }
    const QFileInfo lay(inTrash);
    if (lay.dir().dirName() == u"files") { // freedesktop.org: files/NAME and info/NAME.trashinfo
        QFile::remove(QStringLiteral("%1/../info/%2.trashinfo").arg(lay.path(), lay.fileName()));
    }
    return true;
}

} // namespace

TrashedFiles::TrashedFiles(const QString& studioFolder)
    : m_home(QDir(studioFolder).canonicalPath() + u'/')
{
}

void TrashedFiles::take(const std::vector<Stem>& sounds)
{
    m_paths.clear();
    for (const Stem& sound : sounds) {
        m_paths << toQt(sound.path);
    }
}

FileMoves TrashedFiles::trash()
{
    FileMoves moves;
    m_moved.clear();
    for (const QString& path : m_paths) {
        const bool isOurs = QFileInfo(path).canonicalFilePath().startsWith(m_home);
        QString inTrash;
        if (isOurs && QFile::moveToTrash(path, &inTrash)) {
            moves.trashed << path;
            m_moved.emplace_back(path, inTrash);
        } else {
            moves.kept << path;
        }
    }
    return moves;
}

FileMoves TrashedFiles::restore()
{
    FileMoves moves;
    for (const auto& [path, inTrash] : m_moved) {
        (!inTrash.isEmpty() && takeOut(inTrash, path) ? moves.restored : moves.lost) << path;
    }
    m_moved.clear();
    return moves;
}

} // namespace nde::services
