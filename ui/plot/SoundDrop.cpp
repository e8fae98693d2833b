#include "ui/plot/SoundDrop.h"

#include <QMimeData>
#include <QUrl>

namespace nde::ui {

std::vector<qint64> stemsIn(const QMimeData& mime)
{
    std::vector<qint64> stems;
    for (const QByteArray& word : mime.data(QString::fromLatin1(kSoundMime)).split(' ')) {
        bool isNumber = false;
        const qint64 id = word.toLongLong(&isNumber);
        if (isNumber && id > 0) {
            stems.push_back(id);
        }
    }
    return stems;
}

QStringList filesIn(const QMimeData& mime)
{
    QStringList files;
    for (const QUrl& url : mime.urls()) {
        if (url.isLocalFile()) {
            files.push_back(url.toLocalFile());
        }
    }
    return files;
}

bool hasSounds(const QMimeData& mime)
{
    return !stemsIn(mime).empty() || !filesIn(mime).isEmpty();
}

} // namespace nde::ui
