#include "core/services/AudioFiles.h"

#include "core/audio/AudioFile.h"
#include "core/services/Files.h"

#include <QDirIterator>

namespace nde::services {

QStringList audioFilesIn(const QString& folder, bool isRecursive)
{
    QStringList files;
    QDirIterator walk(folder, QDir::Files | QDir::Readable,
                      isRecursive ? QDirIterator::Subdirectories : QDirIterator::NoIteratorFlags);
    while (walk.hasNext()) {
        const QString path = walk.next();
        if (!path.contains(QStringLiteral("/."))
            && audio::isAudioExtension(toStd(walk.fileInfo().suffix().toLower()))) {
            files << path;
        }
    }
    files.sort();
    return files;
}

} // namespace nde::services
