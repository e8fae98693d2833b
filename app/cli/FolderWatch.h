#pragma once

#include <QDateTime>
#include <QHash>
#include <QStringList>

namespace nde::cli {

/// Tells which audio files of some places are new or have changed. A file that is still being
/// written is told when it has been the same at two looks.
class FolderWatch
{
public:
    /// @param places  files and folders; what is not there yet is looked for every time.
    FolderWatch(QStringList places, bool isRecursive);

    /// Files to take up now, sorted; each once until it changes again.
    [[nodiscard]] QStringList look();
    /// They have been written by us: what they are now is no change.
    void settle(const QStringList& files);

private:
    struct Stamp
    {
        qint64 bytes {};
        QDateTime changed;
        bool operator==(const Stamp&) const = default;
    };

    QStringList m_places;
    bool m_isRecursive;
    QHash<QString, Stamp> m_seen; ///< at the last look
    QHash<QString, Stamp> m_told;
};

} // namespace nde::cli
